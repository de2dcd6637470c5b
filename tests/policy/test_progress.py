"""Nobody skips a stage, and out is final."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.progress import IllegalMove, Outcome, Position, Status, advance, entered
from policy.tracks import INTERNAL, PUBLIC

PASSED, FAILED, WITHDREW = Outcome
TRACK_KEYS = st.sampled_from([PUBLIC.keys, INTERNAL.keys, (*PUBLIC.keys[:5], "medical", "inspection", *PUBLIC.keys[7:])])


def test_an_application_begins_at_registration():
    assert entered() == Position("registration", Status.IN)


@pytest.mark.parametrize("track", [PUBLIC, INTERNAL], ids=["public", "internal"])
def test_passing_every_stage_in_turn_hires(track):
    position = entered()
    for key in track.keys[1:]:
        position = advance(track.keys, position, key, PASSED)
    assert position == Position("contract", Status.HIRED)


@pytest.mark.parametrize("outcome", [FAILED, WITHDREW])
def test_failing_or_withdrawing_ends_an_application_where_it_is(outcome):
    assert advance(PUBLIC.keys, Position("medical"), "medical", outcome) == Position("medical", Status.OUT)


@pytest.mark.parametrize(
    ("position", "sentence"),
    [
        (Position("interview"), "这份报名现在处于“面试”环节，不能登记“体检”的结果；请刷新页面，看清所在环节再办。"),
        (Position("review", Status.OUT), "这份报名已经在“资格审查”环节结束，不能再登记“体检”的结果。"),
        (Position("contract", Status.HIRED), "这个人已经聘用，招聘环节的结果不能再改。"),
    ],
)
def test_an_illegal_move_is_refused_in_one_sentence(position, sentence):
    with pytest.raises(IllegalMove) as refused:
        advance(PUBLIC.keys, position, "medical", PASSED)
    assert str(refused.value) == sentence


def test_a_stage_that_the_round_does_not_hold_cannot_be_decided():
    with pytest.raises(IllegalMove):
        advance(PUBLIC.keys, Position("recheck"), "recheck", PASSED)


@given(TRACK_KEYS, st.lists(st.tuples(st.sampled_from([*PUBLIC.keys, *INTERNAL.keys]), st.sampled_from(Outcome)), max_size=40))
def test_nobody_skips_a_stage_and_out_is_final(keys, attempts):
    position = entered()
    passed = ["announcement"]
    for stage, outcome in attempts:
        before = position
        try:
            position = advance(keys, before, stage, outcome)
        except IllegalMove:
            assert before.standing is not Status.IN or before.stage != stage
            continue
        assert before == Position(stage, Status.IN)
        if outcome is PASSED:
            passed.append(stage)
    assert passed == list(keys[: len(passed)])
    assert (position.standing is Status.HIRED) is (len(passed) == len(keys))


@pytest.mark.parametrize(("outcome", "title"), [(PASSED, "合格"), (FAILED, "不合格"), (WITHDREW, "放弃")])
def test_outcomes_read_as_on_a_result_list(outcome, title):
    assert outcome.title == title
