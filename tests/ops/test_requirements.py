"""The two locks: what tests install is what runs, and something more."""

import re

from ops import place


def test_both_locks_pin_the_same_versions_with_their_hashes():
    runtime, tests = pinned("runtime"), pinned("test")
    assert runtime.items() <= tests.items()
    assert {"pytest", "ruff", "mypy"} <= tests.keys() - runtime.keys()


def pinned(lock):
    text = (place.ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+).*?\\\n +--hash=sha256:", text, re.MULTILINE))
