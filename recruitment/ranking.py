"""Shortlists, orders of merit and substitutes of a round, as `policy.ranking` decides them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import QuerySet

from policy.progress import Outcome
from policy.ranking import Contender, Selection, SelectionLines, Shortlist, interview_line, next_in_line, order, shortlist
from policy.ranking import Standing as Place
from policy.revocation import cause
from policy.scheme import may_substitute
from policy.scoring import composite, selection_composite
from recruitment.eligibility import is_preferred
from recruitment.models import Application, Mark, Round, Score, ScoreSheet, Standing, Status, Vacancy

OUT = (Status.FAILED, Status.REJECTED, Status.WITHDRAWN, Status.REVOKED, Status.CANCELLED)


def headcount(vacancy: Vacancy) -> int:
    """How many the vacancy takes after the opening-ratio decision."""
    opening = getattr(vacancy, "opening", None)
    return vacancy.headcount if opening is None else opening.headcount


def shortlists(round: Round, scores: Iterable[Score]) -> dict[Vacancy, Shortlist]:
    """Who enters the interview for each vacancy, by the scores of a sheet of the written exam. The revoked take no place."""
    contenders: dict[int, list[Contender]] = {}
    for score in scores:
        if score.application.status == Status.REVOKED:
            continue
        contender = Contender(key=score.application_id, written=score.value, violation=score.mark == Mark.VIOLATION)
        contenders.setdefault(score.application.vacancy_id or 0, []).append(contender)
    return {
        vacancy: shortlist(
            contenders.get(vacancy.pk, []),
            vacancies=headcount(vacancy),
            ratio=round.scheme.number("interview_ratio"),
            pass_line=round.scheme.line("written_pass"),
        )
        for vacancy in round.vacancies.select_related("opening", "line__office")
    }


def merit(
    round: Round, vacancy: Vacancy, applications: Iterable[Application], marks: Mapping[str, Mapping[int, Score]]
) -> tuple[Place, ...]:
    """The order of merit of one vacancy. `marks` are released scores by stage and application."""
    contenders = [_contender(round, application, marks) for application in applications]
    if round.is_internal:
        lines = SelectionLines(round.scheme.line("assessment_pass"), round.scheme.line("written_pass"))
        return order(contenders, round.scheme.tie_order, selection=lines)
    came = sum(contender.interview is not None for contender in contenders)
    line = interview_line(
        came,
        headcount(vacancy),
        interview_pass=round.scheme.line("interview_pass"),
        no_competition_pass=round.scheme.line("no_competition_pass"),
    )
    return order(contenders, round.scheme.tie_order, interview_pass=line)


def _contender(round: Round, application: Application, marks: Mapping[str, Mapping[int, Score]]) -> Contender:
    written = _value(marks, round.track.sat, application)
    sat = marks[round.track.ranked].get(application.pk)
    interview = assessment = score = None
    if round.is_internal:
        assessment = _value(marks, "assessment", application)
        if written is not None and assessment is not None:
            scheme = round.scheme
            score = selection_composite(
                assessment, written, assessment_weight=scheme.number("weight_assessment"), exam_weight=scheme.number("weight_written")
            )
    else:
        interview = _value(marks, "interview", application)
        if written is not None and interview is not None:
            score = composite(written, interview, round.scheme.weights)
    return Contender(
        key=application.pk,
        written=written,
        interview=interview,
        assessment=assessment,
        score=score,
        violation=sat is not None and sat.mark == Mark.VIOLATION,
        preferred=is_preferred(application),
        extra_test=extra_test_mark(marks["extra_test"].get(application.pk)),
    )


def _value(marks: Mapping[str, Mapping[int, Score]], stage: str, application: Application) -> Decimal | None:
    score = marks[stage].get(application.pk)
    return None if score is None else score.value


def released_marks(round: Round, stage: str) -> dict[int, Score]:
    """Released scores by application. Every 加试 counts, a later one over an earlier; of the others only the latest version."""
    sheets = ScoreSheet.objects.released().filter(round=round, stage=stage).order_by("version")
    if stage != "extra_test":
        sheets = sheets[max(len(sheets) - 1, 0) :]
    return {score.application_id: score for sheet in sheets for score in sheet.scores.all() if score.mark in Mark.values}


def ranked_by(round: Round) -> tuple[str, ...]:
    """The stages whose scores make the order of merit."""
    return (*round.track.weighed, "extra_test")


def extra_test_mark(score: Score | None) -> Decimal | None:
    """Who was called to the 加试 and did not come, or broke its rules, counts as zero there: the others are not held up."""
    return None if score is None else score.value or Decimal(0)


def substitutes(vacancy: Vacancy, *, without: Application | None = None) -> Selection:
    """Who would be called now for the places of this vacancy that have fallen free; or if `without` had lost the qualification."""
    standings = _standings(vacancy)
    for standing in standings:
        if without is not None and standing.application_id == without.pk:
            standing.application.status = Status.REVOKED
    places = [Place(_standing_contender(standing), standing.rank) for standing in standings]
    holding = {standing.application_id for standing in standings if standing.proposed and standing.application.status not in OUT}
    out = {standing.application_id for standing in standings if standing.application.status in OUT}
    free = len(_given_up(vacancy, standings))
    return next_in_line(places, vacancy.round.scheme.tie_order, vacancies=len(holding) + free, holding=holding, out=out)


def tied(round: Round) -> set[int]:
    """Whom a 加试 must tell apart: those at the cut of the order of merit, and later those among whom one is to be called (递补)."""
    if round.stage == round.track.ranked:
        unsettled = Standing.objects.filter(vacancy__round=round, unsettled=True, application__status=Status.ACTIVE)
        return set(unsettled.values_list("application", flat=True))
    selections = [substitutes(vacancy) for vacancy in _with_finalists(round)]
    return {int(key) for selection in selections if selection.tie for key in selection.tie.keys}


def _standing_contender(standing: Standing) -> Contender:
    return Contender(
        key=standing.application_id,
        written=standing.written,
        interview=standing.interview,
        assessment=standing.assessment,
        score=standing.composite,
        preferred=standing.preferred,
        extra_test=standing.extra_test,
    )


FIELD_OF = {"written_exam": "written", "exam": "written", "interview": "interview", "assessment": "assessment"}
"""Where the score of a stage stands in the order of merit."""


def marks_of(standing: Standing, round: Round) -> list[tuple[str, Decimal | None]]:
    """The two scores of the composite as (title of the stage, score), in the track's order."""
    return [(round.track.stage(key).title, getattr(standing, FIELD_OF[key])) for key in round.track.weighed]


def given_up(vacancy: Vacancy) -> list[Standing]:
    """Whose places may be filled by 递补: lost for a cause in which the scheme allows it, within its number of rounds, not yet filled."""
    return _given_up(vacancy, _standings(vacancy))


def _given_up(vacancy: Vacancy, standings: list[Standing]) -> list[Standing]:
    values = vacancy.round.scheme.values
    filled = {standing.substitute_for_id for standing in standings}
    gone = [standing for standing in standings if standing.proposed and standing.application.status in OUT and standing.pk not in filled]
    return [standing for standing in gone if may_substitute(values, _cause(standing), rounds_held=_rounds_held(standing))]


def _standings(vacancy: Vacancy) -> list[Standing]:
    return list(
        Standing.objects.filter(vacancy=vacancy).select_related("application", "substitute_for").prefetch_related("application__results")
    )


def _rounds_held(standing: Standing) -> int:
    """0 for a place that falls free for the first time, 1 when it is a substitute who leaves, and so on."""
    return 0 if standing.substitute_for is None else 1 + _rounds_held(standing.substitute_for)


def _cause(standing: Standing) -> str:
    if standing.application.status == Status.REVOKED:
        return cause(standing.application.stage)
    last = max(standing.application.results.all(), key=lambda result: result.pk, default=None)
    if last is None or last.outcome == Outcome.WITHDREW:
        return "withdrawal"
    return last.stage if last.stage in ("inspection", "medical") else "publicity"


def open_places(round: Round) -> int:
    """Places that fell free and for which somebody waits who has not been called."""
    return sum(_waits(substitutes(vacancy)) for vacancy in _with_finalists(round))


def _with_finalists(round: Round) -> QuerySet[Vacancy]:
    return Vacancy.objects.filter(round=round, standings__proposed=True).distinct().select_related("round__scheme")


def _waits(selection: Selection) -> int:
    return len(selection.chosen) + (1 if selection.tie else 0)
