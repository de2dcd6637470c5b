"""Approve against reject, at the same instant: one decision wins every time, and the other is told so."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection
from django.db.models import F, QuerySet

from bureaus import clock, tenancy
from bureaus.models import Message
from policy.powers import Role
from recruitment import actions
from recruitment.actions import review
from recruitment.models import Application, Entry, StageResult
from tests.recruitment.factories import OPEN, make_application
from tests.staffing.factories import staff

ROUNDS = 50
ANSWERS = {"conduct": True, "skills": True, "discipline": True}
TAKEN = "这条录入已由{}于 2024年3月26日 10:00 {}，您的操作没有保存。"


def waiting(application):
    """The application stands in the review again, as another attempt, with a first opinion that waits."""
    Application.objects.filter(pk=application.pk).update(stage="review", status="active", attempt=F("attempt") + 1)
    application.refresh_from_db()
    return actions.enter_review(
        application=application,
        decision="passed",
        answers=ANSWERS,
        reason="",
        sentence="",
        by=staff(application.round.county, Role.COUNTY_CLERK),
        seen=application.version,
        now=OPEN,
    )


def at_once(application, entry):
    """人社局 confirms while the head sends back; what each was answered."""
    county, together = application.round.county, Barrier(2)
    hr, head = staff(county, Role.COUNTY_HR), staff(county, Role.COUNTY_HEAD)

    def run(verb):
        try:
            together.wait(timeout=30)
            with clock.standing_at(OPEN):
                verb()
        except actions.PROBLEMS as problem:
            return str(problem)
        finally:
            connection.close()
        return "ok"

    acts = (
        lambda: actions.confirm_entry(entry=entry, by=hr, seen=application.version, now=OPEN),
        lambda: actions.send_back_entry(entry=entry, reason="居住证明已过期", by=head, now=OPEN),
    )
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_of_an_approval_and_a_rejection_exactly_one_wins_in_every_of_fifty_rounds():
    application = make_application()
    by_hr = TAKEN.format(staff(application.round.county, Role.COUNTY_HR).name, "办结，结论为“通过”")
    by_head = TAKEN.format(staff(application.round.county, Role.COUNTY_HEAD).name, "退回，由录入人重新办理")
    with clock.standing_at(OPEN):
        for _ in range(ROUNDS):
            answers = at_once(application, waiting(application))
            approved = answers[0] == "ok"
            assert answers == (["ok", by_hr] if approved else [by_head, "ok"])
            application.refresh_from_db()
            assert application.stage == ("written_exam" if approved else "review")
            assert StageResult.objects.filter(application=application, stage="review", attempt=application.attempt).count() == approved
            assert not Entry.objects.exists()
    sent_back = Message.objects.filter(letter="entry_sent_back").count()
    assert sent_back + StageResult.objects.filter(stage="review").count() == ROUNDS


@pytest.mark.django_db(transaction=True)
def test_without_the_locks_both_have_their_way(monkeypatch):
    """The control: the test above measures the locks and nothing else."""
    application = make_application()
    together = Barrier(2)
    another = review.require_another

    def slowly(*hands):
        another(*hands)
        try:
            together.wait(timeout=10)  # both have read the opinion before either decides
        except BrokenBarrierError:
            return

    with clock.standing_at(OPEN):
        entry = waiting(application)
        monkeypatch.setattr(tenancy, "_LOCKING", {})  # built anew, without the lock
        monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows)
        monkeypatch.setattr(review, "require_another", slowly)
        assert at_once(application, entry) == ["ok", "ok"]
