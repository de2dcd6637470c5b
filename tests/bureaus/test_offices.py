"""司法所 open, are renamed, merge and close; what stood on any day, and under which name, can still be asked."""

from datetime import date

import pytest

from bureaus import actions
from bureaus.access import Refused
from bureaus.acts import Impossible
from bureaus.models import AuditEvent, JudicialOffice, OfficeChange
from policy.powers import Role
from tests.staffing.factories import NOW, make_county, make_office, make_user
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db

FEBRUARY, MARCH = date(2024, 2, 1), date(2024, 3, 1)


@pytest.fixture
def operator():
    return make_user(Role.OPERATOR)


def rename(office, name, day, by):
    return actions.rename_office(office=office, name=name, day=day, basis="盂编办〔2024〕3号", by=by, now=NOW)


def close(office, day, by, into=None):
    return actions.close_office(office=office, day=day, into=into, basis="盂编办〔2024〕4号", by=by, now=NOW)


def names_on(county, day):
    return [office.name_then for office in county.offices.standing(on=day).named(on=day)]


def test_what_stood_on_a_day_and_under_which_name_can_be_asked(operator):
    county = make_county(offices=0)
    first, second = make_office(county, "甲司法所"), make_office(county, "乙司法所")
    opened = JudicialOffice(county=county, name="丙司法所", town="丙镇", code="140399001", opened_on=FEBRUARY)
    actions.enter_office(office=opened, basis="盂编办〔2024〕1号", by=operator, now=NOW)
    rename(first, "甲乙司法所", FEBRUARY, operator)
    close(second, MARCH, operator, into=first)
    assert names_on(county, date(2024, 1, 31)) == ["甲司法所", "乙司法所"]
    assert names_on(county, date(2024, 2, 29)) == ["甲乙司法所", "乙司法所", "丙司法所"]
    assert names_on(county, MARCH) == ["甲乙司法所", "丙司法所"]
    assert [str(change) for change in OfficeChange.objects.order_by("pk")] == [
        "设立",
        "由甲司法所更名为甲乙司法所",
        "并入甲乙司法所",
    ]
    assert [event.verb for event in AuditEvent.objects.order_by("number")] == ["enter_office", "rename_office", "close_office"]


def test_two_renamings_are_told_apart_by_their_days(operator):
    office = make_office(make_county(offices=0), "甲司法所")
    rename(office, "乙司法所", FEBRUARY, operator)
    rename(office, "丙司法所", MARCH, operator)
    told = [names_on(office.county, day) for day in (date(2024, 1, 1), FEBRUARY, MARCH)]
    assert told == [["甲司法所"], ["乙司法所"], ["丙司法所"]]


def test_history_is_written_in_the_order_in_which_it_happened(operator):
    office, other = make_office(make_county(offices=0)), make_office(make_county(offices=0))
    with refused(Impossible, "生效日期不能晚于今天，请在生效当天或之后登记。"):
        rename(office, "乙司法所", date(2024, 3, 5), operator)
    with refused(Impossible, "请填写与现在不同的新名称。"):
        rename(office, office.name, MARCH, operator)
    rename(office, "乙司法所", MARCH, operator)
    with refused(Impossible, "生效日期不能早于这个司法所的设立或上一次变动，请核对日期。"):
        close(office, FEBRUARY, operator)
    with refused(Impossible, "只能并入本县（区）另一个没有撤销的司法所。"):
        close(office, MARCH, operator, into=other)
    with refused(Impossible, "只能并入本县（区）另一个没有撤销的司法所。"):
        close(office, MARCH, operator, into=office)
    close(office, MARCH, operator)
    with refused(Impossible, "乙司法所已经撤销，不能再变动。"):
        rename(office, "丁司法所", MARCH, operator)


@pytest.mark.parametrize("role", [Role.CITY, Role.COUNTY_CLERK, Role.COUNTY_HEAD])
def test_only_the_operator_writes_the_register_of_offices(role):
    office = make_office(make_county(offices=0))
    with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
        close(office, MARCH, make_user(role, office.county))


def test_a_name_that_is_taken_is_refused_in_words(operator):
    county = make_county(offices=0)
    make_office(county, "甲司法所")
    with pytest.raises(Exception, match="本县已有同名司法所。"):
        rename(make_office(county, "乙司法所"), "甲司法所", MARCH, operator)
