"""The pages of 编制情况, editions and ledger in a browser: no fault of axe, nothing wider than the window, keys alone, no script needed."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bureaus import actions as places
from documents.models import StoredFile
from policy.powers import Role
from staffing import actions
from staffing.models import PlanLine
from tests.documents.factories import make_xlsx
from tests.looking import enter, faults
from tests.staffing.editions import filed, hire, leave, revise
from tests.staffing.factories import NOW, city, fill_in, make_county, make_filed_plan, make_office, make_user, staff
from tests.staffing.test_establishment import row

pytestmark = pytest.mark.django_db(transaction=True)

HEADS = ["司法所", "起算日期", "政法专项编制", "实有", "专职辅助人员", "依据", "备注"]


@pytest.fixture
def plan():
    """A county whose second edition is in force, with use, a departure, a closed office and one opened since."""
    county = make_county("盂县", offices=3)
    clerk = staff(county, Role.COUNTY_CLERK)
    for office in list(county.offices.all())[:2]:
        enter = row(office, date(2024, 1, 1), 4, 3, None, source="演示数据")
        actions.enter_establishment(row=enter, by=clerk, now=NOW)
        actions.enter_establishment(row=row(office, date(2024, 1, 1), 3, 3, 1, source="演示数据", note="看错一行"), by=clerk, now=NOW)
    first = make_filed_plan(county, planned_public=2)
    line = first.lines.first()
    hire(line, "合同")
    leave(line, "合同 辞职")
    operator = make_user(Role.OPERATOR)
    gone = first.lines.last().office
    places.rename_office(office=gone, name="旧城司法所", day=date(2024, 2, 1), by=operator, now=NOW)
    places.close_office(office=gone, day=date(2024, 3, 1), into=line.office, basis="盂编办〔2024〕3号", by=operator, now=NOW)
    edition = filed(fill_in(revise(first), planned_public=3))
    make_office(county, "新设司法所")
    return edition


def opened(new_page, base_url, user, address, **window):
    page = enter(new_page(base_url=base_url, **window), base_url, user)
    page.goto(address)
    return page


def uploaded(client, user, *lines):
    client.force_login(user)
    file = SimpleUploadedFile("编制情况.xlsx", make_xlsx(HEADS, *lines))
    client.post(reverse("staffing:establishment_upload"), {"file": file})
    return reverse("staffing:establishment_read", args=[StoredFile.objects.latest("pk").pk])


def address_of(name, plan, client):
    office = plan.lines.first().office
    match name:
        case "differences":
            return uploaded(client, plan.entered_by, [str(office), "2024-02-01", 5, 3, 1, "演示数据", ""])
        case "faults":
            return uploaded(client, plan.entered_by, [str(office), "2024-13-01", "五", 3, 1, "", ""], ["别的所", "", 1])
        case "establishment_office":
            return reverse("staffing:establishment_office", args=[office.pk])
        case "plan" | "plan_revise" | "plan_what_if":
            return reverse(f"staffing:{name}", args=[plan.pk])
        case "first edition":
            return reverse("staffing:plan", args=[plan.replaces_id])
        case _:
            return reverse(f"staffing:{name}")


COUNTY = [
    "plans",
    "plan",
    "first edition",
    "plan_revise",
    "plan_what_if",
    "establishment",
    "establishment_office",
    "establishment_upload",
    "differences",
    "faults",
    "ledger",
    "draft edition",
    "plan_edit",
    "plan_discard",
]


CITY = ["plans", "establishment", "ledger"]


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize(("reader", "names"), [("county", COUNTY), ("city", CITY)])
def test_the_pages_fit_the_window_and_axe_finds_nothing(site, new_page, client, plan, reader, names, width):
    user = plan.entered_by if reader == "county" else city()
    page = opened(new_page, site, user, reverse("staffing:plans"), width=width)
    draft = {}
    for name in names:
        if name in ("draft edition", "plan_edit", "plan_discard"):
            draft = draft or {"pk": revise(plan).pk}
            page.goto(reverse(f"staffing:{'plan' if name == 'draft edition' else name}", kwargs=draft))
        else:
            page.goto(address_of(name, plan, client))
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(243, 246, 250)"
        assert (name, faults(page, f"staffing/{reader}-{name}")) == (name, [])


def test_trying_out_counts_while_one_types_and_leaves_the_plan_alone(site, new_page, client, plan):
    line = plan.lines.first()
    page = opened(new_page, site, plan.entered_by, reverse("staffing:plan_what_if", args=[plan.pk]))
    bar = page.locator("[data-sentence]")
    assert bar.inner_text() == "达到所均 4 人的要求"
    page.focus(f"[name='established_posts-{line.pk}']")
    page.keyboard.press("Control+A")
    page.keyboard.type("0")
    page.focus(f"[name='planned_public-{line.pk}']")
    page.keyboard.press("Control+A")
    page.keyboard.type("0")
    assert bar.inner_text() == "还差 1 人才达到所均 4 人，暂不能上报"
    page.focus("button:has-text('重新计算')")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=与方案相比")
    assert PlanLine.objects.get(pk=line.pk).planned_public == 3


def test_a_record_is_entered_by_keys_alone(site, new_page, client, plan):
    office = plan.lines.last().office
    page = opened(new_page, site, plan.entered_by, reverse("staffing:establishment_office", args=[office.pk]))
    page.focus("[name=holds_from]")
    page.keyboard.type("02012024")  # as a date field is typed in this browser: month, day, year
    for name, number in (("established_posts", "6"), ("in_post", "5"), ("source", "演示")):
        page.focus(f"[name={name}]")
        page.keyboard.press("Control+A")
        page.keyboard.type(number)
    page.focus("button:has-text('登记编制情况')")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=编制情况已登记。")
    assert office.establishment.order_by("holds_from").last().established_posts == 6


@pytest.mark.parametrize("name", ["establishment", "ledger", "plan"])
def test_paper_shows_the_table_without_the_tools(site, new_page, client, plan, name):
    page = opened(new_page, site, plan.entered_by, address_of(name, plan, client))
    page.emulate_media(media="print")
    assert page.locator(".table").first.is_visible()
    assert not page.locator(".button").first.is_visible()
