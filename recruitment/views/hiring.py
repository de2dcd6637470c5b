"""公示 and what people say against it; then the contracts, prepared by one and signed by another."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bureaus import clock
from bureaus.access import OneHand, holds, requires
from bureaus.naming import named
from bureaus.requests import SignedInRequest
from documents.exports import export
from documents.models import OfficialPaper, PaperKind
from policy.calendar import end_of
from policy.contracts import late_signing, sign_by
from policy.powers import Power
from recruitment import actions, tables
from recruitment.forms.finals import CloseObjectionForm, PrepareContractForm, ReceivedObjectionForm, SignContractForm
from recruitment.models import Application, Objection, PublicNotice, Round, Status
from recruitment.openings import people_named, takes_objections
from recruitment.views.frame import find_round, framed
from staffing.models import Contract

CONTRACTING = (Power.CONTRACT_PREPARE, Power.CONTRACT_SIGN)


@requires(Power.ROUND_VIEW)
@require_safe
def objections(request: SignedInRequest, pk: int) -> HttpResponse:
    """The 公示: its days, what is left of them, and the objections it brought. Their words are for those who handle them."""
    round = find_round(request, pk)
    notice = _posted(request, round)
    context = framed(
        round,
        "公示和异议",
        page="round_objections",
        notice=notice,
        until=end_of(notice.last_day) if notice and notice.last_day else None,
        running=notice is not None and takes_objections(notice, request.now),
        now=request.now,
        rows=list(_received(request, round)),
        may_handle=holds(request.user, Power.OBJECTION_HANDLE),
    )
    return render(request, "recruitment/finals/objections.html", context)


@requires(Power.ROUND_VIEW)
@require_safe
def objections_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same objections as a spreadsheet."""
    round = find_round(request, pk)
    return export(request, tables.objections_table(round, _received(request, round)), filename=f"{round.title}公示异议.xlsx")


@requires(Power.OBJECTION_HANDLE)
def objection_receive(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take down an objection that came by phone, letter or visit."""
    round = find_round(request, pk)
    notice = _posted(request, round)
    if notice is None:
        messages.error(request, "公示还没有发布。")
        return redirect("recruitment:round_objections", pk)
    form = ReceivedObjectionForm(request.POST or None, people=people_named(notice))
    if form.is_valid():
        try:
            actions.receive_objection(notice=notice, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "异议已登记，请在公示期内核查。")
            return redirect("recruitment:round_objections", pk)
    context = framed(round, "登记异议", _objections(pk), form=form, back=_objections(pk)[1])
    return render(request, "recruitment/finals/objection_receive.html", context)


@requires(Power.OBJECTION_HANDLE)
def objection(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was said, and what came of it."""
    objections = Objection.objects.visible_to(request.user).select_related(
        "notice__round__county", "notice__round__intake", "notice__round__scheme", "application__seat", "received_by", "closed_by"
    )
    found = get_object_or_404(objections, pk=pk)
    round = found.notice.round
    open_ = found.closed_at is None or found.outcome == "suspended"
    form = CloseObjectionForm(request.POST or None) if open_ else None
    if form is not None and form.is_valid():
        try:
            actions.close_objection(objection=found, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "核查结论已登记。")
            return redirect("recruitment:round_objections", round.pk)
    context = framed(round, "核查异议", _objections(round.pk), objection=found, form=form, back=_objections(round.pk)[1])
    return render(request, "recruitment/finals/objection.html", context)


@requires(*CONTRACTING, Power.ROUND_VIEW)
@require_safe
def contracts(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everybody who is to sign or has signed, with the contract, its paper and what a late signing cost."""
    round = find_round(request, pk)
    context = framed(
        round,
        "签订合同",
        page="round_contracts",
        rows=_signing(request, round),
        open=round.stage == "contract",
        may_prepare=holds(request.user, Power.CONTRACT_PREPARE),
        may_sign=holds(request.user, Power.CONTRACT_SIGN),
        may_give_up=holds(request.user, Power.RESULT_ENTER),
    )
    return render(request, "recruitment/finals/contracts.html", context)


@requires(Power.ROUND_VIEW)
@require_safe
def contracts_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same people as a spreadsheet."""
    round = find_round(request, pk)
    return export(request, tables.contracts_table(round, _signing(request, round)), filename=f"{round.title}签订合同.xlsx")


def _signing(request: SignedInRequest, round: Round) -> list[dict[str, Any]]:
    """Everybody who is to sign or has signed, each with contract and paper."""
    people = list(
        Application.objects.visible_to(request.user)
        .filter(round=round, stage="contract")
        .select_related("vacancy__line__office", "seat", "standing")
        .order_by("vacancy__code", "standing__rank", "pk")
    )
    held = {contract.reference: contract for contract in _contracts(request).filter(reference__in=[named(person) for person in people])}
    papers = _papers(request, list(held.values()))
    today = clock.today(request.now)
    rows = []
    for person in people:
        contract = held.get(named(person))
        rows.append(
            {
                "person": person,
                "contract": contract,
                "paper": papers.get(_matter(contract)) if contract else None,
                "word": _word(person, contract),
                "sign_by": sign_by(contract.starts_on) if contract else None,
                "late": contract is not None and contract.signed_on is None and today > sign_by(contract.starts_on),
                "waits": person.status == Status.ACTIVE,
            }
        )
    return rows


@requires(Power.CONTRACT_PREPARE)
def contract_prepare(request: SignedInRequest, pk: int) -> HttpResponse:
    """Draw up one contract: the scheme gives term and probation, the clerk the day service begins."""
    application = _application(request, pk)
    round, scheme = application.round, application.round.scheme
    existing = _contracts(request).filter(reference=named(application)).first()
    stands = {"starts_on": existing.starts_on, "form": existing.form} if existing else {}
    form = PrepareContractForm(request.POST or None, initial={"seen": application.version, **stands})
    if form.is_valid():
        try:
            contract = actions.prepare_contract(application=application, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{application.name}的合同已拟好，请负责人在 {_written(sign_by(contract.starts_on))}前签订。")
            return redirect("recruitment:round_contracts", round.pk)
    context = framed(
        round,
        "拟定合同",
        _of_contracts(round.pk),
        application=application,
        form=form,
        years=scheme.number("contract_years"),
        probation=scheme.number("probation_months"),
        back=_of_contracts(round.pk)[1],
    )
    return render(request, "recruitment/finals/prepare.html", context)


@requires(Power.CONTRACT_SIGN)
def contract_sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page before the head signs: roster, posting and ledger follow at once; what a late signing costs stands there."""
    application = _application(request, pk)
    round = application.round
    contract = _contracts(request).filter(reference=named(application)).first()
    if contract is None:
        messages.error(request, "合同还没有拟定，请经办人先拟定。")
        return redirect("recruitment:round_contracts", round.pk)
    today = clock.today(request.now)
    form = SignContractForm(request.POST or None, initial={"seen": application.version, "signed_on": today})
    if form.is_valid():
        try:
            actions.sign_contract(application=application, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{application.name}的合同已签订，已列入花名册和数额台账。")
            return redirect("recruitment:round_contracts", round.pk)
    context = framed(
        round,
        "签订合同",
        _of_contracts(round.pk),
        heading=f"签订{application.name}的聘用合同",
        consequences=_consequences(application, contract, today),
        irreversible="登记后不能撤销；合同有误的，依法另行变更。",
        form=form,
        label="签订合同",
        cancel_url=_of_contracts(round.pk)[1],
        one_hand=str(OneHand()) if contract.prepared_by_id == request.user.pk else "",
    )
    return render(request, "recruitment/exam/confirm.html", context)


def _consequences(application: Application, contract: Contract, today: date) -> list[str]:
    late = late_signing(contract.starts_on, today)
    probation = f"试用期至 {_written(contract.probation_ends_on)}" if contract.probation_ends_on else "不约定试用期"
    return [
        f"{application.name}自 {_written(contract.starts_on)}起在{contract.office}任司法协理员，"
        f"{f'合同至 {_written(contract.ends_on)}' if contract.ends_on else '合同无固定期限'}，{probation}。",
        "签订后即列入司法协理员花名册，数额台账记为已聘用 1 人。",
        f"书面合同应在用工之日起一个月内、即 {_written(sign_by(contract.starts_on))}前签订。",
        *([f"今天签订已经逾期：{late.sentence}这一后果会记在合同上。"] if late else []),
    ]


def _word(person: Application, contract: Contract | None) -> str:
    if person.status == Status.HIRED:
        return "已签订"
    if person.status != Status.ACTIVE:
        return str(person.get_status_display())
    return "待拟定" if contract is None else "待签订"


def _received(request: SignedInRequest, round: Round) -> QuerySet[Objection]:
    """The open ones last, as the page lists them."""
    found = Objection.objects.visible_to(request.user).filter(notice__round=round).select_related("application")
    return found.order_by("closed_at", "received_at")


def _posted(request: SignedInRequest, round: Round) -> PublicNotice | None:
    posted = PublicNotice.objects.visible_to(request.user).posted().filter(round=round, kind="proposed_hires")
    found: PublicNotice | None = posted.select_related("paper").order_by("-edition").first()
    return found


def _contracts(request: SignedInRequest) -> Any:
    return Contract.objects.visible_to(request.user).select_related("office", "prepared_by", "signed_by")


def _matter(contract: Contract) -> str:
    """How the paper of this version of a contract is filed."""
    return f"{named(contract)}:{contract.version}"


def _papers(request: SignedInRequest, contracts: list[Contract]) -> dict[str, OfficialPaper]:
    """The newest paper of each contract: signing it makes a further version, but no other text."""
    found: dict[str, OfficialPaper] = {}
    wanted = {f"{named(contract)}:{version}": contract for contract in contracts for version in range(1, contract.version + 1)}
    papers = OfficialPaper.objects.visible_to(request.user).filter(kind=PaperKind.CONTRACT, about__in=wanted)
    for paper in papers.defer("source").order_by("pk"):
        found[_matter(wanted[paper.about])] = paper
    return found


def _application(request: SignedInRequest, pk: int) -> Application:
    applications = Application.objects.visible_to(request.user).filter(stage="contract")
    related = ("round__county", "round__intake", "round__scheme", "vacancy__line__office", "seat")
    return get_object_or_404(applications.select_related(*related), pk=pk)


def _objections(pk: int) -> tuple[str, str]:
    return "公示和异议", reverse("recruitment:round_objections", args=[pk])


def _of_contracts(pk: int) -> tuple[str, str]:
    return "签订合同", reverse("recruitment:round_contracts", args=[pk])


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
