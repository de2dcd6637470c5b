"""Phone codes: one session, one use, ten minutes, five tries, one a minute and ten a day."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from bureaus import actions, clock
from bureaus.actions.codes import TooManyCodes
from bureaus.acts import Impossible
from bureaus.models import AuditEvent, PhoneCode, User
from policy.powers import Role
from tests.bureaus.factories import NOW, PASSWORD, later, make_applicant, make_phone, sign_in

Purpose = PhoneCode.Purpose

pytestmark = pytest.mark.django_db(transaction=True)  # a code leaves after the commit


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(NOW):
        yield


@pytest.fixture(autouse=True)
def letters(settings, tmp_path) -> Path:
    settings.LETTERS_DIR = tmp_path / "letters"
    return settings.LETTERS_DIR


def send(phone: str, *, purpose: Purpose = Purpose.REGISTER, now=NOW) -> PhoneCode:
    return actions.send_code(phone=phone, purpose=purpose, now=now)


def text_of(code: PhoneCode, letters: Path) -> str:
    return (letters / f"code-{code.pk}.txt").read_text(encoding="utf-8")


def digits_of(code: PhoneCode, letters: Path) -> str:
    return text_of(code, letters).partition("验证码 ")[2][:6]


def other(digits: str) -> str:
    return f"{(int(digits) + 1) % 10**6:06}"


def ask(client: Client, phone: str, step: str = "account_signup"):
    return client.post(reverse(step), {"phone": phone})


def test_an_applicant_registers_with_a_code_and_is_signed_in(client, letters):
    phone = make_phone()
    assert ask(client, phone).url == reverse("account_signup_code")
    code = PhoneCode.objects.get()
    client.post(reverse("account_signup_code"), {"code": f" {digits_of(code, letters)} "})
    answer = client.post(reverse("account_signup_password"), {"name": "王小明", "password1": PASSWORD, "password2": PASSWORD})
    user = User.objects.get()
    assert answer.url == reverse("start")
    assert (user.name, user.role, user.phone, user.phone_verified) == ("王小明", Role.APPLICANT, phone, True)
    assert client.get(reverse("account")).status_code == 200
    assert AuditEvent.objects.get().verb == "open_account"


def test_the_letter_is_for_its_owner_alone_and_names_no_number(letters):
    phone = make_phone()
    code = send(phone)
    path = letters / f"code-{code.pk}.txt"
    assert path.stat().st_mode & 0o777 == 0o600
    assert phone not in path.name
    assert phone not in text_of(code, letters)


def test_neither_number_nor_code_is_stored_in_the_open(letters):
    phone = make_phone()
    code = send(phone)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(code)::text FROM bureaus_phonecode code")
        row = cursor.fetchone()[0]
    assert phone not in row
    assert f'"{digits_of(code, letters)}"' not in row


def test_a_known_number_gets_the_same_page_and_a_letter_without_a_code(client, letters):
    known, unknown = make_applicant().phone, make_phone()
    pages = []
    for phone in (known, unknown):
        browser = Client()
        first = ask(browser, phone)
        page = browser.get(first.url).content.decode()
        pages.append((first.status_code, re.sub(rf'csrfmiddlewaretoken" value="\w+|code-\d+|{phone[-4:]}', "", page)))
    assert pages[0] == pages[1]
    told, sent = PhoneCode.objects.order_by("pk")
    assert "已经注册" in text_of(told, letters)
    assert digits_of(told, letters) == ""
    assert digits_of(sent, letters).isdigit()


def test_an_unknown_number_cannot_reset_and_is_not_told_apart(client, letters):
    assert ask(client, make_phone(), "account_reset_password").url == reverse("account_reset_password_code")
    assert "还没有注册" in text_of(PhoneCode.objects.get(), letters)


def test_a_reset_opens_a_locked_account(client, letters):
    user = make_applicant()
    for _ in range(5):
        sign_in(client, user.phone, "一个错的密码")
    assert sign_in(client, user.phone).status_code == 429
    ask(client, user.phone, "account_reset_password")
    client.post(reverse("account_reset_password_code"), {"code": digits_of(PhoneCode.objects.get(), letters)})
    new = "无边落木萧萧下 7702"
    answer = client.post(reverse("account_reset_password_set"), {"password1": new, "password2": new})
    assert answer.url == reverse("account_login")
    assert sign_in(client, user.phone, new).status_code == 302


def test_a_code_is_good_for_one_use(letters):
    code = send(make_phone())
    digits = digits_of(code, letters)
    assert actions.confirm_code(code_id=code.pk, digits=digits, now=NOW).pk == code.pk
    assert actions.confirm_code(code_id=code.pk, digits=digits, now=NOW) is None
    actions.register(code_id=code.pk, name="王小明", password=PASSWORD, now=NOW)
    with pytest.raises(Impossible, match="验证码已过期或已经用过，请重新获取。"):
        actions.register(code_id=code.pk, name="王小明", password=PASSWORD, now=NOW)


def test_a_code_to_register_resets_no_password(letters):
    code = send(make_applicant().phone, purpose=Purpose.REGISTER)
    PhoneCode.objects.update(confirmed_at=NOW)
    with pytest.raises(Impossible):
        actions.reset_password(code_id=code.pk, password=PASSWORD, now=NOW)


@pytest.mark.parametrize(("seconds", "good"), [(599, True), (600, False)])
def test_a_code_lives_ten_minutes(letters, seconds, good):
    code = send(make_phone())
    found = actions.confirm_code(code_id=code.pk, digits=digits_of(code, letters), now=NOW + timedelta(seconds=seconds))
    assert (found is not None) is good


@pytest.mark.parametrize(("wrong_tries", "good"), [(4, True), (5, False)])
def test_a_code_may_be_tried_five_times(letters, wrong_tries, good):
    code = send(make_phone())
    digits = digits_of(code, letters)
    for _ in range(wrong_tries):
        assert actions.confirm_code(code_id=code.pk, digits=other(digits), now=NOW) is None
    assert (actions.confirm_code(code_id=code.pk, digits=digits, now=NOW) is not None) is good


def test_a_code_is_bound_to_the_session_that_asked(client, letters):
    ask(client, make_phone())
    digits = digits_of(PhoneCode.objects.get(), letters)
    stranger = Client()
    assert stranger.post(reverse("account_signup_code"), {"code": digits}).url == reverse("account_signup")


def test_of_twenty_right_answers_at_once_one_succeeds(letters):
    code = send(make_phone())
    digits = digits_of(code, letters)

    def answer(_: int) -> bool:
        try:
            return actions.confirm_code(code_id=code.pk, digits=digits, now=NOW) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as crowd:
        assert sum(crowd.map(answer, range(20))) == 1


def test_a_number_is_sent_one_code_a_minute():
    phone = make_phone()
    send(phone)
    with pytest.raises(TooManyCodes, match="验证码刚刚发送过，请在 31 秒后再获取。"):
        send(phone, now=NOW + timedelta(seconds=30))
    send(phone, now=NOW + timedelta(seconds=60))


def test_a_number_is_sent_ten_codes_a_day():
    phone = make_phone()
    for minutes in range(10):
        send(phone, now=NOW + timedelta(minutes=minutes))
    with pytest.raises(TooManyCodes, match="一天内获取验证码的次数已满"):
        send(phone, now=NOW + timedelta(hours=23))
    send(phone, now=NOW + timedelta(hours=24))


def test_codes_asked_for_at_once_count_one_after_the_other():
    phone = make_phone()

    def ask_once(_: int) -> bool:
        try:
            send(phone)
        except TooManyCodes:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(ask_once, range(8))) == 1


def test_old_codes_are_forgotten():
    send(make_phone())
    send(make_phone(), now=NOW + timedelta(days=3))
    assert PhoneCode.objects.count() == 1


def test_a_wrong_code_keeps_the_page_and_says_how_to_go_on(client):
    ask(client, make_phone())
    answer = client.post(reverse("account_signup_code"), {"code": "abc"})
    assert answer.context["form"].errors == {"code": ["验证码不正确或已失效。最多可以试 5 次，10 分钟内有效；也可以重新获取。"]}


def test_asking_again_too_soon_sends_nothing_and_says_when(client):
    ask(client, make_phone())
    answer = client.post(reverse("account_signup_code"), {"again": "1"}, follow=True)
    assert "验证码刚刚发送过，请在 61 秒后再获取。" in answer.content.decode()
    with later(seconds=61):
        client.post(reverse("account_signup_code"), {"again": "1"})
    assert PhoneCode.objects.count() == 2


@pytest.mark.parametrize("typed", ["1380000000", "23800000000", "138 0000 000a", "+1 3800000000", ""])
def test_what_is_no_mobile_number_is_sent_nothing(client, typed):
    assert ask(client, typed).context["form"].errors["phone"]
    assert not PhoneCode.objects.exists()
