"""考察 and 体检 one by one, and 递补 for the places that fall free. Of health nothing is shown but the outcome."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bureaus.access import OneHand, holds, requires
from bureaus.requests import SignedInRequest
from documents.exports import export
from policy.powers import Power
from policy.tracks import Records, Stage
from recruitment import actions, eligibility, settled, tables
from recruitment.forms.finals import DisagreeForm, GiveUpForm, ResultForm
from recruitment.forms.rounds import SeenForm
from recruitment.models import Application, Entry, Round, StageResult, Standing, Status, Vacancy
from recruitment.ranking import OUT, given_up, substitutes
from recruitment.views.frame import find_round, framed

HANDLING = (Power.RESULT_ENTER, Power.RESULT_CONFIRM)
STAGES = ("inspection", "medical")


@requires(*HANDLING)
@require_safe
def results(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everybody proposed, stage by stage in the round's order: who waits for an outcome, for a second person, for a substitute."""
    round = find_round(request, pk)
    people, rows = _proposed(request, round)
    context = framed(
        round,
        "体检" if round.is_internal else "考察和体检",
        page="round_results",
        stages=_stages(round),
        rows=rows,
        places=_free_places(people),
        published=round.notices.posted().filter(kind="proposed_hires").exists(),
        may_enter=holds(request.user, Power.RESULT_ENTER),
        may_confirm=holds(request.user, Power.RESULT_CONFIRM),
        user_pk=request.user.pk,
    )
    return render(request, "recruitment/finals/results.html", context)


@requires(*HANDLING)
@require_safe
def results_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same people as a spreadsheet."""
    round = find_round(request, pk)
    _, rows = _proposed(request, round)
    return export(request, tables.results_table(round, _stages(round), rows), filename=f"{round.title}拟聘用人选.xlsx")


def _stages(round: Round) -> list[Stage]:
    return [round.track.stage(key) for key in round.stages if round.track.stage(key).records is Records.RESULT]


def _proposed(request: SignedInRequest, round: Round) -> tuple[list[Standing], list[dict[str, Any]]]:
    """Everybody proposed, and each with their outcomes and what waits."""
    standings = Standing.objects.visible_to(request.user).filter(vacancy__round=round, proposed=True)
    people = list(
        standings.select_related("application__seat", "vacancy__line__office", "vacancy__round__scheme", "substitute_for__application")
        .prefetch_related("application__results")
        .order_by("vacancy__code", "rank", "application__seat__ticket_number")
    )
    entries = {
        entry.application_id: entry
        for entry in Entry.objects.visible_to(request.user).filter(application__round=round, stage__in=STAGES).select_related("entered_by")
    }
    return people, [_row(standing, entries.get(standing.application_id), round) for standing in people]


@requires(Power.RESULT_ENTER)
def result(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter what the 考察 or 体检 of one person ended in; another person confirms it."""
    application = _application(request, pk)
    stage = application.stage
    if stage not in STAGES or application.status != Status.ACTIVE:
        messages.error(request, "这份报名现在不在这个环节，请刷新页面，看清所在环节再办。")
        return redirect("recruitment:round_results", application.round_id)
    title = application.round.track.stage(stage).title
    rules = eligibility.rules_of(application.round)
    form = ResultForm(request.POST or None, stage=stage, rules=rules, initial={"seen": application.version})
    if form.is_valid():
        try:
            actions.enter_result(application=application, stage=stage, by=request.user, now=request.now, **form.entered)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{application.name}的{title}结果已登记，请另一位工作人员复核。")
            return redirect("recruitment:round_results", application.round_id)
    context = framed(
        application.round,
        f"登记{title}结果",
        _results(application.round_id),
        application=application,
        title=title,
        stage=stage,
        form=form,
        back=_results(application.round_id)[1],
    )
    return render(request, "recruitment/finals/result.html", context)


@requires(*HANDLING)
@require_safe
def entry(request: SignedInRequest, application: int, pk: int) -> HttpResponse:
    """What one person has entered, before the other who confirms it."""
    found = _entry(request, application, pk)
    return _show(request, found, DisagreeForm()) if isinstance(found, Entry) else found


@requires(Power.RESULT_CONFIRM)
@require_POST
def entry_confirm(request: SignedInRequest, application: int, pk: int) -> HttpResponse:
    """Another person stands for the outcome; it takes effect."""
    found = _entry(request, application, pk)
    if not isinstance(found, Entry):
        return found
    form = SeenForm(request.POST)
    try:
        if not form.is_valid():
            raise actions.Stale
        actions.confirm_entry(entry=found, by=request.user, now=request.now, **form.cleaned_data)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
        there = Entry.objects.visible_to(request.user).filter(pk=pk).exists()
        return redirect("recruitment:result_entry", application, pk) if there else _back(found)
    messages.success(request, f"{found.application.name}的{_title(found)}结果已确认：{found.get_outcome_display()}。")
    return _back(found)


@requires(Power.RESULT_CONFIRM)
@require_POST
def entry_send_back(request: SignedInRequest, application: int, pk: int) -> HttpResponse:
    """The second person does not agree; the first is told why."""
    found = _entry(request, application, pk)
    if not isinstance(found, Entry):
        return found
    form = DisagreeForm(request.POST)
    if form.is_valid():
        try:
            actions.send_back_entry(entry=found, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "已退回录入人，对方会收到您的理由。")
            return _back(found)
    return _show(request, found, form)


@requires(Power.RESULT_ENTER)
def withdrawal(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page before a 放弃 is recorded for somebody: it ends their application."""
    application = _application(request, pk)
    round = application.round
    form = GiveUpForm(request.POST or None, initial={"seen": application.version})
    title = round.track.stage(application.stage).title
    back = reverse("recruitment:round_contracts" if application.stage == "contract" else "recruitment:round_results", args=[round.pk])
    if form.is_valid():
        try:
            actions.record_withdrawal(application=application, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已登记{application.name}放弃。")
            return redirect(back)
    consequences = [
        f"{application.name}（报名序号 {application.number}）在“{title}”环节结束，不再进入以后的环节。",
        "本人会收到通知，并看到您写的说明。",
        "空出的名额按方案的规定递补或者空缺；公示以后不再递补。",
    ]
    context = framed(
        round,
        "登记放弃",
        heading=f"登记{application.name}放弃",
        consequences=consequences,
        irreversible="登记后不能恢复。",
        form=form,
        label="登记放弃",
        danger=True,
        cancel_url=back,
    )
    return render(request, "recruitment/exam/confirm.html", context)


@requires(Power.RESULT_ENTER)
def substitute(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page before the next in order is called: who left, by which rule, who comes."""
    vacancies = Vacancy.objects.visible_to(request.user).select_related("round__county", "round__intake", "round__scheme", "line__office")
    vacancy = get_object_or_404(vacancies, pk=pk)
    form = Form(request.POST if request.method == "POST" else None)
    back = _results(vacancy.round_id)[1]
    if form.is_valid():
        try:
            called = actions.substitute(vacancy=vacancy, by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已通知{'、'.join(each.application.name for each in called)}递补，请登记其考察和体检结果。")
            return redirect(back)
    selection = substitutes(vacancy)
    following = _people(request, [int(key) for key in selection.keys])
    gone = "、".join(standing.application.name for standing in given_up(vacancy))
    consequences = [
        f"{vacancy}空出名额：{gone or '没有'}。",
        *[f"按综合成绩的次序，由第 {each.standing.rank} 名{each.name}递补，综合成绩 {each.standing.composite}。" for each in following],
        "递补的人会收到通知，从下一个环节做起，同样要考察、体检和公示。",
        *([selection.tie.sentence] if selection.tie else []),
    ]
    context = framed(
        vacancy.round,
        "递补",
        _results(vacancy.round_id),
        heading=f"{vacancy}：递补",
        consequences=consequences,
        irreversible="通知发出后不能撤回。",
        form=form,
        label="通知递补",
        cancel_url=back,
    )
    return render(request, "recruitment/exam/confirm.html", context)


def _row(standing: Standing, waiting: Entry | None, round: Round) -> dict[str, Any]:
    """One person: the outcome of each stage in a word, and what waits."""
    application = standing.application
    words = {result.stage: result.get_outcome_display() for result in application.results.all() if result.stage in STAGES}
    live = application.status == Status.ACTIVE
    return {
        "standing": standing,
        "person": application,
        "outcomes": [(round.track.stage(key).title, words.get(key, "")) for key in round.stages if key in STAGES],
        "entry": waiting,
        "to_enter": live and waiting is None and application.stage in STAGES,
        "stage": application.stage,
        "word": application.get_status_display() if application.status in OUT else round.track.stage(application.stage).title,
    }


def _free_places(people: list[Standing]) -> list[dict[str, Any]]:
    """Vacancies in which somebody fell out: whether the scheme calls another, and whom."""
    vacancies = {standing.vacancy_id: standing.vacancy for standing in people if standing.application.status in OUT}
    places = []
    for vacancy in vacancies.values():
        gone = [standing for standing in people if standing.vacancy_id == vacancy.pk and standing.application.status in OUT]
        filled = {standing.substitute_for_id for standing in people}
        selection = substitutes(vacancy)
        places.append(
            {
                "vacancy": vacancy,
                "gone": [standing for standing in gone if standing.pk not in filled],
                "called": len(selection.chosen),
                "tie": selection.tie,
            }
        )
    return [place for place in places if place["gone"]]


def _show(request: SignedInRequest, found: Entry, form: DisagreeForm) -> HttpResponse:
    """What was entered; the sealed note before the two who enter and confirm, and nobody else."""
    same = found.entered_by_id == request.user.pk
    may_confirm = holds(request.user, Power.RESULT_CONFIRM)
    context = framed(
        found.application.round,
        f"复核{_title(found)}结果",
        _results(found.application.round_id),
        entry=found,
        application=found.application,
        title=_title(found),
        reason=_reason(found),
        form=form,
        one_hand=str(OneHand()) if same and may_confirm else "",
        may_confirm=may_confirm and not same,
    )
    return render(request, "recruitment/finals/entry.html", context)


def _reason(found: Entry | StageResult) -> str:
    titles = {rule.key: rule.title for rule in eligibility.rules_of(found.application.round)}
    if not found.reason:
        return ""
    return titles.get(found.reason, "不符合体检标准" if found.stage == "medical" else "其他考察不合格的情形")


def _title(found: Entry) -> str:
    return found.application.round.track.stage(found.stage).title


def _back(found: Entry) -> HttpResponse:
    return redirect("recruitment:round_results", found.application.round_id)


def _results(pk: int) -> tuple[str, str]:
    return "考察和体检", reverse("recruitment:round_results", args=[pk])


def _application(request: SignedInRequest, pk: int) -> Application:
    related = ("round__county", "round__intake", "round__scheme", "vacancy__line__office", "seat")
    applications: QuerySet[Application] = Application.objects.visible_to(request.user).submitted()
    return get_object_or_404(applications.select_related(*related), pk=pk)


def _entry(request: SignedInRequest, application: int, pk: int) -> Entry | HttpResponse:
    """The entry; or, where somebody else has settled it, the way back, with who did, when and with what conclusion."""
    related = (
        "application__round__county",
        "application__round__intake",
        "application__vacancy__line__office",
        "application__seat",
        "entered_by",
    )
    entries = Entry.objects.visible_to(request.user).filter(application=application, stage__in=STAGES)
    found: Entry | None = entries.select_related(*related).filter(pk=pk).first()
    if found is not None:
        return found
    person = _application(request, application)
    messages.error(request, settled.sentence(person, *STAGES))
    return redirect("recruitment:round_results", person.round_id)


def _people(request: SignedInRequest, keys: list[int]) -> list[Application]:
    people = Application.objects.visible_to(request.user).filter(pk__in=keys)
    return list(people.select_related("standing").order_by("standing__rank"))
