"""What log, attendance and training say of somebody over a stretch of days: the evidence of an appraisal."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.db.models import QuerySet, Sum

from bureaus.prepared import Prepared
from evaluation.models import HALVES, Attendance, EntryState, LogEntry, Tally
from policy.attendance import ABSENT, LEAVES, PRESENT, in_days
from staffing.models import Assistant, Training


@dataclass(frozen=True)
class Figures:
    """Numbers of one assistant between two days, both counted. Drafts and entries sent back do not count."""

    first_day: date
    last_day: date
    entries: dict[int, int] = field(default_factory=dict)  # by duty
    measures: dict[int, dict[str, int]] = field(default_factory=dict)  # by duty, then by measure
    present: Decimal = Decimal(0)
    leave: dict[str, Decimal] = field(default_factory=dict)  # days by kind
    absent: Decimal = Decimal(0)
    training_hours: Decimal = Decimal(0)

    @property
    def all_leave(self) -> Decimal:
        return sum(self.leave.values(), Decimal(0))

    def kept(self) -> dict[str, Any]:
        """The same as an appraisal sheet keeps it, in JSON."""
        return {
            "entries": {str(duty): number for duty, number in self.entries.items()},
            "measures": {str(duty): counted for duty, counted in self.measures.items()},
            "present": str(self.present),
            "leave": {kind: str(days) for kind, days in self.leave.items()},
            "absent": str(self.absent),
            "training_hours": str(self.training_hours),
        }

    @classmethod
    def read(cls, first_day: date, last_day: date, kept: Mapping[str, Any]) -> Self:
        """What `kept` wrote down of these days."""
        return cls(
            first_day,
            last_day,
            entries={int(duty): number for duty, number in kept["entries"].items()},
            measures={int(duty): counted for duty, counted in kept["measures"].items()},
            present=Decimal(kept["present"]),
            leave={kind: Decimal(days) for kind, days in kept["leave"].items()},
            absent=Decimal(kept["absent"]),
            training_hours=Decimal(kept["training_hours"]),
        )


def figures(assistant: Assistant, first_day: date, last_day: date) -> Figures:
    """Read one assistant's figures in three questions."""
    entries: Counter[int] = Counter()
    measures: dict[int, Counter[str]] = {}
    written = LogEntry.objects.filter(assistant=assistant, state=EntryState.SUBMITTED).within(first_day, last_day)
    for duty, counted in written.values_list("duty", "measures"):
        entries[duty] += 1
        measures.setdefault(duty, Counter()).update(counted)
    spent = dict(
        Attendance.objects.filter(assistant=assistant)
        .within(first_day, last_day)
        .order_by()
        .values_list("kind")
        .annotate(halves=Sum(HALVES))
    )
    hours = (
        Training.objects.filter(assistant=assistant, held_on__range=(first_day, last_day)).standing().aggregate(hours=Sum("hours"))["hours"]
    )
    return Figures(
        first_day,
        last_day,
        entries=dict(sorted(entries.items())),
        measures={duty: dict(measures[duty]) for duty in sorted(measures)},
        present=in_days(spent.get(PRESENT, 0)),
        leave={kind: in_days(spent[kind]) for kind in LEAVES if kind in spent},
        absent=in_days(spent.get(ABSENT, 0)),
        training_hours=hours or Decimal(0),
    )


@dataclass(frozen=True)
class Totals:
    """What a list shows of somebody's stretch of days."""

    entries: int = 0
    present: Decimal = Decimal(0)
    leave: Decimal = Decimal(0)
    absent: Decimal = Decimal(0)
    training_hours: Decimal = Decimal(0)


def totals(people: Collection[int], first_day: date, last_day: date) -> dict[int, Totals]:
    """Of each assistant, by primary key, over whole months: two questions, whatever the number of people."""
    asked = (list(people), first_day, last_day)
    hours = dict(_trained(*asked))
    told = {
        person: Totals(entries, in_days(present), in_days(leave), in_days(absent), hours.get(person, Decimal(0)))
        for person, entries, present, leave, absent in _tallied(*asked)
    }
    return {person: told.get(person) or Totals(training_hours=hours.get(person, Decimal(0))) for person in people}


@Prepared
def _tallied(people: list[int], first: date, last: date) -> QuerySet[Tally, tuple[int, int, int, int, int]]:
    kept = Tally.objects.filter(assistant__among=people, month__range=(first, last)).order_by().values_list("assistant")
    return kept.annotate(Sum("submitted"), Sum("present"), Sum("leave"), Sum("absent"))


@Prepared
def _trained(people: list[int], first: date, last: date) -> QuerySet[Training, tuple[int, Decimal]]:
    held = Training.objects.filter(assistant__among=people, held_on__range=(first, last)).standing()
    return held.order_by().values_list("assistant").annotate(hours=Sum("hours"))
