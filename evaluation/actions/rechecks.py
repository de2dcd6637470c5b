"""From the notice to the end: signed for, asked about, answered, final."""

from datetime import date, datetime, timedelta

from bureaus import audit, clock, days, outbox
from bureaus.access import Refused, require
from bureaus.acts import Impossible, action
from bureaus.models import User
from evaluation.actions.appraising import locked_sheet, save_sheet
from evaluation.actions.grading import post
from evaluation.downgrades import downgrades_on
from evaluation.models import Appraisal, AppraisalRecheck, what_holds
from policy.appraisal import BEST_FIRST, Grade, lowered
from policy.appraisal_way import Cycle, grades_of, last_to_ask
from policy.powers import Power, Role

NOT_BY_THEM = "复核须由没有拟定、也没有审定这一等次的人答复，请另一位工作人员或者负责人办理。"


@action
def sign_appraisal(*, appraisal: Appraisal, by: User, seen: int, now: datetime) -> Appraisal:
    """The person signs for the result; the clock of 复核 runs from tomorrow."""
    appraisal = locked_sheet(appraisal, seen=seen)
    require(by, Power.APPRAISAL_SELF, about=appraisal)
    _serve(appraisal, Appraisal.Receipt.SIGNED, "", clock.today(now), by, now)
    audit.record(by=by, verb="sign_appraisal", about=appraisal, at=now, version=appraisal.version)
    return appraisal


@action
def note_receipt(*, appraisal: Appraisal, receipt: str, note: str, served_on: date, by: User, seen: int, now: datetime) -> Appraisal:
    """The office notes that the person signed on paper, refused, or was not there."""
    appraisal = locked_sheet(appraisal, seen=seen)
    require(by, Power.DAILY_RECORD, about=appraisal)
    how = Appraisal.Receipt(receipt)
    if how is Appraisal.Receipt.SIGNED:
        raise Impossible("“本人签收”由本人在自己的账号上办理；纸质签收的请选“本人在纸质通知上签收”。")
    if how is not Appraisal.Receipt.PAPER and not note.strip():
        raise Impossible("拒绝签收或者本人不在的，请写明情况和见证人。")
    if not clock.today(appraisal.period.confirmed_at or now) <= served_on <= clock.today(now):
        raise Impossible("送达日期应在审定之日到今天之间，请核对。")
    _serve(appraisal, how, note.strip(), served_on, by, now)
    audit.record(by=by, verb="note_appraisal_receipt", about=appraisal, at=now, receipt=receipt, version=appraisal.version)
    return appraisal


@action
def ask_appraisal_recheck(*, appraisal: Appraisal, grounds: str, by: User, seen: int, now: datetime) -> AppraisalRecheck:
    """The person asks for 复核, once, within the clock.

    :raises Impossible: before the result was signed for, after the last day, or a second time.
    """
    appraisal = locked_sheet(appraisal, seen=seen)
    require(by, Power.APPRAISAL_SELF, about=appraisal)
    now = clock.again(now)
    if appraisal.ask_until is None:
        raise Impossible("请先签收考核结果，签收以后才能申请复核。")
    if hasattr(appraisal, "recheck"):
        raise Impossible("已经申请过复核，不能重复申请。")
    if not appraisal.may_ask(now):
        raise Impossible(f"申请复核到 {appraisal.ask_until} 为止，现在已经过期。")
    if not grounds.strip():
        raise Impossible("请写明申请复核的理由：哪一项不符合事实，有什么依据。")
    period = appraisal.period
    assert period.prepared_by is not None and period.confirmed_by is not None  # noqa: S101, PT018 - decided, or nothing was served
    recheck = AppraisalRecheck.objects.create(
        appraisal=appraisal,
        grounds=grounds.strip(),
        asked_at=now,
        answer_by=clock.today(now) + timedelta(days=period.scheme.answer_days),
        prepared_by=period.prepared_by,
        decided_by=period.confirmed_by,
        old_grade=appraisal.grade,
    )
    staff = User.objects.filter(county=period.county_id, role__in=(Role.COUNTY_CLERK, Role.COUNTY_HEAD), is_active=True)
    others = staff.exclude(pk__in=[recheck.prepared_by_id, recheck.decided_by_id])
    outbox.tell_each("appraisal_recheck_asked", [(each, recheck, {"appraisal": appraisal}) for each in others or staff], due=now)
    audit.record(by=by, verb="ask_appraisal_recheck", about=recheck, at=now)
    return recheck


@action
def answer_appraisal_recheck(*, recheck: AppraisalRecheck, grade: Grade, answer: str, by: User, now: datetime) -> AppraisalRecheck:
    """Somebody else of the bureau answers: the grade stands, or a better one. Late answers are taken; they show as late.

    :raises Refused: for who prepared or confirmed the grade.
    :raises Impossible: if answered already, for a grade worse than before, or without words.
    """
    appraisal = locked_sheet(recheck.appraisal)
    recheck = AppraisalRecheck.objects.locked(recheck.pk)
    recheck.appraisal = appraisal
    if by.role == Role.COUNTY_HEAD:
        require(by, Power.APPRAISAL_CONFIRM, about=recheck)
    else:
        require(by, Power.APPRAISAL_PREPARE, about=recheck)
    if by.pk in (recheck.prepared_by_id, recheck.decided_by_id):
        raise Refused(NOT_BY_THEM)
    if recheck.answered_at is not None:
        raise Impossible("这份复核已经答复，没有重复登记。")
    if problem := _answer_problem(appraisal, Grade(recheck.old_grade), grade, answer):
        raise Impossible(problem)
    recheck.grade, recheck.answer, recheck.answered_by, recheck.answered_at = grade.value, answer.strip(), by, now
    recheck.save()
    if grade.value != appraisal.grade:
        appraisal.grade, appraisal.grade_reason = grade.value, f"复核改为{grade.title}"
        if grade in BEST_FIRST and BEST_FIRST.index(grade) < BEST_FIRST.index(Grade(appraisal.best)):
            appraisal.best = grade.value
        if grade is Grade.EXCELLENT:
            post(appraisal, appraisal.period, now)
    if not appraisal.is_posted(now):
        appraisal.final_at = now
    save_sheet(appraisal)
    if appraisal.assistant.person is not None:
        outbox.tell("appraisal_recheck_answered", to=appraisal.assistant.person, about=recheck, due=now, appraisal=appraisal)
    audit.record(
        by=by, verb="answer_appraisal_recheck", about=recheck, at=now, changed=grade.value != recheck.old_grade, late=recheck.is_late(now)
    )
    return recheck


def finish_due_appraisals(*, now: datetime) -> int:
    """Make final what was served, whose time to ask is over, and about which nothing is open; returns how many."""
    today = clock.today(now)
    due = Appraisal.objects.filter(final_at=None, ask_until__isnull=False).exclude(posted_last__gte=today)
    asked = due.filter(recheck__answered_at__isnull=False)
    unasked = due.filter(recheck=None, ask_until__lt=today)
    return sum(_finish(sheet, now) for sheet in [*asked.order_by("pk"), *unasked.order_by("pk")])


@action
def _finish(appraisal: Appraisal, now: datetime) -> int:
    appraisal = locked_sheet(appraisal)
    open_ = hasattr(appraisal, "recheck") and appraisal.recheck.answered_at is None
    if appraisal.final_at is not None or appraisal.may_ask(now) or appraisal.is_posted(now) or open_ or what_holds(appraisal):
        return 0
    appraisal.final_at = now
    save_sheet(appraisal)
    audit.record(by=None, verb="finish_appraisal", about=appraisal, at=now, grade=appraisal.grade)
    return 1


def _serve(appraisal: Appraisal, how: Appraisal.Receipt, note: str, served_on: date, by: User, now: datetime) -> None:
    if appraisal.decided is None:
        raise Impossible("等次还没有审定，暂不能签收。")
    if appraisal.receipt:
        raise Impossible("考核结果已经送达，没有重复登记。")
    if appraisal.is_posted(now) or (appraisal.posted_last and served_on <= appraisal.posted_last):
        raise Impossible(f"优秀公示到 {appraisal.posted_last} 为止，期满以后才能送达结果。")
    if problem := what_holds(appraisal):
        raise Impossible(problem)
    appraisal.receipt, appraisal.receipt_note, appraisal.served_on, appraisal.served_by = how.value, note, served_on, by
    appraisal.ask_until = last_to_ask(served_on, appraisal.period.scheme.ask_days, days.working_days())
    save_sheet(appraisal)


def _answer_problem(appraisal: Appraisal, old: Grade, new: Grade, answer: str) -> str:
    if not answer.strip():
        return "请写明复核的结论和理由，本人会看到。"
    if old is Grade.UNDETERMINED or new is Grade.UNDETERMINED:
        return "" if new is old else "不确定等次的，复核只能维持；其他人复核以后应有等次。"
    if new not in grades_of(Cycle(appraisal.period.cycle)):
        return f"{Cycle(appraisal.period.cycle).title}没有这一等次。"
    if BEST_FIRST.index(new) > BEST_FIRST.index(old):
        return f"复核不能使本人得到更差的结果：原来是{old.title}，不能改为{new.title}。"
    ceiling = lowered(Grade.EXCELLENT, len(downgrades_on(appraisal)))
    if BEST_FIRST.index(new) < BEST_FIRST.index(ceiling):
        return f"考核期内有审定的考核降档，复核最高为{ceiling.title}，不能改为{new.title}。"
    return ""
