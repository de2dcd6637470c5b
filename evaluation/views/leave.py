"""Leave: the assistants' own requests; the queue of the head of the office and of the bureau; what a county has set."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bureaus import clock
from bureaus.access import holds, requires
from bureaus.requests import SignedInRequest
from documents.exports import export, filter_words
from evaluation import actions, daily_tables
from evaluation.balances import annual_balance
from evaluation.forms.leave import AnswerForm, AskForm, EarlierWorkForm, EnterForm, LeaveFilterForm, RulesForm, TakeBackForm
from evaluation.forms.months import SeenForm
from evaluation.models import WAITING, EarlierWork, EarlyReturn, Leave, LeaveState, ReturnState
from evaluation.service import rules_of
from evaluation.views.asking import act
from evaluation.views.mine import my_assistant
from evaluation.views.returns import may_decide
from policy.attendance import ANNUAL_WORDS
from policy.powers import Power
from staffing.models import SEALED, Assistant, Posting

ROWS_A_PAGE = 50
STILL_REPORTED = timedelta(days=31)
"""For how long after a leave the own list offers to report an earlier return."""


@requires(Power.DUTY_LOG)
@require_safe
def my_leave(request: SignedInRequest) -> HttpResponse:
    """The own requests and what is left of the year's annual leave."""
    mine = my_assistant(request)
    rows = _with_returns(request, Leave.objects.visible_to(request.user))
    context = {
        "mine": mine,
        "leaves": list(rows.filter(assistant=mine).prefetch_related("returns")[:ROWS_A_PAGE]),
        "balance": annual_balance(mine, on=clock.today(request.now)),
        "annual_words": ANNUAL_WORDS,
        "rules": rules_of(mine.county),
        "today": clock.today(request.now),
        "since": clock.today(request.now) - STILL_REPORTED,
    }
    return render(request, "evaluation/service/leave.html", context)


@requires(Power.DUTY_LOG)
@require_safe
def my_leave_export(request: SignedInRequest) -> HttpResponse:
    """The own requests as a spreadsheet."""
    rows = Leave.objects.visible_to(request.user).filter(assistant=my_assistant(request)).select_related("assistant", "office")
    return export(request, daily_tables.leave_table(rows), filename="我的请假.xlsx")


@requires(Power.DUTY_LOG)
@never_cache
def leave_ask(request: SignedInRequest) -> HttpResponse:
    """Ask for leave."""
    mine = my_assistant(request)
    form = AskForm(request.POST or None)
    if form.is_valid():
        try:
            leave = actions.ask_leave(assistant=mine, **form.cleaned_data, by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"请假已提交，共 {leave.days} 天，由{leave.get_approver_display()}批准。")
            return redirect("evaluation:my_leave")
    context = {"form": form, "balance": annual_balance(mine, on=clock.today(request.now)), "rules": rules_of(mine.county)}
    return render(request, "evaluation/service/leave_ask.html", context)


@requires(Power.DUTY_LOG)
def leave_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a request back."""
    leave = get_object_or_404(Leave.objects.visible_to(request.user), pk=pk)
    form = SeenForm(request.POST or None, initial={"seen": leave.version})
    if form.is_valid():
        try:
            actions.withdraw_leave(leave=leave, by=request.user, seen=form.cleaned_data["seen"], now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "请假已撤回。")
            return redirect("evaluation:my_leave")
    context = {
        "frame": "portal/applicant.html",
        "heading": "撤回请假",
        "consequences": [str(leave), "撤回后，占用的年休假退回；已经写进考勤的天数一并去掉。"],
        "irreversible": "撤回后要请假，须重新申请。",
        "form": form,
        "label": "撤回请假",
        "cancel_url": reverse("evaluation:my_leave"),
    }
    return render(request, "portal/confirm.html", context)


@requires(Power.DAILY_VIEW)
@require_safe
def leaves(request: SignedInRequest) -> HttpResponse:
    """Requests, those that wait first."""
    form, rows = _found(request)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "query": request.GET.urlencode(),
        "mine": _my_state(request),
        "may_set": holds(request.user, Power.LEAVE_APPROVE),
        "may_enter": holds(request.user, Power.DAILY_RECORD),
    }
    return render(request, "evaluation/daily/leaves.html", context)


@requires(Power.DAILY_VIEW)
@require_safe
def leaves_export(request: SignedInRequest) -> HttpResponse:
    """The same requests as a spreadsheet."""
    form, rows = _found(request)
    return export(request, daily_tables.leave_table(rows), filename="请假.xlsx", chosen=filter_words(form, form.cleaned_data))


@requires(Power.DAILY_VIEW)
@never_cache
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    """One request, and the answer of whom it waits for."""
    found = get_object_or_404(
        Leave.objects.visible_to(request.user).select_related(
            "assistant__county", "office", "asked_by", "endorsed_by", "decided_by", "withdrawn_by"
        ),
        pk=pk,
    )
    may_answer = found.state == _my_state(request)
    form = AnswerForm(request.POST or None, initial={"seen": found.version}) if may_answer else None
    if form is not None and form.is_valid():
        given = form.cleaned_data
        try:
            answered = actions.answer_leave(
                leave=found, agrees=given["agrees"] == "yes", note=given["note"], by=request.user, seen=given["seen"], now=request.now
            )
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{answered.assistant.name}的请假：{answered.get_state_display()}。")
            return redirect("evaluation:leaves")
    returns = list(EarlyReturn.objects.visible_to(request.user).filter(leave=found).select_related("reported_by", "decided_by"))
    waiting = next((row for row in returns if row.state == ReturnState.REPORTED), None)
    runs = found.state == LeaveState.APPROVED and found.first_day <= clock.today(request.now)
    context = {
        "leave": found,
        "form": form,
        "rows": _facts(found),
        "balance": annual_balance(found.assistant, on=found.first_day),
        "returns": returns,
        "may_report": runs and waiting is None and holds(request.user, Power.DAILY_RECORD),
        "may_take_back": found.entered_because != "" and found.state in WAITING and holds(request.user, Power.DAILY_RECORD),
        "to_decide": waiting if waiting is not None and may_decide(waiting, request.user) else None,
    }
    return render(request, "evaluation/daily/leave.html", context)


@requires(Power.LEAVE_APPROVE)
@never_cache
def daily_rules(request: SignedInRequest) -> HttpResponse:
    """Who approves how much, and how many hours of training a year owes."""
    county = request.user.county
    assert county is not None  # noqa: S101 - a constraint gives county staff one
    form = RulesForm(request.POST or None, rules=rules_of(county))
    if form.is_valid():
        try:
            actions.set_daily_rules(county=county, **form.cleaned_data, by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "规定已保存。以前申请的请假仍按当时的天数办理。")
            return redirect("evaluation:leaves")
    return render(request, "evaluation/daily/rules.html", {"form": form})


@requires(Power.ROSTER_EDIT)
@never_cache
def earlier_work(request: SignedInRequest, pk: int) -> HttpResponse:
    """Since when somebody has worked, from the file."""
    person = get_object_or_404(Assistant.objects.visible_to(request.user), pk=pk)
    known = EarlierWork.objects.visible_to(request.user).filter(assistant=person).first()
    form = EarlierWorkForm(request.POST or None, initial={"worked_since": known.worked_since if known else None})
    if form.is_valid():
        try:
            actions.note_earlier_work(assistant=person, **form.cleaned_data, by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{person.name}的参加工作时间已登记。")
            return redirect("evaluation:people")
    return render(request, "evaluation/daily/earlier_work.html", {"form": form, "person": person, "annual_words": ANNUAL_WORDS})


@requires(Power.DAILY_RECORD)
@never_cache
def leave_enter(request: SignedInRequest) -> HttpResponse:
    """Leave for somebody of the office who cannot ask."""
    serving = Posting.objects.visible_to(request.user).filter(office=request.user.office).serving(clock.today(request.now))
    people = Assistant.objects.visible_to(request.user).filter(pk__in=serving.values("assistant")).defer(*SEALED).order_by("name", "pk")
    return act(
        request,
        EnterForm(request.POST or None, people=people),
        actions.enter_leave,
        {},
        done="请假已代填，由县（区）司法局批准；本人会收到通知。",
        heading="代填请假",
        label="提交请假",
        back=reverse("evaluation:leaves"),
        intro="只在本人不能自己申请的时候代填，例如住院。不论几天，都由县（区）司法局批准，代填的人不再批准；本人会收到通知，可以撤回。",
    )


@requires(Power.DAILY_RECORD)
@never_cache
def leave_take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back what the office entered for somebody."""
    found = get_object_or_404(Leave.objects.visible_to(request.user).select_related("assistant"), pk=pk)
    return act(
        request,
        TakeBackForm(request.POST or None, initial={"seen": found.version}),
        actions.take_back_leave,
        {"leave": found},
        done="代填的请假已撤回，本人会收到通知。",
        heading=f"撤回为{found.assistant.name}代填的请假",
        label="撤回请假",
        back=reverse("evaluation:leave", args=[found.pk]),
        caption=str(found),
        intro="县（区）司法局决定以前可以撤回，占用的年休假退回。撤回后要请假，须重新代填或者由本人申请。",
    )


def _my_state(request: SignedInRequest) -> str:
    """Which requests wait for this person."""
    if holds(request.user, Power.DAILY_RECORD):
        return LeaveState.ASKED
    return LeaveState.ENDORSED if holds(request.user, Power.LEAVE_APPROVE) else ""


def _found(request: SignedInRequest) -> tuple[LeaveFilterForm, QuerySet[Leave]]:
    form = LeaveFilterForm(request.GET)
    rows = Leave.objects.visible_to(request.user).filter(**form.wanted).select_related("assistant", "office")
    return form, _with_returns(request, rows).order_by("-first_day", "-pk")


def _with_returns(request: SignedInRequest, rows: QuerySet[Leave]) -> QuerySet[Leave]:
    """Each with whether a return of it waits (`returning`)."""
    return rows.annotate(returning=Exists(EarlyReturn.objects.visible_to(request.user).waiting().filter(leave=OuterRef("pk"))))


def _facts(leave: Leave) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"label": "司法所", "value": leave.office},
        {"label": "假别", "value": leave.get_kind_display()},
        {"label": "日期", "value": f"{leave.span}，共 {leave.days} 天"},
        {"label": "事由", "value": leave.reason},
        {"label": "批准人", "value": leave.get_approver_display()},
    ]
    if leave.entered_because:
        rows.append({"label": "代填", "value": f"{leave.asked_by.name}　{clock.today(leave.asked_at)}　{leave.entered_because}"})
    if leave.endorsed_by:
        rows.append({"label": "所长意见", "value": f"{leave.endorsed_by.name}　{clock.today(leave.endorsed_at)}"})  # type: ignore[arg-type]
    if leave.decided_by:
        rows.append({"label": "决定", "value": f"{leave.decided_by.name}　{clock.today(leave.decided_at)}　{leave.note}"})  # type: ignore[arg-type]
    if leave.withdrawn_by:
        told = f"{leave.withdrawn_by.name}　{clock.today(leave.withdrawn_at)}　{leave.withdrawn_because}"  # type: ignore[arg-type]
        rows.append({"label": "撤回", "value": told})
    return rows
