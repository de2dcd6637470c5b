"""The appraisal grades of the years of a contract, as far as they are final."""

from collections.abc import Collection

from evaluation.models import Appraisal
from policy.appraisal import Grade
from policy.appraisal_way import Cycle
from staffing.models import Contract


def grades_of(contracts: Collection[Contract]) -> dict[int, list[tuple[int, Grade]]]:
    """For each contract's key its years with their grades, in order; a contract without any is not there.

    A year counts for every contract whose days it reaches into. What is not final is left out.
    """
    people = {contract.assistant_id for contract in contracts}
    finals = Appraisal.objects.filter(assistant__in=people, final_at__isnull=False, period__cycle=Cycle.YEAR.value)
    held = list(finals.order_by("period__first_day").values_list("assistant", "period__first_day", "period__last_day", "grade"))
    found = {}
    for contract in contracts:
        ends = contract.ended_on or contract.ends_on
        years = [
            (first.year, Grade(grade))
            for person, first, last, grade in held
            if person == contract.assistant_id and last >= contract.starts_on and (ends is None or first <= ends)
        ]
        if years:
            found[contract.pk] = years
    return found
