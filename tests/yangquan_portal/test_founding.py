"""A new installation: places, calendars and one operator, once."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bureaus import audit
from bureaus.models import CalendarYear, County, JudicialOffice, User
from policy.powers import Role

pytestmark = pytest.mark.django_db


def found():
    out = StringIO()
    call_command("found", "admin", "张三", stdout=out)
    return out.getvalue()


def test_it_enters_five_counties_their_offices_and_one_operator():
    said = found()
    assert dict(sorted((county.name, county.offices.count()) for county in County.objects.all())) == {
        "城区": 6,
        "矿区": 6,
        "郊区": 8,
        "平定县": 10,
        "盂县": 13,
    }
    operator = User.objects.get()
    assert (operator.username, operator.role, operator.must_change_password, operator.is_demo) == ("admin", Role.OPERATOR, True, False)
    assert operator.check_password(re.search(r"初始密码是 (\S+)", said).group(1))
    assert CalendarYear.objects.exists()
    assert audit.verify() is None


def test_it_refuses_a_database_that_holds_anything():
    found()
    with pytest.raises(CommandError) as refused:
        found()
    assert str(refused.value) == "数据库里已经有内容，没有改动；账号请由系统管理员在后台开立。"
    assert JudicialOffice.objects.count() == 43
