"""公告 and 公示: prepared by the clerk, signed by both bureaus, posted for everyone."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from bureaus import audit, clock, outbox
from bureaus.access import Refused, require, require_another
from bureaus.acts import Impossible, action
from bureaus.days import working_days
from bureaus.models import County, User
from policy.calendar import publicity_period
from policy.gates import blockers
from policy.powers import Power, Role
from policy.programme import Evidence
from policy.tracks import NOTICES
from recruitment import pages, progress
from recruitment.course import moment
from recruitment.documents import notice_paper
from recruitment.models import PublicNotice, Round
from recruitment.publication import context, ready
from staffing.actions import prove, reserve

EVIDENCE = {"announcement": Evidence.ANNOUNCEMENT, "hires": Evidence.HIRES}  # what posting them proves in the pilot programme
AGAIN = {"opening_changes"}  # each of these tells of what no earlier one told
CHANGEABLE = ("registration_closes_at", "introduction", "benefits")  # of a round that is announced; the trigger knows the same three
SIGNING = {Role.COUNTY_HEAD: (Power.NOTICE_SIGN_HEAD, "head"), Role.COUNTY_HR: (Power.NOTICE_SIGN_HR, "hr")}


class Blocked(Impossible):
    """The gates are not open; `reasons` is what keeps them shut."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("".join(reasons))
        self.reasons = reasons


@action
def prepare_notice(*, round: Round, kind: str, by: User, now: datetime) -> PublicNotice:
    """Draw up a notice from what the round holds now. Preparing it again replaces the draft and its signatures.

    :raises Blocked: while what the notice would tell is not there yet.
    """
    round = _locked(round)
    require(by, Power.NOTICE_PREPARE, about=round)
    if reasons := ready(round, kind):
        raise Blocked(reasons)
    posted = round.notices.posted().filter(kind=kind).order_by("-edition").first()
    if posted is not None and kind not in AGAIN:
        raise Impossible(f"“{NOTICES[kind].titled(round.intake.track)}”已经发布，内容不能再改。")
    round.notices.filter(kind=kind, posted_at=None).delete()
    body = render_to_string(f"recruitment/notices/{kind}.html", context(round, kind, on=clock.today(now)))
    notice = PublicNotice.objects.create(
        round=round,
        kind=kind,
        edition=posted.edition + 1 if posted else 1,
        title=f"{round.title}{NOTICES[kind].titled(round.intake.track)}",
        body=body,
        sha256=_digest(body),
        prepared_by=by,
        prepared_at=now,
    )
    audit.record(by=by, verb="prepare_notice", about=notice, at=now, kind=kind, sha256=notice.sha256)
    return notice


@action
def prepare_change(*, round: Round, reason: str, changes: Mapping[str, Any], by: User, seen: int, now: datetime) -> PublicNotice:
    """Draw up a 变更公告: the announcement that stands with other free sections or a later closing instant, and why.

    Preparing it again replaces the draft and its signatures. Nothing of the round changes before it is posted.

    :raises Impossible: if nothing changes, the reason is missing, or the closing instant has passed or would come earlier.
    """
    round = Round.objects.select_related("county", "plan", "intake", "scheme").locked(round.pk, seen=seen)
    require(by, Power.NOTICE_PREPARE, about=round)
    stands = round.notices.posted().filter(kind="announcement").order_by("-edition").first()
    if stands is None or round.finished_at is not None:
        raise Impossible("只有已经发布、还在进行的招聘公告才能变更。")
    if not reason.strip():
        raise Impossible("请写明变更的理由，会印在变更公告里。")
    changed = {key: changes[key] for key in CHANGEABLE if key in changes and changes[key] != getattr(round, key)}
    if not changed:
        raise Impossible("内容和现行公告相同，没有需要变更的。")
    if "registration_closes_at" in changed:
        _must_extend(round, changed["registration_closes_at"], now)
    round.notices.filter(kind="announcement", posted_at=None).delete()
    before = {key: getattr(round, key) for key in changed}
    for key, value in changed.items():
        setattr(round, key, value)  # only as the text is written; the round itself changes when it is posted
    first = round.notices.get(kind="announcement", edition=1)
    whole = context(round, "announcement", on=clock.today(first.prepared_at))
    body = render_to_string("recruitment/notices/_change.html", {**whole, "stands": stands, "reason": reason.strip(), "before": before})
    body += render_to_string("recruitment/notices/announcement.html", whole)
    notice = PublicNotice.objects.create(
        round=round,
        kind="announcement",
        edition=stands.edition + 1,
        replaces=stands,
        changes={key: value.isoformat() if isinstance(value, datetime) else value for key, value in changed.items()},
        reason=reason.strip(),
        title=f"{round.title}变更公告",
        body=body,
        sha256=_digest(body),
        prepared_by=by,
        prepared_at=now,
    )
    audit.record(by=by, verb="prepare_change", about=notice, at=now, fields=sorted(changed), sha256=notice.sha256)
    return notice


@action
def sign_notice(*, notice: PublicNotice, by: User, seen: int, now: datetime) -> PublicNotice:
    """The head of the bureau signs (签发), 人社局 countersigns (会签); neither signs what they drew up themselves."""
    notice = PublicNotice.objects.select_related("round").locked(notice.pk, seen=seen)
    power, who = SIGNING.get(Role(by.role), (Power.NOTICE_SIGN_HEAD, ""))
    require(by, power, about=notice)
    require_another(by, notice.prepared_by)
    if notice.posted_at is not None or getattr(notice, f"{who}_signed_by_id") is not None:
        raise Impossible("这份公告已经签过，不需要再签。")
    setattr(notice, f"{who}_signed_by", by)
    setattr(notice, f"{who}_signed_at", now)
    _save(notice)
    audit.record(by=by, verb="sign_notice", about=notice, at=now, sha256=notice.sha256)
    return notice


@action
def return_notice(*, notice: PublicNotice, reason: str, by: User, seen: int, now: datetime) -> None:
    """A signatory sends the draft back; the clerk is told why and draws it up anew."""
    notice = PublicNotice.objects.select_related("round", "prepared_by").locked(notice.pk, seen=seen)
    power, _ = SIGNING.get(Role(by.role), (Power.NOTICE_SIGN_HEAD, ""))
    require(by, power, about=notice)
    if notice.posted_at is not None:
        raise Impossible("这份公告已经发布，不能退回。")
    if not reason.strip():
        raise Impossible("请写明退回的理由，经办人会收到。")
    outbox.tell("notice_returned", to=notice.prepared_by, about=notice, due=now, reason=reason.strip(), signatory=by)
    audit.record(by=by, verb="return_notice", about=notice, at=now, kind=notice.kind)
    notice.delete()


@action
def post_notice(*, notice: PublicNotice, by: User, seen: int, now: datetime) -> PublicNotice:
    """Post what both bureaus have signed; from this instant everyone can read it and nobody can change it.

    Posting the announcement freezes the round and reserves its numbers in the ledger. Posting a 公示 fixes its days.

    :raises policy.calendar.NoCalendar: if a 公示 would reach a year without a calendar.
    :raises Blocked: if a gate of the announcement is shut.
    """
    notice = PublicNotice.objects.select_related("round__county", "round__plan", "round__intake", "round__scheme").locked(
        notice.pk, seen=seen
    )
    require(by, Power.ROUND_PUBLISH, about=notice)
    if notice.posted_at is not None:
        return notice
    if notice.head_signed_by_id is None or notice.hr_signed_by_id is None:
        raise Refused("司法局签发、人社局会签后才能发布。")
    round = Round.objects.select_related("county", "plan", "intake", "scheme").locked(notice.round_id)
    now = clock.again(now)
    if notice.kind == "announcement" and not notice.is_change:
        _announce(round, by, now)
    if notice.is_change and "registration_closes_at" in notice.changes:
        _must_extend(round, datetime.fromisoformat(notice.changes["registration_closes_at"]), now)
    if notice.kind == "proposed_hires":
        period = publicity_period(clock.today(now), round.scheme.number("publicity_days"), working_days())
        notice.first_day, notice.last_day = period.first, period.last
        notice.body += render_to_string("recruitment/notices/_period.html", {"notice": notice, "round": round, "county": round.county})
        notice.sha256 = _digest(notice.body)
    notice.round = round
    notice.posted_at = now
    notice.paper_number = _paper_number(round.county, now)
    notice.paper = notice_paper(notice, now=now)
    _save(notice)
    if notice.is_change:
        _follow_change(round, notice, now)
    elif evidence := EVIDENCE.get(notice.kind):
        reference = f"{NOTICES[notice.kind].titled(round.intake.track)}（{notice.paper_number}）"
        prove(county=round.county, evidence=evidence, reference=reference, by=by, now=now)
    transaction.on_commit(pages.forget, robust=True)
    audit.record(by=by, verb="post_notice", about=notice, at=now, kind=notice.kind, sha256=notice.sha256, paper_number=notice.paper_number)
    return notice


def _announce(round: Round, by: User, now: datetime) -> None:
    facts = progress.facts(round, now, "announcement", posting="announcement")
    if reasons := blockers("announcement", facts, track=round.track):
        raise Blocked(reasons)
    if round.registration_closes_at <= now:
        raise Impossible("报名截止时间已经过去，请先修改报名时间，再重新送签。")
    for vacancy in round.vacancies.select_related("line").order_by("line_id"):
        reserve(
            line=vacancy.line,
            track=round.intake.track,
            number=vacancy.headcount,
            reference=f"recruitment.vacancy:{vacancy.pk}",
            now=now,
            by=by,
        )
    round.announced_at = now
    round.stage = round.stages[round.stages.index("announcement") + 1]
    round.version += 1
    round.save()


def _must_extend(round: Round, closes_at: datetime, now: datetime) -> None:
    if now >= round.registration_closes_at:
        raise Impossible(f"报名已于 {moment(round.registration_closes_at)} 截止。延长报名须在原截止时刻之前发布变更公告，现在不能再延长。")
    if closes_at <= round.registration_closes_at:
        raise Impossible(f"新的截止时刻须晚于现在的 {moment(round.registration_closes_at)}：报名时间只能延长，不能缩短。")


def _follow_change(round: Round, notice: PublicNotice, now: datetime) -> None:
    """The round becomes what was signed (a trigger holds it to that), and everybody who has an application or a draft is told."""
    for key, value in notice.changes.items():
        setattr(round, key, datetime.fromisoformat(value) if key == "registration_closes_at" else value)
    round.version += 1
    round.save()
    people = User.objects.filter(applications__round=round).distinct()
    closes_at = round.registration_closes_at if "registration_closes_at" in notice.changes else None
    outbox.tell_each("announcement_changed", ((person, notice, {"closes_at": closes_at}) for person in people), due=now)


def _paper_number(county: County, now: datetime) -> str:
    """〔year〕 and the next number of the county's notices in that year; the county's row serialises two who post at once."""
    County.objects.select_for_update().get(pk=county.pk)
    year = clock.today(now).year
    used = PublicNotice.objects.filter(round__county=county, paper_number__contains=f"〔{year}〕").count()
    return f"{county.name.removesuffix('县').removesuffix('区')}司协招〔{year}〕{used + 1}号"


def _locked(round: Round) -> Round:
    return Round.objects.select_related("county", "plan", "intake", "scheme").locked(round.pk)


def _save(notice: PublicNotice) -> None:
    notice.version += 1
    notice.save()


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()
