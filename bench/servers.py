"""Throwaway services and the web servers that are measured, each on a database of its own."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from ops import children, keys, place, static
from ops.postgres import Postgres
from ops.valkey import Valkey
from yangquan_portal import addresses

START_WITHIN = 30.0  # seconds


@contextmanager
def services() -> Iterator[Path]:
    """A data folder with PostgreSQL and Valkey of its own; sets the environment that Django reads."""
    data = Path(tempfile.mkdtemp(prefix="portal-bench-", dir="/tmp"))
    data.chmod(0o711)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, data, ignore_errors=True)
        keys.ensure(data, database_exists=False)
        static.refresh()
        for service in (Postgres(data), Valkey(data)):
            if isinstance(service, Postgres):
                service.make_socket_folder()
            service.prepare()
            stack.callback(children.stop, service.start(), by=service.farewell)
        os.environ |= {"DATA": str(data), "DATABASE_URL": place.embedded_database_url(data), "REDIS_URL": place.embedded_redis_url(data)}
        yield data


def database(name: str, *, like: str = "template1") -> str:
    """Make another database, as a copy of one that nobody is connected to; returns its address."""
    given = addresses.database(os.environ["DATABASE_URL"])
    with psycopg.connect(host=given["HOST"], user=given["USER"], dbname="postgres", autocommit=True) as line:
        line.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like)))
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


@contextmanager
def web(application: str, *, data: Path, env: Mapping[str, str]) -> Iterator[int]:
    """Serve one application as the portal is served: gunicorn, two processes of four threads; yields its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    server = children.start(
        [sys.executable, "-m", "gunicorn", "-c", place.ROOT / "ops" / "gunicorn.conf.py", application],
        log=place.log_file(data, f"web-{port}"),
        env={**os.environ, **env, "PORT": str(port), "LOG_LEVEL": "WARNING"},
        cwd=place.ROOT,
    )
    try:
        _wait(server, port, place.log_file(data, f"web-{port}"))
        yield port
    finally:
        children.stop(server)


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_WITHIN
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise children.StartFailed(f"服务没有启动：\n{children.tail(log)}") from None
            time.sleep(0.1)
        else:
            return
