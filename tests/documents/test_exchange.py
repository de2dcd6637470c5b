"""The round trip of a table: what it would change is shown cell by cell, and nothing is written before that is confirmed."""

from datetime import date
from io import BytesIO

import pytest
from django.http import Http404
from openpyxl import load_workbook

from documents.exchange import DifferencesForm, SheetForm, compare, own_sheet, take_sheet
from documents.spreadsheets import Column, Kind, Sheet, write
from documents.uploads import UnfitFile
from policy.powers import Role
from tests.documents.factories import NOW, make_upload, make_xlsx
from tests.staffing.factories import make_user

pytestmark = pytest.mark.django_db

TOOLS = Sheet(
    "工具",
    (
        Column("名称", "name", required=True, unique=True),
        Column("数量", "number", Kind.INTEGER, least=0),
        Column("日期", "day", Kind.DATE),
        Column("备注", "note"),
    ),
)
STANDS = {"锤": {"number": 3, "day": date(2024, 1, 1)}, "钳": {"number": None, "day": None}}


@pytest.fixture
def reader():
    return make_user(Role.CITY)


def sent(reader, *lines, content=None):
    form = SheetForm({}, {"file": make_upload(content or make_xlsx(["名称", "数量", "日期", "备注"], *lines), "工具.xlsx")})
    assert form.is_valid()
    return take_sheet(form, by=reader, now=NOW)


def reading_of(reader, *lines, stands=STANDS, judge=lambda row: ()):
    return compare(TOOLS, sent(reader, *lines), current=lambda row: stands.get(row["name"]), judge=judge)


def told(reading):
    """Each line's number, what it would do, and its cells that differ as (before, after)."""
    differ = {line.number: [(cell.before, cell.text) for cell in line.cells if cell.before is not None] for line in reading.lines}
    return [(line.number, line.state, differ[line.number]) for line in reading.lines]


def test_each_line_tells_what_it_would_change(reader):
    reading = reading_of(reader, ("锤", 4, "2024-01-01", "新"), ("钳", None, None), ("锯", 1), ("锤子", 2, "2024-02-01"))
    assert told(reading) == [(2, "有变化", [("3", "4")]), (3, "无变化", []), (4, "新增", []), (5, "新增", [])]
    assert [row["name"] for row in reading.rows] == ["锤", "锯", "锤子"]
    assert dict(reading.counts) == {"有错误": 0, "新增": 2, "有变化": 1, "无变化": 1}


def test_nought_is_not_unknown(reader):
    assert told(reading_of(reader, ("钳", 0), ("锤", None, "2024-01-01"))) == [(2, "有变化", [("", "0")]), (3, "有变化", [("3", "")])]


def test_what_goes_out_comes_back_unchanged(reader):
    content = write(TOOLS, [{"name": name, **stands} for name, stands in STANDS.items()])
    reading = compare(TOOLS, sent(reader, content=content), current=lambda row: STANDS[row["name"]])
    assert (told(reading), reading.rows) == ([(2, "无变化", []), (3, "无变化", [])], [])


def test_faults_of_cells_and_of_the_judge_stand_together_and_in_the_error_workbook(reader):
    reading = reading_of(reader, ("锤", "四"), ("锯", 1), judge=lambda row: [("名称", "没有这种工具。")] if row["name"] == "锯" else [])
    assert reading.sentences == ["第 2 行：数量应为数字，现在是“四”。", "第 3 行：没有这种工具。"]
    assert (told(reading), reading.rows) == ([(2, "有错误", []), (3, "有错误", [])], [])
    cells = [cell for row in load_workbook(BytesIO(reading.error_workbook))["工具"].iter_rows() for cell in row if cell.value]
    red = {cell.coordinate: cell.value for cell in cells if cell.font.color and cell.font.color.rgb == "FFB4232A"}
    assert red == {"B1": "名称的问题", "D1": "数量的问题", "B3": "没有这种工具。", "D2": "数量应为数字，现在是“四”。"}


@pytest.mark.parametrize(
    ("lines", "stands", "sentence"),
    [
        ([("锤", 4)], {"锤": {"number": 9}}, "您核对之后，现有内容又有更新，还没有保存。请核对下面最新的差异，再确认一次。"),
        ([("锤", "四")], STANDS, "表格里还有错误，没有保存。请按标出的错误改好后重新上传。"),
        ([("钳", None)], STANDS, "表格内容与现有内容相同，没有需要保存的变化。"),
    ],
)
def test_only_what_was_shown_is_confirmed(reader, lines, stands, sentence):
    shown = reading_of(reader, *lines)
    form = DifferencesForm({"digest": shown.digest}, reading=reading_of(reader, *lines, stands=stands))
    assert form.non_field_errors() == [sentence]
    assert form["digest"].value() == form.reading.digest
    again = reading_of(reader, ("锤", 4))
    assert DifferencesForm({"digest": again.digest}, reading=reading_of(reader, ("锤", 4))).is_valid()


def test_what_is_no_table_is_told_on_the_form_and_a_table_of_something_else_on_the_way(reader):
    form = SheetForm({}, {"file": make_upload(b"MZ", "工具.xlsx")})
    assert form.is_valid()
    assert take_sheet(form, by=reader, now=NOW) is None
    assert form.errors["file"] == ["只能上传 .xlsx 表格。旧格式（.xls、.csv）请另存为 .xlsx 后再上传。"]
    with pytest.raises(UnfitFile):
        compare(TOOLS, sent(reader, content=make_xlsx(["甲"], ["乙"])), current=lambda row: None)


def test_nobody_reads_anothers_file(reader):
    stored = sent(reader, ("锤", 4))
    assert own_sheet(reader, stored.pk) == stored
    with pytest.raises(Http404):
        own_sheet(make_user(Role.CITY), stored.pk)
