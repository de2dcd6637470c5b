"""批量资格预审 as a page: judged in the request, errors first, the workbook to take away, and nothing left behind."""

from datetime import date
from io import BytesIO

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from bureaus.models import AuditEvent
from documents.models import StoredFile
from documents.uploads import MOST_BYTES
from policy.answers import COLUMNS, EDUCATIONS
from policy.people import Convention
from policy.powers import Role
from policy.screening import Outcome
from staffing.screening.sheets import judge_workbook
from tests.documents.factories import make_upload
from tests.staffing.factories import city, make_county, make_user, staff
from tests.staffing.sheets import make_number, make_person, make_sheet

pytestmark = pytest.mark.django_db

ADDRESS = "/desk/screening/"


@pytest.fixture
def clerk(client):
    client.force_login(staff(make_county("平定县"), Role.COUNTY_CLERK))
    return client


def send(client, content, **said):
    asked = {"track": "public", "as_of": "2024-03-20", "convention": "STRICT", "as": "page"} | said
    return client.post(ADDRESS, asked | {"file": make_upload(content, "人员表.xlsx")})


def listed(answer):
    return [(row.number, row.name, row.outcome.title) for row in answer.context["rows"]]


# ---- what is judged ----


def test_each_row_stands_with_its_verdict_those_to_mend_first(clerk):
    people = [
        make_person("public"),
        make_person("public", 2, 学历=""),
        make_person("public", 3, 学历="高中", 不良信用="是"),
        make_person("public", 4, 学历="看不懂"),
    ]
    answer = send(clerk, make_sheet("public", *people))
    assert listed(answer) == [(5, "演示4", "填写有误"), (4, "演示3", "不符合"), (3, "演示2", "待核"), (2, "演示1", "符合")]
    page = answer.text
    assert "面向社会公开招聘，基准日 " in page
    ref = '<span class="nowrap">（{}）</span>'
    assert f"大专及以上学历{ref.format('四(二)1(5)')}</div><div>无较为严重的不良信用{ref.format('四(二)2(3)')}</div>" in page
    assert "学历：看不懂学历“看不懂”，请填写“大专”“本科”“硕士”等名称，或 GB/T 4658 的两位代码。" in page
    assert "需面核：四(二)1(2)、四(二)1(6)、四(二)1(7)。" in page
    assert "有较为严重的个人不良信用记录的<cite>" in page
    assert [(number["word"], number["value"]) for number in answer.context["numbers"]] == [
        ("填写有误", 1),
        ("不符合", 1),
        ("待核", 1),
        ("符合", 1),
    ]


def test_the_internal_track_has_no_convention_and_nothing_to_hand(clerk):
    page = send(clerk, make_sheet("internal", make_person("internal", 中共党员="是")), track="internal").text
    assert "现有专职辅助人员择优选聘，基准日 " in page
    assert '党员组织关系能够转移<span class="nowrap">（四(一)5）</span>' in page
    assert "需面核" not in page


def test_no_number_is_shown(clerk):
    page = send(clerk, make_sheet("public", make_person("public"), make_person("public", 2, 公民身份号码="140322199607120013"))).text
    assert "身份证号校验不通过" in page
    assert make_number(sequence=1) not in page
    assert "140322199607120013" not in page


def test_a_long_sheet_shows_its_first_two_hundred_and_says_where_the_rest_is(clerk):
    people = [make_person("public", place, 学历="高中" if place == 250 else "大专") for place in range(1, 251)]
    answer = send(clerk, make_sheet("public", *people))
    assert len(answer.context["rows"]) == 200
    assert listed(answer)[0] == (251, "演示250", "不符合")
    assert "只列出前 200 行，其余 50 行见结果表。" in answer.text


def test_a_sheet_without_people_says_what_to_do(clerk):
    assert "表头下面没有填写内容，请填好后再审。" in send(clerk, make_sheet("public")).text


# ---- the workbook ----


def test_the_result_is_handed_out_as_the_command_writes_it(clerk):
    answer = send(clerk, make_sheet("public", make_person("public"), make_person("public", 2, 学历="高中")), **{"as": "workbook"})
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "no-store" in answer["Cache-Control"]
    book = load_workbook(BytesIO(answer.content))
    assert [[cell.value for cell in line][-2:] for line in book.worksheets[0].iter_rows()] == [
        ["结论", "依据"],
        ["符合", None],
        ["不符合", "四(二)1(5)"],
    ]
    assert ("县（区）", "平定县") in list(book["说明"].iter_rows(values_only=True))


@pytest.mark.parametrize("track", sorted(COLUMNS))
def test_the_template_of_a_track_is_read_when_it_is_filled_in(clerk, track):
    answer = clerk.get(reverse("screening_template", args=[track]))
    book = load_workbook(BytesIO(answer.content))
    page = book.worksheets[0]
    assert [cell.value for cell in page[1]] == [column.title for column in COLUMNS[track]]
    rules = {str(rule.sqref).partition("2:")[0]: rule for rule in page.data_validations.dataValidation}
    letters = {column.title: page.cell(1, place).column_letter for place, column in enumerate(COLUMNS[track], 1)}
    assert [cell.value for cell in book["选项"][list(letters).index("学历") + 1]][: len(EDUCATIONS)] == list(EDUCATIONS)
    assert rules[letters["不良信用"]].type == "list"
    assert "留空" in rules[letters["不良信用"]].prompt
    assert page[f"{letters['公民身份号码']}2"].number_format == "@"
    person = make_person(track)
    for title, letter in letters.items():
        page[f"{letter}2"] = person[title]
    out = BytesIO()
    book.save(out)
    judged = judge_workbook(out.getvalue(), track=track, as_of=date(2024, 3, 20), convention=Convention.STRICT)
    assert [(row.number, row.outcome) for row in judged.screening.rows] == [(2, Outcome.ELIGIBLE)]


def test_another_track_has_no_template(clerk):
    assert clerk.get(reverse("screening_template", args=["other"])).status_code == 404


# ---- what cannot be judged ----


@pytest.mark.parametrize("how", ["page", "workbook"])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "只能上传 .xlsx 表格。旧格式（.xls、.csv）请另存为 .xlsx 后再上传。"),
        (
            make_sheet("public", titles=["姓名", "公民身份号码", "国籍"]),
            "缺少列：户籍所在地。面向社会公开招聘的表要有：姓名、公民身份号码、国籍、户籍所在地、",
        ),
        (make_sheet("public", titles=["学历"]), "缺少列：公民身份号码。"),
        (
            make_sheet("public", titles=["学历", *(column.title for column in COLUMNS["public"])]),
            "“学历”这一列出现了两次，请只保留一列后再审。",
        ),
    ],
)
def test_a_file_that_cannot_be_judged_is_told_and_what_was_chosen_stays(clerk, content, sentence, how):
    answer = send(clerk, content, convention="MONTH", as_of="2024-05-01", **{"as": how})
    assert answer.status_code == 200
    assert sentence in answer.text
    assert 'value="2024-05-01"' in answer.text
    assert '<option value="MONTH" selected>' in answer.text
    assert not AuditEvent.objects.filter(verb="screen_sheet").exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"as_of": ""}, "请填写基准日。"),
        ({"as_of": "昨天"}, "基准日应为日期，如 2024-03-20。"),
        ({"as_of": "0024-03-20"}, "基准日不早于 1950 年，请核对年份。"),
        ({"track": ""}, "请选择招聘方式。"),
        ({"track": "other"}, "请选择招聘方式。"),
        ({"convention": "LOOSE"}, "请选择年龄的算法。"),
    ],
)
def test_each_field_says_how_to_mend_it(clerk, said, sentence):
    assert sentence in send(clerk, make_sheet("public"), **said).text


def test_without_a_file_it_asks_for_one(clerk):
    assert "请先选择人员表。" in clerk.post(ADDRESS, {"track": "public", "as_of": "2024-03-20", "convention": "STRICT"}).text


# ---- what is left behind, and who may ----


def test_nothing_of_the_sheet_is_kept_but_that_it_was_judged(clerk, caplog, tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        send(clerk, make_sheet("public", make_person("public", 姓名="演示不留痕")))
    assert not StoredFile.objects.exists()
    assert list(tmp_path.rglob("*")) == []
    event = AuditEvent.objects.get(verb="screen_sheet")
    assert event.details == {"track": "public", "as_of": "2024-03-20", "convention": "strict", "rows": 1}
    for personal in ("演示不留痕", make_number(sequence=1)):
        assert personal not in caplog.text


def test_an_upload_that_a_page_takes_never_lies_on_the_disk():
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE > MOST_BYTES


@pytest.mark.parametrize("role", [Role.COUNTY_CLERK, Role.COUNTY_HR])
def test_the_county_reaches_it_from_its_desk(client, role):
    client.force_login(staff(make_county(), role))
    for address in ("/desk/", "/desk/applications/"):
        assert f'href="{ADDRESS}"' in client.get(address).text
    assert client.get(ADDRESS).status_code == 200


@pytest.mark.parametrize("role", [Role.COUNTY_HEAD, Role.CITY, Role.DISCIPLINE, Role.APPLICANT, Role.OPERATOR])
def test_nobody_else_does(client, role):
    county = make_county() if role is Role.COUNTY_HEAD else None
    client.force_login(city() if role is Role.CITY else make_user(role, county))
    assert client.get(ADDRESS).status_code == 403
    assert send(client, make_sheet("public")).status_code == 403
    assert client.get(reverse("screening_template", args=["public"])).status_code == 403


def test_it_asks_the_database_nothing_about_the_people(clerk):
    def queries(rows):
        content = make_sheet("public", *(make_person("public", place) for place in range(1, rows + 1)))
        with CaptureQueriesContext(connection) as asked:
            send(clerk, content)
        return len(asked)

    queries(1)
    assert queries(1) == queries(3)
