"""表彰: how many in a year, for which year, how much money."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.commendation import AMOUNT, AWARDS, QUOTA, SHOWN_DAYS, amount_problem, quota_problem, year_problem


@given(st.integers(0, 60), st.integers(0, 50), st.integers(1, 10))
def test_no_more_than_the_quota(taken, quota, more):
    assert (quota_problem(year=2025, given=taken, quota=quota, more=more) == "") is (taken + more <= quota)


def test_a_quota_that_is_used_up_says_so():
    said = quota_problem(year=2025, given=3, quota=3)
    assert said == "2025年的表彰名额是 3 人次，已公示、已表彰 3 人次，还剩 0 人次，这次要 1 人次。"


@pytest.mark.parametrize(("year", "fits"), [(2023, False), (2024, True), (2025, True), (2026, False)])
def test_a_commendation_is_for_this_year_or_the_last(year, fits):
    assert (year_problem(year, date(2025, 1, 1)) == "") is fits


@pytest.mark.parametrize(
    ("amount", "most", "said"),
    [
        (None, 0, ""),
        (Decimal(500), 0, "本县（区）没有规定表彰奖金，请不要填写金额。"),
        (Decimal(500), 500, ""),
        (Decimal("500.01"), 500, "奖金应大于 0，不超过本县（区）规定的 500 元。"),
        (Decimal(0), 500, "奖金应大于 0，不超过本县（区）规定的 500 元。"),
        (Decimal("1.005"), 500, "奖金只写到分。"),
    ],
)
def test_money_goes_with_it_only_as_the_county_has_ruled(amount, most, said):
    assert amount_problem(amount, most) == said


def test_the_suggested_numbers_lie_within_their_bounds():
    assert [(each.least <= each.suggested <= each.most) for each in (QUOTA, SHOWN_DAYS, AMOUNT)] == [True] * 3
    assert [award.title for award in AWARDS.values()] == ["通报表扬", "优秀司法协理员", "嘉奖"]
