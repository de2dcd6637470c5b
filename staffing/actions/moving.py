"""统一调配 between offices of one county: the posting in one ends, the one in the other begins; and the relatives that forbid it."""

from datetime import date, datetime, timedelta

from bureaus import audit
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import JudicialOffice, User
from policy.powers import Power
from staffing.actions.voiding import void
from staffing.models import Assistant, Contract, Posting, Relative


@action
def move_posting(*, assistant: Assistant, office: JudicialOffice, first_day: date, by: User, now: datetime) -> Posting:
    """Let somebody serve in another office from a day on; the history stays.

    :raises Impossible: if the law or the present state is against it: see `why_not_moved`.
    """
    assistant = Assistant.objects.locked(assistant.pk)
    require(by, Power.TRANSFER, about=assistant)
    if reason := why_not_moved(assistant, office=office, first_day=first_day):
        raise Impossible(reason)
    held = Posting.objects.select_for_update().filter(assistant=assistant).not_ended(first_day).get()
    ends = held.last_day
    held.last_day = first_day - timedelta(days=1)
    held.save(update_fields=["last_day"])
    posting = Posting.objects.create(assistant=assistant, office=office, first_day=first_day, last_day=ends)
    audit.record(by=by, verb="move_posting", about=assistant, at=now, office=office, first_day=first_day)
    return posting


def why_not_moved(assistant: Assistant, *, office: JudicialOffice, first_day: date) -> str:
    """Why somebody cannot serve in an office from a day on; blank when they can."""
    if office.county_id != assistant.county_id:
        return "跨县（区）不是调配：须在原县（区）解除合同，再由新县（区）依照招聘程序另订合同。"
    if Relative.objects.standing().filter(assistant=assistant, office=office).exists():
        return f"本人申报有亲属在{office}任职，应当回避，不能调配到这个司法所。"
    begun = Contract.objects.signed().filter(assistant=assistant, starts_on__lte=first_day)
    running = begun.exists() and Contract.objects.in_being(first_day).filter(assistant=assistant).exists()
    held = list(Posting.objects.filter(assistant=assistant).not_ended(first_day))
    if not running or len(held) != 1:
        return "这个人到那一天没有履行中的合同，或者已另有任职安排，不能调配。"
    if held[0].office_id == office.pk:
        return f"本人已在{office}任职，不需要调配。"
    if held[0].first_day >= first_day:
        return f"本人 {held[0].first_day} 才到现在的司法所，生效日期应在这以后。"
    return ""


@action
def declare_relative(*, assistant: Assistant, office: JudicialOffice, relation: str, by: User, now: datetime) -> Relative:
    """Put down that a relative of an assistant works in an office of the county."""
    require(by, Power.ROSTER_EDIT, about=assistant)
    if office.county_id != assistant.county_id:
        raise Impossible("请选择本县（区）的司法所。")
    row = Relative.objects.create(assistant=assistant, office=office, relation=relation, entered_by=by, entered_at=now)
    audit.record(by=by, verb="declare_office_relative", about=row, at=now, assistant=assistant, office=office)
    return row


@action
def void_relative(*, record: Relative, reason: str, by: User, now: datetime) -> Relative:
    """Take a declaration out that was wrong or has lapsed; it stays with the reason."""
    record = Relative.objects.select_related("assistant").locked(record.pk)
    void(record, reason=reason, by=by, now=now)
    audit.record(by=by, verb="void_office_relative", about=record, at=now, assistant=record.assistant)
    return record
