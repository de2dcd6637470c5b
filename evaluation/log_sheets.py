"""A sheet of log entries that an assistant fills in: what may stand in it, and what it would add to the log."""

from datetime import date
from typing import Any

from documents.exchange import Reading, Row, compare
from documents.models import StoredFile
from documents.spreadsheets import Column, Kind, Sheet
from evaluation.models import LogEntry, Month
from evaluation.service import month_of, postings_within
from policy.duties import BY_NUMBER, DUTIES, LONGEST, entry_problems
from staffing.models import Assistant

CHOICES = {f"{duty.number}．{duty.title}": duty.number for duty in DUTIES}
ENTRIES = Sheet(
    "工作日志填报",
    (
        Column("日期", "day", Kind.DATE, required=True, note="写成 2024-03-16"),
        Column("职责", "duty", Kind.CHOICE, width=24, required=True, choices=tuple(CHOICES)),
        Column("数量", "counted", width=36, note="写成“调解纠纷 2 件，调解成功 1 件”，没有的不写"),
        Column("内容", "text", width=60, required=True, note=f"写明协助谁、做了什么，最多 {LONGEST} 个字"),
        Column("承办人", "officer", note="社区矫正、行政执法协调监督、合法性审核（查）必填"),
    ),
)


def entries_read(mine: Assistant, stored: StoredFile, *, today: date) -> Reading:
    """The sheet held against the own log. An entry of the same day, duty and words is not taken twice.

    :raises UnfitFile: if it is no such sheet.
    """
    postings = postings_within(mine, date.min, today)
    offices = [each.office_id for each in postings]
    confirmed = set(Month.objects.filter(office__in=offices, confirmed_at__isnull=False).values_list("office", "first_day"))
    held = set(LogEntry.objects.filter(assistant=mine).values_list("day", "duty", "text"))

    seen: set[tuple[date, int, str]] = set()

    def current(row: Row) -> dict[str, Any] | None:
        return {} if (row["day"], CHOICES[row["duty"]], row["text"]) in held else None

    def judge(row: Row) -> list[tuple[str, str]]:
        duty, day = BY_NUMBER[CHOICES[row["duty"]]], row["day"]
        if day > today:
            return [("日期", "还没有到这一天，不能填日志。")]
        office = next((each.office for each in postings if each.first_day <= day and (each.last_day is None or day <= each.last_day)), None)
        if office is not None and (office.pk, month_of(day)) in confirmed:
            return [("日期", f"{day:%Y年%-m月}已经由司法所确认，日志不能再填。")]
        try:
            duty.read_counted(row["counted"] or "")
        except ValueError as problem:
            return [("数量", str(problem))]
        problems = entry_problems(number=duty.number, office=str(office or ""), officer=row["officer"] or "", text=row["text"])
        key = (day, duty.number, row["text"])
        if not problems and key in seen:
            problems = ["与前面的一行相同，同一条日志只填一行。"]
        seen.add(key)
        return [("内容", problem) for problem in problems]

    return compare(ENTRIES, stored, current=current, judge=judge)


def as_entry(row: Row) -> dict[str, Any]:
    """One line as `actions.hand_in_entries` takes it."""
    duty = BY_NUMBER[CHOICES[row["duty"]]]
    return {
        "day": row["day"],
        "duty": duty.number,
        "measures": duty.read_counted(row["counted"] or ""),
        "text": row["text"],
        "officer": row["officer"] or "",
    }
