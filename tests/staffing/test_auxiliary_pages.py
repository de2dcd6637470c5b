"""The pages of 在册辅助人员: as of a day, masked, entered and corrected by the clerk, and who may see them."""

from datetime import date

import pytest
from django.urls import reverse

from bureaus import clock
from bureaus.models import AuditEvent
from policy.powers import Role
from staffing.models import Auxiliary
from tests.staffing.factories import NOW, city, make_auxiliary, make_county, make_number, make_user, staff
from tests.staffing.queries import queries_of
from tests.staffing.readback import records_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def spring():
    with clock.standing_at(NOW):
        yield


def url(name, *args):
    return reverse(f"staffing:{name}", args=args)


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(url(name, *args), query)


def names(response):
    return [row.name for row, _ in response.context["rows"]]


def day(name, year, month, date_):
    return {f"{name}_0": year, f"{name}_1": month, f"{name}_2": date_}


def test_the_list_is_of_a_day_masked_and_ones_own(client):
    county = make_county()
    left = make_auxiliary(county, name="赵离岗", last_day=date(2024, 1, 31))
    make_auxiliary(county, name="钱在岗", party_member=True)
    make_auxiliary(name="孙外县")
    clerk = staff(county, Role.COUNTY_CLERK)
    assert names(page(client, clerk, "auxiliaries")) == ["钱在岗"]
    then = page(client, clerk, "auxiliaries", on="2024-01-31")
    assert sorted(names(then)) == ["赵离岗", "钱在岗"]
    assert left.id_number not in then.text
    assert len(names(page(client, city(), "auxiliaries"))) == 2
    assert "没有找到在册辅助人员" in page(client, staff(make_county(), Role.COUNTY_CLERK), "auxiliaries").text


def test_a_clerk_enters_corrects_and_ends_a_row_and_nothing_typed_is_lost(client):
    county = make_county()
    office = county.offices.first()
    client.force_login(staff(county, Role.COUNTY_CLERK))
    number = make_number()
    typed = {"name": "李辅助", "id_number": f"{number[:17]}?", "office": office.pk, "trainee": "no", **day("first_day", 2020, 1, 1)}
    refused = client.post(url("auxiliary_enter"), typed)
    assert "身份证号前17位只能是数字，最后一位是数字或X，请对照身份证改正。" in refused.text
    assert "李辅助" in refused.text
    client.post(url("auxiliary_enter"), typed | {"id_number": number})
    row = Auxiliary.objects.get()
    assert (row.office, row.trainee, row.party_member, row.last_day) == (office, False, None, None)
    ended = typed | {"id_number": number, "seen": row.version, **day("last_day", 2019, 1, 1)}
    assert "离岗日期不能早于到岗日期。" in client.post(url("auxiliary_change", row.pk), ended).text
    client.post(url("auxiliary_change", row.pk), ended | day("last_day", 2024, 2, 29))
    row.refresh_from_db()
    assert row.last_day == date(2024, 2, 29)
    stale = client.post(url("auxiliary_change", row.pk), ended | day("last_day", 2024, 2, 28))
    assert "您查看后内容又有更新" in stale.text


def test_a_number_is_not_shown_for_correcting_a_row_and_a_blank_keeps_it(client):
    auxiliary = make_auxiliary()
    client.force_login(staff(auxiliary.county, Role.COUNTY_CLERK))
    text = client.get(url("auxiliary_change", auxiliary.pk)).text
    assert auxiliary.id_number not in text
    assert f"现在：{auxiliary.id_number[:4]}**********{auxiliary.id_last4}。不改的留空" in text
    sent = {"seen": auxiliary.version, "name": "李更名", "id_number": "", "office": "", **day("first_day", 2020, 1, 1)}
    client.post(url("auxiliary_change", auxiliary.pk), sent)
    changed = Auxiliary.objects.get()
    assert (changed.name, changed.id_number, changed.office) == ("李更名", auxiliary.id_number, None)


def test_another_countys_row_and_office_are_not_to_be_had(client):
    foreign = make_auxiliary()
    county = make_county()
    client.force_login(staff(county, Role.COUNTY_CLERK))
    assert client.get(url("auxiliary_change", foreign.pk)).status_code == 404
    typed = {"name": "李辅助", "id_number": make_number(), "office": foreign.office.pk, **day("first_day", 2020, 1, 1)}
    assert "请选择本县（区）的司法所。" in client.post(url("auxiliary_enter"), typed).text
    assert Auxiliary.objects.filter(county=county).count() == 0


def test_full_numbers_leave_for_a_reason_and_with_a_trace(client):
    auxiliary = make_auxiliary(name="=1+1")
    clerk = staff(auxiliary.county, Role.COUNTY_CLERK)
    masked = records_of(page(client, clerk, "auxiliaries_export").content)
    assert [(row["姓名*"], row["公民身份号码*"][4:14]) for row in masked] == [("=1+1", "*" * 10)]
    assert "请选择事由。" in client.post(url("auxiliaries_full"), {"occasion": ""}).text
    (record,) = records_of(client.post(url("auxiliaries_full"), {"occasion": "inspection"}).content)
    assert record["公民身份号码*"] == auxiliary.id_number
    assert AuditEvent.objects.get(verb="export_full_auxiliaries").details == {"rows": 1, "occasion": "inspection"}
    assert page(client, city(), "auxiliaries_full").status_code == 403


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.OPERATOR, Role.OFFICE])
def test_who_has_no_part_in_it_sees_nothing(client, role):
    county = make_county()
    assert page(client, make_user(role, county, office=county.offices.first()), "auxiliaries").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(client, rows):
    county = make_county()
    for _ in range(rows):
        make_auxiliary(county)
    client.force_login(staff(county, Role.COUNTY_CLERK))
    assert {name: queries_of(client, url(name)) for name in ("auxiliaries", "auxiliaries_export")} == {
        "auxiliaries": 3,
        "auxiliaries_export": 1,
    }
