"""A table's columns, and what one cell may hold."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

PRECISE = 10**15  # a spreadsheet keeps fifteen digits of a number


class Misfit(ValueError):
    """What is wrong with one cell, as a sentence that begins with the column's title."""


class Kind(Enum):
    """What a column holds."""

    TEXT = "text"
    DIGITS = "digits"  # numbers that are names: ID, ticket and phone numbers; a numeric cell has lost something and is refused
    INTEGER = "integer"
    MARK = "mark"
    HALVES = "halves"  # days, counted in halves
    DATE = "date"
    CHOICE = "choice"

    @property
    def number_format(self) -> str:
        """As spreadsheet programs spell it; `@` is text."""
        return {Kind.INTEGER: "0", Kind.MARK: "0.00", Kind.HALVES: "0.0", Kind.DATE: "yyyy-mm-dd"}.get(self, "@")


@dataclass(frozen=True)
class Column:
    """One column: its title on paper, its key in a row, and what its cells may hold. `least` and `most` bound INTEGER and MARK."""

    title: str
    key: str
    kind: Kind = Kind.TEXT
    width: int = 14
    required: bool = False
    choices: tuple[str, ...] = ()
    note: str = ""
    least: Decimal | int | None = None
    most: Decimal | int | None = None
    unique: bool = False

    def value_of(self, cell: Any) -> Any:
        """The cell as text, int, Decimal or date; None when it is empty.

        :raises Misfit:
        """
        if isinstance(cell, str):
            cell = "".join(mark for mark in cell if unicodedata.category(mark) not in ("Cc", "Cf") or mark in "\t\n").strip()
        if cell is None or cell == "":
            if self.required:
                raise Misfit(f"{self.title}没有填写。")
            return None
        return _READ[self.kind](self, cell)


@dataclass(frozen=True)
class Sheet:
    """A table: its title and its columns in order."""

    title: str
    columns: tuple[Column, ...]

    @property
    def keys(self) -> list[str]:
        return [column.key for column in self.columns]


@dataclass(frozen=True)
class CellError:
    """What is wrong with one cell: the line in the file, the column's title (empty when it is the whole line), the sentence."""

    row: int
    column: str
    message: str

    @property
    def sentence(self) -> str:
        return f"第 {self.row} 行：{self.message}"


@dataclass(frozen=True)
class ReadResult:
    """What was read. A line with an error is not among `rows`; `cells` keeps every line as it was shown, by its number."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    cells: dict[int, dict[str, Any]] = field(default_factory=dict)


def _number(column: Column, cell: Any) -> Decimal:
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise Misfit(f"{column.title}应为数字。")
    written = unicodedata.normalize("NFKC", cell).replace(",", "") if isinstance(cell, str) else repr(cell)  # repr(76.1) is what was typed
    try:
        number = Decimal(written)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise Misfit(f"{column.title}应为数字，现在是“{shown(cell)}”。")
    if (column.least is not None and number < column.least) or (column.most is not None and number > column.most):
        raise Misfit(f"{column.title}{_bounds(column)}，现在是 {shown(cell)}。")
    return number


def _bounds(column: Column) -> str:
    if column.least is None:
        return f"不能大于 {column.most}"
    return f"不能小于 {column.least}" if column.most is None else f"应在 {column.least} 到 {column.most} 之间"


def _text(_column: Column, cell: Any) -> str:
    return shown(cell)


def _digits(column: Column, cell: Any) -> str:
    if isinstance(cell, int | float):
        lost = "末几位已丢失" if abs(cell) >= PRECISE else "开头的 0 可能已丢失"
        raise Misfit(f"{column.title}被表格软件改成了数字，{lost}。请把该列设为“文本”，重新填写后导入。")
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", shown(cell)))


def _integer(column: Column, cell: Any) -> int:
    number = _number(column, cell)
    if number != number.to_integral_value():
        raise Misfit(f"{column.title}应为整数，现在是 {shown(cell)}。")
    return int(number)


def _mark(column: Column, cell: Any) -> Decimal:
    number = _number(column, cell)
    if number != number.quantize(Decimal("0.01")):
        raise Misfit(f"{column.title}最多保留两位小数，现在是 {shown(cell)}。")
    return number


_DAY = re.compile(r"(\d{4})(?:(\d\d)(\d\d)|[-./年](\d{1,2})[-./月](\d{1,2})日?)")


def _date(column: Column, cell: Any) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = _DAY.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", shown(cell))))
    try:
        year, month, day = (int(part) for part in written.groups() if part) if written else (0, 0, 0)
        return date(year, month, day)
    except ValueError as fault:
        raise Misfit(f"{column.title}应为日期，如 2024-03-16，现在是“{shown(cell)}”。") from fault


def _choice(column: Column, cell: Any) -> str:
    word = shown(cell)
    if word not in column.choices:
        raise Misfit(f"{column.title}应为{'、'.join(column.choices)}之一，现在是“{word}”。")
    return word


def shown(cell: Any) -> str:
    """A cell as a person sees it; a whole number without `.0`."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


_READ: dict[Kind, Callable[[Column, Any], Any]] = {
    Kind.TEXT: _text,
    Kind.DIGITS: _digits,
    Kind.INTEGER: _integer,
    Kind.MARK: _mark,
    Kind.HALVES: _mark,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
}
