"""What a sheet of people answers: the columns of each track, the fact that each gives, and how its cells are read."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from policy.divisions import UnknownPlace, in_yangquan
from policy.identity import BadIdentity, normalise, quoted, read_identity
from policy.people import UnknownEducation, read_education

NAME, NUMBER = "姓名", "公民身份号码"
PRECISE = 10**15  # a number cell keeps fifteen digits
LOST = "身份证号被表格软件改成了数字，末几位已丢失。请把该列设为“文本”，重新填写后导入。"
_ROUNDED = re.compile(r"[0-9](\.[0-9]+)?E\+?1[0-9]")  # a lost number that somebody has since turned into text
UNBORN = "身份证号第7至14位的出生日期晚于基准日，请对照身份证改正。"

CITIZEN = ("中国", "中华人民共和国", "中国籍")
YES, NO = "是", "否"
EDUCATIONS = (
    "博士",
    "硕士",
    "研究生",
    "本科",
    "大专",
    "专科结业",
    "专科肄业",
    "本科结业",
    "本科肄业",
    "中专",
    "职高",
    "技校",
    "高中",
    "初中",
    "小学",
)


class Misread(ValueError):
    """A cell that cannot be read; the message says how to mend it."""


UNREAD = (Misread, BadIdentity, UnknownEducation, UnknownPlace)  # each with a sentence for the person


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, the field of `Candidate` that it fills (none for the name), how its text is read, what a template offers."""

    title: str
    fact: str = ""
    read: Callable[[str], Any] = str
    choices: tuple[str, ...] = ()
    note: str = ""


def _citizen(text: str) -> bool:
    if text in ("True", "False") or not any(character.isalpha() for character in text):  # a cell of the kind true or false names no country
        raise Misread(f"国籍应写国名，如“中国”，现在是“{quoted(text)}”。")
    return text in CITIZEN


def _yes(text: str) -> bool:
    if text not in (YES, NO):
        raise Misread(f"应填“{YES}”或“{NO}”，还不知道的留空，现在是“{quoted(text)}”。")
    return text == YES


def _no(text: str) -> bool:
    return not _yes(text)


def _answer(title: str, fact: str, note: str, read: Callable[[str], bool] = _yes) -> Column:
    return Column(title, fact, read, (YES, NO), f"{note}填“{YES}”或“{NO}”，还不知道的留空。")


PLACE_NOTE = "写到市、县（区）或乡镇，如“阳泉市平定县”，或填六位行政区划代码；只写“山西省”的要再核。"
_NAME = Column(NAME)
_NUMBER = Column(NUMBER, "born_on", note="18 位。请先把这一列设为“文本”再填，否则末几位会丢失。")
_EDUCATION = Column("学历", "education", read_education, EDUCATIONS, "最高学历，填名称或国家标准 GB/T 4658 的两位代码；结业、肄业要写明。")
_CRIME = _answer("刑罚或涉案未结", "crime", "受过刑事处罚，或者涉嫌犯罪尚未结案。")
_DETENTION = _answer("行政拘留或吸毒史", "detention_or_drugs", "曾被行政拘留，或者有吸毒史。")
_CREDIT = _answer("不良信用", "bad_credit", "有较为严重的个人不良信用记录。")
_UNFIT = _answer("其他不适合", "otherwise_unfit", "有不适合从事司法协理员工作的其他情形。")

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "public": (
        _NAME,
        _NUMBER,
        Column("国籍", "citizen", _citizen, note="写“中国”；其他国籍照实写。"),
        Column("户籍所在地", "registered_in_yangquan", in_yangquan, note=PLACE_NOTE),
        Column("居住地", "lives_in_yangquan", in_yangquan, note=PLACE_NOTE),
        _EDUCATION,
        _CRIME,
        _DETENTION,
        _CREDIT,
        _answer("开除或解聘", "expelled_or_dismissed", "曾因违法、违纪被开除或者解聘。"),
        _answer("被司法行政机关辞退", "dismissed_by_bureau", "曾因违反司法行政机关管理规定被辞退。"),
        _UNFIT,
    ),
    "internal": (
        _NAME,
        _NUMBER,
        _EDUCATION,
        _answer("本县在职辅助人员", "serves_county_bureau", "是本县（区）司法行政系统的在职专职辅助人员。"),
        _answer("见习大学生", "trainee", "属于见习大学生。"),
        _answer("退休或停薪留职", "retired_or_on_unpaid_leave", "是任何性质的单位退休、停薪留职人员。"),
        _answer("社保可转移", "insurance_stuck", "社保关系能够转移接续至用人单位。", _no),
        _answer("中共党员", "party_member", "是中共党员。"),
        _answer("组织关系可转移", "party_file_stuck", "只对党员起作用：党组织关系能够转移至对应党组织。", _no),
        _CRIME,
        _DETENTION,
        _CREDIT,
        _answer("组织处理", "sanctioned", "曾因违规、违纪被组织处理。"),
        _UNFIT,
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell of a row, as a sentence that never repeats a number."""

    column: str
    message: str


def text_of(cell: Any) -> str:
    """What a cell holds, as text: half-width, without spaces and unseen characters; a whole number without `.0`; empty where it is."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return normalise(cell) if isinstance(cell, str) else str(cell)


def reader(column: Column) -> Callable[[Any], Any]:
    """What reads the cells of a column: a value of its fact, None for an empty cell, or the fault. What people repeat is read once."""
    known: dict[str, Any] = {}

    def read(cell: Any) -> Any:
        if isinstance(cell, str):
            if cell not in known:
                known[cell] = answer(text_of(cell))
            return known[cell]
        return answer(text_of(cell))

    def answer(text: str) -> Any:
        try:
            return column.read(text) if text else None
        except UNREAD as fault:
            return Fault(column.title, str(fault))

    return read


def name_of(cell: Any) -> str:
    """The name as it stands.

    :raises Misread:
    """
    if not text_of(cell):
        raise Misread("姓名没有填写。")
    if type(cell) is not str:  # not a number, and not what stands for an error or for a formula without a result
        raise Misread("姓名应为文字。")
    return "".join(character for character in cell if unicodedata.category(character) not in ("Cc", "Cf")).strip()


def number_of(cell: Any, as_of: date) -> tuple[str, date]:
    """The number in its one written form, and the birth date it states.

    :raises Misread:
    :raises policy.identity.BadIdentity:
    """
    text = text_of(cell)
    if not text:
        raise Misread("公民身份号码没有填写。")
    if (isinstance(cell, int | float) and abs(cell) >= PRECISE) or _ROUNDED.fullmatch(text):
        raise Misread(LOST)
    identity = read_identity(text, date.max)
    if identity.born_on > as_of:
        raise Misread(UNBORN)
    return identity.number, identity.born_on
