"""A county's rounds until they are over: begin, scheme, vacancies, words, opening ratio, and closing each stage."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bureaus.access import holds, requires
from bureaus.requests import SignedInRequest
from documents.exports import export
from policy.powers import Power
from policy.scheme import cautions
from policy.tracks import next_stage
from recruitment import actions, course, openings, tables
from recruitment.forms.rounds import AnnouncementForm, BeginRoundForm, OpeningForm, ReturnForm, SchemeForm, SeenForm, ShownForm, VacancyGrid
from recruitment.models import Intake, OpeningProposal, Round, Vacancy
from recruitment.templatetags.recruiting import stage_title
from recruitment.views.frame import find_round, framed, told
from staffing.models import PlanLine, QuotaPlan

TITLES = {
    "round": "概况",
    "round_scheme": "方案",
    "round_vacancies": "岗位",
    "round_words": "公告内容",
    "round_openings": "开考比例",
}
CHANGING = ("round_scheme", "round_vacancies", "round_words")  # saving one of these undoes what was laid before the signatories


@requires(Power.ROUND_VIEW)
def rounds(request: SignedInRequest) -> HttpResponse:
    """Every round this person may see, the newest first, with its stage and numbers."""
    return render(
        request, "recruitment/rounds/rounds.html", {"rounds": _lines(request), "may_begin": holds(request.user, Power.ROUND_EDIT)}
    )


@requires(Power.ROUND_VIEW)
@require_safe
def rounds_export(request: SignedInRequest) -> HttpResponse:
    """The same rounds as a spreadsheet."""
    return export(request, tables.rounds_table(_lines(request)), filename="招聘批次.xlsx")


@requires(Power.ROUND_EDIT)
def round_begin(request: SignedInRequest) -> HttpResponse:
    """Begin a round in an open intake on a filed plan."""
    intakes = Intake.objects.filter(closed_at=None)
    plans = QuotaPlan.objects.visible_to(request.user).in_force().select_related("county")
    form = BeginRoundForm(request.POST or None, intakes=intakes, plans=plans, now=request.now)
    if form.is_valid():
        try:
            round = actions.begin_round(by=request.user, now=request.now, **form.cleaned_data)
        except (*actions.PROBLEMS, ValidationError) as problem:
            form.add_error(None, told(problem))
        else:
            messages.success(request, "批次已建立，方案按建议值填好了。请核对方案、填写岗位，再拟公告。")
            return redirect("recruitment:round", pk=round.pk)
    lacking = [
        sentence
        for there, sentence in ((intakes, "市司法局还没有开放招聘期。"), (plans, "本县（区）还没有已备案的数额核定方案。"))
        if not there.exists()
    ]
    return render(request, "recruitment/rounds/begin.html", {"form": form, "lacking": lacking})


@requires(Power.ROUND_VIEW)
def round_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where the round stands, what blocks its open stage, and the next step."""
    round = find_round(request, pk)
    blockers = [] if round.finished_at else course.blockers(round, request.now)
    return render(
        request,
        "recruitment/rounds/round.html",
        {
            **_frame(request, round, "round"),
            "may_prepare": holds(request.user, Power.NOTICE_PREPARE),
            "strip": course.strip(round),
            "stage": round.track.stage(round.stage),
            "following": next_stage(round.stages, round.stage),
            "blockers": blockers,
            "numbers": course.numbers(round, may_review=holds(request.user, Power.REVIEW) or holds(request.user, Power.REVIEW_CONFIRM)),
            "notices": course.notices(round),
            "vacancies": course.vacancies(round),
        },
    )


@requires(Power.ROUND_VIEW)
def round_scheme(request: SignedInRequest, pk: int) -> HttpResponse:
    """The numbers and choices of the round, read by everyone here and changed by the clerk until it is announced."""
    round = find_round(request, pk)
    may_edit = _may_edit(request, round)
    form = SchemeForm(request.POST or None, round=round) if may_edit else SchemeForm(round=round)
    if may_edit and form.is_valid():
        try:
            actions.change_scheme(round=round, by=request.user, seen=form.cleaned_data["seen"], now=request.now, **form.values())
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "方案已保存。")
            return redirect("recruitment:round_scheme", pk=pk)
    return render(
        request,
        "recruitment/rounds/scheme.html",
        {
            **_frame(request, round, "round_scheme"),
            "form": form,
            "scheme": round.scheme,
            "cautions": cautions(round.scheme.as_asked, track=round.intake.track),
            "rows": course.scheme_rows(round),
        },
    )


@requires(Power.ROUND_VIEW)
def round_vacancies(request: SignedInRequest, pk: int) -> HttpResponse:
    """How many each office takes, within what the ledger has left."""
    round = find_round(request, pk)
    lines = _plan_lines(request, round)
    may_edit = _may_edit(request, round)
    form = VacancyGrid(request.POST or None, round=round, lines=lines) if may_edit else VacancyGrid(round=round, lines=lines)
    if may_edit and form.is_valid():
        try:
            actions.set_vacancies(
                round=round, headcounts=form.headcounts(), by=request.user, seen=form.cleaned_data["seen"], now=request.now
            )
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "岗位已保存。")
            return redirect("recruitment:round_vacancies", pk=pk)
    return render(
        request,
        "recruitment/rounds/vacancies.html",
        {
            **_frame(request, round, "round_vacancies"),
            "form": form,
            "grid": list(form.rows(round.intake.track)),
            "total": course.total(lines, round),
            "headcount": sum(vacancy.headcount for vacancy in round.vacancies.all()),
        },
    )


@requires(Power.ROUND_VIEW)
@require_safe
def vacancies_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same offices as a spreadsheet, with what became of each vacancy."""
    round = find_round(request, pk)
    table = tables.vacancies_table(round, _plan_lines(request, round), course.vacancies(round))
    return export(request, table, filename=f"{round.title}岗位.xlsx")


@requires(Power.ROUND_EDIT)
def round_words(request: SignedInRequest, pk: int) -> HttpResponse:
    """Title, registration times and the free sections of the announcement."""
    round = find_round(request, pk)
    form = AnnouncementForm(request.POST or None, initial=AnnouncementForm.of(round))
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            actions.change_round(round=round, by=request.user, seen=said.pop("seen"), now=request.now, **said)
        except (*actions.PROBLEMS, ValidationError) as problem:
            form.add_error(None, told(problem))
        else:
            messages.success(request, "公告内容已保存。")
            return redirect("recruitment:round_words", pk=pk)
    return render(request, "recruitment/rounds/words.html", {**_frame(request, round, "round_words"), "form": form})


@requires(Power.ROUND_EDIT)
def round_close(request: SignedInRequest, pk: int, stage: str) -> HttpResponse:
    """The page before a stage is closed: what happens, to how many people, and that there is no way back."""
    round = find_round(request, pk)
    back = reverse("recruitment:round", args=[pk])
    form = SeenForm(request.POST or None, initial={"seen": round.version})
    reasons: list[Any] = []
    if stage == round.stage and not round.finished_at:
        reasons = course.blockers(round, request.now)
    if form.is_valid():
        try:
            actions.close_stage(round=round, stage=stage, by=request.user, seen=form.cleaned_data["seen"], now=request.now)
        except actions.Blocked as blocked:
            reasons = course.mended(blocked.reasons, round)
        except actions.PROBLEMS as problem:
            messages.error(request, str(problem))
            return redirect(back)
        else:
            messages.success(request, f"“{stage_title(stage)}”环节已结束。")
            return redirect(back)
    if stage not in round.stages:
        return redirect(back)
    return render(
        request,
        "recruitment/rounds/close.html",
        {
            "round": round,
            "heading": f"结束“{stage_title(stage)}”环节",
            "consequences": course.consequences(round, stage),
            "irreversible": "环节结束后不能重开。",
            "blockers": reasons,
            "form": form,
            "label": f"结束{stage_title(stage)}环节",
            "cancel_url": back,
            "danger": True,
        },
    )


@requires(Power.ROUND_VIEW)
def round_openings(request: SignedInRequest, pk: int) -> HttpResponse:
    """开考比例: how many passed the review for each vacancy, and what was or must be decided."""
    round = _counting(request, pk)
    return render(
        request,
        "recruitment/rounds/openings.html",
        {
            **_frame(request, round, "round_openings"),
            "rows": (rows := course.opening_rows(round)),
            "ratio": round.scheme.number("opening_ratio"),
            "proposed": sum(row.proposal is not None and row.proposal.closed_at is None for row in rows),
            "may_confirm": round.stage == "review" and holds(request.user, Power.OPENING_CONFIRM),
        },
    )


@requires(Power.ROUND_VIEW)
@require_safe
def openings_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same vacancies as a spreadsheet."""
    round = _counting(request, pk)
    return export(request, tables.openings_table(round, course.opening_rows(round)), filename=f"{round.title}开考比例.xlsx")


@requires(Power.ROUND_EDIT)
def vacancy_opening(request: SignedInRequest, pk: int) -> HttpResponse:
    """Propose what becomes of one vacancy; only what the count allows is offered."""
    vacancy = _vacancy(request, pk)
    row = course.opening_row(vacancy)
    form = OpeningForm(request.POST or None, outcomes=row.outcomes, switches=row.switches, now=request.now)
    if form.is_valid():
        try:
            actions.propose_opening(vacancy=vacancy, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            outcome = dict(row.outcomes)[form.cleaned_data["outcome"]]
            messages.success(request, f"{vacancy.line.office}：已提出{outcome}，等负责人审定。")
            return redirect("recruitment:round_openings", pk=vacancy.round_id)
    return render(
        request,
        "recruitment/rounds/opening.html",
        {**_frame(request, vacancy.round, "round_openings"), "vacancy": vacancy, "row": row, "form": form},
    )


@requires(Power.OPENING_CONFIRM)
def openings_confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the clerk proposes for the vacancies of the round, confirmed by the head all at once, or sent back one by one."""
    round = _counting(request, pk)
    rows = course.proposed_rows(round)
    form = ShownForm(request.POST or None, initial={"seen": ",".join(str(row.proposal.pk) for row in rows)})
    if form.is_valid():
        try:
            decided = actions.confirm_openings(round=round, proposals=form.cleaned_data["seen"], by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            messages.error(request, str(problem))
            return redirect("recruitment:openings_confirm", pk=pk)
        messages.success(request, f"已审定 {len(decided)} 个岗位，请经办人拟公告公布。")
        return redirect("recruitment:round_openings", pk=pk)
    back = reverse("recruitment:round_openings", args=[pk])
    return render(request, "recruitment/rounds/openings_confirm.html", {"round": round, "rows": rows, "form": form, "back": back})


@requires(Power.OPENING_CONFIRM)
def opening_return(request: SignedInRequest, pk: int) -> HttpResponse:
    """One proposal back to the clerk with a reason."""
    row = course.opening_row(_vacancy(request, pk))
    proposal, round = row.proposal, row.vacancy.round_id
    back = reverse("recruitment:openings_confirm", args=[round])
    if proposal is None or proposal.closed_at is not None:
        messages.error(request, "这个岗位没有等待审定的意见，可能已经有人审定或者退回。")
        return redirect("recruitment:round_openings", pk=round)
    form = ReturnForm(request.POST or None, initial={"seen": proposal.pk})
    if form.is_valid():
        try:
            shown = proposal if form.cleaned_data["seen"] == proposal.pk else OpeningProposal(pk=0, vacancy=row.vacancy)
            actions.return_opening(proposal=shown, reason=form.cleaned_data["reason"], by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已退回{proposal.proposed_by.name}，理由已通知本人。")
            return redirect(back if course.proposed_rows(row.vacancy.round) else reverse("recruitment:round_openings", args=[round]))
    return render(
        request,
        "recruitment/rounds/opening_return.html",
        {"round": row.vacancy.round, "row": row, "proposal": proposal, "form": form, "cancel_url": back},
    )


def _vacancy(request: SignedInRequest, pk: int) -> Vacancy:
    """A vacancy of a round that counts its openings; 404 for another one."""
    rows = Vacancy.objects.visible_to(request.user).select_related("round__scheme", "round__county", "round__intake", "line__office")
    vacancy = get_object_or_404(rows, pk=pk)
    if not vacancy.round.counts_openings:
        raise Http404
    return vacancy


def _may_edit(request: SignedInRequest, round: Round) -> bool:
    return round.announced_at is None and holds(request.user, Power.ROUND_EDIT)


def _plan_lines(request: SignedInRequest, round: Round) -> list[PlanLine]:
    """The offices of the filed plan, each with what the ledger says of it."""
    lines = PlanLine.objects.visible_to(request.user).filter(plan=round.plan).with_use()
    return list(lines.select_related("office").order_by("office__code"))


def _lines(request: SignedInRequest) -> list[dict[str, Any]]:
    found = openings.with_numbers(Round.objects.visible_to(request.user)).order_by("-created_at")
    return [course.line(round, request.now) for round in found]


def _counting(request: SignedInRequest, pk: int) -> Round:
    """A round that counts its openings; 404 for one that does not."""
    round = find_round(request, pk)
    if not round.counts_openings:
        raise Http404
    return round


def _frame(request: SignedInRequest, round: Round, page: str) -> dict[str, Any]:
    """What every page of one round shows."""
    may_edit = _may_edit(request, round)
    return {
        **framed(round, TITLES[page]),
        "page": page,
        "may_edit": may_edit,
        "may_run": round.announced_at is not None and holds(request.user, Power.ROUND_EDIT),
        "draft_notice": may_edit and page in CHANGING and round.notices.filter(posted_at=None).exists(),
        "back": reverse("recruitment:round", args=[round.pk]),
    }
