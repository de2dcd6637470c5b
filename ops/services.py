"""The embedded services and their users: the first user has them started, the last one out stops them.

Each service has a keeper, a small process of its own. Users hold a shared lock for as long as they live; the keeper
stops the service as soon as it gets that lock alone, so a user that is killed counts as one that has left.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NoReturn, TextIO

from ops import children, locks, place
from ops.children import StartFailed
from ops.postgres import Postgres
from ops.valkey import Valkey

Service = Postgres | Valkey
GLANCE = 0.3  # seconds between a keeper's looks at its users and its server
READY = "ready"


@contextmanager
def in_use(data: Path) -> Iterator[None]:
    """Have the embedded services that the environment does not replace running, until the end of the block.

    :raises StartFailed: with a sentence for the person at the terminal.
    """
    needed = embedded(data)
    with ExitStack() as users:
        for service in needed:
            users.enter_context(locks.shared(_users(service)))
        if needed:
            with locks.exclusive(data / "start.lock"):
                Postgres(data).make_socket_folder()
                keepers = [_start_keeper(service) for service in needed if not locks.is_taken(_keeper(service))]
                for keeper in keepers:
                    _wait_for(keeper)
        yield


def embedded(data: Path) -> list[Service]:
    """The services that neither `DATABASE_URL` nor `REDIS_URL` replaces."""
    services: list[Service] = []
    if not os.environ.get("DATABASE_URL"):
        services.append(Postgres(data))
    if not os.environ.get("REDIS_URL"):
        services.append(Valkey(data))
    return services


def wait_until_stopped(data: Path, *, within: float = 20) -> bool:
    """Whether the services that we used have ended; false when others still use them."""
    deadline = time.monotonic() + within
    while any(locks.is_taken(_keeper(service)) for service in embedded(data)):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def keep(service: Service) -> None:
    """Start a service, say so on standard output, stand by while it has users, stop it."""
    for caught in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(caught, _leave)
    with locks.exclusive(_keeper(service)):
        try:
            service.prepare()
            server = service.start()
        except StartFailed as problem:
            print(problem, flush=True)
            sys.exit(1)
        print(READY, flush=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        try:
            server = _stand_by(service, server)
        finally:
            children.stop(server, by=service.farewell, within=30)


def _stand_by(service: Service, server: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
    """Return when there are no users left; start the server again if it dies before."""
    users = os.open(_users(service), os.O_RDWR)  # never closed: newcomers wait until this process has ended
    while True:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(GLANCE)
        else:
            return server
        if server.poll() is not None:
            try:
                server = service.start()
            except StartFailed as problem:  # what a killed server leaves behind may need a moment to go away
                print(problem, file=sys.stderr, flush=True)
                time.sleep(1)


def _start_keeper(service: Service) -> TextIO:
    """Start a keeper that outlives us; returns what it is about to say."""
    log = place.log_file(service.data, f"{service.name}-keeper")
    log.parent.mkdir(parents=True, exist_ok=True)
    reader, writer = os.pipe()
    with log.open("ab") as errors, os.fdopen(writer, "wb") as saying:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "ops.services", service.name, service.data],
            stdin=subprocess.DEVNULL,
            stdout=saying,
            stderr=errors,
            start_new_session=True,
            cwd=place.ROOT,
        )
    keeper.returncode = 0  # we shall not wait for its end
    return os.fdopen(reader, encoding="utf-8")


def _wait_for(keeper: TextIO) -> None:
    with keeper:
        said = keeper.readline()
        if said.strip() != READY:
            raise StartFailed((said + keeper.read()).strip() or "内置服务没有启动，日志在数据文件夹的 log 里。")


def _leave(*_: object) -> NoReturn:
    raise SystemExit(0)


def _users(service: Service) -> Path:
    return service.data / f"{service.name}.users"


def _keeper(service: Service) -> Path:
    return service.data / f"{service.name}.keeper"


if __name__ == "__main__":
    keep({"postgres": Postgres, "valkey": Valkey}[sys.argv[1]](Path(sys.argv[2])))
