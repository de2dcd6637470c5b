"""How often full personal data may be looked at before it is asked why. Not the document but GB/T 35273 7.2 asks for control of access."""

from collections.abc import Sequence
from datetime import datetime, timedelta

MOST_LOOKS = 20
WITHIN = timedelta(hours=1)


def is_unusual(earlier: Sequence[datetime], now: datetime) -> bool:
    """Whether a look now, after the `earlier` ones of the same account, is one more than an hour usually needs."""
    return sum(1 for moment in earlier if now - WITHIN < moment <= now) >= MOST_LOOKS
