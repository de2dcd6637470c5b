"""Settings under test: the same, on services and in a data folder of the test run's own (see `tests/services.py`)."""

import os

from ops import keys, place

os.environ.setdefault("DATA", "build/settings")  # where a type checker asks, not a test run
keys.ensure(place.data_folder(), database_exists=False)

from yangquan_portal.settings import *  # noqa: E402, F403

CLOCK_MAY_BE_SHIFTED = True
