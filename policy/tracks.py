"""The two tracks: their stages in order, what each records and publishes, and which variations are lawful."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, combinations

from policy.citation import Clause


class Records(StrEnum):
    """What deciding a stage leaves in an application's record."""

    NONE = "none"
    REVIEW = "review"
    SCORE = "score"
    RESULT = "result"
    NOTICE = "notice"
    CONTRACT = "contract"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The record in a clerk's words."""
        return {
            Records.NONE: "不逐人登记",
            Records.REVIEW: "逐条审查意见和结论",
            Records.SCORE: "成绩",
            Records.RESULT: "合格、不合格或者放弃",
            Records.NOTICE: "公示有无影响聘用的异议",
            Records.CONTRACT: "签订的聘用合同",
        }[self]


@dataclass(frozen=True, slots=True)
class Notice:
    """A kind of public notice, and the openness it serves. `internal` is its title in internal selection where that is another."""

    kind: str
    title: str
    ref: str
    quote: str
    internal: str = ""

    def titled(self, track: str) -> str:
        """The title in a track, by the track's key."""
        return self.internal if self.internal and track == "internal" else self.title

    @property
    def clause(self) -> Clause:
        return Clause(self.ref, self.quote)


NOTICES = {
    notice.kind: notice
    for notice in (
        Notice("announcement", "招聘公告", "六(三)", "做到信息公开", internal="选聘公告"),
        Notice("opening_changes", "岗位核减、取消和保留公告", "六(三)", "程序公开"),
        Notice("exam_arrangement", "笔试安排公告", "六(三)", "程序公开", internal="考试安排公告"),
        Notice("interview_list", "笔试成绩及入围面试人员公告", "六(三)", "结果公开"),
        Notice("results", "面试成绩、综合成绩及名次公告", "六(三)", "结果公开", internal="考核、考试、综合成绩及名次公告"),
        Notice("proposed_hires", "拟聘用人员公示", "六(三)", "自觉接受监督"),
        Notice("hires", "聘用结果公告", "六(三)", "结果公开"),
    )
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a track. `notice` is the kind of public notice that closing it owes; `two_people` says that another confirms.

    `may_owe` is a kind that it owes only where there is something to tell.
    """

    key: str
    title: str
    ref: str
    quote: str
    records: Records
    notice: str | None = None
    two_people: bool = True
    may_owe: str | None = None

    @property
    def clause(self) -> Clause:
        return Clause(self.ref, self.quote)


@dataclass(frozen=True, slots=True)
class Extra:
    """A further stage that a round may hold, and the stage it comes before."""

    stage: Stage
    before: str


@dataclass(frozen=True, slots=True)
class Track:
    """The stages of one way in. `swaps` are neighbours that a round may take in the other order.

    `sat` is the stage that people sit in rooms, by ticket. `weighed` are the two whose scores make the composite, in their order; the
    second closes with the order of merit.
    """

    key: str
    title: str
    stages: tuple[Stage, ...]
    sat: str
    weighed: tuple[str, str]
    swaps: tuple[tuple[str, str], ...] = ()
    extras: tuple[Extra, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the document's own order, what a new round is suggested."""
        return tuple(stage.key for stage in self.stages)

    @property
    def ranked(self) -> str:
        """The stage at which the order of merit is made, and at which those wait who are below the cut."""
        return self.weighed[1]

    @property
    def every_stage(self) -> dict[str, Stage]:
        return {stage.key: stage for stage in (*self.stages, *(extra.stage for extra in self.extras))}

    def stage(self, key: str) -> Stage:
        """Return a stage of this track, optional ones included.

        :raises UnlawfulStages: if the track has no such stage.
        """
        if key not in self.every_stage:
            raise UnlawfulStages(f"{self.title}没有“{key}”这个环节。")
        return self.every_stage[key]


class UnlawfulStages(ValueError):
    """A sequence of stages that the document does not allow."""


PUBLIC = Track(
    "public",
    "面向社会公开招聘",
    (
        Stage("announcement", "公告", "五(二)", "发布公告", Records.NONE, "announcement"),
        Stage("registration", "报名", "四(二)3", "按照报名", Records.NONE, two_people=False),
        Stage("review", "资格审查", "四(二)3", "资格审查", Records.REVIEW, "exam_arrangement", may_owe="opening_changes"),
        Stage("written_exam", "笔试", "四(二)3", "笔试（内容为公共基础知识）", Records.SCORE, "interview_list"),
        Stage("interview", "面试", "四(二)3", "面试", Records.SCORE, "results"),
        Stage("inspection", "考察", "四(二)3", "考察", Records.RESULT),
        # The outcome of a medical examination is health data: it is told to the person and never published.
        Stage("medical", "体检", "四(二)3", "体检", Records.RESULT),
        Stage("publicity", "公示", "四(二)3", "公示", Records.NOTICE, "proposed_hires"),
        Stage("contract", "签订合同", "四(二)3", "签订合同", Records.CONTRACT, "hires"),
    ),
    sat="written_exam",
    weighed=("written_exam", "interview"),
    swaps=(("inspection", "medical"),),
    extras=(Extra(Stage("recheck", "资格复审", "四(二)3", "等程序进行招聘", Records.REVIEW), before="interview"),),
)

INTERNAL = Track(
    "internal",
    "现有专职辅助人员择优选聘",
    (
        Stage("announcement", "公告", "六(三)", "做到信息公开，程序公开、结果公开", Records.NONE, "announcement"),
        Stage("registration", "报名", "四(一).组织", "各县（区）司法局和人社局统一组织", Records.NONE, two_people=False),
        Stage("review", "资格审查", "四(一).对象", "大专及以上学历的在职专职辅助人员", Records.REVIEW, "exam_arrangement"),
        Stage("assessment", "考核", "四(一).程序", "经考核（德、能、勤、绩、廉）", Records.SCORE),
        Stage("exam", "考试", "四(一).程序", "考试合格", Records.SCORE, "results"),
        Stage("publicity", "公示", "六(三)", "结果公开，自觉接受监督", Records.NOTICE, "proposed_hires"),
        Stage("contract", "签订合同", "四(一).组织", "纳入司法协理员管理体系", Records.CONTRACT, "hires"),
    ),
    sat="exam",
    weighed=("assessment", "exam"),
    extras=(Extra(Stage("medical", "体检", "四(一).程序", "可择优选聘", Records.RESULT), before="publicity"),),
)

TRACKS = {track.key: track for track in (PUBLIC, INTERNAL)}


def lawful_stages(track: Track, keys: Sequence[str]) -> tuple[Stage, ...]:
    """Return the stages of a round that is to follow these keys.

    :raises UnlawfulStages: with one sentence, if a stage is unknown, doubled, left out or out of its place.
    """
    stages = tuple(track.stage(key) for key in keys)
    for stage in track.stages:
        if stage.key not in keys:
            raise UnlawfulStages(f"{track.title}缺少“{stage.title}”环节（{stage.ref}），请补上。")
    doubled = [stage for stage in stages if keys.count(stage.key) > 1]
    if doubled:
        raise UnlawfulStages(f"“{doubled[0].title}”环节重复，请只保留一个。")
    if tuple(keys) not in _orders(track):
        required = "、".join(stage.title for stage in track.stages)
        raise UnlawfulStages(f"环节顺序不符合规定，应为：{required}{_variations(track)}。")
    return stages


def _orders(track: Track) -> Iterator[tuple[str, ...]]:
    subsets = (combinations(track.extras, size) for size in range(len(track.extras) + 1))
    for added in chain.from_iterable(subsets):
        for swapped in chain.from_iterable(combinations(track.swaps, size) for size in range(len(track.swaps) + 1)):
            keys = list(track.keys)
            for one, other in swapped:
                here, there = keys.index(one), keys.index(other)
                keys[here], keys[there] = other, one
            for extra in added:
                keys.insert(keys.index(extra.before), extra.stage.key)
            yield tuple(keys)


def _variations(track: Track) -> str:
    swaps = [f"{track.stage(one).title}与{track.stage(other).title}可以对调" for one, other in track.swaps]
    extras = [f"{track.stage(extra.before).title}之前可以增加{extra.stage.title}" for extra in track.extras]
    return f"（{'，'.join([*swaps, *extras])}）" if swaps or extras else ""


def next_stage(stages: Sequence[str], key: str) -> str | None:
    """Return the key after this one in a round's own order; None after the last."""
    following = stages[stages.index(key) + 1 :]
    return following[0] if following else None
