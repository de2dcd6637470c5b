"""补正 with a clock, and a correction that the bureau opens for one person: what may be changed, until when, and who is told."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from bureaus import clock
from bureaus.access import Refused
from bureaus.guards import Prevented
from bureaus.models import AuditEvent, Message
from bureaus.naming import named
from policy.powers import Role
from policy.windows import LONGEST_CORRECTION
from recruitment import actions, deadlines, desk
from recruitment.models import Application, Correction, Status
from recruitment.registration import timeline
from tests.recruitment import kept
from tests.recruitment.desks import desk_of, get, post, signed_in, text
from tests.recruitment.factories import CLOSES, OPEN, make_announced_round, make_application, make_id_number
from tests.recruitment.stages import close
from tests.recruitment.test_registration_rules import review
from tests.staffing.factories import make_county, staff
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db

DUE = datetime(2024, 3, 30, tzinfo=clock.BEIJING)  # returned on 3-26, three whole days: 3-29 is the last
AFTER = CLOSES + timedelta(hours=1)


announced = kept.once(lambda: make_announced_round(make_county("盂县")))


@pytest.fixture
def round(announced):
    return kept.again(announced)


def again(application):
    return Application.objects.select_related("round__county", "round__scheme", "round__intake", "applicant", "vacancy").get(
        pk=application.pk
    )


def returned(round, now=OPEN):
    return again(review(make_application(round), "returned", now))


def resubmit(application, now):
    application = again(application)
    with clock.standing_at(now):
        return actions.submit(application=application, nonce=uuid4(), by=application.applicant, seen=application.version, now=now)


def change(application, section, now, **fields):
    with clock.standing_at(now):
        return actions.save_section(application=application, section=section, by=application.applicant, now=now, **fields)


def opened(application, parts=("education",), due_at=DUE, reason="本人书面申请更正。", now=OPEN, by=None):
    application = again(application)
    by = by or staff(application.round.county, Role.COUNTY_CLERK)
    with clock.standing_at(now):
        return actions.open_correction(
            application=application, parts=parts, due_at=due_at, reason=reason, by=by, seen=application.version, now=now
        )


# ---- a return has a clock ----


def test_a_return_gives_the_days_of_the_scheme_and_says_so(round):
    application = returned(round)
    assert application.correction.due_at == DUE
    letter = Message.objects.get(letter="application_returned")
    assert "请在2024年3月29日 24:00前补正" in letter.body


def test_mended_in_time_is_in_time_to_the_last_second(round):
    resubmit(returned(round), DUE - timedelta(seconds=1))
    assert Correction.objects.values_list("answered", "late").get() == (True, False)


def test_mended_late_is_taken_and_recorded_as_late(round):
    application = resubmit(returned(round), DUE)
    assert application.status == Status.ACTIVE
    assert Correction.objects.values_list("answered", "late").get() == (True, True)


def test_nobody_is_refused_while_the_time_to_mend_runs(round):
    application = returned(round)
    with refused(actions.Impossible, "补正时间到 2024年3月29日 24:00 为止，到时没有补正的，才能作不通过。"):
        review(application, "failed", DUE - timedelta(seconds=1))
    assert review(application, "failed", DUE).status == Status.REJECTED


def test_a_round_announced_before_the_scheme_had_the_number_takes_the_suggested_one(round):
    round.scheme.values.pop("correction_days")
    assert round.scheme.number("correction_days") == 3


def test_who_mends_may_change_the_post_before_the_deadline_and_not_after(round):
    first, second = round.vacancies.all()[:2]
    application = returned(round)
    assert application.vacancy == first
    assert change(application, "vacancy", OPEN, vacancy=second).vacancy == second
    with refused(actions.Impossible, "报名已经截止，补正时不能改报其他岗位。"):
        change(application, "vacancy", CLOSES, vacancy=first)


def test_after_the_deadline_a_return_is_no_way_in_for_somebody_else(round):
    application = returned(round)
    with clock.standing_at(AFTER):
        actions.save_profile(name="李某", id_number=make_id_number(), address="", by=application.applicant, now=AFTER)
    with refused(actions.Impossible, "报名已经截止，补正时不能换成另一个身份证号。号码确实填错的，请联系招聘单位为您开放更正。"):
        resubmit(application, AFTER)


def test_one_letter_says_a_day_before_that_the_clock_runs_out(round):
    application = returned(round)
    due_at = application.correction.due_at
    moments = [due_at - timedelta(hours=hours) for hours in (25, 24, 1, 0)]
    assert [actions.remind_of_corrections(now=moment) for moment in moments] == [0, 1, 1, 0]
    letter = Message.objects.get(letter="correction_due")
    assert (letter.recipient, letter.sent_at) == (application.applicant, moments[1])
    assert (application.number in letter.body, application.name in letter.body) == (True, False)


def test_nobody_is_reminded_who_has_submitted_again(round):
    application = returned(round)
    due_at = application.correction.due_at
    resubmit(application, due_at - timedelta(hours=30))
    assert actions.remind_of_corrections(now=due_at - timedelta(hours=2)) == 0


# ---- opened by the bureau ----


def test_the_clerk_opens_a_correction_and_only_what_is_named_can_be_changed(round):
    application = make_application(round)
    opened(application, parts=("education",))
    assert again(application).status == Status.RETURNED
    change(again(application), "education", OPEN, major="行政管理")
    with refused(actions.Impossible, "这次只能更正：学历。其他内容没有改动。"):
        change(again(application), "residence", OPEN, lives_in_yangquan=False)
    with refused(actions.Impossible, "这次只能更正：学历。其他内容没有改动。"), clock.standing_at(OPEN):
        diploma = application.attachments.get(kind="diploma", replaced_at=None)
        actions.detach(application=again(application), attachment=diploma.pk, by=application.applicant, now=OPEN)
    assert resubmit(application, OPEN).stage == "review"
    assert Message.objects.get(letter="correction_opened").recipient == application.applicant


def test_a_profile_that_is_not_named_is_not_taken_over(round):
    application = make_application(round)
    opened(application, parts=("education",))
    with clock.standing_at(OPEN):
        actions.save_profile(name="另一名", id_number=make_id_number(), address="", by=application.applicant, now=OPEN)
    assert (resubmit(application, OPEN).name, again(application).id_number) == (application.name, application.id_number)


def test_every_opening_stays_in_the_trail_with_its_reason(round):
    application = make_application(round)
    opened(application, reason="毕业时间填错，本人来电说明。")
    event = AuditEvent.objects.get(verb="open_correction", about=named(application))
    assert event.by == staff(round.county, Role.COUNTY_CLERK)
    assert event.details["reason"] == "毕业时间填错，本人来电说明。"


def test_an_approved_person_is_reviewed_again_as_another_attempt(round):
    application = review(make_application(round))
    opened(application, parts=("vacancy",))
    change(again(application), "vacancy", OPEN, vacancy=round.vacancies.last())
    assert resubmit(application, OPEN).attempt == 2
    approved = review(application)
    assert (approved.stage, approved.vacancy) == ("written_exam", round.vacancies.last())
    assert list(approved.results.filter(stage="review").values_list("attempt", "outcome")) == [(1, "passed"), (2, "passed")]


def test_after_the_deadline_the_bureau_may_open_what_nobody_can_open_alone(round):
    application = review(make_application(round), "failed", AFTER)
    opened(application, due_at=AFTER + timedelta(days=2), now=AFTER)
    assert resubmit(application, AFTER + timedelta(days=1)).status == Status.ACTIVE


def test_a_refused_person_who_has_registered_anew_is_not_opened_a_second_time(round):
    application = review(make_application(round), "failed")
    make_application(round, application.applicant)
    with pytest.raises(Prevented) as caught:
        opened(application)
    assert caught.value.constraint == "one_live_application_per_intake"


def test_when_the_review_is_over_nothing_is_opened_any_more(round):
    application = review(make_application(round), now=AFTER)
    type(round).objects.filter(pk=round.pk).update(stage="written_exam")
    with refused(actions.NotAtThatStage, "资格审查已经结束，不能再开放更正。"):
        opened(application, due_at=AFTER + timedelta(days=1), now=AFTER)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"parts": ()}, "请选择可以更正的内容。"),
        ({"parts": ("score",)}, "所选的更正内容不在报名表里，请重新选择。"),
        ({"due_at": OPEN}, "更正的截止时间须晚于现在。"),
        ({"due_at": OPEN + LONGEST_CORRECTION + timedelta(seconds=1)}, "更正时间最长 15 天，请改短。"),
        ({"reason": " "}, "请写明开放更正的理由。"),
    ],
)
def test_a_correction_without_bounds_is_not_opened(round, words, sentence):
    application = make_application(round)
    with refused(actions.Impossible, sentence):
        opened(application, **words)
    assert again(application).status == Status.ACTIVE


@pytest.mark.parametrize("role", [Role.COUNTY_HEAD, Role.COUNTY_HR])
def test_only_the_clerk_opens(round, role):
    with pytest.raises(Refused):
        opened(make_application(round), by=staff(round.county, role))


def test_another_countys_clerk_opens_nothing(round):
    with pytest.raises(Refused):
        opened(make_application(round), by=staff(make_county("平定县"), Role.COUNTY_CLERK))


def test_a_declared_relative_opens_nothing(round):
    application = make_application(round)
    clerk = staff(round.county, Role.COUNTY_CLERK)
    with clock.standing_at(OPEN):
        actions.declare_relative(application=again(application), staff=clerk, relation="配偶", by=clerk, now=OPEN)
    with refused(Refused, "您已申报与该报名人存在回避关系，不能办理此件。"):
        opened(application)


def test_opening_again_moves_the_clock(round):
    application = returned(round)
    opened(application, parts=("papers",), due_at=DUE + timedelta(days=2))
    assert again(application).correction.due_at == DUE + timedelta(days=2)
    assert Correction.objects.open().count() == 1


def test_what_nobody_used_is_taken_back_and_reviewed_as_it_stands(round):
    application = make_application(round)
    opened(application)
    application = again(application)
    with clock.standing_at(OPEN):
        ended = actions.end_correction(
            application=application, by=staff(round.county, Role.COUNTY_CLERK), seen=application.version, now=OPEN
        )
    assert (ended.status, ended.stage) == (Status.ACTIVE, "review")
    assert review(application).stage == "written_exam"


def test_a_return_by_the_review_is_not_taken_back_by_one_hand(round):
    application = returned(round)
    with clock.standing_at(OPEN), refused(actions.Impossible, "这份报名现在没有由本单位开放的更正。"):
        actions.end_correction(application=application, by=staff(round.county, Role.COUNTY_CLERK), seen=application.version, now=OPEN)


def test_what_is_decided_anew_is_under_way_again_for_its_person(round):
    application = review(make_application(round), "failed")
    opened(application)
    steps = {step.stage.key: (step.state, step.result) for step in timeline(again(application))}
    assert steps["review"] == ("current", None)


# ---- pages ----


def test_the_page_states_what_until_when_and_why(round):
    application = make_application(round)
    desk = desk_of(round.county)
    page = reverse("recruitment:application_correction", args=[application.pk])
    assert "请选择可以更正的内容。" in text(post(desk, page, {"seen": application.version}, now=OPEN))
    until = dict(zip((f"due_at_{place}" for place in range(5)), ("2024", "3", "29", "18", "00"), strict=True))
    said = {"parts": ["profile", "papers"], "reason": "本人申请。", "seen": application.version, **until}
    answer = text(post(desk, page, said, now=OPEN))
    assert f"已为{application.name}开放更正：基本信息、照片与材料，到 2024年3月29日 18:00 为止。本人会收到通知。" in answer
    assert "基本信息、照片与材料；2024年3月29日 18:00 截止，等本人提交" in answer


def test_the_applicant_reads_the_clock_first(round):
    application = returned(round)
    mine = reverse("recruitment:my_application", args=[application.pk])
    tasks = reverse("recruitment:tasks", args=[application.pk])
    assert "2024-03-30T00:00:00" in text(get(signed_in(application.applicant), mine, now=OPEN))
    assert "请在 2024年3月29日 24:00 前重新提交。" in text(get(signed_in(application.applicant), tasks, now=OPEN))
    late = get(signed_in(application.applicant), mine, now=DUE)
    assert "应在 2024年3月29日 24:00 前重新提交，现在已经逾期。" in text(late)


def test_the_review_closes_only_when_returned_ones_are_decided(round):
    returned(round)
    with clock.standing_at(AFTER):
        actions.close_due(now=AFTER)
    with pytest.raises(actions.Blocked) as blocked:
        close(round, AFTER)
    assert "还有 1 份报名没有审查结论，请先审查完。" in blocked.value.reasons


# ---- desks ----


def test_what_was_not_mended_in_time_stands_on_the_reviewers_desk_and_in_the_queue(round):
    application = returned(round)
    clerk = staff(round.county, Role.COUNTY_CLERK)
    titles = {now: [task.title for task in desk.tasks(clerk, now)] for now in (OPEN, DUE)}
    assert ["补正到期，作出结论" in titles[now] for now in (OPEN, DUE)] == [False, True]
    waiting = get(desk_of(round.county), "/desk/applications/?state=returned", now=OPEN).context["lines"]
    assert [(line["state"], line["waited"]) for line in waiting] == [("待补正", "补正到 2024年3月29日 24:00")]
    late = get(desk_of(round.county), "/desk/applications/?state=returned", now=DUE).context["lines"]
    assert [line["state"] for line in late] == ["补正逾期"]
    due = list(deadlines.upcoming(clerk))
    assert [(each.title, each.due, each.is_late(DUE)) for each in due] == [(f"报名 {application.number}：补正截止", DUE, True)]
