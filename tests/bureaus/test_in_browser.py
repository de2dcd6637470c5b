"""Accounts in a real browser: clean for axe, no wider than the screen, one language, nothing from elsewhere."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Page

from bureaus import clock
from bureaus.models import Message, PhoneCode
from policy.powers import Role
from staffing import actions
from staffing.models import Programme
from tests.bureaus.factories import PASSWORD, make_applicant, make_person, make_phone
from tests.bureaus.test_second_factor import code_for
from tests.looking import faults
from tests.staffing.factories import NOW, city, make_county, make_office, make_plan, make_submitted_plan

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=[375, 1280])
def look(request, site, new_page: Callable[..., Page]):
    """A window of one width: `look(path)` goes there, `look.page` is the page, `look.check(name)` holds it to the bar."""

    class Look:
        page = new_page(width=request.param, base_url=site)
        page.emulate_media(reduced_motion="reduce")  # a colour half-way through its change is nobody's contrast

        def __call__(self, name: str, *args: object) -> None:
            self.page.goto(reverse(name, args=args))

        def check(self, name: str) -> None:
            assert self.page.evaluate("[...document.styleSheets].every(sheet => sheet.cssRules.length > 0)"), name
            assert faults(self.page, f"bureaus/{name}") == [], name

        def sign_in(self, login: str, password: str = PASSWORD) -> None:
            self("account_login")
            self.page.get_by_label("手机号码或用户名").fill(login)
            self.page.get_by_label("密码", exact=True).fill(password)
            self.page.get_by_role("button", name="登录").click()
            self.page.wait_for_load_state()

    return Look()


@pytest.mark.parametrize("name", ["powers", "privacy", "accessibility", "sitemap", "account_login"])
def test_a_public_page_holds_the_bar(look, name):
    look(name)
    look.check(name)


def test_a_refused_sign_in_says_so_on_top_and_keeps_the_name(look):
    look.sign_in("nobody", "一个错的密码")
    assert look.page.title().startswith("错误：登录")
    look.page.wait_for_function("document.activeElement.className == 'error-summary'")
    assert look.page.get_by_label("手机号码或用户名").input_value() == "nobody"
    look.check("login_refused")


def test_an_applicant_registers(look, settings, tmp_path):
    settings.LETTERS_DIR = tmp_path
    look("account_signup")
    look.check("register_1")
    look.page.get_by_label("手机号码").fill(make_phone())
    look.page.get_by_role("button", name="获取验证码").click()
    look.page.wait_for_url("**/code/")
    look.check("register_2")
    digits = re.search(r"验证码 (\d{6})", (tmp_path / f"code-{PhoneCode.objects.get().pk}.txt").read_text(encoding="utf-8"))
    look.page.get_by_label("验证码").fill(digits[1])
    look.page.get_by_role("button", name="核对验证码").click()
    look.page.wait_for_url("**/password/")
    look.check("register_3")
    look.page.get_by_label("姓名").fill("王小明")
    look.page.get_by_label("设置密码").fill(PASSWORD)
    look.page.get_by_label("再输入一次密码").fill(PASSWORD)
    look.page.get_by_role("button", name="完成注册").click()
    look.page.wait_for_url("**/my/")
    look("account")
    look.check("account")
    look.page.get_by_role("button", name="退出").click()
    look.page.wait_for_url(lambda address: "account" not in address)
    look("account")
    assert "/account/login/" in look.page.url


def test_somebody_reads_letters_and_changes_the_password(look):
    person = make_applicant()
    for number in range(3):
        Message.objects.create(
            recipient=person,
            letter="x",
            about=str(number),
            subject=f"第{number + 1}封通知",
            body="请登录查看。\n\n盂县司法局",
            sent_at=clock.now(),
        )
    look.sign_in(person.phone)
    look("letters")
    look.check("letters")
    look.page.get_by_role("link", name="第1封通知").click()
    look.page.wait_for_load_state()
    look.check("letter")
    look("account_change_password")
    look.check("password_change")


def test_somebody_switches_the_second_factor_on(look):
    clerk = make_person(Role.COUNTY_CLERK)
    look.sign_in(clerk.username)
    look("mfa_index")
    look.check("second_factor")
    look.page.get_by_role("link", name="开启两步验证").click()
    look.page.get_by_label("密码").fill(PASSWORD)
    look.check("confirm_password")
    look.page.get_by_role("button", name="确认并继续").click()
    look.page.wait_for_url("**/activate/")
    look.check("second_factor_begin")
    look.page.get_by_label("动态验证码").fill(code_for(look.page.locator("code").inner_text()))
    look.page.get_by_role("button", name="开启两步验证").click()
    look.page.wait_for_url("**/recovery-codes/")
    look.check("spare_codes")
    look("mfa_index")
    look.check("second_factor_on")


def test_supervisors_read_the_trail(look):
    make_plan(make_county("盂县"))
    look.sign_in(make_person(Role.CITY).username)
    look("audit_trail")
    look.check("audit_trail")


def test_the_operator_opens_an_account(look):
    make_county("盂县")
    look.sign_in(make_person(Role.OPERATOR).username)
    look.check("desk")
    look("admin:bureaus_user_changelist")
    look.check("desk_users")
    look("admin:bureaus_user_add")
    look.check("desk_user_add")
    look.page.get_by_label("用户名").fill("liuwei")
    look.page.get_by_label("姓名").fill("刘伟")
    look.page.get_by_label("角色").select_option("city")
    look.page.get_by_role("button", name="保存", exact=True).click()
    look.page.get_by_role("heading", name="初始密码").wait_for()
    look.check("desk_initial_password")
    look("admin:bureaus_calendaryear_add")
    look.check("desk_calendar_add")
    look("admin:bureaus_outboxitem_changelist")
    look.check("desk_outbox")


def test_the_operator_renames_and_closes_an_office(look):
    office, other = make_office(make_county("盂县")), make_office(make_county("平定县"))
    look.sign_in(make_person(Role.OPERATOR).username)
    look("admin:bureaus_judicialoffice_changelist")
    look.check("desk_offices")
    look("admin:bureaus_judicialoffice_rename", office.pk)
    look.check("desk_office_rename")
    look.page.get_by_role("button", name="登记更名").click()
    look.page.wait_for_load_state()
    look.check("desk_office_rename_refused")
    look("admin:bureaus_judicialoffice_close", other.pk)
    look.check("desk_office_close")


def test_the_city_reads_a_returned_plan_and_the_programme(look):
    actions.found_programme(by=None, now=NOW)
    filing = make_submitted_plan().filings.get()
    cell = f"cell:{filing.lines[0]['code']}:planned_public"
    actions.comment(filing=filing, place=cell, text="请核对。", by=city(), now=NOW)
    look.sign_in(make_person(Role.CITY).username)
    for name in ("changelist", "counties"):
        look(f"admin:staffing_filing_{name}")
        look.check(f"desk_filing_{name}")
    for name in ("change", "file", "return"):
        look(f"admin:staffing_filing_{name}", filing.pk)
        look.check(f"desk_filing_{name}")
    look("admin:staffing_programme_changelist")
    look.check("desk_programmes")
    look("admin:staffing_programme_change", Programme.objects.get().pk)
    look.check("desk_programme")
    look("admin:staffing_programme_set")
    look.check("desk_programme_set")


def test_a_locked_account_is_told_how_to_go_on(look):
    clerk = make_person(Role.COUNTY_CLERK)
    for _ in range(5):
        look.sign_in(clerk.username, "一个错的密码")
    assert "账号已临时锁定" in look.page.content()
    look.check("locked")
    connection.close()
