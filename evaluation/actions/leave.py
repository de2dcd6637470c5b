"""Verbs on leave: asked by the assistant, passed on or ended by the head of the office, ended by the bureau where it is longer."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bureaus import audit, clock, outbox
from bureaus.access import Refused, holds, require
from bureaus.acts import Impossible, action
from bureaus.days import working_days
from bureaus.models import County, User
from evaluation.balances import annual_balance
from evaluation.models import WAITING, Attendance, DailyRules, EarlierWork, Leave, LeaveState, Part
from evaluation.service import office_on, postings_within, rules_of
from policy.attendance import ANNUAL, KINDS, LEAVES, Approver, approver, in_days, leave_half_days
from policy.calendar import NoCalendar
from policy.powers import Power, Role
from staffing.models import Assistant

LONGEST = 366  # days of one request


@action
def ask_leave(
    *,
    assistant: Assistant,
    kind: str,
    first_day: date,
    last_day: date,
    reason: str,
    by: User,
    now: datetime,
    from_noon: bool = False,
    to_noon: bool = False,
) -> Leave:
    """Ask for leave, from the first day's morning or noon until the last day's noon or evening; its length says who ends it.

    :raises Impossible: for days not served, no working day, a year without calendar, or more annual leave than there is.
    :raises Prevented: if it overlaps another.
    """
    require(by, Power.DUTY_LOG, about=assistant)
    leave = _begin(
        Leave(assistant=assistant, kind=kind, first_day=first_day, from_noon=from_noon, last_day=last_day, to_noon=to_noon), reason
    )
    leave.asked_by, leave.asked_at = by, now
    leave.save()
    _tell("leave_asked", User.objects.filter(office=leave.office, is_active=True), leave, now)
    audit.record(by=by, verb="ask_leave", about=leave, at=now, kind=kind, half_days=leave.half_days)
    return leave


@action
def enter_leave(
    *,
    assistant: Assistant,
    kind: str,
    first_day: date,
    last_day: date,
    reason: str,
    because: str,
    by: User,
    now: datetime,
    from_noon: bool = False,
    to_noon: bool = False,
) -> Leave:
    """Enter leave for somebody of the office who cannot ask. The person is told; the bureau decides, whatever the length.

    :raises Impossible: as `ask_leave`, and without a word on why the person does not ask.
    """
    require(by, Power.DAILY_RECORD, about=assistant)
    if not because.strip():
        raise Impossible("请写明为什么由司法所代填。")
    leave = _begin(
        Leave(assistant=assistant, kind=kind, first_day=first_day, from_noon=from_noon, last_day=last_day, to_noon=to_noon), reason
    )
    if leave.office_id != by.office_id:
        raise Refused("这几天不在本所任职，由任职的司法所代填。")
    if leave.approver == Approver.OFFICE:
        leave.approver = Approver.DEPUTY
    leave.asked_by, leave.asked_at, leave.entered_because, leave.state = by, now, because.strip(), LeaveState.ENDORSED
    leave.save()
    _tell("leave_endorsed", User.objects.filter(county=leave.county_id, role=Role.COUNTY_HEAD, is_active=True), leave, now)
    if assistant.person is not None:
        outbox.tell("leave_entered", to=assistant.person, about=leave, due=now)
    audit.record(by=by, verb="enter_leave", about=leave, at=now, kind=kind, half_days=leave.half_days)
    return leave


@action
def answer_leave(*, leave: Leave, agrees: bool, note: str, by: User, seen: int, now: datetime) -> Leave:
    """Agree or not: the head of the office first, then the bureau where the length asks for it. An approved leave stands in the attendance.

    :raises Impossible: if it is not waiting for this person, or refused without a reason.
    """
    leave = Leave.objects.select_related("assistant__person", "office").locked(leave.pk, seen=seen)
    mine = {LeaveState.ASKED: Power.DAILY_RECORD, LeaveState.ENDORSED: Power.LEAVE_APPROVE}.get(LeaveState(leave.state))
    if mine is None:
        raise Impossible("这份请假已经有结果或者已经撤回。")
    if not holds(by, mine) and (holds(by, Power.DAILY_RECORD) or holds(by, Power.LEAVE_APPROVE)):
        raise Refused(f"这份请假现在是“{leave.get_state_display()}”，不由您办理。")
    require(by, mine, about=leave)
    if not agrees and not note.strip():
        raise Impossible("不同意的，请写明理由。")
    ends = not agrees or leave.state == LeaveState.ENDORSED or leave.approver == Approver.OFFICE
    if leave.state == LeaveState.ASKED:
        leave.endorsed_by, leave.endorsed_at = by, now
    leave.note = note.strip()
    leave.state = LeaveState.REFUSED if not agrees else LeaveState.APPROVED if ends else LeaveState.ENDORSED
    if ends:
        leave.decided_by, leave.decided_at = by, now
    leave.version += 1
    leave.save()
    if leave.state == LeaveState.APPROVED:
        _write_down(leave, by, now)
    if ends and leave.assistant.person is not None:
        outbox.tell("leave_answered", to=leave.assistant.person, about=leave, due=now)
    elif not ends:
        _tell("leave_endorsed", User.objects.filter(county=leave.county_id, role=Role.COUNTY_HEAD, is_active=True), leave, now)
    audit.record(by=by, verb="answer_leave", about=leave, at=now, state=leave.state, version=leave.version)
    return leave


@action
def withdraw_leave(*, leave: Leave, by: User, seen: int, now: datetime) -> Leave:
    """Take a request back; an approved one only before it begins, and its days leave the attendance."""
    leave = Leave.objects.locked(leave.pk, seen=seen)
    require(by, Power.DUTY_LOG, about=leave)
    if leave.state in WAITING:
        leave.state, leave.withdrawn_by, leave.withdrawn_at = LeaveState.WITHDRAWN, by, now
    elif leave.state == LeaveState.APPROVED and leave.first_day > clock.today(now):
        Attendance.objects.filter(leave=leave).delete()
        leave.state = LeaveState.CANCELLED
    else:
        raise Impossible("已经开始、已有结果或者已经撤回的请假不能撤回。")
    leave.version += 1
    leave.save()
    audit.record(by=by, verb="withdraw_leave", about=leave, at=now, state=leave.state)
    return leave


@action
def take_back_leave(*, leave: Leave, because: str, by: User, seen: int, now: datetime) -> Leave:
    """Take back what the office entered for somebody, before the bureau has decided. The person is told why.

    :raises Impossible: if the person asked for it, if it was decided or taken back, or without a reason.
    """
    leave = Leave.objects.select_related("assistant__person").locked(leave.pk, seen=seen)
    require(by, Power.DAILY_RECORD, about=leave)
    if not leave.entered_because:
        raise Impossible("本人申请的请假由本人撤回；不同意的，请写明理由退回。")
    if leave.state not in WAITING:
        raise Impossible(f"这份请假现在是“{leave.get_state_display()}”，不能撤回。")
    if not because.strip():
        raise Impossible("请写明为什么撤回。")
    leave.state, leave.withdrawn_by, leave.withdrawn_at = LeaveState.WITHDRAWN, by, now
    leave.withdrawn_because = because.strip()
    leave.version += 1
    leave.save()
    if leave.assistant.person is not None:
        outbox.tell("leave_taken_back", to=leave.assistant.person, about=leave, due=now)
    audit.record(by=by, verb="take_back_leave", about=leave, at=now, version=leave.version)
    return leave


@action
def set_daily_rules(
    *,
    county: County,
    office_days: int,
    deputy_days: int,
    training_hours: int,
    by: User,
    seen: int,
    now: datetime,
    fewest_breaches: int | None = None,
    commendations: int | None = None,
    commendation_days: int | None = None,
    commendation_amount: int | None = None,
) -> DailyRules:
    """Set who approves how much leave, how much training a year owes, how many breaches are 多次, and the numbers of 表彰.

    Requests asked before keep their way; what is None stays as it stands.
    """
    require(by, Power.LEAVE_APPROVE)
    if by.county_id != county.pk:
        raise Refused("只能规定本县（区）的天数。")
    rules, _ = DailyRules.objects.get_or_create(county=county, defaults={"version": 0})
    rules = DailyRules.objects.locked(rules.pk, seen=seen)
    rules.office_days, rules.deputy_days, rules.training_hours = office_days, deputy_days, training_hours
    others = {
        "fewest_breaches": fewest_breaches,
        "commendations": commendations,
        "commendation_days": commendation_days,
        "commendation_amount": commendation_amount,
    }
    for name, number in others.items():
        if number is not None:
            setattr(rules, name, number)
    rules.version += 1
    rules.save()
    details = {name: getattr(rules, name) for name in ("office_days", "deputy_days", "training_hours", *others)}
    audit.record(by=by, verb="set_daily_rules", about=rules, at=now, **details)
    return rules


@action
def note_earlier_work(*, assistant: Assistant, worked_since: date, by: User, now: datetime) -> EarlierWork:
    """Write down since when somebody has worked, from the file."""
    require(by, Power.ROSTER_EDIT, about=assistant)
    if worked_since > clock.today(now):
        raise Impossible("参加工作时间不能晚于今天。")
    row, _ = EarlierWork.objects.update_or_create(
        assistant=assistant, defaults={"worked_since": worked_since, "entered_by": by, "entered_at": now}
    )
    audit.record(by=by, verb="note_earlier_work", about=row, at=now)
    return row


def _begin(leave: Leave, reason: str) -> Leave:
    """Complete what was asked for: office, length, and whose word ends it."""
    assistant, kind, first_day, last_day = leave.assistant, leave.kind, leave.first_day, leave.last_day
    from_noon, to_noon = leave.from_noon, leave.to_noon
    Assistant.objects.locked(assistant.pk)
    if kind not in LEAVES:
        raise Impossible("请选择假别。")
    if last_day < first_day:
        raise Impossible("请假的结束日期不能早于开始日期。")
    if (last_day - first_day).days >= LONGEST:
        raise Impossible("一次请假不能超过一年，请分次申请。")
    office = office_on(assistant, first_day)
    if office is None:
        raise Impossible("这一天不在司法所任职，不用请假。")
    if not reason.strip():
        raise Impossible("请写明事由。")
    if kind == ANNUAL and first_day.year != last_day.year:
        raise Impossible("年休假按年度计算，跨年度的请分两次申请。")
    if KINDS[kind].counts_all_days and (from_noon or to_noon):
        raise Impossible("产假按自然日计算，不分上午、下午。")
    if first_day == last_day and from_noon and to_noon:
        raise Impossible("同一天从下午起、到上午止，没有时间可请；请半天的，只改其中一项。")
    half_days = _half_days(kind, first_day, last_day, from_noon=from_noon, to_noon=to_noon)
    if half_days == 0:
        raise Impossible("这几天没有工作日，不用请假。")
    if kind == ANNUAL:
        _enough(assistant, first_day, half_days)
    rules = rules_of(assistant.county)
    leave.office, leave.half_days, leave.reason = office, half_days, reason.strip()
    leave.approver = approver(half_days, office_days=rules.office_days, deputy_days=rules.deputy_days)
    return leave


def _half_days(kind: str, first_day: date, last_day: date, *, from_noon: bool, to_noon: bool) -> int:
    try:
        return leave_half_days(kind, first_day, last_day, working_days(), from_noon=from_noon, to_noon=to_noon)
    except NoCalendar as fault:
        raise Impossible(str(fault)) from fault


def _enough(assistant: Assistant, first_day: date, half_days: int) -> None:
    balance = annual_balance(assistant, on=first_day)
    if half_days > balance.half_days_left:
        told = f"{first_day.year}年年休假共 {balance.entitled} 天，已用和待批 {balance.taken} 天，还剩 {balance.left} 天"
        raise Impossible(f"{told}，这次要 {in_days(half_days)} 天。")


def _write_down(leave: Leave, by: User, now: datetime) -> None:
    """The days of an approved leave in the attendance; what stood there gives way, the other half of a halved day stays."""
    worked = working_days()
    everyday = KINDS[leave.kind].counts_all_days
    rows = []
    for posting in postings_within(leave.assistant, leave.first_day, leave.last_day):
        day = max(posting.first_day, leave.first_day)
        while day <= min(posting.last_day or leave.last_day, leave.last_day):
            if everyday or worked(day):
                rows.append(
                    Attendance(
                        assistant=leave.assistant,
                        office=posting.office,
                        day=day,
                        part=_part(leave, day),
                        kind=leave.kind,
                        leave=leave,
                        entered_by=by,
                        entered_at=now,
                    )
                )
            day += timedelta(days=1)
    rows += _make_way(leave.assistant, {row.day: Part(row.part) for row in rows})
    Attendance.objects.bulk_create(rows)


def _part(leave: Leave, day: date) -> Part:
    """How much of one of its days a leave takes."""
    if day == leave.first_day and leave.from_noon:
        return Part.AFTERNOON
    return Part.MORNING if day == leave.last_day and leave.to_noon else Part.WHOLE


def _make_way(assistant: Assistant, taken: dict[date, Part]) -> list[Attendance]:
    """Take off what stands on the parts taken; returns the other halves of whole days, to be written again."""
    other = {Part.MORNING: Part.AFTERNOON, Part.AFTERNOON: Part.MORNING}
    kept = []
    for row in Attendance.objects.filter(assistant=assistant, day__in=taken, leave=None):
        part = taken[row.day]
        if part != Part.WHOLE and row.part == other[part]:
            continue
        row.delete()
        if part != Part.WHOLE and row.part == Part.WHOLE:
            row.pk, row.part = None, other[part]
            kept.append(row)
    return kept


def _tell(letter: str, people: Iterable[User], leave: Leave, now: datetime) -> None:
    outbox.tell_each(letter, [(person, leave, {}) for person in people], due=now)
