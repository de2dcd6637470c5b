"""The tables of a round that go out as they stand on its pages: batches, 招聘期, opening ratio, scores, results, contracts."""

from collections.abc import Callable, Iterable
from typing import Any

from bureaus import clock
from documents.spreadsheets import Column, Kind, Sheet, Table
from policy.tracks import Stage
from recruitment.course import OpeningRow
from recruitment.models import Intake, Mark, Round, ScoreSheet
from recruitment.scores import TITLES, boxes

MOMENT = "%Y-%m-%d %H:%M"

ROUNDS = Sheet(
    "招聘批次",
    (
        Column("批次", "title", width=40),
        Column("县（区）", "county"),
        Column("当前环节", "word"),
        Column("岗位", "offices", Kind.INTEGER, width=8),
        Column("招聘人数", "headcount", Kind.INTEGER, width=10),
        Column("审查通过", "approved", Kind.INTEGER, width=10),
        Column("报名截止", "closes", width=18),
    ),
)

INTAKES = Sheet(
    "招聘期",
    (
        Column("名称", "title", width=30),
        Column("方式", "track"),
        Column("状态", "state", width=10),
        Column("批次", "joined", Kind.INTEGER, width=8),
        Column("已公告", "announced", Kind.INTEGER, width=8),
        Column("开放日期", "opened_on", Kind.DATE),
        Column("结束日期", "closed_on", Kind.DATE),
    ),
)

OPENINGS = Sheet(
    "开考比例",
    (
        Column("岗位", "office", width=20),
        Column("招聘人数", "headcount", Kind.INTEGER, width=10),
        Column("审查通过", "qualified", Kind.INTEGER, width=10),
        Column("没有审完", "undecided", Kind.INTEGER, width=10),
        Column("可保留名额", "bearable", Kind.INTEGER, width=12),
        Column("决定", "decision", width=22),
        Column("理由", "reason", width=40),
    ),
)

CONTRACTS = Sheet(
    "签订合同",
    (
        Column("姓名", "name"),
        Column("司法所", "office", width=20),
        Column("用工之日", "starts_on", Kind.DATE),
        Column("期满日", "ends_on", Kind.DATE),
        Column("签订日期", "signed_on", Kind.DATE),
        Column("应签订日期", "sign_by", Kind.DATE),
        Column("状态", "word"),
    ),
)


def rounds_table(lines: Iterable[dict[str, Any]]) -> Table:
    """Lines of `course.line`."""
    return Table(ROUNDS, lines, _round_line)


def intakes_table(intakes: Iterable[Intake]) -> Table:
    """Intakes of `desk.intakes`."""
    return Table(INTAKES, intakes, _intake_line)


def openings_table(round: Round, rows: Iterable[OpeningRow]) -> Table:
    about = {"批次": round.title, "开考比例": f"{round.scheme.number('opening_ratio')} 倍"}
    return Table(OPENINGS, rows, _opening_line, about)


def results_table(round: Round, stages: Iterable[Stage], rows: Iterable[dict[str, Any]]) -> Table:
    """Everybody proposed with the outcome of each stage in a word; of health nothing but that."""
    outcomes = [Column(stage.title, f"stage_{place}") for place, stage in enumerate(stages)]
    who = (
        Column("姓名", "name"),
        Column("岗位", "vacancy", width=30),
        Column("名次", "rank", Kind.INTEGER, width=8),
        Column("递补", "called"),
    )
    return Table(Sheet("拟聘用人选", (*who, *outcomes, Column("现在", "word"))), rows, _result_line, {"批次": round.title})


def contracts_table(round: Round, rows: Iterable[dict[str, Any]]) -> Table:
    return Table(CONTRACTS, rows, _contract_line, {"批次": round.title})


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
            (Column("司法所评分", "office", Kind.MARK, width=12), Column("评语", "words", width=40))
            if assessed
            else (Column("情况", "mark"),)
        ),
    )
    stands = "已发布" if sheet.released_at else "待发布" if sheet.confirmed_at else "待复核"
    about = {"批次": sheet.round.title, "版本": f"第 {sheet.version} 版", "状态": stands}

    def line(row: dict[str, Any]) -> dict[str, Any]:
        score = row["score"]
        told = {"office": row["office_total"] if row["office"] else None, "words": row["words"]} if assessed else {}
        return {
            "ticket_number": row["person"].seat.ticket_number,
            "name": row["person"].name,
            **{f"mark_{place}": mark for place, mark in enumerate(row["marks"])},
            "value": score.value,
            "mark": "" if score.mark == Mark.SCORED else score.get_mark_display(),
            **told,
        }

    return Table(Sheet(f"{TITLES[sheet.stage]}成绩册", columns), rows, line, about, count=sheet.scores.count)


def _round_line(row: dict[str, Any]) -> dict[str, Any]:
    round, closes = row["round"], row["round"].registration_closes_at
    return {
        "title": round.title,
        "county": str(round.county),
        "word": row["word"],
        **{key: getattr(round, key) for key in ("offices", "headcount", "approved")},
        "closes": f"{closes.astimezone(clock.BEIJING):{MOMENT}}" if closes else None,
    }


def _intake_line(intake: Any) -> dict[str, Any]:
    return {
        "title": intake.title,
        "track": intake.get_track_display(),
        "state": "已结束" if intake.closed_at else "进行中",
        "joined": intake.joined,
        "announced": intake.announced,
        "opened_on": clock.today(intake.opened_at),
        "closed_on": clock.today(intake.closed_at) if intake.closed_at else None,
    }


def _opening_line(row: OpeningRow) -> dict[str, Any]:
    decision = row.decision
    open_word = "审完后决定" if row.undecided else "达到比例" if row.reaches else "没有决定"
    return {
        "office": str(row.vacancy.line.office),
        "headcount": row.vacancy.headcount,
        "qualified": row.qualified,
        "undecided": row.undecided,
        "bearable": row.bearable,
        "decision": decision.get_outcome_display() if decision else open_word,
        "reason": decision.reason if decision else "",
    }


def _result_line(row: dict[str, Any]) -> dict[str, Any]:
    standing = row["standing"]
    return {
        "name": row["person"].name,
        "vacancy": str(standing.vacancy),
        "rank": standing.rank,
        "called": "递补" if standing.substitute_for else "",
        **{f"stage_{place}": outcome for place, (_, outcome) in enumerate(row["outcomes"])},
        "word": "待复核" if row["entry"] else row["word"],
    }


def _contract_line(row: dict[str, Any]) -> dict[str, Any]:
    contract = row["contract"]
    return {
        "name": row["person"].name,
        "office": str(row["person"].vacancy.line.office),
        **{key: getattr(contract, key, None) for key in ("starts_on", "ends_on", "signed_on")},
        "sign_by": row["sign_by"],
        "word": row["word"],
    }
