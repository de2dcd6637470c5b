"""报名情况统计 of one round: numbers that open their lists, as a table, as a spreadsheet, on paper."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from bureaus.access import holds, requires
from bureaus.requests import SignedInRequest
from documents.exports import export
from documents.spreadsheets import Table
from policy.powers import Power
from recruitment import figures
from recruitment.models import Round
from recruitment.views.frame import find_round, framed

LISTS = {"applied": "", "waiting": "waiting", "returned": "returned", "passed": "passed", "rejected": "rejected", "ended": "ended"}
WORDS = {"applied": "报名", "waiting": "待审查", "returned": "待补正", "passed": "审查通过", "rejected": "不通过"}


@requires(Power.ROUND_VIEW)
@require_safe
def statistics(request: SignedInRequest, pk: int) -> HttpResponse:
    """How many registered for each vacancy and how far they came, now."""
    round = find_round(request, pk)
    rows = figures.by_vacancy(round)
    may_open = holds(request.user, Power.REVIEW) or holds(request.user, Power.REVIEW_CONFIRM)
    total = figures.total(rows)
    context = framed(
        round,
        "报名情况统计",
        page="statistics",
        rows=[{**row, "cells": _cells(round, row, may_open, office=row["office_pk"])} for row in rows],
        total={**total, "cells": _cells(round, total, may_open)},
        numbers=[{"value": total[name], "word": word, "url": _list(round, name) if may_open else ""} for name, word in WORDS.items()],
        taken_at=request.now,
    )
    return render(request, "recruitment/rounds/statistics.html", context)


@requires(Power.ROUND_VIEW)
@require_safe
def statistics_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same table as xlsx; it names nobody."""
    round = find_round(request, pk)
    taken_at = f"{localtime(request.now):%Y-%m-%d %H:%M}"
    table = Table(figures.SHEET, figures.by_vacancy(round), about={"批次": round.title, "截至": taken_at})
    return export(request, table, filename=f"{round.title}报名情况统计 {taken_at[:10]}.xlsx")


def _cells(round: Round, row: dict[str, Any], may_open: bool, **only: Any) -> list[dict[str, Any]]:
    titles = {column.key: column.title for column in figures.SHEET.columns}
    opens = {name: _list(round, name, **only) if may_open and row[name] else "" for name in LISTS}
    return [{"title": titles[name], "value": row[name], "url": opens[name]} for name in LISTS]


def _list(round: Round, name: str, **only: Any) -> str:
    """The list whose length a number is."""
    return f"{reverse('recruitment:applications')}?{urlencode({'round': round.pk, 'state': LISTS[name], **only})}"
