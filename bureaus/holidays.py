"""Public holidays and working weekends of a year: from the calendar package for the years it knows, or from a spreadsheet."""

from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

import chinese_calendar
from python_calamine import CalamineError, CalamineWorkbook

from bureaus.acts import Impossible

SATURDAY = 5
HOLIDAY_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
WORKING, RESTING = "上班", "休息"

Day = tuple[date, bool, str]


def known_days(year: int) -> list[Day]:
    """The days of `year` that differ from their week: (day, is_working, name).

    :raises Impossible: for a year whose arrangement the package does not hold.
    """
    return list(_known(year))


@cache
def _known(year: int) -> tuple[Day, ...]:
    days = []
    day = date(year, 1, 1)
    while day.year == year:
        try:
            is_holiday, name = chinese_calendar.get_holiday_detail(day)
        except NotImplementedError as unknown:
            raise Impossible(f"系统里没有 {year} 年的放假安排，请按国务院办公厅通知填好表格后上传。") from unknown
        if is_holiday != (day.weekday() >= SATURDAY):
            days.append((day, not is_holiday, HOLIDAY_NAMES.get(name or "", "")))
        day += timedelta(days=1)
    return tuple(days)


def read_days(year: int, content: bytes) -> list[Day]:
    """Days from a spreadsheet with the columns 日期, 上班或休息, 名称; its first row is the heading.

    :raises Impossible: naming the row and what is wrong with it.
    """
    try:
        rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, IndexError) as fault:
        raise Impossible("这个文件不是 Excel 表格（.xlsx），请用 Excel 或 WPS 另存为 .xlsx 后再上传。") from fault
    days = [_read_row(year, number, row) for number, row in enumerate(rows[1:], start=2) if any(str(cell).strip() for cell in row)]
    if not days:
        raise Impossible("表格里没有日期。第一行是标题，从第二行起每行填一天：日期、上班或休息、名称。")
    if len({day for day, _, _ in days}) != len(days):
        raise Impossible("表格里有重复的日期，请删去重复的行后再上传。")
    return days


def _read_row(year: int, number: int, row: list[Any]) -> Day:
    cells = [*row, "", "", ""][:3]
    day = _read_day(cells[0])
    if day is None:
        raise Impossible(f"第 {number} 行：日期“{cells[0]}”认不出来，请写成 {year}-10-01 这样的日期。")
    if day.year != year:
        raise Impossible(f"第 {number} 行：{day} 不在 {year} 年内。")
    kind = str(cells[1]).strip()
    if kind not in (WORKING, RESTING):
        raise Impossible(f"第 {number} 行：第二列请填“上班”或“休息”。")
    return day, kind == WORKING, str(cells[2]).strip()[:20]


def _read_day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell).strip().replace("/", "-"))
    except ValueError:
        return None
