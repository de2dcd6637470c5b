"""报名序号: drawn by lot, so that nobody counts up to another's, with a check digit that tells a slip of the pen."""

import re
import secrets

PLACES = 9
_SHAPE = re.compile(rf"(?P<prefix>YQ\d{{4}}-\d{{2}}-)(?P<drawn>\d{{{PLACES}}})(?P<check>\d)", re.IGNORECASE)


def draw(year: int, county_code: str) -> str:
    """A number of the county's round in that year: `YQ2024-22-` and ten digits. That no other has it is the column's to say."""
    prefix = f"YQ{year}-{county_code[-2:]}-"
    drawn = f"{secrets.randbelow(10**PLACES):0{PLACES}d}"
    return f"{prefix}{drawn}{check_digit(prefix + drawn)}"


def check_digit(text: str) -> int:
    """ISO/IEC 7064 MOD 11,10 over the digits of the text: finds every single wrong digit and nearly every swap."""
    product = 10
    for digit in re.sub(r"\D", "", text):
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (11 - product) % 10


def is_miswritten(text: str) -> bool:
    """Whether this has the shape of a number of ours with the check digit of another. Those given in sequence have none."""
    found = _SHAPE.fullmatch(text.strip())
    return found is not None and check_digit(found["prefix"] + found["drawn"]) != int(found["check"])
