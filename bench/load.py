"""A small load: keep-alive connections that ask for one address over and over."""

import socket
import statistics
import threading
import time
from dataclasses import dataclass

CONNECTIONS = 8
TIMEOUT = 30.0  # seconds


@dataclass(frozen=True)
class Burst:
    """What one burst of requests measured: requests a second, and the middle latency in milliseconds."""

    rate: float
    p50: float


class Failed(RuntimeError):
    """The server did not answer 200."""


def burst(port: int, path: str, *, requests: int, cookie: str = "") -> Burst:
    """Ask `requests` times over eight connections at once."""
    message = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\n{cookie and f'Cookie: {cookie}'}\r\n".encode()
    message = message.rstrip(b"\r\n") + b"\r\n\r\n"
    latencies: list[list[float]] = [[] for _ in range(CONNECTIONS)]
    faults: list[Exception] = []

    def run(mine: list[float]) -> None:
        try:
            with socket.create_connection(("127.0.0.1", port), TIMEOUT) as line:
                for _ in range(requests // CONNECTIONS):
                    started = time.perf_counter()
                    line.sendall(message)
                    _answer(line)
                    mine.append(time.perf_counter() - started)
        except Exception as fault:  # noqa: BLE001 - told to the caller below
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(mine,)) for mine in latencies]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - started
    if faults:
        raise Failed(str(faults[0]))
    every = [latency for mine in latencies for latency in mine]
    return Burst(rate=len(every) / spent, p50=statistics.median(every) * 1000)


def _answer(line: socket.socket) -> None:
    """Read one whole response; every response of ours says its length."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += _more(line)
    head, _, body = received.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise Failed(head.split(b"\r\n")[0].decode())
    length = next(int(name.split(b":")[1]) for name in head.split(b"\r\n") if name.lower().startswith(b"content-length:"))
    left = length - len(body)
    while left > 0:
        left -= len(_more(line))


def _more(line: socket.socket) -> bytes:
    chunk = line.recv(65536)
    if not chunk:
        raise Failed("the connection was closed")
    return chunk
