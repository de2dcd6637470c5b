"""公示异议 of 优秀 and 表彰: the list, writing one down, looking into it; who wrote it down does not answer it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bureaus import clock
from bureaus.access import OneHand, holds, requires
from bureaus.requests import SignedInRequest
from documents.exports import export, filter_words
from evaluation import actions
from evaluation import objections as told
from evaluation.forms.objections import AnswerObjectionForm, ObjectionFilterForm, ObjectionForm
from evaluation.models import Appraisal, Commendation, Finding, Objection, runs
from evaluation.views.asking import act
from policy.objections import WORDS
from policy.powers import Power

ROWS_A_PAGE = 50
DECIDES = (Power.APPRAISAL_CONFIRM, Power.DISCIPLINE_CONFIRM)


@requires(Power.OBJECTION_VIEW)
@require_safe
def objections(request: SignedInRequest) -> HttpResponse:
    """Every objection this reader may know of, the newest first. Their words are for those who handle them."""
    form = ObjectionFilterForm(request.GET)
    page = Paginator(told.objections(request.user, **form.wanted), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "query": request.GET.urlencode(),
        "may_handle": holds(request.user, Power.OBJECTION_HANDLE),
        "is_county": request.user.county_id is not None,
    }
    return render(request, "evaluation/conduct/objections.html", context)


@requires(Power.OBJECTION_VIEW)
@require_safe
def objections_export(request: SignedInRequest) -> HttpResponse:
    """The same rows as a spreadsheet."""
    form = ObjectionFilterForm(request.GET)
    table = told.table(told.objections(request.user, **form.wanted))
    return export(request, table, filename="公示异议.xlsx", chosen=filter_words(form, form.cleaned_data))


@requires(Power.OBJECTION_HANDLE)
@never_cache
def commendation_object(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down one to the 公示 of a commendation."""
    found = get_object_or_404(Commendation.objects.visible_to(request.user).select_related("assistant__county"), pk=pk)
    return _record(request, found, f"{found.assistant.name}　{found.title}", reverse("evaluation:commendation", args=[pk]))


@requires(Power.OBJECTION_HANDLE)
@never_cache
def appraisal_object(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down one to the 公示 of an 优秀."""
    found = get_object_or_404(Appraisal.objects.visible_to(request.user).select_related("assistant__county", "period__county"), pk=pk)
    return _record(request, found, f"{found.assistant.name}　{found.period.name}优秀", reverse("evaluation:appraisal", args=[pk]))


@requires(Power.OBJECTION_HANDLE)
@never_cache
def objection(request: SignedInRequest, pk: int) -> HttpResponse:
    """One objection with its words, and the answer of another."""
    related = ("county", "appraisal__assistant", "appraisal__period", "commendation__assistant", "received_by", "closed_by")
    found = get_object_or_404(Objection.objects.visible_to(request.user).select_related(*related), pk=pk)
    decides = found.closed_at is None and any(holds(request.user, power) for power in DECIDES)
    proposer = found.commendation.entered_by_id if found.commendation else None
    own = request.user.pk in (found.received_by_id, proposer)
    form = AnswerObjectionForm(request.POST or None, sheet=found.appraisal, seen=found.version) if decides and not own else None
    if form is not None and form.is_valid():
        try:
            answered = actions.answer_objection(objection=found, by=request.user, now=request.now, **form.said)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            goes_back = found.commendation is not None and answered.outcome == Finding.UPHELD
            messages.success(request, "异议已答复。查实的表彰不能审定，请在表彰页退回。" if goes_back else "异议已答复。")
            return redirect("evaluation:objection", pk)
    subject = "appraisal" if found.appraisal else "commendation"
    context = {
        "objection": found,
        "rows": _rows(found),
        "subject_url": reverse(f"evaluation:{subject}", args=[found.shown.pk]),
        "form": form,
        "own": decides and own,
        "one_hand": str(OneHand()),
        "clause": WORDS,
    }
    return render(request, "evaluation/conduct/objection.html", context)


def beside(request: SignedInRequest, shown: Appraisal | Commendation) -> dict[str, Any]:
    """What the page of a sheet or of a commendation shows of objections to it."""
    if not holds(request.user, Power.OBJECTION_VIEW):
        return {}
    may_handle = holds(request.user, Power.OBJECTION_HANDLE)
    name = "appraisal_object" if isinstance(shown, Appraisal) else "commendation_object"
    rows = Objection.objects.visible_to(request.user).against(shown).select_related("closed_by").defer(*told.WORDS)
    object_url = reverse(f"evaluation:{name}", args=[shown.pk]) if may_handle and runs(shown) else ""
    return {"objections": list(rows), "object_url": object_url, "may_handle": may_handle}


def _record(request: SignedInRequest, shown: Appraisal | Commendation, caption: str, back: str) -> HttpResponse:
    return act(
        request,
        ObjectionForm(request.POST or None, today=clock.today(request.now)),
        actions.record_objection,
        {"shown": shown},
        done="异议已登记，请负责人核查、答复；没有答复的，公示不能办结。",
        heading="登记公示异议",
        label="登记异议",
        back=back,
        caption=caption,
        intro=f"公示期 {shown.posted_first} 至 {shown.posted_last}。来电、来信、来访反映的都记在这里，由另一人核查、答复。",
    )


def _rows(found: Objection) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"label": "公示", "value": f"{found.assistant.name}　{found.title}"},
        {"label": "收到", "value": f"{found.received_on}　{found.get_way_display()}"},
        {"label": "反映人", "value": found.said_by or "匿名"},
        {"label": "内容", "value": found.text},
        {"label": "登记", "value": f"{found.received_by}　{clock.today(found.received_at)}"},
    ]
    if found.closed_at is not None:
        changed = f"，改为{found.get_grade_display()}" if found.grade else ""
        rows += [
            {"label": "结论", "value": f"{found.get_outcome_display()}{changed}"},
            {"label": "核查情况", "value": found.finding},
            {"label": "答复", "value": f"{found.closed_by}　{clock.today(found.closed_at)}"},
        ]
    return rows
