"""The spreadsheets of a plan and of the ledger."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bureaus import clock
from bureaus.models import JudicialOffice, User
from documents.exports import made
from documents.spreadsheets import Column, Kind, Sheet, Table, write
from policy.answers import COLUMNS, NUMBER
from policy.quota import advice
from policy.tracks import TRACKS
from staffing.models import Establishment, PlanLine, QuotaPlan, Use

MOST = 999

PLAN = Sheet(
    "数额核定表",
    (
        Column("司法所", "office", width=20),
        *(Column(PlanLine.title_of(number), number, Kind.INTEGER) for number in PlanLine.NUMBERS),
        Column("编制与协理员合计", "people", Kind.INTEGER, width=18),
        Column("提示", "advice", width=50),
    ),
)

PLANS = Sheet(
    "数额核定方案",
    (
        Column("县（区）", "county"),
        Column("年度", "year", Kind.INTEGER, width=8),
        Column("版次", "edition", Kind.INTEGER, width=8),
        Column("状态", "state"),
        Column("司法所", "offices", Kind.INTEGER, width=10),
        Column("政法专项编制", "established", Kind.INTEGER),
        Column("拟配协理员", "planned", Kind.INTEGER),
        Column("所均（人）", "average"),
        Column("上报日期", "submitted_on", Kind.DATE),
        Column("备案号", "number", width=24),
    ),
)

ESTABLISHMENT = Sheet(
    "编制情况",
    (
        Column("县（区）", "county"),
        Column("司法所", "office", width=20),
        *(Column(Establishment.title_of(number), number, Kind.INTEGER) for number in Establishment.NUMBERS),
        Column("起算日期", "holds_from", Kind.DATE),
        Column("依据", "source", width=30),
        Column("备注", "note", width=30),
        Column("登记人", "entered_by"),
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


def plan_table(plan: QuotaPlan) -> Table:
    """The plan's lines and their sum, with the check in the notes."""
    lines = list(plan.lines.all())
    rows: list[dict[str, Any]] = [
        {
            "office": str(line),
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
    return Table(PLAN, rows, about=notes)


def plans_table(plans: Iterable[QuotaPlan]) -> Table:
    """Plans with their lines, newest year first."""
    return Table(PLANS, plans, _listed)


def office_table(office: JudicialOffice, records: Iterable[Establishment]) -> Table:
    """One office's records, those that were corrected too; they come with who entered them and `corrected_by`."""
    columns = tuple(column for column in ESTABLISHMENT.columns if column.key not in ("county", "office"))
    sheet = Sheet("历次编制情况", (*columns, Column("登记日期", "entered_on", Kind.DATE), Column("状态", "state")))
    return Table(sheet, records, _recorded, {"司法所": str(office)})


def establishment_sheet(offices: Iterable[JudicialOffice]) -> Sheet:
    """The table in which a county fills in its 编制情况, its offices to be chosen from."""
    numbers = (
        Column(Establishment.title_of(number), number, Kind.INTEGER, least=0, most=MOST, note="没有的填 0，不知道的留空")
        for number in Establishment.NUMBERS
    )
    return Sheet(
        "编制情况登记表",
        (
            Column("司法所", "office", Kind.CHOICE, width=20, required=True, choices=tuple(str(office) for office in offices)),
            Column("起算日期", "holds_from", Kind.DATE, note="从哪一天起是这样。有新变化的填变化的日期；不改日期就是更正原来的记录"),
            *numbers,
            Column("依据", "source", width=30, note="文件名称和文号，100 字以内"),
            Column("备注", "note", width=30, note="更正原来的记录，须在这里写明理由"),
        ),
    )


def establishment_row(record: Establishment | None) -> dict[str, Any]:
    """What stands in an office, by the keys of its columns."""
    columns = ("holds_from", *Establishment.NUMBERS, "source", "note")
    return {column: getattr(record, column, None) for column in columns}


def establishment_template(offices: Sequence[JudicialOffice], records: Mapping[int, Establishment], *, by: User, now: datetime) -> bytes:
    """The table to fill in, with what stands in each office today."""
    rows = [{"office": str(office), **establishment_row(records.get(office.pk)), "note": None} for office in offices]
    use = "改有变化的行，其余的行不用动；保存为 .xlsx 后上传，系统先列出差异，确认以后才登记。"
    return write(establishment_sheet(offices), rows, meta={"用法": use, **made(by, now)})


def establishment_table(rows: Iterable[tuple[JudicialOffice, Establishment | None]], *, day: date) -> Table:
    """What stood on a day, office by office; offices come with `name_then` and their county."""
    return Table(ESTABLISHMENT, rows, _stood, {"截至": day.isoformat()})


def ledger_table(rows: Iterable[tuple[str, int, list[Use]]], *, year: int) -> Table:
    """Rows of (title, 政法专项编制, the use of each track in the order of TRACKS)."""
    about = {"年度": str(year), "剩余": "核定 − 已预留 − 已聘用 ＋ 现行一版备案以前的离岗"}
    return Table(LEDGER, rows, _used, about)


def _listed(plan: QuotaPlan) -> dict[str, Any]:
    check = plan.quota_check
    return {
        "county": str(plan.county),
        "year": plan.year,
        "edition": plan.edition,
        "state": "待会签" if plan.awaits_countersignature else plan.get_status_display(),
        **{key: getattr(check, key) for key in ("offices", "established", "planned", "average")},
        "submitted_on": clock.today(plan.submitted_at) if plan.submitted_at else None,
        "number": plan.filing_number,
    }


def _recorded(record: Establishment) -> dict[str, Any]:
    return {
        **establishment_row(record),
        "entered_by": record.entered_by.name,
        "entered_on": clock.today(record.entered_at),
        "state": "已更正" if record.corrected_by.all() else "更正" if record.corrects_id else "有效",
    }


def _stood(row: tuple[JudicialOffice, Establishment | None]) -> dict[str, Any]:
    office, record = row
    return {
        "county": str(office.county),
        "office": office.name_then,  # type: ignore[attr-defined]
        **establishment_row(record),
        "entered_by": record.entered_by.name if record else None,
    }


def _used(row: tuple[str, int, list[Use]]) -> dict[str, Any]:
    title, established, uses = row
    return {"title": title, "established": established, **_columns(uses)}


def _columns(uses: list[Use]) -> dict[str, int]:
    return {
        f"{track}_{key}": getattr(use, key)
        for track, use in zip(TRACKS, uses, strict=True)
        for key in ("planned", "reserved", "filled", "released", "remaining")
    }
