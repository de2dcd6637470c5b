"""A prepared question gives what its queryset gives, whoever asks, and makes the queryset only once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import QuerySet

from bureaus.models import County, JudicialOffice, User
from bureaus.prepared import Prepared
from bureaus.session_store import SessionStore
from policy.powers import Role
from tests.staffing.factories import NOW, make_county, make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices():
    """Three in one county, one in another."""
    here, there = make_county(offices=0), make_county(offices=0)
    return [*(make_office(here) for _ in range(3)), make_office(there)]


def standing(user: User, offices: list[int]) -> QuerySet[JudicialOffice]:
    return JudicialOffice.objects.visible_to(user).filter(pk__among=offices).select_related("county").order_by("-code")


def test_every_role_is_given_what_its_queryset_gives(offices):
    question = Prepared(standing)
    here, there = offices[0].county, offices[3].county
    readers = [
        *(make_user(role, county) for role in (Role.COUNTY_CLERK, Role.COUNTY_HR, Role.DISCIPLINE) for county in (here, there)),
        *(make_user(Role.OFFICE, here, office=office) for office in offices[:2]),
        *(make_user(role) for role in (Role.CITY, Role.DISCIPLINE, Role.OPERATOR, Role.APPLICANT)),
    ]
    asked = [[office.pk for office in some] for some in (offices, offices[1:3], offices[3:], [])]
    for reader in readers:
        for some in asked:
            assert question(reader, some) == list(standing(reader, some)), (reader.role, some)


def test_the_queryset_is_made_once_for_each_role(offices):
    made = []

    def question(user: User, offices: list[int]) -> QuerySet[JudicialOffice]:
        made.append(user.role)
        return standing(user, offices)

    asked = Prepared(question)
    clerks = [make_user(Role.COUNTY_CLERK, office.county) for office in offices]
    for reader in (*clerks, make_user(Role.CITY), *clerks):
        asked(reader, [office.pk for office in offices])
    assert made == [Role.COUNTY_CLERK, Role.CITY]


def test_an_empty_list_asks_for_nobody_and_a_role_that_sees_none_asks_nothing(offices, django_assert_num_queries):
    question, city, assistant = Prepared(standing), make_user(Role.CITY), make_user(Role.ASSISTANT)
    with django_assert_num_queries(1):
        assert question(city, []) == []
    with django_assert_num_queries(0):
        assert question(assistant, [offices[0].pk]) == []


def test_what_belongs_to_a_row_comes_in_the_same_statement(offices, django_assert_num_queries):
    city, keys = make_user(Role.CITY), [office.pk for office in offices]
    with django_assert_num_queries(1):
        counties = [office.county for office in Prepared(standing)(city, keys)]
    assert counties == [offices[3].county, *[offices[0].county] * 3]


def test_a_paginator_counts_and_reads_only_its_page(offices, django_assert_num_queries):
    rows = Prepared(standing).turned(make_user(Role.CITY), [office.pk for office in offices])
    backwards = offices[::-1]
    with django_assert_num_queries(2):
        page = Paginator(rows, 3).get_page(2)
        assert (list(page), page.paginator.count) == (backwards[3:], 4)
    assert (rows[1], list(rows), rows[:2]) == (backwards[1], backwards, backwards[:2])


def test_a_question_asked_within_another_value_still_has_its_constants(offices):
    @Prepared
    def opened(county: int, before: date) -> QuerySet[JudicialOffice, str]:
        return JudicialOffice.objects.filter(county=county, opened_on__lt=before, town="甲镇").values_list("name", flat=True)

    JudicialOffice.objects.filter(pk__in=[offices[0].pk, offices[1].pk]).update(opened_on=date(2024, 1, 1))
    JudicialOffice.objects.filter(pk=offices[0].pk).update(town="甲镇")
    county = offices[0].county_id
    assert (opened(county, date(2024, 1, 2)), opened(county, date(2024, 1, 1))) == ([offices[0].name], [])


def test_a_parameter_that_the_statement_does_not_take_is_refused():
    @Prepared
    def counties(code: str, unused: int) -> QuerySet[County]:
        return County.objects.filter(code=code)

    with pytest.raises(ValueError, match="does not take"):
        counties("140321", 1)


@pytest.mark.django_db(transaction=True)
def test_what_one_thread_has_built_another_asks_on_a_connection_of_its_own(offices):
    question, city, keys = Prepared(standing), make_user(Role.CITY), [office.pk for office in offices]

    def elsewhere() -> list[JudicialOffice]:
        try:
            return question(city, keys)
        finally:
            connection.close()

    here = question(city, keys)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(elsewhere).result() == here == offices[::-1]


def test_a_session_that_has_run_out_or_never_was_is_read_as_empty():
    kept = SessionStore()
    kept["said"] = "好"
    kept.save()
    assert SessionStore(kept.session_key)["said"] == "好"
    kept.set_expiry(NOW)  # long past
    kept.save()
    gone, unknown = SessionStore(kept.session_key), SessionStore("unknown-session-key-of-its-own-length")
    assert (dict(gone.items()), gone.session_key, dict(unknown.items())) == ({}, None, {})
