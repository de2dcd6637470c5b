"""What keeps a stage of a round from closing, in the clerk's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from policy.calendar import YANGQUAN, end_of
from policy.citation import carries
from policy.scoring import FEWEST_PANELISTS
from policy.tracks import NOTICES, TRACKS, Track


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFacts:
    """What a round must know of itself before its open stage may close.

    Only the facts that the stage asks for need be given; one that is asked for and not given blocks. Counts are of the stage that
    is to close.
    """

    now: datetime | None = None
    posted: frozenset[str] = frozenset()
    """Kinds of public notice that stand posted."""

    # announcement
    plan_filed: bool = False
    scheme_problems: int | None = None
    vacancies: int | None = None
    remaining_quota: int | None = None
    signed_by_head: bool = False
    signed_by_hr: bool = False

    # registration
    registration_closes_at: datetime | None = None

    # review, recheck, assessment, inspection, medical
    undecided: int | None = None
    unconfirmed: int | None = None
    posts_without_ratio_decision: int | None = None
    """Posts with fewer approved applications than the opening ratio asks and no decision (保留, 核减, 取消) yet."""
    open_switches: int | None = None
    """Cancelled posts whose people may still choose another one (改报)."""
    untold_openings: int | None = None
    """Posts reduced, cancelled or kept by approval of which no posted notice tells."""

    # written exam, interview, exam
    seats_missing: int | None = None
    scores_missing: int | None = None
    """People with neither a score nor a mark of 缺考 or 违纪."""
    scores_unconfirmed: int | None = None
    scores_released: bool = False
    score_recheck_last_day: date | None = None
    open_score_rechecks: int | None = None
    panelists: int | None = None
    """The fewest panelists that any one person was marked by."""
    unsettled_ties: int | None = None

    # inspection, medical
    open_medical_rechecks: int | None = None
    open_substitutions: int | None = None
    """Places that fell free, for which nobody has been called and no decision not to call anybody is recorded."""

    # publicity
    publicity_last_day: date | None = None
    open_objections: int | None = None
    """Objections neither closed nor set to 暂缓, which holds back one person and lets the others go on."""

    # contract
    unsigned: int | None = None
    """Proposed hires, those set to 暂缓 left out, with neither a signed contract nor a recorded withdrawal."""


Gate = Callable[[RoundFacts], str | None]


def blockers(stage: str, facts: RoundFacts, *, track: Track | None = None) -> list[str]:
    """Return everything that keeps this stage from closing, each as one sentence that says how to mend it; empty when it may close.

    An action that posts a notice and closes the stage in one gives `posted` with that notice in it. `track` says which notice the
    stage owes and what it is called there; without it the first track that has the stage does.

    :raises KeyError: for a key that is no stage of either track.
    """
    gates = _GATES[stage]
    track = track or next(each for each in TRACKS.values() if stage in each.every_stage)
    if owed := track.every_stage[stage].notice:
        gates = (*gates, _notice(owed, track.key))
    return [sentence for gate in gates if (sentence := gate(facts)) is not None]


@carries("四(二)3.原则", "各县（区）司法局会同人社局等确定方案")
def signed_by_both(facts: RoundFacts) -> str | None:
    """Both bureaus stand behind an announcement."""
    if facts.signed_by_head and facts.signed_by_hr:
        return None
    if not facts.signed_by_head and not facts.signed_by_hr:
        return "公告还没有签批，请县（区）司法局负责人和县（区）人社局分别签批。"
    missing = "县（区）人社局" if facts.signed_by_head else "县（区）司法局负责人"
    return f"公告还差{missing}签批，请对方签批后再发布。"


@carries("六(三)", "做到信息公开，程序公开、结果公开，自觉接受监督")
def notice_posted(kind: str, track: str, facts: RoundFacts) -> str | None:
    """A stage does not close before the public has been told what it led to."""
    return None if kind in facts.posted else f"“{NOTICES[kind].titled(track)}”还没有发布，请拟好、签批后发布。"


@carries("四(二)3.原则", "司法协理员招聘坚持自愿报名，公开、公平、公正的原则")
def registration_is_over(facts: RoundFacts) -> str | None:
    """Registration ends at the announced instant, for everybody alike, and by nothing but the clock."""
    if facts.registration_closes_at is None or facts.now is None:
        return "报名截止时间还没有确定，请先在公告中写明。"
    if facts.now >= facts.registration_closes_at:
        return None
    closes_at = facts.registration_closes_at.astimezone(YANGQUAN)
    return f"报名到 {_day(closes_at)} {closes_at:%H:%M} 截止，到时系统自动结束；需要提前或者延长的，请在截止前发布变更公告。"


def publicity_is_over(facts: RoundFacts) -> str | None:
    """A 公示 stands for every hour of its last day."""
    if facts.publicity_last_day is None or facts.now is None:
        return "公示的起止日期还没有确定，请先发布公示。"
    if facts.now >= end_of(facts.publicity_last_day):
        return None
    return f"公示到 {_day(facts.publicity_last_day)} 24:00 为止，期满后才能结束。"


def recheck_window_is_over(facts: RoundFacts) -> str | None:
    """Scores may be asked about before they decide who goes on."""
    if facts.score_recheck_last_day is None or facts.now is None:
        return "成绩复核的截止日期还没有确定，请先公布成绩。"
    if facts.now >= end_of(facts.score_recheck_last_day):
        return None
    return f"成绩复核申请到 {_day(facts.score_recheck_last_day)} 24:00 为止，期满后才能结束。"


def enough_vacancies(facts: RoundFacts) -> str | None:
    """A round offers posts, and no more than its filed plan still holds."""
    if facts.vacancies is None or facts.remaining_quota is None:
        return "招聘岗位或者备案剩余数额还没有核对，请刷新页面后再试。"
    if facts.vacancies <= 0:
        return "还没有填写招聘岗位，请至少填写 1 个岗位、1 个名额。"
    excess = facts.vacancies - facts.remaining_quota
    if excess > 0:
        return f"招聘 {facts.vacancies} 人，超过备案剩余的 {facts.remaining_quota} 个名额，请减少 {excess} 人。"
    return None


def enough_panelists(facts: RoundFacts) -> str | None:
    """No interview is marked by fewer than five."""
    if facts.panelists is None:
        return "评分考官的人数还没有核对，请刷新页面后再试。"
    if facts.panelists < FEWEST_PANELISTS:
        return f"有面试只有 {facts.panelists} 名考官评分，至少要有 {FEWEST_PANELISTS} 名，请补齐考官和评分。"
    return None


def _done(fact: Callable[[RoundFacts], bool], sentence: str) -> Gate:
    return lambda facts: None if fact(facts) else sentence


def _none_left(count: Callable[[RoundFacts], int | None], unit: str, what: str, mend: str) -> Gate:
    def gate(facts: RoundFacts) -> str | None:
        left = count(facts)
        if left is None:
            return f"“{what}”的数目还没有核对，请刷新页面后再试。"
        return f"还有 {left} {unit}{what}，{mend}。" if left else None

    return gate


def _notice(kind: str, track: str) -> Gate:
    return lambda facts: notice_posted(kind, track, facts)


def _results(noun: str) -> tuple[Gate, ...]:
    return (
        _none_left(lambda facts: facts.undecided, "人", f"没有{noun}", "请登记合格、不合格或者放弃"),
        _none_left(lambda facts: facts.unconfirmed, "人", f"的{noun}没有经第二人确认", "请另一名工作人员确认"),
    )


_SCORES: tuple[Gate, ...] = (
    _none_left(lambda facts: facts.scores_missing, "人", "没有成绩", "请登记成绩，缺考、违纪的请标明"),
    _none_left(lambda facts: facts.scores_unconfirmed, "人", "的成绩没有经第二人确认", "请另一名工作人员确认"),
    _done(lambda facts: facts.scores_released, "成绩还没有经县（区）人社局同意发布，请人社局办理。"),
)
_RECHECKED: tuple[Gate, ...] = (
    recheck_window_is_over,
    _none_left(lambda facts: facts.open_score_rechecks, "份", "成绩复核申请没有答复", "请登记复核结果"),
)
_SUBSTITUTION = _none_left(lambda facts: facts.open_substitutions, "个", "空出的名额没有处理", "请办理递补，或者登记不再递补")
_TIES = _none_left(lambda facts: facts.unsettled_ties, "处", "末位并列没有定下来", "请核定优先条件或者组织加试")

_GATES: Mapping[str, tuple[Gate, ...]] = {
    "announcement": (
        _done(lambda facts: facts.plan_filed, "数额计划还没有备案，请等市司法局准予备案后再发布。"),
        _none_left(lambda facts: facts.scheme_problems, "项", "招聘方案没有填对", "请按方案页上的提示改正"),
        enough_vacancies,
        signed_by_both,
    ),
    "registration": (registration_is_over,),
    "review": (
        _none_left(lambda facts: facts.undecided, "份", "报名没有审查结论", "请先审查完"),
        _none_left(lambda facts: facts.unconfirmed, "份", "审查结论没有经第二人复核", "请另一名审查人员复核"),
        _none_left(lambda facts: facts.posts_without_ratio_decision, "个", "岗位没有达到开考比例又没有决定", "请决定保留、核减或者取消"),
        _none_left(lambda facts: facts.open_switches, "个", "取消的岗位改报时间没有截止", "请等截止、审查完改报的人员后再结束"),
        _none_left(lambda facts: facts.untold_openings, "个", "岗位的核减、取消或者保留没有公布", "请拟好公告，签批后发布"),
    ),
    "written_exam": (
        _none_left(lambda facts: facts.seats_missing, "人", "没有安排座位", "请先编排考场"),
        *_SCORES,
        *_RECHECKED,
    ),
    "recheck": _results("资格复审结果"),
    "interview": (*_SCORES, enough_panelists, _TIES),
    "inspection": (*_results("考察结果"), _SUBSTITUTION),
    "medical": (
        *_results("体检结果"),
        _none_left(lambda facts: facts.open_medical_rechecks, "份", "体检复检申请没有结果", "请登记复检结论"),
        _SUBSTITUTION,
    ),
    "assessment": (_results("考核结果")[0], *_SCORES, *_RECHECKED),
    "exam": (*_SCORES, _TIES, *_RECHECKED),
    "publicity": (
        publicity_is_over,
        _none_left(lambda facts: facts.open_objections, "条", "公示异议没有办结", "请登记调查结论，一时查不清的登记暂缓"),
    ),
    "contract": (_none_left(lambda facts: facts.unsigned, "名", "拟聘用人员没有签订合同", "请签订合同，或者登记本人放弃"),),
}


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
