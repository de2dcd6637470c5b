"""统一调配: one enters it with what the person says, another decides; the posting follows and the person is told."""

from datetime import date, datetime

from bureaus import audit, clock, outbox
from bureaus.access import require, require_another
from bureaus.acts import Impossible, action
from bureaus.models import JudicialOffice, User
from evaluation.contract_papers import ask_transfer_notice
from evaluation.models import Attendance, Consent, Leave, LeaveState, LogEntry, Ruling, Transfer
from policy.powers import Power
from staffing import actions as staffing
from staffing.models import Assistant, Posting


@action
def enter_transfer(
    *,
    assistant: Assistant,
    to_office: JudicialOffice,
    effective_on: date,
    reason: str,
    consent: str,
    by: User,
    now: datetime,
    statement: str = "",
) -> Transfer:
    """Enter that somebody is to serve in another office; nothing changes until another person decides.

    :raises Impossible: into another county, under a declared relative, into the past, or without a reason.
    """
    assistant = Assistant.objects.locked(assistant.pk)
    require(by, Power.TRANSFER, about=assistant)
    if not reason.strip():
        raise Impossible("请写明调配的理由。")
    if consent == Consent.OBJECTED and not statement.strip():
        raise Impossible("本人有异议的，请写明本人陈述。")
    if effective_on < clock.today(now):
        raise Impossible("生效日期不能早于今天。")
    if problem := staffing.why_not_moved(assistant, office=to_office, first_day=effective_on):
        raise Impossible(problem)
    held = Posting.objects.filter(assistant=assistant).not_ended(effective_on).select_related("office").get()
    transfer = Transfer.objects.create(
        assistant=assistant,
        from_office=held.office,
        to_office=to_office,
        effective_on=effective_on,
        reason=reason.strip(),
        consent=consent,
        statement=statement.strip(),
        entered_by=by,
        entered_at=now,
    )
    audit.record(by=by, verb="enter_transfer", about=transfer, at=now, to=to_office, effective_on=effective_on)
    return transfer


@action
def confirm_transfer(*, transfer: Transfer, by: User, seen: int, now: datetime, answer: str = "") -> Transfer:
    """Another person decides: the posting follows from the effective day on, the notice is made, the person is told.

    :raises OneHand: if it is the one who entered it.
    :raises Impossible: if an objection is not answered, the day has passed, or something has come in between.
    :raises Prevented: if days that would go along lie in a month that an office has confirmed.
    """
    transfer = _waiting(transfer, by, seen)
    if transfer.consent == Consent.OBJECTED and not answer.strip():
        raise Impossible("本人有异议的，请写明答复。")
    if transfer.effective_on < clock.today(now):
        raise Impossible("生效日期已经过去，请退回，由登记人重新填写生效日期。")
    transfer.state, transfer.decided_by, transfer.decided_at = Ruling.CONFIRMED, by, now
    transfer.answer = answer.strip() if transfer.consent == Consent.OBJECTED else ""
    transfer.version += 1
    transfer.save()
    ahead = _leave_ahead(transfer)
    staffing.move_posting(assistant=transfer.assistant, office=transfer.to_office, first_day=transfer.effective_on, by=by, now=now)
    carried = _carry_over(transfer, ahead, now)
    audit.record(by=by, verb="confirm_transfer", about=transfer, at=now, **carried)
    ask_transfer_notice(transfer, by=by, now=now)
    if transfer.assistant.person is not None:
        outbox.tell("transfer_decided", to=transfer.assistant.person, about=transfer, due=now)
    return transfer


@action
def return_transfer(*, transfer: Transfer, reason: str, by: User, seen: int, now: datetime) -> Transfer:
    """It goes back with a reason; it is entered anew."""
    transfer = _waiting(transfer, by, seen)
    if not reason.strip():
        raise Impossible("请写明退回的理由。")
    transfer.state, transfer.decided_by, transfer.decided_at, transfer.return_reason = Ruling.RETURNED, by, now, reason.strip()
    transfer.version += 1
    transfer.save()
    audit.record(by=by, verb="return_transfer", about=transfer, at=now)
    return transfer


def _leave_ahead(transfer: Transfer) -> list[Leave]:
    """The leave that reaches beyond the effective day, held: no answer to it slips in beside the move."""
    ahead = Leave.objects.standing().filter(assistant=transfer.assistant, last_day__gte=transfer.effective_on)
    return list(ahead.select_for_update().order_by("pk"))


def _carry_over(transfer: Transfer, ahead: list[Leave], now: datetime) -> dict[str, int]:
    """Let what is there already of the days from the effective one on belong to the office that now answers for them.

    That is the attendance of leave approved before, and what was written today: an office's month is read by its own days. Leave itself
    goes along where its first day does: the office where the person serves on that day answers, also for an early return.
    """
    gone = [leave for leave in ahead if leave.first_day >= transfer.effective_on and leave.office_id != transfer.to_office_id]
    for leave in gone:
        leave.office = transfer.to_office
        leave.version += 1
        leave.save(update_fields=["office", "version"])
    asked = [leave for leave in gone if leave.state == LeaveState.ASKED]
    people = User.objects.filter(office=transfer.to_office, is_active=True) if asked else ()
    outbox.tell_each("leave_asked", [(person, leave, {}) for person in people for leave in asked], due=now)
    from_then_on = {"assistant": transfer.assistant, "day__gte": transfer.effective_on}
    spent, entries = Attendance.objects.filter(**from_then_on), LogEntry.objects.filter(**from_then_on)
    return {
        "attendance_carried": spent.exclude(office=transfer.to_office).update(office=transfer.to_office),
        "leave_carried": len(gone),
        "entries_carried": entries.exclude(office=transfer.to_office).update(office=transfer.to_office),
    }


def _waiting(transfer: Transfer, by: User, seen: int) -> Transfer:
    related = ("assistant__person", "assistant__county", "from_office", "to_office", "entered_by")
    transfer = Transfer.objects.select_related(*related).locked(transfer.pk, seen=seen)
    require(by, Power.TRANSFER, about=transfer)
    require_another(by, transfer.entered_by)
    if transfer.state != Ruling.PROPOSED:
        raise Impossible("这件调配已经办理，请刷新页面查看结果。")
    return transfer
