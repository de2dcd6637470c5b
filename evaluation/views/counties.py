"""The counties side by side, for the city and for whoever supervises; a county reads its own line."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bureaus import clock
from bureaus.access import requires
from bureaus.requests import SignedInRequest
from documents.exports import export
from evaluation.counties import county_years, table, titles
from policy.powers import Power

FIRST_YEAR = 2024  # the document is of this year


@requires(Power.APPRAISAL_VIEW)
@require_safe
def counties(request: SignedInRequest) -> HttpResponse:
    """Who serves, who left this year and why, which rules are filed."""
    year, newest = _years(request)
    context = {
        "rows": county_years(request.user, year, clock.today(request.now)),
        "year": year,
        "titles": titles(),
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < newest else None,
    }
    return render(request, "evaluation/appraisals/counties.html", context)


@requires(Power.APPRAISAL_VIEW)
@require_safe
def counties_export(request: SignedInRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    year, _ = _years(request)
    rows = county_years(request.user, year, clock.today(request.now))
    return export(request, table(rows, year=year), filename=f"各县（区）管理情况{year}.xlsx")


def _years(request: SignedInRequest) -> tuple[int, int]:
    """The year that was asked for, and the newest there is; anything else is the newest."""
    newest = clock.today(request.now).year
    asked = request.GET.get("year", "")
    known = asked.isascii() and asked.isdecimal() and len(asked) == 4 and FIRST_YEAR <= int(asked) <= newest
    return (int(asked) if known else newest), newest
