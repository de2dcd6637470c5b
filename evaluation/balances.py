"""How much annual leave somebody has in a year, and what is left of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from evaluation.models import EarlierWork, Leave
from policy.attendance import annual_days, in_days
from staffing.models import Assistant, Contract


@dataclass(frozen=True, slots=True)
class Balance:
    """A year's annual leave. `worked_since` is known from the file, or else counted from the first contract here."""

    year: int
    entitled: int
    half_days_taken: int
    worked_since: date | None
    from_file: bool

    @property
    def half_days_left(self) -> int:
        return max(0, 2 * self.entitled - self.half_days_taken)

    @property
    def taken(self) -> Decimal:
        """In days."""
        return in_days(self.half_days_taken)

    @property
    def left(self) -> Decimal:
        """In days."""
        return in_days(self.half_days_left)


def annual_balance(assistant: Assistant, *, on: date) -> Balance:
    """The balance of the day's year; requests that are still waiting count as taken."""
    earlier = EarlierWork.objects.filter(assistant=assistant).values_list("worked_since", flat=True).first()
    since = (
        earlier or Contract.objects.signed().filter(assistant=assistant).order_by("starts_on").values_list("starts_on", flat=True).first()
    )
    taken = Leave.objects.filter(assistant=assistant).standing().annual(on.year).aggregate(taken=Sum("half_days"))["taken"] or 0
    return Balance(on.year, annual_days(since, on) if since else 0, taken, since, earlier is not None)
