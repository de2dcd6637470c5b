"""The portal's one clock: the database's. Everything that compares times compares with a reading of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

BEIJING = ZoneInfo("Asia/Shanghai")

_standing: ContextVar[datetime | None] = ContextVar("standing_clock", default=None)

READING = "SELECT clock_timestamp()"
# A journey moves web, worker and beat together through this one row; only the test settings ask for it.
SHIFTED_READING = "SELECT clock_timestamp() + coalesce((SELECT shift FROM bureaus_clockshift LIMIT 1), interval '0')"


def now() -> datetime:
    """The present instant, aware, in Asia/Shanghai; the standing one where a command or a test has set it."""
    return _standing.get() or _read()


def again(now: datetime) -> datetime:
    """A fresh reading after a lock was waited for; `now` itself under a standing clock."""
    return now if _standing.get() is not None else _read()


def today(now: datetime) -> date:
    """The calendar day of `now` in Beijing."""
    return now.astimezone(BEIJING).date()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment`: for a rehearsal that moves through fixed days, and for tests."""
    token = _standing.set(moment.astimezone(BEIJING))
    try:
        yield
    finally:
        _standing.reset(token)


def clock_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give every request `request.now`: a plain instant, read once and only when somebody asks.

    It is a property of the class: a lazy object in its stead could neither be subtracted from nor handed to the database.
    """
    reading = cached_property(lambda request: now())
    reading.__set_name__(HttpRequest, "now")
    HttpRequest.now = reading  # type: ignore[attr-defined]
    return get_response


def _read() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute(SHIFTED_READING if settings.CLOCK_MAY_BE_SHIFTED else READING)
        row: Any = cursor.fetchone()
    moment: datetime = row[0]
    return moment.astimezone(BEIJING)
