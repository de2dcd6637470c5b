"""File locks that the kernel gives back by itself when their holder dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class TakenError(Exception):
    """Somebody else holds the lock."""


@contextmanager
def exclusive(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold a lock alone.

    :raises TakenError: when it is taken and we shall not wait.
    """
    with _open(path) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as taken:
            raise TakenError(path) from taken
        yield


@contextmanager
def shared(path: Path) -> Iterator[None]:
    """Hold a lock together with others; waits for one who holds it alone."""
    with _open(path) as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield


def is_taken(path: Path) -> bool:
    """Whether anybody holds the lock, alone or together with others."""
    try:
        with exclusive(path, wait=False):
            return False
    except TakenError:
        return True


@contextmanager
def _open(path: Path) -> Iterator[int]:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)
