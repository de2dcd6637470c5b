"""From an xlsx to rows: every cell that does not fit is told with its line, nothing is guessed."""

from io import BytesIO
from typing import Any

from django.core.files.base import File
from python_calamine import CalamineError, CalamineWorkbook

from documents import workbooks
from documents.spreadsheets.columns import CellError, Column, Misfit, ReadResult, Sheet, shown
from documents.uploads import Accept, UnfitFile, check

HEADER_WITHIN = 10  # lines in which the header is looked for: people put a title above it
EMPTY = "表格里没有数据行。请在表头下面填写后再上传。"


def read(sheet: Sheet, file: "File[Any]") -> ReadResult:
    """Read the worksheet that carries the sheet's header, wherever its columns stand; columns of other names are passed over.

    :raises UnfitFile: for a file that is no such table, with the sentence for the person.
    """
    try:
        plain = workbooks.repacked(check(file, accept=Accept.SHEET).content)
    except workbooks.UnfitWorkbook as fault:
        raise UnfitFile(str(fault)) from fault
    lines, header, first = _find(sheet, _worksheets(plain))
    result = ReadResult()
    seen: dict[tuple[str, Any], int] = {}
    for number, line in enumerate(lines[first:], first + 1):
        cells = {column.key: line[place] if place < len(line) else "" for column, place in header}
        if all(shown(cell).strip() == "" for cell in cells.values()):
            continue
        result.cells[number] = cells
        row, errors = _row(sheet, number, cells, seen)
        result.errors.extend(errors)
        if not errors:
            result.rows.append(row)
    if not result.cells:
        raise UnfitFile(EMPTY)
    return result


def _worksheets(plain: bytes) -> list[list[list[Any]]]:
    try:
        with CalamineWorkbook.from_filelike(BytesIO(plain)) as workbook:
            return [workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names]
    except (CalamineError, ValueError, OSError) as fault:
        raise UnfitFile(workbooks.BROKEN) from fault


def _find(sheet: Sheet, worksheets: list[list[list[Any]]]) -> tuple[list[list[Any]], list[tuple[Column, int]], int]:
    """The worksheet's lines, where each column stands, and how many lines come before the data."""
    nearest: list[str] = [column.title for column in sheet.columns]
    for lines in worksheets:
        for number, line in enumerate(lines[:HEADER_WITHIN], 1):
            titles = [shown(cell).strip().removesuffix("*").strip() for cell in line]
            missing = [column.title for column in sheet.columns if column.title not in titles]
            if not missing:
                return lines, [(column, titles.index(column.title)) for column in sheet.columns], number
            nearest = min(nearest, missing, key=len)
    raise UnfitFile(f"表格里没有找到这些列：{'、'.join(nearest)}。请下载模板，按模板的表头填写。")


def _row(sheet: Sheet, number: int, cells: dict[str, Any], seen: dict[tuple[str, Any], int]) -> tuple[dict[str, Any], list[CellError]]:
    row: dict[str, Any] = {"row": number}
    errors = []
    for column in sheet.columns:
        try:
            row[column.key] = value = column.value_of(cells[column.key])
            if column.unique and value is not None and (earlier := seen.setdefault((column.key, value), number)) != number:
                raise Misfit(f"{column.title}与第 {earlier} 行重复。")
        except Misfit as fault:
            errors.append(CellError(number, column.title, str(fault)))
    return row, errors
