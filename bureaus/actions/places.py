"""Verbs on counties, 司法所 and the working-day calendar."""

from collections.abc import Iterable
from datetime import date, datetime

from bureaus import audit, clock
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import CalendarDay, CalendarYear, County, JudicialOffice, OfficeChange, User
from bureaus.ties import tied
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
def enter_office(*, office: JudicialOffice, by: User | None, now: datetime, basis: str = "") -> JudicialOffice:
    """Save a new or changed 司法所. One with the day of its opening begins its history; renaming and closing have verbs of their own."""
    if by is not None:
        require(by, Power.COUNTIES_MANAGE)
    is_new = office.pk is None
    office.full_clean()
    office.save()
    if is_new and by is not None and office.opened_on is not None:
        OfficeChange.objects.create(office=office, kind=OfficeChange.Kind.OPENED, day=office.opened_on, basis=basis.strip(), by=by, at=now)
    audit.record(by=by, verb="enter_office", about=office, at=now, code=office.code)
    return office


@action
def rename_office(*, office: JudicialOffice, name: str, day: date, by: User, now: datetime, basis: str = "") -> JudicialOffice:
    """Give an office another name from a day on. What was written before keeps the old one."""
    require(by, Power.COUNTIES_MANAGE, about=office)
    office = _changing(office, day, now)
    name = name.strip()
    if not name or name == office.name:
        raise Impossible("请填写与现在不同的新名称。")
    old, office.name = office.name, name
    office.full_clean()
    office.save()
    OfficeChange.objects.create(
        office=office, kind=OfficeChange.Kind.RENAMED, day=day, old_name=old, new_name=name, basis=basis.strip(), by=by, at=now
    )
    audit.record(by=by, verb="rename_office", about=office, at=now, day=day)
    return office


@action
def close_office(
    *, office: JudicialOffice, day: date, by: User, now: datetime, into: JudicialOffice | None = None, basis: str = ""
) -> JudicialOffice:
    """Close an office, or merge it into another of its county. `day` is the first on which it stands no more; its history stays.

    :raises Impossible: while somebody serves there or places are reserved there, saying what must be moved first.
    """
    require(by, Power.COUNTIES_MANAGE, about=office)
    office = _changing(office, day, now)
    if into is not None:
        into = JudicialOffice.objects.locked(into.pk)
        if into.pk == office.pk or into.county_id != office.county_id or not into.stood(day):
            raise Impossible("只能并入本县（区）另一个没有撤销的司法所。")
    if still_there := tied(office, day):
        raise Impossible(f"{office}还不能撤销：{'；'.join(still_there)}。")
    office.closed_on = day
    office.merged_into = into
    office.save()
    kind = OfficeChange.Kind.CLOSED if into is None else OfficeChange.Kind.MERGED
    OfficeChange.objects.create(office=office, kind=kind, day=day, into=into, basis=basis.strip(), by=by, at=now)
    audit.record(by=by, verb="close_office", about=office, at=now, day=day, into=into and into.pk)
    return office


def _changing(office: JudicialOffice, day: date, now: datetime) -> JudicialOffice:
    """The office under its lock, standing, with no later change: its history is written in the order in which it happened."""
    office = JudicialOffice.objects.locked(office.pk)
    if office.closed_on is not None:
        raise Impossible(f"{office}已经撤销，不能再变动。")
    if day > clock.today(now):
        raise Impossible("生效日期不能晚于今天，请在生效当天或之后登记。")
    if (office.opened_on is not None and day < office.opened_on) or office.changes.filter(day__gt=day).exists():
        raise Impossible("生效日期不能早于这个司法所的设立或上一次变动，请核对日期。")
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
