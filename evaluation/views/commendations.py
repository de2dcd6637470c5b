"""表彰: the list, proposing, showing, deciding; who proposed it does neither of the two."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bureaus import clock, days
from bureaus.access import OneHand, holds, requires
from bureaus.models import County, User
from bureaus.requests import SignedInRequest
from documents.delivery import hand_out
from documents.exports import export, filter_words
from documents.uploads import Accept, UnfitFile, receive
from evaluation import actions, conduct, honours
from evaluation.forms.commendations import CommendationFilterForm, CommendationForm, name_sought
from evaluation.forms.contracts import ReturnForm, SeenForm
from evaluation.models import Commendation, Honour
from evaluation.service import departures_of, rules_of
from evaluation.views.asking import Verb, act, ask, chosen_of, each, seen_of
from evaluation.views.objections import beside
from policy.calendar import NoCalendar, publicity_period
from policy.commendation import WORDS, service_problem
from policy.powers import Power
from policy.safeguards import yuan

PEOPLE_A_PAGE = 50
LISTED = "evaluation:commendations"


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
        "decides": holds(request.user, Power.DISCIPLINE_CONFIRM),
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
    people, most = conduct.running(request.user, today), rules_of(county).commendation_amount
    sought = name_sought(request.POST)
    form = CommendationForm(request.POST or None, request.FILES or None, contracts=people, today=today, most=most, sought=sought)
    if sought is not None and request.FILES:
        messages.warning(request, "名单已按姓名列出，勾选和填写的都在；刚才选的文件浏览器没有留下，请重新选择。")
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
    gone = actions.gone_problem(found.assistant, today) if open_ else ""
    context = {
        **beside(request, found),
        "commendation": found,
        "gone": gone,
        "rows": _rows(found),
        "word": found.word(today),
        "tone": found.tone(today),
        "clause": WORDS,
        "may_post": confirms and not own and not gone and found.state == Honour.PROPOSED,
        "may_decide": confirms
        and not own
        and not gone
        and found.state == Honour.POSTED
        and found.posted_last is not None
        and found.posted_last < today,
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
    dates = _days_of(county, clock.today(request.now))
    context = {
        "heading": f"同意公示{found.assistant.name}的表彰",
        "consequences": [
            f"姓名、司法所和“{found.title}”从今天起在网上公示，不用登录就能看到；{dates}",
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
@require_POST
def post_many(request: SignedInRequest) -> HttpResponse:
    """Who of the ticked would be shown and who cannot; then let all of them be shown."""
    fitting, refused = _sorted(request, Honour.PROPOSED)
    if "confirmed" in request.POST:
        return each(
            request, fitting, _as_seen(request, actions.post_commendation), name=_person, done="已公示 {n} 人：{names}。", back=LISTED
        )
    county, today = request.user.county, clock.today(request.now)
    assert county is not None  # noqa: S101 - a constraint gives county staff one
    places = [
        f"{year} 年名额 {quota} 人次，还剩 {left} 人次，这次要 {more} 人次。"
        for year, more in sorted(Counter(row.year for row in fitting).items())
        for quota, left in [honours.left_of(county, year)]
    ]
    shown = "姓名、司法所和表彰名称从今天起在网上公示，不用登录就能看到；" + _days_of(county, today)
    return _many(request, fitting, refused, "同意公示", [shown, *places], "公示以后内容不能修改；公示期满再审定。", "commendations_post")


@requires(Power.DISCIPLINE_CONFIRM)
@require_POST
def decide_many(request: SignedInRequest) -> HttpResponse:
    """Who of the ticked would be commended and who cannot; then decide all of them."""
    fitting, refused = _sorted(request, Honour.POSTED)
    if "confirmed" in request.POST:
        return each(
            request, fitting, _as_seen(request, actions.confirm_commendation), name=_person, done="已审定 {n} 人：{names}。", back=LISTED
        )
    told = ["本人收到通知，表彰记入个人档案，也可以作为年度考核、续聘的参考。"]
    return _many(request, fitting, refused, "审定表彰", told, "审定以后不能修改或者撤销。", "commendations_decide")


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


def _days_of(county: County, today: date) -> str:
    """The days of a 公示 that begins today, or why they cannot be counted."""
    try:
        shown = publicity_period(today, rules_of(county).commendation_days, days.working_days())
    except NoCalendar as unknown:
        return str(unknown)
    return f"公示期 {shown.first} 至 {shown.last}。"


Refusals = list[tuple[Commendation, str]]


def _sorted(request: SignedInRequest, state: str) -> tuple[list[Commendation], Refusals]:
    """The ticked that may take the step out of `state`, and each other with the reason."""
    rows = honours.commendations(request.user).filter(pk__in=chosen_of(request)).select_related("assistant__county", "entered_by")
    found, today = list(rows), clock.today(request.now)
    if not found:
        messages.error(request, "请先勾选表彰，再点下面的按钮。")
    left = departures_of([row.assistant for row in found], today)
    fitting, refused = [], []
    for row in found:
        why = _why_not(row, state, request.user, today)
        why = why or service_problem(serves=row.assistant_id not in left, left_on=left.get(row.assistant_id))
        if why:
            refused.append((row, why))
        else:
            fitting.append(row)
    return fitting, refused


def _why_not(row: Commendation, state: str, user: User, today: date) -> str:
    if row.state != state:
        return f"现在是“{row.word(today)}”，不在这一步办理。"
    if row.entered_by_id == user.pk:
        return str(OneHand())
    if row.state == Honour.POSTED and row.posted_last is not None and row.posted_last >= today:
        return f"公示到 {row.posted_last} 为止，期满以后才能审定。"
    return ""


def _as_seen(request: SignedInRequest, verb: Verb) -> Callable[[Commendation], object]:
    return lambda row: verb(commendation=row, by=request.user, seen=seen_of(request, row.pk), now=request.now)


def _many(
    request: SignedInRequest, fitting: list[Commendation], refused: Refusals, label: str, told: list[str], irreversible: str, action: str
) -> HttpResponse:
    context = {
        "heading": f"{label}：{len(fitting)} 人",
        "rows": [(row, honours.speaks_for(row)) for row in fitting],
        "refused": refused,
        "consequences": told,
        "irreversible": irreversible,
        "label": f"{label}这 {len(fitting)} 人",
        "action": reverse(f"evaluation:{action}"),
    }
    return render(request, "evaluation/conduct/commendations_confirm.html", context)


def _person(row: Commendation) -> object:
    return row.assistant.name


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
