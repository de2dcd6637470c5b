"""The programme as counties and city follow it: every obligation with its day, its proof and how late it is."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bureaus import clock
from bureaus.access import holds, requires
from bureaus.models import County
from bureaus.requests import SignedInRequest
from documents.exports import export
from policy.powers import Power
from staffing import filing_sheets, progress
from staffing.models import Programme


@requires(Power.FILING_VIEW)
@require_safe
def programme(request: SignedInRequest) -> HttpResponse:
    """The three phases; a county sees its own obligations, the city those of every county and its own."""
    found, owed = _read(request)
    context = {
        "programme": found,
        "programmes": list(Programme.objects.all()),
        "phases": progress.phases(found, owed) if found else [],
        "late": sum(each.is_late for each in owed),
        "many_counties": request.user.county_id is None,
        "may_set": holds(request.user, Power.PROGRAMME_SET),
    }
    return render(request, "staffing/filings/programme.html", context)


@requires(Power.FILING_VIEW)
@require_safe
def programme_export(request: SignedInRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    found, owed = _read(request)
    title = found.title if found else "试点进度"
    return export(request, filing_sheets.programme_table(owed, title=title), filename="试点进度.xlsx")


def _read(request: SignedInRequest) -> tuple[Programme | None, list[progress.Owed]]:
    """The programme asked for, or the one that runs, and how it stands."""
    today = clock.today(request.now)
    wanted = request.GET.get("programme", "")
    found = Programme.objects.prefetch_related("phases").filter(pk=wanted).first() if wanted.isdecimal() and len(wanted) < 10 else None
    found = found or progress.current(today)
    if found is None:
        return None, []
    one_county = request.user.county_id
    counties = County.objects.filter(pk=one_county) if one_county else County.objects.all()
    return found, progress.standing(found, counties, today, with_city=one_county is None)
