"""Where a round stands: the facts `policy.gates` asks for, and what keeps its open stage from closing."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from bureaus import clock
from bureaus.days import working_days
from policy.calendar import last_day
from policy.gates import RoundFacts, blockers
from policy.scheme import problems
from recruitment.models import Application, Entry, Objection, OpeningDecision, Recheck, Round, Score, ScoreSheet, Standing, Status
from recruitment.models.rounds import OpeningOutcome
from recruitment.ranking import open_places
from staffing.models import PlanLine, PlanStatus


def what_blocks(round: Round, now: datetime, *, stage: str | None = None) -> list[str]:
    """Everything that keeps a stage (the round's open one) from closing, each as one sentence."""
    stage = stage or round.stage
    return blockers(stage, facts(round, now, stage), track=round.track)


def facts(round: Round, now: datetime, stage: str, *, posting: str | None = None) -> RoundFacts:
    """What the round knows of itself about one stage. `posting` is a kind of notice that the same act is about to post."""
    posted = {*round.notices.posted().values_list("kind", flat=True), *filter(None, [posting])}
    known = RoundFacts(now=now, posted=frozenset(posted))
    return replace(known, **(_review(round, now) if stage == "review" else _FACTS[stage](round)))


def waiting(round: Round) -> Any:
    """People in the order of merit who are not among the proposed: they wait for a place to fall free (递补)."""
    return Application.objects.filter(round=round, status=Status.ACTIVE, stage=round.track.ranked, standing__proposed=False)


def _announcement(round: Round) -> dict[str, Any]:
    notice = round.notices.filter(kind="announcement").order_by("-edition").first()
    lines = PlanLine.objects.filter(pk__in=round.vacancies.values("line")).with_use()
    reserved = round.announced_at is not None
    headcount = round.vacancies.aggregate(total=Sum("headcount"))["total"] or 0
    return {
        "plan_filed": round.plan.status == PlanStatus.FILED,
        "scheme_problems": len(problems(round.scheme.as_asked, track=round.intake.track)) + _missing_dates(round),
        "vacancies": headcount,
        "remaining_quota": headcount if reserved else sum(line.use(round.intake.track).remaining for line in lines),
        "signed_by_head": notice is not None and notice.head_signed_by_id is not None,
        "signed_by_hr": notice is not None and notice.hr_signed_by_id is not None,
    }


def _missing_dates(round: Round) -> int:
    scheme = round.scheme
    dates = [scheme.age_as_of, scheme.education_as_of, scheme.experience_as_of]
    if not round.is_internal:
        dates += [scheme.residence_as_of, scheme.birth_from, scheme.birth_to]
    return dates.count(None)


def _registration(round: Round) -> dict[str, Any]:
    return {"registration_closes_at": round.registration_closes_at}


def _review(round: Round, now: datetime) -> dict[str, Any]:
    if not round.counts_openings:
        return {**_decisions(round, "review"), "posts_without_ratio_decision": 0, "open_switches": 0, "untold_openings": 0}
    qualified = Count("applications", filter=Q(applications__status=Status.ACTIVE, applications__stage=round.after_review))
    undecided = round.vacancies.filter(opening=None).annotate(qualified=qualified)
    short = undecided.filter(qualified__lt=F("headcount") * round.scheme.number("opening_ratio"))
    switching = OpeningDecision.objects.filter(vacancy__round=round, switch_until__gt=now)
    return {
        **_decisions(round, "review"),
        "posts_without_ratio_decision": short.count(),
        "open_switches": switching.count(),
        "untold_openings": untold_openings(round).count(),
    }


def untold_openings(round: Round) -> QuerySet[OpeningDecision]:
    """Decisions other than to keep that stand in no posted notice yet."""
    told = round.notices.posted().filter(kind="opening_changes").aggregate(until=Max("prepared_at"))["until"]
    changed = OpeningDecision.objects.filter(vacancy__round=round).exclude(outcome=OpeningOutcome.KEEP)
    return changed if told is None else changed.filter(decided_at__gt=told)


def _decisions(round: Round, stage: str) -> dict[str, Any]:
    """Who waits for an outcome at the stage (a returned application too), and which outcomes wait for a second person."""
    entered = Entry.objects.filter(application__round=round, stage=stage).count()
    standing = Application.objects.filter(round=round, stage=stage, status__in=[Status.ACTIVE, Status.RETURNED]).count()
    return {"undecided": standing - entered, "unconfirmed": entered}


def _written(round: Round) -> dict[str, Any]:
    return {
        "seats_missing": Application.objects.at("written_exam").filter(round=round, seat=None).count(),
        **_scores(round, "written_exam", Application.objects.filter(round=round, seat__isnull=False)),
        "score_recheck_last_day": recheck_last_day(round, "written_exam"),
        "open_score_rechecks": _open_rechecks(round, "written_exam"),
    }


def _scores(round: Round, stage: str, expected: QuerySet[Application]) -> dict[str, Any]:
    """How far the newest sheet has come."""
    sheet = ScoreSheet.objects.filter(round=round, stage=stage).order_by("-version").first()
    confirmed = sheet is not None and sheet.confirmed_at is not None
    return {
        "scores_missing": expected.exclude(scores__sheet=sheet).count() if sheet else expected.count(),
        "scores_unconfirmed": 0 if sheet is None or confirmed else sheet.scores.count(),
        "scores_released": sheet is not None and sheet.released_at is not None,
    }


def recheck_last_day(round: Round, stage: str) -> date | None:
    """The last day on which the released scores of a stage may be asked about; None while there are none.

    :raises policy.calendar.NoCalendar: if the window reaches a year without a calendar.
    """
    released = (
        ScoreSheet.objects.filter(round=round, stage=stage).released().order_by("-version").values_list("released_at", flat=True).first()
    )
    if released is None:
        return None
    return last_day(clock.today(released), round.scheme.number("score_recheck_days"), working_days())


def _open_rechecks(round: Round, stage: str) -> int:
    return Recheck.objects.filter(application__round=round, stage=stage, answered_at=None).count()


def _assessment(round: Round) -> dict[str, Any]:
    """Whoever has passed the review is assessed; a released sheet sends each on or ends it."""
    return {
        "undecided": Application.objects.at("assessment").filter(round=round).count(),
        **_scores(round, "assessment", Application.objects.at("assessment").filter(round=round)),
        "score_recheck_last_day": recheck_last_day(round, "assessment"),
        "open_score_rechecks": _open_rechecks(round, "assessment"),
    }


def _exam(round: Round) -> dict[str, Any]:
    return {
        **_scores(round, "exam", Application.objects.at("exam").filter(round=round)),
        "score_recheck_last_day": recheck_last_day(round, "exam"),
        "open_score_rechecks": _open_rechecks(round, "exam"),
        "unsettled_ties": _ties(round),
    }


def _ties(round: Round) -> int:
    return Standing.objects.filter(vacancy__round=round, unsettled=True).values("vacancy", "rank").distinct().count()


def _interview(round: Round) -> dict[str, Any]:
    expected = Application.objects.at("interview").filter(round=round)
    missing = expected.exclude(scores__sheet__stage="interview").exists()
    fewest = (
        Score.objects.filter(sheet__round=round, sheet__stage="interview", sheet__replaced_by=None, mark="scored")
        .annotate(marks=Count("panel"))
        .order_by("marks")
        .values_list("marks", flat=True)
        .first()
    )
    return {
        **_scores(round, "interview", expected),
        # Where nobody was marked, because nobody came, the panel that was there counts.
        "panelists": round.panelists.count() if fewest is None and not missing else fewest,
        "unsettled_ties": _ties(round),
    }


def _inspection(round: Round) -> dict[str, Any]:
    return {**_decisions(round, "inspection"), "open_substitutions": open_places(round)}


def _medical(round: Round) -> dict[str, Any]:
    earlier = round.stages[round.stages.index(round.track.ranked) + 1 : round.stages.index("publicity")]
    counts = [_decisions(round, stage) for stage in earlier]
    return {
        "undecided": sum(count["undecided"] for count in counts),
        "unconfirmed": sum(count["unconfirmed"] for count in counts),
        "open_medical_rechecks": _open_rechecks(round, "medical"),
        "open_substitutions": open_places(round),
    }


def _publicity(round: Round) -> dict[str, Any]:
    notice = round.notices.posted().filter(kind="proposed_hires").order_by("-edition").first()
    return {
        "publicity_last_day": notice.last_day if notice else None,
        "open_objections": Objection.objects.filter(notice__round=round, closed_at=None).count(),
    }


def _contract(round: Round) -> dict[str, Any]:
    return {"unsigned": Application.objects.at("contract").filter(round=round).count()}


_FACTS = {
    "announcement": _announcement,
    "registration": _registration,
    "written_exam": _written,
    "interview": _interview,
    "assessment": _assessment,
    "exam": _exam,
    "inspection": _inspection,
    "medical": _medical,
    "publicity": _publicity,
    "contract": _contract,
}
