"""When things fall due: instants, whole days, working days over a given calendar, calendar months."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from policy.citation import Clause, Source, carries

YANGQUAN = ZoneInfo("Asia/Shanghai")

IsWorkingDay = Callable[[date], bool]
"""Says whether a day is worked, or raises NoCalendar for a year nobody has imported yet."""


class NoCalendar(LookupError):
    """The working days of a year are not known. Such a period may be planned, but not published."""

    def __init__(self, year: int) -> None:
        super().__init__(f"还没有 {year} 年的工作日历，日期只能暂定；请系统管理员导入 {year} 年的放假安排后再发布。")
        self.year = year


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that falls due: shown on desks, reminded of, and said to be late; never a reason to refuse the cure.

    `due` is an instant that is itself already too late, or a day of which all 24 hours still count. `owed_by` is a role's value.
    `clause` is None where the round or the county set the day.
    """

    key: str
    title: str
    due: datetime | date
    owed_by: str
    clause: Clause | None = None

    @property
    def closes_at(self) -> datetime:
        """The first instant at which it is late."""
        return self.due if isinstance(self.due, datetime) else end_of(self.due)

    def is_late(self, now: datetime) -> bool:
        return now >= self.closes_at

    def days_left(self, today: date) -> int:
        """Return the days from today to the last day it is in time: 0 on that day itself, negative when late."""
        last_moment = (self.closes_at - timedelta(microseconds=1)).astimezone(YANGQUAN)
        return (last_moment.date() - today).days


def end_of(day: date) -> datetime:
    """Return the instant a day is over in Yangquan, 24:00, which is no longer part of it."""
    return datetime.combine(day + timedelta(days=1), time(), YANGQUAN)


def last_day(first: date, working_days: int, is_working_day: IsWorkingDay) -> date:
    """Return the last of so many working days, `first` counted when it is one.

    :raises NoCalendar: if the period reaches a year without a calendar.
    """
    if working_days < 1:
        raise ValueError("a period has at least one working day")
    day = _next_working_day(first, is_working_day)
    for _ in range(working_days - 1):
        day = _next_working_day(day + timedelta(days=1), is_working_day)
    return day


@carries("第二百零一条", "按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算。", Source.CIVIL_CODE)
def first_day_after(posted: date, is_working_day: IsWorkingDay) -> date:
    """Return the first day of a 公示: the first working day after the one it was posted on.

    :raises NoCalendar: as `last_day`.
    """
    return _next_working_day(posted + timedelta(days=1), is_working_day)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both printed on the notice; it runs until 24:00 of the last."""

    first: date
    last: date

    def is_over(self, now: datetime) -> bool:
        return now >= end_of(self.last)


def publicity_period(posted: date, working_days: int, is_working_day: IsWorkingDay) -> Period:
    """Return the days of a 公示 posted on a day, however late that day.

    :raises NoCalendar: as `last_day`.
    """
    first = first_day_after(posted, is_working_day)
    return Period(first, last_day(first, working_days, is_working_day))


@carries("第二百零二条", "按照年、月计算期间的，到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日。", Source.CIVIL_CODE)
def months_after(day: date, months: int) -> date:
    """Return the corresponding day so many months later, or that month's last day where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _next_working_day(day: date, is_working_day: IsWorkingDay) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
