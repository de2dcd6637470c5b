"""The written exam before it is sat: site, seats, what hangs on the doors, tickets; and who sits on the interview panel."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Max, Min, QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bureaus.access import holds, requires
from bureaus.requests import SignedInRequest
from documents.exports import export
from policy.powers import Power
from recruitment import actions, spreadsheets, tables
from recruitment.documents import tickets_made
from recruitment.forms.exam import PanelForm, SiteForm
from recruitment.models import Application, ExamRoom, ExamSite, Round, ScoreSheet, Seat
from recruitment.views.frame import find_round, framed

PRINTED = {"door": "考场门贴", "sign-in": "考场签到表"}


@requires(Power.ROUND_VIEW)
@require_safe
def exam(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far the arrangements have come: site, rooms with their people, tickets."""
    round = find_round(request, pk)
    site = _site(round)
    seats = list(_seats(request, round).select_related(None).only("pk"))
    rooms = (
        _rooms(site).annotate(people=Count("seats"), first=Min("seats__ticket_number"), last=Max("seats__ticket_number")) if site else []
    )
    tickets = tickets_made(request.user, seats)
    return render(
        request,
        "recruitment/exam/exam.html",
        framed(
            round,
            "考试安排",
            page="round_exam",
            venue=site,
            rooms=rooms,
            people=len(seats),
            waiting=0 if seats else _sitting(request, round).count(),
            tickets=tickets,
            may_arrange=holds(request.user, Power.EXAM_ARRANGE),
        ),
    )


@requires(Power.EXAM_ARRANGE)
def exam_site(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where and when; until the seats are drawn."""
    round = find_round(request, pk)
    site = _site(round)
    known = {"name": site.name, "address": site.address, "starts_at": site.starts_at} if site else {}
    form = SiteForm(request.POST or None, initial=known)
    if form.is_valid():
        try:
            actions.set_site(round=round, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "考点和开考时间已保存。")
            return redirect("recruitment:round_exam", pk)
    return render(
        request,
        "recruitment/exam/site.html",
        framed(round, "考点和时间", _exam(pk), form=form, back=reverse("recruitment:round_exam", args=[pk])),
    )


@requires(Power.EXAM_ARRANGE)
def exam_allocate(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page before the draw: it is made once, and its seed is kept."""
    round = find_round(request, pk)
    site, people = _site(round), _sitting(request, round).count()
    size = round.scheme.number("room_size")
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.allocate_seats(round=round, by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "考场已编排，准考证号不再变动。")
            return redirect("recruitment:round_exam", pk)
    consequences = [
        f"资格审查通过的 {people} 人由计算机随机排入考场，每个考场最多 {size} 个座位，末场不足 10 人的与前一考场均分。",
        "准考证号由年份、县（区）、考点、考场和座位组成，每人一个，编排后不再变动。",
        "随机种子和编排人、编排时间一起保存，任何人都可以用它重算一遍。",
        *([f"考点：{site.name}（{site.address}）。"] if site else []),
    ]
    context = framed(
        round,
        "编排考场",
        _exam(pk),
        heading="编排考场和座位",
        consequences=consequences,
        irreversible="只编排一次，编排后不能重来，考点也不能再改。",
        form=form,
        label="编排考场",
        cancel_url=reverse("recruitment:round_exam", args=[pk]),
    )
    return render(request, "recruitment/exam/confirm.html", context)


@requires(Power.EXAM_ARRANGE)
@require_POST
def exam_tickets(request: SignedInRequest, pk: int) -> HttpResponse:
    """Queue a 准考证 for every seat."""
    round = find_round(request, pk)
    try:
        issued = actions.issue_tickets(round=round, by=request.user, now=request.now)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"{issued} 份准考证已交后台生成，考生已收到通知。")
    return redirect("recruitment:round_exam", pk)


@requires(Power.ROUND_VIEW)
@require_safe
def exam_room(request: SignedInRequest, pk: int, number: int, sheet: str = "") -> HttpResponse:
    """Who sits in one room; with `sheet` as the paper for its door, or the one they sign."""
    round = find_round(request, pk)
    room = _room(round, number)
    seats = list(_seats(request, round).filter(room=room).order_by("number"))
    if sheet and sheet not in PRINTED:
        raise Http404
    here = f"第 {number} 考场" + (f"{PRINTED[sheet]}" if sheet else "")
    context = framed(round, here, _exam(pk), room=room, venue=room.site, seats=seats, sheet=sheet, title=PRINTED.get(sheet, "座位名单"))
    return render(request, "recruitment/exam/room_print.html" if sheet else "recruitment/exam/room.html", context)


@requires(Power.ROUND_VIEW)
@require_safe
def exam_seats(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every seat as a spreadsheet."""
    round = find_round(request, pk)
    table = spreadsheets.seats_table(round, _seats(request, round))
    return export(request, table, filename=f"{round.title}考场座位.xlsx", back=reverse("recruitment:round_exam", args=[pk]))


@requires(Power.ROUND_VIEW)
@require_safe
def exam_room_export(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """The seats of one room as a spreadsheet."""
    round = find_round(request, pk)
    seats = _seats(request, round).filter(room=_room(round, number))
    table = spreadsheets.seats_table(round, seats).noting("考场", f"第 {number} 考场")
    return export(request, table, filename=f"{round.title}第{number}考场座位.xlsx")


@requires(Power.EXAM_ARRANGE)
def panel(request: SignedInRequest, pk: int) -> HttpResponse:
    """考官名单: at least five, at most one of them from the hiring bureau; fixed once marks have been entered."""
    round = _interviewing(request, pk)
    named = list(round.panelists.all())
    form = PanelForm(request.POST or None, panelists=named, rows=round.scheme.number("interview_panelists"))
    if form.is_valid():
        try:
            actions.set_panel(round=round, panelists=form.panelists, by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{len(form.panelists)} 名考官已保存。")
            return redirect("recruitment:panel", pk)
    fixed = ScoreSheet.objects.visible_to(request.user).filter(round=round, stage="interview").exists()
    context = framed(round, "考官名单", form=form, named=named, fixed=fixed, suggested=round.scheme.number("interview_panelists"))
    return render(request, "recruitment/exam/panel.html", context)


@requires(Power.EXAM_ARRANGE)
@require_safe
def panel_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The panelists as a spreadsheet."""
    round = _interviewing(request, pk)
    return export(request, tables.panel_table(round, round.panelists.all()), filename=f"{round.title}面试考官名单.xlsx")


def _interviewing(request: SignedInRequest, pk: int) -> Round:
    """A round that interviews; 404 for one that does not."""
    round = find_round(request, pk)
    if round.is_internal:
        raise Http404
    return round


def _site(round: Round) -> ExamSite | None:
    return ExamSite.objects.select_related("allocated_by").filter(round=round).first()


def _rooms(site: ExamSite | None) -> QuerySet[ExamRoom]:
    return ExamRoom.objects.filter(site=site).select_related("site").order_by("number")


def _room(round: Round, number: int) -> ExamRoom:
    return get_object_or_404(_rooms(_site(round)), number=number)


def _seats(request: SignedInRequest, round: Round) -> Any:
    seats = Seat.objects.visible_to(request.user).filter(room__site__round=round)
    return seats.select_related("room", "application__vacancy__line__office").order_by("ticket_number")


def _sitting(request: SignedInRequest, round: Round) -> Any:
    """Who has passed the review and waits for a seat."""
    return Application.objects.visible_to(request.user).at(round.after_review).filter(round=round, seat=None)


def _exam(pk: int) -> tuple[str, str]:
    return "考试安排", reverse("recruitment:round_exam", args=[pk])
