"""How a contract ends: the grounds the law knows, who is shielded, what is owed and what is left to do."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from policy.calendar import Deadline, months_after
from policy.citation import Clause, Source, carries
from policy.scoring import rounded


class By(StrEnum):
    """Whose word ends a contract."""

    ASSISTANT = "assistant"
    BUREAU = "bureau"
    BOTH = "both"
    LAW = "law"


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which a contract may end; there are no others, whatever is agreed (劳动合同法实施条例第十三条).

    `notice_days`: how long before the last day the other side is told in writing. `severance`: whether it is owed. `shielded`:
    whether article 42 forbids it, or defers it, while somebody is protected.
    """

    key: str
    title: str
    by: By
    clause: Clause
    notice_days: int = 0
    severance: bool = False
    shielded: bool = False

    @property
    def union_first(self) -> bool:
        """Whether the union hears the reason before the person does (劳动合同法第四十三条)."""
        return self.by is By.BUREAU

    @property
    def buys_off_notice(self) -> bool:
        """Whether a month's pay may stand in the place of the notice (劳动合同法第四十条)."""
        return self.by is By.BUREAU and self.notice_days > 0


ARBITRATION = Clause("第二十七条", "劳动争议申请仲裁的时效期间为一年。", Source.LABOUR_ARBITRATION_LAW)
"""How long somebody may take a decision about the contract to arbitration: every notice of one says so."""

GROUNDS = {
    ground.key: ground
    for ground in (
        Ground(
            "resigned",
            "本人辞职",
            By.ASSISTANT,
            Clause("第三十七条", "劳动者提前三十日以书面形式通知用人单位，可以解除劳动合同。", Source.LABOUR_CONTRACT_LAW),
            notice_days=30,
        ),
        Ground(
            "resigned_on_probation",
            "试用期内本人辞职",
            By.ASSISTANT,
            Clause("第三十七条", "劳动者在试用期内提前三日通知用人单位，可以解除劳动合同。", Source.LABOUR_CONTRACT_LAW),
            notice_days=3,
        ),
        Ground(
            "agreed",
            "单位提出、协商一致解除",
            By.BOTH,
            Clause("第三十六条", "用人单位与劳动者协商一致，可以解除劳动合同。", Source.LABOUR_CONTRACT_LAW),
            severance=True,
        ),
        Ground(
            "probation_failed",
            "试用期不符合录用条件",
            By.BUREAU,
            Clause("第三十九条", "（一）在试用期间被证明不符合录用条件的", Source.LABOUR_CONTRACT_LAW),
        ),
        Ground(
            "breach",
            "严重违反规章制度",
            By.BUREAU,
            Clause("第三十九条", "（二）严重违反用人单位的规章制度的", Source.LABOUR_CONTRACT_LAW),
        ),
        Ground(
            "dereliction",
            "严重失职造成重大损害",
            By.BUREAU,
            Clause("第三十九条", "（三）严重失职，营私舞弊，给用人单位造成重大损害的", Source.LABOUR_CONTRACT_LAW),
        ),
        Ground(
            "second_job",
            "在其他单位兼职影响工作",
            By.BUREAU,
            Clause(
                "第三十九条",
                "（四）劳动者同时与其他用人单位建立劳动关系，对完成本单位的工作任务造成严重影响，或者经用人单位提出，拒不改正的",
                Source.LABOUR_CONTRACT_LAW,
            ),
        ),
        Ground(
            "deceit",
            "以欺诈等手段订立合同",
            By.BUREAU,
            Clause("第三十九条", "（五）因本法第二十六条第一款第一项规定的情形致使劳动合同无效的", Source.LABOUR_CONTRACT_LAW),
        ),
        Ground(
            "convicted",
            "被依法追究刑事责任",
            By.BUREAU,
            Clause("第三十九条", "（六）被依法追究刑事责任的", Source.LABOUR_CONTRACT_LAW),
        ),
        Ground(
            "illness",
            "医疗期满后不能工作",
            By.BUREAU,
            Clause(
                "第四十条",
                "（一）劳动者患病或者非因工负伤，在规定的医疗期满后不能从事原工作，也不能从事由用人单位另行安排的工作的",
                Source.LABOUR_CONTRACT_LAW,
            ),
            notice_days=30,
            severance=True,
            shielded=True,
        ),
        Ground(
            "incompetent",
            "培训或者调岗后仍不能胜任",
            By.BUREAU,
            Clause("第四十条", "（二）劳动者不能胜任工作，经过培训或者调整工作岗位，仍不能胜任工作的", Source.LABOUR_CONTRACT_LAW),
            notice_days=30,
            severance=True,
            shielded=True,
        ),
        Ground(
            "changed",
            "客观情况重大变化、协商不成",
            By.BUREAU,
            Clause(
                "第四十条",
                "（三）劳动合同订立时所依据的客观情况发生重大变化，致使劳动合同无法履行，"
                "经用人单位与劳动者协商，未能就变更劳动合同内容达成协议的",
                Source.LABOUR_CONTRACT_LAW,
            ),
            notice_days=30,
            severance=True,
            shielded=True,
        ),
        Ground(
            "expired",
            "合同到期，单位不续聘或者降低条件",
            By.BUREAU,
            Clause("第四十六条", "依照本法第四十四条第一项规定终止固定期限劳动合同的", Source.LABOUR_CONTRACT_LAW),
            severance=True,
            shielded=True,
        ),
        Ground(
            "not_renewed_by_assistant",
            "合同到期，单位维持或者提高条件而本人不续签",
            By.ASSISTANT,
            Clause(
                "第四十六条", "除用人单位维持或者提高劳动合同约定条件续订劳动合同，劳动者不同意续订的情形外", Source.LABOUR_CONTRACT_LAW
            ),
        ),
        Ground(
            "retired",
            "享受基本养老保险待遇",
            By.LAW,
            Clause("第四十四条", "（二）劳动者开始依法享受基本养老保险待遇的", Source.LABOUR_CONTRACT_LAW),
        ),
        Ground(
            "died",
            "本人死亡或者被宣告失踪",
            By.LAW,
            Clause("第四十四条", "（三）劳动者死亡，或者被人民法院宣告死亡或者宣告失踪的", Source.LABOUR_CONTRACT_LAW),
        ),
    )
}


ENDINGS: dict[str, tuple[str, ...]] = {
    "probation_failed": (),
    "second_job": ("outside_work",),
    "convicted": ("judgment", "judged_on"),
    "illness": ("medical_period_ended_on", "other_work"),
    "changed": ("negotiated_on", "negotiation"),
}
"""The grounds that are the bureau's own word and no 解聘, each with what its article wants beside facts and evidence."""


@dataclass(frozen=True, slots=True)
class Shield:
    """A state in which the law protects somebody's contract."""

    key: str
    title: str
    clause: Clause


SHIELDS = {
    shield.key: shield
    for shield in (
        Shield(
            "work_injury",
            "职业病或者工伤",
            Clause("第四十二条", "（二）在本单位患职业病或者因工负伤并被确认丧失或者部分丧失劳动能力的", Source.LABOUR_CONTRACT_LAW),
        ),
        Shield(
            "medical_period",
            "医疗期",
            Clause("第四十二条", "（三）患病或者非因工负伤，在规定的医疗期内的", Source.LABOUR_CONTRACT_LAW),
        ),
        Shield("motherhood", "孕期、产期、哺乳期", Clause("第四十二条", "（四）女职工在孕期、产期、哺乳期的", Source.LABOUR_CONTRACT_LAW)),
        Shield(
            "near_retirement",
            "连续工作满十五年且距退休不足五年",
            Clause("第四十二条", "（五）在本单位连续工作满十五年，且距法定退休年龄不足五年的", Source.LABOUR_CONTRACT_LAW),
        ),
    )
}


@carries("第四十三条", "用人单位单方解除劳动合同，应当事先将理由通知工会。", Source.LABOUR_CONTRACT_LAW)
@carries("第四十二条", "用人单位不得依照本法第四十条、第四十一条的规定解除劳动合同", Source.LABOUR_CONTRACT_LAW)
def objections(ground: Ground, *, shields: Collection[str] = (), on_probation: bool = False, union_told: bool = False) -> list[str]:
    """Return why a contract cannot end on this ground, one sentence each; empty when it can.

    A contract that runs out on a shielded person is not refused here: it goes on by `runs_until`.
    """
    found = []
    if ground.shielded and ground.key != "expired":
        found += [f"这个人处于{SHIELDS[key].title}，不能以“{ground.title}”解除合同（《劳动合同法》第四十二条）。" for key in shields]
    if ground.key in ("probation_failed", "resigned_on_probation") and not on_probation:
        found.append(f"试用期已经结束或者没有约定，不能以“{ground.title}”解除合同（《劳动合同法》{ground.clause.ref}）。")
    if ground.union_first and ground.key != "expired" and not union_told:
        found.append("还没有事先通知工会，请先将理由通知工会并登记（《劳动合同法》第四十三条）。")
    return found


def unproved(ground: str, said: Mapping[str, object], today: date) -> str:
    """Say what one of `ENDINGS` still lacks by its article, in one sentence; blank when nothing.

    `said` holds facts, the day the union was told and what `ENDINGS` names. Nothing that is yet to come counts.
    """
    if not said["reasons"]:
        return "请写明事实。"
    told: Any = said["union_told_on"]
    if told > today:
        return "通知工会的日期不能晚于今天；先将理由通知工会，再提出解除（《劳动合同法》第四十三条）。"
    for name in ENDINGS[ground]:
        value: Any = said[name]
        if not value:
            return UNPROVED[name]
        if name.endswith("_on") and value > today:
            return NOT_YET[name]
    over: Any = said.get("medical_period_ended_on")
    return NOT_YET["medical_period_ended_on"] if ground == "illness" and over == today else ""


UNPROVED = {
    "outside_work": "请选择是对完成本单位的工作任务造成严重影响，还是经单位提出拒不改正（《劳动合同法》第三十九条）。",
    "judgment": "请写明生效裁判文书的法院和文号（《劳动合同法》第三十九条）。",
    "judged_on": "请填写裁判生效的日期（《劳动合同法》第三十九条）。",
    "medical_period_ended_on": "请填写医疗期满的日期（《劳动合同法》第四十条）。",
    "other_work": "请写明另行安排的工作，以及本人不能从事的情况（《劳动合同法》第四十条）。",
    "negotiated_on": "请填写协商变更合同的日期（《劳动合同法》第四十条）。",
    "negotiation": "请写明协商变更的内容，以及没有达成协议的情况（《劳动合同法》第四十条）。",
}
NOT_YET = {
    "judged_on": "裁判生效的日期不能晚于今天。",
    "medical_period_ended_on": "医疗期满以后才能以此解除合同，医疗期满的日期应早于今天（《劳动合同法》第四十条）。",
    "negotiated_on": "协商变更合同的日期不能晚于今天。",
}


@carries(
    "第四十条", "用人单位提前三十日以书面形式通知劳动者本人或者额外支付劳动者一个月工资后，可以解除劳动合同", Source.LABOUR_CONTRACT_LAW
)
def earliest_last_day(ground: Ground, notified_on: date, *, paid_in_lieu: bool = False) -> date:
    """Return the first day a contract can end on after a written notice; a month's pay in its stead lets it end at once."""
    return notified_on if paid_in_lieu and ground.buys_off_notice else notified_on + timedelta(days=ground.notice_days)


@carries("第四十五条", "劳动合同应当续延至相应的情形消失时终止", Source.LABOUR_CONTRACT_LAW)
def runs_until(last_day: date, shields_end: Collection[date | None]) -> date | None:
    """Return the day a contract that runs out really ends on: the last day any shield holds; None while the end of one is not known."""
    latest = last_day
    for end in shields_end:
        if end is None:
            return None
        latest = max(latest, end)
    return latest


@carries(
    "第四十七条",
    "每满一年支付一个月工资的标准向劳动者支付。六个月以上不满一年的，按一年计算；不满六个月的，向劳动者支付半个月工资的经济补偿",
    Source.LABOUR_CONTRACT_LAW,
)
@carries("第四十七条", "向其支付经济补偿的年限最高不超过十二年", Source.LABOUR_CONTRACT_LAW)
@carries("第十二条", "以及支付经济补偿的规定", Source.LABOUR_CONTRACT_REGULATION)
def severance_months(
    ground: Ground, works_from: date, last_day: date, *, welfare: bool = False, above_triple_average: bool = False
) -> Decimal:
    """Return how many months' pay are owed when a contract ends, halves included.

    `welfare`: a 公益性岗位, where none is owed. `above_triple_average`: pay over three times the city's average, which caps the years.
    """
    if not ground.severance or welfare:
        return Decimal(0)
    over = last_day + timedelta(days=1)
    years = max(0, over.year - works_from.year)
    if months_after(works_from, 12 * years) > over:
        years -= 1
    owed = Decimal(years)
    if months_after(works_from, 12 * years + 6) <= over:
        owed += 1
    elif months_after(works_from, 12 * years) < over:
        owed += Decimal("0.5")
    return min(owed, Decimal(12)) if above_triple_average else owed


TRIPLE = 3


@carries(
    "第四十七条",
    "劳动者月工资高于用人单位所在直辖市、设区的市级人民政府公布的本地区上年度职工月平均工资三倍的，"
    "向其支付经济补偿的标准按职工月平均工资三倍的数额支付",
    Source.LABOUR_CONTRACT_LAW,
)
def above_triple_average(average_pay: Decimal, local_average: Decimal) -> bool:
    """Say whether somebody's pay is over three times the average of the place in the year before: pay and years are then capped."""
    return average_pay > TRIPLE * local_average


@carries("第四十七条", "本条所称月工资是指劳动者在劳动合同解除或者终止前十二个月的平均工资。", Source.LABOUR_CONTRACT_LAW)
def severance(average_pay: Decimal, months: Decimal, *, local_average: Decimal | None = None) -> Decimal:
    """Return what is owed for so many months, by the average pay of the twelve months before, at most three times the place's average."""
    return rounded((average_pay if local_average is None else min(average_pay, TRIPLE * local_average)) * months)


@carries(
    "第五十条",
    "应当在解除或者终止劳动合同时出具解除或者终止劳动合同的证明，并在十五日内为劳动者办理档案和社会保险关系转移手续",
    Source.LABOUR_CONTRACT_LAW,
)
def departure_deadlines(last_day: date, *, key: str, name: str) -> tuple[Deadline, ...]:
    """Return what a bureau owes somebody who leaves, by when."""
    clause = Clause("第五十条", "在十五日内为劳动者办理档案和社会保险关系转移手续", Source.LABOUR_CONTRACT_LAW)
    return (
        Deadline(f"{key}:certificate", f"{name}：出具解除（终止）劳动合同证明", last_day, "county_clerk", clause),
        Deadline(f"{key}:transfer", f"{name}：办理档案和社会保险关系转移", last_day + timedelta(days=15), "county_clerk", clause),
    )


@carries("第五十条", "对已经解除或者终止的劳动合同的文本，至少保存二年备查", Source.LABOUR_CONTRACT_LAW)
def keep_until(last_day: date) -> date:
    """Return the last day a contract's text must be kept."""
    return months_after(last_day, 24)
