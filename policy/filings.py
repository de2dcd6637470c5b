"""What goes up to the city: each kind with its clause, what it must contain, and whose signature the document asks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from policy.citation import Clause, carries


class Shape(StrEnum):
    """How a part is written."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a filing says. A DAY that is `past` has happened: it does not lie in the future."""

    key: str
    title: str
    shape: Shape = Shape.TEXT
    required: bool = True
    hint: str = ""
    past: bool = False


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A paper that goes up with a filing."""

    key: str
    title: str
    required: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FilingKind:
    """One kind of filing. `countersign` are the words by which 人社局 signs too; without such words only the bureau's head does.

    `repeats`: a county may send up more than one in a year (a meeting held twice).
    """

    key: str
    title: str
    ref: str
    quote: str
    parts: tuple[Part, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    countersign: Clause | None = None
    also: tuple[Clause, ...] = ()
    repeats: bool = False

    @property
    def clause(self) -> Clause:
        return Clause(self.ref, self.quote)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """What the document says of it, for comments to stand beside: why it goes up, whose signature it asks for, what else it must be."""
        return (self.clause, *([self.countersign] if self.countersign else []), *self.also)

    def part(self, key: str) -> Part:
        return next(part for part in self.parts if part.key == key)

    def enclosure(self, key: str) -> Enclosure:
        return next(enclosure for enclosure in self.enclosures if enclosure.key == key)


def joint(ref: str, quote: str) -> Clause:
    """The words that make a filing the bureau's and 人社局's together (会同)."""
    return Clause(ref, quote)


QUOTA = "quota"
FINANCE = Enclosure("finance_opinion", "县（区）财政局意见", hint="财政部门对经费安排的书面意见，盖章扫描件。")
HELD_ON = Part("held_on", "汇报日期", Shape.DAY, past=True)
_REPORT = (
    HELD_ON,
    Part("attended", "参加人员", hint="写单位和职务，每行一个。"),
    Part("reported", "汇报的主要内容"),
    Part("decided", "议定事项和要求", hint="没有议定事项的，写“无”。"),
)
_MATERIAL = (Enclosure("material", "汇报材料"),)

# fmt: off
KINDS: dict[str, FilingKind] = {kind.key: kind for kind in (
    FilingKind(QUOTA, "数额核定", "四.备案", "逐级上报审核备案",
               (Part("reason", "变更理由", required=False),), (FINANCE,), countersign=joint("四.核定", "各县（区）司法局会同人社局"),
               also=(Clause("四.数额", "拟招聘司法协理员数量和现有司法所政法专项编制数的总和不低于司法所所均 4 人的要求"),)),
    FilingKind("work_plan", "工作方案", "五(一)",
               "制定工作方案，明确司法协理员招聘工作的具体事项，"
               "并向市司法协理员制度试点工作领导专班办公室（市司法局人民参与和促进法治科）上报工作方案",
               (Part("needs", "人员需求", hint="各司法所缺多少人、依据是什么；人数应与数额核定方案一致。"),
                Part("recruiting", "招聘工作安排", hint="择优选聘和公开招聘各多少人，按什么程序、由谁负责。"),
                Part("schedule", "时间安排", hint="三个阶段各做什么，到哪一天。"),
                Part("funds", "经费保障", hint="列入哪一年财政预算，公用经费由哪里保障。"),
                Part("organisation", "组织领导", hint="领导专班、牵头科室、配合部门。")),
               (Enclosure("document", "印发的工作方案", hint="正式文件的 PDF 或扫描件。"), FINANCE)),
    FilingKind("recruitment_plan", "招聘计划", "五(二)", "各县（区）司法局会同人社局统筹制定招聘计划",
               (Part("internal", "择优选聘人数", Shape.NUMBER),
                Part("public", "公开招聘人数", Shape.NUMBER),
                Part("posts", "岗位安排", hint="各司法所的岗位和人数。"),
                Part("conditions", "招聘条件", hint="不得低于文件规定的条件，也不得另设限制。"),
                Part("steps", "程序和时间", hint="报名、资格审查、笔试、面试、考察、体检、公示、签订合同各在什么时候。")),
               (FINANCE,), joint("五(二)", "各县（区）司法局会同人社局统筹制定招聘计划")),
    FilingKind("management_rules", "管理办法", "四(四).指导", "制定完善司法协理员管理办法",
               (Part("daily", "日常管理", hint="司法所怎样管理日常工作、考勤和请假。"),
                Part("placing", "调配和使用", hint="统一调配、统一管理的办法。"),
                Part("ending", "续聘和解聘", hint="合同到期怎样确定续聘或解聘，什么情形应当解聘。"),
                Part("support", "薪酬和保障", required=False)),
               (Enclosure("document", "管理办法全文", required=True, hint="印发稿或送审稿的 PDF 或扫描件。"),)),
    FilingKind("appraisal_rules", "考核办法", "四(四).指导", "司法协理员管理办法、考核办法等，形成队伍管理制度体系",
               (Part("content", "考核内容", hint="德、能、勤、绩、廉各看什么。"),
                Part("method", "考核方法", hint="平时考核和年度考核怎样进行、由谁组织。"),
                Part("use", "结果运用", hint="怎样用于奖惩、续聘。")),
               (Enclosure("document", "考核办法全文", required=True, hint="印发稿或送审稿的 PDF 或扫描件。"),)),
    FilingKind("taskforce", "领导专班成立", "六(一)", "成立相应的司法协理员制度试点工作领导专班",
               (Part("founded_on", "成立日期", Shape.DAY, past=True),
                Part("members", "组成单位", hint="写单位和职务，每行一个。"),
                Part("duties", "职责分工"),
                Part("office", "办公室设在", Shape.LINE)),
               (Enclosure("document", "成立文件", hint="正式文件的 PDF 或扫描件。"),)),
    FilingKind("report_committee", "向县（区）委专题汇报", "五(一)", "专题汇报", _REPORT, _MATERIAL, repeats=True),
    FilingKind("report_government", "向县（区）政府专题汇报", "五(一)", "县（区）政府", _REPORT, _MATERIAL, repeats=True),
    FilingKind("report_politics_law", "向县（区）委政法委专题汇报", "五(一)", "县（区）委政法委专题汇报", _REPORT, _MATERIAL, repeats=True),
    FilingKind("consultation", "座谈会", "五(一)", "召开座谈会，征求人社、财政等部门的意见建议",
               (Part("held_on", "召开日期", Shape.DAY, past=True),
                Part("attended", "参加单位", hint="写单位和职务，每行一个。"),
                Part("hr_opinion", "人社部门的意见建议"),
                Part("finance_opinion", "财政部门的意见建议"),
                Part("other_opinions", "其他部门的意见建议", required=False),
                Part("taken_up", "采纳情况", hint="哪些意见写进了方案，哪些没有采纳、为什么。")),
               (Enclosure("minutes", "会议纪要"),), repeats=True),
    FilingKind("survey", "调研", "五(一)",
               "掌握司法所的工作任务、人员配置、具体运行、工作短板等具体情况",
               (Part("ended_on", "完成日期", Shape.DAY, past=True),
                Part("covered", "调研范围和方式", hint="走访了哪些司法所，用什么方法。"),
                Part("workload", "工作任务"),
                Part("staffing", "人员配置"),
                Part("running", "具体运行"),
                Part("shortfalls", "工作短板")),
               (Enclosure("report", "调研报告"),), repeats=True),
    FilingKind("summary", "总结", "五(三)", "在全市司法协理员制度试点总结评估的基础上",
               (Part("done", "完成情况", hint="核定、备案、招聘、签约各多少人，与计划相差多少。"),
                Part("results", "主要成效"),
                Part("problems", "存在问题"),
                Part("mechanism", "可复制推广的做法", hint="文件要求总结提炼可复制推广、可持续推进的工作机制。"),
                Part("institutions", "制度建设", hint="招聘、劳动合同、薪酬待遇、教育培训、考核奖惩各有哪些制度。"),
                Part("next", "下一步打算")),
               (Enclosure("document", "正式总结报告"),)),
)}
# fmt: on


class Mark(StrEnum):
    """How the city finds one point of its checklist."""

    MET = "met"
    UNMET = "unmet"
    BESIDE = "beside"


MARKS = {Mark.MET: "符合", Mark.UNMET: "不符合", Mark.BESIDE: "不适用"}


def checklist(kind: FilingKind) -> Iterator[tuple[str, str]]:
    """Yield what the city looks at: a key and a sentence for everything the kind must contain, for its signatures and its day."""
    if kind.key == QUOTA:
        yield "average", "数额：编制与协理员之和达到所均 4 人"
    for part in kind.parts:
        if part.required:
            yield part.key, f"内容：写明了{part.title}"
    for enclosure in kind.enclosures:
        yield enclosure.key, f"附件：{enclosure.title}"
    if kind.countersign:
        yield "countersigned", "程序：经县（区）人社局会签"
    yield "in_time", "时间：按规定的期限上报"


def unmarked(kind: FilingKind, marks: Mapping[str, str]) -> list[str]:
    """Name the points of the checklist that nobody has held against the filing."""
    return [sentence.partition("：")[2] for key, sentence in checklist(kind) if not marks.get(key)]


def ahead(kind: FilingKind, content: Mapping[str, object], today: date) -> list[str]:
    """Name the days that must have passed and have not; they are written as ISO 8601."""
    return [part.title for part in kind.parts if part.past and str(content.get(part.key) or "") > today.isoformat()]


def missing(kind: FilingKind, content: dict[str, object], enclosed: set[str]) -> list[str]:
    """Name what a filing must still contain before it goes on: titles of parts and enclosures, in their order."""
    unsaid = [part.title for part in kind.parts if part.required and content.get(part.key) in (None, "")]
    return unsaid + [each.title for each in kind.enclosures if each.required and each.key not in enclosed]


class Solver(StrEnum):
    """Who can take a difficulty out of the way."""

    GOVERNMENT = "government"
    HR = "hr"
    FINANCE = "finance"
    POLITICS_LAW = "politics_law"
    CITY = "city"
    OTHER = "other"

    @property
    def title(self) -> str:  # type: ignore[override]
        return solvers()[self]


@carries("六(二)", "各县（区）司法局要加强与人社、财政等部门的协调沟通，及时解决工作中出现的难点、堵点")
def solvers() -> dict[Solver, str]:
    """Return whom a county may name for a 难点堵点."""
    return {
        Solver.GOVERNMENT: "县（区）政府",
        Solver.HR: "县（区）人社局",
        Solver.FINANCE: "县（区）财政局",
        Solver.POLITICS_LAW: "县（区）委政法委",
        Solver.CITY: "市司法局",
        Solver.OTHER: "其他部门",
    }
