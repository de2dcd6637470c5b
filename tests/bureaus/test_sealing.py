"""Personal data at rest: unreadable, unmovable, and loud when the key is wrong."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.core.exceptions import FieldError
from django.db import connection

from bureaus.models import User
from bureaus.models.who import phone_hash
from bureaus.sealing import WrongKey, fingerprint, seal, unseal
from policy.powers import Role
from tests.bureaus.factories import make_applicant, make_person, make_phone

PLACE = "bureaus_user.phone"
PLAIN = b"13900001234"


@pytest.fixture(params=["AES-GCM", "SM4-GCM"])
def algorithm(request, settings) -> str:
    settings.SEALING_ALGORITHM = request.param
    return request.param


def test_what_is_sealed_opens_again(algorithm):
    for plain in (PLAIN, b"", "山西省阳泉市盂县秀水镇".encode(), bytes(range(256)) * 100):
        assert unseal(seal(plain, place=PLACE), place=PLACE) == plain


def test_a_sealed_value_tells_its_algorithm_and_key_and_nothing_else(algorithm, settings):
    sealed = seal(PLAIN, place=PLACE)
    assert sealed.startswith(f"{algorithm}.{settings.SEALING_CURRENT_KEY}.".encode())
    assert PLAIN not in sealed
    assert PLAIN not in base64.b64decode(sealed.rsplit(b".", 1)[1])


def test_equal_values_look_different(algorithm):
    assert seal(PLAIN, place=PLACE) != seal(PLAIN, place=PLACE)


def test_a_value_moved_to_another_column_is_refused(algorithm):
    with pytest.raises(WrongKey):
        unseal(seal(PLAIN, place=PLACE), place="staffing_assistant.phone")


def test_an_altered_value_is_refused(algorithm):
    head, body = seal(PLAIN, place=PLACE).rsplit(b".", 1)
    raw = bytearray(base64.b64decode(body))
    raw[-20] ^= 1
    with pytest.raises(WrongKey):
        unseal(head + b"." + base64.b64encode(bytes(raw)), place=PLACE)


def test_a_wrong_key_is_loud(algorithm, settings):
    sealed = seal(PLAIN, place=PLACE)
    settings.SEALING_KEYS = {settings.SEALING_CURRENT_KEY: bytes(32)}
    with pytest.raises(WrongKey):
        unseal(sealed, place=PLACE)


def test_a_missing_key_is_loud(algorithm, settings):
    sealed = seal(PLAIN, place=PLACE)
    settings.SEALING_KEYS = {}
    with pytest.raises(WrongKey):
        unseal(sealed, place=PLACE)


@pytest.mark.parametrize("garbage", [b"", b"plain text", b"AES-GCM.k1.!!!", b"ROT13.k1.AAAA"])
def test_what_was_never_sealed_is_refused(garbage):
    with pytest.raises(WrongKey):
        unseal(garbage, place=PLACE)


def test_a_new_key_leaves_old_values_readable(algorithm, settings):
    old = seal(PLAIN, place=PLACE)
    settings.SEALING_KEYS = {**settings.SEALING_KEYS, "k2": bytes(range(32))}
    settings.SEALING_CURRENT_KEY = "k2"
    assert unseal(old, place=PLACE) == unseal(seal(PLAIN, place=PLACE), place=PLACE) == PLAIN


def test_a_change_of_algorithm_leaves_old_values_readable(settings):
    sealed = {}
    for settings.SEALING_ALGORITHM in ("AES-GCM", "SM4-GCM"):
        sealed[settings.SEALING_ALGORITHM] = seal(PLAIN, place=PLACE)
    assert [unseal(value, place=PLACE) for value in sealed.values()] == [PLAIN, PLAIN]


def test_sm4_gives_the_answer_of_the_standard():
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")  # GB/T 32907, example 1
    encryptor = Cipher(algorithms.SM4(key), modes.ECB()).encryptor()
    assert (encryptor.update(key) + encryptor.finalize()).hex() == "681edf34d206965e86b3e94f536e4246"


def test_sm3_gives_the_answer_of_the_standard():
    assert hashlib.new("sm3", b"abc").hexdigest() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"  # GB/T 32905


@pytest.mark.parametrize("name", ["sha256", "sm3"])
def test_a_fingerprint_is_keyed_and_kept_apart_by_purpose(settings, name):
    settings.FINGERPRINT_HASH = name
    text = "13900001234"
    mine = fingerprint(text, purpose="phone")
    assert mine == fingerprint(text, purpose="phone")
    assert len(mine) == 64
    assert mine != fingerprint(text, purpose="identity")
    settings.FINGERPRINT_KEY = b"another key"
    assert mine != fingerprint(text, purpose="phone")


@pytest.mark.django_db
def test_a_sealed_column_reads_as_text_and_lies_as_ciphertext(algorithm):
    phone = make_phone()
    user = make_applicant(phone=phone)
    assert User.objects.get(pk=user.pk).phone == phone
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(person)::text FROM bureaus_user person WHERE id = %s", [user.pk])
        row = cursor.fetchone()[0]
    assert phone not in row
    assert f"{algorithm}.k1." in row


@pytest.mark.django_db
def test_a_person_is_found_by_the_keyed_hash_of_the_number():
    user = make_applicant()
    assert User.objects.by_phone(user.phone) == user
    assert User.objects.filter(phone_hash=phone_hash(user.phone)).get() == user
    assert User.objects.by_phone(make_phone()) is None


@pytest.mark.django_db
@pytest.mark.parametrize("lookup", ["phone", "phone__contains", "phone__startswith"])
def test_a_sealed_column_cannot_be_searched(lookup):
    with pytest.raises(FieldError):
        User.objects.filter(**{lookup: "139"}).exists()


@pytest.mark.django_db
def test_nothing_sealed_is_empty_and_stays_so():
    assert User.objects.get(pk=make_person(Role.CITY).pk).phone == ""
