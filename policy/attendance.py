"""Days present, days of leave and days away without leave: what there is, who approves how much, how much annual leave one has."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from policy.calendar import months_after
from policy.citation import Clause, Source, carries

LEAVE_WORDS = Clause("四(三).待遇", "司法协理员的社保、休假等相关待遇，执行国家和省有关规定")
ANNUAL_WORDS = Clause(
    "第三条",
    "职工累计工作已满1年不满10年的，年休假5天；已满10年不满20年的，年休假10天；已满20年的，年休假15天。",
    Source.ANNUAL_LEAVE_REGULATION,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """How somebody spent a day. `mark` is its one character in the month's grid; a leave counts working days or all days."""

    key: str
    title: str
    mark: str
    is_leave: bool = True
    counts_all_days: bool = False


PRESENT, ABSENT, ANNUAL = "present", "absent", "annual"

KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind(PRESENT, "出勤", "出", is_leave=False),
        Kind(ANNUAL, "年休假", "年"),
        Kind("personal", "事假", "事"),
        Kind("sick", "病假", "病"),
        Kind("marriage", "婚假", "婚"),
        Kind("maternity", "产假", "产", counts_all_days=True),
        Kind("paternity", "陪产假", "陪"),
        Kind("childcare", "育儿假", "育"),
        Kind("bereavement", "丧假", "丧"),
        Kind("injury", "工伤假", "伤"),
        Kind("official", "公假", "公"),
        Kind(ABSENT, "旷工", "旷", is_leave=False),
    )
}
LEAVES = {key: kind for key, kind in KINDS.items() if kind.is_leave}
BY_MARK = {kind.mark: kind for kind in KINDS.values()}


class Approver(StrEnum):
    """Whose word ends a request; every request goes through the head of the office first."""

    OFFICE = "office"
    DEPUTY = "deputy"
    CHIEF = "chief"

    @property
    def title(self) -> str:  # type: ignore[override]
        """What a reader calls them."""
        return {"office": "司法所所长", "deputy": "县（区）司法局分管负责人", "chief": "县（区）司法局局长"}[self.value]


@dataclass(frozen=True, slots=True)
class Bounds:
    """A county's number: what is suggested, and between what it may lie. The document gives none."""

    title: str
    suggested: int
    least: int
    most: int


OFFICE_DAYS = Bounds("所长批准的天数", 1, 0, 3)
DEPUTY_DAYS = Bounds("分管负责人批准的天数", 3, 1, 10)
TRAINING_HOURS = Bounds("每年培训学时", 40, 0, 200)


@carries("四(四).日常", "司法所具体负责司法协理员日常管理工作")
def approver(half_days: int, *, office_days: int, deputy_days: int) -> Approver:
    """Return whose approval a leave of so many half days needs."""
    if half_days <= 2 * office_days:
        return Approver.OFFICE
    return Approver.DEPUTY if half_days <= 2 * deputy_days else Approver.CHIEF


def in_days(half_days: int) -> Decimal:
    """Half days as days, to be read: 3 are 1.5."""
    return Decimal(half_days) / 2


@carries("第三条", "国家法定休假日、休息日不计入年休假的假期。", Source.ANNUAL_LEAVE_REGULATION)
def leave_half_days(
    kind: str, first: date, last: date, is_working_day: Callable[[date], bool], *, from_noon: bool = False, to_noon: bool = False
) -> int:
    """Return how many half days a leave takes, both ends counted: of working days, of maternity leave of all days.

    `from_noon`: the first day from the afternoon on; `to_noon`: the last day until noon. Half a day of rest counts nothing.

    :raises policy.calendar.NoCalendar: if it reaches a year without a calendar.
    """
    days = [first + timedelta(days=passed) for passed in range((last - first).days + 1)]
    if KINDS[kind].counts_all_days:
        return 2 * len(days)
    return 2 * sum(is_working_day(day) for day in days) - (from_noon and is_working_day(first)) - (to_noon and is_working_day(last))


def last_half(back_on: date, *, at_noon: bool) -> tuple[date, bool]:
    """Return the last day of a leave that ends before somebody is back, and whether it ends there at noon."""
    return (back_on, True) if at_noon else (back_on - timedelta(days=1), False)


@carries("第三条", ANNUAL_WORDS.quote, Source.ANNUAL_LEAVE_REGULATION)
def annual_days(worked_since: date, on: date) -> int:
    """Return the year's annual leave of somebody who has worked since a day, wherever: 0, 5, 10 or 15 days."""
    for years, days in ((20, 15), (10, 10), (1, 5)):
        if months_after(worked_since, 12 * years) <= on:
            return days
    return 0
