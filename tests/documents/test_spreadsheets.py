"""Spreadsheets: text stays text, numbers stay exact, and every cell that does not fit is told with its line."""

import time
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.styles.numbers import FORMAT_TEXT

from documents.spreadsheets import CellError, Column, Kind, Sheet, error_workbook, read, template, write
from documents.uploads import UnfitFile
from tests.documents.factories import make_upload, make_xlsx
from tests.staffing.refusals import refused

ID = "14030219920229001X"
SCORES = Sheet(
    "笔试成绩",
    (
        Column("准考证号", "ticket", Kind.DIGITS, required=True, unique=True),
        Column("姓名", "name", required=True, width=10),
        Column("身份证号", "id_number", Kind.DIGITS, width=22),
        Column("成绩", "score", Kind.MARK, least=0, most=100, note="0 到 100 之间，最多两位小数"),
        Column("情况", "mark", Kind.CHOICE, choices=("正常", "缺考", "违纪")),
        Column("场次", "session", Kind.INTEGER, least=1),
        Column("日期", "day", Kind.DATE),
    ),
)
TITLES = [column.title for column in SCORES.columns]
DAY = date(2024, 5, 25)
ROW = {"ticket": "02403210011", "name": "李昇", "id_number": ID, "score": Decimal("76.12"), "mark": "正常", "session": 1, "day": DAY}
LOST = "被表格软件改成了数字，{}已丢失。请把该列设为“文本”，重新填写后导入。"


def opened(content: bytes):
    return load_workbook(BytesIO(content))


def read_lines(*lines, header=TITLES):
    return read(SCORES, make_upload(make_xlsx(header, *lines), "成绩.xlsx"))


def faults_of(*line) -> list[str]:
    return [error.sentence for error in read_lines(line).errors]


def test_what_is_written_is_read_back_exactly():
    result = read(SCORES, make_upload(write(SCORES, [ROW, {**ROW, "ticket": "02403210012", "score": Decimal("0.10"), "id_number": None}])))
    assert result.errors == []
    assert result.rows == [{"row": 2, **ROW}, {"row": 3, **ROW, "ticket": "02403210012", "score": Decimal("0.10"), "id_number": None}]


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x","y")', "+8613800000000", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "#N/A", "=1+1"])
def test_no_name_becomes_a_formula(name):
    cell = opened(write(SCORES, [{**ROW, "name": name}]))["笔试成绩"]["B2"]
    assert (cell.data_type, cell.value, cell.number_format) == ("s", name.replace("\r", "\n"), FORMAT_TEXT)
    assert cell.quotePrefix is (name != "#N/A")


def test_numbers_that_are_names_are_text_even_when_a_row_holds_them_as_numbers():
    cells = opened(write(SCORES, [{**ROW, "id_number": 140302199202290018}]))["笔试成绩"][2]
    assert [(cell.data_type, cell.number_format) for cell in cells] == [
        ("s", "@"), ("s", "@"), ("s", "@"), ("n", "0.00"), ("s", "@"), ("n", "0"), ("d", "yyyy-mm-dd"),
    ]  # fmt: skip
    assert cells[2].value == "140302199202290018"


def test_a_control_character_does_not_break_the_file():
    assert opened(write(SCORES, [{**ROW, "name": "李\x00\x0b昇"}]))["笔试成绩"]["B2"].value == "李昇"


def test_the_header_stays_in_sight_and_choices_drop_down():
    book = opened(template(SCORES))
    table = book["笔试成绩"]
    assert [cell.value for cell in table[1]] == ["准考证号*", "姓名*", "身份证号", "成绩", "情况", "场次", "日期"]
    assert (table.freeze_panes, table.print_title_rows, table.column_dimensions["C"].width) == ("A2", "$1:$1", 22)
    assert [table.cell(200, place).number_format for place in (1, 2, 3, 4)] == ["@", "@", "@", "0.00"]
    note, choice = table.data_validations.dataValidation
    assert (note.prompt, str(note.sqref)) == ("0 到 100 之间，最多两位小数", "D2:D20000")
    assert (choice.type, choice.formula1, str(choice.sqref)) == ("list", "'选项'!$A$5:$C$5", "E2:E20000")
    assert ([cell.value for cell in book["选项"][5]], book["选项"].sheet_state) == (["正常", "缺考", "违纪"], "hidden")


def test_an_export_says_of_what_when_and_by_whom():
    guide = opened(write(SCORES, [ROW], meta={"筛选": "平定县", "导出人": "=赵一"}))["说明"]
    words = {title.value: cell.value for title, cell in guide.iter_rows()}
    assert words.pop("数据校验值（SHA-256）") != write(SCORES, [])
    assert words == {"表名": "笔试成绩", "筛选": "平定县", "导出人": "=赵一", "行数": "1", "成绩": "0 到 100 之间，最多两位小数"}
    assert guide["B3"].data_type == "s"


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        (("02403210011", "李昇", 140302199202290018, 76, "正常", 1, ""), [f"第 2 行：身份证号{LOST.format('末几位')}"]),
        ((2403210011, "李昇"), [f"第 2 行：准考证号{LOST.format('开头的 0 可能')}"]),
        (("1", "李昇", ID, 100.5), ["第 2 行：成绩应在 0 到 100 之间，现在是 100.5。"]),
        (("1", "李昇", ID, -0.01), ["第 2 行：成绩应在 0 到 100 之间，现在是 -0.01。"]),
        (("1", "李昇", ID, "76.125"), ["第 2 行：成绩最多保留两位小数，现在是 76.125。"]),
        (("1", "李昇", ID, "七十"), ["第 2 行：成绩应为数字，现在是“七十”。"]),
        (("1", "李昇", ID, "NaN"), ["第 2 行：成绩应为数字，现在是“NaN”。"]),
        (("1", "李昇", ID, True), ["第 2 行：成绩应为数字。"]),
        (("1", "李昇", ID, 76, "病假"), ["第 2 行：情况应为正常、缺考、违纪之一，现在是“病假”。"]),
        (("1", "李昇", ID, 76, "正常", 1.5), ["第 2 行：场次应为整数，现在是 1.5。"]),
        (("1", "李昇", ID, 76, "正常", 0), ["第 2 行：场次不能小于 1，现在是 0。"]),
        (("1", "李昇", ID, 76, "正常", 1, "2024-02-30"), ["第 2 行：日期应为日期，如 2024-03-16，现在是“2024-02-30”。"]),
        (("", " "), []),
        (("", "", ID, "x"), ["第 2 行：准考证号没有填写。", "第 2 行：姓名没有填写。", "第 2 行：成绩应为数字，现在是“x”。"]),
    ],
)
def test_each_cell_that_does_not_fit_is_told_with_its_line(line, faults):
    filler = ("9" * 11, "王某")
    assert [error.sentence for error in read_lines(line, filler).errors] == faults


@pytest.mark.parametrize(
    ("key", "cell", "value"),
    [
        ("score", 76.1, Decimal("76.1")),
        ("score", "７６．５", Decimal("76.5")),
        ("score", " 76.50 ", Decimal("76.50")),
        ("score", "1e1", Decimal("1e1")),
        ("day", "2024年5月25日", DAY),
        ("day", "20240525", DAY),
        ("day", "2024/5/25", DAY),
        ("day", DAY, DAY),
        ("id_number", " １４０３０２ 19920229001X\u200b", ID),
        ("name", "阿依·古丽\u200b", "阿依·古丽"),
        ("name", 12, "12"),
    ],
)
def test_what_people_type_is_understood(key, cell, value):
    line = ["1", "李昇", None, None, None, None, None]
    line[[column.key for column in SCORES.columns].index(key)] = cell
    result = read_lines(line)
    assert (result.errors, result.rows[0][key]) == ([], value)


def test_a_number_given_twice_names_the_earlier_line():
    assert read_lines(("1", "李昇"), ("2", "王某"), ("1", "赵某")).errors == [CellError(4, "准考证号", "准考证号与第 2 行重复。")]


def test_a_title_above_the_header_and_columns_in_another_order_do_no_harm():
    shuffled = ["备注", *reversed(TITLES)]
    content = make_xlsx(["平定县笔试成绩"], [], shuffled, ["x", None, 1, "缺考", None, ID, "李昇", "1"])
    assert read(SCORES, make_upload(content)).rows == [
        {"row": 4, "ticket": "1", "name": "李昇", "id_number": ID, "score": None, "mark": "缺考", "session": 1, "day": None}
    ]


def test_a_table_without_a_column_names_it():
    with refused(UnfitFile, "表格里没有找到这些列：成绩、日期。请下载模板，按模板的表头填写。"):
        read_lines(("1", "李昇"), header=["准考证号", "姓名", "身份证号", "情况", "场次"])


def test_a_table_without_lines_is_told_so():
    with refused(UnfitFile, "表格里没有数据行。请在表头下面填写后再上传。"):
        read(SCORES, make_upload(template(SCORES)))


def test_the_errors_stand_in_red_beside_their_cells_and_the_mended_file_is_read():
    result = read_lines(("1", "李昇", ID, 100.5), ("2", "", ID, 60))
    content = error_workbook(SCORES, result, [*result.errors, CellError(4, "", "缺少王某的成绩。")])
    table = opened(content)["笔试成绩"]
    cells = [cell for line in table.iter_rows() for cell in line if cell.value]
    assert {cell.coordinate: cell.value for cell in cells if cell.font.color and cell.font.color.rgb == "FFB4232A"} == {
        "C1": "姓名的问题", "F1": "成绩的问题", "J1": "这一行的问题",
        "C3": "姓名没有填写。", "F2": "成绩应在 0 到 100 之间，现在是 100.5。", "J4": "缺少王某的成绩。",
    }  # fmt: skip
    assert (table["E2"].fill.fgColor.rgb, table["E3"].fill.fgColor.rgb, table["D2"].value) == ("FFFCECEC", "00000000", ID)
    book = opened(content)
    book["笔试成绩"]["E2"], book["笔试成绩"]["B3"] = 99.5, "王某"
    out = BytesIO()
    book.save(out)
    mended = read(SCORES, make_upload(out.getvalue()))
    assert (mended.errors, [row["score"] for row in mended.rows]) == ([], [Decimal("99.5"), Decimal("60")])


def test_a_formula_in_a_file_is_read_as_what_it_showed_and_never_run():
    assert faults_of("1", "=1+1")[:1] == ["第 2 行：姓名没有填写。"]  # openpyxl stored no result, so there is nothing to read


def test_ten_thousand_lines_are_written_and_read_within_seconds():
    begun = time.process_time()
    content = write(SCORES, ({**ROW, "ticket": f"{number:011}"} for number in range(10_000)))
    assert len(read(SCORES, make_upload(content)).rows) == 10_000
    assert time.process_time() - begun < 20
