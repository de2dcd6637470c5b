"""What labour law allows a contract: what it says, its probation, its signing and its renewal. How one ends is in `endings`."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from policy.calendar import Deadline, Period, months_after
from policy.citation import Clause, Source, carries
from policy.scoring import rounded


class Form(StrEnum):
    """What kind of contract an assistant has. 劳务派遣 is not offered: the agency, not the bureau, would be the employer."""

    LABOUR = "labour"
    WELFARE = "welfare"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The name a clerk chooses by."""
        return {"labour": "劳动合同", "welfare": "公益性岗位劳动合同"}[self.value]


@dataclass(frozen=True, slots=True)
class Term:
    """The days one contract runs, both counted; `last_day` is None when it is open-ended."""

    first_day: date
    last_day: date | None

    def covers(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@carries("四.聘用制", "司法协理员实行聘用制")
def serves_on(day: date, terms: Iterable[Term]) -> bool:
    """Say whether somebody is an assistant on a day: only a contract that runs makes one."""
    return any(term.covers(day) for term in terms)


# Before the contract: what it says


@dataclass(frozen=True, slots=True)
class Content:
    """Something that every contract has to say."""

    key: str
    title: str
    clause: Clause


CONTENTS = (
    Content(
        "employer",
        "用人单位",
        Clause("第十七条", "（一）用人单位的名称、住所和法定代表人或者主要负责人", Source.LABOUR_CONTRACT_LAW),
    ),
    Content(
        "person",
        "本人",
        Clause("第十七条", "（二）劳动者的姓名、住址和居民身份证或者其他有效身份证件号码", Source.LABOUR_CONTRACT_LAW),
    ),
    Content("term", "合同期限", Clause("第十七条", "（三）劳动合同期限", Source.LABOUR_CONTRACT_LAW)),
    Content("work", "工作内容和地点", Clause("第十七条", "（四）工作内容和工作地点", Source.LABOUR_CONTRACT_LAW)),
    Content("hours", "工作时间和休息休假", Clause("第十七条", "（五）工作时间和休息休假", Source.LABOUR_CONTRACT_LAW)),
    Content("pay", "劳动报酬", Clause("第十七条", "（六）劳动报酬", Source.LABOUR_CONTRACT_LAW)),
    Content("insurance", "社会保险", Clause("第十七条", "（七）社会保险", Source.LABOUR_CONTRACT_LAW)),
    Content("protection", "劳动保护", Clause("第十七条", "（八）劳动保护、劳动条件和职业危害防护", Source.LABOUR_CONTRACT_LAW)),
)


def missing_contents(given: Collection[str]) -> list[str]:
    """Return the titles of what a contract still has to say."""
    return [content.title for content in CONTENTS if content.key not in given]


OPEN_ENDED = None
"""Stands for the number of months of a contract without a last day."""


@carries("第十九条", "劳动合同期限三个月以上不满一年的，试用期不得超过一个月", Source.LABOUR_CONTRACT_LAW)
@carries("第十九条", "劳动合同期限一年以上不满三年的，试用期不得超过二个月", Source.LABOUR_CONTRACT_LAW)
@carries("第十九条", "三年以上固定期限和无固定期限的劳动合同，试用期不得超过六个月", Source.LABOUR_CONTRACT_LAW)
@carries("第十九条", "劳动合同期限不满三个月的，不得约定试用期", Source.LABOUR_CONTRACT_LAW)
def probation_cap(term_months: int | None) -> int:
    """Return the longest probation, in months, that a term of so many months allows; None is open-ended."""
    if term_months is OPEN_ENDED or term_months >= 36:
        return 6
    if term_months >= 12:
        return 2
    return 1 if term_months >= 3 else 0


@carries("第十九条", "同一用人单位与同一劳动者只能约定一次试用期。", Source.LABOUR_CONTRACT_LAW)
def probation_problem(*, term_months: int | None, probation_months: int, had_one: bool) -> str:
    """Say why a probation cannot be agreed; blank when it can."""
    cap = probation_cap(term_months)
    if probation_months and had_one:
        return "这个人已经约定过一次试用期，不能再约定（《劳动合同法》第十九条），请填 0。"
    if probation_months > cap:
        term = "无固定期限" if term_months is OPEN_ENDED else f" {term_months} 个月"
        return f"合同期限为{term}的，试用期最长 {cap} 个月（《劳动合同法》第十九条），填的是 {probation_months} 个月。"
    return ""


@carries("第二十条", "不得低于本单位相同岗位最低档工资或者劳动合同约定工资的百分之八十", Source.LABOUR_CONTRACT_LAW)
@carries("第二十条", "并不得低于用人单位所在地的最低工资标准", Source.LABOUR_CONTRACT_LAW)
def least_probation_pay(agreed: Decimal, minimum_wage: Decimal) -> Decimal:
    """Return the least monthly pay on probation: 80 % of what the contract says, and never under the local minimum wage."""
    return max(rounded(agreed * 80 / 100), minimum_wage)


# Signing


@carries("第十条", "应当自用工之日起一个月内订立书面劳动合同", Source.LABOUR_CONTRACT_LAW)
def sign_by(works_from: date) -> date:
    """Return the last day on which a contract is signed in time."""
    return months_after(works_from, 1)


@dataclass(frozen=True, slots=True)
class LateSigning:
    """What a late signing costs: recorded and escalated, never a reason to refuse the signing.

    `double_pay` is None for one signed on the very day after its month.
    """

    double_pay: Period | None
    deemed_open_ended: bool

    @property
    def sentence(self) -> str:
        said = "超过一个月才订立书面合同"
        if self.double_pay:
            said += f"，{self.double_pay.first} 至 {self.double_pay.last} 应付二倍工资（《劳动合同法》第八十二条）"
        if self.deemed_open_ended:
            said += "，并视为已订立无固定期限劳动合同（《劳动合同法》第十四条）"
        return said + "。"


@carries("第八十二条", "应当向劳动者每月支付二倍的工资", Source.LABOUR_CONTRACT_LAW)
@carries("第六条", "起算时间为用工之日起满一个月的次日，截止时间为补订书面劳动合同的前一日", Source.LABOUR_CONTRACT_REGULATION)
@carries("第十四条", "视为用人单位与劳动者已订立无固定期限劳动合同", Source.LABOUR_CONTRACT_LAW)
def late_signing(works_from: date, signed_on: date) -> LateSigning | None:
    """Return the consequence of signing on a day; None when it is in time. For one still unsigned, give today."""
    if signed_on <= sign_by(works_from):
        return None
    full_year = months_after(works_from, 12)
    owed = Period(sign_by(works_from) + timedelta(days=1), min(signed_on, full_year) - timedelta(days=1))
    return LateSigning(owed if owed.first <= owed.last else None, signed_on >= full_year)


# Renewal


@carries("第十四条", "劳动者在该用人单位连续工作满十年的", Source.LABOUR_CONTRACT_LAW)
@carries("第十四条", "连续订立二次固定期限劳动合同", Source.LABOUR_CONTRACT_LAW)
@carries("第十四条", "且劳动者没有本法第三十九条和第四十条第一项、第二项规定的情形，续订劳动合同的", Source.LABOUR_CONTRACT_LAW)
@carries("第十四条", "除劳动者提出订立固定期限劳动合同外，应当订立无固定期限劳动合同", Source.LABOUR_CONTRACT_LAW)
@carries("第十二条", "其劳动合同不适用劳动合同法有关无固定期限劳动合同的规定", Source.LABOUR_CONTRACT_REGULATION)
def must_be_open_ended(
    *, form: Form, works_from: date, renews_on: date, fixed_terms: int, at_fault: bool = False, asks_for_fixed: bool = False
) -> bool:
    """Say whether a renewal has to be open-ended: after two fixed terms in a row, or ten years without a break.

    `at_fault`: a case of article 39 or 40 (1)(2) is on record, which stops the two terms from counting but not the ten years.
    """
    if form is Form.WELFARE or asks_for_fixed:
        return False
    return months_after(works_from, 120) <= renews_on or (fixed_terms >= 2 and not at_fault)


REMINDER_DAYS = (90, 60, 30)
"""How long before its last day a contract that runs out is brought up, in days; the last is when the person has to know."""


def reminder_step(last_day: date, today: date) -> int | None:
    """Return which of the reminders is due, the latest whose day has come; None before the first. One passed over is not made up."""
    return min((days for days in REMINDER_DAYS if last_day - timedelta(days=days) <= today), default=None)


def expiry_deadlines(last_day: date, *, key: str, name: str) -> tuple[Deadline, ...]:
    """Return when a contract that runs out has to be looked at, decided and told. The law asks for none of it: all are advice."""
    titles = ("合同将要到期，请开始听取司法所意见", "合同将要到期，请提出续聘或者终止的意见", "合同将要到期，请作出决定并书面告知本人")
    return tuple(
        Deadline(f"{key}:{days}", f"{name}：{title}", last_day - timedelta(days=days), "county_clerk")
        for days, title in zip(REMINDER_DAYS, titles, strict=True)
    )
