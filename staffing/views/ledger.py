"""The quota ledger: for a county each 司法所, for the city each county."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import add
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bureaus.access import requires
from bureaus.requests import SignedInRequest
from documents.exports import export, filter_words
from policy.powers import Power
from policy.tracks import TRACKS
from staffing import spreadsheets
from staffing.forms import LedgerFilterForm
from staffing.models import PlanLine, PlanStatus, Use


@dataclass(frozen=True)
class LedgerRow:
    """One office's, or one county's, places: what stands in the plan and how each track has used it."""

    title: str
    offices: int
    established: int
    uses: list[Use]
    url: str = ""
    note: str = ""

    @property
    def remaining(self) -> int:
        return sum(use.remaining for use in self.uses)


@requires(Power.LEDGER_VIEW)
@require_safe
def ledger(request: SignedInRequest) -> HttpResponse:
    """How the filed numbers of one year are used."""
    form, _, rows = _read(request)
    context = {
        "form": form,
        "rows": rows,
        "total": _total(rows),
        "tracks": list(TRACKS.values()),
        "query": request.GET.urlencode(),
        "regained": any(use.regained for row in rows for use in row.uses),
    }
    return render(request, "staffing/ledger.html", context)


@requires(Power.LEDGER_VIEW)
@require_safe
def ledger_export(request: SignedInRequest) -> HttpResponse:
    """The same rows as a spreadsheet."""
    form, year, rows = _read(request)
    told = [(f"{row.title}（{row.note}）" if row.note else row.title, row.established, row.uses) for row in [*rows, _total(rows)]]
    chosen = filter_words(form, {**form.cleaned_data, "year": None})  # the year is named beside it
    return export(request, spreadsheets.ledger_table(told, year=year), filename="数额台账.xlsx", chosen=chosen)


def _read(request: SignedInRequest) -> tuple[LedgerFilterForm, int, list[LedgerRow]]:
    """The filter, its year and its rows: by office where one county is looked at, else by county."""
    lines = PlanLine.objects.visible_to(request.user).filter(plan__status=PlanStatus.FILED)
    years = sorted(set(lines.values_list("plan__year", flat=True)), reverse=True)
    one_county = request.user.county_id is not None
    form = LedgerFilterForm(request.GET, years=years, one_county=one_county)
    form.is_valid()
    wanted = form.cleaned_data
    year = wanted.get("year") or next(iter(years), 0)
    lines = lines.filter(plan__year=year)
    if wanted.get("county"):
        lines = lines.filter(plan__county=wanted["county"])
    order = ("plan__county__code", "office__code", "-plan__edition")
    found = _one_an_office(lines.with_use().select_related("office", "plan__county").order_by(*order))
    if one_county or wanted.get("county"):
        return form, year, [_row(str(line.office), [line], note=_note(line)) for line in found]
    return (
        form,
        year,
        [
            _row(str(county), list(group), url=_county_url(year, county.pk))
            for county, group in groupby(found, key=lambda line: line.plan.county)
        ],
    )


def _one_an_office(lines: Iterable[PlanLine]) -> list[PlanLine]:
    """Each office's line in the edition in force; an office that has none there stands with its last line as long as it holds use."""
    newest = [next(group) for _, group in groupby(lines, key=lambda line: line.office_id)]
    return [line for line in newest if _in_force(line) or any(line.use(track).used for track in TRACKS)]


def _in_force(line: PlanLine) -> bool:
    return bool(line.plan.filed_at == line.in_force_since)  # type: ignore[attr-defined]


def _note(line: PlanLine) -> str:
    if _in_force(line):
        return ""
    return "已撤销，人员已调配" if line.office.closed_on else "现行方案没有列"


def _county_url(year: int, county: int) -> str:
    query = QueryDict(mutable=True)
    query.update({"year": str(year), "county": str(county)})
    return f"{reverse('staffing:ledger')}?{query.urlencode()}"


def _row(title: str, lines: list[PlanLine], *, url: str = "", note: str = "") -> LedgerRow:
    uses = [reduce(add, (line.use(track) for line in lines)) for track in TRACKS]
    counted = [line for line in lines if _in_force(line)]
    return LedgerRow(title, len(counted), sum(line.established_posts or 0 for line in counted), uses, url, note)


def _total(rows: list[LedgerRow]) -> LedgerRow:
    nothing: list[Any] = [Use(0, 0, 0, 0) for _ in TRACKS]
    uses = [reduce(add, column) for column in zip(nothing, *(row.uses for row in rows), strict=True)]
    return LedgerRow("合计", sum(row.offices for row in rows), sum(row.established for row in rows), uses)
