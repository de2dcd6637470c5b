"""The way of an appraisal: a county's template, its periods, who is in them, what may be decided, 复核, and the opinions of others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from policy.appraisal import BEST_FIRST, DIMENSIONS, EXCELLENT_PERCENT, SUGGESTED_VETOES, Bands, Grade, Veto, grade
from policy.calendar import IsWorkingDay, NoCalendar, last_day, months_after
from policy.citation import carries
from policy.scheme import Setting, Value
from policy.scoring import WHOLE

# The county's template

LINES = ("excellent_line", "competent_line", "basic_line")

SETTINGS: Mapping[str, Setting] = {
    setting.key: setting
    for setting in (
        *(
            Setting(each.key, f"“{each.title}”的权重", each.suggested_weight, "德、能、勤、绩、廉合计 100%。", "%", 0, 100)
            for each in DIMENSIONS.values()
        ),
        Setting("excellent_line", "优秀分数线", 90, "达到的才可以评为优秀，还要在比例以内。", "分", 0, 100, decimal=True),
        Setting("competent_line", "合格分数线", 75, "达到的为合格。", "分", 0, 100, decimal=True),
        Setting("basic_line", "基本合格分数线", 60, "达到的为基本合格，低于的为不合格。", "分", 0, 100, decimal=True),
        Setting(
            "excellent_percent",
            "优秀的比例",
            EXCELLENT_PERCENT,
            "按全县（区）参加评定等次的人数计算，舍去尾数。",
            "%",
            0,
            EXCELLENT_PERCENT,
        ),
        Setting("publicity_days", "优秀的公示时间", 5, "从公示次日起按工作日计算。", "个工作日", 5, 15),
        Setting("ask_days", "申请复核的时间", 10, "从签收结果的次日起计算。", "天", 5, 30),
        Setting("answer_days", "答复复核的时间", 15, "从申请的次日起计算。", "天", 5, 30),
    )
}
"""The numbers of a template in the order they are asked for."""


def suggested() -> dict[str, int]:
    """Return the numbers a county's first template is suggested."""
    return {key: int(setting.suggested) for key, setting in SETTINGS.items()}


def problems(values: Mapping[str, Value]) -> dict[str, str]:
    """Return why a template cannot be confirmed yet, a sentence for each number to mend; empty when it can."""
    found = {key: said for key, setting in SETTINGS.items() if (said := setting.problem(values.get(key)))}
    last = list(DIMENSIONS)[-1]
    if not found.keys() & set(DIMENSIONS) and (total := sum(int(values[key] or 0) for key in DIMENSIONS)) != WHOLE:
        found[last] = f"德、能、勤、绩、廉现在合计 {total}%，应合计 100%，请调整。"
    if not found.keys() & set(LINES):
        try:
            Bands(*(Decimal(values[key] or 0) for key in LINES))
        except ValueError as problem:
            found[LINES[-1]] = str(problem)
    return found


MOST_VETOES = 10
SUGGESTED_VETO_LINES = "\n".join(f"{veto.title} {veto.cap.title}" for veto in SUGGESTED_VETOES)


def read_vetoes(text: str) -> tuple[Veto, ...]:
    """Read veto items as a clerk writes them: one a line, what happened, a blank, and the best grade that is then possible.

    :raises ValueError: with the sentence that names the line.
    """
    caps = {each.title: each for each in BEST_FIRST[1:]}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_VETOES:
        raise ValueError(f"一票否决情形最多 {MOST_VETOES} 项，请合并后再填。")
    found = []
    for number, line in enumerate(lines, 1):
        title, _, cap = line.replace("\u3000", " ").rpartition(" ")
        if not title.strip() or cap not in caps:
            raise ValueError(f"一票否决情形第 {number} 行没有写清楚，请先写情形，空一格，再写最高等次（合格、基本合格或者不合格）。")
        found.append(Veto(f"v{number}", title.strip()[:60], caps[cap]))
    return tuple(found)


# Periods


class Cycle(StrEnum):
    """How long an appraisal looks back."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    TERM = "term"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The name on the page."""
        return {"month": "平时考核（月）", "quarter": "平时考核（季度）", "year": "年度考核", "term": "聘期考核"}[self.value]


MONTHS = {Cycle.MONTH: 1, Cycle.QUARTER: 3, Cycle.YEAR: 12}
OPENS_BEFORE_ITS_END = 31  # days: who has served, and for how long, is counted when it opens


def period_problem(cycle: Cycle, first: date, last: date, today: date) -> str:
    """Say why a period cannot be opened for these days; blank when it can. A 聘期 period takes up the contracts that end in its days."""
    if last < first:
        return "考核期的最后一天不能早于第一天。"
    if cycle is not Cycle.TERM and (first.day != 1 or last != months_after(first, MONTHS[cycle]) - timedelta(days=1)):
        return f"{cycle.title}应从某月 1 日起，满 {MONTHS[cycle]} 个月，请核对起止日期。"
    if cycle is Cycle.TERM and last >= months_after(first, 12):
        return "聘期考核一次办理 12 个月以内到期的合同，请缩短起止日期。"
    if (last - today).days > OPENS_BEFORE_ITS_END and cycle is not Cycle.TERM:
        return f"考核期的最后一天之前 {OPENS_BEFORE_ITS_END} 天内才能开始考核，那时才能算清各人的任职时间。"
    return ""


@dataclass(frozen=True, slots=True)
class Stay:
    """Days in one office, both counted."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def within(first: date, last: date | None, *, of: Stay) -> Stay | None:
    """Return the part of a posting that lies in a period; None where there is none."""
    begins, ends = max(first, of.first), min(last or of.last, of.last)
    return Stay(begins, ends) if begins <= ends else None


def months_of(days: int) -> int:
    """Return how many months so many days weigh, half up and at least one: a month is a twelfth of 365 days."""
    return max(1, (24 * days + 365) // 730)


# What may be decided


def grades_of(cycle: Cycle) -> tuple[Grade, ...]:
    """Return the grades a period knows, the best first: a 聘期 is 合格 or 不合格."""
    return (Grade.COMPETENT, Grade.INCOMPETENT) if cycle is Cycle.TERM else BEST_FIRST


def best_grade(
    score: Decimal, bands: Bands, *, cycle: Cycle, vetoes: Collection[Veto] = (), undetermined: bool = False, downgrades: int = 0
) -> Grade:
    """Return the best grade that may be decided for a total: what it earns, no better than 考核降档 and a veto let it be."""
    steps = downgrades if cycle is Cycle.YEAR else 0  # a breach lowers the year's grade, and no other
    earned = grade(score, bands, vetoes=vetoes, undetermined=undetermined, downgrades=steps)
    if cycle is not Cycle.TERM or earned is Grade.UNDETERMINED:
        return earned
    return Grade.INCOMPETENT if earned is Grade.INCOMPETENT else Grade.COMPETENT


@carries("四(四).考核", "统一考核")
def decision_problem(chosen: Grade, best: Grade, *, cycle: Cycle, reason: str) -> str:
    """Say why a grade cannot be decided; blank when it can. Nobody is put lower than earned without a reason, but 优秀 has a cap."""
    if best is Grade.UNDETERMINED or chosen is Grade.UNDETERMINED:
        return "" if chosen is best else "试用期未满或者任职不满一半时间的不确定等次，其他人应确定等次。"
    if chosen not in grades_of(cycle):
        return f"{cycle.title}只分{'、'.join(each.title for each in grades_of(cycle))}。"
    if BEST_FIRST.index(chosen) < BEST_FIRST.index(best):
        return f"按得分和一票否决情形最高为{best.title}，不能定为{chosen.title}。"
    below = BEST_FIRST.index(chosen) - BEST_FIRST.index(best)
    if (below > 1 or (below == 1 and best is not Grade.EXCELLENT)) and not reason.strip():
        return f"按得分可以定为{best.title}，定为{chosen.title}的请写明理由。"
    return ""


SIGNS_WITHIN = 10
"""Days in which somebody with an account is left to sign for the result; then the office serves it, or the clock of 复核 never begins."""


def last_to_ask(served_on: date, days: int, is_working_day: IsWorkingDay) -> date:
    """Return the last day on which 复核 may be asked: so many days after the notice, moved on where it is no working day.

    Where the year has no calendar yet the bare day stands.
    """
    day = served_on + timedelta(days=days)
    try:
        return last_day(day, 1, is_working_day)
    except NoCalendar:
        return day


# What others think: 民主测评 and the people served


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is asked by one-use links, and what."""

    key: str
    title: str
    questions: tuple[tuple[str, str], ...]


AUDIENCES = {
    audience.key: audience
    for audience in (
        Audience(
            "peers",
            "民主测评",
            (
                ("integrity", "德：政治表现、职业道德"),
                ("ability", "能：业务能力"),
                ("diligence", "勤：出勤和工作态度"),
                ("results", "绩：完成工作的数量和质量"),
                ("probity", "廉：廉洁自律"),
            ),
        ),
        Audience(
            "served",
            "服务对象评价",
            (("manner", "服务态度"), ("speed", "办事效率"), ("help", "解决问题的效果")),
        ),
    )
}

RATINGS = {"good": ("好", 100), "fair": ("较好", 80), "so_so": ("一般", 60), "poor": ("较差", 30)}
FEWEST_ANSWERS = 3


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one audience said. While others may still answer, and without `FEWEST_ANSWERS`, nothing but their number is told.

    Two means with one answer between them would tell that answer.
    """

    audience: Audience
    answers: int
    means: tuple[tuple[str, Decimal], ...]

    @property
    def is_shown(self) -> bool:
        return bool(self.means)


def opinion(audience: Audience, numbers: Mapping[tuple[str, str], int], *, ended: bool) -> Opinion:
    """Return the means of an audience from how many gave each rating to each question, once nobody can answer any more."""
    answers = max((sum(numbers.get((key, rating), 0) for rating in RATINGS) for key, _ in audience.questions), default=0)
    if not ended or answers < FEWEST_ANSWERS:
        return Opinion(audience, answers, ())
    means = []
    for key, title in audience.questions:
        points = sum(RATINGS[rating][1] * numbers.get((key, rating), 0) for rating in RATINGS)
        means.append((title, (Decimal(points) / answers).quantize(Decimal("0.1"))))
    return Opinion(audience, answers, tuple(means))


def answers_problem(audience: Audience, given: Mapping[str, str]) -> str:
    """Say which question is still open; blank when each has a rating."""
    missing: Sequence[str] = [title for key, title in audience.questions if given.get(key) not in RATINGS]
    return f"还有没有评价的项目：{'；'.join(missing)}。" if missing else ""
