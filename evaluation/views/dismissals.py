"""解聘: the list, entering with all that the document and the law ask, deciding; who entered it does not decide."""

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
from evaluation.forms.conduct import DismissalFilterForm, DismissalForm, ServeForm
from evaluation.forms.contracts import ReturnForm, SeenForm
from evaluation.models import Dismissal, Incident, Ruling
from evaluation.views.asking import act, ask
from policy.appraisal import DISMISSALS
from policy.powers import Power

PEOPLE_A_PAGE = 50


@requires(Power.DISCIPLINE_PREPARE, Power.DISCIPLINE_CONFIRM)
@require_safe
def dismissals(request: SignedInRequest) -> HttpResponse:
    """Every dismissal of the county."""
    form = DismissalFilterForm(request.GET)
    page = Paginator(conduct.dismissals(request.user, **form.wanted), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    may_enter = holds(request.user, Power.DISCIPLINE_PREPARE)
    context = {"form": form, "page": page, "query": request.GET.urlencode(), "may_enter": may_enter}
    return render(request, "evaluation/conduct/dismissals.html", context)


@requires(Power.DISCIPLINE_PREPARE, Power.DISCIPLINE_CONFIRM)
@require_safe
def dismissals_export(request: SignedInRequest) -> HttpResponse:
    """The same rows as a spreadsheet."""
    form = DismissalFilterForm(request.GET)
    found = conduct.dismissals(request.user, **form.wanted)
    return export(request, conduct.dismissals_table(found), filename="解聘.xlsx", chosen=filter_words(form, form.wanted))


@requires(Power.DISCIPLINE_PREPARE)
def enter(request: SignedInRequest) -> HttpResponse:
    """Enter that somebody is to be dismissed."""
    form = DismissalForm(request.POST or None, request.FILES or None, contracts=conduct.running(request.user, clock.today(request.now)))
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            for name in ("evidence", "union_paper"):
                said[name] = receive(said[name], by=request.user, now=request.now, accept=Accept.PAPER)
            entered = actions.enter_dismissal(by=request.user, now=request.now, **said)
        except (*actions.PROBLEMS, UnfitFile) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{entered.contract.assistant}的解聘已提出，等负责人审定。")
            return redirect("evaluation:dismissal", entered.pk)
    intro = "多次违规的，要有审定的违规登记、送达过的教育，以及教育以后又一次违规；缺一项都不能提出。"
    return ask(request, form, heading="提出解聘", label="提出解聘", back=reverse("evaluation:dismissals"), intro=intro)


@requires(Power.DISCIPLINE_PREPARE, Power.DISCIPLINE_CONFIRM)
@require_safe
def dismissal(request: SignedInRequest, pk: int) -> HttpResponse:
    """One dismissal with the breaches on record."""
    found = _find(request, pk)
    waits = found.state == Ruling.PROPOSED and holds(request.user, Power.DISCIPLINE_CONFIRM)
    own = found.entered_by_id == request.user.pk
    context = {
        "dismissal": found,
        "notice": notice_of(found, request.user),
        "person": found.contract.assistant,
        "rows": _rows(found),
        "incidents": Incident.objects.visible_to(request.user).confirmed().filter(assistant=found.contract.assistant_id).order_by("day"),
        "clauses": [DISMISSALS[found.ground].clause, found.law.clause],
        "may_decide": waits and not own,
        "may_serve": found.state == Ruling.CONFIRMED and found.served_on is None and holds(request.user, Power.DISCIPLINE_PREPARE),
        "own": waits and own,
        "one_hand": str(OneHand()),
    }
    return render(request, "evaluation/conduct/dismissal.html", context)


@requires(Power.DISCIPLINE_CONFIRM)
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page before the head decides: the contract ends."""
    found = _find(request, pk)
    form = SeenForm(request.POST or None, initial={"seen": found.version})
    back = reverse("evaluation:dismissal", args=[pk])
    if form.is_valid():
        try:
            actions.confirm_dismissal(dismissal=found, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{found.contract.assistant}的解聘已审定，最后工作日 {found.last_day}。")
            return redirect(back)
    law = found.law
    context = {
        "heading": f"审定{found.contract.assistant}的解聘",
        "consequences": [
            f"{found.get_ground_display()}：{found.facts}",
            f"依据{law.clause.label}，以“{law.title}”解除合同，最后工作日 {found.last_day}；任职同日结束，数额台账记离岗 1 人。",
            *([f"没有经过前一档，直接解聘，理由：{found.skip_reason}"] if found.skip_reason else []),
            f"{found.get_defence_display()}。{found.statement}",
            f"已于 {found.union_told_on} 将理由通知工会。",
            "本人收到通知；系统出具解除劳动合同证明，档案和社会保险关系在十五日内转移。",
        ],
        "irreversible": "审定以后不能撤销。",
        "form": form,
        "label": "审定解聘",
        "danger": True,
        "cancel_url": back,
    }
    return render(request, "portal/confirm.html", context)


@requires(Power.DISCIPLINE_CONFIRM)
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """It goes back with a reason."""
    found = _find(request, pk)
    form = ReturnForm(request.POST or None, initial={"seen": found.version})
    heading, back = f"退回解聘：{found.contract.assistant}", reverse("evaluation:dismissal", args=[pk])
    done = "解聘已退回经办人。"
    return act(request, form, actions.return_dismissal, {"dismissal": found}, heading=heading, label="退回", back=back, done=done)


@requires(Power.DISCIPLINE_PREPARE)
def serve(request: SignedInRequest, pk: int) -> HttpResponse:
    """When and how the notice reached the person."""
    found = _find(request, pk)
    form = ServeForm(request.POST or None, initial={"seen": found.version, "served_on": clock.today(request.now)})
    heading, back = f"登记解聘通知书的送达：{found.contract.assistant}", reverse("evaluation:dismissal", args=[pk])
    done = "送达已登记。"
    return act(request, form, actions.serve_dismissal, {"dismissal": found}, heading=heading, label="登记送达", back=back, done=done)


@requires(Power.DISCIPLINE_PREPARE, Power.DISCIPLINE_CONFIRM)
@require_safe
def evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    """The evidence."""
    return hand_out(_find(request, pk).evidence, inline=True)


@requires(Power.DISCIPLINE_PREPARE, Power.DISCIPLINE_CONFIRM)
@require_safe
def union(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the union was told."""
    return hand_out(_find(request, pk).union_paper, inline=True)


def _find(request: SignedInRequest, pk: int) -> Dismissal:
    related = ("contract__assistant__county", "evidence", "union_paper", "entered_by", "decided_by", "served_by")
    return get_object_or_404(Dismissal.objects.visible_to(request.user).select_related(*related), pk=pk)


def _rows(found: Dismissal) -> list[dict[str, Any]]:
    answers = {True: "是", False: "不是", None: "没有认定"}
    serious = [
        {"label": "个人行为", "value": answers[found.own_conduct]},
        {"label": "严重后果", "value": answers[found.grave_consequence]},
        {"label": "恶劣影响", "value": answers[found.bad_influence]},
    ]
    return [
        {"label": "解聘事由", "value": found.get_ground_display()},
        {"label": "法定事由", "value": f"{found.get_lawful_display()}（{found.law.clause.label}）"},
        {"label": "事实", "value": found.facts},
        {"label": "认定", "value": found.finding},
        *([{"label": "越过前一档的理由", "value": found.skip_reason}] if found.skip_reason else []),
        *(serious if found.ground == "serious" else []),
        {"label": "陈述申辩", "value": f"{found.get_defence_display()}。{found.statement}"},
        {"label": "通知工会", "value": found.union_told_on},
        {"label": "移交", "value": f"{found.referred_on} 移交{found.referred_to}" if found.suspected_crime else "不涉嫌犯罪"},
        {"label": "最后工作日", "value": found.last_day},
        {"label": "提出", "value": str(found.entered_by)},
        {"label": "审定", "value": str(found.decided_by) if found.decided_by else "待审定"},
        *([{"label": "送达", "value": _served(found)}] if found.state == Ruling.CONFIRMED else []),
    ]


def _served(found: Dismissal) -> str:
    return f"{found.served_on}，{found.get_served_how_display()}（{found.served_by}登记）" if found.served_on else "还没有送达"
