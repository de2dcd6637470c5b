"""How many SQL statements a page or a whole registration takes, asked of the application itself; and a signed-in cookie."""

from collections.abc import Iterable
from datetime import date
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.registering import Answer, make_papers, people, prove_number, register
from bureaus import actions as bureaus
from bureaus import clock
from bureaus.models import User
from policy.people import Education
from policy.powers import Role
from recruitment import actions, eligibility
from recruitment.actions.papers import Arrival
from recruitment.models import Round

SECTIONS: dict[str, dict[str, object]] = {
    "education": {"education": Education.BACHELOR, "school": "演示大学", "major": "法学", "graduated_on": date(2019, 7, 1)},
    "residence": {"registered_in_yangquan": True, "registered_address": "演示", "lives_in_yangquan": True},
    "experience": {"has_legal_qualification": False, "studied_law": True, "served_in_justice": False, "experience": ""},
}


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
    for _ in range(2):  # what only a process's first request asks is in the first
        browser, (person,) = InProcess(), people(1)
        prove_number(browser, person, lambda name: _code(name))
        with CaptureQueriesContext(connection) as asked:
            register(browser, person, papers, round=round.pk, vacancy=vacancy)
        counted = {"statements": len(asked) - _marks(asked), "transactions": _marks(asked), "acts": acts(round)}
    return counted


def acts(round: Round) -> int:
    """Statements of the acts of one whole registration alone: what writes, without sessions and pages."""
    papers, now = make_papers(), clock.now()
    vacancy = round.vacancies.all()[0]
    said = {rule.key: rule.key == "citizenship" for rule in eligibility.asked(round)}
    (person,) = people(1)
    with CaptureQueriesContext(connection) as asked:
        by = bureaus.open_account(
            username=f"bench-{person.phone}",
            name="演示",
            role=Role.APPLICANT,
            password="x" * 16,
            phone=person.phone,
            phone_verified=True,
            now=now,
        )
        actions.save_profile(name="演示", id_number=person.id_number, address="", by=by, now=now)
        application = actions.begin_application(round=round, vacancy=vacancy, by=by, now=now)
        for section, fields in SECTIONS.items():
            actions.save_section(application=application, section=section, by=by, now=now, **fields)
        arrivals = [Arrival.of(kind, SimpleUploadedFile(called, content)) for kind, called, content in papers.files()]
        actions.attach_each(application=application, arrivals=arrivals, by=by, now=now)
        application = actions.declare(application=application, declared=said, relatives={}, consent=True, pledge=True, by=by, now=now)
        actions.submit(application=application, nonce=uuid4(), by=by, seen=application.version, now=now)
    return len(asked) - _marks(asked)


def _marks(asked: CaptureQueriesContext) -> int:
    """How many statements only begin and end transactions."""
    return sum(query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for query in asked.captured_queries)


def _code(name: str) -> str:
    text = (settings.LETTERS_DIR / name).read_text(encoding="utf-8")
    return text.partition("验证码 ")[2][:6]


def sign_in(user: User) -> str:
    """A Cookie header of a session of this user."""
    client = Client()
    client.force_login(user)
    client.get("/")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
