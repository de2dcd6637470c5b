"""What the city does with what arrived: opens it, comments, files it with a number or returns it, and records 省司法厅 (四.备案)."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.base import File

from bureaus import audit, clock, outbox
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import User
from documents.uploads import Accept, receive
from policy.filings import Mark, checklist, unmarked
from policy.powers import Power, Role
from staffing.actions import way
from staffing.documents import ask_filed_notice, ask_filing_paper
from staffing.models import Comment, Filing, FilingOutcome, Paper, PlanStatus, ProvincialFiling, QuotaPlan
from staffing.places import title_of
from staffing.standing import Clock

FILING_SERIES = "阳司协备"


def suggested_filing_number(paper: Paper, *, now: datetime) -> str:
    """The next number of the city's one series in the year of the filing, such as 阳司协备〔2024〕3号."""
    series = f"{FILING_SERIES}〔{clock.today(now).year}〕"
    used = Filing.objects.filter(filing_number__startswith=series).values_list("filing_number", flat=True)
    numbers = [int(found[1]) for number in used if (found := re.fullmatch(rf"{series}(\d+)号", number))]
    return f"{series}{max(numbers, default=0) + 1}号"


@action
def open_filing(*, filing: Filing, by: User, now: datetime) -> Filing:
    """Begin to read what arrived. From the first opening on the county cannot withdraw it; opening again changes nothing."""
    paper, filing = _locked(filing, seen=None)
    require(by, paper.powers.file, about=filing)
    if filing.opened_at is None and filing.decided_at is None:
        _open(filing, by=by, now=now)
        filing.save()
        audit.record(by=by, verb="open_filing", about=filing, at=now, kind=filing.kind, ordinal=filing.ordinal)
    return filing


@action
def comment(*, filing: Filing, place: str, text: str, by: User, now: datetime) -> Comment:
    """Write a comment beside a part, a cell, an enclosure or a clause; the county reads it with the answer.

    Who comments has read it.

    :raises Impossible: on what is answered, or beside what the filing does not have.
    """
    paper, filing = _locked(filing, seen=None)
    require(by, paper.powers.file, about=filing)
    _require_open(filing)
    if title_of(filing, place) is None:
        raise Impossible("这份材料没有所选的位置，请重新选择。")
    if not text.strip():
        raise Impossible("请写批注内容。")
    if filing.opened_at is None:
        _open(filing, by=by, now=now)
        filing.save()
    written = Comment.objects.create(filing=filing, place=place, text=text.strip(), by=by, at=now)
    audit.record(by=by, verb="comment_filing", about=filing, at=now, place=place)
    return written


@action
def drop_comment(*, comment: Comment, by: User, now: datetime) -> None:
    """Take a comment back before the answer."""
    paper, filing = _locked(comment.filing, seen=None)
    require(by, paper.powers.file, about=filing)
    _require_open(filing)
    audit.record(by=by, verb="drop_comment", about=filing, at=now, place=comment.place)
    comment.delete()


@action
def file_filing(
    *,
    filing: Filing,
    filing_number: str,
    by: User,
    now: datetime,
    marks: Mapping[str, str],
    opinion: str = "",
    seen: int | None = None,
) -> Filing:
    """准予备案: what was sent stands from now on and nothing of it changes any more; a plan's numbers may be used.

    :raises Impossible: if it has not been submitted, is under four people an office, or a point of the checklist is open or not met.
    """
    paper, filing = _locked(filing, seen=seen)
    require(by, paper.powers.file, about=filing)
    _require_open(filing)
    if not filing_number.strip():
        raise Impossible("请填写备案号。")
    if isinstance(paper, QuotaPlan) and not paper.quota_check.passes:
        raise Impossible(f"{paper.quota_check.sentence.partition('，')[0]}，不能准予备案，请退回修改。")
    unmet = [sentence for key, sentence in checklist(filing.kind_of_filing) if marks.get(key) == Mark.UNMET]
    if unmet:
        raise Impossible(f"核对清单里还有不符合的（{unmet[0].partition('：')[2]}），不能准予备案，请退回修改。")
    if left := unmarked(filing.kind_of_filing, marks):
        raise Impossible(f"核对清单还有 {len(left)} 项没有核对（{left[0]}），请逐项核对后再准予备案。")
    paper.status = PlanStatus.FILED
    paper.filing_number = filing.filing_number = filing_number.strip()
    paper.filed_at = now
    _decide(paper, filing, FilingOutcome.FILED, opinion=opinion.strip(), marks=marks, by=by, now=now)
    if isinstance(paper, QuotaPlan):
        ask_filing_paper(paper, opinion=filing.opinion, by=by, now=now)
    else:
        ask_filed_notice(filing, by=by, now=now)
    audit.record(by=by, verb=f"file_{paper.letters}", about=paper, at=now, number=paper.filing_number, version=paper.version)
    return filing


@action
def return_filing(
    *, filing: Filing, opinion: str, by: User, now: datetime, marks: Mapping[str, str] | None = None, seen: int | None = None
) -> Filing:
    """退回修改, with reasons: the clerk may change it, and it goes the whole way up again."""
    paper, filing = _locked(filing, seen=seen)
    require(by, paper.powers.file, about=filing)
    _require_open(filing)
    if not opinion.strip():
        raise Impossible("请写明退回修改的理由，县（区）才知道改哪里。")
    paper.status = PlanStatus.RETURNED
    _decide(paper, filing, FilingOutcome.RETURNED, opinion=opinion.strip(), marks=marks, by=by, now=now)
    audit.record(by=by, verb=f"return_{paper.letters}", about=paper, at=now, version=paper.version)
    return filing


@action
def file_plan(
    *,
    plan: QuotaPlan,
    filing_number: str,
    marks: Mapping[str, str],
    by: User,
    now: datetime,
    opinion: str = "",
    seen: int | None = None,
) -> QuotaPlan:
    """准予备案 of the journey on which the plan is."""
    file_filing(filing=_of_plan(plan, by), filing_number=filing_number, marks=marks, opinion=opinion, by=by, now=now, seen=seen)
    return QuotaPlan.objects.get(pk=plan.pk)


@action
def return_plan(*, plan: QuotaPlan, opinion: str, by: User, now: datetime, seen: int | None = None) -> QuotaPlan:
    """退回修改 of the journey on which the plan is."""
    return_filing(filing=_of_plan(plan, by), opinion=opinion, by=by, now=now, seen=seen)
    return QuotaPlan.objects.get(pk=plan.pk)


@action
def record_provincial(
    *, filing: Filing, number: str, filed_on: date, by: User, now: datetime, upload: "File[Any] | None" = None
) -> ProvincialFiling:
    """Record that the city in turn filed this with 省司法厅 (逐级). Recorded again it is a correction, and the newest counts.

    :raises Impossible: on what the city has not filed itself, or with a day before it or after today.
    :raises UnfitFile: with the sentence for the person.
    """
    require(by, Power.FILING_FILE, about=filing)
    if filing.outcome != FilingOutcome.FILED or filing.decided_at is None:
        raise Impossible("市司法局准予备案以后，才能登记省司法厅的备案。")
    if not number.strip():
        raise Impossible("请填写省司法厅的文号。")
    if not clock.today(filing.decided_at) <= filed_on <= clock.today(now):
        raise Impossible("报备日期应在市局备案之日和今天之间，请核对。")
    paper = receive(upload, by=by, now=now, accept=Accept.PAPER) if upload else None
    record = ProvincialFiling.objects.create(
        filing=filing, number=number.strip(), filed_on=filed_on, paper=paper, recorded_by=by, recorded_at=now
    )
    audit.record(by=by, verb="record_provincial", about=filing, at=now, number=record.number)
    return record


@action
def remind_of_late(*, now: datetime) -> int:
    """Tell the city once of each filing that waits longer than the setting allows; returns how many. Nothing is refused for being late."""
    city = Clock()
    late = [filing for filing in Filing.objects.waiting() if city.is_late(filing, now)]
    people = list(User.objects.filter(role=Role.CITY, is_active=True)) if late else []
    words: dict[str, object] = {"days": city.days}
    outbox.tell_each("filing_waits", [(person, filing, words) for filing in late for person in people], due=now)
    return len(late)


def _of_plan(plan: QuotaPlan, by: User) -> Filing:
    require(by, Power.PLAN_FILE, about=plan)
    filing = plan.filings.filter(decided_at=None).first()
    if filing is None:
        plan.refresh_from_db(fields=["status"])
        raise Impossible(f"方案目前是“{plan.get_status_display()}”，只有已上报的方案才能办理备案。")
    return filing


def _locked(filing: Filing, *, seen: int | None) -> tuple[Paper, Filing]:
    """The plan or matter first, then its journey: the order in which every verb locks them."""
    return way.locked_any(filing.paper, seen=seen), Filing.objects.select_for_update(of=("self",)).get(pk=filing.pk)


def _require_open(filing: Filing) -> None:
    if filing.decided_at is not None:
        raise Impossible(f"这次上报已经办结（{filing.get_outcome_display()}），不能再办。")


def _open(filing: Filing, *, by: User, now: datetime) -> None:
    filing.opened_by = by
    filing.opened_at = now


def _decide(
    paper: Paper, filing: Filing, outcome: FilingOutcome, *, opinion: str, marks: Mapping[str, str] | None, by: User, now: datetime
) -> None:
    """Write the city's answer on the plan or matter and on its journey, and tell the county. Who answers has read it."""
    paper.version += 1
    paper.save()
    if filing.opened_at is None:
        _open(filing, by=by, now=now)
    filing.outcome = outcome
    filing.opinion = opinion
    filing.checklist = {key: mark for key, mark in (marks or {}).items() if mark}
    filing.decided_by = by
    filing.decided_at = now
    filing.save()
    words = {"opinion": opinion, "comments": filing.comments.count()}
    concerned = User.objects.filter(county=filing.county_id, role__in=[Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.COUNTY_HR], is_active=True)
    outbox.tell_each(f"{paper.letters}_{outcome}", [(person, paper, words) for person in concerned], due=now, occasion=str(filing.pk))
