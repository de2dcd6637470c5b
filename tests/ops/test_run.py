"""`make run`: one sentence for what stands in its way, a clean end on a signal, the same data at the next start."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from ops import locks, place, services


@contextmanager
def start(data, port):
    """`ops.run` on a data folder; whatever a test finds, it has ended afterwards."""
    env = {**os.environ, "PORT": str(port), "DEMO": "0"}
    command = [sys.executable, "-m", "ops.run"]
    with subprocess.Popen(command, cwd=place.ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as run:
        try:
            yield run
        finally:
            run.kill()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_second_start_on_one_folder_is_one_sentence(data):
    with locks.exclusive(data / "run.lock"), start(data, free_port()) as second:
        said, _ = second.communicate(timeout=20)
    assert (second.returncode, said.count("\n")) == (1, 1)
    assert "已经有一个平台在运行" in said


def test_a_port_that_is_taken_is_one_sentence_with_the_way_out(data):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with start(data, port) as run:
            said, _ = run.communicate(timeout=20)
    assert (run.returncode, said) == (1, f"端口 {port} 已被占用。请换一个端口启动：make run PORT={port + 1}\n")


@pytest.mark.parametrize("farewell", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_on_loopback_and_stops_with_all_its_children_on_a_signal(data, farewell):
    port = free_port()
    with start(data, port) as run:
        assert f"http://127.0.0.1:{port}\n" in said_until_ready(run)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
            assert answer.status == 200
        family = descendants(run.pid)
        assert len(family) >= 6
        run.send_signal(farewell)
        said, _ = run.communicate(timeout=40)
    assert (run.returncode, said) == (0, "已停止。\n")
    assert survivors(family, within=2) == set()  # a keeper gives up its lock a moment before it ends
    assert services.wait_until_stopped(data, within=0)


def test_nothing_survives_a_start_that_is_killed(data):
    with start(data, free_port()) as run:
        said_until_ready(run)
        family = descendants(run.pid)
        run.kill()
    assert survivors(family, within=20) == set()


def said_until_ready(run):
    said = ""
    while not said.endswith("按 Ctrl-C 停止。\n"):
        line = run.stdout.readline()
        assert line, said
        said += line
    return said


def descendants(pid):
    family, parents = {pid}, {int(folder.name): parent_of(folder) for folder in Path("/proc").glob("[0-9]*")}
    while grown := {child for child, parent in parents.items() if parent in family} - family:
        family |= grown
    return family - {pid}


def survivors(family, *, within):
    deadline = time.monotonic() + within
    while (alive := set(filter(is_alive, family))) and time.monotonic() < deadline:
        time.sleep(0.1)
    return alive


def parent_of(folder):
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
