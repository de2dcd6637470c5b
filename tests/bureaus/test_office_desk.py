"""The operator's desk for 司法所: registered, renamed, merged and closed through actions, with what stands in the way shown first."""

import pytest
from django.urls import reverse

from bureaus import clock
from bureaus.models import JudicialOffice, OfficeChange
from policy.powers import Role
from staffing import actions as staffing
from tests.bureaus.factories import NOW, make_person, signed_in
from tests.staffing.factories import make_county, make_filed_plan, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def operator():
    return signed_in(make_person(Role.OPERATOR))


def address(page, *args):
    return reverse(f"admin:bureaus_judicialoffice_{page}", args=args)


def test_a_new_office_with_its_day_begins_its_history(operator):
    county = make_county(offices=0)
    words = {"county": county.pk, "name": "新司法所", "town": "新镇", "code": "140300001"}
    operator.post(address("add"), words | {"opened_on": "2024-03-01", "basis": "盂编办〔2024〕1号"})
    change = OfficeChange.objects.get()
    assert (change.office.name, change.sentence, change.basis) == ("新司法所", "设立", "盂编办〔2024〕1号")


def test_the_form_of_a_registered_office_changes_neither_name_nor_county_nor_its_end(operator):
    office = make_office(make_county(offices=0), "甲司法所")
    operator.post(
        address("change", office.pk), {"town": "新镇", "code": office.code, "name": "乙司法所", "closed_on": "2024-01-01", "county": "1"}
    )
    office.refresh_from_db()
    assert (office.name, office.town, office.closed_on) == ("甲司法所", "新镇", None)


def test_an_office_is_renamed_on_a_page_of_its_own_and_shows_its_history(operator):
    office = make_office(make_county(offices=0), "甲司法所")
    assert "已经制发的公文保留原名称" in operator.get(address("rename", office.pk)).content.decode()
    done = operator.post(address("rename", office.pk), {"name": "乙司法所", "day": "2024-03-01", "basis": ""}, follow=True)
    assert "由甲司法所更名为乙司法所" in done.content.decode()
    refused = operator.post(address("rename", office.pk), {"name": "丙司法所", "day": "2024-02-01"}).content.decode()
    assert "生效日期不能早于这个司法所的设立或上一次变动，请核对日期。" in refused
    assert 'value="丙司法所"' in refused
    assert "请填写新名称。" in operator.post(address("rename", office.pk), {"name": "", "day": "x"}).content.decode()


def test_a_taken_name_is_refused_in_words(operator):
    county = make_county(offices=0)
    make_office(county, "甲司法所")
    office = make_office(county, "乙司法所")
    answer = operator.post(address("rename", office.pk), {"name": "甲司法所", "day": "2024-03-01"})
    assert "本县已有同名司法所。" in answer.content.decode()


def test_what_still_holds_an_office_is_shown_and_keeps_it_from_closing(operator):
    plan = make_filed_plan(planned_public=1)
    line, other = plan.lines.all()
    staffing.reserve(line=line, track="public", number=1, reference="岗位", now=NOW)
    here = address("close", line.office_id)
    assert "现在还不能撤销：还有 1 个名额正在招聘，请先办结招聘或取消岗位。" in operator.get(here).content.decode()
    words = {"into": other.office_id, "day": "2024-03-01", "basis": "盂编办〔2024〕2号"}
    assert f"{line.office}还不能撤销" in operator.post(here, words).content.decode()
    staffing.free(line=line, track="public", number=1, reference="岗位 取消", now=NOW)
    done = operator.post(here, words, follow=True).content.decode()
    assert f"并入{other.office}" in done
    assert JudicialOffice.objects.get(pk=line.office_id).merged_into == other.office
    assert "撤销或并入" not in operator.get(address("change", line.office_id)).content.decode()


def test_an_office_of_another_county_is_no_choice(operator):
    office, other = make_office(make_county(offices=0)), make_office(make_county(offices=0))
    operator.post(address("close", office.pk), {"into": other.pk, "day": "2024-03-01"})
    assert JudicialOffice.objects.get(pk=office.pk).closed_on is None


@pytest.mark.parametrize("role", [Role.CITY, Role.COUNTY_CLERK, Role.COUNTY_HEAD])
@pytest.mark.parametrize("page", ["rename", "close"])
def test_nobody_else_opens_these_pages(role, page):
    office = make_office(make_county(offices=0))
    assert signed_in(make_person(role)).get(address(page, office.pk)).status_code == 403
