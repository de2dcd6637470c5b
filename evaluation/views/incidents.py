"""违规登记: the list, entering, hearing, deciding, serving; who entered it does not decide."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bureaus import clock
from bureaus.access import OneHand, holds, requires
from bureaus.requests import SignedInRequest
from documents.delivery import hand_out
from documents.exports import export, filter_words
from documents.uploads import Accept, UnfitFile, receive
from evaluation import actions, conduct
from evaluation.conduct_papers import notice_of
from evaluation.forms.conduct import ConductFilterForm, HearForm, IncidentForm, ServeForm
from evaluation.forms.contracts import ReturnForm, SeenForm
from evaluation.models import Incident, Ruling
from evaluation.views.asking import act, ask
from policy.appraisal import Measure
from policy.powers import Power

PEOPLE_A_PAGE = 50


@requires(Power.DISCIPLINE_PREPARE, Power.DISCIPLINE_CONFIRM)
@require_safe
def incidents(request: SignedInRequest) -> HttpResponse:
    """Every breach of the county."""
    form = ConductFilterForm(request.GET)
    page = Paginator(conduct.incidents(request.user, **form.wanted), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    may_enter = holds(request.user, Power.DISCIPLINE_PREPARE)
    context = {"form": form, "page": page, "query": request.GET.urlencode(), "may_enter": may_enter}
    return render(request, "evaluation/conduct/incidents.html", context)


@requires(Power.DISCIPLINE_PREPARE, Power.DISCIPLINE_CONFIRM)
@require_safe
def incidents_export(request: SignedInRequest) -> HttpResponse:
    """The same rows as a spreadsheet."""
    form = ConductFilterForm(request.GET)
    found = conduct.incidents(request.user, **form.wanted)
    return export(request, conduct.table(found), filename="违规登记.xlsx", chosen=filter_words(form, form.wanted))


@requires(Power.DISCIPLINE_PREPARE)
def enter(request: SignedInRequest) -> HttpResponse:
    """Enter a breach."""
    form = IncidentForm(request.POST or None, request.FILES or None, contracts=conduct.running(request.user, clock.today(request.now)))
    if form.is_valid():
        said = dict(form.cleaned_data)
        person = said.pop("contract").assistant
        try:
            said["evidence"] = receive(said["evidence"], by=request.user, now=request.now, accept=Accept.PAPER)
            entered = actions.enter_incident(assistant=person, by=request.user, now=request.now, **said)
        except (*actions.PROBLEMS, UnfitFile) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "违规已登记。请告知本人，再登记本人的陈述申辩。")
            return redirect("evaluation:incident", entered.pk)
    intro = "告知本人、听取陈述申辩以后，由负责人审定；审定的才算一次违规。"
    return ask(request, form, heading="登记违规", label="登记违规", back=reverse("evaluation:incidents"), intro=intro)


@requires(Power.DISCIPLINE_PREPARE, Power.DISCIPLINE_CONFIRM)
@require_safe
def incident(request: SignedInRequest, pk: int) -> HttpResponse:
    """One breach with its next act."""
    found = _find(request, pk)
    prepares = holds(request.user, Power.DISCIPLINE_PREPARE)
    waits = found.state == Ruling.PROPOSED and holds(request.user, Power.DISCIPLINE_CONFIRM)
    own = found.entered_by_id == request.user.pk
    context = {
        "incident": found,
        "notice": notice_of(found, request.user),
        "rows": _rows(found),
        "may_hear": prepares and found.state == Ruling.PROPOSED,
        "may_serve": prepares and found.state == Ruling.CONFIRMED and found.served_on is None,
        "may_decide": waits and not own and bool(found.defence),
        "may_return": waits and not own,
        "own": waits and own,
        "one_hand": str(OneHand()),
    }
    return render(request, "evaluation/conduct/incident.html", context)


@requires(Power.DISCIPLINE_PREPARE)
def hear(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the person says to it."""
    found = _find(request, pk)
    form = HearForm(request.POST or None, initial={"seen": found.version, "defence": found.defence, "statement": found.statement})
    return act(
        request,
        form,
        actions.hear_incident,
        {"incident": found},
        heading=f"登记陈述申辩：{found.assistant}",
        label="保存陈述申辩",
        done="陈述申辩已登记，等负责人审定。",
        back=_page_of(found),
    )


@requires(Power.DISCIPLINE_PREPARE)
def serve(request: SignedInRequest, pk: int) -> HttpResponse:
    """When and how the notice reached the person."""
    found = _find(request, pk)
    form = ServeForm(request.POST or None, initial={"seen": found.version, "served_on": clock.today(request.now)})
    return act(
        request,
        form,
        actions.serve_incident,
        {"incident": found},
        heading=f"登记送达：{found.assistant}",
        label="登记送达",
        done="送达已登记。",
        back=_page_of(found),
    )


@requires(Power.DISCIPLINE_CONFIRM)
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page before the head confirms."""
    found = _find(request, pk)
    form = SeenForm(request.POST or None, initial={"seen": found.version})
    back = reverse("evaluation:incident", args=[pk])
    if form.is_valid():
        try:
            actions.confirm_incident(incident=found, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "违规登记已审定，请经办人送达本人。")
            return redirect(back)
    context = {
        "heading": f"审定{found.assistant}的违规登记",
        "consequences": [
            f"{found.day}：{found.facts}",
            f"处理：{found.get_measure_display()}。审定以后算一次违规，本人收到通知；系统出具通知书，由经办人送达。",
            *([f"{found.day.year} 年的年度考核，等次比得分应得的低一档。"] if found.measure == Measure.DOWNGRADE else []),
            *([f"没有经过前一档，直接{found.get_measure_display()}，理由：{found.skip_reason}"] if found.skip_reason else []),
            f"{found.get_defence_display()}。{found.statement}" if found.defence else "还没有登记本人的陈述申辩，不能审定。",
        ],
        "irreversible": "审定以后不能修改或删除。",
        "form": form,
        "label": "审定违规登记",
        "cancel_url": back,
    }
    return render(request, "portal/confirm.html", context)


@requires(Power.DISCIPLINE_CONFIRM)
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """It goes back with a reason."""
    found = _find(request, pk)
    form = ReturnForm(request.POST or None, initial={"seen": found.version})
    return act(
        request,
        form,
        actions.return_incident,
        {"incident": found},
        heading=f"退回违规登记：{found.assistant}",
        label="退回",
        done="违规登记已退回经办人。",
        back=_page_of(found),
    )


@requires(Power.DISCIPLINE_PREPARE, Power.DISCIPLINE_CONFIRM)
@require_safe
def evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    """The evidence."""
    return hand_out(_find(request, pk).evidence, inline=True)


def _find(request: SignedInRequest, pk: int) -> Incident:
    related = ("assistant__county", "evidence", "entered_by", "decided_by", "served_by")
    return get_object_or_404(Incident.objects.visible_to(request.user).select_related(*related), pk=pk)


def _rows(found: Incident) -> list[dict[str, Any]]:
    said = f"{found.get_defence_display()}。{found.statement}" if found.defence else "还没有登记"
    served = f"{found.served_on}，{found.get_served_how_display()}（{found.served_by}登记）" if found.served_on else "还没有送达"
    return [
        {"label": "发生日期", "value": found.day},
        {"label": "事实", "value": found.facts},
        {"label": "处理", "value": found.get_measure_display()},
        *([{"label": "越过前一档的理由", "value": found.skip_reason}] if found.skip_reason else []),
        {"label": "陈述申辩", "value": said},
        {"label": "登记", "value": str(found.entered_by)},
        {"label": "审定", "value": str(found.decided_by) if found.decided_by else "待审定"},
        {"label": "送达", "value": served},
    ]


def _page_of(found: Incident) -> str:
    return reverse("evaluation:incident", args=[found.pk])
