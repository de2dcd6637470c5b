"""The tables of exams: score sheets out to be filled in and back, seats, the interview list, the order of merit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import File

from bureaus.models import User
from documents.exports import made
from documents.spreadsheets import CellError, Column, Kind, ReadResult, Sheet, Table, error_workbook, read, write
from documents.spreadsheets.columns import shown
from policy.appraisal import DIMENSIONS
from recruitment.models import Application, Mark, Opinion, Panelist, Round, Seat, Standing
from recruitment.ranking import FIELD_OF
from recruitment.scores import TITLES, ScoreRow, boxes, expected, faults, panel, weights_of

TICKET = Column("准考证号", "ticket_number", Kind.DIGITS, width=16, required=True, unique=True)
NAME = Column("姓名", "name", width=12, required=True)
STATE = Column(
    "情况",
    "mark",
    Kind.CHOICE,
    choices=(str(Mark.ABSENT.label), str(Mark.VIOLATION.label)),
    note="缺考、违纪的选一项，成绩留空；正常的不选",
)
VACANCY = Column("报考岗位", "vacancy", width=30)
MARKS = {str(mark.label): mark for mark in (Mark.ABSENT, Mark.VIOLATION)}


def _mark_column(title: str, key: str, *, required: bool = False) -> Column:
    return Column(title, key, Kind.MARK, width=10, least=0, most=100, note="0 到 100，最多两位小数", required=required)


WRITTEN = Sheet("笔试成绩", (TICKET, NAME, _mark_column("成绩", "value"), STATE))
SEATS = Sheet(
    "考场座位",
    (
        TICKET,
        NAME,
        Column("性别", "sex", width=6),
        Column("考场", "room", Kind.INTEGER, width=8),
        Column("座位", "seat", Kind.INTEGER, width=8),
        VACANCY,
    ),
)
INTERVIEW_LIST = Sheet(
    "面试名单",
    (TICKET, NAME, Column("性别", "sex", width=6), VACANCY, _mark_column("笔试成绩", "written"), Column("签到", "signature", width=16)),
)


def merit_sheet(round: Round) -> Sheet:
    """综合成绩及名次, with the two scores of the round's track; nobody is preferred where the track knows no preference."""
    preference = () if round.is_internal else (Column("优先条件", "preferred", width=10),)
    return Sheet(
        "综合成绩及名次",
        (
            VACANCY,
            Column("名次", "rank", Kind.INTEGER, width=8),
            TICKET,
            NAME,
            *(_mark_column(f"{TITLES[stage]}成绩", FIELD_OF[stage]) for stage in round.track.weighed),
            _mark_column("加试成绩", "extra_test"),
            _mark_column("综合成绩", "composite"),
            *preference,
            Column("并列处理", "tie_rule", width=16),
            Column("拟聘用", "proposed", width=10),
        ),
    )


def interview(panelists: Sequence[Panelist]) -> Sheet:
    """面试成绩, with one column for each panelist."""
    marks = (_mark_column(f"考官{panelist.number}", f"panel_{panelist.number}") for panelist in panelists)
    return Sheet("面试成绩", (TICKET, NAME, *marks, STATE))


WORDS = Column("评语", "words", width=40, note="一两句话，可以不填")
FIVE = tuple(_mark_column(dimension.title, key) for key, dimension in DIMENSIONS.items())


OPINIONS = Sheet(
    "司法所考核意见",
    (
        Column("报名序号", "number", width=20, required=True, unique=True, note="不要改动"),
        NAME,
        *(_mark_column(dimension.title, key, required=True) for key, dimension in DIMENSIONS.items()),
        WORDS,
    ),
)


def opinions_workbook(rows: Iterable[tuple[Application, Opinion | None]], *, by: User, now: datetime) -> bytes:
    """An office's people with what it has said so far, to be filled in and taken back."""
    lines = [{"number": person.number, "name": person.name, **(opinion_row(opinion) if opinion else {})} for person, opinion in rows]
    return write(OPINIONS, lines, meta={"用法": "每项 0 到 100 分，最多两位小数；五项都要填", **made(by, now)})


def opinion_row(opinion: Opinion) -> dict[str, Any]:
    """What stands now of one opinion, by column."""
    return {**{key: getattr(opinion, key) for key in DIMENSIONS}, "words": opinion.words}


def stands(opinion: Opinion, row: dict[str, Any]) -> dict[str, Any]:
    """What stands of one opinion beside a line: 90 and 90.00 are the same mark, however a spreadsheet writes it."""
    return {key: row[key] if row[key] == value else value for key, value in opinion_row(opinion).items()} | {
        "words": row["words"] if (row["words"] or "") == opinion.words else opinion.words
    }


def opinion_faults(row: dict[str, Any], names: Mapping[str | None, str]) -> Iterator[tuple[str, str]]:
    """What keeps a line from standing: somebody else's number, or a name that is not theirs."""
    if row["number"] not in names:
        yield "报名序号", f"报名序号 {row['number']} 不在本所正在考核的名单内。"
    elif row["name"] != names[row["number"]]:
        yield "姓名", f"报名序号 {row['number']} 与姓名不一致。"


def score_sheet(round: Round, stage: str) -> Sheet:
    """The columns in which the scores of a stage are entered."""
    if stage == "interview":
        return interview(panel(round, stage))
    if stage == "assessment":
        return Sheet("考核成绩", (TICKET, NAME, *FIVE, WORDS))
    return Sheet(f"{TITLES[stage]}成绩", WRITTEN.columns)


def score_template(round: Round, stage: str, *, by: User, now: datetime) -> bytes:
    """The sheet of a stage with everybody's ticket number and name, to be filled in."""
    rows = [{"ticket_number": seat.ticket_number, "name": seat.application.name} for seat in expected(round, stage)]
    return write(score_sheet(round, stage), rows, meta={**_about(round, f"{TITLES[stage]}成绩录入模板"), **made(by, now)})


@dataclass(frozen=True)
class Line:
    """One line of a file as it was read: its cells in the columns' order, and what is wrong with them."""

    number: int
    cells: list[str]
    faults: list[str]


@dataclass(frozen=True)
class Reading:
    """What was read of a filled-in sheet: its rows, and everything that keeps them from being saved."""

    sheet: Sheet
    result: ReadResult
    rows: list[ScoreRow]
    errors: list[CellError]

    @property
    def lines(self) -> list[Line]:
        """Every line of the file, the faulty ones too."""
        return [
            Line(
                number,
                ["" if cells[column.key] is None else shown(cells[column.key]) for column in self.sheet.columns],
                [error.message for error in self.errors if error.row == number],
            )
            for number, cells in self.result.cells.items()
        ]

    @property
    def sentences(self) -> list[str]:
        """Each fault with its line; what is wrong with the sheet as a whole without."""
        return [error.sentence if error.column else error.message for error in self.errors]

    @property
    def error_workbook(self) -> bytes:
        """The file as it came, with each fault in red beside its cell."""
        return error_workbook(self.sheet, self.result, self.errors)


def read_scores(round: Round, stage: str, file: "File[bytes]") -> Reading:
    """Read a filled-in sheet and hold it against those who must stand on it.

    :raises documents.uploads.UnfitFile: if it is no such table.
    """
    sheet = score_sheet(round, stage)
    marks = boxes(round, stage)
    keys = [key if stage == "assessment" else f"panel_{key}" for key, _ in marks]
    result = read(sheet, file)
    rows = [_row(cells, keys, weights_of(round, stage)) for cells in result.rows]
    names = {seat.ticket_number: seat.application.name for seat in expected(round, stage)}
    found = [CellError(fault.line or max(result.cells) + 1, fault.column, fault.message) for fault in faults(rows, names, len(marks))]
    if result.errors:  # lines with an error are not among the rows: who is missing is known only when every line is read
        found = [error for error in found if error.column]
    return Reading(sheet, result, rows, sorted([*result.errors, *found], key=lambda error: error.row))


def _row(cells: dict[str, Any], keys: Sequence[str], weights: tuple[int, ...]) -> ScoreRow:
    return ScoreRow(
        ticket_number=cells["ticket_number"] or "",
        name=cells["name"] or "",
        mark=MARKS.get(cells.get("mark") or "", Mark.SCORED),
        value=cells.get("value"),
        panel=tuple(cells[key] for key in keys),
        weights=weights,
        words=cells.get("words") or "",
        line=cells["row"],
    )


def seats_table(round: Round, seats: Iterable[Seat]) -> Table:
    """Every seat in the order of ticket numbers."""
    return Table(SEATS, seats, _seat_line, _about(round, "考场座位"))


def interview_table(round: Round, people: Iterable[Application], written: Mapping[int, Any]) -> Table:
    """Who enters the interview, vacancy by vacancy, with the marks of the written exam; the order of going in is drawn on the day."""

    def line(person: Application) -> dict[str, Any]:
        return {
            "ticket_number": person.seat.ticket_number,
            "name": person.name,
            "sex": person.sex,
            "vacancy": str(person.vacancy),
            "written": written.get(person.pk),
        }

    return Table(INTERVIEW_LIST, people, line, _about(round, "入围面试人员"))


def merit_table(round: Round, standings: Iterable[Standing]) -> Table:
    """The order of merit of every vacancy."""

    def line(standing: Standing) -> dict[str, Any]:
        return {
            "vacancy": str(standing.vacancy),
            "rank": standing.rank,
            "ticket_number": standing.application.seat.ticket_number,
            "name": standing.application.name,
            **{FIELD_OF[stage]: getattr(standing, FIELD_OF[stage]) for stage in round.track.weighed},
            "extra_test": standing.extra_test,
            "composite": standing.composite,
            "preferred": "是" if standing.preferred else "",
            "tie_rule": standing.tie_rule,
            "proposed": "是" if standing.proposed else "",
        }

    return Table(merit_sheet(round), standings, line, _about(round, "综合成绩及名次"))


def _seat_line(seat: Seat) -> dict[str, Any]:
    return {
        "ticket_number": seat.ticket_number,
        "name": seat.application.name,
        "sex": seat.application.sex,
        "room": seat.room.number,
        "seat": seat.number,
        "vacancy": str(seat.application.vacancy),
    }


def _about(round: Round, what: str) -> dict[str, str]:
    return {"批次": round.title, "内容": what}
