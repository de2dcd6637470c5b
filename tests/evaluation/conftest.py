"""What every test of evaluation may ask for."""

import pytest

from bureaus.actions import import_calendar
from bureaus.holidays import known_days
from tests.evaluation.appraisal_factories import THEN


@pytest.fixture
def working_calendar(db):
    """The working days of 2025."""
    import_calendar(year=2025, source="国务院办公厅通知", days=known_days(2025), by=None, now=THEN)
