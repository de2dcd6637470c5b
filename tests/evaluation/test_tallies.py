"""月度累计: at every moment what log and attendance add up to, whoever writes them and however, and written by nobody else."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from bureaus import clock
from evaluation import actions
from evaluation.models import Attendance, EntryState, LogEntry, Part, Tally
from policy.powers import Role
from tests.evaluation.factories import (
    MARCH,
    MONDAY,
    OVER,
    account_of,
    answer,
    ask,
    fill_month,
    head_of,
    make_entry,
    make_serving,
    office_of,
)
from tests.evaluation.test_months import save
from tests.recruitment.stages import make_calendar
from tests.staffing.factories import staff
from tests.staffing.test_guards import refusal, sql

pytestmark = pytest.mark.django_db

KEPT = ("tally_kept", "月度累计由日志和考勤得出，不能另行登记、修改或删除。")
NAMES = ("submitted", "returned", "present", "leave", "absent")
GUARDS = import_module("evaluation.migrations.0029_guards_of_tallies")


@pytest.fixture(autouse=True)
def standing():
    with clock.standing_at(OVER):
        yield


@pytest.fixture
def assistant():
    make_calendar()
    return make_serving()


def counted():
    """What the rows themselves say, added up one by one."""
    sums = Counter()
    for entry in LogEntry.objects.exclude(state=EntryState.DRAFT):
        sums[entry.assistant_id, entry.office_id, entry.day.replace(day=1), entry.state] += 1
    for spent in Attendance.objects.all():
        how = spent.kind if spent.kind in ("present", "absent") else "leave"
        sums[spent.assistant_id, spent.office_id, spent.day.replace(day=1), how] += 2 if spent.part == Part.WHOLE else 1
    return sums


def kept():
    return Counter(
        {
            (tally.assistant_id, tally.office_id, tally.month, name): number
            for tally in Tally.objects.all()
            for name in NAMES
            if (number := getattr(tally, name))
        }
    )


def sums_of(assistant, month=MARCH):
    return Tally.objects.values_list(*NAMES).get(assistant=assistant, month=month)


def unlock():
    sql("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE evaluation_tally DISABLE TRIGGER tally_kept")()


def send_back(entry, by):
    return actions.return_entry(entry=entry, reason="写明数量", by=by, seen=entry.version, now=OVER)


def live(assistant, office):
    """A month of everything: drafts, entries handed in, sent back and deleted, leave of a day and a half, absence mended, days filled."""
    head = head_of(office)
    for day in (MONDAY, date(2024, 3, 5)):
        make_entry(assistant, day=day, now=OVER)
    send_back(make_entry(assistant, duty=3, now=OVER), head)
    actions.discard_entry(entry=make_entry(assistant, hand_in=False, now=OVER), by=account_of(assistant), now=OVER)
    make_entry(assistant, hand_in=False, now=OVER)
    leave = ask(assistant, kind="sick", first=date(2024, 3, 7), last=date(2024, 3, 8), to_noon=True, now=OVER)
    leave = answer(leave, by=head)
    answer(leave, by=staff(office.county, Role.COUNTY_HEAD))
    save(office, {(assistant.pk, date(2024, 3, 11)): "absent", (assistant.pk, date(2024, 3, 12)): "absent"})
    save(office, {(assistant.pk, date(2024, 3, 12)): "present"})
    fill_month(office)


def test_a_month_of_everything_is_added_up(assistant):
    live(assistant, office_of(assistant))
    assert kept() == counted()
    assert sums_of(assistant) == (2, 1, 37, 3, 2)  # 21 working days: one and a half of leave, one missed


def test_without_its_triggers_the_tally_stands_still(assistant):
    for table, trigger in (("logentry", "entry_tallied"), ("attendance", "attendance_tallied")):
        sql(f"ALTER TABLE evaluation_{table} DISABLE TRIGGER {trigger}")()
    live(assistant, office_of(assistant))
    assert (kept(), len(counted())) == (Counter(), 5)


def test_rows_written_past_every_action_count_as_well(assistant):
    office = office_of(assistant)
    fill_month(office)
    make_entry(assistant, now=OVER)
    sql("DELETE FROM evaluation_attendance WHERE day < %s", date(2024, 3, 15))()
    sql("UPDATE evaluation_attendance SET part = 'morning' WHERE day = %s", date(2024, 3, 20))()
    assert kept() == counted()
    assert sums_of(assistant) == (1, 0, 21, 0, 0)


def test_nobody_writes_it(assistant):
    fill_month(office_of(assistant))
    before = kept()
    for statement in ("UPDATE evaluation_tally SET present = 0", "DELETE FROM evaluation_tally"):
        assert refusal(sql(statement)) == KEPT
    assert refusal(Tally(assistant=assistant, office=office_of(assistant), month=date(2024, 4, 1)).save) == KEPT
    assert kept() == before


def test_it_has_no_month_twice_and_none_that_begins_in_its_middle(assistant):
    fill_month(office_of(assistant))
    unlock()
    twin = Tally(assistant=assistant, office=office_of(assistant), month=MARCH)
    assert refusal(twin.save)[0] == "one_tally_per_assistant_office_and_month"
    twin.month = MONDAY
    assert refusal(twin.save)[0] == "tally_begins_on_the_first"


def test_what_was_there_before_is_added_up_once(assistant):
    live(assistant, office_of(assistant))
    unlock()
    sql("DELETE FROM evaluation_tally")()
    assert kept() == Counter()
    sql(GUARDS.FILL)()
    assert kept() == counted()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_two_that_are_the_first_of_a_month_at_once_both_count(assistant, guarded):
    entry = make_entry(assistant, day=date(2024, 3, 29), hand_in=False, now=OVER)

    def add(day):
        copy = LogEntry.objects.get(pk=entry.pk)
        copy.pk, copy._state.adding, copy.day = None, True, day
        copy.state, copy.submitted_at = EntryState.SUBMITTED, OVER
        copy.save()

    def beside():
        try:
            add(MONDAY)
        finally:
            connection.close()

    def replace(adding):
        with connection.cursor() as cursor:
            cursor.execute(adding.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))

    adding = GUARDS.ADD.partition("\n\n")[0]
    start = adding.index("ON CONFLICT")
    if not guarded:
        replace(adding[:start] + adding[adding.index("EXCLUDED.absent", start) + len("EXCLUDED.absent") :])
    try:
        with ThreadPoolExecutor() as pool:
            with transaction.atomic():
                add(date(2024, 3, 5))
                other = pool.submit(beside)
                assert not wait([other], timeout=1).done  # it waits for the first
            if guarded:
                other.result(timeout=10)
            else:
                with pytest.raises(IntegrityError, match="one_tally_per_assistant_office_and_month"):
                    other.result(timeout=10)
    finally:
        replace(adding)
    assert sums_of(assistant) == (2 if guarded else 1, 0, 0, 0, 0)
    assert kept() == counted()
