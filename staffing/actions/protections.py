"""受保护状态 (劳动合同法42、45): entered with its paper, its end put down once it is known, opened one by one."""

from datetime import date, datetime

from bureaus import audit, clock
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import User
from documents.models import StoredFile
from policy.endings import SHIELDS
from policy.powers import Power
from staffing.actions.voiding import void
from staffing.models import Assistant, Protection


@action
def enter_protection(
    *, assistant: Assistant, kind: str, first_day: date, last_day: date | None, evidence: StoredFile, by: User, now: datetime
) -> Protection:
    """Put down that somebody is protected since a day, until another one if that is known. The trail does not say by what."""
    require(by, Power.ROSTER_EDIT, about=assistant)
    if kind not in SHIELDS:
        raise Impossible("请选择受保护的情形。")
    if first_day > clock.today(now):
        raise Impossible("起始日期不能晚于今天。")
    row = Protection.objects.create(
        assistant=assistant, kind=kind, first_day=first_day, last_day=last_day, evidence=evidence, entered_by=by, entered_at=now
    )
    audit.record(by=by, verb="enter_protection", about=row, at=now, assistant=assistant)
    return row


@action
def end_protection(*, record: Protection, last_day: date, by: User, now: datetime) -> Protection:
    """Put down the last day of a state whose end was not known."""
    record = Protection.objects.select_related("assistant").locked(record.pk)
    require(by, Power.ROSTER_EDIT, about=record)
    if record.voided_at is not None or record.last_day is not None:
        raise Impossible("这条记录已经作废或者已有结束日期。日期登错了的，请作废后重新登记。")
    record.last_day = last_day
    record.save(update_fields=["last_day"])
    audit.record(by=by, verb="end_protection", about=record, at=now, assistant=record.assistant)
    return record


@action
def void_protection(*, record: Protection, reason: str, by: User, now: datetime) -> Protection:
    """Take a wrong row out; it stays with the reason."""
    record = Protection.objects.select_related("assistant").locked(record.pk)
    void(record, reason=reason, by=by, now=now)
    audit.record(by=by, verb="void_protection", about=record, at=now, assistant=record.assistant)
    return record


@action
def read_protection(*, record: Protection, occasion: str, by: User, now: datetime) -> str:
    """Open what protects somebody; `occasion` is the coded reason that stays in the trail."""
    require(by, Power.HEALTH_VIEW, about=record)
    audit.record(by=by, verb="read_protection", about=record, at=now, occasion=occasion, assistant=record.assistant)
    return record.title
