"""取消资格: the clerk enters the ground, the head confirms, and everything it touches changes in one transaction."""

from datetime import datetime

from bureaus import audit, clock, outbox
from bureaus.access import require, require_another
from bureaus.acts import Impossible, action
from bureaus.models import User
from bureaus.naming import named
from bureaus.tenancy import Stale
from policy.powers import Power
from policy.progress import Outcome
from policy.revocation import REVOCATION
from recruitment import revocation, settled
from recruitment.actions.outcomes import rank_interviews
from recruitment.models import Application, Entry, StageResult, Status
from staffing import actions as staffing
from staffing.models import Contract

RELATED = ("round__county", "round__intake", "round__scheme", "applicant", "vacancy__line")


@action
def enter_revocation(*, application: Application, ground: str, sentence: str, by: User, seen: int, now: datetime) -> Entry:
    """Enter that somebody who passed the review loses the qualification; nothing changes until the head confirms.

    :raises Impossible: without a ground or a sentence, or where the review is not passed or everything has ended.
    """
    application = Application.objects.select_related(*RELATED).locked(application.pk, seen=seen)
    require(by, Power.REVOKE, about=application)
    if reason := revocation.why_not(application):
        raise Impossible(reason)
    known = revocation.grounds_of(application.round)
    if ground not in known:
        raise Impossible("请选择取消资格的依据。")
    if not sentence.strip():
        raise Impossible("请用一句话写明查实的情况，报名人会看到。")
    if revocation.waiting(application) is not None:
        raise Impossible("取消资格已经拟定，正在等负责人审定。")
    entry = Entry.objects.create(
        application=application,
        stage=REVOCATION,
        attempt=application.attempt,
        outcome=Outcome.FAILED,
        reason=ground,
        clause=known[ground].clause.ref,
        sentence=sentence.strip(),
        entered_by=by,
        entered_at=now,
        seen=application.version,
    )
    audit.record(by=by, verb="enter_revocation", about=application, at=now, ground=ground)
    return entry


@action
def revoke(*, entry: Entry, by: User, seen: int, now: datetime) -> Application:
    """The head confirms: the application ends, the order of merit closes up where it is not yet published, and the ledger is put right.

    :raises bureaus.access.OneHand: if it is the one who entered it.
    :raises Stale: if the application has changed since version `seen`, or since it was entered.
    """
    application = Application.objects.select_related(*RELATED).locked(entry.application_id)
    found = Entry.objects.select_for_update().select_related("entered_by").filter(pk=entry.pk, stage=REVOCATION).first()
    if found is None:
        raise Impossible(settled.sentence(application, REVOCATION))
    require(by, Power.REVOKE_CONFIRM, about=application)
    require_another(by, found.entered_by)
    if application.version != seen or found.seen != application.version:
        raise Stale
    if reason := revocation.why_not(application):
        raise Impossible(reason)
    now = clock.again(now)
    frees, ranks = revocation.frees_the_place(application), revocation.ranks_anew(application)
    StageResult.objects.create(
        application=application,
        stage=REVOCATION,
        attempt=application.attempt,
        outcome=Outcome.FAILED,
        reason=found.reason,
        clause=found.clause,
        sentence=found.sentence,
        entered_by=found.entered_by,
        decided_by=by,
        decided_at=now,
    )
    hired = application.status == Status.HIRED
    application.status = Status.REVOKED
    application.version += 1
    application.save(update_fields=["status", "version"])
    if hired:
        contract = staffing.newest_of(Contract.objects.get(reference=named(application)))
        staffing.end_contract(contract=contract, ground=revocation.DECEIT, reference=revocation.reference(application), by=by, now=now)
    elif frees:
        _give_back(application, by, now)
    if ranks:
        rank_interviews(round=application.round, by=by, now=now)
    outbox.tell(
        "qualification_revoked",
        to=application.applicant,
        about=application,
        due=now,
        occasion=str(application.version),
        clause=found.clause,
    )
    audit.record(by=by, verb="revoke", about=application, at=now, ground=found.reason, entered_by=found.entered_by)
    found.delete()
    return application


def _give_back(application: Application, by: User, now: datetime) -> None:
    """Nobody can be called for the place: an unsigned contract is dropped and the reservation goes back."""
    staffing.drop_contract(reference=named(application), by=by, now=now)
    staffing.free(
        line=application.vacancy.line,  # type: ignore[union-attr]  # submitted, so for a vacancy
        track=application.round.intake.track,
        number=1,
        reference=revocation.reference(application),
        by=by,
        now=now,
    )
