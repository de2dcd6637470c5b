"""Work for later, in PostgreSQL: written inside the act, claimed by conditional update, done by the worker.

The broker only wakes the worker. Nothing is lost when it is down: the minute tick finds what is still waiting.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from enum import StrEnum
from time import monotonic

from celery import current_app
from django.db import models, transaction
from django.template.loader import render_to_string

from bureaus.models import Message, OutboxItem, User
from bureaus.naming import named

log = logging.getLogger(__name__)

_asleep: ContextVar[bool] = ContextVar("nobody_woken", default=False)

ATTEMPTS = 5
CLAIM = timedelta(minutes=10)  # longer than the hard time limit of any job, so a claim outlives its worker only by a crash
PAUSE = timedelta(minutes=1)
SPELL = 240  # seconds; with the longest job still to end, well within a task's soft limit


class Queue(StrEnum):
    """Letters and papers wait in lines of their own, so that a slow paper never holds up a letter."""

    NOTICES = "notices"
    DOCUMENTS = "documents"


class NotYet(Exception):
    """The job cannot run for a reason that will pass (fonts still arriving); it waits and its attempts are not counted."""


class Explained(Exception):
    """The job failed for a reason that people can read; its text is shown where they wait for the work."""


Job = Callable[[int], None]
_jobs: dict[str, tuple[Queue, Job]] = {}


def handles(job: str, *, queue: Queue) -> Callable[[Job], Job]:
    """Register what does `job`, given the id of the row it is about."""

    def register(handler: Job) -> Job:
        _jobs[job] = (queue, handler)
        return handler

    return register


def tell(letter: str, *, to: User, about: models.Model, due: datetime, occasion: str = "", **words: object) -> None:
    """Write a letter to one person, once per matter, from `templates/letters/<letter>.txt`; its first line is the subject."""
    tell_each(letter, [(to, about, words)], due=due, occasion=occasion)


def tell_each(letter: str, letters: Iterable[tuple[User, models.Model, dict[str, object]]], *, due: datetime, occasion: str = "") -> None:
    """Write one letter to many people, each (recipient, what it is about, further words for the template)."""
    suffix = f":{occasion}" if occasion else ""
    written = []
    for to, about, words in letters:
        subject, _, body = render_to_string(f"letters/{letter}.txt", {"about": about, "to": to, **words}).strip().partition("\n")
        written.append(
            Message(recipient=to, letter=letter, about=named(about) + suffix, subject=subject.strip(), body=body.strip(), sent_at=due)
        )
    Message.objects.bulk_create(written, ignore_conflicts=True, batch_size=500)
    known = Message.objects.filter(letter=letter, about__in={message.about for message in written}, delivered_at=None)
    ask_each("deliver_letter", known, due=due, queue=Queue.NOTICES)


def ask(job: str, about: models.Model, *, due: datetime, queue: Queue) -> None:
    """Put a job into the outbox, once per row, and wake the worker after the commit."""
    ask_each(job, [about], due=due, queue=queue)


def ask_each(job: str, rows: Iterable[models.Model], *, due: datetime, queue: Queue) -> None:
    """Put the same job into the outbox for many rows, once each, and wake the worker after the commit."""
    items = [OutboxItem(job=job, about=named(row), queue=queue, due=due) for row in rows]
    OutboxItem.objects.bulk_create(items, ignore_conflicts=True, batch_size=500)
    transaction.on_commit(lambda: wake(queue), robust=True)


@contextmanager
def nobody_woken() -> Iterator[None]:
    """Put work into the outbox without waking a worker: for a rehearsal, whose database no worker looks into."""
    token = _asleep.set(True)
    try:
        yield
    finally:
        _asleep.reset(token)


def wake(queue: Queue) -> None:
    """Tell a worker that something waits; a broker that is down delays it to the next tick, nothing more."""
    if _asleep.get():
        return
    try:
        current_app.send_task("bureaus.tasks.drain", args=[str(queue)], queue=str(queue), retry=False)
    except Exception as fault:  # noqa: BLE001 - any broker's any error means the same: the tick will find the row
        log.warning("broker not reached, work waits for the next tick: %s", type(fault).__name__)


def drain(queue: str, *, now: Callable[[], datetime]) -> int:
    """Do everything that is due in one queue; returns how many jobs ended well.

    After `SPELL` the rest is left to a new task: a thousand tickets take longer than one task may, and would be cut off in mid-work.
    """
    done = 0
    begun = monotonic()
    _give_up_on_killers(queue, now())
    while (item := _claim(queue, now())) is not None:
        done += _run(item, now)
        if monotonic() - begun > SPELL:
            wake(Queue(queue))
            break
    return done


def _claim(queue: str, now: datetime) -> OutboxItem | None:
    """Take the next due row by conditional update: of any number of workers exactly one gets it."""
    claimed = OutboxItem.objects.raw(
        """
        UPDATE bureaus_outboxitem SET claimed_until = %(until)s, attempts = attempts + 1
        WHERE id = (
            SELECT id FROM bureaus_outboxitem
            WHERE queue = %(queue)s AND due <= %(now)s AND done_at IS NULL AND failed_at IS NULL
              AND (claimed_until IS NULL OR claimed_until < %(now)s)
            ORDER BY due, id LIMIT 1 FOR UPDATE SKIP LOCKED
        )
        RETURNING *
        """,
        {"queue": queue, "now": now, "until": now + CLAIM},
    )
    return next(iter(claimed), None)


def _give_up_on_killers(queue: str, now: datetime) -> None:
    """Stop what has had all its attempts and still lies claimed: each time it took its worker with it."""
    lapsed = OutboxItem.objects.filter(queue=queue, claimed_until__lt=now, attempts__gte=ATTEMPTS, done_at=None, failed_at=None)
    lapsed.update(claimed_until=None, failed_at=now, fault="每次都使后台进程意外退出，已停止")


def _run(item: OutboxItem, now: Callable[[], datetime]) -> int:
    mine = OutboxItem.objects.filter(pk=item.pk, claimed_until=item.claimed_until)
    try:
        _jobs[item.job][1](int(item.about.rpartition(":")[2]))
    except NotYet as reason:
        mine.update(claimed_until=None, attempts=item.attempts - 1, due=now() + PAUSE / 6, fault=str(reason)[:200])
        return 0
    except Exception as fault:
        log.exception("outbox job %s failed", item.pk)
        last = item.attempts >= ATTEMPTS
        mine.update(
            claimed_until=None,
            due=now() + PAUSE * 2**item.attempts,
            failed_at=now() if last else None,
            fault=str(fault)[:200] if isinstance(fault, Explained) else type(fault).__name__,
        )
        return 0
    return mine.update(claimed_until=None, done_at=now(), fault="")


def waiting(queue: Queue) -> int:
    """How many pieces of work are still owed in a queue."""
    return OutboxItem.objects.filter(queue=queue, done_at=None, failed_at=None).count()


def fault_of(job: str, about: models.Model) -> str:
    """Why a job has not ended yet, in words for the page that waits for it; empty when there is nothing to say."""
    return OutboxItem.objects.filter(job=job, about=named(about), done_at=None).values_list("fault", flat=True).first() or ""


def has_stopped(job: str, about: models.Model) -> bool:
    """Whether a job was given up after its last attempt and waits for the operator."""
    return OutboxItem.objects.filter(job=job, about=named(about), failed_at__isnull=False).exists()
