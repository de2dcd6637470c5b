"""违规登记: the clerk enters and hears the person, the head confirms, the notice is served."""

from datetime import date, datetime

from bureaus import audit, clock, outbox
from bureaus.access import require, require_another
from bureaus.acts import Impossible, action
from bureaus.models import User
from documents.models import StoredFile
from evaluation.actions.serving import serve
from evaluation.conduct_papers import ask_incident_notice
from evaluation.models import Appraisal, AppraisalPeriod, Defence, Incident, Ruling
from evaluation.models.incidents import MEASURES
from policy.appraisal import Measure, skip_problem, skipped
from policy.appraisal_way import Cycle
from policy.powers import Power
from staffing.models import Assistant

DONE = "这件违规登记已经办理，请刷新页面查看结果。"
DECIDED_YEAR = "{}的等次已经审定，不能再以考核降档处理这一年的违规，请退回后改选其他处理。"


@action
def enter_incident(
    *, assistant: Assistant, day: date, facts: str, evidence: StoredFile, measure: str, by: User, now: datetime, skip_reason: str = ""
) -> Incident:
    """Enter what happened, on what evidence, and what is to follow; a step that passes one of the ladder over says why.

    :raises Impossible: for a day to come, without facts, for a step passed over without a reason,
        or for 考核降档 in a year whose grades are decided.
    """
    require(by, Power.DISCIPLINE_PREPARE, about=assistant)
    if day > clock.today(now):
        raise Impossible("发生日期不能晚于今天。")
    if not facts.strip():
        raise Impossible("请写明违规的事实。")
    if measure not in MEASURES:
        raise Impossible("请选择谈话提醒、书面警告或者考核降档。")
    skip_reason = passing_over(Measure(measure), assistant, day, skip_reason)
    if measure == Measure.DOWNGRADE and (period := _year_of(assistant, day)) is not None and period.confirmed_at is not None:
        raise Impossible(DECIDED_YEAR.format(period.name))
    incident = Incident.objects.create(
        assistant=assistant,
        day=day,
        facts=facts.strip(),
        evidence=evidence,
        measure=measure,
        skip_reason=skip_reason,
        entered_by=by,
        entered_at=now,
    )
    audit.record(by=by, verb="enter_incident", about=incident, at=now, day=day, measure=measure)
    return incident


@action
def hear_incident(*, incident: Incident, defence: str, statement: str, by: User, seen: int, now: datetime) -> Incident:
    """Write down what the person says to it, or that the person was told and said nothing."""
    incident = _locked(incident, by, Power.DISCIPLINE_PREPARE, seen)
    if incident.state != Ruling.PROPOSED:
        raise Impossible(DONE)
    incident.defence, incident.statement = heard(defence, statement)
    incident.version += 1
    incident.save()
    audit.record(by=by, verb="hear_incident", about=incident, at=now, version=incident.version)
    return incident


def passing_over(step: Measure, assistant: Assistant, day: date, reason: str) -> str:
    """The reason for passing a step of the ladder over as it is kept: blank where none is.

    :raises Impossible: if one is passed over without a reason.
    """
    earlier = Incident.objects.earlier(assistant, day)
    if problem := skip_problem(step, earlier, reason):
        raise Impossible(problem)
    return reason.strip() if skipped(step, earlier) else ""


def heard(defence: str, statement: str) -> tuple[str, str]:
    """The answer as it is kept.

    :raises Impossible: if it is not answered, or the statement is missing.
    """
    if defence not in Defence.values:
        raise Impossible("请选择本人是否作了陈述、申辩。")
    if defence == Defence.GIVEN and not statement.strip():
        raise Impossible("本人作了陈述、申辩的，请写明内容。")
    return defence, statement.strip() if defence == Defence.GIVEN else ""


@action
def confirm_incident(*, incident: Incident, by: User, seen: int, now: datetime) -> Incident:
    """Another person confirms: from here on it counts as a breach, and the person is told. 考核降档 lowers the year's grade from now on.

    :raises OneHand: if it is the one who entered it.
    :raises Impossible: if the person has not been heard, or the grades of the year are decided.
    """
    incident = _waiting(incident, by, seen)
    if not incident.defence:
        raise Impossible("还没有登记本人的陈述申辩，不能审定。")
    if incident.measure == Measure.DOWNGRADE:
        _lower(incident)
    incident.state, incident.decided_by, incident.decided_at = Ruling.CONFIRMED, by, now
    incident.version += 1
    incident.save()
    audit.record(by=by, verb="confirm_incident", about=incident, at=now, measure=incident.measure)
    ask_incident_notice(incident, by=by, now=now)
    if incident.assistant.person is not None:
        outbox.tell("incident_confirmed", to=incident.assistant.person, about=incident, due=now)
    return incident


@action
def return_incident(*, incident: Incident, reason: str, by: User, seen: int, now: datetime) -> Incident:
    """It goes back with a reason and counts for nothing; it is entered anew."""
    incident = _waiting(incident, by, seen)
    if not reason.strip():
        raise Impossible("请写明退回的理由。")
    incident.state, incident.decided_by, incident.decided_at, incident.return_reason = Ruling.RETURNED, by, now, reason.strip()
    incident.version += 1
    incident.save()
    audit.record(by=by, verb="return_incident", about=incident, at=now)
    return incident


@action
def serve_incident(*, incident: Incident, served_on: date, served_how: str, by: User, seen: int, now: datetime) -> Incident:
    """Put down when and how the notice reached the person: only then has there been a 教育."""
    incident = _locked(incident, by, Power.DISCIPLINE_PREPARE, seen)
    serve(incident, "serve_incident", served_on=served_on, served_how=served_how, by=by, now=now)
    return incident


def _year_of(assistant: Assistant, day: date) -> AppraisalPeriod | None:
    """The year's appraisal whose days a breach falls into, where it has been opened."""
    years = AppraisalPeriod.objects.filter(county=assistant.county_id, cycle=Cycle.YEAR.value)
    return years.filter(first_day__lte=day, last_day__gte=day).first()


def _lower(incident: Incident) -> None:
    """Take off a grade that was entered without this breach, and take back what lies before the head; it is graded anew."""
    year = _year_of(incident.assistant, incident.day)
    if year is None:
        return
    period = AppraisalPeriod.objects.locked(year.pk)
    if period.confirmed_at is not None:
        raise Impossible(DECIDED_YEAR.format(period.name))
    sheet = Appraisal.objects.select_for_update(of=("self",)).filter(period=period, assistant=incident.assistant).first()
    if sheet is None or sheet.undetermined or not sheet.grade:
        return
    sheet.grade = sheet.best = sheet.grade_reason = ""
    sheet.version += 1
    sheet.save()
    period.offered_at = None
    period.version += 1
    period.save(update_fields=["offered_at", "version"])


def _locked(incident: Incident, by: User, power: Power, seen: int) -> Incident:
    incident = Incident.objects.select_related("assistant__person", "assistant__county", "entered_by").locked(incident.pk, seen=seen)
    require(by, power, about=incident)
    return incident


def _waiting(incident: Incident, by: User, seen: int) -> Incident:
    incident = _locked(incident, by, Power.DISCIPLINE_CONFIRM, seen)
    require_another(by, incident.entered_by)
    if incident.state != Ruling.PROPOSED:
        raise Impossible(DONE)
    return incident
