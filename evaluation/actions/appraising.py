"""From the opening of a period to the offices' marks."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from bureaus import audit, clock, outbox
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import County, User
from evaluation.models import Appraisal, AppraisalPeriod, AppraisalScheme, OfficeMarks
from evaluation.service_time import served
from policy.appraisal import DIMENSIONS, Grade, across_offices, total
from policy.appraisal_way import Cycle, period_problem
from policy.powers import Power, Role
from policy.scoring import BadMark
from staffing.models import Assistant

DECIDED = "等次已经审定，考核表不能再改。"
MOST_SUMMARY = 3000


@action
def open_period(*, county: County, cycle: Cycle, first_day: date, last_day: date, by: User, now: datetime) -> AppraisalPeriod:
    """Open a period by the county's newest confirmed template: everybody who served in it gets a sheet, each office there its marks.

    :raises Impossible: if the days do not make a period, no template is confirmed, or nobody served.
    """
    require(by, Power.APPRAISAL_PREPARE)
    if by.county_id != county.pk:
        raise Impossible("只能开始本县（区）的考核。")
    if problem := period_problem(cycle, first_day, last_day, clock.today(now)):
        raise Impossible(problem)
    scheme = AppraisalScheme.objects.confirmed().filter(county=county).order_by("-edition").first()
    if scheme is None:
        raise Impossible("还没有审定的考核模板，请先填写模板，由负责人审定。")
    people = served(county, cycle, first_day, last_day)
    if not people:
        raise Impossible("这段时间没有司法协理员任职，不需要开始考核。")
    period = AppraisalPeriod.objects.create(
        county=county, scheme=scheme, cycle=cycle.value, first_day=first_day, last_day=last_day, opened_by=by, opened_at=now
    )
    sheets = Appraisal.objects.bulk_create(
        Appraisal(
            period=period,
            assistant_id=each.assistant_id,
            first_day=each.period.first,
            last_day=each.period.last,
            days_served=each.days,
            on_probation=each.on_probation,
            undetermined=each.undetermined,
        )
        for each in people
    )
    OfficeMarks.objects.bulk_create(
        OfficeMarks(appraisal=sheet, office_id=office, first_day=stay.first, last_day=stay.last, months=months)
        for sheet, each in zip(sheets, people, strict=True)
        for office, stay, months in each.offices
    )
    _tell_of_opening(period, sheets, now)
    audit.record(by=by, verb="open_appraisal_period", about=period, at=now, cycle=period.cycle, sheets=len(sheets))
    return period


@action
def write_summary(*, appraisal: Appraisal, text: str, by: User, seen: int, now: datetime) -> Appraisal:
    """述职: by the person, or by the office from the person's paper. It can be changed until an office has given its marks."""
    appraisal = locked_sheet(appraisal, seen=seen)
    require(by, Power.DAILY_RECORD if by.role == Role.OFFICE else Power.APPRAISAL_SELF, about=appraisal)
    if appraisal.period.confirmed_at:
        raise Impossible(DECIDED)
    if appraisal.marks.filter(entered_at__isnull=False).exists():
        raise Impossible("司法所已经评分，述职不能再改。确需补充的，请与司法所联系。")
    if not text.strip():
        raise Impossible("请写述职内容：德、能、勤、绩、廉各方面做了什么，还有哪些不足。")
    if len(text.strip()) > MOST_SUMMARY:
        raise Impossible(f"述职最多 {MOST_SUMMARY} 字，现在有 {len(text.strip())} 字，请精简后再提交。")
    appraisal.summary, appraisal.summary_by, appraisal.summary_at = text.strip(), by, now
    save_sheet(appraisal)
    audit.record(by=by, verb="write_appraisal_summary", about=appraisal, at=now, version=appraisal.version)
    return appraisal


@action
def enter_marks(
    *, marks: OfficeMarks, given: Mapping[str, Decimal], suggestion: Grade, opinion: str, by: User, seen: int, now: datetime
) -> OfficeMarks:
    """The office head's five marks, suggestion and words. When every office has marked, the sheet has its total.

    New marks take the grade off that the clerk had entered, and take back what was laid before the head.

    :raises Impossible: without 述职, with a bad mark, or once the grades are confirmed.
    """
    appraisal = locked_sheet(marks.appraisal, seen=seen)
    marks = OfficeMarks.objects.select_related("office").select_for_update(of=("self",)).get(pk=marks.pk)
    marks.appraisal = appraisal
    require(by, Power.DAILY_RECORD, about=marks)
    if appraisal.period.confirmed_at:
        raise Impossible(DECIDED)
    if appraisal.summary_at is None:
        raise Impossible("本人还没有提交述职。没有账号或者不便上网的，请按纸质述职代录后再评分。")
    if not opinion.strip():
        raise Impossible("请写评语，本人签收结果时会看到。")
    try:
        marks.total = total(given, appraisal.period.scheme.weights)
    except (BadMark, KeyError) as problem:
        raise Impossible("德、能、勤、绩、廉都应填 0 到 100 之间的数，最多两位小数。") from problem
    for key in DIMENSIONS:
        setattr(marks, key, given[key])
    marks.suggestion, marks.opinion = suggestion.value, opinion.strip()
    marks.entered_by, marks.entered_at = by, now
    marks.save()
    _sum_up(appraisal)
    audit.record(by=by, verb="enter_office_marks", about=marks, at=now, version=appraisal.version)
    return marks


def locked_sheet(appraisal: Appraisal, *, seen: int | None = None) -> Appraisal:
    """The sheet under lock, after its period: everybody who changes a sheet takes the two in this order."""
    period = AppraisalPeriod.objects.select_related("scheme", "county").locked(appraisal.period_id)
    sheet = Appraisal.objects.select_related("assistant__person").locked(appraisal.pk, seen=seen)
    sheet.period = period
    return sheet


def save_sheet(appraisal: Appraisal) -> None:
    appraisal.version += 1
    appraisal.save()


def _sum_up(appraisal: Appraisal) -> None:
    marks = list(appraisal.marks.all())
    done = [(each.total, each.months) for each in marks if each.total is not None]
    appraisal.total = across_offices(done) if len(done) == len(marks) else None
    appraisal.grade = appraisal.best = appraisal.grade_reason = ""
    save_sheet(appraisal)
    period = appraisal.period
    if period.offered_at is not None:
        period.offered_at = None
        period.version += 1
        period.save(update_fields=["offered_at", "version"])


def _tell_of_opening(period: AppraisalPeriod, sheets: list[Appraisal], now: datetime) -> None:
    people = {each.pk: each.person for each in Assistant.objects.select_related("person").filter(pk__in=[s.assistant_id for s in sheets])}
    letters: list[tuple[User, Appraisal, dict[str, object]]] = []
    for sheet in sheets:
        person = people[sheet.assistant_id]
        if person is not None:
            letters.append((person, sheet, {"period": period}))
    outbox.tell_each("appraisal_opened", letters, due=now)
