"""Tables that come in: the template, the upload, what it would change, and the error workbook."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bureaus.access import requires
from bureaus.models import County
from bureaus.requests import SignedInRequest
from documents.delivery import export_response
from documents.exchange import DifferencesForm, Reading, SheetForm, compare, own_sheet, take_sheet
from documents.exports import made
from documents.spreadsheets import template, write
from documents.uploads import UnfitFile
from policy.powers import Power
from staffing import actions
from staffing.tables import KINDS, Incoming, incoming

BACK = {"auxiliaries": "auxiliaries", "training": "trainings", "health": "health_checks", "contacts": "roster"}


@requires(Power.ROSTER_EDIT, Power.AUXILIARY_EDIT)
def table(request: SignedInRequest, kind: str) -> HttpResponse:
    """Take the filled-in table."""
    found = _incoming(request, kind)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_valid():
        stored = take_sheet(form, by=request.user, now=request.now)
        if stored is not None:
            return redirect("staffing:table_read", kind, stored.pk)
    return render(request, "staffing/tables/upload.html", {**_frame(kind, found), "form": form})


@requires(Power.ROSTER_EDIT, Power.AUXILIARY_EDIT)
@require_safe
def table_template(request: SignedInRequest, kind: str) -> HttpResponse:
    """The table to fill in; where it is about assistants, with a line for each who serves."""
    found = _incoming(request, kind)
    meta = {"用法": found.use, **made(request.user, request.now)}
    content = write(found.sheet, found.lines, meta=meta) if found.lines else template(found.sheet)
    return export_response(f"{found.sheet.title}模板.xlsx", content)


@requires(Power.ROSTER_EDIT, Power.AUXILIARY_EDIT)
@never_cache
def table_read(request: SignedInRequest, kind: str, file: int) -> HttpResponse:
    """What the table would change; confirmed, the whole of it is written or nothing."""
    found = _incoming(request, kind)
    try:
        reading = _reading(request, found, file)
    except UnfitFile as fault:
        messages.error(request, str(fault))
        return redirect("staffing:table", kind)
    form = DifferencesForm(request.POST if request.method == "POST" else None, reading=reading)
    if form.is_valid():
        try:
            count = found.take(reading.rows)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已保存 {count} 行。")
            return redirect(f"staffing:{BACK[kind]}")
    context = {
        **_frame(kind, found),
        "reading": reading,
        "form": form,
        "label": f"保存 {len(reading.rows)} 行",
        "back": reverse("staffing:table", args=[kind]),
        "errors_url": reverse("staffing:table_errors", args=[kind, file]),
        "what": found.sheet.title,
    }
    return render(request, "staffing/tables/read.html", context)


@requires(Power.ROSTER_EDIT, Power.AUXILIARY_EDIT)
@require_safe
@never_cache
def table_errors(request: SignedInRequest, kind: str, file: int) -> HttpResponse:
    """The table as it came, each fault in red beside its cell."""
    found = _incoming(request, kind)
    try:
        reading = _reading(request, found, file)
    except UnfitFile as fault:
        messages.error(request, str(fault))
        return redirect("staffing:table", kind)
    return export_response(f"{found.sheet.title}需要改正的地方.xlsx", reading.error_workbook)


def _incoming(request: SignedInRequest, kind: str) -> Incoming:
    if kind not in KINDS:
        raise Http404
    county = get_object_or_404(County, pk=request.user.county_id)
    return incoming(kind, county=county, by=request.user, now=request.now)


def _reading(request: SignedInRequest, found: Incoming, file: int) -> Reading:
    return compare(found.sheet, own_sheet(request.user, file), current=found.current, judge=found.judge)


def _frame(kind: str, found: Incoming) -> dict[str, Any]:
    return {"kind": kind, "title": found.title, "use": found.use, "list_url": reverse(f"staffing:{BACK[kind]}")}
