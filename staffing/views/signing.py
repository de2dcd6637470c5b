"""The acts that move a filing along, each with its page: handed on, countersigned, given back, submitted, withdrawn, revised."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bureaus.access import requires
from bureaus.requests import SignedInRequest
from bureaus.tenancy import Stale
from policy.powers import Power
from staffing import actions
from staffing.forms import ReasonForm, SeenForm
from staffing.forms.filings import SubmitMatterForm
from staffing.models import Matter
from staffing.views.filings import find_matter, shown


@requires(Power.FILING_EDIT)
@require_POST
def matter_offer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand it to 人社局 or to the head."""
    found = find_matter(request, pk)
    done = "已送人社局会签。" if found.joint else "已送负责人审签。"
    return _act(request, found, actions.offer_matter, SeenForm(request.POST), done)


@requires(Power.FILING_EDIT)
def matter_revise(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open a filed one for a new version, once the clerk has read what follows from it."""
    found = find_matter(request, pk)
    form = SeenForm(request.POST or None, initial={"seen": found.version})
    if form.is_valid():
        return _act(request, found, actions.revise_matter, form, "已另起一版；改好后重新送签、上报，原来备案的一版保留不变。")
    context = {
        "heading": f"另起一版：{found}",
        "consequences": [
            "材料变为草稿，可以修改内容和附件；改好后重新送签、上报，由市司法局重新备案。",
            "已备案的一版连同备案号长期保留，可以随时查看、与新的一版对照。",
        ],
        "irreversible": "另起一版后，须重新上报备案，不能退回原来的状态。",
        "label": "另起一版修改",
        "form": form,
    }
    return _confirm(request, found, context)


@requires(Power.FILING_COUNTERSIGN)
def matter_countersign(request: SignedInRequest, pk: int) -> HttpResponse:
    """人社局 reads it and countersigns."""
    found = find_matter(request, pk)
    form = SeenForm(request.POST or None, initial={"seen": found.version})
    if form.is_valid():
        return _act(request, found, actions.countersign_matter, form, "已会签，司法局负责人可以上报。")
    context = {
        "heading": f"会签{found}",
        "consequences": [
            f"会签后，{found.county.justice_bureau}负责人可以把这份材料上报市司法局。",
            "会签后经办人再改内容或附件，本次会签自动失效，需要重新会签。",
        ],
        "irreversible": "上报之前，您可以写明理由退回经办人。",
        "label": "会签材料",
        "form": form,
    }
    return _confirm(request, found, context)


@requires(Power.FILING_COUNTERSIGN, Power.FILING_SUBMIT)
def matter_send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who should sign gives it back to the clerk, with the reason."""
    found = find_matter(request, pk)
    form = ReasonForm(request.POST or None, initial={"seen": found.version})
    if form.is_valid():
        try:
            actions.send_back_matter(matter=found, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "已退回经办人。")
            return redirect("staffing:matter", pk)
    return render(request, "staffing/filings/send_back.html", {**shown(found, {}), "form": form})


@requires(Power.FILING_SUBMIT)
def matter_submit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The head reads what goes to the city, types the county's name, and submits."""
    found = find_matter(request, pk)
    form = SubmitMatterForm(request.POST or None, initial={"seen": found.version}, county=found.county)
    if form.is_valid():
        form.cleaned_data.pop("typed")
        if _tried(request, found, actions.submit_matter, form):
            messages.success(request, "已上报市司法局，上报回执正在生成。")
            return redirect("staffing:matter", pk)
    context = {
        "heading": f"上报{found}",
        "consequences": [
            "上报后市司法局即可看到全部内容和附件，并作出准予备案或退回修改的结论。",
            "从上报起，内容和附件不能再改；市司法局退回后才能修改，并须重新送签。",
            "还没有解决的难点堵点一并上报。",
        ],
        "irreversible": "市司法局拆阅之前，可以撤回；拆阅以后不能撤回。",
        "label": "上报市司法局",
        "form": form,
    }
    return _confirm(request, found, context)


@requires(Power.FILING_SUBMIT)
def matter_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """The head takes back what the city has not opened."""
    found = find_matter(request, pk)
    form = SeenForm(request.POST or None, initial={"seen": found.version})
    if form.is_valid() and _tried(request, found, actions.withdraw_matter, form):
        messages.success(request, "已撤回，经办人可以修改。")
        return redirect("staffing:matter", pk)
    context = {
        "heading": f"撤回{found}",
        "consequences": ["市司法局不再审核这一次上报，记录里写明由县（区）撤回。", "修改后须重新送签、重新上报，上报时间按新的一次算。"],
        "irreversible": "撤回后，这一次上报不能恢复。",
        "label": "撤回材料",
        "danger": True,
        "form": form,
    }
    return _confirm(request, found, context)


def _tried(request: SignedInRequest, found: Matter, verb: Callable[..., Matter], form: SeenForm) -> bool:
    """Carry a verb out; what it refuses stands over the form."""
    try:
        verb(matter=found, by=request.user, now=request.now, **form.cleaned_data)
    except actions.PROBLEMS as problem:
        form.add_error(None, str(problem))
        return False
    return True


def _act(request: SignedInRequest, found: Matter, verb: Callable[..., Matter], form: SeenForm, done: str) -> HttpResponse:
    """Carry a verb out and say on the filing's own page what happened."""
    try:
        if not form.is_valid():
            raise Stale
        verb(matter=found, by=request.user, now=request.now, **form.cleaned_data)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return redirect("staffing:matter", found.pk)


def _confirm(request: SignedInRequest, found: Matter, context: dict[str, Any]) -> HttpResponse:
    frame = {**shown(found, {}), **context, "cancel_url": reverse("staffing:matter", args=[found.pk])}
    return render(request, "staffing/filings/confirm.html", frame)
