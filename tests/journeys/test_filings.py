"""A return, a redline and a filing between county, 人社局 and city, through the pages, everybody signing in as themselves."""

import os
import shutil

import pytest

from tests.journeys.actors import PASSWORD
from tests.journeys.chapters import filing
from tests.journeys.story import Story, at
from tests.portal import OwnPortal, own_database

CAST = f"""
from bureaus import clock
from staffing.actions import found_programme
from yangquan_portal.founding import enter_calendars
from yangquan_portal.story.staff import engage
now = clock.now()
cast = engage(password={PASSWORD!r}, now=now)
enter_calendars(range(2025, 2027), by=cast.operator, now=now)
found_programme(by=cast.city, now=now)
"""


@pytest.fixture
def story(new_page):
    """A portal of its own at the beginning of March 2026, with counties, accounts, the pilot programme and nothing else."""
    with own_database(f"test_filings_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}") as url:
        portal = OwnPortal(url)
        try:
            portal.start()
            story = Story(portal, new_page)
            story.clock_reads(at(3, 2))
            portal.manage("shell", "--no-imports", "-c", CAST)
            yield story
        finally:
            portal.stop()
            shutil.rmtree(portal.data, ignore_errors=True)


def test_a_filing_is_returned_mended_and_filed(story):
    filing.is_filed(story)
    filing.goes_on_to_the_province(story)
    filing.needs_no_countersignature(story)
