"""离职: the list, one departure with what is owed, and the acts of clerk and head."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bureaus import clock
from bureaus.access import OneHand, holds, requires
from bureaus.naming import named
from bureaus.requests import SignedInRequest
from documents.delivery import hand_out
from documents.exports import export, filter_words
from documents.models import OfficialPaper, PaperKind
from documents.uploads import Accept, UnfitFile, receive
from evaluation import actions, leavers
from evaluation.contract_papers import proofs_of
from evaluation.forms.conduct import ServeForm
from evaluation.forms.contracts import DepartureFilterForm, DepartureForm, EndingForm, ReturnForm, SeenForm, SeveranceForm, TransferForm
from evaluation.models import Departure, Ruling
from evaluation.views.asking import act, ask
from policy.endings import ENDINGS, GROUNDS, TRIPLE, above_triple_average, departure_deadlines, keep_until
from policy.powers import Power
from policy.safeguards import yuan
from staffing.models import Contract

PEOPLE_A_PAGE = 50


@requires(Power.ROSTER_VIEW)
@require_safe
def departures(request: SignedInRequest) -> HttpResponse:
    """Who leaves or has left, and what is still to be done for them."""
    form, found = _read(request)
    page = Paginator(found, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    today = clock.today(request.now)
    context = {
        "form": form,
        "page": page,
        "rows": [leavers.Leaver(row, today) for row in page],
        "query": request.GET.urlencode(),
        "many_counties": request.user.county_id is None,
    }
    return render(request, "evaluation/contracts/departures.html", context)


@requires(Power.ROSTER_VIEW)
@require_safe
def departures_export(request: SignedInRequest) -> HttpResponse:
    """The same rows as a spreadsheet."""
    form, found = _read(request)
    table = leavers.table(found, today=clock.today(request.now))
    return export(request, table, filename="离职情况.xlsx", chosen=filter_words(form, form.wanted))


@requires(Power.CONTRACT_PREPARE)
def enter(request: SignedInRequest, pk: int) -> HttpResponse:
    """That somebody resigns, leaves by agreement, retires or has died; on which paper."""
    contract = get_object_or_404(Contract.objects.visible_to(request.user).signed().select_related("assistant", "office"), pk=pk)
    form = DepartureForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            kept = receive(said.pop("paper"), by=request.user, now=request.now, accept=Accept.PAPER)
            departure = actions.enter_departure(contract=contract, paper=kept, by=request.user, now=request.now, **said)
        except (*actions.PROBLEMS, UnfitFile) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{contract.assistant}的离职已登记，等负责人审定。")
            return redirect("evaluation:departure", departure.pk)
    return ask(
        request,
        form,
        heading=f"登记离职：{contract.assistant}",
        label="登记离职",
        back=reverse("evaluation:contract", args=[pk]),
        intro="期满终止的不在这里登记，请在到期清单里提出意见；单位依法解除的，在合同页“单位解除合同”登记；因违规解聘的按奖惩的程序办理。",
    )


@requires(Power.CONTRACT_PREPARE)
@require_safe
def endings(request: SignedInRequest, pk: int) -> HttpResponse:
    """The grounds on which a bureau ends a contract by its own word, outside discipline, to choose from."""
    contract = get_object_or_404(Contract.objects.visible_to(request.user).signed().select_related("assistant"), pk=pk)
    return render(request, "evaluation/contracts/endings.html", {"contract": contract, "grounds": [GROUNDS[key] for key in ENDINGS]})


@requires(Power.CONTRACT_PREPARE)
def end(request: SignedInRequest, pk: int, ground: str) -> HttpResponse:
    """Enter that the bureau ends a contract, with what the article of the ground wants."""
    contract = get_object_or_404(Contract.objects.visible_to(request.user).signed().select_related("assistant"), pk=pk)
    if ground not in ENDINGS:
        raise Http404
    form = EndingForm(request.POST or None, request.FILES or None, ground=ground)
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            for name in ("paper", "union_paper"):
                said[name] = receive(said[name], by=request.user, now=request.now, accept=Accept.PAPER)
            departure = actions.enter_ending(contract=contract, ground=ground, by=request.user, now=request.now, **said)
        except (*actions.PROBLEMS, UnfitFile) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{contract.assistant}的解除合同已登记，等负责人审定。")
            return redirect("evaluation:departure", departure.pk)
    law = GROUNDS[ground]
    return ask(
        request,
        form,
        heading=f"{law.title}：{contract.assistant}",
        label="登记解除合同",
        back=reverse("evaluation:endings", args=[pk]),
        beside_title=law.clause.label,
        beside=law.clause.quote,
    )


@requires(Power.ROSTER_VIEW)
@require_safe
def departure(request: SignedInRequest, pk: int) -> HttpResponse:
    """One departure: ground, days, severance and what it is reckoned from, certificate, transfer with its clock."""
    found = _find(request, pk)
    today = clock.today(request.now)
    papers = OfficialPaper.objects.visible_to(request.user).filter(about=named(found)).defer("source")
    due = departure_deadlines(found.last_day, key="", name="") if found.last_day else ()
    prepares = holds(request.user, Power.CONTRACT_PREPARE)
    signs = holds(request.user, Power.CONTRACT_SIGN)
    decides, opens = signs and found.state == Ruling.PROPOSED, prepares or signs
    context = {
        "departure": found,
        "leaver": leavers.Leaver(found, today),
        "person": found.contract.assistant,
        "ground": GROUNDS[found.ground],
        "facts": _facts(found, opens=opens),
        "certificate": papers.filter(kind=PaperKind.TERMINATION_CERTIFICATE).first(),
        "notice": papers.filter(kind=PaperKind.ENDING_NOTICE).first() if opens and found.is_ending else None,
        "transfer_due": due[1].due if due else None,
        "transfer_left": due[1].days_left(today) if due else None,
        "may_decide": decides and found.entered_by_id != request.user.pk,
        "own": decides and found.entered_by_id == request.user.pk,
        "may_state": prepares and found.state != Ruling.RETURNED and found.transferred_on is None,
        "may_transfer": prepares and found.carried_out_at is not None and found.transferred_on is None,
        "may_serve": prepares and found.is_ending and found.state == Ruling.CONFIRMED and found.served_on is None,
        "may_open": opens,
    }
    return render(request, "evaluation/contracts/departure.html", context)


@requires(Power.CONTRACT_SIGN)
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page before the head decides: contract, posting and ledger follow."""
    found = _find(request, pk)
    form = SeenForm(request.POST or None, initial={"seen": found.version})
    back = reverse("evaluation:departure", args=[pk])
    if form.is_valid():
        try:
            actions.confirm_departure(departure=found, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{found.contract.assistant}的离职已审定，最后工作日 {found.last_day}。")
            return redirect(back)
    owed = f"应付经济补偿 {found.severance_months} 个月工资" if found.severance_months else "没有经济补偿"
    context = {
        "heading": f"审定{found.contract.assistant}的离职",
        "consequences": [
            f"{found.get_ground_display()}，最后工作日 {found.last_day}；合同和任职到这一天结束。",
            "数额台账从最后工作日起记离岗 1 人；系统同时出具解除（终止）劳动合同证明。",
            *_consequences(found),
            f"{owed}；档案和社会保险关系在十五日内转移。",
            *([str(OneHand())] if found.entered_by_id == request.user.pk else []),
        ],
        "irreversible": "审定以后不能撤销。",
        "form": form,
        "label": "审定离职",
        "danger": True,
        "cancel_url": back,
    }
    return render(request, "portal/confirm.html", context)


@requires(Power.CONTRACT_SIGN)
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """A departure goes back to the clerk, with a reason."""
    found = _find(request, pk)
    form = ReturnForm(request.POST or None, initial={"seen": found.version})
    return act(
        request,
        form,
        actions.return_departure,
        {"departure": found},
        heading=f"退回离职：{found.contract.assistant}",
        label="退回",
        done="离职已退回经办人。",
        back=_page_of(found),
    )


@requires(Power.CONTRACT_PREPARE)
def serve(request: SignedInRequest, pk: int) -> HttpResponse:
    """When and how the notice of an ending reached the person."""
    found = _find(request, pk)
    form = ServeForm(request.POST or None, initial={"seen": found.version, "served_on": clock.today(request.now)})
    heading = f"登记解除劳动合同通知书的送达：{found.contract.assistant}"
    on = {"departure": found}
    return act(request, form, actions.serve_ending, on, heading=heading, label="登记送达", back=_page_of(found), done="送达已登记。")


@requires(Power.CONTRACT_PREPARE)
def severance(request: SignedInRequest, pk: int) -> HttpResponse:
    """The average pay, from which severance is reckoned."""
    found = _find(request, pk)
    stated = {"seen": found.version, "average_pay": found.average_pay, "local_average": found.local_average}
    form = SeveranceForm(request.POST or None, initial=stated)
    return act(
        request,
        form,
        actions.state_severance,
        {"departure": found},
        heading=f"填写平均工资：{found.contract.assistant}",
        label="计算经济补偿",
        done="平均工资已保存。",
        back=_page_of(found),
    )


@requires(Power.CONTRACT_PREPARE)
def transfer(request: SignedInRequest, pk: int) -> HttpResponse:
    """That 档案 and 社保 have been transferred."""
    found = _find(request, pk)
    form = TransferForm(request.POST or None, initial={"transferred_on": clock.today(request.now)})
    return act(
        request,
        form,
        actions.record_transfer,
        {"departure": found},
        heading=f"登记档案和社保转移：{found.contract.assistant}",
        label="登记办结",
        done="档案和社保的转移已登记。",
        back=_page_of(found),
    )


@requires(Power.CONTRACT_PREPARE, Power.CONTRACT_SIGN)
@require_safe
def paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """The paper a departure rests on."""
    found = _find(request, pk)
    if found.paper is None:
        raise Http404
    return hand_out(found.paper, inline=True)


@requires(Power.CONTRACT_PREPARE, Power.CONTRACT_SIGN)
@require_safe
def union(request: SignedInRequest, pk: int) -> HttpResponse:
    """The paper by which the union was told of an ending."""
    found = _find(request, pk)
    if found.union_paper is None:
        raise Http404
    return hand_out(found.union_paper, inline=True)


def _find(request: SignedInRequest, pk: int) -> Departure:
    people = ("entered_by", "decided_by", "transferred_by", "served_by")
    related = ("contract__assistant__county", "contract__office", "paper", "union_paper", "renewal", *people)
    return get_object_or_404(Departure.objects.visible_to(request.user).select_related(*related), pk=pk)


def _read(request: SignedInRequest) -> tuple[DepartureFilterForm, QuerySet[Departure]]:
    form = DepartureFilterForm(request.GET)
    return form, leavers.departures(request.user, **form.wanted)


def _consequences(found: Departure) -> list[str]:
    """What the head reads of an ending by the bureau's own word before deciding."""
    if not found.is_ending:
        return []
    law = GROUNDS[found.ground]
    notice = "本人收到通知；系统出具解除劳动合同通知书，由经办人送达。"
    if found.pay_in_lieu is not None:
        notice += f"额外支付一个月工资 {yuan(found.pay_in_lieu)} 元，代替提前 {law.notice_days} 日书面通知。"
    return [
        f"依据{law.clause.label}：{law.clause.quote}。",
        f"事实：{found.reasons}",
        *(f"{title}：{said}" for title, said in proofs_of(found)),
        f"已于 {found.union_told_on} 将理由通知工会。",
        notice,
    ]


def _ending_facts(found: Departure) -> list[dict[str, Any]]:
    """What an ending by the bureau's own word rests on, for clerk and head."""
    if not found.is_ending:
        return []
    rows: list[dict[str, Any]] = [{"label": title, "value": said} for title, said in proofs_of(found)]
    rows.append({"label": "通知工会", "value": found.union_told_on})
    if found.pay_in_lieu is not None:
        rows.append({"label": "代替提前通知的一个月工资", "value": f"{yuan(found.pay_in_lieu)} 元"})
    served = f"{found.served_on}，{found.get_served_how_display()}，{found.served_by}登记" if found.served_on else "还没有登记"
    return [*rows, {"label": "通知书送达", "value": served}]


def _facts(found: Departure, *, opens: bool) -> list[dict[str, Any]]:
    said = found.reasons or "没有填写"
    return [
        {"label": "事由", "value": found.get_ground_display()},
        {"label": "书面通知日期" if found.is_ending else "书面材料日期", "value": found.notified_on or _noticed(found)},
        {"label": "最后工作日", "value": found.last_day or "受法律保护，待保护的情形消失"},
        *(_ending_facts(found) if opens else ()),
        {"label": "经济补偿", "value": f"{found.severance_months} 个月工资" if found.severance_months else "没有"},
        {"label": "计算", "value": _reckoned(found) or ("待填写平均工资" if found.severance_months else "不需要")},
        *([{"label": "事实" if found.is_ending else "情况说明", "value": said}] if opens or not found.is_ending else ()),
        {"label": "登记", "value": f"{found.entered_by}"},
        {"label": "审定", "value": f"{found.decided_by}" if found.decided_by else "待审定"},
        {"label": "合同文本保存至", "value": keep_until(found.last_day) if found.last_day else "离岗后两年"},
    ]


def _reckoned(found: Departure) -> str:
    """How what is owed was reckoned; blank while the averages are not known."""
    pay, local = found.average_pay, found.local_average
    if pay is None or found.severance is None:
        return ""
    capped = local is not None and above_triple_average(pay, local)
    base = TRIPLE * local if capped and local is not None else pay
    sum_ = f"{found.severance_months} 个月 × {yuan(base)} 元 = {yuan(found.severance)} 元"
    if local is None or not found.severance_months:
        return sum_
    stands = f"平均工资 {yuan(pay)} 元，本地区上年度职工月平均工资 {yuan(local)} 元，三倍为 {yuan(TRIPLE * local)} 元"
    cap = "高于三倍，按三倍计算，年限最高十二年" if capped else "没有高于三倍"
    return f"{sum_}（{stands}，{cap}；《劳动合同法》第四十七条）"


def _noticed(found: Departure) -> str:
    return "审定之日" if found.is_ending else "续聘决定"


def _page_of(found: Departure) -> str:
    return reverse("evaluation:departure", args=[found.pk])
