"""What still holds a 司法所 in place. Rooms above say so here: this one does not know who serves, or who is being recruited."""

from collections.abc import Callable
from datetime import date

from bureaus.models import JudicialOffice

Tie = Callable[[JudicialOffice, date], list[str]]
_ties: list[Tie] = []


def tie(told: Tie) -> Tie:
    """Register a function that says, in sentences, what must be moved before an office can close on a day."""
    _ties.append(told)
    return told


def tied(office: JudicialOffice, day: date) -> list[str]:
    """Everything that keeps the office from closing on that day; empty when nothing does."""
    return [sentence for told in _ties for sentence in told(office, day)]
