"""Verbs on accounts, counties, offices and the calendar."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from bureaus import audit
from bureaus.access import require
from bureaus.acts import action
from bureaus.models import CalendarDay, CalendarYear, County, JudicialOffice, User
from bureaus.models.who import phone_hash
from policy.powers import Power, Role


@action
def open_account(
    *,
    username: str,
    name: str,
    role: Role,
    password: str,
    now: datetime,
    by: User | None = None,
    county: County | None = None,
    office: JudicialOffice | None = None,
    phone: str = "",
    is_demo: bool = False,
    must_change_password: bool = False,
) -> User:
    """Open an account. Staff get theirs from the operator (`by`); applicants open their own (`by` None)."""
    if by is not None:
        require(by, Power.COUNTIES_MANAGE)
    user = User(
        username=username,
        name=name,
        role=role,
        county=county,
        office=office,
        phone=phone,
        phone_hash=phone_hash(phone) if phone else None,
        is_demo=is_demo,
        must_change_password=must_change_password,
        date_joined=now,
    )
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    audit.record(by=by or user, verb="open_account", about=user, at=now, role=role)
    return user


@action
def change_account(*, user: User, by: User, now: datetime, **changes: Any) -> User:
    """Change an account's name, role, county, office or whether it is in use; takes effect at the person's next request."""
    require(by, Power.COUNTIES_MANAGE)
    user = User.objects.locked(user.pk)
    for field, value in changes.items():
        setattr(user, field, value)
    user.full_clean(exclude=["password"])
    user.save()
    audit.record(by=by, verb="change_account", about=user, at=now, fields=sorted(changes))
    return user


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
