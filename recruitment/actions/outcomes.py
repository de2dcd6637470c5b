"""What released scores lead to: the shortlist, the order of merit, who is proposed and who is called next."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from bureaus import audit, outbox
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import User
from policy.powers import Power
from policy.progress import Outcome
from policy.ranking import Standing as Place
from policy.ranking import TieStep, finalists
from policy.tracks import next_stage
from recruitment.actions.moving import Ruling, settle
from recruitment.eligibility import is_preferred
from recruitment.models import Application, Round, Score, ScoreSheet, Standing, Status, Vacancy
from recruitment.ranking import extra_test_mark, given_up, headcount, merit, ranked_by, released_marks, shortlists, substitutes


@action
def shortlist_written(*, sheet: ScoreSheet, by: User, now: datetime) -> None:
    """Who enters the interview, vacancy by vacancy, with everyone tied with the last; the others are told why not.

    A corrected sheet decides anew only about those whose outcome it overturns.
    """
    round = sheet.round
    scores = list(
        sheet.scores.select_related(
            "application__applicant", "application__vacancy", "application__round__county", "application__round__intake"
        )
    )
    people = {score.application_id: score.application for score in scores}
    rulings: list[Ruling] = []
    for chosen in shortlists(round, scores).values():
        rulings += [Ruling(application=people[int(place.key)], outcome=Outcome.PASSED) for place in chosen.entered]
        rulings += [_out(people[int(place.key)], place.why) for place in chosen.left]
    _settle_anew(rulings, "written_exam", by, now)


@action
def judge_assessment(*, sheet: ScoreSheet, by: User, now: datetime) -> None:
    """Who passed the 考核 goes on to the exam; the others are told what they reached (四(一).程序: both must be passed)."""
    line = sheet.round.scheme.line("assessment_pass")
    scores = sheet.scores.select_related(
        "application__applicant", "application__vacancy", "application__round__county", "application__round__intake"
    )
    rulings = [
        Ruling(application=score.application, outcome=Outcome.PASSED)
        if score.value is not None and score.value >= line
        else _out(score.application, _not_reached(score, line), reason="assessment")
        for score in scores
    ]
    _settle_anew(rulings, "assessment", by, now)


def _not_reached(score: Score, line: Decimal) -> str:
    return "没有考核成绩" if score.value is None else f"考核成绩 {score.value} 分，未达到合格线 {line} 分"


def _settle_anew(rulings: Sequence[Ruling], stage: str, by: User, now: datetime) -> None:
    """Decide those who wait at the stage, and those whose outcome a corrected sheet overturns."""
    settle(rulings=[ruling for ruling in rulings if _waits(ruling, stage) or _overturned(ruling, stage)], stage=stage, now=now, by=by)


def _waits(ruling: Ruling, stage: str) -> bool:
    return ruling.application.status == Status.ACTIVE and ruling.application.stage == stage


def _overturned(ruling: Ruling, stage: str) -> bool:
    """Whether a corrected score turns this person's outcome round; then the stage is theirs again, as another attempt."""
    application = ruling.application
    entered = application.status == Status.ACTIVE and application.stage == next_stage(application.round.stages, stage)
    left = application.status == Status.FAILED and application.stage == stage
    if not (left if ruling.outcome is Outcome.PASSED else entered):
        return False
    application.stage, application.status = stage, Status.ACTIVE
    application.attempt += 1
    return True


@action
def rank_interviews(*, round: Round, by: User, now: datetime) -> None:
    """The order of merit of every vacancy, from the latest released sheets. Ties at the cut stay open until people settle them."""
    marks = {stage: released_marks(round, stage) for stage in ranked_by(round)}
    applications = (
        Application.objects.filter(pk__in=marks[round.track.ranked])
        .exclude(status__in=[Status.WITHDRAWN, Status.REVOKED])
        .select_related("round__scheme", "round__intake", "applicant", "vacancy")
    )
    by_vacancy: dict[int, list[Application]] = {}
    for application in applications:
        by_vacancy.setdefault(application.vacancy_id or 0, []).append(application)
    Standing.objects.filter(vacancy__round=round).delete()
    for vacancy in round.vacancies.select_related("opening"):
        _rank(round, vacancy, by_vacancy.get(vacancy.pk, []), marks)
    audit.record(by=by, verb="rank_interviews", about=round, at=now)


def _rank(round: Round, vacancy: Vacancy, applications: Sequence[Application], marks: dict[str, dict[int, Score]]) -> None:
    places = merit(round, vacancy, applications, marks)
    selection = finalists(places, vacancies=headcount(vacancy))
    tied = set(selection.tie.keys) if selection.tie else set()
    people = {application.pk: application for application in applications}
    Standing.objects.bulk_create(
        Standing(
            application=people[int(place.key)],
            vacancy=vacancy,
            written=place.contender.written,
            interview=place.contender.interview,
            assessment=place.contender.assessment,
            composite=place.contender.score,
            preferred=is_preferred(people[int(place.key)]),
            extra_test=place.contender.extra_test,
            rank=place.rank,
            tie_rule=_tie_rule(place, places, round.intake.track),
            unsettled=place.key in tied,
            proposed=place.key in selection.keys,
        )
        for place in places
    )


def _tie_rule(place: Place, places: Sequence[Place], track: str) -> str:
    """What told this person apart from others of the same composite score, in the notice's words."""
    equal = [other for other in places if other.contender.score == place.contender.score and other.key != place.key]
    if place.rank is None or place.contender.score is None or not equal:
        return ""
    if all(other.rank == place.rank for other in equal):
        return "并列"
    if any(other.contender.preferred != place.contender.preferred for other in equal):
        return TieStep.PREFERENCE.title
    if any(other.contender.written != place.contender.written for other in equal):
        return TieStep.WRITTEN.titled(track)
    return TieStep.EXTRA_TEST.title


@action
def tell_waiting_apart(*, sheet: ScoreSheet) -> None:
    """Put the marks of a late 加试 on the order of merit: its ranks stay as they were published, but the next to be called is known."""
    for score in sheet.scores.all():
        Standing.objects.filter(application=score.application_id).update(extra_test=extra_test_mark(score))


@action
def propose(*, round: Round, by: User | None, now: datetime) -> None:
    """Move the proposed on to the next stage; who is out of the ranking ends here, who is ranked lower waits for a place.

    Where the scheme knows no 递补, nobody waits: who is ranked lower ends here too.
    """
    stage = round.track.ranked
    title, waits = round.track.stage(stage).title, "substitution_rounds" in round.scheme.values
    standings = Standing.objects.filter(vacancy__round=round, application__stage=stage, application__status=Status.ACTIVE).select_related(
        "application__applicant", "application__round__county", "application__round__intake", "application__vacancy"
    )
    rulings = []
    for standing in standings:
        if standing.proposed:
            rulings.append(Ruling(application=standing.application, outcome=Outcome.PASSED))
        elif standing.rank is None:
            rulings.append(_out(standing.application, f"{title}缺考、违纪或未达到{title}合格线", reason=stage))
        elif not waits:
            rulings.append(_out(standing.application, f"综合成绩排第 {standing.rank} 名，未进入选聘名额", reason=stage))
    settle(rulings=rulings, stage=stage, now=now, by=by)


@action
def give_up(*, application: Application, sentence: str, by: User, now: datetime) -> None:
    """End an application by its person's will (放弃). Where that leaves a tie to be settled by fewer people, they are ranked anew."""
    tied = Standing.objects.filter(application=application, unsettled=True).exists()
    application.entries.all().delete()  # nobody confirms any more what was entered
    settle(rulings=[Ruling(application=application, outcome=Outcome.WITHDREW, sentence=sentence)], stage=application.stage, now=now, by=by)
    if tied:
        rank_interviews(round=application.round, by=by, now=now)


@action
def substitute(*, vacancy: Vacancy, by: User, now: datetime) -> list[Standing]:
    """Call the next in order of merit (递补) for the places that fell free, as the round's scheme allows.

    :raises Impossible: when nobody waits, or a tie must first be settled by people.
    """
    round = Round.objects.select_related("county", "intake", "scheme").locked(vacancy.round_id)
    require(by, Power.RESULT_ENTER, about=round)
    if round.notices.posted().filter(kind="proposed_hires").exists():
        raise Impossible("拟聘用人员已经公示，不再递补。")
    vacancy = Vacancy.objects.select_related("round__scheme", "opening").get(pk=vacancy.pk)
    selection = substitutes(vacancy)
    if selection.tie is not None:
        raise Impossible(selection.tie.sentence)
    if not selection.chosen:
        raise Impossible("没有可以递补的人员，或者方案规定不再递补。")
    called = []
    for place, left in zip(selection.chosen, given_up(vacancy), strict=False):
        standing = Standing.objects.select_related(
            "application__applicant", "application__round__county", "application__round__intake", "application__vacancy"
        ).get(application_id=place.key)
        standing.proposed, standing.substitute_for = True, left
        standing.save()
        ruling = Ruling(application=standing.application, outcome=Outcome.PASSED)
        settle(rulings=[ruling], stage=round.track.ranked, now=now, by=by, letter=False)
        outbox.tell("substitute_called", to=standing.application.applicant, about=standing.application, due=now)
        audit.record(by=by, verb="substitute", about=standing.application, at=now, instead_of=left.application_id)
        called.append(standing)
    return called


def _out(application: Application, why: str, *, reason: str = "written_exam") -> Ruling:
    clause = application.round.track.stage(reason).ref
    return Ruling(application=application, outcome=Outcome.FAILED, reason=reason, clause=clause, sentence=f"{why}。")
