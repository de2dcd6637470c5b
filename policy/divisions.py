"""Where a place lies, by name or by code: the divisions of China down to counties, and the towns of 阳泉.

`data/divisions.csv` holds provinces, prefectures and counties (GB/T 2260, 2023 edition), `data/judicial_offices.csv` the town-level units
of 阳泉. 城区 and 郊区 are borne in other cities too; where no city is named they mean 阳泉's. No other name of the two lists stands both
in 阳泉 and elsewhere, which a test watches.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache
from itertools import compress, product
from pathlib import Path

from policy.identity import normalise, quoted

DATA = Path(__file__).parent / "data"
DIVISIONS = DATA / "divisions.csv"
OFFICES = DATA / "judicial_offices.csv"

SHANXI, YANGQUAN = "140000", "1403"


class UnknownPlace(ValueError):
    """Neither a name nor a code of the lists; the message says how to mend it."""


def in_yangquan(written: str) -> bool | None:
    """Return whether a place lies in 阳泉; None for 山西省 alone, which leaves it open.

    A name is a division's or a town's own, with or without the names above it. A six-digit code outside 1403 is elsewhere even where the
    list does not have it (an abolished one).

    :raises UnknownPlace: for anything else: short names (阳泉), addresses, places that the lists do not have.
    """
    place = normalise(written)
    if re.fullmatch(r"[1-9][0-9]{5}", place):
        return _lies_in_yangquan(place)
    if place not in _named():
        raise UnknownPlace(f"看不懂地名“{quoted(place)}”，请写到市、县（区）或乡镇的全称，如“阳泉市平定县”，或填六位行政区划代码。")
    return _named()[place]


def _lies_in_yangquan(code: str) -> bool | None:
    return None if code == SHANXI else code.startswith(YANGQUAN)


@cache
def divisions() -> dict[str, tuple[str, str]]:
    """Every code with its name and the code above it (empty for a province): divisions, then towns of 阳泉 by their nine digits."""
    listed = {row["code"]: (row["name"], row["parent"]) for row in _rows(DIVISIONS)}
    towns = {row["town_code"]: (row["town"], row["county_code"]) for row in _rows(OFFICES)}
    return listed | towns


@cache
def _named() -> dict[str, bool | None]:
    """Every way to write a listed place, with whether it lies in 阳泉."""
    named: dict[str, bool | None] = {}
    for code in divisions():
        here = _lies_in_yangquan(code)
        for spelling in (*_spellings(code), code):
            named[spelling] = named.get(spelling) or here  # a name borne in 阳泉 too means 阳泉's
    return named


def _spellings(code: str) -> Iterator[str]:
    """The place's own name behind any of the names above it, from 省 down: 平定县, 阳泉市平定县, 山西省平定县 …"""
    own, above = divisions()[code]
    higher: list[str] = []
    while above:
        name, above = divisions()[above]
        higher.insert(0, name)
    for written in product((True, False), repeat=len(higher)):
        yield "".join(compress(higher, written)) + own


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
