"""An assistant's account: gained with the contract or by a one-use link, given back at the departure."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bureaus import clock
from bureaus.access import Refused
from bureaus.acts import Impossible
from bureaus.models import AuditEvent, User
from policy.powers import Role
from staffing import actions
from staffing.models import Assistant, Contract, Invitation, Posting
from tests.bureaus.factories import PASSWORD, make_applicant, signed_in
from tests.staffing.factories import NOW, make_assistant, make_county, make_line, make_user, staff
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal

pytestmark = pytest.mark.django_db

NUMBER = "140322198903150029"
SPENT = "链接已经用过、过期或者作废，请联系县（区）司法局重新发送。"


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


@pytest.fixture(autouse=True)
def letters(settings, tmp_path):
    settings.LETTERS_DIR = tmp_path / "letters"
    return settings.LETTERS_DIR


def end(assistant, *, now=NOW):
    contract = Contract.objects.get(assistant=assistant)
    head = staff(assistant.county, Role.COUNTY_HEAD)
    return actions.end_contract(contract=contract, ground="breach", reference="解聘 1", by=head, now=now)


def role_of(user):
    return User.objects.get(pk=user.pk).role


def test_the_contract_makes_the_account_an_assistants_and_the_departure_gives_it_back():
    account = make_applicant()
    browser = signed_in(account)  # a session that is open already
    assistant = make_assistant(account=account)
    assert role_of(account) == Role.ASSISTANT
    assert browser.get("/my/").status_code == 200  # the own registration stays within reach
    end(assistant)
    assert role_of(account) == Role.APPLICANT
    assert browser.get("/my/").status_code == 200
    assert list(AuditEvent.objects.filter(verb__in=["take_up_service", "leave_service"]).order_by("pk").values_list("verb", flat=True)) == [
        "take_up_service",
        "leave_service",
    ]


def test_who_serves_on_elsewhere_keeps_the_role():
    account = make_applicant()
    first = make_assistant(account=account)
    make_assistant(account=account, line=make_line(planned_public=2))
    end(first)
    assert role_of(account) == Role.ASSISTANT


def test_the_minute_tick_returns_the_account_of_who_has_left_and_of_nobody_else():
    gone, stays = make_applicant(), make_applicant()
    left = make_assistant(account=gone)
    make_assistant(account=stays)
    Posting.objects.filter(assistant=left).update(last_day=date(2024, 3, 4))
    assert actions.return_accounts(now=NOW) == 0  # the last day counts
    assert actions.return_accounts(now=NOW + timedelta(days=1)) == 1
    assert (role_of(gone), role_of(stays)) == (Role.APPLICANT, Role.ASSISTANT)


def test_signing_again_without_naming_the_account_keeps_it():
    account = make_applicant()
    line = make_line(planned_public=3)
    assistant = make_assistant(line, account=account, id_number=NUMBER, probation_months=0)
    end(assistant)
    make_assistant(line, id_number=NUMBER, starts_on=date(2027, 4, 1), probation_months=0)
    assert Assistant.objects.get().person == account
    assert role_of(account) == Role.ASSISTANT


def link_of(letters, invitation):
    return re.search(r"/staffing/activate/\S+/", (letters / f"invitation-{invitation.pk}.txt").read_text()).group()


@pytest.fixture
def invited(letters, django_capture_on_commit_callbacks):
    """An assistant without an account, and the link that was sent."""
    with django_capture_on_commit_callbacks(execute=True):
        assistant = make_assistant(id_number=NUMBER, name="赵无号")
    return assistant, link_of(letters, Invitation.objects.get())


def open_account(link, *, last4="0029", browser=None, password=PASSWORD):
    browser = browser or Client()
    browser.get(link)
    return browser.post(reverse("staffing:activate_account"), {"last4": last4, "password1": password, "password2": password})


def test_who_has_no_account_opens_one_by_the_link_and_is_signed_in(invited):
    _, link = invited
    browser = Client()
    assert browser.get(link).url == reverse("staffing:activate_account")  # the token leaves the address at once
    answer = open_account(link, browser=browser)
    assert answer.url == reverse("start")
    account = User.objects.get(pk=Assistant.objects.get().person_id)
    assert (account.name, account.role, account.phone_verified) == ("赵无号", Role.ASSISTANT, True)
    assert browser.get(reverse("account")).status_code == 200


def test_the_link_is_used_once(invited):
    _, link = invited
    open_account(link)
    assert "这个链接不能用了" in Client().get(link, follow=True).text
    with refused(Impossible, SPENT):
        actions.claim(invitation_id=Invitation.objects.get().pk, last4="0029", password=PASSWORD, now=NOW)


def test_the_link_lives_ten_days(invited):
    _, link = invited
    with clock.standing_at(NOW + timedelta(days=10)):
        assert "这个链接不能用了" in Client().get(link, follow=True).text
    with clock.standing_at(NOW + timedelta(days=10) - timedelta(seconds=1)):
        assert open_account(link).url == reverse("start")


def test_the_last_four_are_asked_five_times(invited):
    _, link = invited
    answers = [open_account(link, last4="1111").text for _ in range(5)]
    assert all("身份证号后四位不对" in text for text in answers[:4])
    assert "这个链接不能用了" in open_account(link).text
    assert User.objects.filter(name="赵无号").exists() is False


def test_an_applicant_who_has_signed_in_links_the_own_account(invited):
    _, link = invited
    account = make_applicant()
    browser = signed_in(account)
    browser.get(link)
    assert browser.post(reverse("staffing:activate_account"), {"last4": "0029"}).url == reverse("start")
    assert Assistant.objects.get().person == account
    assert role_of(account) == Role.ASSISTANT


def test_a_clerks_account_is_never_an_assistants(invited):
    assistant, _ = invited
    clerk = staff(assistant.county, Role.COUNTY_CLERK)
    with refused(Impossible, "工作人员的账号不能同时是司法协理员的账号。请退出以后再打开短信里的链接。"):
        actions.claim(invitation_id=Invitation.objects.get().pk, last4="0029", account=clerk, now=NOW)
    assert role_of(clerk) == Role.COUNTY_CLERK


def test_a_phone_that_has_an_account_is_told_to_sign_in(invited):
    _, link = invited
    make_applicant(phone="13800000000")
    assert "您的手机号码已经注册过" in open_account(link).text


def test_the_departure_voids_the_link(invited):
    assistant, link = invited
    end(assistant)
    assert "这个链接不能用了" in Client().get(link, follow=True).text


def test_the_clerk_sends_again_and_the_first_link_is_void(invited, letters, client, django_capture_on_commit_callbacks):
    assistant, first = invited
    client.force_login(staff(assistant.county, Role.COUNTY_CLERK))
    page = reverse("staffing:assistant_invite", args=[assistant.pk])
    assert "链接刚刚发送过" in client.post(page).text
    with clock.standing_at(NOW + timedelta(minutes=2)), django_capture_on_commit_callbacks(execute=True):
        assert client.post(page).url == reverse("staffing:assistant", args=[assistant.pk])
    second = link_of(letters, Invitation.objects.unused().get())
    with clock.standing_at(NOW + timedelta(minutes=3)):
        assert "这个链接不能用了" in Client().get(first, follow=True).text
        assert open_account(second).url == reverse("start")


def test_links_are_sent_five_times_a_day_by_the_countys_clerk_alone(invited):
    assistant, _ = invited
    clerk = staff(assistant.county, Role.COUNTY_CLERK)
    for minute in range(2, 6):
        actions.invite(assistant=assistant, by=clerk, now=NOW + timedelta(minutes=2 * minute))
    with refused(Impossible, "一天内发送链接的次数已满，请明天再发送。"):
        actions.invite(assistant=assistant, by=clerk, now=NOW + timedelta(hours=1))
    other = make_user(Role.COUNTY_CLERK, make_county())
    with refused(Refused, "这项内容不属于您的管理范围，操作没有执行。"):
        actions.invite(assistant=assistant, by=other, now=NOW + timedelta(days=2))
    for role in (Role.COUNTY_HEAD, Role.OFFICE, Role.COUNTY_HR):
        with refused(Refused, "您的账号没有这项权限，操作没有执行。"):
            actions.invite(
                assistant=assistant,
                by=make_user(role, assistant.county, office=assistant.county.offices.first()),
                now=NOW + timedelta(days=2),
            )


def test_constraints_of_a_link_hold_past_the_form(invited):
    assistant, _ = invited
    row = Invitation.objects.get()
    other = {"assistant": assistant, "sent_by": row.sent_by, "sent_at": NOW, "lapses_at": NOW, "token_hash": "x"}
    assert refusal(lambda: Invitation.objects.create(**other))[0] == "one_open_invitation_per_assistant"
    assert refusal(lambda: Invitation.objects.update(used_at=NOW))[0] == "used_invitation_names_its_account"
    late = {"used_at": row.lapses_at, "used_by": row.sent_by}
    assert refusal(lambda: Invitation.objects.update(**late))[0] == "invitation_used_in_time"
    assert refusal(lambda: Invitation.objects.update(tries=6))[0] == "invitation_tried_five_times"
