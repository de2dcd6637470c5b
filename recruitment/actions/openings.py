"""开考比例: each vacancy is counted once; people of a cancelled one may choose another (改报) for a while."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Q

from bureaus import audit, clock, outbox
from bureaus.access import Refused, require, require_another
from bureaus.acts import Impossible, action
from bureaus.models import User
from bureaus.tenancy import Stale
from policy.openings import Opening, allowed, bearable, places_left, switch_problem
from policy.powers import Power
from policy.windows import until
from recruitment import eligibility
from recruitment.actions.moving import NotAtThatStage
from recruitment.models import Application, OpeningDecision, OpeningProposal, Round, Status, Vacancy
from recruitment.models.rounds import OpeningOutcome
from recruitment.openings import left_to_choose
from staffing.actions import free

QUALIFIED = Q(applications__status=Status.ACTIVE, applications__stage="written_exam")


class SwitchClosed(Impossible):
    """There is no 改报 for this application, or it is over."""


@action
def propose_opening(
    *, vacancy: Vacancy, outcome: str, reason: str, by: User, now: datetime, switch_until: datetime | None = None
) -> OpeningProposal:
    """Propose what becomes of a vacancy that did not reach the opening ratio: reduced to what the count bears, cancelled, or kept.

    Nothing follows before the head has confirmed it. A proposal that waits is closed by the next one.
    """
    round = Round.objects.select_related("intake", "scheme", "county").locked(vacancy.round_id)
    require(by, Power.ROUND_EDIT, about=round)
    now = clock.again(now)
    chosen, reason = Opening(outcome), reason.strip()
    if OpeningDecision.objects.filter(vacancy=vacancy).exists():
        raise Impossible("这个岗位已经作出决定，不能再改。")
    qualified = _counted(round, vacancy, chosen)
    if chosen is Opening.RETAIN and not reason:
        raise Impossible("经批准保留的岗位须写明理由。")
    switches = _switches(vacancy, chosen, qualified, left_to_choose(vacancy).exists(), switch_until, now)
    OpeningProposal.objects.filter(vacancy=vacancy, closed_at=None).update(closed_by=by, closed_at=now, return_reason="经办人另行提出。")
    proposal = OpeningProposal.objects.create(
        vacancy=vacancy,
        qualified=qualified,
        outcome=chosen.value,
        reason=reason,
        switch_until=switch_until if switches else None,
        proposed_by=by,
        proposed_at=now,
    )
    audit.record(by=by, verb="propose_opening", about=round, at=now, vacancy=vacancy, outcome=chosen.value, qualified=qualified)
    return proposal


@action
def return_opening(*, proposal: OpeningProposal, reason: str, by: User, now: datetime) -> OpeningProposal:
    """The head sends a proposal back with a reason; the clerk is told and proposes anew."""
    round = Round.objects.select_related("county").locked(proposal.vacancy.round_id)
    require(by, Power.OPENING_CONFIRM, about=round)
    proposal = _waiting(round, [proposal.pk], by)[0]
    if not reason.strip():
        raise Impossible("请写明退回的理由，经办人会收到。")
    proposal.closed_by, proposal.closed_at, proposal.return_reason = by, clock.again(now), reason.strip()
    proposal.save(update_fields=["closed_by", "closed_at", "return_reason"])
    outbox.tell("opening_returned", to=proposal.proposed_by, about=proposal, due=proposal.closed_at, reason=proposal.return_reason, head=by)
    audit.record(by=by, verb="return_opening", about=round, at=proposal.closed_at, vacancy=proposal.vacancy)
    return proposal


@action
def confirm_openings(*, round: Round, proposals: Collection[int], by: User, now: datetime) -> list[OpeningDecision]:
    """The head confirms what was on the screen, all of it or nothing; now it takes effect.

    The people who passed the review are counted once, here, and have to be as many as when it was proposed. What is given up goes
    back to the ledger. Where a cancelled vacancy has people and another one is left, they may choose it until `switch_until`.

    :raises bureaus.access.OneHand: if it is the one who proposed it.
    """
    round = Round.objects.select_related("intake", "scheme", "county").locked(round.pk)
    require(by, Power.OPENING_CONFIRM, about=round)
    now = clock.again(now)
    waiting = _waiting(round, proposals, by)
    going = [each.vacancy_id for each in waiting if each.outcome == OpeningOutcome.CANCEL]
    decisions = []
    for proposal in waiting:
        vacancy, chosen = proposal.vacancy, Opening(proposal.outcome)
        if _counted(round, vacancy, chosen) != proposal.qualified:
            raise Impossible(f"{vacancy.line.office}审查通过的人数在提出以后变了，请退回经办人重新提出。没有作出任何决定。")
        left = left_to_choose(vacancy).exclude(pk__in=going).exists()
        switches = _switches(vacancy, chosen, proposal.qualified, left, proposal.switch_until, now)
        decisions.append(
            OpeningDecision(
                vacancy=vacancy,
                qualified=proposal.qualified,
                outcome=proposal.outcome,
                headcount=places_left(chosen, proposal.qualified, **_measure(round, vacancy)),
                reason=proposal.reason,
                proposed_by=proposal.proposed_by,
                decided_by=by,
                decided_at=now,
                switch_until=proposal.switch_until if switches else None,
            )
        )
    OpeningDecision.objects.bulk_create(decisions)
    _cancel_applications(decisions, by, now)
    for decision in decisions:
        _give_back(round, decision, by, now)
        audit.record(
            by=by,
            verb="decide_opening",
            about=round,
            at=now,
            vacancy=decision.vacancy,
            outcome=decision.outcome,
            qualified=decision.qualified,
            headcount=decision.headcount,
            entered_by=decision.proposed_by,
        )
    return decisions


def _counted(round: Round, vacancy: Vacancy, chosen: Opening) -> int:
    """How many passed the review for the vacancy, under the round's lock; refused where nothing may be decided, or not that."""
    if not round.counts_openings:
        raise Impossible(f"{round.track.title}没有开考比例，不用作这项决定。")
    if round.stage != "review":
        raise NotAtThatStage("报名截止后、资格审查结束前，才能作开考比例的决定。")
    if Application.objects.filter(vacancy=vacancy, stage="review", status__in=[Status.ACTIVE, Status.RETURNED]).exists():
        raise Impossible("这个岗位还有没审查完的报名，审查完再决定。")
    qualified = Application.objects.at("written_exam").filter(vacancy=vacancy).count()
    measure = _measure(round, vacancy)
    if chosen not in allowed(qualified, **measure):
        bears = bearable(qualified, **measure)
        if chosen is Opening.REDUCE and bears == 0:
            raise Impossible("按开考比例核减后没有名额了，请选择取消岗位或经批准保留。")
        raise Impossible(f"审查通过 {qualified} 人，按开考比例可保留 {bears} 个名额，请选择相符的决定。")
    return qualified


def _measure(round: Round, vacancy: Vacancy) -> dict[str, int]:
    return {"ratio": round.scheme.number("opening_ratio"), "headcount": vacancy.headcount}


def _switches(vacancy: Vacancy, chosen: Opening, qualified: int, left: bool, until: datetime | None, now: datetime) -> bool:
    """Whether cancelling leaves people another vacancy to choose; refused where they would have no time for it."""
    switches = chosen is Opening.CANCEL and qualified > 0 and left
    if switches and (problem := switch_problem(until, now)):
        raise Impossible(problem)
    return switches


def _waiting(round: Round, keys: Collection[int], by: User) -> list[OpeningProposal]:
    """The proposals under lock, in the order of the plan's lines; refused where one of them no longer waits."""
    rows = OpeningProposal.objects.waiting().filter(vacancy__round=round, pk__in=keys)
    found = list(rows.select_related("vacancy__line__office", "proposed_by").select_for_update(of=("self",)).order_by("vacancy__line_id"))
    if not found or len(found) != len(set(keys)):
        raise Impossible("页面上的意见已经有人审定、退回或者重新提出，没有保存。请刷新页面，看过以后再办理。")
    for each in found:
        require_another(by, each.proposed_by)
    return found


@action
def switch_vacancy(*, application: Application, vacancy: Vacancy, by: User, seen: int, now: datetime) -> Application:
    """改报: somebody whose vacancy was cancelled takes another one of the round, and is reviewed again for it.

    :raises SwitchClosed: from the announced instant on, by the portal's clock after the lock.
    :raises bureaus.guards.Prevented: `one_live_application_per_intake`, if the person has registered elsewhere since.
    """
    require(by, Power.APPLY)
    round = Round.objects.locked(application.round_id)  # whoever decides on a vacancy locks it too: nobody switches to one being cancelled
    application = Application.objects.select_related(
        "round__county", "round__intake", "round__scheme", "applicant", "vacancy__opening"
    ).locked(application.pk)
    if application.applicant_id != by.pk:
        raise Refused("这份报名不属于您的账号。")
    if application.version != seen:
        raise Stale
    now = clock.again(now)
    decision = getattr(application.vacancy, "opening", None)
    if application.status != Status.CANCELLED or decision is None or decision.switch_until is None:
        raise SwitchClosed("这份报名现在不能改报。")
    if now >= decision.switch_until or round.stage != "review":
        raise SwitchClosed(f"改报已于 {until(decision.switch_until)} 截止，这份报名没有改动。")
    if vacancy.round_id != application.round_id:
        raise Impossible("所选岗位不属于本次招聘，请重新选择。")
    must_take_people(vacancy)
    if failed := eligibility.verdict(application).failed:
        rule = failed[0].rule
        raise Impossible(f"“{rule.title}”不符合（{rule.clause.ref}），不能改报。")
    before = application.vacancy
    application.vacancy = vacancy
    application.status, application.stage = Status.ACTIVE, "review"
    application.attempt += 1
    application.version += 1
    application.save(update_fields=["vacancy", "status", "stage", "attempt", "version"])
    outbox.tell("vacancy_switched", to=by, about=application, due=now, occasion=str(application.version))
    audit.record(by=by, verb="switch_vacancy", about=application, at=now, before=before, vacancy=vacancy)
    return application


def must_take_people(vacancy: Vacancy | None) -> None:
    """Refuse to bring somebody to a cancelled vacancy: it takes nobody any more."""
    if vacancy is not None and OpeningDecision.objects.filter(vacancy=vacancy, outcome=OpeningOutcome.CANCEL).exists():
        raise Impossible("所报岗位已经取消，这个岗位不再收人。请选择其他岗位，或者与招聘单位联系。")


@action
def freeze_openings(*, round: Round, by: User, now: datetime) -> None:
    """When the review closes, the count of every vacancy that reached the ratio is written down too: it counts once."""
    undecided = round.vacancies.filter(opening=None).annotate(qualified=Count("applications", filter=QUALIFIED))
    OpeningDecision.objects.bulk_create(
        OpeningDecision(
            vacancy=vacancy,
            qualified=vacancy.qualified,  # type: ignore[attr-defined]  # annotated above
            outcome=OpeningOutcome.KEEP,
            headcount=vacancy.headcount,
            decided_by=by,
            decided_at=now,
        )
        for vacancy in undecided
    )


@action
def tell_of_lapsed_switches(*, now: datetime) -> int:
    """Tell everybody who did not choose another vacancy in time that this is the end. Claimed by conditional update: once."""
    told = 0
    due = OpeningDecision.objects.filter(switch_until__lte=now, switch_told_at=None)
    for decision in due.select_related("vacancy"):
        if not OpeningDecision.objects.filter(pk=decision.pk, switch_told_at=None).update(switch_told_at=now):
            continue
        left = Application.objects.filter(vacancy=decision.vacancy, status=Status.CANCELLED).select_related("applicant", "round__county")
        outbox.tell_each("switch_lapsed", [(each.applicant, each, {}) for each in left], due=now)
        told += len(left)
    return told


def _cancel_applications(decisions: Collection[OpeningDecision], by: User, now: datetime) -> None:
    """The posts are gone and with them their live applications; people may choose another one, and are told until when."""
    cancelled = {each.vacancy_id: each for each in decisions if each.outcome == OpeningOutcome.CANCEL}
    for application in (
        Application.objects.select_for_update(of=("self",))
        .filter(vacancy__in=list(cancelled), status=Status.ACTIVE)
        .select_related("applicant", "round__county")
        .order_by("pk")
    ):
        application.status = Status.CANCELLED
        application.version += 1
        application.save(update_fields=["status", "version"])
        until_when = cancelled[application.vacancy_id].switch_until  # type: ignore[index]  # found by its vacancy
        words = {"until": until(until_when) if until_when else ""}
        outbox.tell("vacancy_cancelled", to=application.applicant, about=application, due=now, occasion=str(application.version), **words)
        audit.record(by=by, verb="cancel_application", about=application, at=now)


def _give_back(round: Round, decision: OpeningDecision, by: User, now: datetime) -> None:
    """What a vacancy loses goes back to its line of the plan; lines are locked last, and in one order."""
    vacancy = decision.vacancy
    if decision.headcount < vacancy.headcount:
        free(
            line=vacancy.line,
            track=round.intake.track,
            number=vacancy.headcount - decision.headcount,
            reference=f"recruitment.vacancy:{vacancy.pk} 核减",
            now=now,
            by=by,
        )
