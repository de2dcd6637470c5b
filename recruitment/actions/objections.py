"""公示异议: received from anyone while a 公示 runs, answered by the county."""

from datetime import datetime

from bureaus import audit, clock, outbox
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import User
from policy.calendar import end_of
from policy.powers import Power
from policy.progress import Outcome
from recruitment.actions.moving import Ruling, settle
from recruitment.models import Application, Objection, PublicNotice, Status
from recruitment.models.notices import ObjectionOutcome


@action
def receive_objection(
    *, notice: PublicNotice, text: str, contact: str, now: datetime, application: Application | None = None, by: User | None = None
) -> Objection:
    """Take an objection to a running 公示: from the public page (`by` None), or by phone, letter or visit through a clerk."""
    if by is not None:
        require(by, Power.OBJECTION_HANDLE, about=notice)
    now = clock.again(now)
    if notice.posted_at is None or notice.last_day is None or now >= end_of(notice.last_day):
        raise Impossible("公示期已过，不能在这里提出异议。仍有情况反映的，请拨打监督电话。")
    if not text.strip():
        raise Impossible("请写明异议的内容和依据。")
    if application is not None and application.round_id != notice.round_id:
        raise Impossible("所选人员不在这次公示名单内。")
    objection = Objection.objects.create(
        notice=notice, application=application, text=text.strip(), contact=contact.strip(), received_at=now, received_by=by
    )
    outbox.tell("objection_received", to=notice.prepared_by, about=objection, due=now)
    audit.record(by=by, verb="receive_objection", about=objection, at=now, notice=notice)
    return objection


@action
def close_objection(*, objection: Objection, outcome: str, finding: str, by: User, now: datetime) -> Objection:
    """Record what came of it. Upheld, the person is not hired; 暂缓 holds the person back until it is decided anew."""
    objection = Objection.objects.select_related("notice__round").locked(objection.pk)
    require(by, Power.OBJECTION_HANDLE, about=objection)
    if objection.application is not None:
        require(by, Power.OBJECTION_HANDLE, about=objection.application)
    chosen = ObjectionOutcome(outcome)
    if objection.closed_at is not None and objection.outcome != ObjectionOutcome.SUSPENDED:
        raise Impossible("这条异议已经办结。")
    if not finding.strip():
        raise Impossible("请写明核查情况。")
    if chosen is not ObjectionOutcome.UNFOUNDED and objection.application_id is None:
        raise Impossible("请先确认异议所指的人员，再登记查实或暂缓。")
    held_back = objection.outcome == ObjectionOutcome.SUSPENDED
    objection.outcome, objection.finding, objection.closed_by, objection.closed_at = chosen, finding.strip(), by, now
    objection.save()
    audit.record(by=by, verb="close_objection", about=objection, at=now, outcome=chosen)
    if objection.application_id is not None:
        _follow(objection, chosen, held_back=held_back, by=by, now=now)
    return objection


def _follow(objection: Objection, chosen: ObjectionOutcome, *, held_back: bool, by: User, now: datetime) -> None:
    application = Application.objects.select_related("round__county", "round__intake", "applicant", "vacancy").locked(
        objection.application_id
    )
    if application.stage != "publicity" or application.status != Status.ACTIVE:
        return
    if chosen is ObjectionOutcome.UPHELD:
        ruling = Ruling(
            application=application,
            outcome=Outcome.FAILED,
            reason="publicity",
            clause="四(二)3",
            sentence="公示期间收到的异议经核查属实，影响聘用。",
        )
        settle(rulings=[ruling], stage="publicity", now=now, by=by)
    elif chosen is ObjectionOutcome.UNFOUNDED and held_back and application.round.stage == "contract":
        settle(rulings=[Ruling(application=application, outcome=Outcome.PASSED)], stage="publicity", now=now, by=by)
