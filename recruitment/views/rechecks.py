"""成绩复核 and 体检复检: what people asked, and the answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bureaus.access import holds, requires
from bureaus.requests import SignedInRequest
from documents.exports import export
from policy.powers import Power
from recruitment import actions, tables
from recruitment.forms.finals import AnswerForm
from recruitment.models import Recheck, Round
from recruitment.scores import TITLES
from recruitment.views.frame import find_round, framed

RECHECKING = (Power.SCORE_ENTER, Power.RESULT_ENTER, Power.SCORE_CONFIRM, Power.RESULT_CONFIRM)


def sees_rechecks(request: SignedInRequest) -> bool:
    """Whether a link to the requests would open for this reader."""
    return any(holds(request.user, power) for power in RECHECKING)


@requires(*RECHECKING)
@require_safe
def rechecks(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who asked whether a score or a conclusion is right; the unanswered first."""
    round = find_round(request, pk)
    rows = _waiting_first(request, round)
    return render(request, "recruitment/finals/rechecks.html", framed(round, "成绩复核和体检复检", page="round_rechecks", rows=rows))


@requires(*RECHECKING)
@require_safe
def rechecks_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same requests as a spreadsheet."""
    round = find_round(request, pk)
    table = tables.rechecks_table(round, _waiting_first(request, round))
    return export(request, table, filename=f"{round.title}成绩复核和体检复检.xlsx")


@requires(*RECHECKING)
def recheck(request: SignedInRequest, pk: int) -> HttpResponse:
    """One request and its answer."""
    found = get_object_or_404(
        Recheck.objects.visible_to(request.user).select_related(
            "application__round__county", "application__round__intake", "application__round__scheme", "application__seat", "answered_by"
        ),
        pk=pk,
    )
    medical = found.stage == "medical"
    may_answer = found.answered_at is None and holds(request.user, Power.RESULT_ENTER if medical else Power.SCORE_ENTER)
    form = AnswerForm(request.POST or None, medical=medical) if may_answer else None
    round = found.application.round
    if form is not None and form.is_valid():
        try:
            actions.answer_recheck(recheck=found, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "已答复，本人会收到通知。")
            return redirect("recruitment:round_rechecks", round.pk)
    between = ("成绩复核和体检复检", reverse("recruitment:round_rechecks", args=[round.pk]))
    context = framed(
        round,
        f"{found.application.name}的{_asked(found)}申请",
        between,
        recheck=found,
        title=_asked(found),
        medical=medical,
        form=form,
        back=between[1],
    )
    return render(request, "recruitment/finals/recheck.html", context)


def _waiting_first(request: SignedInRequest, round: Round) -> list[dict[str, Any]]:
    found = Recheck.objects.visible_to(request.user).filter(application__round=round).select_related("application__seat", "answered_by")
    waiting_first = sorted(found.order_by("asked_at"), key=lambda recheck: recheck.answered_at is not None)
    return [{"recheck": recheck, "title": _asked(recheck)} for recheck in waiting_first]


def _asked(found: Recheck) -> str:
    return "体检复检" if found.stage == "medical" else f"{TITLES[found.stage]}成绩复核"
