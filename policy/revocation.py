"""取消资格 after the review was passed: on which grounds, and at which stages it can still be done."""

from collections.abc import Sequence
from dataclasses import dataclass

from policy.citation import Clause, carries
from policy.eligibility import for_track

REVOCATION = "revocation"
"""What the outcome is filed under: no stage of a track, since it may strike at any of them."""

TITLE = "取消资格"


@dataclass(frozen=True, slots=True)
class Ground:
    """Why somebody loses the right to go on: a condition of the document that is not met, or what was stated is not true."""

    key: str
    title: str
    clause: Clause


UNTRUE = Ground("untrue", "信息或者材料不实", Clause("四(二)3.原则", "公开、公平、公正的原则"))


@carries("六(三)", "各县（区）要严格按照招聘条件、标准，规范开展司法协理员招聘工作")
def grounds(track: str) -> dict[str, Ground]:
    """Every ground of a track by its key. There is no ground without a clause: what fits none is no reason to take a right away."""
    rules = [Ground(rule.key, rule.title, rule.clause) for rule in for_track(track)]
    return {ground.key: ground for ground in (*rules, UNTRUE)}


def cause(stage: str) -> str:
    """By which line of the scheme the place that falls free may be filled again (递补): what was found there counts as found there."""
    return stage if stage in ("inspection", "medical") else "publicity"


def refusal(stages: Sequence[str], stage: str, *, running: bool) -> str:
    """Why an application cannot lose its qualification now, as a sentence; empty when it can."""
    if not running:
        return "这份报名已经结束，没有资格可以取消。"
    if stages.index(stage) <= stages.index("review"):
        return "资格审查还没有通过。审查中发现不符合条件的，请作“不通过”。"
    return ""
