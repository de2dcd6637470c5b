"""What a new installation needs before anybody can work: the counties, their 司法所, the working days, the pilot programme, an operator."""

import secrets
from datetime import datetime

from bureaus import actions
from bureaus.acts import action
from bureaus.holidays import known_days
from bureaus.models import CalendarYear, County, JudicialOffice, User
from bureaus.places import places
from policy.powers import Role
from staffing.actions import found_programme

PASSWORD_BYTES = 12


@action
def found(*, username: str, name: str, now: datetime) -> str:
    """Enter places and calendars and open the operator's account; returns its first password, which must be changed."""
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    operator = actions.open_account(username=username, name=name, role=Role.OPERATOR, password=password, must_change_password=True, now=now)
    enter_places(by=operator, now=now)
    enter_calendars(range(now.year - 1, now.year + 1), by=operator, now=now)
    found_programme(by=None, now=now)
    return password


def enter_places(*, by: User, now: datetime) -> None:
    """Enter the five counties and their 司法所; names and telephones can be changed in the admin."""
    counties: dict[str, County] = {}
    for place in places():
        if place.county_code not in counties:
            county = County(
                code=place.county_code,
                name=place.county,
                justice_bureau=f"{place.county}司法局",
                hr_bureau=f"{place.county}人力资源和社会保障局",
            )
            counties[place.county_code] = actions.enter_county(county=county, by=by, now=now)
        office = JudicialOffice(county=counties[place.county_code], name=place.office, town=place.town, code=place.town_code)
        actions.enter_office(office=office, by=by, now=now)


def enter_calendars(years: range, *, by: User, now: datetime) -> None:
    """Import the public holidays of these years as far as the calendar package knows them."""
    for year in years:
        if not CalendarYear.objects.filter(pk=year).exists():
            actions.import_calendar(year=year, source="国务院办公厅放假安排", days=known_days(year), by=by, now=now)
