"""表彰: the list, proposing, showing, deciding; who proposed it does neither of the two."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bureaus import clock, days
from bureaus.access import OneHand, holds, requires
from bureaus.requests import SignedInRequest
from documents.delivery import hand_out
from documents.exports import export, filter_words
from documents.uploads import Accept, UnfitFile, receive
from evaluation import actions, conduct, honours
from evaluation.forms.commendations import CommendationFilterForm, CommendationForm
from evaluation.forms.contracts import ReturnForm, SeenForm
from evaluation.models import Commendation, Honour
from evaluation.service import rules_of
from evaluation.views.asking import act, ask
from policy.calendar import NoCalendar, publicity_period
from policy.commendation import WORDS
from policy.powers import Power
from policy.safeguards import yuan

PEOPLE_A_PAGE = 50


@requires(Power.DISCIPLINE_PREPARE, Power.DISCIPLINE_CONFIRM)
@require_safe
def commendations(request: SignedInRequest) -> HttpResponse:
    """Every commendation of the county, and what is left of the year's quota."""
    form = CommendationFilterForm(request.GET)
    page = Paginator(honours.commendations(request.user, **form.wanted), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    today = clock.today(request.now)
    county = request.user.county
    assert county is not None  # noqa: S101 - a constraint gives county staff one
    quota, left = honours.left_of(county, today.year)
    context = {
        "form": form,
        "page": page,
        "lines": [(row, row.word(today), row.tone(today)) for row in page],
        "query": request.GET.urlencode(),
        "may_enter": holds(request.user, Power.DISCIPLINE_PREPARE),
        "may_set": holds(request.user, Power.LEAVE_APPROVE),
        "year": today.year,
        "quota": quota,
        "left": left,
    }
    return render(request, "evaluation/conduct/commendations.html", context)


@requires(Power.DISCIPLINE_PREPARE, Power.DISCIPLINE_CONFIRM)
@require_safe
def commendations_export(request: SignedInRequest) -> HttpResponse:
    """The same rows as a spreadsheet."""
    form = CommendationFilterForm(request.GET)
    table = honours.table(honours.commendations(request.user, **form.wanted), today=clock.today(request.now))
    return export(request, table, filename="表彰.xlsx", chosen=filter_words(form, form.wanted))


@requires(Power.DISCIPLINE_PREPARE)
def enter(request: SignedInRequest) -> HttpResponse:
    """Propose one for one or several people."""
    county, today = request.user.county, clock.today(request.now)
    assert county is not None  # noqa: S101 - a constraint gives county staff one
    people, most = conduct.running(request.user), rules_of(county).commendation_amount
    form = CommendationForm(request.POST or None, request.FILES or None, contracts=people, today=today, most=most)
    if form.is_valid():
        said = form.entered
        try:
            said["paper"] = receive(said["paper"], by=request.user, now=request.now, accept=Accept.PAPER)
            proposed = actions.propose_commendations(by=request.user, now=request.now, **said)
        except (*actions.PROBLEMS, UnfitFile) as problem:
            form.add_error(None, str(problem))
        else:
            names = "、".join(row.assistant.name for row in proposed)
            messages.success(request, f"已提出表彰：{names}。等负责人同意公示。")
            one = len(proposed) == 1
            return redirect("evaluation:commendation", proposed[0].pk) if one else redirect("evaluation:commendations")
    quota, left = honours.left_of(county, today.year)
    intro = f"负责人同意以后公示，公示期满再由负责人审定。{today.year} 年名额 {quota} 人次，还剩 {left} 人次。" + (
        "" if most else "本县（区）没有规定表彰奖金，不填金额。"
    )
    return ask(request, form, heading="提出表彰", label="提出表彰", back=reverse("evaluation:commendations"), intro=intro)


@requires(Power.DISCIPLINE_PREPARE, Power.DISCIPLINE_CONFIRM)
@require_safe
def commendation(request: SignedInRequest, pk: int) -> HttpResponse:
    """One commendation with its next act."""
    found, today = _find(request, pk), clock.today(request.now)
    confirms = holds(request.user, Power.DISCIPLINE_CONFIRM)
    own = found.entered_by_id == request.user.pk
    open_ = found.state in (Honour.PROPOSED, Honour.POSTED)
    context = {
        "commendation": found,
        "rows": _rows(found),
        "word": found.word(today),
        "tone": found.tone(today),
        "clause": WORDS,
        "may_post": confirms and not own and found.state == Honour.PROPOSED,
        "may_decide": confirms and not own and found.state == Honour.POSTED and found.posted_last is not None and found.posted_last < today,
        "may_return": confirms and not own and open_,
        "own": confirms and own and open_,
        "one_hand": str(OneHand()),
    }
    return render(request, "evaluation/conduct/commendation.html", context)


@requires(Power.DISCIPLINE_CONFIRM)
def post(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page before the head lets a name be shown to the public."""
    found = _find(request, pk)
    form = SeenForm(request.POST or None, initial={"seen": found.version})
    if form.is_valid():
        try:
            posted = actions.post_commendation(commendation=found, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已公示，公示期 {posted.posted_first} 至 {posted.posted_last}；期满以后再审定。")
            return redirect(_page_of(found))
    county = found.assistant.county
    quota, left = honours.left_of(county, found.year)
    try:
        shown = publicity_period(clock.today(request.now), rules_of(county).commendation_days, days.working_days())
        dates = f"公示期 {shown.first} 至 {shown.last}"
    except NoCalendar as unknown:
        dates = str(unknown)
    context = {
        "heading": f"同意公示{found.assistant.name}的表彰",
        "consequences": [
            f"姓名、司法所和“{found.title}”从今天起在网上公示，不用登录就能看到；{dates}。",
            f"{found.year} 年名额 {quota} 人次，还剩 {left} 人次，公示即占一个名额。",
            "公示期内有人反映、查实不应表彰的，可以退回，名额随之恢复。",
        ],
        "irreversible": "公示以后内容不能修改；公示期满再由负责人审定。",
        "form": form,
        "label": "同意公示",
        "cancel_url": _page_of(found),
    }
    return render(request, "portal/confirm.html", context)


@requires(Power.DISCIPLINE_CONFIRM)
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page before the head decides."""
    found = _find(request, pk)
    form = SeenForm(request.POST or None, initial={"seen": found.version})
    if form.is_valid():
        try:
            actions.confirm_commendation(commendation=found, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{found.assistant.name}的表彰已审定，本人收到通知。")
            return redirect(_page_of(found))
    shown = f"公示期 {found.posted_first} 至 {found.posted_last}。" if found.posted_last else "还没有公示，公示期满以后才能审定。"
    context = {
        "heading": f"审定{found.assistant.name}的表彰",
        "consequences": [
            f"{found.title}" + (f"，奖金 {yuan(found.amount)} 元。" if found.amount is not None else "，没有奖金。"),
            shown,
            honours.speaks_for(found),
            "本人收到通知，表彰记入个人档案，也可以作为年度考核、续聘的参考。",
        ],
        "irreversible": "审定以后不能修改或者撤销。",
        "form": form,
        "label": "审定表彰",
        "cancel_url": _page_of(found),
    }
    return render(request, "portal/confirm.html", context)


@requires(Power.DISCIPLINE_CONFIRM)
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """It goes back with a reason."""
    found = _find(request, pk)
    form = ReturnForm(request.POST or None, initial={"seen": found.version})
    heading = f"退回表彰：{found.assistant.name}"
    back, done = _page_of(found), "表彰已退回经办人。"
    return act(request, form, actions.return_commendation, {"commendation": found}, heading=heading, label="退回", back=back, done=done)


@requires(Power.DISCIPLINE_PREPARE, Power.DISCIPLINE_CONFIRM)
@require_safe
def paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """The decision paper."""
    return hand_out(_find(request, pk).paper, inline=True)


def _find(request: SignedInRequest, pk: int) -> Commendation:
    related = ("assistant__county", "paper", "entered_by", "posted_by", "decided_by")
    return get_object_or_404(Commendation.objects.visible_to(request.user).select_related(*related), pk=pk)


def _rows(found: Commendation) -> list[dict[str, Any]]:
    shown = f"{found.posted_first} 至 {found.posted_last}（{found.posted_by}同意）" if found.posted_last else "还没有公示"
    return [
        {"label": "表彰名称", "value": found.title},
        {"label": "工作表现突出", "value": found.performance},
        {"label": "取得显著成绩", "value": found.achievements},
        {"label": "突出贡献", "value": found.contribution},
        {"label": "奖金", "value": f"{yuan(found.amount)} 元" if found.amount is not None else "没有"},
        {"label": "平时表现和考核", "value": honours.speaks_for(found)},
        {"label": "提出", "value": str(found.entered_by)},
        {"label": "公示", "value": shown},
        {"label": "审定", "value": str(found.decided_by) if found.state == Honour.CONFIRMED else "还没有审定"},
    ]


def _page_of(found: Commendation) -> str:
    return reverse("evaluation:commendation", args=[found.pk])
