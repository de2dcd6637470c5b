"""Marks and scores in exact decimals: reading a mark, rounding half up, trimmed mean, composite."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

from policy.citation import carries

Mark = NewType("Mark", Decimal)
"""A published mark or score: 0 to 100 with at most two decimal places."""

LOWEST, HIGHEST = Decimal(0), Decimal(100)
PLACES = 2
FEWEST_PANELISTS = 5
WHOLE = 100

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


class BadMark(ValueError):
    """A mark that cannot stand: blank, not a number, out of bounds or finer than two places."""


class BadWeights(ValueError):
    """Weights that are negative or do not sum to 100."""


class TooFewMarks(ValueError):
    """Fewer panelists have marked than an interview needs."""


def read_mark(text: str) -> Mark:
    """Read a mark as people write it, in digits of any width.

    :raises BadMark: with one sentence that says how to mend it.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    if not written:
        raise BadMark("成绩没有填写，请填写 0 到 100 之间的数；缺考或违纪的请另行标记。")
    if not _NUMBER.fullmatch(written):
        raise BadMark(f"“{written}”不是成绩，请用阿拉伯数字填写，例如 86.5；缺考或违纪的请另行标记。")
    return mark(Decimal(written))


def mark(value: Decimal) -> Mark:
    """Return the value as a mark with two places.

    :raises BadMark: if it is below 0, above 100 or finer than two places.
    """
    value = _exact(value)
    if not LOWEST <= value <= HIGHEST:
        raise BadMark(f"成绩应在 0 到 100 之间，填的是 {value}，请核对后重新填写。")
    if value != rounded(value):
        raise BadMark(f"成绩最多保留两位小数，填的是 {value}，请核对后重新填写。")
    return Mark(rounded(value))


def rounded(value: Decimal | int, places: int = PLACES) -> Decimal:
    """Round half up (四舍五入).

    :raises TypeError: for a float, which is never exact.
    """
    return _exact(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def trimmed_mean(marks: Sequence[Decimal]) -> Mark:
    """Return the panel's mean without one highest and one lowest mark; of equal extremes only one is left out.

    :raises TooFewMarks: below five marks. An even number is lawful: a panelist may have had to step aside late.
    """
    if len(marks) < FEWEST_PANELISTS:
        raise TooFewMarks(f"只有 {len(marks)} 名考官评分，至少要有 {FEWEST_PANELISTS} 名，请补齐评分。")
    kept = sorted(mark(given) for given in marks)[1:-1]
    return mark(rounded(sum(kept, Decimal(0)) / len(kept)))


@dataclass(frozen=True, slots=True)
class Weights:
    """What the written exam and the interview count, in hundredths.

    :raises BadWeights: unless both are whole, neither is negative and they sum to 100.
    """

    written: int
    interview: int

    def __post_init__(self) -> None:
        if self.written < 0 or self.interview < 0 or self.written + self.interview != WHOLE:
            raise BadWeights(f"笔试占 {self.written}%、面试占 {self.interview}%，两项应合计 100%，请调整。")


def weighted_mean(marks: Sequence[Decimal], weights: Sequence[int]) -> Mark:
    """Return the weighted mean of published marks, rounded half up to two places; the weights may sum to anything but 0."""
    total = sum((mark(given) * weight for given, weight in zip(marks, weights, strict=True)), Decimal(0))
    return mark(rounded(total / sum(weights)))


@carries("四(二)3", "笔试（内容为公共基础知识）、面试")
def composite(written: Decimal, interview: Decimal, weights: Weights) -> Mark:
    """Return the composite of both exams, from their published two-place scores."""
    return weighted_mean((written, interview), (weights.written, weights.interview))


@carries("四(一).程序", "经考核（德、能、勤、绩、廉）、考试合格，可择优选聘为司法协理员")
def selection_composite(assessment: Decimal, exam: Decimal, *, assessment_weight: int, exam_weight: int) -> Mark:
    """Return the composite by which internal selection orders those who have passed both, from their two-place scores.

    :raises BadWeights: unless the two weights sum to 100.
    """
    if assessment_weight + exam_weight != WHOLE:
        raise BadWeights(f"考核占 {assessment_weight}%、考试占 {exam_weight}%，两项应合计 100%，请调整。")
    return weighted_mean((assessment, exam), (assessment_weight, exam_weight))


def _exact(value: Decimal | int) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise TypeError(f"a score is a Decimal, never a {type(value).__name__}")
    return Decimal(value)
