"""德能勤绩廉, grades, the cap on 优秀, reward, renewal and dismissal."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.appraisal import (
    DIMENSIONS,
    DISMISSALS,
    SUGGESTED_VETOES,
    Bands,
    Grade,
    Measure,
    Treatment,
    Veto,
    across_offices,
    commendation_problem,
    excellent_cap,
    excellent_problem,
    grade,
    is_serious,
    is_undetermined,
    lowered,
    may_renew,
    must_refer,
    repeated_problems,
    selectable,
    total,
    treatment,
    worked_well,
)
from policy.endings import GROUNDS
from policy.scoring import BadWeights

WEIGHTS = {key: dimension.suggested_weight for key, dimension in DIMENSIONS.items()}
CRIME, SERIOUS_BREACH, ABSENCE = SUGGESTED_VETOES


def make_sheet(**marks):
    return {key: Decimal(marks.get(key, 80)) for key in DIMENSIONS}


def test_the_five_dimensions_stand_in_their_order_and_weigh_one_hundred():
    assert "".join(dimension.title for dimension in DIMENSIONS.values()) == "德能勤绩廉"
    assert list(DIMENSIONS) == ["integrity", "ability", "diligence", "results", "probity"]
    assert sum(WEIGHTS.values()) == 100


def test_results_weigh_most():
    assert total(make_sheet(results="90"), WEIGHTS) == Decimal("84.00")
    assert total(make_sheet(probity="90"), WEIGHTS) == Decimal("81.00")


def test_every_dimension_has_to_be_marked():
    with pytest.raises(KeyError):
        total({"integrity": Decimal(80)}, WEIGHTS)


def test_weights_of_an_appraisal_sum_to_one_hundred():
    with pytest.raises(BadWeights, match="德 15%、能 20%、勤 15%、绩 50%、廉 10%，五项应合计 100%，请调整。"):
        total(make_sheet(), {**WEIGHTS, "results": 50})


@pytest.mark.parametrize(
    ("assessment", "exam", "taken"), [(True, True, True), (True, False, False), (False, None, False), (True, None, None)]
)
def test_internal_selection_asks_for_both_assessment_and_exam(assessment, exam, taken):
    assert selectable(assessment_passed=assessment, exam_passed=exam) is taken


@pytest.mark.parametrize(
    ("score", "earned"),
    [("90", "优秀"), ("89.99", "合格"), ("75", "合格"), ("74.99", "基本合格"), ("60", "基本合格"), ("59.99", "不合格")],
)
def test_a_total_earns_its_grade(score, earned):
    assert grade(Decimal(score), Bands()).title == earned


def test_bands_descend():
    with pytest.raises(ValueError, match="等次分数线应由高到低"):
        Bands(excellent=Decimal(70))


@pytest.mark.parametrize(
    ("score", "vetoes", "earned"),
    [
        ("95", [ABSENCE], Grade.BASIC),
        ("95", [ABSENCE, CRIME], Grade.INCOMPETENT),
        ("50", [ABSENCE], Grade.INCOMPETENT),
        ("95", [SERIOUS_BREACH], Grade.INCOMPETENT),
    ],
)
def test_a_veto_caps_the_grade_and_never_lifts_it(score, vetoes, earned):
    assert grade(Decimal(score), Bands(), vetoes=vetoes) is earned


def test_a_year_without_enough_work_has_no_grade():
    assert is_undetermined(on_probation=True, days_served=366, days_in_period=366)
    assert is_undetermined(on_probation=False, days_served=182, days_in_period=366)
    assert not is_undetermined(on_probation=False, days_served=183, days_in_period=366)
    assert grade(Decimal(95), Bands(), undetermined=True) is Grade.UNDETERMINED


def test_who_moved_is_appraised_by_both_offices_weighted_by_months():
    assert across_offices([(Decimal("80.00"), 8), (Decimal("90.00"), 4)]) == Decimal("83.33")


def test_a_fifth_may_be_excellent_rounded_down_for_every_size():
    for headcount in range(1, 201):
        cap = excellent_cap(headcount)
        assert cap * 5 <= headcount < (cap + 1) * 5
    assert [excellent_cap(headcount) for headcount in (0, 1, 4, 5, 9, 10, 24, 25, 200)] == [0, 0, 0, 1, 1, 2, 4, 5, 40]


@given(st.integers(1, 200), st.integers(0, 20))
def test_a_smaller_share_never_allows_more(headcount, percent):
    assert 100 * excellent_cap(headcount, percent) <= headcount * percent < 100 * (excellent_cap(headcount, percent) + 1)


def test_more_than_a_fifth_is_refused():
    assert excellent_problem(24, 4) == ""
    assert excellent_problem(24, 5) == "优秀 5 人，超过 24 人的 20%（4 人），请减少 1 人。"
    with pytest.raises(ValueError, match="优秀的比例应在 0% 到 20% 之间，填的是 25%。"):
        excellent_cap(100, 25)


@pytest.mark.parametrize(
    ("appraised", "commendations", "violations", "due"),
    [
        (Grade.EXCELLENT, 0, 0, Treatment.REWARD),
        (Grade.COMPETENT, 1, 0, Treatment.REWARD),
        (Grade.COMPETENT, 0, 0, Treatment.NOTHING),
        (Grade.BASIC, 1, 0, Treatment.NOTHING),
        (Grade.EXCELLENT, 1, 1, Treatment.DISCIPLINE),
        (Grade.INCOMPETENT, 0, 0, Treatment.DISCIPLINE),
        (Grade.UNDETERMINED, 0, 0, Treatment.NOTHING),
    ],
)
def test_reward_and_discipline_follow_daily_work_and_appraisal(appraised, commendations, violations, due):
    assert treatment(appraised, commendations=commendations, violations=violations) is due


def test_a_commendation_sets_out_all_three_grounds():
    assert commendation_problem(performance="全年到岗", achievements="调解 86 件", contribution="化解积案") == ""
    said = commendation_problem(performance="全年到岗", achievements=" ", contribution="")
    assert said == "表彰事迹还缺“取得显著成绩”、“突出贡献”，请写明具体事实。"


@pytest.mark.parametrize(
    ("needed", "performance", "renewed"),
    [(True, True, True), (False, True, False), (True, False, False), (None, True, None), (None, False, False)],
)
def test_renewal_asks_for_need_and_performance(needed, performance, renewed):
    assert may_renew(needed=needed, performance=performance) is renewed


@pytest.mark.parametrize(
    ("grades", "well"),
    [
        ([Grade.COMPETENT, Grade.EXCELLENT], True),
        ([Grade.BASIC, Grade.UNDETERMINED], True),
        ([Grade.EXCELLENT, Grade.INCOMPETENT], False),
        ([Grade.UNDETERMINED], None),
        ([], None),
    ],
)
def test_performance_is_read_from_the_grades_of_the_contract(grades, well):
    assert worked_well(grades) is well


JANUARY, FEBRUARY, MARCH, APRIL = (date(2025, month, 10) for month in range(1, 5))


@pytest.mark.parametrize(
    ("breaches", "counselled", "missing"),
    [
        ([JANUARY, FEBRUARY, APRIL], [MARCH], []),
        ([JANUARY, APRIL], [MARCH], ["已登记违规 2 次，至少要有 3 次。"]),
        ([JANUARY, FEBRUARY, MARCH], [], ["还没有送达过教育记录；先教育，仍不改正的才能以此解聘。"]),
        ([JANUARY, FEBRUARY, MARCH], [APRIL], ["2025-04-10 教育以后没有再登记违规，不属于“经教育仍不改正”。"]),
        ([JANUARY, FEBRUARY, MARCH], [MARCH], ["2025-03-10 教育以后没有再登记违规，不属于“经教育仍不改正”。"]),
        ([], [], ["已登记违规 0 次，至少要有 3 次。", "还没有送达过教育记录；先教育，仍不改正的才能以此解聘。"]),
    ],
)
def test_repeated_breaches_dismiss_only_after_a_served_counselling_and_another_breach(breaches, counselled, missing):
    assert repeated_problems(breaches, counselled) == missing


def test_a_county_sets_two_to_five_breaches():
    assert repeated_problems([JANUARY, APRIL], [MARCH], fewest=2) == []
    with pytest.raises(ValueError, match="违规次数应在 2 到 5 次之间，填的是 1。"):
        repeated_problems([JANUARY], [MARCH], fewest=1)


@pytest.mark.parametrize(
    ("own_conduct", "grave_consequence", "bad_influence", "serious"),
    [
        (True, True, False, True),
        (True, False, True, True),
        (True, False, False, False),
        (False, True, True, False),
        (True, None, False, None),
        (None, True, False, None),
    ],
)
def test_a_serious_finding_needs_own_conduct_and_one_effect(own_conduct, grave_consequence, bad_influence, serious):
    assert is_serious(own_conduct=own_conduct, grave_consequence=grave_consequence, bad_influence=bad_influence) is serious


@pytest.mark.parametrize("suspected", [True, False, None])
def test_a_suspected_crime_goes_to_the_authorities(suspected):
    assert must_refer(suspected_crime=suspected) is suspected


def test_every_dismissal_names_grounds_that_labour_law_knows():
    for dismissal in DISMISSALS.values():
        assert dismissal.clause.ref == "四(四).解聘"
        assert {GROUNDS[key].clause.ref for key in dismissal.lawful} <= {"第三十九条", "第四十条"}


def test_the_ladder_of_discipline_ends_in_dismissal():
    assert [measure.title for measure in Measure] == ["谈话提醒", "书面警告", "考核降档", "解聘"]
    assert [proposed.title for proposed in Treatment] == ["可以提出奖励", "不奖不惩", "应当提醒教育或者处分"]


@pytest.mark.parametrize(
    ("earned", "steps", "left"),
    [
        (Grade.EXCELLENT, 0, Grade.EXCELLENT),
        (Grade.EXCELLENT, 1, Grade.COMPETENT),
        (Grade.COMPETENT, 1, Grade.BASIC),
        (Grade.COMPETENT, 2, Grade.INCOMPETENT),
        (Grade.INCOMPETENT, 1, Grade.INCOMPETENT),
        (Grade.UNDETERMINED, 1, Grade.UNDETERMINED),
    ],
)
def test_a_downgrade_takes_one_band_off(earned, steps, left):
    assert lowered(earned, steps) is left


def test_a_downgrade_and_a_veto_stand_side_by_side_and_do_not_add_up():
    vetoes = [Veto("absence", "旷工三天以上", Grade.BASIC)]
    assert grade(Decimal(95), Bands(), vetoes=vetoes, downgrades=1) is Grade.BASIC
    assert grade(Decimal(95), Bands(), downgrades=1) is Grade.COMPETENT
    assert grade(Decimal(95), Bands(), undetermined=True, downgrades=1) is Grade.UNDETERMINED
