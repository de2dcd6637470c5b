"""What log, attendance and training say of somebody over a stretch of days: the evidence of an appraisal."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from evaluation.models import Attendance, EntryState, LogEntry
from policy.attendance import ABSENT, LEAVES, PRESENT
from staffing.models import Assistant, Training


@dataclass(frozen=True)
class Figures:
    """Numbers of one assistant between two days, both counted. Drafts and entries sent back do not count."""

    first_day: date
    last_day: date
    entries: dict[int, int] = field(default_factory=dict)  # by duty
    measures: dict[int, dict[str, int]] = field(default_factory=dict)  # by duty, then by measure
    present: int = 0
    leave: dict[str, int] = field(default_factory=dict)  # days by kind
    absent: int = 0
    training_hours: Decimal = Decimal(0)

    @property
    def all_leave(self) -> int:
        return sum(self.leave.values())


def figures(assistant: Assistant, first_day: date, last_day: date) -> Figures:
    """Read one assistant's figures in three questions."""
    entries: Counter[int] = Counter()
    measures: dict[int, Counter[str]] = {}
    written = LogEntry.objects.filter(assistant=assistant, state=EntryState.SUBMITTED).within(first_day, last_day)
    for duty, counted in written.values_list("duty", "measures"):
        entries[duty] += 1
        measures.setdefault(duty, Counter()).update(counted)
    spent = dict(
        Attendance.objects.filter(assistant=assistant).within(first_day, last_day).order_by().values_list("kind").annotate(days=Count("pk"))
    )
    hours = (
        Training.objects.filter(assistant=assistant, held_on__range=(first_day, last_day)).standing().aggregate(hours=Sum("hours"))["hours"]
    )
    return Figures(
        first_day,
        last_day,
        entries=dict(sorted(entries.items())),
        measures={duty: dict(measures[duty]) for duty in sorted(measures)},
        present=spent.get(PRESENT, 0),
        leave={kind: spent[kind] for kind in LEAVES if kind in spent},
        absent=spent.get(ABSENT, 0),
        training_hours=hours or Decimal(0),
    )


@dataclass(frozen=True)
class Totals:
    """What a list shows of somebody's stretch of days."""

    entries: int = 0
    present: int = 0
    leave: int = 0
    absent: int = 0
    training_hours: Decimal = Decimal(0)


def totals(people: Collection[int], first_day: date, last_day: date) -> dict[int, Totals]:
    """Of each assistant, by primary key: three questions, whatever the number of people."""
    written = LogEntry.objects.filter(assistant__in=people, state=EntryState.SUBMITTED).within(first_day, last_day).order_by()
    entries = dict(written.values_list("assistant").annotate(number=Count("*")))
    spent: dict[int, Counter[str]] = defaultdict(Counter)
    rows = Attendance.objects.filter(assistant__in=people).within(first_day, last_day).order_by()
    for person, kind, number in rows.values_list("assistant", "kind").annotate(number=Count("*")):
        spent[person]["leave" if kind in LEAVES else kind] += number
    trained = Training.objects.filter(assistant__in=people, held_on__range=(first_day, last_day)).standing().order_by()
    hours = dict(trained.values_list("assistant").annotate(hours=Sum("hours")))
    return {
        person: Totals(
            entries.get(person, 0), spent[person][PRESENT], spent[person]["leave"], spent[person][ABSENT], hours.get(person, Decimal(0))
        )
        for person in people
    }
