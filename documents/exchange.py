"""A table that goes out, is filled in and comes back: what it would change, cell by cell. Nothing is written here.

The round trip of any table:

    template   `write(sheet, rows)` with what stands now, or `template(sheet)`, behind `export_response`
    upload     `SheetForm`, then `take_sheet(form, by=…, now=…)`, and on to the page of the file
    preview    `compare(sheet, own_sheet(user, pk), current=…, judge=…)` in `documents/_differences.html`
    confirm    `DifferencesForm(request.POST, reading=…)`; when it is valid the caller's action writes `reading.rows`
    errors     `export_response(name, reading.error_workbook)`
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404

from bureaus.models import User
from documents.models import StoredFile
from documents.spreadsheets import CellError, ReadResult, Sheet, error_workbook, read
from documents.spreadsheets.columns import shown
from documents.uploads import XLSX, Accept, UnfitFile, receive

Row = dict[str, Any]
Current = Callable[[Row], Mapping[str, Any] | None]
Judge = Callable[[Row], Iterable[tuple[str, str]]]

NEW, CHANGED, SAME, FAULTY = "新增", "有变化", "无变化", "有错误"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a file says in one place, and what stands there now where that differs."""

    text: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its number, its cells in the columns' order, what it would do, what is wrong with it."""

    number: int
    cells: list[Cell]
    state: str
    faults: list[str]


@dataclass(frozen=True)
class Reading:
    """A file that was read and held against what stands now. `rows` are those that would change something."""

    sheet: Sheet
    result: ReadResult
    errors: list[CellError]
    lines: list[Line]
    rows: list[Row]

    @property
    def sentences(self) -> list[str]:
        return [error.sentence for error in self.errors]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many lines there are of each kind, those that matter first."""
        return [(state, sum(line.state == state for line in self.lines)) for state in (FAULTY, NEW, CHANGED, SAME)]

    @property
    def error_workbook(self) -> bytes:
        """The file as it came, with each fault in red beside its cell; mended, it can be uploaded as it is."""
        return error_workbook(self.sheet, self.result, self.errors)

    @cached_property
    def digest(self) -> str:
        """Stands for everything the preview showed: when it differs at the confirmation, something has changed in between."""
        told = "\x1e".join(f"{line.number}\x1f{line.state}\x1f" + "\x1f".join(map(repr, line.cells)) for line in self.lines)
        return hashlib.sha256(told.encode()).hexdigest()


class SheetForm(forms.Form):
    """A filled-in table."""

    file = forms.FileField(
        label="填好的表格",
        help_text="用本页下载的模板填写，.xlsx 格式，不超过 10 MB",
        widget=forms.FileInput({"accept": ".xlsx"}),
        error_messages={"required": "请先选择填好的表格。", "empty": "这个文件是空的。", "missing": "请先选择填好的表格。"},
    )


class DifferencesForm(forms.Form):
    """Confirms what the preview showed, and nothing else."""

    digest = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, reading: Reading) -> None:
        super().__init__(data, initial={"digest": reading.digest})
        self.reading = reading

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("digest") != self.reading.digest:
            self.data = {"digest": self.reading.digest}
            raise forms.ValidationError("您核对之后，现有内容又有更新，还没有保存。请核对下面最新的差异，再确认一次。")
        if self.reading.errors:
            raise forms.ValidationError("表格里还有错误，没有保存。请按标出的错误改好后重新上传。")
        if not self.reading.rows:
            raise forms.ValidationError("表格内容与现有内容相同，没有需要保存的变化。")
        return self.cleaned_data


def take_sheet(form: SheetForm, *, by: User, now: datetime) -> StoredFile | None:
    """Keep the uploaded table; None where it cannot be taken, which the form then says."""
    try:
        return receive(form.cleaned_data["file"], by=by, now=now, accept=Accept.SHEET)
    except UnfitFile as fault:
        form.add_error("file", str(fault))
        return None


def own_sheet(user: User, pk: int) -> StoredFile:
    """A table this person has uploaded; nobody reads another's before it is confirmed."""
    return get_object_or_404(StoredFile, pk=pk, uploaded_by=user, media_type=XLSX)


def compare(sheet: Sheet, stored: StoredFile, *, current: Current, judge: Judge = lambda row: ()) -> Reading:
    """Read a kept table and hold each line against what stands now.

    `current` tells by column key what stands now for a row, None when it would be new; columns it leaves out are not compared.
    `judge` tells what else is wrong with a row, as (column title, sentence).

    :raises UnfitFile: if it is no such table.
    """
    with stored.content.open() as file:
        result = read(sheet, file)
    errors = list(result.errors)
    good = {row["row"]: row for row in result.rows}
    for number, row in good.items():
        errors += [CellError(number, column, sentence) for column, sentence in judge(row)]
    faults: dict[int, list[str]] = {}
    for error in errors:
        faults.setdefault(error.row, []).append(error.message)
    lines = []
    for number, raw in result.cells.items():
        if number in faults:
            cells = [Cell(written(raw[column.key])) for column in sheet.columns]
            lines.append(Line(number, cells, FAULTY, faults[number]))
        else:
            lines.append(_line(sheet, good[number], current(good[number])))
    telling = {line.number for line in lines if line.state in (NEW, CHANGED)}
    return Reading(sheet, result, sorted(errors, key=lambda error: error.row), lines, [good[number] for number in sorted(telling)])


def written(value: Any) -> str:
    """A value as a table shows it; blank when there is none."""
    if value is None:
        return ""
    return value.isoformat() if type(value) is date else shown(value)


def _line(sheet: Sheet, row: Row, stands: Mapping[str, Any] | None) -> Line:
    cells = []
    for column in sheet.columns:
        text = written(row[column.key])
        before = written(stands[column.key]) if stands is not None and column.key in stands else text
        cells.append(Cell(text, before if before != text else None))
    if stands is None:
        return Line(row["row"], cells, NEW, [])
    return Line(row["row"], cells, CHANGED if any(cell.before is not None for cell in cells) else SAME, [])
