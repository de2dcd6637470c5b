"""An xlsx from outside, judged before anything parses it: how large it is when unpacked, and how far its cells reach."""

import re
import zipfile
import zlib
from io import BytesIO

MOST_PARTS = 500
MOST_UNPACKED = 32 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200

BROKEN = "这个表格打不开。请用表格软件重新另存为 .xlsx 后再上传。"
LARGE = "这个表格内容过多。请删除多余的工作表、图片和空行，分次上传。"
MACROS = "这个表格带有宏，不能接收。请另存为不带宏的 .xlsx 后再上传。"

# A cell far away makes a reader reserve the whole rectangle up to it. Only cells with content count: `<c r="A9" s="1"/>` is a border.
_CELL = re.compile(rb"<(?:\w+:)?c\b[^<>]*?\br\s*=\s*[\"']([A-Za-z]{1,9})(\d{1,9})[\"'][^<>]*(?<!/)>")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*?\br\s*=\s*[\"'](\d{1,9})[\"'][^<>]*(?<!/)>")


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
                if part.filename.startswith("xl/worksheets/"):
                    _measure(plain)
                copy.writestr(part.filename, plain)
    except UnfitWorkbook:
        raise
    except BROKEN_ZIP as fault:
        raise UnfitWorkbook(BROKEN) from fault
    return out.getvalue()


def _measure(sheet: bytes) -> None:
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
