"""The operator's desk: everything through actions, nothing deleted, nobody else."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from bureaus import actions, clock, desk
from bureaus.desk import Desk
from bureaus.models import AuditEvent, CalendarDay, CalendarYear, County, JudicialOffice, OutboxItem, User
from policy.powers import Role
from tests.bureaus.factories import NOW, PASSWORD, make_applicant, make_person, sign_in, signed_in
from tests.staffing.factories import make_county, make_office
from tests.staffing.readback import records_of

pytestmark = pytest.mark.django_db

LISTS = ["county", "judicialoffice", "user", "calendaryear", "outboxitem"]


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def operator():
    return signed_in(make_person(Role.OPERATOR))


def address(model: str, page: str, *args: object) -> str:
    return reverse(f"admin:bureaus_{model}_{page}", args=args)


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("number").values_list("verb", flat=True))


@pytest.mark.parametrize("model", LISTS)
def test_the_operator_opens_each_list(operator, model):
    assert operator.get(address(model, "changelist")).status_code == 200


@pytest.mark.parametrize("model", LISTS)
@pytest.mark.parametrize("role", [Role.CITY, Role.COUNTY_HEAD, Role.COUNTY_CLERK, Role.APPLICANT])
def test_nobody_else_opens_one(model, role):
    assert signed_in(make_person(role)).get(address(model, "changelist")).status_code == 403


@pytest.mark.parametrize("model", ["county", "judicialoffice", "user"])
def test_the_operators_lists_go_out_to_the_operator_alone(operator, model):
    make_office(make_county("盂县"), "秀水")
    export = reverse("documents:desk_list_export", args=[model])
    assert f'href="{export}?"' in operator.get(address(model, "changelist")).text
    rows = records_of(operator.get(export).content)
    of, title, field = {
        "county": (County, "名称", "name"),
        "judicialoffice": (JudicialOffice, "名称", "name"),
        "user": (User, "用户名", "username"),
    }[model]
    assert {row[title] for row in rows} == set(of.objects.values_list(field, flat=True))
    for role in (Role.CITY, Role.COUNTY_HEAD, Role.APPLICANT):
        assert signed_in(make_person(role)).get(export).status_code == 403


def test_a_list_goes_out_as_it_is_filtered_and_without_applicants(operator):
    clerk = make_person(Role.COUNTY_CLERK, make_county("盂县"))
    make_applicant()
    export = reverse("documents:desk_list_export", args=["user"])
    assert Role.APPLICANT.title not in {row["角色"] for row in records_of(operator.get(export).content)}
    answer = operator.get(export, {"role__exact": "county_clerk", "q": clerk.name})
    assert [(row["用户名"], row["县（区）"], row["状态"]) for row in records_of(answer.content)] == [(clerk.username, "盂县", "启用")]
    told = dict(load_workbook(BytesIO(answer.content))["说明"].iter_rows(values_only=True))
    assert told["筛选"] == f"搜索：{clerk.name}；角色：{clerk.get_role_display()}"
    assert operator.get(export, {"nonsense": "1"}).url == f"{address('user', 'changelist')}?e=1"
    assert operator.get(reverse("documents:desk_list_export", args=["outboxitem"])).status_code == 404


def test_a_visitor_is_led_to_the_portals_own_sign_in(client):
    answer = client.get(address("user", "changelist"), follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_only_desks_are_registered_and_none_deletes(operator):
    for model, registered in desk.site._registry.items():
        assert isinstance(registered, Desk), model
        assert not registered.has_delete_permission(None)
    assert operator.get("/admin/auth/group/").status_code == 404


def test_a_county_is_entered_and_changed_by_the_action(operator):
    words = {
        "code": "140399",
        "name": "新县",
        "justice_bureau": "新县司法局",
        "hr_bureau": "新县人社局",
        "phone": "",
        "complaint_phone": "",
    }
    operator.post(address("county", "add"), words)
    county = County.objects.get(name="新县")
    operator.post(address("county", "change", county.pk), words | {"phone": "0353-1234567"})
    county.refresh_from_db()
    assert (county.phone, verbs()[-2:]) == ("0353-1234567", ["enter_county", "enter_county"])


def test_an_office_is_entered_by_the_action(operator):
    county = make_county()
    operator.post(
        address("judicialoffice", "add"), {"county": county.pk, "name": "新所", "town": "新镇", "code": "140300001", "closed_on": ""}
    )
    assert JudicialOffice.objects.get(name="新所").county == county
    assert verbs()[-1] == "enter_office"


def open_staff(operator, **fields):
    words = {"username": "liuwei", "name": "刘伟", "role": "city", "county": "", "office": ""} | fields
    return operator.post(address("user", "add"), words)


def test_staff_get_a_random_password_that_is_shown_once_and_must_be_changed(operator, client):
    answer = open_staff(operator)
    ((account, password),) = answer.context["handed"]
    assert password in answer.content.decode()
    assert answer["Cache-Control"] == "no-store, private"
    user = User.objects.get(username="liuwei")
    assert (user.pk, user.must_change_password, user.check_password(password)) == (account.pk, True, True)
    assert password not in str(list(AuditEvent.objects.values()))
    sign_in(client, "liuwei", password)
    assert client.get(reverse("letters")).url == reverse("account_change_password")


def test_two_initial_passwords_are_never_the_same(operator):
    first = open_staff(operator).context["handed"][0][1]
    second = open_staff(operator, username="zhangli").context["handed"][0][1]
    assert first != second


def test_county_staff_without_a_county_are_refused_in_words(operator):
    answer = open_staff(operator, role="county_clerk")
    assert "县（区）工作人员须指定所属县（区）。" in answer.content.decode()
    assert not User.objects.filter(username="liuwei").exists()


def test_no_applicant_is_opened_or_listed_here(operator):
    make_applicant(name="报名的人")
    assert "报名的人" not in operator.get(address("user", "changelist")).content.decode()
    open_staff(operator, role="applicant")
    assert not User.objects.filter(username="liuwei").exists()


def test_fields_that_are_not_on_the_form_are_not_taken(operator):
    open_staff(operator, is_demo="on", phone="13900000000", password="x", is_active="")
    user = User.objects.get(username="liuwei")
    assert (user.is_demo, user.phone, user.is_active) == (False, "", True)


def test_a_changed_role_takes_effect_at_the_next_request(operator):
    clerk = make_person(Role.COUNTY_HEAD)
    own = signed_in(clerk)
    assert own.get(reverse("audit_trail")).status_code == 200
    words = {"username": clerk.username, "name": clerk.name, "role": "county_clerk", "county": clerk.county_id, "office": ""}
    operator.post(address("user", "change", clerk.pk), words)
    assert own.get(reverse("audit_trail")).status_code == 403
    event = AuditEvent.objects.get(verb="change_account")
    assert event.details == {"fields": ["role"]}


def choose(operator, model: str, action: str, *rows):
    return operator.post(address(model, "changelist"), {"action": action, "_selected_action": [row.pk for row in rows]}, follow=True)


def test_accounts_are_closed_and_opened_again(operator):
    clerk = make_person(Role.COUNTY_CLERK)
    own = signed_in(clerk)
    answer = choose(operator, "user", "close_accounts", clerk)
    assert "已停用 1 个账号，从对方的下一次操作起生效。" in answer.content.decode()
    assert own.get(reverse("account")).status_code == 302
    choose(operator, "user", "open_accounts_again", clerk)
    assert User.objects.get(pk=clerk.pk).is_active


def test_a_forgotten_password_is_replaced_by_an_initial_one(operator, client):
    clerk = make_person(Role.COUNTY_CLERK)
    own = signed_in(clerk)
    ((_, password),) = choose(operator, "user", "renew_passwords", clerk).context["handed"]
    assert own.get(reverse("account")).status_code == 302
    assert sign_in(client, clerk.username, PASSWORD).status_code == 200
    assert sign_in(client, clerk.username, password).status_code == 302


@pytest.mark.parametrize("model", LISTS)
def test_nothing_is_deleted_singly_or_in_bulk(operator, model):
    make_office(make_county())
    choose(operator, "county", "delete_selected", *County.objects.all())
    assert operator.post(f"/admin/bureaus/{model}/1/delete/", {"post": "yes"}).status_code in (302, 403, 404)
    assert County.objects.exists()
    assert JudicialOffice.objects.exists()


def test_a_known_year_is_imported_from_the_calendar_package(operator):
    operator.post(address("calendaryear", "add"), {"year": "2024", "source": "国办发明电〔2023〕7号"} | NO_DAYS)
    assert CalendarYear.objects.get().source == "国办发明电〔2023〕7号"
    days = dict(CalendarDay.objects.values_list("day", "is_working"))
    assert (days[NOW.date().replace(month=10, day=1)], days[NOW.date().replace(month=9, day=29)]) == (False, True)
    assert verbs()[-1] == "import_calendar"


NO_DAYS = {"days-TOTAL_FORMS": "0", "days-INITIAL_FORMS": "0"}


def test_an_unknown_year_says_how_it_is_imported(operator):
    answer = operator.post(address("calendaryear", "add"), {"year": "2090", "source": "通知"} | NO_DAYS)
    assert "系统里没有 2090 年的放假安排，请按国务院办公厅通知填好表格后上传。" in answer.content.decode()
    assert not CalendarYear.objects.exists()


def sheet(*rows) -> SimpleUploadedFile:
    book, file = Workbook(), BytesIO()
    book.active.append(["日期", "上班或休息", "名称"])
    for row in rows:
        book.active.append(row)
    book.save(file)
    return SimpleUploadedFile("假日.xlsx", file.getvalue())


def upload(operator, file, year: str = "2090"):
    return operator.post(address("calendaryear", "add"), {"year": year, "source": "通知", "sheet": file} | NO_DAYS)


def test_a_year_is_imported_from_a_spreadsheet(operator):
    upload(operator, sheet(("2090-10-02", "休息", "国庆节"), ("2090/9/30".replace("/9/", "-09-"), "上班", "")))
    assert list(CalendarDay.objects.values_list("day__month", "day__day", "is_working", "name")) == [
        (9, 30, True, ""),
        (10, 2, False, "国庆节"),
    ]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("某天", "休息", "")], "第 2 行：日期“某天”认不出来，请写成 2090-10-01 这样的日期。"),
        ([("2090-10-01", "休息", ""), ("2091-10-01", "休息", "")], "第 3 行：2091-10-01 不在 2090 年内。"),
        ([("2090-10-01", "放假", "")], "第 2 行：第二列请填“上班”或“休息”。"),
        ([("2090-10-01", "休息", ""), ("2090-10-01", "上班", "")], "表格里有重复的日期，请删去重复的行后再上传。"),
        ([], "表格里没有日期。第一行是标题，从第二行起每行填一天：日期、上班或休息、名称。"),
    ],
)
def test_a_faulty_spreadsheet_is_refused_with_row_and_remedy(operator, rows, sentence):
    assert sentence in upload(operator, sheet(*rows)).content.decode()
    assert not CalendarYear.objects.exists()


def test_what_is_no_spreadsheet_is_refused_in_words(operator):
    answer = upload(operator, SimpleUploadedFile("假日.xlsx", b"MZ not a spreadsheet"))
    assert "这个文件不是 Excel 表格（.xlsx），请用 Excel 或 WPS 另存为 .xlsx 后再上传。" in answer.content.decode()


def test_stopped_work_is_listed_and_retried(operator):
    item = OutboxItem.objects.create(
        job="deliver_letter", about="bureaus.message:7", queue="notices", due=NOW, attempts=5, failed_at=NOW, fault="SMTPError"
    )
    OutboxItem.objects.create(job="deliver_letter", about="bureaus.message:8", queue="notices", due=NOW)
    page = operator.get(address("outboxitem", "changelist")).content.decode()
    assert ("发送通知" in page, "通知 7" in page, "通知 8" in page) == (True, True, False)
    choose(operator, "outboxitem", "retry", item)
    item.refresh_from_db()
    assert (item.failed_at, item.attempts) == (None, 0)


def test_the_city_has_nothing_of_the_operators():
    city = make_person(Role.CITY)
    assert signed_in(city).get(reverse("admin:index")).status_code == 200
    with pytest.raises(desk.Refused):
        actions.enter_county(county=make_county(), by=city, now=NOW)
