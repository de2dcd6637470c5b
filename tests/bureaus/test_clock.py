"""The portal's one clock: the database's, unless it is held."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory

from bureaus import clock
from bureaus.clock import again, clock_middleware, now, standing_at, today
from bureaus.models import ClockShift

MOMENT = datetime(2024, 4, 12, 10, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_it_reads_the_database_and_not_this_machine():
    with time_machine.travel(datetime(2031, 1, 1, tzinfo=UTC)):
        read = now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        told = cursor.fetchone()[0]
    assert abs(told - read) < timedelta(seconds=5)


@pytest.mark.django_db
def test_it_tells_beijing_time():
    assert now().utcoffset() == timedelta(hours=8)
    with standing_at(MOMENT):
        assert now().isoformat() == "2024-04-12T18:00:00+08:00"


def test_a_standing_clock_asks_nobody():
    with standing_at(MOMENT):
        assert now() == MOMENT


@pytest.mark.django_db
def test_a_standing_clock_goes_on_where_it_was_held_inside_another():
    with standing_at(MOMENT):
        with standing_at(MOMENT + timedelta(days=1)):
            assert now() == MOMENT + timedelta(days=1)
        assert now() == MOMENT
    assert now() != MOMENT


@pytest.mark.django_db
def test_after_a_lock_the_time_is_read_afresh():
    before = now()
    assert again(before) > before


def test_a_standing_clock_stands_after_a_lock_too():
    with standing_at(MOMENT):
        assert again(MOMENT + timedelta(minutes=1)) == MOMENT + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2024, 4, 12, 15, 59, 59, tzinfo=UTC), date(2024, 4, 12)),
        (datetime(2024, 4, 12, 16, 0, tzinfo=UTC), date(2024, 4, 13)),
    ],
)
def test_a_day_ends_at_midnight_in_beijing(moment, day):
    assert today(moment) == day


@pytest.mark.django_db
def test_one_row_moves_the_clock_for_everybody():
    ClockShift.objects.create(pk=1, shift=timedelta(days=30))
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        told = cursor.fetchone()[0]
    assert abs(now() - told - timedelta(days=30)) < timedelta(seconds=5)


@pytest.mark.django_db
def test_outside_the_test_settings_the_row_moves_nothing(settings):
    settings.CLOCK_MAY_BE_SHIFTED = False
    ClockShift.objects.create(pk=1, shift=timedelta(days=30))
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        told = cursor.fetchone()[0]
    assert abs(now() - told) < timedelta(seconds=5)


@pytest.mark.django_db
def test_a_request_reads_the_clock_once_and_only_when_asked(django_assert_num_queries):
    seen = []

    def view(request):
        seen.extend([request.now, request.now])

    clock_middleware(lambda request: None)(RequestFactory().get("/"))
    with django_assert_num_queries(1):
        clock_middleware(view)(RequestFactory().get("/"))
    assert seen[0] is seen[1]
    assert type(seen[0]) is datetime
    assert clock.BEIJING.key == "Asia/Shanghai"
