"""Tables in and out as xlsx: columns, sheets, tables, writing, reading with an error per cell, and the workbook that shows the errors."""

from documents.spreadsheets.columns import CellError, Column, Kind, ReadResult, Sheet
from documents.spreadsheets.reading import read
from documents.spreadsheets.tables import Table
from documents.spreadsheets.writing import error_workbook, template, write, write_long

__all__ = ["CellError", "Column", "Kind", "ReadResult", "Sheet", "Table", "error_workbook", "read", "template", "write", "write_long"]
