"""The outbox: nothing of a rolled-back act, nothing twice, nothing lost, nothing for ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count, pairwise
from pathlib import Path

import pytest
from django.db import connection, transaction

from bureaus import actions, outbox, tasks
from bureaus.access import Refused
from bureaus.acts import action
from bureaus.models import Message, OutboxItem
from bureaus.outbox import ATTEMPTS, CLAIM, PAUSE, NotYet, Queue, ask, drain
from policy.powers import Role
from tests.bureaus.factories import NOW, make_applicant, make_person
from tests.staffing.factories import make_county

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def job(monkeypatch):
    """A job of this test's own: `job.name`, `job.done` (ids it was called with), `job.raises`."""

    class Job:
        name = f"test-job-{next(numbers)}"
        raises: Exception | None = None

        def __init__(self) -> None:
            self.done: list[int] = []

        def __call__(self, pk: int) -> None:
            if self.raises:
                raise self.raises
            self.done.append(pk)

    made = Job()
    monkeypatch.setitem(outbox._jobs, made.name, (Queue.NOTICES, made))
    return made


numbers = count(1)


def put(job, about=None, *, due=NOW) -> OutboxItem:
    about = about or make_county()
    with transaction.atomic():
        ask(job.name, about, due=due, queue=Queue.NOTICES)
    return OutboxItem.objects.get(job=job.name, about=f"bureaus.county:{about.pk}")


def drain_at(moment) -> int:
    return drain("notices", now=lambda: moment)


def test_what_was_asked_is_done_once(job):
    item = put(job)
    assert (drain_at(NOW), drain_at(NOW)) == (1, 0)
    item.refresh_from_db()
    assert (len(job.done), item.done_at, item.attempts) == (1, NOW, 1)


def test_the_same_job_about_the_same_row_is_asked_once(job):
    county = make_county()
    assert put(job, county).pk == put(job, county).pk


def test_a_rolled_back_act_leaves_neither_job_nor_letter(job):
    county, person = make_county(), make_applicant()

    @action
    def fails() -> None:
        ask(job.name, county, due=NOW, queue=Queue.NOTICES)
        Message.objects.create(recipient=person, letter="x", about="y", subject="标题", body="", sent_at=NOW)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert not OutboxItem.objects.exists()
    assert not Message.objects.exists()
    assert drain_at(NOW) == 0


def test_nothing_is_done_before_it_is_due(job):
    put(job, due=NOW + timedelta(seconds=1))
    assert (drain_at(NOW), drain_at(NOW + timedelta(seconds=1))) == (0, 1)


def test_each_queue_is_drained_apart(job):
    put(job)
    assert drain("documents", now=lambda: NOW) == 0


def test_of_two_workers_at_once_one_gets_each_item(job):
    for _ in range(20):
        put(job)

    def work(_: int) -> int:
        try:
            return drain_at(NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        done = list(workers.map(work, range(4)))
    assert sum(done) == 20
    assert sorted(job.done) == sorted(set(job.done))
    assert set(OutboxItem.objects.values_list("attempts", flat=True)) == {1}


def test_a_claim_outlives_its_worker_only_for_its_time(job):
    item = put(job)
    assert outbox._claim("notices", NOW) == item  # and this worker dies
    assert drain_at(NOW + CLAIM) == 0
    assert drain_at(NOW + CLAIM + timedelta(seconds=1)) == 1


def test_not_yet_waits_without_counting(job):
    item = put(job)
    job.raises = NotYet("字体还在安装")
    for tries in range(20):
        drain_at(NOW + tries * PAUSE)
    item.refresh_from_db()
    assert (item.attempts, item.failed_at, item.fault) == (0, None, "字体还在安装")
    job.raises = None
    assert drain_at(NOW + 20 * PAUSE) == 1


def test_after_five_tries_with_growing_pauses_it_stops_and_says_why(job):
    item = put(job)
    job.raises = LookupError("正文里有 王某 的信息")
    moment, tried = NOW, []
    while item.failed_at is None:
        drain_at(moment)
        item.refresh_from_db()
        tried.append(moment - NOW)
        moment = item.due
    assert len(tried) == ATTEMPTS
    pauses = [after - before for before, after in pairwise(tried)]
    assert pauses == sorted(set(pauses))
    assert item.fault == "LookupError"  # the kind alone: a message may hold personal data
    assert drain_at(moment + timedelta(days=1)) == 0


def test_a_job_that_takes_its_worker_with_it_each_time_is_given_up(job):
    item = put(job)
    moment = NOW
    for _ in range(ATTEMPTS):
        assert outbox._claim("notices", moment) == item  # and the process is gone
        moment += CLAIM + timedelta(seconds=1)
    assert drain_at(moment) == 0
    item.refresh_from_db()
    assert (item.failed_at, item.fault, job.done) == (moment, "每次都使后台进程意外退出，已停止", [])


def test_a_poisoned_job_holds_up_no_other(job):
    first = put(job, due=NOW - timedelta(hours=1))
    OutboxItem.objects.filter(pk=first.pk).update(job="nobody-does-this")
    put(job)
    assert drain_at(NOW) == 1
    first.refresh_from_db()
    assert (first.attempts, first.fault) == (1, "KeyError")


def test_stopped_work_is_tried_again_when_the_operator_says_so(job):
    item = put(job)
    OutboxItem.objects.filter(pk=item.pk).update(failed_at=NOW, attempts=ATTEMPTS)
    assert drain_at(NOW) == 0
    actions.retry(item=item, by=make_person(Role.OPERATOR), now=NOW)
    assert drain_at(NOW) == 1


def test_nobody_but_the_operator_retries(job):
    item = put(job)
    with pytest.raises(Refused):
        actions.retry(item=item, by=make_person(Role.COUNTY_CLERK), now=NOW)


def test_a_letter_is_written_once_and_dropped_for_its_owner_alone(settings, tmp_path):
    settings.LETTERS_DIR = tmp_path / "letters"
    person = make_applicant()
    message = Message.objects.create(recipient=person, letter="x", about="y", subject="审查结果", body="请登录查看。", sent_at=NOW)
    with transaction.atomic():
        ask(tasks.deliver_letter.__name__, message, due=NOW, queue=Queue.NOTICES)
    assert drain_at(NOW) == 1
    path = Path(settings.LETTERS_DIR) / f"{person.pk}-letter-{message.pk}.txt"
    assert path.read_text(encoding="utf-8") == "审查结果\n请登录查看。\n"
    assert path.stat().st_mode & 0o777 == 0o600
    message.refresh_from_db()
    assert message.delivered_at is not None
