"""难点堵点: a county writes down what stands in the way, who can solve it, and how far that has come (六(二))."""

from datetime import datetime

from bureaus import audit
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import County, User
from policy.powers import Power
from staffing.models import Difficulty


@action
def note_difficulty(*, county: County, what: str, solver: str, by: User, now: datetime) -> Difficulty:
    """Write down a difficulty; it goes up with every filing until it is solved."""
    require(by, Power.DIFFICULTY_KEEP)
    if by.county_id != county.pk:
        raise Impossible("只能登记本县（区）的难点堵点。")
    if not what.strip():
        raise Impossible("请写明是什么难点堵点。")
    difficulty = Difficulty.objects.create(county=county, what=what.strip(), solver=solver, noted_by=by, noted_at=now, changed_at=now)
    audit.record(by=by, verb="note_difficulty", about=difficulty, at=now, solver=solver)
    return difficulty


@action
def move_difficulty(*, difficulty: Difficulty, solver: str, state: str, note: str, by: User, seen: int, now: datetime) -> Difficulty:
    """Say how far it has come. What is solved says how."""
    difficulty = Difficulty.objects.locked(difficulty.pk, seen=seen)
    require(by, Power.DIFFICULTY_KEEP, about=difficulty)
    difficulty.solver = solver
    difficulty.state = state
    difficulty.note = note.strip()
    difficulty.changed_at = now
    difficulty.version += 1
    difficulty.save()
    audit.record(by=by, verb="move_difficulty", about=difficulty, at=now, state=state, version=difficulty.version)
    return difficulty
