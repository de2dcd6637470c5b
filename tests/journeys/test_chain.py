"""From an empty plan to a signed contract, through the pages, everybody signing in as themselves."""

from datetime import datetime

import pytest

from bureaus.clock import BEIJING
from tests.journeys.actors import PASSWORD, Person, shift_clock

COUNTY = "盂县"
OFFICE = "秀水司法所"


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=BEIJING)


CAST = """
from yangquan_portal.founding import enter_calendars
from yangquan_portal.story.staff import engage
from bureaus import clock
now = clock.now()
cast = engage(password={password!r}, now=now)
enter_calendars(range(2025, 2027), by=cast.operator, now=now)
"""


@pytest.fixture
def portal(own_portal):
    """A portal at the beginning of March 2026, with counties, offices and accounts and nothing else."""
    shift_clock(own_portal, at(3, 2))
    own_portal.manage("shell", "--no-imports", "-c", CAST.format(password=PASSWORD))
    return own_portal


@pytest.fixture
def person(portal, new_page):
    """Open a window for somebody."""

    def open_window(login: str, *, width: int = 1280, password: str = PASSWORD) -> Person:
        return Person(portal, new_page(width=width, base_url=portal.url), login, password, width)

    return open_window


def test_a_county_goes_from_an_empty_plan_to_a_signed_contract(portal, person):
    clerk, second, head, hr, city = (person(name) for name in ("yx-jingban", "yx-fuhe", "yx-fuzeren", "yx-renshe", "city"))
    stranger = person("pd-jingban")

    plan_is_filed(clerk, head, hr, city, stranger)


def plan_is_filed(clerk, head, hr, city, stranger):
    """The clerk enters, 人社局 countersigns, the head submits, the city returns it once and then files it."""
    clerk.sign_in().look("plans-empty" if False else "desk-first-day")
    clerk.go("/staffing/").look("plans-empty")
    clerk.fill("年度", "2026").press("开始编制方案")
    plan = clerk.page.url
    print(plan, clerk.text()[:500])
