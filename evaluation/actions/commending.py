"""表彰: the clerk proposes, the head lets it be shown, and decides when the days of the 公示 are over."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from bureaus import audit, clock, days, outbox
from bureaus.access import require, require_another
from bureaus.acts import Impossible, action
from bureaus.models import County, User
from documents.models import StoredFile
from evaluation.models import Commendation, Honour, Objection, what_holds
from evaluation.service import departures_of, rules_of
from policy.appraisal import commendation_problem
from policy.calendar import NoCalendar, publicity_period
from policy.commendation import AWARDS, amount_problem, quota_problem, service_problem, year_problem
from policy.objections import ending_problem
from policy.powers import Power
from staffing.models import Assistant

DONE = "这项表彰已经办理，请刷新页面查看结果。"


@action
def propose_commendations(
    *,
    assistants: Sequence[Assistant],
    year: int,
    award: str,
    performance: str,
    achievements: str,
    contribution: str,
    amount: Decimal | None,
    paper: StoredFile,
    by: User,
    now: datetime,
) -> list[Commendation]:
    """Propose one commendation for each of these people, on the same deeds and the same paper.

    :raises Impossible: for somebody who has left,
        without the deeds, for money the county has not ruled, or for more than the year's quota has left.
    """
    if not assistants:
        raise Impossible("请选择受表彰的司法协理员。")
    for person in assistants:
        require(by, Power.DISCIPLINE_PREPARE, about=person)
    if award not in AWARDS:
        raise Impossible("请选择表彰名称。")
    for person in assistants:
        if problem := gone_problem(person, clock.today(now)):
            raise Impossible(problem)
    county = assistants[0].county
    grounds = {"performance": performance.strip(), "achievements": achievements.strip(), "contribution": contribution.strip()}
    if (
        problem := year_problem(year, clock.today(now))
        or commendation_problem(**grounds)
        or amount_problem(amount, rules_of(county).commendation_amount)
        or _quota_problem(county, year, more=len(assistants))
    ):
        raise Impossible(problem)
    proposed = []
    for person in assistants:
        if Commendation.objects.standing().filter(assistant=person, year=year, award=award).exists():
            raise Impossible(f"{person.name}{year}年度已经提出过“{AWARDS[award].title}”，没有重复办理。")
        row = Commendation.objects.create(
            assistant=person, year=year, award=award, amount=amount, paper=paper, entered_by=by, entered_at=now, **grounds
        )
        audit.record(by=by, verb="propose_commendation", about=row, at=now, year=year, award=award)
        proposed.append(row)
    return proposed


@action
def post_commendation(*, commendation: Commendation, by: User, seen: int, now: datetime) -> Commendation:
    """The head lets it be shown: from today name, office and title stand on the public page, and a place of the quota is taken.

    :raises OneHand: if it is the one who proposed it.
    :raises Impossible: if the person has left, the quota is used up, or the days of the 公示 cannot be counted.
    """
    commendation = _locked(commendation, by, seen)
    if commendation.state != Honour.PROPOSED:
        raise Impossible(DONE)
    if problem := gone_problem(commendation.assistant, clock.today(now)):
        raise Impossible(problem)
    county = commendation.assistant.county
    County.objects.select_for_update(of=("self",), no_key=True).get(pk=county.pk)  # everybody who takes a place takes turns
    rules = rules_of(county)
    if problem := _quota_problem(county, commendation.year) or amount_problem(commendation.amount, rules.commendation_amount):
        raise Impossible(problem)
    try:
        shown = publicity_period(clock.today(now), rules.commendation_days, days.working_days())
    except NoCalendar as unknown:
        raise Impossible(str(unknown)) from unknown
    commendation.state, commendation.posted_by, commendation.posted_on = Honour.POSTED, by, clock.today(now)
    commendation.posted_first, commendation.posted_last = shown.first, shown.last
    _save(commendation)
    audit.record(by=by, verb="post_commendation", about=commendation, at=now, first=shown.first, last=shown.last)
    return commendation


@action
def confirm_commendation(*, commendation: Commendation, by: User, seen: int, now: datetime) -> Commendation:
    """The head decides, and the person is told; from here on nothing of it changes.

    :raises OneHand: if it is the one who proposed it.
    :raises Impossible: before the last day of the 公示 is over, if the person has left, or over an objection.
    """
    commendation = _locked(commendation, by, seen)
    if commendation.state == Honour.PROPOSED or commendation.posted_last is None:
        raise Impossible("表彰须先公示，公示期满以后才能审定。")
    if commendation.state != Honour.POSTED:
        raise Impossible(DONE)
    if clock.today(clock.again(now)) <= commendation.posted_last:
        raise Impossible(f"公示到 {commendation.posted_last} 为止，期满以后才能审定。")
    if problem := gone_problem(commendation.assistant, clock.today(now)) or what_holds(commendation):
        raise Impossible(problem)
    commendation.state, commendation.decided_by, commendation.decided_at = Honour.CONFIRMED, by, now
    _save(commendation)
    audit.record(by=by, verb="confirm_commendation", about=commendation, at=now, award=commendation.award, year=commendation.year)
    if commendation.assistant.person is not None:
        outbox.tell("commended", to=commendation.assistant.person, about=commendation, due=now)
    return commendation


@action
def return_commendation(*, commendation: Commendation, reason: str, by: User, seen: int, now: datetime) -> Commendation:
    """It goes back with a reason, also out of a 公示 once every objection is answered; its place of the quota is free again."""
    commendation = _locked(commendation, by, seen)
    if commendation.state not in (Honour.PROPOSED, Honour.POSTED):
        raise Impossible(DONE)
    if not reason.strip():
        raise Impossible("请写明退回的理由。")
    if unanswered := Objection.objects.against(commendation).unanswered().count():
        raise Impossible(ending_problem(unanswered=unanswered))
    commendation.state, commendation.decided_by, commendation.decided_at = Honour.RETURNED, by, now
    commendation.return_reason = reason.strip()
    _save(commendation)
    audit.record(by=by, verb="return_commendation", about=commendation, at=now)
    return commendation


def gone_problem(person: Assistant, today: date) -> str:
    """Why this person cannot be shown or commended on a day, with the name; blank for who serves."""
    left = departures_of([person], today)
    problem = service_problem(serves=person.pk not in left, left_on=left.get(person.pk))
    return f"{person.name}{problem}" if problem else ""


def _quota_problem(county: County, year: int, *, more: int = 1) -> str:
    given = Commendation.objects.counted().filter(assistant__county=county, year=year).count()
    return quota_problem(year=year, given=given, quota=rules_of(county).commendations, more=more)


def _locked(commendation: Commendation, by: User, seen: int) -> Commendation:
    rows = Commendation.objects.select_related("assistant__person", "assistant__county", "entered_by")
    commendation = rows.locked(commendation.pk, seen=seen)
    require(by, Power.DISCIPLINE_CONFIRM, about=commendation)
    require_another(by, commendation.entered_by)
    return commendation


def _save(commendation: Commendation) -> None:
    commendation.version += 1
    commendation.save()
