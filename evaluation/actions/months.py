"""Verbs on an office's month: attendance filled in, the month confirmed by the head of the office, opened again by the county."""

from collections.abc import Mapping
from datetime import date, datetime

from bureaus import audit, clock, outbox
from bureaus.access import Refused, require
from bureaus.acts import Impossible, action
from bureaus.models import JudicialOffice, User
from evaluation.grids import MonthGrid
from evaluation.models import Attendance, Month
from evaluation.service import last_of
from policy.attendance import ABSENT, PRESENT
from policy.powers import Power

Marks = Mapping[tuple[int, date], str]
"""By assistant and day: a kind's key, blank where nothing is known."""


@action
def record_attendance(*, office: JudicialOffice, month: date, marks: Marks, by: User, seen: int, now: datetime) -> int:
    """Write what differs of the month's grid; returns how many days were changed. Days and halves on leave follow the leave and stay.

    :raises Impossible: for a person not of the office, a day of leave, or a mark that only a leave can write.
    """
    row = _month(office, month, by, Power.DAILY_RECORD, seen)
    grid = MonthGrid(office, month)
    changed, dropped = [], []
    for (person, day), kind in marks.items():
        cell = grid.cell(person, day)
        if cell is None:
            raise Impossible("考勤表里有人这一天不在本所任职，没有保存。请刷新页面再填。")
        if kind == cell.kind:
            continue
        if cell.on_leave:
            raise Impossible(f"{grid.name_of(person)} {day:%-m月%-d日}是批准的请假，不在考勤表里改。")
        if kind not in ("", PRESENT, ABSENT):
            raise Impossible("请假的考勤由批准的请假写入；在考勤表里只填“出”或“旷”。")
        dropped.append((person, day))
        if kind:
            changed.append(
                Attendance(assistant_id=person, office=office, day=day, part=cell.free, kind=kind, entered_by=by, entered_at=now)
            )
    for person, day in dropped:
        Attendance.objects.filter(assistant_id=person, day=day, leave=None).delete()
    Attendance.objects.bulk_create(changed)
    row.version += 1
    row.save(update_fields=["version"])
    audit.record(by=by, verb="record_attendance", about=row, at=now, days=len(dropped), version=row.version)
    return len(dropped)


@action
def confirm_month(*, office: JudicialOffice, month: date, by: User, seen: int, now: datetime) -> Month:
    """Freeze the month's log and attendance.

    :raises Impossible: with everything that is still open.
    """
    row = _month(office, month, by, Power.DAILY_RECORD, seen)
    if row.confirmed_at is not None:
        raise Impossible("这个月已经确认过，没有重复确认。")
    if clock.today(now) < last_of(month):
        raise Impossible("这个月还没有结束，到最后一天才能确认。")
    if blockers := MonthGrid(office, month).blockers():
        raise Impossible("".join(blockers))
    row.confirmed_by, row.confirmed_at = by, now
    row.version += 1
    row.save()
    audit.record(by=by, verb="confirm_month", about=row, at=now, version=row.version)
    return row


@action
def reopen_month(*, office: JudicialOffice, month: date, reason: str, by: User, seen: int, now: datetime) -> Month:
    """The county opens a confirmed month again, for a reason that stays."""
    row = _month(office, month, by, Power.MONTH_REOPEN, seen)
    if row.confirmed_at is None:
        raise Impossible("这个月还没有确认，不用重新开放。")
    if not reason.strip():
        raise Impossible("请写明重新开放的理由。")
    row.confirmed_by = row.confirmed_at = None
    row.reopened_by, row.reopened_at, row.reopen_reason = by, now, reason.strip()
    row.version += 1
    row.save()
    heads = User.objects.filter(office=office, is_active=True)
    outbox.tell_each("month_reopened", [(head, row, {}) for head in heads], due=now, occasion=str(row.version))
    audit.record(by=by, verb="reopen_month", about=row, at=now, version=row.version)
    return row


def _month(office: JudicialOffice, month: date, by: User, power: Power, seen: int) -> Month:
    """The month's row under lock, begun when there is none."""
    require(by, power, about=office)
    if month.day != 1:
        raise Refused("没有这个月份。")
    row, _ = Month.objects.get_or_create(office=office, first_day=month, defaults={"version": 0})
    return Month.objects.select_related("office").locked(row.pk, seen=seen)
