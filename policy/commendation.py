"""表彰 (四(四).表彰): what one may be called, how many a county gives in a year, how long it is shown, what money goes with it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from policy.attendance import Bounds
from policy.citation import Clause, carries

WORDS = Clause("四(四).表彰", "县（区）司法局应当对工作表现突出、取得显著成绩和突出贡献的司法协理员，参照有关规定予以表彰奖励")


@dataclass(frozen=True, slots=True)
class Award:
    """One title. Titles of the civil service (记功) are not offered: an assistant is none."""

    key: str
    title: str


AWARDS = {award.key: award for award in (Award("praised", "通报表扬"), Award("model", "优秀司法协理员"), Award("honoured", "嘉奖"))}

QUOTA = Bounds("每年表彰的名额（人次）", 3, 0, 50)
SHOWN_DAYS = Bounds("表彰公示的工作日数", 5, 5, 15)
AMOUNT = Bounds("每人次奖金的上限（元）", 0, 0, 10000)
"""The county's own numbers; the document gives none. An amount of 0 means that the county pays no money."""


@carries(WORDS.ref, WORDS.quote)
def quota_problem(*, year: int, given: int, quota: int, more: int = 1) -> str:
    """Say why so many more cannot be commended for a year; blank when they can. Whoever stands in a 公示 is counted as given."""
    if given + more <= quota:
        return ""
    return f"{year}年的表彰名额是 {quota} 人次，已公示、已表彰 {given} 人次，还剩 {max(0, quota - given)} 人次，这次要 {more} 人次。"


@carries(WORDS.ref, "的司法协理员，参照有关规定予以表彰奖励")
def service_problem(*, serves: bool, left_on: date | None) -> str:
    """Say why somebody cannot be shown or commended: who has left is no assistant any more; blank for who serves."""
    if serves:
        return ""
    return f"{f'已于 {left_on} ' if left_on else '已经'}离岗，不再公示、表彰；已经提出的，请退回。"


def year_problem(year: int, today: date) -> str:
    """Say why a commendation cannot be for a year: it is for this one or the one before."""
    if today.year - 1 <= year <= today.year:
        return ""
    return f"表彰年度应是 {today.year - 1} 年或者 {today.year} 年。"


@carries(WORDS.ref, "参照有关规定予以表彰奖励")
def amount_problem(amount: Decimal | None, most: int) -> str:
    """Say why so much money cannot go with it; blank when it can. Without a county's own rule there is none."""
    if amount is None:
        return ""
    if not most:
        return "本县（区）没有规定表彰奖金，请不要填写金额。"
    if amount <= 0 or amount > most:
        return f"奖金应大于 0，不超过本县（区）规定的 {most} 元。"
    return "奖金只写到分。" if amount != amount.quantize(Decimal("0.01")) else ""
