"""Where django-allauth asks us: words, passwords, where to go after signing in, and how a second factor's secret is kept."""

import math
from datetime import timedelta
from http import HTTPStatus

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bureaus import actions, clock
from bureaus.sealing import seal, unseal

WRONG = "账号或密码不正确。"
WRONG_CODE = "动态验证码不正确，请输入验证器上当前显示的 6 位数字。"
SECRET_PLACE = "mfa_authenticator.secret"  # noqa: S105 - the name of a place, not a secret


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by the operator or by a phone code, never by allauth's own sign-up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "account_inactive": WRONG,
        "invalid_login": WRONG,
        "incorrect_password": "密码不正确，请重新输入。",
        "enter_current_password": "当前密码不正确，请重新输入。",
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": "连续输错次数较多，请稍后再试。",
        "rate_limited": "操作太频繁，请稍后再试。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """A password changes by the action, with its audit event."""
        changed = actions.change_password(user=user, password=password, now=clock.now())  # type: ignore[arg-type]
        user.password = changed.password  # the session that stays signed in is bound to the new hash

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Acts on an account stand in the audit trail; allauth's English letters are not sent."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secret of a second factor is sealed like every other."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": "本单位要求使用两步验证，不能关闭。",
        "cannot_generate_recovery_codes": "请先开启两步验证，再生成备用码。",
    }

    def encrypt(self, text: str) -> str:
        return seal(text.encode(), place=SECRET_PLACE).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text.encode(), place=SECRET_PLACE).decode()

    def get_totp_issuer(self) -> str:
        return str(settings.SITE["name"] or "司法协理员招录管理平台")

    def can_delete_authenticator(self, authenticator: object) -> bool:
        return not settings.REQUIRE_SECOND_FACTOR


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, str] | None) -> HttpResponse:
    """The page for an account and address that failed too often (E-LOCK); it says after how many minutes to come back."""
    username = (credentials or {}).get("username")
    attempt = AccessAttempt.objects.filter(username=username, ip_address=get_client_ip_address(request)).order_by("-attempt_time").first()
    rest = attempt.attempt_time + settings.AXES_COOLOFF_TIME - clock.now() if attempt else settings.AXES_COOLOFF_TIME
    longest = settings.AXES_COOLOFF_TIME // timedelta(minutes=1)
    minutes = min(max(1, math.ceil(rest / timedelta(minutes=1))), longest)
    return render(request, "account/locked.html", {"minutes": minutes}, status=HTTPStatus.TOO_MANY_REQUESTS)
