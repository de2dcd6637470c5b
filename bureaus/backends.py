"""How a typed name and password become a person."""

import re
import unicodedata

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest

from bureaus.models import User
from bureaus.models.who import phone_hash
from bureaus.prepared import Prepared
from policy.identity import is_mobile

SEPARATORS = re.compile(r"[\s\-\u200b\u200e\u200f\u202a-\u202e\ufeff]")


@Prepared
def _reader(pk: int) -> QuerySet[User]:
    found: QuerySet[User] = User.objects.select_related("county", "office").filter(pk=pk)
    return found


class Backend(AuthenticationBackend):
    """Active accounts; demonstration accounts only where the installation is a demonstration."""

    def user_can_authenticate(self, user: User | None) -> bool:
        """Asked at sign-in and again at every request, so that a closed account is out at once."""
        return user is not None and user.is_active and (settings.DEMO or not user.is_demo)

    def get_user(self, user_id: int) -> User | None:
        """The signed-in person, with county and office, which every page of staff shows."""
        user = next(iter(_reader(user_id)), None)
        return user if self.user_can_authenticate(user) else None

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> AbstractBaseUser | None:
        """Keep no right password of a closed account for a page of its own: every cause of refusal gets one sentence."""
        return None


def read_phone(typed: str) -> str | None:
    """The eleven digits of a mainland mobile number, however it was typed (spaces, full width, +86); None if it is none."""
    digits = SEPARATORS.sub("", unicodedata.normalize("NFKC", typed))
    digits = re.sub(r"^(\+|00)86", "", digits)
    return digits if is_mobile(digits) else None


def username_for(typed: str) -> str:
    """The user name behind what was typed; for a number nobody has, a name that nobody has, which tells no number."""
    phone = read_phone(typed)
    if phone is None:
        return typed.strip()
    user = User.objects.by_phone(phone)
    return user.username if user else f"phone-{phone_hash(phone)[:30]}"


def failure_name(request: HttpRequest, credentials: dict[str, str] | None) -> str:
    """Under which name django-axes notes a failed sign-in: the user name as it was looked up, never what was typed."""
    return str((credentials or {}).get("username") or "")[:255]
