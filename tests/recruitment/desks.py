"""A member of staff at the desk: signed in, at an instant of the tests' own."""

from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from bureaus import clock
from bureaus.models import County, User
from policy.powers import Role
from tests.recruitment.factories import DRAWN_UP
from tests.staffing.factories import staff


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def desk_of(county: County, role: Role = Role.COUNTY_CLERK) -> Client:
    """The desk of the county's first account of a role."""
    return signed_in(staff(county, role))


def get(client: Client, path: str, now: datetime = DRAWN_UP) -> HttpResponse:
    with clock.standing_at(now):
        return client.get(path)


def post(client: Client, path: str, data: dict | None = None, now: datetime = DRAWN_UP) -> HttpResponse:
    """What the page answers in the end, redirects followed."""
    with clock.standing_at(now):
        return client.post(path, data or {}, follow=True)


def text(answer: HttpResponse) -> str:
    return answer.content.decode()
