"""取消资格: what it would touch stands first; the clerk enters it, the head confirms it or sends it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bureaus.access import OneHand, holds, requires
from bureaus.requests import SignedInRequest
from policy.powers import Power
from policy.revocation import REVOCATION
from recruitment import actions, settled
from recruitment import revocation as reading
from recruitment.forms.review import RevocationForm, SendBackForm
from recruitment.forms.rounds import TypedNameForm
from recruitment.models import Application, Entry
from recruitment.views.review import find_application

HANDLING = (Power.REVOKE, Power.REVOKE_CONFIRM)


@requires(*HANDLING)
def revocation(request: SignedInRequest, pk: int) -> HttpResponse:
    """The consequences, and what is due from this person: the ground from the clerk, the confirmation from the head."""
    found = find_application(request, pk)
    form = RevocationForm(request.POST or None, grounds=reading.grounds_of(found.round).values(), initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter_revocation(application=found, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{found.name}：取消资格已拟定，等负责人审定；审定前什么都不变。")
            return redirect("recruitment:revocation", pk)
    return _page(request, found, form=form)


@requires(Power.REVOKE_CONFIRM)
@require_POST
def revocation_confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """The head types the name and confirms; the applicant is told."""
    found = find_application(request, pk)
    entry = _entry(request, found)
    if entry is None:
        messages.error(request, settled.sentence(found, REVOCATION))
        return redirect("recruitment:revocation", pk)
    form = TypedNameForm(request.POST, name=found.name)
    if form.is_valid():
        try:
            actions.revoke(entry=entry, seen=form.cleaned_data["seen"], by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{found.name}的应聘资格已取消，已通知本人。")
            return redirect("recruitment:application", pk)
    return _page(request, found, confirm=form)


@requires(Power.REVOKE_CONFIRM)
def revocation_send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """The head does not agree and says why; nothing was changed."""
    found = find_application(request, pk)
    entry = _entry(request, found)
    back = reverse("recruitment:revocation", args=[pk])
    if entry is None:
        messages.error(request, settled.sentence(found, REVOCATION))
        return redirect(back)
    form = SendBackForm(request.POST or None)
    if form.is_valid():
        try:
            actions.send_back_entry(entry=entry, reason=form.cleaned_data["reason"], by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{found.name}：已退回{entry.entered_by.name}，资格没有取消。")
            return redirect("recruitment:application", pk)
    context = {
        "application": found,
        "form": form,
        "heading": "不同意取消资格",
        "intro": f"{entry.entered_by.name}拟定取消{found.name}的应聘资格。退回后这条意见作废，资格不变。",
        "label": "不同意，退回",
        "cancel_url": back,
    }
    return render(request, "recruitment/review/ask.html", context)


def _page(
    request: SignedInRequest, found: Application, *, form: RevocationForm | None = None, confirm: TypedNameForm | None = None
) -> HttpResponse:
    entry = _entry(request, found)
    related = found.is_relative_of(request.user)
    why_not = reading.why_not(found)
    known = reading.grounds_of(found.round)
    own = entry is not None and entry.entered_by_id == request.user.pk
    may_confirm = entry is not None and holds(request.user, Power.REVOKE_CONFIRM) and not own and not related
    if may_confirm and confirm is None:
        confirm = TypedNameForm(initial={"seen": found.version}, name=found.name)
    return render(
        request,
        "recruitment/review/revocation.html",
        {
            "application": found,
            "why_not": why_not,
            "effects": [] if why_not else reading.effects(found).rows,
            "entry": entry,
            "ground": known.get(entry.reason) if entry else None,
            "form": form if entry is None and not why_not and not related and holds(request.user, Power.REVOKE) else None,
            "confirm": confirm if may_confirm else None,
            "own": own,
            "one_hand": str(OneHand()) if own else "",
            "related": related,
        },
    )


def _entry(request: SignedInRequest, found: Application) -> Entry | None:
    waiting = reading.waiting(found)
    return waiting if waiting is not None and Entry.objects.visible_to(request.user).filter(pk=waiting.pk).exists() else None
