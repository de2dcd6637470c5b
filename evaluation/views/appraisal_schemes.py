"""The county's appraisal template: its editions, and the way of one to being confirmed."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bureaus.access import holds, requires
from bureaus.models import County
from bureaus.requests import SignedInRequest
from bureaus.tenancy import Stale
from documents.exports import export
from evaluation import actions
from evaluation.appraisal_tables import schemes_table
from evaluation.forms.appraisals import ReasonForm, SchemeForm, SeenForm
from evaluation.models import AppraisalScheme
from evaluation.views.asking import act
from policy.appraisal_way import SETTINGS
from policy.powers import Power


@requires(Power.APPRAISAL_VIEW)
@require_safe
def appraisal_schemes(request: SignedInRequest) -> HttpResponse:
    """All editions a reader may see, the newest first."""
    schemes = list(_schemes(request))
    may_edit = holds(request.user, Power.APPRAISAL_PREPARE)
    context = {"schemes": schemes, "may_begin": may_edit and all(row.confirmed_at for row in schemes)}
    return render(request, "evaluation/appraisals/schemes.html", context)


@requires(Power.APPRAISAL_VIEW)
@require_safe
def schemes_export(request: SignedInRequest) -> HttpResponse:
    """The same editions as a spreadsheet."""
    return export(request, schemes_table(_schemes(request)), filename="考核模板.xlsx")


def _schemes(request: SignedInRequest) -> QuerySet[AppraisalScheme]:
    return AppraisalScheme.objects.visible_to(request.user).select_related("county").order_by("county__code", "-edition")


@requires(Power.APPRAISAL_PREPARE)
@require_POST
def appraisal_scheme_begin(request: SignedInRequest) -> HttpResponse:
    """Begin the next edition."""
    county = get_object_or_404(County, pk=request.user.county_id)
    try:
        scheme = actions.begin_appraisal_scheme(county=county, by=request.user, now=request.now)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
        return redirect("evaluation:appraisal_schemes")
    return redirect("evaluation:appraisal_scheme_edit", scheme.pk)


@requires(Power.APPRAISAL_VIEW)
@require_safe
def appraisal_scheme(request: SignedInRequest, pk: int) -> HttpResponse:
    """One edition as it stands."""
    scheme = _find(request, pk)
    open_ = scheme.confirmed_at is None
    context = {
        **_shown(scheme),
        "may_edit": open_ and holds(request.user, Power.APPRAISAL_PREPARE),
        "may_confirm": open_ and scheme.offered_at is not None and holds(request.user, Power.APPRAISAL_CONFIRM),
    }
    return render(request, "evaluation/appraisals/scheme.html", context)


@requires(Power.APPRAISAL_PREPARE)
def appraisal_scheme_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Fill in the numbers."""
    scheme = _find(request, pk)
    form = SchemeForm(request.POST or None, initial=SchemeForm.of(scheme))
    if form.is_valid():
        try:
            actions.save_appraisal_scheme(scheme=scheme, by=request.user, now=request.now, **form.entered)
        except Stale as problem:
            form.add_error(None, f"{problem}您填的仍在本页；再次保存就以本页为准。")
            form.data = {**request.POST.dict(), "seen": str(scheme.version)}
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "已保存，还没有提交。")
            return redirect("evaluation:appraisal_scheme", pk)
    return render(request, "evaluation/appraisals/scheme_edit.html", {"scheme": scheme, "form": form})


@requires(Power.APPRAISAL_PREPARE)
@require_POST
def appraisal_scheme_offer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lay it before the head."""
    form = SeenForm(request.POST)
    try:
        if not form.is_valid():
            raise Stale
        actions.offer_appraisal_scheme(scheme=_find(request, pk), by=request.user, now=request.now, **form.cleaned_data)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "已提交，等待负责人审定。")
    return redirect("evaluation:appraisal_scheme", pk)


@requires(Power.APPRAISAL_CONFIRM)
def appraisal_scheme_confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """The head reads all numbers and confirms."""
    scheme = _find(request, pk)
    form = SeenForm(request.POST or None, initial={"seen": scheme.version})
    if form.is_valid():
        try:
            actions.confirm_appraisal_scheme(scheme=scheme, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "考核模板已审定。")
            return redirect("evaluation:appraisal_scheme", pk)
    context = {
        **_shown(scheme),
        "heading": f"审定{scheme}",
        "consequences": ["审定后，新开始的考核都按这一版办理；已经开始的考核仍按原来的一版。", "审定的模板不能再改；调整须另起新的一版。"],
        "irreversible": "审定后不能撤销。有不同意见的，请返回后写明理由退回。",
        "form": form,
        "label": "审定模板",
        "cancel_url": reverse("evaluation:appraisal_scheme", args=[pk]),
    }
    return render(request, "evaluation/appraisals/scheme_confirm.html", context)


@requires(Power.APPRAISAL_CONFIRM)
def appraisal_scheme_return(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give it back to the clerk."""
    scheme = _find(request, pk)
    form = ReasonForm(request.POST or None, initial={"seen": scheme.version})
    back = reverse("evaluation:appraisal_scheme", args=[pk])
    done = "已退回经办人。"
    return act(
        request,
        form,
        actions.return_appraisal_scheme,
        {"scheme": scheme},
        heading=f"退回{scheme}",
        label="退回经办人",
        back=back,
        done=done,
    )


def _find(request: SignedInRequest, pk: int) -> AppraisalScheme:
    rows = AppraisalScheme.objects.visible_to(request.user).select_related("county", "entered_by", "confirmed_by")
    return get_object_or_404(rows, pk=pk)


def _shown(scheme: AppraisalScheme) -> dict[str, Any]:
    rows = []
    for key, setting in SETTINGS.items():
        unit = setting.unit if setting.unit in ("", "%") else f" {setting.unit}"
        rows.append({"label": setting.title, "value": f"{scheme.plain(key)}{unit}"})
    return {"scheme": scheme, "rows": rows, "vetoes": list(scheme.veto_items.values())}
