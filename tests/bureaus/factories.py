"""Plain factories for people, and for somebody signed in."""

from datetime import timedelta
from itertools import count

from django.test import Client
from django.urls import reverse

from bureaus import actions, clock
from bureaus.models import County, JudicialOffice, User
from policy.powers import Role
from tests.staffing.factories import NOW, make_county, make_office

PASSWORD = "纸上得来终觉浅 4829"
_next = count(1)


def make_person(role: Role, county: County | None = None, *, office: JudicialOffice | None = None, **fields: object) -> User:
    """An account with a password, opened by the action. County staff get a county of their own unless one is given."""
    number = next(_next)
    if role in (Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.COUNTY_HR, Role.OFFICE) and county is None:
        county = make_county()
    if role is Role.OFFICE and office is None:
        office = make_office(county)
    words = {"username": f"person-{number}", "name": f"王某{number}", "password": PASSWORD, "now": NOW} | fields
    return actions.open_account(role=role, county=county, office=office, **words)


def make_phone() -> str:
    return f"139{next(_next):08}"


def make_applicant(**fields: object) -> User:
    return make_person(Role.APPLICANT, **({"phone": make_phone(), "phone_verified": True} | fields))


def sign_in(client: Client, login: str, password: str = PASSWORD, *, follow: bool = False):
    """Through the sign-in page."""
    return client.post(reverse("account_login"), {"login": login, "password": password}, follow=follow)


def signed_in(user: User) -> Client:
    """A browser of its own in which this person has signed in."""
    client = Client()
    answer = sign_in(client, user.username)
    assert answer.status_code == 302, answer.content.decode()
    return client


def later(**passed: float):
    """The clock, some time after the tests' day."""
    return clock.standing_at(NOW + timedelta(**passed))
