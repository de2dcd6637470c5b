"""批量资格预审: what stays of it is that it was done; nothing of the sheet is kept."""

from datetime import date, datetime

from bureaus import audit
from bureaus.access import require
from bureaus.acts import action
from bureaus.models import User
from policy.people import Convention
from policy.powers import Power


@action
def record_screening(*, track: str, as_of: date, convention: Convention, rows: int, by: User, now: datetime) -> None:
    """Record that a sheet of so many people was judged, and about what it was asked."""
    require(by, Power.SCREEN)
    audit.record(by=by, verb="screen_sheet", about=by, at=now, track=track, as_of=as_of, convention=convention, rows=rows)
