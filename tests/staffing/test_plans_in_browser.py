"""The short pages of plans and filings that no story passes, at both widths: clean for axe and no wider than the screen."""

from datetime import timedelta

import pytest

from bureaus import clock
from policy.powers import Role
from staffing import actions
from tests.staffing.factories import (
    NOW,
    city,
    make_countersigned_plan,
    make_county,
    make_office,
    make_submitted_plan,
    staff,
)
from tests.staffing.filing_factories import clerk, head, make_filed, make_matter, make_returned, make_sent, sign, write
from tests.staffing.test_rosters_in_browser import look  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_pages_of_a_plan_that_comes_back_hold_the_bar(look):  # noqa: F811
    plan = make_submitted_plan(make_county("演示县"))
    line = plan.lines.first()
    actions.comment(filing=plan.filings.get(), place=f"cell:{line.office.code}:planned_public", text="请核对。", by=city(), now=NOW)
    plan = actions.return_plan(plan=plan, opinion="请核对拟招聘数，写明每个司法所的依据。", by=city(), now=NOW)
    make_office(plan.county, "新设司法所")
    look.sign_in(clerk(plan))
    for name in ("plan", "plan_edit"):
        look(name, plan.pk)
    look("plan_enclose", plan.pk, "finance_opinion")


def test_the_pages_on_which_a_plan_or_a_matter_is_given_back_or_withdrawn_hold_the_bar(look):  # noqa: F811
    plan = make_countersigned_plan(make_county("演示县"))
    waiting = sign(write(make_matter("recruitment_plan", plan.county)))
    look.sign_in(head(plan))
    look("plan_send_back", plan.pk)
    look("matter_send_back", waiting.pk)
    plan = actions.submit_plan(plan=plan, by=head(plan), seen=plan.version, now=NOW)
    look("plan_withdraw", plan.pk)
    look("matter_withdraw", make_sent("survey", plan.county).matter_id)


def test_the_pages_beside_a_filing_hold_the_bar(look):  # noqa: F811
    filed = make_filed("work_plan", make_county("演示县"))
    actions.record_provincial(filing=filed, number="晋司〔2024〕1号", filed_on=clock.today(NOW), by=city(), now=NOW)
    difficulty = actions.note_difficulty(county=filed.county, what="办公用房没有落实。", solver="government", by=clerk(filed), now=NOW)
    returned = make_returned("survey", county=filed.county, comments=[("part:covered", "请写明走访了哪些所。")])
    look.sign_in(clerk(filed))
    look("matter", filed.matter_id)
    look("matter_revise", filed.matter_id)
    look("matter_edit", returned.matter_id)
    look("difficulty", difficulty.pk)


def test_the_programme_holds_the_bar_for_county_and_city_when_everything_is_late(look):  # noqa: F811
    actions.found_programme(by=None, now=NOW)
    for name in ("演示甲县", "演示乙县", "演示丙县", "演示丁县", "演示戊县"):
        county = make_county(name)
    with clock.standing_at(NOW + timedelta(days=100)):
        look.sign_in(staff(county, Role.COUNTY_CLERK))
        look("programme")
        look.sign_in(city())
        look("programme")
