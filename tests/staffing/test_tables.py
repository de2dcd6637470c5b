"""Tables in: what they would change is shown first, a fault keeps the whole table out, and no table adds an assistant."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from bureaus import clock
from documents.models import StoredFile
from documents.spreadsheets import Sheet, template, write
from policy.people import Education
from policy.powers import Role
from staffing.auxiliaries import template_for
from staffing.models import Assistant, Auxiliary, Conclusion, HealthCheck, Training
from staffing.tables import AN_ASSISTANT, CONTACTS, ELSEWHERE, HEALTH, TRAINING, UNKNOWN
from tests.staffing.factories import NOW, make_assistant, make_auxiliary, make_county, make_line, make_number, staff
from tests.staffing.queries import queries_of
from tests.staffing.readback import records_of
from tests.staffing.test_service_records import SECRET, examine, train

pytestmark = pytest.mark.django_db

DAY = date(2024, 3, 2)


@pytest.fixture(autouse=True)
def spring():
    with clock.standing_at(NOW):
        yield


def upload(content, name="表.xlsx"):
    return SimpleUploadedFile(name, content)


def sent(client, user, kind, sheet: Sheet, *rows):
    """The page of what a table would change."""
    client.force_login(user)
    answer = client.post(reverse("staffing:table", args=[kind]), {"file": upload(write(sheet, rows))}, follow=True)
    assert answer.redirect_chain, answer.text
    return answer


def confirmed(client, preview):
    return client.post(preview.request["PATH_INFO"], {"digest": preview.context["reading"].digest}, follow=True)


def told(preview):
    return [
        (line.state, [(cell.before, cell.text) for cell in line.cells if cell.before is not None])
        for line in preview.context["reading"].lines
    ]


def sentences(preview):
    return preview.context["reading"].sentences


def auxiliary_row(**facts):
    return {"name": "李辅助", "id_number": make_number(), "place": "县（区）局机关", "first_day": date(2020, 1, 1)} | facts


# ---- auxiliaries ----


def test_auxiliaries_come_in_new_and_corrected_and_who_is_not_on_the_table_stays(client):
    county = make_county()
    clerk, office = staff(county, Role.COUNTY_CLERK), county.offices.first()
    stands, stays = make_auxiliary(county, name="赵留下"), make_auxiliary(county, name="钱不在表上")
    sheet = template_for([str(office)])
    rows = [
        auxiliary_row(name="孙新来", place=str(office), education="大专", trainee="否", party_member="是"),
        auxiliary_row(name="赵留下", id_number=stands.id_number, place=str(office), last_day=date(2024, 1, 31)),
    ]
    preview = sent(client, clerk, "auxiliaries", sheet, *rows)
    assert told(preview) == [("新增", []), ("有变化", [("", "2024-01-31")])]
    assert Auxiliary.objects.count() == 2
    assert "已保存 2 行。" in confirmed(client, preview).text
    new = Auxiliary.objects.get(name="孙新来")
    assert (new.office, new.education, new.trainee, new.party_member, new.insurance_movable) == (
        office,
        Education.COLLEGE,
        False,
        True,
        None,
    )
    stands.refresh_from_db()
    assert stands.last_day == date(2024, 1, 31)
    assert Auxiliary.objects.get(pk=stays.pk).version == 1


def test_each_fault_of_an_auxiliary_is_told_with_its_line_and_nothing_is_saved(client):
    county, other = make_county(), make_county()
    elsewhere = make_auxiliary(other)
    line = make_line(planned_public=3)
    assistant = make_assistant(line)
    clerk = staff(county, Role.COUNTY_CLERK)
    rows = [
        auxiliary_row(),
        auxiliary_row(id_number="140302199202290018"),
        auxiliary_row(first_day=date(2024, 3, 5)),
        auxiliary_row(last_day=date(2019, 1, 1)),
        auxiliary_row(id_number=elsewhere.id_number),
        auxiliary_row(trainee="也许"),
    ]
    preview = sent(client, clerk, "auxiliaries", template_for([]), *rows)
    assert sentences(preview) == [
        "第 3 行：身份证号校验不通过，有一位可能输错了，请对照身份证逐位核对。",
        "第 4 行：到岗日期不能晚于今天，到岗后再登记。",
        "第 5 行：离岗日期不能早于到岗日期。",
        f"第 6 行：{ELSEWHERE}",
        "第 7 行：见习大学生应为是、否之一，现在是“也许”。",
    ]
    assert "有 5 处需要改正，没有保存" in confirmed(client, preview).text
    assert Auxiliary.objects.filter(county=county).count() == 0
    own = sent(
        client, staff(line.plan.county, Role.COUNTY_CLERK), "auxiliaries", template_for([]), auxiliary_row(id_number=assistant.id_number)
    )
    assert sentences(own) == [f"第 2 行：{AN_ASSISTANT}"]


def test_the_error_workbook_goes_back_as_it_came_with_its_types(client):
    county = make_county()
    number = make_number()
    rows = [auxiliary_row(name="=1+1", id_number=number), auxiliary_row(first_day=date(2024, 3, 5))]
    preview = sent(client, staff(county, Role.COUNTY_CLERK), "auxiliaries", template_for([]), *rows)
    content = client.get(preview.context["errors_url"]).content
    first, second = records_of(content)
    assert (first["姓名*"], first["公民身份号码*"], first["到岗日期*"]) == ("=1+1", number, date(2020, 1, 1))
    assert second["到岗日期的问题"] == "到岗日期不能晚于今天，到岗后再登记。"
    mended = load_workbook(BytesIO(content))
    sheet = mended.worksheets[0]
    place = [cell.value for cell in sheet[1]].index("到岗日期*") + 1
    sheet.cell(3, place).value = date(2024, 3, 1)
    out = BytesIO()
    mended.save(out)
    again = client.post(reverse("staffing:table", args=["auxiliaries"]), {"file": upload(out.getvalue())}, follow=True)
    assert told(again) == [("新增", []), ("新增", [])]


def test_a_numeric_id_cell_is_refused_and_leading_zeros_survive(client):
    county = make_county()
    clerk = staff(county, Role.COUNTY_CLERK)
    book = load_workbook(BytesIO(write(template_for([]), [auxiliary_row()])))
    book.worksheets[0]["B2"].value = 140302199202290017
    out = BytesIO()
    book.save(out)
    client.force_login(clerk)
    answer = client.post(reverse("staffing:table", args=["auxiliaries"]), {"file": upload(out.getvalue())}, follow=True)
    assert "公民身份号码被表格软件改成了数字，末几位已丢失。" in sentences(answer)[0]


def test_the_full_export_comes_back_without_a_difference(client):
    auxiliary = make_auxiliary(name="赵留下", education=Education.COLLEGE, party_member=True, trainee=False)
    client.force_login(staff(auxiliary.county, Role.COUNTY_CLERK))
    content = client.post(reverse("staffing:auxiliaries_full"), {"occasion": "inspection"}).content
    (record,) = records_of(content)
    assert (record["公民身份号码*"], record["到岗日期*"], record["见习大学生"]) == (auxiliary.id_number, date(2020, 1, 1), "否")
    answer = client.post(reverse("staffing:table", args=["auxiliaries"]), {"file": upload(content)}, follow=True)
    assert told(answer) == [("无变化", [])]


# ---- records and contact facts ----


def person_row(assistant, **facts):
    return {"name": assistant.name, "last4": assistant.id_last4} | facts


def test_the_template_has_a_line_for_each_who_serves_and_blank_lines_change_nothing(client):
    line = make_line(planned_public=3)
    first = make_assistant(line, name="王一")
    make_assistant(line, name="李未到", starts_on=date(2024, 3, 20), probation_months=0)
    client.force_login(staff(line.plan.county, Role.COUNTY_CLERK))
    content = client.get(reverse("staffing:table_template", args=["training"])).content
    assert [(record["姓名*"], record["身份证号后四位*"]) for record in records_of(content)] == [("王一", first.id_last4)]
    answer = client.post(reverse("staffing:table", args=["training"]), {"file": upload(content)}, follow=True)
    assert told(answer) == [("无变化", [])]
    assert "没有需要保存的变化" in answer.text


def test_trainings_come_in_once_and_a_table_corrects_none(client):
    assistant = make_assistant()
    clerk = staff(assistant.county, Role.COUNTY_CLERK)
    row = person_row(assistant, held_on=DAY, topic="人民调解", hours=Decimal("4.5"), organiser="县司法局")
    preview = sent(client, clerk, "training", TRAINING, row, person_row(assistant))
    assert told(preview) == [("新增", []), ("无变化", [])]
    confirmed(client, preview)
    assert (Training.objects.get().hours, Training.objects.get().topic) == (Decimal("4.5"), "人民调解")
    assert told(sent(client, clerk, "training", TRAINING, row)) == [("无变化", [])]
    assert "登错了的，请先在人员页面上作废。" in sentences(sent(client, clerk, "training", TRAINING, row | {"hours": 8}))[0]


def test_faults_of_a_training_are_told_with_their_line(client):
    assistant = make_assistant()
    rows = [
        {"name": "没有此人", "last4": "0000", "held_on": DAY, "topic": "甲", "hours": 1, "organiser": "乙"},
        person_row(assistant, held_on=date(2024, 3, 5), topic="甲", hours=Decimal("1.25"), organiser="乙"),
        person_row(assistant, held_on=DAY),
    ]
    preview = sent(client, staff(assistant.county, Role.COUNTY_CLERK), "training", TRAINING, *rows)
    assert sentences(preview) == [
        f"第 2 行：{UNKNOWN}",
        "第 3 行：培训日期不能晚于今天。",
        "第 3 行：学时须大于 0，最多一位小数。",
        "第 4 行：培训内容没有填写。",
        "第 4 行：学时没有填写。",
        "第 4 行：组织单位没有填写。",
    ]
    assert not Training.objects.exists()


def test_an_assistant_of_another_county_is_nobody_here(client):
    stranger = make_assistant(name="外县人")
    own = make_assistant()
    row = person_row(stranger, held_on=DAY, topic="甲", hours=1, organiser="乙")
    assert sentences(sent(client, staff(own.county, Role.COUNTY_CLERK), "training", TRAINING, row)) == [f"第 2 行：{UNKNOWN}"]


def test_health_checks_come_in_and_their_findings_are_sealed(client):
    assistant = make_assistant()
    clerk = staff(assistant.county, Role.COUNTY_CLERK)
    row = person_row(assistant, checked_on=DAY, conclusion="不合格", details=SECRET)
    confirmed(client, sent(client, clerk, "health", HEALTH, row))
    check = HealthCheck.objects.get()
    assert (check.conclusion, check.details, check.checked_on) == (Conclusion.UNFIT, SECRET, DAY)
    assert "当天的检查已经登记为另一个结论" in sentences(sent(client, clerk, "health", HEALTH, row | {"conclusion": "合格"}))[0]


def test_contact_facts_are_corrected_where_filled_in_and_the_old_number_is_not_shown(client):
    assistant = make_assistant(school="山西大学", phone="13800001111")
    clerk = staff(assistant.county, Role.COUNTY_CLERK)
    preview = sent(client, clerk, "contacts", CONTACTS, person_row(assistant, phone="13900000000", address="演示路 9 号", education="本科"))
    assert told(preview) == [("有变化", [("138****1111", "13900000000"), ("原有登记", "演示路 9 号"), ("", "本科")])]
    assert "13800001111" not in preview.text
    confirmed(client, preview)
    corrected = Assistant.objects.get()
    assert (corrected.phone, corrected.address, corrected.education, corrected.school) == (
        "13900000000",
        "演示路 9 号",
        Education.BACHELOR,
        "山西大学",
    )
    unknown = sent(client, clerk, "contacts", CONTACTS, {"name": "新来的", "last4": "1234", "phone": "13900000000"})
    assert sentences(unknown) == [f"第 2 行：{UNKNOWN}"]
    assert Assistant.objects.count() == 1


def test_a_telephone_number_that_the_page_refuses_is_refused_on_a_sheet(client):
    assistant = make_assistant()
    clerk = staff(assistant.county, Role.COUNTY_CLERK)
    preview = sent(client, clerk, "contacts", CONTACTS, person_row(assistant, phone="10000000000"))
    assert sentences(preview) == ["第 2 行：联系电话应为 11 位手机号码，请核对。"]


def test_two_of_one_name_and_ending_are_told_apart_by_hand(client):
    line = make_line(planned_public=3)
    make_assistant(line, id_number="140302199202290017")
    twin = make_assistant(line, id_number="140311199202290017")
    row = person_row(twin, phone="13900000000")
    preview = sent(client, staff(line.plan.county, Role.COUNTY_CLERK), "contacts", CONTACTS, row)
    assert "有两个人" in sentences(preview)[0]


# ---- who, and how much is asked ----


@pytest.mark.parametrize("kind", ["auxiliaries", "training", "health", "contacts"])
def test_only_a_clerk_brings_a_table_and_reads_only_their_own(client, kind):
    county = make_county()
    clerk = staff(county, Role.COUNTY_CLERK)
    assert "下载模板" in page(client, clerk, kind).text
    client.force_login(clerk)
    assert client.get(reverse("staffing:table_template", args=[kind])).status_code == 200
    client.post(reverse("staffing:table", args=[kind]), {"file": upload(template(TRAINING))})
    stored = StoredFile.objects.get()
    for role in (Role.COUNTY_HEAD, Role.COUNTY_HR, Role.CITY, Role.DISCIPLINE):
        assert page(client, staff(county, role), kind).status_code == 403
    client.force_login(staff(make_county(), Role.COUNTY_CLERK))
    assert client.get(reverse("staffing:table_read", args=[kind, stored.pk])).status_code == 404
    assert client.get(reverse("staffing:table", args=["people"])).status_code == 404


def page(client, user, kind):
    client.force_login(user)
    return client.get(reverse("staffing:table", args=[kind]))


def test_what_is_no_table_is_told_in_one_sentence(client):
    client.force_login(staff(make_county(), Role.COUNTY_CLERK))
    assert "请先选择填好的表格。" in client.post(reverse("staffing:table", args=["training"])).text
    answer = client.post(reverse("staffing:table", args=["training"]), {"file": upload(b"MZ")})
    assert "只能上传 .xlsx 表格。" in answer.text
    answer = client.post(reverse("staffing:table", args=["training"]), {"file": upload(write(HEALTH, []))}, follow=True)
    assert "表格里没有找到这些列" in answer.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_preview_asks_as_much_for_three_lines_as_for_one(client, rows):
    line = make_line(planned_public=3)
    people = [make_assistant(line, name=f"王{number}") for number in range(rows)]
    for person in people:
        train(person)
        examine(person)
    county = line.plan.county
    clerk = staff(county, Role.COUNTY_CLERK)
    kinds = {
        "training": (TRAINING, [person_row(person, held_on=DAY, topic="新", hours=1, organiser="乙") for person in people]),
        "health": (HEALTH, [person_row(person, checked_on=date(2024, 3, 3), conclusion="合格") for person in people]),
        "contacts": (CONTACTS, [person_row(person, phone="13900000000") for person in people]),
        "auxiliaries": (template_for([]), [auxiliary_row() for _ in range(rows)]),
    }
    asked = {}
    for kind, (sheet, lines) in kinds.items():
        preview = sent(client, clerk, kind, sheet, *lines)
        asked[kind] = queries_of(client, preview.request["PATH_INFO"])
    assert asked == {"training": 5, "health": 5, "contacts": 4, "auxiliaries": 6}
