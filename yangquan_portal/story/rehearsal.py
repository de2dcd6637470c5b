"""The rehearsal: two counties recruit in public in the spring of 2024, through every stage, by the real actions."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from datetime import time as clock_time
from typing import Any

from bureaus import audit, clock
from policy.people import Education
from recruitment import actions
from recruitment.models import Application, Intake, Round, Status
from recruitment.models.notices import ObjectionOutcome
from staffing.models import Contract, LedgerEntry, LedgerKind
from yangquan_portal.founding import enter_calendars
from yangquan_portal.story import planning, recruiting
from yangquan_portal.story.people import Person, people
from yangquan_portal.story.staff import Cast, Team, engage

COUNTIES = ("平定县", "盂县")
FEWEST = 60  # with fewer people not every vacancy could come to a ranking


@dataclass
class Rehearsal:
    """What came of it: people still in when each stage closed, hires, seconds spent in each stage."""

    track: str
    applicants: int
    counts: dict[str, int] = field(default_factory=dict)
    hires: int = 0
    audit_ok: bool = False
    seconds: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "track": self.track,
            "applicants": self.applicants,
            "counts": self.counts,
            "hires": self.hires,
            "audit_ok": self.audit_ok,
            "seconds": {stage: round(spent, 2) for stage, spent in self.seconds.items()},
        }


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """An instant of the rehearsal's spring."""
    return datetime.combine(date(2024, month, day), clock_time(hour, minute), clock.BEIJING)


def rehearse_public(*, applicants: int, seed: int) -> Rehearsal:
    """Drive a synthetic round of `applicants` people through every stage; the same seed gives the same counts."""
    report = Rehearsal("public", applicants)
    dice = random.Random(seed)  # noqa: S311 - repeatable on purpose
    cast, intake, rounds = _announce(report)
    teams = {round.pk: cast.teams[round.county.name] for round in rounds}
    _register(report, rounds, teams, applicants, seed, dice)
    _review(report, rounds, teams)
    _written(report, rounds, teams, dice)
    _interview(report, rounds, teams, dice)
    _finals(report, rounds, teams)
    _contracts(report, rounds, teams)
    with clock.standing_at(at(6, 14)):
        actions.close_intake(intake=intake, by=cast.city, now=at(6, 14))
    report.hires = _hires(rounds)
    report.audit_ok = audit.verify() is None
    return report


@contextmanager
def _stage(report: Rehearsal, stage: str, rounds: list[Round], moment: datetime) -> Iterator[datetime]:
    """Hold the clock at `moment`, and book people and seconds of a stage when it is done."""
    started = time.perf_counter()
    with clock.standing_at(moment):
        yield moment
    report.seconds[stage] = report.seconds.get(stage, 0) + time.perf_counter() - started
    report.counts[stage] = sum(recruiting.still_in(round) for round in rounds)


def _announce(report: Rehearsal) -> tuple[Cast, Intake, list[Round]]:
    with _stage(report, "announcement", [], at(3, 1)) as now:
        cast = engage(password=None, now=now)
        enter_calendars(range(2024, 2026), by=cast.operator, now=now)
        intake = actions.open_intake(title="2024年春季公开招聘（演示）", track="public", by=cast.city, now=now)
        window = planning.Window(at(3, 18, 9), at(3, 25, 18))
        rounds = []
        for name in COUNTIES:
            team = cast.teams[name]
            plan = planning.submit_plan(team, planning.draft_plan(team, year=2024, now=now), now=now)
            plan = planning.file_plan(plan, city=cast.city, now=now)
            rounds.append(planning.begin_round(team, intake=intake, plan=plan, window=window, now=now))
    with _stage(report, "announcement", [], at(3, 8)) as now:
        for round in rounds:
            planning.post(cast.teams[round.county.name], round, "announcement", now=now)
    return cast, intake, [_fresh(round) for round in rounds]


def _register(report: Rehearsal, rounds: list[Round], teams: dict[int, Team], applicants: int, seed: int, dice: random.Random) -> None:
    """Most are eligible; some are too old, some have no 大专, some declare a bar; a few give up and apply to the other county."""
    line = recruiting.eligible_people(rounds[0], seed)
    older = people(seed + 1, first=date(1970, 1, 1), last=date(1980, 1, 1))
    vacancies = [
        vacancy
        for round in rounds
        for vacancy in round.vacancies.select_related("round__scheme", "round__intake", "round__county").order_by("code")
    ]
    places = [vacancy for vacancy in vacancies for _ in range(vacancy.headcount)]
    submitted: list[tuple[Person, Application]] = []
    with _stage(report, "registration", rounds, at(3, 19, 10)) as now:
        for place in range(applicants):
            chance = dice.random()
            person = next(older) if chance < 0.03 else next(line)
            if 0.03 <= chance < 0.06:
                person = replace(person, education=Education.VOCATIONAL)
            declared = {"bad_credit": True} if 0.06 <= chance < 0.08 else None
            vacancy = places[place % len(places)]
            submitted.append((person, recruiting.register(person, vacancy=vacancy, now=now, declared=declared)))
    with _stage(report, "registration", rounds, at(3, 20, 10)) as now:
        for person, application in submitted[:: max(len(submitted) // 8, 1)]:
            if application.round_id == rounds[0].pk:
                _change_county(person, application, rounds[1], now)
    with _stage(report, "registration", rounds, at(3, 25, 18)) as now:
        actions.close_due(now=now)


def _change_county(person: Person, application: Application, round: Round, now: datetime) -> None:
    """Give up one application and hand in another in the other county: one live application at a time."""
    account = application.applicant
    actions.withdraw(application=application, reason="改报其他县（区）", by=account, seen=application.version, now=now)
    recruiting.apply_for(person, account=account, vacancy=recruiting.vacancies_of(round)[0], now=now)


def _review(report: Rehearsal, rounds: list[Round], teams: dict[int, Team]) -> None:
    with _stage(report, "review", rounds, at(3, 27)) as now:
        for round in rounds:
            team = teams[round.pk]
            round.refresh_from_db()
            first = recruiting.waiting(round, "review")[0]
            recruiting.return_for_correction(team, first, now=now)
            recruiting.review(team, round, now=now)
            recruiting.decide_openings(team, round, now=now)
            recruiting.seat(team, round, starts_at=at(4, 13), seed=f"rehearsal-{round.county.code}", now=now)
            planning.post(team, round, "exam_arrangement", now=now)
            recruiting.close(team, round, "review", now=now)


def _written(report: Rehearsal, rounds: list[Round], teams: dict[int, Team], dice: random.Random) -> None:
    with _stage(report, "written_exam", rounds, at(4, 16)) as now:
        for round in rounds:
            round.refresh_from_db()
            recruiting.score(teams[round.pk], round, "written_exam", recruiting.written_rows(round, dice), now=now)
            planning.post(teams[round.pk], round, "interview_list", now=now)
    with _stage(report, "written_exam", rounds, at(4, 22)) as now:
        for round in rounds:
            recruiting.close(teams[round.pk], round, "written_exam", now=now)


def _interview(report: Rehearsal, rounds: list[Round], teams: dict[int, Team], dice: random.Random) -> None:
    with _stage(report, "interview", rounds, at(4, 28)) as now:
        for round in rounds:
            team = teams[round.pk]
            round.refresh_from_db()
            panel = [(f"演示考官{number}", number == 1) for number in range(1, 8)]
            actions.set_panel(round=round, panelists=panel, by=team.clerk, now=now)
            recruiting.score(team, round, "interview", recruiting.interview_rows(round, dice), now=now)
            while recruiting.settle_ties(team, round, now=now):
                pass
            planning.post(team, round, "results", now=now)
            recruiting.close(team, round, "interview", now=now)


def _finals(report: Rehearsal, rounds: list[Round], teams: dict[int, Team]) -> None:
    """One gives up before the 考察, one fails the 体检: both places go to the next in line, who go through both."""
    with _stage(report, "inspection", rounds, at(5, 8)) as now:
        for round in rounds:
            team = teams[round.pk]
            leaver = recruiting.waiting(round, "inspection")[0]
            actions.record_withdrawal(application=leaver, reason="本人书面声明放弃", by=team.clerk, seen=leaver.version, now=now)
            recruiting.substitute(team, round, now=now)
            recruiting.decide_all(team, round, "inspection", now=now)
            recruiting.close(team, round, "inspection", now=now)
    with _stage(report, "medical", rounds, at(5, 15)) as now:
        for round in rounds:
            team = teams[round.pk]
            unfit = recruiting.waiting(round, "medical")[-1].pk
            recruiting.decide_all(team, round, "medical", now=now, failing=[unfit], sentence="体检结论为不合格，可在7日内申请复检一次。")
            while recruiting.substitute(team, round, now=now):
                recruiting.decide_all(team, round, "inspection", now=now)
                recruiting.decide_all(team, round, "medical", now=now)
            recruiting.close(team, round, "medical", now=now)
    with _stage(report, "publicity", rounds, at(5, 17)) as now:
        for round in rounds:
            planning.post(teams[round.pk], round, "proposed_hires", now=now)
    with _stage(report, "publicity", rounds, at(5, 20)) as now:
        for round, outcome in zip(rounds, (ObjectionOutcome.UNFOUNDED, ObjectionOutcome.UPHELD), strict=True):
            notice = round.notices.posted().get(kind="proposed_hires")
            named = recruiting.waiting(round, "publicity")[0]
            objection = actions.receive_objection(notice=notice, text="演示异议", contact="", now=now, application=named)
            actions.close_objection(objection=objection, outcome=outcome, finding="演示核查", by=teams[round.pk].clerk, now=now)
    with _stage(report, "publicity", rounds, at(5, 29)) as now:
        for round in rounds:
            recruiting.close(teams[round.pk], round, "publicity", now=now)


def _contracts(report: Rehearsal, rounds: list[Round], teams: dict[int, Team]) -> None:
    with _stage(report, "contract", rounds, at(6, 3)) as now:
        for round in rounds:
            team = teams[round.pk]
            round.refresh_from_db()
            recruiting.sign_all(team, round, starts_on=date(2024, 6, 3), signed_on=date(2024, 6, 3), now=now)
            planning.post(team, round, "hires", now=now)
            recruiting.close(team, round, "contract", now=now)


def _hires(rounds: list[Round]) -> int:
    """The hired, who must be as many as the ledger's filled rows and the signed contracts.

    :raises Unequal: when they are not.
    """
    hired = Application.objects.filter(round__in=rounds, status=Status.HIRED).count()
    filled = LedgerEntry.objects.filter(kind=LedgerKind.FILLED).count()
    signed = Contract.objects.signed().count()
    if not hired == filled == signed:
        raise Unequal(f"聘用 {hired} 人，台账已聘用 {filled} 条，已签合同 {signed} 份，三者应当相等。")
    return hired


class Unequal(RuntimeError):
    """The ledger and the contracts do not tell of the same people."""


def _fresh(round: Round) -> Round:
    return Round.objects.select_related("county", "intake", "scheme", "plan").get(pk=round.pk)
