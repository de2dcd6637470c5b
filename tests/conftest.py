"""What every test may ask for: a worker, a browser, a whole portal of its own."""

import gc
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.test import TransactionTestCase
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from ops import children, place
from ops.run import WORKER
from tests.portal import OwnPortal, drop_template, environment, named, own_database, template

CHROMIUM = ("chromium-headless-shell", "chromium")


LONG = ("test_chain.py", "test_selection.py", "test_filings.py", "test_rehearse.py", "test_demo.py")  # whole stories, minutes each


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones begin first, so that no worker waits for them at the end; the order is otherwise as it was."""
    items.sort(key=lambda item: item.path.name not in LONG)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


def pytest_configure() -> None:
    """Two things that Django does for every test anew, and that cost most of a short one, are done more quickly."""
    settings.WHITENOISE_AUTOREFRESH = True  # each client would else read what static files there are
    TransactionTestCase._fixture_teardown = _empty  # type: ignore[method-assign]


def pytest_unconfigure() -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        drop_template()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The test database is a copy of the run's template, so that its tables are made once for all processes."""
    connection.settings_dict["TEST"]["TEMPLATE"] = template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database; at its end whoever is still connected (a thread of a race, a killed process) is cut off."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session")
def worker(django_db_setup: None) -> Iterator[subprocess.Popen[bytes]]:
    """A real Celery worker on this process's test database; what a test asks of it must be committed (`transaction=True`)."""
    env = environment(DATABASE_URL=named(connection.settings_dict["NAME"]))
    log = place.log_file(settings.DATA, f"worker-{connection.settings_dict['NAME']}")
    command = [*WORKER, "-n", f"test-{os.getpid()}", "-Q", "notices,documents,default", "--concurrency=1"]
    process = children.start(command, log=log, env=env, cwd=place.ROOT)
    _wait_until(lambda: "ready." in children.tail(log, 50), process, log)
    yield process
    children.stop(process)


@pytest.fixture(scope="module")
def own_portal() -> Iterator[OwnPortal]:
    """A portal of one module of tests: gunicorn, workers and beat on a database that no other test uses, its story told from the start."""
    with own_database(f"test_journeys_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}") as url:
        portal = OwnPortal(url)
        try:
            portal.start()
            yield portal
        finally:
            portal.stop()
            shutil.rmtree(portal.data, ignore_errors=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's headless Chromium."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.fail("缺少浏览器，请先运行：sudo apt-get install -y chromium-headless-shell libatomic1")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # its loop and the ORM share the thread of a journey
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic"]
    expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*quiet, *(["--no-sandbox"] if os.geteuid() == 0 else [])])
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page in a window of its own (its own cookies); at the end none may have left the host or broken the policy."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(*, width: int = 1280, height: int = 900, base_url: str | None = None, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            base_url=base_url,
            java_script_enabled=script,
        )
        contexts.append(context)
        context.on("request", lambda request: faults.append(f"left the host: {request.url}") if _is_elsewhere(request.url) else None)
        page = context.new_page()
        page.on("console", lambda said: faults.append(f"{page.url}: {said.text}") if _is_fault(said) else None)
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def _empty(case: TransactionTestCase, flush: Callable[[TransactionTestCase], None] = TransactionTestCase._fixture_teardown) -> None:
    """Delete what a test has committed, past all triggers. Flushing makes every table and index anew; it is left to who may not do this."""
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    rows = ";".join(f'DELETE FROM "{name}"' for name in sorted(names - {"django_content_type", "auth_permission"}))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(rows)
    except ProgrammingError:
        flush(case)


def _is_elsewhere(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:"))


def _is_fault(said: ConsoleMessage) -> bool:
    return said.type == "error" and "the server responded with a status of 4" not in said.text  # a refusal is an answer


def _wait_until(done: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while not done():
        assert process.poll() is None, children.tail(log)
        assert time.monotonic() < deadline, children.tail(log)
        time.sleep(0.1)


@pytest.fixture
def site(settings, request, monkeypatch) -> str:
    """The address of a server on this test's own database."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop running in this thread
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # this server knows no hashed names
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    return str(request.getfixturevalue("live_server").url).replace("localhost", "127.0.0.1")
