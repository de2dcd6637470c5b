"""The spreadsheets of appraisal."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bureaus import clock
from documents.spreadsheets import Column, Kind, Sheet, Table
from evaluation.downgrades import downgrades_of, why_lowered
from evaluation.models import Appraisal, AppraisalPeriod, AppraisalScheme, OfficeMarks
from policy.appraisal import DIMENSIONS

PERIOD = Sheet(
    "考核结果",
    (
        Column("姓名", "name"),
        Column("司法所", "offices", width=24),
        Column("任职天数", "days", Kind.INTEGER),
        Column("状态", "state"),
        Column("得分", "total", Kind.MARK),
        Column("司法所建议", "suggestion"),
        Column("等次", "grade"),
        Column("一票否决", "veto", width=20),
        Column("理由", "reason", width=30),
        Column("公示", "posted", width=24),
        Column("送达", "receipt", width=20),
        Column("送达日期", "served_on", Kind.DATE),
        Column("申请复核截止", "ask_until", Kind.DATE),
    ),
)

PEOPLE = Sheet(
    "本所人员考核",
    (
        Column("姓名", "name"),
        Column("考核期", "period", width=24),
        Column("任职月数", "months", Kind.INTEGER),
        Column("状态", "state"),
        Column("本所得分", "total", Kind.MARK),
        Column("建议等次", "suggestion"),
        Column("等次", "grade"),
    ),
)

PERIODS = Sheet(
    "考核进展",
    (
        Column("县（区）", "county"),
        Column("考核期", "period", width=24),
        Column("状态", "state"),
        Column("人数", "people", Kind.INTEGER),
        Column("已述职", "written", Kind.INTEGER),
        Column("已评分", "marked", Kind.INTEGER),
        Column("已送达", "served", Kind.INTEGER),
        Column("已确定", "final", Kind.INTEGER),
        Column("优秀", "excellent", Kind.INTEGER),
        Column("合格", "competent", Kind.INTEGER),
        Column("基本合格", "basic", Kind.INTEGER),
        Column("不合格", "incompetent", Kind.INTEGER),
        Column("不确定等次", "undetermined", Kind.INTEGER),
    ),
)

SCHEMES = Sheet(
    "考核模板",
    (
        Column("县（区）", "county"),
        Column("版次", "edition", Kind.INTEGER, width=8),
        Column("状态", "state"),
        *(Column(dimension.title, key, Kind.INTEGER, width=8) for key, dimension in DIMENSIONS.items()),
        Column("优秀比例（%）", "excellent_percent", Kind.INTEGER),
        Column("最后保存", "saved_on", Kind.DATE),
    ),
)


def period_table(period: AppraisalPeriod, sheets: Iterable[Appraisal], *, now: datetime) -> Table:
    """Everybody of a period; grades that are not confirmed are marked so in the notes."""
    lowering = downgrades_of(period)

    def line(sheet: Appraisal) -> dict[str, Any]:
        return {
            "name": sheet.assistant.name,
            "offices": "、".join(marks.office.name for marks in sheet.marks.all()),
            "days": sheet.days_served,
            "state": sheet.state(now),
            "total": sheet.total,
            "suggestion": "、".join(marks.get_suggestion_display() for marks in sheet.marks.all() if marks.suggestion),
            "grade": sheet.get_grade_display() if sheet.grade else "",
            "veto": period.scheme.veto_items[sheet.veto].title if sheet.veto else "",
            "reason": "；".join(filter(None, [why_lowered(lowering.get(sheet.assistant_id, [])), sheet.grade_reason])),
            "posted": f"{sheet.posted_first} 至 {sheet.posted_last}" if sheet.posted_first else "",
            "receipt": sheet.get_receipt_display() if sheet.receipt else "",
            "served_on": sheet.served_on,
            "ask_until": sheet.ask_until,
        }

    return Table(PERIOD, sheets, line, {"考核期": str(period), "等次": "已审定" if period.confirmed_at else "尚未审定"})


def schemes_table(rows: Iterable[AppraisalScheme]) -> Table:
    """The editions of the template, with what weighs how much."""
    return Table(SCHEMES, rows, _scheme_line)


def _scheme_line(row: AppraisalScheme) -> dict[str, Any]:
    return {
        "county": str(row.county),
        "state": row.state,
        **{key: getattr(row, key) for key in ("edition", *DIMENSIONS, "excellent_percent")},
        "saved_on": clock.today(row.saved_at),
    }


def people_table(rows: Iterable[OfficeMarks], *, now: datetime) -> Table:
    """An office's own people."""

    def line(marks: OfficeMarks) -> dict[str, Any]:
        return {
            "name": marks.appraisal.assistant.name,
            "period": marks.appraisal.period.name,
            "months": marks.months,
            "state": marks.appraisal.state(now),
            "total": marks.total,
            "suggestion": marks.get_suggestion_display() if marks.suggestion else "",
            "grade": marks.appraisal.decided.title if marks.appraisal.decided else "",
        }

    return Table(PEOPLE, rows, line)


def periods_table(rows: Iterable[Any]) -> Table:
    """Periods with how far they have come and what their grades were."""
    keys = [key for key in PERIODS.keys if key not in ("county", "period", "state")]

    def line(row: Any) -> dict[str, Any]:
        return {"county": str(row.county), "period": row.name, "state": row.state, **{key: getattr(row, key) for key in keys}}

    return Table(PERIODS, rows, line, {"等次": "只统计已审定的考核期"})
