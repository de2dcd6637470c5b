"""Sealing: personal data encrypted at rest (AES-256-GCM or SM4-GCM), and the keyed hash that finds it again."""

import base64
import hashlib
import hmac
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

NONCE = 12
TAG = 16


class WrongKey(ValueError):
    """A sealed value cannot be opened: the key is missing or wrong, or the value was moved or altered."""


def seal(plain: bytes, *, place: str) -> bytes:
    """Encrypt under the current key; `place` (table and column) is bound in, so a value cannot be moved elsewhere."""
    algorithm, key_id = settings.SEALING_ALGORITHM, settings.SEALING_CURRENT_KEY
    nonce = os.urandom(NONCE)
    body = _encrypt(algorithm, settings.SEALING_KEYS[key_id], nonce, plain, place.encode())
    return f"{algorithm}.{key_id}.".encode() + base64.b64encode(nonce + body)


def unseal(sealed: bytes, *, place: str) -> bytes:
    """Open what `seal` made for the same place.

    :raises WrongKey: never a blank in its stead.
    """
    try:
        algorithm, key_id, body = sealed.split(b".", 2)
        raw = base64.b64decode(body, validate=True)
        key = settings.SEALING_KEYS[key_id.decode()]
        return _decrypt(algorithm.decode(), key, raw[:NONCE], raw[NONCE:], place.encode())
    except (KeyError, ValueError, InvalidTag) as fault:
        raise WrongKey(f"cannot open the value sealed for {place}") from fault


def fingerprint(text: str, *, purpose: str) -> str:
    """A keyed hash in hex that finds equal values without telling them; `purpose` keeps hashes of different columns apart."""
    return hmac.new(settings.FINGERPRINT_KEY, f"{purpose}\0{text}".encode(), settings.FINGERPRINT_HASH).hexdigest()


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """A text column that holds only ciphertext; it cannot be searched, sorted or compared."""

    description = "加密文本"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return value if value in (None, "") else unseal(value.encode(), place=self._place()).decode()

    def get_prep_value(self, value: Any) -> str | None:
        return value if value in (None, "") else seal(str(value).encode(), place=self._place()).decode()

    def get_lookup(self, lookup_name: str) -> Any:
        """Only emptiness may be asked of a sealed column."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def _place(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"


def _encrypt(algorithm: str, key: bytes, nonce: bytes, plain: bytes, place: bytes) -> bytes:
    if algorithm == "AES-GCM":
        return AESGCM(key).encrypt(nonce, plain, place)
    encryptor = Cipher(_sm4(algorithm, key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(place)
    return encryptor.update(plain) + encryptor.finalize() + encryptor.tag


def _decrypt(algorithm: str, key: bytes, nonce: bytes, body: bytes, place: bytes) -> bytes:
    if algorithm == "AES-GCM":
        return AESGCM(key).decrypt(nonce, body, place)
    decryptor = Cipher(_sm4(algorithm, key), modes.GCM(nonce, body[-TAG:])).decryptor()
    decryptor.authenticate_additional_data(place)
    return decryptor.update(body[:-TAG]) + decryptor.finalize()


def _sm4(algorithm: str, key: bytes) -> algorithms.SM4:
    if algorithm != "SM4-GCM":
        raise ValueError(f"unknown sealing algorithm {algorithm}")
    return algorithms.SM4(hashlib.sha256(key).digest()[:16])
