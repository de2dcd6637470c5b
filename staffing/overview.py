"""The five counties on one line each: what they owe, what waits, how many they planned and hired, how late they are."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Sum

from bureaus import clock
from bureaus.models import County, User
from staffing import progress, standing
from staffing.models import Difficulty, Filing, LedgerEntry, LedgerKind, PlanStatus, QuotaPlan


@dataclass(frozen=True, slots=True)
class CountyLine:
    """One county as it stands. `plan` is its newest filed one, else its newest; `filled` and `left` are the ledger's of the plan's year."""

    county: County
    due: int
    late: int
    days_late: int
    phase: str
    waiting: int
    answers_late: int
    plan: QuotaPlan | None
    filled: int
    left: int
    difficulties: int

    @property
    def plan_state(self) -> str:
        return f"{self.plan.year}年{self.plan.get_status_display()}" if self.plan else "没有方案"

    @property
    def planned(self) -> int | None:
        return self.plan.quota_check.planned if self.plan else None

    @property
    def average(self) -> str:
        return self.plan.quota_check.average if self.plan else "—"


def county_lines(user: User, now: datetime) -> Iterator[CountyLine]:
    """A line for each county; asks as much for five as for one."""
    today = clock.today(now)
    counties = list(County.objects.order_by("code"))
    programme = progress.current(today)
    owed = progress.standing(programme, counties, today) if programme else []
    clock_of_city = standing.Clock()
    open_ones = list(Filing.objects.visible_to(user).waiting())
    waiting = Counter(filing.county_id for filing in open_ones)
    overdue = Counter(filing.county_id for filing in open_ones if clock_of_city.is_late(filing, now))
    plans = _plans(user)
    moves = LedgerEntry.objects.visible_to(user).order_by().values_list("line__plan__county", "line__plan__year", "kind")
    moved = {tuple(move): number for *move, number in moves.annotate(Sum("number"))}
    unsolved = dict(Difficulty.objects.visible_to(user).unsolved().order_by().values_list("county").annotate(Count("pk")))
    for county in counties:
        mine = [each for each in owed if each.county == county]
        open_obligations = [each for each in mine if each.done_on is None]
        plan = plans.get(county.pk)
        yield CountyLine(
            county=county,
            due=len(open_obligations),
            late=sum(each.is_late for each in mine),
            days_late=max((each.progress.days for each in mine if each.is_late), default=0),
            phase=str(open_obligations[0].obligation.phase) if open_obligations else ("已全部完成" if mine else "没有计划"),
            waiting=waiting[county.pk],
            answers_late=overdue[county.pk],
            plan=plan,
            filled=moved.get((county.pk, plan.year, LedgerKind.FILLED), 0) if plan else 0,
            left=moved.get((county.pk, plan.year, LedgerKind.RELEASED), 0) if plan else 0,
            difficulties=unsolved.get(county.pk, 0),
        )


def _plans(user: User) -> dict[int, QuotaPlan]:
    """Each county's newest filed plan, else its newest."""
    found: dict[int, QuotaPlan] = {}
    for plan in QuotaPlan.objects.visible_to(user).select_related("county").prefetch_related("lines").order_by("year", "pk"):
        known = found.get(plan.county_id)
        if known is None or plan.status == PlanStatus.FILED or known.status != PlanStatus.FILED:
            found[plan.county_id] = plan
    return found
