"""What became of an application: the one next act, the timeline, scores, ticket, withdrawal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from bureaus.access import requires
from bureaus.models import Message
from bureaus.naming import named
from bureaus.requests import SignedInRequest
from documents.models import PaperKind
from policy.calendar import end_of
from policy.citation import Clause
from policy.powers import Power
from policy.progress import Outcome
from policy.revocation import REVOCATION
from policy.revocation import TITLE as REVOKED
from recruitment import actions
from recruitment import registration as reading
from recruitment.actions.rechecks import MEDICAL, last_day_to_ask
from recruitment.documents import paper_of
from recruitment.forms.applicant import RecheckForm, SwitchForm, WithdrawForm
from recruitment.models import Application, Opinion, Score, Side, Status
from recruitment.openings import BEFORE_REVIEW_ENDS, current
from recruitment.ranking import marks_of
from recruitment.revocation import grounds_of
from recruitment.scores import TITLES, titles_of, weights_of

LETTERS = 5
PASSED = {"registration": "已提交", "assessment": "合格", "inspection": "合格", "medical": "合格", "contract": "已签订"}
ENDED = {"review": "未通过", "written_exam": "未入围", "interview": "未入选", "exam": "未入选"}  # who was ranked too low has not failed
COMING = {
    "review": "提交报名后，由招聘单位审查",
    "written_exam": "审查通过后编排考场，通知打印准考证",
    "recheck": "面试前核对证件原件",
    "interview": "笔试成绩公布后，通知入围人员",
    "inspection": "面试成绩公布后，通知拟聘用人选",
    "medical": "到指定医院体检，结论只告知本人",
    "publicity": "考察、体检合格后公示",
    "contract": "公示期满没有影响聘用的异议，办理签约",
    "assessment": "审查通过后，由司法所和司法局考核德、能、勤、绩、廉",
    "exam": "考核合格的，凭准考证参加考试",
}
SELECTION_COMING = {"publicity": "考核、考试都合格，进入名额的公示"}


@requires(Power.APPLY)
def dashboard(request: SignedInRequest) -> HttpResponse:
    """Every application of this person, the one in hand first."""
    applications = list(_related(Application.objects.visible_to(request.user)).order_by("-pk"))
    live = [application for application in applications if application.is_live or application.status == Status.DRAFT]
    if len(applications) == 1 or len(live) == 1:
        return _show(request, (live or applications)[0], others=[each for each in applications if each not in (live or applications)[:1]])
    openings = None if applications else current(request.now)
    return render(request, "recruitment/applicant/list.html", {"applications": applications, "openings": openings})


@requires(Power.APPLY)
def application(request: SignedInRequest, pk: int) -> HttpResponse:
    """One application: next act, progress, papers, letters, receipt."""
    return _show(request, _own(request, pk), others=[])


@requires(Power.APPLY)
def scores(request: SignedInRequest, pk: int) -> HttpResponse:
    """One's own scores as they were released, with weights, formula, rank and what settled a tie; and how to ask for a recheck."""
    found = _own(request, pk)
    form = RecheckForm(request.POST or None, auto_id=f"%s_{request.POST.get('stage', '')}")
    if form.is_valid():
        try:
            actions.ask_recheck(
                application=found, request=form.cleaned_data["request"], stage=form.cleaned_data["stage"], by=request.user, now=request.now
            )
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "复核申请已提交，答复会发到您的通知里。")
            return redirect("recruitment:my_scores", pk=pk)
    released = (
        Score.objects.visible_to(request.user)
        .filter(application=found, sheet__released_at__isnull=False, sheet__replaced_by=None)
        .select_related("sheet")
        .order_by("sheet__released_at")
    )
    standing = getattr(found, "standing", None)
    return render(
        request,
        "recruitment/applicant/scores.html",
        {
            "application": found,
            "round": found.round,
            "form": form,
            "scores": [{"title": TITLES[score.sheet.stage], "score": score} for score in released],
            "standing": standing,
            "shares": found.round.scheme.shares,
            "parts": [
                (mark, share) for (_, mark), (_, share) in zip(marks_of(standing, found.round), found.round.scheme.shares, strict=True)
            ]
            if standing is not None
            else [],
            "five": _five(request, found),
            "rechecks": _rechecks(found, request.now),
        },
    )


@requires(Power.APPLY)
def ticket(request: SignedInRequest, pk: int) -> HttpResponse:
    """准考证: the paper's own page, which waits by itself until the paper is set."""
    found = _own(request, pk)
    seat = getattr(found, "seat", None)
    paper = paper_of(request.user, PaperKind.ADMISSION_TICKET, seat) if seat is not None else None
    if paper is None:
        raise Http404
    return redirect("documents:paper", paper.code)


@requires(Power.APPLY)
def switch(request: SignedInRequest, pk: int) -> HttpResponse:
    """改报: whoever's post was cancelled chooses another one, until the instant that was announced."""
    found = _own(request, pk)
    act = reading.next_act(found, request.now)
    if found.vacancy is None or act.url_name != "recruitment:switch":
        messages.error(request, "这份报名现在不能改报。")
        return redirect("recruitment:my_application", pk=pk)
    form = SwitchForm(request.POST or None, initial={"seen": found.version}, cancelled=found.vacancy, round=found.round)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.switch_vacancy(application=found, vacancy=said["vacancy"], by=request.user, seen=said["seen"], now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "改报已提交，请等待资格审查。")
            return redirect("recruitment:my_application", pk=pk)
    words = {"application": found, "round": found.round, "form": form, "until": act.limit, "now": request.now}
    return render(request, "recruitment/applicant/switch.html", words)


@requires(Power.APPLY)
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """放弃, on a page of its own that says what follows."""
    found = _own(request, pk)
    if found.status not in (Status.ACTIVE, Status.RETURNED):
        messages.error(request, "这份报名现在不能放弃。")
        return redirect("recruitment:my_application", pk=pk)
    form = WithdrawForm(request.POST or None, initial={"seen": found.version})
    if form.is_valid():
        try:
            actions.withdraw(
                application=found, reason=form.cleaned_data["reason"], by=request.user, seen=form.cleaned_data["seen"], now=request.now
            )
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "已放弃这份报名。")
            return redirect("recruitment:my_application", pk=pk)
    bound = found.stage not in BEFORE_REVIEW_ENDS  # approval locks the post: giving it up is final
    before = request.now < found.round.registration_closes_at and not bound
    return render(
        request,
        "recruitment/applicant/withdraw.html",
        {"application": found, "round": found.round, "form": form, "may_apply_again": before, "bound": bound},
    )


def _five(request: SignedInRequest, found: Application) -> list[tuple[str, Any, int]]:
    """The bureau's marks for 德能勤绩廉 as they were released, each with its weight."""
    if not found.round.is_internal:
        return []
    opinions = Opinion.objects.visible_to(request.user).filter(
        application=found, side=Side.BUREAU, score__sheet__released_at__isnull=False, score__sheet__replaced_by=None
    )
    weights = weights_of(found.round, "assessment")
    return [(title, mark, weight) for opinion in opinions for (title, mark), weight in zip(opinion.labelled, weights, strict=True)]


def _own(request: SignedInRequest, pk: int) -> Application:
    found: Application = get_object_or_404(_related(Application.objects.visible_to(request.user)), pk=pk)
    return found


def _related(applications: Any) -> Any:
    return applications.select_related(
        "round__county", "round__intake", "round__scheme", "vacancy__line__office", "vacancy__opening", "seat__room__site", "standing"
    ).prefetch_related("results")


def _show(request: SignedInRequest, found: Application, *, others: list[Application]) -> HttpResponse:
    act = reading.next_act(found, request.now)
    drafted = found.status == Status.DRAFT
    letters = Message.objects.for_reader(request.user)
    return render(
        request,
        "recruitment/applicant/dashboard.html",
        {
            "application": found,
            "round": found.round,
            "now": request.now,
            "act": act,
            "act_url": reverse(act.url_name, args=[found.round_id if act.of_round else found.pk]) if act.url_name else None,
            "stages": [_stage(found, step) for step in reading.timeline(found)],
            "papers": [] if drafted else _papers(found),
            "owed": found.conditions.open() if found.round.is_internal else [],
            "returned": letters.filter(letter="application_returned", about__startswith=f"{named(found)}:").first()
            if found.status == Status.RETURNED
            else None,
            "letters": letters[:LETTERS],
            "paper": None if drafted else paper_of(request.user, PaperKind.RECEIPT, found),
            "may_withdraw": found.status in (Status.ACTIVE, Status.RETURNED),
            "has_scores": found.scores.filter(sheet__released_at__isnull=False).exists(),
            "others": others,
        },
    )


def _stage(application: Application, step: reading.Step) -> Mapping[str, Any]:
    """One row of the timeline, as its component reads it."""
    result = step.result
    return {
        "title": step.stage.title,
        "state": step.state,
        "word": _word(step),
        "at": result.decided_at if result else None,
        "notes": _notes(application, step),
        "reason": result.sentence if result else "",
        "clause": _clause(application, result.reason) if result else None,
    }


def _word(step: reading.Step) -> str:
    if step.result is None:
        return "进行中" if step.state == "current" else ""
    if step.result.outcome == Outcome.PASSED:
        return PASSED.get(step.stage.key, "通过")
    if step.result.stage == REVOCATION:
        return REVOKED
    if step.result.outcome == Outcome.FAILED and step.stage.key in ENDED:
        return ENDED[step.stage.key]
    return str(step.result.get_outcome_display())


def _notes(application: Application, step: reading.Step) -> list[str]:
    key, bureau = step.stage.key, application.round.county.justice_bureau
    if step.state == "future":
        coming = COMING | (SELECTION_COMING if application.round.is_internal else {})
        return [coming[key]] if key in coming else []
    if key == "registration":
        return [f"报名序号 {application.number}"] if application.number else []
    seat = getattr(application, "seat", None)
    if key == application.round.track.sat and step.state == "current" and seat is not None:
        site = seat.room.site
        return [f"{site.name}（{site.address}）", f"第 {seat.room.number} 考场 {seat.number:02d} 号座位，准考证号 {seat.ticket_number}"]
    return [f"由{bureau}办理"]


def _clause(application: Application, reason: str) -> Clause | None:
    ground = grounds_of(application.round).get(reason)
    return ground.clause if ground else None


def _rechecks(application: Application, now: datetime) -> list[dict[str, Any]]:
    """What this person may ask to have checked again, or has asked: until which day, and what was answered."""
    asked = {recheck.stage: recheck for recheck in application.rechecks.all()}
    found = []
    for stage, title in {**titles_of(application.round), MEDICAL: "体检"}.items():
        last = last_day_to_ask(application, stage)
        if last is not None or stage in asked:
            may_ask = stage not in asked and last is not None and now < end_of(last)
            found.append({"stage": stage, "title": title, "last": last, "may_ask": may_ask, "asked": asked.get(stage)})
    return found


def _papers(application: Application) -> list[dict[str, Any]]:
    attached = application.attachments.filter(replaced_at=None).select_related("file").order_by("pk")
    return [
        {
            "title": attachment.get_kind_display() + (f"（{attachment.place}）" if attachment.place > 1 else ""),
            "url": reverse("recruitment:paper_file", args=[application.pk, attachment.pk]),
            "kind": "PDF" if attachment.file.media_type == "application/pdf" else "图片",
            "size": attachment.file.size,
        }
        for attachment in attached
    ]
