"""Who served in a period, where and how long: read from postings and contracts."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bureaus.models import County
from policy.appraisal import is_undetermined
from policy.appraisal_way import Cycle, Stay, months_of, within
from staffing.models import Contract, Posting


@dataclass(frozen=True, slots=True)
class Served:
    """One assistant's time in a period: by office, in order of arrival."""

    assistant_id: int
    period: Stay
    offices: tuple[tuple[int, Stay, int], ...]  # office, first and last day there, months
    on_probation: bool

    @property
    def days(self) -> int:
        return sum(stay.days for _, stay, _ in self.offices)

    @property
    def undetermined(self) -> bool:
        return is_undetermined(on_probation=self.on_probation, days_served=self.days, days_in_period=self.period.days)


def served(county: County, cycle: Cycle, first: date, last: date) -> list[Served]:
    """Return everybody who served in a county in these days; for a 聘期 those whose contract ends in them, over that contract."""
    contracts = Contract.objects.signed().filter(county=county)
    probation: dict[int, list[date]] = defaultdict(list)
    for contract in contracts.filter(starts_on__lte=last):
        if contract.assistant_id is not None and contract.probation_ends_on is not None:
            probation[contract.assistant_id].append(contract.probation_ends_on)
    periods: dict[int, Stay] = {}
    if cycle is Cycle.TERM:
        for contract in contracts.filter(ends_on__range=(first, last)).order_by("ends_on"):
            if contract.assistant_id is not None and contract.ends_on is not None:
                periods[contract.assistant_id] = Stay(contract.starts_on, contract.ends_on)
    postings = defaultdict(list)
    for posting in Posting.objects.filter(assistant__county=county).order_by("assistant", "first_day"):
        postings[posting.assistant_id].append(posting)
    found = []
    for person, theirs in postings.items():
        period = periods.get(person) if cycle is Cycle.TERM else Stay(first, last)
        if period is None:
            continue
        if offices := tuple(_by_office(theirs, period)):
            found.append(Served(person, period, offices, any(day >= period.last for day in probation[person])))
    return found


def _by_office(postings: list[Posting], period: Stay) -> Iterator[tuple[int, Stay, int]]:
    """One line an office: who came back to an office is appraised there once, over all the days."""
    stays: dict[int, list[Stay]] = defaultdict(list)
    for posting in postings:
        if stay := within(posting.first_day, posting.last_day, of=period):
            stays[posting.office_id].append(stay)
    for office, parts in stays.items():
        yield office, Stay(parts[0].first, parts[-1].last), months_of(sum(part.days for part in parts))
