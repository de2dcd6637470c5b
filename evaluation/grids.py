"""One office's month as a grid: who served on which day, how each day was spent, how many entries the log has."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from bureaus.access import holds
from bureaus.days import working_days
from bureaus.models import JudicialOffice
from evaluation.models import Attendance, EarlyReturn, EntryState, Leave, LogEntry, Month, Part
from evaluation.service import last_of
from policy.attendance import BY_MARK, KINDS, in_days
from policy.calendar import NoCalendar
from policy.powers import Power
from staffing.models import SEALED, Assistant, Posting

Key = tuple[int, date]
NOTHING = "－"
"""Stands for the half of a day that is not accounted for, beside the other half's mark."""
OFFICE = [kind.mark for kind in KINDS.values() if not kind.is_leave]
"""What the office itself marks."""


def _mark(kind: str) -> str:
    return KINDS[kind].mark if kind else ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One person's day: each half's kind (blank when nothing is known), which part a leave wrote, how many entries were handed in."""

    day: date
    morning: str = ""
    afternoon: str = ""
    away: Part | None = None
    entries: int = 0

    @property
    def on_leave(self) -> bool:
        """Whether nothing is left to be marked."""
        return self.away == Part.WHOLE

    @property
    def free(self) -> Part:
        """The part that may be marked, where the day is not wholly on leave."""
        return {Part.MORNING: Part.AFTERNOON, Part.AFTERNOON: Part.MORNING}.get(self.away, Part.WHOLE) if self.away else Part.WHOLE

    @property
    def kind(self) -> str:
        """What the part that may be marked holds; of a whole day on leave its kind."""
        return self.afternoon if self.away == Part.MORNING else self.morning

    @property
    def is_open(self) -> bool:
        """Whether a part of the day is not accounted for."""
        return not (self.morning and self.afternoon)

    @property
    def mark(self) -> str:
        """One character for a whole day, two where its halves differ: 事出."""
        if self.morning == self.afternoon:
            return _mark(self.morning)
        return (_mark(self.morning) or NOTHING) + (_mark(self.afternoon) or NOTHING)

    @property
    def title(self) -> str:
        if self.morning == self.afternoon:
            return KINDS[self.morning].title if self.morning else ""
        halves = ((Part.MORNING, self.morning), (Part.AFTERNOON, self.afternoon))
        return "，".join(f"{part.label}{KINDS[kind].title}" for part, kind in halves if kind)

    @property
    def marks(self) -> list[str]:
        """What may be written for it where one half is on leave."""
        if self.away in (None, Part.WHOLE):
            return [self.mark] if len(self.mark) > 1 else []
        return [_mark(self.morning) + other if self.away == Part.MORNING else other + _mark(self.afternoon) for other in (NOTHING, *OFFICE)]

    def read(self, mark: str) -> str | None:
        """The kind that a written mark gives the part that may be marked; None where it says something else of the leave."""
        if self.on_leave:
            return self.kind if mark == self.mark else None
        if self.away is None:
            return BY_MARK[mark].key if mark in BY_MARK else None if mark else ""
        if mark not in self.marks:
            return None
        other = mark[1 if self.away == Part.MORNING else 0]
        return "" if other == NOTHING else BY_MARK[other].key


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
            .select_related("assistant__person")
            .defer(*(f"assistant__{name}" for name in SEALED))
        )
        self.served: dict[int, list[Posting]] = {}
        for posting in postings.order_by("assistant__name", "assistant"):
            self.served.setdefault(posting.assistant_id, []).append(posting)
        self.people: dict[int, Assistant] = {person: held[0].assistant for person, held in self.served.items()}
        spent = Attendance.objects.filter(office=office).within(self.first, self.last).order_by()
        self.spent: dict[Key, dict[Part, tuple[str, bool]]] = {}
        for who, day, part, kind, leave in spent.values_list("assistant_id", "day", "part", "kind", "leave_id"):
            halves = (Part.MORNING, Part.AFTERNOON) if part == Part.WHOLE else (Part(part),)
            self.spent.setdefault((who, day), {}).update(dict.fromkeys(halves, (kind, leave is not None)))
        written = (
            LogEntry.objects.filter(office=office).within(self.first, self.last).order_by().values_list("assistant_id", "day", "state")
        )
        self.written = Counter((person, day) for person, day, state in written if state != EntryState.DRAFT)
        self.returned = [(person, day) for person, day, state in written if state == EntryState.RETURNED]

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
        spent = self.spent.get((person, day), {})
        away = [part for part, (_, on_leave) in spent.items() if on_leave]
        morning, afternoon = (spent.get(part, ("", False))[0] for part in (Part.MORNING, Part.AFTERNOON))
        part = None if not away else away[0] if len(away) == 1 else Part.WHOLE
        return Cell(day, morning, afternoon, part, self.written[person, day])

    @cached_property
    def rows(self) -> list[tuple[Assistant, list[Cell | None]]]:
        return [(person, [self.cell(person.pk, day) for day in self.days]) for person in self.people.values()]

    def counts(self, person: int) -> dict[str, Decimal]:
        """Days of each kind."""
        halves = Counter(kind for (whose, _), spent in self.spent.items() if whose == person for kind, _ in spent.values())
        return {kind: in_days(number) for kind, number in halves.items()}

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
        """What keeps the month from being confirmed, as sentences. What nobody could mend keeps nothing up."""
        found = []
        if self.worked is None:
            found.append(str(NoCalendar(self.first.year)))
        else:
            for person, cells in self.rows:
                missing = [cell.day for cell in cells if cell is not None and cell.is_open and self.worked[cell.day]]
                if missing:
                    found.append(f"{person.name}还有 {len(missing)} 个工作日没有考勤（{missing[0]:%-m月%-d日}起）。")
        if returned := sum(self._mends(*key) for key in self.returned):
            found.append(f"有 {returned} 条日志退回后还没有改好。")
        asked = Leave.objects.filter(assistant__in=self.people, first_day__lte=self.last, last_day__gte=self.first).waiting().order_by()
        if waiting := sum(self._touches(*leave) for leave in asked.values_list("assistant_id", "first_day", "last_day")):
            found.append(f"有 {waiting} 份请假还没有批准。")
        reported = EarlyReturn.objects.filter(leave__assistant__in=self.people).waiting().within(self.first, self.last).order_by()
        stretches = reported.values_list("leave__assistant_id", "leave__first_day", "leave__last_day")
        if back := sum(self._touches(*leave) for leave in stretches):
            found.append(f"有 {back} 次销假还没有确认。")
        return found

    def _mends(self, person: int, day: date) -> bool:
        """Whether the person served here on the day and still has a log: who has left, or moved before it, cannot write it anew."""
        account = self.people[person].person if self.cell(person, day) is not None else None
        return account is not None and holds(account, Power.DUTY_LOG)

    def _touches(self, person: int, first_day: date, last_day: date) -> bool:
        """Whether a day of the stretch is one that the person serves here."""
        return any(self.cell(person, day) is not None for day in self.days if first_day <= day <= last_day)
