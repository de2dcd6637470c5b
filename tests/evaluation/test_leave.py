"""Leave: a chain by its length, never two at once, a balance by law, and attendance that follows."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from bureaus import clock
from bureaus.access import Refused
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from bureaus.models import Message
from evaluation import actions
from evaluation.balances import annual_balance
from evaluation.models import Attendance, DailyRules, Leave
from policy.powers import Role
from tests.evaluation.factories import account_of, answer, ask, at, head_of, make_serving, office_of
from tests.recruitment.stages import make_calendar
from tests.staffing.factories import NOW, make_office, make_user, staff
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal

pytestmark = pytest.mark.django_db

NOBODYS = "您的账号没有这项权限，操作没有执行。"
OVERLAPS = "这几天里已经有一份请假，请核对日期；要改的，先撤回原来的一份。"


@pytest.fixture(autouse=True)
def standing():
    make_calendar()
    with clock.standing_at(at(2024, 3, 4)):
        yield


@pytest.fixture
def assistant():
    return make_serving()


def head(assistant):
    return staff(assistant.county, Role.COUNTY_HEAD)


def days(leave):
    return [row.day.day for row in Attendance.objects.filter(leave=leave)]


def test_a_day_is_ended_by_the_head_of_the_office_and_stands_in_the_attendance(assistant):
    leave = answer(ask(assistant), by=head_of(office_of(assistant)))
    assert (leave.days, leave.state, days(leave)) == (1, "approved", [5])
    assert Message.objects.get(letter="leave_answered").recipient == account_of(assistant)


@pytest.mark.parametrize(("last", "length", "title"), [(7, 3, "县（区）司法局分管负责人"), (8, 4, "县（区）司法局局长")])
def test_longer_leave_goes_on_to_the_bureau(assistant, last, length, title):
    office = head_of(office_of(assistant))
    leave = ask(assistant, first=date(2024, 3, 5), last=date(2024, 3, last))
    assert (leave.days, leave.get_approver_display()) == (length, title)
    with refused(Refused, "这份请假现在是“待所长意见”，不由您办理。"):
        answer(leave, by=head(assistant))
    leave = answer(leave, by=office)
    assert (leave.state, days(leave)) == ("endorsed", [])
    with refused(Refused, "这份请假现在是“待局领导批准”，不由您办理。"):
        answer(leave, by=office)
    leave = answer(leave, by=head(assistant))
    assert (leave.state, len(days(leave))) == ("approved", length)


def test_the_head_of_the_office_may_end_any_request_by_not_agreeing(assistant):
    leave = ask(assistant, first=date(2024, 3, 5), last=date(2024, 3, 15))
    with refused(Impossible, "不同意的，请写明理由。"):
        answer(leave, by=head_of(office_of(assistant)), agrees=False)
    leave = answer(leave, by=head_of(office_of(assistant)), agrees=False, note="当天有集中普法")
    assert (leave.state, days(leave)) == ("refused", [])
    ask(assistant)  # refused leave stands in nobody's way


def test_a_county_sets_its_days_within_bounds_and_standing_requests_keep_their_way(assistant):
    earlier = ask(assistant, first=date(2024, 3, 5), last=date(2024, 3, 6))
    numbers = {"office_days": 2, "deputy_days": 5, "training_hours": 60, "seen": 0, "now": NOW}
    actions.set_daily_rules(county=assistant.county, by=head(assistant), **numbers)
    later = ask(assistant, first=date(2024, 3, 12), last=date(2024, 3, 13))
    assert (earlier.approver, later.approver) == ("deputy", "office")
    for role in (Role.COUNTY_CLERK, Role.OFFICE, Role.COUNTY_HR):
        with refused(Refused, NOBODYS):
            actions.set_daily_rules(county=assistant.county, by=make_user(role, assistant.county, office=office_of(assistant)), **numbers)
    with refused(Refused, "只能规定本县（区）的天数。"):
        actions.set_daily_rules(county=make_serving().county, by=head(assistant), **numbers)


def test_rest_days_do_not_count_but_for_maternity_leave(assistant):
    over_weekend = {"first": date(2024, 3, 8), "last": date(2024, 3, 11)}
    assert ask(assistant, **over_weekend).days == 2
    assert ask(assistant, kind="maternity", first=date(2024, 4, 1), last=date(2024, 7, 7)).days == 98
    with refused(Impossible, "这几天没有工作日，不用请假。"):
        ask(assistant, first=date(2024, 3, 16), last=date(2024, 3, 17))
    with refused(Impossible, "还没有 2027 年的工作日历，日期只能暂定；请系统管理员导入 2027 年的放假安排后再发布。"):
        ask(assistant, first=date(2027, 1, 4))


@pytest.mark.parametrize(
    ("since", "on", "entitled"),
    [
        (date(2023, 3, 6), date(2024, 3, 5), 0),
        (date(2023, 3, 5), date(2024, 3, 5), 5),
        (date(2014, 3, 5), date(2024, 3, 5), 10),
        (date(2004, 3, 5), date(2024, 3, 5), 15),
    ],
)
def test_annual_leave_goes_by_all_years_worked(assistant, since, on, entitled):
    actions.note_earlier_work(assistant=assistant, worked_since=since, by=staff(assistant.county, Role.COUNTY_CLERK), now=NOW)
    assert annual_balance(assistant, on=on).entitled == entitled


def test_annual_leave_is_not_overdrawn_and_what_waits_counts(assistant):
    with refused(Impossible, "2024年年休假共 0 天，已用和待批 0 天，还剩 0 天，这次要 1 天。"):
        ask(assistant, kind="annual")
    clerk = staff(assistant.county, Role.COUNTY_CLERK)
    actions.note_earlier_work(assistant=assistant, worked_since=date(2016, 7, 1), by=clerk, now=NOW)
    leave = ask(assistant, kind="annual", first=date(2024, 3, 5), last=date(2024, 3, 8))
    with refused(Impossible, "2024年年休假共 5 天，已用和待批 4 天，还剩 1 天，这次要 2 天。"):
        ask(assistant, kind="annual", first=date(2024, 3, 11), last=date(2024, 3, 12))
    actions.withdraw_leave(leave=leave, by=account_of(assistant), seen=leave.version, now=NOW)
    assert ask(assistant, kind="annual", first=date(2024, 3, 11), last=date(2024, 3, 12)).days == 2
    with refused(Impossible, "年休假按年度计算，跨年度的请分两次申请。"):
        ask(assistant, kind="annual", first=date(2024, 12, 31), last=date(2025, 1, 2))


def test_overlapping_leave_is_refused_by_the_database(assistant):
    leave = ask(assistant, first=date(2024, 3, 5), last=date(2024, 3, 7))
    with refused(Prevented, OVERLAPS):
        ask(assistant, kind="sick", first=date(2024, 3, 7), last=date(2024, 3, 8))
    actions.withdraw_leave(leave=leave, by=account_of(assistant), seen=leave.version, now=NOW)
    ask(assistant, kind="sick", first=date(2024, 3, 7), last=date(2024, 3, 8))


def test_leave_asked_afterwards_takes_the_place_of_what_was_marked(assistant):
    office = office_of(assistant)
    marks = {(assistant.pk, date(2024, 3, 4)): "absent"}
    actions.record_attendance(office=office, month=date(2024, 3, 1), marks=marks, by=head_of(office), seen=0, now=NOW)
    answer(ask(assistant, kind="sick", first=date(2024, 3, 4)), by=head_of(office))
    assert Attendance.objects.get().kind == "sick"
    with refused(Impossible, "王小明 3月4日是批准的请假，不在考勤表里改。"):
        actions.record_attendance(office=office, month=date(2024, 3, 1), marks=marks, by=head_of(office), seen=1, now=NOW)


def test_approved_leave_is_taken_back_before_it_begins_and_leaves_the_attendance(assistant):
    leave = answer(ask(assistant), by=head_of(office_of(assistant)))
    actions.withdraw_leave(leave=leave, by=account_of(assistant), seen=leave.version, now=NOW)
    assert (Leave.objects.get().state, Attendance.objects.count()) == ("cancelled", 0)
    begun = answer(ask(assistant, first=date(2024, 3, 6)), by=head_of(office_of(assistant)))
    with refused(Impossible, "已经开始、已有结果或者已经撤回的请假不能撤回。"):
        actions.withdraw_leave(leave=begun, by=account_of(assistant), seen=begun.version, now=at(2024, 3, 6))


def test_nobody_else_asks_answers_or_withdraws(assistant):
    leave = ask(assistant)
    far = "这项内容不属于您的管理范围，操作没有执行。"
    with refused(Refused, far):
        answer(leave, by=head_of(make_office(assistant.county)))
    for role in (Role.COUNTY_CLERK, Role.COUNTY_HR, Role.DISCIPLINE):
        with refused(Refused, NOBODYS):
            answer(leave, by=make_user(role, assistant.county))
    with refused(Refused, far):
        actions.withdraw_leave(leave=leave, by=account_of(make_serving()), seen=1, now=NOW)
    with refused(Refused, NOBODYS):
        ask(assistant, by=head_of(office_of(assistant)), first=date(2024, 3, 20))


# --- past the form ---------------------------------------------------------------------------------------------------


def create(assistant, **changes):
    facts = {"office": office_of(assistant), "kind": "sick", "first_day": date(2024, 3, 20), "last_day": date(2024, 3, 20), "half_days": 2}
    facts |= {"reason": "病", "approver": "office", "asked_by": account_of(assistant), "asked_at": NOW}
    return lambda: Leave.objects.create(assistant=assistant, **facts | changes)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("leave_ends_after_it_begins", {"last_day": date(2024, 3, 19)}),
        ("leave_ends_after_it_begins", {"from_noon": True, "to_noon": True}),
        ("leave_takes_a_day", {"half_days": 0}),
        ("leave_of_all_days_is_not_halved", {"kind": "maternity", "from_noon": True}),
        ("leave_begins_asked", {"state": "approved"}),
        ("day_served", {"first_day": date(2024, 2, 1)}),
    ],
)
def test_constraints_of_a_request_hold_past_the_form(assistant, name, changes):
    assert refusal(create(assistant, **changes))[0] == name
    create(assistant)()  # the control


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("decided_leave_says_who", {"decided_at": NOW}),
        ("leave_is_decided_by_somebody", {"state": "approved"}),
        ("long_leave_passed_the_office", {"state": "endorsed", "approver": "deputy"}),
        ("leave_kept", {"half_days": 9}),
    ],
)
def test_constraints_of_an_answer_hold_past_the_form(assistant, name, changes):
    approver = changes.pop("approver", "office")
    leave = create(assistant, approver=approver)()
    assert refusal(lambda: Leave.objects.filter(pk=leave.pk).update(**changes))[0] == name


def test_nobody_approves_the_own_leave_and_a_refusal_says_why(assistant):
    leave, by = create(assistant)(), account_of(assistant)
    mine = {"state": "approved", "decided_by": by, "decided_at": NOW}
    assert refusal(lambda: Leave.objects.filter(pk=leave.pk).update(**mine))[0] == "leave_decided_by_another"
    silent = {"state": "refused", "decided_by": head(assistant), "decided_at": NOW}
    assert refusal(lambda: Leave.objects.filter(pk=leave.pk).update(**silent))[0] == "refused_leave_says_why"
    assert refusal(create(assistant))[0] == "no_overlapping_leave"
    assert refusal(leave.delete)[0] == "leave_kept"


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("leave_rules_within_bounds", {"office_days": 4, "deputy_days": 5}),
        ("deputy_approves_no_less_than_the_office", {"office_days": 3, "deputy_days": 2}),
        ("training_hours_within_bounds", {"training_hours": 201}),
    ],
)
def test_constraints_of_a_countys_numbers_hold_past_the_form(assistant, name, changes):
    assert refusal(lambda: DailyRules.objects.create(county=assistant.county, **changes))[0] == name


# --- pages -----------------------------------------------------------------------------------------------------------


def test_leave_is_asked_on_the_phone_and_answered_at_the_desk(assistant, client):
    client.force_login(account_of(assistant))
    asked = {"kind": "personal", "first_day": "2024-03-05", "last_day": "2024-03-05", "reason": "家中有事"}
    assert client.post(reverse("evaluation:leave_ask"), asked).url == reverse("evaluation:my_leave")
    assert OVERLAPS in client.post(reverse("evaluation:leave_ask"), asked).text
    leave = Leave.objects.get()
    client.force_login(head_of(office_of(assistant)))
    assert "待我办理" in client.get(reverse("evaluation:leaves")).text
    page = reverse("evaluation:leave", args=[leave.pk])
    assert client.post(page, {"agrees": "yes", "note": "", "seen": 1}).url == reverse("evaluation:leaves")
    client.force_login(account_of(assistant))
    assert "已批准" in client.get(reverse("evaluation:my_leave")).text
    withdraw = reverse("evaluation:leave_withdraw", args=[leave.pk])
    assert client.post(withdraw, {"seen": 2}).url == reverse("evaluation:my_leave")


def test_the_head_sets_the_rules_and_the_clerk_the_years_worked(assistant, client):
    client.force_login(head(assistant))
    rules = reverse("evaluation:daily_rules")
    assert (
        "所长批准的天数应为 0 到 3 的整数。"
        in client.post(rules, {"office_days": 9, "deputy_days": 3, "training_hours": 40, "fewest_breaches": 3, "seen": 0}).text
    )
    praise = {"commendations": 3, "commendation_days": 5, "commendation_amount": 0}
    sent = {"office_days": 3, "deputy_days": 2, "training_hours": 40, "fewest_breaches": 3, **praise, "seen": 0}
    assert "分管负责人批准的天数不能少于所长批准的天数。" in client.post(rules, sent).text
    assert client.post(rules, {**sent, "deputy_days": 3}).url == reverse("evaluation:leaves")
    client.force_login(staff(assistant.county, Role.COUNTY_CLERK))
    page = reverse("evaluation:earlier_work", args=[assistant.pk])
    since = {"worked_since_0": "2010", "worked_since_1": "7", "worked_since_2": "1"}
    assert client.post(page, since).url == reverse("evaluation:people")
    assert annual_balance(assistant, on=date(2024, 3, 4) + timedelta(0)).entitled == 10
