"""Looking at what is sealed, and taking a list out of the portal: allowed to some, recorded always."""

from dataclasses import dataclass
from datetime import datetime

from bureaus import audit
from bureaus.access import require
from bureaus.acts import action
from bureaus.models import User
from policy.powers import Power
from recruitment.models import Application


@dataclass(frozen=True)
class Revealed:
    """What a masked page hides."""

    id_number: str
    phone: str
    address: str
    registered_address: str


@action
def reveal(*, application: Application, occasion: str, by: User, now: datetime) -> Revealed:
    """Show one person's full numbers and addresses; `occasion` is the coded reason that stays in the trail, the numbers do not."""
    require(by, Power.PERSONAL_DATA_REVEAL, about=application)
    audit.record(by=by, verb="reveal_personal_data", about=application, at=now, occasion=occasion)
    return Revealed(application.id_number, application.phone, application.address, application.registered_address)


@action
def export_applications(*, rows: int, columns: list[str], by: User, now: datetime) -> None:
    """Record that a list of applications leaves the portal as a spreadsheet, and which columns where not all of them."""
    require(by, Power.REVIEW_CONFIRM)
    audit.record(by=by, verb="export_applications", about=by, at=now, rows=rows, **({"columns": columns} if columns else {}))
