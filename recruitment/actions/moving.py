"""Moving applications along their round's stages: the one place that writes a StageResult."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bureaus import audit, outbox
from bureaus.acts import Impossible, action
from bureaus.models import User
from policy.progress import Outcome, Position, advance
from policy.progress import Status as Running
from recruitment.models import Application, StageResult, Status

RUNNING = {Status.ACTIVE: Running.IN, Status.RETURNED: Running.IN, Status.HIRED: Running.HIRED}


class NotAtThatStage(Impossible):
    """The round has not come to the stage yet."""


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What one application's stage ended in."""

    application: Application
    outcome: Outcome
    reason: str = ""
    clause: str = ""
    sentence: str = ""
    note: str = ""
    answers: dict[str, bool] = field(default_factory=dict)


@action
def settle(
    *, rulings: Sequence[Ruling], stage: str, now: datetime, by: User | None, entered_by: User | None = None, letter: bool = True
) -> None:
    """Record one stage's outcome for each application and move it on; tell each applicant.

    `by` is who decided (None where a rule or the clock did), `entered_by` who entered it first.

    :raises policy.progress.IllegalMove: if one of them is not at that stage.
    """
    for ruling in rulings:
        application = ruling.application
        position = Position(application.stage, RUNNING.get(Status(application.status), Running.OUT))
        after = advance(application.round.stages, position, stage, ruling.outcome)
        application.stage = after.stage
        application.status = _status(stage, ruling.outcome, after.standing)
        application.version += 1
    StageResult.objects.bulk_create(
        StageResult(
            application=ruling.application,
            stage=stage,
            attempt=ruling.application.attempt,
            outcome=ruling.outcome,
            reason=ruling.reason,
            clause=ruling.clause,
            sentence=ruling.sentence,
            answers=ruling.answers,
            note=ruling.note,
            entered_by=entered_by,
            decided_by=by,
            decided_at=now,
        )
        for ruling in rulings
    )
    Application.objects.bulk_update([ruling.application for ruling in rulings], ["stage", "status", "attempt", "version"], batch_size=500)
    if letter:
        for attempt in sorted({ruling.application.attempt for ruling in rulings}):
            _tell([ruling for ruling in rulings if ruling.application.attempt == attempt], stage, attempt, now)
    for ruling in rulings:
        audit.record(
            by=by, verb="settle_stage", about=ruling.application, at=now, stage=stage, outcome=ruling.outcome, reason=ruling.reason
        )


def _tell(rulings: Sequence[Ruling], stage: str, attempt: int, now: datetime) -> None:
    """One letter for each person, stage and attempt: a stage that is decided anew is told anew."""
    outbox.tell_each(
        "stage_decided",
        (
            (
                ruling.application.applicant,
                ruling.application,
                {"outcome": ruling.outcome, "stage": stage, "sentence": ruling.sentence, "clause": ruling.clause},
            )
            for ruling in rulings
        ),
        due=now,
        occasion=f"{stage}:{attempt}",
    )


def _status(stage: str, outcome: Outcome, standing: Running) -> Status:
    if standing is Running.IN:
        return Status.ACTIVE
    if standing is Running.HIRED:
        return Status.HIRED
    if outcome is Outcome.WITHDREW:
        return Status.WITHDRAWN
    return Status.REJECTED if stage == "review" else Status.FAILED
