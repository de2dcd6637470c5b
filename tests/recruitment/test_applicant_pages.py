"""A registration through its pages: saved page by page, refused in a sentence, submitted once, seen by nobody else."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bureaus import clock
from policy.powers import Role
from recruitment import actions
from recruitment.models import Application, Profile, Status
from tests.bureaus.factories import make_applicant
from tests.recruitment import kept
from tests.recruitment.applying import client_of, get, send, submitting, words
from tests.recruitment.factories import (
    CLOSES,
    OPEN,
    fill_in,
    make_announced_round,
    make_application,
    make_draft,
    make_id_number,
    make_picture,
)
from tests.staffing.factories import make_county, make_user, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


announced = kept.once(lambda: make_announced_round(make_county("盂县")))


@pytest.fixture
def round(announced):
    return kept.again(announced)


def test_beginning_needs_a_sign_in_and_comes_back(round):
    with clock.standing_at(OPEN):
        answer = Client().get(reverse("recruitment:begin", args=[round.pk]))
    assert answer.status_code == 302
    assert answer.url == f"{reverse('account_login')}?next={reverse('recruitment:begin', args=[round.pk])}"


def test_beginning_twice_opens_one_draft(round):
    applicant = make_applicant()
    client = client_of(applicant)
    with clock.standing_at(OPEN):
        first = client.get(reverse("recruitment:begin", args=[round.pk]))
        second = client.get(reverse("recruitment:begin", args=[round.pk]))
    assert first.url == second.url == reverse("recruitment:identity", args=[Application.objects.get().pk])


def test_beginning_after_the_closing_instant_says_so(round):
    with clock.standing_at(CLOSES):
        answer = client_of(make_applicant()).get(reverse("recruitment:begin", args=[round.pk]), follow=True)
    assert "报名已于 2024年4月12日 18:00:00 截止" in words(answer)
    assert not Application.objects.exists()


def test_staff_may_not_register(round):
    with clock.standing_at(OPEN):
        answer = client_of(staff(round.county, Role.COUNTY_CLERK)).get(reverse("recruitment:begin", args=[round.pk]))
    assert answer.status_code == 403


PAGES = [
    "tasks",
    "reuse",
    "identity",
    "papers",
    "declarations",
    "check_answers",
    "my_application",
    "receipt",
    "my_scores",
    "withdraw",
    "ticket",
]


@pytest.mark.parametrize("name", PAGES)
def test_another_applicants_page_is_not_there(round, name):
    application = make_draft(round)
    assert get(application, name, client=client_of(make_applicant())).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_staff_do_not_open_an_applicants_own_page(round, name):
    application = make_draft(round)
    assert get(application, name, client=client_of(staff(round.county, Role.COUNTY_CLERK))).status_code == 403


def test_the_task_list_shows_what_is_done(round):
    application = make_draft(round)
    assert words(get(application, "tasks")).count("未填写</span>") == 7
    page = words(get(fill_in(application), "tasks"))
    assert page.count("已完成</span>") == 7
    assert "已完成 7/7" in page
    assert reverse("recruitment:check_answers", args=[application.pk]) in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "请填写身份证号。"),
        ("140322960712001", "这是15位的旧身份证号"),
        ("14030219920229001", "身份证号应为18位，现在是17位"),
        ("140302199202290010", "身份证号校验不通过"),
        ("140302199002310011", "出生日期不存在"),
    ],
    ids=["empty", "15 places", "17 places", "check digit", "no such day"],
)
def test_a_wrong_number_is_answered_in_one_sentence_and_nothing_is_lost(round, typed, sentence):
    application = make_draft(round)
    page = words(send(application, "identity", {"name": "欧阳·买买提", "id_number": typed, "address": "盂县秀水镇"}))
    assert sentence in page
    assert 'value="欧阳·买买提"' in page
    assert 'value="盂县秀水镇"' in page
    assert not Profile.objects.exists()


def test_a_number_typed_with_spaces_and_full_width_is_one_number_and_is_read_back(round):
    application = make_draft(round)
    with clock.standing_at(OPEN):
        page = client_of(application.applicant).post(
            reverse("recruitment:identity", args=[application.pk]), {"name": "王某", "id_number": "1403 0219920229 001ｘ"}, follow=True
        )
    assert "出生日期 1992年2月29日，性别男" in words(page)
    assert Profile.objects.get().id_number == "14030219920229001X"
    shown = words(get(application, "identity"))
    assert "1403**********001X" in shown
    assert "14030219920229001X" not in shown


def test_each_page_keeps_what_it_asked(round):
    application = make_draft(round)
    education = {
        "education": "60",
        "school": "山西大学",
        "major": "法学",
        "graduated_on_0": "2019",
        "graduated_on_1": "7",
        "graduated_on_2": "1",
    }
    answer = send(application, "section", education, "education")
    assert answer.url == reverse("recruitment:section", args=[application.pk, "residence"])
    page = words(get(application, "section", "education"))
    assert 'value="山西大学"' in page
    assert 'name="graduated_on_0" type="text" value="2019"' in page
    assert "已保存 " in page


def test_an_impossible_day_is_refused_and_the_rest_of_the_page_stays(round):
    application = make_draft(round)
    education = {
        "education": "60",
        "school": "山西大学",
        "major": "法学",
        "graduated_on_0": "2019",
        "graduated_on_1": "13",
        "graduated_on_2": "1",
    }
    page = words(send(application, "section", education, "education"))
    assert "这一天不存在，请核对年、月、日。" in page
    assert 'value="山西大学"' in page
    assert "<title>错误：学历 – 报名" in page


def test_a_post_of_another_round_cannot_be_chosen(round):
    other = make_announced_round(make_county("平定县"))
    application = make_draft(round)
    page = words(send(application, "section", {"vacancy": other.vacancies.first().pk}, "vacancy"))
    assert "这个岗位不在本次招聘中，请重新选择。" in page


def test_a_refused_file_leaves_the_earlier_one_in_place(round):
    application = make_draft(round)
    send(application, "papers", {"photo": make_picture()})
    before = application.attachments.get()
    page = words(send(application, "papers", {"photo": SimpleUploadedFile("a.jpg", b"<html>")}))
    assert "照片（a.jpg）：照片只能上传 JPG 或 PNG 图片。" in page
    assert application.attachments.get(replaced_at=None) == before
    assert "照片</a>" not in page
    assert "已上传" in page


def test_a_picture_is_shown_to_its_owner_alone(round):
    application = make_draft(round)
    send(application, "papers", {"photo": make_picture()})
    row = application.attachments.get()
    own = get(application, "paper_file", row.pk)
    assert own.status_code == 200
    assert own.headers["Content-Type"] == "image/jpeg"
    assert get(application, "paper_file", row.pk, client=client_of(make_applicant())).status_code == 404
    anonymous = get(application, "paper_file", row.pk, client=Client())
    assert anonymous.status_code == 302


def test_a_paper_can_be_taken_out_again(round):
    application = make_draft(round)
    send(application, "papers", {"diploma": make_picture()})
    send(application, "paper_remove", {}, application.attachments.get().pk)
    assert not application.attachments.filter(replaced_at=None).exists()


def test_each_bar_is_a_question_of_its_own_and_both_boxes_come_unticked(round):
    application = make_draft(round)
    first, second = words(get(application, "declarations")), words(get(application, "declarations_part", 2))
    for question in ("您是否受过刑事处罚或者涉嫌犯罪尚未结案", "您是否曾被行政拘留或者有吸毒史", "您是否有较为严重的个人不良信用记录"):
        assert question in first
    for question in ("您是否曾因违法、违纪被开除或者解聘", "您是否有不适合从事司法协理员工作的其他情形"):
        assert question in second
    assert 'name="consent"' in second
    assert 'name="pledge"' in second
    assert "checked" not in second


def test_declarations_without_a_box_say_which(round):
    application = make_draft(round)
    said = {"expelled_or_dismissed": "no", "dismissed_by_bureau": "no", "otherwise_unfit": "no", "consent": "on"}
    page = words(send(application, "declarations_part", said, 2))
    assert "请阅读《诚信承诺书》；作出承诺后勾选，才能报名。" in page
    assert Application.objects.get().consented_at is None


def test_submitting_an_incomplete_draft_names_what_is_missing(round):
    application = make_draft(round)
    page = words(send(application, "check_answers", submitting(application)))
    assert "还不能提交，请先补齐：姓名、身份证号" in page
    assert Application.objects.get().status == Status.DRAFT


def test_a_double_click_ends_at_one_receipt(round):
    application = fill_in(make_draft(round))
    form = submitting(application)
    first, second = (send(application, "check_answers", form) for _ in range(2))
    assert first.url == second.url == reverse("recruitment:receipt", args=[application.pk])
    receipt = words(get(application, "receipt"))
    submitted = Application.objects.get()
    assert submitted.number in receipt
    assert "2024年3月26日（星期二）10:00" in receipt


def test_a_draft_changed_on_another_device_is_shown_before_it_is_submitted(round):
    application = fill_in(make_draft(round))
    page = words(send(application, "check_answers", submitting(application, seen=application.version - 1)))
    assert "您查看后内容又有更新，这次操作没有保存。" in page
    assert f'name="seen" value="{application.version}"' in page


def test_at_the_closing_instant_nothing_is_submitted_and_nothing_is_lost(round):
    application = fill_in(make_draft(round))
    page = words(send(application, "check_answers", submitting(application), now=CLOSES))
    assert "报名已于 2024年4月12日 18:00:00 截止，您提交时为 2024年4月12日 18:00:00。已填写的内容仍为您保存，可查看但不能再提交。" in page
    assert "山西大学" in page
    assert Application.objects.get().status == Status.DRAFT


def test_one_second_before_the_closing_instant_is_in_time(round):
    application = fill_in(make_draft(round))
    send(application, "check_answers", submitting(application), now=CLOSES - timedelta(seconds=1))
    assert Application.objects.get().status == Status.ACTIVE


def test_the_same_person_with_a_second_account_is_refused_without_names(round):
    number = make_id_number()
    drafts = []
    for _ in range(2):
        draft = make_draft(round)
        with clock.standing_at(OPEN):
            actions.save_profile(name="王某", id_number=number, address="", by=draft.applicant, now=OPEN)
        drafts.append(fill_in(draft))
    send(drafts[0], "check_answers", submitting(drafts[0]))
    page = words(send(drafts[1], "check_answers", submitting(drafts[1])))
    assert "该身份证号在本招聘期已有一份有效报名，不能重复报名。" in page
    assert Application.objects.get(pk=drafts[0].pk).number not in page


def test_answers_that_shut_somebody_out_are_pointed_out_before_submitting(round):
    application = fill_in(make_draft(round), registered_in_yangquan=False, lives_in_yangquan=False)
    page = words(get(application, "check_answers"))
    assert "按您填写的内容，有条件不符合" in page
    assert "具有阳泉户籍或居住地为阳泉" in page


def test_a_submitted_application_can_no_longer_be_changed(round):
    application = make_application(round)
    assert get(application, "section", "education").status_code == 403
    assert send(application, "papers", {"photo": make_picture()}).status_code == 403
    assert get(application, "check_answers").url == reverse("recruitment:receipt", args=[application.pk])


def test_the_dashboard_has_one_next_act_and_the_whole_way(round):
    application = make_application(round)
    with clock.standing_at(OPEN):
        page = words(client_of(application.applicant).get("/my/"))
    assert page.count('class="next-act"') == 1
    assert "请等待资格审查" in page
    for title in ("报名", "资格审查", "笔试", "面试", "考察", "体检", "公示", "签订合同"):
        assert f'<span class="title">{title}</span>' in page
    assert application.number in page


def test_somebody_without_an_application_is_shown_where_to_begin():
    with clock.standing_at(OPEN):
        assert "您还没有报名" in words(client_of(make_applicant()).get("/my/"))


def test_the_dashboard_costs_the_same_however_much_there_is(round, django_assert_max_num_queries):
    application = make_application(round)
    client = client_of(application.applicant)
    with clock.standing_at(OPEN), django_assert_max_num_queries(16):
        client.get(reverse("recruitment:my_application", args=[application.pk]))


def test_a_refusal_quotes_its_clause_and_says_why(round):
    application = make_application(round, registered_in_yangquan=False, lives_in_yangquan=False)
    clerk, hr = staff(round.county, Role.COUNTY_CLERK), staff(round.county, Role.COUNTY_HR)
    with clock.standing_at(OPEN):
        entry = actions.enter_review(
            application=application,
            decision="failed",
            answers={},
            reason="residence",
            sentence="户籍和居住地都不在阳泉。",
            by=clerk,
            seen=application.version,
            now=OPEN,
        )
        actions.confirm_entry(entry=entry, by=hr, seen=application.version, now=OPEN)
    page = words(get(application, "my_application"))
    assert "户籍和居住地都不在阳泉。" in page
    assert "具有阳泉户籍或居住地为阳泉" in page
    assert "四(二)1(4)" in page


def test_a_returned_application_says_what_to_mend_and_can_be_submitted_again(round):
    application = make_application(round)
    clerk, hr = staff(round.county, Role.COUNTY_CLERK), staff(round.county, Role.COUNTY_HR)
    with clock.standing_at(OPEN):
        entry = actions.enter_review(
            application=application,
            decision="returned",
            answers={},
            reason="education",
            sentence="毕业证书照片不清楚。",
            by=clerk,
            seen=application.version,
            now=OPEN,
        )
        actions.confirm_entry(entry=entry, by=hr, seen=application.version, now=OPEN)
    page = words(get(application, "my_application"))
    assert "毕业证书照片不清楚。" in page
    send(application, "papers", {"diploma": make_picture()})
    application.refresh_from_db()
    send(application, "check_answers", submitting(application))
    application.refresh_from_db()
    assert application.status == Status.ACTIVE


def test_giving_up_is_confirmed_on_a_page_of_its_own(round):
    application = make_application(round)
    assert "请勾选后再放弃" in words(send(application, "withdraw", {"seen": application.version}))
    send(application, "withdraw", {"seen": application.version, "sure": "on"})
    application.refresh_from_db()
    assert application.status == Status.WITHDRAWN


def test_scores_that_are_not_released_are_not_shown(round):
    application = make_application(round)
    assert "还没有公布成绩" in words(get(application, "my_scores"))


def test_a_ticket_is_only_there_once_seats_are_drawn(round):
    assert get(make_application(round), "ticket").status_code == 404


def test_the_operator_reaches_no_application(round):
    application = make_application(round)
    assert get(application, "my_application", client=client_of(make_user(Role.OPERATOR))).status_code == 403
