"""Looking at what is sealed, and taking a list out of the portal: allowed to some, recorded always."""

from dataclasses import dataclass
from datetime import datetime

from bureaus import audit, clock, outbox
from bureaus.access import require
from bureaus.acts import action
from bureaus.models import AuditEvent, Message, User
from bureaus.naming import named
from policy.disclosure import MOST_LOOKS, WITHIN, is_unusual
from policy.powers import Power, Role
from recruitment import answers
from recruitment.models import Application

VERB, LETTER = "reveal_personal_data", "many_looks"


@dataclass(frozen=True)
class Revealed:
    """What a masked page hides."""

    id_number: str
    phone: str
    address: str
    registered_address: str
    relatives: str


@action
def reveal(*, application: Application, occasion: str, by: User, now: datetime) -> Revealed:
    """Show one person's full numbers and addresses; `occasion` is the coded reason that stays in the trail, the numbers do not.

    Of an account that looks unusually often the head of its county is told, once an hour.
    """
    require(by, Power.PERSONAL_DATA_REVEAL, about=application)
    User.objects.select_for_update().get(pk=by.pk)  # looks of one account are counted one after another
    now = clock.again(now)
    if is_unusual(_latest_looks(by), now) and not _told_since(by, now - WITHIN):
        for head in User.objects.filter(county=by.county_id, role=Role.COUNTY_HEAD, is_active=True):
            outbox.tell(LETTER, to=head, about=by, due=now, occasion=f"{now:%Y%m%d%H%M%S}", most=MOST_LOOKS)
    audit.record(by=by, verb=VERB, about=application, at=now, occasion=occasion)
    return Revealed(
        application.id_number, application.phone, application.address, application.registered_address, answers.relatives(application)
    )


def _latest_looks(by: User) -> list[datetime]:
    """When this account looked last, as often as the rule counts."""
    looks = AuditEvent.objects.filter(by=by, verb=VERB).order_by("-number")
    return list(looks.values_list("at", flat=True)[:MOST_LOOKS])


def _told_since(by: User, moment: datetime) -> bool:
    return Message.objects.filter(letter=LETTER, about__startswith=f"{named(by)}:", sent_at__gt=moment).exists()


@action
def export_applications(*, rows: int, columns: list[str], by: User, now: datetime) -> None:
    """Record that a list of applications leaves the portal as a spreadsheet, and which columns where not all of them."""
    require(by, Power.REVIEW_CONFIRM)
    audit.record(by=by, verb="export_applications", about=by, at=now, rows=rows, **({"columns": columns} if columns else {}))
