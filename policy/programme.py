"""The pilot's three phases, what each owes, and how late it is. A later programme is another value of the same shape."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from policy.calendar import Deadline
from policy.citation import Clause, carries


class Evidence(StrEnum):
    """What shows that an obligation was met."""

    FILING = "filing"  # one of the kind with the obligation's own key, submitted and not given back
    ANNOUNCEMENT = "announcement"
    HIRES = "hires"
    WORD = "word"  # the city's own: it says so itself, with a reference


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something a phase owes by its last day. `owed_by` is a role's value, `proof` what shows that it was done, in words."""

    key: str
    title: str
    ref: str
    quote: str
    owed_by: str
    proof: str
    evidence: Evidence = Evidence.FILING

    @property
    def clause(self) -> Clause:
        return Clause(self.ref, self.quote)


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase, both days counted, and what it owes."""

    key: str
    title: str
    ref: str
    quote: str
    first_day: date
    last_day: date
    obligations: tuple[Obligation, ...]

    @property
    def clause(self) -> Clause:
        return Clause(self.ref, self.quote)


PILOT = (
    Phase(
        "deployment",
        "工作部署阶段",
        "五(一)",
        "工作部署阶段（2024年3月15日前）",
        date(2024, 2, 1),
        date(2024, 3, 15),
        (
            Obligation("report_committee", "向县（区）委专题汇报", "五(一)", "分别向县（区）委", "county_clerk", "汇报日期和材料"),
            Obligation("report_government", "向县（区）政府专题汇报", "五(一)", "县（区）政府", "county_clerk", "汇报日期和材料"),
            Obligation(
                "report_politics_law", "向县（区）委政法委专题汇报", "五(一)", "县（区）委政法委专题汇报", "county_clerk", "汇报日期和材料"
            ),
            Obligation(
                "consultation",
                "召开座谈会，征求人社、财政等部门意见",
                "五(一)",
                "召开座谈会，征求人社、财政等部门的意见建议",
                "county_clerk",
                "会议日期和各部门意见",
            ),
            Obligation(
                "survey",
                "调研司法所情况",
                "五(一)",
                "要组织专门力量加强调研，掌握司法所的工作任务、人员配置、具体运行、工作短板等具体情况",
                "county_clerk",
                "调研报告",
            ),
            Obligation(
                "work_plan",
                "上报工作方案",
                "五(一)",
                "并向市司法协理员制度试点工作领导专班办公室（市司法局人民参与和促进法治科）上报工作方案",
                "county_clerk",
                "上报的工作方案",
            ),
        ),
    ),
    Phase(
        "recruitment",
        "全面推进阶段",
        "五(二)",
        "全面推进阶段（2024年3月16日-6月15日）",
        date(2024, 3, 16),
        date(2024, 6, 15),
        (
            Obligation(
                "recruitment_plan", "制定招聘计划", "五(二)", "各县（区）司法局会同人社局统筹制定招聘计划", "county_clerk", "招聘计划"
            ),
            Obligation("announcement", "发布招聘公告", "五(二)", "发布公告", "county_clerk", "发布的招聘公告", Evidence.ANNOUNCEMENT),
            Obligation("recruitment", "完成招聘", "五(二)", "全面开展司法协理员招聘工作", "county_clerk", "聘用结果公告", Evidence.HIRES),
        ),
    ),
    Phase(
        "conclusion",
        "总结提升阶段",
        "五(三)",
        "总结提升阶段（2024年6月底前）",
        date(2024, 6, 16),
        date(2024, 6, 30),
        (
            Obligation("summary", "报送试点总结", "五(三)", "总结评估", "county_clerk", "试点总结"),
            Obligation(
                "mechanism",
                "形成可复制推广的工作机制",
                "五(三)",
                "总结提炼形成可复制推广、可持续推进的工作机制",
                "city",
                "全市总结报告",
                Evidence.WORD,
            ),
            Obligation(
                "institutions",
                "完善招聘、劳动合同、薪酬待遇、教育培训、考核奖惩制度",
                "五(三)",
                "进一步完善全市司法协理员招聘、劳动合同、薪酬待遇、教育培训、考核奖惩等制度建设",
                "city",
                "印发的制度文件",
                Evidence.WORD,
            ),
        ),
    ),
)


@carries("五", "自2024年2月开始至2024年6月底，共分为三个阶段")
def phase_on(day: date, programme: tuple[Phase, ...] = PILOT) -> Phase | None:
    """Return the phase a day belongs to; None before the programme and after it."""
    return next((phase for phase in programme if phase.first_day <= day <= phase.last_day), None)


def owed(phase: Phase) -> tuple[Deadline, ...]:
    """Return what a phase owes, each due on its last day."""
    return tuple(Deadline(each.key, each.title, phase.last_day, each.owed_by, each.clause) for each in phase.obligations)


def deadlines(programme: tuple[Phase, ...] = PILOT) -> Iterator[Deadline]:
    """Yield everything a programme owes, in the order it falls due."""
    for phase in programme:
        yield from owed(phase)


class State(StrEnum):
    """How an obligation stands."""

    DONE = "done"
    DONE_LATE = "done_late"
    DUE = "due"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Progress:
    """How an obligation stands on a day; `days` is how late, or for DUE how many days are left."""

    state: State
    days: int

    @property
    def sentence(self) -> str:
        return {
            State.DONE: "已按时完成",
            State.DONE_LATE: f"已完成，晚了 {self.days} 天",
            State.DUE: f"还有 {self.days} 天到期" if self.days else "今天到期",
            State.LATE: f"已逾期 {self.days} 天，请尽快补办",
        }[self.state]


def progress(deadline: Deadline, *, done_on: date | None, today: date) -> Progress:
    """Return how an obligation stands. A late one can always still be done."""
    left = deadline.days_left(done_on or today)
    if done_on is None:
        return Progress(State.DUE if left >= 0 else State.LATE, abs(left))
    return Progress(State.DONE if left >= 0 else State.DONE_LATE, max(0, -left))
