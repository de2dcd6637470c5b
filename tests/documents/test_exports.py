"""What leaves as a table: the whole of it or the columns somebody chose, asked for when it is written and not before."""

import hashlib
import zipfile
from datetime import datetime
from io import BytesIO

import pytest
from django import forms
from django.utils.datastructures import MultiValueDict
from openpyxl import load_workbook

from bureaus import clock
from bureaus.models import User
from documents.exports import content_of, filter_words
from documents.forms import ColumnsForm
from documents.spreadsheets import Column, Kind, Sheet, Table

SHEET = Sheet("名单", (Column("姓名", "name", note="写全名"), Column("电话", "phone", Kind.DIGITS), Column("年龄", "age", Kind.INTEGER)))
ROWS = [{"name": "演示甲", "phone": "13900000001", "age": 30}, {"name": "演示乙", "phone": "13900000002", "age": None}]
NOW = datetime(2024, 6, 3, 1, 30, tzinfo=clock.BEIJING)
CLERK = User(name="=演示经办")
EMPTY = "一列也没有勾选，还没有导出。请至少勾选一列。"
UNKNOWN = "勾选的列里有这张表没有的，还没有导出。请重新勾选。"


def written(table, **kwargs):
    return content_of(table, by=CLERK, now=NOW, **kwargs)


def lines(content):
    return [list(row) for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True)]


def notes(content):
    return dict(load_workbook(BytesIO(content))["说明"].iter_rows(values_only=True))


def raw(content):
    """Every byte of the file, unpacked."""
    with zipfile.ZipFile(BytesIO(content)) as file:
        return b"".join(file.read(name) for name in file.namelist()).decode()


def digest_of(*rows):
    return hashlib.sha256("".join("\x1f".join(row) + "\x1e" for row in rows).encode()).hexdigest()


@pytest.mark.parametrize("long", [False, True])
def test_a_whole_table_bears_title_note_person_time_and_digest(long):
    content = written(Table(SHEET, ROWS, about={"筛选": "县（区）：盂县"}, long=long))
    assert lines(content) == [["姓名", "电话", "年龄"], ["演示甲", "13900000001", 30], ["演示乙", "13900000002", None]]
    told = notes(content)
    told.pop("姓名", None)
    assert told == {
        "表名": "名单",
        "筛选": "县（区）：盂县",
        "导出人": "=演示经办",
        "导出时间": "2024-06-03 01:30",
        "行数": "2",
        "数据校验值（SHA-256）": digest_of(("演示甲", "13900000001", "30"), ("演示乙", "13900000002", "")),
    }


@pytest.mark.parametrize("long", [False, True])
def test_chosen_columns_come_in_the_sheets_order_and_the_rest_is_in_no_byte_of_the_file(long):
    table = Table(SHEET, ROWS, long=long)
    content = written(table.only(["age", "name", "age"]))
    assert lines(content) == [["姓名", "年龄"], ["演示甲", 30], ["演示乙", None]]
    assert notes(content)["没有导出的列"] == "电话"
    assert notes(content)["数据校验值（SHA-256）"] == digest_of(("演示甲", "30"), ("演示乙", ""))
    assert "1390000000" not in raw(content)
    assert "1390000000" in raw(written(table))  # the control


def test_a_column_that_is_left_out_takes_its_note_and_its_choices_along():
    sheet = Sheet("名单", (Column("姓名", "name"), Column("去向", "where", Kind.CHOICE, choices=("城区", "郊区"), note="选一个")))
    content = written(Table(sheet, [{"name": "演示甲", "where": "郊区"}]).only(["name"]))
    assert [word for word in ("郊区", "城区", "选一个") if word in raw(content)] == []


def test_nobody_asks_the_source_before_the_table_is_written():
    asked = []

    def source():
        asked.append("source")
        return ROWS

    table = Table(SHEET, source, count=lambda: 2).only(["name"])
    assert (table.size, asked) == (2, [])
    written(table)
    assert asked == ["source"]


@pytest.mark.parametrize(("source", "size"), [(ROWS, 2), ([], 0), (iter(ROWS), None), (lambda: ROWS, None)])
def test_the_size_is_told_only_where_it_is_cheap(source, size):
    assert Table(SHEET, source).size == size


def test_whoever_records_the_export_learns_how_many_lines_went_out():
    told = []
    written(Table(SHEET, iter(ROWS), long=True), taken=told.append)
    assert told == [2]


@pytest.mark.parametrize(
    ("data", "keys", "fault"),
    [
        ({}, ["name", "phone", "age"], []),
        ({"column": ["age"]}, ["age"], []),
        ({"columns": "chosen", "column": ["age", "phone"]}, ["age", "phone"], []),
        ({"columns": "chosen"}, None, [EMPTY]),
        ({"columns": "x"}, None, [EMPTY]),
        ({"column": ["name", "id_number"]}, None, [UNKNOWN]),
        ({"column": ["name", "\x00"]}, None, [UNKNOWN]),
    ],
)
def test_a_choice_is_taken_or_refused_with_one_sentence(data, keys, fault):
    form = ColumnsForm(MultiValueDict({key: value if isinstance(value, list) else [value] for key, value in data.items()}), sheet=SHEET)
    form.is_valid()
    assert (form.cleaned_data.get("column"), form.errors.get("column", [])) == (keys, fault)


def test_a_filter_is_told_in_the_words_of_its_page():
    class Filter(forms.Form):
        name = forms.CharField(label="姓名")
        state = forms.ChoiceField(label="状态", choices=[("", "全部"), ("done", "已办结")])
        year = forms.IntegerField(label="年度")

    assert filter_words(Filter(), {"name": "", "state": "done", "year": 2024}) == "状态：已办结；年度：2024"
    assert filter_words(Filter(), {"state": ""}) == "无"
