"""Verbs on phone codes: send, confirm, and what a confirmed code allows — an account or a new password.

A number with an account and one without are answered alike at every step, so nobody learns who has registered.
"""

import secrets
from datetime import datetime, timedelta

from axes.utils import reset as forget_failures
from django.db import connection, transaction
from django.db.models import F

from bureaus import letters
from bureaus.actions.accounts import change_password, open_account
from bureaus.acts import Impossible, action
from bureaus.models import PhoneCode, User
from bureaus.models.who import phone_hash
from bureaus.sealing import fingerprint
from policy.powers import Role

DIGITS = 6
LIVES = timedelta(minutes=10)  # from sending to confirming, and again from confirming to use
TRIES = 5
PAUSE = timedelta(seconds=60)
DAY = timedelta(days=1)
PER_DAY = 10

SPENT = "验证码已过期或已经用过，请重新获取。"


class TooManyCodes(Impossible):
    """This number has been sent a code a moment ago, or too many within a day."""


@action
def send_code(*, phone: str, purpose: PhoneCode.Purpose, now: datetime) -> PhoneCode:
    """Send a code to a mobile number (11 digits).

    :raises TooManyCodes: after less than a minute, or beyond ten within a day.
    """
    key = phone_hash(phone)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    sent = list(PhoneCode.objects.filter(phone_hash=key, sent_at__gt=now - DAY).order_by("-sent_at").values_list("sent_at", flat=True))
    if sent and now - sent[0] < PAUSE:
        raise TooManyCodes(f"验证码刚刚发送过，请在 {(PAUSE - (now - sent[0])).seconds + 1} 秒后再获取。")
    if len(sent) >= PER_DAY:
        raise TooManyCodes("这个手机号码一天内获取验证码的次数已满，请明天再试。")
    PhoneCode.objects.filter(sent_at__lt=now - 2 * DAY).delete()
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    code = PhoneCode(purpose=purpose, phone=phone, phone_hash=key, sent_at=now)
    code.save()
    code.code_hash = _hash(code.pk, digits)
    code.save(update_fields=["code_hash"])
    text = _text(purpose, digits, known=User.objects.by_phone(phone) is not None)
    transaction.on_commit(lambda: letters.send_text(phone=phone, name=f"code-{code.pk}", text=text))
    return code


@action
def confirm_code(*, code_id: int, digits: str, now: datetime) -> PhoneCode | None:
    """The code's row when `digits` are right, in time and within five tries; None for every other cause.

    Of any number of simultaneous right answers one succeeds. Nothing is raised, because a failed try must stay counted.
    """
    alive = PhoneCode.objects.filter(pk=code_id, confirmed_at=None, tries__lt=TRIES, sent_at__gt=now - LIVES)
    if not alive.update(tries=F("tries") + 1):
        return None
    code = PhoneCode.objects.get(pk=code_id)
    right = secrets.compare_digest(code.code_hash, _hash(code.pk, digits))
    if not right or not PhoneCode.objects.filter(pk=code_id, confirmed_at=None).update(confirmed_at=now):
        return None
    code.refresh_from_db()
    return code


@action
def register(*, code_id: int, name: str, password: str, now: datetime) -> User:
    """Open an applicant's account for the number that a code has confirmed.

    :raises Impossible: when the code has lapsed or the number has an account by now.
    """
    code = _spend(code_id, PhoneCode.Purpose.REGISTER, now)
    if User.objects.by_phone(code.phone):
        raise Impossible("该手机号码已注册，请直接登录。")
    return open_account(
        username=f"m{secrets.token_hex(8)}",
        name=name,
        role=Role.APPLICANT,
        password=password,
        phone=code.phone,
        phone_verified=True,
        now=now,
    )


@action
def reset_password(*, code_id: int, password: str, now: datetime) -> User:
    """Give the account of a confirmed number a new password, and forget the failed sign-ins that may have locked it.

    :raises Impossible: when the code has lapsed or the account is closed.
    """
    code = _spend(code_id, PhoneCode.Purpose.RESET, now)
    user = User.objects.filter(phone_hash=code.phone_hash, is_active=True).first()
    if user is None:
        raise Impossible(SPENT)
    forget_failures(username=user.username)
    return change_password(user=user, password=password, now=now)


def _spend(code_id: int, purpose: PhoneCode.Purpose, now: datetime) -> PhoneCode:
    confirmed = PhoneCode.objects.filter(pk=code_id, purpose=purpose, spent_at=None, confirmed_at__gt=now - LIVES)
    if not confirmed.update(spent_at=now):
        raise Impossible(SPENT)
    return PhoneCode.objects.get(pk=code_id)


def _hash(code_id: int, digits: str) -> str:
    return fingerprint(f"{code_id}:{digits}", purpose="phone code")


def _text(purpose: PhoneCode.Purpose, digits: str, *, known: bool) -> str:
    if purpose == PhoneCode.Purpose.REGISTER and known:
        return "这个手机号码已经注册，请直接登录；忘记密码可以在登录页重设。如非本人操作，请忽略。"
    if purpose == PhoneCode.Purpose.RESET and not known:
        return "这个手机号码还没有注册，不能重设密码。如非本人操作，请忽略。"
    return f"验证码 {digits}，用于{purpose.label}，10 分钟内有效。请勿告诉他人。"
