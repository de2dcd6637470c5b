"""Sheets of people who do not exist, as counties send them."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from policy.answers import COLUMNS
from policy.identity import check_digit

GOOD: Mapping[str, Mapping[str, Any]] = {
    "public": {"国籍": "中国", "户籍所在地": "平定县", "居住地": "北京市", "学历": "大专"},
    "internal": {"学历": "大专", "本县在职辅助人员": "是", "社保可转移": "是", "组织关系可转移": ""},
}


def make_number(born_on: str = "19960712", sequence: int = 1) -> str:
    """A number that checks, for somebody who does not exist."""
    first17 = f"140322{born_on}{sequence:03d}"
    return first17 + check_digit(first17)


def make_person(track: str, place: int = 1, **changes: Any) -> dict[str, Any]:
    """Somebody who meets every condition that a sheet can show, changed in some cells."""
    person = {column.title: "否" for column in COLUMNS[track]} | {"姓名": f"演示{place}", "公民身份号码": make_number(sequence=place)}
    return person | GOOD[track] | changes


def make_sheet(track: str, *people: Mapping[str, Any], titles: list[str] | None = None, above: tuple[list[Any], ...] = ()) -> bytes:
    """An xlsx with these people, and lines above its heading."""
    titles = titles or [column.title for column in COLUMNS[track]]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("人员表")
    for line in (*above, titles, *([person.get(title, "") for title in titles] for person in people)):
        sheet.append([_as_text(sheet, cell) if isinstance(cell, str) else cell for cell in line])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _as_text(sheet: Any, text: str) -> WriteOnlyCell:
    """Text as somebody typed it into a column of text: never a formula."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
