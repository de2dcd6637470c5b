"""Plain factories for the log, attendance and leave: an assistant with an account in an office with a head."""

from datetime import date, datetime

from bureaus import clock
from bureaus.models import User
from evaluation import actions
from evaluation.grids import MonthGrid
from evaluation.models import LogEntry, Month
from policy.duties import BY_NUMBER
from policy.powers import Role
from staffing.models import Assistant
from tests.bureaus.factories import make_applicant
from tests.staffing.factories import make_assistant, make_user

MARCH = date(2024, 3, 1)
MONDAY = date(2024, 3, 4)  # the tests' day


def make_serving(line=None, **facts) -> Assistant:
    """Somebody who serves since 1 March 2024 and has an account."""
    return make_assistant(line, **({"account": make_applicant()} | facts))


def office_of(assistant: Assistant):
    return assistant.postings.order_by("-first_day").first().office


def head_of(office) -> User:
    """The head of a 司法所."""
    found = User.objects.filter(office=office, role=Role.OFFICE).first()
    return found or make_user(Role.OFFICE, office.county, office=office)


def at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=clock.BEIJING)


def account_of(assistant: Assistant) -> User:
    return User.objects.get(pk=assistant.person_id)


BEGUN, OVER = at(2024, 3, 4), at(2024, 3, 31)


def make_entry(assistant: Assistant, *, day: date = MONDAY, duty: int = 1, hand_in: bool = True, now=BEGUN, **words) -> LogEntry:
    """An entry gone the whole way by the actions."""
    by = account_of(assistant)
    entry = actions.begin_entry(assistant=assistant, day=day, duty=duty, by=by, now=now)
    measures = {each.key: 1 for each in BY_NUMBER[duty].measures}
    entry = actions.count_entry(entry=entry, measures=measures, by=by, seen=entry.version, now=now)
    words = {"text": "协助李所长调解邻里纠纷。", "officer": "李所长"} | words
    return actions.word_entry(entry=entry, **words, by=by, seen=entry.version, now=now, hand_in=hand_in)


def version_of(office, month: date = MARCH) -> int:
    return Month.objects.filter(office=office, first_day=month).values_list("version", flat=True).first() or 0


def fill_month(office, *, month: date = MARCH, now=OVER, kind: str = "present") -> int:
    """Everybody of the office present on every working day."""
    grid = MonthGrid(office, month)
    marks = {
        (person.pk, cell.day): kind for person, cells in grid.rows for cell in cells if cell and not cell.kind and grid.worked[cell.day]
    }
    return actions.record_attendance(office=office, month=month, marks=marks, by=head_of(office), seen=grid.version, now=now)


def confirm(office, *, month: date = MARCH, now=OVER) -> Month:
    fill_month(office, month=month, now=now)
    return actions.confirm_month(office=office, month=month, by=head_of(office), seen=version_of(office, month), now=now)


def ask(assistant: Assistant, *, kind: str = "personal", first: date = date(2024, 3, 5), last: date | None = None, now=BEGUN, **more):
    return actions.ask_leave(
        assistant=assistant,
        kind=kind,
        first_day=first,
        last_day=last or first,
        reason=more.pop("reason", "家中有事"),
        by=more.pop("by", None) or account_of(assistant),
        now=now,
        **more,
    )


def answer(leave, *, by: User, agrees: bool = True, note: str = "", now=BEGUN):
    leave.refresh_from_db()
    return actions.answer_leave(leave=leave, agrees=agrees, note=note, by=by, seen=leave.version, now=now)
