"""The second factor: whoever wants one, everybody where the installation requires it."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from bureaus import actions, clock
from bureaus.adapters import WRONG_CODE
from bureaus.models import AuditEvent, User
from policy.powers import Role
from tests.bureaus.factories import NOW, PASSWORD, make_applicant, make_person, sign_in, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def standing():
    cache.clear()  # which codes were used
    with clock.standing_at(NOW):
        yield


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def switch_on(client: Client) -> str:
    """Through the pages, the password asked again; the authenticator's secret."""
    asked = client.get(reverse("mfa_activate_totp"), follow=True)
    assert asked.redirect_chain[-1][0].startswith(reverse("account_reauthenticate"))
    page = client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": reverse("mfa_activate_totp")}, follow=True)
    secret = page.context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    cache.clear()
    return secret


def with_factor(role: Role = Role.COUNTY_CLERK) -> tuple[User, str]:
    person = make_person(role)
    return person, switch_on(signed_in(person))


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def test_the_password_alone_no_longer_signs_in(client):
    person, secret = with_factor()
    assert sign_in(client, person.username).url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert is_signed_in(client)


def test_the_picture_is_drawn_in_the_page():
    client = signed_in(make_applicant())
    client.get(reverse("mfa_activate_totp"))
    page = client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": reverse("mfa_activate_totp")}, follow=True)
    text = page.content.decode()
    assert '<svg class="qr"' in text or "<svg" in text
    assert "data:" not in text


def test_the_secret_is_sealed():
    _, secret = with_factor()
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert "GCM.k1." in stored


def test_a_code_is_good_once(client):
    person, secret = with_factor()
    code = code_for(secret)
    for browser in (client, Client()):
        sign_in(browser, person.username)
        browser.post(reverse("mfa_authenticate"), {"code": code})
    assert is_signed_in(client)
    assert not is_signed_in(browser)


def test_a_spare_code_is_good_once(client):
    person = make_person(Role.COUNTY_CLERK)
    own = signed_in(person)
    switch_on(own)
    spare = own.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    for browser in (client, Client()):
        sign_in(browser, person.username)
        browser.post(reverse("mfa_authenticate"), {"code": spare})
    assert is_signed_in(client)
    assert not is_signed_in(browser)


def test_wrong_codes_lock_like_wrong_passwords(client):
    person, secret = with_factor()
    sign_in(client, person.username)
    answers = [client.post(reverse("mfa_authenticate"), {"code": wrong(code_for(secret))}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert answers[0].context["form"].errors == {"code": [WRONG_CODE]}
    assert client.post(reverse("mfa_authenticate"), {"code": code_for(secret)}).status_code == 429
    assert sign_in(Client(), person.username).status_code == 429


def test_the_operator_takes_a_lost_one_off(client):
    person, _ = with_factor()
    actions.drop_second_factor(user=person, by=make_person(Role.OPERATOR), now=NOW)
    sign_in(client, person.username)
    assert is_signed_in(client)
    assert AuditEvent.objects.filter(verb="drop_second_factor").count() == 1


@pytest.mark.parametrize("role", [Role.CITY, Role.COUNTY_CLERK, Role.OPERATOR])
def test_where_it_is_required_staff_are_led_to_it_before_anything_else(settings, role):
    settings.REQUIRE_SECOND_FACTOR = True
    client = signed_in(make_person(role))
    assert client.get(reverse("letters")).url == reverse("mfa_activate_totp")
    switch_on(client)
    assert client.get(reverse("letters")).status_code == 200


def test_where_it_is_required_it_cannot_be_switched_off(settings):
    settings.REQUIRE_SECOND_FACTOR = True
    client = signed_in(make_person(Role.CITY))
    switch_on(client)
    page = client.post(reverse("mfa_deactivate_totp"))
    assert "本单位要求使用两步验证，不能关闭。" in page.content.decode()
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_applicants_are_never_required_to_have_one(settings):
    settings.REQUIRE_SECOND_FACTOR = True
    assert signed_in(make_applicant()).get(reverse("letters")).status_code == 200


def test_it_can_be_switched_off_by_who_switched_it_on(client):
    person = make_person(Role.COUNTY_CLERK)
    own = signed_in(person)
    switch_on(own)
    assert own.post(reverse("mfa_deactivate_totp")).url == reverse("mfa_index")
    assert not Authenticator.objects.exists()
    sign_in(client, person.username)
    assert is_signed_in(client)
