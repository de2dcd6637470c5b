"""Closing the stages of a round: by a person when the gates are open, by the clock when registration is over."""

from datetime import datetime

from django.db.models import F, QuerySet

from bureaus import audit, clock, outbox
from bureaus.access import require
from bureaus.acts import action
from bureaus.models import User
from policy.powers import Power
from policy.progress import Outcome
from policy.tracks import next_stage
from recruitment import progress, revocation
from recruitment.actions.moving import NotAtThatStage, Ruling, settle
from recruitment.actions.notices import Blocked
from recruitment.actions.openings import freeze_openings
from recruitment.actions.outcomes import propose
from recruitment.models import Application, Round, Status
from recruitment.models.notices import ObjectionOutcome
from recruitment.ranking import headcount
from staffing.actions import free

CLOCKED = "registration"


@action
def close_stage(*, round: Round, stage: str, by: User, seen: int, now: datetime) -> Round:
    """Close the round's open stage and open the next; closing the last one finishes the round.

    :raises Blocked: with everything that keeps the stage from closing.
    :raises NotAtThatStage: if another stage is open.
    """
    round = Round.objects.select_related("county", "plan", "intake", "scheme").locked(round.pk, seen=seen)
    require(by, Power.ROUND_EDIT, about=round)
    if round.stage != stage or round.finished_at is not None:
        raise NotAtThatStage("这个环节已经结束或者还没有开始，请刷新页面查看当前环节。")
    now = clock.again(now)
    if reasons := progress.what_blocks(round, now):
        raise Blocked(reasons)
    _follow(round, stage, by, now)
    return round


@action
def close_due(*, now: datetime) -> int:
    """Close every registration whose closing instant has passed. Claimed by conditional update: any number of ticks do it once."""
    closed = 0
    due = Round.objects.announced().filter(stage=CLOCKED, registration_closes_at__lte=now)
    for round in due.select_related("county", "intake"):
        following = next_stage(round.stages, CLOCKED)
        if _still_due(round, now).update(stage=following, version=F("version") + 1):
            closed += 1
            audit.record(by=None, verb="close_stage", about=round, at=now, stage=CLOCKED)
    return closed


def _still_due(round: Round, now: datetime) -> QuerySet[Round]:
    """Asked again by the update itself: another tick may have closed it, an extension may just have been posted."""
    return Round.objects.filter(pk=round.pk, stage=CLOCKED, registration_closes_at__lte=now)


def _follow(round: Round, stage: str, by: User, now: datetime) -> None:
    """What closing this stage brings about, then the next stage opens."""
    match stage:
        case "review":
            if round.counts_openings:
                freeze_openings(round=round, by=by, now=now)
        case round.track.ranked:
            propose(round=round, by=by, now=now)
        case "publicity":
            _pass_publicity(round, by, now)
        case "contract":
            _finish(round, by, now)
    following = next_stage(round.stages, stage)
    if following is None:
        round.finished_at = now
    else:
        round.stage = following
    round.version += 1
    round.save()
    audit.record(by=by, verb="close_stage", about=round, at=now, stage=stage)


def _pass_publicity(round: Round, by: User, now: datetime) -> None:
    """Everybody against whom no objection stands goes on to the contract; 暂缓 holds back one person and lets the others go on."""
    published = Application.objects.at("publicity").filter(round=round).exclude(objections__outcome=ObjectionOutcome.SUSPENDED)
    people = published.select_related("applicant", "round__county", "vacancy")
    settle(rulings=[Ruling(application=person, outcome=Outcome.PASSED) for person in people], stage="publicity", now=now, by=by)


def _finish(round: Round, by: User, now: datetime) -> None:
    """Nobody is called any more: who waited is told, and what was reserved and not filled goes back to the plan line."""
    stage = round.track.ranked
    waiting = progress.waiting(round).select_related("applicant", "round__county", "vacancy")
    rulings = [
        Ruling(
            application=person,
            outcome=Outcome.FAILED,
            reason=stage,
            clause=round.track.stage(stage).ref,
            sentence="本批次招聘已经结束，您的名次未进入聘用名额。",
        )
        for person in waiting
    ]
    settle(rulings=rulings, stage=stage, now=now, by=by)
    for vacancy in round.vacancies.select_related("line", "opening").order_by("line_id"):
        held = Application.objects.filter(vacancy=vacancy, status__in=[Status.ACTIVE, Status.HIRED]).count()
        if left := headcount(vacancy) - held - revocation.accounted(vacancy):
            free(
                line=vacancy.line, track=round.intake.track, number=left, reference=f"recruitment.vacancy:{vacancy.pk} 结束", now=now, by=by
            )
    outbox.tell("round_finished", to=round.entered_by, about=round, due=now)
