"""What `manage.py` does around Django: the right Python, and the embedded services for the commands that need them."""

import importlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

from ops import locks, place, services
from ops.children import StartFailed
from ops.postgres import Postgres

PYTHON = place.ROOT / ".venv" / "bin" / "python"

# Carried out before Django is loaded: they need no settings, keep nothing and must answer at once.
WITHOUT_DJANGO = {"screen": "staffing.screening.command"}

# Everything else may ask the database, and has it.
WITHOUT_DATABASE = {"check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "help", "makemessages", "version"}
ABOUT_TABLES = {"makemigrations", "migrate", "showmigrations", "sqlmigrate"}  # and these may find it without tables
SET_UP_FIRST = "还没有准备好运行环境，请先运行 make run 或 make setup。"


def enter_environment() -> None:
    """Go on in the project's own Python where there is one; elsewhere (an image) Django has to be here."""
    if PYTHON.exists() and Path(sys.prefix).resolve() != PYTHON.parent.parent.resolve():
        os.execv(PYTHON, [str(PYTHON), *sys.argv])
    if importlib.util.find_spec("django") is None:
        leave(SET_UP_FIRST)


def execute(argv: list[str]) -> None:
    """Run one of Django's commands, or one of ours that does without."""
    if len(argv) > 1 and argv[1] in WITHOUT_DJANGO:
        raise SystemExit(importlib.import_module(WITHOUT_DJANGO[argv[1]]).main(argv[2:]))
    place.adopt_env_file()
    data = place.data_folder()
    if not place.keys_file(data).exists():
        leave(SET_UP_FIRST)
    if not needs_database(argv):
        _django(argv)
        return
    try:
        with services.in_use(data):
            if argv[1] not in ABOUT_TABLES and not os.environ.get("DATABASE_URL"):
                _migrate_if_empty(data, argv[0])
            _django(argv)
    except StartFailed as problem:
        leave(str(problem))


def needs_database(argv: list[str]) -> bool:
    return len(argv) > 1 and argv[1] not in WITHOUT_DATABASE and not {"-h", "--help", "--version"} & set(argv[1:])


def _migrate_if_empty(data: Path, manage: str) -> None:
    """A clone may be set up and never started: its first command finds the tables in place all the same."""
    with locks.exclusive(data / "migrate.lock"):
        if not Postgres(data).is_empty():
            return
        if subprocess.run([sys.executable, manage, "migrate", "--verbosity=0"], stdout=sys.stderr).returncode != 0:
            leave("数据库没有建好，原因见上。")


def leave(sentence: str) -> NoReturn:
    """End with a sentence for the person at the terminal."""
    print(sentence, file=sys.stderr)
    raise SystemExit(1)


def _django(argv: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yangquan_portal.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - only the project's Python has it

    execute_from_command_line(argv)
