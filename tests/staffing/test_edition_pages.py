"""The pages around editions: what a filed plan lacks since, revising, throwing away, trying numbers out, and the ledger over editions."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from bureaus import actions as places
from bureaus import clock
from policy.powers import Role
from staffing import actions
from staffing.models import PlanLine, QuotaPlan
from staffing.revisions import revisions_of
from tests.staffing.editions import LATER, filed, hire, leave, revise
from tests.staffing.factories import NOW, city, fill_in, make_county, make_filed_plan, make_office, make_plan, make_user, staff
from tests.staffing.queries import queries_of
from tests.staffing.test_establishment import row
from tests.staffing.test_plan_pages import cells

pytestmark = pytest.mark.django_db

TODAY = LATER.date()


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(LATER):
        yield


def page(client, user, name, /, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"staffing:{name}", args=args), query)


def post(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"staffing:{name}", args=args), data, follow=True)


def enter(office, day, posts, now=LATER):
    clerk = staff(office.county, Role.COUNTY_CLERK)
    return actions.enter_establishment(row=row(office, day, posts, source="盂编办〔2024〕3号"), by=clerk, now=now)


def lacks(plan, today=TODAY):
    return [(one.changes, one.falls_short) for one in revisions_of(staff(plan.county, Role.COUNTY_CLERK), today)]


def test_what_changed_after_the_filing_marks_the_plan_and_what_was_known_before_does_not():
    county = make_county(offices=2)
    first, second = county.offices.all()
    enter(first, date(2024, 1, 1), 9, now=NOW - timedelta(days=1))  # the county planned with another number, knowing this one
    plan = make_filed_plan(county)
    assert lacks(plan) == []
    enter(second, date(2024, 3, 20), 1)
    assert lacks(plan) == [
        ([f"{second}政法专项编制由 2 变为 1（2024-03-20 起）"], "按现在的司法所和编制，所均 3.50 人，还差 1 人才达到所均 4 人。")
    ]
    assert lacks(plan, date(2024, 3, 19)) == []


def test_offices_opened_closed_and_merged_mark_the_plan():
    plan = make_filed_plan(make_county(offices=3))
    first, second, third = [line.office for line in plan.lines.all()]
    operator = make_user(Role.OPERATOR)
    places.close_office(office=first, day=TODAY, into=second, by=operator, now=LATER)
    places.close_office(office=third, day=TODAY, by=operator, now=LATER)
    new = make_office(plan.county, "新设司法所")
    enter(new, TODAY, 0)
    changes, short = lacks(plan)[0]
    assert changes == ["新设新设司法所，方案里没有", f"{first}已并入{second}，方案里还有", f"{third}已撤销，方案里还有"]
    assert short == ""


def test_a_new_office_that_brings_the_county_under_four_says_so():
    plan = make_filed_plan()
    make_office(plan.county)
    assert lacks(plan)[0][1] == "按现在的司法所和编制，所均 2.66 人，还差 4 人才达到所均 4 人。"


def test_the_mark_goes_when_the_next_edition_is_filed_and_an_older_year_bears_none():
    plan = make_filed_plan()
    make_office(plan.county)
    assert len(lacks(plan)) == 1
    filed(fill_in(revise(plan)))
    assert lacks(plan) == []
    other = make_filed_plan()
    make_office(other.county)
    following = fill_in(make_plan(other.county, year=2025), planned_public=3)
    filed(following)
    assert lacks(other) == []


def test_the_mark_stands_on_every_page_that_shows_the_plan(client):
    plan = make_filed_plan()
    office = make_office(plan.county, "新设司法所")
    clerk, desk = staff(plan.county, Role.COUNTY_CLERK), city()
    sentence = f"新设{office}，方案里没有"
    assert sentence in page(client, clerk, "plan", plan.pk).text
    for user in (clerk, desk):
        assert "需修订" in page(client, user, "plans").text
        assert sentence in page(client, user, "establishment").text
    client.force_login(clerk)
    home = client.get("/desk/").text
    assert "编制数额核定变更方案" in home
    assert reverse("staffing:plan", args=[plan.pk]) in home
    revise(plan)
    assert "编制数额核定变更方案" not in client.get("/desk/").text


def test_a_plan_is_revised_from_its_page_and_both_editions_point_at_each_other(client):
    plan = make_filed_plan(make_county(offices=1), established_posts=4)
    line = plan.lines.get()
    clerk = plan.entered_by
    hire(line, "合同")
    make_office(plan.county, "新设司法所")
    asked = page(client, clerk, "plan_revise", plan.pk)
    assert "新设新设司法所，方案里没有。" in asked.context["form"]["reason"].value()
    assert "请写明变更的理由" in post(client, clerk, "plan_revise", plan.pk, seen=plan.version, reason="").text
    done = post(client, clerk, "plan_revise", plan.pk, seen=plan.version, reason="新设司法所。")
    edition = QuotaPlan.objects.get(edition=2)
    assert done.redirect_chain == [(reverse("staffing:plan_edit", args=[edition.pk]), 302)]
    assert "第2版已建立" in done.text
    assert "已用 1" in done.text
    text = page(client, clerk, "plan", edition.pk).text
    assert "变更的理由：新设司法所。" in text
    assert "<li>新增新设司法所</li>" in text
    assert "正在办理（草稿）" in page(client, clerk, "plan", plan.pk).text
    filed(fill_in(edition, established_posts=4))
    assert "只供查阅" in page(client, clerk, "plan", plan.pk).text
    assert "已被替代" in page(client, clerk, "plans").text
    again = post(client, clerk, "plan_revise", plan.pk, seen=plan.version, reason="再改。")
    assert "这一版方案已经有了变更方案，请打开变更方案继续填写。" in again.text


def test_the_page_of_an_edition_says_cell_by_cell_what_it_changes(client):
    plan = make_filed_plan(make_county(offices=1), established_posts=4)
    edition = fill_in(revise(plan), established_posts=5, planned_public=None)
    line = edition.lines.get()
    assert f"<li>{line}：政法专项编制 4 → 5，拟招聘 1 → 未填</li>" in page(client, edition.entered_by, "plan", edition.pk).text


def test_a_draft_edition_is_thrown_away_after_a_page_that_says_so(client):
    plan = make_filed_plan()
    edition = revise(plan)
    clerk = plan.entered_by
    assert "撤回后不能恢复。" in page(client, clerk, "plan_discard", edition.pk).text
    done = post(client, clerk, "plan_discard", edition.pk, seen=edition.version)
    assert done.redirect_chain == [(reverse("staffing:plan", args=[plan.pk]), 302)]
    assert not QuotaPlan.objects.filter(pk=edition.pk).exists()
    assert "只有没有上报过的变更方案草稿可以撤回。" in post(client, clerk, "plan_discard", plan.pk, seen=plan.version).text


def test_the_grid_says_where_numbers_come_from_and_takes_them_on_request(client):
    county = make_county(offices=2)
    first, _ = county.offices.all()
    enter(first, date(2024, 1, 1), 3)
    plan = fill_in(make_plan(county))
    text = page(client, plan.entered_by, "plan_edit", plan.pk).text
    assert "编制 3、实有 2、辅助 1（2024-01-01 起，盂编办〔2024〕3号）" in text
    assert "与登记不同" in text
    done = post(client, plan.entered_by, "plan_take_establishment", plan.pk, seen=plan.version)
    assert "已按编制情况填写政法专项编制和实有" in done.text
    assert [line.established_posts for line in plan.lines.all()] == [3, 2]
    assert "与登记不同" not in page(client, plan.entered_by, "plan_edit", plan.pk).text


# --- trying numbers out ----------------------------------------------------------------------------------------------


def stored(plan):
    version = QuotaPlan.objects.get(pk=plan.pk).version
    return version, list(PlanLine.objects.filter(plan=plan).values_list("pk", *PlanLine.NUMBERS))


def test_trying_out_recomputes_on_the_server_and_saves_nothing(client):
    plan = make_filed_plan(make_county(offices=2))
    hire(plan.lines.first(), "合同")
    before = stored(plan)
    first, second = plan.lines.all()
    tried = cells(plan) | {f"planned_public-{first.pk}": "0", f"planned_public-{second.pk}": "1", f"planned_internal-{second.pk}": "3"}
    answer = post(client, city(), "plan_what_if", plan.pk, **tried)
    assert answer.context["plan"].quota_check.average == "4.50"
    assert "拟选聘合计增加 2 人" in answer.text
    assert "拟招聘合计减少 1 人" in answer.text
    assert "方案 1" in answer.text
    assert f"{first}的拟招聘已使用 1 人，变更方案只列 0 人" in answer.text
    assert "这个司法所有 3 人，少于 4 人" in answer.text
    assert stored(plan) == before
    short = post(client, city(), "plan_what_if", plan.pk, **(tried | {f"established_posts-{second.pk}": "0"}))
    assert "还差 1 人才达到所均 4 人，暂不能上报" in short.text
    assert stored(plan) == before


def test_what_is_no_number_is_told_and_kept(client):
    plan = make_filed_plan(make_county(offices=1), established_posts=4)
    answer = post(client, plan.entered_by, "plan_what_if", plan.pk, **cells(plan, planned_public="一"))
    assert "拟招聘：请填写 0 到 999 的整数，没有的填 0。" in answer.text
    assert 'value="一"' in answer.text


@pytest.mark.parametrize("role", [Role.CITY, Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.COUNTY_HR, Role.DISCIPLINE])
def test_whoever_reads_a_plan_may_try_numbers_out(client, role):
    plan = make_filed_plan()
    user = make_user(role, plan.county if role.startswith("county") else None)
    assert page(client, user, "plan_what_if", plan.pk).status_code == 200


@pytest.mark.parametrize("name", ["plan_revise", "plan_discard", "plan_what_if"])
def test_another_county_finds_nothing(client, name):
    plan = make_filed_plan()
    assert page(client, staff(make_county(), Role.COUNTY_CLERK), name, plan.pk).status_code == 404
    assert page(client, make_user(Role.APPLICANT), name, plan.pk).status_code == 403


# --- the ledger over editions ----------------------------------------------------------------------------------------


def told(response):
    return [(row.title, row.note, row.uses[0].planned, row.uses[0].filled, row.uses[0].remaining) for row in response.context["rows"]]


def test_the_ledger_holds_the_edition_in_force_and_the_use_of_all(client):
    plan = make_filed_plan(planned_public=2)
    first, second = [line.office for line in plan.lines.all()]
    hire(plan.lines.get(office=first), "合同 1")
    leave(plan.lines.get(office=first), "合同 1 辞职", now=NOW + timedelta(days=1))
    hire(plan.lines.get(office=second), "合同 2")
    filed(fill_in(revise(plan), planned_public=3))
    response = page(client, staff(plan.county, Role.COUNTY_CLERK), "ledger")
    assert told(response) == [(str(first), "", 3, 1, 3), (str(second), "", 3, 1, 2)]
    assert "（1 可再用）" in response.text
    assert told(page(client, city(), "ledger")) == [(str(plan.county), "", 6, 2, 5)]


def test_an_office_closed_since_stays_in_the_ledger_while_it_holds_use(client):
    plan = make_filed_plan(planned_public=1, established_posts=4)
    gone, stays = [line.office for line in plan.lines.all()]
    hire(plan.lines.get(office=gone), "合同")
    places.close_office(office=gone, day=TODAY, into=stays, by=make_user(Role.OPERATOR), now=LATER)
    edition = revise(plan)
    filed(fill_in(edition, planned_public=2, established_posts=4))
    response = page(client, staff(plan.county, Role.COUNTY_CLERK), "ledger")
    assert told(response) == [(str(gone), "已撤销，人员已调配", 0, 1, -1), (str(stays), "", 2, 0, 2)]
    total = response.context["total"]
    assert (total.offices, total.established, total.uses[0].remaining) == (1, 4, 1)


def test_what_has_become_of_the_offices_is_said_before_a_draft_is_saved_and_after(client):
    plan = fill_in(make_plan(make_county(offices=2)))
    gone, kept = plan.lines.all()
    new = make_office(plan.county, "新设司法所")
    places.close_office(office=gone.office, day=TODAY, by=make_user(Role.OPERATOR), now=LATER)
    told = f"新设新设司法所；{gone}已撤并，连同填写的数字去掉"
    client.force_login(plan.entered_by)
    for name in ("plan", "plan_edit"):
        assert told in client.get(reverse(f"staffing:{name}", args=[plan.pk])).text
    numbers = {f"{number}-{line.pk}": 1 for line in plan.lines.all() for number in PlanLine.NUMBERS}
    saved = client.post(reverse("staffing:plan_edit", args=[plan.pk]), numbers | {"seen": plan.version}, follow=True)
    assert f"司法所有变化，方案已照此调整：{told}。请核对数字。" in saved.text
    assert [line.office for line in plan.lines.all()] == [kept.office, new]
    assert "司法所有变化" not in client.get(reverse("staffing:plan", args=[plan.pk])).text


@pytest.mark.parametrize("offices", [1, 3])
def test_the_pages_ask_as_much_for_three_offices_as_for_one(client, offices):
    plan = make_filed_plan(make_county(offices=offices), established_posts=4)
    make_office(plan.county)
    edition = fill_in(revise(plan))
    client.force_login(plan.entered_by)
    asked = {name: queries_of(client, reverse(f"staffing:{name}", args=[plan.pk])) for name in ("plan", "plan_revise", "plan_what_if")}
    assert asked == {"plan": 13, "plan_revise": 7, "plan_what_if": 3}
    asked = {name: queries_of(client, reverse(f"staffing:{name}", args=[edition.pk])) for name in ("plan", "plan_edit")}
    assert asked == {"plan": 8, "plan_edit": 8}


@pytest.mark.parametrize("plans", [1, 3])
def test_the_lists_ask_as_much_for_three_filed_plans_as_for_one(client, plans):
    for _ in range(plans):
        make_office(make_filed_plan().county)
    client.force_login(city())
    assert (queries_of(client, reverse("staffing:plans")), queries_of(client, reverse("staffing:ledger"))) == (8, 3)
    assert queries_of(client, reverse("staffing:establishment")) == 8
