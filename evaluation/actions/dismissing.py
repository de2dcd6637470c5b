"""解聘: the clerk enters it once everything is there, the head decides, and the contract ends by a departure."""

from datetime import date, datetime

from bureaus import audit, clock
from bureaus.access import require, require_another
from bureaus.acts import Impossible, action
from bureaus.models import User
from documents.models import StoredFile
from evaluation.actions.departing import allowed, begin_dismissal
from evaluation.actions.incidents import heard, passing_over
from evaluation.actions.serving import serve
from evaluation.conduct_papers import ask_dismissal_notice
from evaluation.models import Dismissal, Incident, Ruling
from evaluation.service import rules_of
from policy.appraisal import DISMISSALS, Measure, is_serious, must_refer, repeated_problems
from policy.endings import GROUNDS, earliest_last_day
from policy.powers import Power
from staffing.models import Contract


def wanting(contract: Contract) -> list[str]:
    """What a dismissal as 多次违规 still lacks by the record as it stands, by the county's own number."""
    found = list(Incident.objects.confirmed().filter(assistant=contract.assistant_id).values_list("day", "served_on"))
    counselled = [served_on for _, served_on in found if served_on]
    return repeated_problems([day for day, _ in found], counselled, fewest=rules_of(contract.county).fewest_breaches)


@action
def enter_dismissal(
    *,
    contract: Contract,
    ground: str,
    lawful: str,
    facts: str,
    finding: str,
    evidence: StoredFile,
    own_conduct: bool | None,
    grave_consequence: bool | None,
    bad_influence: bool | None,
    defence: str,
    statement: str,
    union_told_on: date,
    union_paper: StoredFile,
    suspected_crime: bool,
    referred_on: date | None,
    referred_to: str,
    last_day: date,
    by: User,
    now: datetime,
    skip_reason: str = "",
) -> Dismissal:
    """Enter that somebody is to be dismissed; nothing ends until the head decides.

    :raises Impossible: for want of breaches, of a served 教育, of a breach after it, of the finding, of a reason
        for a step of the ladder passed over, or of what the law asks.
    """
    contract = Contract.objects.select_related("assistant", "county").locked(contract.pk)
    require(by, Power.DISCIPLINE_PREPARE, about=contract)
    today = clock.today(now)
    if ground not in DISMISSALS or lawful not in DISMISSALS[ground].lawful:
        titles = "、".join(f"“{GROUNDS[key].title}”" for key in DISMISSALS[ground].lawful) if ground in DISMISSALS else ""
        raise Impossible(f"以“{DISMISSALS[ground].title}”解聘的，法定事由应是{titles}之一。" if titles else "请选择解聘的事由。")
    if not facts.strip() or not finding.strip():
        raise Impossible("请写明事实和认定。")
    if union_told_on > today:
        raise Impossible("通知工会的日期不能晚于今天；先将理由通知工会，再提出解聘（《劳动合同法》第四十三条）。")
    referred = must_refer(suspected_crime=suspected_crime)
    if referred and (referred_on is None or not referred_to.strip()):
        raise Impossible("涉嫌犯罪的应当移交有关部门，请写明移交日期和移交机关。")
    if referred and referred_on is not None and referred_on > today:
        raise Impossible("移交日期不能晚于今天。")
    defence, statement = heard(defence, statement)
    dismissal = Dismissal(
        contract=contract,
        ground=ground,
        lawful=lawful,
        facts=facts.strip(),
        finding=finding.strip(),
        evidence=evidence,
        own_conduct=own_conduct,
        grave_consequence=grave_consequence,
        bad_influence=bad_influence,
        defence=defence,
        statement=statement,
        union_told_on=union_told_on,
        union_paper=union_paper,
        suspected_crime=suspected_crime,
        referred_on=referred_on if referred else None,
        referred_to=referred_to.strip() if referred else "",
        last_day=last_day,
        entered_by=by,
        entered_at=now,
    )
    _check(dismissal, today)
    if DISMISSALS[ground].climbed and contract.assistant is not None:
        dismissal.skip_reason = passing_over(Measure.DISMISSAL, contract.assistant, today, skip_reason)
    dismissal.save()
    audit.record(by=by, verb="enter_dismissal", about=dismissal, at=now, ground=ground, lawful=lawful, last_day=last_day)
    return dismissal


@action
def confirm_dismissal(*, dismissal: Dismissal, by: User, seen: int, now: datetime) -> Dismissal:
    """The head decides, and the contract ends on the last day: certificate, transfer and ledger as with every departure.

    :raises OneHand: if it is the one who entered it.
    :raises Impossible: if the record no longer bears it, or the last day is too early by now.
    """
    dismissal = _waiting(dismissal, by, seen)
    _check(dismissal, clock.today(now))
    dismissal.departure = begin_dismissal(
        contract=dismissal.contract,
        ground=dismissal.lawful,
        last_day=dismissal.last_day,
        paper=dismissal.evidence,
        reasons=dismissal.facts,
        entered_by=dismissal.entered_by,
        entered_at=dismissal.entered_at,
        by=by,
        now=now,
    )
    dismissal.state, dismissal.decided_by, dismissal.decided_at = Ruling.CONFIRMED, by, now
    dismissal.version += 1
    dismissal.save()
    audit.record(by=by, verb="confirm_dismissal", about=dismissal, at=now, ground=dismissal.ground, lawful=dismissal.lawful)
    ask_dismissal_notice(dismissal, by=by, now=now)
    return dismissal


@action
def return_dismissal(*, dismissal: Dismissal, reason: str, by: User, seen: int, now: datetime) -> Dismissal:
    """It goes back with a reason; it is entered anew."""
    dismissal = _waiting(dismissal, by, seen)
    if not reason.strip():
        raise Impossible("请写明退回的理由。")
    dismissal.state, dismissal.decided_by, dismissal.decided_at, dismissal.return_reason = Ruling.RETURNED, by, now, reason.strip()
    dismissal.version += 1
    dismissal.save()
    audit.record(by=by, verb="return_dismissal", about=dismissal, at=now)
    return dismissal


@action
def serve_dismissal(*, dismissal: Dismissal, served_on: date, served_how: str, by: User, seen: int, now: datetime) -> Dismissal:
    """Put down when and how the notice of a decided dismissal reached the person.

    :raises Impossible: before the decision, a second time, or for a day outside decision and today.
    """
    dismissal = Dismissal.objects.select_related("contract__assistant", "contract__county").locked(dismissal.pk, seen=seen)
    require(by, Power.DISCIPLINE_PREPARE, about=dismissal)
    serve(dismissal, "serve_dismissal", served_on=served_on, served_how=served_how, by=by, now=now)
    return dismissal


def _check(dismissal: Dismissal, today: date) -> None:
    """Everything the record and the law have against it, asked at entering and again at deciding."""
    contract = dismissal.contract
    if contract.signed_on is None or contract.ended_on is not None or contract.renewals.filter(signed_on__isnull=False).exists():
        raise Impossible("这份合同没有签订，或者已经解除、终止、续订，请刷新页面查看。")
    if dismissal.ground == "repeated" and (missing := wanting(contract)):
        raise Impossible("".join(missing))
    found = {name: getattr(dismissal, name) for name in ("own_conduct", "grave_consequence", "bad_influence")}
    if dismissal.ground == "serious" and not is_serious(**found):
        raise Impossible("以此解聘的，须认定是个人行为，并造成严重后果或者恶劣影响。")
    law = GROUNDS[dismissal.lawful]
    if dismissal.last_day < (earliest := earliest_last_day(law, today)):
        notice = f"应当提前 {law.notice_days} 日书面通知，" if law.notice_days else ""
        raise Impossible(f"以“{law.title}”解除合同，{notice}最后工作日最早是 {earliest}。")
    if contract.ends_on is not None and dismissal.last_day > contract.ends_on:
        raise Impossible(f"合同到 {contract.ends_on} 期满，最后工作日不能晚于这一天。")
    allowed(contract, dismissal.lawful, dismissal.last_day, noticed_on=today)


def _waiting(dismissal: Dismissal, by: User, seen: int) -> Dismissal:
    related = ("contract__assistant__person", "contract__county", "contract__office", "entered_by", "evidence")
    dismissal = Dismissal.objects.select_related(*related).locked(dismissal.pk, seen=seen)
    require(by, Power.DISCIPLINE_CONFIRM, about=dismissal)
    require_another(by, dismissal.entered_by)
    if dismissal.state != Ruling.PROPOSED:
        raise Impossible("这件解聘已经办理，请刷新页面查看结果。")
    return dismissal
