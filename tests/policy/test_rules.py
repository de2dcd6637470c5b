import pytest

from policy.eligibility import PUBLIC
from policy.people import Candidate
from policy.rules import Effect, bars, both, either, judge, prefers, requires

CITIZEN = requires("citizenship", "四(二)1(1)", "具有中华人民共和国国籍", lambda c: c.citizen, title="国籍", evidence="身份证")
CONDUCT = requires("conduct", "四(二)1(2)", "品行端正", title="品行", evidence="承诺")
CRIME = bars("crime", "四(二)2(1)", "受过刑事处罚", lambda c: c.crime, title="无刑事处罚", evidence="证明")


@pytest.mark.parametrize(
    ("facts", "any_holds", "all_hold"),
    [
        ((True, True), True, True),
        ((True, False), True, False),
        ((True, None), True, None),
        ((False, False), False, False),
        ((False, None), None, False),
        ((None, None), None, None),
    ],
)
def test_unknown_decides_only_what_the_known_leaves_open(facts, any_holds, all_hold):
    assert either(*facts) is any_holds
    assert either(*reversed(facts)) is any_holds
    assert both(*facts) is all_hold
    assert both(*reversed(facts)) is all_hold


@pytest.mark.parametrize(("crime", "state"), [(True, False), (False, True), (None, None)])
def test_a_bar_is_met_when_it_does_not_apply(crime, state):
    assert CRIME.state(Candidate(crime=crime)) is state


def test_a_rule_without_a_test_is_left_to_a_person():
    assert CONDUCT.by_hand
    assert not CITIZEN.by_hand
    (finding,) = judge([CONDUCT], Candidate()).findings
    assert (finding.state, finding.by) == (None, "person")


@pytest.mark.parametrize("answer", [True, False])
def test_an_answer_settles_what_the_facts_leave_open(answer):
    (finding,) = judge([CITIZEN], Candidate(), {"citizenship": answer}).findings
    assert (finding.state, finding.by) == (answer, "person")


@pytest.mark.parametrize("answer", [True, False])
def test_an_answer_never_overrules_a_fact(answer):
    (finding,) = judge([CITIZEN], Candidate(citizen=not answer), {"citizenship": answer}).findings
    assert (finding.state, finding.by) == (not answer, "fact")


@pytest.mark.parametrize(
    ("candidate", "answers", "outcome"),
    [
        (Candidate(citizen=True, crime=False), {"conduct": True}, True),
        (Candidate(citizen=True, crime=False), {}, None),
        (Candidate(citizen=True, crime=True), {}, False),
        (Candidate(citizen=False), {}, False),
        (Candidate(), {}, None),
    ],
)
def test_one_condition_not_met_decides_and_open_ones_wait(candidate, answers, outcome):
    assert judge([CITIZEN, CONDUCT, CRIME], candidate, answers).outcome is outcome


def test_a_verdict_names_what_failed_and_what_is_open():
    verdict = judge([CITIZEN, CONDUCT, CRIME], Candidate(citizen=True, crime=True))
    assert [finding.rule.key for finding in verdict.failed] == ["crime"]
    assert [finding.rule.key for finding in verdict.open] == ["conduct"]


def test_a_person_of_whom_nothing_is_known_is_wholly_open():
    assert len(judge(PUBLIC, Candidate()).open) == len(PUBLIC)


def test_each_constructor_says_what_follows():
    merit = prefers("law_degree", "四(二)1(8)", "法学及相关专业毕业的", lambda c: c.studied_law, title="法学", evidence="毕业证书")
    assert [rule.effect for rule in (CITIZEN, CRIME, merit)] == [Effect.REQUIRES, Effect.BARS, Effect.PREFERS]
