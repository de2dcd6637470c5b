"""A county of two hundred assistants with one year of daily logs: filled, and the SQL of each list counted; prints one JSON object.

The rows are written in bulk, past the actions: this is load, not a story.
"""

import json
import sys
from datetime import date, datetime, timedelta
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - settings come first
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from bench.counting import queries, sign_in  # noqa: E402
from bureaus import clock, outbox  # noqa: E402
from bureaus.models import User  # noqa: E402
from evaluation.grids import Cell, MonthGrid  # noqa: E402
from evaluation.models import Attendance, EntryState, LogEntry  # noqa: E402
from policy.duties import BY_NUMBER  # noqa: E402
from policy.powers import Role  # noqa: E402
from staffing.models import Assistant, Posting, identity_hash  # noqa: E402
from yangquan_portal.founding import enter_calendars  # noqa: E402
from yangquan_portal.story.staff import engage  # noqa: E402

PEOPLE, DAYS = 200, 250
YEAR = 2025


def fill() -> dict[str, Any]:
    call_command("migrate", verbosity=0)
    now = clock.now()
    cast = engage(password=None, now=now)
    enter_calendars(range(YEAR, YEAR + 1), by=cast.operator, now=now)
    team = cast.teams["盂县"]
    offices = list(team.county.offices.order_by("code"))
    account = User.objects.create(username="bench-assistant", name="演示", role=Role.ASSISTANT, password="!", is_demo=True, date_joined=now)  # noqa: S106
    people = Assistant.objects.bulk_create(
        Assistant(
            county=team.county,
            person=account if place == 0 else None,
            name=f"演示{place:03d}",
            sex="男",
            id_number=f"bench{place:013d}",
            id_hash=identity_hash(f"bench{place:013d}"),
            id_last4=f"{place:04d}",
        )
        for place in range(PEOPLE)
    )
    where = {person.pk: offices[place % len(offices)] for place, person in enumerate(people)}
    Posting.objects.bulk_create(Posting(assistant=person, office=where[person.pk], first_day=date(YEAR, 1, 1)) for person in people)
    days = [date(YEAR, 1, 1) + timedelta(days=passed) for passed in range(365)]
    worked = [day for day in days if day.weekday() < 5][:DAYS]
    for person in people:
        LogEntry.objects.bulk_create(_entry(person, where[person.pk], day, place, now) for place, day in enumerate(worked))
        Attendance.objects.bulk_create(
            Attendance(assistant=person, office=where[person.pk], day=day, kind="present", entered_by=team.clerk, entered_at=now)
            for day in worked
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    office, month = offices[0].pk, f"{YEAR}-06"
    pages = {
        "offices": f"/evaluation/daily/?month={month}",
        "people": f"/evaluation/daily/people/?year={YEAR}",
        "office log": f"/evaluation/daily/{office}/{month}/log/",
        "grid": f"/evaluation/daily/{office}/{month}/",
        "leave": "/evaluation/daily/leave/",
    }
    mine = {"own log": f"/evaluation/service/log/?month={month}", "own home": "/evaluation/service/"}
    sql = {name: queries(path, user=team.clerk) for name, path in pages.items()}
    sql |= {name: queries(path, user=account) for name, path in mine.items()}
    cookies = {**dict.fromkeys(pages, sign_in(team.clerk)), **dict.fromkeys(mine, sign_in(account))}
    shown = LogEntry.objects.filter(office=office, day__month=6).select_related("assistant", "office").order_by("-day", "-pk")
    return {
        "pages": {**pages, **mine},
        "sql": sql,
        "cookies": cookies,
        "entries": LogEntry.objects.count(),
        "rows": [_plain(row) for row in shown],
        "grid": [_cell(person.name, cell) for person, cells in MonthGrid(offices[0], date(YEAR, 6, 1)).rows for cell in cells],
    }


def _entry(person: Assistant, office: Any, day: date, place: int, now: datetime) -> LogEntry:
    duty = place % 12 + 1
    return LogEntry(
        assistant=person,
        office=office,
        day=day,
        duty=duty,
        measures={each.key: place % 5 for each in BY_NUMBER[duty].measures},
        text="协助演示工作人员办理一件事（演示）。",
        officer="演示" if BY_NUMBER[duty].names_officer else "",
        state=EntryState.SUBMITTED,
        written_at=now,
        submitted_at=now,
    )


def _plain(entry: LogEntry) -> dict[str, str]:
    """The same line for the bare project."""
    return {
        "day": str(entry.day),
        "name": entry.assistant.name,
        "duty": entry.title,
        "counted": entry.counted,
        "text": entry.text,
        "officer": entry.officer,
        "state": entry.get_state_display(),
    }


def _cell(name: str, cell: Cell | None) -> dict[str, Any]:
    """The same cell for the bare project."""
    assert cell is not None  # noqa: S101 - everybody served the whole year
    return {"name": name, "day": cell.day.day, "kind": cell.mark, "entries": cell.entries}


settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
with outbox.nobody_woken():
    told = fill()
json.dump(told, sys.stdout)
