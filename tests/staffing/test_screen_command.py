"""`manage.py screen` as a county runs it: a process of its own, without database, services, keys or settings."""

import json
import os
import resource
import subprocess
import sys
from datetime import datetime
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from ops import place
from policy.answers import COLUMNS
from tests.staffing.sheets import make_number, make_person, make_sheet

ASKED = ("--county", "140321", "--as-of", "2024-03-20")
BY_HAND = ["四(二)1(2)", "四(二)1(6)", "四(二)1(7)"]
NOWHERE = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing", "REDIS_URL": "redis://127.0.0.1:1/0"}


@pytest.fixture
def run(tmp_path):
    """Run the command where there is nothing at all; the data folder must stay unmade."""
    data = tmp_path / "data"
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"} | NOWHERE | {"DATA": str(data)}

    def run_it(*argv):
        return subprocess.run(
            [sys.executable, place.ROOT / "manage.py", "screen", *argv], capture_output=True, text=True, env=env, cwd=tmp_path, timeout=60
        )

    yield run_it
    assert not data.exists()


@pytest.fixture
def sheet(tmp_path):
    """Write a sheet and return its name."""

    def write(content, name="人员.xlsx"):
        (tmp_path / name).write_bytes(content)
        return name

    return write


def answer(done):
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_the_public_sheet_as_json(run, sheet):
    people = [
        make_person("public"),
        make_person("public", 2, 户籍所在地="山西省", 居住地=""),
        make_person("public", 3, 学历="高中", 不良信用="是", 国籍=""),
        make_person("public", 4, 学历="看不懂", 开除或解聘="是", 国籍=""),
    ]
    said = answer(run(sheet(make_sheet("public", *people, above=(["人员表"], []))), "--track", "public", *ASKED, "--json"))
    assert list(said) == ["rows", "seconds"]
    assert isinstance(said["seconds"], float)
    assert said["rows"] == [
        {"row": 4, "name": "演示1", "verdict": "eligible", "failed": [], "open": [], "by_hand": BY_HAND, "errors": []},
        {"row": 5, "name": "演示2", "verdict": "open", "failed": [], "open": ["四(二)1(4)"], "by_hand": BY_HAND, "errors": []},
        {
            "row": 6,
            "name": "演示3",
            "verdict": "ineligible",
            "failed": ["四(二)1(5)", "四(二)2(3)"],
            "open": ["四(二)1(1)"],
            "by_hand": BY_HAND,
            "errors": [],
        },
        {
            "row": 7,
            "name": "演示4",
            "verdict": "error",
            "failed": ["四(二)2(4)"],
            "open": ["四(二)1(1)", "四(二)1(5)"],
            "by_hand": BY_HAND,
            "errors": [
                {"column": "学历", "message": "看不懂学历“看不懂”，请填写“大专”“本科”“硕士”等名称，或 GB/T 4658 的两位代码。"},
            ],
        },
    ]


def test_the_internal_sheet_as_json_leaves_nothing_to_hand_and_knows_no_convention(run, sheet):
    people = [make_person("internal"), make_person("internal", 2, 公民身份号码=make_number("19790320", 2), 中共党员="是")]
    name = sheet(make_sheet("internal", *people))
    strict, month = (
        answer(run(name, "--track", "internal", *ASKED, "--convention", word, "--json"))["rows"] for word in ("STRICT", "MONTH")
    )
    assert strict == month
    assert [(row["verdict"], row["failed"], row["open"], row["by_hand"]) for row in strict] == [
        ("eligible", [], [], []),
        ("ineligible", ["四(一)1"], ["四(一)5"], []),
    ]


@pytest.mark.parametrize(("convention", "verdict"), [((), "ineligible"), (("--convention", "SAME_DAY"), "eligible")])
def test_the_convention_is_strict_unless_another_is_named(run, sheet, convention, verdict):
    name = sheet(make_sheet("public", make_person("public", 公民身份号码=make_number("19880320"))))
    assert [row["verdict"] for row in answer(run(name, "--track", "public", *ASKED, *convention, "--json"))["rows"]] == [verdict]


def test_without_json_each_row_is_a_line_and_the_last_line_adds_up(run, sheet):
    done = run(sheet(make_sheet("public", make_person("public"), make_person("public", 2, 学历="高中"))), "--track", "public", *ASKED)
    assert done.stdout.splitlines() == [
        "第 2 行\t演示1\t符合",
        "第 3 行\t演示2\t不符合\t四(二)1(5)",
        "共 2 行：符合 1，待核 0，不符合 1，填写有误 0。需面核：四(二)1(2)、四(二)1(6)、四(二)1(7)。",
    ]


# ---- the result ----


def test_the_result_is_the_sheet_with_two_columns_behind_it_and_every_type_intact(run, sheet, tmp_path):
    titles = ["序号", *(column.title for column in COLUMNS["public"]), "备注"]
    day = datetime(2024, 3, 1)  # noqa: DTZ001 - a cell's day has no zone
    people = [
        make_person("public", 序号="001", 备注="=1+1"),
        make_person("public", 2, 序号="002", 备注=day, 学历=31, 居住地=""),
        make_person("public", 3, 序号="003", 备注=7, 公民身份号码=140322199607120037),
        make_person("public", 4, 序号="004", 备注=1.5, 户籍所在地="朝阳区", 开除或解聘="是"),
    ]
    content = make_sheet("public", *people, titles=titles, above=(["人员表"],))
    done = run(sheet(content), "--track", "public", *ASKED, "--out", "结果.xlsx")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("共 4 行：符合 2，待核 0，不符合 1，填写有误 1。需面核：四(二)1(2)、四(二)1(6)、四(二)1(7)。\n")
    assert (tmp_path / "结果.xlsx").stat().st_mode & 0o777 == 0o600
    out = (tmp_path / "结果.xlsx").read_bytes()

    book = load_workbook(BytesIO(out))
    page = book.worksheets[0]
    assert [[cell.value for cell in line[-3:]] for line in page.iter_rows()] == [
        [None, None, None],
        ["备注", "结论", "依据"],
        ["=1+1", "符合", None],
        [day, "符合", None],
        [7, "填写有误", None],
        [1.5, "不符合", "四(二)1(4);四(二)2(4)"],
    ]
    first, second, third, fourth = page.iter_rows(min_row=3)
    assert "".join(line[-3].data_type for line in (first, second, third, fourth)) == "sdnn"
    assert [(line[0].value, line[0].data_type) for line in (first, second)] == [("001", "s"), ("002", "s")]
    assert [(line[2].value, line[2].data_type, line[2].number_format) for line in (first, fourth)] == [
        (make_number(sequence=1), "s", "@"),
        (make_number(sequence=4), "s", "@"),
    ]
    assert (second[6].value, second[6].data_type) == (31, "n")
    assert third[2].fill.fgColor.rgb == "FFFCECEC"
    assert [[cell.value for cell in line] for line in book["填写问题"].iter_rows()] == [
        ["行", "姓名", "列", "问题"],
        [5, "演示3", "公民身份号码", "身份证号被表格软件改成了数字，末几位已丢失。请把该列设为“文本”，重新填写后导入。"],
    ]
    assert ("需面核", "四(二)1(2)、四(二)1(6)、四(二)1(7)，表上看不出来，由人当面核实") in list(book["说明"].iter_rows(values_only=True))

    with CalamineWorkbook.from_filelike(BytesIO(out)) as calamine:
        lines = calamine.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert lines[2] == ["001", "演示1", make_number(sequence=1), "中国", "平定县", "北京市", "大专", *["否"] * 6, "=1+1", "符合", ""]
    assert lines[3][0] == "002"
    assert lines[3][-3:] == [day.date(), "符合", ""]


def test_a_formula_without_a_result_and_a_cell_in_error_are_told_wherever_they_stand(run, sheet, tmp_path):
    book = load_workbook(BytesIO(make_sheet("public", make_person("public"))))
    page = book.active
    page["L2"] = "=1+1"  # openpyxl keeps no result, and no reader would see that anything stands there
    page["A4"], page["Z4"] = "=A2", "=A2"
    page["F2"], page["F2"].data_type = "#N/A", "e"
    page["A2"] = "=1+1"
    book.save(tmp_path / "公式.xlsx")
    rows = answer(run("公式.xlsx", "--track", "public", *ASKED, "--json"))["rows"]
    assert [fault["column"] for fault in rows[0]["errors"]] == ["姓名", "学历", "其他不适合"]
    assert rows[0]["errors"][2]["message"] == "应填“是”或“否”，还不知道的留空，现在是“没有结果的公式”。"
    assert [(row["row"], row["verdict"]) for row in rows] == [(2, "error"), (4, "error")]
    assert run("公式.xlsx", "--track", "public", *ASKED, "--out", "结果.xlsx").returncode == 0
    assert [cell.value for cell in load_workbook(tmp_path / "结果.xlsx").worksheets[0][2]][-2:] == ["填写有误", None]


def test_a_result_that_was_mended_is_judged_again_and_keeps_one_pair_of_columns(run, sheet, tmp_path):
    run(sheet(make_sheet("public", make_person("public", 学历="高中"))), "--track", "public", *ASKED, "--out", "一.xlsx")
    book = load_workbook(tmp_path / "一.xlsx")
    (education,) = (cell for cell in book.worksheets[0][2] if cell.value == "高中")
    education.value = "大专"
    book.save(tmp_path / "二.xlsx")
    run("二.xlsx", "--track", "public", *ASKED, "--out", "三.xlsx")
    page = load_workbook(tmp_path / "三.xlsx").worksheets[0]
    assert [cell.value for cell in page[1]] == [*(column.title for column in COLUMNS["public"]), "结论", "依据"]
    assert [cell.value for cell in page[2]][-2:] == ["符合", None]


# ---- what cannot be judged ----


@pytest.mark.parametrize("how", [(), ("--json",), ("--out", "结果.xlsx")])
@pytest.mark.parametrize("column", ["学历", "其他不适合", "公民身份号码"])
def test_a_missing_column_ends_with_two_and_says_so_in_json(run, sheet, tmp_path, how, column):
    titles = [each.title for each in COLUMNS["public"] if each.title != column]
    done = run(sheet(make_sheet("public", make_person("public"), titles=titles)), "--track", "public", *ASKED, *how)
    assert (done.returncode, done.stdout) == (2, f'{{"error": "缺少列：{column}", "column": "{column}"}}\n')
    assert done.stderr.startswith(f"缺少列：{column}。表头在第一张工作表的前 10 行里找，")
    assert not (tmp_path / "结果.xlsx").exists()


GOOD_SHEET = make_sheet("public", make_person("public"))
TRACKS_SAID = "--track 应为 public（面向社会公开招聘）、internal（现有专职辅助人员择优选聘） 之一，现在是“{}”。"
COUNTIES_SAID = "--county 应为阳泉各县（区）的代码（140302 城区、140303 矿区、140311 郊区、140321 平定县、140322 盂县），现在是“{}”。"
DAY_SAID = "--as-of 应为基准日，写作 2024-03-20 的样子，不早于 1950 年，现在是“{}”。"
HOW = "命令看不懂。写法：manage.py screen 表.xlsx --track public --county 140321 --as-of 2024-03-20；更多见 --help。"
OTHER = "这不是 .xlsx 表格。旧格式（.xls、.csv）请另存为 .xlsx，设有密码的请去掉密码后再用。"


@pytest.mark.parametrize(
    ("content", "argv", "sentence"),
    [
        (b"not a table", ("--track", "public", *ASKED), OTHER),
        (b"", ("--track", "public", *ASKED), OTHER),
        (None, ("--track", "public", *ASKED), "文件“人员.xlsx”读不出来，请核对路径和权限。"),
        (GOOD_SHEET, ("--track", "private", *ASKED), TRACKS_SAID.format("private")),
        (GOOD_SHEET, ASKED, TRACKS_SAID.format("")),
        (GOOD_SHEET, ("--track", "public", "--county", "110101", "--as-of", "2024-03-20"), COUNTIES_SAID.format("110101")),
        (GOOD_SHEET, ("--track", "public", "--as-of", "2024-03-20"), COUNTIES_SAID.format("")),
        (GOOD_SHEET, ("--track", "public", "--county", "140321", "--as-of", "2024-02-30"), DAY_SAID.format("2024-02-30")),
        (GOOD_SHEET, ("--track", "public", "--county", "140321", "--as-of", "20240320"), DAY_SAID.format("20240320")),
        (GOOD_SHEET, ("--track", "public", "--county", "140321", "--as-of", "0001-01-01"), DAY_SAID.format("0001-01-01")),
        (GOOD_SHEET, ("--track", "public", "--county", "140321"), DAY_SAID.format("")),
        (
            GOOD_SHEET,
            ("--track", "public", *ASKED, "--convention", "LOOSE"),
            "--convention 应为 STRICT（按周岁：基准日当天满36周岁的不收）、SAME_DAY（同日：基准日当天满36周岁的仍收）、"
            "MONTH（按月：年龄算到出生当月） 之一，现在是“LOOSE”。",
        ),
        (
            GOOD_SHEET,
            ("--track", "public", *ASKED, "--out", "没有的文件夹/结果.xlsx"),
            "结果写不到“没有的文件夹/结果.xlsx”，请核对文件夹和权限。原表没有改动。",
        ),
        (GOOD_SHEET, ("--track", "public", *ASKED, "--out", "人员.xlsx"), "结果不能写在原表上，请给 --out 另起一个文件名。原表没有改动。"),
        (GOOD_SHEET, ("--trak", "public"), HOW),
        (
            make_sheet("public", titles=["学历", *(column.title for column in COLUMNS["public"])]),
            ("--track", "public", *ASKED),
            "“学历”这一列出现了两次，请只保留一列后再审。",
        ),
    ],
)
def test_anything_else_ends_with_two_and_one_sentence(run, sheet, tmp_path, content, argv, sentence):
    name = "人员.xlsx" if content is None else sheet(content)
    done = run(name, *argv)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{sentence}\n")
    done = run(name, *argv, "--json")
    assert (done.returncode, json.loads(done.stdout), done.stderr) == (2, {"error": sentence}, f"{sentence}\n")
    assert content is None or (tmp_path / name).read_bytes() == content


def test_a_sheet_without_people_is_no_fault(run, sheet):
    assert answer(run(sheet(make_sheet("internal")), "--track", "internal", *ASKED, "--json"))["rows"] == []


def test_it_speaks_chinese_whatever_the_locale(run, sheet, monkeypatch):
    monkeypatch.setenv("LC_ALL", "POSIX")
    monkeypatch.setenv("PYTHONUTF8", "0")
    monkeypatch.setenv("PYTHONCOERCECLOCALE", "0")
    assert answer(run(sheet(GOOD_SHEET), "--track", "public", *ASKED, "--json"))["rows"][0]["name"] == "演示1"


def test_no_number_is_printed(run, sheet):
    wrong = make_number()[:-1] + ("0" if make_number()[-1] != "0" else "1")
    done = run(
        sheet(make_sheet("public", make_person("public", 公民身份号码=wrong), make_person("public", 2))), "--track", "public", *ASKED
    )
    assert "校验不通过" in done.stdout
    assert wrong not in done.stdout + done.stderr
    assert make_number(sequence=2) not in done.stdout + done.stderr


# ---- how fast, and by which doors ----


@pytest.mark.parametrize(("track", "how"), [("public", "--json"), ("internal", "--json"), ("public", "--out=结果.xlsx")])
def test_ten_thousand_rows_take_five_seconds_at_most_with_everything(run, sheet, track, how):
    people = (make_person(track, place % 900 + 1, 公民身份号码=_number(place)) for place in range(10_000))
    name = sheet(make_sheet(track, *people))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = run(name, "--track", track, *ASKED, how)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0
    assert how != "--json" or len(json.loads(done.stdout)["rows"]) == 10_000
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime <= 5  # it waits for nothing, so this is what the clock shows


def _number(place):
    return make_number(f"{1989 + place // 1000}{place % 12 + 1:02d}{place % 28 + 1:02d}", place % 1000)


def test_django_lists_it_and_calls_the_same_code(sheet, tmp_path, capsys):
    out, err = StringIO(), StringIO()
    asked = {"track": "public", "county": "140321", "as_of": "2024-03-20", "json": True}
    call_command("screen", str(tmp_path / sheet(GOOD_SHEET)), **asked, stdout=out, stderr=err)
    assert [row["verdict"] for row in json.loads(out.getvalue())["rows"]] == ["eligible"]
    with pytest.raises(SystemExit) as left:
        call_command("screen", "没有.xlsx", **asked, stdout=out, stderr=err)
    assert left.value.code == 2
    assert err.getvalue() == "文件“没有.xlsx”读不出来，请核对路径和权限。\n"
