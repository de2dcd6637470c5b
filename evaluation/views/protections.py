"""受保护状态 of the person of a contract: entered with its paper, opened one by one, ended, voided."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bureaus.access import requires
from bureaus.requests import SignedInRequest
from documents.delivery import hand_out
from documents.uploads import Accept, UnfitFile, receive
from evaluation.forms.contracts import LastDayForm, ProtectionForm
from evaluation.views.asking import act, ask
from policy.powers import Power
from staffing import actions
from staffing.forms.roster import HealthOccasionForm, VoidForm
from staffing.models import Contract, Protection

WHAT_IT_MEANS = (
    "受保护期间，单位不能以医疗期满、不能胜任、客观情况变化解除合同（《劳动合同法》第四十二条）；"
    "合同到期的，续延到情形消失时终止（第四十五条）。"
)


@requires(Power.ROSTER_EDIT)
@never_cache
def enter(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put down what protects somebody."""
    contract = _contract(request, pk)
    form = ProtectionForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            kept = receive(said.pop("evidence"), by=request.user, now=request.now, accept=Accept.PAPER)
            person = contract.assistant
            assert person is not None  # noqa: S101 - signed
            actions.enter_protection(assistant=person, evidence=kept, by=request.user, now=request.now, **said)
        except (*actions.PROBLEMS, UnfitFile) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "受保护状态已登记。合同到期时续延到这种情形消失。")
            return redirect("evaluation:contract", pk)
    heading = f"登记受保护状态：{contract.assistant}"
    return ask(request, form, heading=heading, label="登记", back=reverse("evaluation:contract", args=[pk]), intro=WHAT_IT_MEANS)


@requires(Power.HEALTH_VIEW)
@never_cache
def read(request: SignedInRequest, pk: int, record: int) -> HttpResponse:
    """What the state is, for a stated reason: shown once, in this answer, and recorded."""
    contract, found = _contract(request, pk), _record(request, pk, record)
    form = HealthOccasionForm(request.POST or None)
    context: dict[str, Any] = {"person": contract.assistant, "form": form}
    if form.is_valid():
        try:
            words = actions.read_protection(record=found, by=request.user, now=request.now, **form.cleaned_data)
            context["rows"] = [{"label": "情形", "value": words}]
            context["paper_url"] = reverse("evaluation:protection_paper", args=[pk, record])
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
    context |= {"heading": "查看受保护的情形", "label": "显示情形", "kept": "受保护的情形加密保存，平时不显示。"}
    return render(request, "evaluation/contracts/reveal.html", {**context, "back": reverse("evaluation:contract", args=[pk])})


@requires(Power.HEALTH_VIEW)
@never_cache
@require_safe
def paper(request: SignedInRequest, pk: int, record: int) -> HttpResponse:
    """The paper that proves it; opening it is recorded like reading."""
    found = _record(request, pk, record)
    actions.read_protection(record=found, occasion="paper", by=request.user, now=request.now)
    return hand_out(found.evidence, inline=True)


@requires(Power.ROSTER_EDIT)
def end(request: SignedInRequest, pk: int, record: int) -> HttpResponse:
    """The last day of a state whose end was not known."""
    contract, found = _contract(request, pk), _record(request, pk, record)
    form = LastDayForm(request.POST or None)
    heading, back = f"登记结束日期：{contract.assistant}", reverse("evaluation:contract", args=[pk])
    return act(
        request, form, actions.end_protection, {"record": found}, heading=heading, label="登记结束日期", back=back, done="结束日期已登记。"
    )


@requires(Power.ROSTER_EDIT)
def void(request: SignedInRequest, pk: int, record: int) -> HttpResponse:
    """Take a wrong row out."""
    contract, found = _contract(request, pk), _record(request, pk, record)
    form = VoidForm(request.POST or None)
    heading, back = f"作废受保护状态：{contract.assistant}", reverse("evaluation:contract", args=[pk])
    return act(
        request,
        form,
        actions.void_protection,
        {"record": found},
        heading=heading,
        label="作废受保护状态",
        back=back,
        done="记录已作废，理由已保存。",
    )


def _contract(request: SignedInRequest, pk: int) -> Contract:
    return get_object_or_404(Contract.objects.visible_to(request.user).signed().select_related("assistant"), pk=pk)


def _record(request: SignedInRequest, pk: int, record: int) -> Protection:
    rows = Protection.objects.visible_to(request.user).select_related("assistant", "evidence")
    return get_object_or_404(rows, pk=record, assistant=_contract(request, pk).assistant_id)
