"""What waits for a member of staff: one line of the desk. Rooms that the desk's own does not know register theirs here."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bureaus.models import User


@dataclass(frozen=True)
class Task:
    """One kind of work that waits. `until` is its limit where it has one; `late` puts it first."""

    title: str
    count: int
    url: str
    hint: str = ""
    until: datetime | None = None
    late: bool = False


Teller = Callable[[User, datetime], Iterable[Task]]
_tellers: list[Teller] = []


def waits(told: Teller) -> Teller:
    """Register a function that says what waits for a person at an instant."""
    _tellers.append(told)
    return told


def waiting(user: User, now: datetime) -> Iterator[Task]:
    """What every registered room has for this person."""
    for told in _tellers:
        yield from told(user, now)
