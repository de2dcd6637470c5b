"""An xlsx from outside, judged before anything parses it: how large it is when unpacked, and how far its cells reach."""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from defusedxml.ElementTree import ParseError, fromstring, iterparse
from python_calamine import CalamineError, CalamineWorkbook

MOST_PARTS = 500
MOST_UNPACKED = 32 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200

OTHER = "这不是 .xlsx 表格。旧格式（.xls、.csv）请另存为 .xlsx，设有密码的请去掉密码后再用。"
BROKEN = "这个表格打不开。请用表格软件重新另存为 .xlsx 后再上传。"
LARGE = "这个表格内容过多。请删除多余的工作表、图片和空行，分次上传。"
MACROS = "这个表格带有宏，不能接收。请另存为不带宏的 .xlsx 后再上传。"

# A cell far away makes a reader reserve the whole rectangle up to it. Only cells with content count: `<c r="A9" s="1"/>` is a border.
_CELL = re.compile(rb"<(?:\w+:)?c\b[^<>]*?\br\s*=\s*[\"']([A-Za-z]{1,9})(\d{1,9})[\"'][^<>]*(?<!/)>")
_ROW = re.compile(
    rb"<(?:\w+:)?row\b[^<>]*?\br\s*=\s*[\"'](\d{1,9})[\"'][^<>]*(?<!/)>"
    rb"(?:\s*<(?:\w+:)?c\b[^<>]*/>)*+\s*+(?!</)"  # something more than borders in it
)


# What a cell in error and a formula have: only where one of these occurs need the cells be looked at one by one.
_SUSPECT = (b't="e"', b"t='e'", b"<f>", b"<f ", b":f>", b":f ")
NO_RESULT = "没有结果的公式"


class Unshown(str):
    """What stands for a cell that a reader shows as empty: text to read, and not what somebody wrote."""

    __slots__ = ()


# A place so far to the right or so far down that it has to be looked at; where none is, nothing lies too far, and this is soon known.
_FAR = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{3}|[G-Zg-z][A-Za-z]|[A-Za-z]{0,9}(?:[2-9][0-9]{4}|[0-9]{6}))""")

# Everything zipfile raises on a damaged, locked or foreign archive.
BROKEN_ZIP = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, ValueError, RuntimeError, OSError, EOFError)


class UnfitWorkbook(ValueError):
    """The bytes are no table we read; the text is the sentence for the person."""


def looks_like(content: bytes) -> bool:
    """Whether the bytes are a zip with a workbook inside."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except BROKEN_ZIP:
        return False


def first_sheet(content: bytes) -> list[list[Any]]:
    """Return the cells of the first worksheet, line by line from A1 on, each as the type it has (text, float, bool, date …).

    A cell in error is its error's name, and a formula without a result is its own text: neither may pass for an empty cell.

    :raises UnfitWorkbook:
    """
    if not looks_like(content):
        raise UnfitWorkbook(OTHER)
    plain = repacked(content)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(plain)) as workbook:
            lines: list[list[Any]] = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
        unshown = list(_unshown(plain))
    except (CalamineError, ParseError, ValueError, OSError) as fault:
        raise UnfitWorkbook(BROKEN) from fault
    if unshown:  # they may stand outside of what the reader takes for used
        width = max(*(column for _, column, _ in unshown), *map(len, lines), 0)
        lines.extend([] for _ in range(max(row for row, _, _ in unshown) - len(lines)))
        lines = [[*line, *[""] * (width - len(line))] for line in lines]
    for row, column, text in unshown:
        lines[row - 1][column - 1] = Unshown(text)
    return lines


def fault_of(content: bytes) -> str:
    """Why this workbook cannot be taken, as a sentence; empty where nothing speaks against it."""
    try:
        repacked(content)
    except UnfitWorkbook as fault:
        return str(fault)
    return ""


def repacked(content: bytes) -> bytes:
    """The same workbook, unpacked within limits and packed again without compression.

    A reader that is given this can meet no more bytes than were counted here, whatever the original's directory claims.

    :raises UnfitWorkbook:
    """
    out = BytesIO()
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise UnfitWorkbook(LARGE)
            if any(part.filename.endswith("vbaProject.bin") for part in parts):
                raise UnfitWorkbook(MACROS)
            for part in parts:
                if part.is_dir():
                    continue
                with archive.open(part) as file:
                    plain = file.read(left + 1)
                left -= len(plain)
                if left < 0:
                    raise UnfitWorkbook(LARGE)
                if part.filename.startswith("xl/worksheets/") or b"sheetData" in plain:  # a sheet may lie anywhere
                    _measure(plain)
                copy.writestr(part.filename, plain)
    except UnfitWorkbook:
        raise
    except BROKEN_ZIP as fault:
        raise UnfitWorkbook(BROKEN) from fault
    return out.getvalue()


def _unshown(plain: bytes) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of every cell of the first worksheet in which something stands that a reader shows as empty."""
    sheet = _first_part(plain)
    if not any(mark in sheet for mark in _SUSPECT):
        return
    for _, element in iterparse(BytesIO(sheet)):
        name = _local(element.tag)
        if name == "c":
            parts = {_local(part.tag): part.text for part in element}
            at = re.fullmatch(r"([A-Za-z]{1,3})([0-9]{1,7})", element.get("r", ""))
            if at and element.get("t") == "e":
                yield int(at[2]), _column_number(at[1].encode()), parts.get("v") or "#N/A"
            elif at and "f" in parts and not parts.get("v") and element.get("t") != "str":
                yield int(at[2]), _column_number(at[1].encode()), NO_RESULT
        if name in ("c", "row"):
            element.clear()


def _first_part(plain: bytes) -> bytes:
    """The XML of the first worksheet; nothing where the workbook does not say which part that is."""
    with zipfile.ZipFile(BytesIO(plain)) as archive:
        parts = set(archive.namelist())
        if "xl/_rels/workbook.xml.rels" not in parts:
            return b""
        sheets = [element for element in fromstring(archive.read("xl/workbook.xml")).iter() if _local(element.tag) == "sheet"]
        wanted = next((value for sheet in sheets[:1] for name, value in sheet.items() if _local(name) == "id"), "")
        for link in fromstring(archive.read("xl/_rels/workbook.xml.rels")):
            if link.get("Id") == wanted:
                part = posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))).lstrip("/")
                return archive.read(part) if part in parts else b""
    return b""


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _measure(sheet: bytes) -> None:
    if not _FAR.search(sheet):
        return
    rows = {int(row[1]) for row in _ROW.finditer(sheet)}
    columns: set[bytes] = set()
    for cell in _CELL.finditer(sheet):
        columns.add(cell[1])
        rows.add(int(cell[2]))
    last = max(rows, default=0)
    if last > MOST_ROWS:
        raise UnfitWorkbook(f"表格第 {last} 行还有内容，最多可到第 {MOST_ROWS} 行。请删除下面多余的行后再上传。")
    if any(_column_number(letters) > MOST_COLUMNS for letters in columns):
        raise UnfitWorkbook(f"表格的列太多，最多 {MOST_COLUMNS} 列。请删除右侧多余的列后再上传。")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
