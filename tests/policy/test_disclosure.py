"""When looks at full personal data are more than usual."""

from datetime import UTC, datetime, timedelta

import pytest

from policy.disclosure import MOST_LOOKS, is_unusual

NOW = datetime(2024, 3, 26, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("earlier", "back", "expected"),
    [(MOST_LOOKS - 1, 0, False), (MOST_LOOKS, 0, True), (MOST_LOOKS, 59, True), (MOST_LOOKS, 60, False)],
    ids=["the twentieth", "the twenty-first", "within the hour", "an hour later"],
)
def test_a_look_is_unusual_after_twenty_within_an_hour(earlier, back, expected):
    assert is_unusual([NOW - timedelta(minutes=back)] * earlier, NOW) is expected
