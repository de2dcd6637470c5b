"""How gunicorn serves the portal: two processes of four threads, the application loaded once and shared."""

import gc
import os
from pathlib import Path
from typing import Any

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = 4
preload_app = True
timeout = 30
graceful_timeout = 30
keepalive = 5
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes private files there
errorlog = "-"
accesslog = None  # the application logs each request once, without its query


def when_ready(server: Any) -> None:
    """Before the first fork: load what the first request would, so that both processes share it."""
    from django.urls import get_resolver  # noqa: PLC0415

    get_resolver().url_patterns  # noqa: B018
    gc.collect()
    gc.freeze()
