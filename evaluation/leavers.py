"""Who leaves or has left: the list, and its spreadsheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from bureaus.models import User
from documents.spreadsheets import Column, Kind, Sheet, Table
from evaluation.models import Departure, Ruling
from policy.endings import departure_deadlines

SHEET = Sheet(
    "离职情况",
    (
        Column("县（区）", "county"),
        Column("姓名", "name"),
        Column("签约司法所", "office", width=20),
        Column("事由", "ground", width=26),
        Column("最后工作日", "last_day", Kind.DATE),
        Column("经济补偿月数", "months", Kind.MARK),
        Column("经济补偿（元）", "severance", Kind.MARK, width=16),
        Column("状态", "word"),
        Column("通知书送达日期", "served_on", Kind.DATE, width=16, note="单位解除合同的"),
        Column("档案社保转移日期", "transferred_on", Kind.DATE, width=18),
    ),
)


@dataclass(frozen=True)
class Leaver:
    """One departure as it stands on a day."""

    departure: Departure
    today: date

    @property
    def transfer_due(self) -> date | None:
        """The last of the fifteen days; None before the departure."""
        if self.departure.carried_out_at is None or self.departure.last_day is None:
            return None
        due = departure_deadlines(self.departure.last_day, key="", name="")[1].due
        return due if isinstance(due, date) else None

    @property
    def late(self) -> bool:
        return self.transfer_due is not None and self.departure.transferred_on is None and self.today > self.transfer_due

    @property
    def word(self) -> str:
        if self.departure.state != Ruling.CONFIRMED:
            return str(self.departure.get_state_display())
        if self.departure.carried_out_at is None:
            return "待离岗"
        return "已办结" if self.departure.transferred_on else "待办转移"

    @property
    def tone(self) -> str:
        """The colour of the word."""
        if self.late:
            return "bad"
        return {"待审定": "live", "待离岗": "live", "待办转移": "warn", "退回修改": "warn", "已办结": "good"}[self.word]


def departures(user: User, *, state: str = "", year: int | None = None) -> QuerySet[Departure]:
    """The departures this person may see, newest first."""
    rows = Departure.objects.visible_to(user)
    match state:
        case "outstanding":
            rows = rows.outstanding()
        case "unserved":
            rows = rows.unserved()
        case "owing":
            rows = rows.owing()
        case "done":
            rows = rows.filter(transferred_on__isnull=False)
        case Ruling.PROPOSED:
            rows = rows.waiting()
    if year:
        rows = rows.filter(last_day__range=(date(year, 1, 1), date(year, 12, 31)))
    return rows.select_related("contract__assistant__county", "contract__office").order_by("-last_day", "-pk")


def table(found: Iterable[Departure], *, today: date) -> Table:
    def line(row: Departure) -> dict[str, Any]:
        return {
            "county": str(row.contract.assistant.county) if row.contract.assistant else "",
            "name": str(row.contract.assistant),
            "office": str(row.contract.office),
            "ground": row.get_ground_display(),
            "last_day": row.last_day,
            "months": row.severance_months,
            "severance": row.severance,
            "word": Leaver(row, today).word,
            "served_on": row.served_on,
            "transferred_on": row.transferred_on,
        }

    return Table(SHEET, found, line)
