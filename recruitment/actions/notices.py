"""公告 and 公示: prepared by the clerk, signed by both bureaus, posted for everyone."""

import hashlib
from datetime import datetime

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
from recruitment.documents import notice_paper
from recruitment.models import PublicNotice, Round
from recruitment.publication import context, ready
from staffing.actions import prove, reserve

EVIDENCE = {"announcement": Evidence.ANNOUNCEMENT, "hires": Evidence.HIRES}  # what posting them proves in the pilot programme
AGAIN = {"opening_changes"}  # each of these tells of what no earlier one told
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
    if notice.kind == "announcement":
        _announce(round, by, now)
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
    if evidence := EVIDENCE.get(notice.kind):
        prove(
            county=round.county,
            evidence=evidence,
            reference=f"{NOTICES[notice.kind].titled(round.intake.track)}（{notice.paper_number}）",
            by=by,
            now=now,
        )
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
