"""更正 for one person: opened by the clerk with what, until when and why; taken back where nobody used it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from bureaus.access import requires
from bureaus.requests import SignedInRequest
from policy.powers import Power
from policy.windows import named, until
from recruitment import actions
from recruitment.forms.corrections import CorrectionForm, EndCorrectionForm
from recruitment.models import Application


@requires(Power.CORRECTION_OPEN)
def application_correction(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open a correction, or move the clock of the one that runs."""
    found = _application(request, pk)
    form = CorrectionForm(request.POST or None, initial={"seen": found.version}, now=request.now)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.open_correction(application=found, by=request.user, now=request.now, **said)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(
                request, f"已为{found.name}开放更正：{named(said['parts'])}，到 {until(said['due_at'])} 为止。本人会收到通知。"
            )
            return redirect("recruitment:application", pk=pk)
    correction = found.corrections.open().first()
    standing = f"现在的补正期限是 {correction.until}，重新开放后按新的期限。" if correction else ""
    return render(
        request,
        "recruitment/review/ask.html",
        {
            "application": found,
            "form": form,
            "heading": "为本人开放更正",
            "intro": f"报名会退回给本人，只能改选中的内容；重新提交后，由两人重新审查。资格审查结束后不能再开放。{standing}",
            "label": "开放更正",
            "cancel_url": reverse("recruitment:application", args=[pk]),
        },
    )


@requires(Power.CORRECTION_OPEN)
def application_correction_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back a correction that was opened and not used."""
    found = _application(request, pk)
    form = EndCorrectionForm(request.POST or None, initial={"seen": found.version})
    if form.is_valid():
        try:
            actions.end_correction(application=found, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已结束{found.name}的更正，报名按现有内容审查。")
            return redirect("recruitment:application", pk=pk)
    return render(
        request,
        "recruitment/review/ask.html",
        {
            "application": found,
            "form": form,
            "heading": "结束更正",
            "intro": "本人没有更正、或者不再需要更正的，可以结束。结束后报名按现有内容审查，本人不能再改。",
            "label": "结束更正",
            "cancel_url": reverse("recruitment:application", args=[pk]),
        },
    )


def _application(request: SignedInRequest, pk: int) -> Application:
    rows = Application.objects.visible_to(request.user).submitted()
    return get_object_or_404(rows.select_related("round__county", "round__intake", "round__scheme", "applicant"), pk=pk)
