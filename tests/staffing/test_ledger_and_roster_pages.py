"""The ledger and the roster: who sees which rows, what is masked, and that the lists do not slow down with their rows."""

from datetime import date

import pytest
from django.urls import reverse

from policy.powers import Role
from staffing import actions
from tests.staffing.factories import NOW, city, make_county, make_filed_plan, make_line, make_user, staff
from tests.staffing.queries import queries_of

pytestmark = pytest.mark.django_db

NUMBERS = ["140302199202290017", "140302199202290033", "14030219920229005X"]


def page(client, user, name, /, **query):
    client.force_login(user)
    return client.get(reverse(f"staffing:{name}"), query)


def hire(line, number=0, *, name="王小明"):
    """Somebody hired on a line, with a reserved place."""
    county = line.plan.county
    reference = f"报名 {line.pk} {number}"
    actions.reserve(line=line, track="public", number=1, reference=f"{reference} 岗位", now=NOW)
    contract = actions.prepare_contract(
        county=county,
        line=line,
        track="public",
        office=line.office,
        reference=reference,
        starts_on=date(2024, 3, 1),
        term_months=36,
        probation_months=3,
        by=staff(county, Role.COUNTY_CLERK),
        now=NOW,
    )
    person = actions.PersonFacts(name=name, sex="男", id_number=NUMBERS[number], phone="13800000000")
    return actions.sign_contract(contract=contract, person=person, signed_on=date(2024, 3, 4), by=staff(county, Role.COUNTY_HEAD), now=NOW)


def test_the_ledger_adds_up_by_office_for_the_county_and_by_county_for_the_city(client):
    plan = make_filed_plan()
    line = plan.lines.first()
    hire(line)
    response = page(client, staff(plan.county, Role.COUNTY_CLERK), "ledger")
    assert [(row.title, row.remaining) for row in response.context["rows"]] == [(str(line.office), 1), (str(plan.lines.last().office), 2)]
    other = make_filed_plan()
    response = page(client, city(), "ledger")
    assert [(row.title, row.offices, row.remaining) for row in response.context["rows"]] == [
        (str(plan.county), 2, 3),
        (str(other.county), 2, 4),
    ]
    assert response.context["total"].remaining == 7
    narrowed = page(client, city(), "ledger", county=other.county.pk)
    assert [row.title for row in narrowed.context["rows"]] == [str(line.office) for line in other.lines.all()]


def test_a_county_may_not_look_into_another_by_the_filter(client):
    mine, other = make_filed_plan(), make_filed_plan()
    response = page(client, staff(mine.county, Role.COUNTY_HEAD), "ledger", county=other.county.pk)
    assert [row.title for row in response.context["rows"]] == [str(line.office) for line in mine.lines.all()]


def test_an_empty_ledger_says_what_comes_next(client):
    assert "还没有已备案的数额" in page(client, staff(make_county(), Role.COUNTY_CLERK), "ledger").text


def test_the_roster_masks_the_number_and_names_the_contract(client):
    line = make_line(planned_public=3)
    hire(line)
    text = page(client, staff(line.plan.county, Role.COUNTY_CLERK), "roster").text
    assert "1403**********0017" in text
    assert '<span class="nowrap">2024-03-01</span> 至 <span class="nowrap">2027-02-28</span>' in text
    assert NUMBERS[0] not in text
    assert "13800000000" not in text


def test_each_sees_their_own_people(client):
    plan = make_filed_plan()
    first, second = plan.lines.all()
    hire(first, 0, name="王小明")
    hire(second, 1, name="李小红")
    office = make_user(Role.OFFICE, plan.county, office=second.office)
    assert [posting.assistant.name for posting in page(client, office, "roster").context["page"]] == ["李小红"]
    assert page(client, city(), "roster").context["page"].paginator.count == 2
    assert page(client, staff(make_county(), Role.COUNTY_CLERK), "roster").context["page"].paginator.count == 0


def test_the_roster_is_searched_by_name_and_office(client):
    plan = make_filed_plan()
    first, second = plan.lines.all()
    hire(first, 0, name="王小明")
    hire(second, 1, name="李小红")
    clerk = staff(plan.county, Role.COUNTY_CLERK)
    assert [posting.assistant.name for posting in page(client, clerk, "roster", name="小红").context["page"]] == ["李小红"]
    assert [posting.assistant.name for posting in page(client, clerk, "roster", office=first.office.pk).context["page"]] == ["王小明"]


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.OPERATOR])
@pytest.mark.parametrize("name", ["ledger", "ledger_export", "roster", "roster_export"])
def test_the_public_and_the_operator_see_neither(client, name, role):
    assert page(client, make_user(role), name).status_code == 403


@pytest.mark.parametrize("people", [1, 3])
def test_the_roster_asks_as_much_for_three_as_for_one(client, people):
    line = make_line(planned_public=3)
    for number in range(people):
        hire(line, number)
    client.force_login(staff(line.plan.county, Role.COUNTY_CLERK))
    assert queries_of(client, reverse("staffing:roster")) == 4
    assert queries_of(client, reverse("staffing:roster_export")) == 2


@pytest.mark.parametrize("offices", [1, 3])
def test_the_ledger_asks_as_much_for_three_offices_as_for_one(client, offices):
    plan = make_filed_plan(make_county(offices=offices))
    client.force_login(staff(plan.county, Role.COUNTY_CLERK))
    assert queries_of(client, reverse("staffing:ledger")) == 2
    assert queries_of(client, reverse("staffing:ledger_export")) == 2
