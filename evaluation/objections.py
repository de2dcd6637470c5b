"""公示异议 as a list and as a spreadsheet, which leaves out what is sealed."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from bureaus.models import User
from documents.spreadsheets import Column, Kind, Sheet, Table
from evaluation.models import Objection
from staffing.models import SEALED

SHEET = Sheet(
    "考核、表彰公示异议",
    (
        Column("县（区）", "county"),
        Column("姓名", "name"),
        Column("公示", "title", width=24),
        Column("收到日期", "received_on", Kind.DATE),
        Column("方式", "way"),
        Column("登记人", "received_by"),
        Column("状态", "word", width=28),
        Column("改为的等次", "grade"),
        Column("答复人", "closed_by"),
    ),
)
WORDS = ("said_by", "text", "finding")


def objections(user: User, **wanted: Any) -> QuerySet[Objection]:
    """The objections this person may see, newest first, without their words."""
    people = [f"{subject}__assistant__{name}" for subject in ("appraisal", "commendation") for name in SEALED]
    related = ("county", "appraisal__assistant", "appraisal__period", "commendation__assistant", "received_by", "closed_by")
    return Objection.objects.visible_to(user).filter(**wanted).select_related(*related).defer(*WORDS, *people)


def table(found: Iterable[Objection]) -> Table:
    return Table(SHEET, found, _line)


def _line(row: Objection) -> dict[str, Any]:
    return {
        "county": str(row.county),
        "name": row.assistant.name,
        "title": row.title,
        "received_on": row.received_on,
        "way": row.get_way_display(),
        "received_by": str(row.received_by),
        "word": row.word,
        "grade": row.get_grade_display() if row.grade else "",
        "closed_by": str(row.closed_by) if row.closed_by else "",
    }
