"""Serving the notice of what was decided about somebody: once, between the decision and today. Called within a verb, under its lock."""

from datetime import date, datetime

from bureaus import audit, clock
from bureaus.acts import Impossible
from bureaus.models import User
from evaluation.models import Departure, Dismissal, Incident, Ruling


def serve(row: Incident | Dismissal | Departure, verb: str, *, served_on: date, served_how: str, by: User, now: datetime) -> None:
    """Put down when and how the notice reached the person.

    :raises Impossible: before the decision, a second time, or for a day outside decision and today.
    """
    if row.state != Ruling.CONFIRMED:
        raise Impossible("审定以后才能登记送达。")
    if row.served_on is not None:
        raise Impossible("送达已经登记，没有重复办理。")
    decided_on = clock.today(row.decided_at or now)
    if not decided_on <= served_on <= clock.today(now):
        raise Impossible(f"送达日期应在审定之日（{decided_on}）到今天之间。")
    row.served_on, row.served_how, row.served_by = served_on, served_how, by
    row.version += 1
    row.save()
    audit.record(by=by, verb=verb, about=row, at=now, served_on=served_on)
