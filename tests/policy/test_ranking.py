"""Shortlist, order of merit, ties and substitutes: on scores alone."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.ranking import (
    Contender,
    TieStep,
    competition_ranks,
    finalists,
    interview_line,
    next_in_line,
    order,
    shortlist,
)

PREFERENCE_FIRST = ("preference", "written", "extra_test")


def make_contender(key, score="80.00", **facts):
    decimals = {
        name: Decimal(facts[name]) if facts[name] is not None else None for name in ("written", "interview", "extra_test") if name in facts
    }
    written = {"written": Decimal("75.00"), "interview": Decimal("85.00")}
    return Contender(key, **{**written, **facts, **decimals}, score=None if score is None else Decimal(score))


def make_written(**marks):
    return [Contender(key, written=None if mark is None else Decimal(mark)) for key, mark in marks.items()]


def keys(standings):
    return [standing.key for standing in standings]


def ranks(standings):
    return {standing.key: standing.rank for standing in standings}


def test_equal_scores_share_a_rank_and_the_next_one_skips():
    assert competition_ranks(Decimal(score) for score in ("90", "80", "80", "70", "95")) == [2, 3, 3, 5, 1]


def test_everyone_tied_with_the_last_place_enters_the_interview():
    result = shortlist(make_written(a="90", b="80", c="70", d="70", e="69.99"), vacancies=1, ratio=3, pass_line=Decimal(60))
    assert (keys(result.entered), result.cut) == (["a", "b", "c", "d"], Decimal(70))
    assert [standing.why for standing in result.left] == ["笔试名次为第 5 名，未进入前 3 名"]


def test_fewer_than_the_ratio_enter_as_many_as_there_are():
    result = shortlist(make_written(a="90", b="60", c="59.99"), vacancies=1, ratio=3, pass_line=Decimal(60))
    assert keys(result.entered) == ["a", "b"]
    assert [standing.why for standing in result.left] == ["笔试成绩未达到合格线 60 分"]


def test_absent_zero_and_violation_never_enter_even_without_a_pass_line():
    voided = Contender("v", written=Decimal(99), violation=True)
    result = shortlist([*make_written(a=None, z="0", b="1"), voided], vacancies=9, ratio=3, pass_line=Decimal(0))
    assert keys(result.entered) == ["b"]
    assert {standing.key: standing.why for standing in result.left} == {"a": "笔试缺考", "v": "笔试违纪，成绩无效", "z": "笔试成绩为零分"}
    assert ranks(result.left) == {"a": None, "v": None, "z": 2}


def test_nobody_enters_from_an_empty_field():
    result = shortlist([], vacancies=1, ratio=3, pass_line=Decimal(60))
    assert (result.entered, result.left, result.cut) == ((), (), None)


@given(st.lists(st.integers(0, 20), max_size=25), st.integers(1, 4), st.integers(1, 3), st.integers(0, 15))
def test_no_one_left_out_above_the_pass_line_beats_one_who_entered(marks, vacancies, ratio, pass_line):
    field = [Contender(number, written=Decimal(mark)) for number, mark in enumerate(marks)]
    result = shortlist(field, vacancies=vacancies, ratio=ratio, pass_line=Decimal(pass_line))
    able = [mark for mark in marks if mark > 0 and mark >= pass_line]
    entered = [standing.contender.written for standing in result.entered]
    assert len(entered) >= min(len(able), vacancies * ratio)
    assert sorted(entered) == sorted(mark for mark in able if entered and mark >= min(entered))
    assert len([mark for mark in entered if mark > min(entered)]) < vacancies * ratio


def test_without_competition_another_interview_line_holds():
    lines = {"interview_pass": Decimal(60), "no_competition_pass": Decimal(70)}
    assert interview_line(2, 2, **lines) == Decimal(70)
    assert interview_line(3, 2, **lines) == Decimal(60)


def test_at_equal_scores_the_preferred_stand_first():
    standings = order([make_contender("a", preferred=False, written="99"), make_contender("b", preferred=True)], PREFERENCE_FIRST)
    assert ranks(standings) == {"b": 1, "a": 2}


def test_a_preference_never_outweighs_a_score():
    standings = order([make_contender("a", "80.01", preferred=False), make_contender("b", "80.00", preferred=True)], PREFERENCE_FIRST)
    assert keys(standings) == ["a", "b"]


def test_both_preferred_the_better_written_exam_stands_first():
    pair = [make_contender("a", "81.34", preferred=True, written="78.00"), make_contender("b", "81.34", preferred=True, written="79.00")]
    assert keys(order(pair, PREFERENCE_FIRST)) == ["b", "a"]


def test_a_tie_at_the_cut_waits_for_an_extra_test_and_then_follows_it():
    pair = [make_contender("a", preferred=True), make_contender("b", preferred=True)]
    standings = order(pair, PREFERENCE_FIRST)
    assert [(standing.rank, standing.tied_on) for standing in standings] == [(1, TieStep.EXTRA_TEST)] * 2
    tie = finalists(standings, vacancies=1).tie
    assert tie.sentence == "第 1 名有 2 人并列，名额只剩 1 个，请组织加试并登记加试成绩；系统不会代为选人。"

    tested = [make_contender("a", preferred=True, extra_test="70"), make_contender("b", preferred=True, extra_test="80")]
    selection = finalists(order(tested, PREFERENCE_FIRST), vacancies=1)
    assert (selection.keys, selection.tie) == (("b",), None)


def test_an_extra_test_that_ends_equal_is_held_again():
    pair = [make_contender(key, preferred=True, extra_test="70") for key in "ab"]
    assert finalists(order(pair, PREFERENCE_FIRST), vacancies=1).tie.step is TieStep.EXTRA_TEST


def test_a_preference_not_yet_established_is_asked_for_first():
    pair = [make_contender("a", preferred=None), make_contender("b", preferred=True)]
    tie = finalists(order(pair, PREFERENCE_FIRST), vacancies=1).tie
    assert (set(tie.keys), tie.step) == ({"a", "b"}, TieStep.PREFERENCE)
    assert tie.sentence == "第 1 名有 2 人并列，名额只剩 1 个，请先核定他们是否具备优先聘用条件（四(二)1(8)）。"


def test_a_tie_away_from_the_cut_is_left_as_it_is():
    standings = order([make_contender("a"), make_contender("b"), make_contender("c", "70.00")], PREFERENCE_FIRST)
    assert ranks(standings) == {"a": 1, "b": 1, "c": 3}
    assert finalists(standings, vacancies=2).tie is None
    assert finalists(standings, vacancies=3).keys == ("a", "b", "c")


def test_those_out_of_the_ranking_are_told_why():
    field = [
        make_contender("absent", None, interview=None),
        make_contender("low", interview="59.99"),
        make_contender("void", violation=True),
        make_contender("good", interview="60.00"),
    ]
    standings = order(field, PREFERENCE_FIRST, interview_pass=Decimal("60.00"))
    assert [(standing.key, standing.rank, standing.why) for standing in standings] == [
        ("good", 1, ""),
        ("absent", None, "缺考，没有综合成绩"),
        ("low", None, "面试成绩未达到合格线 60.00 分"),
        ("void", None, "违纪，成绩无效"),
    ]


def test_the_next_in_line_takes_the_place_of_one_who_left():
    field = [make_contender(key, score) for key, score in (("a", "90"), ("b", "85"), ("c", "80"), ("d", "75"))]
    low = make_contender("low", "99", interview="50")
    standings = order([*field, low], PREFERENCE_FIRST, interview_pass=Decimal(60))
    assert finalists(standings, vacancies=2).keys == ("a", "b")
    assert next_in_line(standings, PREFERENCE_FIRST, vacancies=2, holding={"b"}, out={"a"}).keys == ("c",)
    assert next_in_line(standings, PREFERENCE_FIRST, vacancies=2, holding={"b"}, out={"a", "c"}).keys == ("d",)
    assert next_in_line(standings, PREFERENCE_FIRST, vacancies=2, holding={"b"}, out={"a", "c", "d"}).keys == ()
    assert next_in_line(standings, PREFERENCE_FIRST, vacancies=2, holding={"a", "b"}, out=()).keys == ()


def test_substitutes_are_told_apart_without_the_one_whose_answer_was_missing():
    field = [make_contender("a", preferred=None), make_contender("b", preferred=False), make_contender("c", preferred=True)]
    standings = order(field, PREFERENCE_FIRST)
    assert next_in_line(standings, PREFERENCE_FIRST, vacancies=1, holding=(), out={"a"}).keys == ("c",)


@given(
    st.lists(
        st.builds(
            make_contender,
            key=st.uuids().map(str),
            score=st.integers(60, 63).map(str),
            preferred=st.sampled_from([True, False, None]),
            written=st.integers(60, 62).map(str),
            extra_test=st.sampled_from([None, "70", "80"]),
        ),
        max_size=12,
    ),
    st.integers(0, 6),
    st.randoms(use_true_random=False),
)
def test_who_is_chosen_does_not_depend_on_the_order_they_are_given_in(field, vacancies, random):
    shuffled = random.sample(field, len(field))
    once, again = (order(people, PREFERENCE_FIRST) for people in (field, shuffled))
    assert ranks(once) == ranks(again)
    first, second = (finalists(standings, vacancies=vacancies) for standings in (once, again))
    assert set(first.keys) == set(second.keys)
    assert len(first.keys) + (first.tie.places if first.tie else 0) == min(vacancies, len(field))


@pytest.mark.parametrize("step", TieStep)
def test_every_step_has_a_name_for_the_notice(step):
    assert step.title in {"优先聘用条件", "笔试成绩", "加试成绩"}
