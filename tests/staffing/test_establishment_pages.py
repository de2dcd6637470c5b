"""The pages of 编制情况: by office and by county, on any day; entered by hand and by a sheet that is shown before it is saved."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from bureaus import actions as places
from bureaus import clock
from documents.models import StoredFile
from policy.powers import Role
from staffing.models import Establishment
from tests.staffing.factories import NOW, city, make_county, make_office, make_user, staff
from tests.staffing.queries import queries_of
from tests.staffing.test_establishment import FEBRUARY, JANUARY, enter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


def page(client, user, name, /, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"staffing:{name}", args=args), query)


def sheet_of(client, user, name="establishment_template", **query):
    return load_workbook(BytesIO(page(client, user, name, **query).content))


def upload(client, user, book):
    out = BytesIO()
    book.save(out)
    client.force_login(user)
    file = SimpleUploadedFile("编制情况.xlsx", out.getvalue())
    return client.post(reverse("staffing:establishment_upload"), {"file": file}, follow=True)


def test_a_county_sees_each_office_and_the_city_each_county_with_what_is_unknown(client):
    county, other = make_county(offices=2), make_county(offices=1)
    first, second = county.offices.all()
    enter(first, JANUARY, 3, 2, None)
    rows = page(client, staff(county, Role.COUNTY_HEAD), "establishment").context["rows"]
    assert [(office.pk, [number for _, number in numbers]) for office, _, numbers in rows] == [
        (first.pk, [3, 2, None]),
        (second.pk, [None, None, None]),
    ]
    response = page(client, city(), "establishment")
    told = [(row.county, row.offices, [(known, unknown) for _, known, unknown in row.sums]) for row in response.context["counties"]]
    assert told == [(county, 2, [(3, 1), (2, 1), (0, 2)]), (other, 1, [(0, 1), (0, 1), (0, 1)])]
    assert "（1 所未登记）" in response.text
    narrowed = page(client, city(), "establishment", county=county.pk)
    assert [office.pk for office, _, _ in narrowed.context["rows"]] == [first.pk, second.pk]


def test_a_past_day_shows_what_stood_then_under_its_name_of_then(client):
    county = make_county(offices=0)
    office, gone = make_office(county, "甲司法所"), make_office(county, "乙司法所")
    operator = make_user(Role.OPERATOR)
    enter(office, JANUARY, 3)
    enter(office, FEBRUARY, 5)
    places.rename_office(office=office, name="丙司法所", day=FEBRUARY, by=operator, now=NOW)
    places.close_office(office=gone, day=FEBRUARY, into=office, by=operator, now=NOW)
    clerk = staff(county, Role.COUNTY_CLERK)
    now, then = page(client, clerk, "establishment"), page(client, clerk, "establishment", on="2024-01-15")
    assert [(office.name_then, numbers[0][1]) for office, _, numbers in now.context["rows"]] == [("丙司法所", 5)]
    assert [(office.name_then, numbers[0][1]) for office, _, numbers in then.context["rows"]] == [("甲司法所", 3), ("乙司法所", None)]
    assert "乙司法所并入丙司法所" in now.text
    assert "（现名丙司法所）" in then.text
    assert "日期请写成 2024-03-16 这样。" in page(client, clerk, "establishment", on="昨天").text


def test_a_record_is_entered_by_hand_and_a_correction_keeps_the_old_one_in_sight(client):
    office = make_county(offices=1).offices.get()
    clerk = staff(office.county, Role.COUNTY_CLERK)
    client.force_login(clerk)
    here = reverse("staffing:establishment_office", args=[office.pk])
    words = {"holds_from": "2024-01-01", "established_posts": "３", "in_post": "", "auxiliary": "0", "source": "盂编办〔2024〕3号"}
    assert "编制情况已登记。" in client.post(here, words, follow=True).text
    refused = client.post(here, words | {"established_posts": "4"})
    assert "要更正它，请在备注中写明理由" in refused.text
    assert 'value="4"' in refused.text
    client.post(here, words | {"established_posts": "4", "note": "看错一行"})
    assert list(Establishment.objects.as_of(JANUARY).values_list("established_posts", "in_post", "auxiliary")) == [(4, None, 0)]
    text = client.get(here).text
    assert "<del>3</del>" in text
    assert "看错一行" in text
    bad = client.post(here, words | {"established_posts": "三", "holds_from": "2024-02-01"})
    assert "政法专项编制：请填写 0 到 999 的整数，没有的填 0。" in bad.text


def test_the_template_carries_what_stands_and_drops_down_the_offices(client):
    county = make_county(offices=2)
    first, second = county.offices.all()
    enter(first, source="盂编办〔2024〕3号")
    book = sheet_of(client, staff(county, Role.COUNTY_CLERK))
    table = book["编制情况登记表"]
    rows = [[cell.value for cell in row] for row in table.iter_rows(max_row=3)]
    assert rows[0] == ["司法所*", "起算日期", "政法专项编制", "实有", "专职辅助人员", "依据", "备注"]
    assert rows[1][0:1] + rows[1][2:] == [str(first), 3, 2, 1, "盂编办〔2024〕3号", None]
    assert rows[1][1].date() == JANUARY
    assert rows[2] == [str(second), None, None, None, None, None, None]
    rules = {str(rule.sqref): rule for rule in table.data_validations.dataValidation}
    assert (rules["A2:A20000"].type, rules["A2:A20000"].formula1) == ("list", "'选项'!$A$1:$B$1")
    assert [cell.value for cell in book["选项"][1]] == [str(first), str(second)]


def test_the_template_sent_back_untouched_changes_nothing(client):
    county = make_county(offices=2)
    enter(county.offices.first(), source="盂编办〔2024〕3号")
    clerk = staff(county, Role.COUNTY_CLERK)
    response = upload(client, clerk, sheet_of(client, clerk))
    assert dict(response.context["reading"].counts) == {"有错误": 0, "新增": 0, "有变化": 0, "无变化": 2}
    assert "没有需要保存的变化" in response.text


def test_the_differences_are_shown_and_nothing_is_written_until_they_are_confirmed(client):
    county = make_county(offices=3)
    first, second, _ = county.offices.all()
    enter(first)
    clerk = staff(county, Role.COUNTY_CLERK)
    book = sheet_of(client, clerk)
    table = book["编制情况登记表"]
    table["B2"], table["C2"] = date(2024, 2, 1), 5
    table["B3"], table["C3"], table["D3"] = "2024-01-01", 2, 0
    shown = upload(client, clerk, book)
    assert '<del class="removed">3</del> <ins class="added">5</ins>' in shown.text
    assert dict(shown.context["reading"].counts) == {"有错误": 0, "新增": 1, "有变化": 1, "无变化": 1}
    assert Establishment.objects.count() == 1
    here = reverse("staffing:establishment_read", args=[StoredFile.objects.get().pk])
    done = client.post(here, {"digest": shown.context["reading"].digest}, follow=True)
    assert "已登记 2 条编制情况。" in done.text
    assert list(Establishment.objects.as_of(FEBRUARY).order_by("office_id").values_list("office", "established_posts", "in_post")) == [
        (first.pk, 5, 2),
        (second.pk, 2, 0),
    ]
    again = client.post(here, {"digest": shown.context["reading"].digest})
    assert "表格内容与现有内容相同，没有需要保存的变化。" in again.text
    assert Establishment.objects.count() == 3


def test_what_changed_since_the_preview_is_shown_again_before_it_is_saved(client):
    office = make_county(offices=1).offices.get()
    clerk = staff(office.county, Role.COUNTY_CLERK)
    enter(office)
    book = sheet_of(client, clerk)
    book["编制情况登记表"]["B2"], book["编制情况登记表"]["C2"] = date(2024, 2, 1), 5
    shown = upload(client, clerk, book)
    enter(office, date(2024, 1, 15), 4)
    here = reverse("staffing:establishment_read", args=[StoredFile.objects.get().pk])
    answer = client.post(here, {"digest": shown.context["reading"].digest})
    assert "请核对下面最新的差异，再确认一次。" in answer.text
    assert '<del class="removed">4</del> <ins class="added">5</ins>' in answer.text
    client.post(here, {"digest": answer.context["reading"].digest})
    assert Establishment.objects.as_of(FEBRUARY).get().established_posts == 5


def test_faults_stop_the_whole_sheet_and_come_back_in_red(client):
    county = make_county(offices=3)
    first, second, third = county.offices.all()
    enter(first)
    clerk = staff(county, Role.COUNTY_CLERK)
    book = sheet_of(client, clerk)
    table = book["编制情况登记表"]
    table["C2"] = 9
    table["C3"], table["D3"] = 2, "两人"
    table["B4"], table["C4"] = date(2024, 4, 1), 1
    table["A5"] = "别的司法所"
    table["A6"], table["C6"] = str(second), 2
    answer = upload(client, clerk, book)
    assert answer.context["reading"].sentences == [
        "第 2 行：这一天已有一条编制情况。要更正它，请在备注中写明理由；情况有了新变化的，请改填变化的日期。",
        "第 3 行：实有应为数字，现在是“两人”。",
        "第 4 行：起算日期不能晚于今天，请在生效当天或之后登记。",
        f"第 5 行：司法所应为{first}、{second}、{third}之一，现在是“别的司法所”。",
        "第 6 行：起算日期没有填写。",
    ]
    stored = StoredFile.objects.get()
    posted = client.post(reverse("staffing:establishment_read", args=[stored.pk]), {"digest": answer.context["reading"].digest})
    assert posted.status_code == 200
    assert Establishment.objects.count() == 1
    content = client.get(reverse("staffing:establishment_errors", args=[stored.pk])).content
    cells = [cell for row in load_workbook(BytesIO(content))["编制情况登记表"].iter_rows() for cell in row if cell.value]
    red = {cell.value for cell in cells if cell.font.color and cell.font.color.rgb == "FFB4232A"}
    assert {"实有应为数字，现在是“两人”。", "起算日期没有填写。"} <= red


def test_what_is_no_table_is_refused_on_the_page(client):
    client.force_login(staff(make_county(), Role.COUNTY_CLERK))
    answer = client.post(reverse("staffing:establishment_upload"), {"file": SimpleUploadedFile("a.xlsx", b"MZ")})
    assert "只能上传 .xlsx 表格。" in answer.text
    assert "请先选择填好的表格。" in client.post(reverse("staffing:establishment_upload"), {}).text


def test_the_export_keeps_its_types_in_both_readers(client):
    county = make_county(offices=1)
    office = county.offices.get()
    enter(office, source="=1+1", posts=0)
    content = page(client, city(), "establishment_export").content
    row = [cell.value for cell in load_workbook(BytesIO(content))["编制情况"][2]]
    clerk = staff(county, Role.COUNTY_CLERK)
    assert [str(county), str(office), 0, 2, 1, "=1+1", None, clerk.name] == row[:5] + row[6:]
    assert row[5].date() == JANUARY
    assert load_workbook(BytesIO(content))["编制情况"]["G2"].data_type == "s"
    read = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("编制情况").to_python()[1]
    assert read == [str(county), str(office), 0, 2, 1, JANUARY, "=1+1", "", clerk.name]


@pytest.mark.parametrize(
    ("name", "args", "allowed"),
    [
        ("establishment", [], {Role.CITY, Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.COUNTY_HR, Role.DISCIPLINE}),
        ("establishment_export", [], {Role.CITY, Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.COUNTY_HR, Role.DISCIPLINE}),
        ("establishment_template", [], {Role.COUNTY_CLERK}),
        ("establishment_upload", [], {Role.COUNTY_CLERK}),
        ("establishment_read", [1], {Role.COUNTY_CLERK}),
        ("establishment_errors", [1], {Role.COUNTY_CLERK}),
    ],
)
def test_each_page_opens_to_who_holds_its_power(client, name, args, allowed):
    county = make_county()
    for role in (Role.CITY, Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.COUNTY_HR, Role.DISCIPLINE, Role.OPERATOR, Role.APPLICANT):
        answer = page(client, make_user(role, county if role.startswith("county") else None), name, *args)
        assert (answer.status_code != 403) is (role in allowed), role


def test_another_county_is_not_found_and_not_counted(client):
    mine, other = make_county(), make_county()
    enter(other.offices.first())
    clerk = staff(mine, Role.COUNTY_CLERK)
    assert page(client, clerk, "establishment_office", other.offices.first().pk).status_code == 404
    assert page(client, clerk, "establishment_office_export", other.offices.first().pk).status_code == 404
    rows = page(client, clerk, "establishment", county=other.pk).context["rows"]
    assert [office.county for office, _, _ in rows] == [mine, mine]


@pytest.mark.parametrize("offices", [1, 3])
def test_the_pages_ask_as_much_for_three_offices_as_for_one(client, offices):
    county = make_county(offices=offices)
    for office in county.offices.all():
        enter(office)
        enter(office, FEBRUARY, 9)
    client.force_login(staff(county, Role.COUNTY_CLERK))
    told = {
        name: queries_of(client, reverse(f"staffing:{name}"))
        for name in ("establishment", "establishment_export", "establishment_template")
    }
    one = queries_of(client, reverse("staffing:establishment_office", args=[county.offices.first().pk]))
    assert queries_of(client, reverse("staffing:establishment_office_export", args=[county.offices.first().pk])) == 3
    client.force_login(city())
    whole = queries_of(client, reverse("staffing:establishment"))
    assert (told, one, whole) == ({"establishment": 4, "establishment_export": 2, "establishment_template": 2}, 4, 5)


def test_the_page_tells_a_change_of_a_later_day_only_from_that_day_on(client):
    office = make_county(offices=1).offices.get()
    enter(office, NOW.date(), 7)
    clerk = staff(office.county, Role.COUNTY_CLERK)
    yesterday = (NOW - timedelta(days=1)).date().isoformat()
    assert page(client, clerk, "establishment", on=yesterday).context["rows"][0][1] is None
