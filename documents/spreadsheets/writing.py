"""From rows to an xlsx that opens in WPS and Excel: text stays text, the header stays in sight, choices drop down, it prints on A4."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.timezone import localtime
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from documents import xlsx
from documents.spreadsheets.columns import CellError, Column, Kind, ReadResult, Sheet, shown
from documents.workbooks import MOST_ROWS

FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")
NATIVE = {Kind.INTEGER: (int,), Kind.MARK: (int, float, Decimal), Kind.HALVES: (int, Decimal), Kind.DATE: (date,)}
GUIDE, CHOICES = "说明", "选项"
EMPTY_LINES = 200  # of a template: formatted as text, so that a pasted ID number stays one

_LINE = Side(style="thin", color="FFB8C2D0")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
LOOKS: dict[str, dict[str, Any]] = {
    "head": {"font": Font(bold=True), "fill": PatternFill("solid", fgColor="FFE6EEF9"), "border": _BORDER},
    "cell": {"border": _BORDER},
    "faulty": {"border": _BORDER, "fill": PatternFill("solid", fgColor="FFFCECEC")},
    "fault": {"font": Font(color="FFB4232A"), "alignment": _WRAPPED},
    "fault head": {"font": Font(bold=True, color="FFB4232A")},
    "guide": {"alignment": _WRAPPED},
}


def write(sheet: Sheet, rows: Iterable[Mapping[str, Any]], *, meta: Mapping[str, str] | None = None) -> bytes:
    """The rows as xlsx. `meta` (filter, person, time …) stands on the sheet 说明, with the number of rows and the digest of their text."""
    book = _Book(sheet)
    digest = hashlib.sha256()
    count = 0
    for row in rows:
        values = [row.get(column.key) for column in sheet.columns]
        digest.update("\x1f".join("" if value is None else str(value) for value in values).encode() + b"\x1e")
        book.line([book.value(column, value) for column, value in zip(sheet.columns, values, strict=True)])
        count += 1
    book.table.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{count + 1}"
    return book.finish({**(meta or {}), "行数": str(count), "数据校验值（SHA-256）": digest.hexdigest()})


def write_long(sheet: Sheet, rows: Iterable[Mapping[str, Any]], *, meta: Mapping[str, str]) -> bytes:
    """As `write`, for ten thousand rows in a fraction of the time and never all in memory."""
    digest = hashlib.sha256()
    count = 0

    def lines() -> Iterator[Sequence[Any]]:
        nonlocal count
        yield [column.title for column in sheet.columns]
        for row in rows:
            values = [row.get(column.key) for column in sheet.columns]
            digest.update("\x1f".join("" if value is None else str(value) for value in values).encode() + b"\x1e")
            count += 1
            yield values

    def guide() -> Iterator[Sequence[Any]]:
        said = {"表名": sheet.title, **meta, "行数": str(count), "数据校验值（SHA-256）": digest.hexdigest()}
        yield from ([xlsx.Cell(title, xlsx.Look.HEAD), words] for title, words in said.items())

    table = xlsx.Page(sheet.title[:31], lines(), [column.width for column in sheet.columns], filtered=True)
    return xlsx.workbook([table, xlsx.Page(GUIDE, guide(), (24, 80), head=0)])


def template(sheet: Sheet) -> bytes:
    """An empty table to fill in, with drop-downs and notes."""
    book = _Book(sheet)
    for _ in range(EMPTY_LINES):
        book.line([book.value(column, None) for column in sheet.columns])
    return book.finish({"用法": "在表头下面逐行填写，保存为 .xlsx 后上传。标 * 的列必须填写，不要改动表头。"})


def error_workbook(sheet: Sheet, result: ReadResult, errors: Sequence[CellError] | None = None) -> bytes:
    """The lines that were sent, each fault in red beside its cell. Mended, the file can be sent again as it is.

    `errors` are those to show, by default the reader's; an error without a column belongs to its whole line.
    """
    faults: dict[tuple[int, str], str] = {}
    for error in result.errors if errors is None else errors:
        known = faults.get((error.row, error.column), "")
        faults[error.row, error.column] = f"{known}{error.message}"
    faulty = {title for _, title in faults}
    book = _Book(sheet, beside=faulty)
    for number in sorted({*result.cells, *(row for row, _ in faults)}):  # a fault may stand below the last line: somebody is missing
        cells = result.cells.get(number, {})
        line = []
        for column in sheet.columns:
            fault = faults.get((number, column.title), "")
            line.append(book.value(column, cells.get(column.key), "faulty" if fault else "cell"))
            if column.title in faulty:
                line.append(book.text(fault, "fault"))
        if "" in faulty:
            line.append(book.text(faults.get((number, ""), ""), "fault"))
        book.line(line)
    return book.finish({"有问题的单元格": str(len(faults)), "改法": "按红字改好后，可以直接上传这个文件。"})


class _Book:
    """A workbook being written: the table, then the sheets 说明 and 选项."""

    def __init__(self, sheet: Sheet, *, beside: Iterable[str] = ()) -> None:
        self.sheet = sheet
        self.workbook = Workbook(write_only=True)
        self.table = self.workbook.create_sheet(sheet.title[:31])
        self._styles: dict[tuple[str, str, bool], Any] = {}
        self._set_page()
        self._head(frozenset(beside))

    def line(self, cells: Iterable[WriteOnlyCell]) -> None:
        self.table.append(cells)

    def value(self, column: Column, value: Any, look: str = "cell") -> WriteOnlyCell:
        """A cell in the column's format. What is not of the column's own type, and every number that is a name, is written as text."""
        if isinstance(value, datetime):
            value = localtime(value).date() if value.tzinfo else value.date()
        if value is None or value == "":
            return self._cell(None, look, column.kind.number_format)
        if isinstance(value, NATIVE.get(column.kind, ())) and not isinstance(value, bool):
            return self._cell(value, look, column.kind.number_format)
        return self.text(shown(value), look)

    def text(self, text: str, look: str) -> WriteOnlyCell:
        """Text that no spreadsheet program takes for a formula, a number or an error."""
        text = ILLEGAL_CHARACTERS_RE.sub("", text)
        cell = self._cell(text, look, "@", quoted=text.startswith(FORMULA_STARTS))
        cell.data_type = "s"
        return cell

    def finish(self, meta: Mapping[str, str]) -> bytes:
        guide = self.workbook.create_sheet(GUIDE)
        guide.column_dimensions["A"].width, guide.column_dimensions["B"].width = 24, 80
        notes = {column.title: column.note for column in self.sheet.columns if column.note}
        for title, words in {"表名": self.sheet.title, **meta, **notes}.items():
            guide.append([self.text(title, "head"), self.text(words, "guide")])
        if any(column.choices for column in self.sheet.columns):
            choices = self.workbook.create_sheet(CHOICES)
            choices.sheet_state = "hidden"
            for column in self.sheet.columns:
                choices.append([self.text(word, "guide") for word in column.choices])
        out = BytesIO()
        self.workbook.save(out)
        return out.getvalue()

    def _set_page(self) -> None:
        self.table.freeze_panes = "A2"
        self.table.print_title_rows = "1:1"
        self.table.page_setup.paperSize = Worksheet.PAPERSIZE_A4
        self.table.page_setup.orientation = Worksheet.ORIENTATION_LANDSCAPE
        self.table.page_setup.fitToHeight = 0
        self.table.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        self.table.oddHeader.center.text = self.sheet.title.replace("&", "&&")
        self.table.oddFooter.center.text = "第 &P 页，共 &N 页"

    def _head(self, beside: frozenset[str]) -> None:
        head: list[tuple[str, str]] = []
        for number, column in enumerate(self.sheet.columns, 1):
            head.append((f"{column.title}*" if column.required else column.title, "head"))
            letter = get_column_letter(len(head))
            self.table.column_dimensions[letter].width = column.width
            self._guide_entries(column, number, letter)
            if column.title in beside:
                head.append((f"{column.title}的问题", "fault head"))
                self.table.column_dimensions[get_column_letter(len(head))].width = 36
        if "" in beside:
            head.append(("这一行的问题", "fault head"))
            self.table.column_dimensions[get_column_letter(len(head))].width = 36
        self.line([self.text(title, look) for title, look in head])

    def _guide_entries(self, column: Column, number: int, letter: str) -> None:
        """Drop-down and note of a column.

        The choices stand on a sheet of their own, one line a column: inside a rule they may hold neither 256 letters nor a comma.
        """
        if not column.choices and not column.note:
            return
        rule = DataValidation(allow_blank=True)
        if column.choices:
            rule.type, rule.formula1 = "list", f"'{CHOICES}'!$A${number}:${get_column_letter(len(column.choices))}${number}"
            rule.showErrorMessage, rule.errorTitle, rule.error = True, column.title[:32], "请从下拉列表中选择。"
        if column.note:
            rule.showInputMessage, rule.promptTitle, rule.prompt = True, column.title[:32], column.note[:255]
        rule.add(f"{letter}2:{letter}{MOST_ROWS}")
        self.table.data_validations.append(rule)

    def _cell(self, value: Any, look: str, number_format: str, *, quoted: bool = False) -> WriteOnlyCell:
        cell = WriteOnlyCell(self.table, value)
        style = self._styles.get((look, number_format, quoted))
        if style is None:
            for name, worn in LOOKS[look].items():
                setattr(cell, name, worn)
            cell.number_format, cell.quotePrefix = number_format, quoted
            style = self._styles[look, number_format, quoted] = cell._style
        cell._style = copy(style)  # setting a style anew for each cell takes most of the time of a long table
        return cell
