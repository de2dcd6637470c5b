"""Child processes that never outlive us: each gets a signal from the kernel when its parent dies, however it dies."""

import ctypes
import os
import pwd
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
LARGEST_LOG = 20 * 2**20  # bytes; a longer one is set aside at the next start


class StartFailed(Exception):
    """A process of ours did not come up; the sentence names its log."""


_libc = ctypes.CDLL(None, use_errno=True)


def start(
    args: Sequence[str | Path],
    *,
    log: Path,
    dies_with: signal.Signals = signal.SIGTERM,
    user: int | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own (a Ctrl-C in the terminal does not reach it), writing to `log`."""
    parent = os.getpid()

    def tie() -> None:
        # after the change of user, which would clear it
        _libc.prctl(PR_SET_PDEATHSIG, int(dies_with))
        if os.getppid() != parent:
            os._exit(1)

    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.rename(log.with_suffix(".log.1"))
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as out:
        return subprocess.Popen(
            [os.fspath(arg) for arg in args],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            preexec_fn=tie,
            user=user,
            group=group_of(user),
            extra_groups=None if user is None else [],
            env=env,
            cwd=cwd,
        )


def group_of(user: int | None) -> int | None:
    """The main group of an account."""
    return None if user is None else pwd.getpwuid(user).pw_gid


def stop(*processes: subprocess.Popen[bytes], by: signal.Signals = signal.SIGTERM, within: float = 15) -> None:
    """Ask children to end, wait for all, and end by force those that do not."""
    for child in processes:
        if child.poll() is None:
            child.send_signal(by)
    deadline = time.monotonic() + within
    for child in processes:
        try:
            child.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def tail(log: Path, lines: int = 8) -> str:
    """The last lines of a log, for a message about a child that did not start."""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]) if log.exists() else ""
