"""The review by keys alone: down the list, open, answer, decide, and the next one opens by itself."""

import pytest

from bureaus import clock
from bureaus.models import ClockShift
from policy.powers import Role
from recruitment import presence
from recruitment.models import Entry
from tests.bureaus.factories import make_applicant
from tests.looking import enter, faults
from tests.recruitment.factories import OPEN, make_announced_round, make_application
from tests.staffing.factories import make_user, staff


@pytest.fixture
def address(site):
    """The server, at the time the registration is open."""
    ClockShift.objects.create(pk=1, shift=OPEN - clock.now())
    return site


@pytest.mark.django_db(transaction=True)
def test_two_applications_are_reviewed_without_a_mouse(address, new_page):
    round = make_announced_round()
    first, second = (make_application(round, make_applicant(name=name)) for name in ("刘晓娟", "张明"))
    page = enter(new_page(width=1280, height=720), address, staff(round.county, Role.COUNTY_CLERK))

    presence.come(second, make_user(Role.COUNTY_CLERK, round.county, name="李伟"), OPEN)
    page.goto(f"{address}/desk/applications/")
    assert page.locator("tbody tr").nth(1).get_by_text("李伟正在审核（10:00 起）").is_visible()
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 720})
        assert faults(page, "review/queue") == []
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/applications/{first.pk}/")
    assert faults(page, "review/candidate") == []
    for decision in ("passed", "returned", "failed"):
        assert page.locator(f"button[value={decision}]").bounding_box()["y"] < 720  # in view without scrolling

    keys = page.locator("details[data-keys]")
    for is_open in (True, False):
        page.keyboard.press("?")
        assert keys.evaluate("panel => panel.open") is is_open
    page.keyboard.press("a")
    page.keyboard.press("p")
    page.wait_for_url(f"**/desk/applications/{second.pk}/")
    assert page.get_by_text("刘晓娟：已录入“通过”，等另一位工作人员复核。").is_visible()
    page.keyboard.press("u")
    page.wait_for_url(f"**/desk/applications/{first.pk}/")
    assert page.get_by_text("刘晓娟：已撤回“通过”，可以重新办理。").is_visible()
    page.keyboard.press("a")
    page.keyboard.press("p")
    page.wait_for_url(f"**/desk/applications/{second.pk}/")

    page.keyboard.press("n")
    page.wait_for_selector("#refusal")
    clause = page.get_by_text("未通过（依据：四(二)1(5)），原因和申诉办法")
    assert not clause.is_visible()
    page.select_option("#id_reason", "education")
    assert clause.is_visible()
    page.get_by_role("button", name="收起").click()
    page.wait_for_selector("#refusal", state="detached")

    page.keyboard.press("b")
    page.wait_for_selector("#refusal")
    assert faults(page, "review/after") == []
    page.select_option("#id_reason", "education")
    page.fill("#id_sentence", "毕业证书照片模糊，请重拍。")
    assert page.locator("[data-echo]").inner_text() == "毕业证书照片模糊，请重拍。"
    page.locator("button[value=returned]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/applications/")
    assert list(Entry.objects.order_by("pk").values_list("application", "outcome", "returned")) == [
        (first.pk, "passed", False),
        (second.pk, "failed", True),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_are_passed_at_once_and_single_letters_can_be_switched_off(address, new_page):
    round = make_announced_round()
    for name in ("刘晓娟", "张明"):
        make_application(round, make_applicant(name=name))
    page = enter(new_page(width=1280, height=720), address, staff(round.county, Role.COUNTY_CLERK))
    page.goto(f"{address}/desk/applications/")
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    assert page.get_by_text("已勾选 2 份，先看清单再确认").is_visible()
    page.get_by_role("button", name="批量通过勾选的").press("Enter")
    page.wait_for_url("**/desk/applications/bulk/")
    assert faults(page, "review/bulk") == []
    page.get_by_role("button", name="待核项都已逐份核对，全部符合").press("Enter")
    page.wait_for_selector("input[type=checkbox]:checked")
    page.get_by_role("button", name="通过这 2 份").press("Enter")
    page.get_by_text("办成 2 份。").wait_for()
    assert faults(page, "review/bulk-done") == []
    assert Entry.objects.filter(outcome="passed", returned=False).count() == 2

    page.goto(f"{address}/desk/applications/?state=entered")
    page.keyboard.press("?")
    page.get_by_role("button", name="关闭单键操作").press("Enter")
    page.keyboard.press("j")
    assert page.locator("tr.at").count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_papers_are_laid_beside_each_other_by_keyboard(address, new_page):
    application = make_application()
    page = enter(new_page(width=1280, height=720), address, staff(application.round.county, Role.COUNTY_CLERK))
    page.goto(f"{address}/desk/applications/{application.pk}/")
    papers, buttons = page.locator(".papers figure"), page.locator("[data-beside]")
    everything = papers.count()
    assert everything > 2
    buttons.nth(0).press("Enter")
    page.get_by_text("再选一份材料的“并排”，就能对照着看。").wait_for()
    buttons.nth(2).press("Enter")
    page.get_by_text("正在并排看两份").wait_for()
    assert [papers.nth(place).is_visible() for place in range(everything)] == [place in (0, 2) for place in range(everything)]
    assert papers.nth(0).bounding_box()["y"] == papers.nth(2).bounding_box()["y"]
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 720})
        assert faults(page, "review/pair") == []
    buttons.nth(2).press("Enter")
    assert [papers.nth(place).is_visible() for place in range(everything)] == [True] * everything
