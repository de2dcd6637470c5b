"""Whether the portal lives (`/livez`) and can serve (`/readyz`): for the one who starts it and for a monitor."""

import time
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache as redis_cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

TOLERATED_SKEW = 5  # seconds between this machine's clock and the database's


@login_not_required
@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers and is migrated. A missing queue is told but refuses nothing: what it would carry waits in the outbox."""
    try:
        skew = _clock_skew()
        migrated = _is_migrated()
    except DatabaseError:
        return _told({"database": "数据库连不上"}, 503)
    report = {
        "database": "正常" if migrated else "数据库结构还没有更新",
        "queue": "正常" if _queue_answers() else "队列连不上，通知和文件会稍后补做",
        "clock": "正常" if skew <= TOLERATED_SKEW else f"时钟偏差 {skew} 秒",
    }
    return _told(report, 200 if migrated else 503)


def _told(report: dict[str, str], status: int) -> JsonResponse:
    return JsonResponse(report, status=status, json_dumps_params={"ensure_ascii": False}, content_type="application/json; charset=utf-8")


def _clock_skew() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        return abs(round(float(cursor.fetchone()[0]) - time.time()))


def _is_migrated() -> bool:
    """Once true it stays true for the life of this process; false is asked again."""
    try:
        _insist_on_migrations()
    except LookupError:
        return False
    return True


@cache
def _insist_on_migrations() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError("unapplied migrations")


def _queue_answers() -> bool:
    try:
        redis_cache.get("readyz")
    except Exception:  # noqa: BLE001 - whatever the client raises, the queue did not answer
        return False
    return True
