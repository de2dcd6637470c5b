"""What the bureau records of an assistant in service (四(四).考核): contact facts, training, health checks; and what leaves the portal."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal

from bureaus import audit, clock
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import User
from policy.powers import Power
from staffing.actions.voiding import void
from staffing.models import Assistant, HealthCheck, Training

NOT_YET = "日期不能晚于今天。"


@dataclass(frozen=True, slots=True)
class Contact:
    """The facts of a roster that may be corrected without a contract; name, sex and number come from it alone."""

    phone: str = field(default="", repr=False)
    registered_address: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    education: int | None = None
    school: str = ""
    major: str = ""


@dataclass(frozen=True)
class Revealed:
    """What a masked page hides."""

    id_number: str
    phone: str
    registered_address: str
    address: str


@action
def correct_assistant(*, assistant: Assistant, contact: Contact, by: User, seen: int, now: datetime) -> Assistant:
    """Put down how somebody is reached and what they studied. The trail names the columns and no value."""
    assistant = Assistant.objects.locked(assistant.pk, seen=seen)
    require(by, Power.ROSTER_EDIT, about=assistant)
    changed = [name for name, value in asdict(contact).items() if getattr(assistant, name) != value]
    if not changed:
        raise Impossible("没有改动，不需要保存。")
    for name in changed:
        setattr(assistant, name, getattr(contact, name))
    assistant.version += 1
    assistant.save()
    audit.record(by=by, verb="correct_assistant", about=assistant, at=now, columns=changed, version=assistant.version)
    return assistant


@action
def enter_training(*, assistant: Assistant, held_on: date, topic: str, hours: Decimal, organiser: str, by: User, now: datetime) -> Training:
    """Record a training that has taken place.

    :raises Prevented: where the same one stands already.
    """
    require(by, Power.ROSTER_EDIT, about=assistant)
    if held_on > clock.today(now):
        raise Impossible(f"培训{NOT_YET}")
    row = Training.objects.create(
        assistant=assistant, held_on=held_on, topic=topic.strip(), hours=hours, organiser=organiser.strip(), entered_by=by, entered_at=now
    )
    audit.record(by=by, verb="enter_training", about=row, at=now, assistant=assistant, hours=hours)
    return row


@action
def enter_health_check(
    *, assistant: Assistant, checked_on: date, conclusion: str, by: User, now: datetime, details: str = ""
) -> HealthCheck:
    """Record a health check: the day and the conclusion for lists, what was found sealed."""
    require(by, Power.ROSTER_EDIT, about=assistant)
    if checked_on > clock.today(now):
        raise Impossible(f"检查{NOT_YET}")
    row = HealthCheck.objects.create(
        assistant=assistant, checked_on=checked_on, conclusion=conclusion, details=details.strip(), entered_by=by, entered_at=now
    )
    audit.record(by=by, verb="enter_health_check", about=row, at=now, assistant=assistant)
    return row


@action
def void_training(*, record: Training, reason: str, by: User, now: datetime) -> Training:
    """Take a wrong row out of every list; it stays with the reason."""
    record = Training.objects.select_related("assistant").locked(record.pk)
    void(record, reason=reason, by=by, now=now)
    audit.record(by=by, verb="void_training", about=record, at=now, assistant=record.assistant)
    return record


@action
def void_health_check(*, record: HealthCheck, reason: str, by: User, now: datetime) -> HealthCheck:
    """Take a wrong row out of every list; it stays with the reason."""
    record = HealthCheck.objects.select_related("assistant").locked(record.pk)
    void(record, reason=reason, by=by, now=now)
    audit.record(by=by, verb="void_health_check", about=record, at=now, assistant=record.assistant)
    return record


@action
def read_health_check(*, record: HealthCheck, occasion: str, by: User, now: datetime) -> str:
    """Open what is sealed of one health check; `occasion` is the coded reason that stays in the trail, the words do not."""
    require(by, Power.HEALTH_VIEW, about=record)
    audit.record(by=by, verb="read_health_check", about=record, at=now, occasion=occasion, assistant=record.assistant)
    return str(record.details)


@action
def reveal_assistant(*, assistant: Assistant, occasion: str, by: User, now: datetime) -> Revealed:
    """Show one assistant's full numbers and addresses; `occasion` is the coded reason that stays in the trail."""
    require(by, Power.PERSONAL_DATA_REVEAL, about=assistant)
    audit.record(by=by, verb="reveal_personal_data", about=assistant, at=now, occasion=occasion)
    return Revealed(assistant.id_number, assistant.phone, assistant.registered_address, assistant.address)


@action
def export_whole(*, of: str, rows: int, columns: list[str], occasion: str, by: User, now: datetime) -> None:
    """Record that the list `of` leaves the portal with full numbers: how many people, which columns where not all, and for what."""
    require(by, Power.PERSONAL_DATA_REVEAL)
    chosen = {"columns": columns} if columns else {}
    audit.record(by=by, verb=f"export_full_{of}", about=by, at=now, rows=rows, occasion=occasion, **chosen)


@action
def import_training(*, rows: Iterable[tuple[Assistant, date, str, Decimal, str]], by: User, now: datetime) -> int:
    """Record what a sheet holds, the whole of it or nothing; returns how many rows."""
    entered = [
        enter_training(assistant=person, held_on=day, topic=topic, hours=hours, organiser=organiser, by=by, now=now)
        for person, day, topic, hours, organiser in rows
    ]
    return len(entered)


@action
def import_health_checks(*, rows: Iterable[tuple[Assistant, date, str, str]], by: User, now: datetime) -> int:
    """Record what a sheet holds, the whole of it or nothing; returns how many rows."""
    entered = [
        enter_health_check(assistant=person, checked_on=day, conclusion=conclusion, details=details, by=by, now=now)
        for person, day, conclusion, details in rows
    ]
    return len(entered)


@action
def import_contacts(*, rows: Iterable[tuple[Assistant, Contact]], by: User, now: datetime) -> int:
    """Correct what a sheet corrects, the whole of it or nothing; returns how many people."""
    entered = [correct_assistant(assistant=person, contact=contact, by=by, seen=person.version, now=now) for person, contact in rows]
    return len(entered)
