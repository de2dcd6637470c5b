"""回避: a declared relative decides nothing, on whichever path it is tried: page, bulk, import, admin, SQL."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from bureaus import clock, desk
from bureaus.access import Refused
from policy.powers import Role
from policy.progress import Outcome
from recruitment import actions
from recruitment.models import Application, Entry, Objection, Opinion, Recusal, Score, StageResult
from tests.bureaus.factories import make_person
from tests.recruitment import internal, stages
from tests.recruitment.desks import get, post, signed_in, text
from tests.recruitment.factories import OPEN, make_announced_round, make_application
from tests.recruitment.internal import ASSESSED
from tests.recruitment.kept import again, once
from tests.recruitment.stages import EXAMINED, POSTED, SCORES, WRITTEN, applications, clerk, head
from tests.staffing.factories import make_county, make_user, staff
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


# ---- the office that assesses its own people ----

FIVE = {key: Decimal(90) for key in ("integrity", "ability", "diligence", "results", "probity")}


def assessed():
    """Somebody whom the county's one office assesses, with the office's opinion, and the office."""
    round = internal.make_assessment_round(people=1)
    internal.give_opinions(round)
    return Application.objects.select_related("round__county").get(round=round), internal.office_of(round)


def test_an_office_declares_a_relation_on_its_own_page_and_its_opinion_lapses():
    person, office = assessed()
    desk, address = signed_in(office), reverse("recruitment:application_recusal", args=[person.pk])
    opinion = reverse("recruitment:opinion", args=[person.pk])
    assert f'href="{address}"' in text(get(desk, opinion, now=ASSESSED))
    assert "不能填写考核意见，已经填写的作废，由本所其他人员填写。申报后不能撤销。" in text(get(desk, address, now=ASSESSED))
    done = text(post(desk, address, {"relation": "近姻亲关系"}, now=ASSESSED))
    assert f"已登记您与{person.name}的回避关系" in done
    assert "已申报回避" in done
    assert (Opinion.objects.count(), Recusal.objects.get().staff) == (0, office)
    page = text(get(desk, opinion, now=ASSESSED))
    assert f"您已申报与{person.name}存在回避关系，考核意见由本所其他人员填写" in page
    assert "保存意见" not in page
    with clock.standing_at(ASSESSED), refused(Refused, SENTENCE):
        actions.give_opinion(application=person, marks=FIVE, words="", by=office, now=ASSESSED)
    assert SENTENCE in text(post(desk, address, {"relation": "近姻亲关系"}, now=ASSESSED))


def test_another_office_declares_nothing_about_people_that_are_not_its_own():
    person, _ = assessed()
    stranger = make_person(Role.OFFICE, make_county())
    address = reverse("recruitment:application_recusal", args=[person.pk])
    assert get(signed_in(stranger), address, now=ASSESSED).status_code == 404
    with refused(Refused, "这个人不在本司法所工作，由所在的司法所填写意见。"):
        related(person, stranger, ASSESSED)


def test_the_bureau_waits_for_another_of_the_office_and_marks_alone_where_all_are_related():
    person, office = assessed()
    related(person, office, ASSESSED)
    other = make_person(Role.OFFICE, person.round.county, office=office.office)
    with pytest.raises(actions.Impossible, match="还有 1 人没有司法所的考核意见"):
        internal.enter_assessment(person.round, ["90.00"])
    related(person, other, ASSESSED)
    assert internal.enter_assessment(person.round, ["90.00"]).scores.count() == 1


def opine(person, by):
    return Opinion.objects.create(application=person, side="office", entered_by=by, entered_at=ASSESSED, **FIVE)


def test_past_every_action_the_database_takes_no_opinion_of_a_relative():
    person, office = assessed()
    related(person, office, ASSESSED)
    other = make_person(Role.OFFICE, person.round.county, office=office.office)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        opine(person, office)
    assert refusal.value.__cause__.diag.constraint_name == "relative_decides_nothing"
    opinion = opine(person, other)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Opinion.objects.filter(pk=opinion.pk).update(entered_by=office)
    assert refusal.value.__cause__.diag.constraint_name == "relative_decides_nothing"


def test_the_control_without_the_trigger_lets_a_relative_mark():
    person, office = assessed()
    related(person, office, ASSESSED)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE recruitment_opinion DISABLE TRIGGER relative_marks_nothing")
    assert opine(person, office).entered_by == office


def test_the_admin_holds_no_desk_where_an_application_is_decided():
    decided = {Application, Entry, StageResult, Score, Recusal, Objection}
    assert decided & set(desk.site._registry) == set()
