"""附条件通过: noted with a written confirmation, read by the second reviewer, reminded, met before another, and a gate on the contract."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bureaus import clock
from bureaus.access import OneHand, Refused
from bureaus.models import Message
from bureaus.tenancy import Stale
from policy.powers import Role
from recruitment import actions, deadlines, desk, dossier
from recruitment.models import Application, Condition, Status
from staffing.models import Auxiliary, Contract
from tests.recruitment import kept
from tests.recruitment.desks import desk_of, get, post, signed_in, text
from tests.recruitment.factories import OPEN, make_announced_round, make_application, make_picture
from tests.recruitment.internal import apply, make_internal_round, make_serving
from tests.recruitment.stages import POSTED_OUT, SIGNED, make_contract_round, prepare, sign
from tests.recruitment.test_registration_rules import review
from tests.staffing.factories import make_county, staff
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db
JPEG = make_picture().read()

DUE = date(2024, 4, 20)
UNDER_WAY = {"insurance_movable": None, "party_member": True, "party_file_movable": None}


def make_waiting():
    """Of internal selection, waiting for review: a party member of whom the roster does not say what can be transferred."""
    round = make_internal_round(county=make_county("盂县"))
    return apply(round, make_serving(round, **UNDER_WAY))


waiting = kept.once(make_waiting)


@pytest.fixture
def application(waiting):
    return again(Application(pk=waiting))


def again(application):
    return Application.objects.select_related("round__county", "round__scheme", "round__intake", "applicant").get(pk=application.pk)


def note(application, *, rule="insurance_stuck", by=None, now=OPEN, **words):
    application = again(application)
    said = {"confirmed_by": "盂县社会保险中心", "confirmation": make_picture(), "due_on": DUE} | words
    by = by or staff(application.round.county, Role.COUNTY_CLERK)
    with clock.standing_at(now):
        return actions.note_condition(application=application, rule=rule, by=by, seen=application.version, now=now, **said)


def meet(condition, by, now=OPEN):
    with clock.standing_at(now):
        return actions.meet_condition(condition=condition, proof=make_picture(), by=by, now=now)


def test_a_transfer_under_way_passes_with_its_condition_read_by_the_second_reviewer(application):
    note(application)
    told = {row["label"]: row["value"] for row in dossier.facts(again(application))}["附条件"]
    assert told == "社保关系转移接续（四(一)4），应在 2024年4月20日 前办结；盂县社会保险中心书面确认，未办结"
    assert review(application).status == Status.ACTIVE
    assert Message.objects.get(letter="condition_noted").recipient == application.applicant


@pytest.mark.parametrize("rule", ["education", "age", "crime", "trainee"])
def test_nothing_but_a_transfer_is_left_open(application, rule):
    with refused(actions.Impossible, "只有社保关系、党组织关系的转移可以附条件通过，学历等其他条件必须符合。"):
        note(application, rule=rule)
    assert not Condition.objects.exists()


def test_the_public_recruitment_knows_no_such_condition():
    application = make_application(make_announced_round(make_county()))
    with refused(actions.Impossible, "这一项不是本次招聘的条件，不能附条件通过。"):
        note(application)


def test_who_cannot_transfer_is_not_taken(application):
    Auxiliary.objects.filter(pk=application.auxiliary_id).update(insurance_movable=False)
    with refused(actions.Impossible, "已经认定不能转移，不能附条件通过。"):
        note(application)


def test_no_condition_is_slipped_under_an_opinion_that_was_entered(application):
    review(application)
    with refused(actions.Impossible, "这份报名现在不在资格审查环节，不能登记附条件事项。"):
        note(application)


def test_who_noted_it_does_not_say_it_is_met(application):
    condition = note(application)
    with pytest.raises(OneHand):
        meet(condition, staff(application.round.county, Role.COUNTY_CLERK))
    assert meet(condition, staff(application.round.county, Role.COUNTY_HR)).met_at == OPEN


def test_it_is_reminded_of_a_week_before_and_once_when_late(application):
    note(application)
    review(application)
    moments = [OPEN, *(clock_of(day) for day in (DUE - timedelta(days=7), DUE, DUE + timedelta(days=1), DUE + timedelta(days=2)))]
    assert [actions.remind_of_conditions(now=moment) for moment in moments] == [0, 1, 1, 1, 1]
    letters = Message.objects.filter(letter="condition_due", recipient=application.applicant)
    assert [letter.about.rpartition(":")[2] for letter in letters.order_by("pk")] == ["soon", "late"]
    clerk = staff(application.round.county, Role.COUNTY_CLERK)
    due = [each for each in deadlines.upcoming(clerk) if each.key.startswith("condition")]
    assert [(each.due, each.clause.ref, each.is_late(clock_of(DUE + timedelta(days=1)))) for each in due] == [(DUE, "四(一)4", True)]
    on_desk = {task.title: task.late for task in desk.tasks(clerk, clock_of(DUE + timedelta(days=1)))}
    assert on_desk["附条件通过的事项将到期"] is True


def clock_of(day):
    return OPEN.replace(year=day.year, month=day.month, day=day.day)


def test_no_contract_is_signed_before_the_condition_is_met():
    round = make_contract_round()
    person = Application.objects.at("contract").get(round=round)
    clerk, hr = staff(round.county, Role.COUNTY_CLERK), staff(round.county, Role.COUNTY_HR)
    condition = Condition.objects.create(
        application=person,
        rule="party_file_stuck",
        confirmed_by="盂县某单位党支部",
        confirmation=person.attachments.first().file,
        due_on=date(2024, 6, 30),
        noted_by=clerk,
        noted_at=POSTED_OUT,
    )
    assert prepare(person).open_condition == "党组织关系转移（四(一)5），应在 2024年6月30日 前办结"
    with refused(actions.Impossible, "聘用条件还没有办结，不能签订合同：党组织关系转移（四(一)5），应在 2024年6月30日 前办结。"):
        sign(person)
    meet(condition, hr, SIGNED)
    assert Contract.objects.get().open_condition == ""
    assert sign(person).signed_on == date(2024, 6, 3)


def page(application):
    return f"/desk/applications/{application.pk}/conditions/"


def paper():
    return SimpleUploadedFile("确认.jpg", JPEG, "image/jpeg")


def typed(application, **changed):
    due = {"due_on_0": DUE.year, "due_on_1": DUE.month, "due_on_2": DUE.day}
    said = {"seen": again(application).version, "rule": "insurance_stuck", "confirmed_by": "盂县社会保险中心", "confirmation": paper()}
    return said | due | changed


def test_the_pages_note_it_by_one_and_meet_it_by_another(application):
    clerk, hr = desk_of(application.round.county), desk_of(application.round.county, Role.COUNTY_HR)
    assert "转移正在办理、已有书面确认，登记附条件" in text(get(clerk, f"/desk/applications/{application.pk}/", OPEN))
    assert "已登记" in text(post(clerk, page(application), typed(application), OPEN))
    condition = Condition.objects.get()
    assert (condition.rule, condition.due_on, condition.noted_by) == (
        "insurance_stuck",
        DUE,
        staff(application.round.county, Role.COUNTY_CLERK),
    )
    assert str(OneHand()) in text(post(clerk, f"/desk/conditions/{condition.pk}/met/", {"proof": paper()}, OPEN))
    review(application)
    own = text(get(signed_in(application.applicant), f"/my/{application.pk}/", OPEN))
    assert "社保关系转移接续（四(一)4），应在 2024年4月20日 前办结" in own
    assert "社保关系转移接续已办结。" in text(post(hr, f"/desk/conditions/{condition.pk}/met/", {"proof": paper()}, OPEN))
    condition.refresh_from_db()
    assert (condition.met_at, condition.met_by) == (OPEN, staff(application.round.county, Role.COUNTY_HR))
    papers = [get(hr, f"/desk/conditions/{condition.pk}/{which}/", OPEN) for which in ("confirmation", "proof")]
    assert [(each.status_code, each["Content-Type"]) for each in papers] == [(200, "image/jpeg")] * 2


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"rule": ""}, "请选择正在办理的转移。"),
        ({"rule": "education"}, "请选择正在办理的转移。"),
        ({"confirmed_by": " "}, "请写明由哪个单位书面确认可以转移。"),
        ({"confirmation": ""}, "请上传书面确认。"),
        ({"confirmation": SimpleUploadedFile("确认.pdf", b"<html>")}, "只能上传 JPG、PNG 或 PDF 文件。"),
        ({"due_on_0": 2025}, "办结期限最长 92 天，请改短。"),
        ({"seen": 0}, str(Stale())),
    ],
)
def test_what_cannot_be_noted_is_said_and_what_was_typed_stays(application, changed, sentence):
    page_of = text(post(desk_of(application.round.county), page(application), typed(application, **changed), OPEN))
    assert sentence in page_of
    assert 'value="2024"' in page_of or "due_on_0" in changed
    assert not Condition.objects.exists()


def test_the_page_says_why_nothing_may_be_noted(application):
    hr = desk_of(application.round.county, Role.COUNTY_HR)
    public = make_application(make_announced_round(make_county("平定县")))
    assert "这份报名没有可以附条件的转移。" in text(get(desk_of(public.round.county), page(public), OPEN))
    assert get(hr, page(public), OPEN).status_code == 404
    review(application)
    clerk = desk_of(application.round.county)
    assert "这份报名现在不在资格审查环节，不能登记附条件事项。" in text(get(clerk, page(application), OPEN))


def test_a_relative_neither_notes_nor_meets_it(application):
    condition = note(application)
    hr = staff(application.round.county, Role.COUNTY_HR)
    with clock.standing_at(OPEN):
        actions.declare_relative(application=again(application), staff=hr, relation="夫妻关系", by=hr, now=OPEN)
    assert "您已申报与该报名人存在回避关系" in text(get(signed_in(hr), page(application), OPEN))
    with refused(Refused, "您已申报与该报名人存在回避关系，不能办理此件。"):
        meet(condition, hr)


def test_the_queue_lists_what_is_still_to_be_met(application):
    condition = note(application)
    other = apply(application.round)
    clerk = desk_of(application.round.county)
    listed = text(get(clerk, "/desk/applications/?state=conditional", OPEN))
    assert (application.number in listed, other.number in listed) == (True, False)
    meet(condition, staff(application.round.county, Role.COUNTY_HR))
    assert application.number not in text(get(clerk, "/desk/applications/?state=conditional", OPEN))
