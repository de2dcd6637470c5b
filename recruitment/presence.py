"""Who else has an open application on the screen: a courtesy kept in the cache, on which nothing depends."""

import logging
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
    """Note that this person looks at it, and return the others who do."""
    key = _key(application)
    try:
        there: dict[int, datetime] = cache.get(key) or {}
        there.setdefault(user.pk, now)
        cache.set(key, there, timeout=LOOKING)
    except (RedisError, OSError) as fault:
        log.warning("presence is not known: %s", type(fault).__name__)
        return []
    others = {pk: since for pk, since in there.items() if pk != user.pk}
    if not others:
        return []
    names = User.objects.filter(pk__in=others).values_list("pk", "name")
    return sorted((Reviewer(name, others[pk]) for pk, name in names), key=lambda one: one.since)


def leave(application: Application, user: User) -> None:
    """This person has decided and goes on to the next."""
    key = _key(application)
    try:
        there: dict[int, datetime] = cache.get(key) or {}
        if there.pop(user.pk, None) is not None:
            cache.set(key, there, timeout=LOOKING)
    except (RedisError, OSError) as fault:
        log.warning("presence is not known: %s", type(fault).__name__)


def _key(application: Application) -> str:
    return f"looking:{application.pk}"
