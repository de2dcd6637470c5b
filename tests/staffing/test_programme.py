"""The pilot as dated obligations: what proves each, how late it is, and a later programme."""

from datetime import date, timedelta

import pytest

from bureaus import clock
from bureaus.access import Refused
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from policy.powers import Role
from policy.programme import PILOT, Evidence, State
from recruitment import desk
from staffing import actions, progress
from staffing.models import Filing, Matter, Obligation, Programme, Proof
from staffing.overview import county_lines
from tests.recruitment.factories import make_announced_round
from tests.staffing.editions import LATER, filed, hire, leave, revise
from tests.staffing.factories import NOW, city, make_county, make_filed_plan, staff
from tests.staffing.filing_factories import head, make_returned, make_sent, sign, submit, write
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db

DAYS = {
    "deployment": (date(2026, 3, 1), date(2026, 3, 15)),
    "recruitment": (date(2026, 3, 16), date(2026, 6, 15)),
    "conclusion": (date(2026, 6, 16), date(2026, 6, 30)),
}


@pytest.fixture(autouse=True)
def pilot():
    return actions.found_programme(by=None, now=NOW)


def standing_of(county, day):
    programme = progress.current(day)
    return {each.obligation.key: each for each in progress.standing(programme, [county], day)}


def test_the_pilot_has_the_days_of_the_document(pilot):
    assert [(phase.first_day, phase.last_day) for phase in pilot.phases.all()] == [(each.first_day, each.last_day) for each in PILOT]
    assert actions.found_programme(by=None, now=NOW) == pilot
    assert Obligation.objects.count() == 12


def test_a_filing_proves_its_obligation_on_the_day_it_went_up():
    filing = make_sent("work_plan")
    found = standing_of(filing.county, date(2024, 3, 20))
    assert (found["work_plan"].done_on, found["work_plan"].word, found["work_plan"].by) == (date(2024, 3, 4), "已完成", filing.title)
    assert (found["survey"].word, found["survey"].progress.sentence) == ("已逾期", "已逾期 5 天，请尽快补办")
    assert (found["summary"].word, found["summary"].progress.state) == ("待办", State.DUE)


def test_what_goes_up_once_the_next_programme_has_begun_proves_nothing_of_the_one_before(pilot):
    filing = make_sent("work_plan")
    assert standing_of(filing.county, date(2024, 3, 20))["work_plan"].done_on == date(2024, 3, 4)
    days = {each.key: (each.first_day + timedelta(days=9), each.last_day + timedelta(days=9)) for each in PILOT}
    actions.set_programme(title="第二次", days=days | {"deployment": (NOW.date(), days["deployment"][1])}, by=city(), now=NOW)
    found = {each.obligation.key: each for each in progress.standing(pilot, [filing.county], date(2024, 3, 20))}
    assert found["work_plan"].done_on is None
    assert standing_of(filing.county, date(2024, 3, 20))["work_plan"].done_on == date(2024, 3, 4)


def test_an_announcement_proves_the_programme_that_runs_and_not_the_one_before(pilot):
    later = actions.set_programme(title="2026年", days=DAYS, by=city(), now=NOW)
    county, then = make_county(), NOW.replace(year=2026, month=3, day=20)
    actions.prove(county=county, evidence=Evidence.ANNOUNCEMENT, reference="公告", now=then)
    assert [proof.obligation.phase.programme for proof in Proof.objects.all()] == [later]


def test_what_was_returned_or_withdrawn_proves_nothing_until_it_goes_up_again():
    returned = make_returned("work_plan")
    assert standing_of(returned.county, date(2024, 3, 20))["work_plan"].done_on is None
    again = submit(sign(write(Matter.objects.get(kind="work_plan"), needs="补充。")))
    assert standing_of(returned.county, date(2024, 3, 20))["work_plan"].done_on == date(2024, 3, 4)
    sent = make_sent("survey")
    actions.withdraw_matter(matter=sent.matter, by=head(sent), seen=sent.matter.version, now=NOW)
    assert standing_of(sent.county, date(2024, 3, 20))["survey"].done_on is None
    assert again.pk


def test_a_late_one_is_done_all_the_same_and_says_how_late():
    filing = make_sent("work_plan")
    Proof.objects.create(
        obligation=Obligation.objects.get(key="survey"), county=filing.county, done_on=date(2024, 3, 25), reference="甲", recorded_at=NOW
    )
    survey = standing_of(filing.county, date(2024, 4, 1))["survey"]
    assert (survey.word, survey.days_late, survey.progress.sentence) == ("已完成", 10, "已完成，晚了 10 天")


def test_posting_the_announcement_proves_it_once_and_nothing_else():
    round = make_announced_round()
    proof = Proof.objects.get()
    assert (proof.obligation.key, proof.county) == ("announcement", round.county)
    assert proof.reference.startswith("招聘公告（")
    actions.prove(county=round.county, evidence=Evidence.ANNOUNCEMENT, reference="又一次", now=NOW)
    assert Proof.objects.count() == 1


def test_the_city_says_of_its_own_obligations_that_they_are_met():
    own, theirs = Obligation.objects.get(key="mechanism"), Obligation.objects.get(key="survey")
    with refused(Impossible, "这项任务由上报材料或招聘公告证明，系统会自动登记。"):
        actions.say_done(obligation=theirs, done_on=NOW.date(), reference="甲", by=city(), now=NOW)
    with refused(Impossible, "完成日期不能晚于今天。"):
        actions.say_done(obligation=own, done_on=NOW.date() + timedelta(days=1), reference="甲", by=city(), now=NOW)
    actions.say_done(obligation=own, done_on=NOW.date(), reference="阳司发〔2024〕1号", by=city(), now=NOW)
    with refused(Prevented, "这项任务已经登记完成，没有重复登记。"):
        actions.say_done(obligation=own, done_on=NOW.date(), reference="阳司发〔2024〕1号", by=city(), now=NOW)


def test_a_later_programme_has_its_own_days_and_obligations_and_old_filings_do_not_count():
    filing = make_sent("work_plan")
    later = actions.set_programme(title="2026年", days=DAYS, owed={"work_plan", "summary"}, by=city(), now=NOW)
    assert progress.current(date(2026, 2, 1)).title == "司法协理员制度试点（2024年）"
    assert progress.current(date(2026, 3, 1)) == later
    found = standing_of(filing.county, date(2026, 3, 20))
    assert set(found) == {"work_plan", "summary"}
    assert found["work_plan"].days_late == 5


@pytest.mark.parametrize(
    ("phase", "days", "sentence"),
    [
        ("deployment", (date(2026, 3, 15), date(2026, 3, 1)), "工作部署阶段的截止日期不能早于开始日期。"),
        ("recruitment", (date(2026, 3, 15), date(2026, 6, 15)), "全面推进阶段应在上一阶段截止以后开始。"),
    ],
)
def test_phases_follow_each_other(phase, days, sentence):
    with refused(Impossible, sentence):
        actions.set_programme(title="2026年", days=DAYS | {phase: days}, by=city(), now=NOW)
    assert Programme.objects.count() == 1


def test_only_the_city_sets_a_programme():
    with pytest.raises(Refused):
        actions.set_programme(title="2026年", days=DAYS, by=staff(make_county(), Role.COUNTY_HEAD), now=NOW)


def test_the_desk_tells_county_and_city_what_is_late_and_what_is_soon_due():
    county = make_county()
    early, late = NOW, NOW + timedelta(days=20)
    clerk = staff(county, Role.COUNTY_CLERK)
    soon = next(task for task in desk.tasks(clerk, early) if task.title == "快到期的试点任务")
    assert (soon.count, soon.late) == (6, False)
    owed = desk.tasks(clerk, late)[0]
    assert (owed.title, owed.count, owed.late, owed.hint) == ("补办逾期的试点任务", 6, True, "最长已逾期 9 天，仍可补办")
    assert desk.tasks(city(), late)[0].title == "督促逾期的试点任务"


def test_the_five_counties_stand_on_one_line_each():
    plan = make_filed_plan()
    sent = make_sent("work_plan", plan.county)
    other = make_county()
    lines = {line.county: line for line in county_lines(city(), NOW + timedelta(days=20))}
    mine, theirs = lines[plan.county], lines[other]
    assert (mine.due, mine.late, mine.days_late, mine.waiting) == (9, 5, 9, 1)
    assert (mine.planned, mine.filled, mine.average, mine.plan_state) == (4, 0, "4.00", "2024年已备案")
    assert (theirs.late, theirs.planned, theirs.average, theirs.plan_state) == (6, None, "—", "没有方案")
    assert clock.today(NOW) == Filing.objects.get(pk=sent.pk).submitted_at.date()


def test_the_counted_hires_are_the_ledgers_of_the_year_whichever_edition_they_were_made_under():
    plan = make_filed_plan(make_county(offices=1), established_posts=4, planned_public=2)
    line = plan.lines.get()
    hire(line, "甲")
    hire(line, "乙")
    leave(line, "甲 辞职")
    for _ in range(2):
        (mine,) = county_lines(city(), LATER)
        assert (mine.filled, mine.left, mine.plan) == (2, 1, plan)
        plan = filed(revise(plan)) if plan.edition == 1 else plan


@pytest.mark.parametrize("counties", [1, 3])
def test_the_overview_asks_as_much_for_three_counties_as_for_one(django_assert_num_queries, counties):
    reader = city()
    for _ in range(counties):
        make_sent("work_plan", make_filed_plan().county)
    with django_assert_num_queries(13):
        list(county_lines(reader, NOW))
