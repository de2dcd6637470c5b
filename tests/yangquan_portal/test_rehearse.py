"""The rehearsal, run as its own command on a database of its own."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from ops import place

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


def test_the_same_seed_gives_the_same_counts(told):
    again = json.loads(rehearse("--applicants", "80", "--json").stdout)
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
