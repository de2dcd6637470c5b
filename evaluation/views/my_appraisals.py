"""The assistant's own appraisals: 述职, signing for the result, asking for 复核."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bureaus.access import requires
from bureaus.requests import SignedInRequest
from evaluation import actions
from evaluation.forms.appraisals import RecheckForm, SeenForm, SummaryForm
from evaluation.models import Appraisal
from evaluation.views.appraisals import keep_typed, shown
from policy.powers import Power


@requires(Power.APPRAISAL_SELF)
@require_safe
def my_appraisals(request: SignedInRequest) -> HttpResponse:
    """All of one's own, the newest first."""
    rows = Appraisal.objects.visible_to(request.user).select_related("period", "recheck").order_by("-period__last_day", "-pk")
    tasks = [
        {"title": sheet.period.name, "url": reverse("evaluation:my_appraisal", args=[sheet.pk]), "state": sheet.state(request.now)}
        for sheet in rows
    ]
    return render(request, "evaluation/service/appraisals.html", {"tasks": tasks})


@requires(Power.APPRAISAL_SELF)
@require_safe
def my_appraisal(request: SignedInRequest, pk: int) -> HttpResponse:
    """One of one's own: what to do now, and what was decided."""
    sheet = _find(request, pk)
    context = {
        **shown(sheet, request),
        "decided": sheet.decided if sheet.receipt or sheet.may_be_served(request.now) else None,
        "may_write": sheet.period.confirmed_at is None and not any(marks.entered_at for marks in sheet.marks.all()),
        "may_sign": sheet.may_be_served(request.now),
        "may_ask": sheet.may_ask(request.now),
    }
    return render(request, "evaluation/service/appraisal.html", context)


@requires(Power.APPRAISAL_SELF)
def my_summary(request: SignedInRequest, pk: int) -> HttpResponse:
    """述职."""
    sheet = _find(request, pk)
    form = SummaryForm(request.POST or None, initial={"text": sheet.summary, "seen": sheet.version})
    if form.is_valid():
        try:
            actions.write_summary(appraisal=sheet, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            keep_typed(form, problem, request, sheet)
        else:
            messages.success(request, "述职已提交。司法所评分以前还可以修改。")
            return redirect("evaluation:my_appraisal", pk)
    return render(request, "evaluation/service/entry.html", {"sheet": sheet, "form": form, "heading": "述职", "label": "提交述职"})


@requires(Power.APPRAISAL_SELF)
def my_signature(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign for the result, after having read it."""
    sheet = _find(request, pk)
    if sheet.receipt or not sheet.may_be_served(request.now):
        raise Http404
    form = SeenForm(request.POST or None, initial={"seen": sheet.version})
    if form.is_valid():
        try:
            sheet = actions.sign_appraisal(appraisal=sheet, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已签收。有不同意见的，可以在 {sheet.ask_until} 以前申请复核。")
            return redirect("evaluation:my_appraisal", pk)
    asks = f"签收以后 {sheet.period.scheme.ask_days} 天内可以申请复核。"
    context = {
        "sheet": sheet,
        "form": form,
        "heading": f"签收{sheet.period.name}结果",
        "label": "签收结果",
        "intro": f"等次：{sheet.get_grade_display()}。签收表示您已经知道结果，不表示同意；{asks}",
    }
    return render(request, "evaluation/service/entry.html", context)


@requires(Power.APPRAISAL_SELF)
def my_recheck(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for 复核."""
    sheet = _find(request, pk)
    if not sheet.may_ask(request.now) and request.method != "POST":
        raise Http404
    form = RecheckForm(request.POST or None, initial={"seen": sheet.version})
    if form.is_valid():
        try:
            recheck = actions.ask_appraisal_recheck(appraisal=sheet, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            keep_typed(form, problem, request, sheet)
        else:
            messages.success(request, f"已申请复核，县（区）司法局应在 {recheck.answer_by} 以前答复。")
            return redirect("evaluation:my_appraisal", pk)
    intro = "复核由没有参与这次定等次的人办理，不会使您得到更差的结果。只能申请一次。"
    context = {"sheet": sheet, "form": form, "heading": "申请复核", "label": "申请复核", "intro": intro}
    return render(request, "evaluation/service/entry.html", context)


def _find(request: SignedInRequest, pk: int) -> Appraisal:
    rows = Appraisal.objects.visible_to(request.user).select_related("period__scheme", "period__county", "assistant", "recheck")
    return get_object_or_404(rows.prefetch_related("marks__office", "marks__entered_by"), pk=pk)
