"""Verbs on counties, 司法所 and the working-day calendar."""

from collections.abc import Iterable
from datetime import date, datetime

from bureaus import audit
from bureaus.access import require
from bureaus.acts import action
from bureaus.models import CalendarDay, CalendarYear, County, JudicialOffice, User
from policy.powers import Power


@action
def enter_county(*, county: County, by: User | None, now: datetime) -> County:
    """Save a new or changed county."""
    if by is not None:
        require(by, Power.COUNTIES_MANAGE)
    county.full_clean()
    county.save()
    audit.record(by=by, verb="enter_county", about=county, at=now, code=county.code)
    return county


@action
def enter_office(*, office: JudicialOffice, by: User | None, now: datetime) -> JudicialOffice:
    """Save a new or changed 司法所; one that is closed keeps its row and its history."""
    if by is not None:
        require(by, Power.COUNTIES_MANAGE)
    office.full_clean()
    office.save()
    audit.record(by=by, verb="enter_office", about=office, at=now, code=office.code)
    return office


@action
def import_calendar(*, year: int, source: str, days: Iterable[tuple[date, bool, str]], by: User | None, now: datetime) -> CalendarYear:
    """Set a year's public holidays and working weekends; replaces what was there. `days` are (day, is_working, name)."""
    if by is not None:
        require(by, Power.COUNTIES_MANAGE)
    calendar, _ = CalendarYear.objects.update_or_create(year=year, defaults={"source": source})
    calendar.days.all().delete()
    CalendarDay.objects.bulk_create(CalendarDay(day=day, year=calendar, is_working=working, name=name) for day, working, name in days)
    audit.record(by=by, verb="import_calendar", about=calendar, at=now, source=source)
    return calendar
