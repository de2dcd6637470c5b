"""Internal selection by its verbs: the roster is the door, 考核 and 考试 must both be passed, a hire ends what stands in public."""

from decimal import Decimal

import pytest

from recruitment.models import Application, Opinion, Score, Standing, Status
from staffing.models import Assistant, Auxiliary
from tests.recruitment import internal
from tests.recruitment.stages import prepare, sign

pytestmark = pytest.mark.django_db


def test_a_round_goes_from_the_roster_to_a_contract():
    round = internal.make_contract_round()
    first, second, third = Application.objects.filter(round=round).order_by("pk")
    assert [each.status for each in (first, second, third)] == [Status.ACTIVE, Status.FAILED, Status.FAILED]
    assert list(Standing.objects.values_list("assessment", "written", "composite", "rank", "proposed")) == [
        (Decimal("90.00"), Decimal("80.00"), Decimal("85.00"), 1, True),
        (Decimal("80.00"), Decimal("90.00"), Decimal("85.00"), 2, False),
        (Decimal("70.00"), Decimal("60.00"), Decimal("65.00"), 3, False),
    ]
    prepare(first)
    sign(first)
    first.refresh_from_db()
    assert first.status == Status.HIRED
    assert Assistant.objects.get().id_hash == first.id_hash
    row = Auxiliary.objects.get(pk=first.auxiliary_id)
    assert str(row.last_day) == "2024-06-02"
