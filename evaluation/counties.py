"""The counties side by side: who serves, who has left this year and why, which rules are filed with the city; and as a spreadsheet."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from bureaus.models import County, User
from documents.spreadsheets import Column, Kind, Sheet, Table
from evaluation.models import AppraisalPeriod
from policy.appraisal_way import Cycle
from policy.endings import GROUNDS
from policy.filings import KINDS
from staffing.models import Contract, Filing, FilingOutcome, Posting

RULES = ("management_rules", "appraisal_rules")
"""What a county files of its 管理制度体系 (四(四).指导), by the kinds of `policy.filings`."""
NOT_SENT = "未上报"

SHEET = Sheet(
    "各县（区）管理情况",
    (
        Column("县（区）", "county"),
        Column("在职人数", "serving", Kind.INTEGER),
        Column("离职人数", "left", Kind.INTEGER),
        Column("离职事由", "grounds", width=40),
        Column("管理办法", "management_rules", width=24),
        Column("考核办法", "appraisal_rules", width=24),
        Column("年度考核", "appraisal", width=30),
    ),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a rule of the county stands: a word, and its number at the city where it has one."""

    word: str = NOT_SENT
    number: str = ""

    def __str__(self) -> str:
        return f"{self.word} {self.number}".strip()


@dataclass(frozen=True, slots=True)
class CountyYear:
    """One county's year. `grounds` are the titles of the law's grounds, the most frequent first."""

    county: County
    serving: int
    grounds: tuple[tuple[str, int], ...]
    rules: tuple[Standing, ...]
    period: AppraisalPeriod | None

    @property
    def filed(self) -> list[tuple[str, Standing]]:
        """Each rule by its title."""
        return list(zip(titles(), self.rules, strict=True))

    @property
    def left(self) -> int:
        return sum(number for _, number in self.grounds)


def county_years(user: User, year: int, today: date) -> list[CountyYear]:
    """A line for each county that this person may see, in five questions whatever their number.

    A departure belongs to the year of its last day, once that day has come; a 年度考核 to the year that it looks back on.
    """
    ended = Contract.objects.visible_to(user).signed().filter(ended_on__year=year, ended_on__lte=today).order_by()
    left: dict[int, Counter[str]] = {}
    for county, ground, number in ended.values_list("county", "ended_ground").annotate(Count("pk")):
        left.setdefault(county, Counter())[GROUNDS[ground].title] = number
    served = Posting.objects.visible_to(user).serving(today).order_by()
    serving = dict(served.values_list("assistant__county").annotate(Count("assistant", distinct=True)))
    rules = _rules(user)
    yearly = AppraisalPeriod.objects.visible_to(user).filter(cycle=Cycle.YEAR, last_day__year=year)
    periods = {row.county_id: row for row in yearly.with_progress().order_by("last_day")}
    counties = County.objects.order_by("code")
    return [
        CountyYear(
            county,
            serving.get(county.pk, 0),
            tuple(left.get(county.pk, Counter()).most_common()),
            tuple(rules.get((county.pk, kind), Standing()) for kind in RULES),
            periods.get(county.pk),
        )
        for county in (counties if user.county_id is None else counties.filter(pk=user.county_id))
    ]


def titles() -> list[str]:
    """The names of the rules, as the columns call them."""
    return [KINDS[kind].title for kind in RULES]


def table(rows: Iterable[CountyYear], *, year: int) -> Table:
    """The same lines as a spreadsheet."""
    return Table(SHEET, rows, _line, {"离职年度": str(year)})


def _line(row: CountyYear) -> dict[str, Any]:
    return {
        "county": str(row.county),
        "serving": row.serving,
        "left": row.left,
        "grounds": "；".join(f"{title} {number} 人" for title, number in row.grounds),
        **{kind: str(standing) for kind, standing in zip(RULES, row.rules, strict=True)},
        "appraisal": f"{row.period.name} {row.period.state}" if row.period else "还没有开始",
    }


def _rules(user: User) -> dict[tuple[int, str], Standing]:
    """By county and kind: what is filed stays filed while a new edition is on its way."""
    found: dict[tuple[int, str], Standing] = {}
    for filing in Filing.objects.visible_to(user).filter(kind__in=RULES).arrived().order_by("submitted_at", "pk"):
        key = (filing.county_id, filing.kind)
        if filing.outcome == FilingOutcome.FILED or not found.get(key, Standing()).number:
            found[key] = Standing("已备案" if filing.outcome == FilingOutcome.FILED else filing.state, filing.filing_number)
    return found
