"""The city's desk: what arrived, what changed, the two answers, and nothing else."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from bureaus import clock
from policy.powers import Role
from staffing import actions, differences, revisions, standing
from staffing.admin.filings import formula
from staffing.models import Filing, PlanStatus
from tests.staffing.editions import revise, submitted
from tests.staffing.factories import (
    NOW,
    checked,
    city,
    countersign,
    fill_in,
    make_countersigned_plan,
    make_filed_plan,
    make_office,
    make_plan,
    make_submitted_plan,
    make_user,
    staff,
)
from tests.staffing.queries import queries_of

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"admin:staffing_filing_{name}", args=args)


def sent(plan):
    """The newest journey of a plan."""
    return plan.filings.first().pk


def opened(plan):
    """The same, once somebody of the city has begun to read it."""
    return actions.open_filing(filing=plan.filings.first(), by=city(), now=NOW).pk


def answer(plan, *, unmet=(), **fields):
    """What the answering page sends: its checklist filled in, and the fields given."""
    points = ("average", "finance_opinion", "countersigned", "in_time")
    return {"seen": plan.version} | {f"mark-{point}": "unmet" if point in unmet else "met" for point in points} | fields


@pytest.fixture
def desk(client):
    client.force_login(city())
    return client


def resubmitted():
    plan = actions.return_plan(plan=make_submitted_plan(), opinion="请核对编制数。", by=city(), now=NOW)
    plan = fill_in(plan, planned_public=3)
    plan = countersign(plan)
    return actions.submit_plan(plan=plan, by=staff(plan.county, Role.COUNTY_HEAD), seen=plan.version, now=NOW)


def test_the_list_holds_what_arrived_with_its_waiting_time(desk):
    arrived, hidden = make_submitted_plan(), make_plan()
    with clock.standing_at(NOW + timedelta(days=2, hours=3)):
        text = desk.get(url("changelist")).text
    assert str(arrived) in text
    assert "2 天 3 小时" in text
    assert str(hidden) not in text


def test_a_plan_that_waits_says_what_has_changed_since_it_went_up(desk):
    plan = make_submitted_plan()
    line = plan.lines.first()
    assert "上报以后情况有变化" not in desk.get(url("change", opened(plan))).text
    row = actions.EstablishmentRow(office=line.office, holds_from=clock.today(NOW), established_posts=1, in_post=1, auxiliary=None)
    actions.enter_establishment(row=row, by=staff(plan.county, Role.COUNTY_CLERK), now=NOW + timedelta(days=1))
    with clock.standing_at(NOW + timedelta(days=2)):
        text = desk.get(url("change", opened(plan))).text
    assert "上报以后情况有变化" in text
    assert f"{line.office}政法专项编制由 2 变为 1" in text
    number = actions.suggested_filing_number(plan, now=NOW)
    plan = actions.file_plan(plan=plan, filing_number=number, marks=checked(), by=city(), now=NOW + timedelta(days=2))
    assert [revision.plan for revision in revisions.revisions_of(city(), clock.today(NOW + timedelta(days=2)))] == [plan]


def test_why_a_later_edition_changes_is_read_and_commented_on_by_the_city(desk):
    edition = submitted(revise(make_filed_plan(), reason="城关司法所增加编制。"))
    filing = edition.filings.get()
    assert filing.content == {"reason": "城关司法所增加编制。"}
    assert "城关司法所增加编制。" in desk.get(url("change", opened(edition))).text
    actions.comment(filing=filing, place="part:reason", text="请附批文。", by=city(), now=NOW)
    actions.comment(filing=filing, place="clause:四.数额", text="够了。", by=city(), now=NOW)
    assert make_filed_plan().filings.get().parts == []


def test_a_plan_shows_the_formula_counted_again_and_what_changed(desk):
    plan = resubmitted()
    text = desk.get(url("change", opened(plan))).text
    assert "政法专项编制 4 ＋ 协理员 8 ＝ 12 ≥ 4 × 2 ＝ 8" in text
    assert "<del>1</del> <ins>3</ins>" in text
    assert "请核对编制数。" in text


def test_the_city_sees_what_was_sent_and_not_what_the_county_is_changing(desk):
    plan = actions.return_plan(plan=make_submitted_plan(), opinion="请核对编制数。", by=city(), now=NOW)
    fill_in(plan, established_posts=77)
    text = desk.get(url("change", sent(plan))).text
    assert "政法专项编制 4 ＋ 协理员 4 ＝ 8 ≥ 4 × 2 ＝ 8" in text
    assert "<td>77</td>" not in text
    assert "4.00" in desk.get(url("changelist")).text


def test_filing_through_the_desk_is_confirmed_and_numbered(desk):
    plan = make_submitted_plan()
    asked = desk.get(url("file", sent(plan))).text
    assert re.search(r'value="阳司协备〔\d{4}〕1号"', asked)
    desk.post(url("file", sent(plan)), answer(plan, filing_number="阳司协备〔2024〕1号", opinion="同意。"))
    plan.refresh_from_db()
    assert (plan.status, plan.filing_number, plan.filings.get().opinion) == (PlanStatus.FILED, "阳司协备〔2024〕1号", "同意。")


def test_a_number_used_before_is_refused_in_a_sentence_and_what_was_typed_stays(desk):
    first, plan = make_filed_plan(), make_submitted_plan()
    said = desk.post(url("file", sent(plan)), answer(plan, filing_number=first.filing_number, opinion="同意。")).text
    assert "该备案号已经用于另一份方案，请换一个备案号。" in said
    assert "同意。" in said


def test_returning_through_the_desk_needs_reasons(desk):
    plan = make_submitted_plan()
    assert "请写明退回修改的理由，县（区）才知道改哪里。" in desk.post(url("return", sent(plan)), answer(plan, opinion="")).text
    desk.post(url("return", sent(plan)), answer(plan, opinion="请核对编制数。"))
    plan.refresh_from_db()
    assert plan.status == PlanStatus.RETURNED


@pytest.mark.parametrize("make", [make_filed_plan, resubmitted])
def test_django_changes_adds_and_deletes_nothing(desk, make):
    plan = make()
    assert desk.get(url("add")).status_code == 403
    assert desk.get(url("delete", sent(plan))).status_code == 403
    before, outcome = plan.version, plan.filings.first().outcome
    desk.post(url("change", sent(plan)), {"year": "2030", "status": "draft", "outcome": ""})
    desk.post(url("changelist"), {"action": "delete_selected", "_selected_action": [sent(plan)], "post": "yes"})
    plan.refresh_from_db()
    assert (plan.year, plan.version, plan.filings.first().outcome) == (2024, before, outcome)
    assert desk.get(url("history", sent(plan))).status_code == 302


def test_a_plan_that_did_not_arrive_is_not_found_and_an_answered_one_is_not_answered_again(desk):
    assert not make_countersigned_plan().filings.exists()
    plan = make_submitted_plan()
    actions.withdraw_plan(plan=plan, by=staff(plan.county, Role.COUNTY_HEAD), seen=plan.version, now=NOW)
    assert desk.get(url("change", sent(plan))).status_code == 404
    assert desk.get(url("change", "abc")).status_code == 404
    filed = make_filed_plan()
    said = desk.post(url("return", sent(filed)), answer(filed, opinion="再看看。"), follow=True)
    assert "方案目前是“已备案”，只有已上报的方案才能办理备案。" in said.text


@pytest.mark.parametrize("role", [Role.COUNTY_HEAD, Role.OPERATOR, Role.APPLICANT])
@pytest.mark.parametrize("name", ["change", "file", "return", "province", "open", "comment"])
def test_nobody_but_the_city_answers(client, name, role):
    plan = make_submitted_plan()
    client.force_login(make_user(role, plan.county if role is Role.COUNTY_HEAD else None))
    assert client.get(url(name, sent(plan))).status_code in (302, 403, *([405] if name in ("open", "comment") else []))
    assert client.post(url(name, sent(plan)), answer(plan, opinion="甲", filing_number="甲")).status_code in (302, 403)
    plan.refresh_from_db()
    assert plan.status == PlanStatus.SUBMITTED


@pytest.mark.parametrize("plans", [1, 3])
def test_the_list_asks_as_much_for_three_plans_as_for_one(desk, plans):
    for _ in range(plans):
        make_submitted_plan()
    assert queries_of(desk, url("changelist")) == 5


def test_offices_that_came_and_went_are_marked():
    old = {
        "office": "甲所",
        "code": "1",
        "established_posts": 1,
        "in_post": 1,
        "serving_assistants": 0,
        "planned_internal": 0,
        "planned_public": 3,
    }
    new = {**old, "office": "乙所", "code": "2"}
    newer, older = Filing(lines=[new]), Filing(lines=[old])
    found = [(row.office, row.is_new, row.is_gone) for row in differences.rows(newer, older)]
    assert found == [("乙所", True, False), ("甲所", False, True)]
    assert differences.rows(Filing(), None) == []


def test_a_later_edition_is_laid_beside_what_was_filed_before(desk):
    plan = revise(make_filed_plan())
    plan = submitted(fill_in(plan, planned_public=5))
    text = desk.get(url("change", opened(plan))).text
    assert "与第 1 次上报不同的，划去的是那一次的数字" in text
    assert text.count("<del>1</del> <ins>5</ins>") == 2
    assert [each.which for each in Filing.objects.order_by("pk")] == ["第 1 次上报", "第2版第 1 次上报"]


def test_a_filed_plan_that_no_longer_fits_its_county_is_marked(desk):
    plan = make_filed_plan()
    assert "准予备案（需修订）" not in desk.get(url("changelist")).text
    with clock.standing_at(NOW + timedelta(days=3)):
        make_office(plan.county)
        assert "准予备案（需修订）" in desk.get(url("changelist")).text
        said = desk.get(url("change", sent(plan))).text
    assert "备案以后情况有变化，方案需修订" in said
    assert "县（区）还没有编制变更方案" in said


def test_a_comment_about_a_cell_stands_in_the_grid_for_the_city_and_for_the_county(desk, client):
    plan = make_submitted_plan()
    filing = plan.filings.get()
    cell = f"cell:{filing.lines[0]['code']}:planned_public"
    actions.comment(filing=filing, place=cell, text="请核对。", by=city(), now=NOW)
    mark = '<td>1<a class="mark" href="#comment-1">批注1</a>'
    assert mark in desk.get(url("change", filing.pk)).text
    plan = actions.return_plan(plan=plan, opinion="见批注。", by=city(), now=NOW)
    client.force_login(staff(plan.county, Role.COUNTY_CLERK))
    assert mark.replace("<td>", '<td class="num">') in client.get(reverse("staffing:plan", args=[plan.pk])).text
    edit = client.get(reverse("staffing:plan_edit", args=[plan.pk])).text
    assert edit.count('<span class="hint">批注 1</span>') == 1
    assert '<li id="comment-1">' in edit


def test_the_formula_and_the_waiting_time_of_a_filed_plan():
    plan = make_filed_plan()
    assert formula(plan.filings.get().quota_check) == "政法专项编制 4 ＋ 协理员 4 ＝ 8 ≥ 4 × 2 ＝ 8"
    assert standing.waited(plan.filings.get(), NOW) == ""


def test_what_waits_longest_stands_on_top_and_what_is_answered_below(desk):
    answered, first, second = make_filed_plan(), make_submitted_plan(), make_submitted_plan()
    text = desk.get(url("changelist")).text
    places = [text.index(str(plan)) for plan in (first, second, answered)]
    assert places == sorted(places)
