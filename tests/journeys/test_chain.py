"""From an empty plan to a signed contract, through the pages, everybody signing in as themselves."""

import pytest

from tests.journeys.actors import PASSWORD
from tests.journeys.chapters import exam, finals, hiring, interview, plan, registration, review, round, traces
from tests.journeys.story import Story, at

CAST = f"""
from bureaus import clock
from yangquan_portal.founding import enter_calendars
from yangquan_portal.story.staff import engage
now = clock.now()
cast = engage(password={PASSWORD!r}, now=now)
enter_calendars(range(2025, 2027), by=cast.operator, now=now)
"""


@pytest.fixture
def story(own_portal, new_page):
    """A portal at the beginning of March 2026, with counties, offices and accounts and nothing else."""
    story = Story(own_portal, new_page)
    story.clock_reads(at(3, 2))
    own_portal.manage("shell", "--no-imports", "-c", CAST)
    return story


CHAPTERS = (
    plan.is_filed,
    round.is_announced,
    registration.is_over,
    review.is_done,
    exam.is_sat,
    interview.is_held,
    finals.are_over,
    hiring.is_done,
)


def test_a_county_goes_from_an_empty_plan_to_a_signed_contract(story):
    for chapter in CHAPTERS:
        chapter(story)
    traces.hold_nobody(story)
