"""What stood in which office on a day: the offices with their names of that day, their 编制情况, and each county's sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bureaus.models import County, JudicialOffice, User
from policy.quota import PER_OFFICE
from staffing.models import Establishment

Standing = tuple[JudicialOffice, Establishment | None]


@dataclass(frozen=True)
class Sum:
    """The known numbers of several offices, and of how many each is not known."""

    county: County | None
    offices: int
    sums: list[tuple[str, int, int]]  # (title, sum of what is known, offices where it is not known)

    @property
    def needed(self) -> int:
        """What four people an office would be."""
        return PER_OFFICE * self.offices


def standing_on(user: User, day: date, *, county: County | None = None) -> list[Standing]:
    """Every office this person may see that stood on the day, with its `name_then` and what stood there."""
    offices = JudicialOffice.objects.visible_to(user).standing(on=day).named(on=day).select_related("county")
    records = Establishment.objects.visible_to(user).as_of(day).select_related("entered_by")
    if county is not None:
        offices, records = offices.filter(county=county), records.filter(office__county=county)
    known = {record.office_id: record for record in records}
    return [(office, known.get(office.pk)) for office in offices.order_by("county__code", "code")]


def by_county(rows: Sequence[Standing]) -> list[Sum]:
    """One line for each county, in the order of the rows."""
    return [summed(list(group), county=county) for county, group in groupby(rows, key=lambda row: row[0].county)]


def summed(rows: Sequence[Standing], *, county: County | None = None) -> Sum:
    """The sums of the rows."""
    sums = []
    for number in Establishment.NUMBERS:
        known = [getattr(record, number) for _, record in rows if record is not None and getattr(record, number) is not None]
        sums.append((Establishment.title_of(number), sum(known), len(rows) - len(known)))
    return Sum(county, len(rows), sums)
