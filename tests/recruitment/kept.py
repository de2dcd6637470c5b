"""What is long in the making, made once for a module and rolled back after it; and its pages at an instant."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from bureaus import clock
from bureaus.models import User
from recruitment.models import Round
from tests.recruitment.factories import fresh


def once(make: Callable[..., Model], **words: Any):
    """A fixture: the key of what `make` made before the module's first test that asks for it.

    Each test works within a savepoint, so what it changes is gone for the next.
    """

    @pytest.fixture(scope="module")
    def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
        with django_db_blocker.unblock(), transaction.atomic():
            yield make(**words).pk
            transaction.set_rollback(True)

    return made


def again(pk: int) -> Round:
    return fresh(Round(pk=pk))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def get(user: User, name: str, *args: object, now: datetime):
    with clock.standing_at(now):
        return signed_in(user).get(reverse(f"recruitment:{name}", args=args))


def send(user: User, page: str, /, *args: object, now: datetime, **data: Any):
    """Post to a page and follow where it leads."""
    with clock.standing_at(now):
        return signed_in(user).post(reverse(f"recruitment:{page}", args=args), data, follow=True)
