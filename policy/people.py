"""The facts a rule may look at: a candidate, an education, an age and a window of birth dates."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from policy.identity import quoted


class Education(IntEnum):
    """The highest completed education, ordered, so that “大专及以上” is `>= Education.COLLEGE`."""

    OTHER = 0
    PRIMARY = 10
    JUNIOR_SECONDARY = 20
    SENIOR_SECONDARY = 30
    VOCATIONAL = 40
    COLLEGE_UNFINISHED = 45
    COLLEGE = 50
    BACHELOR = 60
    POSTGRADUATE = 70
    MASTER = 80
    DOCTOR = 90

    @property
    def title(self) -> str:
        """The name a reader sees."""
        return _EDUCATION_TITLES[self]


_EDUCATION_TITLES = {
    Education.OTHER: "其他",
    Education.PRIMARY: "小学",
    Education.JUNIOR_SECONDARY: "初中",
    Education.SENIOR_SECONDARY: "高中",
    Education.VOCATIONAL: "中专、职高、技校",
    Education.COLLEGE_UNFINISHED: "专科结业或肄业",
    Education.COLLEGE: "大专",
    Education.BACHELOR: "本科",
    Education.POSTGRADUATE: "研究生",
    Education.MASTER: "硕士",
    Education.DOCTOR: "博士",
}

_COMPLETED = {
    Education.DOCTOR: ("11", "博士"),
    Education.MASTER: ("14", "硕士"),
    Education.POSTGRADUATE: ("17", "研究生"),
    Education.BACHELOR: ("20", "21", "28", "本科", "大学本科"),
    Education.COLLEGE: ("30", "31", "专科", "大专", "大学专科"),
    Education.VOCATIONAL: (*map(str, range(40, 60)), "中职", "中专", "职高", "技校"),
    Education.SENIOR_SECONDARY: (*map(str, range(60, 70)), "高中"),
    Education.JUNIOR_SECONDARY: (*map(str, range(70, 80)), "初中"),
    Education.PRIMARY: (*map(str, range(80, 90)), "小学"),
    Education.OTHER: (*map(str, range(90, 100)), "其他"),
}
_NAMED = {name: education for education, names in _COMPLETED.items() for name in names}
_UNFINISHED_COLLEGE = ("32", "33")
_UNFINISHED_DEGREE = ("12", "13", "15", "16", "18", "19", "22", "23")


class UnknownEducation(ValueError):
    """The words or the code name no education of GB/T 4658."""


def read_education(text: str) -> Education | None:
    """Read a GB/T 4658 code or name. None where only an unfinished degree is named, so that the highest completed one is unknown.

    :raises UnknownEducation: for any other words.
    """
    words = unicodedata.normalize("NFKC", text).strip()
    if words in _UNFINISHED_DEGREE:
        return None
    if words in _UNFINISHED_COLLEGE:
        return Education.COLLEGE_UNFINISHED
    name, ending = re.fullmatch(r"(.*?)(毕业|结业|肄业)?", words, re.DOTALL).groups()  # type: ignore[union-attr]  # always matches
    if name not in _NAMED or (ending and name.isdecimal()):
        raise UnknownEducation(f"看不懂学历“{quoted(words)}”，请填写“大专”“本科”“硕士”等名称，或 GB/T 4658 的两位代码。")
    education = _NAMED[name]
    if ending in (None, "毕业") or education < Education.COLLEGE:
        return education
    return Education.COLLEGE_UNFINISHED if education is Education.COLLEGE else None


def age_on(day: date, born_on: date) -> int:
    """Return the age in full years (周岁) on a day; someone born on 29 February has the birthday on the last day of February."""
    last_of_month = monthrange(day.year, born_on.month)[1]
    birthday = date(day.year, born_on.month, min(born_on.day, last_of_month))
    return day.year - born_on.year - (day < birthday)


class Convention(StrEnum):
    """How an announcement turns “18周岁以上，35周岁以下” into birth dates; READING.md says what each stands on."""

    STRICT = "strict"
    SAME_DAY = "same_day"
    MONTH = "month"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The name a clerk chooses by."""
        return {
            Convention.STRICT: "按周岁：基准日当天满36周岁的不收",
            Convention.SAME_DAY: "同日：基准日当天满36周岁的仍收",
            Convention.MONTH: "按月：年龄算到出生当月",
        }[self]


@dataclass(frozen=True, slots=True)
class BirthWindow:
    """The birth dates an announcement prints, both included."""

    first: date
    last: date

    def __contains__(self, born_on: date) -> bool:
        return self.first <= born_on <= self.last


def birth_window(convention: Convention, reference_date: date, youngest: int = 18, oldest: int = 35) -> BirthWindow:
    """Return the birth dates of everyone who is `youngest` to `oldest` on the reference date, by the convention."""
    first, last = _last_born(reference_date, oldest + 1), _last_born(reference_date, youngest)
    match convention:
        case Convention.STRICT:
            return BirthWindow(first + timedelta(days=1), last)
        case Convention.SAME_DAY:
            return BirthWindow(first, last)
        case Convention.MONTH:
            return BirthWindow(first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1]))


def _last_born(day: date, age: int) -> date:
    """Return the latest birth date with which someone is of this age on the day; it lies in the month of the day itself."""
    year = day.year - age
    born_on = date(year, day.month, monthrange(year, day.month)[1])
    while age_on(day, born_on) < age:
        born_on -= timedelta(days=1)
    return born_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What is known of a person. None is *unknown*: no rule ever reads it as no."""

    born_on: date | None = None
    window: BirthWindow | None = None
    as_of: date | None = None
    citizen: bool | None = None
    registered_in_yangquan: bool | None = None
    lives_in_yangquan: bool | None = None
    education: Education | None = None
    graduated_on: date | None = None
    educated_by: date | None = None  # the announced day by which the education must have been completed

    crime: bool | None = None
    detention_or_drugs: bool | None = None
    bad_credit: bool | None = None
    expelled_or_dismissed: bool | None = None
    dismissed_by_bureau: bool | None = None
    sanctioned: bool | None = None
    otherwise_unfit: bool | None = None

    serves_county_bureau: bool | None = None
    trainee: bool | None = None
    retired_or_on_unpaid_leave: bool | None = None
    insurance_stuck: bool | None = None
    party_member: bool | None = None
    party_file_stuck: bool | None = None

    has_legal_qualification: bool | None = None
    studied_law: bool | None = None
    served_in_justice: bool | None = None
