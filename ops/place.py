"""Where things are: the project, the data folder and what lies in it, the sockets, the two services' addresses."""

import os
import stat
import tempfile
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
SOCKET_PATH_LIMIT = 90  # bytes; the kernel takes 107, the servers add names and suffixes of their own
POSTGRES_SOCKET = ".s.PGSQL.5432"
VALKEY_SOCKET = "valkey.sock"


def read_env_file(path: Path) -> dict[str, str]:
    """The `NAME=value` lines of an `.env` file; an empty mapping when there is none."""
    if not path.exists():
        return {}
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("'\"") for name, _, value in pairs}


def adopt_env_file() -> None:
    """Let `.env` in the project folder fill what the environment does not say."""
    for name, value in read_env_file(ROOT / ".env").items():
        os.environ.setdefault(name, value)


def data_folder() -> Path:
    """The data folder: `DATA`, or `var` in the project; a relative one is meant from the project folder."""
    return (ROOT / Path(os.environ.get("DATA") or "var").expanduser()).resolve()


def keys_file(data: Path) -> Path:
    return data / "keys.json"


def log_file(data: Path, name: str) -> Path:
    return data / "log" / f"{name}.log"


def postgres_folder(data: Path) -> Path:
    """Where the embedded database lies; a symbolic link when its server's account cannot reach the data folder."""
    return data / "postgres"


def has_database(data: Path) -> bool:
    """Whether the embedded database has been made in this data folder."""
    return (postgres_folder(data) / "PG_VERSION").exists()


def socket_folder(data: Path) -> Path:
    """Where the embedded services' sockets are: `sockets` in the data folder, or the short folder that it links to."""
    link = data / "sockets"
    return link.readlink() if link.is_symlink() else link


def make_socket_folder(data: Path, *, reachable: bool = True) -> Path:
    """Make the folder for sockets; a short private one elsewhere where the path is too long or out of the server's reach."""
    link = data / "sockets"
    if link.is_symlink():
        if _is_private(link.readlink()):
            return link.readlink()
        link.unlink()
    elif link.is_dir():
        return link
    if reachable and len(os.fsencode(link / POSTGRES_SOCKET)) <= SOCKET_PATH_LIMIT:
        link.mkdir(mode=0o700)
        return link
    short = Path(tempfile.mkdtemp(prefix="portal-", dir="/tmp"))
    link.symlink_to(short)
    return short


def _is_private(folder: Path) -> bool:
    """Whether a recorded short folder is still ours alone: the system clears such folders, and others may remake them."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700 and (os.geteuid() in (0, found.st_uid))


def embedded_database_url(data: Path) -> str:
    return f"postgres://portal@/{quote(str(socket_folder(data)))}/portal"


def embedded_redis_url(data: Path) -> str:
    return f"redis+socket://{quote(str(socket_folder(data)))}/{VALKEY_SOCKET}"
