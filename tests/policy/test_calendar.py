"""Working days, months and deadlines, over the calendars of 2024 and 2025."""

from datetime import UTC, date, datetime, timedelta

import pytest

from policy.calendar import YANGQUAN, Deadline, NoCalendar, Period, end_of, first_day_after, last_day, months_after, publicity_period

HOLIDAYS = {
    2024: "0101 0210-0217 0404-0406 0501-0505 0610 0915-0917 1001-1007",
    2025: "0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008",
}
WORKED_WEEKENDS = {
    2024: "0204 0218 0407 0428 0511 0914 0929 1012",
    2025: "0126 0208 0427 0928 1011",
}


def days(year, spans):
    for span in spans.split():
        first, last = (date(year, int(day[:2]), int(day[2:])) for day in (span.split("-") * 2)[:2])
        while first <= last:
            yield first
            first += timedelta(days=1)


OFF = {day for year, spans in HOLIDAYS.items() for day in days(year, spans)}
WORKED = {day for year, spans in WORKED_WEEKENDS.items() for day in days(year, spans)}


def is_working_day(day):
    if day.year not in HOLIDAYS:
        raise NoCalendar(day.year)
    return day in WORKED or (day.weekday() < 5 and day not in OFF)


def test_the_calendars_of_these_tests_hold_the_known_number_of_days():
    for year, known in ((2024, 251), (2025, 248)):
        assert (
            sum(
                is_working_day(date(year, 1, 1) + timedelta(days=n))
                for n in range(366)
                if (date(year, 1, 1) + timedelta(days=n)).year == year
            )
            == known
        )


@pytest.mark.parametrize(
    ("first", "working_days", "last"),
    [
        (date(2024, 9, 30), 5, date(2024, 10, 11)),
        (date(2024, 9, 30), 7, date(2024, 10, 14)),
        (date(2025, 9, 26), 7, date(2025, 10, 11)),
        (date(2024, 10, 1), 1, date(2024, 10, 8)),
        (date(2024, 10, 12), 1, date(2024, 10, 12)),
    ],
)
def test_the_first_day_counts_when_it_is_a_working_day(first, working_days, last):
    assert last_day(first, working_days, is_working_day) == last


@pytest.mark.parametrize(("working_days", "last"), [(5, date(2024, 10, 12)), (7, date(2024, 10, 15))])
def test_a_publicity_posted_before_the_holiday_begins_after_it(working_days, last):
    assert first_day_after(date(2024, 9, 30), is_working_day) == date(2024, 10, 8)
    assert publicity_period(date(2024, 9, 30), working_days, is_working_day) == Period(date(2024, 10, 8), last)


def test_a_publicity_runs_until_midnight_of_its_last_day_in_yangquan():
    period = Period(date(2024, 10, 8), date(2024, 10, 15))
    assert not period.is_over(datetime(2024, 10, 15, 23, 59, 59, tzinfo=YANGQUAN))
    assert period.is_over(datetime(2024, 10, 15, 16, 0, tzinfo=UTC))


def test_a_year_without_a_calendar_names_the_year_and_who_imports_it():
    with pytest.raises(NoCalendar) as refused:
        last_day(date(2025, 12, 29), 7, is_working_day)
    assert refused.value.year == 2026
    assert str(refused.value) == "还没有 2026 年的工作日历，日期只能暂定；请系统管理员导入 2026 年的放假安排后再发布。"


def test_a_period_has_at_least_one_day():
    with pytest.raises(ValueError, match="at least one working day"):
        last_day(date(2024, 9, 30), 0, is_working_day)


@pytest.mark.parametrize(
    ("day", "months", "corresponding"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 5, 20), 1, date(2024, 6, 20)),
        (date(2024, 12, 1), 1, date(2025, 1, 1)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
    ],
)
def test_a_month_ends_on_the_corresponding_day_or_the_months_last(day, months, corresponding):
    assert months_after(day, months) == corresponding


def test_a_deadline_that_is_a_day_leaves_all_of_that_day():
    deadline = Deadline("work_plan", "上报工作方案", date(2024, 3, 15), "county_clerk")
    assert deadline.closes_at == end_of(date(2024, 3, 15)) == datetime(2024, 3, 16, tzinfo=YANGQUAN)
    assert not deadline.is_late(datetime(2024, 3, 15, 23, 59, tzinfo=YANGQUAN))
    assert deadline.is_late(datetime(2024, 3, 16, tzinfo=YANGQUAN))
    assert [deadline.days_left(day) for day in (date(2024, 3, 14), date(2024, 3, 15), date(2024, 3, 16))] == [1, 0, -1]


def test_a_deadline_that_is_an_instant_is_late_at_that_instant():
    closing = datetime(2024, 3, 20, 17, 0, tzinfo=YANGQUAN)
    deadline = Deadline("registration_closes", "报名截止", closing, "county_clerk")
    assert not deadline.is_late(closing - timedelta(microseconds=1))
    assert deadline.is_late(closing)
    assert deadline.days_left(date(2024, 3, 20)) == 0
