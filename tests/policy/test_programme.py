"""The pilot's three phases: their days, what they owe, and lateness that never refuses."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from policy.powers import Role
from policy.programme import PILOT, State, deadlines, owed, phase_on, progress

DEPLOYMENT, RECRUITMENT, CONCLUSION = PILOT


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (date(2024, 2, 1), "工作部署阶段"),
        (date(2024, 3, 15), "工作部署阶段"),
        (date(2024, 3, 16), "全面推进阶段"),
        (date(2024, 6, 15), "全面推进阶段"),
        (date(2024, 6, 16), "总结提升阶段"),
        (date(2024, 6, 30), "总结提升阶段"),
    ],
)
def test_every_day_of_the_pilot_belongs_to_one_phase(day, title):
    assert phase_on(day).title == title


@pytest.mark.parametrize("day", [date(2024, 1, 31), date(2024, 7, 1)])
def test_outside_the_pilot_there_is_no_phase(day):
    assert phase_on(day) is None


def test_phases_follow_one_another_without_a_gap():
    assert [later.first_day - earlier.last_day for earlier, later in pairwise(PILOT)] == [timedelta(days=1)] * 2


def test_deployment_owes_three_reports_a_meeting_a_survey_and_a_plan():
    assert [(deadline.key, deadline.due) for deadline in owed(DEPLOYMENT)] == [
        ("report_committee", date(2024, 3, 15)),
        ("report_government", date(2024, 3, 15)),
        ("report_politics_law", date(2024, 3, 15)),
        ("consultation", date(2024, 3, 15)),
        ("survey", date(2024, 3, 15)),
        ("work_plan", date(2024, 3, 15)),
    ]


def test_recruitment_owes_plan_announcement_and_hires_by_mid_june():
    assert {deadline.key: deadline.due for deadline in owed(RECRUITMENT)} == dict.fromkeys(
        ["recruitment_plan", "announcement", "recruitment"], date(2024, 6, 15)
    )


def test_the_pilot_concludes_by_the_end_of_june():
    assert {deadline.key: (deadline.due, deadline.owed_by) for deadline in owed(CONCLUSION)} == {
        "summary": (date(2024, 6, 30), "county_clerk"),
        "mechanism": (date(2024, 6, 30), "city"),
        "institutions": (date(2024, 6, 30), "city"),
    }


def test_each_obligation_has_its_own_key_an_owner_and_a_proof():
    keys = [deadline.key for deadline in deadlines()]
    assert len(keys) == len(set(keys)) == 12
    assert {deadline.owed_by for deadline in deadlines()} <= set(Role)
    assert all(obligation.proof for phase in PILOT for obligation in phase.obligations)
    assert {deadline.clause.ref for deadline in deadlines()} == {"五(一)", "五(二)", "五(三)"} == {phase.clause.ref for phase in PILOT}


@pytest.mark.parametrize(
    ("done_on", "today", "state", "sentence"),
    [
        (None, date(2024, 3, 10), State.DUE, "还有 5 天到期"),
        (None, date(2024, 3, 15), State.DUE, "今天到期"),
        (None, date(2024, 3, 16), State.LATE, "已逾期 1 天，请尽快补办"),
        (date(2024, 3, 15), date(2024, 4, 1), State.DONE, "已按时完成"),
        (date(2024, 3, 20), date(2024, 4, 1), State.DONE_LATE, "已完成，晚了 5 天"),
    ],
)
def test_lateness_is_told_and_a_late_cure_counts(done_on, today, state, sentence):
    work_plan = owed(DEPLOYMENT)[-1]
    standing = progress(work_plan, done_on=done_on, today=today)
    assert (standing.state, standing.sentence) == (state, sentence)


def test_another_programme_has_the_same_shape():
    assert phase_on(date(2024, 3, 16), programme=(DEPLOYMENT,)) is None
