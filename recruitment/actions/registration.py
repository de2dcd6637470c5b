"""What an applicant does: profile, draft, declarations, submit, withdraw. The papers are in `papers`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from bureaus import audit, clock, outbox
from bureaus.access import Refused, require
from bureaus.acts import Impossible, action
from bureaus.models import User
from bureaus.tenancy import Stale
from policy.identity import read_identity
from policy.powers import Power
from policy.progress import Outcome
from recruitment import eligibility
from recruitment.actions.moving import Ruling, settle
from recruitment.actions.outcomes import give_up
from recruitment.documents import receipt_paper
from recruitment.models import Application, Profile, Round, Status, Vacancy
from recruitment.registration import CONSENT_VERSION, PLEDGE_VERSION, SECTIONS, missing
from staffing.models import identity_hash


class Closed(Impossible):
    """Registration has not begun or is over."""


class Incomplete(Impossible):
    """Something is not filled in; `missing` names what."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"还不能提交，请先补齐：{'、'.join(missing)}。已填写的内容都已保存。")
        self.missing = missing


class Locked(Impossible):
    """The application can no longer be changed."""

    def __init__(self) -> None:
        super().__init__("报名已经提交，内容不能再改。需要更正的，请在报名截止前撤回后重新报名，或者联系招聘单位。")


@action
def save_profile(*, name: str, id_number: str, address: str, by: User, now: datetime) -> Profile:
    """Save who the person is; birth date and sex are read from the number.

    :raises policy.identity.BadIdentity: one sentence per fault.
    """
    require(by, Power.APPLY)
    identity = read_identity(id_number, clock.today(now))
    profile, _ = Profile.objects.update_or_create(
        person=by,
        defaults={
            "name": name.strip(),
            "id_number": identity.number,
            "id_hash": identity_hash(identity.number),
            "id_last4": identity.number[-4:],
            "born_on": identity.born_on,
            "sex": identity.sex,
            "address": address.strip(),
            "saved_at": now,
        },
    )
    if by.name != profile.name:
        User.objects.filter(pk=by.pk).update(name=profile.name)
    audit.record(by=by, verb="save_profile", about=profile, at=now)
    return profile


@action
def begin_application(*, round: Round, by: User, now: datetime, vacancy: Vacancy | None = None) -> Application:
    """Open a draft for a round that is taking registrations, or return the one that is there.

    A `vacancy` chosen beforehand is put into a new draft only.

    :raises Closed: before registration opens and from its closing instant on.
    """
    require(by, Power.APPLY)
    own = Application.objects.filter(round=round, applicant=by).exclude(status__in=[Status.WITHDRAWN, Status.REJECTED]).first()
    if own is not None:
        return own
    _must_be_open(round, clock.again(now))
    if vacancy is not None and vacancy.round_id != round.pk:
        raise Impossible("所选岗位不属于本次招聘，请重新选择。")
    application = Application.objects.create(
        intake=round.intake, round=round, county=round.county, vacancy=vacancy, applicant=by, saved_at=now
    )
    audit.record(by=by, verb="begin_application", about=application, at=now)
    return application


@action
def save_section(*, application: Application, section: str, by: User, now: datetime, **fields: Any) -> Application:
    """Save one page of the draft. `section` is a key of `recruitment.registration.SECTIONS` and names the fields it may set."""
    application = own_draft(application, by)
    allowed = SECTIONS[section]
    for field, value in fields.items():
        if field not in allowed:
            raise KeyError(f"{field} is not a field of the section {section}")
        setattr(application, field, value)
    if section == "vacancy" and application.vacancy is not None and application.vacancy.round_id != application.round_id:
        raise Impossible("所选岗位不属于本次招聘，请重新选择。")
    touch(application, [*fields], now)
    audit.record(by=by, verb="save_section", about=application, at=now, section=section)
    return application


@action
def declare(
    *, application: Application, declared: Mapping[str, bool], consent: bool | None, pledge: bool | None, by: User, now: datetime
) -> Application:
    """Save the declarations, the consent to sensitive information and the 诚信承诺, each on its own; None leaves a box as it stands."""
    asked = {rule.key for rule in eligibility.asked(application.round)}  # a round's questions stay as they were announced
    application = own_draft(application, by)
    application.declared = {key: bool(value) for key, value in declared.items() if key in asked}
    if consent is not None:
        application.consent_version = CONSENT_VERSION if consent else ""
        application.consented_at = now if consent else None
    if pledge is not None:
        application.pledge_version = PLEDGE_VERSION if pledge else ""
        application.pledged_at = now if pledge else None
    touch(application, ["declared", "consent_version", "consented_at", "pledge_version", "pledged_at"], now)
    audit.record(by=by, verb="declare", about=application, at=now, consent=application.consent_version, pledge=application.pledge_version)
    return application


@action
def submit(*, application: Application, nonce: UUID, by: User, seen: int, now: datetime) -> Application:
    """Submit once, whatever happens: a repeated `nonce` returns the same application with its receipt number.

    :raises Incomplete: naming what is missing.
    :raises Closed: from the closing instant on, by the portal's clock after the lock.
    :raises bureaus.guards.Prevented: `one_live_application_per_intake`, if the person has a live one; it names no county and nobody.
    :raises bureaus.tenancy.Stale: if another device has changed the draft since.
    """
    application = _locked(application)
    must_be_own(application, by)
    if application.nonce == nonce and application.status != Status.DRAFT:
        return application
    if application.status not in (Status.DRAFT, Status.RETURNED):
        raise Locked
    if application.version != seen:
        raise Stale
    now = clock.again(now)
    first = application.status == Status.DRAFT
    if first:
        _must_be_open(application.round, now)
    elif application.round.stage not in ("registration", "review"):
        raise Closed("资格审查已经结束，不能再补正。内容仍为您保存，请联系招聘单位。")
    profile = Profile.objects.filter(person=by).first()
    lacking = missing(application, profile)
    if lacking or profile is None:
        raise Incomplete(lacking)
    for field in ("name", "id_number", "id_hash", "id_last4", "born_on", "sex", "address"):
        setattr(application, field, getattr(profile, field))
    application.phone = by.phone
    application.nonce = nonce
    application.status = Status.ACTIVE
    application.stage = "registration" if first else "review"
    application.submitted_at = now
    application.saved_at = now
    application.version += 1
    if first:
        application.number = _next_number(application, now)
    application.save()
    if first:
        settle(rulings=[Ruling(application=application, outcome=Outcome.PASSED)], stage="registration", now=now, by=by, letter=False)
        receipt_paper(application, now=now)
    outbox.tell("application_received", to=by, about=application, due=now, occasion=str(application.version))
    audit.record(by=by, verb="submit_application", about=application, at=now, number=application.number, again=not first)
    return application


@action
def withdraw(*, application: Application, reason: str, by: User, seen: int, now: datetime) -> Application:
    """The applicant gives up (放弃): before registration closes they may apply anew, afterwards it is final."""
    application = _locked(application)
    must_be_own(application, by)
    if application.version != seen:
        raise Stale
    if application.status not in (Status.ACTIVE, Status.RETURNED):
        raise Impossible("这份报名现在不能放弃。")
    give_up(application=application, sentence=reason.strip() or "本人放弃", by=by, now=now)
    audit.record(by=by, verb="withdraw", about=application, at=now)
    return application


def _locked(application: Application) -> Application:
    return Application.objects.select_related(
        "round__county", "round__intake", "round__scheme", "applicant", "vacancy__line__office"
    ).locked(application.pk)


def must_be_own(application: Application, by: User) -> None:
    """Refuse everybody but the applicant."""
    require(by, Power.APPLY)
    if application.applicant_id != by.pk:
        raise Refused("这份报名不属于您的账号。")


def own_draft(application: Application, by: User) -> Application:
    """The draft alone, under lock: a page that is saved needs nothing of its round."""
    application = Application.objects.locked(application.pk)
    must_be_own(application, by)
    if application.status not in (Status.DRAFT, Status.RETURNED):
        raise Locked
    return application


def touch(application: Application, fields: list[str], now: datetime) -> None:
    """Save these fields of a locked draft, as of now."""
    application.saved_at = now
    application.version += 1
    application.save(update_fields=[*fields, "saved_at", "version"])


def _must_be_open(round: Round, now: datetime) -> None:
    if round.announced_at is None:
        raise Closed("公告还没有发布，不能报名。")
    if now < round.registration_opens_at:
        raise Closed(f"报名将于 {_instant(round.registration_opens_at)} 开始，请届时再来。")
    if now >= round.registration_closes_at:
        closed = _instant(round.registration_closes_at)
        raise Closed(f"报名已于 {closed} 截止，您提交时为 {_instant(now)}。已填写的内容仍为您保存，可查看但不能再提交。")


def _instant(moment: datetime) -> str:
    local = moment.astimezone(clock.BEIJING)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M:%S}"


def _next_number(application: Application, now: datetime) -> str:
    """A receipt number from a database sequence, which never gives a number twice and makes nobody wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('recruitment_receipt_number')")
        following: int = cursor.fetchone()[0]
    return f"YQ{clock.today(now).year}-{application.round.county.code[-2:]}-{following:06d}"
