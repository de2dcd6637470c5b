"""The pytest plugin that gives a run its own PostgreSQL and Valkey before Django reads its settings (`-p tests.services`)."""

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import redis

from ops import children, keys, place, static
from ops.postgres import Postgres
from ops.valkey import Valkey
from yangquan_portal import addresses

PER_WORKER = 2  # brokers an xdist worker may need: one for its test database, one for its journeys' database
_running: list[tuple[subprocess.Popen[bytes], signal.Signals]] = []


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Iterator[None]:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _start()
    os.environ["REDIS_URL"] = redis_url(0)
    return (yield)


def pytest_unconfigure() -> None:
    """Leave a given Redis as empty as it was."""
    if os.environ.get("TEST_REDIS_IS_GIVEN"):
        for which in range(PER_WORKER):
            server = addresses.redis(redis_url(which))
            for number in (server.number, server.number + 1):
                redis.Redis.from_url(replace(server, number=number - 1).cache).flushdb()


def redis_url(which: int) -> str:
    """A broker number that this xdist worker shares with nobody (the next number is its cache)."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    seat = (int(worker.removeprefix("gw")) + 1 if worker else 0) * PER_WORKER + which
    free = os.environ["TEST_REDIS_NUMBERS"].split(",")
    if seat >= len(free):
        pytest.exit("REDIS_URL 所指的服务器空闲的库不够：测试需要成对的空库（默认 16 个库够用两个进程）。", 1)
    return addresses.numbered(os.environ["TEST_REDIS"], int(free[seat]))


def _stop(data: Path) -> None:
    for child, farewell in reversed(_running):
        children.stop(child, by=farewell)
    shutil.rmtree(data, ignore_errors=True)


def _start() -> None:
    data = Path(tempfile.mkdtemp(prefix="portal-test-", dir="/tmp"))
    data.chmod(0o711)  # PostgreSQL's account passes through
    os.environ["DATA"] = str(data)
    atexit.register(_stop, data)
    keys.ensure(data, database_exists=False)
    static.refresh()
    postgres, store = Postgres(data, durable=False), Valkey(data)
    postgres.make_socket_folder()
    if not os.environ.get("DATABASE_URL"):
        postgres.prepare()
        _running.append((postgres.start(), postgres.farewell))
        os.environ["DATABASE_URL"] = place.embedded_database_url(data)
    if os.environ.get("REDIS_URL"):
        os.environ["TEST_REDIS_IS_GIVEN"] = "1"
    else:
        _running.append((store.start(), store.farewell))
        os.environ["REDIS_URL"] = place.embedded_redis_url(data)
    os.environ["TEST_REDIS"] = os.environ["REDIS_URL"]
    os.environ["TEST_REDIS_NUMBERS"] = ",".join(map(str, _free_numbers(os.environ["REDIS_URL"])))


def _free_numbers(url: str) -> list[int]:
    """Even numbers of databases that are empty together with the next one: a given server's own data stays untouched."""
    server = redis.Redis.from_url(addresses.redis(url).cache)
    last = int(server.config_get("databases")["databases"])
    used = {int(name.removeprefix("db")) for name in server.info("keyspace")}
    return [number for number in range(0, last, 2) if not used & {number, number + 1}]
