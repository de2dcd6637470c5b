"""The tables of a round's end: everybody's results, objections to the 公示, the contracts."""

from collections.abc import Iterable
from typing import Any

from documents.spreadsheets import Column, Kind, Sheet, Table
from policy.tracks import Stage
from recruitment.models import Objection, Round
from recruitment.models.notices import ObjectionOutcome
from recruitment.tables.rounds import moment

OBJECTIONS = Sheet(
    "公示异议",
    (
        Column("所指人员", "name", width=20),
        Column("收到时间", "received_at", width=18),
        Column("状态", "word", width=10),
        Column("结论", "outcome", width=26),
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


def objections_table(round: Round, rows: Iterable[Objection]) -> Table:
    """Whom each is about and what came of it; what was written, and by whom, is for those who handle it."""
    return Table(OBJECTIONS, rows, _objection_line, {"批次": round.title})


def contracts_table(round: Round, rows: Iterable[dict[str, Any]]) -> Table:
    return Table(CONTRACTS, rows, _contract_line, {"批次": round.title})


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


def _objection_line(objection: Objection) -> dict[str, Any]:
    suspended = objection.outcome == ObjectionOutcome.SUSPENDED
    return {
        "name": objection.application.name if objection.application else "没有指明人员",
        "received_at": moment(objection.received_at),
        "word": "待核查" if objection.closed_at is None else "暂缓聘用" if suspended else "已办结",
        "outcome": objection.get_outcome_display() if objection.closed_at else None,
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
