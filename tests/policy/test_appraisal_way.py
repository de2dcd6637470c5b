"""The template's bounds, the days of a period, what may be decided, and opinions that name nobody."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.appraisal import BEST_FIRST, DIMENSIONS, Bands, Grade, Veto, excellent_cap, excellent_problem
from policy.appraisal_way import (
    AUDIENCES,
    RATINGS,
    SETTINGS,
    SUGGESTED_VETO_LINES,
    Cycle,
    Stay,
    answers_problem,
    best_grade,
    decision_problem,
    grades_of,
    last_to_ask,
    months_of,
    opinion,
    period_problem,
    problems,
    read_vetoes,
    suggested,
    within,
)
from policy.calendar import NoCalendar

TODAY = date(2025, 1, 6)
PEERS = AUDIENCES["peers"]


def test_the_suggested_template_stands():
    assert problems(suggested()) == {}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"results": 41}, {"probity": "德、能、勤、绩、廉现在合计 101%，应合计 100%，请调整。"}),
        ({"excellent_percent": 21}, {"excellent_percent": "优秀的比例应在 0 到 20%之间，填的是 21。"}),
        ({"publicity_days": 4}, {"publicity_days": "优秀的公示时间应在 5 到 15 个工作日之间，填的是 4。"}),
        ({"ask_days": None}, {"ask_days": "请填写申请复核的时间（建议 10 天）。"}),
        ({"basic_line": 80}, {"basic_line": "等次分数线应由高到低：优秀、合格、基本合格，请调整。"}),
    ],
)
def test_a_number_outside_its_bounds_is_said(changes, said):
    assert problems(suggested() | changes) == said


@given(st.fixed_dictionaries({key: st.integers(0, 100) for key in DIMENSIONS}))
def test_a_template_stands_only_when_its_five_weights_sum_to_a_hundred(weights):
    assert (problems(suggested() | weights) == {}) is (sum(weights.values()) == 100)


def test_vetoes_are_read_line_by_line():
    assert [(veto.title, veto.cap) for veto in read_vetoes(SUGGESTED_VETO_LINES)] == [
        ("涉嫌犯罪被立案", Grade.INCOMPETENT),
        ("严重违反规章制度", Grade.INCOMPETENT),
        ("旷工三天以上", Grade.BASIC),
    ]


@pytest.mark.parametrize("line", ["旷工三天以上", "旷工三天以上 优秀", " 合格"])
def test_a_line_without_a_cap_is_named(line):
    with pytest.raises(ValueError, match="一票否决情形第 1 行没有写清楚"):
        read_vetoes(line)


def test_there_are_at_most_ten_vetoes():
    with pytest.raises(ValueError, match="最多 10 项"):
        read_vetoes("旷工 合格\n" * 11)


@pytest.mark.parametrize(
    ("cycle", "first", "last", "stands"),
    [
        (Cycle.MONTH, date(2024, 2, 1), date(2024, 2, 29), True),
        (Cycle.MONTH, date(2024, 2, 2), date(2024, 3, 1), False),
        (Cycle.QUARTER, date(2024, 10, 1), date(2024, 12, 31), True),
        (Cycle.YEAR, date(2024, 1, 1), date(2024, 12, 31), True),
        (Cycle.YEAR, date(2024, 1, 1), date(2024, 12, 30), False),
        (Cycle.YEAR, date(2025, 1, 1), date(2025, 12, 31), False),
        (Cycle.MONTH, date(2025, 1, 1), date(2025, 1, 31), True),
        (Cycle.TERM, date(2025, 1, 1), date(2025, 12, 31), True),
        (Cycle.TERM, date(2025, 1, 1), date(2026, 1, 1), False),
        (Cycle.TERM, date(2025, 2, 1), date(2025, 1, 1), False),
    ],
)
def test_a_period_is_a_whole_month_quarter_or_year_near_its_end(cycle, first, last, stands):
    assert (period_problem(cycle, first, last, TODAY) == "") is stands


def test_a_posting_counts_only_inside_the_period():
    year = Stay(date(2024, 1, 1), date(2024, 12, 31))
    assert within(date(2023, 5, 1), None, of=year) == year
    assert within(date(2024, 7, 1), date(2024, 7, 1), of=year).days == 1
    assert within(date(2023, 5, 1), date(2023, 12, 31), of=year) is None


@pytest.mark.parametrize(("days", "months"), [(1, 1), (30, 1), (45, 1), (46, 2), (183, 6), (365, 12), (366, 12)])
def test_days_weigh_as_months_half_up(days, months):
    assert months_of(days) == months


# --- grades


@given(st.integers(1, 200), st.integers(0, 20))
def test_so_many_may_be_excellent_and_one_more_may_not(size, percent):
    cap = excellent_cap(size, percent)
    assert cap * 100 <= size * percent < (cap + 1) * 100
    assert (excellent_problem(size, cap, percent), bool(excellent_problem(size, cap + 1, percent))) == ("", True)


@pytest.mark.parametrize("size", range(1, 201))
def test_a_fifth_rounded_down_for_every_size(size):
    assert excellent_cap(size) == int(Decimal(size) * 20 // 100)


@given(st.sampled_from(BEST_FIRST), st.sampled_from(BEST_FIRST))
def test_nobody_gets_a_grade_better_than_the_best(chosen, best):
    said = decision_problem(chosen, best, cycle=Cycle.YEAR, reason="会议研究")
    assert (said == "") is (BEST_FIRST.index(chosen) >= BEST_FIRST.index(best))


def test_a_veto_caps_whatever_the_total():
    vetoes = [Veto("v1", "旷工", Grade.BASIC)]
    assert best_grade(Decimal(99), Bands(), cycle=Cycle.YEAR, vetoes=vetoes) is Grade.BASIC


def test_lower_than_earned_asks_for_a_reason_but_for_the_cap_of_excellent():
    def said(chosen, best, reason=""):
        return decision_problem(chosen, best, cycle=Cycle.YEAR, reason=reason)

    assert said(Grade.COMPETENT, Grade.EXCELLENT) == ""
    assert said(Grade.BASIC, Grade.COMPETENT) == "按得分可以定为合格，定为基本合格的请写明理由。"
    assert said(Grade.BASIC, Grade.EXCELLENT) == "按得分可以定为优秀，定为基本合格的请写明理由。"
    assert said(Grade.BASIC, Grade.COMPETENT, "会议研究") == ""


def test_a_term_is_competent_or_not():
    assert grades_of(Cycle.TERM) == (Grade.COMPETENT, Grade.INCOMPETENT)
    assert [best_grade(Decimal(score), Bands(), cycle=Cycle.TERM) for score in (95, 61, 59)] == [
        Grade.COMPETENT,
        Grade.COMPETENT,
        Grade.INCOMPETENT,
    ]
    assert decision_problem(Grade.BASIC, Grade.COMPETENT, cycle=Cycle.TERM, reason="") == "聘期考核只分合格、不合格。"


@pytest.mark.parametrize(("chosen", "best"), [(Grade.UNDETERMINED, Grade.COMPETENT), (Grade.COMPETENT, Grade.UNDETERMINED)])
def test_undetermined_is_not_chosen_it_follows(chosen, best):
    assert decision_problem(chosen, best, cycle=Cycle.YEAR, reason="") != ""
    assert decision_problem(best, best, cycle=Cycle.YEAR, reason="") == ""


# --- 复核


def test_the_last_day_to_ask_moves_on_to_a_working_day():
    def weekdays(day):
        return day.weekday() < 5

    assert last_to_ask(date(2025, 1, 6), 10, weekdays) == date(2025, 1, 16)
    assert last_to_ask(date(2025, 1, 8), 10, weekdays) == date(2025, 1, 20)


def test_without_a_calendar_the_bare_day_stands():
    def unknown(day):
        raise NoCalendar(day.year)

    assert last_to_ask(date(2025, 1, 8), 10, unknown) == date(2025, 1, 18)


# --- opinions


def tally(*answers):
    numbers = {}
    for answer in answers:
        for key, _ in PEERS.questions:
            numbers[key, answer] = numbers.get((key, answer), 0) + 1
    return numbers


def test_two_answers_show_their_number_and_nothing_else():
    told = opinion(PEERS, tally("good", "poor"), ended=True)
    assert (told.answers, told.is_shown, told.means) == (2, False, ())


def test_while_others_may_still_answer_only_the_number_is_told():
    told = opinion(PEERS, tally("good", "good", "so_so"), ended=False)
    assert (told.answers, told.is_shown, told.means) == (3, False, ())


def test_three_answers_show_their_means():
    told = opinion(PEERS, tally("good", "good", "so_so"), ended=True)
    assert told.is_shown is True
    assert {mean for _, mean in told.means} == {Decimal("86.7")}


def test_every_question_wants_a_rating():
    full = {key: "good" for key, _ in PEERS.questions}
    assert answers_problem(PEERS, full) == ""
    assert answers_problem(PEERS, full | {"probity": "excellent"}) == "还有没有评价的项目：廉：廉洁自律。"


def test_settings_and_ratings_are_in_order():
    assert list(SETTINGS)[:5] == list(DIMENSIONS)
    assert [points for _, points in RATINGS.values()] == sorted((points for _, points in RATINGS.values()), reverse=True)
