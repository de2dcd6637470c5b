"""附条件事项 as they are read: which transfers of one application may still be noted, and why none may."""

from policy.conditions import conditional
from recruitment import eligibility
from recruitment.models import Application, Status


def left_to_note(application: Application) -> dict[str, str]:
    """The transfers that this application may still be passed on, by the key of their bar."""
    known = {rule.key for rule in eligibility.rules_of(application.round)}
    settled = {finding.rule.key for finding in eligibility.verdict(application).failed}
    noted = set(application.conditions.values_list("rule", flat=True))
    return {key: title for key, title in conditional().items() if key in known - settled - noted}


def why_not(application: Application) -> str:
    """Why it is not the time to note a condition, as one sentence; blank when it is."""
    if application.stage != "review" or application.status != Status.ACTIVE:
        return "这份报名现在不在资格审查环节，不能登记附条件事项。"
    if application.entries.exists():
        return "这份报名已有审查意见等待复核，退回以后再登记附条件事项。"
    return ""
