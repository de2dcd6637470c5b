"""No stage closes too early, and each refusal says how to mend it."""

from datetime import date, datetime

import pytest

from policy.calendar import YANGQUAN
from policy.gates import RoundFacts, blockers
from policy.tracks import INTERNAL, NOTICES, PUBLIC, TRACKS

NOON = datetime(2024, 5, 20, 12, tzinfo=YANGQUAN)
READY = {
    "now": NOON,
    "posted": frozenset(NOTICES),
    "plan_filed": True,
    "scheme_problems": 0,
    "vacancies": 22,
    "remaining_quota": 22,
    "signed_by_head": True,
    "signed_by_hr": True,
    "registration_closes_at": NOON,
    "undecided": 0,
    "unconfirmed": 0,
    "posts_without_ratio_decision": 0,
    "open_switches": 0,
    "untold_openings": 0,
    "seats_missing": 0,
    "scores_missing": 0,
    "scores_unconfirmed": 0,
    "scores_released": True,
    "score_recheck_last_day": date(2024, 5, 19),
    "open_score_rechecks": 0,
    "panelists": 5,
    "unsettled_ties": 0,
    "open_medical_rechecks": 0,
    "open_substitutions": 0,
    "publicity_last_day": date(2024, 5, 19),
    "open_objections": 0,
    "unsigned": 0,
}
STAGES = sorted({key for track in TRACKS.values() for key in track.every_stage})


def make_facts(**facts):
    return RoundFacts(**{**READY, **facts})


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_closes_when_everything_is_done(stage):
    assert blockers(stage, make_facts()) == []


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_of_which_nothing_is_known_does_not_close(stage):
    assert blockers(stage, RoundFacts())


@pytest.mark.parametrize(
    ("stage", "fact", "value", "sentence"),
    [
        ("announcement", "plan_filed", False, "数额计划还没有备案，请等市司法局准予备案后再发布。"),
        ("announcement", "scheme_problems", 2, "还有 2 项招聘方案没有填对，请按方案页上的提示改正。"),
        ("announcement", "vacancies", 0, "还没有填写招聘岗位，请至少填写 1 个岗位、1 个名额。"),
        ("announcement", "vacancies", 25, "招聘 25 人，超过备案剩余的 22 个名额，请减少 3 人。"),
        ("announcement", "signed_by_head", False, "公告还差县（区）司法局负责人签批，请对方签批后再发布。"),
        ("announcement", "signed_by_hr", False, "公告还差县（区）人社局签批，请对方签批后再发布。"),
        ("announcement", "posted", frozenset(), "“招聘公告”还没有发布，请拟好、签批后发布。"),
        (
            "registration",
            "registration_closes_at",
            datetime(2024, 5, 20, 17, tzinfo=YANGQUAN),
            "报名到 2024年5月20日 17:00 截止，到时系统自动结束；需要提前或者延长的，请在截止前发布变更公告。",
        ),
        ("review", "undecided", 3, "还有 3 份报名没有审查结论，请先审查完。"),
        ("review", "unconfirmed", 1, "还有 1 份审查结论没有经第二人复核，请另一名审查人员复核。"),
        ("review", "posts_without_ratio_decision", 2, "还有 2 个岗位没有达到开考比例又没有决定，请决定保留、核减或者取消。"),
        ("review", "open_switches", 1, "还有 1 个取消的岗位改报时间没有截止，请等截止、审查完改报的人员后再结束。"),
        ("review", "untold_openings", 2, "还有 2 个岗位的核减、取消或者保留没有公布，请拟好公告，签批后发布。"),
        ("review", "posted", frozenset(), "“笔试安排公告”还没有发布，请拟好、签批后发布。"),
        ("written_exam", "seats_missing", 30, "还有 30 人没有安排座位，请先编排考场。"),
        ("written_exam", "scores_missing", 4, "还有 4 人没有成绩，请登记成绩，缺考、违纪的请标明。"),
        ("written_exam", "scores_unconfirmed", 4, "还有 4 人的成绩没有经第二人确认，请另一名工作人员确认。"),
        ("written_exam", "scores_released", False, "成绩还没有经县（区）人社局同意发布，请人社局办理。"),
        ("written_exam", "posted", frozenset(), "“笔试成绩及入围面试人员公告”还没有发布，请拟好、签批后发布。"),
        ("written_exam", "score_recheck_last_day", date(2024, 5, 20), "成绩复核申请到 2024年5月20日 24:00 为止，期满后才能结束。"),
        ("written_exam", "open_score_rechecks", 1, "还有 1 份成绩复核申请没有答复，请登记复核结果。"),
        ("recheck", "undecided", 2, "还有 2 人没有资格复审结果，请登记合格、不合格或者放弃。"),
        ("interview", "scores_missing", 1, "还有 1 人没有成绩，请登记成绩，缺考、违纪的请标明。"),
        ("interview", "panelists", 4, "有面试只有 4 名考官评分，至少要有 5 名，请补齐考官和评分。"),
        ("interview", "unsettled_ties", 1, "还有 1 处末位并列没有定下来，请核定优先条件或者组织加试。"),
        ("interview", "posted", frozenset(), "“面试成绩、综合成绩及名次公告”还没有发布，请拟好、签批后发布。"),
        ("inspection", "undecided", 2, "还有 2 人没有考察结果，请登记合格、不合格或者放弃。"),
        ("inspection", "unconfirmed", 2, "还有 2 人的考察结果没有经第二人确认，请另一名工作人员确认。"),
        ("inspection", "open_substitutions", 1, "还有 1 个空出的名额没有处理，请办理递补，或者登记不再递补。"),
        ("medical", "undecided", 2, "还有 2 人没有体检结果，请登记合格、不合格或者放弃。"),
        ("medical", "open_medical_rechecks", 1, "还有 1 份体检复检申请没有结果，请登记复检结论。"),
        ("assessment", "undecided", 2, "还有 2 人没有考核结果，请登记合格、不合格或者放弃。"),
        ("exam", "unsettled_ties", 1, "还有 1 处末位并列没有定下来，请核定优先条件或者组织加试。"),
        ("publicity", "publicity_last_day", date(2024, 5, 20), "公示到 2024年5月20日 24:00 为止，期满后才能结束。"),
        ("publicity", "open_objections", 1, "还有 1 条公示异议没有办结，请登记调查结论，一时查不清的登记暂缓。"),
        ("publicity", "posted", frozenset(), "“拟聘用人员公示”还没有发布，请拟好、签批后发布。"),
        ("contract", "unsigned", 2, "还有 2 名拟聘用人员没有签订合同，请签订合同，或者登记本人放弃。"),
        ("contract", "posted", frozenset(), "“聘用结果公告”还没有发布，请拟好、签批后发布。"),
    ],
)
def test_one_thing_left_undone_keeps_a_stage_open(stage, fact, value, sentence):
    assert blockers(stage, make_facts(**{fact: value})) == [sentence]


@pytest.mark.parametrize("stage", STAGES)
def test_a_fact_that_is_not_known_blocks_wherever_it_is_asked_for(stage):
    asked = _Watch(make_facts())
    blockers(stage, asked)
    for fact in asked.read:
        unknown = RoundFacts.__dataclass_fields__[fact].default
        assert blockers(stage, make_facts(**{fact: unknown})), fact


class _Watch:
    """Facts that remember which of them a gate has looked at."""

    def __init__(self, facts):
        self.facts, self.read = facts, set()

    def __getattr__(self, name):
        self.read.add(name)
        return getattr(self.facts, name)


def test_every_fact_is_asked_for_by_some_stage():
    asked = _Watch(make_facts())
    for stage in STAGES:
        blockers(stage, asked)
    assert asked.read == set(READY) == set(RoundFacts.__dataclass_fields__)


def test_the_clock_alone_ends_registration():
    assert blockers("registration", RoundFacts(now=NOON, registration_closes_at=NOON)) == []


def test_a_publicity_ends_with_its_last_day_and_not_an_hour_before():
    late_evening = datetime(2024, 5, 20, 23, 59, 59, tzinfo=YANGQUAN)
    midnight = datetime(2024, 5, 21, tzinfo=YANGQUAN)
    assert blockers("publicity", make_facts(publicity_last_day=date(2024, 5, 20), now=late_evening))
    assert blockers("publicity", make_facts(publicity_last_day=date(2024, 5, 20), now=midnight)) == []


def test_everything_that_blocks_is_named_at_once():
    facts = make_facts(undecided=3, unconfirmed=2, posted=frozenset())
    assert [sentence[:9] for sentence in blockers("review", facts)] == ["还有 3 份报名没", "还有 2 份审查结", "“笔试安排公告”还"]


def test_both_signatures_missing_is_one_sentence():
    facts = make_facts(signed_by_head=False, signed_by_hr=False)
    assert blockers("announcement", facts) == ["公告还没有签批，请县（区）司法局负责人和县（区）人社局分别签批。"]


def test_every_stage_of_both_tracks_has_its_gate():
    for track in (PUBLIC, INTERNAL):
        for key in track.every_stage:
            assert blockers(key, RoundFacts()), key


def test_a_key_that_is_no_stage_has_no_gate():
    with pytest.raises(KeyError):
        blockers("training", RoundFacts())
