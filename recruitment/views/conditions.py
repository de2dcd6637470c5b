"""附条件事项: noted by one reviewer on a written confirmation, seen to be finished by another; and those of a whole round."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bureaus import clock
from bureaus.access import OneHand, holds, requires
from bureaus.requests import SignedInRequest
from documents.delivery import hand_out
from documents.exports import export
from policy.powers import Power
from recruitment import actions, conditions, tables
from recruitment.forms.review import ConditionForm, ProofForm
from recruitment.models import Condition, Round
from recruitment.views.frame import find_round, framed
from recruitment.views.review import find_application

REVIEWING = (Power.REVIEW, Power.REVIEW_CONFIRM)


@requires(*REVIEWING)
def application_conditions(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is noted, and who may do what next; below it the form that notes another."""
    found = find_application(request, pk)
    related = found.is_relative_of(request.user)
    left = conditions.left_to_note(found)
    why_not = conditions.why_not(found) or ("" if left else "这份报名没有可以附条件的转移。")
    form = None
    if holds(request.user, Power.REVIEW) and not related and not why_not:
        form = ConditionForm(request.POST or None, request.FILES or None, rules=left, initial={"seen": found.version})
    if form is not None and form.is_valid():
        try:
            actions.note_condition(application=found, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已登记{found.name}的附条件事项，审查时把这一项作“符合”；办结前不能签订合同。")
            return redirect("recruitment:application_conditions", pk)
    noted = list(found.conditions.select_related("noted_by", "met_by"))
    return render(
        request,
        "recruitment/review/conditions.html",
        {
            "application": found,
            "noted": noted,
            "today": clock.today(request.now),
            "may_meet": holds(request.user, Power.REVIEW_CONFIRM) and not related,
            "one_hand": str(OneHand()),
            "why_not": why_not,
            "related": related,
            "form": form,
        },
    )


@requires(*REVIEWING)
@require_safe
def round_conditions(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every condition of a round, the one that falls due first."""
    round = _selecting(request, pk)
    rows = conditions.listed(request.user, round, clock.today(request.now))
    context = framed(round, "附条件事项", page="round_conditions", rows=rows)
    return render(request, "recruitment/review/round_conditions.html", context)


@requires(*REVIEWING)
@require_safe
def round_conditions_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same conditions as a spreadsheet."""
    round = _selecting(request, pk)
    table = tables.conditions_table(round, conditions.listed(request.user, round, clock.today(request.now)))
    return export(request, table, filename=f"{round.title}附条件事项.xlsx")


@requires(Power.REVIEW_CONFIRM)
def condition_met(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another person than who noted it hands in the proof."""
    condition = _condition(request, pk)
    application = condition.application
    back = reverse("recruitment:application_conditions", args=[application.pk])
    form = ProofForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            actions.meet_condition(condition=condition, proof=form.cleaned_data["proof"], by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{application.name}：{condition}已办结。")
            return redirect(back)
    context = {
        "application": application,
        "form": form,
        "heading": f"{condition}已经办结",
        "intro": f"{condition.words}，由{condition.noted_by.name}登记。请核对凭据，确认办结后合同不再受这一项限制。登记后不能撤销。",
        "label": "确认办结",
        "cancel_url": back,
    }
    return render(request, "recruitment/review/ask.html", context)


@requires(*REVIEWING)
@require_safe
def condition_confirmation(request: SignedInRequest, pk: int) -> HttpResponse:
    """The written confirmation a condition rests on."""
    return hand_out(_condition(request, pk).confirmation, inline=True)


@requires(*REVIEWING)
@require_safe
def condition_proof(request: SignedInRequest, pk: int) -> HttpResponse:
    """What shows that it is met."""
    proof = _condition(request, pk).proof
    if proof is None:
        raise Http404
    return hand_out(proof, inline=True)


def _selecting(request: SignedInRequest, pk: int) -> Round:
    """A round of internal selection; 404 for any other, in which nothing is left open."""
    round = find_round(request, pk)
    if not round.is_internal:
        raise Http404
    return round


def _condition(request: SignedInRequest, pk: int) -> Condition:
    rows = Condition.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("application__round__county", "confirmation", "proof", "noted_by"), pk=pk)
