"""开考比例: each vacancy is counted once; people of a cancelled one may choose another (改报) for a while."""

from datetime import datetime

from django.db.models import Count, Q

from bureaus import audit, clock, outbox
from bureaus.access import Refused, require
from bureaus.acts import Impossible, action
from bureaus.models import User
from bureaus.tenancy import Stale
from policy.openings import Opening, allowed, bearable, places_left, switch_problem
from policy.powers import Power
from policy.windows import until
from recruitment import eligibility
from recruitment.actions.moving import NotAtThatStage
from recruitment.models import Application, OpeningDecision, Round, Status, Vacancy
from recruitment.models.rounds import OpeningOutcome
from recruitment.openings import left_to_choose
from staffing.actions import free

QUALIFIED = Q(applications__status=Status.ACTIVE, applications__stage="written_exam")


class SwitchClosed(Impossible):
    """There is no 改报 for this application, or it is over."""


@action
def decide_opening(
    *, vacancy: Vacancy, outcome: str, reason: str, by: User, now: datetime, switch_until: datetime | None = None
) -> OpeningDecision:
    """Decide a vacancy that did not reach the opening ratio: reduced to what the count bears, cancelled, or kept by approval.

    The people who passed the review are counted once, here. What is given up goes back to the ledger. Where a cancelled vacancy
    has people and another one is left, they may choose it until `switch_until`.
    """
    round = Round.objects.select_related("intake", "scheme", "county").locked(vacancy.round_id)
    require(by, Power.ROUND_EDIT, about=round)
    if not round.counts_openings:
        raise Impossible(f"{round.track.title}没有开考比例，不用作这项决定。")
    now = clock.again(now)
    if round.stage != "review":
        raise NotAtThatStage("报名截止后、资格审查结束前，才能作开考比例的决定。")
    if Application.objects.filter(vacancy=vacancy, stage="review", status__in=[Status.ACTIVE, Status.RETURNED]).exists():
        raise Impossible("这个岗位还有没审查完的报名，审查完再决定。")
    qualified = Application.objects.at("written_exam").filter(vacancy=vacancy).count()
    count = {"ratio": round.scheme.number("opening_ratio"), "headcount": vacancy.headcount}
    chosen = Opening(outcome)
    if chosen not in allowed(qualified, **count):
        bears = bearable(qualified, **count)
        if chosen is Opening.REDUCE and bears == 0:
            raise Impossible("按开考比例核减后没有名额了，请选择取消岗位或经批准保留。")
        raise Impossible(f"审查通过 {qualified} 人，按开考比例可保留 {bears} 个名额，请选择相符的决定。")
    switches = chosen is Opening.CANCEL and qualified > 0 and left_to_choose(vacancy).exists()
    if switches and (problem := switch_problem(switch_until, now)):
        raise Impossible(problem)
    headcount = places_left(chosen, qualified, **count)
    decision = OpeningDecision.objects.create(
        vacancy=vacancy,
        qualified=qualified,
        outcome=chosen.value,
        headcount=headcount,
        reason=reason.strip(),
        decided_by=by,
        decided_at=now,
        switch_until=switch_until if switches else None,
    )
    if headcount < vacancy.headcount:
        free(
            line=vacancy.line,
            track=round.intake.track,
            number=vacancy.headcount - headcount,
            reference=f"recruitment.vacancy:{vacancy.pk} 核减",
            now=now,
            by=by,
        )
    if chosen is Opening.CANCEL:
        _cancel_applications(decision, by, now)
    audit.record(
        by=by, verb="decide_opening", about=round, at=now, vacancy=vacancy, outcome=chosen.value, qualified=qualified, headcount=headcount
    )
    return decision


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


def _cancel_applications(decision: OpeningDecision, by: User, now: datetime) -> None:
    """The post is gone and with it the live applications for it; they may choose another, and are told until when."""
    for application in (
        Application.objects.select_for_update(of=("self",))
        .filter(vacancy=decision.vacancy, status=Status.ACTIVE)
        .select_related("applicant", "round__county")
    ):
        application.status = Status.CANCELLED
        application.version += 1
        application.save(update_fields=["status", "version"])
        words = {"until": until(decision.switch_until) if decision.switch_until else ""}
        outbox.tell("vacancy_cancelled", to=application.applicant, about=application, due=now, occasion=str(application.version), **words)
        audit.record(by=by, verb="cancel_application", about=application, at=now)
