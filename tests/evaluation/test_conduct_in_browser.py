"""A breach is entered and decided in a real browser, at both widths and clean for axe; the list of dismissals beside it."""

from datetime import date

import pytest

from tests.evaluation.conduct import confirmed, dismissing, heard
from tests.looking import enter, faults
from tests.staffing.contracts import clerk, head, hired

pytestmark = pytest.mark.django_db(transaction=True)

SERIOUS = {"ground": "serious", "own_conduct": True, "grave_consequence": True, "bad_influence": False}


def test_the_pages_of_discipline_are_clean_at_both_widths(site, new_page):
    contract = hired(name="赵一鸣")
    confirmed(contract)
    incident = heard(contract, date(2026, 3, 9))
    dismissal = dismissing(contract, **SERIOUS)
    found = []
    for user, paths in (
        (clerk(contract), ("", "enter/", f"{incident.pk}/hear/", "dismissals/enter/")),
        (head(contract), (f"{incident.pk}/", f"{incident.pk}/decide/", "dismissals/", f"dismissals/{dismissal.pk}/")),
    ):
        page = enter(new_page(base_url=site), site, user)
        for number, path in enumerate(paths):
            page.goto(f"/evaluation/conduct/{path}")
            for width in (375, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                found += [(path, fault) for fault in faults(page, f"conduct/{user.role}-{number}")]
    assert found == []
