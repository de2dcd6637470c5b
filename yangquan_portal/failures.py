"""Pages for what failed: each says what happened, what is kept and what to do; none needs the database or the cache."""

import sys
from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render

RETRY_AFTER = 30  # seconds
DISK_FULL = "53100"  # PostgreSQL's SQLSTATE
STORAGE_FULL = "系统存储出现问题，暂时不能保存，管理员已收到提醒。您填写的内容仍在本页，请稍后再试。"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What arrived could not be read, or was too large to be."""
    if isinstance(exception, RequestDataTooBig):
        return _page(request, "413.html", 413)
    return _page(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Refused, in the words of the refusal where it has any."""
    return _page(request, "403.html", 403, exception=str(exception))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not there, or another county's: one page for both, and never the reason."""
    return _page(request, "404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours (500), or a database that cannot be reached, is locked or is full (503, to be tried again)."""
    fault = sys.exc_info()[1]
    if not isinstance(fault, OperationalError | InterfaceError):
        return _page(request, "500.html", 500)
    full = getattr(fault.__cause__, "sqlstate", None) == DISK_FULL
    response = _page(request, "503.html", 503, retry_after=RETRY_AFTER, kept=_kept(request), sentence=STORAGE_FULL if full else "")
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _page(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    """The page with the request's number, under which the log has the whole story."""
    number = structlog.contextvars.get_contextvars().get("request_id", "")
    response = render(request, template, {"number": number, **context}, status=status)
    response["Cache-Control"] = "no-store"  # it may carry what somebody typed
    return response


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    """The refused form, to be sent again by one button: not passwords, and not files, which a page cannot carry."""
    if request.method != "POST" or getattr(request, "sensitive_post_parameters", None):
        return None
    try:
        if request.FILES:
            return None
        typed = request.POST.lists()
    except (UnreadablePostError, SuspiciousOperation):
        return None
    fields = [(name, value) for name, values in typed if name != "csrfmiddlewaretoken" for value in values]
    return {"action": request.get_full_path(), "fields": fields}
