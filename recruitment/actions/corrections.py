"""补正: an application goes back to its person with a clock, by a review or because the bureau opens it for one person."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bureaus import audit, clock, outbox
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import User
from policy.powers import Power
from policy.windows import PARTS, correction_due, correction_problem, named, until
from recruitment.actions.moving import NotAtThatStage
from recruitment.actions.openings import must_take_people
from recruitment.models import Application, Correction, Profile, Status
from recruitment.openings import BEFORE_REVIEW_ENDS
from recruitment.registration import missing

REMINDED = timedelta(hours=24)


@action
def open_correction(
    *, application: Application, parts: Collection[str], due_at: datetime, reason: str, by: User, seen: int, now: datetime
) -> Correction:
    """Let one person change what is named, until an instant, for a reason that stays in the trail. What was decided is decided anew.

    Until the review of the round closes: from then on everybody is measured by what they had. Opening again moves the clock.

    :raises bureaus.guards.Prevented: `one_live_application_per_intake`, if somebody refused has registered anew since.
    """
    application = _locked(application, seen)
    require(by, Power.CORRECTION_OPEN, about=application)
    now = clock.again(now)
    if application.round.stage not in BEFORE_REVIEW_ENDS:
        raise NotAtThatStage("资格审查已经结束，不能再开放更正。")
    decided = application.status == Status.REJECTED or (application.status == Status.ACTIVE and application.stage not in BEFORE_REVIEW_ENDS)
    if not decided and application.status not in (Status.ACTIVE, Status.RETURNED):
        raise Impossible("这份报名已经结束，不能开放更正。")
    if application.entries.exists():
        raise Impossible("这份报名有审查意见等待复核，复核或者退回以后再开放更正。")
    if problem := correction_problem(parts, due_at, now) or ("" if reason.strip() else "请写明开放更正的理由。"):
        raise Impossible(problem)
    if "vacancy" not in parts:
        must_take_people(application.vacancy)
    if decided:
        application.attempt += 1
    application.stage = "review"
    correction = _give(application, parts=parts, due_at=due_at, reason=reason.strip(), by_review=False, by=by, now=now)
    outbox.tell(
        "correction_opened", to=application.applicant, about=application, due=now, occasion=str(application.version), correction=correction
    )
    audit.record(by=by, verb="open_correction", about=application, at=now, parts=sorted(parts), due_at=due_at, reason=reason.strip())
    return correction


@action
def end_correction(*, application: Application, by: User, seen: int, now: datetime) -> Application:
    """Take back what the bureau opened and nobody used: the application is reviewed as it stands."""
    application = _locked(application, seen)
    require(by, Power.CORRECTION_OPEN, about=application)
    correction = application.correction
    if correction is None or correction.by_review:
        raise Impossible("这份报名现在没有由本单位开放的更正。")
    if application.counter_entries.unconfirmed().exists():
        raise Impossible("这份报名正在窗口补正，等本人签字，不能结束更正。")
    if lacking := missing(application, Profile.objects.filter(person=application.applicant).first()):
        raise Impossible(f"报名内容不全，不能结束更正：{'、'.join(lacking)}。请与报名人联系。")
    correction.closed_at = now
    correction.save(update_fields=["closed_at"])
    application.status = Status.ACTIVE
    application.version += 1
    application.save(update_fields=["status", "version"])
    audit.record(by=by, verb="end_correction", about=application, at=now)
    return application


@action
def remind_of_corrections(*, now: datetime) -> int:
    """Tell each person once, a day before the clock runs out, that the application still waits; who was given less time is told at once."""
    waiting = Correction.objects.open().filter(due_at__gt=now, due_at__lte=now + REMINDED, application__status=Status.RETURNED)
    due = list(waiting.select_related("application__applicant", "application__round__county"))
    for correction in due:
        application = correction.application
        outbox.tell(
            "correction_due", to=application.applicant, about=application, due=now, occasion=str(correction.pk), correction=correction
        )
    return len(due)


def return_for_correction(application: Application, *, sentence: str, by: User, now: datetime) -> Correction:
    """What a confirmed return brings about: the application goes back with the scheme's days. Called within a verb, under its lock."""
    due_at = correction_due(now, application.round.scheme.number("correction_days"))
    return _give(application, parts=PARTS, due_at=due_at, reason=sentence, by_review=True, by=by, now=now)


def answer(application: Application, now: datetime) -> None:
    """The person has submitted again: whether in time is written down. Called within a verb, under its lock."""
    for correction in application.corrections.open():
        correction.closed_at, correction.answered, correction.late = now, True, now >= correction.due_at
        correction.save(update_fields=["closed_at", "answered", "late"])


def must_allow(application: Application, part: str, now: datetime) -> None:
    """Refuse a change of what a correction does not name; and another post after the deadline, unless the bureau opened just that."""
    correction = application.correction
    if correction is None:
        return
    if part not in correction.parts:
        raise Impossible(f"这次只能更正：{named(correction.parts)}。其他内容没有改动。")
    if part == "vacancy" and correction.by_review and now >= application.round.registration_closes_at:
        raise Impossible("报名已经截止，补正时不能改报其他岗位。")


def must_be_over(application: Application, now: datetime) -> None:
    """Refuse a decision against somebody whose time to mend is still running."""
    correction = application.correction
    if correction is not None and not correction.is_late(now):
        raise Impossible(f"补正时间到 {until(correction.due_at)} 为止，到时没有补正的，才能作不通过。")


def _locked(application: Application, seen: int) -> Application:
    return Application.objects.select_related("round__county", "round__intake", "round__scheme", "applicant", "vacancy").locked(
        application.pk, seen=seen
    )


def _give(
    application: Application, *, parts: Collection[str], due_at: datetime, reason: str, by_review: bool, by: User, now: datetime
) -> Correction:
    application.corrections.open().update(closed_at=now)
    application.status = Status.RETURNED
    application.version += 1
    application.save(update_fields=["status", "stage", "attempt", "version"])
    return Correction.objects.create(
        application=application,
        parts=[key for key in PARTS if key in parts],
        by_review=by_review,
        reason=reason,
        due_at=due_at,
        opened_by=by,
        opened_at=now,
    )
