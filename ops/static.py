"""The static files, gathered and given names that follow their content; only when one of them has changed."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from ops import locks, place

GATHERED = place.ROOT / "build" / "static"
STAMP = place.ROOT / "build" / "static.stamp"


def refresh() -> None:
    """Run `collectstatic` unless what it would gather is what lies there. Older files stay: a portal that runs may still serve them."""
    with locks.exclusive(place.ROOT / "build" / "static.lock"):
        state = _state()
        if GATHERED.is_dir() and STAMP.exists() and STAMP.read_text(encoding="ascii") == state:
            return
        STAMP.unlink(missing_ok=True)
        command = [sys.executable, str(place.ROOT / "manage.py"), "collectstatic", "--no-input", "--verbosity=0"]
        subprocess.run(command, stdout=sys.stderr, check=True)
        STAMP.write_text(state, encoding="ascii")


def _state() -> str:
    digest = hashlib.sha256()
    for path in sorted(_sources()):
        digest.update(f"{path}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    yield place.ROOT / "requirements" / "runtime.txt"
    yield place.ROOT / "yangquan_portal" / "settings.py"
    yield from (path for path in (place.ROOT / "static").rglob("*") if path.is_file())
