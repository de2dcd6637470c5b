"""编制情况: what stood in each office on a day, one office's history, entering by hand and by sheet."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from bureaus import clock
from bureaus.access import holds, requires
from bureaus.models import JudicialOffice, OfficeChange
from bureaus.requests import SignedInRequest
from documents.delivery import export_response
from documents.exchange import DifferencesForm, Reading, Row, SheetForm, compare, own_sheet, take_sheet
from documents.exports import export, filter_words
from documents.models import StoredFile
from documents.uploads import UnfitFile
from policy.powers import Power
from staffing import actions, spreadsheets
from staffing.actions.establishment import EstablishmentRow, problem_of
from staffing.forms import EstablishmentFilterForm, EstablishmentForm
from staffing.models import Establishment
from staffing.register import Standing, by_county, standing_on, summed
from staffing.revisions import revisions_of

HEADINGS = [Establishment.title_of(number) for number in Establishment.NUMBERS]


@requires(Power.ESTABLISHMENT_VIEW)
@require_safe
def establishment(request: SignedInRequest) -> HttpResponse:
    """For a county each office, for the city each county, as it stood on a day."""
    form, day, rows, whole = _read(request)
    context = {
        "form": form,
        "day": day,
        "headings": HEADINGS,
        "rows": [] if whole else [(office, record, _numbers(record)) for office, record in rows],
        "counties": by_county(rows) if whole else [],
        "total": summed(rows),
        "changes": _changes(request, rows, day),
        "revisions": revisions_of(request.user, clock.today(request.now)),
        "may_enter": holds(request.user, Power.ESTABLISHMENT_EDIT),
        "query": request.GET.urlencode(),
    }
    return render(request, "staffing/establishment.html", context)


@requires(Power.ESTABLISHMENT_VIEW)
@require_safe
def establishment_export(request: SignedInRequest) -> HttpResponse:
    """Every office with what stood there on the day."""
    form, day, rows, _ = _read(request)
    chosen = filter_words(form, {**form.cleaned_data, "on": None})  # the day is named beside it
    return export(request, spreadsheets.establishment_table(rows, day=day), filename=f"编制情况（截至{day}）.xlsx", chosen=chosen)


@requires(Power.ESTABLISHMENT_VIEW)
def establishment_office(request: SignedInRequest, pk: int) -> HttpResponse:
    """One office's records, the corrected ones too, and what has happened to the office; the clerk enters a new record here."""
    office = get_object_or_404(JudicialOffice.objects.visible_to(request.user).select_related("county", "merged_into"), pk=pk)
    records = list(office.establishment.select_related("entered_by", "corrects").prefetch_related("corrected_by"))
    may_enter = holds(request.user, Power.ESTABLISHMENT_EDIT)
    form = EstablishmentForm(request.POST or None, initial=_newest(records)) if may_enter else None
    if form is not None and form.is_valid():
        try:
            actions.enter_establishment(row=EstablishmentRow(office, **form.cleaned_data), by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "编制情况已登记。")
            return redirect("staffing:establishment_office", pk)
    context = {
        "office": office,
        "records": [(record, _numbers(record), record.corrected_by.all()) for record in records],
        "changes": list(office.changes.select_related("into", "by")),
        "headings": HEADINGS,
        "form": form,
    }
    return render(request, "staffing/establishment_office.html", context)


@requires(Power.ESTABLISHMENT_VIEW)
@require_safe
def establishment_office_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """One office's records as a spreadsheet."""
    office = get_object_or_404(JudicialOffice.objects.visible_to(request.user), pk=pk)
    records = office.establishment.select_related("entered_by").prefetch_related("corrected_by")
    return export(request, spreadsheets.office_table(office, records), filename=f"{office}历次编制情况.xlsx")


@requires(Power.ESTABLISHMENT_EDIT)
@require_safe
def establishment_template(request: SignedInRequest) -> HttpResponse:
    """The table to fill in, with today's numbers."""
    rows = standing_on(request.user, clock.today(request.now))
    known = {office.pk: record for office, record in rows if record is not None}
    content = spreadsheets.establishment_template([office for office, _ in rows], known, by=request.user, now=request.now)
    return export_response("编制情况登记表.xlsx", content)


@requires(Power.ESTABLISHMENT_EDIT)
def establishment_upload(request: SignedInRequest) -> HttpResponse:
    """Take a filled-in table in; nothing of it is entered yet."""
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_valid():
        stored = take_sheet(form, by=request.user, now=request.now)
        if stored is not None:
            return redirect("staffing:establishment_read", stored.pk)
    return render(request, "staffing/establishment_upload.html", {"form": form})


@requires(Power.ESTABLISHMENT_EDIT)
def establishment_read(request: SignedInRequest, file: int) -> HttpResponse:
    """What an uploaded table would change; confirmed, the rows that say something new are entered, all or none."""
    stored = own_sheet(request.user, file)
    try:
        reading, offices = _reading(request, stored)
    except UnfitFile as fault:
        messages.error(request, str(fault))
        return redirect("staffing:establishment_upload")
    form = DifferencesForm(request.POST if request.method == "POST" else None, reading=reading)
    if form.is_valid():
        try:
            rows = [_row(row, offices) for row in reading.rows]
            records = actions.import_establishment(rows=rows, source=stored, by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已登记 {len(records)} 条编制情况。")
            return redirect("staffing:establishment")
    context = {"stored": stored, "reading": reading, "form": form, "label": f"登记 {len(reading.rows)} 条编制情况"}
    return render(request, "staffing/establishment_read.html", context)


@requires(Power.ESTABLISHMENT_EDIT)
@require_safe
def establishment_errors(request: SignedInRequest, file: int) -> HttpResponse:
    """The uploaded table with each fault beside its cell."""
    try:
        reading, _ = _reading(request, own_sheet(request.user, file))
    except UnfitFile as fault:
        messages.error(request, str(fault))
        return redirect("staffing:establishment_upload")
    return export_response("编制情况登记表需要改正的地方.xlsx", reading.error_workbook)


def _read(request: SignedInRequest) -> tuple[EstablishmentFilterForm, date, list[Standing], bool]:
    """The filter, its day, its rows, and whether they are shown as counties."""
    one_county = request.user.county_id is not None
    today = clock.today(request.now)
    form = EstablishmentFilterForm({"on": today.isoformat(), **request.GET.dict()}, one_county=one_county)
    form.is_valid()
    wanted: dict[str, Any] = form.cleaned_data
    day = wanted.get("on") or today
    county = wanted.get("county")
    return form, day, standing_on(request.user, day, county=county), not one_county and county is None


def _changes(request: SignedInRequest, rows: list[Standing], day: date) -> list[OfficeChange]:
    """What happened to the counties' offices up to the day, the newest first."""
    counties = {office.county_id for office, _ in rows}
    changes = OfficeChange.objects.visible_to(request.user).filter(office__county__in=counties, day__lte=day)
    return list(changes.select_related("office__county", "into").order_by("-day", "-pk")[:10])


def _numbers(record: Establishment | None) -> list[tuple[str, int | None]]:
    return [(Establishment.title_of(number), getattr(record, number, None)) for number in Establishment.NUMBERS]


def _newest(records: list[Establishment]) -> dict[str, Any]:
    """The form begins with what stands now, but for the day and the note: those belong to the change."""
    standing = next((record for record in records if not record.corrected_by.all()), None)
    return {name: getattr(standing, name, None) for name in (*Establishment.NUMBERS, "source")}


def _reading(request: SignedInRequest, stored: StoredFile) -> tuple[Reading, dict[str, JudicialOffice]]:
    """The table held against what stands: each line against its own day."""
    today = clock.today(request.now)
    offices = {str(office): office for office, _ in standing_on(request.user, today)}
    records = Establishment.objects.visible_to(request.user).standing().order_by("holds_from")
    known: dict[int, list[Establishment]] = {}
    for record in records:
        known.setdefault(record.office_id, []).append(record)
    seen: dict[tuple[str, date], int] = {}

    def current(row: Row) -> dict[str, Any] | None:
        earlier = known.get(offices[row["office"]].pk, [])
        stands = next((record for record in reversed(earlier) if row["holds_from"] and record.holds_from <= row["holds_from"]), None)
        if stands is not None:
            return {column: getattr(stands, column) for column in (*Establishment.NUMBERS, "source")}
        return row if _is_blank(row) else None

    def judge(row: Row) -> list[tuple[str, str]]:
        if _is_blank(row):
            return []
        if row["holds_from"] is None:
            return [("起算日期", "起算日期没有填写。")]
        key = (row["office"], row["holds_from"])
        if (first := seen.setdefault(key, row["row"])) != row["row"]:
            return [("起算日期", f"与第 {first} 行是同一个司法所的同一天。")]
        stands = current(row)
        if stands is not None and all(stands[column] == value for column, value in _plain(row).items()):
            return []
        record = _row(row, offices)
        earlier = next((one for one in known.get(record.office.pk, []) if one.holds_from == record.holds_from), None)
        problem = problem_of(record, earlier, today=today)
        return [("备注" if earlier is not None and not record.note else "起算日期", problem)] if problem else []

    return compare(spreadsheets.establishment_sheet(offices.values()), stored, current=current, judge=judge), offices


def _is_blank(row: Row) -> bool:
    """A line of the template that nobody has filled in."""
    return all(row[column] is None for column in ("holds_from", *Establishment.NUMBERS, "source", "note"))


def _plain(row: Row) -> dict[str, Any]:
    return {**{number: row[number] for number in Establishment.NUMBERS}, "source": row["source"] or ""}


def _row(row: Row, offices: dict[str, JudicialOffice]) -> EstablishmentRow:
    return EstablishmentRow(offices[row["office"]], row["holds_from"], note=row["note"] or "", **_plain(row))
