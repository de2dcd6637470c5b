"""The month of an office: every office on one line, one office's grid, its log, confirming and opening again, the grid as a sheet."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bureaus import clock
from bureaus.access import holds, requires
from bureaus.models import JudicialOffice
from bureaus.requests import SignedInRequest
from bureaus.tenancy import Stale
from documents.delivery import export_response
from documents.exchange import DifferencesForm, Reading, Row, SheetForm, compare, own_sheet, take_sheet
from documents.exports import export
from documents.models import StoredFile
from documents.uploads import UnfitFile
from evaluation import actions, daily_tables
from evaluation.actions.months import Marks
from evaluation.forms.log import ReturnForm
from evaluation.forms.months import MonthForm, ReopenForm, SeenForm, drawn
from evaluation.grids import MonthGrid
from evaluation.models import EntryState, LogEntry
from evaluation.overview import entries_of_month, office_months, people_of_year, with_totals
from evaluation.service import confirmed_among, last_of, month_named, month_of, neighbours
from evaluation.views.log import summary
from policy.attendance import BY_MARK, KINDS, PRESENT
from policy.powers import Power
from staffing.models import SEALED

ROWS_A_PAGE = 50


@requires(Power.DAILY_VIEW)
@require_safe
def daily(request: SignedInRequest) -> HttpResponse:
    """The month of every office one may see."""
    month, today = _asked(request), clock.today(request.now)
    before, after = neighbours(month)
    context = {
        "month": month,
        "lines": office_months(request.user, month),
        "before": before,
        "after": after if after <= today else None,
        "may_edit": holds(request.user, Power.ROSTER_EDIT),
    }
    return render(request, "evaluation/daily/months.html", context)


@requires(Power.DAILY_VIEW)
@require_safe
def daily_export(request: SignedInRequest) -> HttpResponse:
    """The same lines as a spreadsheet."""
    month = _asked(request)
    table = daily_tables.months_table(office_months(request.user, month), month=month)
    return export(request, table, filename=f"月度确认（{month:%Y-%m}）.xlsx")


@requires(Power.DAILY_VIEW)
@never_cache
def month(request: SignedInRequest, office: int, month: str) -> HttpResponse:
    """One office's grid; the head of the office fills it in and saves it."""
    grid = _grid(request, office, month)
    may_fill = holds(request.user, Power.DAILY_RECORD) and not grid.is_confirmed
    form = MonthForm(request.POST or None, grid=grid) if may_fill else None
    if form is not None and form.is_valid():
        marks = _filled(grid, form.marks, clock.today(request.now)) if "fill" in request.POST else form.marks
        try:
            changed = actions.record_attendance(
                office=grid.office, month=grid.first, marks=marks, by=request.user, seen=form.cleaned_data["seen"], now=request.now
            )
        except Stale as problem:
            form.overtaken(_grid(request, office, month).version)
            form.add_error(None, f"{problem}您填的仍在本页；再次保存就以本页为准。")
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"考勤已保存，改了 {changed} 处。" if changed else "考勤没有变化。")
            return redirect("evaluation:month", office, month)
    today = clock.today(request.now)
    before, after = neighbours(grid.first)
    context = {
        "grid": grid,
        "form": form,
        "rows": form.rows if form else drawn(grid),
        "days": [(day, grid.worked is not None and not grid.worked[day]) for day in grid.days],
        "kinds": list(BY_MARK.values()),
        "blockers": [] if grid.is_confirmed else grid.blockers(),
        "may_confirm": may_fill and today >= grid.last,
        "may_reopen": grid.is_confirmed and holds(request.user, Power.MONTH_REOPEN),
        "before": before,
        "after": after if after <= today else None,
        "name": month,
    }
    return render(request, "evaluation/daily/month.html", context)


@requires(Power.DAILY_VIEW)
@require_safe
def month_log(request: SignedInRequest, office: int, month: str) -> HttpResponse:
    """What the office's assistants wrote in the month."""
    found, first = _month_of_office(request, office, month)
    entries = entries_of_month.turned(request.user, found.pk, first, last_of(first))
    page = Paginator(entries, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "evaluation/daily/log.html", {"office": found, "month": first, "name": month, "page": page})


@requires(Power.DAILY_VIEW)
@require_safe
def month_log_export(request: SignedInRequest, office: int, month: str) -> HttpResponse:
    """The same entries as a spreadsheet."""
    found, first = _month_of_office(request, office, month)
    rows = LogEntry.objects.visible_to(request.user).filter(office=found).within(first, last_of(first))
    rows = rows.select_related("assistant", "office").defer(*(f"assistant__{name}" for name in SEALED))
    table = daily_tables.log_table(rows, of=f"{found}{first:%Y年%-m月}")
    return export(request, table, filename=f"{found}工作日志（{month}）.xlsx")


@requires(Power.DAILY_VIEW)
@never_cache
def entry(request: SignedInRequest, pk: int) -> HttpResponse:
    """One entry; the head of the office may send it back."""
    found = get_object_or_404(LogEntry.objects.visible_to(request.user).select_related("assistant", "office", "returned_by"), pk=pk)
    frozen = confirmed_among([found.office_id], month_of(found.day))
    may_return = holds(request.user, Power.DAILY_RECORD) and found.state == EntryState.SUBMITTED and not frozen
    form = ReturnForm(request.POST or None, initial={"seen": found.version}) if may_return else None
    back = reverse("evaluation:month_log", args=[found.office_id, f"{found.day:%Y-%m}"])
    if form is not None and form.is_valid():
        try:
            actions.return_entry(entry=found, **form.cleaned_data, by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "日志已退回，本人会收到通知。")
            return redirect(back)
    context = {"entry": found, "rows": summary(found), "files": list(found.files.select_related("stored")), "form": form, "back": back}
    return render(request, "evaluation/daily/entry.html", context)


@requires(Power.DAILY_RECORD)
def month_confirm(request: SignedInRequest, office: int, month: str) -> HttpResponse:
    """Freeze a month."""
    grid = _grid(request, office, month)
    form = SeenForm(request.POST or None, initial={"seen": grid.version})
    back = reverse("evaluation:month", args=[office, month])
    if form.is_valid():
        try:
            actions.confirm_month(office=grid.office, month=grid.first, by=request.user, seen=form.cleaned_data["seen"], now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{grid.first:%Y年%-m月}已确认。")
            return redirect(back)
    context = {
        "heading": f"确认{grid.office}{grid.first:%Y年%-m月}的日志和考勤",
        "consequences": [
            f"{len(grid.people)} 名协理员，{sum(grid.written.values())} 条日志，{len(grid.spent)} 天考勤。",
            "确认以后，这个月的日志、附件和考勤都不能再改，作为考核的依据。",
            *grid.blockers(),
        ],
        "irreversible": "确认以后，只能由县（区）司法局写明理由重新开放。",
        "form": form,
        "label": "确认本月",
        "cancel_url": back,
    }
    return render(request, "portal/confirm.html", context)


@requires(Power.MONTH_REOPEN)
def month_reopen(request: SignedInRequest, office: int, month: str) -> HttpResponse:
    """Open a confirmed month again."""
    grid = _grid(request, office, month)
    form = ReopenForm(request.POST or None, initial={"seen": grid.version})
    back = reverse("evaluation:month", args=[office, month])
    if form.is_valid():
        try:
            actions.reopen_month(office=grid.office, month=grid.first, **form.cleaned_data, by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{grid.first:%Y年%-m月}已重新开放，司法所会收到通知。")
            return redirect(back)
    context = {
        "heading": f"重新开放{grid.office}{grid.first:%Y年%-m月}",
        "consequences": ["日志和考勤可以再改，改好后由司法所重新确认。", "谁、什么时间、什么理由，都记入操作留痕。"],
        "irreversible": "已经按这个月的数字办理的考核不会自动变化，请一并核对。",
        "form": form,
        "label": "重新开放",
        "cancel_url": back,
    }
    return render(request, "portal/confirm.html", context)


@requires(Power.DAILY_VIEW)
@require_safe
def month_sheet(request: SignedInRequest, office: int, month: str) -> HttpResponse:
    """The grid as a spreadsheet, which is also the one to fill in."""
    grid = _grid(request, office, month)
    back = reverse("evaluation:month", args=[office, month])
    return export(request, daily_tables.attendance_table(grid), filename=f"{grid.office}考勤（{month}）.xlsx", back=back)


@requires(Power.DAILY_RECORD)
def month_upload(request: SignedInRequest, office: int, month: str) -> HttpResponse:
    """Take a filled-in sheet; nothing of it is written yet."""
    grid = _grid(request, office, month)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_valid():
        stored = take_sheet(form, by=request.user, now=request.now)
        if stored is not None:
            return redirect("evaluation:month_read", office, month, stored.pk)
    return render(request, "evaluation/daily/upload.html", {"form": form, "grid": grid, "name": month})


@requires(Power.DAILY_RECORD)
def month_read(request: SignedInRequest, office: int, month: str, file: int) -> HttpResponse:
    """What the sheet would change, cell by cell; confirmed, all of it is written or nothing."""
    grid = _grid(request, office, month)
    stored = own_sheet(request.user, file)
    try:
        reading = _reading(grid, stored)
    except UnfitFile as fault:
        messages.error(request, str(fault))
        return redirect("evaluation:month_upload", office, month)
    form = DifferencesForm(request.POST if request.method == "POST" else None, reading=reading)
    if form.is_valid():
        try:
            changed = actions.record_attendance(
                office=grid.office, month=grid.first, marks=_marks(grid, reading), by=request.user, seen=grid.version, now=request.now
            )
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"考勤已保存，改了 {changed} 处。")
            return redirect("evaluation:month", office, month)
    context = {
        "grid": grid,
        "name": month,
        "stored": stored,
        "reading": reading,
        "form": form,
        "label": f"保存 {len(reading.rows)} 人的考勤",
    }
    return render(request, "evaluation/daily/read.html", context)


@requires(Power.DAILY_RECORD)
@require_safe
def month_errors(request: SignedInRequest, office: int, month: str, file: int) -> HttpResponse:
    """The sheet with each fault beside its cell."""
    try:
        reading = _reading(_grid(request, office, month), own_sheet(request.user, file))
    except UnfitFile as fault:
        messages.error(request, str(fault))
        return redirect("evaluation:month_upload", office, month)
    return export_response("考勤表需要改正的地方.xlsx", reading.error_workbook)


@requires(Power.DAILY_VIEW)
@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    """A year of every assistant on one line."""
    year, first, last = _year(request)
    page = Paginator(people_of_year(request.user, first, last), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "year": year,
        "page": page,
        "rows": with_totals(page, first, last),
        "may_edit": holds(request.user, Power.ROSTER_EDIT),
        "this_year": clock.today(request.now).year,
    }
    return render(request, "evaluation/daily/people.html", context)


@requires(Power.DAILY_VIEW)
@require_safe
def people_export(request: SignedInRequest) -> HttpResponse:
    """The same lines as a spreadsheet."""
    year, first, last = _year(request)
    people = people_of_year(request.user, first, last)
    table = daily_tables.year_table(lambda: with_totals(people, first, last), year=year, count=lambda: len(people))
    return export(request, table, filename=f"协理员年度汇总（{year}）.xlsx")


def _asked(request: SignedInRequest) -> date:
    return month_named(request.GET.get("month", "")) or month_of(clock.today(request.now))


def _year(request: SignedInRequest) -> tuple[int, date, date]:
    today = clock.today(request.now)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and 2024 <= int(asked) <= today.year else today.year
    return year, date(year, 1, 1), date(year, 12, 31)


def _grid(request: SignedInRequest, office: int, month: str) -> MonthGrid:
    """The month of an office one may see; 404 for a month to come."""
    found = get_object_or_404(JudicialOffice.objects.visible_to(request.user).select_related("county"), pk=office)
    first = month_named(month)
    if first is None or first > clock.today(request.now):
        raise Http404
    return MonthGrid(found, first)


def _month_of_office(request: SignedInRequest, office: int, month: str) -> tuple[JudicialOffice, date]:
    """An office one may see, and the first day of a month; 404 without."""
    found, first = get_object_or_404(JudicialOffice.objects.visible_to(request.user), pk=office), month_named(month)
    if first is None:
        raise Http404
    return found, first


def _filled(grid: MonthGrid, marks: Marks, today: date) -> Marks:
    """What was typed, and 出勤 on every working day up to today that is still empty."""
    worked = grid.worked or {}
    return {(person, day): kind or (PRESENT if worked.get(day) and day <= today else "") for (person, day), kind in marks.items()}


def _reading(grid: MonthGrid, stored: StoredFile) -> Reading:
    def current(row: Row) -> dict[str, Any] | None:
        person = grid.people.get(row["person"])
        return daily_tables.attendance_row(grid, person) if person else None

    def judge(row: Row) -> list[tuple[str, str]]:
        if row["person"] not in grid.people:
            return [("编号", "编号不在这个月的考勤表里。请用本月下载的表格填写，不要改动编号。")]
        found = []
        for day in grid.days:
            cell, mark = grid.cell(row["person"], day), row[daily_tables.day_key(day.day)]
            title = f"{day.day}日"
            if cell is None and mark:
                found.append((title, f"{title}不在本所任职，请留空。"))
            elif cell is not None and mark != (cell.mark or None):
                typed = cell.read(mark or "")
                if cell.on_leave:
                    found.append((title, f"{title}是批准的{cell.title}，不在表里改。"))
                elif typed is None and cell.away:
                    found.append((title, f"{title}有半天是批准的请假，请写成“{'”“'.join(cell.marks[:3])}”中的一种，先上午，后下午。"))
                elif typed is None or (typed and KINDS[typed].is_leave):
                    found.append((title, f"{title}：请假由批准的请假写入，表里只填“出”或“旷”。"))
        return found

    return compare(daily_tables.attendance_sheet(grid), stored, current=current, judge=judge)


def _marks(grid: MonthGrid, reading: Reading) -> Marks:
    marks = {}
    for row in reading.rows:
        for day in grid.days:
            cell, mark = grid.cell(row["person"], day), row[daily_tables.day_key(day.day)]
            if cell is not None and not cell.on_leave:
                marks[row["person"], day] = cell.read(mark or "") or ""
    return marks
