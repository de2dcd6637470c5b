"""The numbers and choices that the document leaves to a round: suggested values, bounds, and why each is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from policy.appraisal import DIMENSIONS
from policy.contracts import probation_problem
from policy.people import Convention
from policy.ranking import TieStep
from policy.scoring import FEWEST_PANELISTS, WHOLE
from policy.tracks import Track

Value = int | Decimal | str | None


@dataclass(frozen=True, slots=True)
class Setting:
    """One number or choice of a round's scheme.

    Outside `least` and `most` a value is refused where `enforced`, and else only warned of: then an authorised person may go on with
    a written reason. A setting with `choices` holds one of their keys.
    """

    key: str
    title: str
    suggested: int | str
    why: str
    unit: str = ""
    least: int | None = None
    most: int | None = None
    enforced: bool = field(default=True, kw_only=True)
    odd: bool = field(default=False, kw_only=True)
    decimal: bool = field(default=False, kw_only=True)
    choices: tuple[tuple[str, str], ...] = field(default=(), kw_only=True)

    @property
    def bounds(self) -> str:
        """The bounds as a clerk reads them; blank when there are none."""
        if self.least is not None and self.most is not None:
            return f"在 {self.least} 到 {self.most}{_spaced(self.unit)}之间"
        if self.least is not None:
            return f"不少于 {self.least}{_spaced(self.unit)}"
        return f"不超过 {self.most}{_spaced(self.unit)}" if self.most is not None else ""

    def problem(self, value: Value) -> str:
        """Say why the value cannot stand and what would; blank when it can."""
        if value is None or value == "":
            return self._asked_for()
        if self.choices:
            return "" if value in dict(self.choices) else self._asked_for()
        if isinstance(value, str) or (value != int(value) and not self.decimal) or value < 0:
            return f"{self.title}应填{'数字' if self.decimal else '整数'}，填的是 {value}。"
        if self.odd and value % 2 == 0:
            return f"{self.title}应为单数，填的是 {value}。"
        return f"{self.title}应{self.bounds}，填的是 {value}。" if self.enforced and self._out_of_bounds(value) else ""

    def caution(self, value: Value) -> str:
        """Say what is unusual about a value that may stand; blank when nothing is."""
        if self.choices or self.enforced or value is None or isinstance(value, str) or not self._out_of_bounds(value):
            return ""
        return f"{self.title}一般{self.bounds}，填的是 {value}；确需这样的，请写明理由。"

    def _out_of_bounds(self, value: int | Decimal) -> bool:
        return (self.least is not None and value < self.least) or (self.most is not None and value > self.most)

    def _asked_for(self) -> str:
        if self.choices:
            return f"请选择{self.title}（建议：{dict(self.choices)[str(self.suggested)]}）。"
        return f"请填写{self.title}（建议 {self.suggested}{_spaced(self.unit)}）。"


def _spaced(unit: str) -> str:
    return unit if unit in ("", "%") else f" {unit}"


_SUBSTITUTION = (("allowed", "按综合成绩依次递补"), ("vacant", "不递补，名额空出"))
_ANNOUNCED = "写进公告，办理时不再另定。"

_BOTH = (
    Setting("announcement_days", "公告发布到报名截止", 7, "让想报名的人都来得及看到公告。", "个工作日", 7, enforced=False),
    Setting("registration_days", "报名天数", 5, "报名时间太短，外出的人来不及报名。", "天", 3, enforced=False),
    Setting("figures_hour", "每日公布报名人数的时刻", 17, "报名的人可以据此选岗位；只公布人数，不公布姓名。", "时", 0, 23),
    Setting("correction_days", "退回补正的时限", 3, "退回后给报名人的时间，到期没有补正的由审查人员作结论。", "天", 1, 15),
    Setting(
        "review_days", "资格审查答复的时限", 0, "从提交的次日起算，写进公告和报名回执；填 0 的，公告不写，回执也不说。", "个工作日", 0, 15
    ),
    Setting("written_minutes", "笔试时长", 120, "写进公告和准考证。", "分钟", 1),
    Setting("written_pass", "笔试合格线", 60, "低于合格线的不进入下一环节。", "分", 0, 100, decimal=True),
    Setting("room_size", "每个考场的座位", 30, "编排考场和准考证号用。", "个", 1, 50),
    Setting("score_recheck_days", "申请成绩复核的时间", 3, "对成绩有疑问的人可以在这几天申请复核。", "个工作日", 1),
    Setting("publicity_days", "公示时间", 7, "参照公务员录用公示，本平台要求至少 5 个工作日。", "个工作日", 5),
    Setting("medical_recheck_days", "申请体检复检的时间", 7, "参照公务员录用体检，只能复检一次。", "天", 1),
    Setting("contract_years", "首个合同的年限", 3, "年限决定试用期的上限。", "年", 1),
)

_PUBLIC = (
    Setting(
        "age_convention",
        "年龄的计算方法",
        Convention.STRICT.value,
        "决定公告上写明的出生日期范围，资格审查只看这个范围。",
        choices=tuple((convention.value, convention.title) for convention in Convention),
    ),
    Setting("opening_ratio", "开考比例", 3, "审查通过的人不足这个比例的岗位，要决定保留、核减或者取消。", "倍", 1, 5),
    Setting("interview_ratio", "面试入围比例", 3, "按笔试成绩入围，末位并列的都入围。", "倍", 1),
    Setting("interview_panelists", "面试考官人数", 7, "去掉一个最高分和一个最低分后取平均。", "人", FEWEST_PANELISTS, odd=True),
    Setting("interview_pass", "面试合格线", 60, "低于合格线的不进入考察和体检。", "分", 0, 100, decimal=True),
    Setting("no_competition_pass", "无竞争岗位的面试合格线", 70, "面试人数不多于名额时用这条线。", "分", 0, 100, decimal=True),
    Setting("weight_written", "笔试占综合成绩", 60, "与面试合计 100%，公告后不能改。", "%", 0, 100),
    Setting("weight_interview", "面试占综合成绩", 40, "与笔试合计 100%，公告后不能改。", "%", 0, 100),
    Setting(
        "tie_order",
        "综合成绩相同时的次序",
        "preference,written,extra_test",
        "同等分数下先看优先条件是文件的规定（四(二)1(8)），其后的次序由方案定。",
        choices=(
            ("preference,written,extra_test", "先看优先条件，再看笔试成绩，再加试"),
            ("preference,extra_test", "先看优先条件，再加试"),
        ),
    ),
    Setting(
        "order_inspection_medical",
        "考察和体检的先后",
        "inspection,medical",
        "文件的次序是先考察、后体检（四(二)3）。",
        choices=(("inspection,medical", "先考察，后体检"), ("medical,inspection", "先体检，后考察")),
    ),
    Setting("substitution_inspection", "考察不合格时", "allowed", _ANNOUNCED, choices=_SUBSTITUTION),
    Setting("substitution_medical", "体检不合格时", "allowed", _ANNOUNCED, choices=_SUBSTITUTION),
    Setting("substitution_withdrawal", "本人放弃时", "allowed", _ANNOUNCED, choices=_SUBSTITUTION),
    Setting("substitution_publicity", "公示查实影响聘用时", "vacant", _ANNOUNCED, choices=_SUBSTITUTION),
    Setting("substitution_rounds", "递补的次数", 1, "公示期满后不再递补。", "次", 0),
    Setting("probation_months", "试用期", 3, "上限由合同年限决定（《劳动合同法》第十九条）。", "个月", 0, 6),
)

_INTERNAL = (
    *(
        Setting(
            f"dimension_{dimension.key}",
            f"“{dimension.title}”占考核成绩",
            dimension.suggested_weight,
            "德、能、勤、绩、廉合计 100%（四(一)），公告后不能改。",
            "%",
            0,
            100,
        )
        for dimension in DIMENSIONS.values()
    ),
    Setting("written_minutes", "考试时长", 120, "写进公告和准考证。", "分钟", 1),
    Setting("written_pass", "考试合格线", 60, "考核和考试都要合格（四(一)）。", "分", 0, 100, decimal=True),
    Setting("assessment_pass", "考核合格线", 60, "考核和考试都要合格（四(一)）。", "分", 0, 100, decimal=True),
    Setting("weight_written", "考试占综合成绩", 50, "与考核合计 100%，公告后不能改。", "%", 0, 100),
    Setting("weight_assessment", "考核占综合成绩", 50, "与考试合计 100%，公告后不能改。", "%", 0, 100),
    Setting(
        "medical_stage",
        "体检",
        "none",
        "文件没有规定选聘要体检，由方案定（四(一)）。",
        choices=(("none", "不安排体检"), ("held", "公示之前体检")),
    ),
    Setting(
        "tie_order",
        "综合成绩相同时的次序",
        "written,extra_test",
        "文件没有规定，由方案定。",
        choices=(("written,extra_test", "先看考试成绩，再加试"), ("extra_test", "加试")),
    ),
    Setting("probation_months", "试用期", 0, "已经在本单位工作的人，一般不再约定试用期。", "个月", most=0, enforced=False),
)

SETTINGS: Mapping[str, Mapping[str, Setting]] = {
    "public": {setting.key: setting for setting in (*_BOTH, *_PUBLIC)},
    "internal": {setting.key: setting for setting in (*_BOTH, *_INTERNAL)},
}
"""The settings of a round's scheme by track and key, in the order they are asked for."""


def suggested(track: str) -> dict[str, int | str]:
    """Return the scheme a new round of this track is suggested."""
    return {key: setting.suggested for key, setting in SETTINGS[track].items()}


def problems(values: Mapping[str, Value], *, track: str) -> dict[str, str]:
    """Return why a scheme cannot be announced yet, a sentence for each key to mend; empty when it can."""
    found = {key: said for key, setting in SETTINGS[track].items() if (said := setting.problem(values.get(key)))}
    first, second = (key for key in SETTINGS[track] if key.startswith("weight_"))
    if first not in found and second not in found and _whole(values, first) + _whole(values, second) != WHOLE:
        one, other = SETTINGS[track][first], SETTINGS[track][second]
        found[second] = f"{one.title} {values[first]}%、{other.title} {values[second]}%，两项应合计 100%，请调整。"
    shares = [key for key in SETTINGS[track] if key.startswith("dimension_")]
    if shares and not found.keys() & set(shares) and sum(_whole(values, key) for key in shares) != WHOLE:
        found[shares[-1]] = f"德、能、勤、绩、廉现在合计 {sum(_whole(values, key) for key in shares)}%，应合计 100%，请调整。"
    if "contract_years" not in found and "probation_months" not in found:
        years, months = _whole(values, "contract_years"), _whole(values, "probation_months")
        if said := probation_problem(term_months=12 * years, probation_months=months, had_one=False):
            found["probation_months"] = said
    return found


def cautions(values: Mapping[str, Value], *, track: str) -> dict[str, str]:
    """Return what is unusual in a scheme that may be announced with a written reason, by key."""
    return {key: said for key, setting in SETTINGS[track].items() if (said := setting.caution(values.get(key)))}


def tie_steps(value: str) -> tuple[TieStep, ...]:
    """Read the tie order of a scheme."""
    return tuple(TieStep(step) for step in value.split(","))


def stage_keys(values: Mapping[str, Value], *, track: Track) -> tuple[str, ...]:
    """Return the stage keys of a round that follows this scheme."""
    keys = ",".join(track.keys)
    keys = keys.replace("inspection,medical", str(values.get("order_inspection_medical", "inspection,medical")))
    if values.get("medical_stage") == "held":
        keys = keys.replace("publicity", "medical,publicity")
    return tuple(keys.split(","))


def dimension_weights(values: Mapping[str, Value]) -> dict[str, int]:
    """What each of 德能勤绩廉 counts in the 考核 of internal selection, in hundredths."""
    return {key: _whole(values, f"dimension_{key}") for key in DIMENSIONS}


def may_substitute(values: Mapping[str, Value], cause: str, *, rounds_held: int) -> bool:
    """Say whether the scheme lets a place be filled again that fell free by `cause`: inspection, medical, withdrawal, publicity.

    A scheme that says nothing of it, as that of internal selection, lets the place stay vacant.
    """
    return values.get(f"substitution_{cause}") == "allowed" and rounds_held < _whole(values, "substitution_rounds")


def _whole(values: Mapping[str, Value], key: str) -> int:
    return int(values[key] or 0)
