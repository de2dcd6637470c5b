"""The rows that are measured: one announced round, and ten thousand applications that wait for their review.

They are written in bulk, past the actions: this is load, not a story.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from bureaus import clock
from bureaus.models import User
from bureaus.models.who import phone_hash
from policy.powers import Role
from recruitment import actions
from recruitment.models import Application, PublicNotice, Round, Status
from staffing.models import identity_hash
from yangquan_portal.founding import enter_calendars
from yangquan_portal.story import planning, recruiting
from yangquan_portal.story.people import Person
from yangquan_portal.story.staff import engage

MANY = 10_000


def announce(now: datetime) -> tuple[Round, PublicNotice]:
    """The five counties and one announced round that takes registrations."""
    with clock.standing_at(now):
        cast = engage(password=None, now=now)
        enter_calendars(range(now.year, now.year + 1), by=cast.operator, now=now)
        intake = actions.open_intake(title="测量用招聘期（演示）", track="public", by=cast.city, now=now)
        team = cast.teams["盂县"]
        plan = planning.submit_plan(team, planning.draft_plan(team, year=now.year, now=now), now=now)
        plan = planning.file_plan(plan, city=cast.city, now=now)
        window = planning.Window(now - timedelta(days=1), now + timedelta(days=9))
        round = planning.begin_round(team, intake=intake, plan=plan, window=window, now=now)
        notice = planning.post(team, round, "announcement", now=now)
    return Round.objects.select_related("scheme", "intake", "county").get(pk=round.pk), notice


def fill(round: Round, now: datetime, *, start: int = 0, number: int = MANY) -> None:
    """Write applications that wait for their review, from `start` on."""
    line = islice(recruiting.eligible_people(round, 1), start, start + number)
    accounts = User.objects.bulk_create(_account(person, now) for person in line)
    vacancies = recruiting.vacancies_of(round)
    line = islice(recruiting.eligible_people(round, 1), start, start + number)
    Application.objects.bulk_create(
        (
            _application(round, vacancies[place % len(vacancies)], account, person, place + start, now)
            for place, (account, person) in enumerate(zip(accounts, line, strict=True))
        ),
        batch_size=1000,
    )


def _account(person: Person, now: datetime) -> User:
    return User(
        username=person.account,
        name=person.name,
        role=Role.APPLICANT,
        password="!",  # noqa: S106 - unusable
        phone=person.phone,
        phone_hash=phone_hash(person.phone),
        is_demo=True,
        date_joined=now,
    )


def _application(round: Round, vacancy: Any, account: User, person: Person, place: int, now: datetime) -> Application:
    return Application(
        intake=round.intake,
        round=round,
        county=round.county,
        vacancy=vacancy,
        applicant=account,
        number=f"YQ{now.year}-22-{place:06d}",
        status=Status.ACTIVE,
        stage="review",
        saved_at=now,
        submitted_at=now - timedelta(seconds=place),
        name=person.name,
        id_number=person.id_number,
        id_hash=identity_hash(person.id_number),
        id_last4=person.id_number[-4:],
        born_on=datetime.strptime(person.id_number[6:14], "%Y%m%d").date(),  # noqa: DTZ007 - a date has no zone
        sex="男" if int(person.id_number[16]) % 2 else "女",
        phone=person.phone,
        education=person.education,
        school=person.school,
        major=person.major,
        graduated_on=person.graduated_on,
        registered_in_yangquan=person.registered_in_yangquan,
        lives_in_yangquan=True,
        has_legal_qualification=person.has_legal_qualification,
        studied_law=person.studied_law,
        served_in_justice=person.served_in_justice,
        declared={},
        consent_version="1",
        consented_at=now,
        pledge_version="1",
        pledged_at=now,
    )


def as_plain(notice: PublicNotice) -> dict[str, Any]:
    """The same rows for the bare project: what its two pages show."""
    rows = Application.objects.select_related("vacancy__line__office").order_by("submitted_at").iterator()
    return {
        "notice": {"pk": notice.pk, "title": notice.title, "body": notice.body, "posted_at": str(notice.posted_at)},
        "rows": list(_plain(rows)),
    }


def _plain(applications: Iterator[Application]) -> Iterator[dict[str, Any]]:
    for application in applications:
        yield {
            "number": application.number,
            "name": application.name,
            "id_last4": application.id_last4,
            "born_on": str(application.born_on),
            "education": application.get_education_display(),
            "major": application.major,
            "office": application.vacancy.line.office.name if application.vacancy else "",
            "preference": "法律职业资格" if application.has_legal_qualification else "—",
            "status": application.get_status_display(),
            "submitted_at": str(application.submitted_at),
        }
