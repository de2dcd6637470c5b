"""统一调配 as a list, and as a spreadsheet."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from bureaus.models import User
from documents.spreadsheets import Column, Kind, Sheet, Table
from evaluation.models import Transfer

SHEET = Sheet(
    "统一调配",
    (
        Column("县（区）", "county"),
        Column("姓名", "name"),
        Column("原司法所", "from_office", width=20),
        Column("调往司法所", "to_office", width=20),
        Column("生效日期", "effective_on", Kind.DATE),
        Column("调配理由", "reason", width=36),
        Column("本人意见", "consent"),
        Column("状态", "state"),
    ),
)


def transfers(user: User, *, state: str = "", year: int | None = None) -> QuerySet[Transfer]:
    """The transfers this person may see, newest first."""
    rows = Transfer.objects.visible_to(user)
    if state:
        rows = rows.filter(state=state)
    if year:
        rows = rows.filter(effective_on__range=(date(year, 1, 1), date(year, 12, 31)))
    return rows.select_related("assistant__county", "from_office", "to_office").order_by("-effective_on", "-pk")


def table(found: Iterable[Transfer]) -> Table:
    return Table(SHEET, found, _line)


def _line(row: Transfer) -> dict[str, Any]:
    return {
        "county": str(row.assistant.county),
        "name": row.assistant.name,
        "from_office": str(row.from_office),
        "to_office": str(row.to_office),
        "effective_on": row.effective_on,
        "reason": row.reason,
        "consent": row.get_consent_display(),
        "state": row.get_state_display(),
    }
