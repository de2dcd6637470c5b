"""What a public notice tells: its rows by vacancy, and what must be there before it can be drawn up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from policy.appraisal import DIMENSIONS
from policy.duties import DUTIES
from policy.rules import Effect
from policy.scheme import dimension_weights
from recruitment.eligibility import prefers, rules_of
from recruitment.figures import public
from recruitment.models import Application, Round, Score, ScoreSheet, Standing, Status, Vacancy
from recruitment.progress import untold_openings
from recruitment.ranking import marks_of
from recruitment.registration import required_of
from staffing.safeguards import in_force, pay_sentence

Needs = Callable[[Round], list[tuple[bool, str]]]


@dataclass
class Group:
    """The rows of one vacancy."""

    vacancy: Vacancy
    rows: list[dict[str, Any]] = field(default_factory=list)


def ready(round: Round, kind: str) -> list[str]:
    """What is still missing before a notice of this kind can be drawn up, in the clerk's words."""
    return [sentence for holds, sentence in _NEEDS[kind](round) if not holds]


def context(round: Round, kind: str, *, on: date) -> dict[str, Any]:
    """Everything the notice's template may print. Public lists hold no ID number, not even masked.

    Pay is what the scheme in force `on` the day of drawing up says; without one no figure is printed (四(三).待遇).
    """
    rules = rules_of(round)
    pay = in_force(round.county, on)
    vacancies = _vacancies(round)
    return {
        "round": round,
        "county": round.county,
        "scheme": round.scheme,
        "track": round.track,
        "stages": [round.track.stage(key) for key in round.stages],
        "vacancies": vacancies,
        "headcount": sum(vacancy.headcount for vacancy in vacancies),
        "conditions": [rule for rule in rules if rule.effect is Effect.REQUIRES],
        "bars": [rule for rule in rules if rule.effect is Effect.BARS],
        "preferences": prefers(round),
        "duties": DUTIES,
        "pay": pay,
        "pay_sentence": pay_sentence(pay) if pay else "",
        "site": getattr(round, "site", None),
        "exam": round.track.stage(round.track.sat).title,
        "papers": [str(kind.label) for kind in required_of(round)],
        "dimensions": [
            (dimension.title, weight) for dimension, weight in zip(DIMENSIONS.values(), _dimension_weights(round), strict=False)
        ],
        "passed_through": "、".join(round.track.stage(key).title for key in round.stages[1:-2]),
        "groups": _GROUPS[kind](round) if kind in _GROUPS else [],
    }


def _dimension_weights(round: Round) -> Sequence[int]:
    return list(dimension_weights(round.scheme.values).values()) if round.is_internal else []


def _vacancies(round: Round) -> list[Vacancy]:
    return list(round.vacancies.select_related("line__office", "opening"))


def _needs_vacancies(round: Round) -> list[tuple[bool, str]]:
    return [(round.vacancies.exists(), "还没有填写招聘岗位，请至少填写 1 个岗位。")]


def _needs_seats(round: Round) -> list[tuple[bool, str]]:
    site = getattr(round, "site", None)
    return [(site is not None and site.allocated_at is not None, "还没有编排考场，请先编排考场。")]


def _needs_openings(round: Round) -> list[tuple[bool, str]]:
    return [(untold_openings(round).exists(), "没有新的核减、取消或者保留的决定要公布。")]


def _openings(round: Round) -> list[Group]:
    """The decisions no posted notice tells of. Fewer than three people are not told apart."""
    decisions = untold_openings(round).select_related("vacancy__line__office").order_by("vacancy__code")
    return [Group(decision.vacancy, [{"decision": decision, "qualified": public(decision.qualified)}]) for decision in decisions]


def _needs_scores(stage: Callable[[Round], str]) -> Needs:
    def needs(round: Round) -> list[tuple[bool, str]]:
        released = ScoreSheet.objects.released().filter(round=round, stage=stage(round)).exists()
        unsettled = stage(round) == round.track.ranked and Standing.objects.filter(vacancy__round=round, unsettled=True).exists()
        return [
            (released, "成绩还没有经县（区）人社局同意发布，请人社局办理。"),
            (not unsettled, "还有末位并列没有定下来，请组织加试并登记成绩。"),
        ]

    return needs


def _needs_finalists(round: Round) -> list[tuple[bool, str]]:
    """One list names everybody: nobody may reach the 公示 after it was posted."""
    examined = Application.objects.filter(round=round, stage__in=["inspection", "medical"], status=Status.ACTIVE).exists()
    before = "、".join(round.track.stage(key).title for key in round.stages[round.stages.index(round.track.ranked) : -2])
    return [(round.stage == "publicity" and not examined, f"{before}还没有全部结束，结束后才能公示。")]


def _needs_hires(round: Round) -> list[tuple[bool, str]]:
    unsigned = Application.objects.at("contract").filter(round=round).exists()
    return [
        (round.stage == "contract", "还没有进入签订合同环节。"),
        (not unsigned, "还有拟聘用人员没有签订合同，签完后再公布聘用结果。"),
    ]


_NEEDS: dict[str, Needs] = {
    "announcement": _needs_vacancies,
    "opening_changes": _needs_openings,
    "exam_arrangement": _needs_seats,
    "interview_list": _needs_scores(lambda round: round.track.sat),
    "results": _needs_scores(lambda round: round.track.ranked),
    "proposed_hires": _needs_finalists,
    "hires": _needs_hires,
}


def _written(round: Round) -> list[Group]:
    sheet = ScoreSheet.objects.released().filter(round=round, stage="written_exam").order_by("-version").first()
    scores = Score.objects.filter(sheet=sheet).select_related("application__seat").prefetch_related("application__results")
    groups = {vacancy.pk: Group(vacancy) for vacancy in _vacancies(round)}
    for score in sorted(scores, key=lambda score: (-(score.value or 0), score.application.seat.ticket_number)):
        outcomes = [result.outcome for result in score.application.results.all() if result.stage == "written_exam"]
        entered = outcomes[-1:] == ["passed"]  # the last attempt: a corrected score may have turned the first one round
        groups[score.application.vacancy_id or 0].rows.append(
            {
                "ticket_number": score.application.seat.ticket_number,
                "written": score.value,
                "mark": score.get_mark_display(),
                "entered": entered,
            }
        )
    return [group for group in groups.values() if group.rows]


def _standings(round: Round, **only: Any) -> list[Group]:
    groups = {vacancy.pk: Group(vacancy) for vacancy in _vacancies(round)}
    standings = Standing.objects.filter(vacancy__round=round, **only).select_related("application__seat")
    for standing in sorted(standings, key=lambda each: (each.rank is None, each.rank or 0, each.application.seat.ticket_number)):
        groups[standing.vacancy_id].rows.append(
            {
                "name": standing.application.name,
                "sex": standing.application.sex,
                "ticket_number": standing.application.seat.ticket_number,
                "marks": marks_of(standing, round),
                "composite": standing.composite,
                "rank": standing.rank,
                "tie_rule": standing.tie_rule,
                "proposed": standing.proposed,
            }
        )
    return [group for group in groups.values() if group.rows]


_GROUPS: dict[str, Callable[[Round], list[Group]]] = {
    "opening_changes": _openings,
    "interview_list": _written,
    "results": _standings,
    "proposed_hires": lambda round: _standings(round, application__stage="publicity", application__status=Status.ACTIVE),
    "hires": lambda round: _standings(round, application__status=Status.HIRED),
}
