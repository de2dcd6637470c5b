"""附条件通过: what may still be unfinished when somebody passes the review. A transfer that is confirmed in writing, and nothing else."""

from collections.abc import Mapping
from datetime import date, timedelta

from policy.citation import Clause, carries
from policy.eligibility import INTERNAL

LONGEST_TRANSFER = timedelta(days=92)  # a bound of this platform: a transfer that takes longer is not one that is under way

_RULES = {rule.key: rule for rule in INTERNAL}


@carries("四(一)4", "社保关系不能转移接续至用人单位的")
@carries("四(一)5", "党员党组织关系不能转移至对应党组织的")
def conditional() -> Mapping[str, str]:
    """Return the bars that a transfer under way leaves open, by key, with what is to be finished. 大专 is never among them."""
    return {"insurance_stuck": "社保关系转移接续", "party_file_stuck": "党组织关系转移"}


def clause(key: str) -> Clause:
    """The sentence a condition comes from."""
    return _RULES[key].clause


def condition_problem(key: str, *, confirmed_by: str, due_on: date, today: date) -> str:
    """Say why somebody cannot pass on this condition; blank when they can."""
    if key not in conditional():
        return "只有社保关系、党组织关系的转移可以附条件通过，学历等其他条件必须符合。"
    if not confirmed_by.strip():
        return "请写明由哪个单位书面确认可以转移。"
    if due_on <= today:
        return "办结期限须晚于今天。"
    if due_on - today > LONGEST_TRANSFER:
        return f"办结期限最长 {LONGEST_TRANSFER.days} 天，请改短。"
    return ""


def words(key: str, due_on: date) -> str:
    """An open condition as a contract and a letter state it."""
    return f"{conditional()[key]}（{clause(key).ref}），应在 {due_on.year}年{due_on.month}月{due_on.day}日 前办结"
