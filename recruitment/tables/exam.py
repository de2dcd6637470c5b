"""The tables of exams that go out as they stand on their pages: panel, the offices' opinions, score sheets, what people ask about them."""

from collections.abc import Callable, Iterable
from typing import Any

from documents.spreadsheets import Column, Kind, Sheet, Table
from policy.appraisal import DIMENSIONS
from recruitment.models import Mark, Panelist, Recheck, Round, ScoreSheet
from recruitment.scores import TITLES, boxes
from recruitment.tables.rounds import moment

PANEL = Sheet(
    "面试考官名单",
    (Column("序号", "number", Kind.INTEGER, width=8), Column("姓名", "name"), Column("来自招聘单位", "own", width=14)),
)

SHEETS = Sheet(
    "成绩册",
    (
        Column("版本", "version", Kind.INTEGER, width=8),
        Column("状态", "word", width=10),
        Column("更正理由", "correction", width=40),
        *(
            Column(f"{done}{title}", f"{key}_{part}", width=width)
            for key, done in (("entered", "录入"), ("confirmed", "复核"), ("released", "发布"))
            for part, title, width in (("by", "人", 12), ("at", "时间", 18))
        ),
    ),
)

RECHECKS = Sheet(
    "成绩复核和体检复检",
    (
        Column("姓名", "name"),
        Column("准考证号", "ticket_number", Kind.DIGITS, width=16),
        Column("事项", "what", width=16),
        Column("申请时间", "asked_at", width=18),
        Column("状态", "word", width=10),
        Column("答复时间", "answered_at", width=18),
        Column("答复人", "answered_by"),
    ),
)

OPINIONS = Sheet(
    "选聘考核司法所意见",
    (
        Column("姓名", "name"),
        Column("批次", "round", width=40),
        Column("报考岗位", "vacancy", width=30),
        *(Column(dimension.title, key, Kind.MARK, width=10) for key, dimension in DIMENSIONS.items()),
        Column("合计", "total", Kind.MARK, width=10),
        Column("状态", "word", width=10),
    ),
)


def sheets_table(round: Round, stage: str, sheets: Iterable[ScoreSheet]) -> Table:
    """Every version of the scores of one stage, the newest first, and whose hands it went through."""
    return Table(SHEETS, sheets, _sheet_line, {"批次": round.title, "成绩": TITLES[stage]})


def panel_table(round: Round, panelists: Iterable[Panelist]) -> Table:
    return Table(PANEL, panelists, _panel_line, {"批次": round.title})


def rechecks_table(round: Round, rows: Iterable[dict[str, Any]]) -> Table:
    """Who asked what and whether it was answered; why they asked and what came of it is on the page of each."""
    return Table(RECHECKS, rows, _recheck_line, {"批次": round.title})


def opinions_table(rows: Iterable[dict[str, Any]]) -> Table:
    """An office's people with what it has said so far."""
    return Table(OPINIONS, rows, _opinion_line)


def sheet_table(sheet: ScoreSheet, rows: Callable[[], Iterable[dict[str, Any]]]) -> Table:
    """One score sheet as it was entered, with the marks that each panelist or each part gave."""
    parts = boxes(sheet.round, sheet.stage)
    assessed = sheet.stage == "assessment"
    columns = (
        Column("准考证号", "ticket_number", Kind.DIGITS, width=16),
        Column("姓名", "name"),
        *(Column(title, f"mark_{place}", Kind.MARK, width=10) for place, (_, title) in enumerate(parts)),
        Column("成绩", "value", Kind.MARK, width=10),
        *(
            (
                Column("司法所评分", "office", Kind.MARK, width=12),
                Column("相差", "differs", Kind.MARK, width=10),
                Column("评语", "words", width=40),
                *(Column(f"司法所{title}", f"office_{place}", Kind.MARK, width=10) for place, (_, title) in enumerate(parts)),
                Column("司法所评语", "office_words", width=40),
                Column("司法所填写人", "office_by"),
            )
            if assessed
            else (Column("情况", "mark"),)
        ),
    )
    about = {"批次": sheet.round.title, "版本": f"第 {sheet.version} 版", "状态": _stands(sheet)}

    def line(row: dict[str, Any]) -> dict[str, Any]:
        score = row["score"]
        told = {key: row[key] for key in ("words", "differs")} | _office(row) if assessed else {}
        return {
            "ticket_number": row["person"].seat.ticket_number,
            "name": row["person"].name,
            **{f"mark_{place}": mark for place, mark in enumerate(row["marks"])},
            "value": score.value,
            "mark": "" if score.mark == Mark.SCORED else score.get_mark_display(),
            **told,
        }

    return Table(Sheet(f"{TITLES[sheet.stage]}成绩册", columns), rows, line, about, count=sheet.scores.count)


def _office(row: dict[str, Any]) -> dict[str, Any]:
    """What the office said of somebody; nothing where there is no office to speak."""
    opinion = row["office"]
    if opinion is None:
        return {}
    marks = {f"office_{place}": mark for place, mark in enumerate(opinion.marks)}
    return {**marks, "office": row["office_total"], "office_words": opinion.words, "office_by": opinion.entered_by.name}


def _stands(sheet: ScoreSheet) -> str:
    return "已发布" if sheet.released_at else "待发布" if sheet.confirmed_at else "待复核"


def _sheet_line(sheet: ScoreSheet) -> dict[str, Any]:
    hands = (("entered", sheet.entered_by), ("confirmed", sheet.confirmed_by), ("released", sheet.released_by))
    return {
        "version": sheet.version,
        "word": _stands(sheet),
        "correction": sheet.correction,
        **{f"{key}_by": str(by) if by else None for key, by in hands},
        **{f"{key}_at": moment(getattr(sheet, f"{key}_at")) for key, _ in hands},
    }


def _panel_line(panelist: Panelist) -> dict[str, Any]:
    return {"number": panelist.number, "name": panelist.name, "own": "是" if panelist.from_bureau else "否"}


def _recheck_line(row: dict[str, Any]) -> dict[str, Any]:
    recheck: Recheck = row["recheck"]
    return {
        "name": recheck.application.name,
        "ticket_number": recheck.application.seat.ticket_number,
        "what": row["title"],
        "asked_at": moment(recheck.asked_at),
        "word": "已答复" if recheck.answered_at else "待答复",
        "answered_at": moment(recheck.answered_at),
        "answered_by": recheck.answered_by.name if recheck.answered_by else None,
    }


def _opinion_line(row: dict[str, Any]) -> dict[str, Any]:
    person, opinion = row["person"], row["opinion"]
    return {
        "name": person.name,
        "round": person.round.title,
        "vacancy": str(person.vacancy),
        **({key: getattr(opinion, key) for key in DIMENSIONS} if opinion else {}),
        "total": row["total"],
        "word": "已填写" if opinion else "待填写",
    }
