"""Every office's month on one line, and every assistant's year: read in a fixed number of questions."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from bureaus.models import JudicialOffice, User
from bureaus.prepared import Prepared
from evaluation.figures import Totals, totals
from evaluation.models import HALVES, Attendance, LogEntry, Month
from evaluation.service import last_of
from policy.attendance import ABSENT, in_days
from staffing.models import Posting

OfficeMonth = tuple[JudicialOffice, dict[str, Decimal | int], Month | None]


class Served(NamedTuple):
    """Somebody who serves in a stretch of days, and the office where last."""

    assistant: int  # primary key
    name: str
    office: str


PersonYear = tuple[Served, Totals]


def office_months(user: User, month: date) -> list[OfficeMonth]:
    """The offices this person may see in which somebody serves in the month."""
    last = last_of(month)
    people = dict(_people(user, last, month))
    offices = _offices(user, list(people))
    within = ([office.pk for office in offices], month, last)
    entries = dict(_entries(*within))
    days = {office: (in_days(every), in_days(away)) for office, every, away in _days(*within)}
    months = {row.office_id: row for row in _months(within[0], month)}
    lines = []
    for office in offices:
        every, away = days.get(office.pk, (0, 0))
        counts: dict[str, Decimal | int] = {
            "people": people[office.pk],
            "entries": entries.get(office.pk, 0),
            "days": every,
            "absent": away,
        }
        lines.append((office, counts, months.get(office.pk)))
    return lines


def people_of_year(user: User, first: date, last: date) -> list[Served]:
    """Everybody who serves in a stretch of days, by office and name."""
    return [Served(*row) for row in _served(user, last, first)]


def with_totals(people: Iterable[Served], first: date, last: date) -> list[PersonYear]:
    """Each with the totals of the days."""
    rows = list(people)
    told = totals([row.assistant for row in rows], first, last)
    return [(row, told[row.assistant]) for row in rows]


def _serving(user: User, last: date, first: date) -> QuerySet[Posting]:
    return Posting.objects.visible_to(user).filter(first_day__lte=last).not_ended(first).order_by()


def _newest(served: QuerySet[Posting]) -> QuerySet[Posting, tuple[int, str, str]]:
    """Of each person the posting taken up last."""
    later = served.filter(assistant=OuterRef("assistant"), first_day__gt=OuterRef("first_day"))
    return (
        served.filter(~Exists(later)).order_by("office__code", "assistant__name", "pk").values_list("assistant", "assistant__name", "office__name")
    )


FIRST, LAST, OFFICE, OFFICES = date.min, date.max, -9, [-9]  # to build the statements with

entries_of_month = Prepared(  # what was handed in at an office in a stretch of days, the newest day first; `who` is the assistant's name
    lambda user, office, first, last: (
        LogEntry.objects.visible_to(user)
        .filter(office=office)
        .within(first, last)
        .annotate(who=F("assistant__name"))
        .only("day", "duty", "measures", "text", "officer", "state")
    ),
    OFFICE,
    FIRST,
    LAST,
)

_people = Prepared(
    lambda user, last, first: _serving(user, last, first).values_list("office").annotate(people=Count("assistant", distinct=True)), LAST, FIRST
)
_served = Prepared(lambda user, last, first: _newest(_serving(user, last, first)), LAST, FIRST)
_offices = Prepared(
    lambda user, offices: JudicialOffice.objects.visible_to(user).filter(pk__among=offices).select_related("county").order_by("code"), OFFICES
)
_entries = Prepared(
    lambda offices, first, last: (
        LogEntry.objects.handed_in().filter(office__among=offices).within(first, last).order_by().values_list("office").annotate(number=Count("*"))
    ),
    OFFICES,
    FIRST,
    LAST,
)
_days = Prepared(
    lambda offices, first, last: (
        Attendance.objects.filter(office__among=offices)
        .within(first, last)
        .order_by()
        .values_list("office")
        .annotate(every=Sum(HALVES), away=Sum(HALVES, filter=Q(kind=ABSENT), default=0))
    ),
    OFFICES,
    FIRST,
    LAST,
)
_months = Prepared(lambda offices, first: Month.objects.filter(office__among=offices, first_day=first), OFFICES, FIRST)
