"""The next edition of a filed plan: begun, thrown away; numbers taken from the 编制情况; and numbers tried out without saving."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bureaus import clock
from bureaus.access import requires
from bureaus.requests import SignedInRequest
from policy.powers import Power
from policy.quota import advice, uncovered
from policy.tracks import TRACKS
from staffing import actions
from staffing.forms import RevisionForm, SeenForm, WhatIfForm
from staffing.models import PlanLine, QuotaPlan
from staffing.revisions import revisions_of
from staffing.views.plans import act_on_plan, confirm_plan, find_plan, shown_plan

REASON_SUGGESTED = 480  # characters: within what the field takes, however many offices have changed


@requires(Power.PLAN_EDIT)
def plan_revise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin the next edition, with the reason; what has changed since the filing stands beside it."""
    plan = find_plan(request, pk)
    needing = [revision for revision in revisions_of(request.user, clock.today(request.now)) if revision.plan.pk == pk]
    told = "；".join(needing[0].changes)[:REASON_SUGGESTED] if needing else ""
    form = RevisionForm(request.POST or None, initial={"seen": plan.version, "reason": f"{told}。" if told else ""})
    if form.is_valid():
        try:
            edition = actions.revise_plan(plan=plan, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"第{edition.edition}版已建立，数字与现行的一版相同，请改有变化的数字。")
            return redirect("staffing:plan_edit", edition.pk)
    return render(
        request,
        "staffing/plan_revise.html",
        {"plan": plan, "form": form, "revision": needing[0] if needing else None, "cancel_url": reverse("staffing:plan", args=[pk])},
    )


@requires(Power.PLAN_EDIT)
def plan_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throw the draft of a later edition away, after a page that says what remains."""
    plan = find_plan(request, pk)
    form = SeenForm(request.POST or None, initial={"seen": plan.version})
    if form.is_valid():
        try:
            actions.discard_plan(plan=plan, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            messages.error(request, str(problem))
            return redirect("staffing:plan", pk)
        messages.success(request, "变更方案草稿已撤回，现行的一版不受影响。")
        return redirect("staffing:plan", plan.replaces_id or pk)
    context = {
        "heading": f"撤回{plan}草稿",
        "consequences": ["这一版填写的数字不再保留。", "现行的一版不受影响，以后可以重新编制变更方案。"],
        "irreversible": "撤回后不能恢复。",
        "label": "撤回草稿",
        "danger": True,
        "form": form,
    }
    return confirm_plan(request, plan, context)


@requires(Power.PLAN_EDIT)
@require_POST
def plan_take_establishment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter on every line what its 编制情况 knows today."""
    done = "已按编制情况填写政法专项编制和实有，没有登记的没有改动。请核对后保存。"
    act_on_plan(request, find_plan(request, pk), actions.take_establishment, SeenForm(request.POST), done)
    return redirect("staffing:plan_edit", pk)


@requires(Power.PLAN_VIEW)
def plan_what_if(request: SignedInRequest, pk: int) -> HttpResponse:
    """Move numbers between offices and tracks and see what comes of it. Nothing is saved, by anybody."""
    plan = find_plan(request, pk)
    form = WhatIfForm(request.POST if request.method == "POST" else None, plan=plan)
    tried = form.is_valid()
    if tried:
        form.try_out()
    context = {
        **shown_plan(plan),
        "form": form,
        "rows": [(line, cells, "", False) for line, cells in form.rows],
        "tried": tried,
        "problems": _problems(plan, form) if tried else [],
        "advices": [(line, words) for line in form.lines if tried and (words := _advice(line))],
    }
    return render(request, "staffing/plan_what_if.html", context)


def _advice(line: PlanLine) -> str:
    return advice(established=line.established_posts or 0, planned=line.assistants)


def _problems(plan: QuotaPlan, form: WhatIfForm) -> list[str]:
    """Which of the tried numbers would be less than is used already."""
    used: dict[tuple[int, str], Any] = {(line.pk, track): line.use(track).by_now for line in plan.lines.with_use() for track in TRACKS}
    told = [
        uncovered(where=f"{line}的{PlanLine.title_of(f'planned_{track}')}", planned=line.planned(track), used=used.get((line.pk, track), 0))
        for line in form.lines
        for track in TRACKS
    ]
    return [sentence for sentence in told if sentence]
