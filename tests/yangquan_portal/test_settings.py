"""What the settings promise, asked of the running parts."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.management import call_command
from django.db import connection

from ops import place
from tests.portal import environment
from yangquan_portal.beat import app as beat
from yangquan_portal.celery import app


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("limit", "value"),
    [("statement_timeout", "15s"), ("lock_timeout", "3s"), ("idle_in_transaction_session_timeout", "1min"), ("TimeZone", "UTC")],
)
def test_a_stuck_statement_or_lock_ends_within_seconds(limit, value):
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {limit}")
        assert cursor.fetchone() == (value,)


def test_a_dead_link_is_noticed_within_seconds():
    info = connection.get_connection_params()
    options = ("connect_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout")
    assert [info[name] for name in options] == [3, 5, 2, 3, 8000]


def test_the_worker_takes_json_alone_and_loses_no_task_with_its_process():
    conf = app.conf
    assert (conf.accept_content, conf.task_serializer) == (["json"], "json")
    assert (conf.task_acks_late, conf.task_reject_on_worker_lost, conf.worker_prefetch_multiplier) == (True, True, 1)
    assert conf.broker_transport_options["visibility_timeout"] >= 2 * conf.task_time_limit


def test_what_the_scheduler_sends_is_known_to_the_worker():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in beat.conf.beat_schedule.values()} <= set(app.tasks)


def test_a_password_is_hashed_at_the_price_that_owasp_names():
    made = make_password("correct horse battery staple")
    assert made.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password("correct horse battery staple", made)


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_deployment_behind_https_draws_no_warning_from_django():
    env = environment(HTTPS="1", ALLOWED_HOSTS="portal.example", DJANGO_SETTINGS_MODULE="yangquan_portal.settings")
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    run = subprocess.run(command, cwd=place.ROOT, env=env, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def test_every_answer_carries_the_strict_policy(client):
    policy = client.get("/livez").headers["Content-Security-Policy"]
    assert set(policy.split("; ")) == {
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    }


def test_there_is_one_language_and_one_time_zone():
    assert (settings.LANGUAGE_CODE, settings.TIME_ZONE) == ("zh-hans", "Asia/Shanghai")
    assert "django.middleware.locale.LocaleMiddleware" not in settings.MIDDLEWARE
