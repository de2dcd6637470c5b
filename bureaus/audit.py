"""The audit trail: append-only, hash-chained, one event for every act."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db import connection, models, transaction

from bureaus.models import AuditEvent, User
from bureaus.naming import named

CHAIN_HEAD = 20240226  # the advisory lock on the chain's head: the day the document was issued
GENESIS = "0" * 64


Collected = dict[str, Any]

_collected: ContextVar[list[Collected] | None] = ContextVar("collected_audit_events", default=None)


class NotInAnAct(RuntimeError):
    """An event was recorded outside every action, where nothing would write it."""


@contextmanager
def gathering() -> Iterator[None]:
    """A transaction whose events are written by the outermost one, as its last statement.

    A verb inside a verb only adds to the list: no verb waits for another while it holds the chain's head, so nested
    verbs cannot deadlock on it. What a failed inner verb collected is dropped with its savepoint.
    """
    outer = _collected.get()
    if outer is not None:
        mark = len(outer)
        try:
            with transaction.atomic():
                yield
        except BaseException:
            del outer[mark:]
            raise
        return
    mine: list[Collected] = []
    token = _collected.set(mine)
    try:
        with transaction.atomic():
            yield
            _append(mine)
    finally:
        _collected.reset(token)


def record(*, by: User | None, verb: str, about: models.Model, at: datetime, **details: Any) -> None:
    """Collect one event; the outermost action writes it.

    `by` is None where the clock acted. `details` are plain facts without personal data: keys, counts, outcomes, versions.

    :raises NotInAnAct: outside every action.
    """
    mine = _collected.get()
    if mine is None:
        raise NotInAnAct("record an event inside an @action")
    mine.append(
        {
            "by": by,
            "verb": verb,
            "about": named(about),
            "county_id": getattr(about, "county_id", None),
            "at": at,
            "details": json.loads(json.dumps(details, default=_plain, ensure_ascii=False)),
        }
    )


@dataclass(frozen=True)
class Broken:
    """The first link that does not hold: its sequence number and what is wrong."""

    number: int
    fault: str


def verify() -> Broken | None:
    """Walk the chain from its beginning; None when every link holds."""
    previous, expected = GENESIS, 1
    for event in _in_order():
        if event.number != expected:
            return Broken(expected, "缺少这一条记录")
        if event.previous != previous:
            return Broken(event.number, "与上一条记录不衔接")
        if event.digest != _digest(event):
            return Broken(event.number, "内容与校验值不符")
        previous, expected = event.digest, expected + 1
    return None


def _append(collected: list[Collected]) -> None:
    if not collected:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, digest FROM bureaus_audit_head(%s)", [CHAIN_HEAD])
        number, previous = cursor.fetchone() or (0, GENESIS)
    events = []
    for fields in collected:
        number += 1
        event = AuditEvent(number=number, previous=previous, **fields)
        event.digest = previous = _digest(event)
        events.append(event)
    AuditEvent.objects.bulk_create(events, batch_size=1000)


def _digest(event: AuditEvent) -> str:
    facts = [
        event.number,
        event.previous,
        event.by_id,
        event.verb,
        event.about,
        event.county_id,
        round(event.at.timestamp() * 1_000_000),
        event.details,
    ]
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _in_order() -> Iterator[AuditEvent]:
    return AuditEvent.objects.order_by("number").iterator(chunk_size=2000)


def _plain(value: Any) -> str:
    match value:
        case Enum():
            return str(value.value)
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case models.Model():
            return named(value)
    raise TypeError(f"{type(value).__name__} does not belong in the audit trail")
