"""What a signed-in session must keep to: idle and longest time, a first password changed, a second factor where one is required.

A visitor without a session cookie costs none of this: no SQL, no session. That keeps public pages fit for a cache.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import ResolverMatch

from bureaus.models import User

IDLE = {True: timedelta(minutes=15), False: timedelta(minutes=30)}  # by whether the person works for a bureau
LONGEST = timedelta(hours=8)
FINENESS = timedelta(seconds=5)  # how far the noted last request may lag, so that not every request writes the session

BEGAN, SEEN, SECOND_FACTOR = "began", "seen", "second_factor"

Respond = Callable[[HttpRequest], HttpResponse]


class SignInRequired(LoginRequiredMiddleware):
    """Django's own, but it looks at the view before it looks at the person: a public page never asks who reads it."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: tuple[Any, ...], view_kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class SessionKept:
    """End sessions that have run out, lead to what must be done first, and keep personal pages out of every cache."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        if request.user.is_authenticated and (spent := _spent(request)):
            logout(request)
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
