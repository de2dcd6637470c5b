"""违规登记 as a list, and as a spreadsheet."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from bureaus.models import User
from documents.spreadsheets import Column, Kind, Sheet, write
from evaluation.models import Incident
from staffing.models import Contract
from staffing.roster import made

SHEET = Sheet(
    "违规登记",
    (
        Column("县（区）", "county"),
        Column("姓名", "name"),
        Column("发生日期", "day", Kind.DATE),
        Column("事实", "facts", width=40),
        Column("处理", "measure"),
        Column("状态", "word"),
        Column("送达日期", "served_on", Kind.DATE),
        Column("送达方式", "served_how", width=24),
    ),
)


def running(user: User) -> QuerySet[Contract]:
    """The contracts that run: whoever may be written about."""
    found = Contract.objects.visible_to(user).signed().filter(ended_on=None).exclude(renewals__signed_on__isnull=False)
    return found.select_related("assistant", "office").order_by("office__code", "pk")


def incidents(user: User, *, state: str = "", measure: str = "") -> QuerySet[Incident]:
    """The breaches this person may see, newest first."""
    rows = Incident.objects.visible_to(user)
    if state:
        rows = rows.filter(state=state)
    if measure:
        rows = rows.filter(measure=measure)
    return rows.select_related("assistant__county").order_by("-day", "-pk")


def workbook(found: Iterable[Incident], *, by: User, now: datetime) -> bytes:
    lines = [
        {
            "county": str(row.assistant.county),
            "name": row.assistant.name,
            "day": row.day,
            "facts": row.facts,
            "measure": row.get_measure_display(),
            "word": row.word,
            "served_on": row.served_on,
            "served_how": row.get_served_how_display(),
        }
        for row in found
    ]
    return write(SHEET, lines, meta=made(by, now))
