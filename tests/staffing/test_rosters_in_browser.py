"""The pages of rosters and safeguards in a real browser: clean for axe, no wider than the screen, and worked by keys alone."""

from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from documents.spreadsheets import write
from policy.people import Education
from policy.powers import Role
from staffing.auxiliaries import template_for
from staffing.models import Training
from staffing.tables import TRAINING
from tests.looking import enter, faults
from tests.staffing.factories import (
    city,
    make_agreed_budget,
    make_agreed_pay_scheme,
    make_assistant,
    make_auxiliary,
    make_budget,
    make_county,
    make_filed_plan,
    make_pay_scheme,
    staff,
)
from tests.staffing.readback import records_of
from tests.staffing.test_service_records import examine, train
from tests.staffing.test_tables import auxiliary_row

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=[375, 1280])
def look(request, site, new_page):
    """A window of one width: `look.sign_in(user)`, `look(name, …)` goes there and holds the page to the bar."""

    class Look:
        page = new_page(width=request.param, base_url=site)

        def sign_in(self, user):
            enter(self.page, site, user)

        def __call__(self, name, *args, query=""):
            self.page.goto(reverse(f"staffing:{name}", args=args) + query)
            self.check(f"{name}_{'_'.join(map(str, args))}" if name in ("safeguard_edit", "table") else name)

        def check(self, name):
            assert faults(self.page, f"rosters/{name}") == [], name

    return Look()


def test_the_pages_of_the_roster_hold_the_bar(look):
    plan = make_filed_plan(make_county("演示县"), planned_public=3)
    first, second = plan.lines.all()
    facts = {"education": Education.BACHELOR, "school": "山西大学", "major": "法学", "registered_address": "演示村 1 号"}
    assistant = make_assistant(first, name="演示王明", **facts)
    make_assistant(second, name="演示李红", sex="女")
    check = examine(assistant)
    record = train(assistant)
    train(assistant, held_on=date(2024, 3, 3), topic="社区矫正实务")
    auxiliary = make_auxiliary(plan.county, name="演示辅助甲", education=Education.COLLEGE, party_member=True, trainee=False)
    make_auxiliary(plan.county, name="演示辅助乙", office=None)
    look.sign_in(staff(plan.county, Role.COUNTY_CLERK))
    for name, *args in (
        ("roster",),
        ("assistant", assistant.pk),
        ("assistant_contact", assistant.pk),
        ("assistant_reveal", assistant.pk),
        ("training_enter", assistant.pk),
        ("training_void", assistant.pk, record.pk),
        ("health_check_enter", assistant.pk),
        ("health_check_read", assistant.pk, check.pk),
        ("roster_full",),
        ("auxiliaries",),
        ("auxiliary_enter",),
        ("auxiliary_change", auxiliary.pk),
        ("table", "training"),
        ("table", "auxiliaries"),
    ):
        look(name, *args)
    look("trainings", query="?year=2024")
    look("health_checks", query="?year=2024")
    look("roster_export", query="?on=2024-06-01&columns=choose")
    look("roster", query="?on=2020-01-01")
    look("roster", query="?on=2024-13-01")
    look.sign_in(city())
    look("roster")
    look("auxiliaries")


def test_columns_are_chosen_and_the_file_comes_or_the_page_says_why_not(look):
    assistant = make_assistant(name="演示王明")
    look.sign_in(staff(assistant.county, Role.COUNTY_CLERK))
    page = look.page
    look("roster", query="?on=2024-06-01")
    page.get_by_role("link", name="选择列").click()
    everything = page.get_by_role("checkbox", name="全选")
    assert everything.is_checked()
    everything.uncheck()
    page.get_by_role("button", name="导出所选列").click()
    page.get_by_role("alert").get_by_text("一列也没有勾选，还没有导出。请至少勾选一列。").wait_for()
    look.check("roster_export_empty")
    for title in ("姓名", "司法所"):
        page.get_by_role("checkbox", name=title, exact=True).check()
    assert not everything.is_checked()
    with page.expect_download() as handed:
        page.get_by_role("button", name="导出所选列").click()
    assert handed.value.suggested_filename == "司法协理员花名册.xlsx"
    office = str(assistant.postings.get().office)
    assert records_of(Path(handed.value.path()).read_bytes()) == [{"司法所": office, "姓名": "演示王明"}]
    page.get_by_role("link", name="返回，暂不导出").click()
    assert page.url.endswith("/staffing/roster/?on=2024-06-01")


def test_a_table_is_previewed_with_its_faults_and_its_differences(look, tmp_path):
    assistant = make_assistant(name="演示王明")
    look.sign_in(staff(assistant.county, Role.COUNTY_CLERK))
    row = {
        "name": "演示王明",
        "last4": assistant.id_last4,
        "held_on": date(2024, 3, 2),
        "topic": "人民调解",
        "hours": 4,
        "organiser": "县司法局",
    }
    for kind, sheet, rows, said in (
        ("training", TRAINING, [row], "还没有保存"),
        ("auxiliaries", template_for([]), [auxiliary_row(), auxiliary_row(id_number="1")], "有 1 处需要改正"),
    ):
        path = tmp_path / f"{kind}.xlsx"
        path.write_bytes(write(sheet, rows))
        look("table", kind)
        look.page.set_input_files("[name=file]", path)
        look.page.get_by_role("button", name="上传并核对").click()
        look.page.get_by_text(said).first.wait_for()
        look.check(f"read_{kind}")
    look.page.go_back()


def test_the_pages_of_budget_and_pay_hold_the_bar(look):
    county = make_county("演示县")
    budget, scheme = make_agreed_budget(county), make_agreed_pay_scheme(county)
    later = make_pay_scheme(county, effective_from=date(2030, 1, 1), yearly_step=120)
    make_budget(county, year=2025)
    empty = make_county("演示区")
    look.sign_in(staff(county, Role.COUNTY_CLERK))
    look("safeguards", county.pk)
    look("safeguard", "budget", budget.pk)
    look("safeguard", "pay", scheme.pk)
    look("safeguard_edit", "pay", later.pk)
    look("safeguard_edit", "budget", county.budgets.get(year=2025).pk)
    look.sign_in(staff(county, Role.COUNTY_HR))
    look("safeguard_agree", "pay", later.pk)
    look("safeguard_return", "pay", later.pk)
    look.sign_in(staff(empty, Role.COUNTY_CLERK))
    look("safeguards", empty.pk)
    look.sign_in(city())
    look("comparison", query="?year=2024")


def test_a_training_is_entered_by_keys_alone(look):
    assistant = make_assistant(name="演示王明")
    look.sign_in(staff(assistant.county, Role.COUNTY_CLERK))
    page = look.page
    page.goto(reverse("staffing:training_enter", args=[assistant.pk]))
    page.focus("[name=held_on_0]")
    for typed in ("2024", "3", "2", "人民调解", "4.5", "县司法局"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "登记培训"
    page.keyboard.press("Enter")
    page.wait_for_selector("text=培训已登记。")
    assert Training.objects.get().topic == "人民调解"
