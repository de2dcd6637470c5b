"""One assistant: where they served, under which contracts, their training and health checks, and the acts on all of these."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bureaus import clock
from bureaus.access import asks_again, holds, requires
from bureaus.letters import masked_phone
from bureaus.requests import SignedInRequest
from bureaus.tenancy import Stale
from documents.exports import export
from policy.powers import Power
from staffing import actions
from staffing import roster as rosters
from staffing.forms.roster import ContactForm, HealthCheckForm, HealthOccasionForm, OccasionForm, TrainingForm, VoidForm
from staffing.models import Assistant, Contract, HealthCheck, Posting, Training
from staffing.roster import state_on


@requires(Power.ROSTER_VIEW)
@require_safe
def assistant(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything the roster holds of one person, numbers masked, health by its conclusion alone."""
    person = _find(request, pk)
    today = clock.today(request.now)
    postings, contracts = list(_postings(request, person)), list(_contracts(request, person))
    trainings = list(Training.objects.visible_to(request.user).filter(assistant=person).select_related("entered_by"))
    running = next((contract for contract in contracts if contract.starts_on <= today), None)
    context = {
        "person": person,
        "state": state_on(postings[0], running, today).label if postings else "",
        "facts": _facts(person, contracts),
        "postings": postings,
        "contracts": contracts,
        "trainings": trainings,
        "hours": sum(row.hours for row in trainings if row.voided_at is None and row.held_on.year == today.year),
        "year": today.year,
        "checks": list(HealthCheck.objects.visible_to(request.user).filter(assistant=person).defer("details").select_related("entered_by")),
        "may_edit": holds(request.user, Power.ROSTER_EDIT),
        "may_reveal": holds(request.user, Power.PERSONAL_DATA_REVEAL),
        "may_read_health": holds(request.user, Power.HEALTH_VIEW),
    }
    return render(request, "staffing/roster/assistant.html", context)


@requires(Power.ROSTER_VIEW)
@require_safe
def postings_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where one person served, as a spreadsheet."""
    person = _find(request, pk)
    table = rosters.postings_table(person, _postings(request, person))
    return export(request, table, filename=f"{person.name}任职经历.xlsx", back=_of(pk))


@requires(Power.ROSTER_VIEW)
@require_safe
def contracts_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """One person's contracts as a spreadsheet."""
    person = _find(request, pk)
    table = rosters.contracts_table(person, _contracts(request, person))
    return export(request, table, filename=f"{person.name}聘用合同.xlsx", back=_of(pk))


@requires(Power.ROSTER_EDIT)
@never_cache
def assistant_contact(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct how somebody is reached and what they studied."""
    person = _find(request, pk)
    form = ContactForm(request.POST or None, assistant=person)
    if form.is_valid():
        try:
            actions.correct_assistant(
                assistant=person, contact=form.contact, seen=form.cleaned_data["seen"], by=request.user, now=request.now
            )
        except Stale as problem:
            form.add_error(None, f"{problem}您填的仍在本页；再次保存就以本页为准。")
            form.data = {**request.POST.dict(), "seen": str(person.version)}
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "花名册信息已更正。")
            return redirect("staffing:assistant", pk)
    return _ask(request, person, form, "更正联系方式和学历", "保存更正", hint="姓名、性别和身份证号以聘用合同为准，不在这里改。")


@requires(Power.ROSTER_EDIT)
def training_enter(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record a training."""
    return _enter(request, pk, TrainingForm(request.POST or None), actions.enter_training, "登记培训", "培训已登记。")


@requires(Power.ROSTER_EDIT)
@never_cache
def health_check_enter(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record a health check."""
    return _enter(request, pk, HealthCheckForm(request.POST or None), actions.enter_health_check, "登记健康检查", "健康检查已登记。")


@requires(Power.ROSTER_EDIT)
def training_void(request: SignedInRequest, pk: int, record: int) -> HttpResponse:
    """Take a wrong training out."""
    found = get_object_or_404(Training.objects.visible_to(request.user).select_related("assistant"), pk=record, assistant=pk)
    what = f"{found.held_on:%Y-%m-%d}　{found.topic}　{found.hours} 学时"
    return _void(request, found, actions.void_training, "作废培训记录", what)


@requires(Power.ROSTER_EDIT)
def health_check_void(request: SignedInRequest, pk: int, record: int) -> HttpResponse:
    """Take a wrong health check out."""
    found = _check(request, pk, record)
    what = f"{found.checked_on:%Y-%m-%d}　{found.get_conclusion_display()}"
    return _void(request, found, actions.void_health_check, "作废健康检查记录", what)


@requires(Power.HEALTH_VIEW)
@never_cache
def health_check_read(request: SignedInRequest, pk: int, record: int) -> HttpResponse:
    """What was found, for a stated reason: shown once, in this answer, and recorded."""
    found = _check(request, pk, record)
    form = HealthOccasionForm(request.POST or None)
    context = {"person": found.assistant, "check": found, "form": form}
    if form.is_valid():
        try:
            words = actions.read_health_check(record=found, by=request.user, now=request.now, **form.cleaned_data)
            context["rows"] = [{"label": "具体情况", "value": words or "没有填写"}]
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
    context |= {"heading": "查看健康检查具体情况", "label": "显示具体情况", "kept": "检查的具体情况加密保存，平时不显示。"}
    return render(request, "staffing/roster/reveal.html", context)


@requires(Power.PERSONAL_DATA_REVEAL)
@asks_again
@never_cache
def assistant_reveal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Full numbers for a stated reason: shown once, in this answer, and recorded."""
    person = _find(request, pk)
    form = OccasionForm(request.POST or None)
    context: dict[str, Any] = {"person": person, "form": form}
    if form.is_valid():
        try:
            shown = actions.reveal_assistant(assistant=person, by=request.user, now=request.now, **form.cleaned_data)
            context["rows"] = [
                {"label": "公民身份号码", "value": shown.id_number},
                {"label": "联系电话", "value": shown.phone},
                {"label": "户籍地址", "value": shown.registered_address},
                {"label": "现住址", "value": shown.address},
            ]
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
    context |= {"heading": "查看完整号码", "label": "显示完整号码", "kept": "号码和地址平时不完整显示。"}
    return render(request, "staffing/roster/reveal.html", context)


def _postings(request: SignedInRequest, person: Assistant) -> QuerySet[Posting]:
    return Posting.objects.visible_to(request.user).filter(assistant=person).select_related("office").order_by("-first_day")


def _contracts(request: SignedInRequest, person: Assistant) -> QuerySet[Contract]:
    return Contract.objects.visible_to(request.user).signed().filter(assistant=person).select_related("office").order_by("-starts_on")


def _of(pk: int) -> str:
    return reverse("staffing:assistant", args=[pk])


def _find(request: SignedInRequest, pk: int) -> Assistant:
    return get_object_or_404(Assistant.objects.visible_to(request.user).select_related("county"), pk=pk)


def _check(request: SignedInRequest, pk: int, record: int) -> HealthCheck:
    return get_object_or_404(HealthCheck.objects.visible_to(request.user).select_related("assistant"), pk=record, assistant=pk)


def _facts(person: Assistant, contracts: list[Contract]) -> list[dict[str, Any]]:
    """The fields 劳动合同法实施条例8 asks of a roster, and what is known beside them."""
    study = [person.get_education_display() if person.education is not None else "", person.school, person.major]
    first, last = (contracts[-1], contracts[0]) if contracts else (None, None)
    return [
        {"label": "性别", "value": person.sex},
        {"label": "联系电话", "value": masked_phone(person.phone) if person.phone else ""},
        {"label": "户籍地址", "value": "已登记，不完整显示" if person.registered_address else ""},
        {"label": "现住址", "value": "已登记，不完整显示" if person.address else ""},
        {"label": "学历", "value": "，".join(filter(None, study))},
        {"label": "用工形式", "value": last.get_form_display() if last else ""},
        {"label": "用工起始时间", "value": first.starts_on if first else ""},
        {"label": "劳动合同期限", "value": f"{last.starts_on} 至 {last.ends_on or '无固定期限'}" if last else ""},
    ]


def _enter(request: SignedInRequest, pk: int, form: Form, verb: Any, heading: str, done: str) -> HttpResponse:
    person = _find(request, pk)
    if form.is_valid():
        try:
            verb(assistant=person, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, done)
            return redirect("staffing:assistant", pk)
    return _ask(request, person, form, heading, heading)


def _void(request: SignedInRequest, record: Any, verb: Any, heading: str, what: str) -> HttpResponse:
    person = record.assistant
    form = VoidForm(request.POST or None)
    if form.is_valid():
        try:
            verb(record=record, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "记录已作废，理由已保存。")
            return redirect("staffing:assistant", person.pk)
    context = {
        "heading": f"{heading}：{person.name}",
        "consequences": [what, "作废以后，这条记录不再计入名单和学时；原记录和理由仍然保存备查。"],
        "irreversible": "作废后不能恢复，只能重新登记。",
        "form": form,
        "label": "作废记录",
        "danger": True,
        "cancel_url": reverse("staffing:assistant", args=[person.pk]),
    }
    return render(request, "portal/confirm.html", context)


def _ask(request: SignedInRequest, person: Assistant, form: Form, heading: str, label: str, hint: str = "") -> HttpResponse:
    return render(request, "staffing/roster/entry.html", {"person": person, "form": form, "heading": heading, "label": label, "hint": hint})
