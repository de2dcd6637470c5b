"""Every table that leaves the portal, found in the URLconf by what its view does, and taken away by somebody who may."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from html import unescape
from io import BytesIO
from re import findall

from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from openpyxl import load_workbook

from bureaus import clock
from bureaus.access import holds
from bureaus.models import AuditEvent, JudicialOffice, User
from evaluation.models import AppraisalPeriod
from policy.powers import Power
from recruitment.models import Round, ScoreSheet
from staffing.models import Assistant, Contract, Filing, Matter, PayScheme, QuotaPlan
from tests.architecture.test_access import Page, walk

TEMPLATES_AND_ERRORS = {
    # to be filled in: a table without some of its columns could not come back
    "staffing:establishment_template",
    "staffing:table_template",
    "screening_template",
    "recruitment:opinions_template",
    "recruitment:scores_template",
    "evaluation:log_template",
    # a file of somebody's own, with what is wrong with it or what came of it
    "staffing:establishment_errors",
    "staffing:table_errors",
    "screening",
    "recruitment:opinions_errors",
    "recruitment:scores_errors",
    "evaluation:log_errors",
    "evaluation:month_errors",
    # by an act of their own, with reason and trace; the choice of columns stands on its page
    "staffing:roster_full",
    "staffing:auxiliaries_full",
}

FILTERED = {"documents:audit_export": {"verb": "begin_plan"}}
"""What is asked of an export besides itself: the trail grows with every export of it, but not what it holds of this act."""


def calling(name: str, patterns: list[object]) -> list[Page]:
    """The pages whose view calls a function by this name."""
    return [page for page in walk(patterns) if name in _names(page)]  # type: ignore[arg-type]


def _names(page: Page) -> tuple[str, ...]:
    view = inspect.unwrap(page.view)
    code = getattr(getattr(view, "__func__", view), "__code__", None)
    return code.co_names if code else ()


def arguments(name: str) -> list[object]:
    """What stands in an export's address in the demonstration."""
    office = JudicialOffice.objects.filter(county__name="郊区", postings__isnull=False).first()
    written, waiting = Round.objects.filter(intake__track="public", stage="publicity"), Round.objects.filter(stage="registration")
    selecting = Round.objects.filter(intake__track="internal")
    return {
        "staffing:plan_export": lambda: [QuotaPlan.objects.get(county__name="盂县").pk],
        "staffing:plan_journeys_export": lambda: [QuotaPlan.objects.get(county__name="盂县").pk],
        "staffing:matter_journeys_export": lambda: [Matter.objects.first().pk],
        "staffing:filing_sent_export": lambda: [Filing.objects.first().pk],
        "staffing:safeguard_export": lambda: ["pay", PayScheme.objects.first().pk],
        "staffing:postings_export": lambda: [Assistant.objects.first().pk],
        "staffing:contracts_export": lambda: [Assistant.objects.first().pk],
        "evaluation:renewals_export": lambda: [Contract.objects.signed().first().pk],
        "evaluation:protections_export": lambda: [Contract.objects.signed().first().pk],
        "staffing:matter_export": lambda: [Matter.objects.first().pk],
        "recruitment:counter_export": lambda: [waiting.get().pk],
        "recruitment:statistics_export": lambda: [written.get().pk],
        "recruitment:openings_export": lambda: [written.get().pk],
        "recruitment:vacancies_export": lambda: [written.get().pk],
        "recruitment:notices_export": lambda: [written.get().pk],
        "recruitment:round_conditions_export": lambda: [selecting.get().pk],
        "recruitment:exam_room_export": lambda: [written.get().pk, 1],
        "documents:desk_list_export": lambda: ["user"],
        "recruitment:scores_export": lambda: [written.get().pk, "written_exam"],
        "recruitment:panel_export": lambda: [written.get().pk],
        "recruitment:rechecks_export": lambda: [written.get().pk],
        "recruitment:objections_export": lambda: [written.get().pk],
        "recruitment:results_export": lambda: [written.get().pk],
        "recruitment:contracts_export": lambda: [written.get().pk],
        "recruitment:score_sheet_export": lambda: [ScoreSheet.objects.filter(stage="interview").first().pk],
        "staffing:establishment_office_export": lambda: [office.pk],
        "recruitment:merit_export": lambda: [written.get().pk],
        "recruitment:exam_seats": lambda: [written.get().pk],
        "recruitment:interview_list": lambda: [written.get().pk],
        "evaluation:period_export": lambda: [AppraisalPeriod.objects.first().pk],
        "evaluation:month_log_export": lambda: [office.pk, "2024-05"],
        "evaluation:month_sheet": lambda: [office.pk, "2024-05"],
    }.get(name, list)()


@contextmanager
def reader(page: Page, now: datetime) -> Iterator[tuple[Client, str]]:
    """Somebody of the demonstration who gets the file, and its address; what they leave behind is taken back."""
    address = reverse(page.name, args=arguments(page.name))
    powers = page.powers or (Power.FILING_FILE,)
    with clock.standing_at(now), override_settings(DEMO=True), transaction.atomic():
        for user in User.objects.order_by("pk"):
            client = Client()
            if any(holds(user, power) for power in powers):
                client.force_login(user)
                if client.get(address).status_code == 200:
                    yield client, address
                    break
        else:
            raise AssertionError(f"nobody of the demonstration may take {address}")
        transaction.set_rollback(True)


def heads(content: bytes) -> list[str]:
    return [cell.value.removesuffix("*") for cell in next(load_workbook(BytesIO(content)).worksheets[0].iter_rows())]


def notes(content: bytes) -> dict[str, str]:
    """The sheet 说明, by title."""
    return dict(load_workbook(BytesIO(content))["说明"].iter_rows(values_only=True))


def offered(page: str) -> list[tuple[str, bool]]:
    """The columns on the page of choice by key, and whether they are ticked."""
    return [
        (unescape(key), "checked" in rest) for key, rest in findall(r'<input type="checkbox" name="column" value="([^"]*)"([^>]*)>', page)
    ]


@contextmanager
def trace() -> Iterator[Callable[[], dict[str, object] | None]]:
    """What the export since the last look has left in the audit trail: lines and chosen columns; None where it left nothing."""
    seen = AuditEvent.objects.order_by("number").last()

    def look() -> dict[str, object] | None:
        nonlocal seen
        newer = list(AuditEvent.objects.filter(number__gt=seen.number if seen else 0).order_by("number"))
        seen = newer[-1] if newer else seen
        (event,) = newer or (None,)
        if event is None:
            return None
        assert event.verb.startswith("export_")
        return {key: value for key, value in event.details.items() if key != "table"}

    yield look
