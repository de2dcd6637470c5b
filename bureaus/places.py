"""The five counties and districts of 阳泉 and their town-level units (public divisions, 2023 edition), one 司法所 assumed for each."""

import csv
from dataclasses import dataclass
from functools import cache

from policy.divisions import OFFICES


@dataclass(frozen=True)
class Place:
    """One row: a county and one of its 司法所."""

    county_code: str
    county: str
    town_code: str
    town: str
    office: str


@cache
def places() -> tuple[Place, ...]:
    """Every row, in the order of the codes."""
    with OFFICES.open(encoding="utf-8", newline="") as file:
        return tuple(Place(row["county_code"], row["county"], row["town_code"], row["town"], row["office"]) for row in csv.DictReader(file))
