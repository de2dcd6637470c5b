"""One office's month as a grid: who served on which day, how each day was spent, how many entries the log has."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from bureaus.days import working_days
from bureaus.models import JudicialOffice
from evaluation.models import Attendance, EntryState, Leave, LogEntry, Month
from evaluation.service import last_of
from policy.attendance import KINDS
from policy.calendar import NoCalendar
from staffing.models import SEALED, Assistant, Posting

Key = tuple[int, date]


@dataclass(frozen=True, slots=True)
class Cell:
    """One person's day: its kind's key (blank when nothing is known), whether a leave wrote it, how many entries were handed in."""

    day: date
    kind: str = ""
    on_leave: bool = False
    entries: int = 0

    @property
    def mark(self) -> str:
        return KINDS[self.kind].mark if self.kind else ""

    @property
    def title(self) -> str:
        return KINDS[self.kind].title if self.kind else ""


class MonthGrid:
    """Everything is read once, in a fixed number of questions."""

    def __init__(self, office: JudicialOffice, month: date) -> None:
        self.office = office
        self.first, self.last = month, last_of(month)
        self.days = [month + timedelta(days=passed) for passed in range((self.last - month).days + 1)]
        self.row = Month.objects.filter(office=office, first_day=month).select_related("confirmed_by", "reopened_by").first()
        postings = (
            Posting.objects.filter(office=office, first_day__lte=self.last)
            .not_ended(month)
            .select_related("assistant")
            .defer(*(f"assistant__{name}" for name in SEALED))
        )
        self.served: dict[int, list[Posting]] = {}
        for posting in postings.order_by("assistant__name", "assistant"):
            self.served.setdefault(posting.assistant_id, []).append(posting)
        self.people: dict[int, Assistant] = {person: held[0].assistant for person, held in self.served.items()}
        spent = Attendance.objects.filter(office=office).within(self.first, self.last).order_by()
        self.spent = {
            (person, day): (kind, leave is not None)
            for person, day, kind, leave in spent.values_list("assistant_id", "day", "kind", "leave_id")
        }
        written = (
            LogEntry.objects.filter(office=office).within(self.first, self.last).order_by().values_list("assistant_id", "day", "state")
        )
        self.written = Counter((person, day) for person, day, state in written if state != EntryState.DRAFT)
        self.states = Counter(state for _, _, state in written)

    @property
    def version(self) -> int:
        return self.row.version if self.row else 0

    @property
    def is_confirmed(self) -> bool:
        return self.row is not None and self.row.confirmed_at is not None

    def name_of(self, person: int) -> str:
        return self.people[person].name

    def cell(self, person: int, day: date) -> Cell | None:
        """None where the person did not serve here on that day."""
        held = self.served.get(person, ())
        if not (self.first <= day <= self.last) or not any(
            posting.first_day <= day and (posting.last_day is None or day <= posting.last_day) for posting in held
        ):
            return None
        kind, on_leave = self.spent.get((person, day), ("", False))
        return Cell(day, kind, on_leave, self.written[person, day])

    @cached_property
    def rows(self) -> list[tuple[Assistant, list[Cell | None]]]:
        return [(person, [self.cell(person.pk, day) for day in self.days]) for person in self.people.values()]

    def counts(self, person: int) -> dict[str, int]:
        """Days of each kind."""
        return Counter(kind for (whose, _), (kind, _) in self.spent.items() if whose == person)

    def entries_of(self, person: int) -> int:
        return sum(number for (whose, _), number in self.written.items() if whose == person)

    @cached_property
    def worked(self) -> dict[date, bool] | None:
        """Which days are worked; None where the year's calendar is not known."""
        is_worked = working_days()
        try:
            return {day: is_worked(day) for day in self.days}
        except NoCalendar:
            return None

    def blockers(self) -> list[str]:
        """What keeps the month from being confirmed, as sentences."""
        found = []
        if self.worked is None:
            found.append(str(NoCalendar(self.first.year)))
        else:
            for person, cells in self.rows:
                missing = [cell.day for cell in cells if cell is not None and not cell.kind and self.worked[cell.day]]
                if missing:
                    found.append(f"{person.name}还有 {len(missing)} 个工作日没有考勤（{missing[0]:%-m月%-d日}起）。")
        if returned := self.states[EntryState.RETURNED]:
            found.append(f"有 {returned} 条日志退回后还没有改好。")
        waiting = Leave.objects.filter(office=self.office, first_day__lte=self.last, last_day__gte=self.first).waiting().count()
        if waiting:
            found.append(f"有 {waiting} 份请假还没有批准。")
        return found
