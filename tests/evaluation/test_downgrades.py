"""考核降档: a confirmed breach takes a band off the year's grade, on every way that a grade can come; the sheet says why."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from django.db import connection, transaction
from django.urls import reverse

from bureaus import clock
from bureaus.acts import Impossible
from evaluation import actions
from evaluation.actions import Decision
from evaluation.appraisal_papers import facts
from evaluation.downgrades import downgrades_on, why_lowered
from evaluation.figures import Figures
from evaluation.models import Appraisal, AppraisalPeriod, Incident
from policy.appraisal import Grade
from policy.appraisal_way import Cycle
from policy.powers import Role
from tests.evaluation.appraisal_factories import (
    THEN,
    ask,
    confirm,
    days,
    make_confirmed_period,
    make_marked_period,
    make_people,
    offer,
    prepare,
    sign,
)
from tests.evaluation.conduct import confirmed, entered, heard
from tests.recruitment.desks import get, signed_in, text
from tests.staffing.contracts import at, clerk, head
from tests.staffing.factories import make_user
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("working_calendar")]

BREACH = date(2024, 9, 2)
LOW = dict.fromkeys(("integrity", "ability", "diligence", "results", "probity"), 80)


def contract_of(person):
    return person.contracts.get()


def lowered(person, day=BREACH):
    return confirmed(contract_of(person), day, measure="downgrade", facts="擅自泄露当事人信息（演示）。")


def test_a_grade_is_one_band_lower_than_the_total_earns_and_no_higher_one_is_taken():
    people = make_people(5)
    lowered(people[0])
    period = make_marked_period(people)  # everybody has 90, which is 优秀
    with refused(Impossible, "演示协理员1：按得分和一票否决情形最高为合格，不能定为优秀。"):
        prepare(period, [Grade.EXCELLENT, *[Grade.COMPETENT] * 4])
    prepare(period, [Grade.COMPETENT] * 5)
    sheet = period.appraisals.order_by("pk").first()
    assert (sheet.grade, sheet.best) == ("competent", "competent")
    lowered_twice = Appraisal.objects.get(pk=sheet.pk)
    lowered(people[0], date(2024, 10, 8))
    lowered_twice.refresh_from_db()
    assert lowered_twice.grade == ""  # it is graded anew
    with refused(Impossible, "演示协理员1：按得分和一票否决情形最高为基本合格，不能定为合格。"):
        prepare(period, [Grade.COMPETENT] * 5)


def test_a_breach_confirmed_after_the_offer_takes_the_grade_off_and_the_offer_back():
    people = make_people(2)
    period = offer(prepare(make_marked_period(people), [Grade.COMPETENT] * 2))
    lowered(people[0])
    period.refresh_from_db()
    assert (period.offered_at, [each.grade for each in period.appraisals.order_by("pk")]) == (None, ["", "competent"])
    with refused(Impossible, "还有 1 人没有定等次：演示协理员1。定好以后再提交。"):
        offer(period)


def test_grades_wait_for_a_breach_that_nobody_has_decided_on():
    people = make_people(1)
    period = prepare(make_marked_period(people), [Grade.COMPETENT])
    waiting = heard(contract_of(people[0]), BREACH, measure="downgrade")
    with refused(Impossible, "演示协理员1有考核降档的违规登记没有审定，会影响等次，请先审定或者退回。"):
        offer(period)
    boss = head(people[0])
    actions.return_incident(incident=waiting, reason="证据不足", by=boss, seen=waiting.version, now=at(BREACH))
    assert confirm(offer(period)).confirmed_at == THEN


def test_a_year_that_is_decided_is_not_lowered_any_more():
    people = make_people(1)
    waiting = heard(contract_of(people[0]), BREACH, measure="downgrade")
    actions.return_incident(incident=waiting, reason="缓办", by=head(people[0]), seen=waiting.version, now=at(BREACH))
    make_confirmed_period(people)
    sentence = "2024年度考核的等次已经审定，不能再以考核降档处理这一年的违规，请退回后改选其他处理。"
    with refused(Impossible, sentence):
        entered(contract_of(people[0]), BREACH, measure="downgrade")
    assert entered(contract_of(people[0]), BREACH, measure="warning").measure == "warning"


def test_only_the_years_appraisal_of_the_breach_is_lowered():
    people = make_people(1)
    lowered(people[0], date(2024, 6, 3))
    quarter = make_marked_period(people, cycle=Cycle.QUARTER, dates=(date(2024, 10, 1), date(2024, 12, 31)))
    assert downgrades_on(quarter.appraisals.get()) == []
    assert len(downgrades_on(make_marked_period(people).appraisals.get())) == 1


def test_the_undetermined_stay_so_and_a_veto_is_a_ceiling_beside_it():
    people = make_people(5)
    lowered(people[0])
    period = make_marked_period(people)
    absent = Decision(Grade.BASIC, "v3", "连续旷工三天。")
    prepare(period, [absent, *[Grade.COMPETENT] * 4])
    assert period.appraisals.order_by("pk").first().best == "basic"  # not a band below it


def test_recheck_does_not_lift_a_grade_above_what_the_breach_leaves():
    people = make_people(1, account=True)
    lowered(people[0])
    period = confirm(offer(prepare(make_marked_period(people), [Decision(Grade.BASIC, "", "另有不足。")])))
    recheck = ask(sign(period.appraisals.get(), now=THEN), by=people[0].person, now=days(1))
    other = make_user(Role.COUNTY_HEAD, people[0].county)
    with refused(Impossible, "考核期内有审定的考核降档，复核最高为合格，不能改为优秀。"):
        actions.answer_appraisal_recheck(recheck=recheck, grade=Grade.EXCELLENT, answer="改", by=other, now=days(2))
    actions.answer_appraisal_recheck(recheck=recheck, grade=Grade.COMPETENT, answer="理由成立。", by=other, now=days(2))
    assert Appraisal.objects.get(period=period).grade == "competent"


def test_the_sheet_says_why_on_page_and_paper_and_to_the_person():
    people = make_people(1, account=True)
    lowered(people[0])
    period = make_marked_period(people)
    sheet = period.appraisals.get()
    why = "考核降档 1 档：2024-09-02 擅自泄露当事人信息（演示）"
    desk = signed_in(clerk(people[0]))
    assert "考核降档 1 档" in text(get(desk, reverse("evaluation:period", args=[period.pk]), THEN))
    assert f"{why}。定等次时比得分应得的低一档" in text(get(desk, reverse("evaluation:appraisal", args=[sheet.pk]), THEN))
    confirm(offer(prepare(period, [Grade.COMPETENT])))
    sheet = Appraisal.objects.select_related("period__scheme", "period__county").get(pk=sheet.pk)
    assert facts(sheet, [], why_lowered(downgrades_on(sheet)))["reason"] == why
    assert why in text(get(signed_in(people[0].person), reverse("evaluation:my_appraisal", args=[sheet.pk]), THEN))


# --- past every action


def write(incident):
    """Confirm a breach past every action."""
    by = head(incident.assistant)
    values = {"state": "confirmed", "defence": "none", "decided_by": by, "decided_at": THEN}
    return lambda: Incident.objects.filter(pk=incident.pk).update(**values)


def test_no_path_decides_a_grade_that_forgets_the_breach():
    people = make_people(1)
    period = offer(prepare(make_marked_period(people), [Grade.COMPETENT]))
    write(entered(contract_of(people[0]), BREACH, measure="downgrade"))()
    write(entered(contract_of(people[0]), BREACH, measure="downgrade"))()
    sheet = period.appraisals.get()
    assert refusal(lambda: Appraisal.objects.filter(pk=sheet.pk).update(grade="excellent", best="excellent")) == (
        "downgrade_lowers_the_ceiling",
        "考核期内有审定的考核降档，等次不能这样高。",
    )
    decided = {"confirmed_at": THEN, "confirmed_by": head(people[0])}
    sentence = "有人的考核降档没有计入等次，不能审定，请重新定等次。"
    decide = AppraisalPeriod.objects.filter(pk=period.pk)
    assert refusal(lambda: decide.update(**decided)) == ("period_counts_its_downgrades", sentence)
    keep_figures(period)
    Appraisal.objects.filter(pk=sheet.pk).update(grade="basic", best="basic")
    assert decide.update(**decided) == 1  # control: two bands lower the same write goes through


def test_no_path_lowers_a_year_that_is_decided():
    people = make_people(1)
    before = [entered(contract_of(people[0]), BREACH, measure=measure) for measure in ("downgrade", "warning")]
    with clock.standing_at(THEN):
        period = offer_past(people)
    assert AppraisalPeriod.objects.get(pk=period.pk).confirmed_at == THEN
    sentence = "这一年的考核等次已经审定，不能再以考核降档处理这一年的违规。"
    assert refusal(write(before[0])) == ("downgrade_before_the_grades_are_decided", sentence)
    begun = Incident.objects.get(pk=before[0].pk)
    begun.pk, begun._state.adding = None, True
    begun.state, begun.defence, begun.decided_by, begun.decided_at = "confirmed", "none", head(people[0]), THEN
    assert refusal(begun.save) == ("incident_begins_proposed", "违规处理须先由经办人提出，再由另一人审定。")
    assert write(before[1])() == 1  # control: with another measure the same write goes through


def keep_figures(period):
    """What the action keeps of every sheet when it decides."""
    for sheet in period.appraisals.all():
        Appraisal.objects.filter(pk=sheet.pk).update(kept_figures=Figures(sheet.first_day, sheet.last_day).kept())


def offer_past(people):
    """Grades offered and decided past the action that would wait for the breach."""
    period = prepare(make_marked_period(people), [Grade.COMPETENT])
    keep_figures(period)
    decided = {"offered_at": THEN, "confirmed_at": THEN, "confirmed_by": head(people[0])}
    AppraisalPeriod.objects.filter(pk=period.pk).update(**decided)
    return period


@pytest.mark.django_db(transaction=True)
def test_a_breach_that_is_being_confirmed_is_waited_for_and_counted():
    people = make_people(1)
    period = offer(prepare(make_marked_period(people), [Grade.COMPETENT]))
    breaches = [entered(contract_of(people[0]), BREACH, measure="downgrade") for _ in range(2)]
    written, waiting = Event(), Event()

    def breach():
        try:
            with transaction.atomic():
                for each in breaches:
                    write(each)()
                written.set()
                waiting.wait(timeout=30)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(breach)
        written.wait(timeout=30)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '300ms'")
        decided = {"confirmed_at": THEN, "confirmed_by": head(people[0])}
        with pytest.raises(Exception, match="lock timeout"):
            AppraisalPeriod.objects.filter(pk=period.pk).update(**decided)
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
        waiting.set()
        held.result()
    assert refusal(lambda: AppraisalPeriod.objects.filter(pk=period.pk).update(**decided))[0] == "period_counts_its_downgrades"
