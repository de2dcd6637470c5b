"""What binds a person who registers: one application in the whole city, withdrawn, refused or approved, until the closing instant."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from bureaus import clock
from bureaus.guards import Prevented
from bureaus.models import County
from policy.powers import Role
from recruitment import actions, eligibility
from recruitment.models import Application, Status
from recruitment.registration import next_act
from tests.bureaus.factories import make_applicant
from tests.recruitment import kept
from tests.recruitment.desks import desk_of, get, signed_in, text
from tests.recruitment.factories import CLOSES, OPEN, fill_in, make_announced_round, make_application, make_draft, make_id_number
from tests.recruitment.stages import applications
from tests.staffing.factories import make_county, staff
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db

E_ONE = "该身份证号在本招聘期已有一份有效报名，不能重复报名。如非本人操作，请拨打页面底部电话。"
E_BOUND = "您的报名审查通过后已经放弃，报考岗位不能再换，本招聘期内不能再报名。确有特殊情况的，请联系招聘单位。"
LAST_SECOND = CLOSES - timedelta(seconds=1)


announced = kept.once(lambda: make_announced_round(make_county("盂县")))


@pytest.fixture
def round(announced):
    return kept.again(announced)


def review(application, decision="passed", now=OPEN):
    """One opinion, entered and confirmed."""
    application = Application.objects.select_related("round__county", "round__scheme", "round__intake").get(pk=application.pk)
    county = application.round.county
    passed = decision == "passed"
    answers = {finding.rule.key: True for finding in eligibility.verdict(application).open} if passed else {}
    reason, sentence = ("", "") if passed else ("education", "毕业证书看不清楚。")
    with clock.standing_at(now):
        entry = actions.enter_review(
            application=application,
            decision=decision,
            answers=answers,
            reason=reason,
            sentence=sentence,
            by=staff(county, Role.COUNTY_CLERK),
            seen=application.version,
            now=now,
        )
        return actions.confirm_entry(entry=entry, by=staff(county, Role.COUNTY_HR), seen=application.version, now=now)


def withdraw(application, now=OPEN):
    application.refresh_from_db()
    with clock.standing_at(now):
        return actions.withdraw(application=application, reason="", by=application.applicant, seen=application.version, now=now)


def again(application, now=OPEN):
    """The same person registers anew in the same round."""
    return make_application(application.round, application.applicant, now=now)


def test_who_withdraws_before_the_deadline_registers_anew(round):
    application = withdraw(make_application(round))
    assert again(application, LAST_SECOND).status == Status.ACTIVE


def test_who_withdraws_may_choose_another_post(round):
    first, second = round.vacancies.all()[:2]
    application = withdraw(make_application(round, vacancy=first))
    other = make_application(round, application.applicant, vacancy=second)
    assert (other.vacancy, other.status) == (second, Status.ACTIVE)


def test_who_withdraws_after_the_deadline_does_not_come_back(round):
    application = withdraw(make_application(round), CLOSES)
    with (
        clock.standing_at(CLOSES),
        refused(
            actions.Closed,
            "报名已于 2024年4月12日 18:00:00 截止，您提交时为 2024年4月12日 18:00:00。已填写的内容仍为您保存，可查看但不能再提交。",
        ),
    ):
        actions.begin_application(round=round, by=application.applicant, now=CLOSES)


def test_who_was_refused_corrects_and_registers_anew_before_the_deadline(round):
    application = review(make_application(round), "failed")
    assert application.status == Status.REJECTED
    assert again(application, LAST_SECOND).status == Status.ACTIVE


def test_who_was_refused_after_the_deadline_cannot_register_anew(round):
    application = review(make_application(round), "failed", CLOSES)
    with clock.standing_at(CLOSES), pytest.raises(actions.Closed):
        actions.begin_application(round=round, by=application.applicant, now=CLOSES)


def test_after_approval_nothing_can_be_changed(round):
    application = review(make_application(round))
    with clock.standing_at(OPEN), pytest.raises(actions.Locked):
        actions.save_section(application=application, section="vacancy", by=application.applicant, now=OPEN, vacancy=round.vacancies.last())


def test_giving_up_after_approval_is_final_in_the_whole_intake(round):
    application = withdraw(review(make_application(round)))
    with clock.standing_at(OPEN), refused(actions.Bound, E_BOUND):
        actions.begin_application(round=round, by=application.applicant, now=OPEN)


CALLS = "咨询请拨打 0353-5555555，有异议请拨打监督电话 0353-6666666。"


def card(application, now):
    """The first card of one's own page: its words, and where its button leads."""
    County.objects.update(phone="0353-5555555", complaint_phone="0353-6666666")
    page = get(signed_in(application.applicant), reverse("recruitment:my_application", args=[application.pk]), now=now)
    act = page.context["act"]
    assert act.text in text(page)
    return act.title, act.text, act.limit, page.context["act_url"]


def test_who_was_refused_reads_until_when_and_where_to_register_anew_and_whom_to_call(round):
    application = review(make_application(round), "failed")
    begin = reverse("recruitment:begin", args=[round.pk])
    may = "原因和依据见下方进度。报名截止（2024年4月12日 18:00）前，可以更正有误的内容，或者改报其他岗位，重新提交报名。"
    assert card(application, LAST_SECOND) == ("资格审查未通过", may + CALLS, CLOSES, begin)
    over = "原因和依据见下方进度。报名已于 2024年4月12日 18:00 截止，不能再更正或者重新报名。"
    assert card(application, CLOSES) == ("资格审查未通过", over + CALLS, None, None)
    draft = get(signed_in(application.applicant), begin, now=LAST_SECOND)
    assert draft.url == reverse("recruitment:tasks", args=[Application.objects.get(status=Status.DRAFT).pk])


def test_who_gave_up_reads_the_same_and_no_longer_once_registered_anew(round):
    application = withdraw(make_application(round))
    begin = reverse("recruitment:begin", args=[round.pk])
    may = "这份报名已经结束。报名截止（2024年4月12日 18:00）前，可以重新报名。"
    assert card(application, LAST_SECOND) == ("您已放弃", may + CALLS, CLOSES, begin)
    over = "这份报名已经结束。报名已于 2024年4月12日 18:00 截止，不能再更正或者重新报名。"
    assert card(application, CLOSES) == ("您已放弃", over + CALLS, None, None)
    again(application)
    other = "这份报名已经结束。您在本招聘期已经另有一份报名，请在“我的报名”查看。"
    assert card(application, LAST_SECOND) == ("您已放弃", other + CALLS, None, None)


def test_who_has_no_way_back_still_reads_whom_to_call(round):
    application = withdraw(review(make_application(round)))
    final = "这份报名审查通过后由您放弃，已经结束，本招聘期内不能再报名。"
    assert card(application, OPEN) == ("您已放弃", final + CALLS, None, None)
    Application.objects.filter(pk=application.pk).update(status=Status.FAILED)
    assert card(application, OPEN) == ("本次招聘已结束", "原因和依据见下方进度。" + CALLS, None, None)
    County.objects.update(phone="", complaint_phone="")
    foot = "咨询请拨打 （见页面底部），有异议请拨打监督电话 （见页面底部）。"
    assert next_act(Application.objects.get(pk=application.pk), OPEN).text == "原因和依据见下方进度。" + foot


def test_who_gives_up_after_approval_reads_first_that_it_is_final(round):
    application = review(make_application(round))
    page = reverse("recruitment:withdraw", args=[application.pk])
    sentence = "您的报名已经审查通过，岗位不能再换；放弃后，本招聘期内不能再报名。"
    assert sentence in text(get(signed_in(application.applicant), page, now=OPEN))
    assert "本招聘期内不能再报名" in next_act(withdraw(application), OPEN).text


def test_another_account_of_the_same_person_does_not_get_round_the_lock(round):
    approved = withdraw(review(make_application(round)))
    other = make_draft(round, make_applicant())
    with clock.standing_at(OPEN):
        actions.save_profile(name="王某", id_number=approved.id_number, address="", by=other.applicant, now=OPEN)
    other = fill_in(other)
    with clock.standing_at(OPEN), refused(actions.Bound, E_BOUND):
        actions.submit(application=other, nonce=uuid4(), by=other.applicant, seen=other.version, now=OPEN)


def test_a_draft_is_no_registration_and_binds_nobody(round):
    number = make_id_number()
    drafts = []
    for _ in range(2):
        draft = make_draft(round, make_applicant())
        with clock.standing_at(OPEN):
            actions.save_profile(name="王某", id_number=number, address="", by=draft.applicant, now=OPEN)
        drafts.append(fill_in(draft))
    assert [draft.status for draft in drafts] == [Status.DRAFT] * 2


@pytest.mark.parametrize("written", ["{}", " {} ", "{:.6} {}", "\u200b{}", "{}\t", "FULL"])
def test_a_number_written_differently_is_the_same_person(round, written):
    first = make_application(round)
    number = first.id_number
    if written == "FULL":
        typed = number.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789X"})
    elif written.count("{") == 2:
        typed = f"{number[:6]} {number[6:14]} {number[14:]}"
    else:
        typed = written.format(number)
    other = make_draft(round, make_applicant())
    with clock.standing_at(OPEN):
        actions.save_profile(name="王某", id_number=typed, address="", by=other.applicant, now=OPEN)
    other = fill_in(other)
    with clock.standing_at(OPEN), refused(Prevented, E_ONE):
        actions.submit(application=other, nonce=uuid4(), by=other.applicant, seen=other.version, now=OPEN)
    assert len(applications(round)) == 2


# ---- by when the education must have been completed ----


def test_who_graduates_the_day_after_the_announced_day_is_not_passed_and_who_does_on_the_day_is(round):
    until = round.scheme.education_as_of
    late, in_time = (make_application(round, graduated_on=until + timedelta(days=passed)) for passed in (1, 0))
    with refused(actions.Impossible, "“大专及以上学历”不符合（四(二)1(5)），不能通过。"):
        review(late)
    assert review(in_time).stage == "written_exam"
    with clock.standing_at(OPEN):
        page = text(get(desk_of(round.county), f"/desk/applications/{late.pk}/", now=OPEN))
    assert f"{until + timedelta(days=1):%Y年%-m月%-d日}毕业，公告要求到{until:%Y年%-m月%-d日}已取得" in page


# ---- after the closing instant a draft is looked at ----


def test_a_draft_is_kept_as_it_is_from_the_closing_instant_on(round):
    draft = make_draft(round)
    client = signed_in(draft.applicant)
    page = reverse("recruitment:section", args=[draft.pk, "education"])
    day = {"graduated_on_0": "2019", "graduated_on_1": "7", "graduated_on_2": "1"}
    said = {"education": "60", "school": "山西大学", "major": "法学", **day}
    with clock.standing_at(CLOSES):
        answer = client.post(page, said, follow=True)
    assert "可查看但不能再提交" in text(answer)
    assert Application.objects.get(pk=draft.pk).school == ""
    assert re.search(r"<button[^>]* disabled>保存并继续", get(client, page, now=CLOSES).content.decode())
    with clock.standing_at(LAST_SECOND):
        client.post(page, said, follow=True)
    assert Application.objects.get(pk=draft.pk).school == "山西大学"


def test_from_then_on_its_pages_offer_no_change(round):
    draft = fill_in(make_draft(round))
    client = signed_in(draft.applicant)
    offers = {"papers": 'form="removal"', "check_answers": '">修改<', "identity": "修改基本信息"}
    for moment, offered in ((LAST_SECOND, True), (CLOSES, False)):
        pages = {name: get(client, reverse(f"recruitment:{name}", args=[draft.pk]), now=moment).content.decode() for name in offers}
        assert {name: offer in pages[name] for name, offer in offers.items()} == dict.fromkeys(offers, offered), moment


# ---- what was entered of somebody who gives up ----


def test_an_opinion_on_somebody_who_gives_up_waits_for_nobody(round):
    application = make_application(round)
    with clock.standing_at(OPEN):
        actions.enter_review(
            application=application,
            decision="failed",
            answers={},
            reason="education",
            sentence="毕业证书看不清楚。",
            by=staff(round.county, Role.COUNTY_CLERK),
            seen=application.version,
            now=OPEN,
        )
    withdraw(application)
    assert not application.entries.exists()
    page = get(signed_in(staff(round.county, Role.COUNTY_HR)), f"/desk/applications/{application.pk}/", now=OPEN)
    assert "确认“不通过”" not in text(page)


# ---- a refusal names its clause ----


def test_other_reasons_are_for_a_return_alone(round):
    application = make_application(round)

    def entered(decision):
        with clock.standing_at(OPEN):
            return actions.enter_review(
                application=application,
                decision=decision,
                answers={},
                reason="other",
                sentence="写明情况。",
                by=staff(round.county, Role.COUNTY_CLERK),
                seen=application.version,
                now=OPEN,
            )

    with refused(actions.Impossible, "请选择是哪一项条件不符合。“其他原因”没有条款可依，只用于退回补正。"):
        entered("failed")
    assert (entered("returned").reason, application.entries.get().clause) == ("other", "")
