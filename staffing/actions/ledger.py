"""Movements on the quota ledger. What is lawful is decided by a trigger, so that no path can go round it.

`reference` names what the movement rests on and is unique per line, track and kind: a repeated movement is refused, not doubled.
Who moves several lines in one act goes in the order of their ids: that is the order in which the trigger locks them.
"""

from datetime import datetime

from bureaus import audit
from bureaus.acts import Impossible, action
from bureaus.models import User
from staffing.models import LedgerEntry, LedgerKind, PlanLine


@action
def reserve(*, line: PlanLine, track: str, number: int, reference: str, now: datetime, by: User | None = None) -> None:
    """Hold places for a round.

    :raises Prevented: `ledger_within_plan`, with the sentence of how many are used; `ledger_needs_filed_plan`.
    """
    _require_some(number)
    _enter(line, track, [(LedgerKind.RESERVED, number)], reference, verb="reserve_quota", by=by, now=now)


@action
def free(*, line: PlanLine, track: str, number: int, reference: str, now: datetime, by: User | None = None) -> None:
    """Give reserved places back that nobody filled."""
    _require_some(number)
    _enter(line, track, [(LedgerKind.RESERVED, -number)], reference, verb="free_quota", by=by, now=now)


@action
def fill(*, line: PlanLine, track: str, reference: str, now: datetime, by: User | None = None) -> None:
    """Turn one reserved place into a hired person."""
    _enter(line, track, [(LedgerKind.RESERVED, -1), (LedgerKind.FILLED, 1)], reference, verb="fill_quota", by=by, now=now)


@action
def release(*, line: PlanLine, track: str, reference: str, now: datetime, by: User | None = None) -> None:
    """Count a departure. The place does not come back to this plan: to fill it again takes a new one."""
    _enter(line, track, [(LedgerKind.RELEASED, 1)], reference, verb="release_quota", by=by, now=now)


def _require_some(number: int) -> None:
    if number < 1:
        raise Impossible("记入台账的人数至少为 1。")


def _enter(
    line: PlanLine, track: str, moves: list[tuple[LedgerKind, int]], reference: str, *, verb: str, by: User | None, now: datetime
) -> None:
    entries = [LedgerEntry(line=line, track=track, kind=kind, number=number, reference=reference, at=now) for kind, number in moves]
    LedgerEntry.objects.bulk_create(entries)
    audit.record(by=by, verb=verb, about=line, at=now, track=track, number=moves[-1][1], reference=reference)
