"""A sheet of log entries: taken, shown beside what stands, and handed in as a whole."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bureaus import clock
from bureaus.access import requires
from bureaus.requests import SignedInRequest
from documents.delivery import export_response
from documents.exchange import DifferencesForm, SheetForm, own_sheet, take_sheet
from documents.spreadsheets import template
from documents.uploads import UnfitFile
from evaluation import actions
from evaluation.log_sheets import ENTRIES, as_entry, entries_read
from evaluation.views.mine import my_assistant
from policy.duties import DUTIES
from policy.powers import Power


@requires(Power.DUTY_LOG)
@require_safe
def log_template(request: SignedInRequest) -> HttpResponse:
    """The empty sheet."""
    my_assistant(request)
    return export_response("工作日志填报.xlsx", template(ENTRIES))


@requires(Power.DUTY_LOG)
def log_upload(request: SignedInRequest) -> HttpResponse:
    """Take a filled-in sheet; nothing of it is written yet."""
    my_assistant(request)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_valid():
        stored = take_sheet(form, by=request.user, now=request.now)
        if stored is not None:
            return redirect("evaluation:log_read", stored.pk)
    counted = [(duty, duty.counted({each.key: 1 for each in duty.measures})) for duty in DUTIES]
    return render(request, "evaluation/service/log_upload.html", {"form": form, "counted": counted})


@requires(Power.DUTY_LOG)
@never_cache
def log_read(request: SignedInRequest, file: int) -> HttpResponse:
    """What the sheet would add; confirmed, all of it is handed in or nothing."""
    mine, stored = my_assistant(request), own_sheet(request.user, file)
    try:
        reading = entries_read(mine, stored, today=clock.today(request.now))
    except UnfitFile as fault:
        messages.error(request, str(fault))
        return redirect("evaluation:log_upload")
    form = DifferencesForm(request.POST if request.method == "POST" else None, reading=reading)
    if form.is_valid():
        try:
            made = actions.hand_in_entries(
                assistant=mine, entries=[as_entry(row) for row in reading.rows], by=request.user, now=request.now
            )
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{len(made)} 条日志已提交。")
            return redirect("evaluation:log")
    context = {"stored": stored, "reading": reading, "form": form, "label": f"提交 {len(reading.rows)} 条日志"}
    return render(request, "evaluation/service/log_read.html", context)


@requires(Power.DUTY_LOG)
@require_safe
def log_errors(request: SignedInRequest, file: int) -> HttpResponse:
    """The sheet with each fault beside its cell."""
    try:
        reading = entries_read(my_assistant(request), own_sheet(request.user, file), today=clock.today(request.now))
    except UnfitFile as fault:
        messages.error(request, str(fault))
        return redirect("evaluation:log_upload")
    return export_response("工作日志需要改正的地方.xlsx", reading.error_workbook)
