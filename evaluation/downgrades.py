"""考核降档 as an appraisal meets it: whose grade of a period is lowered, and by which confirmed breaches."""

from collections import defaultdict
from collections.abc import Iterable

from evaluation.models import Appraisal, AppraisalPeriod, Incident


def downgrades_of(period: AppraisalPeriod) -> dict[int, list[Incident]]:
    """The confirmed breaches that lower a grade of a period, by assistant."""
    found: dict[int, list[Incident]] = defaultdict(list)
    for incident in Incident.objects.confirmed().lowering(period).order_by("day", "pk"):
        found[incident.assistant_id].append(incident)
    return found


def downgrades_on(sheet: Appraisal) -> list[Incident]:
    """Those of one sheet."""
    return list(Incident.objects.confirmed().lowering(sheet.period).filter(assistant=sheet.assistant_id).order_by("day", "pk"))


def undecided(period: AppraisalPeriod) -> list[Incident]:
    """Breaches with 考核降档 that nobody has decided on: grades wait for them."""
    return list(Incident.objects.waiting().lowering(period).select_related("assistant").order_by("day", "pk"))


def why_lowered(incidents: Iterable[Incident]) -> str:
    """The reason as a sheet gives it; blank without one."""
    held = list(incidents)
    facts = "；".join(f"{each.day} {each.facts.rstrip('。')}" for each in held)
    return f"考核降档 {len(held)} 档：{facts}" if held else ""
