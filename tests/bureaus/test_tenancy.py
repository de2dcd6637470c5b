"""Who reaches which rows, and what is refused on the way."""

import pytest
from django.http import Http404
from django.shortcuts import get_object_or_404

from bureaus import actions
from bureaus.access import OneHand, Refused, require, require_another
from bureaus.models import AuditEvent, JudicialOffice, Message, User
from bureaus.tenancy import Stale
from policy.powers import Power, Role
from staffing.models import QuotaPlan
from tests.bureaus.factories import NOW, make_applicant, make_person
from tests.staffing.factories import make_county, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_counties():
    return make_county("盂县"), make_county("平定县")


def seen_by(user: User, queryset) -> set[str]:
    return {str(row) for row in queryset.visible_to(user)}


@pytest.mark.parametrize("role", [Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.COUNTY_HR, Role.DISCIPLINE])
def test_a_county_sees_its_own_offices(two_counties, role):
    mine, _ = two_counties
    assert seen_by(make_person(role, mine), JudicialOffice.objects) == {str(office) for office in mine.offices.all()}


@pytest.mark.parametrize("role", [Role.CITY, Role.DISCIPLINE, Role.OPERATOR])
def test_the_city_its_supervisors_and_the_operator_see_all_offices(two_counties, role):
    assert JudicialOffice.objects.visible_to(make_person(role)).count() == 4


def test_an_office_sees_itself(two_counties):
    mine, _ = two_counties
    office = mine.offices.first()
    person = make_person(Role.OFFICE, mine, office=office)
    assert list(JudicialOffice.objects.visible_to(person)) == [office]


def test_the_operator_sees_no_record_of_recruitment(two_counties):
    plan = make_plan(two_counties[0])
    assert not QuotaPlan.objects.visible_to(make_person(Role.OPERATOR)).filter(pk=plan.pk).exists()


def test_an_applicant_sees_one_account_and_no_plan(two_counties):
    make_plan(two_counties[0])
    person, _ = make_applicant(), make_applicant()
    assert list(User.objects.visible_to(person)) == [person]
    assert not QuotaPlan.objects.visible_to(person).exists()


def test_another_countys_row_is_not_found(two_counties):
    mine, theirs = two_counties
    plan = make_plan(theirs)
    with pytest.raises(Http404):
        get_object_or_404(QuotaPlan.objects.visible_to(make_person(Role.COUNTY_CLERK, mine)), pk=plan.pk)


def test_the_inbox_is_personal_whatever_the_role(two_counties):
    city, person = make_person(Role.CITY), make_applicant()
    letter = Message.objects.create(recipient=person, letter="x", about="y", subject="审查结果", body="", sent_at=NOW)
    assert list(Message.objects.for_reader(person)) == [letter]
    assert not Message.objects.for_reader(city).exists()


def test_the_audit_trail_is_the_countys_own(two_counties):
    mine, theirs = two_counties
    make_plan(mine)
    make_plan(theirs)
    events = AuditEvent.objects.visible_to(make_person(Role.COUNTY_HEAD, mine))
    assert {event.county_id for event in events} == {mine.pk}


def test_an_action_refuses_who_lacks_the_power():
    with pytest.raises(Refused, match="您的账号没有这项权限，操作没有执行。"):
        require(make_person(Role.COUNTY_CLERK), Power.PLAN_FILE)


def test_an_action_refuses_a_row_of_another_county(two_counties):
    mine, theirs = two_counties
    with pytest.raises(Refused, match="这项内容不属于您的管理范围，操作没有执行。"):
        require(make_person(Role.COUNTY_CLERK, mine), Power.PLAN_EDIT, about=make_plan(theirs))


def test_an_action_refuses_a_closed_account():
    clerk = make_person(Role.COUNTY_CLERK)
    clerk = actions.change_account(user=clerk, by=make_person(Role.OPERATOR), now=NOW, is_active=False)
    with pytest.raises(Refused):
        require(clerk, Power.PLAN_EDIT)


def test_who_entered_may_not_confirm():
    clerk = make_person(Role.COUNTY_CLERK)
    with pytest.raises(OneHand, match="录入人与复核人不能是同一人，请由另一位工作人员复核。"):
        require_another(clerk, clerk)
    require_another(make_person(Role.COUNTY_HEAD), clerk)


def test_what_nobody_entered_nobody_confirms():
    with pytest.raises(OneHand):
        require_another(make_person(Role.COUNTY_HEAD), None)


def test_a_row_changed_since_it_was_seen_is_refused():
    plan = make_plan()
    with pytest.raises(Stale, match="您查看后内容又有更新，这次操作没有保存。请核对最新内容后再操作。"):
        QuotaPlan.objects.locked(plan.pk, seen=plan.version + 1)
