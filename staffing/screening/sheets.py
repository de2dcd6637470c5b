"""A sheet of people from a file to verdicts, and the workbook that carries them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from documents import workbooks
from documents.xlsx import Cell, Look, Page, workbook
from policy.answers import COLUMNS, NUMBER, text_of
from policy.eligibility import for_track
from policy.people import Convention
from policy.screening import Outcome, Row, Screening, refs, screen
from policy.tracks import TRACKS

VERDICT, BASIS = "结论", "依据"
RESULT, FAULTS, GUIDE = "预审结果", "填写问题", "说明"
SEPARATOR = ";"
MEANINGS = {
    Outcome.ELIGIBLE: "表上能看的条件都符合。",
    Outcome.INELIGIBLE: "有条件不符合。",
    Outcome.OPEN: "没有不符合的，但有条件还没有填或还不能定，补填后再审。",
    Outcome.ERROR: "有格子看不懂，改好后再审。",
}


@dataclass(frozen=True)
class Judged:
    """A sheet, how it was asked about, and what came of it. `lines` are the cells from A1 on."""

    lines: Sequence[Sequence[Any]]
    track: str
    as_of: date
    convention: Convention
    screening: Screening


def judge_workbook(content: bytes, *, track: str, as_of: date, convention: Convention) -> Judged:
    """Judge the first worksheet of an xlsx.

    :raises documents.workbooks.UnfitWorkbook: if it is no such file.
    :raises policy.screening.MissingColumn:
    :raises policy.screening.DoubledColumn:
    """
    lines = workbooks.first_sheet(content)
    return Judged(lines, track, as_of, convention, screen(lines, track=track, as_of=as_of, convention=convention))


def result_workbook(judged: Judged, *, county: str) -> bytes:
    """The sheet as it came with 结论 and 依据 behind its last column, cells that could not be read in red; then what the words mean."""
    pages = [Page(RESULT, _result(judged), _widths(judged), head=judged.screening.heading)]
    faults = [(row.number, row.name, fault.column, fault.message) for row in judged.screening.rows for fault in row.faults]
    if faults:
        pages.append(Page(FAULTS, [("行", "姓名", "列", "问题"), *faults], (8, 14, 22, 90)))
    return workbook([*pages, Page(GUIDE, _guide(judged, county), (24, 90), head=0)])


def _result(judged: Judged) -> Iterator[list[Any]]:
    kept, screening = _kept(judged), judged.screening
    rows = {row.number: row for row in screening.rows}
    for number, line in enumerate(judged.lines, 1):
        row = rows.get(number)
        red = {screening.places[fault.column] for fault in row.faults} if row else set()
        cells = [Cell(line[place], Look.FAULTY) if place in red else line[place] for place in kept]
        yield cells + ([VERDICT, BASIS] if number == screening.heading else _verdict(row) if row else [])


def _verdict(row: Row) -> list[Any]:
    word = row.outcome.title
    return [Cell(word, Look.FAULTY) if row.outcome is Outcome.ERROR else word, SEPARATOR.join(row.basis)]


def _kept(judged: Judged) -> list[int]:
    """The columns that stay where they are; a result that is judged again loses its former 结论 and 依据."""
    titles = [text_of(cell) for cell in judged.lines[judged.screening.heading - 1]]
    return [place for place, title in enumerate(titles) if title not in (VERDICT, BASIS)]


def _widths(judged: Judged) -> list[int]:
    wide = {place: title for title, place in judged.screening.places.items()}
    widths = [22 if wide.get(place, "") in (NUMBER, "户籍所在地", "居住地") else 14 for place in _kept(judged)]
    return [*widths, 10, 40]


def _guide(judged: Judged, county: str) -> Iterator[Sequence[Any]]:
    track, screening = TRACKS[judged.track], judged.screening
    yield Cell("内容", Look.HEAD), "资格预审结果；只看这张表本身，不查花名册和报名库"
    yield Cell("县（区）", Look.HEAD), county
    yield Cell("招聘方式", Look.HEAD), track.title
    yield Cell("基准日", Look.HEAD), judged.as_of.isoformat()
    if judged.track == "public":
        yield Cell("年龄算法", Look.HEAD), judged.convention.title
    for outcome, count in reversed(screening.counts.items()):
        yield Cell(f"{outcome.title} {count} 行", Look.HEAD), MEANINGS[outcome]
    yield Cell(BASIS, Look.HEAD), f"不符合或者待核的条款；填写有误的格子标红，问题另列在“{FAULTS}”"
    if screening.by_hand:
        yield Cell("需面核", Look.HEAD), "、".join(refs(screening.by_hand)) + "，表上看不出来，由人当面核实"
    yield ()
    yield Cell("条款", Look.HEAD), Cell("原文（阳政办发〔2024〕9号）", Look.HEAD)
    for rule in for_track(judged.track):
        yield rule.clause.ref, rule.clause.quote


def columns_of(track: str) -> str:
    """The titles of the columns that a track needs, in words."""
    return "、".join(column.title for column in COLUMNS[track])
