"""What a day brings by itself: ends at the term that were decided before, departures that the ledger has to count."""

from datetime import datetime

from evaluation.actions.departing import carry_out
from evaluation.models import Departure
from staffing import actions as staffing


def carry_out_due(*, now: datetime) -> int:
    """Carry out everything whose day has come; returns how many departures were. One that is refused waits and holds nobody up."""
    done = 0
    for departure in Departure.objects.outstanding().order_by("pk"):
        try:
            done += carry_out(departure=departure, now=now)
        except staffing.PROBLEMS:
            continue
    staffing.count_departures(now=now)
    return done
