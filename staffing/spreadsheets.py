"""The spreadsheets of staffing: a plan, the ledger, the roster."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bureaus import clock
from bureaus.models import User
from documents.spreadsheets import Column, Kind, Sheet, write
from policy.answers import COLUMNS, NUMBER
from policy.identity import mask
from policy.quota import advice
from policy.tracks import TRACKS
from staffing.models import PlanLine, Posting, QuotaPlan, Use

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

ROSTER = Sheet(
    "司法协理员花名册",
    (
        Column("县（区）", "county"),
        Column("司法所", "office", width=20),
        Column("姓名", "name"),
        Column("性别", "sex", width=6),
        Column("身份证号", "id_number", Kind.TEXT, width=22),
        Column("到岗日期", "first_day", Kind.DATE),
        Column("合同起始", "starts_on", Kind.DATE),
        Column("合同期满", "ends_on", Kind.DATE),
        Column("试用期满", "probation_ends_on", Kind.DATE),
        Column("签订日期", "signed_on", Kind.DATE),
    ),
)


SCREENING = {
    track: Sheet(
        f"{TRACKS[track].title}预审表",
        tuple(
            Column(
                column.title,
                column.title,
                Kind.CHOICE if column.choices else Kind.DIGITS if column.title == NUMBER else Kind.TEXT,
                width=max(12, 2 * len(column.title) + 4),
                choices=column.choices,
                note=column.note,
            )
            for column in columns
        ),
    )
    for track, columns in COLUMNS.items()
}


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


def roster_workbook(postings: Iterable[Posting], *, by: User, now: datetime) -> bytes:
    """Who serves, with masked numbers; postings come with `signed_contracts` on their assistants."""
    return write(ROSTER, [_person(posting) for posting in postings], meta=_made(by, now))


def _columns(uses: list[Use]) -> dict[str, int]:
    return {
        f"{track}_{key}": getattr(use, key)
        for track, use in zip(TRACKS, uses, strict=True)
        for key in ("planned", "reserved", "filled", "released", "remaining")
    }


def _person(posting: Posting) -> dict[str, Any]:
    assistant = posting.assistant
    contract = next(iter(assistant.signed_contracts), None)  # type: ignore[attr-defined]
    dates = ("starts_on", "ends_on", "probation_ends_on", "signed_on")
    return {
        "county": str(posting.office.county),
        "office": str(posting.office),
        "name": assistant.name,
        "sex": assistant.sex,
        "id_number": mask(assistant.id_number),
        "first_day": posting.first_day,
        **{name: getattr(contract, name, None) for name in dates},
    }


def _made(by: User, now: datetime) -> dict[str, str]:
    return {"导出人": by.name, "导出时间": f"{now.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"}
