"""资格审查, 考察 and 体检: one person enters an outcome, another confirms it."""

from collections.abc import Mapping
from datetime import datetime

from bureaus import audit, clock, outbox
from bureaus.access import holds, require, require_another
from bureaus.acts import Impossible, action
from bureaus.models import User
from bureaus.tenancy import Stale
from policy.powers import Power
from policy.progress import Outcome
from policy.revocation import REVOCATION
from recruitment import eligibility, settled
from recruitment.actions.assessment import must_be_of_own_office
from recruitment.actions.corrections import must_be_over, return_for_correction
from recruitment.actions.moving import NotAtThatStage, Ruling, settle
from recruitment.actions.openings import must_take_people
from recruitment.models import Application, Entry, Recusal, Round, ScoreSheet, Side, Status
from recruitment.settled import minute

OTHER = "other"
RETURNED = "returned"
ENTERING = {"review": Power.REVIEW, REVOCATION: Power.REVOKE}
CONFIRMING = {"review": Power.REVIEW_CONFIRM, REVOCATION: Power.REVOKE_CONFIRM}


@action
def enter_review(
    *, application: Application, decision: str, answers: Mapping[str, bool], reason: str, sentence: str, by: User, seen: int, now: datetime
) -> Entry:
    """Enter the first reviewer's opinion: passed, failed or returned. What the facts settle cannot be answered otherwise.

    :raises Impossible: if it passes with a condition unmet or open, or fails or is returned without a reason.
    """
    # Who was asked to mend something and did not come back can only be refused; otherwise the review could never close.
    standing = (Status.ACTIVE, Status.RETURNED) if decision == Outcome.FAILED else (Status.ACTIVE,)
    application = _at_stage(application, "review", by, seen, standing=standing)
    if decision == Outcome.FAILED:
        must_be_over(application, clock.again(now))
    verdict = eligibility.verdict(application, answers)
    if decision == Outcome.PASSED:
        must_take_people(application.vacancy)
        if verdict.failed:
            raise Impossible(f"“{verdict.failed[0].rule.title}”不符合（{verdict.failed[0].rule.clause.ref}），不能通过。")
        if verdict.open:
            raise Impossible(f"还有 {len(verdict.open)} 项没有核对：{'、'.join(finding.rule.title for finding in verdict.open)}。")
        reason = sentence = clause = ""
    else:
        rules = {rule.key: rule for rule in eligibility.rules_of(application.round)}
        if reason not in rules and (reason != OTHER or decision != RETURNED):
            raise Impossible("请选择是哪一项条件不符合。“其他原因”没有条款可依，只用于退回补正。" if reason == OTHER else "请选择原因。")
        if not sentence.strip():
            raise Impossible("请用一句话写明情况，报名人会看到。")
        clause = rules[reason].clause.ref if reason in rules else ""
    returned = decision == RETURNED
    return _enter(
        application,
        stage="review",
        outcome=Outcome.FAILED if returned else Outcome(decision),
        reason=reason,
        clause=clause,
        sentence=sentence.strip(),
        answers=dict(answers),
        returned=returned,
        by=by,
        now=now,
    )


@action
def enter_result(
    *, application: Application, stage: str, outcome: Outcome, reason: str, sentence: str, note: str, by: User, seen: int, now: datetime
) -> Entry:
    """Enter the outcome of the 考察 or 体检. What a doctor or an inspector wrote is sealed; others see the outcome only."""
    if stage not in ("inspection", "medical"):
        raise NotAtThatStage("只有考察和体检在这里登记结果。")
    application = _at_stage(application, stage, by, seen)
    outcome = Outcome(outcome)
    if outcome is not Outcome.PASSED and not sentence.strip():
        raise Impossible("请用一句话写明情况，本人会看到。")
    clause = next(
        (rule.clause.ref for rule in eligibility.rules_of(application.round) if rule.key == reason),
        application.round.track.stage(stage).ref,
    )
    return _enter(
        application,
        stage=stage,
        outcome=outcome,
        reason="" if outcome is Outcome.PASSED else reason or OTHER,
        clause="" if outcome is Outcome.PASSED else clause,
        sentence="" if outcome is Outcome.PASSED else sentence.strip(),
        note=note,
        by=by,
        now=now,
    )


@action
def confirm_entry(*, entry: Entry, by: User, seen: int, now: datetime) -> Application:
    """Another person confirms what was entered; the application moves on, or goes back to the applicant.

    :raises bureaus.access.OneHand: if it is the one who entered it.
    :raises bureaus.tenancy.Stale: if the application has changed since version `seen`, or since it was entered.
    """
    application = _application(entry.application_id)
    entry = Entry.objects.select_for_update().filter(pk=entry.pk).exclude(stage=REVOCATION).first() or _gone(application, entry.stage)
    require(by, CONFIRMING.get(entry.stage, Power.RESULT_CONFIRM), about=application)
    require_another(by, entry.entered_by)
    if application.version != seen or entry.seen != application.version:
        raise Stale
    if entry.stage == "review" and entry.outcome == Outcome.PASSED and eligibility.verdict(application, entry.answers).outcome is not True:
        raise Impossible("初审以后在册登记有变化，这份报名不再符合全部条件。请写明情况，退回重新审查。")
    now = clock.again(now)
    if entry.returned:
        correction = return_for_correction(application, sentence=entry.sentence, by=by, now=now)
        outbox.tell(
            "application_returned",
            to=application.applicant,
            about=application,
            due=now,
            occasion=str(application.version),
            sentence=entry.sentence,
            correction=correction,
        )
        audit.record(by=by, verb="return_application", about=application, at=now, reason=entry.reason, due_at=correction.due_at)
    else:
        ruling = Ruling(
            application=application,
            outcome=Outcome(entry.outcome),
            reason=entry.reason,
            clause=entry.clause,
            sentence=entry.sentence,
            answers=entry.answers,
            note=entry.note,
        )
        settle(rulings=[ruling], stage=entry.stage, now=now, by=by, entered_by=entry.entered_by)
    entry.delete()
    return application


@action
def send_back_entry(*, entry: Entry, reason: str, by: User, now: datetime) -> None:
    """The second person does not agree: the entry goes, and the first is told why."""
    application = _application(entry.application_id)
    entry = Entry.objects.select_for_update().filter(pk=entry.pk).first() or _gone(application, entry.stage)
    require(by, CONFIRMING.get(entry.stage, Power.RESULT_CONFIRM), about=application)
    require_another(by, entry.entered_by)
    if not reason.strip():
        raise Impossible("请写明不同意的理由，录入人会收到。")
    outbox.tell(
        "entry_sent_back", to=entry.entered_by, about=application, due=now, occasion=f"{entry.stage}:{entry.pk}", reason=reason.strip()
    )
    audit.record(by=by, verb="send_back_entry", about=application, at=now, stage=entry.stage, entered_by=entry.entered_by)
    entry.delete()


@action
def take_back_entry(*, entry: Entry, by: User, now: datetime) -> None:
    """Whoever entered something takes it back while nobody has confirmed it; afterwards it is final."""
    application = _application(entry.application_id)
    entry = Entry.objects.select_for_update().filter(pk=entry.pk).first() or _gone(application, entry.stage)
    require(by, ENTERING.get(entry.stage, Power.RESULT_ENTER), about=application)
    if entry.entered_by_id != by.pk:
        raise Impossible("只有录入的人可以撤回自己的意见；不同意的，请退回。")
    audit.record(by=by, verb="take_back_entry", about=application, at=now, stage=entry.stage, outcome=entry.outcome)
    entry.delete()


@action
def declare_relative(*, application: Application, staff: User, relation: str, by: User, now: datetime) -> Recusal:
    """Record a declared relation; from now on that member of staff decides nothing about this person. What they had entered lapses.

    An office declares it of its own people, whom it assesses; its opinion stands once the bureau has marked beside it.
    """
    in_office = holds(by, Power.ASSESS)
    if in_office:
        Round.objects.locked(application.round_id)  # as whoever gives an opinion does
    application = _application(application.pk)
    if in_office:
        must_be_of_own_office(application, by)
    else:
        require(by, Power.REVIEW_CONFIRM, about=application)
    lapsed, _ = application.entries.filter(entered_by=staff).delete()
    if in_office and not ScoreSheet.objects.filter(round=application.round_id, stage="assessment").exists():
        application.opinions.filter(side=Side.OFFICE, entered_by=staff).delete()
    recusal = Recusal.objects.create(application=application, staff=staff, relation=relation.strip(), declared_by=by, declared_at=now)
    audit.record(by=by, verb="declare_relative", about=application, at=now, staff=staff, lapsed=lapsed)
    return recusal


def _application(pk: int) -> Application:
    return Application.objects.select_related("round__county", "round__intake", "round__scheme", "applicant", "vacancy").locked(pk)


def _at_stage(application: Application, stage: str, by: User, seen: int, *, standing: tuple[Status, ...] = (Status.ACTIVE,)) -> Application:
    """The application under lock, when it and its round have come to the stage and `by` may enter its outcome."""
    application = _application(application.pk)
    require(by, ENTERING.get(stage, Power.RESULT_ENTER), about=application)
    if application.version != seen:
        raise Stale
    stages = application.round.stages
    begun = "registration" if stage == "review" else stage  # reviewing may begin while others still register
    if application.status not in standing or application.stage != stage or stages.index(application.round.stage) < stages.index(begun):
        raise NotAtThatStage("这份报名现在不在这个环节，请刷新页面，看清所在环节再办。")
    return application


def _enter(application: Application, *, by: User, now: datetime, **fields: object) -> Entry:
    earlier = application.entries.filter(stage=fields["stage"], attempt=application.attempt).select_related("entered_by").first()
    if earlier is not None:
        raise Impossible(f"这份报名已由{earlier.entered_by.name}于 {minute(earlier.entered_at)} 录入“{earlier.word}”，您的操作没有保存。")
    entry = Entry.objects.create(
        application=application, attempt=application.attempt, entered_by=by, entered_at=now, seen=application.version, **fields
    )
    audit.record(by=by, verb="enter_result", about=application, at=now, stage=entry.stage, outcome=entry.outcome, reason=entry.reason)
    return entry


def _gone(application: Application, stage: str) -> Entry:
    raise Impossible(settled.sentence(application, stage))
