"""Reading `DATABASE_URL` and `REDIS_URL` into what Django, its cache and Celery want."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def database(url: str) -> dict[str, Any]:
    """Django's connection settings for `postgres://user:password@host:port/name?option=value`.

    A server on a socket is written `postgres://user@//absolute/socket/folder/name`.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL 要以 postgres:// 开头，例如 postgres://portal:密码@127.0.0.1:5432/portal")
    host, name = parts.hostname or "", parts.path.removeprefix("/")
    if not host and name.startswith("/"):
        host, _, name = name.rpartition("/")
    if not name:
        raise ImproperlyConfigured("DATABASE_URL 的末尾要写数据库名，例如 postgres://portal:密码@127.0.0.1:5432/portal")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(name),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


@dataclass(frozen=True)
class Redis:
    """One Redis-compatible server: Celery's queues in the given database number, the cache in the next one."""

    base: str  # scheme, server and password, or the socket's path
    on_socket: bool
    number: int

    @property
    def broker(self) -> str:
        return f"redis+socket://{self.base}?virtual_host={self.number}" if self.on_socket else f"{self.base}/{self.number}"

    @property
    def cache(self) -> str:
        return f"unix://{self.base}?db={self.number + 1}" if self.on_socket else f"{self.base}/{self.number + 1}"


def redis(url: str) -> Redis:
    """Read `redis://…/0`, `rediss://…/0`, `unix:///path?db=0` or `redis+socket:///path`."""
    parts = urlsplit(url)
    if parts.scheme in {"unix", "redis+socket"}:
        options = dict(parse_qsl(parts.query))
        return Redis(parts.path, on_socket=True, number=int(options.get("db") or options.get("virtual_host") or 0))
    if parts.scheme not in {"redis", "rediss"}:
        raise ImproperlyConfigured("REDIS_URL 要以 redis:// 开头，例如 redis://127.0.0.1:6379/0")
    return Redis(f"{parts.scheme}://{parts.netloc}", on_socket=False, number=int(parts.path.strip("/") or 0))


def numbered(url: str, number: int) -> str:
    """The same server under another database number."""
    return replace(redis(url), number=number).broker
