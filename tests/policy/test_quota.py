"""所均 4 人: integers, the county's average, nothing rounded up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.quota import Check, Need, advice, least_planned, proposal


@pytest.mark.parametrize(
    ("offices", "established", "least"), [(10, 18, 22), (13, 21, 31), (6, 14, 10), (6, 11, 13), (8, 12, 20), (2, 8, 0), (2, 9, 0)]
)
def test_the_fewest_assistants_that_reach_four_an_office(offices, established, least):
    assert least_planned(offices, established) == least


def test_one_assistant_short_is_said_in_the_clerks_words():
    check = Check(offices=10, established=18, planned=21)
    assert (check.passes, check.shortfall, check.average) == (False, 1, "3.90")
    assert check.sentence == "还差 1 人才达到所均 4 人，暂不能上报"


def test_exactly_four_passes():
    check = Check(offices=10, established=18, planned=22)
    assert (check.passes, check.shortfall, check.average) == (True, 0, "4.00")
    assert check.sentence == "达到所均 4 人的要求"


def test_just_under_four_never_reads_as_four():
    check = Check(offices=250, established=0, planned=999)
    assert (check.passes, check.average) == (False, "3.99")


def test_an_office_added_after_filing_brings_the_plan_below_four():
    assert Check(offices=2, established=8, planned=0).passes
    assert not Check(offices=3, established=8, planned=0).passes


def test_a_county_without_offices_cannot_submit():
    check = Check(offices=0, established=0, planned=0)
    assert (check.passes, check.average) == (False, "—")
    assert check.sentence == "还没有登记司法所，请先登记，暂不能上报"


@given(st.integers(1, 60), st.integers(0, 300), st.integers(0, 300))
def test_a_plan_passes_exactly_when_the_sum_is_four_an_office(offices, established, planned):
    check = Check(offices, established, planned)
    assert check.passes is (established + planned >= 4 * offices)
    assert Check(offices, established, planned + check.shortfall).passes
    assert (check.average >= "4.00" or len(check.average) > 4) is check.passes


@pytest.mark.parametrize(
    ("established", "planned", "said"),
    [
        (0, 0, "这个司法所没有编制也没有协理员，请考虑安排人员。"),
        (2, 1, "这个司法所有 3 人，少于 4 人；文件要求的是全县平均数，可以上报。"),
        (2, 2, ""),
    ],
)
def test_an_office_under_four_is_advice_and_never_a_refusal(established, planned, said):
    assert advice(established=established, planned=planned) == said


def test_more_work_earns_more_assistants():
    assert proposal(3, [Need(workload=300, serving=1), Need(workload=100, serving=1)]) == [3, 0]
    assert proposal(4, [Need(workload=300, serving=1), Need(workload=100, serving=1)]) == [3, 1]


def test_fewer_people_in_post_earn_more_assistants():
    assert proposal(3, [Need(workload=100, serving=3), Need(workload=100, serving=0)]) == [0, 3]


def test_an_office_with_nobody_is_served_first():
    assert proposal(1, [Need(workload=150, serving=1), Need(workload=100, serving=0)]) == [0, 1]


@given(st.integers(0, 60), st.lists(st.builds(Need, workload=st.integers(0, 999), serving=st.integers(0, 9)), max_size=15))
def test_a_proposal_gives_out_exactly_what_there_is(total, needs):
    assert sum(proposal(total, needs)) == (total if needs else 0)
