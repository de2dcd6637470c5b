"""A file that takes its time: the page says so, hands it over under its name, and never keeps a page of words as a file."""

from pathlib import Path

import pytest
from django.urls import reverse

from policy.powers import Role
from tests.looking import enter
from tests.staffing.factories import make_county, make_filed_plan, staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(site, new_page):
    clerk = staff(make_filed_plan(make_county("演示县")).county, Role.COUNTY_CLERK)
    page = enter(new_page(base_url=site, width=375), site, clerk)
    page.goto(reverse("staffing:roster"))
    return page


@pytest.mark.parametrize(("address", "role", "name"), [("", "link", "导出"), ("export/?columns=choose", "button", "导出所选列")])
def test_a_table_that_takes_its_time_is_announced_and_then_saved(page, address, role, name):
    page.goto(reverse("staffing:roster") + address)
    held = []
    page.route("**/export/**", lambda route: held.append(route))
    asked = page.get_by_role(role, name=name).first
    asked.click()
    page.get_by_text("正在生成文件，请稍候……").wait_for()
    asked.click()
    with page.expect_download() as saved:
        held[0].continue_()
    assert (saved.value.suggested_filename.endswith(".xlsx"), Path(saved.value.path()).read_bytes()[:2]) == (True, b"PK")
    page.get_by_text("正在生成文件").wait_for(state="detached")
    assert len(held) == 1


def test_whoever_is_signed_out_by_now_is_led_to_sign_in(page):
    page.context.clear_cookies()
    page.get_by_role("link", name="导出").first.click()
    page.wait_for_url("**/account/login/**")
