"""What an applicant does: profile, draft, declarations, submit, withdraw. The papers are in `papers`."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from bureaus import audit, clock, outbox
from bureaus.access import Refused, holds, require
from bureaus.acts import Impossible, action
from bureaus.models import User
from bureaus.tenancy import Stale
from policy.identity import read_identity
from policy.powers import Power
from policy.progress import Outcome
from recruitment import eligibility
from recruitment.actions.corrections import answer, must_allow
from recruitment.actions.moving import Ruling, settle
from recruitment.actions.openings import must_take_people
from recruitment.actions.outcomes import give_up
from recruitment.documents import receipt_paper
from recruitment.models import Application, CounterEntry, Profile, Round, Status, Vacancy
from recruitment.models.applications import RELATIVE
from recruitment.numbers import draw
from recruitment.openings import BEFORE_REVIEW_ENDS
from recruitment.registration import CONSENT_VERSION, PLEDGE_VERSION, SECTIONS, missing
from staffing.models import Auxiliary, identity_hash


class Closed(Impossible):
    """Registration has not begun or is over."""


class Incomplete(Impossible):
    """Something is not filled in; `missing` names what."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"还不能提交，请先补齐：{'、'.join(missing)}。已填写的内容都已保存。")
        self.missing = missing


class NotOnRoster(Impossible):
    """Internal selection is for those who stand on the county's roster of serving auxiliaries (四(一).对象)."""

    def __init__(self, round: Round) -> None:
        county = round.county
        super().__init__(
            f"您的身份证号不在{county.name}在册专职辅助人员名单上，不能报名（四(一)）。"
            f"身份证号填错的请改正；名单有误的，请联系{county.justice_bureau}更正名单后再报名。"
        )


class Locked(Impossible):
    """The application can no longer be changed."""

    def __init__(self) -> None:
        super().__init__("报名已经提交，内容不能再改。需要更正的，请在报名截止前撤回后重新报名，或者联系招聘单位。")


class Bound(Impossible):
    """Whoever passed the review and then gave up does not register again in the same intake."""

    def __init__(self) -> None:
        super().__init__("您的报名审查通过后已经放弃，报考岗位不能再换，本招聘期内不能再报名。确有特殊情况的，请联系招聘单位。")


@action
def save_profile(*, name: str, id_number: str, address: str, by: User, now: datetime) -> Profile:
    """Save who the person is; birth date and sex are read from the number.

    :raises policy.identity.BadIdentity: one sentence per fault.
    """
    require(by, Power.APPLY)
    profile = write_profile(by, name=name, id_number=id_number, address=address, now=now)
    audit.record(by=by, verb="save_profile", about=profile, at=now)
    return profile


def write_profile(person: User, *, name: str, id_number: str, address: str, now: datetime) -> Profile:
    """Who somebody is, as the one number tells it. Called within a verb."""
    identity = read_identity(id_number, clock.today(now))
    profile, _ = Profile.objects.update_or_create(
        person=person,
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
    if person.name != profile.name:
        User.objects.filter(pk=person.pk).update(name=profile.name)
    return profile


@action
def begin_application(*, round: Round, by: User, now: datetime, vacancy: Vacancy | None = None) -> Application:
    """Open a draft for a round that is taking registrations, or return the one that is there.

    A `vacancy` chosen beforehand is put into a new draft only.

    :raises Closed: before registration opens and from its closing instant on.
    """
    require(by, Power.APPLY)
    if own := begun(round, by):
        return own
    application = open_draft(round, by, now, vacancy)
    audit.record(by=by, verb="begin_application", about=application, at=now)
    return application


def begun(round: Round, person: User) -> Application | None:
    """What the person has for a round already, be it a draft; what was refused or given up leaves room for another."""
    return Application.objects.filter(round=round, applicant=person).exclude(status__in=[Status.WITHDRAWN, Status.REJECTED]).first()


def open_draft(round: Round, person: User, now: datetime, vacancy: Vacancy | None = None) -> Application:
    """An empty draft of the person. Called within a verb, which records who did it."""
    _must_be_open(round, clock.again(now))
    _must_not_be_bound(round.intake_id, applicant=person)
    if round.is_internal:
        profile = Profile.objects.filter(person=person).first()
        if profile is not None and eligibility.on_roster(round, profile.id_hash) is None:
            raise NotOnRoster(round)
    if vacancy is not None and vacancy.round_id != round.pk:
        raise Impossible("所选岗位不属于本次招聘，请重新选择。")
    return Application.objects.create(
        intake=round.intake, round=round, county=round.county, vacancy=vacancy, applicant=person, saved_at=now
    )


@action
def save_section(*, application: Application, section: str, by: User, now: datetime, **fields: Any) -> Application:
    """Save one page of the draft. `section` is a key of `recruitment.registration.SECTIONS` and names the fields it may set."""
    application = own_draft(application, by, section, now)
    allowed = SECTIONS[section]
    for field, value in fields.items():
        if field not in allowed:
            raise KeyError(f"{field} is not a field of the section {section}")
        setattr(application, field, value)
    if section == "vacancy" and application.vacancy is not None and application.vacancy.round_id != application.round_id:
        raise Impossible("所选岗位不属于本次招聘，请重新选择。")
    if section == "vacancy" and application.status == Status.RETURNED:
        must_take_people(application.vacancy)
    touch(application, [*fields], now)
    audit.record(by=by, verb="save_section", about=application, at=now, section=section)
    return application


@action
def declare(
    *,
    application: Application,
    declared: Mapping[str, bool],
    consent: bool | None,
    pledge: bool | None,
    by: User,
    now: datetime,
    relatives: Mapping[str, str] | None = None,
) -> Application:
    """Save the declarations, the consent to sensitive information and the 诚信承诺, each on its own; None leaves a box as it stands.

    `relatives` by the keys of RELATIVE, empty where there is nobody.
    """
    asked = {rule.key for rule in eligibility.asked_of(application)}  # a round's questions stay as they were announced
    application = own_draft(application, by, "declarations", now)
    application.declared = {key: bool(value) for key, value in declared.items() if key in asked}
    if consent is not None:
        application.consent_version = CONSENT_VERSION if consent else ""
        application.consented_at = now if consent else None
    if pledge is not None:
        application.pledge_version = PLEDGE_VERSION if pledge else ""
        application.pledged_at = now if pledge else None
    if relatives is not None:
        if relatives and not all(relatives.get(key, "").strip() for key in ("name", "relation", "place")):
            raise Impossible("有亲属在司法行政系统工作的，请写明姓名、关系、单位和职务。")
        application.has_relatives = bool(relatives)
        told = {key: relatives.get(key, "").strip() for key in RELATIVE}
        application.relatives = json.dumps(told, ensure_ascii=False) if relatives else None
    touch(application, ["declared", "has_relatives", "relatives", "consent_version", "consented_at", "pledge_version", "pledged_at"], now)
    audit.record(by=by, verb="declare", about=application, at=now, consent=application.consent_version, pledge=application.pledge_version)
    return application


@action
def submit(*, application: Application, nonce: UUID, by: User, seen: int, now: datetime) -> Application:
    """Submit once, whatever happens: a repeated `nonce` returns the same application with its receipt number.

    :raises Incomplete: naming what is missing.
    :raises NotOnRoster: in internal selection, if the person is not on the county's roster as of the round's day.
    :raises Closed: from the closing instant on, by the portal's clock after the lock.
    :raises bureaus.guards.Prevented: `one_live_application_per_intake`, if the person has a live one; it names no county and nobody.
    :raises bureaus.tenancy.Stale: if another device has changed the draft since.
    """
    hold_openings(application)
    application = _locked(application)
    must_be_own(application, by)
    if application.nonce == nonce and application.status != Status.DRAFT:
        return application
    must_be_confirmed(application, by, now)
    return take_in(application, nonce=nonce, by=by, seen=seen, now=now)


def take_in(application: Application, *, nonce: UUID, by: User, seen: int, now: datetime) -> Application:
    """Take a locked draft in as it stands. Called within a verb that has asked whose it is."""
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
    else:
        must_take_people(application.vacancy)
    profile = Profile.objects.filter(person=application.applicant).first()
    if application.round.is_internal and profile is not None:
        application.auxiliary = _at_the_door(application.round, profile)
    lacking = missing(application, profile)
    if lacking or profile is None:
        raise Incomplete(lacking)
    if first:
        _must_not_be_bound(application.intake_id, id_hash=profile.id_hash)
    if first or _may_correct_identity(application, profile, now):
        for field in ("name", "id_number", "id_hash", "id_last4", "born_on", "sex", "address"):
            setattr(application, field, getattr(profile, field))
    if application.auxiliary is not None and application.auxiliary.education is not None:
        application.education = application.auxiliary.education
    application.phone = application.applicant.phone
    application.nonce = nonce
    application.status = Status.ACTIVE
    application.stage = "registration" if first else "review"
    application.submitted_at = now
    application.saved_at = now
    application.version += 1
    if first:
        application.number = _new_number(application, now)
    application.save()
    if first:
        settle(rulings=[Ruling(application=application, outcome=Outcome.PASSED)], stage="registration", now=now, by=by, letter=False)
        receipt_paper(application, now=now)
    else:
        answer(application, now)
    outbox.tell("application_received", to=application.applicant, about=application, due=now, occasion=str(application.version))
    audit.record(by=by, verb="submit_application", about=application, at=now, number=application.number, again=not first)
    return application


@action
def withdraw(*, application: Application, reason: str, by: User, seen: int, now: datetime) -> Application:
    """The applicant gives up (放弃): before registration closes they may apply anew, afterwards it is final."""
    application = _locked(application)
    must_be_theirs(application, by)
    if application.version != seen:
        raise Stale
    if application.status not in (Status.ACTIVE, Status.RETURNED):
        raise Impossible("这份报名现在不能放弃。")
    give_up(application=application, sentence=reason.strip() or "本人放弃", by=by, now=now)
    audit.record(by=by, verb="withdraw", about=application, at=now)
    return application


def _at_the_door(round: Round, profile: Profile) -> Auxiliary:
    """The roster's row by which this person applies, held until the application stands: it is not ended in between."""
    as_of = round.scheme.experience_as_of
    if as_of is None or not Auxiliary.objects.door(id_hash=profile.id_hash, county=round.county, on=as_of):
        raise NotOnRoster(round)
    return Auxiliary.objects.on_roster(round.county, as_of).select_for_update(of=("self",)).get(id_hash=profile.id_hash)


def _locked(application: Application) -> Application:
    return Application.objects.select_related(
        "round__county", "round__intake", "round__scheme", "applicant", "vacancy__line__office", "auxiliary"
    ).locked(application.pk)


def hold_openings(application: Application) -> None:
    """Before somebody submits again, the lock of whoever decides on a vacancy: nobody comes to one that is being cancelled."""
    if application.status == Status.RETURNED:
        Round.objects.locked(application.round_id)


def must_be_own(application: Application, by: User) -> None:
    """One's own, or at the counter what is typed for somebody who stands there and has not signed it yet."""
    if holds(by, Power.COUNTER_ENTRY) and CounterEntry.objects.unconfirmed().filter(application=application).exists():
        require(by, Power.COUNTER_ENTRY, about=application)
        return
    must_be_theirs(application, by)


def must_be_theirs(application: Application, by: User) -> None:
    """Refuse everybody but the applicant."""
    require(by, Power.APPLY)
    if application.applicant_id != by.pk:
        raise Refused("这份报名不属于您的账号。")


def own_draft(application: Application, by: User, part: str, now: datetime) -> Application:
    """The draft under lock. From the closing instant on it is kept as it is, to be looked at."""
    application = Application.objects.select_related("round").locked(application.pk)
    must_be_own(application, by)
    if application.status not in (Status.DRAFT, Status.RETURNED):
        raise Locked
    if application.status == Status.DRAFT:
        _must_be_open(application.round, now)
    must_allow(application, part, now)
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


def must_be_confirmed(application: Application, by: User, now: datetime) -> None:
    """What was typed at the counter is submitted once its person has signed, or submits it from their own account."""
    entry = CounterEntry.objects.unconfirmed().filter(application=application).first()
    if entry is None:
        return
    if by.pk != application.applicant_id:
        raise Impossible("代填的报名还没有经本人确认，不能提交。请打印登记表，本人签字后上传。")
    entry.online, entry.confirmed_by, entry.confirmed_at = True, by, now
    entry.save(update_fields=["online", "confirmed_by", "confirmed_at"])


def _may_correct_identity(application: Application, profile: Profile, now: datetime) -> bool:
    """Whether a correction takes the profile over again. After the deadline a return by the review is no way in for somebody else."""
    correction = application.corrections.open().first()
    if correction is None or "profile" not in correction.parts:
        return correction is None
    if correction.by_review and profile.id_hash != application.id_hash and now >= application.round.registration_closes_at:
        raise Impossible("报名已经截止，补正时不能换成另一个身份证号。号码确实填错的，请联系招聘单位为您开放更正。")
    return True


def _must_not_be_bound(intake: int, **whose: Any) -> None:
    """Approval locks the post: given up after it, the place in this intake is gone. Giving up before it leaves the person free."""
    if Application.objects.filter(intake=intake, status=Status.WITHDRAWN, **whose).exclude(stage__in=BEFORE_REVIEW_ENDS).exists():
        raise Bound


def _instant(moment: datetime) -> str:
    local = moment.astimezone(clock.BEIJING)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M:%S}"


def _new_number(application: Application, now: datetime) -> str:
    """A receipt number that nobody has; the column's constraint is what holds it."""
    while True:
        number = draw(clock.today(now).year, application.round.county.code)
        if not Application.objects.filter(number=number).exists():
            return number
