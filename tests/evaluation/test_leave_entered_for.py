"""Leave that the office enters for somebody who cannot: with a reason, told, and ended by somebody else."""

from datetime import date

import pytest
from django.urls import reverse

from bureaus import clock
from bureaus.access import Refused
from bureaus.acts import Impossible
from bureaus.models import Message
from evaluation import actions
from evaluation.models import Attendance, Leave
from policy.powers import Role
from tests.evaluation.factories import account_of, answer, ask, at, head_of, make_serving, office_of
from tests.recruitment.stages import make_calendar
from tests.staffing.factories import NOW, make_office, make_user, staff
from tests.staffing.readback import records_of
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal

pytestmark = pytest.mark.django_db

FIFTH = date(2024, 3, 5)


@pytest.fixture(autouse=True)
def standing():
    make_calendar()
    with clock.standing_at(at(2024, 3, 4)):
        yield


@pytest.fixture
def assistant():
    return make_serving()


def enter(assistant, *, by=None, because="住院，不能使用手机", day=FIFTH, last=None):
    by = by or head_of(office_of(assistant))
    facts = {"kind": "sick", "first_day": day, "last_day": last or day, "reason": "住院治疗", "now": NOW}
    return actions.enter_leave(assistant=assistant, because=because, by=by, **facts)


@pytest.mark.parametrize(("last", "approver"), [(5, "deputy"), (7, "deputy"), (8, "chief")])
def test_entered_leave_goes_to_the_bureau_whatever_its_length_and_the_person_is_told(assistant, last, approver):
    leave, chief = enter(assistant, last=date(2024, 3, last)), staff(assistant.county, Role.COUNTY_HEAD)
    assert (leave.state, leave.approver) == ("endorsed", approver)
    letter = Message.objects.get(letter="leave_entered")
    assert (letter.recipient, "住院，不能使用手机" in letter.body) == (account_of(assistant), True)
    assert Message.objects.get(letter="leave_endorsed").recipient == chief
    with refused(Refused, "这份请假现在是“待局领导批准”，不由您办理。"):
        answer(leave, by=head_of(office_of(assistant)))
    leave = answer(leave, by=chief)
    assert (leave.state, Attendance.objects.filter(leave=leave).count()) == ("approved", leave.half_days / 2)


def test_somebody_without_an_account_has_leave_too():
    leave = enter(make_serving(account=None))
    assert (leave.state, Message.objects.filter(letter="leave_entered").count()) == ("endorsed", 0)


def test_the_office_says_why_and_enters_only_for_its_own(assistant):
    with refused(Impossible, "请写明为什么由司法所代填。"):
        enter(assistant, because=" ")
    with refused(Refused, "这项内容不属于您的管理范围，操作没有执行。"):
        enter(assistant, by=head_of(make_office(assistant.county)))
    for role in (Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.ASSISTANT):
        with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
            enter(assistant, by=make_user(role, None if role == Role.ASSISTANT else assistant.county))


def test_the_person_takes_it_back_before_the_bureau_has_decided(assistant):
    leave = enter(assistant)
    actions.withdraw_leave(leave=leave, by=account_of(assistant), seen=leave.version, now=NOW)
    assert Leave.objects.get().state == "withdrawn"


def take_back(leave, *, by=None, because="住院改期"):
    leave.refresh_from_db()
    return actions.take_back_leave(leave=leave, because=because, by=by or head_of(leave.office), seen=leave.version, now=NOW)


def test_the_office_takes_back_what_it_entered_until_the_bureau_has_decided_and_the_person_reads_why(assistant):
    leave = enter(assistant)
    with refused(Impossible, "请写明为什么撤回。"):
        take_back(leave, because=" ")
    colleague = make_user(Role.OFFICE, assistant.county, office=leave.office)
    leave = take_back(leave, by=colleague)
    assert (leave.state, leave.withdrawn_by, leave.withdrawn_at, leave.withdrawn_because) == ("withdrawn", colleague, NOW, "住院改期")
    letter = Message.objects.get(letter="leave_taken_back")
    assert (letter.recipient, "住院改期" in letter.body) == (account_of(assistant), True)
    with refused(Impossible, "这份请假现在是“已撤回”，不能撤回。"):
        take_back(leave)
    decided = answer(enter(assistant), by=staff(assistant.county, Role.COUNTY_HEAD))
    with refused(Impossible, "这份请假现在是“已批准”，不能撤回。"):
        take_back(decided)


def test_somebody_elses_leave_and_what_the_person_asked_for_are_not_taken_back(assistant):
    leave = enter(assistant)
    with refused(Refused, "这项内容不属于您的管理范围，操作没有执行。"):
        take_back(leave, by=head_of(make_office(assistant.county)))
    for by in (account_of(assistant), staff(assistant.county, Role.COUNTY_HEAD), staff(assistant.county, Role.COUNTY_CLERK)):
        with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
            take_back(leave, by=by)
    own = ask(assistant, first=date(2024, 3, 12))
    with refused(Impossible, "本人申请的请假由本人撤回；不同意的，请写明理由退回。"):
        take_back(own)


def test_entered_leave_of_somebody_without_an_account_is_taken_back_too():
    leave = take_back(enter(make_serving(account=None)))
    assert (leave.state, Message.objects.filter(letter="leave_taken_back").count()) == ("withdrawn", 0)


# --- past the form ---------------------------------------------------------------------------------------------------


def create(assistant, **changes):
    facts = {"office": office_of(assistant), "kind": "sick", "first_day": FIFTH, "last_day": FIFTH, "half_days": 2, "reason": "病"}
    facts |= {
        "approver": "deputy",
        "state": "endorsed",
        "entered_because": "住院",
        "asked_by": head_of(office_of(assistant)),
        "asked_at": NOW,
    }
    return lambda: Leave.objects.create(assistant=assistant, **facts | changes)


def test_constraints_of_entered_leave_hold_past_the_form(assistant):
    own = account_of(assistant)
    for name, changes in (
        ("leave_begins_asked", {"state": "approved"}),
        ("leave_begins_asked", {"entered_because": ""}),
        ("leave_begins_asked", {"endorsed_by": staff(assistant.county, Role.COUNTY_HEAD)}),
        ("leave_entered_for_says_why", {"asked_by": own}),
        ("leave_entered_for_says_why", {"state": "asked", "entered_because": ""}),
        ("entered_leave_is_ended_by_the_bureau", {"approver": "office"}),
    ):
        assert refusal(create(assistant, **changes))[0] == name
    leave = create(assistant)()  # the control
    decided = {"state": "approved", "decided_by": leave.asked_by, "decided_at": NOW}
    assert refusal(lambda: Leave.objects.filter(pk=leave.pk).update(**decided))[0] == "leave_decided_by_another"
    assert refusal(lambda: Leave.objects.filter(pk=leave.pk).update(entered_because="改写"))[0] == "leave_kept"


def test_a_leave_is_withdrawn_by_a_named_person_and_by_the_office_only_what_it_entered_with_a_reason(assistant):
    own, office, entered = account_of(assistant), head_of(office_of(assistant)), create(assistant)()
    asked = ask(assistant, first=date(2024, 3, 12))

    def write(leave, **changes):
        return lambda: Leave.objects.filter(pk=leave.pk).update(**{"state": "withdrawn", "withdrawn_at": NOW} | changes)

    told = {"withdrawn_by": office, "withdrawn_because": "改期"}
    for leave, changes, name in (
        (entered, {}, "leave_taken_back_says_why"),
        (entered, {"withdrawn_by": office}, "leave_taken_back_says_why"),
        (asked, told, "leave_taken_back_says_why"),
        (asked, {"withdrawn_by": own, "withdrawn_at": None}, "withdrawn_leave_says_who"),
        (entered, told | {"state": "refused", "note": "改期", "decided_by": own, "decided_at": NOW}, "withdrawn_leave_says_who"),
    ):
        assert refusal(write(leave, **changes))[0] == name
    write(asked, withdrawn_by=own)()  # the controls
    write(entered, **told)()
    assert refusal(write(entered, withdrawn_because="改写"))[0] == "leave_kept"


# --- pages -----------------------------------------------------------------------------------------------------------


def test_leave_is_entered_at_the_office_and_decided_at_the_bureau(assistant, client):
    office = office_of(assistant)
    client.force_login(head_of(office))
    page = reverse("evaluation:leave_enter")
    assert page in client.get(reverse("evaluation:leaves")).text
    sent = {"assistant": assistant.pk, "kind": "sick", "first_day": "2024-03-05", "last_day": "2024-03-06", "reason": "住院治疗"}
    assert "请写明为什么由司法所代填。" in client.post(page, sent).text
    assert client.post(page, sent | {"because": "住院"}).url == reverse("evaluation:leaves")
    other = make_serving()
    assert "请选择本所的司法协理员。" in client.post(page, sent | {"assistant": other.pk, "because": "住院"}).text
    leave = Leave.objects.get()
    client.force_login(staff(assistant.county, Role.COUNTY_HEAD))
    detail = reverse("evaluation:leave", args=[leave.pk])
    assert "2024-03-04　住院" in client.get(detail).text
    client.post(detail, {"agrees": "yes", "note": "", "seen": 1})
    client.force_login(account_of(assistant))
    assert "司法所代填：住院。" in client.get(reverse("evaluation:my_leave")).text
    client.force_login(staff(assistant.county, Role.COUNTY_HEAD))
    assert client.get(page).status_code == 403


def test_the_office_takes_it_back_on_its_page(assistant, client):
    leave = enter(assistant)
    office, detail = head_of(leave.office), reverse("evaluation:leave", args=[leave.pk])
    page = reverse("evaluation:leave_take_back", args=[leave.pk])
    client.force_login(office)
    assert page in client.get(detail).text
    assert "请写明为什么撤回。" in client.post(page, {"seen": 1, "because": ""}).text
    assert client.post(page, {"seen": 1, "because": "住院改期"}).url == detail
    shown = client.get(detail).text
    assert ("已撤回" in shown, f"{office.name}　2024-03-04　住院改期" in shown, page in shown) == (True, True, False)
    (row,) = records_of(client.get(reverse("evaluation:leaves_export")).content)
    assert (row["状态"], row["撤回的理由"]) == ("已撤回", "住院改期")
    client.force_login(account_of(assistant))
    assert "司法所撤回：住院改期。" in client.get(reverse("evaluation:my_leave")).text
    client.force_login(staff(assistant.county, Role.COUNTY_HEAD))
    assert client.get(page).status_code == 403
