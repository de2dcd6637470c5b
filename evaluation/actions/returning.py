"""Verbs on coming back early: reported by the assistant or the office, confirmed by another, the days left given back."""

from datetime import date, datetime

from bureaus import audit, clock, outbox
from bureaus.access import Refused, holds, require, require_another
from bureaus.acts import Impossible, action
from bureaus.days import working_days
from bureaus.models import User
from evaluation.models import Attendance, EarlyReturn, Leave, LeaveState, Part, ReturnState
from policy.attendance import KINDS, last_half, leave_half_days
from policy.powers import Power, Role


@action
def report_return(*, leave: Leave, back_on: date, at_noon: bool, by: User, seen: int, now: datetime) -> EarlyReturn:
    """Say from which half day on somebody works again, though the leave goes on.

    :raises Impossible: for a leave that is not running, a day to come, or one that gives nothing back.
    :raises Prevented: if another report waits.
    """
    require(by, Power.DAILY_RECORD if holds(by, Power.DAILY_RECORD) else Power.DUTY_LOG, about=leave)
    leave = Leave.objects.select_related("assistant__person", "office").locked(leave.pk, seen=seen)
    _may_end(leave, back_on, at_noon, clock.today(clock.again(now)))
    row = EarlyReturn.objects.create(leave=leave, back_on=back_on, at_noon=at_noon, reported_by=by, reported_at=now)
    told = (
        User.objects.filter(county=leave.county_id, role=Role.COUNTY_HEAD, is_active=True)
        if row.is_of_the_office
        else User.objects.filter(office=leave.office, is_active=True)
    )
    outbox.tell_each("return_reported", [(person, row, {}) for person in told], due=now)
    if row.is_of_the_office and leave.assistant.person is not None:
        outbox.tell("return_entered", to=leave.assistant.person, about=row, due=now)
    audit.record(by=by, verb="report_return", about=row, at=now)
    return row


@action
def decide_return(*, early: EarlyReturn, agrees: bool, reason: str, by: User, seen: int, now: datetime) -> EarlyReturn:
    """Confirm what another reported, or not. The leave then ends before the day of return; one of which nothing was taken is cancelled.

    :raises Impossible: if it was decided, or is refused without a reason.
    :raises Prevented: if a month that it would change is confirmed.
    """
    early = EarlyReturn.objects.select_related("reported_by", "leave__assistant__person", "leave__office").locked(early.pk, seen=seen)
    require(by, decides(early, by), about=early)
    require_another(by, early.reported_by)
    if early.state != ReturnState.REPORTED:
        raise Impossible("这次销假已经有结果。")
    if not agrees and not reason.strip():
        raise Impossible("不同意的，请写明理由。")
    leave = Leave.objects.select_related("assistant__person", "office").locked(early.leave_id)
    early.state = ReturnState.CONFIRMED if agrees else ReturnState.REFUSED
    early.reason = "" if agrees else reason.strip()
    early.decided_by, early.decided_at = by, now
    if agrees:
        left = _may_end(leave, early.back_on, early.at_noon, clock.today(clock.again(now)))
        early.until, early.until_noon, early.half_days_back = leave.last_day, leave.to_noon, leave.half_days - left
    early.version += 1
    early.save()
    if agrees:
        _end(leave, early, by, now)
    people = {person for person in (leave.assistant.person, early.reported_by) if person is not None}
    outbox.tell_each("return_decided", [(person, early, {}) for person in sorted(people, key=lambda each: each.pk)], due=now)
    audit.record(by=by, verb="decide_return", about=early, at=now, state=early.state, version=early.version)
    return early


def decides(early: EarlyReturn, by: User) -> Power:
    """The power that decides: the office's over what the assistant reported; what the office reported also the bureau's.

    :raises Refused: for the bureau where the office decides.
    """
    if holds(by, Power.LEAVE_APPROVE):
        if not early.is_of_the_office:
            raise Refused("本人报的销假由司法所所长确认。")
        return Power.LEAVE_APPROVE
    return Power.DAILY_RECORD


def _may_end(leave: Leave, back_on: date, at_noon: bool, today: date) -> int:
    """How many half days a leave keeps that ends before somebody is back."""
    if leave.state != LeaveState.APPROVED:
        raise Impossible(f"这份请假现在是“{leave.get_state_display()}”，不能销假。")
    if back_on > today:
        raise Impossible("返岗日期不能晚于今天；到了那天再销假。")
    if not leave.first_day <= back_on <= leave.last_day:
        raise Impossible(f"返岗日期应在请假的 {leave.first_day} 至 {leave.last_day} 之间。")
    if at_noon and KINDS[leave.kind].counts_all_days:
        raise Impossible("产假按自然日计算，不分上午、下午。")
    last_day, to_noon = last_half(back_on, at_noon=at_noon)
    left = 0
    if last_day > leave.first_day or (last_day == leave.first_day and not (leave.from_noon and to_noon)):
        left = leave_half_days(leave.kind, leave.first_day, last_day, working_days(), from_noon=leave.from_noon, to_noon=to_noon)
    if left >= leave.half_days:
        raise Impossible("从这时起没有剩下的请假，不用销假。")
    return left


def _end(leave: Leave, early: EarlyReturn, by: User, now: datetime) -> None:
    """End a leave before the return, in the attendance too; what is free now is the office's to mark."""
    last_day, to_noon = last_half(early.back_on, at_noon=early.at_noon)
    left = leave.half_days - (early.half_days_back or 0)
    days = Attendance.objects.filter(leave=leave)
    halved = days.filter(day=last_day, part=Part.WHOLE).first() if left and to_noon else None
    (days.filter(day__gte=early.back_on) if left else days).exclude(day=last_day, part=Part.MORNING).delete()
    if left:
        leave.last_day, leave.to_noon, leave.half_days = last_day, to_noon, left
    else:
        leave.state = LeaveState.CANCELLED
    leave.version += 1
    leave.save()
    if halved is not None:
        halved.pk, halved.part, halved.entered_by, halved.entered_at = None, Part.MORNING, by, now
        halved.save(force_insert=True)
