"""What labour law allows of term, probation, signing and renewal."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.calendar import Period, months_after
from policy.contracts import (
    CONTENTS,
    Form,
    Term,
    expiry_deadlines,
    late_signing,
    least_probation_pay,
    missing_contents,
    must_be_open_ended,
    probation_cap,
    probation_problem,
    serves_on,
    sign_by,
)

STARTED = date(2024, 5, 20)


@pytest.mark.parametrize(("term_months", "cap"), [(1, 0), (2, 0), (3, 1), (11, 1), (12, 2), (24, 2), (35, 2), (36, 6), (60, 6), (None, 6)])
def test_the_term_caps_the_probation(term_months, cap):
    assert probation_cap(term_months) == cap


@pytest.mark.parametrize(
    ("term_months", "probation_months", "had_one", "said"),
    [
        (36, 6, False, ""),
        (36, 7, False, "合同期限为 36 个月的，试用期最长 6 个月（《劳动合同法》第十九条），填的是 7 个月。"),
        (None, 12, False, "合同期限为无固定期限的，试用期最长 6 个月（《劳动合同法》第十九条），填的是 12 个月。"),
        (36, 3, True, "这个人已经约定过一次试用期，不能再约定（《劳动合同法》第十九条），请填 0。"),
        (36, 0, True, ""),
    ],
)
def test_a_probation_is_agreed_once_and_within_its_cap(term_months, probation_months, had_one, said):
    assert probation_problem(term_months=term_months, probation_months=probation_months, had_one=had_one) == said


def test_probation_pay_keeps_four_fifths_and_the_minimum_wage():
    assert least_probation_pay(Decimal("3000.00"), Decimal("1980.00")) == Decimal("2400.00")
    assert least_probation_pay(Decimal("2200.00"), Decimal("1980.00")) == Decimal("1980.00")


def test_a_contract_is_signed_within_one_calendar_month():
    assert sign_by(STARTED) == date(2024, 6, 20)
    assert sign_by(date(2024, 1, 31)) == date(2024, 2, 29)
    assert late_signing(STARTED, date(2024, 6, 20)) is None


def test_a_late_signing_is_recorded_with_its_consequence():
    late = late_signing(STARTED, date(2024, 7, 1))
    assert (late.double_pay, late.deemed_open_ended) == (Period(date(2024, 6, 21), date(2024, 6, 30)), False)
    assert late.sentence == "超过一个月才订立书面合同，2024-06-21 至 2024-06-30 应付二倍工资（《劳动合同法》第八十二条）。"


def test_a_signing_one_day_late_owes_no_day_twice():
    late = late_signing(STARTED, date(2024, 6, 21))
    assert (late.double_pay, late.sentence) == (None, "超过一个月才订立书面合同。")


def test_a_year_without_a_contract_makes_it_open_ended_and_ends_double_pay():
    late = late_signing(STARTED, date(2025, 8, 1))
    assert (late.double_pay, late.deemed_open_ended) == (Period(date(2024, 6, 21), date(2025, 5, 19)), True)
    assert late.sentence.endswith("，并视为已订立无固定期限劳动合同（《劳动合同法》第十四条）。")
    assert late_signing(STARTED, date(2025, 5, 19)).deemed_open_ended is False
    assert late_signing(STARTED, date(2025, 5, 20)).deemed_open_ended is True


@given(st.dates(date(2024, 1, 1), date(2040, 1, 1)), st.integers(0, 900))
def test_signing_is_in_time_or_late_and_never_both(works_from, days):
    signed_on = works_from + timedelta(days=days)
    late = late_signing(works_from, signed_on)
    assert (late is None) is (signed_on <= sign_by(works_from))
    if late and late.double_pay:
        assert sign_by(works_from) < late.double_pay.first <= late.double_pay.last < signed_on


def make_renewal(**facts):
    return {"form": Form.LABOUR, "works_from": STARTED, "renews_on": date(2030, 5, 20), "fixed_terms": 2, **facts}


@pytest.mark.parametrize(
    ("facts", "open_ended"),
    [
        ({"fixed_terms": 1, "renews_on": date(2027, 5, 20)}, False),
        ({"fixed_terms": 2}, True),
        ({"asks_for_fixed": True}, False),
        ({"at_fault": True}, False),
        ({"form": Form.WELFARE}, False),
        ({"fixed_terms": 1, "renews_on": date(2034, 5, 19)}, False),
        ({"fixed_terms": 1, "renews_on": date(2034, 5, 20)}, True),
        ({"at_fault": True, "renews_on": date(2034, 5, 20)}, True),
    ],
)
def test_after_two_fixed_terms_or_ten_years_a_renewal_is_open_ended(facts, open_ended):
    assert must_be_open_ended(**make_renewal(**facts)) is open_ended


@given(st.dates(date(2024, 1, 1), date(2040, 1, 1)), st.integers(1, 5), st.integers(1, 60), st.booleans())
def test_a_chain_of_fixed_terms_is_open_ended_from_the_third_term_or_the_tenth_year_on_and_never_before(began, terms, months, at_fault):
    """Whatever the terms' length: each renewal of a chain without a break."""
    for fixed_terms in range(1, terms + 1):
        renews_on = months_after(began, months * fixed_terms)
        facts = {"form": Form.LABOUR, "works_from": began, "renews_on": renews_on, "fixed_terms": fixed_terms, "at_fault": at_fault}
        ten_years = months * fixed_terms >= 120
        assert must_be_open_ended(**facts) is (ten_years or (fixed_terms >= 2 and not at_fault))
        assert must_be_open_ended(**facts, asks_for_fixed=True) is False


@given(st.dates(date(2024, 1, 1), date(2040, 1, 1)))
def test_a_contract_that_runs_out_is_brought_up_three_times_in_order_and_before_it_ends(last_day):
    due = [deadline.due for deadline in expiry_deadlines(last_day, key="contract:7", name="第 7 号合同")]
    assert [(last_day - day).days for day in due] == [90, 60, 30]
    assert due == sorted(due)


def test_only_a_running_contract_makes_an_assistant():
    terms = [Term(date(2024, 5, 20), date(2027, 5, 19)), Term(date(2027, 6, 1), None)]
    days = [date(2024, 5, 19), date(2024, 5, 20), date(2027, 5, 19), date(2027, 5, 25), date(2040, 1, 1)]
    assert [serves_on(day, terms) for day in days] == [False, True, True, False, True]


def test_a_contract_says_everything_the_law_asks():
    assert missing_contents([content.key for content in CONTENTS]) == []
    assert missing_contents([content.key for content in CONTENTS if content.key != "pay"]) == ["劳动报酬"]
    assert len(missing_contents([])) == 8


def test_a_contract_that_runs_out_is_brought_up_at_ninety_sixty_and_thirty_days():
    deadlines = expiry_deadlines(date(2027, 5, 19), key="contract:7", name="第 7 号合同")
    assert [deadline.due for deadline in deadlines] == [date(2027, 2, 18), date(2027, 3, 20), date(2027, 4, 19)]
    assert deadlines[-1].title == "第 7 号合同：合同将要到期，请作出决定并书面告知本人"


@pytest.mark.parametrize("form", Form)
def test_each_form_of_contract_has_a_name(form):
    assert "劳动合同" in form.title
