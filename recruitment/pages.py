"""Public pages kept whole in the cache: a hit costs one round trip to Redis and no SQL; posting a notice forgets them all.

A page is kept for anonymous readers only, for at most a minute and never past the next instant at which it would read differently.
Each kept page carries the edition it was rendered under. `forget()` names a new edition, so a page that was still being rendered
while a notice was posted is never shown afterwards. Without Redis every page is rendered from the database.
"""

import logging
import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

Respond = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]
Kept = tuple[str, bytes, dict[str, str]]

EDITION = "published:edition"
LONGEST = timedelta(seconds=60)
SILENCE = 5.0  # seconds in which a process does not ask a cache that has just failed
PREFERENCES = ("portal_text", "portal_contrast")

_silent_until = 0.0


def published(*parameters: str) -> Callable[[View], View]:
    """Let a public view's page be kept. Only an address whose query holds nothing but `parameters` is.

    The view may say when its page would read differently: `response.changes_at = instant`.
    """

    def wear(view: View) -> View:
        @wraps(view)
        def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if set(request.GET) <= set(parameters):
                changes_at: datetime | None = getattr(response, "changes_at", None)
                left = LONGEST if changes_at is None else min(LONGEST, changes_at - request.now)  # type: ignore[attr-defined]
                response.keep_for = int(left.total_seconds()) - 1  # type: ignore[attr-defined]
            return response

        return marked

    return wear


def forget() -> None:
    """Show no page that was kept before this moment. Called after the commit that changed one."""
    try:
        cache.set(EDITION, secrets.token_hex(8), timeout=None)
    except (RedisError, OSError) as fault:
        # Whoever cannot be told cannot be asked either; what is kept there runs out within a minute.
        log.warning("kept pages could not be forgotten: %s", type(fault).__name__)


def kept_pages(get_response: Respond) -> Respond:
    """Middleware, outermost: answer an anonymous reader's GET from the cache, headers and all, or keep what is rendered."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or _is_somebodys(request) or time.monotonic() < _silent_until:
            return get_response(request)
        key = _key(request)
        edition, kept = _look_up(key)
        if kept is not None:
            return HttpResponse(kept[1], headers=kept[2])
        response = get_response(request)
        if edition and response.status_code == 200 and not response.cookies and getattr(response, "keep_for", 0) > 0:
            _keep(key, (edition, response.content, dict(response.items())), response.keep_for)  # type: ignore[attr-defined]
        return response

    return middleware


def _is_somebodys(request: HttpRequest) -> bool:
    """Whether the page would say something to this reader alone: a name, or a sentence that waits to be shown."""
    return bool({settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & request.COOKIES.keys())


def _key(request: HttpRequest) -> str:
    """Everything an anonymous page depends on: address, host and the two reading preferences."""
    chosen = (request.COOKIES.get(name, "") for name in PREFERENCES)
    depends_on = "\n".join((request.scheme or "", request.META.get("HTTP_HOST", ""), *chosen, request.get_full_path()))
    return f"published:{blake2b(depends_on.encode(errors='replace'), digest_size=16).hexdigest()}"


def _look_up(key: str) -> tuple[str, Kept | None]:
    """The current edition ("" without a cache) and the page kept under it."""
    try:
        found = cache.get_many([EDITION, key])
        edition = found.get(EDITION)
        if edition is None:
            edition = cache.get_or_set(EDITION, lambda: secrets.token_hex(8), timeout=None)
    except (RedisError, OSError) as fault:
        _fall_silent(fault)
        return "", None
    kept: Kept | None = found.get(key)
    return str(edition), kept if kept and kept[0] == edition else None


def _keep(key: str, page: Kept, seconds: int) -> None:
    try:
        cache.set(key, page, timeout=seconds)
    except (RedisError, OSError) as fault:
        _fall_silent(fault)


def _fall_silent(fault: Exception) -> None:
    global _silent_until
    _silent_until = time.monotonic() + SILENCE
    log.warning("pages are rendered without the cache: %s", type(fault).__name__)
