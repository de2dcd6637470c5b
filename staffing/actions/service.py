"""Who serves has an assistant's account: gained with the contract or by a one-use link, given back at the departure."""

import secrets
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from bureaus import actions as bureaus
from bureaus import audit, clock, letters
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import User
from policy.powers import Power, Role
from staffing.models import Assistant, Invitation, Posting
from staffing.models.invitations import token_hash

LIVES = timedelta(days=10)
PAUSE = timedelta(seconds=60)
DAY = timedelta(days=1)
PER_DAY = 5

SPENT = "链接已经用过、过期或者作废，请联系县（区）司法局重新发送。"


@action
def take_up(*, assistant: Assistant, by: User, now: datetime) -> None:
    """At the contract: the person's own account becomes an assistant's; who has none, and a phone, is sent a link."""
    if assistant.person is not None:
        assistant.person = bureaus.take_up_service(user=assistant.person, by=by, now=now)
    elif assistant.phone:
        _send(assistant, by, now)


@action
def depart(*, assistant: Assistant, by: User | None, now: datetime) -> None:
    """At the departure: the account goes back, unless the person serves on after today; links not used yet are void."""
    assistant.invitations.unused().update(voided_at=now)
    if assistant.person is not None and not _serves_after(assistant.person, clock.today(now)):
        bureaus.leave_service(user=assistant.person, by=by, now=now)


def return_accounts(*, now: datetime) -> int:
    """Tidy up: accounts of people whose service has ended by now, whoever ended it, go back. No right depends on it."""
    yesterday = clock.today(now) - DAY
    serving = Posting.objects.filter(Q(last_day=None) | Q(last_day__gt=yesterday), assistant__person__isnull=False)
    ended = User.objects.filter(role=Role.ASSISTANT, service__isnull=False).exclude(pk__in=serving.values("assistant__person")).distinct()
    for user in ended:
        bureaus.leave_service(user=user, by=None, now=now)
    return len(ended)


@action
def invite(*, assistant: Assistant, by: User, now: datetime) -> Invitation:
    """Send the link (again); the one before is void.

    :raises Impossible: where there is an account already, no phone or no service; after less than a minute or beyond five within a day.
    """
    assistant = Assistant.objects.locked(assistant.pk)
    require(by, Power.ROSTER_EDIT, about=assistant)
    if assistant.person_id is not None:
        raise Impossible("这个人已经有账号，不用再发送开通链接。")
    if not assistant.phone:
        raise Impossible("花名册里没有这个人的联系电话，请先登记联系电话。")
    if not assistant.postings.not_ended(clock.today(now)).exists():
        raise Impossible("这个人已经离岗，不能开通协理员账号。")
    sent = list(assistant.invitations.filter(sent_at__gt=now - DAY).values_list("sent_at", flat=True))
    if sent and now - sent[0] < PAUSE:
        raise Impossible("链接刚刚发送过，请一分钟后再发送。")
    if len(sent) >= PER_DAY:
        raise Impossible("一天内发送链接的次数已满，请明天再发送。")
    return _send(assistant, by, now)


@action
def claim(*, invitation_id: int, last4: str, now: datetime, account: User | None = None, password: str = "") -> User | None:
    """Use a link: the signed-in `account`, or a new one with `password`, becomes the assistant's. None when the last four are wrong.

    A wrong answer is counted and raises nothing, so that the count is kept; of any number of right ones one succeeds.

    :raises Impossible: if the link is spent, the account cannot be an assistant's, or the phone has an account to sign in with.
    """
    if not Invitation.objects.live(now).filter(pk=invitation_id).update(tries=F("tries") + 1):
        raise Impossible(SPENT)
    invitation = Invitation.objects.select_related("assistant", "sent_by").locked(invitation_id)
    assistant = Assistant.objects.locked(invitation.assistant_id)
    if not secrets.compare_digest(assistant.id_last4.encode(), last4.strip().upper().encode()):
        return None
    serves = assistant.postings.not_ended(clock.today(now)).exists()
    if assistant.person_id is not None or invitation.used_at or invitation.voided_at or not serves:
        raise Impossible(SPENT)
    if account is None:
        account = _open(assistant, password, now)
    elif account.role not in (Role.APPLICANT, Role.ASSISTANT):
        raise Impossible("工作人员的账号不能同时是司法协理员的账号。请退出以后再打开短信里的链接。")
    assistant.person = account
    assistant.version += 1
    assistant.save(update_fields=["person", "version"])
    invitation.used_at, invitation.used_by = now, account
    invitation.save(update_fields=["used_at", "used_by"])
    account = bureaus.take_up_service(user=account, by=account, now=now)
    audit.record(by=account, verb="claim_invitation", about=invitation, at=now)
    return account


def _open(assistant: Assistant, password: str, now: datetime) -> User:
    """An account for the number the link was sent to, which is thereby proved."""
    if User.objects.by_phone(assistant.phone):
        raise Impossible("您的手机号码已经注册过。请先用这个号码登录（忘记密码可以重设），再打开短信里的链接。")
    return bureaus.open_account(
        username=f"m{secrets.token_hex(8)}",
        name=assistant.name,
        role=Role.APPLICANT,
        password=password,
        phone=assistant.phone,
        phone_verified=True,
        now=now,
    )


def _send(assistant: Assistant, by: User, now: datetime) -> Invitation:
    assistant.invitations.unused().update(voided_at=now)
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        assistant=assistant, token_hash=token_hash(token), sent_by=by, sent_at=now, lapses_at=now + LIVES
    )
    domain = settings.SITE["domain"]
    site = f"{'https' if settings.HTTPS else 'http'}://{domain}" if domain else ""
    link = f"{site}/staffing/activate/{token}/"
    text = f"您已签订司法协理员聘用合同。请在 10 天内打开链接开通账号：{link} 只能用一次，请勿转发。"
    transaction.on_commit(partial(letters.send_text, phone=assistant.phone, name=f"invitation-{invitation.pk}", text=text))
    audit.record(by=by, verb="invite_assistant", about=invitation, at=now)
    return invitation


def _serves_after(account: User, day: date) -> bool:
    return Posting.objects.filter(Q(last_day=None) | Q(last_day__gt=day), assistant__person=account).exists()
