"""The appraisal grades of a contract, of its years and of its 聘期, as far as they are final."""

from collections.abc import Collection

from evaluation.models import Appraisal
from policy.appraisal import Grade
from policy.appraisal_way import Cycle
from staffing.models import Contract

TERM = "聘期"


def grades_of(contracts: Collection[Contract]) -> dict[int, list[tuple[str, Grade]]]:
    """For each contract's key what was appraised (a year, or the 聘期) with its grade, in order; a contract without any is not there.

    A year counts for every contract whose days it reaches into, a 聘期 for the contract it is of. What is not final is left out.
    """
    people = {contract.assistant_id for contract in contracts}
    finals = Appraisal.objects.filter(assistant__in=people, final_at__isnull=False, period__cycle__in=[Cycle.YEAR.value, Cycle.TERM.value])
    ordered = finals.order_by("period__last_day", "period__first_day")
    held = list(
        ordered.values_list("assistant", "period__cycle", "period__first_day", "period__last_day", "first_day", "last_day", "grade")
    )
    found = {}
    for contract in contracts:
        ends = contract.ended_on or contract.ends_on
        own: list[tuple[str, Grade]] = []
        for person, cycle, first, last, begun, over, grade in held:
            if person != contract.assistant_id:
                continue
            if cycle == Cycle.TERM:
                if (begun, over) == (contract.starts_on, contract.ends_on):
                    own.append((TERM, Grade(grade)))
            elif last >= contract.starts_on and (ends is None or first <= ends):
                own.append((f"{first.year}年", Grade(grade)))
        if own:
            found[contract.pk] = own
    return found
