"""报名序号: drawn by lot with a check digit; the receipt and the announcement say what the scheme says and no more."""

import json
import re
import secrets
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from documents.models import OfficialPaper, PaperKind
from recruitment import documents, numbers
from recruitment.models import Application, PublicNotice, Scheme
from tests.recruitment import internal
from tests.recruitment.applying import get, words
from tests.recruitment.desks import desk_of, text
from tests.recruitment.desks import get as look
from tests.recruitment.factories import ANNOUNCED, OPEN, fresh, make_announced_round, make_application, make_round, post
from tests.recruitment.stages import make_calendar

SHAPE = re.compile(r"YQ2024-\d{2}-\d{10}")


def test_the_check_digit_finds_every_wrong_digit():
    number = numbers.draw(2024, "140322")
    assert (SHAPE.fullmatch(number) is not None, numbers.is_miswritten(number)) == (True, False)
    for place in range(len(number)):
        for digit in "0123456789":
            if number[place].isdigit() and digit != number[place]:
                assert numbers.is_miswritten(number[:place] + digit + number[place + 1 :])


@pytest.mark.parametrize("text", ["YQ2024-22-000001", "", "王晓", "0017"])
def test_what_was_given_in_sequence_and_what_is_no_number_is_not_called_wrong(text):
    assert numbers.is_miswritten(text) is False


@pytest.mark.django_db
def test_two_people_who_follow_each_other_have_numbers_that_do_not():
    round = make_announced_round()
    given = [make_application(round).number for _ in range(3)]
    assert [SHAPE.fullmatch(number) is not None for number in given] == [True] * 3
    drawn = [int(number[-10:-1]) for number in given]
    assert [abs(after - before) > 1 for before, after in pairwise(drawn)] == [True] * 2


@pytest.mark.django_db
def test_a_number_that_somebody_has_is_drawn_again_and_the_database_keeps_it_single(monkeypatch):
    round = make_announced_round()
    first = make_application(round)
    lots = iter([int(first.number[-10:-1]), 123456789])
    monkeypatch.setattr(secrets, "randbelow", lambda most: next(lots))
    second = make_application(round)
    assert (second.number[-10:-1], next(lots, None)) == ("123456789", None)
    with pytest.raises(IntegrityError, match="number"), transaction.atomic():
        Application.objects.filter(pk=second.pk).update(number=first.number)


@pytest.mark.django_db
def test_a_slip_of_the_pen_is_told_where_a_number_is_looked_for():
    application = make_application(make_announced_round())
    desk, queue = desk_of(application.round.county), reverse("recruitment:applications")
    last = (int(application.number[-1]) + 1) % 10
    sentence = "这个报名序号的校验位不对，可能抄错了一位，请核对。"
    for typed, told in ((application.number, False), (f"{application.number[:-1]}{last}", True)):
        assert (sentence in text(look(desk, f"{queue}?state=&q={typed}", now=OPEN))) is told


def receipt_of(application):
    paper = OfficialPaper.objects.get(kind=PaperKind.RECEIPT, person=application.applicant)
    return json.dumps(paper.source, ensure_ascii=False)


@pytest.mark.django_db
def test_the_receipt_says_by_when_the_review_is_answered_where_the_announcement_does():
    make_calendar()
    round = make_round()
    Scheme.objects.filter(round=round).update(values={**round.scheme.values, "review_days": 2})
    post(fresh(round), "announcement", ANNOUNCED)
    application = make_application(fresh(round))
    told = "自提交的次日起 2 个工作日内（2024年3月28日 24:00 前）答复，"
    assert told in words(get(application, "receipt"))
    assert told in receipt_of(application)
    assert "自提交报名的次日起 2 个工作日内答复" in PublicNotice.objects.get(round=round).body


@pytest.mark.django_db
@pytest.mark.parametrize("announced_before", [False, True])
def test_where_the_announcement_says_nothing_the_receipt_promises_nothing(announced_before):
    """Nought says nothing; a round announced before the scheme had it has no such key."""
    round = make_announced_round()
    application = make_application(round)
    if announced_before:
        application.round.scheme.values.pop("review_days")
    assert documents.review_until(application) == ""
    said = (words(get(application, "receipt")), receipt_of(application), PublicNotice.objects.get(round=round).body)
    assert ["个工作日内答复" in each or "前）答复" in each for each in said] == [False] * 3


@pytest.mark.django_db
def test_a_year_without_a_calendar_gives_the_days_and_no_date():
    application = make_application(make_announced_round())
    application.round.scheme.values["review_days"] = 2
    application.submitted_at = application.submitted_at.replace(year=2031)
    assert documents.review_until(application) == "自提交的次日起 2 个工作日内答复，"


@pytest.mark.django_db
def test_the_announcement_ends_with_its_annexes_in_the_words_people_agree_to():
    for round in (make_announced_round(), internal.make_internal_round()):
        body = PublicNotice.objects.get(round=round, kind="announcement").body
        annexes = body.partition("<h2>附件</h2>")[2]
        assert re.findall(r"<p>(\d\. [^<]+)</p>", annexes) == [
            "1. 招聘岗位表（见本公告第二部分）",
            "2. 个人信息处理同意书",
            "3. 诚信承诺书",
        ]
        assert "三、本人遵守考试纪律，服从考试安排，不作弊，不协助他人作弊。" in annexes
        assert f"一、处理者：{round.county.justice_bureau}、{round.county.hr_bureau}。" in annexes
        assert ("户籍" in annexes) is not round.is_internal  # who serves already is not asked for it
        assert body.index("招聘岗位表") < body.index("八、联系方式") < body.index("<h2>附件</h2>")
