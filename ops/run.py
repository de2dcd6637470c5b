"""Start everything, say where it is, keep it running, and stop it all on Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from importlib.util import cache_from_source
from pathlib import Path
from typing import NoReturn

from ops import children, locks, packages, place, services, static
from ops.children import StartFailed

READY_WITHIN = 60.0  # seconds
PATIENCE = 5  # restarts of one process within a minute before we give up
CELERY = [sys.executable, "-m", "celery"]
WORKER = [
    *CELERY,
    "-A",
    "yangquan_portal.celery",
    "worker",
    "--without-gossip",
    "--without-mingle",
    "--without-heartbeat",
    "--loglevel=INFO",
]


class Stopped(BaseException):
    """Somebody asked the portal to stop."""


class Portal:
    """The web server, two workers (a slow paper never holds up a letter) and the scheduler, on one data folder and port."""

    def __init__(self, *, data: Path, port: int, env: Mapping[str, str]) -> None:
        self.data = data
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        # threads would otherwise each keep a heap of their own
        self.env = {**env, "DATA": str(data), "PORT": str(port), "MALLOC_ARENA_MAX": "2", "PYTHONUNBUFFERED": "1"}
        self.commands = {
            "web": [sys.executable, "-m", "gunicorn", "-c", str(place.ROOT / "ops/gunicorn.conf.py"), "yangquan_portal.wsgi"],
            "letters": [*WORKER, "-n", "letters", "-Q", "notices,default", "--pool=solo"],
            "papers": [*WORKER, "-n", "papers", "-Q", "documents", "--concurrency=1", "--max-memory-per-child=200000"],
            "beat": [*CELERY, "-A", "yangquan_portal.beat", "beat", "--schedule", str(data / "beat"), "--pidfile=", "--loglevel=WARNING"],
        }
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._restarts: dict[str, list[float]] = {name: [] for name in self.commands}

    def start(self) -> None:
        """Start the web server, wait for `/readyz`, start those that work behind it.

        :raises StartFailed: with the end of the log of the process that failed.
        """
        self._start("web")
        self._wait_until_ready()
        for name in self.commands.keys() - self._running.keys():
            self._start(name)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN
        while not self._is_ready():
            self.look_after()
            if time.monotonic() > deadline:
                raise StartFailed(f"{READY_WITHIN:.0f} 秒内没有启动好，日志在 {self.data / 'log'}：\n{children.tail(self._log('web'))}")
            time.sleep(0.1)

    def look_after(self) -> None:
        """Start again what has ended by itself.

        :raises StartFailed: when one process keeps ending.
        """
        for name, child in self._running.items():
            if child.poll() is None:
                continue
            now = time.monotonic()
            self._restarts[name] = [moment for moment in self._restarts[name] if now - moment < 60] + [now]
            if len(self._restarts[name]) > PATIENCE:
                raise StartFailed(f"进程 {name} 反复退出，已停止。日志在 {self._log(name)}：\n{children.tail(self._log(name))}")
            say(f"进程 {name} 意外退出，正在重新启动，日志在 {self._log(name)}。")
            self._start(name)

    def stop(self) -> None:
        """Let each finish what it is at, and end."""
        children.stop(*self._running.values(), within=40)

    def _start(self, name: str) -> None:
        self._running[name] = children.start(self.commands[name], log=self._log(name), env=self.env, cwd=place.ROOT)

    def _log(self, name: str) -> Path:
        return place.log_file(self.data, name)

    def _is_ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as line:
                line.sendall(b"GET /readyz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                return b" 200 " in line.recv(64)
        except OSError:
            return False


def main() -> None:
    """`make run`."""
    place.adopt_env_file()
    data, port = place.data_folder(), os.environ.get("PORT") or "8000"
    if not port.isdecimal():
        sys.exit(f"端口要写成数字，例如 make run PORT=8001；现在写的是 {port}。")
    for caught in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(caught, _stop)
    try:
        with locks.exclusive(data / "run.lock", wait=False):
            serve(data, int(port))
    except locks.TakenError:
        sys.exit(f"这个数据文件夹（{data}）上已经有一个平台在运行。请先停止它，或用 make run DATA=另一个文件夹 PORT=另一个端口 启动。")
    except StartFailed as problem:
        sys.exit(str(problem))
    except PermissionError as problem:
        sys.exit(f"没有权限使用 {problem.filename}。数据文件夹属于建立它的账户，请用那个账户启动，或用 DATA=另一个文件夹。")
    except Stopped:
        pass
    say("已停止。")


def serve(data: Path, port: int) -> None:
    """Start, tell, stand by, stop."""
    insist_on_free(port)
    started = time.monotonic()
    try:
        with services.in_use(data), ExitStack() as cleanup:
            accounts = prepare()
            portal = Portal(data=data, port=port, env=os.environ)
            cleanup.callback(portal.stop)
            cleanup.callback(_ignore_further_signals)
            portal.start()
            say(f"平台已启动（用时 {time.monotonic() - started:.0f} 秒）：{portal.url}")
            say(accounts or "没有演示数据。")
            if missing := packages.missing(packages.PDF):
                say(f"PDF 文件要等系统软件包装好才能生成：{'、'.join(missing)}。")
            say("按 Ctrl-C 停止。")
            while True:
                time.sleep(0.5)
                portal.look_after()
    finally:
        _ignore_further_signals()
        if not services.wait_until_stopped(data):
            say("其他命令还在使用数据库，由最后一个用完的命令关闭它。")


def prepare() -> str:
    """Gather static files and bring the database up to date, side by side; returns the demonstration accounts, to be shown.

    :raises StartFailed: when either did not succeed; the reason stands above.
    """
    database = subprocess.Popen(
        [sys.executable, "-m", "ops.prepare"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=place.ROOT,
    )
    try:
        static.refresh()
        compile_ahead()
        accounts, _ = database.communicate()
    except subprocess.CalledProcessError as problem:
        raise StartFailed("静态文件没有整理成功，原因见上。") from problem
    finally:
        database.terminate()
        database.wait()
    if database.returncode != 0:
        raise StartFailed("数据库没有更新成功，原因见上。")
    return accounts.strip()


def compile_ahead() -> None:
    """Before a first start, compile what the server is going to load; the database is being filled on another core meanwhile."""
    if not Path(cache_from_source(os.fspath(place.ROOT / "yangquan_portal" / "urls.py"))).exists():
        check = [sys.executable, str(place.ROOT / "manage.py"), "check"]
        subprocess.run(check, cwd=place.ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def insist_on_free(port: int) -> None:
    """Refuse to start on a port that somebody else serves.

    :raises StartFailed: with the way out.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as taken:
            raise StartFailed(f"端口 {port} 已被占用。请换一个端口启动：make run PORT={port + 1}") from taken


def say(sentence: str) -> None:
    print(sentence, flush=True)


def _stop(*_: object) -> NoReturn:
    raise Stopped


def _ignore_further_signals() -> None:
    for caught in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(caught, signal.SIG_IGN)


if __name__ == "__main__":
    main()
