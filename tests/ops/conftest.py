"""A data folder of a test's own, for the embedded services that it starts itself."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from ops import keys, services


@pytest.fixture
def data(monkeypatch):
    """A data folder with keys, in an environment that names no other services; all that it started has ended afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="portal-ops-", dir="/tmp"))
    folder.chmod(0o711)
    for name in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "DEMO"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA", os.fspath(folder))
    keys.ensure(folder, database_exists=False)
    yield folder
    assert services.wait_until_stopped(folder)
    shutil.rmtree(folder)
