"""难点堵点: a county's list, and how far each has come."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from bureaus.access import holds, requires
from bureaus.models import County
from bureaus.requests import SignedInRequest
from bureaus.tenancy import Stale
from documents.exports import export
from policy.powers import Power
from staffing import actions, filing_sheets
from staffing.forms.filings import MoveDifficultyForm, NoteDifficultyForm
from staffing.models import Difficulty

A_PAGE = 50


@requires(Power.FILING_VIEW)
def difficulties(request: SignedInRequest) -> HttpResponse:
    """What stands in the way, the newest first; a county writes a new one here."""
    may_keep = holds(request.user, Power.DIFFICULTY_KEEP)
    form = NoteDifficultyForm(request.POST or None) if may_keep else None
    if form is not None and form.is_valid():
        county = get_object_or_404(County, pk=request.user.county_id)
        try:
            actions.note_difficulty(county=county, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "已登记，下一次上报时一并报市司法局。")
            return redirect("staffing:difficulties")
    rows = Difficulty.objects.visible_to(request.user).select_related("county", "noted_by")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "may_keep": may_keep, "many_counties": request.user.county_id is None}
    return render(request, "staffing/filings/difficulties.html", context)


@requires(Power.FILING_VIEW)
@require_safe
def difficulties_export(request: SignedInRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    rows = Difficulty.objects.visible_to(request.user).select_related("county")
    return export(request, filing_sheets.difficulties_table(rows), filename="难点堵点.xlsx")


@requires(Power.DIFFICULTY_KEEP)
def difficulty(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say how far one has come."""
    found = get_object_or_404(Difficulty.objects.visible_to(request.user).select_related("county", "noted_by"), pk=pk)
    stored = {"seen": found.version, "solver": found.solver, "state": found.state, "note": found.note}
    form = MoveDifficultyForm(request.POST or None, initial=stored)
    if form.is_valid():
        try:
            actions.move_difficulty(difficulty=found, by=request.user, now=request.now, **form.cleaned_data)
        except Stale as problem:
            form.add_error(None, str(problem))
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "进展已更新。")
            return redirect("staffing:difficulties")
    return render(request, "staffing/filings/difficulty.html", {"difficulty": found, "form": form})
