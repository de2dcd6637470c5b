"""Which offices' months of an appraisal period are not confirmed yet: what log and attendance say of them may still change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from evaluation.models import Appraisal, Month
from evaluation.service import month_of, neighbours


@dataclass(frozen=True, slots=True)
class OpenMonths:
    """One office with its months that are not confirmed."""

    office: str
    months: tuple[date, ...]

    @property
    def words(self) -> str:
        """2024年1月、2月，2025年1月."""
        years = sorted({month.year for month in self.months})
        return "，".join(f"{year}年{'、'.join(f'{month.month}月' for month in self.months if month.year == year)}" for year in years)


def open_months(sheets: Iterable[Appraisal]) -> list[OpenMonths]:
    """By office, in the order of the sheets; of each the months in which somebody appraised served there. Read with `marks__office`."""
    served: dict[int, set[date]] = {}
    named: dict[int, str] = {}
    for sheet in sheets:
        for marks in sheet.marks.all():
            named.setdefault(marks.office_id, marks.office.name)
            served.setdefault(marks.office_id, set()).update(_months(marks.first_day, marks.last_day))
    if not served:
        return []
    every = set.union(*served.values())
    done = Month.objects.filter(office__in=served, first_day__range=(min(every), max(every)), confirmed_at__isnull=False)
    for office, month in done.values_list("office", "first_day"):
        served[office].discard(month)
    return [OpenMonths(named[office], tuple(sorted(months))) for office, months in served.items() if months]


def _months(first: date, last: date) -> Iterator[date]:
    month = month_of(first)
    while month <= last:
        yield month
        month = neighbours(month)[1]
