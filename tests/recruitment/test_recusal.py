"""回避: a declared relative decides nothing, on whichever path it is tried: page, bulk, import, admin, SQL."""

import pytest
from django.urls import reverse

from bureaus import clock, desk
from bureaus.access import Refused
from policy.powers import Role
from policy.progress import Outcome
from recruitment import actions
from recruitment.models import Application, Entry, Objection, Recusal, Score, StageResult
from tests.recruitment import stages
from tests.recruitment.desks import post, signed_in
from tests.recruitment.factories import OPEN, make_announced_round, make_application
from tests.recruitment.kept import again, once
from tests.recruitment.stages import EXAMINED, POSTED, SCORES, WRITTEN, applications, clerk, head
from tests.staffing.factories import make_user, staff
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db

seated = once(stages.make_seated_round, people=3)
inspecting = once(stages.make_inspection_round)
published = once(stages.make_published_round)
SENTENCE = "您已申报与该报名人存在回避关系，不能办理此件。"
ANSWERS = {"conduct": True, "skills": True, "discipline": True}


def related(application, staff_member, now):
    with clock.standing_at(now):
        return actions.declare_relative(application=application, staff=staff_member, relation="近姻亲关系", by=staff_member, now=now)


def standing_first(round):
    return Application.objects.select_related("round__county").get(round=round, standing__proposed=True)


def test_what_the_relative_had_entered_lapses_and_another_enters_anew():
    application = make_application()
    reviewer = staff(application.round.county, Role.COUNTY_CLERK)
    said = {"decision": "passed", "answers": ANSWERS, "reason": "", "sentence": ""}
    with clock.standing_at(OPEN):
        actions.enter_review(application=application, by=reviewer, seen=application.version, now=OPEN, **said)
    related(application, reviewer, OPEN)
    assert not Entry.objects.exists()
    other = make_user(Role.COUNTY_CLERK, application.round.county)
    with clock.standing_at(OPEN):
        assert actions.enter_review(application=application, by=other, seen=application.version, now=OPEN, **said).entered_by == other


def test_a_bulk_pass_leaves_the_relative_out_by_name():
    round = make_announced_round()
    mine, other = (make_application(round) for _ in range(2))
    reviewer = staff(round.county, Role.COUNTY_CLERK)
    related(mine, reviewer, OPEN)
    chosen = {"chosen": [f"{one.pk}:{one.version}" for one in (mine, other)]}
    answered = {f"answer_{one.pk}_{key}": "on" for one in (mine, other) for key in ANSWERS}
    page = post(signed_in(reviewer), reverse("recruitment:applications_bulk"), chosen, now=OPEN).content.decode()
    assert "您已申报回避" in page
    post(signed_in(reviewer), reverse("recruitment:applications_bulk"), chosen | answered | {"confirmed": "1"}, now=OPEN)
    assert list(Entry.objects.values_list("application", flat=True)) == [other.pk]


def test_an_imported_sheet_with_a_relative_on_it_is_refused_by_name_and_another_may_import_it(seated):
    round = again(seated)
    person = applications(round)[0]
    related(person, clerk(round), WRITTEN)
    with refused(Refused, f"成绩册里有您申报回避的考生：{person.name}。请由其他工作人员办理。"):
        stages.enter(round, "written_exam", SCORES[:3], WRITTEN)
    assert not Score.objects.exists()
    other = make_user(Role.COUNTY_CLERK, round.county)
    with clock.standing_at(WRITTEN):
        rows = stages.rows(round, "written_exam", SCORES[:3])
        sheet = actions.enter_scores(round=round, stage="written_exam", rows=rows, by=other, now=WRITTEN)
    related(person, head(round), WRITTEN)
    with pytest.raises(Refused), clock.standing_at(WRITTEN):
        actions.confirm_scores(sheet=sheet, by=head(round), now=WRITTEN)


def test_a_relative_neither_enters_nor_confirms_an_inspection(inspecting):
    round = again(inspecting)
    person = standing_first(round)
    said = {"stage": "inspection", "outcome": Outcome.PASSED, "reason": "", "sentence": "", "note": ""}
    related(person, head(round), EXAMINED)
    with clock.standing_at(EXAMINED):
        entry = actions.enter_result(application=person, by=clerk(round), seen=person.version, now=EXAMINED, **said)
        with refused(Refused, SENTENCE):
            actions.confirm_entry(entry=entry, by=head(round), seen=person.version, now=EXAMINED)
    related(person, clerk(round), EXAMINED)
    with clock.standing_at(EXAMINED), refused(Refused, SENTENCE):
        actions.enter_result(application=person, by=clerk(round), seen=person.version, now=EXAMINED, **said)
    assert not StageResult.objects.filter(application=person, stage="inspection").exists()


def test_a_relative_closes_no_objection(published):
    round = again(published)
    person = standing_first(round)
    related(person, clerk(round), POSTED)
    notice = round.notices.get(kind="proposed_hires")
    with clock.standing_at(POSTED):
        objection = actions.receive_objection(notice=notice, text="学历存疑", contact="", application=person, now=POSTED)
        with refused(Refused, SENTENCE):
            actions.close_objection(objection=objection, outcome="unfounded", finding="查无此事", by=clerk(round), now=POSTED)
    assert Objection.objects.get().closed_at is None


def test_the_admin_holds_no_desk_where_an_application_is_decided():
    decided = {Application, Entry, StageResult, Score, Recusal, Objection}
    assert decided & set(desk.site._registry) == set()
