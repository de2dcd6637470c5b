"""The county group's grades: prepared by the clerk for all at once, confirmed by the head, who thereby posts the 优秀."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bureaus import audit, clock, days, outbox
from bureaus.access import require, require_another
from bureaus.acts import Impossible, action
from bureaus.models import User
from evaluation.actions.appraising import DECIDED
from evaluation.actions.opinions import note_end
from evaluation.downgrades import downgrades_of, undecided
from evaluation.figures import figures
from evaluation.models import Appraisal, AppraisalPeriod
from policy.appraisal import Grade, excellent_problem
from policy.appraisal_way import Cycle, best_grade, decision_problem
from policy.calendar import NoCalendar, publicity_period
from policy.powers import Power, Role

SHOWN = 8  # sentences of one refusal


@dataclass(frozen=True, slots=True)
class Decision:
    """What the group says of one person: the grade (None: not yet), the veto item that was met, the reason."""

    grade: Grade | None
    veto: str = ""
    reason: str = ""


@action
def prepare_grades(*, period: AppraisalPeriod, decisions: Mapping[int, Decision], by: User, seen: int, now: datetime) -> AppraisalPeriod:
    """Keep the grades of a period by sheet; who is left out keeps what stands. Saving takes back an offer.

    :raises Impossible: naming each person whose grade cannot stand, or with how many 优秀 are too many.
    """
    period = _open(period, Power.APPRAISAL_PREPARE, by, seen)
    sheets = list(Appraisal.objects.select_for_update(of=("self",)).select_related("assistant").filter(period=period))
    lowering = downgrades_of(period)
    faults = []
    for sheet in sheets:
        steps = len(lowering.get(sheet.assistant_id, []))
        if (decision := decisions.get(sheet.pk)) and (said := _decide(sheet, decision, period, steps)):
            faults.append(f"{sheet.assistant}：{said}")
    if faults:
        more = f"另有 {len(faults) - SHOWN} 处。" if len(faults) > SHOWN else ""
        raise Impossible("".join(faults[:SHOWN]) + more)
    pool = sum(not sheet.undetermined for sheet in sheets)
    excellent = sum(sheet.grade == Grade.EXCELLENT for sheet in sheets)
    if problem := excellent_problem(pool, excellent, period.scheme.excellent_percent):
        raise Impossible(problem)
    Appraisal.objects.bulk_update(sheets, ["best", "grade", "veto", "grade_reason", "version"])
    period.prepared_by, period.offered_at = by, None
    _save(period)
    audit.record(by=by, verb="prepare_grades", about=period, at=now, excellent=excellent, pool=pool, version=period.version)
    return period


@action
def offer_grades(*, period: AppraisalPeriod, by: User, seen: int, now: datetime) -> AppraisalPeriod:
    """Lay the grades before the head, once everybody has one. Where others could still answer, they no longer can.

    :raises Impossible: naming who has none.
    """
    period = _open(period, Power.APPRAISAL_PREPARE, by, seen)
    if open_ := _ungraded(period):
        raise Impossible(f"还有 {len(open_)} 人没有定等次：{'、'.join(open_[:SHOWN])}。定好以后再提交。")
    _require_no_open_downgrade(period)
    if not period.asking_ended:
        note_end(period, by=by, now=now)
    period.prepared_by, period.offered_at, period.return_reason = by, now, ""
    _save(period)
    heads = User.objects.filter(county=period.county_id, role=Role.COUNTY_HEAD, is_active=True)
    outbox.tell_each("grades_offered", [(head, period, {}) for head in heads], due=now, occasion=str(period.version))
    audit.record(by=by, verb="offer_grades", about=period, at=now, version=period.version)
    return period


@action
def return_grades(*, period: AppraisalPeriod, reason: str, by: User, seen: int, now: datetime) -> AppraisalPeriod:
    """Give them back to the clerk, with the reason."""
    period = _open(period, Power.APPRAISAL_CONFIRM, by, seen)
    if period.offered_at is None or period.prepared_by is None:
        raise Impossible("经办人还没有提交，不需要退回。")
    if not reason.strip():
        raise Impossible("请写明退回的理由，经办人才知道改哪里。")
    period.offered_at, period.return_reason = None, reason.strip()
    _save(period)
    outbox.tell("appraisal_returned", to=period.prepared_by, about=period, due=now, occasion=str(period.version), reason=reason.strip())
    audit.record(by=by, verb="return_grades", about=period, at=now, version=period.version)
    return period


@action
def confirm_grades(*, period: AppraisalPeriod, by: User, seen: int, now: datetime) -> AppraisalPeriod:
    """The head confirms all grades; they are frozen with the figures they rest on, 优秀 is posted today, everybody else is told.

    :raises OneHand: if the same person prepared them.
    :raises Impossible: if they were not offered, or the days of the 公示 cannot be counted.
    """
    period = _open(period, Power.APPRAISAL_CONFIRM, by, seen)
    require_another(by, period.prepared_by)
    if period.offered_at is None:
        raise Impossible("经办人还没有提交，暂不能审定。")
    if _ungraded(period):
        raise Impossible("还有人没有定等次，不能审定。")
    _require_no_open_downgrade(period)
    sheets = list(Appraisal.objects.select_related("assistant__person").filter(period=period))
    for sheet in sheets:
        sheet.kept_figures = figures(sheet.assistant, sheet.first_day, sheet.last_day).kept()
    Appraisal.objects.bulk_update(sheets, ["kept_figures"])
    period.confirmed_by, period.confirmed_at = by, now
    _save(period)
    posted = [sheet for sheet in sheets if sheet.grade == Grade.EXCELLENT]
    for sheet in posted:
        post(sheet, period, now)
    Appraisal.objects.bulk_update(posted, ["posted_on", "posted_first", "posted_last", "version"])
    for sheet in sheets:
        sheet.period = period
    tell_of_decision([sheet for sheet in sheets if sheet.grade != Grade.EXCELLENT], now)
    audit.record(by=by, verb="confirm_grades", about=period, at=now, excellent=len(posted), version=period.version)
    return period


def post(sheet: Appraisal, period: AppraisalPeriod, now: datetime) -> None:
    """Give a sheet the days of its 公示, posted today."""
    try:
        days_posted = publicity_period(clock.today(now), period.scheme.publicity_days, days.working_days())
    except NoCalendar as problem:
        raise Impossible(str(problem)) from problem
    sheet.posted_on, sheet.posted_first, sheet.posted_last = clock.today(now), days_posted.first, days_posted.last
    sheet.version += 1


def tell_of_decision(sheets: list[Appraisal], now: datetime) -> None:
    """Tell those who have an account that the result lies there to be signed for. The grade itself stays out of the letter."""
    letters: list[tuple[User, Appraisal, dict[str, object]]] = []
    for sheet in sheets:
        if sheet.assistant.person is not None:
            letters.append((sheet.assistant.person, sheet, {"period": sheet.period}))
    outbox.tell_each("appraisal_decided", letters, due=now)


def _decide(sheet: Appraisal, decision: Decision, period: AppraisalPeriod, steps: int) -> str:
    """Put a decision on a sheet, `steps` bands lower than earned; says why it cannot stand."""
    items = period.scheme.veto_items
    if decision.veto and decision.veto not in items:
        return "没有这一项一票否决情形。"
    if decision.veto and not decision.reason.strip():
        return "选了一票否决情形的，请写明事实。"
    if sheet.undetermined:
        best = Grade.UNDETERMINED
    elif sheet.total is None:
        return "司法所还没有评分，不能定等次。" if decision.grade or decision.veto else ""
    else:
        vetoes = [items[decision.veto]] if decision.veto else []
        best = best_grade(sheet.total, period.scheme.bands, cycle=Cycle(period.cycle), vetoes=vetoes, downgrades=steps)
    sheet.best, sheet.veto, sheet.grade_reason = best.value, decision.veto, decision.reason.strip()
    sheet.grade = decision.grade.value if decision.grade else ""
    sheet.version += 1
    if decision.grade is None:
        return ""
    return decision_problem(decision.grade, best, cycle=Cycle(period.cycle), reason=decision.reason)


def _require_no_open_downgrade(period: AppraisalPeriod) -> None:
    if waiting := undecided(period):
        names = "、".join(dict.fromkeys(each.assistant.name for each in waiting[:SHOWN]))
        raise Impossible(f"{names}有考核降档的违规登记没有审定，会影响等次，请先审定或者退回。")


def _ungraded(period: AppraisalPeriod) -> list[str]:
    return list(Appraisal.objects.filter(period=period, grade="").values_list("assistant__name", flat=True))


def _open(period: AppraisalPeriod, power: Power, by: User, seen: int) -> AppraisalPeriod:
    period = AppraisalPeriod.objects.select_related("scheme", "county", "prepared_by").locked(period.pk, seen=seen)
    require(by, power, about=period)
    if period.confirmed_at is not None:
        raise Impossible(DECIDED)
    return period


def _save(period: AppraisalPeriod) -> None:
    period.version += 1
    period.save()
