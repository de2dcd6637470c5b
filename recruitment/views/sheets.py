"""One score sheet: read by a second person, confirmed or sent back, released by 人社局."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bureaus.access import OneHand, holds, requires
from bureaus.requests import SignedInRequest
from documents.delivery import hand_out
from documents.exports import export
from policy.powers import Power
from recruitment import actions, assessment, tables
from recruitment.forms.exam import SendBackForm
from recruitment.models import Score, ScoreSheet
from recruitment.ranking import shortlists
from recruitment.scores import TITLES, boxes, spread, weights_of
from recruitment.scores import panel as panel_of
from recruitment.views.frame import framed

HANDLING = (Power.SCORE_ENTER, Power.SCORE_CONFIRM, Power.SCORE_RELEASE)


@requires(*HANDLING)
@require_safe
def score_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """One sheet as the second person reads it: every score, how they spread, the checksum of the file they came from."""
    return _show(request, _sheet(request, pk), SendBackForm())


@requires(*HANDLING)
@require_safe
def score_sheet_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same scores as a spreadsheet."""
    sheet = _sheet(request, pk)
    filename = f"{sheet.round.title}{TITLES[sheet.stage]}成绩册（第 {sheet.version} 版）.xlsx"
    return export(request, tables.sheet_table(sheet, lambda: _rows(sheet)), filename=filename)


@requires(Power.SCORE_CONFIRM)
@require_POST
def score_sheet_confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """A second person stands for the sheet."""
    sheet = _sheet(request, pk)
    try:
        actions.confirm_scores(sheet=sheet, by=request.user, now=request.now)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "成绩册已复核，等待县（区）人社局发布。")
    return redirect("recruitment:score_sheet", pk)


@requires(Power.SCORE_CONFIRM)
@require_POST
def score_sheet_send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """A second person found a difference."""
    sheet = _sheet(request, pk)
    form = SendBackForm(request.POST)
    if form.is_valid():
        try:
            actions.send_back_scores(sheet=sheet, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "成绩册已退回，录入人会收到说明。")
            return redirect("recruitment:scores", sheet.round_id, sheet.stage)
    return _show(request, sheet, form)


@requires(*HANDLING)
@require_safe
def score_sheet_source(request: SignedInRequest, pk: int) -> HttpResponse:
    """The very file a sheet was read from."""
    sheet = _sheet(request, pk)
    if sheet.source is None:
        raise Http404
    return hand_out(sheet.source)


@requires(Power.SCORE_RELEASE)
def score_sheet_release(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page before scores are released: what becomes of them, and for whom."""
    sheet = _sheet(request, pk)
    round, title = sheet.round, TITLES[sheet.stage]
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.release_scores(sheet=sheet, by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{title}成绩已发布。")
            if sheet.stage in ("written_exam", "assessment"):
                return redirect("recruitment:scores", round.pk, sheet.stage)
            return redirect("recruitment:merit", round.pk)
    lists = shortlisted(request, sheet) if sheet.stage == "written_exam" else []
    counts = [len(sheet.scores.all()), sum(len(chosen["entered"]) for chosen in lists)]
    context = framed(
        round,
        f"发布{title}成绩",
        way_to_scores(round.pk, sheet.stage),
        sheet=sheet,
        heading=f"发布{title}成绩",
        consequences=_consequences(sheet, *counts),
        irreversible="发布后成绩不能撤回；确有差错的，另录更正成绩册，写明理由，经复核后再发布。",
        shortlists=lists,
        form=form,
        label=f"发布{title}成绩",
        cancel_url=reverse("recruitment:score_sheet", args=[pk]),
    )
    return render(request, "recruitment/exam/release.html", context)


def _consequences(sheet: ScoreSheet, people: int, entered: int) -> list[str]:
    told = f"{people} 名考生从现在起可以在“我的报名”看到自己的成绩。"
    if sheet.stage == "written_exam":
        days = sheet.round.scheme.number("score_recheck_days")
        return [
            told,
            f"按方案的面试入围比例和合格线，{entered} 人进入面试，{people - entered} 人到此为止，"
            "每人都会收到通知和原因；末位并列的都入围。",
            f"考生可以在 {days} 个工作日内申请成绩复核。",
        ]
    if sheet.stage == "assessment":
        scheme = sheet.round.scheme
        line = scheme.line("assessment_pass")
        passed = sum(score.value is not None and score.value >= line for score in sheet.scores.all())
        return [
            told,
            f"考核合格线 {line} 分：{passed} 人合格，参加考试；{people - passed} 人不合格，到此为止，每人都会收到通知和原因。",
            f"考生可以在 {scheme.number('score_recheck_days')} 个工作日内申请成绩复核。",
            "司法所和司法局的意见一并保存，不再改动。",
        ]
    if sheet.stage == sheet.round.track.ranked:
        return [told, "按公告的权重算出综合成绩，排出每个岗位的名次。", "名额处并列、按次序仍分不开的，要组织加试，系统不会代为选人。"]
    return [told, "按加试成绩重新排出有并列的岗位的名次；没有参加加试的按零分计。"]


def _show(request: SignedInRequest, sheet: ScoreSheet, form: SendBackForm) -> HttpResponse:
    waits = sheet.confirmed_at is None
    same = sheet.entered_by_id == request.user.pk
    context = framed(
        sheet.round,
        f"{TITLES[sheet.stage]}成绩册（第 {sheet.version} 版）",
        way_to_scores(sheet.round_id, sheet.stage),
        sheet=sheet,
        title=TITLES[sheet.stage],
        rows=_rows(sheet),
        boxes=boxes(sheet.round, sheet.stage),
        weights=[
            (title, weight)
            for (_, title), weight in zip(boxes(sheet.round, sheet.stage), weights_of(sheet.round, sheet.stage), strict=False)
        ],
        spread=spread(sheet),
        form=form,
        one_hand=str(OneHand()) if waits and same and holds(request.user, Power.SCORE_CONFIRM) else "",
        may_confirm=waits and not same and holds(request.user, Power.SCORE_CONFIRM),
        may_release=not waits and sheet.released_at is None and holds(request.user, Power.SCORE_RELEASE),
    )
    return render(request, "recruitment/exam/sheet.html", context)


def _rows(sheet: ScoreSheet) -> list[dict[str, Any]]:
    """The scores in the order of tickets, each with its panel's marks in the panel's order."""
    if sheet.stage == "assessment":
        return assessment.lines_of(sheet)
    numbers = [panelist.number for panelist in panel_of(sheet.round, sheet.stage)]
    rows = []
    for score in sorted(sheet.scores.all(), key=lambda score: score.application.seat.ticket_number):
        given = {mark.panelist.number: mark.value for mark in score.panel.all()} if numbers else {}
        rows.append({"score": score, "person": score.application, "marks": [given.get(number) for number in numbers]})
    return rows


def shortlisted(request: SignedInRequest, sheet: ScoreSheet) -> list[dict[str, Any]]:
    """Who enters the interview for each vacancy that has candidates, best first, and who is tied at the cut."""
    scores = list(Score.objects.visible_to(request.user).filter(sheet=sheet).select_related("application__seat"))
    people = {score.application_id: score.application for score in scores}
    lists = []
    for vacancy, chosen in shortlists(sheet.round, scores).items():
        entered = [{"person": people[int(place.key)], "rank": place.rank, "written": place.contender.written} for place in chosen.entered]
        sat = len(chosen.entered) + len(chosen.left)
        if sat:
            tied = [row for row in entered if row["written"] == chosen.cut]
            lists.append({"vacancy": vacancy, "sat": sat, "entered": entered, "cut": chosen.cut, "tied": len(tied) if len(tied) > 1 else 0})
    return lists


def visible_sheets(request: SignedInRequest) -> QuerySet[ScoreSheet]:
    sheets = ScoreSheet.objects.visible_to(request.user)
    return sheets.select_related("round__county", "round__intake", "round__scheme", "entered_by", "confirmed_by", "released_by", "source")


def _sheet(request: SignedInRequest, pk: int) -> ScoreSheet:
    return get_object_or_404(
        visible_sheets(request).prefetch_related(
            "scores__application__seat", "scores__application__vacancy__line__office", "scores__panel__panelist"
        ),
        pk=pk,
    )


def way_to_scores(pk: int, stage: str) -> tuple[str, str]:
    return f"{TITLES[stage]}成绩", reverse("recruitment:scores", args=[pk, stage])
