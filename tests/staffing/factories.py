"""Plain factories for staffing and what stands on it: a county with offices and people, and its plan at each step of the way."""

from datetime import UTC, datetime
from itertools import count

from bureaus import clock
from bureaus.models import County, JudicialOffice, User
from policy.powers import Role
from staffing import actions
from staffing.models import PlanLine, QuotaPlan

NOW = datetime(2024, 3, 4, 2, 0, tzinfo=UTC).astimezone(clock.BEIJING)
_next = count(1)


def make_county(name: str = "", *, offices: int = 2) -> County:
    number = next(_next)
    name = name or f"第{number}县"
    county = County.objects.create(
        code=f"{140000 + number}", name=name, justice_bureau=f"{name}司法局", hr_bureau=f"{name}人力资源和社会保障局"
    )
    for _ in range(offices):
        make_office(county)
    return county


def make_office(county: County, name: str = "") -> JudicialOffice:
    number = next(_next)
    return JudicialOffice.objects.create(
        county=county, name=name or f"第{number}司法所", town=f"第{number}镇", code=f"{140300000 + number}"
    )


def make_user(role: Role, county: County | None = None, *, office: JudicialOffice | None = None, name: str = "") -> User:
    number = next(_next)
    user = User(username=f"{role}-{number}", name=name or f"{role.title}{number}", role=role, county=county, office=office, date_joined=NOW)
    user.set_unusable_password()
    user.save()
    return user


def staff(county: County, role: Role) -> User:
    """The county's first account of a role, opened when there is none."""
    return User.objects.filter(county=county, role=role).order_by("pk").first() or make_user(role, county)


def city() -> User:
    return User.objects.filter(role=Role.CITY).order_by("pk").first() or make_user(Role.CITY)


def make_plan(county: County | None = None, *, year: int = 2024) -> QuotaPlan:
    """A plan just begun, every cell empty."""
    county = county or make_county()
    return actions.begin_plan(county=county, year=year, by=staff(county, Role.COUNTY_CLERK), now=NOW)


def fill_in(plan: QuotaPlan, *, by: User | None = None, **numbers: int | None) -> QuotaPlan:
    """Enter the same numbers on every line; by default 2 posts and 2 assistants, just the average."""
    row = {"established_posts": 2, "in_post": 1, "serving_assistants": 0, "planned_internal": 1, "planned_public": 1} | numbers
    by = by or staff(plan.county, Role.COUNTY_CLERK)
    return actions.save_lines(plan=plan, numbers={line.pk: row for line in plan.lines.all()}, by=by, seen=plan.version, now=NOW)


def make_countersigned_plan(county: County | None = None, **numbers: int) -> QuotaPlan:
    plan = fill_in(make_plan(county), **numbers)
    return actions.countersign_plan(plan=plan, by=staff(plan.county, Role.COUNTY_HR), seen=plan.version, now=NOW)


def make_submitted_plan(county: County | None = None, **numbers: int) -> QuotaPlan:
    plan = make_countersigned_plan(county, **numbers)
    return actions.submit_plan(plan=plan, by=staff(plan.county, Role.COUNTY_HEAD), seen=plan.version, now=NOW)


def make_filed_plan(county: County | None = None, **numbers: int) -> QuotaPlan:
    """A filed plan, gone the whole way by the actions: by default one internal and one public place an office."""
    plan = make_submitted_plan(county, **numbers)
    number = actions.suggested_filing_number(plan, now=NOW)
    return actions.file_plan(plan=plan, filing_number=number, by=city(), now=NOW)


def make_line(**numbers: int) -> PlanLine:
    """A line of a filed plan of one office."""
    return make_filed_plan(make_county(offices=1), **{"established_posts": 4, **numbers}).lines.get()
