"""在册辅助人员 as a sheet: out as of a day, in as a table whose columns are those of the internal track's conditions."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from bureaus.models import User
from documents.spreadsheets import Column, Kind, Sheet, Table
from policy.identity import mask
from policy.people import Education
from staffing.models import EDUCATION_CHOICES, Auxiliary
from staffing.models.auxiliaries import BUREAU

YES, NO = "是", "否"
ANSWER = (YES, NO)
ANSWERS = "“是”或“否”；还不清楚的留空"


def _columns(*, offices: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """The columns of one line. In a template the office is chosen from the county's own."""
    place = Column(
        "所在单位",
        "place",
        Kind.CHOICE if offices else Kind.TEXT,
        width=22,
        required=True,
        choices=(BUREAU, *offices) if offices else (),
        note=f"在哪个司法所工作；在局机关的选“{BUREAU}”",
    )
    answers = (Column(Auxiliary.title_of(name), name, Kind.CHOICE, width=14, choices=ANSWER, note=ANSWERS) for name in Auxiliary.ANSWERS)
    return (
        Column("姓名", "name", required=True),
        Column(
            "公民身份号码",
            "id_number",
            Kind.DIGITS,
            width=22,
            required=True,
            unique=True,
            note="18 位；本列是文本格式，不要改成数字",
        ),
        place,
        Column("到岗日期", "first_day", Kind.DATE, required=True, note="如 2020-07-01"),
        Column("离岗日期", "last_day", Kind.DATE, note="仍在岗的留空"),
        Column("学历", "education", Kind.CHOICE, choices=tuple(title for _, title in EDUCATION_CHOICES), note="最高学历；还不清楚的留空"),
        *answers,
    )


TITLE = "在册辅助人员"
LIST = Sheet(TITLE, (Column("县（区）", "county"), Column("性别", "sex", width=6), *_columns()))


def template_for(offices: Iterable[str]) -> Sheet:
    """The table a county fills in."""
    return Sheet(TITLE, _columns(offices=tuple(offices)))


def roster(user: User, *, on: date, name: str = "", office: Any = None) -> QuerySet[Auxiliary]:
    """Who stands on the rosters this person may see on that day."""
    rows = Auxiliary.objects.visible_to(user).serving(on)
    if name:
        rows = rows.filter(name__contains=name)
    if office:
        rows = rows.filter(office=office)
    return rows.select_related("county", "office").order_by("county__code", "office__code", "first_day", "pk")


def table(rows: Iterable[Auxiliary], *, on: date, full: bool = False) -> Table:
    """The roster with masked numbers; `full` shows them, and whoever asks for it has recorded why."""
    return Table(LIST, rows, lambda row: _line(row, full), {"截至日期": f"{on:%Y-%m-%d}"})


def word(answer: bool | None) -> str:
    """An answer as the sheet writes it."""
    return {True: YES, False: NO, None: ""}[answer]


def _line(row: Auxiliary, full: bool) -> dict[str, Any]:
    return {
        "county": str(row.county),
        "sex": row.sex,
        "name": row.name,
        "id_number": row.id_number if full else mask(row.id_number),
        "place": row.place,
        "first_day": row.first_day,
        "last_day": row.last_day,
        "education": "" if row.education is None else Education(row.education).title,
        **{name: word(getattr(row, name)) for name in Auxiliary.ANSWERS},
    }
