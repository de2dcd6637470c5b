"""A county of 200 assistants in its yearly appraisal: its pages, and the pack of all its sheets; prints one JSON object.

The people, their 述职 and marks are written in bulk, past the actions; the decision and the pack go their way.
"""

import json
import sys
import time
from datetime import date
from decimal import Decimal
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - settings come first
from django.core.management import call_command  # noqa: E402

from bench.counting import queries  # noqa: E402
from bureaus import clock, outbox  # noqa: E402
from bureaus.models import JudicialOffice, User  # noqa: E402
from evaluation import actions  # noqa: E402
from evaluation.actions import Decision  # noqa: E402
from evaluation.models import Appraisal, AppraisalPeriod, OfficeMarks  # noqa: E402
from evaluation.tasks import make_appraisal_pack  # noqa: E402
from policy.appraisal import Grade  # noqa: E402
from policy.appraisal_way import Cycle  # noqa: E402
from staffing.models import Assistant, Posting  # noqa: E402
from yangquan_portal.founding import enter_calendars  # noqa: E402
from yangquan_portal.story.staff import engage  # noqa: E402

PEOPLE = 200
SUMMARY = "一年来协助调解矛盾纠纷，参与普法宣传，协助社区矫正走访，配合做好安置帮教。" * 6
PERIODS = "/evaluation/appraisals/"


def measure() -> dict[str, Any]:
    call_command("migrate", verbosity=0)
    now = clock.now()
    cast = engage(password=None, now=now)
    enter_calendars(range(now.year, now.year + 1), by=cast.operator, now=now)
    team = cast.teams["盂县"]
    clerk, head = team.clerk, team.head
    period = _marked(clerk, head, now)
    page = f"{PERIODS}periods/{period.pk}/"
    told: dict[str, Any] = {"sql": {"periods": queries(PERIODS, user=clerk), "period": queries(page, user=clerk)}}
    grades = [Grade.EXCELLENT] * (PEOPLE // 5) + [Grade.COMPETENT] * (PEOPLE - PEOPLE // 5)
    decided = dict(zip(period.appraisals.values_list("pk", flat=True), map(Decision, grades), strict=True))
    began = time.perf_counter()
    period = actions.prepare_grades(period=period, decisions=decided, by=clerk, seen=period.version, now=now)
    told["grades"] = time.perf_counter() - began
    period = actions.offer_grades(period=period, by=clerk, seen=period.version, now=now)
    period = actions.confirm_grades(period=period, by=head, seen=period.version, now=now)
    pack = actions.ask_appraisal_pack(period=period, by=clerk, now=now)
    began = time.perf_counter()
    make_appraisal_pack(pack.pk)
    told["pack"] = time.perf_counter() - began
    pack.refresh_from_db()
    return told | {"sheets": pack.done, "mib": pack.pdf.size / 1024 / 1024}


def _marked(clerk: User, head: User, now: Any) -> AppraisalPeriod:
    """A period of last year in which everybody has written and been marked."""
    county = clerk.county
    assert county is not None  # noqa: S101 - a clerk has one
    offices = list(JudicialOffice.objects.filter(county=county))
    people = Assistant.objects.bulk_create(
        Assistant(county=county, name=f"演示{place:03d}", sex="女", id_number="0", id_hash=f"bench-{place}", id_last4="0000")
        for place in range(PEOPLE)
    )
    last = now.year - 1
    first_day = date(last - 1, 1, 1)
    Posting.objects.bulk_create(
        Posting(assistant=each, office=offices[place % len(offices)], first_day=first_day) for place, each in enumerate(people)
    )
    scheme = actions.begin_appraisal_scheme(county=county, by=clerk, now=now)
    scheme = actions.offer_appraisal_scheme(scheme=scheme, by=clerk, seen=scheme.version, now=now)
    actions.confirm_appraisal_scheme(scheme=scheme, by=head, seen=scheme.version, now=now)
    dates = {"first_day": date(last, 1, 1), "last_day": date(last, 12, 31)}
    period = actions.open_period(county=county, cycle=Cycle.YEAR, by=clerk, now=now, **dates)
    Appraisal.objects.filter(period=period).update(summary=SUMMARY, summary_by=clerk, summary_at=now, total=Decimal(92))
    marks = dict.fromkeys(("integrity", "ability", "diligence", "results", "probity", "total"), Decimal(92))
    said = {"suggestion": Grade.COMPETENT.value, "opinion": "工作认真负责，群众满意。", "entered_by": head, "entered_at": now}
    OfficeMarks.objects.filter(appraisal__period=period).update(**marks, **said)
    return AppraisalPeriod.objects.select_related("scheme", "county").get(pk=period.pk)


settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
with outbox.nobody_woken():
    told = measure()
json.dump(told, sys.stdout)
