"""Verbs on objections to a 公示 of 优秀 or 表彰: written down by one, answered by another; until then the 公示 does not end."""

from datetime import date, datetime

from bureaus import audit, clock, outbox
from bureaus.access import Refused, require, require_another
from bureaus.acts import Impossible, action
from bureaus.models import User
from evaluation.actions.appraising import locked_sheet, save_sheet
from evaluation.actions.grading import tell_of_decision
from evaluation.models import Appraisal, Commendation, Finding, Objection, Way, days_of, runs
from policy.appraisal import BEST_FIRST, Grade
from policy.appraisal_way import Cycle, grades_of
from policy.objections import received_problem
from policy.powers import Power, Role

Shown = Appraisal | Commendation
ANSWERED = ["outcome", "finding", "grade", "closed_by", "closed_at", "version"]


@action
def record_objection(*, shown: Shown, received_on: date, way: str, said_by: str, text: str, by: User, now: datetime) -> Objection:
    """Write down what came against a 公示 while it was shown; who said it may stay unnamed.

    :raises Impossible: without words, for a day outside the 公示, or for one that has ended.
    """
    require(by, Power.OBJECTION_HANDLE, about=shown)
    shown = _locked(shown)
    days = days_of(shown)
    if days is None or not runs(shown):
        raise Impossible("没有公示，或者公示已经办结，不能登记异议。")
    if problem := received_problem(received_on, posted_on=days[0], posted_last=days[1], today=clock.today(clock.again(now))):
        raise Impossible(problem)
    if not text.strip():
        raise Impossible("请写明异议的内容。")
    objection = Objection(received_on=received_on, way=Way(way), said_by=said_by.strip(), text=text.strip())
    objection.county, objection.received_by, objection.received_at = shown.assistant.county, by, now
    if isinstance(shown, Appraisal):
        objection.appraisal = shown
    else:
        objection.commendation = shown
    objection.save()
    heads = User.objects.filter(county=shown.assistant.county, role=Role.COUNTY_HEAD, is_active=True).exclude(pk=by.pk)
    outbox.tell_each("publicity_objection", [(head, objection, {}) for head in heads], due=now)
    audit.record(by=by, verb="record_objection", about=objection, at=now, way=way)
    return objection


@action
def answer_objection(*, objection: Objection, outcome: str, finding: str, grade: str, by: User, seen: int, now: datetime) -> Objection:
    """Say what was found. Upheld, an 优秀 becomes the grade that is named and is shown no more; a commendation is then sent back.

    :raises OneHand: for who wrote it down, and for who proposed the commendation.
    :raises Impossible: if it is answered, without a finding, or upheld without a grade.
    """
    shown = _locked(objection.shown)
    objection = Objection.objects.select_related("received_by", "county").locked(objection.pk, seen=seen)
    require(by, Power.OBJECTION_HANDLE, about=objection)
    require(by, _deciding(shown), about=shown)
    require_another(by, objection.received_by)
    if isinstance(shown, Commendation) and by.pk == shown.entered_by_id:
        raise Refused("您提出的这项表彰，异议由另一位负责人答复。")
    if objection.closed_at is not None:
        raise Impossible("这条异议已经答复。")
    if outcome not in Finding.values:
        raise Impossible("请选择结论。")
    if not finding.strip():
        raise Impossible("请写明核查情况。")
    lowers = isinstance(shown, Appraisal) and outcome == Finding.UPHELD
    if lowers and grade not in _lower_grades(shown):
        raise Impossible("考核优秀的异议查实的，请选择改为什么等次。")
    objection.outcome, objection.finding, objection.grade = outcome, finding.strip(), grade if lowers else ""
    objection.closed_by, objection.closed_at = by, now
    objection.version += 1
    objection.save(update_fields=ANSWERED)  # what was said is sealed: written again it would be another text to the database
    if isinstance(shown, Appraisal) and lowers:
        shown.grade, shown.grade_reason = grade, f"公示异议查实，改为{Grade(grade).title}"
        shown.posted_on = shown.posted_first = shown.posted_last = None
        save_sheet(shown)
        tell_of_decision([shown], now)
    audit.record(by=by, verb="answer_objection", about=objection, at=now, outcome=outcome, version=objection.version)
    return objection


def _locked(shown: Shown) -> Shown:
    if isinstance(shown, Appraisal):
        return locked_sheet(shown)
    return Commendation.objects.select_related("assistant__county", "entered_by").locked(shown.pk)


def _deciding(shown: Shown) -> Power:
    return Power.APPRAISAL_CONFIRM if isinstance(shown, Appraisal) else Power.DISCIPLINE_CONFIRM


def _lower_grades(shown: Shown) -> list[str]:
    if not isinstance(shown, Appraisal):
        return []
    known = grades_of(Cycle(shown.period.cycle))
    return [grade.value for grade in BEST_FIRST[1:] if grade in known]
