"""The 18 places of a 公民身份号码 (GB 11643): normalise, check, birth date, sex."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
MOBILE = re.compile(r"1[3-9][0-9]{9}")
LONGEST_QUOTE = 30
MOST_DIGITS = 9  # of a place's code; a telephone number has eleven
_UNSEEN = ("Zs", "Zl", "Zp", "Cc", "Cf")  # spaces, line ends, control and zero-width characters


class BadIdentity(ValueError):
    """The text is not a citizen's number; the message says how to mend it and never repeats the number."""


class Sex(StrEnum):
    """The sex a number states, in the words a form shows."""

    MALE = "男"
    FEMALE = "女"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a valid number states. The area code is left unread: it is where a card was first issued, not where anyone lives."""

    number: str = field(repr=False)  # a traceback or a log must not carry it
    born_on: date
    sex: Sex


def normalise(text: str) -> str:
    """Return the one written form: half-width, upper-case X, without spaces, control and zero-width characters."""
    folded = unicodedata.normalize("NFKC", text).upper()
    if folded.isprintable() and " " not in folded:  # nothing unseen in it, as nearly always
        return folded
    return "".join(character for character in folded if unicodedata.category(character) not in _UNSEEN)


def check_digit(first17: str) -> str:
    """Return the eighteenth place that belongs to the first seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return _CHECK_DIGITS[total % 11]


def read_identity(text: str, today: date) -> Identity:
    """Read a number however it was typed.

    :raises BadIdentity: one sentence per fault.
    """
    number = normalise(text)
    if not number:
        raise BadIdentity("请填写身份证号。")
    if re.fullmatch(r"[0-9]{15}", number):
        raise BadIdentity("这是15位的旧身份证号，已停止使用，请填写第二代居民身份证上的18位号码。")
    if len(number) != 18:
        raise BadIdentity(f"身份证号应为18位，现在是{len(number)}位，请对照身份证补全或删去多余的字符。")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise BadIdentity("身份证号前17位只能是数字，最后一位是数字或X，请对照身份证改正。")
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise BadIdentity("身份证号第7至14位的出生日期不存在，请对照身份证改正。") from None
    if born_on > today:
        raise BadIdentity("身份证号第7至14位的出生日期晚于今天，请对照身份证改正。")
    if check_digit(number[:17]) != number[17]:
        raise BadIdentity("身份证号校验不通过，有一位可能输错了，请对照身份证逐位核对。")
    return Identity(number, born_on, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


def is_mobile(text: str) -> bool:
    """Whether a text is a mobile number of the mainland: eleven digits, of which the first two are 13 to 19."""
    return MOBILE.fullmatch(text) is not None


def quoted(words: str) -> str:
    """Return what somebody wrote as a sentence may repeat it: its beginning, and no digits where a person's number may stand in it."""
    shown = words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE]}…"
    return re.sub(r"\d", "*", shown) if len(re.findall(r"\d", words)) > MOST_DIGITS else shown


def mask(number: str) -> str:
    """Return the number for a staff list: the first and last four places only."""
    return f"{number[:4]}{'*' * 10}{number[-4:]}"
