"""What changed between two versions: by word, by cell, by enclosure."""

import pytest

from staffing import differences
from staffing.differences import NEW, OLD, SAME, words
from staffing.models import Filing


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        ("拟招聘12人", "拟招聘13人", [(SAME, "拟招聘"), (OLD, "12"), (NEW, "13"), (SAME, "人")]),
        ("经费列入预算。", "经费全额列入预算。", [(SAME, "经费"), (NEW, "全额"), (SAME, "列入预算。")]),
        ("先选聘后招聘", "先招聘", [(SAME, "先"), (OLD, "选聘后"), (SAME, "招聘")]),
        ("同样", "同样", [(SAME, "同样")]),
        ("", "新写", [(NEW, "新写")]),
        ("A4 纸 3.92", "A4 纸 4.00", [(SAME, "A4 纸 "), (OLD, "3.92"), (NEW, "4.00")]),
        ("", "", []),
    ],
)
def test_a_character_is_a_word_and_a_number_stays_whole(old, new, runs):
    assert words(old, new) == runs


@pytest.mark.parametrize(("old", "new"), [("甲乙丙\n丁", "乙丙戊\n丁"), ("2024年3月", "2026年13月"), ("一", "")])
def test_the_runs_hold_both_texts_whole(old, new):
    runs = words(old, new)
    assert "".join(text for kind, text in runs if kind != NEW) == old
    assert "".join(text for kind, text in runs if kind != OLD) == new


def filing(**content):
    return Filing(kind="recruitment_plan", content=content, enclosures=[{"key": "finance_opinion", "called": "甲.pdf", "sha256": "1"}])


def test_parts_and_enclosures_of_two_versions():
    older, newer = filing(internal=1, posts="秀水 2 人"), filing(internal=2, posts="秀水 2 人")
    newer.enclosures = [{"key": "finance_opinion", "called": "甲.pdf", "sha256": "2"}]
    changed = [change.title for change in differences.parts(newer, older) if change.differs]
    assert changed == ["择优选聘人数"]
    (enclosure,) = differences.enclosures(newer, older)
    assert enclosure.runs == [(OLD, "甲.pdf"), (NEW, "甲.pdf")]
    assert differences.count(newer, older) == 2


def test_a_first_version_differs_from_nothing():
    first = filing(internal=1)
    assert differences.count(first, None) == 0
    assert [change.runs for change in differences.parts(first, None)][:2] == [[(SAME, "1")], [(SAME, "未填写")]]


def test_the_two_columns_of_a_change():
    change = differences.Change("part:x", "甲", words("旧的话", "新的话"))
    assert change.before == [(OLD, "旧"), (SAME, "的话")]
    assert change.after == [(NEW, "新"), (SAME, "的话")]
