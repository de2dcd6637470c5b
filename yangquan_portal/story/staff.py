"""The people of the bureaus: the city's, the operator, and for each county everyone who acts."""

from dataclasses import dataclass
from datetime import datetime

from bureaus import actions
from bureaus.models import County, JudicialOffice, User
from policy.powers import Role
from yangquan_portal.founding import enter_places


@dataclass(frozen=True)
class Team:
    """Those who act for one county. `second` is the clerk who confirms what `clerk` enters."""

    county: County
    clerk: User
    second: User
    head: User
    hr: User
    office: User


@dataclass(frozen=True)
class Cast:
    """Everybody of the story."""

    operator: User
    city: User
    discipline: User
    teams: dict[str, Team]


LETTERS = {"城区": "cq", "矿区": "kq", "郊区": "jq", "平定县": "pd", "盂县": "yx"}


def engage(*, password: str | None, now: datetime) -> Cast:
    """Open the accounts of every role. Without a password nobody can sign in with them."""
    operator = _account("operator", "演示管理员", Role.OPERATOR, password, now)
    enter_places(by=operator, now=now)
    for county in County.objects.all():
        county.phone = county.complaint_phone = "0353-0000000（演示）"
        actions.enter_county(county=county, by=operator, now=now)
    city = _account("city", "演示市局", Role.CITY, password, now, by=operator)
    discipline = _account("jijian", "演示纪检", Role.DISCIPLINE, password, now, by=operator)
    return Cast(operator, city, discipline, {county.name: _team(county, operator, password, now) for county in County.objects.all()})


def _team(county: County, operator: User, password: str | None, now: datetime) -> Team:
    letters = LETTERS[county.name]

    def open_for(suffix: str, name: str, role: Role, office: JudicialOffice | None = None) -> User:
        return _account(f"{letters}-{suffix}", f"演示{name}", role, password, now, by=operator, county=county, office=office)

    first_office = county.offices.order_by("code").first()
    return Team(
        county=county,
        clerk=open_for("jingban", "经办甲", Role.COUNTY_CLERK),
        second=open_for("fuhe", "经办乙", Role.COUNTY_CLERK),
        head=open_for("fuzeren", "负责人", Role.COUNTY_HEAD),
        hr=open_for("renshe", "人社", Role.COUNTY_HR),
        office=open_for("sifasuo", "所长", Role.OFFICE, first_office),
    )


def _account(
    username: str,
    name: str,
    role: Role,
    password: str | None,
    now: datetime,
    *,
    by: User | None = None,
    county: County | None = None,
    office: JudicialOffice | None = None,
) -> User:
    return actions.open_account(
        username=username, name=name, role=role, password=password, now=now, by=by, county=county, office=office, is_demo=True
    )
