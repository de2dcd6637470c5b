"""The review in its pages: the queue, the first opinion, the second person, and what nobody may see or do."""

from datetime import timedelta
from io import BytesIO
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from bureaus import clock
from bureaus.access import OneHand
from bureaus.models import AuditEvent, Message
from policy.people import age_on
from policy.powers import Role
from recruitment import actions
from recruitment.models import Application, Attachment, Entry, SavedView, Status
from tests.documents.factories import make_pdf
from tests.recruitment import kept
from tests.recruitment.desks import desk_of, get, post, signed_in, text
from tests.recruitment.factories import OPEN, fill_in, make_announced_round, make_application, make_draft
from tests.staffing.factories import city, make_county, make_user, staff

pytestmark = pytest.mark.django_db

ANSWERS = {"conduct": True, "skills": True, "discipline": True}
ALL_YES = {f"answer_{key}": "yes" for key in ANSWERS}


submitted = kept.once(make_application)


@pytest.fixture
def application(submitted):
    return Application.objects.select_related("round__county", "applicant").get(pk=submitted)


@pytest.fixture
def clerk(application):
    return desk_of(application.round.county)


def address(application, act=""):
    return f"/desk/applications/{application.pk}/{act}"


def entered(application, **words):
    """The first opinion of the county's clerk: passed, unless `words` say otherwise."""
    said = {"decision": "passed", "answers": ANSWERS, "reason": "", "sentence": ""} | words
    clerk = staff(application.round.county, Role.COUNTY_CLERK)
    with clock.standing_at(OPEN):
        return actions.enter_review(application=application, by=clerk, seen=application.version, now=OPEN, **said)


def listed(client, query="", now=OPEN):
    """The names in the list."""
    return [line["name"] for line in get(client, f"/desk/applications/{query}", now=now).context["lines"]]


# ---- the queue ----


def test_the_queue_shows_what_a_reviewer_needs_and_no_full_number(application, clerk):
    page = text(get(clerk, "/desk/applications/", now=OPEN + timedelta(hours=30)))
    assert application.number in page
    assert f"**************{application.id_last4}" in page
    assert application.id_number not in page
    assert "本科·法学" in page
    assert "法学及相关专业" in page
    assert "待核 3 项" in page
    assert "30 小时" in page
    assert "，超过 24 小时" in page
    assert "，超过 48 小时" not in page
    assert "，超过 48 小时" in text(get(desk_of(application.round.county), "/desk/applications/", now=OPEN + timedelta(hours=49)))


def test_filters_stand_in_the_address():
    round = make_announced_round()
    clerk = desk_of(round.county)
    first, second = (make_application(round) for _ in range(2))
    entered(second)
    office = first.vacancy.line.office
    assert listed(clerk) == [first.name]
    assert listed(clerk, "?state=entered") == [second.name]
    assert listed(clerk, "?state=") == [first.name, second.name]
    assert listed(clerk, f"?state=&office={office.pk}") == [first.name, second.name]
    assert listed(clerk, f"?state=&q={second.number}") == [second.name]
    assert listed(clerk, f"?state=&q={first.name}") == [first.name]
    ends_so = [each.name for each in (first, second) if first.id_last4 in (each.id_last4, each.number[-4:])]
    assert listed(clerk, f"?state=&q={first.id_last4}") == ends_so
    assert listed(clerk, f"?state=&round={round.pk + 1}") == [first.name, second.name]


def test_a_name_that_is_searched_for_stands_sealed_in_the_address(application, clerk):
    answer = post(clerk, "/desk/applications/", {"q": application.name, "state": "", "round": "", "office": "", "checks": ""}, now=OPEN)
    (address_of_the_list, _), *_ = answer.redirect_chain
    assert quote(application.name) not in address_of_the_list
    assert [line["name"] for line in answer.context["lines"]] == [application.name]
    assert f'value="{application.name}"' in text(answer)


def test_the_auto_check_filter_asks_policy():
    round = make_announced_round()
    too_old = make_application(round, born_on="19850101")
    fit = make_application(round)
    clerk = desk_of(round.county)
    assert listed(clerk, "?checks=failed") == [too_old.name]
    assert listed(clerk, "?checks=clear") == [fit.name]


def test_the_filter_of_waiting_time_finds_what_the_bureau_owes_for_longer():
    round = make_announced_round()

    def names(query, now):
        return listed(desk_of(round.county), query, now)  # signed in anew: nobody sits there for two days

    first = make_application(round)
    second = make_application(round, now=OPEN + timedelta(hours=24))
    at = OPEN + timedelta(hours=24)
    assert [names(query, at) for query in ("?waited=soon", "?waited=late")] == [[], []]
    moment = timedelta(seconds=1)
    assert names("?waited=soon", at + moment) == [first.name]
    at = OPEN + timedelta(hours=48) + moment
    assert names("?waited=soon", at) == [first.name, second.name]
    assert names("?waited=late", at) == [first.name]
    page = get(desk_of(round.county), "/desk/applications/?waited=late", now=at)
    assert [line["urgency"] for line in page.context["lines"]] == ["late"]
    assert "waited=late" in page.context["kept"]
    entered(first)
    assert names("?state=&waited=late", at) == [first.name]  # the second reviewer is owed since the opinion was entered
    assert names("?state=entered&waited=late", OPEN + timedelta(hours=48)) == []
    post(desk_of(round.county, Role.COUNTY_HR), address(first, "confirm/"), {"seen": first.version}, now=at)
    assert names("?state=&waited=late", at + timedelta(days=9)) == [second.name]
    assert names("?waited=nonsense", at) == [second.name]


def test_the_waiting_time_stands_in_saved_views_and_in_the_export(application, clerk):
    page = get(clerk, "/desk/applications/export/?state=waiting&waited=soon&columns=choose", now=OPEN + timedelta(hours=25))
    assert [row["value"] for row in page.context["about"]] == ["状态：待审查；等待时间：超过 24 小时", "1"]
    post(clerk, "/desk/applications/views/?state=waiting&waited=soon", {"name": "快到期"}, now=OPEN)
    assert SavedView.objects.get().query == "state=waiting&waited=soon"


def test_a_draft_stands_in_no_queue():
    draft = make_draft()
    assert listed(desk_of(draft.round.county), "?state=") == []
    assert get(desk_of(draft.round.county), address(draft), now=OPEN).status_code == 404


def test_the_queue_asks_no_more_with_three_rows_than_with_one(django_assert_num_queries):
    round = make_announced_round()
    clerk = desk_of(round.county)
    for people in (1, 2):
        for _ in range(people):
            make_application(round)
        get(clerk, "/desk/applications/", now=OPEN)
        with clock.standing_at(OPEN), django_assert_num_queries(QUEUE_QUERIES):
            clerk.get("/desk/applications/")


QUEUE_QUERIES = 8  # one of them for the filters this person keeps


def test_the_export_holds_the_filtered_rows_masked_and_is_recorded(application, clerk):
    answer = get(clerk, "/desk/applications/export/?state=waiting", now=OPEN)
    cells = [cell.value for row in load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows() for cell in row]
    assert application.name in cells
    assert age_on(application.round.scheme.age_as_of, application.born_on) in cells
    assert f"**************{application.id_last4}" in cells
    assert application.id_number not in cells
    event = AuditEvent.objects.get(verb="export_applications")
    assert event.details == {"rows": 1}


def test_the_choice_of_the_queues_columns_reads_no_application_and_records_nothing(application, clerk, django_assert_num_queries):
    get(clerk, "/desk/applications/", now=OPEN)
    with clock.standing_at(OPEN), django_assert_num_queries(CHOICE_QUERIES):
        page = clerk.get("/desk/applications/export/?state=waiting&columns=choose")
    assert [row["value"] for row in page.context["about"]] == ["状态：待审查", "1"]
    assert page.context["kept"] == [("state", "waiting")]
    assert application.name not in page.text
    assert not AuditEvent.objects.filter(verb="export_applications").exists()


CHOICE_QUERIES = 6


def test_the_chosen_columns_of_the_queue_go_out_and_are_recorded_and_an_empty_choice_is_not(application, clerk):
    empty = get(clerk, "/desk/applications/export/?state=waiting&columns=chosen", now=OPEN)
    assert "一列也没有勾选，还没有导出。请至少勾选一列。" in text(empty)
    assert not AuditEvent.objects.filter(verb="export_applications").exists()
    answer = get(clerk, "/desk/applications/export/?state=waiting&columns=chosen&column=name&column=number", now=OPEN)
    rows = [list(row) for row in load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True)]
    assert rows == [["报名序号", "姓名"], [application.number, application.name]]
    assert AuditEvent.objects.get(verb="export_applications").details == {
        "rows": 1,
        "columns": ["报名序号", "姓名"],
    }


# ---- the candidate page ----


def test_the_page_holds_each_condition_with_its_words_evidence_and_result(application, clerk):
    page = text(get(clerk, address(application), now=OPEN))
    assert "出生 1996-07-12，公告要求 1988-03-26 至 2006-03-25" in page
    assert "年龄在18周岁以上，35周岁以下" in page
    assert "本科 山西大学 法学 2019年7月1日毕业，公告要求到2024年3月25日已取得" in page
    assert "户籍在阳泉：是；居住地为阳泉：是" in page
    assert "本人声明没有此情形" in page
    assert page.count('type="radio"') == 6
    assert "第 1 / 1 件" in page
    assert application.id_number not in page
    assert application.phone not in page


def test_an_approval_is_entered_and_the_next_one_opens():
    round = make_announced_round()
    clerk = desk_of(round.county)
    first, second = (make_application(round) for _ in range(2))
    page = text(get(clerk, address(first, "?state=waiting"), now=OPEN))
    assert f'href="{address(second)}?state=waiting"' in page
    answer = post(clerk, address(first, "review/?state=waiting"), ALL_YES | {"decision": "passed", "seen": first.version}, now=OPEN)
    assert answer.redirect_chain == [(address(second, "?state=waiting"), 302)]
    assert f"{first.name}：已录入“通过”，等另一位工作人员复核。" in text(answer)
    assert Entry.objects.get().answers == ANSWERS


def test_after_the_last_one_the_list_comes_back(application, clerk):
    answer = post(clerk, address(application, "review/"), ALL_YES | {"decision": "passed", "seen": application.version}, now=OPEN)
    assert answer.redirect_chain == [("/desk/applications/", 302)]


def test_an_open_condition_is_named_and_the_answers_stay(application, clerk):
    sent = {"decision": "passed", "seen": application.version, "answer_conduct": "yes", "answer_skills": "yes"}
    answer = post(clerk, address(application, "review/"), sent, now=OPEN)
    assert "还有 1 项没有核对：纪律性和基层适应。" in text(answer)
    assert text(answer).count("checked") == 2
    assert not Entry.objects.exists()


def test_all_open_conditions_are_answered_at_once_without_script(application, clerk):
    answer = post(clerk, address(application, "review/"), {"fill": "1", "seen": application.version}, now=OPEN)
    assert text(answer).count("checked") == 3
    assert not Entry.objects.exists()


def test_a_refusal_asks_for_its_reason_and_previews_the_letter(clerk, application):
    panel = text(
        post(
            clerk, address(application, "review/"), {"decision": "returned", "seen": application.version, "answer_conduct": "yes"}, now=OPEN
        )
    )
    assert "您的报名需要补正" in panel
    assert "请登录“我的报名”补正后重新提交。" in panel
    assert panel.count("checked") == 1
    empty = text(
        post(
            clerk,
            address(application, "review/"),
            {"decision": "returned", "seen": application.version, "reason": "", "sentence": ""},
            now=OPEN,
        )
    )
    assert "请选择原因。" in empty
    assert "请用一句话写明情况，报名人会看到。" in empty
    said = {"decision": "returned", "seen": application.version, "reason": "education", "sentence": "毕业证书照片模糊，请重拍。"}
    answer = post(clerk, address(application, "review/"), said, now=OPEN)
    assert "已录入“退回补正”，等另一位工作人员复核。" in text(answer)
    entry = Entry.objects.get()
    assert (entry.returned, entry.clause, entry.sentence) == (True, "四(二)1(5)", "毕业证书照片模糊，请重拍。")


@pytest.mark.parametrize(
    ("decision", "reason", "told"),
    [
        ("passed", "", "您的资格审查已通过"),
        ("failed", "education", "未通过（依据：四(二)1(5)）"),
        ("returned", "education", "请在2024年3月29日 24:00前补正。说明：编号 <a&b> 查不到。请登录"),
    ],
)
def test_the_letter_that_is_previewed_is_the_letter_that_is_sent(clerk, application, decision, reason, told):
    """The first reviewer's preview where there is one, and the second's, against what lies in the inbox."""
    sentence = "编号 <a&b> 查不到。" if reason else ""
    previews = []
    if reason:
        said = {"seen": application.version, "reason": reason, "sentence": f" {sentence} ", "fill": "", "decision": decision}
        panel = post(clerk, address(application, "review/"), said | {"seen": application.version - 1}, now=OPEN)
        assert panel.context["refusal"] == decision
        previews += [letter for letter in panel.context["letters"] if letter.chosen]
    entered(application, decision=decision, reason=reason, sentence=sentence)
    hr = desk_of(application.round.county, Role.COUNTY_HR)
    previews.append(get(hr, address(application), now=OPEN).context["sends"])
    post(hr, address(application, "confirm/"), {"seen": application.version}, now=OPEN)
    sent = Message.objects.get(recipient=application.applicant, letter__in=["stage_decided", "application_returned"])
    assert [(letter.subject, letter.body) for letter in previews] == [(sent.subject, sent.body)] * (2 if reason else 1)
    assert told in sent.body


def test_without_script_the_letter_of_the_chosen_reason_is_the_one_that_is_shown(clerk, application):
    said = {"decision": "failed", "seen": application.version, "reason": "education", "sentence": ""}
    answer = post(clerk, address(application, "review/"), said, now=OPEN)
    assert [letter.reasons for letter in answer.context["letters"] if letter.chosen] == [("education",)]
    assert '<div data-letter="education">' in text(answer)
    assert text(answer).count("<div data-letter=") == text(answer).count(" hidden>\n                <p><b>资格审查：未通过") + 1


def test_a_refusal_by_facts_is_suggested_with_its_evidence():
    application = make_application(born_on="19850101")
    clerk = desk_of(application.round.county)
    page = text(post(clerk, address(application, "review/"), {"decision": "failed", "seen": application.version}, now=OPEN))
    assert '<option value="age" selected>' in page
    assert "年龄不符合要求：出生 1985-01-01，公告要求 1988-03-26 至 2006-03-25。" in page
    refused = post(clerk, address(application, "review/"), ALL_YES | {"decision": "passed", "seen": application.version}, now=OPEN)
    assert "“年龄”不符合（四(二)1(3)），不能通过。" in text(refused)


def test_an_overtaken_page_is_refused_keeps_what_was_typed_and_may_be_sent_again(application, clerk):
    said = {"decision": "failed", "seen": application.version, "reason": "education", "sentence": "学历证书编号查不到。"}
    Application.objects.filter(pk=application.pk).update(version=application.version + 1)
    answer = post(clerk, address(application, "review/"), said, now=OPEN)
    assert "您查看后内容又有更新，这次操作没有保存。请核对最新内容后再操作。" in text(answer)
    assert "学历证书编号查不到。" in text(answer)
    assert f'name="seen" value="{application.version + 1}"' in text(answer)
    assert not Entry.objects.exists()


def test_what_somebody_else_has_entered_is_not_entered_again(application):
    other = signed_in(make_user(Role.COUNTY_CLERK, application.round.county))
    entered(application)
    first = staff(application.round.county, Role.COUNTY_CLERK)
    answer = post(other, address(application, "review/"), ALL_YES | {"decision": "passed", "seen": application.version}, now=OPEN)
    assert f"这份报名已由{first.name}于 2024年3月26日 10:00 录入“通过”，您的操作没有保存。" in text(answer)
    assert Entry.objects.count() == 1


# ---- the second person ----


def test_another_confirms_and_the_applicant_is_told(application):
    entered(application)
    hr = desk_of(application.round.county, Role.COUNTY_HR)
    page = text(get(hr, address(application, "?state=entered"), now=OPEN))
    assert "初审意见" in page
    assert "确认“通过”" in page
    answer = post(hr, address(application, "confirm/?state=entered"), {"seen": application.version}, now=OPEN)
    assert f"{application.name}：已复核，结论为“通过”。" in text(answer)
    application.refresh_from_db()
    assert (application.stage, application.status) == ("written_exam", Status.ACTIVE)
    assert Message.objects.filter(recipient=application.applicant, letter="stage_decided").exists()


def test_the_one_who_entered_reads_that_another_must_confirm(application, clerk):
    entered(application)
    assert str(OneHand()) in text(get(clerk, address(application), now=OPEN))
    assert "确认“通过”" not in text(get(clerk, address(application), now=OPEN))
    answer = post(clerk, address(application, "confirm/"), {"seen": application.version}, now=OPEN)
    assert "录入人与复核人不能是同一人，请由另一位工作人员复核。" in text(answer)
    assert Entry.objects.count() == 1


def test_a_second_person_who_disagrees_says_why_and_the_first_is_told(application):
    entered(application)
    head = desk_of(application.round.county, Role.COUNTY_HEAD)
    assert "请写明不同意的理由，录入人会收到。" in text(post(head, address(application, "send-back/"), {"reason": ""}, now=OPEN))
    answer = post(head, address(application, "send-back/"), {"reason": "居住证明已过期"}, now=OPEN)
    first = staff(application.round.county, Role.COUNTY_CLERK)
    assert f"{application.name}：已退回{first.name}重新审查。" in text(answer)
    assert not Entry.objects.exists()
    assert "理由：居住证明已过期" in Message.objects.get(recipient=first, letter="entry_sent_back").body


@pytest.mark.parametrize(
    ("decision", "conclusion"), [("passed", "通过"), ("failed", "不通过"), ("returned", "退回补正")], ids=["passed", "failed", "returned"]
)
def test_who_comes_second_reads_who_settled_it_when_and_with_what(application, decision, conclusion):
    words = {} if decision == "passed" else {"reason": "education", "sentence": "毕业证书照片模糊，请重拍。"}
    entered(application, decision=decision, **words)
    county = application.round.county
    seen, hr, head = {"seen": application.version}, desk_of(county, Role.COUNTY_HR), desk_of(county, Role.COUNTY_HEAD)
    post(hr, address(application, "confirm/"), seen, now=OPEN)
    name = staff(county, Role.COUNTY_HR).name
    taken = f"这条录入已由{name}于 2024年3月26日 10:00 办结，结论为“{conclusion}”，您的操作没有保存。"
    assert taken in text(post(head, address(application, "confirm/"), seen, now=OPEN))
    assert taken in text(post(head, address(application, "send-back/"), {"reason": "居住证明已过期"}, now=OPEN))


def test_what_was_sent_back_taken_back_or_lapsed_is_told_as_that(application):
    county = application.round.county
    hr, head, first = (staff(county, role) for role in (Role.COUNTY_HR, Role.COUNTY_HEAD, Role.COUNTY_CLERK))
    told = "这条录入已由{}于 2024年3月26日 10:00 {}，您的操作没有保存。"

    def late():
        return text(post(signed_in(head), address(application, "confirm/"), {"seen": application.version}, now=OPEN))

    assert "这条录入已经有人办理，请刷新页面查看结果。" in late()
    with clock.standing_at(OPEN):
        actions.send_back_entry(entry=entered(application), reason="居住证明已过期", by=hr, now=OPEN)
    assert told.format(hr.name, "退回，由录入人重新办理") in late()
    with clock.standing_at(OPEN):
        actions.take_back_entry(entry=entered(application), by=first, now=OPEN)
    assert told.format(first.name, "撤回") in late()
    entered(application)
    with clock.standing_at(OPEN):
        actions.declare_relative(application=application, staff=first, relation="近姻亲关系", by=first, now=OPEN)
    assert told.format(first.name, "申报回避，录入作废") in late()


def test_a_confirmed_return_waits_for_the_applicant(application):
    entered(application, decision="returned", reason="education", sentence="毕业证书照片模糊，请重拍。")
    hr = desk_of(application.round.county, Role.COUNTY_HR)
    post(hr, address(application, "confirm/"), {"seen": application.version}, now=OPEN)
    page = text(get(hr, address(application), now=OPEN))
    assert "已退回补正，等报名人重新提交；迟迟不补正的，可以作不通过。" in page
    assert listed(hr, "?state=returned") == [application.name]


def test_who_never_mends_a_return_can_only_be_refused(application, clerk):
    entered(application, decision="returned", reason="education", sentence="毕业证书照片模糊，请重拍。")
    post(desk_of(application.round.county, Role.COUNTY_HR), address(application, "confirm/"), {"seen": application.version}, now=OPEN)
    application.refresh_from_db()
    page = text(get(clerk, address(application), now=OPEN))
    assert 'value="failed"' in page
    assert 'value="passed"' not in page
    said = {"seen": application.version, "reason": "education", "sentence": "没有按时补正毕业证书。"}
    refused = post(clerk, address(application, "review/"), ALL_YES | said | {"decision": "passed"}, now=OPEN)
    assert "这份报名现在不在这个环节，请刷新页面，看清所在环节再办。" in text(refused)
    over, clerk = OPEN + timedelta(days=4), desk_of(application.round.county)
    assert "已录入“不通过”" in text(post(clerk, address(application, "review/"), said | {"decision": "failed"}, now=over))


# ---- relatives, personal data, other counties ----


def test_a_declared_relative_decides_nothing(application, clerk):
    answer = post(clerk, address(application, "recusal/"), {"relation": "近姻亲关系"}, now=OPEN)
    assert f"已登记您与{application.name}的回避关系，这份报名由其他工作人员办理。" in text(answer)
    page = text(get(clerk, address(application), now=OPEN))
    assert "您已申报与该报名人存在回避关系，由其他工作人员办理。" in page
    assert "交复核" not in page
    refused = post(clerk, address(application, "review/"), ALL_YES | {"decision": "passed", "seen": application.version}, now=OPEN)
    assert "您已申报与该报名人存在回避关系，不能办理此件。" in text(refused)
    assert "您已申报与该报名人存在回避关系，不能办理此件。" in text(
        post(clerk, address(application, "recusal/"), {"relation": "近姻亲关系"}, now=OPEN)
    )


def test_a_second_person_declares_a_relation_too(application):
    hr = desk_of(application.round.county, Role.COUNTY_HR)
    assert "已登记您与" in text(post(hr, address(application, "recusal/"), {"relation": "夫妻关系"}, now=OPEN))


def test_a_full_number_is_shown_for_a_reason_and_every_look_is_recorded(application, clerk):
    assert application.id_number not in text(get(clerk, address(application, "reveal/"), now=OPEN))
    assert "请选择查看的事由。" in text(post(clerk, address(application, "reveal/"), {"occasion": ""}, now=OPEN))
    assert not AuditEvent.objects.filter(verb="reveal_personal_data").exists()
    answer = post(clerk, address(application, "reveal/"), {"occasion": "identity"}, now=OPEN)
    assert application.id_number in text(answer)
    assert "no-store" in answer["Cache-Control"]
    event = AuditEvent.objects.get(verb="reveal_personal_data")
    assert event.details == {"occasion": "identity"}


def look(application, times, now):
    with clock.standing_at(now):
        for _ in range(times):
            by = staff(application.round.county, Role.COUNTY_CLERK)
            actions.reveal(application=application, occasion="identity", by=by, now=now)


def told():
    """To whom and when it was said that somebody looks often."""
    return list(Message.objects.filter(letter="many_looks").order_by("pk").values_list("recipient", "sent_at"))


def test_of_more_than_twenty_looks_in_an_hour_the_head_is_told_once(application):
    county = application.round.county
    head = staff(county, Role.COUNTY_HEAD)
    staff(make_county(), Role.COUNTY_HEAD)
    later = OPEN + timedelta(minutes=59)
    look(application, 20, OPEN)
    assert told() == []
    look(application, 1, later)
    assert told() == [(head.pk, later)]
    look(application, 5, later)
    assert told() == [(head.pk, later)]
    letter = Message.objects.get(letter="many_looks")
    clerk = staff(county, Role.COUNTY_CLERK)
    assert letter.body == f"{clerk.name}一小时内查看完整号码超过 20 次，请在“操作留痕”核实每次的事由。"
    assert len(f"{letter.subject}{letter.body}") <= 70
    assert AuditEvent.objects.filter(verb="reveal_personal_data").count() == 26


def test_twenty_looks_an_hour_after_twenty_others_tell_nobody_and_the_next_unusual_hour_is_told_anew(application):
    head = staff(application.round.county, Role.COUNTY_HEAD)
    hour = timedelta(hours=1)
    look(application, 20, OPEN)
    look(application, 20, OPEN + hour)
    assert told() == []
    look(application, 1, OPEN + hour)
    look(application, 21, OPEN + 3 * hour)
    assert told() == [(head.pk, OPEN + hour), (head.pk, OPEN + 3 * hour)]


def test_another_account_s_looks_count_for_themselves(application):
    staff(application.round.county, Role.COUNTY_HEAD)
    other = make_user(Role.COUNTY_CLERK, application.round.county)
    look(application, 20, OPEN)
    with clock.standing_at(OPEN):
        actions.reveal(application=application, occasion="identity", by=other, now=OPEN)
    assert told() == []


def test_the_human_resources_bureau_sees_masked_numbers_only(application):
    hr = desk_of(application.round.county, Role.COUNTY_HR)
    assert "显示完整号码" not in text(get(hr, address(application), now=OPEN))
    assert get(hr, address(application, "reveal/"), now=OPEN).status_code == 403


@pytest.mark.parametrize("act", ["", "reveal/", "recusal/", "send-back/"])
def test_another_county_s_application_is_not_found(application, act):
    assert get(desk_of(make_county()), address(application, act), now=OPEN).status_code == 404


@pytest.mark.parametrize("act", ["review/", "confirm/"])
def test_another_county_decides_nothing(application, act):
    entered(application)
    assert post(desk_of(make_county()), address(application, act), {"seen": application.version}, now=OPEN).status_code == 404


def test_a_paper_is_shown_to_its_county_and_to_no_other(application, clerk):
    paper = Attachment.objects.filter(application=application).first()
    answer = get(clerk, address(application, f"files/{paper.pk}/"), now=OPEN)
    assert (answer.status_code, answer["Content-Type"], answer["Content-Disposition"].split(";")[0]) == (200, "image/jpeg", "inline")
    assert get(desk_of(make_county()), address(application, f"files/{paper.pk}/"), now=OPEN).status_code == 404


def test_neither_city_nor_applicant_opens_the_review(application):
    assert get(signed_in(city()), "/desk/applications/", now=OPEN).status_code == 403
    assert get(signed_in(application.applicant), address(application), now=OPEN).status_code == 403


def test_the_candidate_page_asks_no_more_with_three_in_the_queue_than_with_one(django_assert_max_num_queries):
    round = make_announced_round()
    clerk = desk_of(round.county)
    application = make_application(round)
    get(clerk, address(application), now=OPEN)
    for _ in range(2):
        make_application(round)
    with clock.standing_at(OPEN), django_assert_max_num_queries(25):
        clerk.get(address(application))


# ---- a PDF is shown as pictures of its pages ----


def with_diploma(content, name="毕业证书.pdf"):
    """An application whose diploma is this file."""
    draft = fill_in(make_draft())
    with clock.standing_at(OPEN):
        upload = SimpleUploadedFile(name, content, content_type="application/pdf")
        there = draft.attachments.get(kind="diploma", replaced_at=None)
        actions.attach(application=draft, kind="diploma", upload=upload, instead_of=there.pk, by=draft.applicant, now=OPEN)
        draft.refresh_from_db()
        return actions.submit(application=draft, nonce=uuid4(), by=draft.applicant, seen=draft.version, now=OPEN)


def test_a_pdf_is_read_in_the_page_as_pictures_of_its_pages_and_only_by_those_who_may():
    application = with_diploma(make_pdf(pages=2))
    paper = application.attachments.get(kind="diploma", replaced_at=None)
    clerk = desk_of(application.round.county)
    page = text(get(clerk, address(application), now=OPEN))
    one, two, three = (address(application, f"files/{paper.pk}/pages/{number}/") for number in (1, 2, 3))
    assert f'src="{one}"' in page
    assert f'src="{two}"' in page
    assert three not in page
    answer = get(clerk, one, now=OPEN)
    assert (answer["Content-Type"], answer.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert get(clerk, three, now=OPEN).status_code == 404
    photo = application.attachments.get(kind="photo")
    assert get(clerk, address(application, f"files/{photo.pk}/pages/1/"), now=OPEN).status_code == 404
    assert get(desk_of(make_county()), one, now=OPEN).status_code == 404
    assert get(signed_in(application.applicant), one, now=OPEN).status_code == 403
