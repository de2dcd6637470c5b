"""开考比例: how many places of a post the approved applications bear, and what may be decided where they are too few."""

from datetime import datetime, timedelta
from enum import StrEnum

LEAST_SWITCH, LONGEST_SWITCH = timedelta(hours=4), timedelta(days=7)


class Opening(StrEnum):
    """What becomes of a post. The document leaves it to the scheme (四(二)3.原则)."""

    KEEP = "keep"
    REDUCE = "reduce"
    CANCEL = "cancel"
    RETAIN = "retain"


def bearable(qualified: int, *, ratio: int, headcount: int) -> int:
    """Return how many places so many approved applications bear: whole multiples of the ratio, never more than were announced."""
    return min(qualified // ratio, headcount)


def allowed(qualified: int, *, ratio: int, headcount: int) -> tuple[Opening, ...]:
    """Return the decisions the count allows: to keep where it suffices, else to reduce, to cancel, or to retain by approval."""
    bears = bearable(qualified, ratio=ratio, headcount=headcount)
    if bears == headcount:
        return (Opening.KEEP,)
    return (*((Opening.REDUCE,) if bears else ()), Opening.CANCEL, Opening.RETAIN)


def places_left(outcome: Opening, qualified: int, *, ratio: int, headcount: int) -> int:
    """Return the places a post has after the decision."""
    if outcome is Opening.CANCEL:
        return 0
    return bearable(qualified, ratio=ratio, headcount=headcount) if outcome is Opening.REDUCE else headcount


def switch_problem(until: datetime | None, now: datetime) -> str:
    """Say why people of a cancelled post could not choose another one (改报) until then; blank when they could."""
    if until is None:
        return "这个岗位还有人报名，请写明改报到什么时候截止。"
    if until - now < LEAST_SWITCH:
        return f"改报至少要留 {int(LEAST_SWITCH.total_seconds() // 3600)} 个小时，请把截止时间改晚。"
    if until - now > LONGEST_SWITCH:
        return f"改报最长 {LONGEST_SWITCH.days} 天，请把截止时间改早。"
    return ""
