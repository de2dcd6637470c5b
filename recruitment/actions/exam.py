"""笔试 and 面试: seats, tickets, panel, scores entered by one, confirmed by another, released by 人社局."""

import random
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Max

from bureaus import audit, clock, outbox
from bureaus.access import Refused, require, require_another
from bureaus.acts import Impossible, action
from bureaus.models import County, User
from documents.models import StoredFile
from policy.powers import Power
from policy.scoring import FEWEST_PANELISTS
from recruitment.actions.assessment import offices_have_spoken, record_bureau_opinions
from recruitment.actions.moving import NotAtThatStage
from recruitment.actions.outcomes import judge_assessment, rank_interviews, shortlist_written, tell_waiting_apart
from recruitment.documents import ticket_papers
from recruitment.models import Application, ExamRoom, ExamSite, Panelist, PanelScore, Recusal, Round, Score, ScoreSheet, Seat, Status
from recruitment.scores import OPEN_IN, ScoreRow, expected, faults, panel, weights_of


class BadScores(Impossible):
    """Rows of a score sheet that cannot stand; `errors` names each row. Nothing was saved."""

    def __init__(self, errors: Sequence[str]) -> None:
        super().__init__(f"有 {len(errors)} 处需要改正，没有保存：{''.join(errors[:5])}{'……' if len(errors) > 5 else ''}")
        self.errors = list(errors)


@action
def set_site(*, round: Round, name: str, address: str, starts_at: datetime, by: User, now: datetime) -> ExamSite:
    """Say where and when the written exam is sat. Not after the seats are drawn."""
    round = _locked(round, by, Power.EXAM_ARRANGE)
    site = ExamSite.objects.filter(round=round).first() or ExamSite(round=round)
    if site.allocated_at is not None:
        raise Impossible("考场已经编排，准考证号不再变动，不能再改考点。")
    if starts_at <= now:
        raise Impossible("开考时间已经过去，请重新填写。")
    site.name, site.address, site.starts_at = name.strip(), address.strip(), starts_at
    site.save()
    audit.record(by=by, verb="set_site", about=round, at=now, starts_at=starts_at)
    return site


@action
def allocate_seats(*, round: Round, by: User, now: datetime, seed: str = "") -> ExamSite:
    """Draw rooms and seats once, from a stored seed: everyone who passed the review, in the order the seed gives.

    Ticket number: year (2), county (2), site (2), room (3), seat (2). Pressed twice, it returns the plan that is there.
    """
    round = _locked(round, by, Power.EXAM_ARRANGE)
    site = ExamSite.objects.filter(round=round).first()
    if site is None:
        raise Impossible("请先填写考点、地址和开考时间。")
    if site.allocated_at is not None:
        return site
    _everything_reviewed(round)
    sitting = list(Application.objects.at(round.after_review).filter(round=round).order_by("pk"))
    if not sitting:
        raise Impossible("没有审查通过的报名人，不需要编排考场。")
    site.seed = seed or secrets.token_hex(16)
    random.Random(site.seed).shuffle(sitting)  # noqa: S311 - the seed is stored so that anybody can repeat the draw
    prefix = _prefix(round, site)
    seats = []
    for number, people in enumerate(batched_evenly(sitting, round.scheme.number("room_size")), 1):
        room = ExamRoom.objects.create(site=site, number=number, capacity=round.scheme.number("room_size"))
        seats += [
            Seat(room=room, number=place, application=application, ticket_number=f"{prefix}{number:03d}{place:02d}")
            for place, application in enumerate(people, 1)
        ]
    Seat.objects.bulk_create(seats)
    site.allocated_at, site.allocated_by = now, by
    site.save()
    audit.record(by=by, verb="allocate_seats", about=round, at=now, seats=len(seats), seed=site.seed)
    return site


@action
def issue_tickets(*, round: Round, by: User, now: datetime) -> int:
    """Queue 准考证 for every seat and tell everyone; returns how many."""
    round = _locked(round, by, Power.EXAM_ARRANGE)
    seats = list(
        Seat.objects.filter(room__site__round=round)
        .select_related(
            "room__site",
            "application__vacancy__line__office",
            "application__applicant",
            "application__round__county",
            "application__round__scheme",
            "application__round__intake",
        )
        .prefetch_related("application__attachments__file")
    )
    if not seats:
        raise Impossible("还没有编排考场，请先编排考场。")
    ticket_papers(seats, now=now)
    outbox.tell_each("ticket_ready", ((seat.application.applicant, seat, {}) for seat in seats), due=now)
    audit.record(by=by, verb="issue_tickets", about=round, at=now, tickets=len(seats))
    return len(seats)


@action
def set_panel(*, round: Round, panelists: Sequence[tuple[str, bool]], by: User, now: datetime) -> list[Panelist]:
    """Name the panel (name, from the hiring bureau): at least five, at most one from the bureau itself."""
    round = _locked(round, by, Power.EXAM_ARRANGE)
    if ScoreSheet.objects.filter(round=round, stage="interview").exists():
        raise Impossible("已经录入面试成绩，不能再改考官名单。")
    if len(panelists) < FEWEST_PANELISTS:
        raise Impossible(f"考官只有 {len(panelists)} 名，至少要有 {FEWEST_PANELISTS} 名。")
    if sum(own for _, own in panelists) > 1:
        raise Impossible("来自招聘单位的考官最多 1 名，请调整。")
    round.panelists.all().delete()
    named = Panelist.objects.bulk_create(
        Panelist(round=round, number=number, name=name.strip(), from_bureau=own) for number, (name, own) in enumerate(panelists, 1)
    )
    audit.record(by=by, verb="set_panel", about=round, at=now, panelists=len(named))
    return named


@action
def enter_scores(
    *, round: Round, stage: str, rows: Sequence[ScoreRow], by: User, now: datetime, source: StoredFile | None = None, correction: str = ""
) -> ScoreSheet:
    """Enter a complete sheet of one stage. An unconfirmed sheet that is there is replaced.

    A confirmed one is corrected, while its stage is open, by a new version that says why; 加试 may be held again without a word.

    :raises BadScores: naming every row that is wrong or missing.
    """
    round = _locked(round, by, Power.SCORE_ENTER)
    _begun(round, stage)
    people = {seat.ticket_number: seat.application for seat in expected(round, stage)}
    _no_relative(by, people.values())
    panelists = panel(round, stage)
    if stage == "interview" and not panelists:
        raise Impossible("请先填写考官名单。")
    rows = [replace(row, weights=weights_of(round, stage)) for row in rows]  # what a mark counts is the scheme's to say, never the sheet's
    if stage == "assessment":
        offices_have_spoken(people.values())
    if found := list(faults(rows, {ticket: person.name for ticket, person in people.items()}, len(panelists))):
        raise BadScores([fault.sentence for fault in found])
    last = ScoreSheet.objects.filter(round=round, stage=stage).order_by("-version").first()
    if last is not None and last.confirmed_at is None:
        correction = correction or last.correction
        last.delete()
        last = last.replaces
    if last is not None and stage == "extra_test":
        correction = correction.strip() or "再次加试"
    if last is not None and not correction.strip():
        raise Impossible("成绩册已经复核，不能再改。确需更正的，请写明更正理由，另录更正成绩册。")
    sheet = ScoreSheet.objects.create(
        round=round,
        stage=stage,
        version=last.version + 1 if last else 1,
        replaces=last,
        correction=correction.strip(),
        source=source,
        entered_by=by,
        entered_at=now,
    )
    scores = Score.objects.bulk_create(
        Score(sheet=sheet, application=people[row.ticket_number], mark=row.mark, value=row.score) for row in rows
    )
    if stage == "assessment":
        record_bureau_opinions(scores, rows, by=by, now=now)
    PanelScore.objects.bulk_create(
        PanelScore(score=score, panelist=panelist, value=value)
        for score, row in zip(scores, rows, strict=True)
        for panelist, value in zip(panelists, row.panel, strict=False)
        if value is not None
    )
    audit.record(by=by, verb="enter_scores", about=sheet, at=now, stage=stage, rows=len(scores), version=sheet.version)
    return sheet


@action
def confirm_scores(*, sheet: ScoreSheet, by: User, now: datetime) -> ScoreSheet:
    """A second person has compared the sheet with the paper; from now on no score on it can change."""
    sheet = _sheet(sheet, by, Power.SCORE_CONFIRM)
    require_another(by, sheet.entered_by)
    if sheet.confirmed_at is not None:
        return sheet
    _no_relative(by, Application.objects.filter(scores__sheet=sheet))
    sheet.confirmed_by, sheet.confirmed_at = by, now
    sheet.save()
    audit.record(by=by, verb="confirm_scores", about=sheet, at=now, stage=sheet.stage, version=sheet.version)
    return sheet


@action
def send_back_scores(*, sheet: ScoreSheet, reason: str, by: User, now: datetime) -> None:
    """The second person found a difference: the sheet goes, and the first is told why."""
    sheet = _sheet(sheet, by, Power.SCORE_CONFIRM)
    require_another(by, sheet.entered_by)
    if sheet.confirmed_at is not None:
        raise Impossible("成绩册已经复核，不能退回。")
    if not reason.strip():
        raise Impossible("请写明哪里有出入，录入人会收到。")
    outbox.tell("scores_sent_back", to=sheet.entered_by, about=sheet, due=now, reason=reason.strip())
    audit.record(by=by, verb="send_back_scores", about=sheet, at=now, stage=sheet.stage)
    sheet.delete()


@action
def release_scores(*, sheet: ScoreSheet, by: User, now: datetime) -> ScoreSheet:
    """人社局 releases a confirmed sheet. The written exam then gives the shortlist; interview and 加试 give the order of merit."""
    sheet = _sheet(sheet, by, Power.SCORE_RELEASE)
    if sheet.confirmed_at is None:
        raise Impossible("成绩册还没有经第二人复核，不能发布。")
    if sheet.released_at is not None:
        return sheet
    if ScoreSheet.objects.filter(replaces=sheet).exists():
        raise Impossible("这份成绩册已有更正，请发布更正后的成绩册。")
    _begun(sheet.round, sheet.stage)
    now = clock.again(now)
    sheet.released_by, sheet.released_at = by, now
    sheet.save()
    audit.record(by=by, verb="release_scores", about=sheet, at=now, stage=sheet.stage, version=sheet.version)
    if sheet.stage == "written_exam":
        shortlist_written(sheet=sheet, by=by, now=now)
    elif sheet.stage == "assessment":
        judge_assessment(sheet=sheet, by=by, now=now)
    elif sheet.round.stage == sheet.round.track.ranked:
        rank_interviews(round=sheet.round, by=by, now=now)
    else:
        tell_waiting_apart(sheet=sheet)
    return sheet


def _prefix(round: Round, site: ExamSite) -> str:
    """Year, county and the next number of a site there in that year: a county may hold two rounds in one year.

    The county's row serialises two who draw at once.
    """
    County.objects.select_for_update().get(pk=round.county_id)
    here = f"{clock.today(site.starts_at):%y}{round.county.code[-2:]}"
    last = Seat.objects.filter(ticket_number__startswith=here).aggregate(last=Max("ticket_number"))["last"]
    return f"{here}{int(last[4:6]) + 1 if last else 1:02d}"


def batched_evenly(people: Sequence[Application], size: int) -> Iterable[Sequence[Application]]:
    """Rooms of `size`; a last room of fewer than ten is levelled with the one before it."""
    rooms = [list(people[start : start + size]) for start in range(0, len(people), size)]
    if len(rooms) > 1 and len(rooms[-1]) < min(10, size):
        both = rooms[-2] + rooms[-1]
        half = (len(both) + 1) // 2
        rooms[-2:] = [both[:half], both[half:]]
    return rooms


def _begun(round: Round, stage: str) -> None:
    if round.stage not in OPEN_IN[stage]:
        raise NotAtThatStage(f"本批次现在处于“{round.track.stage(round.stage).title}”环节，不能办理这项成绩。")


def _everything_reviewed(round: Round) -> None:
    if round.stage != "review":
        raise NotAtThatStage("报名截止、资格审查做完后，才能编排考场。")
    left = Application.objects.filter(round=round, stage="review", status__in=[Status.ACTIVE, Status.RETURNED]).count()
    if left:
        raise Impossible(f"还有 {left} 份报名没有审查结论，审查完再编排考场。")


def _no_relative(by: User, people: Iterable[Application]) -> None:
    """Refuse a sheet that holds a declared relative: whoever handles it must be somebody else.

    :raises Refused: with the names.
    """
    declared = Recusal.objects.filter(staff=by, application__in=[person.pk for person in people])
    if names := list(declared.values_list("application__name", flat=True)):
        raise Refused(f"成绩册里有您申报回避的考生：{'、'.join(names)}。请由其他工作人员办理。")


def _locked(round: Round, by: User, power: Power) -> Round:
    round = Round.objects.select_related("county", "plan", "intake", "scheme").locked(round.pk)
    require(by, power, about=round)
    return round


def _sheet(sheet: ScoreSheet, by: User, power: Power) -> ScoreSheet:
    sheet = ScoreSheet.objects.select_related("round__county", "round__intake", "round__scheme", "entered_by").locked(sheet.pk)
    require(by, power, about=sheet)
    return sheet
