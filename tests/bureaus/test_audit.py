"""The audit trail: chained, append-only, and written last so that verbs inside verbs never deadlock."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, connection, transaction

from bureaus import actions, audit
from bureaus.acts import action
from bureaus.models import AuditEvent, County
from policy.powers import Role
from tests.bureaus.factories import NOW, make_person
from tests.staffing.factories import make_county


def rename(county: County, name: str) -> None:
    county.name = name
    actions.enter_county(county=county, by=None, now=NOW)


def without_trigger(sql: str, *values: object) -> None:
    """What only the database's owner could do: switch the guard off and rewrite."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # settles what is pending, so that the table may be altered
        cursor.execute("ALTER TABLE bureaus_auditevent DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE bureaus_auditevent ENABLE TRIGGER USER")


@pytest.fixture
def five_events(db) -> County:
    county = make_county()
    for number in range(5):
        rename(county, f"改名{number}")
    return county


def test_events_are_numbered_and_chained_without_a_gap(five_events):
    events = list(AuditEvent.objects.order_by("number"))
    assert [event.number for event in events] == [1, 2, 3, 4, 5]
    assert [event.previous for event in events] == [audit.GENESIS, *(event.digest for event in events[:-1])]
    assert audit.verify() is None


@pytest.mark.parametrize(
    ("tampering", "number", "fault"),
    [
        ("UPDATE bureaus_auditevent SET verb = 'other' WHERE number = 3", 3, "内容与校验值不符"),
        ("""UPDATE bureaus_auditevent SET details = '{"code": "1"}' WHERE number = 2""", 2, "内容与校验值不符"),
        ("UPDATE bureaus_auditevent SET at = at + interval '1 microsecond' WHERE number = 1", 1, "内容与校验值不符"),
        ("UPDATE bureaus_auditevent SET about = 'bureaus.county:0' WHERE number = 5", 5, "内容与校验值不符"),
        ("DELETE FROM bureaus_auditevent WHERE number = 4", 4, "缺少这一条记录"),
        ("UPDATE bureaus_auditevent SET previous = repeat('0', 64) WHERE number = 4", 4, "与上一条记录不衔接"),
    ],
)
def test_the_first_broken_link_is_named(five_events, tampering, number, fault):
    without_trigger(tampering)
    assert audit.verify() == audit.Broken(number, fault)


def test_an_event_slipped_in_is_named(five_events):
    forged = AuditEvent.objects.get(number=5)
    forged.number, forged.previous, forged.digest = 6, forged.digest, "f" * 64
    forged.save(force_insert=True)
    assert audit.verify() == audit.Broken(6, "内容与校验值不符")


def test_the_command_says_that_the_chain_holds(five_events, capsys):
    call_command("verify_audit")
    last = AuditEvent.objects.get(number=5)
    assert capsys.readouterr().out == f"操作记录共 5 条，逐条核对无误。最后一条的校验值：{last.digest}\n"


def test_the_command_fails_at_the_broken_link(five_events):
    without_trigger("UPDATE bureaus_auditevent SET verb = 'other' WHERE number = 3")
    with pytest.raises(CommandError, match="操作记录第 3 条：内容与校验值不符。"):
        call_command("verify_audit")


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda: AuditEvent.objects.filter(number=3).update(verb="other"),
        lambda: AuditEvent.objects.get(number=3).delete(),
        lambda: AuditEvent.objects.get(number=3).save(),
        lambda: connection.cursor().execute("UPDATE bureaus_auditevent SET verb = 'other'"),
        lambda: connection.cursor().execute("DELETE FROM bureaus_auditevent"),
    ],
    ids=["update", "delete", "save", "sql update", "sql delete"],
)
def test_the_database_refuses_to_change_or_drop_an_event(five_events, rewrite):
    with pytest.raises(IntegrityError, match="操作记录 只能追加，不能修改或删除。"), transaction.atomic():
        rewrite()
    assert audit.verify() is None
    assert AuditEvent.objects.count() == 5


def test_truncate_is_left_to_the_owner(five_events):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE bureaus_auditevent")
    assert not AuditEvent.objects.exists()


def test_an_event_outside_every_action_is_refused(db):
    with pytest.raises(audit.NotInAnAct):
        audit.record(by=None, verb="enter_county", about=make_county(), at=NOW)


def test_what_a_failed_act_collected_is_not_written(db):
    @action
    def fails(county: County) -> None:
        rename(county, "已改名")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails(make_county())
    assert not AuditEvent.objects.exists()


def test_what_a_failed_inner_act_collected_is_dropped_and_the_outer_goes_on(db):
    @action
    def inner(county: County) -> None:
        rename(county, "里面")
        raise ZeroDivisionError

    @action
    def outer(county: County) -> None:
        with pytest.raises(ZeroDivisionError):
            inner(county)
        county.refresh_from_db()
        audit.record(by=None, verb="enter_county", about=county, at=NOW, name=county.name)

    county = make_county("原名")
    outer(county)
    assert [event.details for event in AuditEvent.objects.all()] == [{"name": "原名"}]


def test_personal_objects_do_not_enter_the_details(db):
    person = make_person(Role.CITY)

    @action
    def tells() -> None:
        audit.record(by=person, verb="retry", about=person, at=NOW, person=person, role=Role.CITY, day=NOW.date())

    tells()
    assert AuditEvent.objects.get(verb="retry").details == {"person": f"bureaus.user:{person.pk}", "role": "city", "day": "2024-03-04"}


# --- two verbs, each with a verb inside, at the same moment ---


def crossed(first: County, second: County, barrier: Barrier) -> None:
    """A verb that changes one county, waits until its counterpart has done so too, then calls a verb on a third row."""

    @action
    def outer() -> None:
        rename(first, f"{first.name}甲")
        try:
            barrier.wait(timeout=2)  # both have recorded; a head locked at that moment would keep the other away from here
        except BrokenBarrierError as alone:
            raise AssertionError("the other verb never came this far") from alone
        rename(second, f"{second.name}乙")

    outer()


def at_once(*calls) -> list[BaseException | None]:
    """Run the calls in threads of their own; what each raised."""

    def run(call) -> BaseException | None:
        try:
            call()
        except (AssertionError, OperationalError) as fault:
            return fault
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(calls)) as crowd:
        return list(crowd.map(run, calls))


def race(turned: bool) -> list[BaseException | None]:
    a, b, c, d = (make_county() for _ in range(4))
    barrier = Barrier(2)
    pairs = [(a, c), (b, d)]
    if turned:
        pairs.reverse()
    return at_once(*(lambda pair=pair: crossed(*pair, barrier) for pair in pairs))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turned", [False, True])
def test_two_nested_verbs_at_once_do_not_deadlock(turned):
    assert race(turned) == [None, None]
    assert AuditEvent.objects.count() == 4
    assert audit.verify() is None


@pytest.mark.django_db(transaction=True)
def test_control_with_the_head_locked_at_each_event_the_same_race_fails(monkeypatch):
    collect = audit.record

    def lock_first(**event) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [audit.CHAIN_HEAD])
        collect(**event)

    monkeypatch.setattr(audit, "record", lock_first)
    assert [fault is not None for fault in race(turned=False)] != [False, False]


@pytest.mark.django_db(transaction=True)
def test_many_acts_at_once_make_one_chain_without_a_fork():
    counties = [make_county() for _ in range(8)]
    assert at_once(*(lambda county=county: rename(county, f"{county.name}改") for county in counties)) == [None] * 8
    assert AuditEvent.objects.count() == 8
    assert audit.verify() is None
