"""A small load: eight visitors at a time ask for one address over and over, each time on a connection of its own.

With connections kept alive, chance decides for a whole burst how many of them each process has got, and with it the figure.
"""

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
    """Ask `requests` times, eight at once."""
    head = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept: text/html", "Connection: close"]
    message = "\r\n".join([*head, *([f"Cookie: {cookie}"] if cookie else []), "", ""]).encode()
    latencies: list[list[float]] = [[] for _ in range(CONNECTIONS)]
    faults: list[Exception] = []

    def run(mine: list[float]) -> None:
        try:
            for _ in range(requests // CONNECTIONS):
                started = time.perf_counter()
                with socket.create_connection(("127.0.0.1", port), TIMEOUT) as line:
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
