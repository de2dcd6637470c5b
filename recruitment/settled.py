"""Who has settled an opinion in the meantime: what whoever comes second is told, with name, time and conclusion."""

from datetime import datetime

from bureaus import clock
from bureaus.models import AuditEvent
from bureaus.naming import named
from policy.revocation import REVOCATION
from recruitment.models import Application
from recruitment.models.applications import conclusion

UNKNOWN = "这条录入已经有人办理，请刷新页面查看结果。"
WHERE = {"settle_stage": None, "send_back_entry": None, "take_back_entry": None, "return_application": "review", "revoke": REVOCATION}
"""The acts that end an opinion, by the stage they belong to; where it is None the trail says which."""


def sentence(application: Application, *stages: str) -> str:
    """Who ended the latest opinion on one of these stages, when, and with what; said to the one whose act comes too late."""
    events = AuditEvent.objects.filter(about=named(application), verb__in=[*WHERE, "declare_relative"]).select_related("by")
    for event in events.order_by("-number")[:10]:
        stage = _stage(event, stages[0])
        if event.by is not None and stage in stages:
            return f"这条录入已由{event.by.name}于 {minute(event.at)} {_did(event, stage)}，您的操作没有保存。"
    return UNKNOWN


def minute(moment: datetime) -> str:
    """An instant as these sentences tell it."""
    local = moment.astimezone(clock.BEIJING)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def _stage(event: AuditEvent, stage: str) -> str | None:
    if event.verb == "declare_relative":
        return stage if event.details.get("lapsed") else None  # whatever the relative had entered lapsed, on any stage
    return WHERE[event.verb] or event.details.get("stage")


def _did(event: AuditEvent, stage: str) -> str:
    match event.verb:
        case "settle_stage":
            return f"办结，结论为“{conclusion(stage, event.details['outcome'])}”"
        case "return_application":
            return "办结，结论为“退回补正”"
        case "revoke":
            return "审定，结论为“取消资格”"
        case "send_back_entry":
            return "退回，由录入人重新办理"
        case "take_back_entry":
            return "撤回"
    return "申报回避，录入作废"
