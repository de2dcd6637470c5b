"""The portal's secret keys: made once, kept in the data folder for its owner alone, never made again while there is a database."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from ops import place


class KeysLost(Exception):
    """There is data, but the keys that open it are gone."""


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
    data.mkdir(parents=True, exist_ok=True)
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
