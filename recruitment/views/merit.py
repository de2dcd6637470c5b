"""The order of merit and the interview list."""

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bureaus.access import holds, requires
from bureaus.requests import SignedInRequest
from documents.exports import export
from policy.powers import Power
from policy.ranking import Tie, TieStep
from recruitment import spreadsheets
from recruitment.models import Application, Round, Score, Standing
from recruitment.ranking import headcount, marks_of
from recruitment.views.frame import find_round, framed


@requires(Power.ROUND_VIEW)
@require_safe
def merit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Each vacancy's order: scores, composite, rank, what told equals apart, and the ties that people must settle."""
    round = find_round(request, pk)
    groups = [_group(list(group), round) for _, group in groupby(_standings(request, round), key=lambda standing: standing.vacancy_id)]
    context = framed(
        round,
        "综合成绩及名次",
        page="merit",
        groups=groups,
        shares=round.scheme.shares,
        tie_order=round.scheme.tie_titles,
        unsettled=any(group["tie"] for group in groups),
        may_enter=holds(request.user, Power.SCORE_ENTER),
    )
    return render(request, "recruitment/exam/merit.html", context)


@requires(Power.ROUND_VIEW)
@require_safe
def merit_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The order of merit as a spreadsheet."""
    round = find_round(request, pk)
    table = spreadsheets.merit_table(round, _standings(request, round))
    return export(request, table, filename=f"{round.title}综合成绩及名次.xlsx")


@requires(Power.ROUND_VIEW)
@require_safe
def interview_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who enters the interview, as a spreadsheet with room to sign."""
    round = find_round(request, pk)
    people = Application.objects.visible_to(request.user).at("interview").filter(round=round)
    written = {
        score.application_id: score.value
        for score in Score.objects.visible_to(request.user).filter(
            sheet__round=round, sheet__stage="written_exam", sheet__released_at__isnull=False, sheet__replaced_by=None
        )
    }
    found = people.select_related("seat", "vacancy__line__office").order_by("vacancy__code", "seat__ticket_number")
    back = reverse("recruitment:round_exam", args=[pk])
    return export(request, spreadsheets.interview_table(round, found, written), filename=f"{round.title}面试名单.xlsx", back=back)


def _standings(request: SignedInRequest, round: Round) -> Any:
    standings = Standing.objects.visible_to(request.user).filter(vacancy__round=round)
    related = ("application__seat", "vacancy__line__office", "vacancy__opening", "substitute_for__application")
    return standings.select_related(*related).order_by("vacancy__code", "rank", "application__seat__ticket_number")


def _group(standings: list[Standing], round: Round) -> dict[str, Any]:
    for standing in standings:
        standing.marks = marks_of(standing, round)  # type: ignore[attr-defined]  # for the page alone
    vacancy = standings[0].vacancy
    tied = [standing for standing in standings if standing.unsettled]
    places = headcount(vacancy)
    tie = None
    if tied:
        step = TieStep.EXTRA_TEST
        tie = Tie(
            tuple(standing.application_id for standing in tied), tied[0].rank or 0, places - sum(each.proposed for each in standings), step
        )
    return {"vacancy": vacancy, "places": places, "rows": standings, "tie": tie}
