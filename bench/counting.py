"""How many SQL statements a page or a whole registration takes, asked of the application itself; and a signed-in cookie."""

from collections.abc import Iterable

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.registering import Answer, make_papers, people, prove_number, register
from bureaus.models import User
from recruitment.models import Round


def queries(path: str, *, user: User | None = None) -> int:
    """Statements of one request that finds nothing cached.

    :raises RuntimeError: if the page does not open.
    """
    client = Client()
    if user is not None:
        client.force_login(user)
    client.get(path)  # what only a process's first request asks
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    return len(asked)


class InProcess:
    """A browser of `bench.registering` inside this process."""

    def __init__(self) -> None:
        self.client = Client()

    def get(self, path: str) -> Answer:
        answer = self.client.get(path)
        return Answer(answer.status_code, answer.headers.get("Location", ""), answer.content.decode())

    def post(self, path: str, fields: dict[str, str], files: Iterable[tuple[str, str, bytes]] = ()) -> Answer:
        sent = {name: SimpleUploadedFile(called, content) for name, called, content in files}
        answer = self.client.post(path, {**fields, **sent})
        return Answer(answer.status_code, answer.headers.get("Location", ""), answer.content.decode())


def registration(round: Round) -> dict[str, int]:
    """Statements of one whole registration through its pages, and how many of them only begin and end transactions."""
    papers, vacancy = make_papers(), round.vacancies.all()[0].code
    counted = {}
    for run in ("first", "second"):  # what only a process's first request asks is in the first
        browser, (person,) = InProcess(), people(1)
        prove_number(browser, person, lambda name: _code(name))
        with CaptureQueriesContext(connection) as asked:
            register(browser, person, papers, round=round.pk, vacancy=vacancy)
        marks = sum(query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for query in asked.captured_queries)
        counted = {"statements": len(asked) - marks, "transactions": marks, "run": run == "second"}
    return counted


def _code(name: str) -> str:
    text = (settings.LETTERS_DIR / name).read_text(encoding="utf-8")
    return text.partition("验证码 ")[2][:6]


def sign_in(user: User) -> str:
    """A Cookie header of a session of this user."""
    client = Client()
    client.force_login(user)
    client.get("/")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
