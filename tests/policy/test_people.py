from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.people import BirthWindow, Convention, Education, UnknownEducation, age_on, birth_window, read_education

STRICT, SAME_DAY, MONTH = Convention.STRICT, Convention.SAME_DAY, Convention.MONTH
DAYS = st.dates(date(1980, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "born_on", "age"),
    [
        (date(2024, 3, 19), date(2006, 3, 20), 17),
        (date(2024, 3, 20), date(2006, 3, 20), 18),
        (date(2026, 2, 27), date(2008, 2, 29), 17),
        (date(2026, 2, 28), date(2008, 2, 29), 18),
        (date(2028, 2, 28), date(2008, 2, 29), 19),
        (date(2028, 2, 29), date(2008, 2, 29), 20),
        (date(2024, 2, 29), date(2006, 3, 1), 17),
        (date(2024, 12, 31), date(2024, 12, 31), 0),
    ],
)
def test_a_year_is_completed_on_the_birthday(day, born_on, age):
    assert age_on(day, born_on) == age


@pytest.mark.parametrize(
    ("convention", "day", "first", "last"),
    [
        (STRICT, date(2024, 3, 20), date(1988, 3, 21), date(2006, 3, 20)),
        (SAME_DAY, date(2024, 3, 20), date(1988, 3, 20), date(2006, 3, 20)),
        (MONTH, date(2024, 3, 20), date(1988, 3, 1), date(2006, 3, 31)),
        (STRICT, date(2026, 2, 28), date(1990, 3, 1), date(2008, 2, 29)),
        (SAME_DAY, date(2026, 2, 28), date(1990, 2, 28), date(2008, 2, 29)),
        (STRICT, date(2024, 2, 29), date(1988, 3, 1), date(2006, 2, 28)),
        (SAME_DAY, date(2024, 2, 29), date(1988, 2, 29), date(2006, 2, 28)),
        (STRICT, date(2028, 2, 28), date(1992, 2, 29), date(2010, 2, 28)),
        (MONTH, date(2024, 2, 29), date(1988, 2, 1), date(2006, 2, 28)),
        (MONTH, date(2026, 2, 10), date(1990, 2, 1), date(2008, 2, 29)),
        (STRICT, date(2024, 12, 31), date(1989, 1, 1), date(2006, 12, 31)),
    ],
)
def test_a_window_by_each_convention(convention, day, first, last):
    assert birth_window(convention, day) == BirthWindow(first, last)


@given(day=DAYS, years=st.integers(17, 37), shift=st.integers(-40, 40))
def test_the_strict_window_is_the_age(day, years, shift):
    born_on = day - timedelta(days=round(years * 365.2425) + shift)
    assert (born_on in birth_window(STRICT, day)) is (18 <= age_on(day, born_on) <= 35)


@given(day=DAYS)
def test_same_day_takes_also_those_who_turn_36_that_day_and_month_takes_them_all(day):
    strict, same_day, month = (birth_window(convention, day) for convention in (STRICT, SAME_DAY, MONTH))
    assert age_on(day, same_day.first) == 36
    assert age_on(day - timedelta(days=1), same_day.first) == 35
    assert month.first <= same_day.first < strict.first
    assert strict.last == same_day.last <= month.last
    assert (month.first.day, (month.last + timedelta(days=1)).day) == (1, 1)
    assert (month.first.month, month.last.month) == (day.month, day.month)


def test_other_ages_can_be_given():
    assert birth_window(STRICT, date(2024, 3, 20), 20, 40) == BirthWindow(date(1983, 3, 21), date(2004, 3, 20))


def test_both_ends_of_a_window_are_in_it():
    window = BirthWindow(date(1988, 3, 21), date(2006, 3, 20))
    assert [day in window for day in (date(1988, 3, 20), date(1988, 3, 21), date(2006, 3, 20), date(2006, 3, 21))] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("convention", list(Convention))
def test_each_convention_has_a_name_to_choose_by(convention):
    assert convention.title


COMPLETED = {
    Education.DOCTOR: ["11", "博士", "博士毕业"],
    Education.MASTER: ["14", "硕士", "硕士毕业"],
    Education.POSTGRADUATE: ["17", "研究生", "研究生毕业"],
    Education.BACHELOR: ["20", "21", "28", "本科", "大学本科", "本科毕业", "大学本科毕业", "２１", " 本科 "],
    Education.COLLEGE: ["30", "31", "专科", "大专", "大学专科", "专科毕业", "大专毕业", "大学专科毕业"],
}
BELOW = ["32", "33", "40", "41", "44", "47", "60", "61", "70", "80", "90", "99"]
BELOW += ["专科结业", "专科肄业", "大专结业", "中职", "中专", "职高", "技校", "高中", "高中毕业", "初中", "小学", "中专肄业"]
OPEN = [
    "12",
    "13",
    "15",
    "16",
    "18",
    "19",
    "22",
    "23",
    "本科结业",
    "本科肄业",
    "硕士结业",
    "硕士肄业",
    "研究生结业",
    "研究生肄业",
    "博士结业",
    "博士肄业",
]


@pytest.mark.parametrize(("text", "education"), [(text, education) for education, texts in COMPLETED.items() for text in texts])
def test_completed_education_is_read_by_code_and_by_name(text, education):
    assert read_education(text) is education
    assert education >= Education.COLLEGE


@pytest.mark.parametrize("text", BELOW)
def test_what_is_below_college_is_below_college(text):
    assert read_education(text) < Education.COLLEGE


@pytest.mark.parametrize("text", OPEN)
def test_an_unfinished_degree_leaves_the_completed_education_unknown(text):
    assert read_education(text) is None


@pytest.mark.parametrize("text", ["", "10", "29", "34", "100", "大学", "毕业", "21毕业", "本科结业毕业", "本科毕业结业", "bachelor"])
def test_other_words_are_refused_with_a_sentence(text):
    with pytest.raises(UnknownEducation, match="看不懂学历"):
        read_education(text)


def test_education_is_ordered_and_named():
    assert [education.title for education in sorted(Education)][-5:] == ["大专", "本科", "研究生", "硕士", "博士"]
