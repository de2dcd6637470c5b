"""窗口代填: staff type a registration for somebody who cannot go online; the signature on the printed form makes it one."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile

from bureaus import audit, clock
from bureaus.access import require
from bureaus.actions import open_account
from bureaus.acts import Impossible, action
from bureaus.models import User
from documents.uploads import Accept, receive
from policy.powers import Power, Role
from recruitment.actions.corrections import must_allow
from recruitment.actions.registration import begun, declare, hold_openings, must_be_own, open_draft, save_section, take_in, write_profile
from recruitment.models import Application, CounterEntry, Profile, Round, Status
from recruitment.models.counter import form_code
from staffing.models import identity_hash


@action
def enter_at_counter(
    *,
    round: Round,
    phone: str,
    identity: Mapping[str, str],
    sections: Mapping[str, Mapping[str, Any]],
    declared: Mapping[str, bool],
    relatives: Mapping[str, str],
    by: User,
    now: datetime,
) -> Application:
    """Type one person's whole registration, or type it again: a draft under the account of their number, named as typed by `by`.

    `identity` holds name, id_number (read and checked) and address. Consent and pledge are the person's own and wait for the signature.

    :raises recruitment.actions.registration.Closed: outside the registration's time.
    """
    require(by, Power.COUNTER_ENTRY, about=round)
    if round.is_internal:
        raise Impossible("择优选聘由在册辅助人员本人网上报名，不在窗口代填。")
    person = _account(phone, identity, now)
    application = begun(round, person)
    if application is None:
        application = open_draft(round, person, now)
        CounterEntry.objects.create(application=application, entered_by=by, entered_at=now)
    elif application.status != Status.DRAFT:
        raise Impossible("这个人在本批次已有报名，不能再代填。")
    elif not CounterEntry.objects.filter(application=application).exists():
        raise Impossible("本人已经在网上开始填写，请本人登录后继续，不能代填。")
    write_profile(person, **identity, now=now)
    for section, fields in sections.items():
        application = save_section(application=application, section=section, by=by, now=now, **fields)
    application = declare(application=application, declared=declared, relatives=relatives, consent=False, pledge=False, by=by, now=now)
    audit.record(by=by, verb="enter_at_counter", about=application, at=now)
    return application


@action
def reopen_at_counter(*, application: Application, by: User, now: datetime) -> CounterEntry:
    """What was typed here and returned is mended here, for whoever cannot go online: nothing of it counts before it is signed again."""
    application = Application.objects.select_related("round", "applicant").locked(application.pk)
    require(by, Power.COUNTER_ENTRY, about=application)
    if application.status != Status.RETURNED or not application.counter_entries.exists():
        raise Impossible("只有窗口代填、已退回补正的报名，才能在窗口补正。")
    entry, begun_now = CounterEntry.objects.unconfirmed().get_or_create(
        application=application, defaults={"entered_by": by, "entered_at": now}
    )
    if begun_now:
        audit.record(by=by, verb="reopen_at_counter", about=application, at=now)
    return entry


@action
def mend_at_counter(
    *,
    application: Application,
    identity: Mapping[str, str] | None,
    sections: Mapping[str, Mapping[str, Any]],
    declared: Mapping[str, bool] | None,
    relatives: Mapping[str, str] | None = None,
    by: User,
    now: datetime,
) -> Application:
    """Type what a return lets be changed, and no more. None: not to be changed.

    :raises Impossible: naming what may be corrected, if anything else is among it.
    """
    application = Application.objects.select_related("round", "applicant").locked(application.pk)
    require(by, Power.COUNTER_ENTRY, about=application)
    if application.status != Status.RETURNED:
        raise Impossible("这份报名不在补正，请刷新页面查看。")
    if identity is not None:
        must_be_own(application, by)
        must_allow(application, "profile", now)
        write_profile(application.applicant, **identity, now=now)
    for section, fields in sections.items():
        application = save_section(application=application, section=section, by=by, now=now, **fields)
    if declared is not None:
        application = declare(application=application, declared=declared, relatives=relatives, consent=False, pledge=False, by=by, now=now)
    audit.record(by=by, verb="mend_at_counter", about=application, at=now)
    return application


@action
def confirm_at_counter(
    *,
    application: Application,
    code: str,
    signed: UploadedFile,  # type: ignore[type-arg]
    by: User,
    seen: int,
    now: datetime,
) -> Application:
    """Take the form that the person has signed, with its code, and submit: consent and pledge are what was signed.

    :raises Impossible: if the code belongs to other answers than those that stand now.
    """
    hold_openings(application)
    application = Application.objects.select_related("round", "applicant").locked(application.pk, seen=seen)
    require(by, Power.COUNTER_ENTRY, about=application)
    entry = CounterEntry.objects.unconfirmed().select_for_update().filter(application=application).first()
    if entry is None or application.status not in (Status.DRAFT, Status.RETURNED):
        raise Impossible("这份报名不在等待本人签字，请刷新页面查看。")
    if code.strip().upper() != form_code(application):
        raise Impossible("核对码与现在的内容不符：打印以后内容又改过。请重新打印，由本人重新签字。")
    now = clock.again(now)
    if application.correction is None or "declarations" in application.correction.parts:
        application = declare(application=application, declared=application.declared, consent=True, pledge=True, by=by, now=now)
    entry.signed = receive(signed, by=by, now=now, accept=Accept.PAPER)
    entry.confirmed_by, entry.confirmed_at = by, now
    entry.save(update_fields=["signed", "confirmed_by", "confirmed_at"])
    application = take_in(application, nonce=uuid4(), by=by, seen=application.version, now=now)
    audit.record(by=by, verb="confirm_at_counter", about=application, at=now, entered_by=entry.entered_by, sha256=entry.signed.sha256)
    return application


def _account(phone: str, identity: Mapping[str, str], now: datetime) -> User:
    """The account of a telephone number; opened without a password where there is none, to be had by a phone code later.

    An account that does not say whose it is may be a stranger's, who would then read what is typed: it is not used.
    """
    found = User.objects.by_phone(phone)
    if found is None:
        username = f"m{secrets.token_hex(8)}"
        return open_account(username=username, name=identity["name"], role=Role.APPLICANT, password=None, phone=phone, now=now)
    if found.role != Role.APPLICANT:
        raise Impossible("这个手机号码是工作人员的，不能用来报名。")
    profile = Profile.objects.filter(person=found).first()
    if profile is None:
        raise Impossible("这个手机号码已经注册，还没有填写身份信息，不能确定是不是本人的。请本人登录填写基本信息，或者换一个手机号码。")
    if profile.id_hash != identity_hash(identity["id_number"]):
        raise Impossible("这个手机号码的账号属于另一位报名人，请核对手机号码和身份证号。")
    return found
