"""Coming back early: one reports, another confirms, what is left goes back to balance and attendance; a confirmed month stays."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse

from bureaus import clock
from bureaus.access import OneHand, Refused
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from bureaus.models import Message
from evaluation import actions
from evaluation.balances import annual_balance
from evaluation.grids import MonthGrid
from evaluation.models import Attendance, EarlyReturn, Leave
from policy.powers import Role
from tests.evaluation.factories import MARCH, account_of, answer, ask, at, confirm, head_of, make_serving, office_of
from tests.recruitment.stages import make_calendar
from tests.staffing.factories import NOW, make_user, staff
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal

pytestmark = pytest.mark.django_db

TENTH = at(2024, 3, 10)
SEVENTH = date(2024, 3, 7)


@pytest.fixture(autouse=True)
def standing():
    make_calendar()
    with clock.standing_at(TENTH):
        yield


@pytest.fixture
def assistant():
    person = make_serving()
    clerk = staff(person.county, Role.COUNTY_CLERK)
    actions.note_earlier_work(assistant=person, worked_since=date(2016, 7, 1), by=clerk, now=NOW)
    return person


def chief(assistant):
    return staff(assistant.county, Role.COUNTY_HEAD)


def granted(assistant, *, kind="annual", last=date(2024, 3, 8), **more):
    """Four days of annual leave, from Tuesday to Friday."""
    leave = answer(ask(assistant, kind=kind, last=last, **more), by=head_of(office_of(assistant)))
    return answer(leave, by=chief(assistant)) if leave.state == "endorsed" else leave


def report(leave, *, back_on=SEVENTH, at_noon=False, by=None, now=TENTH):
    leave.refresh_from_db()
    by = by or account_of(leave.assistant)
    return actions.report_return(leave=leave, back_on=back_on, at_noon=at_noon, by=by, seen=leave.version, now=now)


def decide(early, *, by=None, agrees=True, reason=""):
    by = by or head_of(early.leave.office)
    return actions.decide_return(early=early, agrees=agrees, reason=reason, by=by, seen=early.version, now=TENTH)


def spent():
    return [(row.day.day, row.part) for row in Attendance.objects.order_by("day")]


@pytest.mark.parametrize(
    ("at_noon", "length", "left", "days", "span"),
    [
        (False, 2, 3, [(5, "whole"), (6, "whole")], "2024-03-05 至 2024-03-06"),
        (True, Decimal("2.5"), Decimal("2.5"), [(5, "whole"), (6, "whole"), (7, "morning")], "2024-03-05 至 2024-03-07 上午"),
    ],
)
def test_what_was_not_taken_goes_back_to_balance_and_attendance(assistant, at_noon, length, left, days, span):
    leave = granted(assistant)
    early = report(leave, at_noon=at_noon)
    assert (len(spent()), annual_balance(assistant, on=SEVENTH).left) == (4, 1)  # nothing before another has confirmed
    early = decide(early)
    leave.refresh_from_db()
    assert (leave.state, leave.days, leave.span) == ("approved", length, span)
    assert (spent(), annual_balance(assistant, on=SEVENTH).left) == (days, left)
    assert (early.until, early.days_back) == (date(2024, 3, 8), 4 - length)
    assert MonthGrid(leave.office, MARCH).cell(assistant.pk, date(2024, 3, 8)).kind == ""
    assert Message.objects.get(letter="return_decided").recipient == account_of(assistant)
    ask(assistant, kind="sick", first=date(2024, 3, 8))  # the days are free again


def test_who_comes_back_before_anything_was_taken_has_had_no_leave(assistant):
    leave = granted(assistant)
    decide(report(leave, back_on=date(2024, 3, 5)))
    leave.refresh_from_db()
    assert (leave.state, spent(), annual_balance(assistant, on=SEVENTH).left) == ("cancelled", [], 5)


def test_the_office_confirms_the_assistants_word_and_the_bureau_that_of_the_office(assistant):
    leave, office = granted(assistant), head_of(office_of(assistant))
    early = report(leave)
    assert Message.objects.get(letter="return_reported").recipient == office
    with refused(Refused, "本人报的销假由司法所所长确认。"):
        decide(early, by=chief(assistant))
    with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
        decide(early, by=account_of(assistant))
    with refused(Impossible, "不同意的，请写明理由。"):
        decide(early, agrees=False)
    decide(early, agrees=False, reason="当天没有到岗")
    leave.refresh_from_db()
    assert (leave.days, len(spent())) == (4, 4)
    early = report(leave, by=office)
    assert Message.objects.get(letter="return_entered").recipient == account_of(assistant)
    with pytest.raises(OneHand):
        decide(early, by=office)
    decide(early, by=chief(assistant))
    leave.refresh_from_db()
    assert leave.days == 2


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"back_on": date(2024, 3, 11)}, "返岗日期不能晚于今天；到了那天再销假。"),
        ({"back_on": date(2024, 3, 9)}, "返岗日期应在请假的 2024-03-05 至 2024-03-08 之间。"),
        ({"back_on": date(2024, 3, 4)}, "返岗日期应在请假的 2024-03-05 至 2024-03-08 之间。"),
    ],
)
def test_a_return_lies_within_the_leave_and_not_ahead(assistant, more, sentence):
    leave = granted(assistant)
    with refused(Impossible, sentence):
        report(leave, **more)


def test_a_return_gives_something_back_and_waits_alone(assistant):
    leave = granted(assistant, kind="personal", first=date(2024, 3, 7), last=date(2024, 3, 10))
    with refused(Impossible, "从这时起没有剩下的请假，不用销假。"):
        report(leave, back_on=date(2024, 3, 9))  # a Saturday
    report(leave, back_on=date(2024, 3, 8))
    with refused(Prevented, "这份请假已经有一次销假等着确认。"):
        report(leave, back_on=date(2024, 3, 8))
    waiting = ask(assistant, kind="sick", first=date(2024, 3, 6))
    with refused(Impossible, "这份请假现在是“待所长意见”，不能销假。"):
        report(waiting, back_on=date(2024, 3, 6))


def test_a_confirmed_month_stays_and_a_waiting_return_keeps_a_month_from_being_confirmed(assistant):
    leave, office = granted(assistant), office_of(assistant)
    with clock.standing_at(at(2024, 3, 31)):
        confirm(office)
        early = report(leave)
        assert MonthGrid(office, MARCH).blockers() == ["有 1 次销假还没有确认。"]
        with refused(Prevented, "2024年3月已经由司法所确认，日志和考勤不能再改。确需更正的，请县（区）司法局重新开放。"):
            decide(early)
        leave.refresh_from_db()
        early.refresh_from_db()
        assert (leave.days, early.state, Attendance.objects.filter(leave=leave).count()) == (4, "reported", 4)


# --- past the form ---------------------------------------------------------------------------------------------------


def create(leave, **changes):
    facts = {"back_on": SEVENTH, "reported_by": account_of(leave.assistant), "reported_at": TENTH}
    return lambda: EarlyReturn.objects.create(leave=leave, **facts | changes)


@pytest.mark.parametrize(
    "changes",
    [{"back_on": date(2024, 3, 11)}, {"back_on": date(2024, 3, 4)}, {"state": "confirmed"}, {"reported_at": at(2024, 3, 6)}],
)
def test_a_return_begins_reported_within_its_leave(assistant, changes):
    leave = granted(assistant)
    assert refusal(create(leave, **changes))[0] == "return_of_a_running_leave"
    create(leave)()  # the control
    assert refusal(create(leave))[0] == "one_open_return_per_leave"


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("decided_return_says_who", {"state": "refused", "reason": "没有到岗"}),
        ("refused_return_says_why", {"state": "refused", "decided_at": TENTH}),
        ("confirmed_return_gives_days_back", {"state": "confirmed", "decided_at": TENTH}),
        ("return_kept", {"back_on": date(2024, 3, 6)}),
    ],
)
def test_constraints_of_a_decision_hold_past_the_form(assistant, name, changes):
    early = create(granted(assistant))()
    who = {"decided_by": head_of(early.leave.office)} if "decided_at" in changes else {}
    assert refusal(lambda: EarlyReturn.objects.filter(pk=early.pk).update(**changes, **who))[0] == name


def test_nobody_confirms_the_own_report_and_a_decision_is_kept(assistant):
    leave = granted(assistant)
    early = create(leave)()
    own = {"state": "refused", "reason": "没有到岗", "decided_by": account_of(assistant), "decided_at": TENTH}
    assert refusal(lambda: EarlyReturn.objects.filter(pk=early.pk).update(**own))[0] == "return_confirmed_by_another"
    decide(early)
    assert refusal(lambda: EarlyReturn.objects.update(reason="改写"))[0] == "return_kept"
    assert refusal(early.delete)[0] == "return_kept"


def test_a_leave_ends_earlier_only_by_a_confirmed_return_and_with_its_attendance(assistant):
    leave = granted(assistant)
    ended = {"last_day": date(2024, 3, 6), "half_days": 4}
    end = Leave.objects.filter(pk=leave.pk).update
    assert refusal(lambda: end(**ended))[0] == "leave_kept"
    early = create(leave)()
    confirmed = {"state": "confirmed", "decided_by": head_of(leave.office), "decided_at": TENTH}
    EarlyReturn.objects.filter(pk=early.pk).update(**confirmed, until=date(2024, 3, 8), half_days_back=4)
    assert refusal(lambda: end(**ended)) == ("leave_kept", "考勤里还有返岗以后的请假，不能销假。")
    Attendance.objects.filter(day__gte=SEVENTH).delete()
    for wrong in ({"half_days": 2}, {"last_day": date(2024, 3, 5)}, {"to_noon": True}):
        assert refusal(lambda wrong=wrong: end(**ended | wrong))[0] == "leave_kept"
    end(**ended)  # the control


def settled(write):
    """As when the transaction ends here."""

    def written():
        write()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS confirmed_return_shortens_its_leave IMMEDIATE")
            cursor.execute("SET CONSTRAINTS confirmed_return_shortens_its_leave DEFERRED")

    return written


def test_a_return_is_not_confirmed_without_shortening_its_leave_by_any_path(assistant):
    leave = granted(assistant)
    early = create(leave)()
    confirmed = {"state": "confirmed", "decided_by": head_of(leave.office), "decided_at": TENTH}
    confirmed |= {"until": date(2024, 3, 8), "half_days_back": 4}

    def confirm_alone():
        EarlyReturn.objects.filter(pk=early.pk).update(**confirmed)

    def confirm_and_cancel():
        confirm_alone()
        Attendance.objects.filter(leave=leave).delete()
        Leave.objects.filter(pk=leave.pk).update(state="cancelled")

    def confirm_and_shorten():
        confirm_alone()
        Attendance.objects.filter(day__gte=SEVENTH).delete()
        Leave.objects.filter(pk=leave.pk).update(last_day=date(2024, 3, 6), half_days=4)

    sentence = "确认销假须同时把请假改到返岗以前，请刷新页面后重新确认。"
    assert refusal(settled(confirm_alone)) == ("confirmed_return_shortens_its_leave", sentence)
    assert refusal(settled(confirm_and_cancel))[0] == "confirmed_return_shortens_its_leave"  # half of it was taken
    settled(confirm_and_shorten)()  # the control


def test_a_return_of_which_nothing_was_taken_cancels_its_leave_in_the_same_transaction(assistant):
    early = report(granted(assistant), back_on=date(2024, 3, 5))
    settled(lambda: decide(early))()
    assert Leave.objects.get().state == "cancelled"


# --- pages -----------------------------------------------------------------------------------------------------------


def test_a_return_is_reported_on_the_phone_and_confirmed_at_the_office(assistant, client):
    leave = granted(assistant)
    client.force_login(account_of(assistant))
    page = reverse("evaluation:my_return", args=[leave.pk])
    assert page in client.get(reverse("evaluation:my_leave")).text
    sent = {"back_on": "2024-03-07", "at_noon": "yes", "seen": leave.version}
    assert "返岗日期不能晚于今天；到了那天再销假。" in client.post(page, sent | {"back_on": "2024-03-12"}).text
    assert client.post(page, sent).url == reverse("evaluation:my_leave")
    assert "2024-03-07 下午返岗，等所长确认。" in client.get(reverse("evaluation:my_leave")).text
    client.force_login(head_of(leave.office))
    assert "销假待确认" in client.get(reverse("evaluation:leaves"), {"state": "returning"}).text
    early = EarlyReturn.objects.get()
    decide_page = reverse("evaluation:return_decide", args=[early.pk])
    assert decide_page in client.get(reverse("evaluation:leave", args=[leave.pk])).text
    assert "2024-03-07 下午返岗" in client.get(decide_page).text
    assert "不同意的，请写明理由。" in client.post(decide_page, {"agrees": "no", "note": "", "seen": 1}).text
    assert client.post(decide_page, {"agrees": "yes", "note": "", "seen": 1}).url == reverse("evaluation:leave", args=[leave.pk])
    assert "原来请到 2024-03-08，退回 1.5 天。" in client.get(reverse("evaluation:leave", args=[leave.pk])).text


def test_the_office_reports_for_somebody_and_another_is_offered_to_confirm(assistant, client):
    leave = granted(assistant)
    client.force_login(head_of(leave.office))
    page = reverse("evaluation:leave_return", args=[leave.pk])
    assert page in client.get(reverse("evaluation:leave", args=[leave.pk])).text
    client.post(page, {"back_on": "2024-03-07", "seen": leave.version})
    decide_page = reverse("evaluation:return_decide", args=[EarlyReturn.objects.get().pk])
    assert decide_page not in client.get(reverse("evaluation:leave", args=[leave.pk])).text
    client.force_login(chief(assistant))
    assert decide_page in client.get(reverse("evaluation:leave", args=[leave.pk])).text
    client.force_login(make_user(Role.COUNTY_CLERK, assistant.county))
    assert client.get(decide_page).status_code == 403
