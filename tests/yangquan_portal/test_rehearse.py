"""The rehearsal: as its own command on a database of its own, and here, where one looks at what it left behind."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection, transaction

from bureaus import audit
from ops import place
from recruitment.models import Application, Mark, Objection, Score, ScoreSheet, Seat, Standing, Status, Vacancy
from recruitment.models.notices import ObjectionOutcome
from recruitment.ranking import headcount
from staffing.models import Assistant, Contract, LedgerEntry, LedgerKind, Posting
from yangquan_portal.story.rehearsal import rehearse_public

STAGES = ["announcement", "registration", "review", "written_exam", "interview", "inspection", "medical", "publicity", "contract"]


def rehearse(*args):
    return subprocess.run(
        [sys.executable, "manage.py", "rehearse", "--track", "public", *args],
        cwd=place.ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "yangquan_portal.settings_test", "LOG_LEVEL": "WARNING"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def told():
    run = rehearse("--applicants", "80", "--json")
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def driven(django_db_setup, django_db_blocker):
    """The same round in the test database."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield rehearse_public(applicants=80, seed=2024)
        transaction.set_rollback(True)


def test_it_prints_one_object_with_every_stage(told):
    assert list(told) == ["track", "applicants", "counts", "hires", "audit_ok", "seconds"]
    assert (told["track"], told["applicants"]) == ("public", 80)
    assert list(told["counts"]) == STAGES
    assert list(told["seconds"]) == STAGES


def test_people_only_ever_leave(told):
    people = [told["counts"][stage] for stage in STAGES[1:]]
    assert people == sorted(people, reverse=True)
    assert told["counts"]["contract"] == told["hires"] > 0


def test_the_audit_chain_holds(told):
    assert told["audit_ok"] is True


def test_the_same_seed_gives_the_same_counts(told, driven):
    again = driven.as_json()
    assert (again["counts"], again["hires"]) == (told["counts"], told["hires"])


def test_too_few_people_end_in_a_sentence():
    run = rehearse("--applicants", "10", "--json")
    assert (run.returncode, run.stdout) == (1, "")
    assert "报名人数不少于 60" in run.stderr


@pytest.mark.django_db
def test_nothing_of_it_is_left_behind(told):
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'rehearsal%'")
        assert cursor.fetchall() == []


def ended(status, stage):
    return Application.objects.filter(status=status, stage=stage).count()


@pytest.mark.django_db
def test_two_counties_offer_at_least_twenty_places(driven):
    assert Application.objects.values("county").distinct().count() == 2
    assert sum(Vacancy.objects.values_list("headcount", flat=True)) >= 20


@pytest.mark.django_db
def test_some_are_rejected_some_withdraw_some_do_not_come_and_one_breaks_the_rules(driven):
    assert ended(Status.REJECTED, "review") > 0
    assert ended(Status.WITHDRAWN, "review") > 0
    assert ended(Status.WITHDRAWN, "inspection") > 0
    assert Score.objects.filter(mark=Mark.ABSENT, sheet__stage="written_exam").exists()
    assert Score.objects.filter(mark=Mark.VIOLATION, sheet__stage="written_exam").exists()


@pytest.mark.django_db
def test_everyone_tied_with_the_last_enters_the_interview(driven):
    ratio = 3
    entered = {
        vacancy: Application.objects.filter(vacancy=vacancy, results__stage="written_exam", results__outcome="passed").count()
        for vacancy in Vacancy.objects.select_related("opening")
    }
    assert [vacancy for vacancy, people in entered.items() if people > ratio * headcount(vacancy)] != []


@pytest.mark.django_db
def test_a_tie_at_the_cut_is_settled_by_an_extra_test(driven):
    assert ScoreSheet.objects.released().filter(stage="extra_test").exists()
    assert Standing.objects.filter(unsettled=True).count() == 0
    assert Standing.objects.filter(extra_test__isnull=False, tie_rule="加试成绩").count() >= 2


@pytest.mark.django_db
def test_somebody_fails_the_medical_and_a_substitute_is_called(driven):
    assert ended(Status.FAILED, "medical") > 0
    assert Standing.objects.filter(substitute_for__isnull=False).exists()


@pytest.mark.django_db
def test_one_objection_is_unfounded_and_one_is_upheld(driven):
    assert sorted(Objection.objects.values_list("outcome", flat=True)) == [ObjectionOutcome.UNFOUNDED, ObjectionOutcome.UPHELD]


@pytest.mark.django_db
def test_hires_contracts_postings_and_the_ledger_tell_of_the_same_people(driven):
    filled = LedgerEntry.objects.filter(kind=LedgerKind.FILLED).count()
    assert driven.hires > 0
    assert [filled, Contract.objects.signed().count(), Assistant.objects.count(), Posting.objects.count()] == [driven.hires] * 4
    assert ended(Status.HIRED, "contract") == driven.hires


@pytest.mark.django_db
def test_nothing_stays_reserved_when_the_round_is_over(driven):
    assert sum(LedgerEntry.objects.filter(kind=LedgerKind.RESERVED).values_list("number", flat=True)) == 0


@pytest.mark.django_db
def test_papers_are_queued_and_the_chain_holds(driven):
    assert Seat.objects.count() > 0
    assert audit.verify() is None
