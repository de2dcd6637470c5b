"""附条件事项 as they are read: which transfers of one application may still be noted, and why none may."""

from datetime import date
from typing import Any

from bureaus.models import User
from policy.conditions import conditional
from recruitment import eligibility
from recruitment.models import Application, Condition, Round, Status


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


def listed(user: User, round: Round, today: date) -> list[dict[str, Any]]:
    """Every condition of a round that this person may see, the one that falls due first, and how it stands."""
    rows = Condition.objects.visible_to(user).filter(application__round=round)
    related = ("application__vacancy__line__office", "noted_by", "met_by")
    return [{"condition": each, "word": _word(each, today)} for each in rows.select_related(*related).order_by("due_on", "pk")]


def _word(condition: Condition, today: date) -> str:
    if condition.met_at is not None:
        return "已办结"
    if condition.application.status != Status.ACTIVE:
        return str(condition.application.get_status_display())
    return "已逾期" if condition.due_on < today else "未办结"
