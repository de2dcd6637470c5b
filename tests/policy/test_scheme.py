"""A round's scheme: suggested values stand, bounds hold, and each refusal is one sentence."""

from decimal import Decimal

import pytest

from policy.ranking import TieStep
from policy.scheme import SETTINGS, cautions, may_substitute, problems, stage_keys, suggested, tie_steps
from policy.tracks import INTERNAL, PUBLIC, TRACKS, lawful_stages


def make_scheme(track="public", **values):
    return {**suggested(track), **values}


@pytest.mark.parametrize("track", TRACKS)
def test_the_suggested_scheme_may_be_announced_as_it_is(track):
    assert problems(suggested(track), track=track) == {}
    assert cautions(suggested(track), track=track) == {}


@pytest.mark.parametrize("track", TRACKS)
def test_nothing_is_filled_in_for_a_county(track):
    assert problems({}, track=track).keys() == SETTINGS[track].keys()


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("publicity_days", 4, "公示时间应不少于 5 个工作日，填的是 4。"),
        ("opening_ratio", 6, "开考比例应在 1 到 5 倍之间，填的是 6。"),
        ("interview_ratio", 0, "面试入围比例应不少于 1 倍，填的是 0。"),
        ("interview_panelists", 3, "面试考官人数应不少于 5 人，填的是 3。"),
        ("interview_panelists", 6, "面试考官人数应为单数，填的是 6。"),
        ("interview_pass", Decimal("100.5"), "面试合格线应在 0 到 100 分之间，填的是 100.5。"),
        ("room_size", 51, "每个考场的座位应在 1 到 50 个之间，填的是 51。"),
        ("room_size", Decimal("29.5"), "每个考场的座位应填整数，填的是 29.5。"),
        ("written_minutes", "两小时", "笔试时长应填整数，填的是 两小时。"),
        ("interview_ratio", None, "请填写面试入围比例（建议 3 倍）。"),
        ("order_inspection_medical", "medical", "请选择考察和体检的先后（建议：先考察，后体检）。"),
        ("probation_months", 7, "试用期应在 0 到 6 个月之间，填的是 7。"),
    ],
)
def test_a_value_that_cannot_stand_is_refused_in_one_sentence(key, value, sentence):
    assert problems(make_scheme(**{key: value}), track="public") == {key: sentence}


@pytest.mark.parametrize(
    ("key", "value"), [("interview_panelists", 5), ("publicity_days", 5), ("written_pass", Decimal("59.5")), ("opening_ratio", 1)]
)
def test_a_value_on_its_bound_stands(key, value):
    assert problems(make_scheme(**{key: value}), track="public") == {}


def test_weights_sum_to_one_hundred():
    found = problems(make_scheme(weight_written=60, weight_interview=50), track="public")
    assert found == {"weight_interview": "笔试占综合成绩 60%、面试占综合成绩 50%，两项应合计 100%，请调整。"}
    assert problems(make_scheme(weight_written=50, weight_interview=50), track="public") == {}
    assert list(problems(make_scheme("internal", weight_written=60), track="internal")) == ["weight_assessment"]


def test_a_probation_longer_than_the_term_allows_is_refused():
    found = problems(make_scheme(contract_years=2, probation_months=3), track="public")
    assert found == {"probation_months": "合同期限为 24 个月的，试用期最长 2 个月（《劳动合同法》第十九条），填的是 3 个月。"}
    assert problems(make_scheme(contract_years=2, probation_months=2), track="public") == {}


def test_an_unusual_value_is_a_caution_and_no_refusal():
    scheme = make_scheme(registration_days=2)
    assert problems(scheme, track="public") == {}
    assert cautions(scheme, track="public") == {"registration_days": "报名天数一般不少于 3 天，填的是 2；确需这样的，请写明理由。"}


def test_a_second_probation_for_somebody_from_the_bureau_is_a_caution():
    assert list(cautions(make_scheme("internal", probation_months=1), track="internal")) == ["probation_months"]


def test_every_public_tie_order_asks_for_the_preference_first():
    for value, _ in SETTINGS["public"]["tie_order"].choices:
        assert tie_steps(value)[0] is TieStep.PREFERENCE
        assert tie_steps(value)[-1] is TieStep.EXTRA_TEST


def test_the_scheme_orders_inspection_and_medical():
    assert stage_keys(make_scheme(), track=PUBLIC) == PUBLIC.keys
    swapped = stage_keys(make_scheme(order_inspection_medical="medical,inspection"), track=PUBLIC)
    assert swapped[5:7] == ("medical", "inspection")
    assert lawful_stages(PUBLIC, swapped)
    assert stage_keys(make_scheme("internal"), track=INTERNAL) == INTERNAL.keys


@pytest.mark.parametrize(("cause", "rounds_held", "allowed"), [("medical", 0, True), ("medical", 1, False), ("publicity", 0, False)])
def test_substitution_follows_the_announced_policy(cause, rounds_held, allowed):
    assert may_substitute(make_scheme(), cause, rounds_held=rounds_held) is allowed


@pytest.mark.parametrize("track", TRACKS)
def test_every_setting_says_why_it_is_asked(track):
    assert all(setting.why and setting.title for setting in SETTINGS[track].values())
