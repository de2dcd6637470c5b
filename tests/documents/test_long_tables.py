"""Long tables: what any sheet holds comes back with its type, from the writer that is quick and through the reader that is safe."""

import time
import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from documents import workbooks
from documents.workbooks import NO_RESULT, UnfitWorkbook, Unshown, first_sheet
from documents.xlsx import Cell, Look, Page, column_name, workbook
from tests.documents.factories import make_xlsx, make_zip

ID = "14030219920229001X"
MOMENT = datetime(2024, 3, 1, 8, 30)  # noqa: DTZ001 - a cell's instant has no zone
VALUES = [
    ID,
    "0012",
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+86",
    "-1",
    "@A",
    "＝1",
    "#N/A",
    " 两边 ",
    "一\n二",
    "<&>\"'",
    "𠮷",
    7,
    1.5,
    True,
]
DATES = [date(2024, 3, 1), MOMENT]


def written(*lines, **page):
    return workbook([Page("表", lines, [12] * 3, **page)])


def test_each_value_comes_back_with_its_type():
    row = load_workbook(BytesIO(written([*VALUES, *DATES], head=0)))["表"][1]
    assert [cell.value for cell in row] == [*VALUES, datetime(2024, 3, 1), MOMENT]  # noqa: DTZ001
    assert "".join(cell.data_type for cell in row) == "s" * 13 + "nnbdd"
    assert [cell.number_format for cell in row] == ["@"] * 13 + ["General"] * 3 + ["yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"]
    assert [cell.quotePrefix for cell in row[:9]] == [False, False, True, True, True, True, True, True, False]
    assert first_sheet(written([*VALUES, *DATES], head=0)) == [[*VALUES, *DATES]]


def test_what_no_cell_can_hold_is_written_as_text_or_left_out():
    lines = first_sheet(written(["a\x00\x0b\ufffeb", "一\r\n二\r三", "_x000D_", date(1899, 1, 1), None, "", "末"], head=0))
    assert lines == [["ab", "一\n二\n三", "_x000D_", "1899-01-01", "", "", "末"]]


def test_a_number_that_has_lost_its_digits_stays_the_number_it_was():
    assert first_sheet(written([1.40302199202290e17, 1e15, 3.0, 10**17], head=0)) == [[1.40302199202290e17, 1e15, 3.0, 1e17]]


def test_the_heading_stays_in_sight_and_is_printed_on_every_page():
    book = load_workbook(BytesIO(workbook([Page("结果", [["标题"], ["姓名"], ["甲"]], [20], head=2), Page("说明", [["无"]], [5], head=0)])))
    sheet = book["结果"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.paperSize) == ("A3", "$2:$2", 9)
    assert (sheet["A2"].font.b, sheet["A1"].font.b, sheet.column_dimensions["A"].width) == (True, False, 20)
    assert book.sheetnames == ["结果", "说明"]
    assert (book["说明"].freeze_panes, book["说明"].print_title_rows) == (None, None)


def test_a_faulty_cell_is_red():
    cell = load_workbook(BytesIO(written([Cell("x", Look.FAULTY), Cell(None, Look.FAULTY)], head=0)))["表"]["A1"]
    assert (cell.value, cell.font.color.rgb, cell.fill.fgColor.rgb) == ("x", "FFB4232A", "FFFCECEC")


@pytest.mark.parametrize(("number", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_spreadsheets_name_them(number, name):
    assert column_name(number) == name


def test_ten_thousand_lines_are_there_in_a_second_or_two():
    def seconds() -> float:
        begun = time.process_time()
        content = written(*([f"演示{n}", ID, *["否"] * 14] for n in range(10_000)))
        taken = time.process_time() - begun
        assert len(first_sheet(content)) == 10_000
        return taken

    assert any(seconds() < 2.5 for _ in range(3))  # a machine that is shared may be half as quick for a moment


# ---- the first worksheet ----


def test_only_the_first_sheet_is_read_from_a1_on_and_each_cell_as_its_type():
    book = Workbook()
    book.active["B2"], book.active["C3"] = ID, 140321
    book.create_sheet("另一张")["A1"] = "不看"
    out = BytesIO()
    book.save(out)
    assert first_sheet(out.getvalue()) == [["", "", ""], ["", ID, ""], ["", "", 140321.0]]


def test_a_cell_in_error_and_a_formula_without_a_result_are_not_empty():
    book = Workbook()
    book.active.append(["=1+1", "#N/A", "否"])
    book.active["B1"].data_type = "e"
    book.active["D3"] = "=A1"
    out = BytesIO()
    book.save(out)
    assert first_sheet(out.getvalue()) == [
        [NO_RESULT, "#N/A", "否", ""],
        ["", "", "", ""],
        ["", "", "", NO_RESULT],
    ]
    assert [isinstance(cell, Unshown) for cell in first_sheet(out.getvalue())[0]] == [True, True, False, False]
    with CalamineWorkbook.from_filelike(BytesIO(out.getvalue())) as bare:  # the control: the reader alone shows nothing
        assert bare.get_sheet_by_index(0).to_python(skip_empty_area=False) == [["", "", "否"]]


@pytest.mark.parametrize("cells", [b"", b'<c r="A30000" s="1"/>', b' <c r="A30000" s="1"/><c r="B30000" s="1" /> '])
def test_a_row_far_below_that_holds_borders_alone_is_an_empty_one(cells):
    content = _far(b'<row r="30000">' + cells + b"</row>")
    assert first_sheet(content) == [["甲"]]


def test_a_row_far_below_that_holds_anything_is_too_far():
    for cells in (b'<c r="A30000" s="1"/><c r="B30000"><v>1</v></c>', b"<c><v>1</v></c>"):
        with pytest.raises(UnfitWorkbook):
            first_sheet(_far(b'<row r="30000">' + cells + b"</row>"))


def _far(row: bytes) -> bytes:
    """A workbook with 甲 in A1 and one more row."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(make_xlsx(["甲"]))) as archive, zipfile.ZipFile(out, "w") as longer:
        for name in archive.namelist():
            longer.writestr(name, archive.read(name).replace(b"</sheetData>", row + b"</sheetData>"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", workbooks.OTHER),
        (b"%PDF-1.7", workbooks.OTHER),
        (b"PK\x03\x04 and no more", workbooks.OTHER),
        (make_xlsx(["甲"])[:-200], workbooks.OTHER),
        (make_zip(sheet1=b"<worksheet/>"), workbooks.BROKEN),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(content, sentence):
    with pytest.raises(UnfitWorkbook) as fault:
        first_sheet(content)
    assert str(fault.value) == sentence


def test_a_sheet_that_lies_elsewhere_is_measured_too():
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(make_xlsx(["甲"]))) as archive, zipfile.ZipFile(out, "w") as moved:
        for name in archive.namelist():
            part = archive.read(name).replace(b"worksheets/sheet1.xml", b"elsewhere/one.xml")
            far = part.replace(b'r="A1"', b'r="XFD1048576"') if name == "xl/worksheets/sheet1.xml" else part
            moved.writestr(name.replace("worksheets/sheet1.xml", "elsewhere/one.xml"), far)
    with pytest.raises(UnfitWorkbook) as fault:
        first_sheet(out.getvalue())
    assert str(fault.value) == "表格第 1048576 行还有内容，最多可到第 20000 行。请删除下面多余的行后再上传。"
