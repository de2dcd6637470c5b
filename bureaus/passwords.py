"""What a password must be: long enough for who uses it and not guessable; no rule about kinds of characters."""

import re
import secrets

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from bureaus.models import User

APPLICANT_LEAST, STAFF_LEAST, MOST = 8, 12, 128

# A name in pinyin with a year, or a word of this place and office: what people here try first.
NAME_AND_YEAR = re.compile(r"[a-z]{1,20}[@._-]?(19|20)\d{2}(\d{4})?[!@#.]?", re.IGNORECASE)
LOCAL_WORDS = ("yangquan", "sifa", "xieliyuan", "阳泉", "司法")
UNMISTAKABLE = "abcdefghjkmnpqrstuvwxyz23456789"


class Fit(CommonPasswordValidator):
    """Django's hook for a password about to be set; staff need twelve characters, applicants eight."""

    def validate(self, password: str, user: User | None = None) -> None:
        least = STAFF_LEAST if user is not None and user.is_official else APPLICANT_LEAST
        if len(password) < least:
            raise ValidationError(f"密码至少要有 {least} 个字符，可以用几个不相关的词连起来。")
        if len(password) > MOST:
            raise ValidationError(f"密码最多 {MOST} 个字符。")
        if self._is_guessable(password):
            raise ValidationError("这个密码容易被猜到，请换一个：不要只用数字，不要用姓名加年份、单位名称或常见密码。")

    def _is_guessable(self, password: str) -> bool:
        is_common = password.lower().strip() in self.passwords
        return is_common or password.isdecimal() or bool(NAME_AND_YEAR.fullmatch(password)) or _is_local(password)

    def get_help_text(self) -> str:
        return f"至少 {APPLICANT_LEAST} 个字符（工作人员至少 {STAFF_LEAST} 个），不要用姓名、生日、手机号码。"


def initial_password() -> str:
    """A random first password, to be read out or copied once: 16 characters that cannot be taken for one another."""
    drawn = "".join(secrets.choice(UNMISTAKABLE) for _ in range(16))
    return "-".join(drawn[start : start + 4] for start in range(0, 16, 4))


def _is_local(password: str) -> bool:
    """Whether nothing but digits and signs stands beside a word of this place."""
    rest = password.casefold()
    for word in LOCAL_WORDS:
        rest = rest.replace(word, "")
    return rest != password.casefold() and not re.search(r"[^\W\d_]{3,}", rest)
