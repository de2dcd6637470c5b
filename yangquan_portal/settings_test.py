"""Settings under test: the same, on services and in a data folder of the test run's own (see `tests/services.py`)."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from ops import keys

if "DATA" not in os.environ:  # a type checker or a linter asks, not a test run
    os.environ["DATA"] = tempfile.mkdtemp(prefix="portal-settings-")
    atexit.register(shutil.rmtree, os.environ["DATA"], ignore_errors=True)
keys.ensure(Path(os.environ["DATA"]), database_exists=False)

from yangquan_portal.settings import *  # noqa: E402, F403

CLOCK_MAY_BE_SHIFTED = True
