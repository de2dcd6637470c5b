"""Every office's month on one line, and every assistant's year: read in a fixed number of questions."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from bureaus.models import JudicialOffice, User
from evaluation.figures import Totals, totals
from evaluation.models import Attendance, LogEntry, Month
from evaluation.service import last_of
from policy.attendance import ABSENT
from staffing.models import SEALED, Assistant, Posting

OfficeMonth = tuple[JudicialOffice, dict[str, int], Month | None]
PersonYear = tuple[Assistant, JudicialOffice, Totals]


def office_months(user: User, month: date) -> list[OfficeMonth]:
    """The offices this person may see in which somebody serves in the month."""
    last = last_of(month)
    postings = Posting.objects.visible_to(user).filter(first_day__lte=last).not_ended(month)
    people = dict(postings.order_by().values_list("office").annotate(people=Count("assistant", distinct=True)))
    offices = list(JudicialOffice.objects.visible_to(user).filter(pk__in=people).select_related("county").order_by("code"))
    written = LogEntry.objects.handed_in().filter(office__in=offices).within(month, last).order_by()
    entries = dict(written.values_list("office").annotate(number=Count("*")))
    spent = Attendance.objects.filter(office__in=offices).within(month, last).order_by().values_list("office")
    days = {office: (every, away) for office, every, away in spent.annotate(every=Count("kind"), away=Count("kind", filter=Q(kind=ABSENT)))}
    months = {row.office_id: row for row in Month.objects.filter(office__in=offices, first_day=month)}
    lines = []
    for office in offices:
        every, away = days.get(office.pk, (0, 0))
        counts = {"people": people[office.pk], "entries": entries.get(office.pk, 0), "days": every, "absent": away}
        lines.append((office, counts, months.get(office.pk)))
    return lines


def people_of_year(user: User, first: date, last: date) -> QuerySet[Posting]:
    """The newest posting of everybody who serves in a stretch of days, by office and name."""
    served = Posting.objects.visible_to(user).filter(first_day__lte=last).not_ended(first)
    later = served.filter(assistant=OuterRef("assistant"), first_day__gt=OuterRef("first_day"))
    return (
        served.filter(~Exists(later))
        .select_related("assistant", "office")
        .defer(*(f"assistant__{name}" for name in SEALED))
        .order_by("office__code", "assistant__name", "pk")
    )


def with_totals(postings: Iterable[Posting], first: date, last: date) -> list[PersonYear]:
    """Each with the totals of the days."""
    rows = list(postings)
    told = totals([row.assistant_id for row in rows], first, last)
    return [(row.assistant, row.office, told[row.assistant_id]) for row in rows]
