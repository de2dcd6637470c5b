"""Who else has an open application on the screen: a courtesy kept in the cache, on which nothing depends."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from redis.exceptions import RedisError

from bureaus.models import User
from recruitment.models import Application

log = logging.getLogger(__name__)

LOOKING = 600  # seconds after which somebody who opened a page and went away is no longer shown


@dataclass(frozen=True)
class Reviewer:
    """Somebody who has the page open, and since when."""

    name: str
    since: datetime


def come(application: Application, user: User, now: datetime) -> list[Reviewer]:
    """Note that this person looks at it, and no longer at the one before; return the others who do."""
    key, last = _key(application.pk), f"looker:{user.pk}"
    try:
        known = cache.get_many([key, last])
        there: dict[int, datetime] = known.get(key) or {}
        there.setdefault(user.pk, now)
        cache.set_many({key: there, last: application.pk}, timeout=LOOKING)
        if (before := known.get(last)) not in (None, application.pk):
            _drop(_key(before), user)
    except (RedisError, OSError) as fault:
        log.warning("presence is not known: %s", type(fault).__name__)
        return []
    return _others({application.pk: there}, user).get(application.pk, [])


def around(applications: Sequence[int], user: User) -> dict[int, list[Reviewer]]:
    """Who but this person looks at which of these; those at which nobody does are left out."""
    keys = {_key(pk): pk for pk in applications}
    try:
        known = cache.get_many(keys)
    except (RedisError, OSError) as fault:
        log.warning("presence is not known: %s", type(fault).__name__)
        return {}
    return _others({keys[key]: there for key, there in known.items()}, user)


def leave(application: Application, user: User) -> None:
    """This person has decided and goes on to the next."""
    try:
        _drop(_key(application.pk), user)
    except (RedisError, OSError) as fault:
        log.warning("presence is not known: %s", type(fault).__name__)


def _drop(key: str, user: User) -> None:
    there: dict[int, datetime] = cache.get(key) or {}
    if there.pop(user.pk, None) is not None:
        cache.set(key, there, timeout=LOOKING)


def _others(looking: dict[int, dict[int, datetime]], user: User) -> dict[int, list[Reviewer]]:
    """By application, who but this person has it open, the first first; asks for the names only where there is somebody."""
    people = {person for there in looking.values() for person in there} - {user.pk}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}
    found = {
        pk: sorted((Reviewer(names[who], since) for who, since in there.items() if who in names), key=lambda one: one.since)
        for pk, there in looking.items()
    }
    return {pk: reviewers for pk, reviewers in found.items() if reviewers}


def _key(application: int) -> str:
    return f"looking:{application}"
