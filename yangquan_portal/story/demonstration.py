"""The demonstration: five counties at different points of the way, told around today; one of them in its appraisal year."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from datetime import time as clock_time

from bureaus import actions as bureaus
from bureaus import clock
from bureaus.acts import Impossible
from bureaus.days import working_days
from bureaus.holidays import known_days
from bureaus.models import CalendarYear, User
from policy.calendar import last_day
from policy.people import Education
from policy.powers import Role
from recruitment import actions
from recruitment.models import Application, Intake, Round, Vacancy
from staffing import actions as staffing
from staffing.models import QuotaPlan
from yangquan_portal.story import filing, planning, recruiting, serving, yearly
from yangquan_portal.story.people import Person
from yangquan_portal.story.staff import Cast, Team, engage

PASSWORD = "yanshi-Yangquan-9"  # noqa: S105 - printed to whoever runs the demonstration; refused where DEMO is off
SEED = 9
AUXILIARIES = 900  # the seed of people who never apply

DRAFT, SUBMITTED, FILED, REGISTRATION, PUBLICITY = "城区", "矿区", "郊区", "平定县", "盂县"
LONG_AGO = -440  # before the first contract of the county that is in its appraisal year
OFFICES = 6  # vacancies of a demonstration round: few enough to take in at a glance
APPLICANTS = 30
LISTED, SELECTED = 6, 2  # auxiliaries on the roster of the county that holds internal selection, and its vacancies


@dataclass(frozen=True)
class Account:
    """One line of the list of demonstration accounts."""

    username: str
    role: str
    name: str
    county: str


def demonstrate(*, now: datetime) -> None:
    """Fill an empty database: one county each at plan in draft, plan submitted, plan filed, registration open, publicity running."""
    story = _Story(now)
    with story.on(LONG_AGO) as then:
        cast = engage(password=PASSWORD, now=then)
        story.import_calendars(cast.operator)
        planning.enter_establishment(cast.teams[FILED], holds_from=clock.today(then), now=then)
        plan = story.file_plan(cast, cast.teams[FILED], then)
    story.run_a_year(cast.teams[FILED], plan)
    with story.on(-75) as then:
        filing.set_programme(cast.city, today=story.today, now=then)
        for name in (SUBMITTED, REGISTRATION, PUBLICITY):  # the county that is still drafting has not entered its own yet
            planning.enter_establishment(cast.teams[name], holds_from=clock.today(then), now=then)
        autumn = actions.open_intake(title=f"{then.year}年公开招聘（演示·第一批）", track="public", by=cast.city, now=then)
        serving.list_auxiliaries(cast.teams[PUBLICITY], count=LISTED, seed=AUXILIARIES, now=then)
        serving.list_auxiliaries(cast.teams[REGISTRATION], count=3, seed=AUXILIARIES + 1, now=then)
        serving.confirm_budget(cast.teams[PUBLICITY], now=then)
        pay = serving.offer_pay(cast.teams[PUBLICITY], effective_from=clock.today(then), now=then)
        serving.agree_pay(cast.teams[PUBLICITY], pay, now=then)
    story.run_to_publicity(cast, cast.teams[PUBLICITY], autumn)
    with story.on(-12) as then:
        current = actions.open_intake(title=f"{now.year}年公开招聘（演示·第二批）", track="public", by=cast.city, now=then)
    story.open_registration(cast, cast.teams[REGISTRATION], current)
    with story.on(-6) as then:
        team = cast.teams[SUBMITTED]
        planning.submit_plan(team, planning.draft_plan(team, year=then.year, now=then), now=then)
        sent = filing.submit_work_plan(cast.teams[FILED], year=then.year, now=then)
        filing.file_matter(sent, city=cast.city, now=then)
        filing.file_matter(filing.submit_rules(cast.teams[FILED], "management_rules", year=then.year, now=then), city=cast.city, now=then)
        filing.submit_rules(cast.teams[FILED], "appraisal_rules", year=then.year, now=then)
        staffing.note_difficulty(county=team.county, what=filing.DIFFICULTY, solver="government", by=team.clerk, now=then)
        filing.return_work_plan(filing.submit_work_plan(team, year=then.year, now=then), city=cast.city, now=then)
        serving.offer_pay(cast.teams[FILED], effective_from=clock.today(then), now=then)
    with story.on(-36) as then:
        selection = actions.open_intake(title=f"{then.year}年择优选聘（演示）", track="internal", by=cast.city, now=then)
    story.run_to_assessment(cast.teams[PUBLICITY], selection)
    with story.on(-2) as then:
        planning.add_a_post(cast.teams[FILED], now=then)
    with story.on(-1) as then:
        planning.draft_plan(cast.teams[DRAFT], year=then.year, now=then)


def accounts() -> list[Account]:
    """Everybody who can sign in to the demonstration, staff first."""
    everybody = (
        User.objects.filter(is_demo=True).select_related("county").prefetch_related("applications", "service__county").order_by("pk")
    )
    known = [user for user in everybody if user.has_usable_password()]
    staff = [user for user in known if user.role not in (Role.APPLICANT, Role.ASSISTANT)]
    staff.sort(key=lambda user: (user.county is None, user.county.code if user.county else "", user.pk))
    serving_now = [user for user in known if user.role == Role.ASSISTANT]
    applicants = [user for user in reversed(known) if user.role == Role.APPLICANT and user.applications.all()][:2]
    return [
        *(Account(user.username, Role(user.role).title, user.name, user.county.name if user.county else "阳泉市") for user in staff),
        *(Account(user.phone, Role(user.role).title, user.name, user.service.all()[0].county.name) for user in serving_now),
        *(Account(user.phone, Role(user.role).title, user.name, "") for user in applicants),
    ]


class _Story:
    """Acts on days counted from today; what lies in the future stays there."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.today = clock.today(now)
        self.dice = random.Random(SEED)  # noqa: S311 - repeatable on purpose
        self.line: Iterator[Person] = iter(())

    @contextmanager
    def on(self, days: int, hour: int = 10) -> Iterator[datetime]:
        moment = self.at(days, hour)
        with clock.standing_at(moment):
            yield moment

    def at(self, days: int, hour: int = 10) -> datetime:
        return datetime.combine(self.today + timedelta(days=days), clock_time(hour), clock.BEIJING)

    def import_calendars(self, operator: User) -> None:
        """Every year the story touches; a year whose holidays nobody has arranged yet is imported as 演示, weekends only."""
        for year in range(self.today.year - 1, self.today.year + 2):
            if CalendarYear.objects.filter(pk=year).exists():
                continue
            try:
                source, days = "国务院办公厅放假安排", known_days(year)
            except Impossible:
                source, days = "演示：只有周末休息，放假安排公布后请重新导入", []
            bureaus.import_calendar(year=year, source=source, days=days, by=operator, now=self.at(-75))

    def file_plan(self, cast: Cast, team: Team, then: datetime) -> QuotaPlan:
        plan = planning.submit_plan(team, planning.draft_plan(team, year=then.year, now=then), now=then)
        return planning.file_plan(plan, city=cast.city, now=then)

    def run_a_year(self, team: Team, plan: QuotaPlan) -> None:
        """People in service for a year, with everything that a year brings, up to an appraisal that is under way."""
        year = yearly.Year(team, today=self.today, password=PASSWORD)
        year.hire(plan)
        year.move()
        year.resign()
        year.keep_the_log()
        year.appraise()
        year.break_a_rule()
        year.praise()

    def begin_round(self, cast: Cast, team: Team, intake: Intake, days: int, *, opens: int, closes: int) -> Round:
        """A filed plan, a round on some of its offices, its announcement posted on that day."""
        with self.on(days) as then:
            plan = self.file_plan(cast, team, then)
            window = planning.Window(self.at(opens, 9), self.at(closes, 18))
            round = planning.begin_round(team, intake=intake, plan=plan, window=window, now=then, offices=OFFICES)
            planning.post(team, round, "announcement", now=then)
        round = Round.objects.select_related("county", "intake", "scheme", "plan").get(pk=round.pk)
        self.line = recruiting.eligible_people(round, SEED + round.pk)
        return round

    def open_registration(self, cast: Cast, team: Team, intake: Intake) -> None:
        """Registration since two days ago, open for six more: new, returned, refused, passed and half-reviewed applications."""
        round = self.begin_round(cast, team, intake, -9, opens=-2, closes=6)
        vacancies = recruiting.vacancies_of(round)
        with self.on(-2, 14) as then:
            handed_in = [self._register(vacancies[place % len(vacancies)], place, then) for place in range(12)]
        with self.on(-1, 10) as then:
            recruiting.return_for_correction(team, handed_in[0], now=then)
            recruiting.review(team, round, now=then, only=handed_in[1:6])
            recruiting.enter(team, handed_in[6], now=then)
        with clock.standing_at(self.now):
            account = recruiting.open_account(next(self.line), now=self.now, password=PASSWORD)
            actions.begin_application(round=round, by=account, now=self.now)

    def _register(self, vacancy: Vacancy, place: int, then: datetime) -> Application:
        person = next(self.line)
        if place == 2:
            person = replace(person, education=Education.VOCATIONAL)
        return recruiting.register(person, vacancy=vacancy, now=then, password=PASSWORD if place < 2 else None)

    def run_to_publicity(self, cast: Cast, team: Team, intake: Intake) -> None:
        """Everything up to a 公示 that was posted today."""
        round = self.begin_round(cast, team, intake, -74, opens=-66, closes=-59)
        vacancies = recruiting.vacancies_of(round)
        with self.on(-64) as then:
            for place in range(APPLICANTS):
                self._register(vacancies[place % len(vacancies)], place, then)
        with self.on(-59, 18) as then:
            actions.close_due(now=then)
        steps: list[tuple[int, Callable[[Round, Team, datetime], None]]] = [
            (-56, self._reviewed),
            (-40, self._written),
            (-30, self._interviewed),
            (-20, self._inspected),
            (-12, self._examined),
        ]
        for days, step in steps:
            round.refresh_from_db()
            with self.on(days) as then:
                step(round, team, then)
        with clock.standing_at(self.now):
            planning.post(team, round, "proposed_hires", now=self.now)

    def run_to_assessment(self, team: Team, intake: Intake) -> None:
        """Internal selection in a county that recruits in public too: one refused, one without an office, one opinion still to be given."""
        with self.on(-35) as then:
            plan = QuotaPlan.objects.in_force().get(county=team.county)
            window = planning.Window(self.at(-28, 9), self.at(-21, 18))
            round = planning.begin_round(team, intake=intake, plan=plan, window=window, now=then, offices=SELECTED)
            planning.post(team, round, "announcement", now=then)
        round = Round.objects.select_related("county", "intake", "scheme", "plan").get(pk=round.pk)
        vacancies = recruiting.vacancies_of(round)
        listed = serving.listed_people(LISTED, AUXILIARIES)
        with self.on(-26) as then:
            for place in (0, 1, 2, 4):
                password = PASSWORD if place == 4 else None
                recruiting.register(listed[place], vacancy=vacancies[place % SELECTED], now=then, password=password)
        with self.on(-21, 18) as then:
            actions.close_due(now=then)
        round.refresh_from_db()
        with self.on(-18) as then:
            recruiting.review(team, round, now=then)
            recruiting.seat(team, round, starts_at=self.at(9, 9), seed=str(SEED), now=then)
            planning.post(team, round, "exam_arrangement", now=then)
            recruiting.close(team, round, "review", now=then)
        with self.on(-3) as then:
            recruiting.assess(team, recruiting.waiting(round, "assessment")[1], marks=(90, 86, 92, 88, 95), now=then)

    def _reviewed(self, round: Round, team: Team, then: datetime) -> None:
        recruiting.review(team, round, now=then)
        recruiting.decide_openings(team, round, now=then)
        recruiting.seat(team, round, starts_at=self.at(-42, 9), seed=str(SEED), now=then)
        planning.post(team, round, "exam_arrangement", now=then)
        recruiting.close(team, round, "review", now=then)

    def _written(self, round: Round, team: Team, then: datetime) -> None:
        recruiting.score(team, round, "written_exam", recruiting.written_rows(round, self.dice), now=then)
        planning.post(team, round, "interview_list", now=then)
        over = last_day(clock.today(then), round.scheme.number("score_recheck_days"), working_days()) + timedelta(days=1)
        moment = datetime.combine(over, clock_time(9), clock.BEIJING)
        with clock.standing_at(moment):
            recruiting.close(team, round, "written_exam", now=moment)

    def _interviewed(self, round: Round, team: Team, then: datetime) -> None:
        actions.set_panel(round=round, panelists=[(f"演示考官{n}", n == 1) for n in range(1, 8)], by=team.clerk, now=then)
        recruiting.score(team, round, "interview", recruiting.interview_rows(round, self.dice), now=then)
        while recruiting.settle_ties(team, round, now=then):
            pass
        planning.post(team, round, "results", now=then)
        recruiting.close(team, round, "interview", now=then)

    def _inspected(self, round: Round, team: Team, then: datetime) -> None:
        recruiting.decide_all(team, round, "inspection", now=then)
        recruiting.close(team, round, "inspection", now=then)

    def _examined(self, round: Round, team: Team, then: datetime) -> None:
        recruiting.decide_all(team, round, "medical", now=then)
        recruiting.close(team, round, "medical", now=then)
