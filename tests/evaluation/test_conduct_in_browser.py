"""Commendations, breaches and dismissals in a real browser, at both widths and clean for axe: every page of 奖惩 once."""

from datetime import date

import pytest

from evaluation import actions
from evaluation.models import Objection
from policy.powers import Role
from tests.evaluation.appraisal_factories import THEN, make_marked_period, make_people
from tests.evaluation.conduct import confirmed, dismissing, entered, given, heard, on_record, praised, served
from tests.looking import enter, faults, move_to
from tests.staffing.contracts import at, clerk, head, hired
from tests.staffing.factories import make_county, make_filed_plan, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("working_calendar")]

SERIOUS = {"ground": "serious", "own_conduct": True, "grave_consequence": True, "bad_influence": False}
LONG = "值班时间未经请假擅自离岗两小时，致使前来申请法律援助的群众无人接待，违反《司法所考勤管理规定》第五条（演示）。"


def looked_at(page, named, paths):
    found = []
    for number, path in enumerate(paths):
        page.goto(path if path.startswith("/") else f"/evaluation/conduct/{path}")
        for width in (375, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            found += [(path, fault) for fault in faults(page, f"conduct/{named}-{number}")]
    return found


def here(page, named):
    """The same of the page that stands there."""
    found = []
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        found += [(named, fault) for fault in faults(page, f"conduct/{named}")]
    return found


def test_the_pages_of_discipline_are_clean_at_both_widths(site, new_page):
    account = make_user(Role.ASSISTANT, name="赵一鸣")
    contract = hired(name="赵一鸣", account=account)
    done = served(confirmed(contract, measure="warning", facts=LONG))
    entered(contract, date(2026, 3, 16), measure="downgrade")
    incident = heard(contract, date(2026, 3, 9), facts=LONG)
    dismissal = dismissing(contract, **SERIOUS)
    gone = hired(contract.line, name="钱二强")
    unserved = on_record(gone)[1]
    ended = dismissing(gone)
    actions.confirm_dismissal(dismissal=ended, by=head(gone), seen=1, now=at(date(2026, 3, 20)))
    page = enter(new_page(base_url=site), site, clerk(contract))
    paths = (
        "",
        "enter/",
        f"{incident.pk}/hear/",
        f"{done.pk}/",
        f"{unserved.pk}/",
        f"{unserved.pk}/serve/",
        "dismissals/enter/",
        f"dismissals/{ended.pk}/",
    )
    found = looked_at(page, "clerk", (*paths, f"/evaluation/people/{contract.assistant_id}/"))
    page = enter(new_page(base_url=site), site, head(contract))
    paths = (f"{incident.pk}/", f"{incident.pk}/decide/", f"{incident.pk}/return/", "dismissals/", f"dismissals/{dismissal.pk}/")
    found += looked_at(page, "head", (*paths, f"dismissals/{dismissal.pk}/decide/"))
    page = enter(new_page(base_url=site), site, account)
    assert found + looked_at(page, "own", ("/evaluation/service/",)) == []


def test_a_commendation_is_shown_and_decided_and_clean_at_both_widths(site, new_page):
    move_to(at(date(2025, 3, 3)))
    line, far = make_filed_plan(make_county(offices=2), established_posts=4, planned_public=14).lines.order_by("pk")
    contract = hired(line, name="孙三省")
    for number in range(12):
        hired(far, name=f"演示{number + 1}号")
    waiting, over = praised(contract), given(hired(contract.line, name="李四平"), now=date(2025, 2, 10))
    page = enter(new_page(base_url=site), site, clerk(contract))
    found = looked_at(page, "praise-clerk", ("commendations/", f"commendations/{over.pk}/", "commendations/enter/"))
    page.get_by_text("（12 人）").click()
    page.get_by_label("演示3号").check()
    page.get_by_label("按姓名查找").fill("演示1号")
    page.keyboard.press("Enter")
    page.get_by_label("演示1号").wait_for()
    assert (page.locator("[name=contracts]").count(), page.get_by_label("演示3号").is_checked()) == (2, True)
    assert page.locator(".error-summary").count() == 0
    page.locator("[name=award]").first.focus()
    page.keyboard.press("Enter")
    page.get_by_text("请写明“工作表现突出”的具体事实。").first.wait_for()
    page.set_input_files("[name=paper]", {"name": "表彰决定.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"})
    page.get_by_role("button", name="提出表彰").click()
    page.get_by_text("刚才选的“表彰决定.pdf”浏览器没有留下").wait_for()
    found += here(page, "praise-refused")
    page = enter(new_page(base_url=site), site, head(contract))
    paths = (f"commendations/{waiting.pk}/", f"commendations/{waiting.pk}/return/", f"commendations/{waiting.pk}/post/")
    found += looked_at(page, "praise-head", ("/evaluation/daily/rules/", *paths))
    page.get_by_role("button", name="同意公示").click()
    page.get_by_text("已公示，公示期 2025-03-04 至 2025-03-10").wait_for()
    found += looked_at(new_page(base_url=site), "praise-public", ("/evaluation/publicity/",))
    desk = enter(new_page(base_url=site), site, clerk(contract))
    found += looked_at(desk, "objection-write", (f"commendations/{waiting.pk}/object/",))
    desk.get_by_label("来电").check()
    desk.fill("[name=text]", "反映调解的件数不实（演示）。")
    desk.get_by_role("button", name="登记异议").click()
    desk.get_by_text("异议已登记").wait_for()
    found += here(desk, "objection-written")
    objection = Objection.objects.get()
    found += looked_at(page, "objection-head", ("objections/", f"objections/{objection.pk}/"))
    page.get_by_label("查无此事").check()
    page.fill("[name=finding]", "核对台账，件数属实（演示）。")
    page.get_by_role("button", name="登记结论").click()
    page.get_by_text("异议已答复。").wait_for()
    found += here(page, "objection-answered")
    found += looked_at(enter(new_page(base_url=site), site, make_user(Role.DISCIPLINE)), "objection-watch", ("objections/",))
    move_to(at(date(2025, 3, 11)))
    enter(page, site, head(contract))
    late = praised(contract, award="praised")
    page.goto("/evaluation/conduct/commendations/")
    for row in (waiting, late):
        page.check(f"[name=chosen][value='{row.pk}']")
    page.get_by_role("button", name="审定勾选的").click()
    page.get_by_role("heading", name="审定表彰：1 人").wait_for()
    found += here(page, "praise-many")
    found += looked_at(page, "praise-over", (f"commendations/{waiting.pk}/", f"commendations/{waiting.pk}/decide/"))
    page.get_by_role("button", name="审定表彰").click()
    page.get_by_text("孙三省的表彰已审定").wait_for()
    assert found == []


def test_a_lowered_grade_is_explained_where_grades_are_decided(site, new_page):
    move_to(THEN)
    people = make_people(2)
    confirmed(people[0].contracts.get(), date(2024, 9, 2), measure="downgrade", facts=LONG)
    period = make_marked_period(people)
    sheet = period.appraisals.get(assistant=people[0])
    page = enter(new_page(base_url=site), site, clerk(people[0]))
    assert looked_at(page, "lowered", (f"/evaluation/appraisals/periods/{period.pk}/", f"/evaluation/appraisals/{sheet.pk}/")) == []
