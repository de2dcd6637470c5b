"""批量通过: the same verbs as for one, once for each; whoever cannot be passed is named and the others go on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bureaus.access import Refused
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from bureaus.models import User
from bureaus.tenancy import Stale
from policy.progress import IllegalMove
from recruitment.actions.review import confirm_entry, enter_review, take_back_entry
from recruitment.bulk import CONFIRM, Candidate
from recruitment.models import Application, Entry

REFUSALS = (Impossible, Prevented, Stale, Refused, IllegalMove)


@dataclass(frozen=True)
class Done:
    """What became of one of them: `problem` is empty where it was passed."""

    candidate: Candidate
    problem: str


def pass_many(*, candidates: Sequence[Candidate], answers: Mapping[int, Mapping[str, bool]], by: User, now: datetime) -> list[Done]:
    """Enter or confirm 通过 for each, every one in a transaction of its own: no lock is held longer than for a single decision.

    `answers`: by application, what the reviewer answered to its open conditions. Nothing is answered that nobody has answered.
    """
    return [Done(one, one.why_not or _problem(one, answers.get(one.pk, {}), by, now)) for one in candidates]


def take_back_many(*, applications: Sequence[Application], by: User, now: datetime) -> int:
    """Take one's own first opinions back that nobody has confirmed yet; returns how many."""
    taken = 0
    for entry in Entry.objects.filter(application__in=applications, stage="review", entered_by=by):
        try:
            take_back_entry(entry=entry, by=by, now=now)
        except REFUSALS:
            continue
        taken += 1
    return taken


def _problem(one: Candidate, answers: Mapping[str, bool], by: User, now: datetime) -> str:
    try:
        if one.act == CONFIRM and one.entry is not None:
            confirm_entry(entry=one.entry, by=by, seen=one.seen, now=now)
        else:
            enter_review(
                application=one.application, decision="passed", answers=answers, reason="", sentence="", by=by, seen=one.seen, now=now
            )
    except REFUSALS as problem:
        return str(problem)
    return ""
