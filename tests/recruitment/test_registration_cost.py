"""What one whole registration asks of the database, through its pages, from opening the account to the receipt."""

import pytest

from bench.counting import registration
from bureaus import clock
from tests.recruitment.factories import OPEN, make_announced_round

BY_ACTS, BY_PAGES = 57, 127


@pytest.mark.django_db(transaction=True)
def test_a_registration_from_account_to_receipt_stays_within_its_statements(settings, tmp_path):
    settings.LETTERS_DIR, settings.DEMO = tmp_path, True
    round = make_announced_round()
    with clock.standing_at(OPEN):
        asked = registration(round)
    assert (asked["acts"], asked["statements"]) == (BY_ACTS, BY_PAGES)
