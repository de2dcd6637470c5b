"""考察, 体检, 递补, 公示 and contract: two people each time, never too early, and as many hires as the ledger has filled."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from bureaus import clock
from bureaus.access import OneHand, Refused
from bureaus.models import Message
from bureaus.tenancy import Stale
from documents.models import OfficialPaper, PaperKind
from policy.powers import Role
from policy.progress import Outcome
from recruitment import actions, ranking
from recruitment.models import Application, Entry, Objection, Recheck, StageResult, Standing, Status
from staffing.models import Assistant, Contract, Posting
from tests.recruitment import stages
from tests.recruitment.factories import post
from tests.recruitment.kept import again, get, once, send, signed_in
from tests.recruitment.stages import EXAMINED, POSTED, POSTED_OUT, SCORES, SIGNED, applications, at, clerk, head, hr
from tests.staffing.factories import make_county, make_user
from tests.staffing.queries import queries_of
from tests.staffing.readback import records_of
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db
inspecting = once(stages.make_inspection_round)
published = once(stages.make_published_round)
contracting = once(stages.make_contract_round)
HEALTH = "乙肝表面抗原阳性"


def proposed(round):
    return (
        Application.objects.filter(round=round, standing__proposed=True).select_related("round__county", "applicant").order_by("pk").first()
    )


def enter(application, stage="inspection", outcome=Outcome.PASSED, *, by=None, now=EXAMINED, **words):
    given = {"reason": "", "sentence": "", "note": ""} | words
    with clock.standing_at(now):
        return actions.enter_result(
            application=application,
            stage=stage,
            outcome=outcome,
            by=by or clerk(application.round),
            seen=application.version,
            now=now,
            **given,
        )


def blocked(round, now=EXAMINED):
    with pytest.raises(actions.Blocked) as caught:
        stages.close(round, now)
    return caught.value.reasons


def use(round):
    return round.vacancies.get().line.plan.lines.with_use().get().use("public")


# ---- outcomes by two people ----


def test_only_the_proposed_are_inspected_and_the_others_wait(inspecting):
    assert [(person.stage, person.status) for person in applications(again(inspecting))] == [
        ("inspection", "active"),
        ("interview", "active"),
        ("interview", "active"),
    ]


def test_an_outcome_takes_effect_when_another_confirms_it(inspecting):
    person = proposed(again(inspecting))
    entry = enter(person)
    assert Application.objects.get(pk=person.pk).stage == "inspection"
    with refused(OneHand, "录入人与复核人不能是同一人，请由另一位工作人员复核。"):
        actions.confirm_entry(entry=entry, by=clerk(person.round), seen=person.version, now=EXAMINED)
    actions.confirm_entry(entry=entry, by=head(person.round), seen=person.version, now=EXAMINED)
    assert Application.objects.get(pk=person.pk).stage == "medical"
    result = StageResult.objects.get(application=person, stage="inspection")
    assert (result.outcome, result.entered_by, result.decided_by) == ("passed", clerk(person.round), head(person.round))


def test_a_second_entry_for_the_same_stage_is_refused(inspecting):
    person = proposed(again(inspecting))
    by = clerk(person.round).name
    entry = enter(person)
    with refused(actions.Impossible, f"这份报名已由{by}于 2024年5月16日 10:00 录入“合格”，您的操作没有保存。"):
        enter(person)
    entry.pk = None
    with pytest.raises(IntegrityError, match="one_entry_per_stage_and_attempt"), transaction.atomic():
        entry.save()


def test_an_entry_on_an_older_version_is_refused(inspecting):
    person = proposed(again(inspecting))
    Application.objects.filter(pk=person.pk).update(version=person.version + 1)
    with refused(Stale, "您查看后内容又有更新，这次操作没有保存。请核对最新内容后再操作。"):
        enter(person)


def test_who_is_out_is_told_why(inspecting):
    with refused(actions.Impossible, "请用一句话写明情况，本人会看到。"):
        enter(proposed(again(inspecting)), outcome=Outcome.FAILED, reason="other")


def test_a_medical_outcome_is_not_entered_before_its_stage(inspecting):
    with refused(actions.NotAtThatStage, "这份报名现在不在这个环节，请刷新页面，看清所在环节再办。"):
        enter(proposed(again(inspecting)), stage="medical")


def test_who_comes_second_to_an_entry_is_told_who_was_first_and_what_was_decided(inspecting):
    round = again(inspecting)
    entry = enter(proposed(round))
    confirm(entry)
    first = head(round).name
    told = f"这条录入已由{first}于 2024年5月16日 10:00 办结，结论为“合格”，您的操作没有保存。"
    where = (entry.application_id, entry.pk)
    acts = [
        send(head(round), "result_entry_confirm", *where, now=EXAMINED, seen=entry.seen),
        send(head(round), "result_entry_send_back", *where, now=EXAMINED, reason="缺材料"),
    ]
    assert [(answer.status_code, told in answer.text, len(answer.redirect_chain)) for answer in acts] == [(200, True, 1)] * 2
    assert get(head(round), "result_entry", *where, now=EXAMINED).url == reverse("recruitment:round_results", args=[round.pk])


def test_who_comes_second_to_what_was_sent_back_is_told_so(inspecting):
    round = again(inspecting)
    entry = enter(proposed(round))
    with clock.standing_at(EXAMINED):
        actions.send_back_entry(entry=entry, reason="缺征信查询记录", by=head(round), now=EXAMINED)
    answer = send(head(round), "result_entry_confirm", entry.application_id, entry.pk, now=EXAMINED, seen=entry.seen)
    assert f"这条录入已由{head(round).name}于 2024年5月16日 10:00 退回，由录入人重新办理，您的操作没有保存。" in answer.text


def confirm(entry):
    with clock.standing_at(EXAMINED):
        return actions.confirm_entry(entry=entry, by=head(entry.application.round), seen=entry.seen, now=EXAMINED)


def test_an_entry_that_is_sent_back_is_gone_and_its_author_is_told(inspecting):
    entry = enter(proposed(again(inspecting)))
    actions.send_back_entry(entry=entry, reason="缺征信查询记录", by=head(entry.application.round), now=EXAMINED)
    assert Entry.objects.count() == 0
    assert "缺征信查询记录" in Message.objects.get(recipient=entry.entered_by, letter="entry_sent_back").body


def test_nobody_confirms_their_own_result_by_writing_past_the_action(inspecting):
    person = proposed(again(inspecting))
    by = clerk(person.round)
    with pytest.raises(IntegrityError, match="result_confirmed_by_another"), transaction.atomic():
        StageResult.objects.create(
            application=person, stage="inspection", attempt=1, outcome="passed", entered_by=by, decided_by=by, decided_at=EXAMINED
        )


def test_a_failure_without_reason_is_not_written(inspecting):
    with pytest.raises(IntegrityError, match="failure_says_why"), transaction.atomic():
        StageResult.objects.create(
            application=proposed(again(inspecting)), stage="inspection", attempt=1, outcome="failed", decided_at=EXAMINED
        )


def test_what_a_doctor_wrote_is_sealed_in_the_database(inspecting):
    entry = medical(again(inspecting))
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM recruitment_entry WHERE id = %s", [entry.pk])
        (stored,) = cursor.fetchone()
    assert stored != ""
    assert HEALTH not in stored


# ---- closing too early ----


def test_the_inspection_does_not_close_too_early(inspecting):
    round = again(inspecting)
    assert blocked(round) == ["还有 1 人没有考察结果，请登记合格、不合格或者放弃。"]
    entry = enter(proposed(round))
    assert blocked(round) == ["还有 1 人的考察结果没有经第二人确认，请另一名工作人员确认。"]
    entry.delete()
    stages.settle(proposed(round), "inspection", Outcome.FAILED)
    assert blocked(round) == ["还有 1 个空出的名额没有处理，请办理递补，或者登记不再递补。"]


def test_the_medical_does_not_close_too_early(inspecting):
    round = again(inspecting)
    stages.settle_all(round, "inspection")
    stages.close(round, EXAMINED)
    assert blocked(round) == ["还有 1 人没有体检结果，请登记合格、不合格或者放弃。"]
    person = proposed(round)
    stages.settle(person, "medical", Outcome.FAILED)
    with clock.standing_at(EXAMINED):
        actions.ask_recheck(application=person, stage="medical", request="申请复检", by=person.applicant, now=EXAMINED)
    assert blocked(round) == [
        "还有 1 份体检复检申请没有结果，请登记复检结论。",
        "还有 1 个空出的名额没有处理，请办理递补，或者登记不再递补。",
    ]


def test_the_publicity_does_not_close_too_early(inspecting):
    round = again(inspecting)
    stages.settle_all(round, "inspection")
    stages.close(round, EXAMINED)
    stages.settle_all(round, "medical")
    stages.close(round, EXAMINED)
    assert blocked(round, POSTED) == ["公示的起止日期还没有确定，请先发布公示。", "“拟聘用人员公示”还没有发布，请拟好、签批后发布。"]
    notice = post(again(inspecting), "proposed_hires", POSTED)
    assert (notice.first_day, notice.last_day) == (date(2024, 5, 21), date(2024, 5, 29))
    with clock.standing_at(POSTED):
        objection = actions.receive_objection(notice=notice, text="学历有误", contact="", now=POSTED)
    running = "公示到 2024年5月29日 24:00 为止，期满后才能结束。"
    unanswered = "还有 1 条公示异议没有办结，请登记调查结论，一时查不清的登记暂缓。"
    assert blocked(round, at(5, 29, 23, 59)) == [running, unanswered]
    assert blocked(round, POSTED_OUT) == [unanswered]
    actions.close_objection(objection=objection, outcome="unfounded", finding="学信网核对无误", by=clerk(round), now=POSTED_OUT)
    stages.close(round, POSTED_OUT)
    assert Application.objects.at("contract").count() == 1


def test_the_contract_stage_does_not_close_too_early(contracting):
    round = again(contracting)
    assert blocked(round, SIGNED) == [
        "还有 1 名拟聘用人员没有签订合同，请签订合同，或者登记本人放弃。",
        "“聘用结果公告”还没有发布，请拟好、签批后发布。",
    ]
    with refused(actions.Blocked, "还有拟聘用人员没有签订合同，签完后再公布聘用结果。"):
        post(round, "hires", SIGNED)


# ---- 递补 ----


def test_a_failed_medical_calls_the_next_in_order_who_goes_the_whole_way(inspecting):
    round = again(inspecting)
    first, second, third = applications(round)
    stages.settle(first, "inspection")
    stages.close(round, EXAMINED)
    stages.settle(first, "medical", Outcome.FAILED)
    vacancy = round.vacancies.get()
    with clock.standing_at(EXAMINED):
        (called,) = actions.substitute(vacancy=vacancy, by=clerk(round), now=EXAMINED)
    assert (called.application, called.substitute_for.application) == (second, first)
    assert Message.objects.get(letter="substitute_called").recipient == second.applicant
    with refused(actions.Impossible, "没有可以递补的人员，或者方案规定不再递补。"), clock.standing_at(EXAMINED):
        actions.substitute(vacancy=vacancy, by=clerk(round), now=EXAMINED)
    stages.settle(second, "inspection")
    stages.settle(second, "medical")
    stages.close(round, EXAMINED)
    post(again(round.pk), "proposed_hires", POSTED)
    stages.close(round, POSTED_OUT)
    stages.prepare(second)
    stages.sign(second)
    post(again(round.pk), "hires", SIGNED)
    stages.close(round, SIGNED)
    assert [person.status for person in applications(round)] == ["failed", "hired", "failed"]
    assert third.applicant.letters.filter(letter="stage_decided", about__contains="interview").count() == 1
    used = use(round)
    assert (used.reserved, used.filled) == (0, Contract.objects.signed().count()) == (0, 1)


def test_a_substitute_who_fails_is_not_followed_beyond_the_announced_number(inspecting):
    round = again(inspecting)
    vacancy = round.vacancies.get()
    stages.settle(applications(round)[0], "inspection", Outcome.WITHDREW)
    with clock.standing_at(EXAMINED):
        actions.substitute(vacancy=vacancy, by=clerk(round), now=EXAMINED)
    stages.settle(applications(round)[1], "inspection", Outcome.FAILED)
    assert ranking.open_places(again(round.pk)) == 0
    with refused(actions.Impossible, "没有可以递补的人员，或者方案规定不再递补。"), clock.standing_at(EXAMINED):
        actions.substitute(vacancy=vacancy, by=clerk(round), now=EXAMINED)


def test_where_the_scheme_leaves_a_place_vacant_nobody_is_called():
    round = stages.make_inspection_round(substitution_inspection="vacant")
    stages.settle(applications(round)[0], "inspection", Outcome.FAILED)
    assert ranking.open_places(again(round.pk)) == 0
    stages.close(round, EXAMINED)


def test_a_tie_among_those_who_wait_is_settled_by_people_before_one_is_called():
    round = stages.make_inspection_round(written=["90.00", "80.00", "80.00"], interview=["90.00", "80.00", "80.00"])
    stages.settle(applications(round)[0], "inspection", Outcome.FAILED)
    sentence = "第 1 名有 2 人并列，名额只剩 1 个，请组织加试并登记加试成绩；系统不会代为选人。"
    with refused(actions.Impossible, sentence), clock.standing_at(EXAMINED):
        actions.substitute(vacancy=round.vacancies.get(), by=clerk(round), now=EXAMINED)


def test_a_late_extra_test_tells_those_who_wait_apart_and_one_is_called():
    round = stages.make_inspection_round(written=["90.00", "80.00", "80.00"], interview=["90.00", "80.00", "80.00"])
    first, second, third = applications(round)
    stages.settle(first, "inspection", Outcome.FAILED)
    ranks = list(Standing.objects.order_by("application").values_list("rank", flat=True))
    page = get(clerk(round), "round_results", round.pk, now=EXAMINED).text
    assert reverse("recruitment:scores", args=[round.pk, "extra_test"]) in page
    stages.score(again(round.pk), "extra_test", {second.pk: "70.00", third.pk: "71.00"}, EXAMINED)
    assert list(Standing.objects.order_by("application").values_list("rank", flat=True)) == ranks
    with clock.standing_at(EXAMINED):
        (called,) = actions.substitute(vacancy=round.vacancies.get(), by=clerk(round), now=EXAMINED)
    assert called.application == third


def test_nobody_is_called_after_the_names_are_public(published):
    round = again(published)
    person = proposed(round)
    with clock.standing_at(POSTED):
        actions.record_withdrawal(application=person, reason="本人书面放弃", by=clerk(round), seen=person.version, now=POSTED)
    with refused(actions.Impossible, "拟聘用人员已经公示，不再递补。"), clock.standing_at(POSTED):
        actions.substitute(vacancy=round.vacancies.get(), by=clerk(round), now=POSTED)


# ---- 体检复检 ----


def test_a_medical_conclusion_that_does_not_stand_up_is_entered_anew(inspecting):
    round = again(inspecting)
    person = applications(round)[0]
    stages.settle(person, "inspection")
    stages.close(round, EXAMINED)
    stages.settle(person, "medical", Outcome.FAILED)
    asked = at(5, 23, 23)
    with clock.standing_at(asked):
        recheck = actions.ask_recheck(application=person, stage="medical", request="复查结果正常", by=person.applicant, now=asked)
        actions.answer_recheck(recheck=recheck, answer="复检合格，重新登记。", by=clerk(round), now=asked, reopen=True)
    assert (applications(round)[0].status, applications(round)[0].attempt) == ("active", 2)
    stages.settle(person, "medical", now=asked)
    assert list(StageResult.objects.filter(application=person, stage="medical").order_by("pk").values_list("attempt", "outcome")) == [
        (1, "failed"),
        (2, "passed"),
    ]
    assert Recheck.objects.get().answered_by == clerk(round)


def test_a_place_that_another_has_taken_is_not_given_back(inspecting):
    round = again(inspecting)
    person = applications(round)[0]
    stages.settle(person, "inspection")
    stages.close(round, EXAMINED)
    stages.settle(person, "medical", Outcome.FAILED)
    with clock.standing_at(EXAMINED):
        recheck = actions.ask_recheck(application=person, stage="medical", request="申请复检", by=person.applicant, now=EXAMINED)
        actions.substitute(vacancy=round.vacancies.get(), by=clerk(round), now=EXAMINED)
        with refused(actions.Impossible, "这个名额已经递补他人，不能重新登记体检结论。"):
            actions.answer_recheck(recheck=recheck, answer="复检合格", by=clerk(round), now=EXAMINED, reopen=True)


def test_who_passed_the_medical_has_nothing_to_ask(inspecting):
    person = proposed(again(inspecting))
    with refused(actions.Impossible, "现在没有可以申请复核的结果。"):
        actions.ask_recheck(application=person, stage="medical", request="再查", by=person.applicant, now=EXAMINED)


# ---- objections ----


def test_an_objection_that_is_upheld_ends_one_and_lets_the_others_go_on(published):
    round = again(published)
    person = proposed(round)
    notice = round.notices.get(kind="proposed_hires")
    with clock.standing_at(POSTED):
        objection = actions.receive_objection(notice=notice, application=person, text="有未结案件", contact="", by=clerk(round), now=POSTED)
        with refused(actions.Impossible, "请写明核查情况。"):
            actions.close_objection(objection=objection, outcome="upheld", finding=" ", by=head(round), now=POSTED)
        actions.close_objection(objection=objection, outcome="upheld", finding="公安机关查询属实", by=head(round), now=POSTED)
        with refused(actions.Impossible, "这条异议已经办结。"):
            actions.close_objection(objection=objection, outcome="unfounded", finding="再查", by=head(round), now=POSTED)
    person.refresh_from_db()
    assert (person.status, person.stage) == (Status.FAILED, "publicity")


def test_who_is_held_back_goes_on_when_nothing_is_found(published):
    round = again(published)
    person = proposed(round)
    notice = round.notices.get(kind="proposed_hires")
    with clock.standing_at(POSTED):
        objection = actions.receive_objection(notice=notice, application=person, text="工作经历存疑", contact="", now=POSTED)
        actions.close_objection(objection=objection, outcome="suspended", finding="一时难以查实", by=clerk(round), now=POSTED)
    stages.close(round, POSTED_OUT)
    assert applications(round)[0].stage == "publicity"
    actions.close_objection(objection=objection, outcome="unfounded", finding="原单位证明属实", by=clerk(round), now=SIGNED)
    assert applications(round)[0].stage == "contract"


def test_an_objection_comes_while_the_publicity_runs(published):
    round = again(published)
    notice = round.notices.get(kind="proposed_hires")
    with refused(actions.Impossible, "公示期已过，不能在这里提出异议。仍有情况反映的，请拨打监督电话。"), clock.standing_at(POSTED_OUT):
        actions.receive_objection(notice=notice, text="太晚了", contact="", now=POSTED_OUT)


def test_a_closed_objection_has_an_outcome(published):
    round = again(published)
    objection = Objection.objects.create(notice=round.notices.get(kind="proposed_hires"), text="某事", received_at=POSTED)
    with pytest.raises(IntegrityError, match="closed_objection_has_an_outcome"), transaction.atomic():
        Objection.objects.filter(pk=objection.pk).update(closed_at=POSTED)


# ---- contracts ----


def test_a_signed_contract_makes_assistant_posting_and_ledger_together(contracting):
    round = again(contracting)
    person = proposed(round)
    contract = stages.prepare(person)
    assert (contract.ends_on, contract.probation_ends_on) == (date(2027, 6, 2), date(2024, 9, 2))
    assert Message.objects.filter(recipient=person.applicant, letter="contract_ready").count() == 1
    assert OfficialPaper.objects.filter(kind=PaperKind.CONTRACT, person=person.applicant).count() == 1
    with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
        fresh = Application.objects.get(pk=person.pk)
        actions.sign_contract(application=fresh, signed_on=date(2024, 6, 3), by=clerk(round), seen=fresh.version, now=SIGNED)
    stages.sign(person)
    person.refresh_from_db()
    assert person.status == Status.HIRED
    assert (Assistant.objects.count(), Posting.objects.count(), Contract.objects.signed().count()) == (1, 1, 1)
    assert use(round).filled == 1


def test_nobody_signs_what_they_have_drawn_up_themselves(contracting):
    round = again(contracting)
    person = proposed(round)
    contract = stages.prepare(person)
    Contract.objects.filter(pk=contract.pk).update(prepared_by=head(round))
    with refused(OneHand, "录入人与复核人不能是同一人，请由另一位工作人员复核。"):
        stages.sign(person)
    assert Assistant.objects.count() == 0


def test_a_late_signing_is_recorded_with_what_it_costs(contracting):
    round = again(contracting)
    person = proposed(round)
    stages.prepare(person)
    late = at(7, 10)
    contract = stages.sign(person, signed_on=date(2024, 7, 10), now=late)
    assert contract.late_consequence == "超过一个月才订立书面合同，2024-07-04 至 2024-07-09 应付二倍工资（《劳动合同法》第八十二条）。"


def test_nothing_is_signed_before_it_is_drawn_up(contracting):
    round = again(contracting)
    with refused(actions.Impossible, "合同还没有拟定，请经办人先拟定。"):
        stages.sign(proposed(round))


def test_who_gives_up_at_the_end_leaves_the_place_to_the_plan(contracting):
    round = again(contracting)
    person = proposed(round)
    with clock.standing_at(SIGNED):
        with refused(actions.Impossible, "请写明放弃的情况，例如“本人书面声明放弃”。"):
            actions.record_withdrawal(application=person, reason=" ", by=clerk(round), seen=person.version, now=SIGNED)
        actions.record_withdrawal(application=person, reason="本人书面声明放弃", by=clerk(round), seen=person.version, now=SIGNED)
    post(again(round.pk), "hires", SIGNED)
    stages.close(round, SIGNED)
    used = use(round)
    assert (used.reserved, used.filled, Contract.objects.signed().count()) == (0, 0, 0)


def test_a_signed_contract_is_not_signed_again(contracting):
    round = again(contracting)
    person = proposed(round)
    stages.prepare(person)
    stages.sign(person)
    with refused(actions.NotAtThatStage, "这个人现在不在签订合同环节，请刷新页面查看。"):
        stages.sign(person)


# ---- pages ----


def test_the_outcome_is_entered_and_confirmed_on_pages_and_the_same_person_refused(inspecting):
    round = again(inspecting)
    person = proposed(round)
    given = {"seen": person.version, "outcome": "passed", "reason": "", "sentence": "", "note": ""}
    answer = send(clerk(round), "result", person.pk, now=EXAMINED, **given, inspectors="张三")
    assert "考察至少要有两名考察人员，请用顿号隔开填写。" in answer.text
    answer = send(clerk(round), "result", person.pk, now=EXAMINED, **given, inspectors="张三，李四")
    assert f"{person.name}的考察结果已登记，请另一位工作人员复核。" in answer.text
    entry = Entry.objects.get()
    page = get(clerk(round), "result_entry", entry.application_id, entry.pk, now=EXAMINED).text
    assert "录入人与复核人不能是同一人，请由另一位工作人员复核。" in page
    assert "确认结果</button>" not in page
    answer = send(clerk(round), "result_entry_confirm", entry.application_id, entry.pk, now=EXAMINED, seen=entry.seen)
    assert "录入人与复核人不能是同一人，请由另一位工作人员复核。" in answer.text
    assert "考察人员：张三、李四" in get(head(round), "result_entry", entry.application_id, entry.pk, now=EXAMINED).text
    answer = send(head(round), "result_entry_confirm", entry.application_id, entry.pk, now=EXAMINED, seen=entry.seen)
    assert f"{person.name}的考察结果已确认：合格。" in answer.text


@pytest.mark.parametrize(
    ("given", "sentences"),
    [
        ({"outcome": ""}, ["请选择结果。"]),
        ({"outcome": "failed"}, ["不合格的，请选择原因。", "请用一句话写明情况，本人会看到。"]),
        ({"outcome": "withdrew"}, ["请用一句话写明情况，本人会看到。"]),
    ],
)
def test_a_result_says_what_is_missing(inspecting, given, sentences):
    round = again(inspecting)
    person = proposed(round)
    answer = send(clerk(round), "result", person.pk, now=EXAMINED, seen=person.version, inspectors="张三、李四", **given)
    assert [sentence for sentence in sentences if sentence not in answer.text] == []
    assert Entry.objects.count() == 0


def test_an_entry_is_sent_back_on_its_page(inspecting):
    round = again(inspecting)
    entry = enter(proposed(round))
    assert (
        "请写明不同意的理由，录入人会收到。"
        in send(head(round), "result_entry_send_back", entry.application_id, entry.pk, now=EXAMINED).text
    )
    assert (
        "已退回录入人，对方会收到您的理由。"
        in send(head(round), "result_entry_send_back", entry.application_id, entry.pk, now=EXAMINED, reason="缺征信记录").text
    )


def medical(round, sentence="复查仍不符合体检标准"):
    """One failed medical examination, entered and not yet confirmed."""
    stages.settle_all(round, "inspection")
    stages.close(round, EXAMINED)
    return enter(proposed(round), stage="medical", outcome=Outcome.FAILED, reason="other", sentence=sentence, note=HEALTH)


def test_health_is_shown_to_nobody_but_the_two_who_enter_and_confirm(inspecting):
    round = again(inspecting)
    entry = medical(round)
    assert HEALTH in get(head(round), "result_entry", entry.application_id, entry.pk, now=EXAMINED).text
    assert get(hr(round), "result_entry", entry.application_id, entry.pk, now=EXAMINED).status_code == 403
    with clock.standing_at(EXAMINED):
        actions.confirm_entry(entry=entry, by=head(round), seen=entry.seen, now=EXAMINED)
    for by in (clerk(round), head(round)):
        page = get(by, "round_results", round.pk, now=EXAMINED).text
        assert "不合格" in page
        assert HEALTH not in page
        assert "复查仍不符合体检标准" not in page


def test_the_free_place_shows_who_left_and_calls_the_next_on_a_page_of_its_own(inspecting):
    round = again(inspecting)
    entry = medical(round)
    with clock.standing_at(EXAMINED):
        actions.confirm_entry(entry=entry, by=head(round), seen=entry.seen, now=EXAMINED)
    first, second, _ = applications(round)
    vacancy = round.vacancies.get()
    assert "按方案由下一名递补 1 人。" in get(clerk(round), "round_results", round.pk, now=EXAMINED).text
    page = get(clerk(round), "substitute", vacancy.pk, now=EXAMINED).text
    assert f"空出名额：{first.name}。" in page
    assert f"由第 2 名{second.name}递补，综合成绩 85.50。" in page
    assert HEALTH not in page
    assert Standing.objects.filter(substitute_for__isnull=False).count() == 0
    answer = send(clerk(round), "substitute", vacancy.pk, now=EXAMINED)
    assert f"已通知{second.name}递补，请登记其考察和体检结果。" in answer.text
    assert "（递补）" in answer.text


def test_the_objection_pages_show_the_words_to_those_who_handle_them_alone(published):
    round = again(published)
    person = proposed(round)
    answer = send(
        clerk(round), "objection_receive", round.pk, now=POSTED, application=person.pk, text="学历证书存疑", contact="王先生 13900001111"
    )
    assert "异议已登记，请在公示期内核查。" in answer.text
    objection = Objection.objects.get()
    assert objection.received_by == clerk(round)
    page = get(hr(round), "round_objections", round.pk, now=POSTED).text
    assert f"关于{person.name}" in page
    assert "学历证书存疑" not in page
    assert get(hr(round), "desk_objection", objection.pk, now=POSTED).status_code == 403
    page = get(head(round), "desk_objection", objection.pk, now=POSTED).text
    assert ("学历证书存疑" in page, "王先生 13900001111" in page) == (True, True)
    assert "请选择结论。" in send(head(round), "desk_objection", objection.pk, now=POSTED, finding="学信网核对").text
    answer = send(head(round), "desk_objection", objection.pk, now=POSTED, outcome="unfounded", finding="学信网核对无误")
    assert "核查结论已登记。" in answer.text
    assert "已办结" in answer.text


def test_the_publicity_page_shows_its_days_and_what_is_left(published):
    round = again(published)
    page = get(clerk(round), "round_objections", round.pk, now=at(5, 28, 9)).text
    assert "2024年5月21日（星期二）" in page
    assert "2024年5月29日（星期三）" in page
    assert "还剩 1 天 15 小时 0 分" in page
    assert "没有收到异议" in page


def test_the_contract_goes_from_drawing_up_to_signing_on_its_pages(contracting):
    round = again(contracting)
    person = proposed(round)
    starts = {"starts_on_0": 2024, "starts_on_1": 6, "starts_on_2": 3, "form": "welfare"}
    signs = {"signed_on_0": 2024, "signed_on_1": 6, "signed_on_2": 4}
    refused = send(clerk(round), "contract_prepare", person.pk, now=POSTED_OUT, seen=person.version).text
    assert "请填写年、月、日。" in refused
    assert "请选择用工形式。" in refused
    answer = send(clerk(round), "contract_prepare", person.pk, now=POSTED_OUT, seen=person.version, **starts)
    assert f"{person.name}的合同已拟好，请负责人在 2024年7月3日前签订。" in answer.text
    assert Contract.objects.get().form == "welfare"
    assert get(clerk(round), "contract_sign", person.pk, now=SIGNED).status_code == 403
    page = get(head(round), "contract_sign", person.pk, now=SIGNED).text
    assert "签订后即列入司法协理员花名册，数额台账记为已聘用 1 人。" in page
    assert "签订日期不能晚于今天。" in send(head(round), "contract_sign", person.pk, now=SIGNED, seen=person.version, **signs).text
    answer = send(head(round), "contract_sign", person.pk, now=SIGNED, seen=person.version, **signs | {"signed_on_2": 3})
    assert f"{person.name}的合同已签订，已列入花名册和数额台账。" in answer.text
    assert "已签订" in answer.text


def test_who_drew_up_the_contract_is_told_that_another_signs(contracting):
    round = again(contracting)
    person = proposed(round)
    contract = stages.prepare(person)
    Contract.objects.filter(pk=contract.pk).update(prepared_by=head(round))
    sentence = "录入人与复核人不能是同一人，请由另一位工作人员复核。"
    assert sentence in get(head(round), "contract_sign", person.pk, now=SIGNED).text
    signs = {"signed_on_0": 2024, "signed_on_1": 6, "signed_on_2": 3}
    assert sentence in send(head(round), "contract_sign", person.pk, now=SIGNED, seen=person.version, **signs).text


def test_the_cost_of_a_late_signing_stands_before_the_head_signs(contracting):
    round = again(contracting)
    person = proposed(round)
    stages.prepare(person)
    late = at(7, 10)
    assert "已逾期，应在" in get(head(round), "round_contracts", round.pk, now=late).text
    page = get(head(round), "contract_sign", person.pk, now=late).text
    assert (
        "今天签订已经逾期：超过一个月才订立书面合同，2024-07-04 至 2024-07-09 应付二倍工资（《劳动合同法》第八十二条）。"
        "这一后果会记在合同上。" in page
    )


def test_a_withdrawal_is_recorded_on_a_page_that_says_what_follows(contracting):
    round = again(contracting)
    person = proposed(round)
    page = get(clerk(round), "withdrawal", person.pk, now=SIGNED).text
    assert f"{person.name}（报名序号 {person.number}）在“签订合同”环节结束，不再进入以后的环节。" in page
    answer = send(clerk(round), "withdrawal", person.pk, now=SIGNED, seen=person.version, reason="本人书面声明放弃")
    assert f"已登记{person.name}放弃。" in answer.text


def test_results_and_contracts_go_out_as_they_stand_on_their_pages(contracting):
    round = again(contracting)
    person = proposed(round)
    contract = stages.prepare(person)
    (row,) = records_of(get(clerk(round), "contracts_export", round.pk, now=SIGNED).content)
    assert (row["姓名"], row["司法所"], row["状态"]) == (person.name, str(person.vacancy.line.office), "待签订")
    assert (row["用工之日"], row["期满日"], row["签订日期"]) == (contract.starts_on, contract.ends_on, None)
    (row,) = records_of(get(clerk(round), "results_export", round.pk, now=SIGNED).content)
    assert (row["姓名"], row["名次"], row["考察"], row["体检"]) == (person.name, 1, "合格", "合格")
    assert row["现在"] == "签订合同"
    for name in ("results_export", "contracts_export"):
        assert get(make_user(Role.COUNTY_CLERK, make_county()), name, round.pk, now=SIGNED).status_code == 404


@pytest.mark.parametrize("name", ["round_results", "round_rechecks", "round_objections", "objection_receive", "round_contracts"])
def test_another_county_finds_nothing_of_the_finals(inspecting, name):
    assert get(make_user(Role.COUNTY_CLERK, make_county()), name, inspecting, now=EXAMINED).status_code == 404


def test_another_county_finds_no_person_of_the_finals(inspecting):
    round = again(inspecting)
    stranger = make_user(Role.COUNTY_CLERK, make_county())
    entry = enter(proposed(round))
    addresses = [
        ("result", proposed(round).pk),
        ("withdrawal", proposed(round).pk),
        ("result_entry", entry.application_id, entry.pk),
        ("substitute", round.vacancies.get().pk),
    ]
    assert [get(stranger, name, *keys, now=EXAMINED).status_code for name, *keys in addresses] == [404] * 4
    assert send(stranger, "result_entry_confirm", entry.application_id, entry.pk, now=EXAMINED, seen=entry.seen).status_code == 404


@pytest.mark.parametrize("role", [Role.CITY, Role.DISCIPLINE, Role.COUNTY_HR, Role.APPLICANT])
def test_nobody_else_opens_the_results(inspecting, role):
    by = make_user(role, again(inspecting).county if role is Role.COUNTY_HR else None)
    assert get(by, "round_results", inspecting, now=EXAMINED).status_code == 403


def test_more_people_ask_no_more_of_the_database():
    counts = []
    for people in (1, 3):
        round = stages.make_contract_round(
            written=SCORES[:3], interview=SCORES[:3], headcount=people, opening_ratio=1, no_competition_pass=60
        )
        for person in Application.objects.at("contract").filter(round=round):
            stages.prepare(person)
        client = signed_in(clerk(round))
        with clock.standing_at(SIGNED):
            counts.append(
                [
                    queries_of(client, reverse(f"recruitment:{name}", args=[round.pk]))
                    for name in (
                        "round_results",
                        "round_contracts",
                        "round_objections",
                        "results_export",
                        "contracts_export",
                        "objections_export",
                    )
                ]
            )
    assert counts[0] == counts[1]
