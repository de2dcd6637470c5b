"""在册辅助人员 as of a day: the list, its exports, one row entered or corrected."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bureaus import clock
from bureaus.access import asks_again, holds, requires
from bureaus.models import County, JudicialOffice
from bureaus.requests import SignedInRequest
from bureaus.search import seals
from bureaus.tenancy import Stale
from documents.exports import export, filter_words
from policy.powers import Power
from staffing import actions
from staffing import auxiliaries as sheets
from staffing.forms.auxiliaries import AuxiliaryFilterForm, AuxiliaryForm
from staffing.models import Auxiliary
from staffing.views.whole_lists import hand_out_whole

PEOPLE_A_PAGE = 50


@requires(Power.AUXILIARY_VIEW)
@seals("name")
@require_safe
def auxiliaries(request: SignedInRequest) -> HttpResponse:
    """Who stands on the roster today, or stood on it on the day asked for."""
    form, rows, day = _read(request)
    page = Paginator(rows, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [(row, [sheets.word(getattr(row, name)) for name in Auxiliary.ANSWERS]) for row in page],
        "day": day,
        "many_counties": request.user.county_id is None,
        "query": request.GET.urlencode(),
        "may_edit": holds(request.user, Power.AUXILIARY_EDIT),
        "may_see_auxiliaries": True,
        "may_reveal": holds(request.user, Power.PERSONAL_DATA_REVEAL),
    }
    return render(request, "staffing/auxiliaries/auxiliaries.html", context)


@requires(Power.AUXILIARY_VIEW)
@require_safe
def auxiliaries_export(request: SignedInRequest) -> HttpResponse:
    """The same people as a spreadsheet, their numbers masked."""
    form, rows, day = _read(request)
    return export(request, sheets.table(rows, on=day), filename="在册辅助人员.xlsx", chosen=_words(form))


@requires(Power.PERSONAL_DATA_REVEAL)
@asks_again
@never_cache
def auxiliaries_full(request: SignedInRequest) -> HttpResponse:
    """The same people with full numbers: the password again, a stated reason, a line in the trail."""
    filtered, found, day = _read(request)
    rows = list(found)
    table = sheets.table(rows, on=day, full=True).noting("筛选", _words(filtered))
    told = f"导出 {len(rows)} 名在册辅助人员（截至 {day:%Y-%m-%d}），含完整的身份证号。"
    return hand_out_whole(request, table, of="auxiliaries", rows=len(rows), label="导出完整名单", told=told)


@requires(Power.AUXILIARY_EDIT)
@never_cache
def auxiliary_enter(request: SignedInRequest) -> HttpResponse:
    """Put somebody on the roster."""
    form = AuxiliaryForm(request.POST or None, offices=_offices(request))
    if form.is_valid():
        try:
            found = get_object_or_404(County, pk=request.user.county_id)
            actions.enter_auxiliary(county=found, facts=form.facts, by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{form.cleaned_data['name']}已登记。")
            return redirect("staffing:auxiliaries")
    return render(request, "staffing/auxiliaries/entry.html", {"form": form, "heading": "登记在册辅助人员", "label": "登记人员"})


@requires(Power.AUXILIARY_EDIT)
@never_cache
def auxiliary_change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct a row, or end it by its last day."""
    row = get_object_or_404(Auxiliary.objects.visible_to(request.user).select_related("office"), pk=pk)
    form = AuxiliaryForm(request.POST or None, auxiliary=row, offices=_offices(request))
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"] or 0
            actions.change_auxiliary(auxiliary=row, facts=form.facts, seen=seen, by=request.user, now=request.now)
        except Stale as problem:
            form.add_error(None, f"{problem}您填的仍在本页；再次保存就以本页为准。")
            form.data = {**request.POST.dict(), "seen": str(row.version)}
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{row.name}的登记已更正。")
            return redirect("staffing:auxiliaries")
    context: dict[str, Any] = {"form": form, "heading": f"更正{row.name}的登记", "label": "保存更正"}
    return render(request, "staffing/auxiliaries/entry.html", context)


def _read(request: SignedInRequest) -> tuple[AuxiliaryFilterForm, QuerySet[Auxiliary], date]:
    form = AuxiliaryFilterForm(request.GET or None, offices=JudicialOffice.objects.visible_to(request.user))
    wanted = form.wanted
    day = wanted.get("on") or clock.today(request.now)
    return form, sheets.roster(request.user, on=day, name=wanted.get("name", ""), office=wanted.get("office")), day


def _words(form: AuxiliaryFilterForm) -> str:
    return filter_words(form, {**form.wanted, "on": None})  # the day is named beside it


def _offices(request: SignedInRequest) -> QuerySet[JudicialOffice]:
    return JudicialOffice.objects.visible_to(request.user).standing()
