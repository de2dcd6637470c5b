"""Working days: the calendar as `policy` asks for it."""

from collections.abc import Callable
from datetime import date

from bureaus.models import CalendarDay, CalendarYear
from policy.calendar import NoCalendar

SATURDAY = 5


def working_days() -> Callable[[date], bool]:
    """A question `is_working_day(day)` that reads each year once.

    The question raises `policy.calendar.NoCalendar` for a year nobody has imported.
    """
    known: dict[int, dict[date, bool]] = {}

    def is_working_day(day: date) -> bool:
        if day.year not in known:
            if not CalendarYear.objects.filter(pk=day.year).exists():
                raise NoCalendar(day.year)
            known[day.year] = dict(CalendarDay.objects.filter(year_id=day.year).values_list("day", "is_working"))
        return known[day.year].get(day, day.weekday() < SATURDAY)

    return is_working_day
