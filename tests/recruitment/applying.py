"""A browser in front of an applicant's own pages."""

from uuid import uuid4

from django.conf import settings
from django.test import Client
from django.urls import reverse

from bureaus import clock
from tests.recruitment.factories import OPEN


def client_of(user) -> Client:
    """A browser in which this person has signed in, at the time the registration is open."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def get(application, name: str, *args, now=OPEN, client=None):
    with clock.standing_at(now):
        return (client or client_of(application.applicant)).get(reverse(f"recruitment:{name}", args=[application.pk, *args]))


def send(application, name: str, data, *args, now=OPEN, client=None):
    with clock.standing_at(now):
        return (client or client_of(application.applicant)).post(reverse(f"recruitment:{name}", args=[application.pk, *args]), data)


def words(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def submitting(application, **changed):
    return {"nonce": str(uuid4()), "seen": application.version} | changed
