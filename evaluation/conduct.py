"""违规登记 as a list, and as a spreadsheet."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, QuerySet, Subquery
from django.db.models.functions import Coalesce

from bureaus.models import User
from documents.spreadsheets import Column, Kind, Sheet, Table
from evaluation.models import Dismissal, Incident
from staffing.models import Contract, Posting

SHEET = Sheet(
    "违规登记",
    (
        Column("县（区）", "county"),
        Column("姓名", "name"),
        Column("发生日期", "day", Kind.DATE),
        Column("事实", "facts", width=40),
        Column("处理", "measure"),
        Column("越过前一档的理由", "skip_reason", width=30),
        Column("状态", "word"),
        Column("送达日期", "served_on", Kind.DATE),
        Column("送达方式", "served_how", width=24),
    ),
)


DISMISSALS_SHEET = Sheet(
    "解聘",
    (
        Column("县（区）", "county"),
        Column("姓名", "name"),
        Column("解聘事由", "ground", width=28),
        Column("法定事由", "lawful", width=28),
        Column("依据", "article", width=24),
        Column("越过前一档的理由", "skip_reason", width=30),
        Column("最后工作日", "last_day", Kind.DATE),
        Column("移交机关", "referred_to"),
        Column("状态", "state"),
        Column("送达日期", "served_on", Kind.DATE),
        Column("送达方式", "served_how", width=24),
    ),
)


def running(user: User, on: date) -> QuerySet[Contract]:
    """The contracts that run: whoever may be written about, with the name of the office where they serve on that day (`serves_at`)."""
    found = Contract.objects.visible_to(user).signed().filter(ended_on=None).exclude(renewals__signed_on__isnull=False)
    posting = Posting.objects.newest(on)
    return (
        found.annotate(serves_at=Coalesce(Subquery(posting.values("office__name")), F("office__name")))
        .select_related("assistant")
        .order_by(Coalesce(Subquery(posting.values("office__code")), F("office__code")), "pk")
    )


def incidents(user: User, *, state: str = "", measure: str = "") -> QuerySet[Incident]:
    """The breaches this person may see, newest first; `state` is a `Step`."""
    rows = Incident.objects.visible_to(user)
    if state:
        rows = rows.at(state)
    if measure:
        rows = rows.filter(measure=measure)
    return rows.select_related("assistant__county").order_by("-day", "-pk")


def dismissals(user: User, *, state: str = "") -> QuerySet[Dismissal]:
    """The dismissals this person may see, newest first; `state` is an `Ending`."""
    rows = Dismissal.objects.visible_to(user)
    if state:
        rows = rows.at(state)
    return rows.select_related("contract__assistant__county").order_by("-entered_at", "-pk")


def dismissals_table(found: Iterable[Dismissal]) -> Table:
    return Table(DISMISSALS_SHEET, found, _dismissal_line)


def table(found: Iterable[Incident]) -> Table:
    return Table(SHEET, found, _line)


def _dismissal_line(row: Dismissal) -> dict[str, Any]:
    return {
        "county": str(row.contract.assistant.county) if row.contract.assistant else "",
        "name": str(row.contract.assistant),
        "ground": row.get_ground_display(),
        "lawful": row.get_lawful_display(),
        "article": row.law.clause.label,
        "skip_reason": row.skip_reason,
        "last_day": row.last_day,
        "referred_to": row.referred_to,
        "state": row.word,
        "served_on": row.served_on,
        "served_how": row.get_served_how_display(),
    }


def _line(row: Incident) -> dict[str, Any]:
    return {
        "county": str(row.assistant.county),
        "name": row.assistant.name,
        "day": row.day,
        "facts": row.facts,
        "measure": row.get_measure_display(),
        "skip_reason": row.skip_reason,
        "word": row.word,
        "served_on": row.served_on,
        "served_how": row.get_served_how_display(),
    }
