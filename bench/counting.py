"""How many SQL statements a page takes, asked of the application itself; and a signed-in cookie."""

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bureaus.models import User


def queries(path: str, *, user: User | None = None) -> int:
    """Statements of one request that finds nothing cached.

    :raises RuntimeError: if the page does not open.
    """
    client = Client()
    if user is not None:
        client.force_login(user)
    client.get(path)  # what only a process's first request asks
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    return len(asked)


def sign_in(user: User) -> str:
    """A Cookie header of a session of this user."""
    client = Client()
    client.force_login(user)
    client.get("/")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
