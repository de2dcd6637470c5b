"""The one way up: whatever a county sends to the city is handed on, countersigned, submitted, given back and withdrawn by these verbs.

`ready` is what a kind still asks of its content; it raises `Impossible` with the sentence.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import QuerySet

from bureaus import audit, outbox
from bureaus.access import require, require_another
from bureaus.acts import Impossible, action
from bureaus.models import User
from policy.powers import Power, Role
from staffing.documents import ask_receipt
from staffing.models import Difficulty, Filing, FilingOutcome, Matter, Paper, PlanStatus, QuotaPlan

P = TypeVar("P", QuotaPlan, Matter)
Ready = Callable[[P], None]
WITH_THE_CLERK = (PlanStatus.DRAFT, PlanStatus.RETURNED)


def locked(paper: P, *, seen: int | None) -> P:
    """The plan or matter under its lock, at the version the person has seen."""
    return type(paper).objects.locked(paper.pk, seen=seen)


def locked_any(paper: Paper, *, seen: int | None) -> Paper:
    """The same where either may come."""
    if isinstance(paper, QuotaPlan):
        return locked(paper, seen=seen)
    return locked(paper, seen=seen)


@action
def offer(*, paper: P, ready: Ready[P], by: User, seen: int, now: datetime) -> P:
    """Hand a complete one on: to 人社局 where the document asks for its signature, else to the bureau's head."""
    paper = locked(paper, seen=seen)
    require(by, paper.powers.edit, about=paper)
    joint = paper.kind_of_filing.countersign is not None
    if paper.status not in WITH_THE_CLERK:
        raise Impossible(f"{paper.noun}{paper.get_status_display()}，不需要再送{'会签' if joint else '审签'}。")
    ready(paper)
    paper.offered_at = now
    paper.sent_back_reason = ""
    _save(paper)
    if joint:
        tell_county(f"{paper.letters}_offered", paper, [Role.COUNTY_HR], now=now)
    else:
        tell_county(f"{paper.letters}_ready", paper, [Role.COUNTY_HEAD], now=now)
    _record(paper, "offer", by=by, now=now)
    return paper


@action
def countersign(*, paper: P, ready: Ready[P], by: User, seen: int, now: datetime) -> P:
    """人社局 countersigns; the head may then submit.

    :raises OneHand: if the same person entered it.
    """
    paper = locked(paper, seen=seen)
    require(by, paper.powers.countersign, about=paper)
    if paper.kind_of_filing.countersign is None:
        raise Impossible(f"这项{paper.noun}不需要人社局会签，由司法局负责人上报。")
    require_another(by, paper.entered_by)
    if paper.status not in WITH_THE_CLERK:
        raise Impossible(f"{paper.noun}{paper.get_status_display()}，不需要再会签。")
    if not paper.is_offered:
        raise Impossible(f"经办人还没有把{paper.noun}送来会签，请等经办人送签。")
    ready(paper)
    paper.status = PlanStatus.COUNTERSIGNED
    paper.countersigned_by = by
    paper.countersigned_at = now
    paper.offered_at = None
    paper.sent_back_reason = ""
    _save(paper)
    tell_county(f"{paper.letters}_countersigned", paper, [Role.COUNTY_CLERK, Role.COUNTY_HEAD], now=now)
    _record(paper, "countersign", by=by, now=now)
    return paper


@action
def send_back(*, paper: P, power: Power, reason: str, by: User, seen: int, now: datetime) -> P:
    """Who should sign gives it back to the clerk with the reason, until it is submitted. A countersignature ends with it."""
    paper = locked(paper, seen=seen)
    require(by, power, about=paper)
    if not paper.is_editable:
        raise Impossible(f"{paper.noun}{paper.get_status_display()}，不能再退回经办人。")
    if not reason.strip():
        raise Impossible("请写明退回的理由，经办人才知道改哪里。")
    if paper.status == PlanStatus.COUNTERSIGNED:
        paper.status = PlanStatus.DRAFT
        paper.countersigned_by = paper.countersigned_at = None
    paper.offered_at = None
    paper.sent_back_reason = reason.strip()
    _save(paper)
    tell_county(f"{paper.letters}_sent_back", paper, [Role.COUNTY_CLERK], now=now, reason=paper.sent_back_reason)
    _record(paper, "send_back", by=by, now=now)
    return paper


@action
def submit(*, paper: P, ready: Ready[P], as_sent: Callable[[P], dict[str, Any]], by: User, seen: int, now: datetime) -> P:
    """The head submits to the city: what is sent is kept in a Filing and frozen, and its receipt is asked for (四.备案).

    :raises Impossible: if a signature or something of its content is missing.
    :raises OneHand: if the same person entered it.
    """
    paper = locked(paper, seen=seen)
    require(by, paper.powers.submit, about=paper)
    require_another(by, paper.entered_by)
    if paper.status in (PlanStatus.SUBMITTED, PlanStatus.FILED):
        raise Impossible(f"{paper.noun}{paper.get_status_display()}，不需要再次上报。")
    if not paper.awaits_submission:
        raise Impossible(_not_yet(paper))
    ready(paper)
    paper.status = PlanStatus.SUBMITTED
    paper.submitted_by = by
    paper.submitted_at = now
    paper.offered_at = None
    _save(paper)
    filing = _send(paper, as_sent(paper), by=by, now=now)
    ask_receipt(filing, by=by, now=now)
    city = User.objects.filter(role=Role.CITY, is_active=True)
    outbox.tell_each(f"{paper.letters}_submitted", [(person, paper, {}) for person in city], due=now, occasion=str(filing.pk))
    _record(paper, "submit", by=by, now=now, ordinal=filing.ordinal)
    return paper


@action
def withdraw(*, paper: P, by: User, seen: int, now: datetime) -> P:
    """The head takes back what the city has not opened yet; the clerk may change it, and it goes the whole way up again.

    :raises Impossible: once somebody of the city has opened it.
    """
    paper = locked(paper, seen=seen)
    require(by, paper.powers.submit, about=paper)
    filing = open_filing_of(paper)
    if filing is None:
        raise Impossible(f"{paper.noun}目前是“{paper.get_status_display()}”，没有等待市局办理的上报，不用撤回。")
    if filing.opened_at is not None:
        raise Impossible("市司法局已经拆阅，不能再撤回；需要修改的，请与市司法局联系退回。")
    paper.status = PlanStatus.RETURNED
    _save(paper)
    filing.outcome = FilingOutcome.WITHDRAWN
    filing.decided_by = by
    filing.decided_at = now
    filing.save()
    people = [*_of_county(paper, [Role.COUNTY_CLERK]), *User.objects.filter(role=Role.CITY, is_active=True)]
    outbox.tell_each(f"{paper.letters}_withdrawn", [(person, paper, {}) for person in people], due=now, occasion=str(filing.pk))
    _record(paper, "withdraw", by=by, now=now, ordinal=filing.ordinal)
    return paper


def void(paper: Paper, *, by: User, now: datetime) -> None:
    """Put a countersigned one back to a draft, without which its content does not change; who had countersigned is told."""
    if paper.status != PlanStatus.COUNTERSIGNED:
        return
    signer = paper.countersigned_by
    paper.status = PlanStatus.DRAFT
    paper.countersigned_by = paper.countersigned_at = None
    if signer is not None:
        outbox.tell(f"{paper.letters}_countersignature_void", to=signer, about=paper, due=now, occasion=str(paper.version))
    _record(paper, "void", by=by, now=now)


def open_filing_of(paper: Paper) -> Filing | None:
    """The journey that waits for the city's answer, locked after its plan or matter."""
    return paper.filings.select_for_update(of=("self",)).filter(decided_at=None).first()


def tell_county(letter: str, paper: Paper, roles: list[Role], *, now: datetime, occasion: str = "", **words: object) -> None:
    """One letter to everybody of the county who holds one of these roles."""
    letters = [(person, paper, words) for person in _of_county(paper, roles)]
    outbox.tell_each(letter, letters, due=now, occasion=occasion or str(paper.version))


def _of_county(paper: Paper, roles: list[Role]) -> QuerySet[User]:
    found: QuerySet[User] = User.objects.filter(county=paper.county_id, role__in=roles, is_active=True)
    return found


def _send(paper: Paper, sent: dict[str, Any], *, by: User, now: datetime) -> Filing:
    owner = {"plan": paper} if isinstance(paper, QuotaPlan) else {"matter": paper}
    county = paper.county
    return Filing.objects.create(
        **owner,
        **sent,
        county=county,
        kind=paper.kind_of_filing.key,
        title=str(paper),
        ordinal=Filing.objects.filter(**owner).count() + 1,
        enclosures=[
            {
                "key": each.key,
                "title": paper.kind_of_filing.enclosure(each.key).title,
                "called": each.file.called,
                "sha256": each.file.sha256,
            }
            | {"file": each.file_id}
            for each in paper.enclosures.select_related("file")
        ],
        difficulties=[each.as_sent for each in Difficulty.objects.filter(county=county).unsolved()],
        countersigned_by=paper.countersigned_by if paper.kind_of_filing.countersign else None,
        countersigned_at=paper.countersigned_at if paper.kind_of_filing.countersign else None,
        submitted_by=by,
        submitted_at=now,
    )


def _not_yet(paper: Paper) -> str:
    if paper.kind_of_filing.countersign is not None:
        return f"{paper.noun}还没有经人社局会签，暂不能上报。请先送人社局会签。"
    return f"{paper.noun}还没有送审签，暂不能上报。请经办人写好后送负责人审签。"


def _save(paper: Paper) -> None:
    paper.version += 1
    paper.save()


def _record(paper: Paper, act: str, *, by: User, now: datetime, **details: object) -> None:
    verb = f"{act}_countersignature" if act == "void" and isinstance(paper, QuotaPlan) else f"{act}_{paper.letters}"
    audit.record(by=by, verb=verb, about=paper, at=now, version=paper.version, **details)
