"""The spreadsheets of a plan and of the ledger."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bureaus import clock
from bureaus.models import User
from documents.spreadsheets import Column, Kind, Sheet, write
from policy.quota import advice
from policy.tracks import TRACKS
from staffing.models import PlanLine, QuotaPlan, Use

PLAN = Sheet(
    "数额核定表",
    (
        Column("司法所", "office", width=20),
        *(Column(PlanLine.title_of(number), number, Kind.INTEGER) for number in PlanLine.NUMBERS),
        Column("编制与协理员合计", "people", Kind.INTEGER, width=18),
        Column("提示", "advice", width=50),
    ),
)

LEDGER = Sheet(
    "数额台账",
    (
        Column("司法所（县区）", "title", width=20),
        Column("政法专项编制", "established", Kind.INTEGER),
        *(
            Column(f"{track.title}{word}", f"{track.key}_{key}", Kind.INTEGER, width=24)
            for track in TRACKS.values()
            for key, word in (
                ("planned", "核定"),
                ("reserved", "已预留"),
                ("filled", "已聘用"),
                ("released", "已离岗"),
                ("remaining", "剩余"),
            )
        ),
    ),
)


def plan_workbook(plan: QuotaPlan, *, by: User, now: datetime) -> bytes:
    """The plan's lines and their sum, with the check in the notes."""
    lines = list(plan.lines.all())
    rows: list[dict[str, Any]] = [
        {
            "office": str(line.office),
            "people": line.people,
            "advice": advice(established=line.established_posts or 0, planned=line.assistants),
        }
        | {number: getattr(line, number) for number in PlanLine.NUMBERS}
        for line in lines
    ]
    total = {number: sum(getattr(line, number) or 0 for line in lines) for number in PlanLine.NUMBERS}
    rows.append({"office": "合计", "people": sum(line.people for line in lines), "advice": plan.quota_check.sentence, **total})
    notes = {
        "方案": str(plan),
        "状态": plan.get_status_display(),
        "备案号": plan.filing_number or "尚未备案",
        "所均": plan.quota_check.average,
    }
    return write(PLAN, rows, meta={**notes, **_made(by, now)})


def ledger_workbook(rows: Iterable[tuple[str, int, list[Use]]], *, by: User, now: datetime) -> bytes:
    """Rows of (title, 政法专项编制, the use of each track in the order of TRACKS)."""
    return write(
        LEDGER, [{"title": title, "established": established, **_columns(uses)} for title, established, uses in rows], meta=_made(by, now)
    )


def _columns(uses: list[Use]) -> dict[str, int]:
    return {
        f"{track}_{key}": getattr(use, key)
        for track, use in zip(TRACKS, uses, strict=True)
        for key in ("planned", "reserved", "filled", "released", "remaining")
    }


def _made(by: User, now: datetime) -> dict[str, str]:
    return {"导出人": by.name, "导出时间": f"{now.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"}
