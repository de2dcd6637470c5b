"""The roster as of a day, the page of a person, records of service, and what leaves with full numbers."""

from datetime import date
from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.urls import reverse

from bureaus import clock
from bureaus.actions import rename_office
from bureaus.models import AuditEvent
from policy.people import Education
from policy.powers import Role
from staffing.models import Assistant, HealthCheck, Posting, Training
from tests.bureaus.factories import PASSWORD
from tests.staffing.factories import NOW, city, make_assistant, make_county, make_filed_plan, make_line, make_office, make_user, staff
from tests.staffing.queries import queries_of
from tests.staffing.readback import days, records_of
from tests.staffing.test_service_records import SECRET, examine, train

pytestmark = pytest.mark.django_db

NUMBER = "140302199202290017"
FORMULA = "=HYPERLINK(1)"


@pytest.fixture(autouse=True)
def spring():
    with clock.standing_at(NOW):
        yield


def url(name, *args):
    return reverse(f"staffing:{name}", args=args)


def names(response):
    return [row.person.name for row in response.context["rows"]]


def transferred():
    """Somebody who served in the first office until the end of February and serves in the second since."""
    plan = make_filed_plan(planned_public=3)
    first, second = plan.lines.all()
    assistant = make_assistant(first, name="王调动", starts_on=date(2024, 2, 5))
    Posting.objects.update(last_day=date(2024, 2, 29))
    Posting.objects.create(assistant=assistant, office=second.office, first_day=date(2024, 3, 1))
    return assistant, first.office, second.office


def test_the_roster_says_who_served_where_on_a_day(client):
    assistant, first, second = transferred()
    client.force_login(staff(assistant.county, Role.COUNTY_CLERK))
    where = {}
    for day in ("2024-02-04", "2024-02-05", "2024-02-29", "2024-03-01"):
        where[day] = [row.posting.office for row in client.get(url("roster"), {"on": day}).context["rows"]]
    assert where == {"2024-02-04": [], "2024-02-05": [first], "2024-02-29": [first], "2024-03-01": [second]}
    assert "这一天没有协理员在岗" in client.get(url("roster"), {"on": "2024-02-04"}).text


def test_an_office_stands_by_the_name_of_the_day(client):
    assistant = make_assistant()
    office = assistant.postings.get().office
    old, new = office.name, "新司法所"
    rename_office(office=office, name=new, day=date(2024, 3, 3), by=make_user(Role.OPERATOR), now=NOW)
    client.force_login(staff(assistant.county, Role.COUNTY_CLERK))
    for day, name in (("2024-03-02", old), ("2024-03-03", new)):
        assert [row.office for row in client.get(url("roster"), {"on": day}).context["rows"]] == [name]
        assert [record["司法所"] for record in records_of(client.get(url("roster_export"), {"on": day}).content)] == [name]


def test_a_day_that_is_none_is_told_and_today_is_listed(client):
    assistant, _, second = transferred()
    client.force_login(staff(assistant.county, Role.COUNTY_CLERK))
    response = client.get(url("roster"), {"on": "2024-02-31"})
    assert "截至日期应写成 2024-06-01 这样的形式，现在按今天列出。" in response.text
    assert [row.posting.office for row in response.context["rows"]] == [second]


def test_states_are_told_apart_and_a_transfer_is_no_departure(client):
    assistant, _, _ = transferred()
    county = assistant.county
    line = make_filed_plan_line(county)
    gone = make_assistant(line, name="李离岗", starts_on=date(2024, 2, 6), probation_months=0)
    gone.postings.update(last_day=date(2024, 3, 1))
    make_assistant(line, name="赵将来", starts_on=date(2024, 3, 20), probation_months=0)
    client.force_login(staff(county, Role.COUNTY_CLERK))
    listed = {state: names(client.get(url("roster"), {"state": state})) for state in ("", "serving", "probation", "coming", "left")}
    assert listed == {
        "": ["赵将来", "王调动"],
        "serving": ["王调动"],
        "probation": ["王调动"],
        "coming": ["赵将来"],
        "left": ["李离岗"],
    }


def make_filed_plan_line(county):
    """A line of the county's filed plan."""
    return county.plans.get().lines.order_by("office__code").first()


def test_a_page_holds_everything_of_a_person_and_no_full_number(client):
    assistant = make_assistant(id_number=NUMBER, education=Education.BACHELOR, school="山西大学", major="法学")
    train(assistant)
    examine(assistant)
    client.force_login(staff(assistant.county, Role.COUNTY_CLERK))
    text = client.get(url("assistant", assistant.pk)).text
    for word in (
        "1403**********0017",
        "138****0000",
        "本科，山西大学，法学",
        "劳动合同",
        "2024-03-01 至 2027-02-28",
        "岗前培训",
        "16.0",
        "不合格",
    ):
        assert word in text
    for secret in (NUMBER, "13800000000", "演示路 1 号", SECRET):
        assert secret not in text


def test_where_somebody_served_and_what_they_signed_goes_out(client):
    assistant = make_assistant(id_number=NUMBER)
    client.force_login(staff(assistant.county, Role.COUNTY_CLERK))
    posting, contract = assistant.postings.get(), assistant.contracts.get()
    (row,) = records_of(client.get(url("postings_export", assistant.pk)).content)
    assert row == {"司法所": str(posting.office), "到岗日期": posting.first_day, "离岗日期": None}
    (row,) = records_of(client.get(url("contracts_export", assistant.pk)).content)
    assert [row[title] for title in ("合同起始", "合同期满", "试用期满", "签订日期", "解除或者终止")] == [
        contract.starts_on,
        contract.ends_on,
        contract.probation_ends_on,
        contract.signed_on,
        None,
    ]
    assert (row["用工形式"], row["签约时司法所"], row["逾期签订"]) == ("劳动合同", str(contract.office), None)
    client.force_login(staff(make_county(), Role.COUNTY_CLERK))
    for name in ("postings_export", "contracts_export"):
        assert client.get(url(name, assistant.pk)).status_code == 404


def test_each_opens_their_own_people_and_no_others(client):
    assistant, first, second = transferred()
    county = assistant.county
    for user in (staff(county, Role.COUNTY_HR), city(), *(make_user(Role.OFFICE, county, office=office) for office in (first, second))):
        client.force_login(user)
        assert client.get(url("assistant", assistant.pk)).status_code == 200
    stranger = make_county()
    for user in (staff(stranger, Role.COUNTY_CLERK), make_user(Role.OFFICE, stranger, office=stranger.offices.first())):
        client.force_login(user)
        assert client.get(url("assistant", assistant.pk)).status_code == 404


@pytest.mark.parametrize("name", ["assistant_contact", "training_enter", "health_check_enter", "assistant_reveal"])
def test_acts_on_another_county_are_not_found_and_on_ones_own_need_the_power(client, name):
    assistant = make_assistant()
    client.force_login(staff(make_county(), Role.COUNTY_CLERK))
    assert client.get(url(name, assistant.pk)).status_code == 404
    client.force_login(staff(assistant.county, Role.COUNTY_HR))
    assert client.get(url(name, assistant.pk)).status_code == 403


def test_contact_facts_are_corrected_on_the_page_and_an_older_page_does_not_overwrite(client):
    assistant = make_assistant(registered_address="演示村 1 号")
    client.force_login(staff(assistant.county, Role.COUNTY_CLERK))
    shown = client.get(url("assistant_contact", assistant.pk)).text
    assert "现在：138****0000。不改的留空" in shown
    assert [secret for secret in ("13800000000", "演示路 1 号", "演示村 1 号") if secret in shown] == []
    sent = {"seen": assistant.version, "phone": "1390000000", "address": "演示路 2 号"}
    response = client.post(url("assistant_contact", assistant.pk), sent)
    assert "联系电话应为 11 位手机号码，请核对。" in response.text
    assert "演示路 2 号" in response.text
    client.post(url("assistant_contact", assistant.pk), sent | {"phone": "13900000000"})
    assert (Assistant.objects.get().phone, Assistant.objects.get().registered_address) == ("13900000000", "演示村 1 号")
    late = client.post(url("assistant_contact", assistant.pk), sent | {"phone": "13700000000"})
    assert "您查看后内容又有更新" in late.text
    assert "13700000000" in late.text
    assert f'name="seen" value="{assistant.version + 1}"' in late.text
    assert Assistant.objects.get().phone == "13900000000"


def test_a_contact_fact_that_is_wrong_can_be_emptied(client):
    assistant = make_assistant(registered_address="演示村 1 号")
    client.force_login(staff(assistant.county, Role.COUNTY_CLERK))
    sent = {"seen": assistant.version, "emptied": ["registered_address"]}
    both = client.post(url("assistant_contact", assistant.pk), sent | {"registered_address": "演示村 2 号"}).text
    assert "户籍地址填了新的，又勾选了清空。请只留一样。" in both
    client.post(url("assistant_contact", assistant.pk), sent)
    assistant = Assistant.objects.get()
    assert (assistant.registered_address, assistant.phone) == ("", "13800000000")
    assert "演示" not in client.get(url("assistant_contact", assistant.pk)).text.partition("户籍地址")[2].partition("现住址")[0]


@pytest.mark.parametrize("name", ["roster", "trainings", "health_checks", "auxiliaries"])
def test_a_name_that_is_looked_for_stands_sealed_in_the_address(client, name):
    assistant = make_assistant(name="演示甲")
    client.force_login(staff(assistant.county, Role.COUNTY_CLERK))
    answer = client.post(url(name), {"name": " 演示甲 ", "office": ""})
    assert answer.status_code == 302
    assert "演示" not in unquote(answer["Location"])
    found = client.get(answer["Location"]).text
    assert 'value="演示甲"' in found
    assert 'value=""' in client.get(answer["Location"].replace("name=~", "name=~A")).text


def test_a_search_with_a_sealed_name_finds_the_person_and_nobody_else(client):
    assistant = make_assistant(name="演示甲")
    client.force_login(staff(assistant.county, Role.COUNTY_CLERK))
    here = client.post(url("roster"), {"name": "演示甲"})["Location"]
    assert '共 <span class="number">1</span> 条' in client.get(here).text
    nobody = client.post(url("roster"), {"name": "演示乙"})["Location"]
    assert "演示甲" not in client.get(nobody).text


def test_a_training_is_entered_refused_twice_and_voided(client):
    assistant = make_assistant()
    client.force_login(staff(assistant.county, Role.COUNTY_CLERK))
    sent = {"held_on_0": "2024", "held_on_1": "3", "held_on_2": "2", "topic": "人民调解", "hours": "4.5", "organiser": "县司法局"}
    assert "学时最多一位小数。" in client.post(url("training_enter", assistant.pk), sent | {"hours": "4.55"}).text
    client.post(url("training_enter", assistant.pk), sent)
    record = Training.objects.get()
    assert (record.held_on, record.hours) == (date(2024, 3, 2), Decimal("4.5"))
    assert "这个人当天的同一项培训已经登记过，没有重复登记。" in client.post(url("training_enter", assistant.pk), sent).text
    asked = client.post(url("training_void", assistant.pk, record.pk), {"reason": ""})
    assert "请写明作废的理由。" in asked.text
    client.post(url("training_void", assistant.pk, record.pk), {"reason": "登错人"})
    text = client.get(url("assistant", assistant.pk)).text
    assert "已作废" in text
    assert "登错人" in text


def test_findings_are_shown_once_for_a_reason_and_never_in_lists_or_exports(client):
    check = examine(make_assistant(id_number=NUMBER))
    county = check.assistant.county
    client.force_login(staff(county, Role.COUNTY_HEAD))
    address = url("health_check_read", check.assistant_id, check.pk)
    assert SECRET not in client.get(address).text
    assert "请选择事由。" in client.post(address, {"occasion": ""}).text
    shown = client.post(address, {"occasion": "recheck"})
    assert SECRET in shown.text
    assert "no-store" in shown["Cache-Control"]
    assert AuditEvent.objects.get(verb="read_health_check").details["occasion"] == "recheck"
    client.force_login(staff(county, Role.COUNTY_HR))
    assert client.get(address).status_code == 403
    assert SECRET not in client.get(url("health_checks")).text
    (record,) = records_of(client.get(url("health_checks_export")).content)
    assert record == {
        "县（区）": str(county),
        "司法所": str(check.assistant.postings.get().office),
        "姓名": "王小明",
        "性别": "男",
        "公民身份号码": "1403**********0017",
        "检查日期": date(2024, 3, 2),
        "结论": "不合格",
    }


def test_the_health_list_names_who_has_not_been_checked(client):
    line = make_line(planned_public=3)
    checked, unchecked = make_assistant(line, name="王已查"), make_assistant(line, name="李未查")
    examine(checked)
    client.force_login(staff(line.plan.county, Role.COUNTY_CLERK))
    assert client.get(url("health_checks")).context["unchecked"] == [unchecked]
    other = make_office(line.plan.county)
    assert client.get(url("health_checks"), {"office": other.pk}).context["unchecked"] == []
    assert client.get(url("health_checks"), {"year": "2023"}).context["unchecked"] == []


def test_trainings_are_listed_by_year_and_go_out_with_their_types(client):
    training = train(make_assistant(name="王小明"), topic=FORMULA)
    train(training.assistant, held_on=date(2023, 12, 1), topic="去年的")
    client.force_login(staff(training.assistant.county, Role.COUNTY_CLERK))
    assert [row.topic for row, _ in client.get(url("trainings")).context["rows"]] == [FORMULA]
    assert [row.topic for row, _ in client.get(url("trainings"), {"year": "2023"}).context["rows"]] == ["去年的"]
    one = records_of(client.get(url("trainings_export"), {"person": training.assistant_id}).content)
    assert [record["培训内容"] for record in one] == [FORMULA, "去年的"]
    (record,) = records_of(client.get(url("trainings_export")).content)
    assert (record["培训日期"], record["培训内容"], record["学时"]) == (date(2024, 3, 2), FORMULA, 16)


def test_the_roster_goes_out_masked_and_keeps_its_types(client):
    assistant = make_assistant(id_number=NUMBER, name=FORMULA, school="山西大学")
    client.force_login(staff(assistant.county, Role.COUNTY_HR))
    (record,) = records_of(client.get(url("roster_export"), {"on": "2024-06-01"}).content)
    assert (record["姓名"], record["公民身份号码"], record["联系电话"]) == (FORMULA, "1403**********0017", "138****0000")
    assert days(record, "用工起始", "到岗日期", "合同期满") == [date(2024, 3, 1), date(2024, 3, 1), date(2027, 2, 28)]
    assert (record["用工形式"], record["状态"], record["离岗日期"]) == ("劳动合同", "在岗", None)
    assert "现住址" not in record


def test_a_choice_of_columns_shows_no_more_than_the_whole_roster_would(client):
    assistant = make_assistant(id_number=NUMBER, phone="13800000000")
    client.force_login(staff(assistant.county, Role.COUNTY_CLERK))
    chosen = {"on": "2024-06-01", "columns": "chosen", "column": ["phone", "id_number"]}
    masked = {"公民身份号码": "1403**********0017", "联系电话": "138****0000"}
    assert records_of(client.get(url("roster_export"), chosen).content) == [masked]
    full_only = client.get(url("roster_export"), {**chosen, "column": "address"})
    assert "勾选的列里有这张表没有的，还没有导出。请重新勾选。" in full_only.text
    assert not full_only.has_header("Content-Disposition")


def test_the_choice_names_the_filter_keeps_it_and_leads_back_with_it(client):
    assistant = make_assistant(id_number=NUMBER)
    clerk = staff(assistant.county, Role.COUNTY_CLERK)
    client.force_login(clerk)
    sealed = client.post(url("roster"), {"name": "王", "on": "2024-06-01"})["Location"].partition("?")[2]
    page = client.get(f"{url('roster_export')}?{sealed}&columns=choose")
    assert page.context["about"] == [
        {"label": "截至日期", "value": "2024-06-01"},
        {"label": "筛选", "value": "姓名：王"},
        {"label": "行数", "value": "1"},
    ]
    assert page.context["back"] == f"{url('roster')}?{sealed}"
    (kept,) = [value for name, value in page.context["kept"] if name == "name"]
    assert kept.startswith("~")
    assert f'<input type="hidden" name="name" value="{kept}">' in page.text
    assert "王小明" not in page.text  # nobody of the list is on it


def test_the_full_roster_goes_out_with_the_chosen_columns_alone_and_its_trace(client):
    assistant = make_assistant(id_number=NUMBER, phone="13800000000")
    client.force_login(staff(assistant.county, Role.COUNTY_CLERK))
    empty = client.post(url("roster_full"), {"occasion": "inspection", "columns": "chosen"})
    assert "一列也没有勾选，还没有导出。请至少勾选一列。" in empty.text
    assert not AuditEvent.objects.filter(verb="export_full_roster").exists()
    response = client.post(url("roster_full"), {"occasion": "inspection", "columns": "chosen", "column": ["name", "id_number"]})
    assert records_of(response.content) == [{"姓名": assistant.name, "公民身份号码": NUMBER}]
    event = AuditEvent.objects.get(verb="export_full_roster")
    assert event.details == {"rows": 1, "occasion": "inspection", "columns": ["姓名", "公民身份号码"]}


def test_full_numbers_leave_for_a_reason_as_text_and_with_a_trace(client):
    assistant = make_assistant(id_number=NUMBER, phone="13800000000")
    client.force_login(staff(assistant.county, Role.COUNTY_CLERK))
    assert "请选择事由。" in client.post(url("roster_full"), {"occasion": ""}).text
    assert not AuditEvent.objects.filter(verb="export_full_roster").exists()
    response = client.post(url("roster_full"), {"occasion": "inspection"})
    (record,) = records_of(response.content)
    assert (record["公民身份号码"], record["联系电话"], record["现住址"]) == (NUMBER, "13800000000", "演示路 1 号")
    assert AuditEvent.objects.get(verb="export_full_roster").details == {"rows": 1, "occasion": "inspection"}
    for user in (staff(assistant.county, Role.COUNTY_HR), city()):
        client.force_login(user)
        assert client.get(url("roster_full")).status_code == 403


def test_full_numbers_ask_for_the_password_again(client):
    assistant = make_assistant(id_number=NUMBER)
    clerk = staff(assistant.county, Role.COUNTY_CLERK)
    clerk.set_password(PASSWORD)
    clerk.save()
    client.force_login(clerk)
    asked = client.post(url("roster_full"), {"occasion": "inspection"})
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert not AuditEvent.objects.filter(verb="export_full_roster").exists()
    assert client.post(url("assistant_reveal", assistant.pk), {"occasion": "contract"}).url.startswith(reverse("account_reauthenticate"))
    # the reason was given already: once the password is right, the answer comes by itself
    shown = client.post(
        reverse("account_reauthenticate"), {"password": PASSWORD, "next": url("assistant_reveal", assistant.pk)}, follow=True
    )
    assert NUMBER in shown.text
    assert AuditEvent.objects.get(verb="reveal_personal_data").details == {"occasion": "contract"}


@pytest.mark.parametrize("rows", [1, 3])
def test_no_page_of_the_roster_asks_more_for_three_rows_than_for_one(client, rows):
    line = make_line(planned_public=3)
    for _ in range(rows):
        assistant = make_assistant(line)
        for day in range(rows):
            train(assistant, held_on=date(2024, 3, 1 + day))
            examine(assistant, checked_on=date(2024, 3, 1 + day))
    client.force_login(staff(line.plan.county, Role.COUNTY_CLERK))
    asked = {
        name: queries_of(client, url(name, *args))
        for name, *args in (
            ("trainings",),
            ("trainings_export",),
            ("health_checks",),
            ("health_checks_export",),
            ("assistant", assistant.pk),
            ("postings_export", assistant.pk),
            ("contracts_export", assistant.pk),
        )
    }
    assert asked == {
        "trainings": 4,
        "trainings_export": 2,
        "health_checks": 5,
        "health_checks_export": 2,
        "assistant": 5,
        "postings_export": 2,
        "contracts_export": 2,
    }
    assert HealthCheck.objects.count() == rows * rows
