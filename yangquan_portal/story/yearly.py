"""A county in the middle of its appraisal year: people in service, their log and attendance, sheets at every point of the way.

Everything goes by the verbs but the many lines of the duty log, which are written in bulk as the triggers let them.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from decimal import Decimal

from bureaus import actions as bureaus
from bureaus import clock
from bureaus.days import working_days
from bureaus.models import JudicialOffice, User
from evaluation import actions
from evaluation.actions import Decision
from evaluation.grids import MonthGrid
from evaluation.models import Appraisal, AppraisalPeriod, EntryState, Leave, LogEntry, Month
from evaluation.service import last_of, month_of
from policy.appraisal import DIMENSIONS, Grade
from policy.appraisal_way import SUGGESTED_VETO_LINES, Cycle, suggested
from policy.attendance import PRESENT
from policy.calendar import months_after
from policy.duties import BY_NUMBER
from policy.identity import read_identity
from policy.powers import Role
from staffing import actions as staffing
from staffing.models import Assistant, Contract, PlanLine, QuotaPlan
from yangquan_portal.story import recruiting, serving
from yangquan_portal.story.people import Person, people
from yangquan_portal.story.staff import Team

SEED = 31
MONTHS_SERVED = 13  # before this month: the whole year that is appraised, and the month of hiring
LOGGED = 3  # whole months of log and attendance
OFFICES = (1, 2, 2, 2, 2)  # so many are hired for each of the first offices
MOVED, RUNS_OUT, PRAISED, LATE, LEFT = 1, 2, 3, 7, 8
"""By their place: who is moved, whose contract runs out, who is commended, who came only lately, who resigned."""
WORDS = {
    1: "协助调解邻里纠纷，做好记录（演示）。",
    2: "协助组织普法宣传，发放资料（演示）。",
    3: "协助接待来访群众，解答法律咨询（演示）。",
    4: "协助走访社区矫正对象，填写走访记录（演示）。",
    5: "协助走访安置帮教对象，了解就业情况（演示）。",
    6: "协助整理法治示范村材料（演示）。",
    12: "完成司法所交办的其他工作（演示）。",
}


@dataclass(frozen=True)
class Served:
    """One of those in service, and the head of the office where they were hired."""

    assistant: Assistant
    account: User
    head: User


class Year:
    """The year of one county, told by month around today."""

    def __init__(self, team: Team, *, today: date, password: str) -> None:
        self.team, self.today, self.password = team, today, password
        self.month = month_of(today)
        self.begun = self.months(-MONTHS_SERVED)
        self.dice = random.Random(SEED)  # noqa: S311 - repeatable on purpose
        self.offices = list(team.county.offices.order_by("code"))[: len(OFFICES)]
        self.heads: dict[int, User] = {}
        self.served: list[Served] = []

    def months(self, number: int) -> date:
        """The first day of a month, counted from this one."""
        return months_after(self.month, number)

    def hire(self, plan: QuotaPlan) -> None:
        """The county's people take up their posts, one of them lately; pay was agreed before."""
        now = _at(self.begun)
        with clock.standing_at(now):
            pay = serving.offer_pay(self.team, effective_from=self.begun, now=now)
            serving.agree_pay(self.team, pay, now=now)
            self._open_heads(now)
        line = people(SEED, first=date(1990, 1, 1), last=date(2000, 12, 31))
        lines = {each.office_id: each for each in plan.lines.all()}
        places = [office for office, number in zip(self.offices, OFFICES, strict=True) for _ in range(number)]
        for place, office in enumerate(places):
            first = self.months(-2) if place == LATE else self.begun
            moment = _at(first)
            with clock.standing_at(moment):
                person = replace(next(line), phone=f"1997{place:07d}")  # nobody else of the story has it
                self._hire(person, lines[office.pk], office, first, place, moment)

    def _open_heads(self, now: datetime) -> None:
        self.heads[self.offices[0].pk] = self.team.office
        for place, office in enumerate(self.offices[1:], 2):
            self.heads[office.pk] = bureaus.open_account(
                username=f"{self.team.office.username}{place}",
                name="演示所长",
                role=Role.OFFICE,
                password=self.password if place == 2 else None,  # the office that somebody left in mid-year
                county=self.team.county,
                office=office,
                is_demo=True,
                now=now,
            )

    def _hire(self, person: Person, line: PlanLine, office: JudicialOffice, first: date, place: int, now: datetime) -> None:
        account = recruiting.open_account(person, now=now, password=self.password if place == 0 else None)
        staffing.reserve(line=line, track="public", number=1, reference=f"演示岗位 {place + 1}", now=now)
        contract = staffing.prepare_contract(
            county=self.team.county,
            line=line,
            track="public",
            office=office,
            reference=f"演示聘用 {place + 1}",
            starts_on=first,
            term_months=MONTHS_SERVED + 2 if place == RUNS_OUT else 36,
            probation_months=2 if place == RUNS_OUT else 3,
            by=self.team.clerk,
            now=now,
        )
        facts = staffing.PersonFacts(
            name=person.name,
            sex=read_identity(person.id_number, self.today).sex,
            id_number=person.id_number,
            phone=person.phone,
            address="演示地址",
            education=person.education,
            school=person.school,
            major=person.major,
            account=account,
        )
        contract = staffing.sign_contract(contract=contract, person=facts, signed_on=first, by=self.team.head, now=now)
        account.refresh_from_db()
        served = Served(Assistant.objects.get(contracts=contract), account, self.heads[office.pk])
        self.served.append(served)
        self._prepare(served.assistant, first, checked=place != LATE, now=now)

    def _prepare(self, assistant: Assistant, day: date, *, checked: bool, now: datetime) -> None:
        """Training before the first duty, and a health check of all but one."""
        staffing.enter_training(
            assistant=assistant,
            held_on=day,
            topic="岗前培训（演示）",
            hours=Decimal(24),
            organiser=f"{self.team.county.justice_bureau}（演示）",
            by=self.team.clerk,
            now=now,
        )
        if checked:
            staffing.enter_health_check(assistant=assistant, checked_on=day, conclusion="fit", by=self.team.clerk, now=now)

    def move(self) -> None:
        """One is moved to the first office in mid-year."""
        moment = _at(self.months(-6) - timedelta(days=10))
        with clock.standing_at(moment):
            transfer = actions.enter_transfer(
                assistant=self.served[MOVED].assistant,
                to_office=self.offices[0],
                effective_on=self.months(-6),
                reason="所在司法所任务较重，充实力量（演示）。",
                consent="consented",
                by=self.team.clerk,
                now=moment,
            )
            actions.confirm_transfer(transfer=transfer, by=self.team.head, seen=transfer.version, now=moment)

    def keep_the_log(self) -> None:
        """Three whole months of log and attendance and what there is of this one; the first office has yet to confirm the last."""
        for number in range(-LOGGED, 1):
            month = self.months(number)
            last = min(last_of(month), self.today - timedelta(days=1))
            if last < month:
                continue
            moment = _at(last, 18)
            with clock.standing_at(moment):
                if number == 1 - LOGGED:
                    self._be_ill(month, moment)
                elif number == -1:
                    self._be_away_by_halves(month, moment)
                for office in self.offices:
                    self._fill(office, month, last, moment)
                    if number < 0 and not (number == -1 and office == self.offices[0]):
                        self._confirm(office, month, moment)
        self._ask_for_leave()

    def _fill(self, office: JudicialOffice, month: date, last: date, now: datetime) -> None:
        grid = MonthGrid(office, month)
        worked = grid.worked or {}
        days = [
            (person, cell.day, cell.kind)
            for person, cells in grid.rows
            for cell in cells
            if cell is not None and cell.day <= last and worked.get(cell.day)
        ]
        marks = {(person.pk, day): PRESENT for person, day, kind in days if not kind}
        actions.record_attendance(office=office, month=month, marks=marks, by=self.heads[office.pk], seen=grid.version, now=now)
        LogEntry.objects.bulk_create(
            self._entry(person, office, day) for person, day, kind in days if not kind and self.dice.random() < 0.35
        )

    def _entry(self, person: Assistant, office: JudicialOffice, day: date) -> LogEntry:
        number = self.dice.choice(list(WORDS))
        duty = BY_NUMBER[number]
        moment = _at(day, 17)
        return LogEntry(
            assistant=person,
            office=office,
            day=day,
            duty=number,
            measures={each.key: self.dice.randint(1, 4) for each in duty.measures},
            text=WORDS[number],
            officer="演示所长" if duty.names_officer else "",
            state=EntryState.SUBMITTED,
            written_at=moment,
            submitted_at=moment,
        )

    def _confirm(self, office: JudicialOffice, month: date, now: datetime) -> None:
        row = Month.objects.get(office=office, first_day=month)
        actions.confirm_month(office=office, month=month, by=self.heads[office.pk], seen=row.version, now=now)

    def _be_ill(self, month: date, now: datetime) -> None:
        day = next(_working_days_from(month + timedelta(days=9)))
        self._leave(self.served[0], "sick", day, day, "感冒发热（演示）", now, approved=True)

    def _be_away_by_halves(self, month: date, now: datetime) -> None:
        """Half a day of leave, and a day of it that ended at noon."""
        who, days = self.served[0], _working_days_from(month + timedelta(days=9))
        half, whole = next(days), next(days)
        self._leave(who, "personal", half, half, "下午家中有事（演示）", now, approved=True, from_noon=True)
        leave = self._leave(who, "personal", whole, whole, "家中有事，上午即办完（演示）", now, approved=True)
        early = actions.report_return(leave=leave, back_on=whole, at_noon=True, by=who.account, seen=leave.version, now=now)
        actions.decide_return(early=early, agrees=True, reason="", by=who.head, seen=early.version, now=now)

    def _ask_for_leave(self) -> None:
        moment = _at(self.today - timedelta(days=1))
        ahead = _working_days_from(self.today + timedelta(days=3))
        first, second = next(ahead), next(ahead)
        with clock.standing_at(moment):
            self._leave(self.served[MOVED], "personal", first, second, "家中有事（演示）", moment)

    def _leave(
        self,
        who: Served,
        kind: str,
        first: date,
        last: date,
        reason: str,
        now: datetime,
        *,
        approved: bool = False,
        from_noon: bool = False,
    ) -> Leave:
        leave = actions.ask_leave(
            assistant=who.assistant,
            kind=kind,
            first_day=first,
            from_noon=from_noon,
            last_day=last,
            reason=reason,
            by=who.account,
            now=now,
        )
        if approved:
            leave = actions.answer_leave(leave=leave, agrees=True, note="", by=who.head, seen=leave.version, now=now)
        return leave

    def resign(self) -> None:
        """One has resigned and left three weeks ago."""
        moment, gone = _at(self.today - timedelta(days=55)), self.today - timedelta(days=20)
        with clock.standing_at(moment):
            departure = actions.enter_departure(
                contract=Contract.objects.get(assistant=self.served[LEFT].assistant),
                ground="resigned",
                notified_on=clock.today(moment),
                last_day=gone,
                reasons="另有工作安排（演示）。",
                paper=serving.paper(self.team, "演示辞职书", now=moment),
                by=self.team.clerk,
                now=moment,
            )
            actions.confirm_departure(departure=departure, by=self.team.head, seen=departure.version, now=moment)
        with clock.standing_at(_at(gone)):
            actions.carry_out_due(now=_at(gone))

    def appraise(self) -> None:
        """A quarter that was appraised and served, and the year that is being appraised now."""
        with clock.standing_at(_at(self.begun)):
            self._agree_template(_at(self.begun))
        moment = _at(self.months(-3) + timedelta(days=4))
        with clock.standing_at(moment):
            self._finish_a_quarter(moment)
        moment = _at(self.today - timedelta(days=1), 11)
        with clock.standing_at(moment):
            self._open_the_year(moment)

    def _agree_template(self, now: datetime) -> None:
        clerk = self.team.clerk
        scheme = actions.begin_appraisal_scheme(county=self.team.county, by=clerk, now=now)
        scheme = actions.save_appraisal_scheme(
            scheme=scheme, numbers=suggested(), vetoes=SUGGESTED_VETO_LINES, by=clerk, seen=scheme.version, now=now
        )
        scheme = actions.offer_appraisal_scheme(scheme=scheme, by=clerk, seen=scheme.version, now=now)
        actions.confirm_appraisal_scheme(scheme=scheme, by=self.team.head, seen=scheme.version, now=now)

    def _finish_a_quarter(self, now: datetime) -> None:
        clerk, first = self.team.clerk, self.months(-6)
        period = self._open(Cycle.QUARTER, first, self.months(-3) - timedelta(days=1), now)
        for sheet in period.appraisals.all():
            self._mark(self._write(sheet, now), now)
        sheets = list(period.appraisals.order_by("-total", "pk"))
        decisions = {
            sheet.pk: Decision(Grade.EXCELLENT if place == 0 else Grade.COMPETENT)
            for place, sheet in enumerate(sheets)
            if not sheet.undetermined
        }
        period.refresh_from_db()
        period = actions.prepare_grades(period=period, decisions=decisions, by=clerk, seen=period.version, now=now)
        period = actions.offer_grades(period=period, by=clerk, seen=period.version, now=now)
        actions.confirm_grades(period=period, by=self.team.head, seen=period.version, now=now)
        for sheet in period.appraisals.exclude(grade=Grade.EXCELLENT).select_related("assistant"):
            actions.sign_appraisal(appraisal=sheet, by=self._account_of(sheet), seen=sheet.version, now=now)

    def _open_the_year(self, now: datetime) -> None:
        period = self._open(Cycle.YEAR, self.months(-12), self.month - timedelta(days=1), now)
        places = {who.assistant.pk: place for place, who in enumerate(self.served)}
        for sheet in period.appraisals.all():
            place = places[sheet.assistant_id]
            if place in (0, LEFT):
                continue  # the one waits for its person's words, the other for the office to enter them from paper
            sheet = self._write(sheet, now)
            if place < LATE - 1:  # the last ones wait for their office
                self._mark(sheet, now, but=self.offices[0] if place == MOVED else None)

    def _open(self, cycle: Cycle, first: date, last: date, now: datetime) -> AppraisalPeriod:
        return actions.open_period(county=self.team.county, cycle=cycle, first_day=first, last_day=last, by=self.team.clerk, now=now)

    def _write(self, sheet: Appraisal, now: datetime) -> Appraisal:
        text = "协助调解矛盾纠纷，参与普法宣传和社区矫正走访，配合做好安置帮教，服从安排，遵守纪律（演示）。"
        return actions.write_summary(appraisal=sheet, text=text, by=self._account_of(sheet), seen=sheet.version, now=now)

    def _mark(self, sheet: Appraisal, now: datetime, *, but: JudicialOffice | None = None) -> None:
        for marks in sheet.marks.exclude(office=but).select_related("office"):
            sheet.refresh_from_db()
            actions.enter_marks(
                marks=marks,
                given={key: Decimal(self.dice.randint(84, 95)) for key in DIMENSIONS},
                suggestion=Grade.COMPETENT,
                opinion="工作认真，群众满意（演示）。",
                by=self.heads[marks.office_id],
                seen=sheet.version,
                now=now,
            )

    def _account_of(self, sheet: Appraisal) -> User:
        return next(who.account for who in self.served if who.assistant.pk == sheet.assistant_id)

    def break_a_rule(self) -> None:
        """A breach that has been entered and heard, and waits for the head."""
        moment = _at(self.today - timedelta(days=2))
        with clock.standing_at(moment):
            incident = actions.enter_incident(
                assistant=self.served[4].assistant,
                day=self.today - timedelta(days=3),
                facts="值班时间离岗两小时，没有请假（演示）。",
                evidence=serving.paper(self.team, "演示考勤记录", now=moment),
                measure="reminder",
                by=self.team.clerk,
                now=moment,
            )
            actions.hear_incident(
                incident=incident,
                defence="given",
                statement="家中临时有事，没有来得及请假（演示）。",
                by=self.team.clerk,
                seen=incident.version,
                now=moment,
            )

    def praise(self) -> None:
        """A commendation that is shown to the public, and an objection to it that waits for the head."""
        yesterday = self.today - timedelta(days=1)
        proposed, posted = _at(yesterday, 9), _at(yesterday)
        with clock.standing_at(proposed):
            (row,) = actions.propose_commendations(
                assistants=[self.served[PRAISED].assistant],
                year=yesterday.year,
                award="model",
                performance="全年到岗，协助调解从不推诿（演示）。",
                achievements="协助调解纠纷 86 件，成功 82 件（演示）。",
                contribution="协助化解一起三年积案（演示）。",
                amount=None,
                paper=serving.paper(self.team, "演示表彰决定", now=proposed),
                by=self.team.clerk,
                now=proposed,
            )
        with clock.standing_at(posted):
            row = actions.post_commendation(commendation=row, by=self.team.head, seen=row.version, now=posted)
            actions.record_objection(
                shown=row,
                received_on=yesterday,
                way="phone",
                said_by="",
                text="反映协助调解的件数与台账不符（演示）。",
                by=self.team.clerk,
                now=posted,
            )


def _at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, clock_time(hour), clock.BEIJING)


def _working_days_from(day: date) -> Iterator[date]:
    """Working days, the first on or after that day."""
    is_worked = working_days()
    while True:
        if is_worked(day):
            yield day
        day += timedelta(days=1)
