"""What changed between two versions that went up: texts word by word, the grid cell by cell, enclosures by their digest; and as a table."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from documents.spreadsheets import Column, Kind, Sheet, Table
from policy.filings import QUOTA
from staffing.documents import shown
from staffing.models import Filing, PlanLine
from staffing.places import cell, line

SAME, OLD, NEW = "same", "old", "new"
Run = tuple[str, str]

# Chinese has no spaces: a character is a word. Numbers and Latin words stay whole, so that 12 → 13 is not read as 1 → 1, 2 → 3.
_WORD = re.compile(r"[0-9]+(?:[.,%][0-9]*)*|[A-Za-z]+|\s+|.", re.DOTALL)


def words(old: str, new: str) -> list[Run]:
    """The new text with what was taken out and put in, as runs of (same | old | new, text)."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    runs: list[Run] = []
    for operation, i, j, k, l in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():  # noqa: E741 - difflib's own names
        if operation == "equal":
            runs.append((SAME, "".join(after[k:l])))
            continue
        if j > i:
            runs.append((OLD, "".join(before[i:j])))
        if l > k:
            runs.append((NEW, "".join(after[k:l])))
    return runs


@dataclass(frozen=True, slots=True)
class Change:
    """One part or enclosure of the newer version beside the older one."""

    key: str
    title: str
    runs: list[Run]

    @property
    def differs(self) -> bool:
        return any(kind != SAME for kind, _ in self.runs)

    @property
    def before(self) -> list[Run]:
        """What stood there, with what was taken out marked: the left of two columns."""
        return [run for run in self.runs if run[0] != NEW]

    @property
    def after(self) -> list[Run]:
        """What stands there now, with what was put in marked: the right one."""
        return [run for run in self.runs if run[0] != OLD]


def parts(newer: Filing, older: Filing | None) -> list[Change]:
    """Every part of the newer version; without an older one nothing differs."""
    found = []
    said = [*newer.parts, *(older.parts if older else ())]
    for part in (part for part in newer.kind_of_filing.parts if part in said):
        text = shown(newer.content.get(part.key), part.shape)
        before = shown(older.content.get(part.key), part.shape) if older else text
        found.append(Change(f"part:{part.key}", part.title, words(before, text) or [(SAME, text)]))
    return found


def enclosures(newer: Filing, older: Filing | None) -> Iterator[Change]:
    """Each enclosure by its name; one with another content under the same name says so."""
    now = {each["key"]: each for each in newer.enclosures}
    before = {each["key"]: each for each in older.enclosures} if older else now
    for known in newer.kind_of_filing.enclosures:
        new, old = now.get(known.key), before.get(known.key)
        runs: list[Run] = []
        if new and old and new["sha256"] == old["sha256"]:
            runs = [(SAME, new["called"])]
        else:
            runs = [(kind, each["called"]) for kind, each in ((OLD, old), (NEW, new)) if each]
        if runs:
            yield Change(f"enclosure:{known.key}", known.title, runs)


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of the grid. `before` is what stood there, where that differs; `remarks` are the numbers of the comments beside it."""

    value: int
    before: int | None
    remarks: list[int]


@dataclass(frozen=True, slots=True)
class GridRow:
    """One office of the newer grid beside the older one."""

    office: str
    cells: list[Cell]
    remarks: list[int]
    is_new: bool = False
    is_gone: bool = False


def rows(newer: Filing, older: Filing | None, remarks: Mapping[str, list[int]] | None = None) -> list[GridRow]:
    """The newer grid, each cell with what stood there before; at its end the offices that are gone. `remarks` are keyed by place."""
    beside = remarks or {}
    before = {row["code"]: row for row in older.lines} if older else {}
    found = []
    for row in newer.lines:
        old, code = before.pop(row["code"], None), row["code"]
        cells = [
            Cell(row[number], old[number] if old and old[number] != row[number] else None, beside.get(cell(code, number), []))
            for number in PlanLine.NUMBERS
        ]
        found.append(GridRow(row["office"], cells, beside.get(line(code), []), is_new=older is not None and old is None))
    for row in before.values():
        found.append(GridRow(row["office"], [Cell(row[number], None, []) for number in PlanLine.NUMBERS], [], is_gone=True))
    return found


def count(newer: Filing, older: Filing | None) -> int:
    """How many parts, enclosures and cells differ."""
    grid = rows(newer, older)
    differing = [change for change in [*parts(newer, older), *enclosures(newer, older)] if change.differs]
    cells = [each for row in grid for each in row.cells if each.before is not None]
    offices = [row for row in grid if row.is_gone or row.is_new]
    return len(differing) + len(cells) + len(offices)


def table(newer: Filing, older: Filing | None) -> Table:
    """One version as it went up, beside an older one: the grid of a plan office by office, any other text part by part."""
    about = {"材料": newer.title, "本次": newer.which, "对照": older.which if older else "没有更早的一次", "状态": newer.state}
    return _grid(newer, older, about) if newer.kind == QUOTA else _texts(newer, older, about)


def _grid(newer: Filing, older: Filing | None, about: dict[str, str]) -> Table:
    titles = {number: PlanLine.title_of(number) for number in PlanLine.NUMBERS}
    before = [Column(f"{older.which}{title}", f"old_{number}", Kind.INTEGER, width=22) for number, title in titles.items()] if older else []
    own = [Column(title, number, Kind.INTEGER) for number, title in titles.items()]
    sheet = Sheet("上报的数字", (Column("司法所", "office", width=20), *own, *before, *([Column("变化", "change")] if older else [])))

    def line(row: GridRow) -> dict[str, Any]:
        cells = dict(zip(titles, row.cells, strict=True))
        now = {number: None if row.is_gone else cell.value for number, cell in cells.items()}
        old = {
            f"old_{number}": None if row.is_new else cell.value if cell.before is None else cell.before for number, cell in cells.items()
        }
        differs = any(cell.before is not None for cell in row.cells)
        change = "新增" if row.is_new else "已删去" if row.is_gone else "有改动" if differs else ""
        return {"office": row.office, "change": change, **now, **old}

    return Table(sheet, rows(newer, older), line, about)


def _texts(newer: Filing, older: Filing | None, about: dict[str, str]) -> Table:
    before = (Column(older.which, "before", width=60), Column("改动", "change", width=10)) if older else ()
    sheet = Sheet("上报的内容", (Column("项目", "title", width=24), Column("内容", "after", width=60), *before))
    enclosed = [Change(each.key, f"附件：{each.title}", each.runs) for each in enclosures(newer, older)]

    def line(change: Change) -> dict[str, Any]:
        sides = {"before": _text(change.before), "after": _text(change.after)}
        return {"title": change.title, "change": "有改动" if change.differs else "", **sides}

    return Table(sheet, [*parts(newer, older), *enclosed], line, about)


def _text(runs: list[Run]) -> str:
    return "".join(text for _, text in runs)
