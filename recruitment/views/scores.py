"""Scores: out as a template, in from a file or by hand; how far each kind has come, and what a released one led to."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bureaus.access import holds, requires
from bureaus.requests import SignedInRequest
from documents.delivery import export_response
from documents.exports import export
from documents.models import StoredFile
from documents.uploads import XLSX, Accept, UnfitFile, receive
from policy.powers import Power
from recruitment import actions, assessment, progress, spreadsheets, tables
from recruitment.forms.exam import CorrectionForm, ScoreGridForm, SheetUploadForm
from recruitment.models import Round, ScoreSheet
from recruitment.scores import OPEN_IN, TITLES, boxes, expected, titles_of
from recruitment.scores import panel as panel_of
from recruitment.views.frame import find_round, framed
from recruitment.views.rechecks import sees_rechecks
from recruitment.views.sheets import HANDLING, shortlisted, visible_sheets, way_to_scores


@requires(*HANDLING)
@require_safe
def overview(request: SignedInRequest, pk: int) -> HttpResponse:
    """The kinds of scores of a round, and how far each has come."""
    round = find_round(request, pk)
    newest = {sheet.stage: sheet for sheet in visible_sheets(request).filter(round=round).order_by("version")}
    tied = expected(round, "extra_test").count()
    rows = [
        {
            "title": f"{title}成绩",
            "url": reverse("recruitment:scores", args=[pk, stage]),
            "state": _state(newest.get(stage)),
            "hint": _hint(newest.get(stage)),
        }
        for stage, title in titles_of(round).items()
        if stage != "extra_test" or tied or stage in newest
    ]
    ranked = newest.get(round.track.ranked)
    context = framed(
        round,
        "成绩",
        page="round_scores",
        rows=rows,
        ranked=ranked is not None and ranked.released_at is not None,
        sees_rechecks=sees_rechecks(request),
    )
    return render(request, "recruitment/exam/overview.html", context)


@requires(*HANDLING)
def scores(request: SignedInRequest, pk: int, stage: str) -> HttpResponse:
    """One kind of scores: how far they have come, the file that is uploaded, what a released sheet led to."""
    round = _round(request, pk, stage)
    form = SheetUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and holds(request.user, Power.SCORE_ENTER) and form.is_valid():
        try:
            file = receive(form.cleaned_data["file"], by=request.user, now=request.now, accept=Accept.SHEET)
        except UnfitFile as fault:
            form.add_error("file", str(fault))
        else:
            return redirect("recruitment:scores_read", pk, stage, file.pk)
    sheets = list(_versions(request, round, stage))
    newest = sheets[0] if sheets else None
    context = framed(
        round,
        f"{TITLES[stage]}成绩",
        stage=stage,
        title=TITLES[stage],
        form=form,
        sheets=sheets,
        newest=newest,
        expected=expected(round, stage).count(),
        panel=panel_of(round, stage),
        open=round.stage in OPEN_IN[stage],
        decides=stage in ("written_exam", "assessment"),
        opinions=assessment.opinions_of(request.user, round) if stage == "assessment" else None,
        may_enter=holds(request.user, Power.SCORE_ENTER),
        shortlists=shortlisted(request, newest) if stage == "written_exam" and newest and newest.released_at else [],
        recheck_until=_recheck_until(round, stage),
        sees_rechecks=sees_rechecks(request),
    )
    return render(request, "recruitment/exam/scores.html", context)


@requires(*HANDLING)
@require_safe
def scores_export(request: SignedInRequest, pk: int, stage: str) -> HttpResponse:
    """Every version of the scores of a stage as a spreadsheet; the scores themselves go out from their sheet."""
    round = _round(request, pk, stage)
    table = tables.sheets_table(round, stage, _versions(request, round, stage))
    return export(request, table, filename=f"{round.title}{TITLES[stage]}成绩册.xlsx")


def _versions(request: SignedInRequest, round: Round, stage: str) -> QuerySet[ScoreSheet]:
    return visible_sheets(request).filter(round=round, stage=stage).order_by("-version")


@requires(Power.SCORE_ENTER)
@require_safe
def scores_template(request: SignedInRequest, pk: int, stage: str) -> HttpResponse:
    """The table to fill in, with everybody's ticket number and name."""
    round = _round(request, pk, stage)
    content = spreadsheets.score_template(round, stage, by=request.user, now=request.now)
    return export_response(f"{round.title}{TITLES[stage]}成绩录入模板.xlsx", content)


@requires(Power.SCORE_ENTER)
def scores_read(request: SignedInRequest, pk: int, stage: str, file: int) -> HttpResponse:
    """What was read of an uploaded file. While anything is wrong with it nothing can be saved; then the whole of it is."""
    round = _round(request, pk, stage)
    stored = _own_file(request, file)
    form = CorrectionForm(request.POST if request.method == "POST" else None, asks=_asks_why(request, round, stage))
    try:
        with stored.content.open() as content:
            reading = spreadsheets.read_scores(round, stage, content)
    except UnfitFile as fault:
        messages.error(request, str(fault))
        return redirect("recruitment:scores", pk, stage)
    if form.is_valid() and not reading.errors:
        try:
            sheet = actions.enter_scores(
                round=round, stage=stage, rows=reading.rows, source=stored, by=request.user, now=request.now, **form.cleaned_data
            )
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{len(reading.rows)} 人的成绩已保存，请另一位工作人员复核。")
            return redirect("recruitment:score_sheet", sheet.pk)
    context = framed(
        round,
        "核对导入的成绩",
        way_to_scores(pk, stage),
        stage=stage,
        title=TITLES[stage],
        stored=stored,
        reading=reading,
        form=form,
        back=way_to_scores(pk, stage)[1],
    )
    return render(request, "recruitment/exam/read.html", context)


@requires(Power.SCORE_ENTER)
@require_safe
def scores_errors(request: SignedInRequest, pk: int, stage: str, file: int) -> HttpResponse:
    """The uploaded file with each fault beside its cell."""
    round = _round(request, pk, stage)
    try:
        with _own_file(request, file).content.open() as content:
            reading = spreadsheets.read_scores(round, stage, content)
    except UnfitFile as fault:
        messages.error(request, str(fault))
        return redirect("recruitment:scores", pk, stage)
    return export_response(f"{TITLES[stage]}成绩需要改正的地方.xlsx", reading.error_workbook)


@requires(Power.SCORE_ENTER)
def scores_by_hand(request: SignedInRequest, pk: int, stage: str) -> HttpResponse:
    """The same sheet typed on the page, for few people."""
    round = _round(request, pk, stage)
    seats = list(expected(round, stage))
    form = ScoreGridForm(
        request.POST or None, seats=seats, boxes=boxes(round, stage), weighed=stage == "assessment", asks=_asks_why(request, round, stage)
    )
    if stage == "assessment":
        form.beside = assessment.beside(seat.application for seat in seats)
    if form.is_valid():
        try:
            sheet = actions.enter_scores(
                round=round,
                stage=stage,
                rows=form.score_rows,
                correction=form.cleaned_data.get("correction", ""),
                by=request.user,
                now=request.now,
            )
        except actions.BadScores as problem:
            for sentence in problem.errors:
                form.add_error(None, sentence)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{len(seats)} 人的成绩已保存，请另一位工作人员复核。")
            return redirect("recruitment:score_sheet", sheet.pk)
    context = framed(
        round, "手工录入", way_to_scores(pk, stage), stage=stage, title=TITLES[stage], form=form, back=way_to_scores(pk, stage)[1]
    )
    return render(request, "recruitment/exam/by_hand.html", context)


def _state(sheet: ScoreSheet | None) -> str:
    if sheet is None:
        return "未录入"
    if sheet.released_at:
        return "已发布"
    return "待发布" if sheet.confirmed_at else "待复核"


def _hint(sheet: ScoreSheet | None) -> str:
    return f"第 {sheet.version} 版，由{sheet.entered_by.name}录入" if sheet else ""


def _recheck_until(round: Round, stage: str) -> Any:
    try:
        return progress.recheck_last_day(round, stage)
    except actions.PROBLEMS:
        return None


def _asks_why(request: SignedInRequest, round: Round, stage: str) -> bool:
    """Whether what is entered now would correct a confirmed sheet. 加试 held again corrects nothing."""
    newest = visible_sheets(request).filter(round=round, stage=stage).order_by("-version").first()
    if newest is None or stage == "extra_test":
        return False
    return newest.confirmed_at is not None or newest.version > 1


def _round(request: SignedInRequest, pk: int, stage: str) -> Round:
    round = find_round(request, pk)
    if stage not in titles_of(round):
        raise Http404
    return round


def _own_file(request: SignedInRequest, pk: int) -> StoredFile:
    """A table this person has uploaded; nobody reads another's before it is saved."""
    return get_object_or_404(StoredFile, pk=pk, uploaded_by=request.user, media_type=XLSX)
