"""What the grades say at a renewal: the years' and the 聘期's, at proposing and again at deciding."""

from datetime import date

import pytest
from django.urls import reverse

from bureaus.acts import Impossible
from evaluation import actions
from evaluation.actions import Decision
from evaluation.grades import grades_of
from evaluation.models import Appraisal, Renewal
from policy.appraisal import Grade
from policy.appraisal_way import Cycle
from policy.powers import Role
from tests.evaluation.appraisal_factories import YEAR, days, make_confirmed_period, make_people, make_period, sign
from tests.evaluation.contracts import proposed
from tests.recruitment.desks import get, post, signed_in, text
from tests.staffing.contracts import at, clerk, head, renewed
from tests.staffing.factories import staff
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal, sql

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("working_calendar")]

RUNS_OUT = (date(2027, 2, 1), date(2027, 2, 28))
NOW = at(date(2027, 1, 10))
FAILED = "合同期内有年度考核或者聘期考核不合格，综合工作表现不能填良好。"
FAILING = [Decision(Grade.INCOMPETENT, reason="经查，工作长期没有完成（演示）。")]


def appraised(person, cycle, grades):
    """A period of one person, served and not final yet."""
    period = make_confirmed_period([person], cycle=cycle, dates=YEAR if cycle is Cycle.YEAR else RUNS_OUT, grades=grades)
    return sign(period.appraisals.get())


def test_a_failed_term_stops_the_renewal_and_counts_for_that_contract_alone():
    (person,) = make_people(1)
    contract = person.contracts.get()
    appraised(person, Cycle.TERM, FAILING)
    assert grades_of([contract]) == {}
    actions.finish_due_appraisals(now=days(11))
    assert grades_of([contract]) == {contract.pk: [("聘期", Grade.INCOMPETENT)]}
    with refused(Impossible, FAILED):
        proposed(contract, now=NOW)
    with refused(Impossible, "续聘须同时具备工作需要和综合工作表现良好两项（四(四).续聘）。"):
        proposed(contract, performance=False, now=NOW)
    assert not Renewal.objects.exists()
    renewal = proposed(contract, choice="end", performance=False, now=NOW)
    assert renewal.grades == "聘期不合格"


def test_a_term_says_nothing_of_the_contract_that_follows():
    (person,) = make_people(1)
    contract = person.contracts.get()
    appraised(person, Cycle.TERM, [Grade.COMPETENT])
    actions.finish_due_appraisals(now=days(11))
    following = renewed(contract)
    assert grades_of([contract, following]) == {contract.pk: [("聘期", Grade.COMPETENT)]}


@pytest.mark.parametrize("cycle", [Cycle.YEAR, Cycle.TERM])
def test_what_became_final_after_proposing_stops_the_decision(cycle):
    (person,) = make_people(1)
    contract = person.contracts.get()
    appraised(person, cycle, FAILING)
    renewal = proposed(contract, now=NOW)
    actions.finish_due_appraisals(now=days(11))
    with refused(Impossible, f"{FAILED}这一结果在提出以后才生效，请退回，由经办人重新提出。"):
        actions.confirm_renewal(renewal=renewal, by=head(contract), seen=1, now=NOW)
    assert Renewal.objects.get().state == "proposed"
    chosen = {"chosen": [contract.pk], f"seen_{contract.pk}": 1, "confirmed": "1"}
    assert "请退回，由经办人重新提出" in text(post(signed_in(head(contract)), reverse("evaluation:renewals_decide"), chosen, now=NOW))
    actions.return_renewal(renewal=renewal, reason="考核不合格", by=head(contract), seen=1, now=NOW)
    again = proposed(contract, choice="end", performance=False, now=NOW)
    assert actions.confirm_renewal(renewal=again, by=head(contract), seen=1, now=NOW).state == "confirmed"  # control: so it goes through


def test_the_page_of_a_contract_that_runs_out_leads_to_its_term():
    (person,) = make_people(1)
    contract = person.contracts.get()
    make_confirmed_period([person])  # another cycle, of the county's template
    page = reverse("evaluation:contract", args=[contract.pk])
    assert "聘期考核" not in text(get(signed_in(clerk(contract)), page, at(date(2026, 3, 1))))
    desk = signed_in(clerk(contract))
    assert "开始聘期考核" not in text(get(signed_in(head(contract)), page, NOW))
    assert "开始聘期考核" not in text(get(signed_in(staff(contract.county, Role.COUNTY_HR)), page, NOW))
    assert "聘期考核：还没有开始。" in text(get(desk, page, NOW))
    begin = f"{reverse('evaluation:period_open')}?term={contract.pk}"
    assert begin in get(desk, page, NOW).content.decode()
    form = get(desk, begin, NOW).context["form"]
    assert form.initial == {"cycle": "term", "first_day": RUNS_OUT[0], "last_day": RUNS_OUT[1]}
    for nonsense in ("x", "999999999", "99999999999"):
        assert get(desk, f"{reverse('evaluation:period_open')}?term={nonsense}", NOW).context["form"].initial == {"cycle": "year"}
    make_period([person], cycle=Cycle.TERM, dates=RUNS_OUT)
    sheet = Appraisal.objects.get(period__cycle="term")
    found = get(desk, page, NOW).content.decode()
    assert (reverse("evaluation:appraisal", args=[sheet.pk]) in found, "查看聘期考核" in found, "开始聘期考核" in found) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize("cycle", [Cycle.YEAR, Cycle.TERM])
def test_no_path_renews_against_the_grades(cycle):
    (person,) = make_people(1)
    contract = person.contracts.get()
    appraised(person, cycle, FAILING)
    facts = {"choice": "renew", "needed": True, "performance": True, "reasons": "工作需要", "term_months": 36}
    facts |= {"proposed_by": clerk(contract), "proposed_at": NOW}
    renewal = Renewal(contract=contract, **facts)
    renewal.save()  # control: before the grade is final the same row goes through
    confirm = sql("UPDATE evaluation_renewal SET state = 'confirmed', decided_at = now(), decided_by_id = %s", head(contract).pk)
    actions.finish_due_appraisals(now=days(11))
    assert refusal(confirm) == ("renewal_bears_its_grades", FAILED)
    decided = "return_reason = 'x', decided_at = now(), decided_by_id = %s"
    sql(f"UPDATE evaluation_renewal SET state = 'returned', {decided}", head(contract).pk)()
    assert refusal(Renewal(contract=contract, **facts).save) == ("renewal_bears_its_grades", FAILED)
    Renewal(contract=contract, **facts | {"choice": "end", "performance": False, "term_months": None}).save()
