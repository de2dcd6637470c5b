"""The portal's secret keys: made once, kept in the data folder for its owner alone, never made again while there is a database."""

import json
import os
import secrets
import sys
from pathlib import Path
from typing import Any

from ops import place


class KeysLost(Exception):
    """There is data, but the keys that open it are gone."""


class NotReached(Exception):
    """The given database could not be asked whether it holds data."""


def load(data: Path) -> dict[str, Any]:
    """The keys of a data folder: `secret_key`, `fingerprint`, `sealing` (hex by key id) and `sealing_current`.

    :raises FileNotFoundError: when the folder has not been set up.
    """
    keys: dict[str, Any] = json.loads(place.keys_file(data).read_text(encoding="ascii"))
    return keys


def ensure(data: Path, *, database_exists: bool) -> bool:
    """Make the keys unless they are there; returns whether they were made.

    :raises KeysLost: when they are missing but a database exists: new keys could not open what the old ones sealed.
    """
    path = place.keys_file(data)
    if path.exists():
        path.chmod(0o600)
        return False
    if database_exists:
        raise KeysLost(
            f"数据库已经存在，但密钥文件 {path} 不见了。请把备份的密钥文件放回原处再启动；重新生成的密钥打不开已加密的数据，所以没有生成。"
        )
    data.mkdir(mode=0o711, parents=True, exist_ok=True)  # PostgreSQL has an account of its own where we are root
    keys = {
        "secret_key": secrets.token_urlsafe(64),
        "fingerprint": secrets.token_hex(32),
        "sealing": {"k1": secrets.token_hex(32)},
        "sealing_current": "k1",
    }
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        json.dump(keys, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    return True


def given_database_has_data() -> bool:
    """Whether the database that `DATABASE_URL` names has been migrated before.

    :raises NotReached: when it cannot be asked.
    """
    if not (url := os.environ.get("DATABASE_URL")):
        return False
    import psycopg  # noqa: PLC0415 - keys are also read where only the standard library is

    from yangquan_portal import addresses  # noqa: PLC0415

    given = addresses.database(url)
    try:
        with psycopg.connect(
            host=given["HOST"],
            port=given["PORT"],
            user=given["USER"],
            password=given["PASSWORD"],
            dbname=given["NAME"],
            connect_timeout=5,
            **given["OPTIONS"],
        ) as line:
            row = line.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
    except psycopg.OperationalError as problem:
        raise NotReached(f"DATABASE_URL 所指的数据库连不上：{str(problem).strip()}") from problem
    return bool(row and row[0])


if __name__ == "__main__":
    place.adopt_env_file()
    folder = place.data_folder()
    try:
        if not place.keys_file(folder).exists():
            ensure(folder, database_exists=place.has_database(folder) or given_database_has_data())
    except (KeysLost, NotReached) as problem:
        sys.exit(str(problem))
