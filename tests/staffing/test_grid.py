"""The grid in a browser: it moves like a spreadsheet, counts while one types, and works without script."""

import pytest
from django.urls import reverse

from staffing.models import PlanLine
from tests.looking import enter, faults
from tests.staffing.factories import fill_in, make_county, make_plan

SHORT = "还差 {n} 人才达到所均 4 人，暂不能上报"

pytestmark = pytest.mark.django_db(transaction=True)


def opened(new_page, base_url, plan, **window):
    page = enter(new_page(base_url=base_url, **window), base_url, plan.entered_by)
    page.goto(reverse("staffing:plan_edit", args=[plan.pk]))
    return page


def cell(line, number):
    return f"[name='{number}-{line.pk}']"


def focused(page):
    return page.evaluate("document.activeElement.name")


@pytest.mark.parametrize("width", [375, 1280])
def test_typing_counts_at_once_and_saving_is_by_keys_alone(site, new_page, client, width):
    plan = fill_in(make_plan(make_county(offices=3)), planned_public=0)
    first, second, _ = plan.lines.all()
    page = opened(new_page, site, plan, width=width)
    bar = page.locator("[data-sentence]")
    assert bar.inner_text() == SHORT.format(n=3)
    page.focus(cell(first, "planned_internal"))
    page.keyboard.press("Tab")  # as a spreadsheet does, coming by key selects what stands there
    page.keyboard.type("3")
    assert bar.inner_text() == "达到所均 4 人的要求"
    assert page.locator("[data-total=average]").inner_text() == "4.00"
    page.keyboard.press("Enter")
    assert focused(page) == f"planned_public-{second.pk}"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    assert focused(page) == f"planned_internal-{first.pk}"
    page.focus("button:has-text('保存数字')")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=数字已保存。")
    assert PlanLine.objects.get(pk=first.pk).planned_public == 3


def paste(page, text):
    """A block of cells, from where the focus is."""
    page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def test_a_block_that_begins_with_names_goes_to_the_rows_of_those_offices(site, new_page, client):
    plan = make_plan(make_county(offices=2))
    first, second = plan.lines.all()
    page = opened(new_page, site, plan)
    page.focus(cell(first, "established_posts"))
    paste(page, f"{second}\t3\t2\r\n{first}\t4\t1\r\n合计\t7\t3\r\n")
    values = [page.input_value(cell(line, number)) for line in (first, second) for number in ("established_posts", "in_post")]
    assert values == ["4", "1", "3", "2"]
    note = page.locator("[data-paste-note]")
    assert note.inner_text() == "已按司法所名称填入 2 行，另有 1 行不是本表的司法所，没有填入。请核对后保存。"
    paste(page, "别处司法所\t9\t9\r\n")
    assert [page.input_value(cell(line, "established_posts")) for line in (first, second)] == ["4", "3"]
    assert note.inner_text() == "粘贴的内容第一列不是数字，也不是本表的司法所，没有填入。请只复制数字，或连同司法所名称一起复制。"
    assert page.locator(".saved").inner_text() == "有修改还没有保存"


def test_a_row_with_nobody_says_so_and_an_empty_one_says_nothing(site, new_page, client):
    plan = make_plan(make_county(offices=1))
    line = plan.lines.get()
    page = opened(new_page, site, plan)
    mark = page.locator("[data-row-advice]")
    assert not mark.is_visible()
    for typed, words in (("0", "没有人"), ("3", "少于 4 人")):
        page.fill(cell(line, "established_posts"), typed)
        assert mark.inner_text() == words
    page.fill(cell(line, "established_posts"), "4")
    assert not mark.is_visible()


def test_a_block_from_excel_is_pasted_from_the_cell_in_focus_on(site, new_page, client):
    plan = make_plan(make_county(offices=2))
    first = plan.lines.first()
    page = opened(new_page, site, plan)
    page.focus(cell(first, "established_posts"))
    paste(page, "3\t2\t0\t1\t1\r\n２\t1\t0\t1\t1\r\n")
    assert page.locator("[data-sentence]").inner_text() == "达到所均 4 人的要求"
    page.click("text=保存数字")
    page.wait_for_selector("text=数字已保存。")
    saved = PlanLine.objects.filter(plan=plan).values_list("established_posts", "planned_public")
    assert list(saved) == [(3, 1), (2, 1)]


@pytest.mark.parametrize("width", [375, 1280])
def test_the_grid_is_styled_fits_the_window_and_axe_finds_nothing(site, new_page, client, width):
    page = opened(new_page, site, fill_in(make_plan(make_county(offices=3))), width=width)
    # Without its style sheet a page has little to complain of: an empty answer would then say nothing.
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(243, 246, 250)"
    assert faults(page, "staffing/grid") == []
