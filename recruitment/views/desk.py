"""The desk every member of staff begins at, and the city's intakes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bureaus.access import holds, requires
from bureaus.requests import SignedInRequest
from documents.exports import export
from policy.powers import Power
from recruitment import actions, desk, tables
from recruitment.forms.rounds import IntakeForm
from recruitment.models import Intake, Round
from recruitment.views.frame import told


@requires(Power.ROUND_VIEW, Power.ROSTER_VIEW)
def home(request: SignedInRequest) -> HttpResponse:
    """Today's work, overdue first; when there is none, what comes next."""
    looks_over = holds(request.user, Power.ROUND_VIEW)
    return render(
        request,
        "recruitment/desk/home.html",
        {
            "tasks": desk.tasks(request.user, request.now),
            "nothing": desk.what_comes_next(request.user),
            "rounds": desk.rounds(request.user, request.now) if looks_over else [],
            "looks_over": looks_over,
            "may_open": holds(request.user, Power.INTAKE_OPEN),
            "may_begin": holds(request.user, Power.ROUND_EDIT),
            "may_screen": holds(request.user, Power.SCREEN),
        },
    )


@requires(Power.INTAKE_OPEN)
def intakes(request: SignedInRequest) -> HttpResponse:
    """Every 招聘期, and a form for a new one."""
    form = IntakeForm(request.POST or None, initial={"track": "public"})
    if form.is_valid():
        try:
            intake = actions.open_intake(by=request.user, now=request.now, **form.cleaned_data)
        except (*actions.PROBLEMS, ValidationError) as problem:
            form.add_error(None, told(problem))
        else:
            messages.success(request, f"“{intake.title}”已开放，县（区）可以在其中建立批次。")
            return redirect("recruitment:intakes")
    return render(request, "recruitment/desk/intakes.html", {"intakes": desk.intakes(), "form": form})


@requires(Power.INTAKE_OPEN)
@require_safe
def intakes_export(request: SignedInRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    return export(request, tables.intakes_table(desk.intakes()), filename="招聘期.xlsx")


@requires(Power.INTAKE_OPEN)
def intake_close(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page before a 招聘期 is ended."""
    intake = get_object_or_404(Intake, pk=pk)
    back = reverse("recruitment:intakes")
    if request.method == "POST":
        actions.close_intake(intake=intake, by=request.user, now=request.now)
        messages.success(request, f"“{intake.title}”已结束。")
        return redirect(back)
    running = Round.objects.visible_to(request.user).filter(intake=intake, finished_at=None).count()
    return render(
        request,
        "recruitment/desk/intake_close.html",
        {
            "heading": f"结束“{intake.title}”",
            "consequences": ["县（区）不能再在这个招聘期里建立新批次。", f"已经建立的 {running} 个批次照常进行到底。"],
            "irreversible": "结束后不能重新开放；需要的，另开一个招聘期。",
            "label": "结束招聘期",
            "cancel_url": back,
            "danger": True,
        },
    )
