"""Where an application stands after an outcome: one step at a time, and out is final."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from policy.citation import carries
from policy.tracks import TRACKS, next_stage


class Outcome(StrEnum):
    """What a stage can end in for one person."""

    PASSED = "passed"
    FAILED = "failed"
    WITHDREW = "withdrew"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The word on a result list."""
        return {"passed": "合格", "failed": "不合格", "withdrew": "放弃"}[self.value]


class Status(StrEnum):
    """Whether a person is still in the running."""

    IN = "in"
    OUT = "out"
    HIRED = "hired"


@dataclass(frozen=True, slots=True)
class Position:
    """The stage an application is at, or was at when it ended, and whether it is still in the running."""

    stage: str
    standing: Status = Status.IN


class IllegalMove(ValueError):
    """An outcome for a stage the application is not at, or after it has ended."""


FIRST_STAGE = "registration"


def entered() -> Position:
    """Return where every application begins."""
    return Position(FIRST_STAGE)


@carries("四(二)3", "按照报名、资格审查、笔试（内容为公共基础知识）、面试、考察、体检、公示、签订合同等程序进行招聘")
@carries("四(一).程序", "经考核（德、能、勤、绩、廉）、考试合格，可择优选聘为司法协理员")
def advance(stages: Sequence[str], position: Position, stage: str, outcome: Outcome) -> Position:
    """Return where an application stands after `outcome` at `stage`, along its round's own stage keys.

    Passing moves to the next stage and passing the last one hires; failing or withdrawing ends it where it is.

    :raises IllegalMove: if the application is not at that stage or has already ended.
    """
    if position.standing is Status.HIRED:
        raise IllegalMove("这个人已经聘用，招聘环节的结果不能再改。")
    if position.standing is Status.OUT:
        raise IllegalMove(f"这份报名已经在“{_title(position.stage)}”环节结束，不能再登记“{_title(stage)}”的结果。")
    if stage != position.stage or stage not in stages:
        raise IllegalMove(
            f"这份报名现在处于“{_title(position.stage)}”环节，不能登记“{_title(stage)}”的结果；请刷新页面，看清所在环节再办。"
        )
    if outcome is not Outcome.PASSED:
        return Position(stage, Status.OUT)
    following = next_stage(stages, stage)
    return Position(following) if following else Position(stage, Status.HIRED)


_TITLES = {key: stage.title for track in TRACKS.values() for key, stage in track.every_stage.items()}


def _title(key: str) -> str:
    return _TITLES.get(key, key)
