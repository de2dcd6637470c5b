"""A plan on its way up: who enters, countersigns, submits and files, and what stops it."""

from datetime import date

import pytest

from bureaus.access import OneHand, Refused
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from bureaus.models import AuditEvent, Message
from bureaus.naming import named
from bureaus.tenancy import Stale
from policy.powers import Role
from staffing import actions
from staffing.models import PlanStatus, QuotaPlan
from tests.staffing.factories import (
    NOW,
    checked,
    city,
    countersign,
    fill_in,
    make_countersigned_plan,
    make_county,
    make_filed_plan,
    make_office,
    make_plan,
    make_submitted_plan,
    make_user,
    staff,
)
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db


def letters_of(person):
    return list(Message.objects.filter(recipient=person).order_by("pk").values_list("letter", flat=True))


def submit(plan):
    return actions.submit_plan(plan=plan, by=staff(plan.county, Role.COUNTY_HEAD), seen=plan.version, now=NOW)


def test_a_plan_begins_with_an_empty_line_for_each_standing_office():
    county = make_county(offices=2)
    closed = make_office(county)
    closed.closed_on = date(2023, 1, 1)
    closed.save()
    plan = make_plan(county)
    assert [line.established_posts for line in plan.lines.all()] == [None, None]
    assert closed.pk not in plan.lines.values_list("office", flat=True)


def test_the_way_from_draft_to_filed_is_told_recorded_and_kept():
    county = make_county()
    clerk, head, hr, desk = staff(county, Role.COUNTY_CLERK), staff(county, Role.COUNTY_HEAD), staff(county, Role.COUNTY_HR), city()
    plan = fill_in(make_plan(county))
    plan = actions.offer_plan(plan=plan, by=clerk, seen=plan.version, now=NOW)
    plan = actions.countersign_plan(plan=plan, by=hr, seen=plan.version, now=NOW)
    plan = submit(plan)
    assert actions.suggested_filing_number(plan, now=NOW) == "阳司协备〔2024〕1号"
    plan = actions.file_plan(plan=plan, filing_number="阳司协备〔2024〕1号", marks=checked(), opinion="同意。", by=desk, now=NOW)

    assert plan.status == PlanStatus.FILED
    assert list(AuditEvent.objects.filter(about=named(plan)).values_list("verb", "by")) == [
        ("begin_plan", clerk.pk),
        ("save_lines", clerk.pk),
        ("offer_plan", clerk.pk),
        ("countersign_plan", hr.pk),
        ("submit_plan", head.pk),
        ("file_plan", desk.pk),
    ]
    assert letters_of(hr) == ["plan_offered", "plan_filed"]
    assert letters_of(head) == ["plan_countersigned", "plan_filed"]
    assert letters_of(desk) == ["plan_submitted"]
    filing = plan.filings.get()
    assert (filing.get_outcome_display(), filing.opinion, filing.decided_by) == ("准予备案", "同意。", desk)
    assert [row["established_posts"] for row in filing.lines] == [2, 2]


def test_filing_numbers_count_on():
    make_filed_plan()
    assert actions.suggested_filing_number(make_submitted_plan(), now=NOW) == "阳司协备〔2024〕2号"


def test_a_filing_number_is_used_once():
    first = make_filed_plan()
    with refused(Prevented, "该备案号已经用于另一份方案，请换一个备案号。"):
        actions.file_plan(plan=make_submitted_plan(), filing_number=first.filing_number, marks=checked(), by=city(), now=NOW)


def test_a_year_has_one_plan():
    plan = make_plan()
    with refused(Prevented, "本县该年度已有数额核定方案，请打开原有方案继续填写。"):
        make_plan(plan.county)


@pytest.mark.parametrize(
    ("public", "sentence"),
    [((1, 1, 0), "还差 1 人才达到所均 4 人，暂不能上报。"), ((0, 0, 0), "还差 3 人才达到所均 4 人，暂不能上报。")],
)
def test_an_average_under_four_is_refused_in_whole_numbers(public, sentence):
    plan = make_plan(make_county(offices=3))
    rows = {
        line.pk: {"established_posts": 3, "in_post": 3, "serving_assistants": 0, "planned_internal": 0, "planned_public": number}
        for line, number in zip(plan.lines.all(), public, strict=True)
    }
    plan = actions.save_lines(plan=plan, numbers=rows, by=staff(plan.county, Role.COUNTY_CLERK), seen=plan.version, now=NOW)
    plan = countersign(plan)
    with refused(Impossible, sentence):
        submit(plan)


def test_one_person_short_of_four_in_every_office_does_not_pass():
    """51 of 52 people read as 3.92; no rounding carries any such number over four."""
    plan = fill_in(make_plan(make_county(offices=13)), established_posts=4, planned_internal=0, planned_public=0)
    plan = actions.save_lines(
        plan=plan,
        numbers={plan.lines.first().pk: {"established_posts": 3}},
        by=plan.entered_by,
        seen=plan.version,
        now=NOW,
    )
    assert (plan.quota_check.average, plan.quota_check.passes) == ("3.92", False)
    plan = countersign(plan)
    with refused(Impossible, "还差 1 人才达到所均 4 人，暂不能上报。"):
        submit(plan)


def test_exactly_four_passes_though_an_office_has_nobody():
    plan = make_plan(make_county(offices=2))
    first, second = plan.lines.all()
    none = {"established_posts": 0, "in_post": 0, "serving_assistants": 0, "planned_internal": 0, "planned_public": 0}
    rows = {first.pk: none, second.pk: none | {"established_posts": 5, "planned_public": 3}}
    plan = actions.save_lines(plan=plan, numbers=rows, by=staff(plan.county, Role.COUNTY_CLERK), seen=plan.version, now=NOW)
    plan = countersign(plan)
    assert submit(plan).status == PlanStatus.SUBMITTED


def test_an_unfinished_plan_is_neither_offered_nor_countersigned():
    plan = fill_in(make_plan(make_county(offices=1)), planned_public=None)
    office = plan.lines.get().office
    sentence = f"还有 1 个司法所没有填完（{office}），请填完全部数字，没有的填 0。"
    with refused(Impossible, sentence):
        actions.offer_plan(plan=plan, by=staff(plan.county, Role.COUNTY_CLERK), seen=plan.version, now=NOW)


def test_hr_countersigns_what_the_clerk_has_handed_on_and_nothing_else():
    plan, waiting = fill_in(make_plan()), "经办人还没有把方案送来会签，请等经办人送签。"
    hr = staff(plan.county, Role.COUNTY_HR)
    with refused(Impossible, waiting):
        actions.countersign_plan(plan=plan, by=hr, seen=plan.version, now=NOW)
    plan = actions.offer_plan(plan=plan, by=staff(plan.county, Role.COUNTY_CLERK), seen=plan.version, now=NOW)
    plan = actions.send_back_plan(plan=plan, reason="实有数不符。", by=hr, seen=plan.version, now=NOW)
    with refused(Impossible, waiting):
        actions.countersign_plan(plan=plan, by=hr, seen=plan.version, now=NOW)
    assert countersign(plan).status == PlanStatus.COUNTERSIGNED


def test_an_office_opened_since_stops_the_plan_until_it_is_saved_again():
    plan = make_countersigned_plan()
    make_office(plan.county)
    with refused(Impossible, "本县（区）的司法所有增减，与方案不一致。请经办人打开填报页保存一次，系统会补齐各所，再继续办理。"):
        submit(plan)
    plan = actions.save_lines(plan=plan, numbers={}, by=staff(plan.county, Role.COUNTY_CLERK), seen=plan.version, now=NOW)
    assert (plan.lines.count(), plan.status) == (3, PlanStatus.DRAFT)


def test_a_change_after_the_countersignature_voids_it():
    plan = make_countersigned_plan()
    hr = staff(plan.county, Role.COUNTY_HR)
    plan = fill_in(plan, planned_public=2)
    assert (plan.status, plan.countersigned_by) == (PlanStatus.DRAFT, None)
    assert letters_of(hr) == ["plan_countersignature_void"]


def test_saving_the_same_numbers_keeps_the_countersignature():
    assert fill_in(make_countersigned_plan()).status == PlanStatus.COUNTERSIGNED


def test_hr_sends_a_plan_back_with_a_reason_even_after_countersigning():
    plan = make_countersigned_plan()
    hr = staff(plan.county, Role.COUNTY_HR)
    with refused(Impossible, "请写明退回的理由，经办人才知道改哪里。"):
        actions.send_back_plan(plan=plan, reason=" ", by=hr, seen=plan.version, now=NOW)
    plan = actions.send_back_plan(plan=plan, reason="实有数与工资表不符。", by=hr, seen=plan.version, now=NOW)
    assert (plan.status, plan.countersigned_by, plan.sent_back_reason) == (PlanStatus.DRAFT, None, "实有数与工资表不符。")
    assert letters_of(staff(plan.county, Role.COUNTY_CLERK)) == ["plan_countersigned", "plan_sent_back"]


def test_the_head_sends_a_countersigned_plan_back_too():
    plan = make_countersigned_plan()
    head = staff(plan.county, Role.COUNTY_HEAD)
    plan = actions.send_back_plan(plan=plan, reason="请核对拟招聘数。", by=head, seen=plan.version, now=NOW)
    assert (plan.status, plan.countersigned_by, plan.sent_back_reason) == (PlanStatus.DRAFT, None, "请核对拟招聘数。")


def test_a_change_takes_an_offered_plan_back_and_the_same_numbers_do_not():
    plan = fill_in(make_plan())
    plan = actions.offer_plan(plan=plan, by=staff(plan.county, Role.COUNTY_CLERK), seen=plan.version, now=NOW)
    assert fill_in(plan).awaits_countersignature
    plan.refresh_from_db()
    assert not fill_in(plan, planned_public=0).awaits_countersignature


def test_a_returned_plan_goes_the_whole_way_up_again():
    plan = make_submitted_plan()
    with refused(Impossible, "请写明退回修改的理由，县（区）才知道改哪里。"):
        actions.return_plan(plan=plan, opinion="", by=city(), now=NOW)
    plan = actions.return_plan(plan=plan, opinion="请核对编制数。", by=city(), now=NOW)
    with refused(Impossible, "方案还没有经人社局会签，暂不能上报。请先送人社局会签。"):
        submit(plan)
    plan = fill_in(plan, planned_public=2)
    assert plan.status == PlanStatus.RETURNED
    plan = submit(countersign(plan))
    newest, oldest = plan.filings.all()
    assert (oldest.opinion, [row["planned_public"] for row in oldest.lines]) == ("请核对编制数。", [1, 1])
    assert (newest.decided_at, [row["planned_public"] for row in newest.lines]) == (None, [2, 2])


def test_the_city_files_only_what_was_submitted():
    with refused(Impossible, "方案目前是“已会签”，只有已上报的方案才能办理备案。"):
        actions.file_plan(plan=make_countersigned_plan(), filing_number="甲", marks=checked(), by=city(), now=NOW)
    with refused(Impossible, "方案目前是“已备案”，只有已上报的方案才能办理备案。"):
        actions.return_plan(plan=make_filed_plan(), opinion="再看看。", by=city(), now=NOW)


def test_a_plan_the_city_has_cannot_be_saved_or_submitted_again():
    plan = make_submitted_plan()
    with refused(Impossible, "方案已上报，表内数字不能再改。"):
        fill_in(plan)
    with refused(Impossible, "方案已上报，不需要再次上报。"):
        submit(plan)


def test_who_entered_may_neither_countersign_nor_submit():
    """One account has one role, so the case arises only when a person's role changed in between."""
    plan = make_countersigned_plan()
    clerk = plan.entered_by
    clerk.role = Role.COUNTY_HEAD
    clerk.save()
    with refused(OneHand, "录入人与复核人不能是同一人，请由另一位工作人员复核。"):
        actions.submit_plan(plan=plan, by=clerk, seen=plan.version, now=NOW)
    clerk.role = Role.COUNTY_HR
    clerk.save()
    QuotaPlan.objects.filter(pk=plan.pk).update(status=PlanStatus.DRAFT)
    with pytest.raises(OneHand):
        actions.countersign_plan(plan=plan, by=clerk, seen=plan.version, now=NOW)


@pytest.mark.parametrize("role", [Role.COUNTY_CLERK, Role.COUNTY_HR, Role.CITY])
def test_only_the_head_submits(role):
    plan = make_countersigned_plan()
    with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
        actions.submit_plan(plan=plan, by=make_user(role, plan.county), seen=plan.version, now=NOW)


def test_the_people_of_another_county_reach_nothing():
    plan, other = make_plan(), make_county()
    with refused(Refused, "这项内容不属于您的管理范围，操作没有执行。"):
        fill_in(plan, by=staff(other, Role.COUNTY_CLERK))
    with refused(Impossible, "只能编制本县（区）的数额核定方案。"):
        actions.begin_plan(county=other, year=2024, by=staff(plan.county, Role.COUNTY_CLERK), now=NOW)


def test_a_stale_save_is_refused_and_changes_nothing():
    plan = make_plan(make_county(offices=1))
    fill_in(plan)
    with pytest.raises(Stale):
        fill_in(plan, planned_public=9)
    assert plan.lines.get().planned_public == 1


def test_a_line_of_another_plan_is_refused():
    plan, other = make_plan(), make_plan()
    with refused(Impossible, "表中有不属于本方案的司法所，没有保存。请刷新页面后重新填写。"):
        actions.save_lines(plan=plan, numbers={other.lines.first().pk: {}}, by=plan.entered_by, seen=plan.version, now=NOW)
