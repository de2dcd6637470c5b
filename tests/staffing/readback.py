"""A spreadsheet read back by both readers: what one of them calls text, the other must call text as well."""

from datetime import date, datetime
from io import BytesIO

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook


def plain(cell):
    """Days as days, whole numbers as such, emptiness as None."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return None if cell == "" else cell


def rows_of(content):
    """The first sheet from its heading row on, the same for openpyxl and calamine; no cell is a formula."""
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    opened = [[plain(cell.value) for cell in row] for row in sheet.iter_rows()]
    read = [[plain(cell) for cell in row] for row in CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()]
    assert read == opened
    return opened


def records_of(content):
    """Each line as a dict by its heading."""
    heads, *lines = rows_of(content)
    return [dict(zip(heads, line, strict=True)) for line in lines]


def days(record, *titles):
    assert all(isinstance(record[title], date) for title in titles)
    return [record[title] for title in titles]
