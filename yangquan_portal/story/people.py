"""Synthetic people with checksum-valid numbers. Every name is marked 演示; none of them exists."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from policy.identity import check_digit
from policy.people import Education

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红鹏飞晨宇欣怡浩然子轩雨涵"
SCHOOLS = ("山西大学", "太原理工大学", "山西财经大学", "阳泉师范高等专科学校", "山西警官职业学院", "晋中学院")
MAJORS = ("法学", "社会工作", "汉语言文学", "行政管理", "会计", "计算机应用技术", "法律事务")
AREAS = ("140302", "140303", "140311", "140321", "140322", "140105", "130107")


@dataclass(frozen=True)
class Person:
    """What an applicant would fill in, and the user name of the account."""

    account: str
    name: str
    id_number: str
    phone: str
    education: Education
    school: str
    major: str
    graduated_on: date
    registered_in_yangquan: bool
    lives_in_yangquan: bool
    has_legal_qualification: bool
    studied_law: bool
    served_in_justice: bool


def people(seed: int, *, first: date, last: date) -> Iterator[Person]:
    """An endless line of people born from `first` to `last`, the same for the same seed; no number or phone twice."""
    dice = random.Random(seed)  # noqa: S311 - repeatable on purpose
    taken: set[str] = set()
    for place in range(10**6):
        born_on = first + timedelta(days=dice.randint(0, (last - first).days))
        number = id_number(dice, born_on, taken)
        major = dice.choice(MAJORS)
        yield Person(
            account=f"yanshi-{seed}-{place:05d}",
            name=f"演示{dice.choice(SURNAMES)}{dice.choice(GIVEN)}{dice.choice(GIVEN) if dice.random() < 0.6 else ''}",
            id_number=number,
            phone=f"1990{seed % 10}{place:06d}",
            education=dice.choice((Education.COLLEGE, Education.COLLEGE, Education.BACHELOR, Education.BACHELOR, Education.MASTER)),
            school=dice.choice(SCHOOLS),
            major=major,
            graduated_on=date(born_on.year + 22, 7, 1),
            registered_in_yangquan=dice.random() < 0.85,
            lives_in_yangquan=True,
            has_legal_qualification=dice.random() < 0.1,
            studied_law=major in ("法学", "法律事务"),
            served_in_justice=dice.random() < 0.1,
        )


def id_number(dice: random.Random, born_on: date, taken: set[str]) -> str:
    """A number no other synthetic person has; its check digit is right."""
    while True:
        first17 = f"{dice.choice(AREAS)}{born_on:%Y%m%d}{dice.randint(0, 999):03d}"
        if first17 not in taken:
            taken.add(first17)
            return first17 + check_digit(first17)
