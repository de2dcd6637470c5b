"""The pages of a round: begun, planned, signed, posted, and closed stage by stage, never too early."""

import pytest
from django.urls import reverse

from bureaus import clock
from bureaus.models import Message
from policy.gates import RoundFacts, blockers
from policy.powers import Role
from policy.tracks import PUBLIC
from recruitment import actions, course
from recruitment.forms.rounds import SchemeForm
from recruitment.models import PublicNotice, Round
from tests.recruitment import kept
from tests.recruitment.desks import desk_of, get, post, signed_in, text
from tests.recruitment.factories import (
    CLOSES,
    DRAWN_UP,
    OPEN,
    OPENS,
    fresh,
    make_announced_round,
    make_application,
    make_round,
)
from tests.recruitment.stages import make_published_round
from tests.staffing.factories import city, make_county, make_filed_plan, make_user, staff
from tests.staffing.readback import records_of

pytestmark = pytest.mark.django_db

begun = kept.once(make_round)
announced = kept.once(make_announced_round)


def moments(**instants):
    """Instants as the five boxes of the form send them."""
    parts = ("year", "month", "day", "hour", "minute")
    return {f"{name}_{place}": getattr(at, part) for name, at in instants.items() for place, part in enumerate(parts)}


def standing(round):
    """Everything the scheme page would send if it were saved as it stands."""
    sent = {}
    for name in SchemeForm(round=round).fields:
        value = SchemeForm(round=round).initial.get(name)
        if hasattr(value, "year"):
            sent |= {f"{name}_0": value.year, f"{name}_1": value.month, f"{name}_2": value.day}
        elif value is not None:
            sent[name] = value
    return sent


# ---- begin ----


def test_a_clerk_begins_a_round_on_the_filed_plan():
    county = make_county()
    plan = make_filed_plan(county)
    intake = actions.open_intake(title="2024年第一次公开招聘", track="public", by=city(), now=DRAWN_UP)
    sent = {"intake": intake.pk, "plan": plan.pk, "title": "2024年公开招聘司法协理员"}
    answer = post(desk_of(county), "/desk/rounds/begin/", sent | moments(registration_opens_at=OPENS, registration_closes_at=CLOSES))
    round = Round.objects.get()
    assert answer.redirect_chain == [(f"/desk/rounds/{round.pk}/", 302)]
    assert "批次已建立，方案按建议值填好了。" in text(answer)
    assert (round.registration_opens_at, round.registration_closes_at) == (OPENS, CLOSES)


def test_times_in_the_wrong_order_are_told_and_nothing_typed_is_lost():
    county = make_county()
    plan = make_filed_plan(county)
    intake = actions.open_intake(title="2024年第一次公开招聘", track="public", by=city(), now=DRAWN_UP)
    sent = {"intake": intake.pk, "plan": plan.pk, "title": "写好的名称"}
    page = text(post(desk_of(county), "/desk/rounds/begin/", sent | moments(registration_opens_at=CLOSES, registration_closes_at=OPENS)))
    assert "报名截止须晚于报名开始。" in page
    assert 'value="写好的名称"' in page
    assert not Round.objects.exists()


def test_without_intake_or_plan_the_page_says_what_is_missing():
    page = text(get(desk_of(make_county()), "/desk/rounds/begin/"))
    assert "市司法局还没有开放招聘期。" in page
    assert "本县（区）还没有已备案的数额核定方案。" in page


# ---- scheme, vacancies, words ----


def test_the_scheme_page_asks_for_every_setting_with_its_reason_and_dates_each_convention(begun):
    round = kept.again(begun)
    page = text(get(desk_of(round.county), f"/desk/rounds/{round.pk}/scheme/"))
    assert "建议 3；应在 1 到 5 倍之间。审查通过的人不足这个比例的岗位，要决定保留、核减或者取消。" in page
    assert "按周岁：基准日当天满36周岁的不收（1988年3月26日至2006年3月25日）" in page
    assert "同日：基准日当天满36周岁的仍收（1988年3月25日至2006年3月25日）" in page


def test_a_scheme_saved_as_suggested_can_be_announced(begun):
    round = kept.again(begun)
    answer = post(desk_of(round.county), f"/desk/rounds/{round.pk}/scheme/", standing(round))
    assert "方案已保存。" in text(answer)
    assert not any("招聘方案" in blocker.sentence for blocker in course.blockers(fresh(round), DRAWN_UP))


def test_another_convention_moves_the_birth_window(begun):
    round = kept.again(begun)
    post(desk_of(round.county), f"/desk/rounds/{round.pk}/scheme/", standing(round) | {"age_convention": "same_day"})
    scheme = fresh(round).scheme
    assert (scheme.birth_from.isoformat(), scheme.birth_to.isoformat()) == ("1988-03-25", "2006-03-25")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"opening_ratio": 6}, "开考比例应在 1 到 5 倍之间，填的是 6。"),
        ({"weight_written": 70}, "笔试占综合成绩 70%、面试占综合成绩 40%，两项应合计 100%，请调整。"),
        ({"interview_panelists": 6}, "面试考官人数应为单数，填的是 6。"),
        ({"publicity_days": 3}, "公示时间应不少于 5 个工作日，填的是 3。"),
        ({"registration_days": 2}, "报名天数一般不少于 3 天，填的是 2；确需这样的，请写明理由。"),
        ({"age_as_of_2": ""}, "请填写年、月、日。"),
    ],
)
def test_a_value_that_cannot_stand_is_told_beside_its_box(changed, sentence, begun):
    round = kept.again(begun)
    answer = post(desk_of(round.county), f"/desk/rounds/{round.pk}/scheme/", standing(round) | changed)
    assert sentence in text(answer)
    assert fresh(round).version == round.version


def test_an_unusual_value_stands_with_a_written_reason(begun):
    round = kept.again(begun)
    sent = standing(round) | {"registration_days": 2, "reason": "县里急需用人"}
    assert "方案已保存。" in text(post(desk_of(round.county), f"/desk/rounds/{round.pk}/scheme/", sent))
    assert "报名天数一般不少于 3 天，填的是 2；确需这样的，请写明理由。" in text(
        get(desk_of(round.county), f"/desk/rounds/{round.pk}/scheme/")
    )


def test_more_people_than_the_plan_has_left_are_refused_by_the_office_s_name(begun):
    round = kept.again(begun)
    line = round.plan.lines.select_related("office").first()
    answer = post(desk_of(round.county), f"/desk/rounds/{round.pk}/vacancies/", {"seen": round.version, f"line_{line.pk}": 2})
    assert f"{line.office}备案拟招聘剩余 1 人，请填 0 到 1。" in text(answer)
    assert round.vacancies.count() == 2


def test_an_office_left_empty_is_not_in_the_round(begun):
    round = kept.again(begun)
    line = round.plan.lines.first()
    post(desk_of(round.county), f"/desk/rounds/{round.pk}/vacancies/", {"seen": round.version, f"line_{line.pk}": 1})
    assert list(round.vacancies.values_list("line", "headcount")) == [(line.pk, 1)]


def test_a_page_that_was_overtaken_is_refused_and_keeps_what_was_typed(begun):
    round = kept.again(begun)
    sent = {"seen": round.version - 1, "title": "新的名称", "introduction": "写了很久的前言", "benefits": ""}
    answer = post(
        desk_of(round.county), f"/desk/rounds/{round.pk}/words/", sent | moments(registration_opens_at=OPENS, registration_closes_at=CLOSES)
    )
    assert "您查看后内容又有更新，这次操作没有保存。请核对最新内容后再操作。" in text(answer)
    assert "写了很久的前言" in text(answer)


def test_whoever_changes_a_round_is_told_that_signatures_will_be_void(begun):
    round = kept.again(begun)
    actions.prepare_notice(round=round, kind="announcement", by=staff(round.county, Role.COUNTY_CLERK), now=DRAWN_UP)
    for page in ("scheme", "vacancies", "words"):
        assert "在这里保存修改后，这份稿子和已有的签批作废" in text(get(desk_of(round.county), f"/desk/rounds/{round.pk}/{page}/"))


# ---- notices ----


def test_a_notice_is_drawn_up_signed_by_two_and_posted_by_name(begun):
    round = kept.again(begun)
    clerk, head, hr = (desk_of(round.county, role) for role in (Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.COUNTY_HR))
    post(clerk, f"/desk/rounds/{round.pk}/notices/announcement/prepare/")
    notice = PublicNotice.objects.get()
    page = f"/desk/notices/{notice.pk}/"
    assert notice.body in text(get(head, page))
    assert "签发这份公告" in text(get(head, page))
    assert "会签这份公告" not in text(get(head, page))
    assert "已签发。" in text(post(head, f"{page}sign/", {"seen": notice.version}))
    assert "已会签。" in text(post(hr, f"{page}sign/", {"seen": notice.version + 1}))
    confirming = text(get(clerk, f"{page}post/"))
    assert "发布后，2024年3月18日 09:00 起任何人不用登录就能在网站上看到全文并下载公文。" in confirming
    assert "公开内容：2 个岗位、招聘 2 人，报名条件、方案和时间。" in confirming
    assert "批次、方案和岗位不能再改，数额台账预留 2 个名额。" in confirming
    wrong = post(clerk, f"{page}post/", {"seen": notice.version + 2, "typed": "别的批次"})
    assert f"写的与“{round.title}”不同，请照写。" in text(wrong)
    assert "已发布，公文正在排版。" in text(post(clerk, f"{page}post/", {"seen": notice.version + 2, "typed": round.title}))
    assert fresh(round).stage == "registration"


def test_one_who_drew_a_notice_up_does_not_sign_it(begun):
    round = kept.again(begun)
    notice = actions.prepare_notice(round=round, kind="announcement", by=staff(round.county, Role.COUNTY_CLERK), now=DRAWN_UP)
    assert post(desk_of(round.county), f"/desk/notices/{notice.pk}/sign/", {"seen": notice.version}).status_code == 403


def test_a_text_changed_under_the_signatory_s_eyes_is_not_signed(begun):
    round = kept.again(begun)
    notice = actions.prepare_notice(round=round, kind="announcement", by=staff(round.county, Role.COUNTY_CLERK), now=DRAWN_UP)
    answer = post(desk_of(round.county, Role.COUNTY_HEAD), f"/desk/notices/{notice.pk}/sign/", {"seen": notice.version - 1})
    assert "您查看后内容又有更新，这次操作没有保存。请核对最新内容后再操作。" in text(answer)


def test_a_returned_notice_is_gone_and_the_clerk_reads_why(begun):
    round = kept.again(begun)
    clerk = staff(round.county, Role.COUNTY_CLERK)
    notice = actions.prepare_notice(round=round, kind="announcement", by=clerk, now=DRAWN_UP)
    head = desk_of(round.county, Role.COUNTY_HEAD)
    assert "请写明退回的理由，经办人会收到。" in text(
        post(head, f"/desk/notices/{notice.pk}/return/", {"seen": notice.version, "reason": " "})
    )
    answer = post(head, f"/desk/notices/{notice.pk}/return/", {"seen": notice.version, "reason": "岗位数与备案不一致"})
    assert f"已退回{clerk.name}，理由已通知本人。" in text(answer)
    assert not PublicNotice.objects.exists()
    assert "理由：岗位数与备案不一致" in Message.objects.get(letter="notice_returned").body


def test_a_notice_whose_facts_are_missing_names_them_with_the_way(announced):
    round = kept.again(announced)
    answer = post(desk_of(round.county), f"/desk/rounds/{round.pk}/notices/exam_arrangement/prepare/")
    assert "“笔试安排公告”还不能拟" in text(answer)
    assert "还没有编排考场，请先编排考场。" in text(answer)


# ---- closing too early ----


@pytest.mark.parametrize("step", ["open", "close"])
def test_the_announcement_does_not_close_before_it_is_signed_and_posted(step, begun):
    round = kept.again(begun)
    client = desk_of(round.county)
    path = f"/desk/rounds/{round.pk}/close/announcement/"
    answer = get(client, path) if step == "open" else post(client, path, {"seen": round.version})
    page = text(answer)
    assert "现在还不能办理" in page
    assert "公告还没有签批，请县（区）司法局负责人和县（区）人社局分别签批。" in page
    assert "“招聘公告”还没有发布，请拟好、签批后发布。" in page
    assert f'href="/desk/rounds/{round.pk}/notices/"' in page
    assert fresh(round).stage == "announcement"


def test_registration_does_not_close_before_its_instant(announced):
    round = kept.again(announced)
    page = text(post(desk_of(round.county), f"/desk/rounds/{round.pk}/close/registration/", {"seen": round.version}, now=OPEN))
    assert "报名到 2024年4月12日 18:00 截止，到时系统自动结束；需要提前或者延长的，请在截止前发布变更公告。" in page
    assert fresh(round).stage == "registration"


def test_the_review_does_not_close_while_somebody_waits(announced):
    round = kept.again(announced)
    make_application(round)
    with clock.standing_at(CLOSES):
        actions.close_due(now=CLOSES)
    round = fresh(round)
    page = text(post(desk_of(round.county), f"/desk/rounds/{round.pk}/close/review/", {"seen": round.version}, now=CLOSES))
    assert "还有 1 份报名没有审查结论，请先审查完。" in page
    assert f'href="/desk/applications/?round={round.pk}&amp;state=waiting"' in page
    assert "还有 2 个岗位没有达到开考比例又没有决定，请决定保留、核减或者取消。" in page
    assert fresh(round).stage == "review"


def test_a_stage_that_is_not_open_is_not_closed(announced):
    round = kept.again(announced)
    answer = post(desk_of(round.county), f"/desk/rounds/{round.pk}/close/medical/", {"seen": round.version}, now=OPEN)
    assert "这个环节已经结束或者还没有开始，请刷新页面查看当前环节。" in text(answer)


def test_the_numbers_of_a_round_count_everybody_once_however_far_they_came():
    round = make_published_round()
    counted = {figure["word"]: figure["value"] for figure in course.numbers(round, may_review=True)}
    assert counted == {"已报名": 3, "待审查": 0, "待复核": 0, "审查通过": 3, "现在还在招聘中": 3}
    assert [(row.qualified, row.bearable, row.decision.qualified) for row in course.opening_rows(round)] == [(3, 1, 3)]


@pytest.mark.parametrize("stage", PUBLIC.keys)
def test_every_gate_says_where_it_is_mended(stage, begun):
    round = kept.again(begun)
    nothing = {
        "undecided": 1,
        "unconfirmed": 1,
        "posts_without_ratio_decision": 1,
        "open_switches": 1,
        "untold_openings": 1,
        "vacancies": 3,
        "remaining_quota": 1,
        "scheme_problems": 1,
    }
    more = {"seats_missing": 1, "scores_missing": 1, "scores_unconfirmed": 1, "open_score_rechecks": 1, "panelists": 3, "unsettled_ties": 1}
    last = {"open_medical_rechecks": 1, "open_substitutions": 1, "open_objections": 1, "unsigned": 1}
    facts = RoundFacts(now=OPEN, registration_closes_at=CLOSES, publicity_last_day=CLOSES.date(), **nothing, **more, **last)
    waiting_only = ("报名到 ", "公示到 ")
    for blocker in course.mended(blockers(stage, facts), round):
        assert blocker.url or blocker.sentence.startswith(waiting_only), blocker.sentence


# ---- opening ratio ----


def reviewed_round():
    """A round in review in which one person has passed for the first vacancy and nobody applied for the second."""
    round = make_announced_round()
    application = make_application(round)
    clerk, other = staff(round.county, Role.COUNTY_CLERK), staff(round.county, Role.COUNTY_HR)
    answers = {"conduct": True, "skills": True, "discipline": True}
    entry = actions.enter_review(
        application=application, decision="passed", answers=answers, reason="", sentence="", by=clerk, seen=application.version, now=OPEN
    )
    actions.confirm_entry(entry=entry, by=other, seen=application.version, now=OPEN)
    with clock.standing_at(CLOSES):
        actions.close_due(now=CLOSES)
    return fresh(round)


def test_only_decisions_that_the_count_allows_are_offered():
    round = reviewed_round()
    client = desk_of(round.county)
    vacancy = round.vacancies.first()
    page = text(get(client, f"/desk/vacancies/{vacancy.pk}/opening/", now=CLOSES))
    assert "招聘 1 人，审查通过 1 人，按开考比例可保留 0 个名额。" in page
    assert "取消岗位" in page
    assert "经批准保留 1 人" in page
    assert "核减为" not in page


def test_a_vacancy_kept_by_approval_says_why():
    round = reviewed_round()
    client, vacancy = desk_of(round.county), round.vacancies.first()
    path = f"/desk/vacancies/{vacancy.pk}/opening/"
    assert "经批准保留的岗位须写明理由。" in text(post(client, path, {"outcome": "retain", "reason": ""}, now=CLOSES))
    answer = post(client, path, {"outcome": "retain", "reason": "县委编办同意"}, now=CLOSES)
    assert f"{vacancy.line.office}：已提出经批准保留 1 人，等负责人审定。" in text(answer)
    assert "县委编办同意" in text(answer)


# ---- who may see what ----


@pytest.mark.parametrize("page", ["", "scheme/", "vacancies/", "words/", "notices/", "openings/", "close/announcement/"])
def test_another_county_s_round_is_not_found(page, begun):
    round = kept.again(begun)
    assert get(desk_of(make_county()), f"/desk/rounds/{round.pk}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["", "sign/", "return/", "post/"])
def test_another_county_s_notice_is_not_found(page, begun):
    round = kept.again(begun)
    notice = actions.prepare_notice(round=round, kind="announcement", by=staff(round.county, Role.COUNTY_CLERK), now=DRAWN_UP)
    client = desk_of(make_county(), Role.COUNTY_HEAD)
    path = f"/desk/notices/{notice.pk}/{page}"
    assert (post if page == "sign/" else get)(client, path).status_code == 404


def test_the_city_reads_a_round_and_changes_nothing(begun):
    round = kept.again(begun)
    client = signed_in(city())
    page = text(get(client, f"/desk/rounds/{round.pk}/scheme/"))
    assert "保存方案" not in page
    assert "开考比例" in page
    assert get(client, f"/desk/rounds/{round.pk}/words/").status_code == 403
    assert "保存岗位" not in text(get(client, f"/desk/rounds/{round.pk}/vacancies/"))


def test_the_list_of_rounds_asks_no_more_with_three_rounds_than_with_one(begun, announced, django_assert_num_queries):
    client = signed_in(city())
    get(client, "/desk/rounds/")
    there = Round.objects.count()  # those that the file's tests share
    for more in (0, 2):
        for _ in range(more):
            make_round(make_county())
        with clock.standing_at(DRAWN_UP), django_assert_num_queries(LIST_QUERIES):
            assert client.get("/desk/rounds/").status_code == 200
        with clock.standing_at(DRAWN_UP), django_assert_num_queries(LIST_QUERIES - 1 + RECORDED):
            assert len(records_of(client.get("/desk/rounds/export/").content)) == there + more


LIST_QUERIES = 4
RECORDED = 4  # an export in the audit trail: savepoint, the chain's head, its line, release


@pytest.mark.parametrize("page", ["round", "round_scheme", "round_vacancies", "round_notices", "round_openings"])
def test_discipline_may_look_at_everything_about_a_round(page, announced):
    round = kept.again(announced)
    assert get(signed_in(make_user(Role.DISCIPLINE)), reverse(f"recruitment:{page}", args=[round.pk]), now=OPEN).status_code == 200
