"""How an assistant's work is judged: 德能勤绩廉, grades, and what follows for reward, renewal and dismissal."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from policy.citation import Clause, carries
from policy.rules import both, either
from policy.scoring import WHOLE, BadWeights, Mark, weighted_mean


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the five sides of somebody's work, and the weight it is suggested."""

    key: str
    title: str
    suggested_weight: int


DIMENSIONS = {
    dimension.key: dimension
    for dimension in (
        Dimension("integrity", "德", 15),
        Dimension("ability", "能", 20),
        Dimension("diligence", "勤", 15),
        Dimension("results", "绩", 40),
        Dimension("probity", "廉", 10),
    )
}


@carries("四(一).程序", "经考核（德、能、勤、绩、廉）")
@carries("四(四).考核", "统一考核")
def total(marks: Mapping[str, Decimal], weights: Mapping[str, int]) -> Mark:
    """Return the total of an appraisal sheet: all five dimensions, by one set of weights for a whole county.

    :raises KeyError: if a dimension has no mark.
    :raises BadWeights: unless the five weights sum to 100.
    """
    if sum(weights[key] for key in DIMENSIONS) != WHOLE:
        given = "、".join(f"{dimension.title} {weights[key]}%" for key, dimension in DIMENSIONS.items())
        raise BadWeights(f"{given}，五项应合计 100%，请调整。")
    return weighted_mean([marks[key] for key in DIMENSIONS], [weights[key] for key in DIMENSIONS])


@carries("四(一).程序", "考试合格，可择优选聘为司法协理员")
def selectable(*, assessment_passed: bool | None, exam_passed: bool | None) -> bool | None:
    """Say whether internal selection may take somebody: both the assessment and the exam have to be passed."""
    return both(assessment_passed, exam_passed)


# Grades


class Grade(StrEnum):
    """What a year's appraisal comes to."""

    EXCELLENT = "excellent"
    COMPETENT = "competent"
    BASIC = "basic"
    INCOMPETENT = "incompetent"
    UNDETERMINED = "undetermined"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The word on the notice."""
        return {
            Grade.EXCELLENT: "优秀",
            Grade.COMPETENT: "合格",
            Grade.BASIC: "基本合格",
            Grade.INCOMPETENT: "不合格",
            Grade.UNDETERMINED: "不确定等次",
        }[self]


BEST_FIRST = (Grade.EXCELLENT, Grade.COMPETENT, Grade.BASIC, Grade.INCOMPETENT)


@dataclass(frozen=True, slots=True)
class Bands:
    """The least total of each grade; below the last is 不合格. The values are suggestions that a county may set otherwise."""

    excellent: Decimal = Decimal(90)
    competent: Decimal = Decimal(75)
    basic: Decimal = Decimal(60)

    def __post_init__(self) -> None:
        if not self.excellent > self.competent > self.basic:
            raise ValueError("等次分数线应由高到低：优秀、合格、基本合格，请调整。")

    def grade(self, score: Decimal) -> Grade:
        """Return the grade a total earns by itself; 优秀 still stands under the cap."""
        lines = ((self.excellent, Grade.EXCELLENT), (self.competent, Grade.COMPETENT), (self.basic, Grade.BASIC))
        return next((grade for line, grade in lines if score >= line), Grade.INCOMPETENT)


@dataclass(frozen=True, slots=True)
class Veto:
    """Something that keeps a grade from being better than `cap`, whatever the total."""

    key: str
    title: str
    cap: Grade


SUGGESTED_VETOES = (
    Veto("crime", "涉嫌犯罪被立案", Grade.INCOMPETENT),
    Veto("serious_breach", "严重违反规章制度", Grade.INCOMPETENT),
    Veto("absence", "旷工三天以上", Grade.BASIC),
)


@carries("四(四).考核", "县（区）司法局负责司法协理员的考核奖惩工作")
def grade(score: Decimal, bands: Bands, *, vetoes: Collection[Veto] = (), undetermined: bool = False, downgrades: int = 0) -> Grade:
    """Return the grade to propose for a total.

    Each 考核降档 takes it one band lower than the total earns; a veto is a ceiling beside it, and the two do not add up.
    """
    if undetermined:
        return Grade.UNDETERMINED
    return max((lowered(bands.grade(score), downgrades), *(veto.cap for veto in vetoes)), key=BEST_FIRST.index)


@carries("四(四).奖惩", "根据平时表现和考核情况实施奖惩")
def lowered(earned: Grade, steps: int) -> Grade:
    """Return a grade so many bands lower, never lower than 不合格; 不确定等次 stays what it is."""
    if earned is Grade.UNDETERMINED:
        return earned
    return BEST_FIRST[min(BEST_FIRST.index(earned) + steps, len(BEST_FIRST) - 1)]


def is_undetermined(*, on_probation: bool, days_served: int, days_in_period: int) -> bool:
    """Say whether somebody is appraised without a grade: still on probation, or there for less than half of the time."""
    return on_probation or 2 * days_served < days_in_period


def across_offices(totals: Sequence[tuple[Decimal, int]]) -> Mark:
    """Return the total of somebody who moved: each office's, weighted by the months served there."""
    return weighted_mean([score for score, _ in totals], [months for _, months in totals])


EXCELLENT_PERCENT = 20


def excellent_cap(headcount: int, percent: int = EXCELLENT_PERCENT) -> int:
    """Return how many of a county's graded assistants may be 优秀, rounded down.

    :raises ValueError: for a share above 20 %.
    """
    if not 0 <= percent <= EXCELLENT_PERCENT:
        raise ValueError(f"优秀的比例应在 0% 到 {EXCELLENT_PERCENT}% 之间，填的是 {percent}%。")
    return headcount * percent // 100


def excellent_problem(headcount: int, excellent: int, percent: int = EXCELLENT_PERCENT) -> str:
    """Say why so many cannot be 优秀; blank when they can."""
    cap = excellent_cap(headcount, percent)
    if excellent <= cap:
        return ""
    return f"优秀 {excellent} 人，超过 {headcount} 人的 {percent}%（{cap} 人），请减少 {excellent - cap} 人。"


# Reward and discipline


class Treatment(StrEnum):
    """What daily work and appraisal speak for."""

    REWARD = "reward"
    NOTHING = "nothing"
    DISCIPLINE = "discipline"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The words of a proposal."""
        return {"reward": "可以提出奖励", "nothing": "不奖不惩", "discipline": "应当提醒教育或者处分"}[self.value]


@carries("四(四).奖惩", "根据平时表现和考核情况实施奖惩")
def treatment(appraised: Grade, *, commendations: int, violations: int) -> Treatment:
    """Return what a year's daily record and its grade speak for. A bureau decides; this only lays the two side by side."""
    if violations or appraised is Grade.INCOMPETENT:
        return Treatment.DISCIPLINE
    if appraised is Grade.EXCELLENT or (appraised is Grade.COMPETENT and commendations):
        return Treatment.REWARD
    return Treatment.NOTHING


class Measure(StrEnum):
    """The ladder of discipline, in the order it is climbed."""

    REMINDER = "reminder"
    WARNING = "warning"
    DOWNGRADE = "downgrade"
    DISMISSAL = "dismissal"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The word on the decision."""
        return {"reminder": "谈话提醒", "warning": "书面警告", "downgrade": "考核降档", "dismissal": "解聘"}[self.value]


@carries("四(四).奖惩", "根据平时表现和考核情况实施奖惩")
def skipped(measure: Measure, earlier: Collection[Measure]) -> tuple[Measure, ...]:
    """Return the steps between the highest that was climbed before and this one: what a bureau passes over."""
    ladder = tuple(Measure)
    reached = max((ladder.index(each) for each in earlier), default=-1)
    return ladder[reached + 1 : ladder.index(measure)]


def skip_problem(measure: Measure, earlier: Collection[Measure], reason: str) -> str:
    """Say what a step that passes one over still needs; blank when it stands. The document fixes no order: it may be done, in writing."""
    over = "、".join(each.title for each in skipped(measure, earlier))
    if not over or reason.strip():
        return ""
    return f"这个人以前没有审定过{over}；直接{measure.title}的，请写明越过的理由，负责人审定时看到，通知书也写明。"


@carries("四(四).表彰", "县（区）司法局应当对工作表现突出、取得显著成绩和突出贡献的司法协理员，参照有关规定予以表彰奖励")
def commendation_problem(*, performance: str, achievements: str, contribution: str) -> str:
    """Say which of the three grounds a commendation still has to set out in words; blank when it stands."""
    given = {"工作表现突出": performance, "取得显著成绩": achievements, "突出贡献": contribution}
    missing = "、".join(f"“{title}”" for title, words in given.items() if not words.strip())
    return f"表彰事迹还缺{missing}，请写明具体事实。" if missing else ""


# Renewal


def worked_well(grades: Sequence[Grade]) -> bool | None:
    """Read the overall performance from the grades of a contract's years and its 聘期; None without any, when a person must answer."""
    graded = [each for each in grades if each is not Grade.UNDETERMINED]
    return Grade.INCOMPETENT not in graded if graded else None


@carries("四(四).续聘", "聘用合同到期后，根据工作需要和综合工作表现确定是否续聘或解聘")
def may_renew(*, needed: bool | None, performance: bool | None) -> bool | None:
    """Say whether a contract that runs out is renewed: the work needs it and the person has worked well. None: not yet answered."""
    return both(needed, performance)


# Dismissal


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A ground on which the bureau has to dismiss, and the grounds of labour law (`endings.GROUNDS`) one of which it must also meet.

    `climbed`: whether it is the end of the ladder, so that a step passed over is explained; the other goes by its finding alone.
    """

    key: str
    title: str
    ref: str
    quote: str
    lawful: tuple[str, ...]
    climbed: bool

    @property
    def clause(self) -> Clause:
        return Clause(self.ref, self.quote)


DISMISSALS = {
    ground.key: ground
    for ground in (
        Dismissal(
            "repeated", "多次违规、经教育不改", "四(四).解聘", "因多次违反工作规定经教育仍不改正", ("breach", "incompetent"), climbed=True
        ),
        Dismissal(
            "serious",
            "造成严重后果或者恶劣影响",
            "四(四).解聘",
            "因个人行为对工作造成严重后果或恶劣影响的",
            ("breach", "dereliction"),
            climbed=False,
        ),
    )
}

FEWEST_BREACHES = 3
BREACHES_ALLOWED = range(2, 6)


@carries("四(四).解聘", "对因多次违反工作规定经教育仍不改正")
def repeated_problems(breaches: Sequence[date], counselled: Sequence[date], *, fewest: int = FEWEST_BREACHES) -> list[str]:
    """Return what is missing for a dismissal as `repeated`; empty when the bureau has to dismiss.

    `breaches` are the days of recorded breaches, `counselled` those on which a 教育 was served; `fewest` is the county's own number.

    :raises ValueError: for a number outside 2 to 5.
    """
    if fewest not in BREACHES_ALLOWED:
        raise ValueError(f"违规次数应在 {BREACHES_ALLOWED[0]} 到 {BREACHES_ALLOWED[-1]} 次之间，填的是 {fewest}。")
    found = []
    if len(breaches) < fewest:
        found.append(f"已登记违规 {len(breaches)} 次，至少要有 {fewest} 次。")
    if not counselled:
        found.append("还没有送达过教育记录；先教育，仍不改正的才能以此解聘。")
    elif not any(breach > min(counselled) for breach in breaches):
        found.append(f"{min(counselled)} 教育以后没有再登记违规，不属于“经教育仍不改正”。")
    return found


@carries("四(四).解聘", "因个人行为对工作造成严重后果或恶劣影响的，县（区）司法局应当予以解聘")
def is_serious(*, own_conduct: bool | None, grave_consequence: bool | None, bad_influence: bool | None) -> bool | None:
    """Say whether a finding makes a dismissal due as `serious`: one's own conduct, and either of its two effects. None: not yet found."""
    return both(own_conduct, either(grave_consequence, bad_influence))


@carries("四(四).解聘", "构成犯罪的交由有关部门依法追究法律责任")
def must_refer(*, suspected_crime: bool | None) -> bool | None:
    """Say whether a case goes to the authorities. A suspicion is enough: whether it is a crime is not for a bureau to find."""
    return suspected_crime
