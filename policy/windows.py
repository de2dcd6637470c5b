"""Who may still change a registration after it was submitted, what of it, and until when. The document leaves all of it to the round."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from policy.calendar import YANGQUAN, end_of

PARTS: Mapping[str, str] = {
    "profile": "基本信息",
    "vacancy": "报考岗位",
    "education": "学历",
    "residence": "户籍或居住地",
    "experience": "经历与优先条件",
    "papers": "照片与材料",
    "declarations": "声明与承诺",
}
"""The parts of a registration, by the keys its pages have."""

LONGEST_CORRECTION = timedelta(days=15)


def correction_due(returned_at: datetime, days: int) -> datetime:
    """Return the first instant at which a correction is late: so many whole days are given after the day of the return."""
    return end_of(returned_at.astimezone(YANGQUAN).date() + timedelta(days=days))


def correction_problem(parts: Collection[str], until: datetime, now: datetime) -> str:
    """Say why a correction cannot be opened like this; blank when it can."""
    if not parts:
        return "请选择可以更正的内容。"
    if not set(parts) <= set(PARTS):
        return "所选的更正内容不在报名表里，请重新选择。"
    if until <= now:
        return "更正的截止时间须晚于现在。"
    if until - now > LONGEST_CORRECTION:
        return f"更正时间最长 {LONGEST_CORRECTION.days} 天，请改短。"
    return ""


def named(parts: Collection[str]) -> str:
    """The parts as a sentence lists them, in the order of the form."""
    return "、".join(title for key, title in PARTS.items() if key in parts)


def until(moment: datetime) -> str:
    """The end of a window as a sentence says it: midnight is 24:00 of the day that ends."""
    local = moment.astimezone(YANGQUAN)
    if (local.hour, local.minute) == (0, 0):
        day = local.date() - timedelta(days=1)
        return f"{day.year}年{day.month}月{day.day}日 24:00"
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
