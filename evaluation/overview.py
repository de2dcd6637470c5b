"""Every office's month on one line, and every assistant's year: read in a fixed number of questions."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Sum

from bureaus.models import JudicialOffice, User
from bureaus.prepared import Prepared
from evaluation.figures import Totals, totals
from evaluation.models import LogEntry, Month, Tally
from evaluation.service import last_of
from policy.attendance import in_days
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
    people = dict(_people(user, month, last))
    offices = _offices(user, list(people))
    shown = [office.pk for office in offices]
    told = {office: sums for office, *sums in _sums(shown, month)}
    months = {row.office_id: row for row in _months(shown, month)}
    lines = []
    for office in offices:
        entries, halves, absent = told.get(office.pk, (0, 0, 0))
        counts: dict[str, Decimal | int] = {
            "people": people[office.pk],
            "entries": entries,
            "days": in_days(halves),
            "absent": in_days(absent),
        }
        lines.append((office, counts, months.get(office.pk)))
    return lines


def people_of_year(user: User, first: date, last: date) -> list[Served]:
    """Everybody who serves in a stretch of days, by office and name."""
    return [Served(*row) for row in _served(user, first, last)]


def with_totals(people: Iterable[Served], first: date, last: date) -> list[PersonYear]:
    """Each with the totals of the days."""
    rows = list(people)
    told = totals([row.assistant for row in rows], first, last)
    return [(row, told[row.assistant]) for row in rows]


@Prepared
def entries_of_month(user: User, office: int, first: date, last: date) -> QuerySet[LogEntry]:
    """What was handed in at an office, the newest day first; `who` is the assistant's name."""
    written = LogEntry.objects.visible_to(user).filter(office=office).within(first, last).annotate(who=F("assistant__name"))
    return written.only("day", "duty", "measures", "text", "officer", "state")


def _serving(user: User, first: date, last: date) -> QuerySet[Posting]:
    return Posting.objects.visible_to(user).filter(first_day__lte=last).not_ended(first).order_by()


@Prepared
def _served(user: User, first: date, last: date) -> QuerySet[Posting, tuple[int, str, str]]:
    """Of each person the posting taken up last."""
    serving = _serving(user, first, last)
    later = serving.filter(assistant=OuterRef("assistant"), first_day__gt=OuterRef("first_day"))
    newest = serving.filter(~Exists(later)).order_by("office__code", "assistant__name", "pk")
    return newest.values_list("assistant", "assistant__name", "office__name")


@Prepared
def _people(user: User, first: date, last: date) -> QuerySet[Posting, tuple[int, int]]:
    return _serving(user, first, last).values_list("office").annotate(people=Count("assistant", distinct=True))


@Prepared
def _offices(user: User, offices: list[int]) -> QuerySet[JudicialOffice]:
    return JudicialOffice.objects.visible_to(user).filter(pk__among=offices).select_related("county").order_by("code")


@Prepared
def _sums(offices: list[int], month: date) -> QuerySet[Tally, tuple[int, int, int, int]]:
    """Of each office what was handed in, and the half days spent and missed."""
    kept = Tally.objects.filter(office__among=offices, month=month).order_by().values_list("office")
    halves = Sum(F("present") + F("leave") + F("absent"))
    return kept.annotate(entries=Sum(F("submitted") + F("returned")), halves=halves, missed=Sum("absent"))


@Prepared
def _months(offices: list[int], first: date) -> QuerySet[Month]:
    return Month.objects.filter(office__among=offices, first_day=first)
