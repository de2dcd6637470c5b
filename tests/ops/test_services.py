"""The embedded services: started by the first user, shared, stopped by the last one out, whatever ends it."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from ops import place, services
from ops.postgres import Postgres
from tests.portal import connect


def ask(data, *orders):
    """Carry out each order on the embedded database; returns what the last one answers."""
    with connect(place.embedded_database_url(data)) as line:
        for order in orders:
            answer = line.execute(order)
        return answer.fetchone()[0]


def manage(*command):
    return subprocess.run([sys.executable, "manage.py", *command], cwd=place.ROOT, capture_output=True, text=True)


def test_a_command_on_a_folder_that_was_only_set_up_finds_tables_and_prints_nothing_but_its_own(data):
    run = manage("shell", "--no-imports", "-c", "from bureaus.models import User; print(User.objects.count())")
    assert (run.returncode, run.stdout) == (0, "0\n")
    assert services.wait_until_stopped(data)


def test_a_command_that_needs_no_database_starts_none(data):
    assert manage("help").returncode == 0
    assert manage("shell", "--help").returncode == 0
    assert not place.has_database(data)


def test_a_command_before_the_setup_ends_in_one_sentence(data):
    place.keys_file(data).unlink()
    run = manage("showmigrations")
    assert (run.returncode, run.stdout, run.stderr) == (1, "", "还没有准备好运行环境，请先运行 make run 或 make setup。\n")


def test_services_stay_while_one_user_is_left_and_keep_their_data(data):
    with services.in_use(data):
        ask(data, "CREATE TABLE kept AS SELECT 7 AS number", "SELECT 1")
        assert manage("showmigrations", "--plan").returncode == 0
        assert ask(data, "SELECT number FROM kept") == 7
    assert services.wait_until_stopped(data)
    with pytest.raises(psycopg.OperationalError):
        ask(data, "SELECT 1")
    with services.in_use(data):
        assert ask(data, "SELECT number FROM kept") == 7


def test_a_user_that_is_killed_counts_as_one_that_has_left(data):
    code = "from ops import place, services\nwith services.in_use(place.data_folder()): print('in', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], cwd=place.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as user:
        assert user.stdout.readline() == b"in\n"
        assert ask(data, "SELECT 1") == 1
        user.kill()
    assert services.wait_until_stopped(data)


def test_a_database_server_that_is_killed_comes_back_by_itself(data):
    with services.in_use(data):
        os.kill(int((place.postgres_folder(data) / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                assert ask(data, "SELECT 1") == 1
                break
            except psycopg.OperationalError:
                time.sleep(0.2)
        else:
            pytest.fail("the server did not come back")


def test_a_folder_that_the_servers_account_cannot_enter_is_served_all_the_same(monkeypatch):
    with tempfile.TemporaryDirectory(prefix="portal-closed-", dir="/tmp") as closed:
        data = Path(closed) / "data"
        data.mkdir()
        monkeypatch.delenv("DATABASE_URL")
        monkeypatch.setenv("REDIS_URL", "redis://elsewhere")
        with services.in_use(data):
            assert ask(data, "SELECT 1") == 1
        assert services.wait_until_stopped(data)
        home = Postgres(data).folder.resolve()
        assert (home == data / "postgres") is (os.geteuid() != 0)
        subprocess.run(["rm", "-rf", home, place.socket_folder(data)], check=True)


def test_names_in_chinese_can_be_searched_by_their_parts(data):
    with services.in_use(data):
        assert ask(data, "CREATE EXTENSION pg_trgm", "SELECT cardinality(show_trgm('张三丰'))") > 0
