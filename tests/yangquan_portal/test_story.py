"""What happens in the rehearsal: everything a round must be able to bear."""

import pytest
from django.db import transaction

from bureaus import audit
from recruitment.models import Application, Mark, Objection, Score, ScoreSheet, Seat, Standing, Status, Vacancy
from recruitment.models.notices import ObjectionOutcome
from recruitment.ranking import headcount
from staffing.models import Assistant, Contract, LedgerEntry, LedgerKind, Posting
from yangquan_portal.story.rehearsal import rehearse_public

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield rehearse_public(applicants=80, seed=2024)
        transaction.set_rollback(True)


def ended(status, stage):
    return Application.objects.filter(status=status, stage=stage).count()


def test_two_counties_offer_at_least_twenty_places(told):
    assert Application.objects.values("county").distinct().count() == 2
    assert sum(Vacancy.objects.values_list("headcount", flat=True)) >= 20


def test_some_are_rejected_some_withdraw_some_do_not_come_and_one_breaks_the_rules(told):
    assert ended(Status.REJECTED, "review") > 0
    assert ended(Status.WITHDRAWN, "review") > 0
    assert ended(Status.WITHDRAWN, "inspection") > 0
    assert Score.objects.filter(mark=Mark.ABSENT, sheet__stage="written_exam").exists()
    assert Score.objects.filter(mark=Mark.VIOLATION, sheet__stage="written_exam").exists()


def test_everyone_tied_with_the_last_enters_the_interview(told):
    ratio = 3
    entered = {
        vacancy: Application.objects.filter(vacancy=vacancy, results__stage="written_exam", results__outcome="passed").count()
        for vacancy in Vacancy.objects.select_related("opening")
    }
    assert [vacancy for vacancy, people in entered.items() if people > ratio * headcount(vacancy)] != []


def test_a_tie_at_the_cut_is_settled_by_an_extra_test(told):
    assert ScoreSheet.objects.released().filter(stage="extra_test").exists()
    assert Standing.objects.filter(unsettled=True).count() == 0
    assert Standing.objects.filter(extra_test__isnull=False, tie_rule="加试成绩").count() >= 2


def test_somebody_fails_the_medical_and_a_substitute_is_called(told):
    assert ended(Status.FAILED, "medical") > 0
    assert Standing.objects.filter(substitute_for__isnull=False).exists()


def test_one_objection_is_unfounded_and_one_is_upheld(told):
    assert sorted(Objection.objects.values_list("outcome", flat=True)) == [ObjectionOutcome.UNFOUNDED, ObjectionOutcome.UPHELD]


def test_hires_contracts_postings_and_the_ledger_tell_of_the_same_people(told):
    filled = LedgerEntry.objects.filter(kind=LedgerKind.FILLED).count()
    assert told.hires > 0
    assert [filled, Contract.objects.signed().count(), Assistant.objects.count(), Posting.objects.count()] == [told.hires] * 4
    assert ended(Status.HIRED, "contract") == told.hires


def test_nothing_stays_reserved_when_the_round_is_over(told):
    assert sum(LedgerEntry.objects.filter(kind=LedgerKind.RESERVED).values_list("number", flat=True)) == 0


def test_papers_are_queued_and_the_chain_holds(told):
    assert Seat.objects.count() > 0
    assert audit.verify() is None
