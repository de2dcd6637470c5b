"""附条件通过: noted with a written confirmation, read by the second reviewer, reminded, met before another, and a gate on the contract."""

from datetime import date, timedelta

import pytest

from bureaus import clock
from bureaus.access import OneHand
from bureaus.models import Message
from policy.powers import Role
from recruitment import actions, deadlines, desk, dossier
from recruitment.models import Application, Condition, Intake, Status
from staffing.models import Contract
from tests.recruitment.factories import OPEN, make_announced_round, make_application, make_picture
from tests.recruitment.stages import POSTED_OUT, SIGNED, make_contract_round, prepare, sign
from tests.recruitment.test_registration_rules import review
from tests.staffing.factories import make_county, staff
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db

DUE = date(2024, 4, 20)


@pytest.fixture
def application():
    """One whose conditions are those of the internal selection, waiting for review. Its round is a public one in all else."""
    application = make_application(make_announced_round(make_county("盂县")))
    Intake.objects.filter(pk=application.intake_id).update(track="internal")
    return again(application)


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
    application = make_application(make_announced_round(make_county("盂县")))
    with refused(actions.Impossible, "这一项不是本次招聘的条件，不能附条件通过。"):
        note(application)


def test_who_cannot_transfer_is_not_taken(application):
    Application.objects.filter(pk=application.pk).update(declared={"insurance_stuck": True})
    with refused(actions.Impossible, "已经认定不能转移，不能附条件通过。"):
        note(application)


def test_no_condition_is_slipped_under_an_opinion_that_was_entered(application):
    review(application)
    with refused(actions.NotAtThatStage, "这份报名现在不在资格审查环节，不能登记附条件事项。"):
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
