"""The desks say which requests for leave wait for whom, and that the last month is to be confirmed."""

from datetime import date

import pytest

from evaluation import actions
from policy.powers import Role
from tests.evaluation.factories import answer, ask, at, confirm, head_of, make_serving, office_of
from tests.recruitment.desks import get, signed_in, text
from tests.recruitment.stages import make_calendar
from tests.staffing.contracts import head
from tests.staffing.factories import make_office, make_user

pytestmark = pytest.mark.django_db

LATER = at(2024, 4, 2)


def desk(user, now=LATER):
    return text(get(signed_in(user), "/desk/", now))


def test_a_request_waits_for_the_office_and_a_long_one_then_for_the_bureau():
    make_calendar()
    person = make_serving()
    leader, boss = head_of(office_of(person)), head(person)
    leave = ask(person, first=date(2024, 4, 8), last=date(2024, 4, 12), now=LATER)
    assert ("批准请假" in desk(leader), "批准较长的请假" in desk(boss)) == (True, False)
    answer(leave, by=leader, now=LATER)
    assert ("批准请假" in desk(leader), "批准较长的请假" in desk(boss)) == (False, True)
    answer(leave, by=boss, now=LATER)
    assert "批准较长的请假" not in desk(boss)


def test_the_last_month_waits_until_it_is_confirmed_and_where_nobody_serves_nothing_does():
    make_calendar()
    person = make_serving()
    leader = head_of(office_of(person))
    assert "确认 3 月的日志和考勤" in desk(leader)
    assert "日志和考勤" not in desk(leader, at(2024, 3, 20))
    empty = make_office(person.county)
    assert "日志和考勤" not in desk(make_user(Role.OFFICE, person.county, office=empty))
    month = confirm(office_of(person), now=LATER)
    assert "日志和考勤" not in desk(leader)
    actions.reopen_month(office=month.office, month=month.first_day, reason="更正", by=head(person), seen=month.version, now=LATER)
    assert "确认 3 月的日志和考勤" in desk(leader)
