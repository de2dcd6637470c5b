"""A month in the browser: logged on a phone with and without script, filled in by keyboard, confirmed, and closed to the log."""

from datetime import date

import pytest
from django.urls import reverse

from bureaus import clock
from bureaus.models import ClockShift
from documents.spreadsheets import write
from documents.uploads import XLSX
from evaluation.log_sheets import ENTRIES
from evaluation.models import Attendance, EarlyReturn, LogEntry
from policy.powers import Role
from tests.evaluation.factories import MARCH, account_of, answer, ask, at, head_of, make_serving, office_of
from tests.evaluation.test_leave_entered_for import enter as enter_for
from tests.looking import enter, faults
from tests.recruitment.stages import make_calendar
from tests.staffing.factories import make_agreed_pay_scheme, staff

BOTH = (375, 1280)  # the wide one last: the keyboard goes on there

pytestmark = pytest.mark.django_db(transaction=True)


def looked_at(page, name, widths=(375,)):
    """Pictures, no wider than the window, nothing for axe to find."""
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(243, 246, 250)"
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        assert (page.url, faults(page, f"log/{name}")) == (page.url, [])


def write_entry(page, day, text):
    """The three short pages."""
    page.goto(reverse("evaluation:log_new"))
    page.fill("[name=day]", day)
    page.select_option("[name=duty]", "1")
    page.click("text=下一步：填数量")
    page.fill("[name=mediated]", "2")
    page.click("text=下一步：写内容")
    page.fill("[name=text]", text)


def test_leave_by_halves_and_back_early_at_both_widths(site, new_page):
    ClockShift.objects.create(pk=1, shift=at(2024, 3, 14) - clock.now())
    make_calendar()
    assistant = make_serving()
    office, me, head = office_of(assistant), account_of(assistant), head_of(office_of(assistant))
    phone = enter(new_page(base_url=site, width=375, height=800), site, me)
    phone.goto(reverse("evaluation:leave_ask"))
    phone.select_option("[name=kind]", "personal")
    for name in ("first_day", "last_day"):
        phone.fill(f"[name={name}]", "2024-03-14")
    phone.select_option("[name=from_noon]", "yes")
    phone.fill("[name=reason]", "下午家中有事")
    looked_at(phone, "leave_ask-filled", BOTH)
    phone.click("button:has-text('提交请假申请')")
    phone.wait_for_selector("text=请假已提交，共 0.5 天")
    answer(assistant.leaves.get(), by=head)
    sick = answer(ask(assistant, kind="sick", first=date(2024, 3, 11), last=date(2024, 3, 13)), by=head)
    answer(sick, by=staff(assistant.county, Role.COUNTY_HEAD))
    phone.goto(reverse("evaluation:my_return", args=[sick.pk]))
    phone.fill("[name=back_on]", "2024-03-12")
    phone.select_option("[name=at_noon]", "yes")
    looked_at(phone, "my_return", BOTH)
    phone.click("button:has-text('提交销假')")
    phone.wait_for_selector("text=2024-03-12 下午返岗，等所长确认。")
    looked_at(phone, "my_leave-returning", BOTH)
    desk = enter(new_page(base_url=site), site, head)
    pages = [("leaves", []), ("leave", [sick.pk]), ("leave_enter", []), ("return_decide", [EarlyReturn.objects.get().pk])]
    for name, args in pages:
        desk.goto(reverse(f"evaluation:{name}", args=args))
        looked_at(desk, f"leave-{name}", BOTH)
    desk.check("[name=agrees][value=yes]")
    desk.click("button:has-text('提交意见')")
    desk.wait_for_selector("text=退回 1.5 天")
    looked_at(desk, "leave-returned", BOTH)
    desk.goto(reverse("evaluation:leave_return", args=[sick.pk]))
    looked_at(desk, "leave_return", BOTH)
    desk.goto(reverse("evaluation:month", args=[office.pk, "2024-03"]))
    looked_at(desk, "month-halves", BOTH)
    entered = enter_for(assistant, day=date(2024, 3, 18))
    desk.goto(reverse("evaluation:leave", args=[entered.pk]))
    desk.click("text=撤回请假")
    desk.fill("[name=because]", "住院改期")
    looked_at(desk, "leave_take_back", BOTH)
    desk.click("button:has-text('撤回请假')")
    desk.wait_for_selector("text=代填的请假已撤回，本人会收到通知。")
    looked_at(desk, "leave-taken_back", BOTH)


def test_a_month_from_the_phone_to_the_confirmation(site, new_page, browser):
    ClockShift.objects.create(pk=1, shift=at(2024, 3, 31) - clock.now())
    make_calendar()
    assistant = make_serving()
    make_agreed_pay_scheme(assistant.county)
    office, me = office_of(assistant), account_of(assistant)
    phone = enter(new_page(base_url=site, width=375, height=800), site, me)
    write_entry(phone, "2024-03-28", "协助李所长调解两起邻里纠纷。")
    looked_at(phone, "words")
    phone.click("button:has-text('提交日志')")
    phone.wait_for_selector("text=日志已提交。")
    for name in ("service", "log", "log_new", "my_leave", "leave_ask"):
        phone.goto(reverse(f"evaluation:{name}"))
        looked_at(phone, name)
    entry = LogEntry.objects.get()
    phone.goto(reverse("evaluation:log_upload"))
    looked_at(phone, "log_upload")
    line = {"day": MARCH, "duty": "1．指导调解", "counted": "调解纠纷 1 件", "text": "协助调解。", "officer": None}
    phone.set_input_files("[name=file]", {"name": "日志.xlsx", "mimeType": XLSX, "buffer": write(ENTRIES, [line])})
    phone.click("button:has-text('上传并核对')")
    phone.wait_for_selector("h1:has-text('核对表格里的日志')")
    looked_at(phone, "log_read")
    phone.goto(reverse("evaluation:log_entry", args=[entry.pk]))
    looked_at(phone, "log_entry")

    plain = browser.new_context(base_url=site, java_script_enabled=False, viewport={"width": 375, "height": 800}, locale="zh-CN")
    without = enter(plain.new_page(), site, me)
    write_entry(without, "2024-03-29", "协助走访。")
    without.click("button:has-text('存为草稿')")
    without.click("text=3月29日　指导调解")
    without.click("text=继续写")
    without.click("button:has-text('提交日志')")
    assert without.locator("text=日志已提交。").count() == 1
    plain.close()

    desk = enter(new_page(base_url=site), site, head_of(office))
    desk.goto(reverse("evaluation:month", args=[office.pk, "2024-03"]))
    looked_at(desk, "month-empty", BOTH)
    first = f"[name='{assistant.pk}-1']"
    desk.focus(first)
    desk.keyboard.type("出")
    desk.keyboard.press("ArrowRight")
    assert desk.evaluate("document.activeElement.name") == f"{assistant.pk}-2"
    desk.focus("button:has-text('空着的工作日填')")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("text=考勤已保存，改了 21 处。")
    desk.focus("a:has-text('确认本月')")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("h1:has-text('确认')")
    looked_at(desk, "month-confirm", BOTH)
    desk.focus("button:has-text('确认本月')")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("text=2024年3月已确认。")
    assert Attendance.objects.filter(assistant=assistant, day__range=(MARCH, date(2024, 3, 31))).count() == 21
    looked_at(desk, "month-confirmed", BOTH)
    for name in ("daily", "people", "leaves"):
        desk.goto(reverse(f"evaluation:{name}"))
        looked_at(desk, f"desk-{name}", BOTH)
    for name, args in (("month_log", [office.pk, "2024-03"]), ("entry", [entry.pk]), ("month", [office.pk, "2024-03"])):
        desk.goto(reverse(f"evaluation:{name}", args=args))
        looked_at(desk, f"desk-{name}", BOTH)

    phone.goto(reverse("evaluation:log_new"))
    phone.fill("[name=day]", "2024-03-28")
    phone.select_option("[name=duty]", "1")
    phone.click("text=下一步：填数量")
    phone.wait_for_selector("text=2024年3月已经由司法所确认")
    looked_at(phone, "refused")
