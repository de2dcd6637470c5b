"""Registrations at the same instant: one wins, the others are told. Each race has a control with its guard taken away."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, transaction

from bureaus import clock
from bureaus.models import ClockShift, Message
from policy.powers import Role
from recruitment import actions
from recruitment.actions import closing, openings, registration
from recruitment.models import Application, Round, Status
from recruitment.models.applications import ApplicationQuerySet
from tests.bureaus.factories import make_applicant
from tests.portal import connect, named
from tests.recruitment.applying import client_of, send
from tests.recruitment.applying import submitting as filled_in
from tests.recruitment.factories import (
    ANNOUNCED,
    CLOSES,
    DRAWN_UP,
    OPEN,
    OPENS,
    decide_opening,
    fill_in,
    fresh,
    make_announced_round,
    make_application,
    make_draft,
    post,
)
from tests.recruitment.factories import make_id_number as number_of_nobody
from tests.recruitment.test_changes import prepare, publish, sign
from tests.recruitment.test_registration_rules import review
from tests.staffing.factories import make_county, make_filed_plan, staff

pytestmark = pytest.mark.django_db(transaction=True)

E_ONE = "该身份证号在本招聘期已有一份有效报名，不能重复报名。如非本人操作，请拨打页面底部电话。"


def at_once(jobs: list[Callable[[], str]]) -> list[str]:
    """Each job on its own connection, started by one barrier; what each got."""
    together = Barrier(len(jobs))

    def one(job: Callable[[], str]) -> str:
        try:
            together.wait(timeout=30)
            with clock.standing_at(OPEN):
                return job()
        except actions.PROBLEMS as problem:
            return str(problem)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(one, jobs))


def submitting(application: Application, nonce: object) -> Callable[[], str]:
    def job() -> str:
        submitted = actions.submit(application=application, nonce=nonce, by=application.applicant, seen=application.version, now=OPEN)
        return str(submitted.number)

    return job


# ---- a double click ----


def test_of_eight_clicks_at_once_each_ends_at_the_same_receipt():
    application = fill_in(make_draft())
    answers = at_once([submitting(application, nonce := uuid4())] + [submitting(application, nonce)] * 7)
    submitted = Application.objects.get()
    assert answers == [submitted.number] * 8
    assert Message.objects.filter(letter="application_received").count() == 1
    assert submitted.results.count() == 1


def test_without_the_lock_several_clicks_submit(monkeypatch):
    """The control: everybody has read the draft before anybody writes, as happens where no row is locked."""
    everybody_has_read = Barrier(4)

    def unlocked(self, pk, *, seen=None):
        row = self.get(pk=pk)
        everybody_has_read.wait(timeout=30)
        return row

    application = fill_in(make_draft())
    monkeypatch.setattr(ApplicationQuerySet, "locked", unlocked)
    answers = at_once([submitting(application, nonce := uuid4())] + [submitting(application, nonce)] * 3)
    assert len(set(answers)) > 1


# ---- one person in two counties ----


def two_counties() -> list[Application]:
    """One person's drafts under two accounts, in two counties of one intake, each ready to be submitted."""
    here = make_announced_round(make_county("盂县"))
    there = joining(here)
    drafts, number = [], number_of_nobody()
    for round in (here, there):
        draft = make_draft(round, make_applicant())
        with clock.standing_at(OPEN):
            actions.save_profile(name="王某", id_number=number, address="", by=draft.applicant, now=OPEN)
        drafts.append(fill_in(draft))
    return drafts


def joining(round: Round) -> Round:
    """Another county's announced round of the same intake."""
    county = make_county("平定县")
    plan = make_filed_plan(county, planned_public=1)
    clerk = staff(county, Role.COUNTY_CLERK)
    with clock.standing_at(DRAWN_UP):
        other = actions.begin_round(
            intake=round.intake,
            plan=plan,
            title="平定县2024年公开招聘司法协理员",
            registration_opens_at=OPENS,
            registration_closes_at=CLOSES,
            by=clerk,
            now=DRAWN_UP,
        )
        headcounts = {line.pk: 1 for line in plan.lines.all()}
        other = actions.set_vacancies(round=other, headcounts=headcounts, by=clerk, seen=other.version, now=DRAWN_UP)
    post(other, "announcement", ANNOUNCED)
    return fresh(other)


def test_of_two_counties_at_once_one_has_the_person():
    drafts = two_counties()
    answers = at_once([submitting(draft, uuid4()) for draft in drafts])
    live = Application.objects.exclude(status=Status.DRAFT).get()
    assert sorted(answers) == sorted([live.number, E_ONE])


def test_without_the_constraint_both_counties_have_the_person():
    """The control: the test above measures the index and nothing else."""
    drafts = two_counties()
    with without_index("one_live_application_per_intake"):
        at_once([submitting(draft, uuid4()) for draft in drafts])
        assert Application.objects.filter(status=Status.ACTIVE).count() == 2
        Application.objects.filter(pk=drafts[0].pk).update(status=Status.FAILED)


@contextmanager
def without_index(name: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [name])
        definition = cursor.fetchone()[0]
        cursor.execute(f'DROP INDEX "{name}"')
        try:
            yield
        finally:
            cursor.execute(definition)


# ---- the closing second ----


def overtaken_by_the_closing_instant() -> str:
    """A submission asked for one second before the closing instant, whose lock is only had at that instant."""
    application = fill_in(make_draft())

    def submitted(asked: datetime) -> str:
        nonce, seen = uuid4(), application.version
        return str(actions.submit(application=application, nonce=nonce, by=application.applicant, seen=seen, now=asked).status)

    return overtaken(submitted, application, CLOSES)


def overtaken(act: Callable[[datetime], str], application: Application, instant: datetime) -> str:
    """What an act gets that is asked for one second before an instant and has the application's lock only after it."""
    ClockShift.objects.create(pk=1, shift=instant - timedelta(seconds=1) - clock.now())
    asked = clock.now()
    assert asked < instant

    def late() -> str:
        try:
            return act(asked)
        except (actions.Closed, actions.SwitchClosed) as problem:
            return str(problem)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Application.objects.locked(application.pk)
            waiting = pool.submit(late)
            until_somebody_waits_for_a_lock()
            # On its own connection, so that the waiting one reads it although this transaction is still open.
            pool_of_the_clock = ThreadPoolExecutor(1)
            pool_of_the_clock.submit(put_the_clock_forward).result(timeout=30)
            pool_of_the_clock.shutdown()
        return waiting.result(timeout=30)


def put_the_clock_forward() -> None:
    try:
        shift = ClockShift.objects.get()
        shift.shift += timedelta(seconds=60)
        shift.save()
    finally:
        connection.close()


def until_somebody_waits_for_a_lock() -> None:
    with connection.cursor() as cursor:
        for _ in range(100_000):
            cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone()[0]:
                return
    pytest.fail("nobody waits for a lock")


def test_who_waits_for_the_lock_past_the_closing_instant_is_too_late():
    answer = overtaken_by_the_closing_instant()
    assert answer.startswith("报名已于 2024年4月12日 18:00:00 截止，您提交时为 2024年4月12日 18:0")
    assert answer.endswith("已填写的内容仍为您保存，可查看但不能再提交。")
    assert Application.objects.get().status == Status.DRAFT


def test_without_a_second_reading_of_the_clock_the_late_one_gets_in(monkeypatch):
    """The control: the instant the page was asked for is not the instant that counts."""
    monkeypatch.setattr(registration.clock, "again", lambda now: now)
    assert overtaken_by_the_closing_instant() == Status.ACTIVE


# ---- the last second of a 改报 ----


def overtaken_by_the_end_of_the_choice() -> str:
    """Somebody of a cancelled post chooses another one a second before the end, and has the lock only after it."""
    round = make_announced_round(make_county("盂县", offices=2))
    application = review(make_application(round, vacancy=round.vacancies.first()))
    with clock.standing_at(CLOSES):
        actions.close_due(now=CLOSES)
    decide_opening(application.vacancy, "cancel", switch_until=CLOSES + timedelta(hours=8), now=CLOSES)
    application.refresh_from_db()

    def switched(asked: datetime) -> str:
        target, seen = round.vacancies.last(), application.version
        chosen = actions.switch_vacancy(application=application, vacancy=target, by=application.applicant, seen=seen, now=asked)
        return str(chosen.status)

    return overtaken(switched, application, CLOSES + timedelta(hours=8))


def test_who_waits_for_the_lock_past_the_end_of_the_choice_is_too_late():
    assert overtaken_by_the_end_of_the_choice() == "改报已于 2024年4月13日 02:00 截止，这份报名没有改动。"


def test_without_a_second_reading_of_the_clock_the_late_choice_counts(monkeypatch):
    """The control."""
    monkeypatch.setattr(openings.clock, "again", lambda now: now)
    assert overtaken_by_the_end_of_the_choice() == Status.ACTIVE


# ---- an extension in the last second ----


def extended_under_the_tick() -> tuple[str, datetime]:
    """A 变更公告 is posted before the closing instant, and commits while the tick already waits for the round."""
    round = make_announced_round(make_county("盂县"))
    in_time, later = CLOSES - timedelta(seconds=1), CLOSES + timedelta(days=3)
    notice = sign(prepare(round, in_time, registration_closes_at=later), in_time)

    def tick() -> int:
        try:
            with clock.standing_at(CLOSES):
                return actions.close_due(now=CLOSES)
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        with transaction.atomic():
            publish(notice, in_time)
            ticking = pool.submit(tick)
            assert not wait([ticking], timeout=1).done  # it waits for the round
        ticking.result(timeout=10)
    told = fresh(round)
    return told.stage, told.registration_closes_at - later + CLOSES


def test_an_extension_that_comes_before_the_closing_instant_holds_against_the_tick_that_waits():
    assert extended_under_the_tick() == ("registration", CLOSES)


def test_a_tick_that_does_not_ask_again_closes_what_was_extended(monkeypatch):
    """The control."""
    monkeypatch.setattr(closing, "_still_due", lambda round, now: Round.objects.filter(pk=round.pk, stage="registration"))
    assert extended_under_the_tick() == ("review", CLOSES)


def test_a_lock_that_never_comes_is_a_busy_page_within_five_seconds_and_nothing_is_lost():
    application = fill_in(make_draft())
    client = client_of(application.applicant)
    client.raise_request_exception = False
    form = filled_in(application)
    with connect(named(connection.settings_dict["NAME"])) as holder, holder.transaction():
        holder.execute("SELECT 1 FROM recruitment_application WHERE id = %s FOR UPDATE", [application.pk])
        began = time.monotonic()
        answer = send(application, "check_answers", form, client=client)
        assert (answer.status_code, time.monotonic() - began < 5) == (503, True)
        assert "系统暂时繁忙" in answer.content.decode()
    assert send(application, "check_answers", form, client=client).status_code == 302
    assert Application.objects.get(pk=application.pk).status == Status.ACTIVE
