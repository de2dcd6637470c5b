"""The pages of a plan: what each role sees and may press, what is kept when something is refused."""

import pytest
from django.urls import reverse

from policy.powers import Role
from staffing import actions
from staffing.models import PlanLine, PlanStatus, QuotaPlan
from tests.staffing.factories import (
    NOW,
    city,
    fill_in,
    make_countersigned_plan,
    make_county,
    make_filed_plan,
    make_plan,
    make_submitted_plan,
    make_user,
    staff,
)
from tests.staffing.queries import queries_of

pytestmark = pytest.mark.django_db


def page(client, user, name, *args):
    client.force_login(user)
    return client.get(reverse(f"staffing:{name}", args=args))


def post(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"staffing:{name}", args=args), data, follow=True)


def cells(plan, **numbers):
    """The grid's fields as a browser sends them."""
    row = {"established_posts": "2", "in_post": "1", "serving_assistants": "0", "planned_internal": "1", "planned_public": "1"} | numbers
    return {"seen": plan.version} | {f"{number}-{line.pk}": value for line in plan.lines.all() for number, value in row.items()}


def test_the_clerk_begins_a_plan_and_lands_on_the_grid(client):
    clerk = staff(make_county(), Role.COUNTY_CLERK)
    response = post(client, clerk, "plans", year="2024")
    plan = QuotaPlan.objects.get()
    assert response.redirect_chain == [(reverse("staffing:plan_edit", args=[plan.pk]), 302)]
    assert "方案已建立，请逐所填写数字。" in response.text


def test_a_second_plan_for_the_year_is_refused_in_a_sentence(client):
    plan = make_plan()
    response = post(client, plan.entered_by, "plans", year="2024")
    assert "本县该年度已有数额核定方案，请打开原有方案继续填写。" in response.text


def test_the_grid_saves_and_says_so(client):
    plan = make_plan()
    response = post(client, plan.entered_by, "plan_edit", plan.pk, **cells(plan, planned_public="２"))
    assert "数字已保存。" in response.text
    assert {line.planned_public for line in PlanLine.objects.all()} == {2}


@pytest.mark.parametrize("typed", ["3.5", "-1", "一", "1000", "4e2"])
def test_what_is_no_whole_number_is_refused_and_kept_on_the_page(client, typed):
    plan = make_plan(make_county(offices=1))
    response = post(client, plan.entered_by, "plan_edit", plan.pk, **cells(plan, established_posts=typed))
    assert f"{plan.lines.get().office} 政法专项编制：请填写 0 到 999 的整数，没有的填 0。" in response.text
    assert f'value="{typed}"' in response.text
    assert "<title>错误：" in response.text
    assert plan.lines.get().established_posts is None


def test_a_stale_save_keeps_what_was_typed_shows_what_is_stored_and_can_be_repeated(client):
    plan = make_plan(make_county(offices=1))
    old = cells(plan, planned_public="7")
    plan = fill_in(plan)
    response = post(client, plan.entered_by, "plan_edit", plan.pk, **old)
    assert "您查看后内容又有更新，这次操作没有保存。" in response.text
    assert 'value="7"' in response.text
    assert "已存 1" in response.text
    assert plan.lines.get().planned_public == 1
    post(client, plan.entered_by, "plan_edit", plan.pk, **old | {"seen": response.context["form"]["seen"].value()})
    assert plan.lines.get().planned_public == 7


def test_the_check_bar_counts_on_the_server_too(client):
    plan = fill_in(make_plan(), planned_public=0)
    response = page(client, plan.entered_by, "plan_edit", plan.pk)
    assert "还差 2 人才达到所均 4 人，暂不能上报" in response.text
    assert 'data-check data-offices="2" data-per-office="4"' in response.text


def test_the_whole_way_through_the_pages(client):
    plan = fill_in(make_plan())
    clerk, head, hr = (staff(plan.county, role) for role in (Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.COUNTY_HR))
    assert "方案已送人社局会签。" in post(client, clerk, "plan_offer", plan.pk, seen=plan.version).text
    plan.refresh_from_db()
    assert "方案已会签，负责人可以上报。" in post(client, hr, "plan_countersign", plan.pk, seen=plan.version).text
    plan.refresh_from_db()
    wrong = post(client, head, "plan_submit", plan.pk, seen=plan.version, typed="别的县")
    assert f"输入的名称与方案不一致，应为“{plan.county}”。" in wrong.text
    done = post(client, head, "plan_submit", plan.pk, seen=plan.version, typed=plan.county.name)
    assert "方案已上报市司法局，请等待备案结果。" in done.text
    plan.refresh_from_db()
    assert plan.status == PlanStatus.SUBMITTED


def test_a_submission_under_the_average_is_refused_on_its_page(client):
    plan = make_countersigned_plan(planned_public=0)
    response = post(client, staff(plan.county, Role.COUNTY_HEAD), "plan_submit", plan.pk, seen=plan.version, typed=plan.county.name)
    assert "还差 2 人才达到所均 4 人，暂不能上报。" in response.text


def test_who_entered_is_refused_on_the_page(client):
    plan = make_countersigned_plan()
    clerk = plan.entered_by
    clerk.role = Role.COUNTY_HEAD
    clerk.save()
    response = post(client, clerk, "plan_submit", plan.pk, seen=plan.version, typed=plan.county.name)
    assert "录入人与复核人不能是同一人，请由另一位工作人员复核。" in response.text


def test_hr_sends_back_and_the_clerk_reads_why(client):
    plan = make_countersigned_plan()
    hr = staff(plan.county, Role.COUNTY_HR)
    assert "请写明理由，经办人才知道改哪里。" in post(client, hr, "plan_send_back", plan.pk, seen=plan.version, reason="").text
    post(client, hr, "plan_send_back", plan.pk, seen=plan.version, reason="实有数不符。")
    assert "实有数不符。" in page(client, plan.entered_by, "plan", plan.pk).text


def test_a_returned_plan_shows_the_city_reasons_and_a_filed_one_its_number_and_paper(client):
    returned = actions.return_plan(plan=make_submitted_plan(), opinion="请核对编制数。", by=city(), now=NOW)
    assert "请核对编制数。" in page(client, returned.entered_by, "plan", returned.pk).text
    filed = make_filed_plan()
    text = page(client, filed.entered_by, "plan", filed.pk).text
    assert "备案号 阳司协备〔2024〕1号" in text
    assert "数额核定备案表（PDF）" in text


def test_the_grid_of_a_plan_that_went_up_leads_back_to_the_plan(client):
    plan = make_submitted_plan()
    response = post(client, plan.entered_by, "plan_edit", plan.pk, **cells(plan))
    assert "方案已上报，表内数字不能再改。" in response.text


NAMES = ["plan", "plan_edit", "plan_countersign", "plan_send_back", "plan_submit", "plan_export"]


@pytest.mark.parametrize("name", NAMES)
def test_another_county_finds_nothing(client, name):
    plan, other = fill_in(make_plan()), make_county()
    for role in (Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.COUNTY_HR):
        assert page(client, staff(other, role), name, plan.pk).status_code in (404, 403)
    role = {"plan_edit": Role.COUNTY_CLERK, "plan_submit": Role.COUNTY_HEAD}.get(name, Role.COUNTY_HR)
    assert page(client, staff(other, role), name, plan.pk).status_code == 404


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("plan_edit", Role.COUNTY_HR),
        ("plan_edit", Role.CITY),
        ("plan_countersign", Role.COUNTY_CLERK),
        ("plan_send_back", Role.COUNTY_CLERK),
        ("plan_submit", Role.COUNTY_CLERK),
        ("plan", Role.OFFICE),
        ("plans", Role.APPLICANT),
        ("plans", Role.OPERATOR),
    ],
)
def test_a_page_opens_only_to_who_holds_its_power(client, name, role):
    plan = make_plan()
    office = plan.lines.first().office if role is Role.OFFICE else None
    user = make_user(role, plan.county, office=office)
    assert page(client, user, name, *([] if name == "plans" else [plan.pk])).status_code == 403


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get(reverse("staffing:plans")).status_code == 302


@pytest.mark.parametrize("offices", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("plan", 7), ("plan_edit", 7), ("plan_export", 3)])
def test_the_pages_of_a_plan_ask_as_much_for_three_offices_as_for_one(client, offices, name, queries):
    plan = fill_in(make_plan(make_county(offices=offices)))
    client.force_login(plan.entered_by)
    assert queries_of(client, reverse(f"staffing:{name}", args=[plan.pk])) == queries


@pytest.mark.parametrize("plans", [1, 3])
def test_the_list_asks_as_much_for_three_plans_as_for_one(client, plans):
    for _ in range(plans):
        make_plan()
    client.force_login(city())
    assert queries_of(client, reverse("staffing:plans")) == 3
    assert queries_of(client, reverse("staffing:plans_export")) == 2
