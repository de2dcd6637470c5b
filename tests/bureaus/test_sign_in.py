"""Signing in: one sentence for every failure, a lock after five, sessions that end."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from bureaus import actions, clock
from bureaus.adapters import WRONG
from bureaus.models import User
from policy.powers import Role
from tests.bureaus.factories import NOW, PASSWORD, later, make_applicant, make_person, make_phone, sign_in, signed_in

GUESSABLE = "这个密码容易被猜到，请换一个：不要只用数字，不要用姓名加年份、单位名称或常见密码。"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def test_staff_sign_in_by_user_name(client):
    clerk = make_person(Role.COUNTY_CLERK)
    assert sign_in(client, clerk.username).url == reverse("start")
    assert is_signed_in(client)


@pytest.mark.parametrize("typed", ["{0}", " {1} {2} {3} ", "+86 {0}", "{1}-{2}-{3}"])
def test_applicants_sign_in_by_mobile_number_however_it_is_typed(client, typed):
    phone = make_phone()
    make_applicant(phone=phone)
    sign_in(client, typed.format(phone, phone[:3], phone[3:7], phone[7:]))
    assert is_signed_in(client)


def test_every_cause_of_failure_gets_the_same_answer(settings):
    settings.DEMO = False
    closed = make_person(Role.CITY)
    actions.change_account(user=closed, by=make_person(Role.OPERATOR), now=NOW, is_active=False)
    refused = [
        (make_person(Role.CITY).username, "一个错的密码"),
        ("nobody-has-this-name", PASSWORD),
        (make_phone(), PASSWORD),
        (make_applicant().phone, "一个错的密码"),
        (closed.username, PASSWORD),
        (make_person(Role.CITY, is_demo=True).username, PASSWORD),
    ]
    answers = []
    for login, password in refused:
        answer = sign_in(Client(), login, password)
        answers.append((answer.status_code, answer.context["form"].non_field_errors(), "Set-Cookie" in answer))
    assert answers == [(200, [WRONG], False)] * len(refused)


def test_demonstration_accounts_sign_in_where_the_installation_is_a_demonstration(client, settings):
    settings.DEMO = True
    sign_in(client, make_person(Role.CITY, is_demo=True).username)
    assert is_signed_in(client)


def test_a_demonstration_account_is_out_at_once_when_the_installation_stops_being_one(settings):
    settings.DEMO = True
    client = signed_in(make_person(Role.CITY, is_demo=True))
    settings.DEMO = False
    assert not is_signed_in(client)


def test_five_failures_lock_the_account_from_that_address_even_for_the_right_password(client):
    clerk = make_person(Role.COUNTY_CLERK)
    answers = [sign_in(client, clerk.username, "一个错的密码").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    locked = sign_in(client, clerk.username)
    assert locked.status_code == 429
    assert "账号已临时锁定，请在 15 分钟后再试，或用手机验证码解锁。" in locked.content.decode()
    assert not is_signed_in(client)


def test_a_stranger_at_another_address_locks_nobody_out(client):
    clerk = make_person(Role.COUNTY_CLERK)
    stranger = Client(REMOTE_ADDR="203.0.113.7")
    for _ in range(6):
        sign_in(stranger, clerk.username, "一个错的密码")
    sign_in(client, clerk.username)
    assert is_signed_in(client)


def test_the_lock_opens_after_fifteen_minutes(client):
    clerk = make_person(Role.COUNTY_CLERK)
    for _ in range(5):
        sign_in(client, clerk.username, "一个错的密码")
    for attempt in AccessAttempt.objects.all():
        attempt.attempt_time -= timedelta(minutes=16)
        attempt.save()
    sign_in(client, clerk.username)
    assert is_signed_in(client)


def test_no_failed_sign_in_is_stored_with_the_number_that_was_typed(client):
    known, unknown = make_applicant().phone, make_phone()
    for phone in (known, unknown):
        sign_in(client, phone, "一个错的密码")
    stored = str(list(AccessAttempt.objects.values()))
    assert AccessAttempt.objects.count() == 2
    assert known not in stored
    assert unknown not in stored


def test_the_session_gets_a_new_key_at_sign_in(client):
    clerk = make_person(Role.COUNTY_CLERK)
    session = client.session
    session["kept"] = "from before"
    session.save()
    before = client.session.session_key
    sign_in(client, clerk.username)
    assert client.session.session_key != before


@pytest.mark.parametrize(("role", "minutes"), [(Role.CITY, 15), (Role.APPLICANT, 30)])
def test_an_idle_session_ends_and_says_so(role, minutes):
    client = signed_in(make_person(role))
    assert is_signed_in(client)
    with later(minutes=minutes, seconds=-10):
        assert is_signed_in(client)
    with later(minutes=2 * minutes):
        answer = client.get(reverse("account"), follow=True)
    assert answer.redirect_chain == [(f"{reverse('account_login')}?next={reverse('account')}", 302)]
    assert f"您已超过 {minutes} 分钟没有操作，已自动退出。" in answer.content.decode()


def test_a_busy_session_ends_after_eight_hours():
    client = signed_in(make_person(Role.CITY))
    for minutes in range(0, 8 * 60, 10):
        with later(minutes=minutes):
            assert is_signed_in(client)
    with later(hours=8):
        assert not is_signed_in(client)


def test_a_closed_account_is_refused_at_its_next_request():
    clerk = make_person(Role.COUNTY_CLERK)
    client = signed_in(clerk)
    actions.change_account(user=clerk, by=make_person(Role.OPERATOR), now=NOW, is_active=False)
    assert not is_signed_in(client)


def test_a_new_password_ends_the_other_sessions():
    clerk = make_person(Role.COUNTY_CLERK)
    here, elsewhere = signed_in(clerk), signed_in(clerk)
    new = "万里悲秋常作客 3391"
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert User.objects.get(pk=clerk.pk).check_password(new)


def test_an_initial_password_must_be_changed_before_anything_else():
    client = signed_in(make_person(Role.COUNTY_CLERK, must_change_password=True))
    assert client.get(reverse("letters")).url == reverse("account_change_password")
    new = "万里悲秋常作客 3391"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get(reverse("letters")).status_code == 200


def test_pages_of_a_signed_in_person_stay_out_of_every_cache():
    client = signed_in(make_person(Role.CITY))
    assert client.get(reverse("account"))["Cache-Control"] == "no-store, private"
    assert client.get(reverse("privacy"))["Cache-Control"] == "no-store, private"


def test_signing_out_clears_what_the_browser_holds():
    client = signed_in(make_person(Role.CITY))
    old = client.cookies["sessionid"].value
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies["sessionid"] = old
    assert not is_signed_in(client)


@pytest.mark.parametrize("elsewhere", ["//evil.example/", "https://evil.example/", r"\\evil.example"])
def test_nobody_is_led_off_the_site(client, elsewhere):
    clerk = make_person(Role.COUNTY_CLERK)
    answer = client.post(reverse("account_login"), {"login": clerk.username, "password": PASSWORD, "next": elsewhere})
    assert answer.url == reverse("start")
    assert client.get(reverse("preferences"), {"text": "2", "next": elsewhere}).url == "/"


def test_a_visitor_reads_public_pages_without_sql_or_session(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get(reverse("privacy"))
    assert answer.status_code == 200
    assert answer.cookies == {}


def test_preferences_are_remembered_without_a_sign_in(client):
    client.get(reverse("preferences"), {"text": "3", "contrast": "1"})
    assert '<html lang="zh-CN" class="text-3 contrast">' in client.get(reverse("privacy")).content.decode()


@pytest.mark.parametrize(
    "password",
    ["12345678", "yangquan2024", "wangxiaoming1995", "阳泉司法2024", "19950817", "password1", "sifa20240226"],
)
def test_guessable_passwords_are_refused(password):
    client = signed_in(make_applicant())
    answer = client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": password, "password2": password})
    assert answer.context["form"].errors["password1"] == [GUESSABLE]


@pytest.mark.parametrize(
    ("role", "password", "accepted"),
    [
        (Role.APPLICANT, "qixiang7", True),
        (Role.APPLICANT, "qixian7", False),
        (Role.CITY, "qixiang7mei", False),
        (Role.CITY, "qixiang7meih", True),
        (Role.CITY, "correct horse battery staple " * 2 + "abcdef", True),
    ],
)
def test_a_password_is_measured_by_length_and_nothing_else(role, password, accepted):
    client = signed_in(make_person(role))
    answer = client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": password, "password2": password})
    assert (answer.status_code == 302) is accepted
