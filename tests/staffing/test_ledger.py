"""The quota ledger: what movements add up to, and that no number of writers at once can use more than the plan holds."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from bureaus.guards import Prevented
from bureaus.models import AuditEvent
from bureaus.naming import named
from staffing import actions
from staffing.models import LedgerEntry, PlanLine, Use
from tests.staffing.factories import NOW, make_line
from tests.staffing.refusals import refused

E_QUOTA = "本县备案数额已用完（{used}/{filed}），不能再增加拟聘用人员。如需调整，请先上报变更方案。"


def use_of(line, track="public"):
    return PlanLine.objects.with_use().get(pk=line.pk).use(track)


@pytest.mark.django_db
def test_reserved_filled_freed_and_released_add_up():
    line = make_line(planned_public=3, planned_internal=1)
    actions.reserve(line=line, track="public", number=3, reference="岗位 1", now=NOW)
    actions.fill(line=line, track="public", reference="合同 1", now=NOW)
    actions.fill(line=line, track="public", reference="合同 2", now=NOW)
    assert use_of(line) == Use(planned=3, reserved=1, filled=2, released=0)
    actions.free(line=line, track="public", number=1, reference="岗位 1 结束", now=NOW)
    actions.release(line=line, track="public", reference="合同 1 解聘", now=NOW)
    assert use_of(line) == Use(planned=3, reserved=0, filled=2, released=1)
    assert (use_of(line).remaining, use_of(line, "internal").remaining) == (1, 1)
    assert [event.verb for event in AuditEvent.objects.filter(about=named(line))] == [
        "reserve_quota",
        "fill_quota",
        "fill_quota",
        "free_quota",
        "release_quota",
    ]


@pytest.mark.django_db
def test_a_departure_gives_no_place_back():
    line = make_line(planned_public=1)
    actions.reserve(line=line, track="public", number=1, reference="岗位", now=NOW)
    actions.fill(line=line, track="public", reference="合同", now=NOW)
    actions.release(line=line, track="public", reference="合同 辞职", now=NOW)
    with refused(Prevented, E_QUOTA.format(used=1, filed=1)):
        actions.reserve(line=line, track="public", number=1, reference="岗位 2", now=NOW)


@pytest.mark.django_db
def test_nobody_is_hired_without_a_reserved_place():
    line = make_line()
    with refused(Prevented, "台账上没有这么多人可以转出，请核对已预留和已聘用的人数。"):
        actions.fill(line=line, track="public", reference="合同", now=NOW)
    assert not LedgerEntry.objects.exists()


@pytest.mark.django_db
def test_the_same_movement_is_not_doubled():
    line = make_line(planned_public=2)
    actions.reserve(line=line, track="public", number=1, reference="岗位", now=NOW)
    with refused(Prevented, "这一项已经记入数额台账，没有重复记账。"):
        actions.reserve(line=line, track="public", number=1, reference="岗位", now=NOW)
    assert use_of(line).reserved == 1


def reserve_at_once(line, writers=20):
    """So many writers, each on its own connection, started by one barrier; what each got."""
    together = Barrier(writers)

    def one(number):
        try:
            together.wait(timeout=30)
            actions.reserve(line=line, track="public", number=1, reference=f"岗位 {number}", now=NOW)
        except Prevented as problem:
            return str(problem)
        finally:
            connection.close()
        return "ok"

    with ThreadPoolExecutor(writers) as pool:
        return list(pool.map(one, range(writers)))


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_exactly_one_gets_the_last_place():
    line = make_line(planned_public=1)
    answers = reserve_at_once(line)
    assert sorted(answers) == sorted(["ok"] + [E_QUOTA.format(used=1, filed=1)] * 19)
    assert use_of(line).reserved == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_trigger_the_last_place_is_given_away_many_times():
    """The control: the test above measures the trigger and nothing else."""
    line = make_line(planned_public=1)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE staffing_ledgerentry DISABLE TRIGGER ledger_within_plan")
    try:
        assert reserve_at_once(line) == ["ok"] * 20
        assert use_of(line).reserved == 20
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE staffing_ledgerentry ENABLE TRIGGER ledger_within_plan")
