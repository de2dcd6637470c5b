"""成绩复核 and 体检复检: a person asks once, within the announced days; the bureau answers, and mends what was wrong."""

from datetime import date, datetime, timedelta

from bureaus import audit, clock, outbox
from bureaus.access import Refused, require
from bureaus.acts import Impossible, action
from bureaus.models import User
from policy.calendar import end_of
from policy.powers import Power
from policy.progress import Outcome
from recruitment import progress
from recruitment.models import Application, Recheck, Score, ScoreSheet, Standing, Status
from recruitment.scores import TITLES

MEDICAL = "medical"


@action
def ask_recheck(*, application: Application, stage: str, request: str, by: User, now: datetime) -> Recheck:
    """Ask whether a released score, or the conclusion that one failed the 体检, is right: once for each, until the last day.

    :raises Impossible: when there is nothing to ask about, or the days are over.
    :raises bureaus.guards.Prevented: `one_recheck_per_stage`.
    """
    application = _locked(application)
    require(by, Power.APPLY)
    if application.applicant_id != by.pk:
        raise Refused("这份报名不属于您的账号。")
    last = last_day_to_ask(application, stage)
    if last is None:
        raise Impossible("现在没有可以申请复核的结果。")
    now = clock.again(now)
    if now >= end_of(last):
        raise Impossible(f"申请复核的时间到 {last.year}年{last.month}月{last.day}日为止，现在已经过了。")
    if not request.strip():
        raise Impossible("请写明申请复核的理由。")
    recheck = Recheck.objects.create(application=application, stage=stage, request=request.strip(), asked_at=now)
    outbox.tell("recheck_asked", to=application.round.entered_by, about=recheck, due=now, title=_title(stage))
    audit.record(by=by, verb="ask_recheck", about=application, at=now, stage=stage)
    return recheck


@action
def answer_recheck(*, recheck: Recheck, answer: str, by: User, now: datetime, reopen: bool = False) -> Recheck:
    """Answer, once. A 体检 whose conclusion does not stand is opened again (`reopen`): its new conclusion is entered and confirmed anew.

    A score that was wrong is corrected by a new version of the sheet, not here.

    :raises Impossible: if it is answered already, or the place has been filled by 递补 in the meantime.
    """
    recheck = Recheck.objects.locked(recheck.pk)
    application = _locked(recheck.application)
    require(by, Power.RESULT_ENTER if recheck.stage == MEDICAL else Power.SCORE_ENTER, about=application)
    if recheck.answered_at is not None:
        raise Impossible("这份申请已经答复，不能重复答复。")
    if not answer.strip():
        raise Impossible("请写明复核的结果，本人会收到。")
    recheck.answer, recheck.answered_by, recheck.answered_at = answer.strip(), by, now
    recheck.save()
    if reopen:
        _reopen(application, recheck)
    outbox.tell("recheck_answered", to=application.applicant, about=recheck, due=now, title=_title(recheck.stage), reopened=reopen)
    audit.record(by=by, verb="answer_recheck", about=application, at=now, stage=recheck.stage, reopened=reopen)
    return recheck


def last_day_to_ask(application: Application, stage: str) -> date | None:
    """The last day on which this person may ask about a stage; None while it has brought them nothing to ask about."""
    if stage == MEDICAL:
        failed = application.results.filter(stage=MEDICAL, outcome=Outcome.FAILED, attempt=application.attempt).first()
        return clock.today(failed.decided_at) + timedelta(days=application.round.scheme.number("medical_recheck_days")) if failed else None
    newest = ScoreSheet.objects.released().filter(round=application.round, stage=stage).order_by("-version").first()
    if newest is None or not Score.objects.filter(sheet=newest, application=application).exists():
        return None
    return progress.recheck_last_day(application.round, stage)


def _reopen(application: Application, recheck: Recheck) -> None:
    if recheck.stage != MEDICAL or application.stage != MEDICAL or application.status != Status.FAILED:
        raise Impossible("只有体检不合格的结论可以重新登记；成绩有差错的，请另录更正成绩册。")
    if application.round.notices.posted().filter(kind="proposed_hires").exists():
        raise Impossible("拟聘用人员已经公示，不能重新登记体检结论。")
    if Standing.objects.filter(substitute_for__application=application).exists():
        raise Impossible("这个名额已经递补他人，不能重新登记体检结论。")
    application.status = Status.ACTIVE
    application.attempt += 1
    application.version += 1
    application.save(update_fields=["status", "attempt", "version"])


def _locked(application: Application) -> Application:
    return Application.objects.select_related("round__intake", "round__scheme", "round__entered_by", "applicant").locked(application.pk)


def _title(stage: str) -> str:
    return "体检" if stage == MEDICAL else f"{TITLES[stage]}成绩"
