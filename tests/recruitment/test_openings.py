"""开考比例: counted once and frozen; a cancelled post's people choose another one until an instant; everybody is told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from bureaus import clock
from bureaus.access import OneHand, Refused
from bureaus.guards import Prevented
from bureaus.models import AuditEvent, Message, User
from bureaus.naming import named
from policy.openings import Opening, allowed, bearable, places_left
from policy.powers import Role
from recruitment import actions
from recruitment.forms.applicant import VacancyForm
from recruitment.models import Application, OpeningDecision, OpeningProposal, PublicNotice, Status
from recruitment.registration import next_act
from staffing.models import PlanLine
from tests.recruitment import factories, kept
from tests.recruitment.desks import desk_of, get, post, signed_in, text
from tests.recruitment.factories import CLOSES, fresh, make_announced_round, make_application
from tests.recruitment.stages import close
from tests.recruitment.test_registration_rules import review
from tests.staffing.factories import make_county, staff
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db

DECIDED = CLOSES + timedelta(hours=15)  # 4-13, 9:00
UNTIL = DECIDED + timedelta(hours=8)  # 17:00 the same day


def make_approved():
    """The one person who was approved, for the first of a round's posts; registration is over."""
    round = make_announced_round(make_county("盂县", offices=3))
    application = review(make_application(round, vacancy=round.vacancies.first()))
    with clock.standing_at(CLOSES):
        actions.close_due(now=CLOSES)
    return application


approved = kept.once(make_approved)


@pytest.fixture
def application(approved):
    return again(Application(pk=approved))


def again(application):
    related = ("round__county", "round__scheme", "round__intake", "applicant", "vacancy__opening")
    return Application.objects.select_related(*related).get(pk=application.pk)


def decide(vacancy, outcome="cancel", *, switch_until=None, reason="", now=DECIDED):
    return factories.decide_opening(vacancy, outcome, reason=reason, switch_until=switch_until, now=now)


def propose(vacancy, outcome="cancel", *, switch_until=None, reason="", now=DECIDED):
    return factories.propose_opening(vacancy, outcome, reason=reason, switch_until=switch_until, now=now)


def head_of(application):
    return staff(application.round.county, Role.COUNTY_HEAD)


def confirm(*proposals, by=None, now=DECIDED):
    round = proposals[0].vacancy.round
    with clock.standing_at(now):
        by = by or staff(round.county, Role.COUNTY_HEAD)
        return actions.confirm_openings(round=round, proposals=[each.pk for each in proposals], by=by, now=now)


def send_back(proposal, reason="请先与人社局商量", *, by=None):
    with clock.standing_at(DECIDED):
        by = by or staff(proposal.vacancy.round.county, Role.COUNTY_HEAD)
        return actions.return_opening(proposal=proposal, reason=reason, by=by, now=DECIDED)


def switch(application, vacancy, now=DECIDED):
    application = again(application)
    with clock.standing_at(now):
        return actions.switch_vacancy(application=application, vacancy=vacancy, by=application.applicant, seen=application.version, now=now)


def others(application):
    return application.round.vacancies.exclude(pk=application.vacancy_id)


# ---- the count ----


@pytest.mark.parametrize(
    ("qualified", "headcount", "bears", "may"),
    [
        (6, 2, 2, (Opening.KEEP,)),
        (7, 2, 2, (Opening.KEEP,)),
        (5, 2, 1, (Opening.REDUCE, Opening.CANCEL, Opening.RETAIN)),
        (2, 2, 0, (Opening.CANCEL, Opening.RETAIN)),
        (0, 1, 0, (Opening.CANCEL, Opening.RETAIN)),
    ],
)
def test_a_post_keeps_whole_multiples_of_the_ratio(qualified, headcount, bears, may):
    assert bearable(qualified, ratio=3, headcount=headcount) == bears
    assert allowed(qualified, ratio=3, headcount=headcount) == may


def test_places_after_each_decision():
    count = {"ratio": 3, "headcount": 4}
    assert [places_left(each, 7, **count) for each in Opening] == [4, 2, 0, 4]


def test_closing_the_review_writes_down_the_count_of_posts_that_reached_the_ratio(application):
    with clock.standing_at(DECIDED):
        round = fresh(application.round)
        for vacancy in others(application):
            decide(vacancy)
        actions.openings.freeze_openings(round=round, by=staff(round.county, Role.COUNTY_CLERK), now=DECIDED)
    kept = OpeningDecision.objects.get(vacancy=application.vacancy)
    assert (kept.outcome, kept.qualified, kept.headcount) == ("keep", 1, 1)


# ---- two hands ----


def test_nothing_follows_from_a_proposal(application):
    before = places(application)
    propose(application.vacancy, switch_until=UNTIL)
    assert places(application) == before
    assert (again(application).status, OpeningDecision.objects.count(), Message.objects.filter(letter="vacancy_cancelled").count()) == (
        Status.ACTIVE,
        0,
        0,
    )
    with refused(actions.SwitchClosed, "这份报名现在不能改报。"):
        switch(application, others(application).first())


def vacancies(application):
    return application.round.vacancies.all()


def places(application):
    """Each post's places, and what the ledger has left for its line."""
    uses = {line.pk: line.use("public").remaining for line in PlanLine.objects.filter(plan=application.round.plan).with_use()}
    return [(vacancy.headcount, uses[vacancy.line_id]) for vacancy in vacancies(application)]


def test_the_head_confirms_what_the_clerk_proposed_for_every_post_at_once(application):
    proposals = [propose(vacancy) for vacancy in others(application)]
    proposals.append(propose(application.vacancy, "retain", reason="经县委编办同意"))
    decided = confirm(*proposals)
    assert sorted((each.vacancy_id, each.outcome, each.headcount) for each in decided) == sorted(
        (each.vacancy_id, each.outcome, 1 if each.outcome == "retain" else 0) for each in proposals
    )
    hands = {(each.proposed_by, each.decided_by) for each in OpeningDecision.objects.all()}
    assert hands == {(staff(application.round.county, Role.COUNTY_CLERK), head_of(application))}


def test_posts_that_go_together_leave_nothing_to_choose_among_themselves(application):
    proposals = [propose(vacancy, switch_until=UNTIL if vacancy == application.vacancy else None) for vacancy in vacancies(application)]
    confirm(*proposals)
    assert set(OpeningDecision.objects.values_list("outcome", "switch_until")) == {("cancel", None)}
    assert next_act(again(application), DECIDED).title == "岗位已取消"


def test_a_clerk_confirms_nothing_and_nobody_confirms_what_they_proposed(application):
    proposal = propose(application.vacancy, "retain", reason="经县委编办同意")
    clerk = proposal.proposed_by
    with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
        confirm(proposal, by=clerk)
    User.objects.filter(pk=clerk.pk).update(role=Role.COUNTY_HEAD)
    now_head = User.objects.get(pk=clerk.pk)
    for act in (lambda: confirm(proposal, by=now_head), lambda: send_back(proposal, by=now_head)):
        with pytest.raises(OneHand):
            act()


def test_without_the_two_hands_in_the_action_the_database_still_asks_for_another(application, monkeypatch):
    """The control: the constraint behind the action."""
    proposal = propose(application.vacancy, "retain", reason="经县委编办同意")
    User.objects.filter(pk=proposal.proposed_by_id).update(role=Role.COUNTY_HEAD)
    monkeypatch.setattr(actions.openings, "require_another", lambda by, entered_by: None)
    with pytest.raises(Prevented) as caught:
        confirm(proposal, by=User.objects.get(pk=proposal.proposed_by_id))
    assert caught.value.constraint == "opening_decided_by_another"


def test_sent_back_the_clerk_is_told_why_and_proposes_anew(application):
    first = send_back(propose(application.vacancy, switch_until=UNTIL))
    letter = Message.objects.get(letter="opening_returned")
    assert (letter.recipient, "理由：请先与人社局商量" in letter.body) == (first.proposed_by, True)
    with refused(actions.Impossible, "页面上的意见已经有人审定、退回或者重新提出，没有保存。请刷新页面，看过以后再办理。"):
        confirm(first)
    second = propose(application.vacancy, "retain", reason="经县委编办同意")
    assert [each.outcome for each in confirm(second)] == ["retain"]


def test_a_proposal_sent_back_says_why(application):
    with refused(actions.Impossible, "请写明退回的理由，经办人会收到。"):
        send_back(propose(application.vacancy, switch_until=UNTIL), " ")


def test_the_head_confirms_what_was_on_the_screen_or_nothing(application):
    first, other = propose(application.vacancy, switch_until=UNTIL), propose(others(application).first())
    replaced = propose(application.vacancy, "retain", reason="经县委编办同意")
    with refused(actions.Impossible, "页面上的意见已经有人审定、退回或者重新提出，没有保存。请刷新页面，看过以后再办理。"):
        confirm(first, other)
    assert OpeningDecision.objects.count() == 0
    assert len(confirm(replaced, other)) == 2
    with refused(actions.Impossible, "页面上的意见已经有人审定、退回或者重新提出，没有保存。请刷新页面，看过以后再办理。"):
        confirm(replaced)


def test_what_was_counted_otherwise_goes_back(application):
    proposal = propose(application.vacancy, "retain", reason="经县委编办同意")
    Application.objects.filter(pk=application.pk).update(status=Status.WITHDRAWN)
    office = application.vacancy.line.office
    with refused(actions.Impossible, f"{office}审查通过的人数在提出以后变了，请退回经办人重新提出。没有作出任何决定。"):
        confirm(proposal)


def test_at_the_confirmation_there_are_still_four_hours_to_choose(application):
    proposal = propose(application.vacancy, switch_until=UNTIL)
    with refused(actions.Impossible, "改报至少要留 4 个小时，请把截止时间改晚。"):
        confirm(proposal, now=UNTIL - timedelta(hours=3, minutes=59))
    assert confirm(proposal, now=UNTIL - timedelta(hours=4))[0].switch_until == UNTIL


# ---- 改报 ----


def test_cancelling_a_post_with_people_needs_an_instant_until_which_they_may_choose(application):
    with refused(actions.Impossible, "这个岗位还有人报名，请写明改报到什么时候截止。"):
        decide(application.vacancy)
    with refused(actions.Impossible, "改报至少要留 4 个小时，请把截止时间改晚。"):
        decide(application.vacancy, switch_until=DECIDED + timedelta(hours=3, minutes=59))
    with refused(actions.Impossible, "改报最长 7 天，请把截止时间改早。"):
        decide(application.vacancy, switch_until=DECIDED + timedelta(days=7, seconds=1))


def test_its_people_are_told_until_when(application):
    decide(application.vacancy, switch_until=UNTIL)
    assert again(application).status == Status.CANCELLED
    letter = Message.objects.get(letter="vacancy_cancelled")
    assert letter.recipient == application.applicant
    assert "可在 2024年4月13日 17:00 前登录“我的报名”改报。" in letter.body
    act = next_act(again(application), DECIDED)
    assert (act.title, act.limit, act.url_name) == ("岗位已取消，可以改报", UNTIL, "recruitment:switch")


def test_where_no_other_post_is_left_there_is_nothing_to_choose(application):
    for vacancy in others(application):
        decide(vacancy)
    assert decide(application.vacancy).switch_until is None
    assert next_act(again(application), DECIDED).title == "岗位已取消"


def test_another_post_is_taken_to_the_last_second_and_reviewed_again(application):
    decide(application.vacancy, switch_until=UNTIL)
    target = others(application).first()
    switched = switch(application, target, UNTIL - timedelta(seconds=1))
    assert (switched.vacancy, switched.status, switched.stage, switched.attempt) == (target, Status.ACTIVE, "review", 2)
    assert review(switched, now=UNTIL).stage == "written_exam"
    assert AuditEvent.objects.filter(verb="switch_vacancy", about=named(application)).count() == 1


def test_at_the_instant_it_is_over(application):
    decide(application.vacancy, switch_until=UNTIL)
    with refused(actions.SwitchClosed, "改报已于 2024年4月13日 17:00 截止，这份报名没有改动。"):
        switch(application, others(application).first(), UNTIL)
    assert again(application).status == Status.CANCELLED


def test_nobody_switches_to_a_post_that_is_cancelled_too(application):
    decide(application.vacancy, switch_until=UNTIL)
    gone = others(application).first()
    decide(gone)
    with refused(actions.Impossible, "所报岗位已经取消，这个岗位不再收人。请选择其他岗位，或者与招聘单位联系。"):
        switch(application, gone)


def test_nobody_switches_to_another_round(application):
    decide(application.vacancy, switch_until=UNTIL)
    elsewhere = make_announced_round(make_county("平定县"))
    with refused(actions.Impossible, "所选岗位不属于本次招聘，请重新选择。"):
        switch(application, elsewhere.vacancies.first())


def test_only_people_of_the_cancelled_post_may_switch(application):
    with refused(actions.SwitchClosed, "这份报名现在不能改报。"):
        switch(application, others(application).first())


def test_eligibility_is_looked_at_again(application):
    decide(application.vacancy, switch_until=UNTIL)
    Application.objects.filter(pk=application.pk).update(registered_in_yangquan=False, lives_in_yangquan=False)
    with refused(actions.Impossible, "“阳泉户籍或居住地”不符合（四(二)1(4)），不能改报。"):
        switch(application, others(application).first())


def test_who_has_registered_elsewhere_since_does_not_come_back(application):
    decide(application.vacancy, switch_until=UNTIL)
    elsewhere = make_announced_round(make_county("平定县"))
    other = make_application(elsewhere)
    Application.objects.filter(pk=other.pk).update(id_hash=application.id_hash, intake=application.intake)
    with pytest.raises(Prevented) as caught:
        switch(application, others(application).first())
    assert caught.value.constraint == "one_live_application_per_intake"


def test_who_chose_nothing_in_time_is_told_once(application):
    decide(application.vacancy, switch_until=UNTIL)
    told = [actions.tell_of_lapsed_switches(now=moment) for moment in (UNTIL - timedelta(seconds=1), UNTIL, UNTIL)]
    assert told == [0, 1, 0]
    assert Message.objects.get(letter="switch_lapsed").recipient == application.applicant
    assert next_act(again(application), UNTIL).url_name is None


def test_who_has_switched_is_not_told_of_the_end(application):
    decide(application.vacancy, switch_until=UNTIL)
    switch(application, others(application).first())
    assert actions.tell_of_lapsed_switches(now=UNTIL) == 0


# ---- the notice ----


def test_the_review_stays_open_until_everything_is_told_and_chosen(application):
    decide(application.vacancy, switch_until=UNTIL)
    for vacancy in others(application):
        decide(vacancy, "retain", reason="经县委编办同意")
    with pytest.raises(actions.Blocked) as blocked:
        close(application.round, DECIDED)
    assert blocked.value.reasons[:2] == [
        "还有 1 个取消的岗位改报时间没有截止，请等截止、审查完改报的人员后再结束。",
        "还有 3 个岗位的核减、取消或者保留没有公布，请拟好公告，签批后发布。",
    ]
    factories.post(fresh(application.round), "opening_changes", DECIDED)
    with pytest.raises(actions.Blocked) as blocked:
        close(application.round, UNTIL)
    assert blocked.value.reasons == ["“笔试安排公告”还没有发布，请拟好、签批后发布。"]


def test_the_notice_names_posts_and_nobody_and_hides_small_numbers(application):
    decide(application.vacancy, switch_until=UNTIL)
    notice = factories.post(fresh(application.round), "opening_changes", DECIDED)
    assert application.vacancy.code in notice.body
    assert "取消岗位" in notice.body
    assert "不足 3 人" in notice.body
    assert "2024年4月13日17:00" in notice.body
    assert application.name not in notice.body


def test_a_later_decision_is_told_by_a_notice_of_its_own(application):
    first, second = others(application)[:2]
    decide(first)
    factories.post(fresh(application.round), "opening_changes", DECIDED)
    later = DECIDED + timedelta(hours=1)
    decide(second, "retain", reason="经县委编办同意", now=later)
    notice = factories.post(fresh(application.round), "opening_changes", later)
    assert notice.edition == 2
    assert second.code in notice.body
    assert first.code not in notice.body
    assert PublicNotice.objects.filter(kind="opening_changes").count() == 2


def test_without_a_new_decision_there_is_nothing_to_tell(application):
    clerk = staff(application.round.county, Role.COUNTY_CLERK)
    with pytest.raises(actions.Blocked) as blocked:
        actions.prepare_notice(round=application.round, kind="opening_changes", by=clerk, now=DECIDED)
    assert blocked.value.reasons == ["没有新的核减、取消或者保留的决定要公布。"]


# ---- pages ----


def test_from_the_clerks_decision_to_the_applicants_choice(application):
    vacancy, desk = application.vacancy, desk_of(application.round.county)
    page = reverse("recruitment:vacancy_opening", args=[vacancy.pk])
    assert "这个岗位还有人报名，请写明改报到什么时候截止。" in text(post(desk, page, {"outcome": "cancel", "reason": ""}, now=DECIDED))
    until = dict(zip((f"switch_until_{place}" for place in range(5)), ("2024", "4", "13", "17", "00"), strict=True))
    answer = text(post(desk, page, {"outcome": "cancel", "reason": "", **until}, now=DECIDED))
    assert "已提出取消岗位，等负责人审定。" in answer
    assert (again(application).status, "待审定" in answer) == (Status.ACTIVE, True)
    head, confirming = desk_of(application.round.county, Role.COUNTY_HEAD), reverse("recruitment:openings_confirm", args=[vacancy.round_id])
    assert "审定岗位核减、取消和保留" in text(get(head, reverse("recruitment:desk"), now=DECIDED))
    shown = OpeningProposal.objects.get()
    assert f'value="{shown.pk}"' in text(get(head, confirming, now=DECIDED))
    for wrong in ("", "x", "9" * 30, str(shown.pk + 1)):
        post(head, confirming, {"seen": wrong}, now=DECIDED)
        assert OpeningDecision.objects.count() == 0
    returning = reverse("recruitment:opening_return", args=[vacancy.pk])
    assert "请写明退回的理由，经办人会收到。" in text(post(head, returning, {"seen": shown.pk, "reason": ""}, now=DECIDED))
    assert "理由已通知本人。" in text(post(head, returning, {"seen": shown.pk, "reason": "截止改为 17:00"}, now=DECIDED))
    assert "截止改为 17:00" in text(get(desk, page, now=DECIDED))
    assert "重新提出被退回的开考比例意见" in text(get(desk, reverse("recruitment:desk"), now=DECIDED))
    post(desk, page, {"outcome": "cancel", "reason": "", **until}, now=DECIDED)
    assert "已审定 1 个岗位" in text(post(head, confirming, {"seen": OpeningProposal.objects.waiting().get().pk}, now=DECIDED))
    assert "没有等待审定的意见。" in text(get(head, confirming, now=DECIDED))
    assert "没有等待审定的意见，可能已经有人审定或者退回。" in text(
        post(head, returning, {"seen": shown.pk, "reason": "晚了"}, now=DECIDED)
    )
    target = others(application).first()
    mine = signed_in(application.applicant)
    switching = reverse("recruitment:switch", args=[application.pk])
    said = {"vacancy": vacancy.pk, "seen": again(application).version}
    assert "这个岗位不能改报，请重新选择。" in text(post(mine, switching, said, now=DECIDED))
    answer = text(post(mine, switching, said | {"vacancy": target.pk}, now=DECIDED))
    assert "改报已提交，请等待资格审查。" in answer
    assert again(application).vacancy == target


# ---- nobody comes to a cancelled post by another way ----


GONE = "所报岗位已经取消，这个岗位不再收人。请选择其他岗位，或者与招聘单位联系。"


def open_again(application, *parts):
    application = again(application)
    with clock.standing_at(DECIDED):
        return actions.open_correction(
            application=application,
            parts=parts,
            due_at=UNTIL + timedelta(days=1),
            reason="本人书面申请更正。",
            by=staff(application.round.county, Role.COUNTY_CLERK),
            seen=application.version,
            now=DECIDED,
        )


def change_post(application, vacancy):
    application = again(application)
    with clock.standing_at(DECIDED):
        return actions.save_section(application=application, section="vacancy", vacancy=vacancy, by=application.applicant, now=DECIDED)


def submit_again(application):
    application = again(application)
    by, seen = application.applicant, application.version
    with clock.standing_at(DECIDED):
        return actions.submit(application=application, nonce=uuid4(), by=by, seen=seen, now=DECIDED)


def test_who_was_refused_for_it_is_let_in_to_mend_only_together_with_the_post(application):
    refused_one = again(application)
    with clock.standing_at(DECIDED):
        open_again(refused_one, "education")
        submit_again(refused_one)
        review(refused_one, "failed", now=DECIDED)
    decide(application.vacancy)
    with refused(actions.Impossible, GONE):
        open_again(application, "education")
    open_again(application, "vacancy")
    with refused(actions.Impossible, GONE):
        submit_again(application)
    other = others(application).first()
    change_post(application, other)
    assert (submit_again(application).vacancy, again(application).status) == (other, Status.ACTIVE)


def test_who_passed_for_another_one_does_not_change_to_it(application):
    gone = others(application).first()
    decide(gone)
    open_again(application, "vacancy")
    with refused(actions.Impossible, GONE):
        change_post(application, gone)
    form = VacancyForm(round=application.round)
    assert set(form.fields["vacancy"].queryset) == set(application.round.vacancies.exclude(pk=gone.pk))


def test_who_stands_in_the_review_for_it_does_not_pass(application):
    """Taken back to the review as it stands: the correction is ended by the bureau, with nothing changed."""
    open_again(application, "education")
    hands = {
        "vacancy": application.vacancy,
        "qualified": 0,
        "outcome": "cancel",
        "proposed_by": staff(application.round.county, Role.COUNTY_CLERK),
    }
    OpeningProposal.objects.create(**hands, proposed_at=DECIDED)
    OpeningDecision.objects.create(**hands, headcount=0, decided_by=head_of(application), decided_at=DECIDED)
    waiting = again(application)
    with clock.standing_at(DECIDED):
        clerk = staff(waiting.round.county, Role.COUNTY_CLERK)
        actions.end_correction(application=waiting, by=clerk, seen=waiting.version, now=DECIDED)
    with refused(actions.Impossible, GONE):
        review(application, now=DECIDED)
