"""Coming back from leave early: reported on the phone or at the office, confirmed by another."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from bureaus import clock
from bureaus.access import Refused, holds, requires
from bureaus.models import User
from bureaus.requests import SignedInRequest
from evaluation import actions
from evaluation.forms.leave import AnswerForm, ReturnForm
from evaluation.models import EarlyReturn, Leave
from evaluation.views.asking import act, ask
from policy.powers import Power

INTRO = "确认以后，没有休的天数退回，考勤里从返岗时起重新登记；已经确认的月份不变，确需更正的由县（区）司法局重新开放。"


@requires(Power.DUTY_LOG)
@never_cache
def my_return(request: SignedInRequest, pk: int) -> HttpResponse:
    """Report the own return."""
    leave = get_object_or_404(Leave.objects.visible_to(request.user), pk=pk)
    form = _form(request, leave)
    if form.is_valid():
        try:
            actions.report_return(leave=leave, **form.cleaned_data, by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "销假已提交，由司法所所长确认。")
            return redirect("evaluation:my_leave")
    return render(request, "evaluation/service/leave_return.html", {"form": form, "leave": leave, "intro": INTRO})


@requires(Power.DAILY_RECORD)
@never_cache
def leave_return(request: SignedInRequest, pk: int) -> HttpResponse:
    """Report the return of one of the office."""
    leave = get_object_or_404(Leave.objects.visible_to(request.user).select_related("assistant"), pk=pk)
    return act(
        request,
        _form(request, leave),
        actions.report_return,
        {"leave": leave},
        done="销假已登记，由县（区）司法局负责人或者本所另一位工作人员确认，本人会收到通知。",
        heading=f"登记{leave.assistant.name}销假",
        label="登记销假",
        back=reverse("evaluation:leave", args=[leave.pk]),
        caption=str(leave),
        intro=INTRO,
    )


@requires(Power.DAILY_RECORD, Power.LEAVE_APPROVE)
@never_cache
def return_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Confirm a return that another reported, or not."""
    early = get_object_or_404(EarlyReturn.objects.visible_to(request.user).select_related("leave__assistant", "reported_by"), pk=pk)
    form = AnswerForm(request.POST or None, initial={"seen": early.version})
    back = reverse("evaluation:leave", args=[early.leave_id])
    words = {"heading": f"确认{early.leave.assistant.name}销假", "label": "提交意见", "back": back, "intro": INTRO}
    words |= {"beside_title": f"{early.reported_by.name} {clock.today(early.reported_at)} 登记", "beside": f"{early.leave}\n{early}"}
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.decide_return(
                early=early, agrees=given["agrees"] == "yes", reason=given["note"], by=request.user, seen=given["seen"], now=request.now
            )
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "销假已确认，剩下的天数已退回。" if given["agrees"] == "yes" else "已答复不同意，请假不变。")
            return redirect(back)
    return ask(request, form, **words)


def may_decide(early: EarlyReturn, user: User) -> bool:
    """Whether the page offers this person to decide."""
    try:
        return early.reported_by_id != user.pk and holds(user, actions.decides(early, user))
    except Refused:
        return False


def _form(request: SignedInRequest, leave: Leave) -> ReturnForm:
    return ReturnForm(request.POST or None, initial={"seen": leave.version, "back_on": clock.today(request.now)})
