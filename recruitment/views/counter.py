"""窗口代填: the round's list, the form, one entry with its papers, the sheet to sign."""

from typing import Any

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from bureaus.access import requires
from bureaus.requests import SignedInRequest
from documents.delivery import hand_out
from documents.exports import export
from documents.spreadsheets import Column, Sheet, Table
from policy.powers import Power
from recruitment import actions, answers
from recruitment import registration as reading
from recruitment.forms.counter import CounterForms, PaperForm, SignedForm
from recruitment.models import CounterEntry, Profile, Round, Status
from recruitment.models.applications import AttachmentKind
from recruitment.models.counter import form_code
from recruitment.views.frame import find_round, framed

SHEET = Sheet(
    "窗口报名",
    (
        Column("姓名", "name"),
        Column("报名序号", "number", width=20),
        Column("报考岗位", "office", width=20),
        Column("代填人", "entered_by"),
        Column("代填时间", "entered_at", width=18),
        Column("状态", "state"),
    ),
)


@requires(Power.COUNTER_ENTRY)
@require_safe
def counter(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything that was typed at this round's counter, what waits for a signature first."""
    round = _round(request, pk)
    is_open = round.registration_opens_at <= request.now < round.registration_closes_at
    context = framed(round, "窗口报名", page="counter", entries=_entries(request, round), open=is_open)
    return render(request, "recruitment/counter/list.html", context)


@requires(Power.COUNTER_ENTRY)
@require_safe
def counter_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same list as xlsx."""
    round = _round(request, pk)
    table = Table(SHEET, _entries(request, round), _line, {"批次": round.title})
    return export(request, table, filename=f"{round.title}窗口报名 {localtime(request.now):%Y-%m-%d}.xlsx")


@requires(Power.COUNTER_ENTRY)
def counter_form(request: SignedInRequest, pk: int, entry: int | None = None) -> HttpResponse:
    """Type a registration for the person at the counter, or type it again."""
    round = _round(request, pk)
    found = _entry(request, entry) if entry is not None else None
    application = found.application if found else None
    profile = Profile.objects.visible_to(request.user).filter(person=application.applicant).distinct().first() if application else None
    forms = CounterForms(request.POST or None, round=round, now=request.now, application=application, profile=profile)
    if request.method == "POST" and forms.is_valid():
        try:
            if application is not None and application.status == Status.RETURNED:
                typed = actions.mend_at_counter(application=application, by=request.user, now=request.now, **forms.said())
            else:
                typed = actions.enter_at_counter(round=round, by=request.user, now=request.now, **forms.said())
        except actions.PROBLEMS as refusal:
            forms.refusal = str(refusal)
        else:
            messages.success(request, "已保存。请上传材料，打印登记表，由本人核对、签字。")
            waiting = CounterEntry.objects.visible_to(request.user).unconfirmed().get(application=typed)
            return redirect("recruitment:counter_entry", pk=waiting.pk)
    context = framed(round, "代填报名", _of_counter(pk), page="counter", forms=forms, back=_of_counter(pk)[1])
    return render(request, "recruitment/counter/form.html", context)


@requires(Power.COUNTER_ENTRY)
def counter_entry(request: SignedInRequest, pk: int, *, fault: tuple[str, PaperForm] | None = None) -> HttpResponse:
    """One entry: what is missing, its papers, the sheet to print, and the signed sheet that submits it."""
    found = _entry(request, pk)
    application = found.application
    profile = _profile(request, found)
    asked = [word for task in reading.tasks(application, profile) for word in task.missing]
    lacking = [word for word in asked if word not in reading.PROMISES]  # these are what is signed
    form = SignedForm(request.POST or None, request.FILES or None, initial={"seen": application.version}) if fault is None else SignedForm()
    if fault is None and form.is_valid():
        try:
            actions.confirm_at_counter(application=application, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "本人已签字确认，报名已提交。")
            return redirect("recruitment:counter_entry", pk=pk)
    correction = application.correction
    there = {paper.kind: paper for paper in application.attachments.filter(replaced_at=None).select_related("file")}
    papers = [
        {
            "kind": kind.value,
            "title": kind.label,
            "required": kind in reading.required_of(application.round),
            "there": kind.value in there,
            "form": fault[1] if fault and fault[0] == kind else PaperForm(prefix=kind.value),
        }
        for kind in reading.papers_of(application.round)
        if correction is None or "papers" in correction.parts
    ]
    context = framed(
        application.round,
        application.applicant.name,
        _of_counter(application.round_id),
        page="counter",
        entry=found,
        application=application,
        correction=correction,
        mends=correction is not None and set(correction.parts) - {"papers"},
        papers=papers,
        lacking=lacking,
        form=form,
    )
    return render(request, "recruitment/counter/entry.html", context)


@requires(Power.COUNTER_ENTRY)
@require_POST
def counter_paper(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Upload one paper for the person at the counter."""
    if kind not in AttachmentKind.values:
        raise Http404
    found = _entry(request, pk)
    form = PaperForm(request.POST, request.FILES, prefix=kind)
    if form.is_valid():
        try:
            actions.attach(application=found.application, kind=kind, upload=form.cleaned_data["file"], by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error("file", str(problem))
        else:
            messages.success(request, f"{AttachmentKind(kind).label}已上传。")
            return redirect("recruitment:counter_entry", pk=pk)
    return counter_entry(request, pk, fault=(kind, form))


@requires(Power.COUNTER_ENTRY)
@require_POST
def counter_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin to mend at the counter what was typed here and returned."""
    found = _entry(request, pk)
    try:
        entry = actions.reopen_at_counter(application=found.application, by=request.user, now=request.now)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
        return redirect("recruitment:counter_entry", pk=pk)
    return redirect("recruitment:counter_entry", pk=entry.pk)


@requires(Power.COUNTER_ENTRY)
@require_safe
def counter_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """The sheet the person reads and signs: every answer in full, consent, pledge, and the code of these answers."""
    found = _entry(request, pk)
    application, profile = found.application, _profile(request, found)
    parts = answers.read_back(application, profile)
    context = framed(
        application.round,
        "报名登记表",
        _of_counter(application.round_id),
        entry=found,
        application=application,
        profile=profile,
        parts=parts,
        code=form_code(application),
    )
    return render(request, "recruitment/counter/sheet.html", context)


@requires(Power.COUNTER_ENTRY, Power.REVIEW, Power.REVIEW_CONFIRM)
@require_safe
def counter_signed(request: SignedInRequest, pk: int) -> HttpResponse:
    """The signed sheet, for whoever reviews."""
    found = get_object_or_404(CounterEntry.objects.visible_to(request.user).filter(signed__isnull=False).select_related("signed"), pk=pk)
    if found.signed is None:
        raise Http404
    return hand_out(found.signed, inline=True)


def _round(request: SignedInRequest, pk: int) -> Round:
    """A round that has a counter: internal selection is for people who are on the portal anyway."""
    round = find_round(request, pk)
    if round.is_internal:
        raise Http404
    return round


def _entries(request: SignedInRequest, round: Round) -> QuerySet[CounterEntry]:
    """What was typed for a round, what waits for a signature first."""
    entries = CounterEntry.objects.visible_to(request.user).filter(application__round=round)
    return entries.select_related("application__applicant", "application__vacancy__line__office", "entered_by").order_by(
        F("confirmed_at").desc(nulls_first=True), "-entered_at"
    )


def _entry(request: SignedInRequest, pk: int) -> CounterEntry:
    related = (
        "application__round__county",
        "application__round__intake",
        "application__round__scheme",
        "application__applicant",
        "entered_by",
    )
    entries = CounterEntry.objects.visible_to(request.user).select_related(*related, "application__vacancy__line__office")
    found: CounterEntry = get_object_or_404(entries, pk=pk)
    return found


def _profile(request: SignedInRequest, entry: CounterEntry) -> Profile | None:
    return Profile.objects.visible_to(request.user).filter(person=entry.application.applicant).distinct().first()


def _of_counter(pk: int) -> tuple[str, str]:
    return "窗口报名", reverse("recruitment:counter", args=[pk])


def _line(entry: CounterEntry) -> dict[str, Any]:
    application = entry.application
    return {
        "name": application.applicant.name,
        "number": application.number,
        "office": str(application.vacancy.line.office) if application.vacancy else "",
        "entered_by": entry.entered_by.name,
        "entered_at": f"{localtime(entry.entered_at):%Y-%m-%d %H:%M}",
        "state": entry.word,
    }
