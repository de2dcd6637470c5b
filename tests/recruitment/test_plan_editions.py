"""Rounds and editions of a plan: a round begins on the edition in force, and one that began before goes on within the new numbers."""

import pytest

from bureaus.acts import Impossible
from bureaus.guards import Prevented
from policy.powers import Role
from recruitment import actions
from recruitment.models import Intake
from staffing.models import PlanLine
from tests.recruitment.factories import DRAWN_UP, fresh, make_round, post
from tests.staffing.editions import filed, revise
from tests.staffing.factories import fill_in, staff
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db


def next_edition(plan, **numbers):
    return filed(fill_in(revise(plan, now=DRAWN_UP), **numbers), now=DRAWN_UP)


def test_a_round_does_not_begin_on_an_edition_that_was_replaced():
    round = make_round()
    next_edition(round.plan)
    with refused(Impossible, "这一版方案已被新备案的一版替代，请选择现行的方案。"):
        actions.begin_round(
            intake=Intake.objects.get(),
            plan=round.plan,
            title="第二次公开招聘",
            registration_opens_at=round.registration_opens_at,
            registration_closes_at=round.registration_closes_at,
            by=staff(round.county, Role.COUNTY_CLERK),
            now=DRAWN_UP,
        )


def test_a_round_drawn_up_before_is_held_to_the_numbers_of_the_new_edition():
    round = make_round()
    line = round.vacancies.first().line
    next_edition(round.plan, planned_internal=2, planned_public=0)
    assert PlanLine.objects.with_use().get(pk=line.pk).use("public").remaining == 0
    with refused(Impossible, f"{line.office}备案拟招聘剩余 0 人，填的是 1 人，请减少。"):
        actions.set_vacancies(
            round=round, headcounts={line.pk: 1}, by=staff(round.county, Role.COUNTY_CLERK), seen=fresh(round).version, now=DRAWN_UP
        )


def test_an_announcement_over_the_new_numbers_is_refused_and_within_them_reserves():
    round = make_round()
    next_edition(round.plan, planned_internal=2, planned_public=0)
    with pytest.raises((Prevented, Impossible)):
        post(round, "announcement", DRAWN_UP)
    other = make_round()
    edition = next_edition(other.plan, planned_public=5)
    post(fresh(other), "announcement", DRAWN_UP)
    reserved = {line.office_id: line.use("public").reserved for line in edition.lines.with_use()}
    assert reserved == {vacancy.line.office_id: vacancy.headcount for vacancy in other.vacancies.select_related("line")}
