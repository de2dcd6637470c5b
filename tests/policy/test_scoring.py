"""Marks and scores: exact, half up, refused where they cannot stand."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.scoring import BadMark, BadWeights, TooFewMarks, Weights, composite, mark, read_mark, rounded, trimmed_mean, weighted_mean

MARKS = st.integers(0, 10_000).map(lambda hundredths: Decimal(hundredths) / 100)


def nearest_half_up(value: Fraction) -> Decimal:
    return Decimal((value * 100 + Fraction(1, 2)).__floor__()) / 100


@pytest.mark.parametrize(
    ("text", "value"), [("86.5", "86.50"), ("100", "100.00"), ("0", "0.00"), (" ８６．５ ", "86.50"), ("60.00", "60.00")]
)
def test_a_mark_is_read_as_people_write_it(text, value):
    assert str(read_mark(text)) == value


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("100.5", "成绩应在 0 到 100 之间，填的是 100.5，请核对后重新填写。"),
        ("-1", "成绩应在 0 到 100 之间，填的是 -1，请核对后重新填写。"),
        ("86.555", "成绩最多保留两位小数，填的是 86.555，请核对后重新填写。"),
        ("", "成绩没有填写，请填写 0 到 100 之间的数；缺考或违纪的请另行标记。"),
        ("缺考", "“缺考”不是成绩，请用阿拉伯数字填写，例如 86.5；缺考或违纪的请另行标记。"),
        ("NaN", "“NaN”不是成绩，请用阿拉伯数字填写，例如 86.5；缺考或违纪的请另行标记。"),
    ],
)
def test_a_bad_mark_is_refused_in_one_sentence_that_mends_it(text, sentence):
    with pytest.raises(BadMark) as refused:
        read_mark(text)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("value", "places", "result"), [("81.345", 2, "81.35"), ("81.344", 2, "81.34"), ("0.005", 2, "0.01"), ("2.5", 0, "3")]
)
def test_rounding_is_half_up(value, places, result):
    assert rounded(Decimal(value), places) == Decimal(result)


@pytest.mark.parametrize("value", [81.5, True, "81.5"])
def test_only_decimals_are_scores(value):
    with pytest.raises(TypeError):
        rounded(value)


@pytest.mark.parametrize("marks", [["90", "90", "80", "70", "60"], ["60", "90", "70", "90", "80"]])
def test_of_two_equal_highest_marks_only_one_is_left_out(marks):
    assert trimmed_mean([Decimal(each) for each in marks]) == Decimal("80.00")


def test_six_panelists_may_go_on_after_a_late_recusal_and_four_marks_are_kept():
    assert trimmed_mean([Decimal(each) for each in ("81", "82", "83", "84", "10", "99")]) == Decimal("82.50")


def test_four_marks_are_too_few():
    with pytest.raises(TooFewMarks, match="只有 4 名考官评分，至少要有 5 名，请补齐评分。"):
        trimmed_mean([Decimal(80)] * 4)


@given(st.lists(MARKS, min_size=5, max_size=11))
def test_the_trimmed_mean_is_exact_and_blind_to_order(marks):
    kept = sorted(marks)[1:-1]
    assert trimmed_mean(marks) == trimmed_mean(marks[::-1]) == nearest_half_up(sum(map(Fraction, kept)) / len(kept))


def test_the_composite_weighs_written_exam_and_interview():
    assert composite(Decimal("78.50"), Decimal("85.60"), Weights(60, 40)) == Decimal("81.34")
    assert composite(Decimal("78.50"), Decimal("85.60"), Weights(50, 50)) == Decimal("82.05")


@given(MARKS, MARKS, st.integers(0, 100))
def test_the_composite_is_exact_and_lies_between_its_parts(written, interview, weight):
    score = composite(written, interview, Weights(weight, 100 - weight))
    assert score == nearest_half_up((Fraction(written) * weight + Fraction(interview) * (100 - weight)) / 100)
    assert min(written, interview) <= score <= max(written, interview)


def test_the_composite_takes_only_published_scores():
    with pytest.raises(BadMark):
        composite(Decimal("78.505"), Decimal("85.60"), Weights(60, 40))


@pytest.mark.parametrize(("written", "interview"), [(60, 41), (60, 30), (-10, 110)])
def test_weights_sum_to_one_hundred(written, interview):
    with pytest.raises(BadWeights, match="两项应合计 100%"):
        Weights(written, interview)


def test_a_mark_always_has_two_places():
    assert str(mark(Decimal(86))) == "86.00"


def test_marks_may_be_weighted_by_anything_that_counts():
    assert weighted_mean([Decimal("80.00"), Decimal("90.00")], [7, 5]) == Decimal("84.17")
