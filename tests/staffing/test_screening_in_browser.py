"""批量资格预审 in a browser: by keyboard, on a phone, without script, and clean to axe in each of its states."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from policy.powers import Role
from tests.looking import enter, faults
from tests.staffing.factories import make_county, staff
from tests.staffing.sheets import make_person, make_sheet

PEOPLE = (
    make_person("public"),
    make_person("public", 2, 学历="", 户籍所在地="山西省", 居住地=""),
    make_person("public", 3, 学历="高中", 不良信用="是", 户籍所在地="朝阳区"),
    make_person("public", 4, 公民身份号码=140322199607120047, 学历="看不懂"),
)
SHEET = make_sheet("public", *PEOPLE)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(site, new_page):
    """The screening page in front of a county's clerk."""
    clerk = staff(make_county("平定县"), Role.COUNTY_CLERK)

    def opened(width):
        page = enter(new_page(base_url=site, width=width), site, clerk)
        page.goto("/desk/screening/")
        return page

    return opened


@pytest.mark.parametrize("width", [375, 1280])
def test_every_state_of_the_page_is_clean_and_fits(desk, width):
    page = desk(width)
    assert faults(page, "screening/empty") == []
    page.get_by_role("button", name="上传并预审").click()
    page.wait_for_selector("text=请先选择人员表。")
    assert faults(page, "screening/refused") == []
    page.set_input_files("input[type=file]", {"name": "人员表.xlsx", "mimeType": "application/octet-stream", "buffer": SHEET})
    page.get_by_role("button", name="上传并预审").click()
    page.wait_for_selector("text=预审结果")
    assert page.locator("tbody tr").count() == len(PEOPLE)
    assert faults(page, "screening/judged") == []


def test_by_keyboard_alone_the_result_is_downloaded_and_the_file_stays_chosen(desk, tmp_path):
    page = desk(1280)
    page.set_input_files("input[type=file]", {"name": "人员表.xlsx", "mimeType": "application/octet-stream", "buffer": SHEET})
    page.focus("input[type=file]")
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "workbook"
    with page.expect_download() as handed:
        page.keyboard.press("Enter")
    handed.value.save_as(tmp_path / "结果.xlsx")
    assert [line[-2].value for line in load_workbook(Path(tmp_path / "结果.xlsx")).worksheets[0]] == [
        "结论",
        "符合",
        "待核",
        "不符合",
        "填写有误",
    ]
    assert page.evaluate("document.querySelector('input[type=file]').files.length") == 1
    page.wait_for_selector(".form:not([data-sent])")  # for some seconds a form that was sent is not sent again
    page.get_by_role("button", name="上传并预审").click()
    page.wait_for_selector("text=预审结果")


def test_it_works_without_script(site, browser):
    with browser.new_context(java_script_enabled=False, base_url=site) as context:
        page = enter(context.new_page(), site, staff(make_county("平定县"), Role.COUNTY_CLERK))
        page.goto("/desk/screening/")
        page.set_input_files("input[type=file]", {"name": "人员表.xlsx", "mimeType": "application/octet-stream", "buffer": SHEET})
        page.get_by_role("button", name="上传并预审").click()
        assert page.locator("tbody tr").count() == len(PEOPLE)
