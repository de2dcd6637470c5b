"""The assistants' own log on the phone: the month, an entry in three short pages, its files."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bureaus import clock
from bureaus.access import requires
from bureaus.models import User
from bureaus.prepared import Prepared
from bureaus.requests import SignedInRequest
from bureaus.tenancy import Stale
from documents.delivery import hand_out
from documents.exports import export
from evaluation import actions, daily_tables
from evaluation.forms.log import DutyForm, MeasuresForm, WordsForm
from evaluation.models import EntryFile, EntryState, LogEntry
from evaluation.service import confirmed_among, last_of, month_named, month_of, neighbours
from evaluation.views.mine import my_assistant
from policy.powers import Power


@requires(Power.DUTY_LOG)
@require_safe
def log(request: SignedInRequest) -> HttpResponse:
    """The own entries of a month, the newest day first."""
    mine = my_assistant(request)
    today = clock.today(request.now)
    month = month_named(request.GET.get("month", "")) or month_of(today)
    entries = _entries(request.user, mine.pk, month, last_of(month))
    latest = next(iter(_latest(request.user, mine.pk, today)), None)
    before, after = neighbours(month)
    context = {
        "mine": mine,
        "month": month,
        "entries": entries,
        "confirmed": confirmed_among({entry.office_id for entry in entries}, month),
        "latest": latest,
        "drafts": sum(entry.state == EntryState.DRAFT for entry in entries),
        "returned": [entry for entry in entries if entry.state == EntryState.RETURNED],
        "before": before,
        "after": after if after <= today else None,
    }
    return render(request, "evaluation/service/log.html", context)


@requires(Power.DUTY_LOG)
@require_safe
def log_export(request: SignedInRequest) -> HttpResponse:
    """The same entries as a spreadsheet."""
    mine = my_assistant(request)
    month = month_named(request.GET.get("month", "")) or month_of(clock.today(request.now))
    entries = LogEntry.objects.visible_to(request.user).filter(assistant=mine).within(month, last_of(month))
    rows = entries.select_related("assistant", "office").order_by("day", "pk")
    return export(request, daily_tables.log_table(rows, of=f"{month:%Y年%-m月}"), filename=f"工作日志（{month:%Y-%m}）.xlsx")


@requires(Power.DUTY_LOG)
@never_cache
def log_new(request: SignedInRequest) -> HttpResponse:
    """Begin an entry; `like` repeats an earlier one under a new day."""
    mine, today = my_assistant(request), clock.today(request.now)
    asked = request.GET.get("like", "")
    like = LogEntry.objects.visible_to(request.user).filter(assistant=mine, pk=int(asked) if asked.isdecimal() else 0).first()
    form = DutyForm(request.POST or None, today=today, initial={"day": today, "duty": like.duty if like else ""})
    if form.is_valid():
        day, duty = form.cleaned_data["day"], form.cleaned_data["duty"]
        kept = {"measures": like.measures, "text": like.text, "officer": like.officer} if like and like.duty == duty else {}
        try:
            entry = actions.begin_entry(assistant=mine, day=day, duty=duty, by=request.user, now=request.now, **kept)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("evaluation:log_measures", entry.pk)
    heading = "照以前的一条再填" if like else "填一条日志"
    return _step(request, 1, form, heading=heading, label="下一步：填数量", back=reverse("evaluation:log"), like=like)


@requires(Power.DUTY_LOG)
@never_cache
def log_duty(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change day or duty of an entry."""
    entry = _own(request, pk)
    begun = {"day": entry.day, "duty": entry.duty, "seen": entry.version}
    form = DutyForm(request.POST or None, today=clock.today(request.now), initial=begun)
    if form.is_valid():
        wanted = {"day": form.cleaned_data["day"], "duty": form.cleaned_data["duty"]}
        done = _do(
            request, form, entry, lambda seen: actions.move_entry(entry=entry, **wanted, by=request.user, seen=seen, now=request.now)
        )
        if done:
            return redirect("evaluation:log_measures", pk)
    return _step(
        request, 1, form, heading="改日期或职责", label="下一步：填数量", back=reverse("evaluation:log_entry", args=[pk]), entry=entry
    )


@requires(Power.DUTY_LOG)
@never_cache
def log_measures(request: SignedInRequest, pk: int) -> HttpResponse:
    """How many of each."""
    entry = _own(request, pk)
    form = MeasuresForm(request.POST or None, entry=entry)
    if form.is_valid():
        measures = form.measures
        done = _do(
            request,
            form,
            entry,
            lambda seen: actions.count_entry(entry=entry, measures=measures, by=request.user, seen=seen, now=request.now),
        )
        if done:
            return redirect("evaluation:log_words", pk)
    back = reverse("evaluation:log_duty", args=[pk])
    return _step(request, 2, form, heading="填数量", label="下一步：写内容", back=back, entry=entry)


@requires(Power.DUTY_LOG)
@never_cache
def log_words(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was done; handed in by one button, kept as a draft by the other."""
    entry = _own(request, pk)
    sent = request.method == "POST"
    form = WordsForm(request.POST if sent else None, request.FILES if sent else None, entry=entry)
    if form.is_valid():
        hand_in = "keep" not in request.POST
        words = {"text": form.cleaned_data["text"], "officer": form.cleaned_data.get("officer", ""), "files": form.checked}
        done = _do(
            request,
            form,
            entry,
            lambda seen: actions.word_entry(entry=entry, **words, by=request.user, seen=seen, now=request.now, hand_in=hand_in),
        )
        if done:
            messages.success(request, "日志已提交。" if hand_in else "草稿已保存。")
            return redirect(f"{reverse('evaluation:log')}?month={entry.day:%Y-%m}")
    back = reverse("evaluation:log_measures", args=[pk])
    return _step(request, 3, form, heading="写内容", label="提交日志", back=back, entry=entry)


@requires(Power.DUTY_LOG)
@require_safe
def log_entry(request: SignedInRequest, pk: int) -> HttpResponse:
    """One own entry, read back."""
    entry = _own(request, pk)
    frozen = bool(confirmed_among([entry.office_id], month_of(entry.day)))
    context = {"entry": entry, "rows": summary(entry), "files": list(entry.files.select_related("stored")), "frozen": frozen}
    return render(request, "evaluation/service/log_entry.html", context)


@requires(Power.DUTY_LOG)
def log_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Drop a draft."""
    entry = _own(request, pk)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.discard_entry(entry=entry, by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "草稿已删除。")
            return redirect("evaluation:log")
    context = {
        "frame": "portal/applicant.html",
        "heading": "删除这条草稿",
        "consequences": [f"{entry.day:%Y-%m-%d}　{entry.title}　{entry.text or '还没有写内容'}", "草稿和附件从日志里删除。"],
        "irreversible": "删除后不能恢复，只能重新填。",
        "form": form,
        "label": "删除草稿",
        "danger": True,
        "cancel_url": reverse("evaluation:log_entry", args=[pk]),
    }
    return render(request, "portal/confirm.html", context)


@requires(Power.DUTY_LOG, Power.DAILY_VIEW)
@require_safe
def log_file(request: SignedInRequest, pk: int, file: int) -> HttpResponse:
    """One attachment, for its writer and for whoever may read the entry."""
    entry = get_object_or_404(LogEntry.objects.visible_to(request.user), pk=pk)
    return hand_out(get_object_or_404(entry.files.select_related("stored"), pk=file).stored, inline=True)


@requires(Power.DUTY_LOG)
@require_POST
def log_file_drop(request: SignedInRequest, pk: int, file: int) -> HttpResponse:
    """Take one attachment off."""
    entry = _own(request, pk)
    row: EntryFile = get_object_or_404(entry.files.select_related("entry"), pk=file)
    try:
        actions.drop_file(file=row, by=request.user, now=request.now)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "附件已移除。")
    return redirect("evaluation:log_entry", pk)


def summary(entry: LogEntry) -> list[dict[str, Any]]:
    """An entry read back."""
    rows: list[dict[str, Any]] = [
        {"label": "日期", "value": f"{entry.day:%Y-%m-%d}"},
        {"label": "司法所", "value": entry.office},
        {"label": "职责", "value": f"{entry.duty}．{entry.title}"},
        {"label": "数量", "value": entry.counted or "没有"},
        {"label": "内容", "value": entry.text},
    ]
    return rows + ([{"label": "承办人", "value": entry.officer}] if entry.kind.names_officer else [])


def _own(request: SignedInRequest, pk: int) -> LogEntry:
    entries = LogEntry.objects.visible_to(request.user).select_related("assistant", "office")
    entry = get_object_or_404(entries, pk=pk)
    if entry.assistant != my_assistant(request):
        raise Http404
    return entry


def _do(request: SignedInRequest, form: forms.Form, entry: LogEntry, verb: Any) -> bool:
    """Do one verb; what it refuses stands on the form, where what was typed stays."""
    try:
        verb(form.cleaned_data["seen"])
    except Stale as problem:
        entry.refresh_from_db(fields=["version"])
        form.data = {**form.data.dict(), "seen": str(entry.version)}  # type: ignore[attr-defined]
        form.add_error(None, f"{problem}您填的仍在本页；再次保存就以本页为准。")
    except actions.PROBLEMS as problem:
        form.add_error(None, str(problem))
    else:
        return True
    return False


def _step(request: SignedInRequest, step: int, form: forms.Form, **context: Any) -> HttpResponse:
    return render(request, "evaluation/service/step.html", {"form": form, "step": step, **context})


@Prepared
def _entries(user: User, mine: int, first: date, last: date) -> QuerySet[LogEntry]:
    """The own entries between two days; `attached` is how many files are with each."""
    return LogEntry.objects.visible_to(user).filter(assistant=mine).within(first, last).annotate(attached=Count("files"))


@Prepared
def _latest(user: User, mine: int, day: date) -> QuerySet[LogEntry]:
    """The own last entry before a day."""
    return LogEntry.objects.visible_to(user).filter(assistant=mine, day__lt=day).order_by("-day", "-pk")[:1]
