"""A running portal of a test's own: its database, queue, data folder and processes."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from ops import keys, locks, place
from ops.run import Portal
from tests import services
from yangquan_portal import addresses


class OwnPortal(Portal):
    """A running portal with a database, a queue and a data folder of its own."""

    def __init__(self, database_url: str) -> None:
        self.database_url = database_url
        data = Path(tempfile.mkdtemp(prefix="portal-journey-", dir="/tmp"))
        keys.ensure(data, database_exists=False)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        env = environment(DATABASE_URL=database_url, REDIS_URL=services.redis_url(1), DATA=os.fspath(data), DEMO="1")
        super().__init__(data=data, port=port, env=env)

    def manage(self, *command: str) -> str:
        """Run one of Django's commands on this portal; returns what it prints."""
        run = subprocess.run(
            [sys.executable, "manage.py", *command], env=self.env, cwd=place.ROOT, capture_output=True, text=True, timeout=300
        )
        assert run.returncode == 0, run.stderr
        return run.stdout

    def do(self, task: str, *args: Any) -> None:
        """Ask a worker for a task now, as beat would at the next minute."""
        self.manage("shell", "--no-imports", "-c", f"from celery import current_app; current_app.send_task({task!r}, args={args!r})")

    def query(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask this portal's database."""
        with connect(self.database_url) as line:
            return line.execute(question, values).fetchall()

    def execute(self, order: str, *values: Any) -> None:
        """Change this portal's database behind its back, as the shift of its clock does."""
        with connect(self.database_url) as line:
            line.execute(order, values)

    def letters(self) -> list[str]:
        """The texts of all letters that have left, the oldest first."""
        files = sorted((self.data / "letters").glob("*.txt"), key=lambda path: path.stat().st_mtime_ns)
        return [path.read_text(encoding="utf-8") for path in files]


def environment(**changes: str) -> dict[str, str]:
    """The environment for a process under test: this one's, without what only this process needs."""
    here = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return {**here, "DJANGO_SETTINGS_MODULE": "yangquan_portal.settings_test", **changes}


@contextmanager
def own_database(name: str) -> Iterator[str]:
    """A new database with every table, beside the test database, gone afterwards; yields its address."""
    copied = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template()))
    with connect(os.environ["DATABASE_URL"], dbname="postgres") as line:
        line.execute(_dropping(name))
        line.execute(copied)
        try:
            yield named(name)
        finally:
            line.execute(_dropping(name))


def template() -> str:
    """The name of the database that this run copies every other from: all tables, no row. Whoever needs it first makes it."""
    name = _template()
    with locks.exclusive(place.data_folder() / "template.lock"), connect(os.environ["DATABASE_URL"], dbname="postgres") as line:
        if line.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            line.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
            subprocess.run(migrate, env=environment(DATABASE_URL=named(name)), cwd=place.ROOT, check=True)
    return name


def drop_template() -> None:
    """Leave a given server without it."""
    with connect(os.environ["DATABASE_URL"], dbname="postgres") as line:
        line.execute(_dropping(_template()))


def _template() -> str:
    return f"test_template_{place.data_folder().name}"


def _dropping(name: str) -> sql.Composed:
    return sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))


def connect(url: str, *, dbname: str = "") -> psycopg.Connection[tuple[Any, ...]]:
    """A plain connection, each statement a transaction of its own."""
    given = addresses.database(url)
    return psycopg.connect(
        host=given["HOST"],
        port=given["PORT"],
        user=given["USER"],
        password=given["PASSWORD"],
        dbname=dbname or given["NAME"],
        autocommit=True,
        **given["OPTIONS"],
    )


def named(name: str) -> str:
    """The run's database server under another database name."""
    address, _, options = os.environ["DATABASE_URL"].partition("?")
    return f"{address.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")
