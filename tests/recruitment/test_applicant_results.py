"""What a person sees after the exam and everyone of a 公示: own scores with their formula, rechecks, objections, no card numbers."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from bureaus import clock
from policy.calendar import end_of
from policy.progress import Outcome
from recruitment.models import Application, Objection, PublicNotice, Recheck
from tests.recruitment.factories import fresh
from tests.recruitment.kept import once
from tests.recruitment.stages import (
    EXAMINED,
    INTERVIEWED,
    POSTED,
    RECHECKED,
    SEATED,
    WRITTEN,
    applications,
    make_inspection_round,
    make_published_round,
    make_seated_round,
    settle,
)
from tests.recruitment.test_applicant_pages import get, send, words

pytestmark = pytest.mark.django_db

published = once(make_published_round)
inspected = once(make_inspection_round)
seated = once(make_seated_round)


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


def publicity(round_pk: int) -> PublicNotice:
    return PublicNotice.objects.posted().get(round=round_pk, kind="proposed_hires")


def people(round_pk: int) -> list[Application]:
    return applications(fresh(Application.objects.filter(round=round_pk).first().round))


def visit(address: str, now, data=None):
    with clock.standing_at(now):
        return Client().get(address) if data is None else Client().post(address, data)


def test_own_scores_come_with_weights_formula_and_rank(inspected):
    page = words(get(people(inspected)[0], "my_scores", now=INTERVIEWED))
    assert "91.00 × 60% + 91.00 × 40% = 91.00" in page
    assert "名列第 <strong>1</strong>" in page
    second = words(get(people(inspected)[1], "my_scores", now=INTERVIEWED))
    assert "85.50 × 60% + 85.50 × 40% = 85.50" in second
    assert "91.00" not in second


def test_the_recheck_of_a_score_is_asked_once_and_within_its_days(inspected):
    person = people(inspected)[1]
    assert "申请复核面试" in words(get(person, "my_scores", now=INTERVIEWED))
    answer = send(person, "my_scores", {"stage": "interview", "request": "请核对登分"}, now=INTERVIEWED)
    assert answer.url == reverse("recruitment:my_scores", args=[person.pk])
    assert Recheck.objects.get().request == "请核对登分"
    assert "正在复核，答复会发到您的通知里。" in words(get(person, "my_scores", now=INTERVIEWED))
    again = words(send(person, "my_scores", {"stage": "interview", "request": "再核对"}, now=INTERVIEWED))
    assert "每项成绩只能申请一次复核。" in again


def test_after_its_days_a_recheck_is_refused_in_words(inspected):
    page = words(get(people(inspected)[0], "my_scores", now=EXAMINED + timedelta(days=30)))
    assert "现在已经过了。" in page
    assert "<textarea" not in page


def test_an_empty_recheck_says_what_to_write(inspected):
    page = words(send(people(inspected)[0], "my_scores", {"stage": "interview", "request": ""}, now=INTERVIEWED))
    assert "请写明申请复核的理由。" in page
    assert not Recheck.objects.exists()


def test_a_failed_medical_examination_is_told_to_the_person_with_the_way_on(published):
    person = people(published)[0]
    Application.objects.filter(pk=person.pk).update(stage="medical", status="active", attempt=2)
    settle(person, "medical", Outcome.FAILED, now=EXAMINED)
    page = words(get(person, "my_application", now=EXAMINED))
    assert "体检不符合标准" in page
    assert "肝功能异常" not in page
    assert "申请复核体检" in words(get(person, "my_scores", now=EXAMINED))


def test_the_next_act_before_the_exam_is_the_ticket(seated):
    person = people(seated)[0]
    page = words(get(person, "my_application", now=SEATED))
    assert "打印准考证，按时参加笔试" in page
    assert "盂县第一中学（秀水镇北街 1 号）" in page
    assert person.seat.ticket_number in page


@pytest.mark.parametrize("now", [SEATED, WRITTEN, RECHECKED], ids=["seated", "written", "rechecked"])
def test_there_is_always_exactly_one_next_act(seated, now):
    assert words(get(people(seated)[0], "my_application", now=now)).count('class="next-act"') == 1


def test_a_publicity_notice_names_people_and_shows_no_card_number(published):
    page = words(visit(reverse("recruitment:notice", args=[publicity(published).pk]), POSTED))
    hired, others = people(published)[0], people(published)[1:]
    for told in (hired.name, hired.sex, hired.seat.ticket_number, "91.00", "2024年5月21日", "2024年5月29日"):
        assert told in page
    assert hired.id_number not in page
    assert hired.id_last4 not in page
    assert "****" not in page
    assert [other.name for other in others if other.name in page] == []


def test_nobodys_card_number_stands_on_any_public_page(published):
    pages = "".join(words(visit(reverse("recruitment:notice", args=[notice.pk]), POSTED)) for notice in PublicNotice.objects.posted())
    for person in people(published):
        assert person.id_number not in pages
        assert person.phone not in pages


def test_anybody_may_object_while_the_publicity_runs(published):
    notice = publicity(published)
    address = reverse("recruitment:objection", args=[notice.pk])
    named = people(published)[0]
    data = {"application": named.pk, "text": "有情况反映", "contact": "李某 13800000000", "consent": "on"}
    answer = visit(address, POSTED, data)
    assert answer.url == reverse("recruitment:objection_received", args=[notice.pk])
    kept = Objection.objects.get()
    assert (kept.text, kept.contact, kept.application_id, kept.received_by) == ("有情况反映", "李某 13800000000", named.pk, None)
    assert "已收到您反映的情况" in words(visit(answer.url, POSTED))


def test_an_objection_needs_its_text_and_its_consent(published):
    page = words(visit(reverse("recruitment:objection", args=[publicity(published).pk]), POSTED, {"contact": "李某"}))
    assert "请写明反映的情况。" in page
    assert "请阅读并勾选这一项后再提交。" in page
    assert 'value="李某"' in page
    assert not Objection.objects.exists()


def test_the_last_second_of_the_publicity_is_in_time_and_the_next_is_not(published):
    notice = publicity(published)
    address = reverse("recruitment:objection", args=[notice.pk])
    data = {"text": "有情况反映", "consent": "on"}
    over = end_of(notice.last_day)
    late = words(visit(address, over, data))
    assert "公示期已满" in late
    assert "有情况反映" in late
    assert not Objection.objects.exists()
    assert visit(address, over - timedelta(seconds=1), data).status_code == 302


def test_one_address_cannot_flood_the_objections(published):
    address = reverse("recruitment:objection", args=[publicity(published).pk])
    answers = [visit(address, POSTED, {"text": f"第 {number} 次", "consent": "on"}).status_code for number in range(6)]
    assert answers == [302] * 5 + [429]


def test_a_person_who_is_not_on_the_list_cannot_be_objected_to(published):
    other = people(published)[1]
    data = {"application": other.pk, "text": "有情况反映", "consent": "on"}
    words(visit(reverse("recruitment:objection", args=[publicity(published).pk]), POSTED, data))
    assert not Objection.objects.exists()
