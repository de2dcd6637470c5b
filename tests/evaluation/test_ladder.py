"""The ladder of discipline: a step may be passed over, in writing, which the head and the person read."""

from datetime import date

import pytest
from django.urls import reverse

from bureaus.acts import Impossible
from documents.models import OfficialPaper, PaperKind
from evaluation.models import Dismissal, Incident
from policy.appraisal import Measure, skip_problem, skipped
from tests.evaluation.conduct import confirmed, dismissing, entered, heard, on_record
from tests.evaluation.test_dismissals import SERIOUS, paper, parts
from tests.recruitment.desks import get, post, signed_in, text
from tests.staffing.contracts import at, clerk, head, hired
from tests.staffing.refusals import refused
from tests.staffing.test_guards import refusal

DAY = date(2026, 3, 2)
MISSING = "这个人以前没有审定过谈话提醒、书面警告；直接考核降档的，请写明越过的理由，负责人审定时看到，通知书也写明。"
R, W, D, X = Measure


@pytest.mark.parametrize(
    ("step", "earlier", "over"),
    [
        (R, set(), ()),
        (W, set(), (R,)),
        (W, {R}, ()),
        (D, set(), (R, W)),
        (D, {R}, (W,)),
        (D, {W}, ()),
        (R, {D}, ()),
        (W, {D}, ()),
        (X, {W}, (D,)),
        (X, {R}, (W, D)),
        (X, {D}, ()),
    ],
)
def test_what_lies_between_the_highest_step_and_this_one_is_passed_over(step, earlier, over):
    assert skipped(step, earlier) == over
    assert bool(skip_problem(step, earlier, " ")) is bool(over)
    assert skip_problem(step, earlier, "情节较重") == ""


@pytest.mark.django_db
def test_a_step_that_passes_one_over_says_why_and_no_other_does():
    contract = hired()
    with refused(Impossible, MISSING):
        entered(contract, measure="downgrade", skip_reason=" ")
    assert entered(contract, measure="reminder", skip_reason="多余的话").skip_reason == ""
    heard(contract, measure="warning")  # entered, not confirmed: that is no step yet
    with refused(Impossible, MISSING):
        entered(contract, measure="downgrade", skip_reason="")
    confirmed(contract, measure="reminder")
    confirmed(contract, date(2026, 3, 3), measure="warning", skip_reason="")
    assert entered(contract, date(2026, 3, 4), measure="downgrade", skip_reason="").skip_reason == ""
    with refused(Impossible, MISSING):
        entered(contract, date(2026, 3, 1), measure="downgrade", skip_reason="")  # a breach before all of them


@pytest.mark.django_db
def test_the_database_asks_for_the_reason_too():
    contract = hired()
    row = entered(contract, measure="downgrade")
    twin = Incident.objects.get(pk=row.pk)
    twin.pk, twin._state.adding, twin.skip_reason = None, True, ""
    assert refusal(twin.save) == ("step_passed_over_says_why", "没有审定过前一档处理的，须写明越过的理由。")
    twin.skip_reason = "情节较重"
    twin.save()  # the control
    assert refusal(lambda: Incident.objects.filter(pk=row.pk).update(skip_reason=""))[0] == "incident_kept"


@pytest.mark.django_db
def test_the_end_of_the_ladder_says_why_too_unless_it_goes_by_its_finding_alone():
    contract = hired()
    on_record(contract)
    missing = "这个人以前没有审定过书面警告、考核降档；直接解聘的，请写明越过的理由，负责人审定时看到，通知书也写明。"
    with refused(Impossible, missing):
        dismissing(contract, skip_reason=" ")
    confirmed(contract, date(2026, 3, 17), measure="downgrade")
    assert dismissing(contract, skip_reason="多余的话").skip_reason == ""
    assert dismissing(hired(), **SERIOUS, skip_reason="").skip_reason == ""


@pytest.mark.django_db
def test_the_database_asks_a_dismissal_for_the_reason_too():
    contract = hired()
    on_record(contract)
    row = dismissing(contract)
    twin = Dismissal.objects.get(pk=row.pk)
    twin.pk, twin._state.adding, twin.contract, twin.skip_reason = None, True, hired(), ""
    assert refusal(twin.save) == ("step_passed_over_says_why", "没有审定过前一档处理的，须写明越过的理由。")
    twin.skip_reason = "情节较重"
    twin.save()  # the control
    assert refusal(lambda: Dismissal.objects.filter(pk=row.pk).update(skip_reason=""))[0] == "dismissal_kept"


@pytest.mark.django_db
def test_the_head_reads_the_reason_and_so_does_the_person():
    contract, why = hired(), "擅自泄露当事人信息，影响较大"
    desk, chief, now = signed_in(clerk(contract)), signed_in(head(contract)), at(DAY)
    page = reverse("evaluation:incident_enter")
    said = {"contract": contract.pk, **parts("day", DAY), "facts": "泄露信息", "measure": "downgrade"}
    told = text(post(desk, page, said | {"evidence": paper("证据")}, now=now))
    assert (MISSING in told, "刚才选的“证据.png”浏览器没有留下" in told) == (True, True)
    assert "违规已登记" in text(post(desk, page, said | {"evidence": paper("证据"), "skip_reason": why}, now=now))
    row = Incident.objects.get()
    assert why in text(get(chief, reverse("evaluation:incident", args=[row.pk]), now))
    post(desk, reverse("evaluation:incident_hear", args=[row.pk]), {"seen": 1, "defence": "none"}, now=now)
    decide = reverse("evaluation:incident_decide", args=[row.pk])
    assert f"没有经过前一档，直接考核降档，理由：{why}" in text(get(chief, decide, now))
    post(chief, decide, {"seen": 2}, now=now)
    assert f"没有经过前一档处理，直接给予考核降档的理由：{why}" in OfficialPaper.objects.get(kind=PaperKind.INCIDENT_NOTICE).source
