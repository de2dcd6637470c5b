"""The sheets of evaluation: log, attendance of a month, leave, a year's figures."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Any

from documents.spreadsheets import Column, Kind, Sheet, Table
from evaluation.grids import MonthGrid
from evaluation.models import Leave, LogEntry
from evaluation.overview import OfficeMonth, PersonYear
from policy.attendance import BY_MARK
from staffing.models import Assistant

LOG = Sheet(
    "工作日志",
    (
        Column("日期", "day", Kind.DATE),
        Column("司法所", "office", width=20),
        Column("姓名", "name"),
        Column("职责", "duty", width=20),
        Column("数量", "counted", width=36),
        Column("内容", "text", width=60),
        Column("承办人", "officer"),
        Column("状态", "state"),
    ),
)

LEAVES = Sheet(
    "请假",
    (
        Column("司法所", "office", width=20),
        Column("姓名", "name"),
        Column("假别", "kind"),
        Column("开始日期", "first_day", Kind.DATE),
        Column("起", "begins", width=8),
        Column("结束日期", "last_day", Kind.DATE),
        Column("止", "ends", width=8),
        Column("天数", "days", Kind.HALVES, width=8),
        Column("事由", "reason", width=36),
        Column("代填的原因", "entered_because", width=30),
        Column("状态", "state"),
        Column("批准人", "approver", width=24),
        Column("说明", "note", width=30),
        Column("撤回的理由", "withdrawn_because", width=30),
    ),
)

YEAR = Sheet(
    "协理员年度汇总",
    (
        Column("司法所", "office", width=20),
        Column("姓名", "name"),
        Column("日志条数", "entries", Kind.INTEGER),
        Column("出勤天数", "present", Kind.HALVES),
        Column("请假天数", "leave", Kind.HALVES),
        Column("旷工天数", "absent", Kind.HALVES),
        Column("培训学时", "hours", Kind.MARK),
    ),
)

MONTHS = Sheet(
    "月度确认",
    (
        Column("司法所", "office", width=20),
        Column("月份", "month"),
        Column("协理员", "people", Kind.INTEGER),
        Column("日志条数", "entries", Kind.INTEGER),
        Column("考勤天数", "days", Kind.HALVES),
        Column("旷工天数", "absent", Kind.HALVES),
        Column("状态", "state"),
    ),
)


def day_key(day: int) -> str:
    return f"d{day}"


def attendance_sheet(grid: MonthGrid) -> Sheet:
    """The month with a column for each day; who is meant is told by the number, since two may have one name."""
    marks = (*BY_MARK, *sorted({mark for _, cells in grid.rows for cell in cells if cell for mark in cell.marks}))
    return Sheet(
        f"{grid.first:%Y年%-m月}考勤",
        (
            Column("编号", "person", Kind.INTEGER, width=8, required=True, unique=True, note="请勿改动"),
            Column("姓名", "name"),
            *(Column(f"{day.day}日", day_key(day.day), Kind.CHOICE, width=6, choices=marks) for day in grid.days),
        ),
    )


def attendance_row(grid: MonthGrid, person: Assistant) -> dict[str, Any]:
    """What stands of one person; days not served here are empty."""
    cells = {day: grid.cell(person.pk, day) for day in grid.days}
    return {
        "person": person.pk,
        "name": person.name,
        **{day_key(day.day): (cell.mark or None) if cell else None for day, cell in cells.items()},
    }


def attendance_table(grid: MonthGrid) -> Table:
    """The month as it stands, which is also the table to fill in."""
    legend = "、".join(f"{mark} {kind.title}" for mark, kind in BY_MARK.items())
    about = {"司法所": str(grid.office), "填法": f"{legend}；请假由批准的请假写入，只填出、旷；请半天的，先写上午再写下午，如“事出”"}
    return Table(attendance_sheet(grid), grid.people.values(), partial(attendance_row, grid), about)


def log_table(entries: Iterable[LogEntry], *, of: str) -> Table:
    return Table(LOG, entries, _log_line, {"范围": of})


def leave_table(leaves: Iterable[Leave]) -> Table:
    return Table(LEAVES, leaves, _leave_line)


def year_table(people: Callable[[], Iterable[PersonYear]], *, year: int, count: Callable[[], int]) -> Table:
    """A year of everybody; the figures are asked for when they are written."""
    return Table(YEAR, people, _year_line, {"年度": str(year)}, count=count)


def months_table(rows: Iterable[OfficeMonth], *, month: date) -> Table:
    def line(told: OfficeMonth) -> dict[str, Any]:
        office, counts, row = told
        return {
            "office": str(office),
            "month": f"{month:%Y-%m}",
            **{key: counts[key] for key in ("people", "entries", "days", "absent")},
            "state": "已确认" if row and row.confirmed_at else "待确认",
        }

    return Table(MONTHS, rows, line, {"月份": f"{month:%Y-%m}"})


def _log_line(entry: LogEntry) -> dict[str, Any]:
    return {
        "day": entry.day,
        "office": str(entry.office),
        "name": entry.assistant.name,
        "duty": f"{entry.duty}．{entry.title}",
        "counted": entry.counted,
        "text": entry.text,
        "officer": entry.officer,
        "state": entry.get_state_display(),
    }


def _leave_line(leave: Leave) -> dict[str, Any]:
    return {
        "office": str(leave.office),
        "name": leave.assistant.name,
        "kind": leave.get_kind_display(),
        **{key: getattr(leave, key) for key in ("first_day", "last_day", "days", "reason", "entered_because", "note", "withdrawn_because")},
        "begins": "下午" if leave.from_noon else "上午",
        "ends": "上午" if leave.to_noon else "下午",
        "state": leave.get_state_display(),
        "approver": leave.get_approver_display(),
    }


def _year_line(year: PersonYear) -> dict[str, Any]:
    person, told = year
    return {
        "office": person.office,
        "name": person.name,
        "entries": told.entries,
        "present": told.present,
        "leave": told.leave,
        "absent": told.absent,
        "hours": told.training_hours,
    }
