"""A table before it is written: nobody has asked for its rows yet."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet

from documents.spreadsheets.columns import Sheet


@dataclass(frozen=True)
class Table:
    """A sheet, what its lines are made from, how one line is made, and what stands about them on the sheet 说明.

    A dear `source` is handed over as a function; `count` tells how many lines there are where it cannot; `long` is for ten thousand lines.
    """

    sheet: Sheet
    source: Iterable[Any] | Callable[[], Iterable[Any]]
    line: Callable[[Any], Mapping[str, Any]] = dict
    about: Mapping[str, str] = field(default_factory=dict)
    count: Callable[[], int] | None = None
    long: bool = False

    @property
    def rows(self) -> Iterator[Mapping[str, Any]]:
        """The lines by column key; the source is asked now and not before."""
        return map(self.line, self.source() if callable(self.source) else self.source)

    @property
    def size(self) -> int | None:
        """How many lines there are; None where only writing them would tell."""
        if self.count is not None:
            return self.count()
        if isinstance(self.source, QuerySet):
            return self.source.count()
        return len(self.source) if isinstance(self.source, Sized) else None

    def noting(self, title: str, words: str) -> "Table":
        """The same table with one more note."""
        return replace(self, about={**self.about, title: words})

    def named(self, keys: Iterable[str]) -> list[str]:
        """The titles of these columns in the sheet's order; none where that is every column."""
        wanted = set(keys)
        kept = [column.title for column in self.sheet.columns if column.key in wanted]
        return kept if len(kept) < len(self.sheet.columns) else []

    def only(self, keys: Iterable[str]) -> "Table":
        """The same table with these of its columns, in the sheet's order; what is left out is named in the notes."""
        wanted = set(keys)
        kept = tuple(column for column in self.sheet.columns if column.key in wanted)
        left = [column.title for column in self.sheet.columns if column.key not in wanted]
        table = replace(self, sheet=replace(self.sheet, columns=kept))
        return table.noting("没有导出的列", "、".join(left)) if left else table
