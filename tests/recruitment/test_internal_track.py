"""Internal selection by its verbs: the roster is the door, 考核 and 考试 must both be passed, a hire ends what stands in public."""

from decimal import Decimal

import pytest

from recruitment.models import Application, Standing, Status
from staffing.models import Assistant, Auxiliary
from tests.recruitment import internal
from tests.recruitment.stages import prepare, sign

pytestmark = pytest.mark.django_db


def test_a_round_goes_from_the_roster_to_a_contract():
    round = internal.make_contract_round()
    first, second, third = Application.objects.filter(round=round).order_by("pk")
    assert [each.status for each in (first, second, third)] == [Status.FAILED, Status.ACTIVE, Status.FAILED]
    assert list(Standing.objects.values_list("assessment", "written", "composite", "rank", "tie_rule", "proposed")) == [
        (Decimal("80.00"), Decimal("90.00"), Decimal("85.00"), 1, "考试成绩", True),
        (Decimal("90.00"), Decimal("80.00"), Decimal("85.00"), 2, "考试成绩", False),
        (Decimal("70.00"), Decimal("60.00"), Decimal("65.00"), 3, "", False),
    ]
    assert first.results.last().sentence == "综合成绩排第 2 名，未进入选聘名额。"
    prepare(second)
    sign(second)
    second.refresh_from_db()
    assert second.status == Status.HIRED
    assert Assistant.objects.get().id_hash == second.id_hash
    row = Auxiliary.objects.get(pk=second.auxiliary_id)
    assert str(row.last_day) == "2024-06-02"
