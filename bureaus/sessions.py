"""What a signed-in session must keep to: idle and longest time, a first password changed, a second factor where one is required.

A visitor without a session cookie costs none of this: no SQL, no session. That keeps public pages fit for a cache.
"""

import base64
import binascii
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import ResolverMatch

from bureaus.models import User
from bureaus.sealing import WrongKey, seal, unseal

IDLE = {True: timedelta(minutes=15), False: timedelta(minutes=30)}  # by whether the person works for a bureau
LONGEST = timedelta(hours=8)
FINENESS = timedelta(seconds=5)  # how far the noted last request may lag, so that not every request writes the session

BEGAN, SEEN, SECOND_FACTOR, TYPED = "began", "seen", "second_factor", "typed"
MOST_TYPED = 20_000  # characters of one form that are kept

Respond = Callable[[HttpRequest], HttpResponse]


def keeps_typed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a form that is sent after its session ran out wait, sealed, for the same person on the same page (see `typed_before`)."""
    view.keeps_typed = True  # type: ignore[attr-defined]
    return view


def typed_before(request: HttpRequest) -> QueryDict | None:
    """What this person typed into this page just before the session ran out; it is handed out once."""
    if TYPED not in request.session:
        return None
    try:
        whose, path, typed = json.loads(unseal(base64.b64decode(request.session[TYPED]), place=TYPED))
    except (WrongKey, ValueError, binascii.Error):
        del request.session[TYPED]
        return None
    if whose != request.user.pk:
        del request.session[TYPED]
        return None
    if path != request.get_full_path():
        return None
    del request.session[TYPED]
    return QueryDict(typed)


def _keep_typed(request: HttpRequest, view: Callable[..., Any]) -> None:
    """Keep a form that nobody may send any more. Files and passwords are not kept: no view that asks for them wears `keeps_typed`."""
    whose = getattr(request, "spent_user", None)
    if request.method != "POST" or whose is None or not getattr(view, "keeps_typed", False):
        return
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    written = typed.urlencode()
    if len(written) <= MOST_TYPED:
        sealed = seal(json.dumps([whose, request.get_full_path(), written]).encode(), place=TYPED)
        request.session[TYPED] = base64.b64encode(sealed).decode()


class SignInRequired(LoginRequiredMiddleware):
    """Django's own, but it looks at the view before it looks at the person: a public page never asks who reads it."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: tuple[Any, ...], view_kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        _keep_typed(request, view_func)
        return super().process_view(request, view_func, view_args, view_kwargs)


class SessionKept:
    """End sessions that have run out, lead to what must be done first, and keep personal pages out of every cache."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        if request.user.is_authenticated and (spent := _spent(request)):
            whose = request.user.pk
            logout(request)
            request.spent_user = whose  # type: ignore[attr-defined]
            messages.info(request, spent)
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if was_signed_in or request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        if was_signed_in and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: tuple[Any, ...], view_kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return None
        if not getattr(view_func, "login_required", True):
            return None
        return _first(request)


def _spent(request: HttpRequest) -> str:
    """Note this request; a sentence when the session has run out."""
    now: datetime = request.now  # type: ignore[attr-defined]
    at = now.timestamp()
    session = request.session
    began, seen = session.setdefault(BEGAN, at), session.setdefault(SEEN, at)
    idle = IDLE[request.user.is_official]  # type: ignore[union-attr]
    if at - began >= LONGEST.total_seconds():
        return "您已登录 8 小时，为保护账号安全已自动退出。已保存的内容不受影响，请重新登录后继续。"
    if at - seen >= idle.total_seconds():
        return f"您已超过 {idle.seconds // 60} 分钟没有操作，已自动退出。已保存的内容不受影响，请重新登录后继续。"
    if at - seen >= FINENESS.total_seconds():
        session[SEEN] = at
    return ""


def _first(request: HttpRequest) -> HttpResponse | None:
    """Where the person must go before anything else; None when nothing is owed."""
    user, match = request.user, request.resolver_match
    assert isinstance(user, User)  # noqa: S101 - tells the type checker
    assert isinstance(match, ResolverMatch)  # noqa: S101 - tells the type checker
    here = match.url_name or ""
    if here in {"account_logout", "account_reauthenticate", "preferences"}:
        return None
    if user.must_change_password:
        if here == "account_change_password":
            return None
        messages.info(request, "这是初始密码，请先设置您自己的密码。")
        return redirect("account_change_password")
    if settings.REQUIRE_SECOND_FACTOR and user.is_official and not here.startswith("mfa_"):
        if not request.session.get(SECOND_FACTOR):
            request.session[SECOND_FACTOR] = is_mfa_enabled(user)
        if not request.session[SECOND_FACTOR]:
            messages.info(request, "本单位要求登录时使用两步验证，请先开启。")
            return redirect("mfa_activate_totp")
    return None
