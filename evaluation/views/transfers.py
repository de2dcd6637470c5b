"""统一调配: the list, entering one with the relatives that forbid it, deciding; who entered it does not decide."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bureaus import clock
from bureaus.access import OneHand, holds, requires
from bureaus.models import JudicialOffice
from bureaus.naming import named
from bureaus.requests import SignedInRequest
from documents.exports import export, filter_words
from documents.models import OfficialPaper, PaperKind
from evaluation import actions, moves
from evaluation.forms.contracts import ReturnForm
from evaluation.forms.transfers import DecideForm, RelativeForm, TransferFilterForm, TransferForm
from evaluation.models import Consent, Ruling, Transfer
from evaluation.views.asking import act
from policy.powers import Power
from staffing import actions as staffing
from staffing.forms.roster import VoidForm
from staffing.models import Assistant, Posting, Relative

PEOPLE_A_PAGE = 50


@requires(Power.ROSTER_VIEW)
@require_safe
def transfers(request: SignedInRequest) -> HttpResponse:
    """Every transfer of the county."""
    form, found = _read(request)
    page = Paginator(found, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "query": request.GET.urlencode(), "many_counties": request.user.county_id is None}
    return render(request, "evaluation/transfers/transfers.html", context)


@requires(Power.ROSTER_VIEW)
@require_safe
def transfers_export(request: SignedInRequest) -> HttpResponse:
    """The same rows as a spreadsheet."""
    form, found = _read(request)
    return export(request, moves.table(found), filename="统一调配.xlsx", chosen=filter_words(form, form.wanted))


@requires(Power.ROSTER_VIEW)
@require_safe
def transfer(request: SignedInRequest, pk: int) -> HttpResponse:
    """One transfer with its paper."""
    found = _find(request, pk)
    waits = found.state == Ruling.PROPOSED and holds(request.user, Power.TRANSFER)
    paper = OfficialPaper.objects.visible_to(request.user).filter(kind=PaperKind.TRANSFER_NOTICE, about=named(found))
    rows = [
        {"label": "原司法所", "value": found.from_office},
        {"label": "调往司法所", "value": found.to_office},
        {"label": "生效日期", "value": found.effective_on},
        {"label": "理由", "value": found.reason},
        {"label": "本人意见", "value": found.get_consent_display()},
        *([{"label": "本人陈述", "value": found.statement}] if found.statement else []),
        *([{"label": "对异议的答复", "value": found.answer}] if found.answer else []),
        {"label": "登记", "value": str(found.entered_by)},
        {"label": "审定", "value": str(found.decided_by) if found.decided_by else "待审定"},
    ]
    context = {
        "transfer": found,
        "rows": rows,
        "paper": paper.defer("source").first(),
        "may_decide": waits and found.entered_by_id != request.user.pk,
        "own": waits and found.entered_by_id == request.user.pk,
        "one_hand": str(OneHand()),
    }
    return render(request, "evaluation/transfers/transfer.html", context)


@requires(Power.TRANSFER)
def enter(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter a transfer of one person; beside it where they served and which relatives are declared."""
    person = _person(request, pk)
    today = clock.today(request.now)
    offices = JudicialOffice.objects.visible_to(request.user).standing(on=today).select_related("county").order_by("code")
    form = TransferForm(request.POST or None, offices=offices)
    if form.is_valid():
        try:
            entered = actions.enter_transfer(assistant=person, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{person}的调配已登记，等另一位工作人员审定。")
            return redirect("evaluation:transfer", entered.pk)
    context = {
        "person": person,
        "form": form,
        "postings": Posting.objects.visible_to(request.user).filter(assistant=person).select_related("office").order_by("-first_day"),
        "relatives": Relative.objects.visible_to(request.user).filter(assistant=person).select_related("office"),
        "may_edit": holds(request.user, Power.ROSTER_EDIT),
    }
    return render(request, "evaluation/transfers/enter.html", context)


@requires(Power.TRANSFER)
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page before another person decides."""
    found = _find(request, pk)
    objected = found.consent == Consent.OBJECTED
    form = DecideForm(request.POST or None, initial={"seen": found.version}, objected=objected)
    back = reverse("evaluation:transfer", args=[pk])
    if form.is_valid():
        try:
            actions.confirm_transfer(transfer=found, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{found.assistant}的调配已审定，{found.effective_on} 起在{found.to_office}任职。")
            return redirect(back)
    context = {
        "heading": f"审定{found.assistant}的调配",
        "consequences": [
            f"自 {found.effective_on} 起由{found.from_office}到{found.to_office}任职；到前一天为止的日志和考勤仍归{found.from_office}。",
            *([f"本人有异议：{found.statement}"] if objected else ["本人同意。"]),
            "系统出具调配通知，本人收到通知；聘用合同和数额台账不变。",
        ],
        "irreversible": "审定以后不能撤销；需要调回的，另行登记调配。",
        "form": form,
        "label": "审定调配",
        "cancel_url": back,
    }
    return render(request, "portal/confirm.html", context)


@requires(Power.TRANSFER)
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """A transfer goes back, with a reason."""
    found = _find(request, pk)
    form = ReturnForm(request.POST or None, initial={"seen": found.version})
    back = reverse("evaluation:transfer", args=[pk])
    return act(
        request,
        form,
        actions.return_transfer,
        {"transfer": found},
        heading=f"退回调配：{found.assistant}",
        label="退回",
        back=back,
        done="调配已退回登记人。",
    )


@requires(Power.ROSTER_EDIT)
def relative_declare(request: SignedInRequest, pk: int) -> HttpResponse:
    """That a relative works in an office of the county."""
    person = _person(request, pk)
    offices = JudicialOffice.objects.visible_to(request.user).standing(on=clock.today(request.now)).order_by("code")
    form = RelativeForm(request.POST or None, offices=offices)
    back = reverse("evaluation:transfer_enter", args=[pk])
    return act(
        request,
        form,
        staffing.declare_relative,
        {"assistant": person},
        heading=f"登记亲属任职：{person}",
        label="登记",
        back=back,
        done="亲属任职已登记，不能调配到这个司法所。",
    )


@requires(Power.ROSTER_EDIT)
def relative_void(request: SignedInRequest, pk: int, record: int) -> HttpResponse:
    """Take a declaration out."""
    person = _person(request, pk)
    found = get_object_or_404(Relative.objects.visible_to(request.user), pk=record, assistant=person)
    form = VoidForm(request.POST or None)
    back = reverse("evaluation:transfer_enter", args=[pk])
    return act(
        request,
        form,
        staffing.void_relative,
        {"record": found},
        heading=f"作废亲属任职：{person}，{found.office}",
        label="作废记录",
        back=back,
        done="记录已作废，理由已保存。",
    )


def _find(request: SignedInRequest, pk: int) -> Transfer:
    related = ("assistant__county", "from_office", "to_office", "entered_by", "decided_by")
    return get_object_or_404(Transfer.objects.visible_to(request.user).select_related(*related), pk=pk)


def _person(request: SignedInRequest, pk: int) -> Assistant:
    return get_object_or_404(Assistant.objects.visible_to(request.user).select_related("county"), pk=pk)


def _read(request: SignedInRequest) -> tuple[TransferFilterForm, QuerySet[Transfer]]:
    form = TransferFilterForm(request.GET)
    return form, moves.transfers(request.user, **form.wanted)
