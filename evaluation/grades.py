"""The appraisal grades of the years of a contract, as far as they are final."""

from collections.abc import Collection

from policy.appraisal import Grade
from staffing.models import Contract


def grades_of(contracts: Collection[Contract]) -> dict[int, list[tuple[int, Grade]]]:
    """For each contract's key its years with their grades, in order; a contract without any is not there.

    Nothing is appraised on this portal yet: a person answers how somebody has worked.
    """
    return {}
