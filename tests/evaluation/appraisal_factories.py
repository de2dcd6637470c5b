"""Plain factories of an appraisal: a county with people in service, its template, and a period at each step of the way."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from bureaus import clock
from bureaus.models import User
from evaluation import actions
from evaluation.actions import Decision
from evaluation.models import Appraisal, AppraisalPeriod, AppraisalScheme
from policy.appraisal import Grade
from policy.appraisal_way import SUGGESTED_VETO_LINES, Cycle, suggested
from policy.powers import Role
from staffing.models import Assistant, Posting
from tests.staffing.factories import make_assistant, make_county, make_filed_plan, make_user, staff

THEN = datetime(2025, 1, 6, 9, 0, tzinfo=clock.BEIJING)  # a Monday
YEAR = (date(2024, 1, 1), date(2024, 12, 31))
MARKS = {key: Decimal(90) for key in ("integrity", "ability", "diligence", "results", "probity")}


def days(number: float) -> datetime:
    """So many days after the opening."""
    return THEN + timedelta(days=number)


def make_scheme(county=None, *, vetoes: str = SUGGESTED_VETO_LINES, **numbers) -> AppraisalScheme:
    """A template with the suggested numbers, offered."""
    county = county or make_county()
    clerk = staff(county, Role.COUNTY_CLERK)
    scheme = actions.begin_appraisal_scheme(county=county, by=clerk, now=THEN)
    scheme = actions.save_appraisal_scheme(
        scheme=scheme, numbers=suggested() | numbers, vetoes=vetoes, by=clerk, seen=scheme.version, now=THEN
    )
    return actions.offer_appraisal_scheme(scheme=scheme, by=clerk, seen=scheme.version, now=THEN)


def make_confirmed_scheme(county=None, **numbers) -> AppraisalScheme:
    scheme = make_scheme(county, **numbers)
    head = staff(scheme.county, Role.COUNTY_HEAD)
    return actions.confirm_appraisal_scheme(scheme=scheme, by=head, seen=scheme.version, now=THEN)


def make_people(number: int = 3, *, offices: int = 1, account: bool = False) -> list[Assistant]:
    """Somebody of one county in service since March 2024 with a probation that is over, `number` of them, spread over its offices."""
    plan = make_filed_plan(make_county(offices=offices), planned_public=max(3, number), established_posts=4)
    lines = list(plan.lines.all())
    people = []
    for place in range(number):
        who = {"account": make_user(Role.ASSISTANT, name=f"演示协理员{place + 1}")} if account else {}
        people.append(make_assistant(lines[place % offices], name=f"演示协理员{place + 1}", **who))
    return people


def make_plain_people(number: int) -> list[Assistant]:
    """Many people of one county in service, written without contracts."""
    county = make_county(offices=1)
    office = county.offices.get()
    people = Assistant.objects.bulk_create(
        Assistant(county=county, name=f"演示{place}", sex="男", id_number="0", id_hash=f"{county.pk}-{place}", id_last4="0000")
        for place in range(number)
    )
    Posting.objects.bulk_create(Posting(assistant=each, office=office, first_day=date(2023, 1, 1)) for each in people)
    return people


def make_period(people: list[Assistant] | None = None, *, cycle: Cycle = Cycle.YEAR, dates=YEAR, now=THEN, **numbers) -> AppraisalPeriod:
    people = people or make_people()
    county = people[0].county
    if not AppraisalScheme.objects.confirmed().filter(county=county).exists():
        make_confirmed_scheme(county, **numbers)
    clerk = staff(county, Role.COUNTY_CLERK)
    return actions.open_period(county=county, cycle=cycle, first_day=dates[0], last_day=dates[1], by=clerk, now=now)


def office_head(office) -> User:
    return User.objects.filter(role=Role.OFFICE, office=office).first() or make_user(Role.OFFICE, office.county, office=office)


def write(sheet: Appraisal, *, by: User | None = None, text: str = "协助调解纠纷 30 件，参与普法 6 场。", now=THEN) -> Appraisal:
    by = by or office_head(sheet.marks.first().office)
    return actions.write_summary(appraisal=sheet, text=text, by=by, seen=sheet.version, now=now)


def mark(sheet: Appraisal, *, given=MARKS, suggestion: Grade = Grade.COMPETENT, now=THEN) -> Appraisal:
    """Every office of a sheet gives the same marks."""
    for marks in sheet.marks.all():
        sheet.refresh_from_db()
        actions.enter_marks(
            marks=marks,
            given=given,
            suggestion=suggestion,
            opinion="工作认真，群众满意。",
            by=office_head(marks.office),
            seen=sheet.version,
            now=now,
        )
    return Appraisal.objects.get(pk=sheet.pk)


def make_marked_period(people=None, **more) -> AppraisalPeriod:
    """Everybody has written and been marked with 90."""
    period = make_period(people, **more)
    for sheet in period.appraisals.all():
        mark(write(sheet))
    return AppraisalPeriod.objects.get(pk=period.pk)


def prepare(period: AppraisalPeriod, grades, *, by: User | None = None, now=THEN) -> AppraisalPeriod:
    """Give the sheets these grades in their order; a grade or a Decision each."""
    decisions = {
        sheet.pk: each if isinstance(each, Decision) else Decision(each)
        for sheet, each in zip(period.appraisals.order_by("pk"), grades, strict=True)
    }
    period.refresh_from_db()
    by = by or staff(period.county, Role.COUNTY_CLERK)
    return actions.prepare_grades(period=period, decisions=decisions, by=by, seen=period.version, now=now)


def offer(period: AppraisalPeriod, *, now=THEN) -> AppraisalPeriod:
    return actions.offer_grades(period=period, by=staff(period.county, Role.COUNTY_CLERK), seen=period.version, now=now)


def confirm(period: AppraisalPeriod, *, by: User | None = None, now=THEN) -> AppraisalPeriod:
    return actions.confirm_grades(period=period, by=by or staff(period.county, Role.COUNTY_HEAD), seen=period.version, now=now)


def make_confirmed_period(people=None, *, grades=None, **more) -> AppraisalPeriod:
    """Marked, prepared, offered and confirmed: all 合格 unless said."""
    period = make_marked_period(people, **more)
    return confirm(offer(prepare(period, grades or [Grade.COMPETENT] * period.appraisals.count())))


def sign(sheet: Appraisal, *, now=THEN) -> Appraisal:
    """Served on paper by the office."""
    sheet = Appraisal.objects.get(pk=sheet.pk)
    head = office_head(sheet.marks.first().office)
    return actions.note_receipt(appraisal=sheet, receipt="paper", note="", served_on=clock.today(now), by=head, seen=sheet.version, now=now)


def ask(sheet: Appraisal, *, by: User, now=THEN, grounds: str = "绩的评分漏了调解成功的案件。"):
    sheet = Appraisal.objects.get(pk=sheet.pk)
    with clock.standing_at(now):
        return actions.ask_appraisal_recheck(appraisal=sheet, grounds=grounds, by=by, seen=sheet.version, now=now)
