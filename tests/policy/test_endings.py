"""How a contract ends: grounds, shields, notice, severance and what is left to do."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.calendar import months_after
from policy.endings import (
    GROUNDS,
    SHIELDS,
    By,
    above_triple_average,
    departure_deadlines,
    earliest_last_day,
    keep_until,
    objections,
    runs_until,
    severance,
    severance_months,
)

STARTED = date(2024, 5, 20)


@pytest.mark.parametrize("key", ["illness", "incompetent", "changed"])
@pytest.mark.parametrize("shield", SHIELDS)
def test_a_shielded_person_is_not_dismissed_with_notice(key, shield):
    said = objections(GROUNDS[key], shields=[shield], union_told=True)
    assert said == [f"这个人处于{SHIELDS[shield].title}，不能以“{GROUNDS[key].title}”解除合同（《劳动合同法》第四十二条）。"]


def test_a_serious_breach_has_no_shield():
    assert objections(GROUNDS["breach"], shields=list(SHIELDS), union_told=True) == []


def test_the_union_hears_the_reason_first():
    assert objections(GROUNDS["breach"]) == ["还没有事先通知工会，请先将理由通知工会并登记（《劳动合同法》第四十三条）。"]
    assert objections(GROUNDS["resigned"]) == objections(GROUNDS["agreed"]) == objections(GROUNDS["expired"]) == []


def test_a_ground_of_probation_ends_with_it():
    assert objections(GROUNDS["probation_failed"], on_probation=True, union_told=True) == []
    assert objections(GROUNDS["probation_failed"], union_told=True) == [
        "试用期已经结束或者没有约定，不能以“试用期不符合录用条件”解除合同（《劳动合同法》第三十九条）。"
    ]


@pytest.mark.parametrize(("key", "days"), [("resigned", 30), ("resigned_on_probation", 3), ("incompetent", 30), ("breach", 0)])
def test_a_contract_ends_after_its_notice(key, days):
    assert earliest_last_day(GROUNDS[key], date(2024, 9, 1)) == date(2024, 9, 1) + timedelta(days=days)


def test_an_expiring_contract_goes_on_until_every_shield_ends():
    assert runs_until(date(2027, 5, 19), []) == date(2027, 5, 19)
    assert runs_until(date(2027, 5, 19), [date(2027, 3, 1)]) == date(2027, 5, 19)
    assert runs_until(date(2027, 5, 19), [date(2027, 8, 1), date(2028, 1, 31)]) == date(2028, 1, 31)
    assert runs_until(date(2027, 5, 19), [date(2027, 8, 1), None]) is None


@pytest.mark.parametrize(
    ("last_day", "months"),
    [
        (date(2024, 5, 20), "0.5"),
        (date(2024, 11, 18), "0.5"),
        (date(2024, 11, 19), "1"),
        (date(2025, 5, 18), "1"),
        (date(2025, 5, 19), "1"),
        (date(2025, 5, 20), "1.5"),
        (date(2027, 5, 19), "3"),
        (date(2027, 11, 19), "4"),
    ],
)
def test_severance_is_a_month_a_year_and_half_for_less_than_six_months(last_day, months):
    assert severance_months(GROUNDS["expired"], STARTED, last_day) == Decimal(months)


def test_severance_is_capped_at_twelve_years_only_above_three_times_the_average():
    last_day = date(2039, 5, 19)
    assert severance_months(GROUNDS["expired"], STARTED, last_day) == 15
    assert severance_months(GROUNDS["expired"], STARTED, last_day, above_triple_average=True) == 12


@pytest.mark.parametrize(
    ("pay", "above", "owed"), [("18000.00", False, "36000.00"), ("18000.01", True, "36000.00"), ("5000.55", False, "10001.10")]
)
def test_pay_over_three_times_the_average_of_the_place_is_counted_as_three_times(pay, above, owed):
    local = Decimal(6000)
    assert above_triple_average(Decimal(pay), local) is above
    assert severance(Decimal(pay), Decimal(2), local_average=local) == Decimal(owed)


def test_a_month_of_pay_stands_for_the_notice_of_article_40_alone():
    day = date(2026, 3, 2)
    bought = {key for key in GROUNDS if GROUNDS[key].notice_days and earliest_last_day(GROUNDS[key], day, paid_in_lieu=True) == day}
    assert bought == {"illness", "incompetent", "changed"}


@pytest.mark.parametrize("key", ["resigned", "breach", "not_renewed_by_assistant", "convicted", "retired"])
def test_some_grounds_owe_no_severance(key):
    assert severance_months(GROUNDS[key], STARTED, date(2027, 5, 19)) == 0


def test_a_welfare_post_owes_no_severance():
    assert severance_months(GROUNDS["expired"], STARTED, date(2027, 5, 19), welfare=True) == 0


@given(st.dates(date(2024, 1, 1), date(2034, 1, 1)), st.integers(0, 240))
def test_severance_of_whole_half_years_is_never_less_than_the_time_served(works_from, months):
    last_day = months_after(works_from, months) - timedelta(days=1)
    if last_day >= works_from:
        owed = severance_months(GROUNDS["expired"], works_from, last_day)
        assert Decimal(months) / 12 <= owed < Decimal(months) / 12 + Decimal("0.51")
        assert owed * 2 == int(owed * 2)


DAYS = st.dates(date(2024, 1, 1), date(2034, 1, 1))


@given(st.sampled_from(list(GROUNDS.values())), DAYS)
def test_a_contract_ends_no_sooner_than_its_days_of_notice(ground, notified_on):
    first = earliest_last_day(ground, notified_on)
    assert (first - notified_on).days == ground.notice_days
    assert earliest_last_day(ground, notified_on + timedelta(days=1)) > first  # told later, it ends no earlier


@given(DAYS, st.lists(st.one_of(st.none(), DAYS), max_size=4))
def test_a_protected_contract_runs_to_the_last_day_that_holds_it_and_never_shorter(last_day, ends):
    runs = runs_until(last_day, ends)
    if None in ends:
        assert runs is None
    else:
        assert runs == max([last_day, *ends])


@given(DAYS)
def test_whoever_leaves_has_the_certificate_that_day_and_the_files_within_fifteen_and_the_text_two_years(last_day):
    certificate, transfer = departure_deadlines(last_day, key="contract:7", name="演示人员")
    assert (certificate.due, (transfer.due - last_day).days) == (last_day, 15)
    assert last_day < transfer.due < keep_until(last_day)
    assert keep_until(last_day).year == last_day.year + 2


def test_who_leaves_gets_certificate_and_transfer_in_time():
    certificate, transfer = departure_deadlines(date(2027, 5, 19), key="contract:7", name="演示人员")
    assert (certificate.due, transfer.due) == (date(2027, 5, 19), date(2027, 6, 3))
    assert transfer.title == "演示人员：办理档案和社会保险关系转移"
    assert transfer.clause.label == "《劳动合同法》第五十条"


def test_the_text_of_a_contract_is_kept_two_years():
    assert keep_until(date(2027, 5, 19)) == date(2029, 5, 19)


def test_every_ground_names_its_article():
    assert all(
        ground.clause.ref in {"第三十六条", "第三十七条", "第三十九条", "第四十条", "第四十四条", "第四十六条"}
        for ground in GROUNDS.values()
    )
    assert {ground.by for ground in GROUNDS.values()} == set(By)
