"""续聘: the clerk says what becomes of a contract that runs out, the head decides, the next contract is signed (四(四).续聘)."""

from datetime import date, datetime

from bureaus import audit, clock, outbox
from bureaus.access import require, require_another
from bureaus.acts import Impossible, action
from bureaus.models import User
from bureaus.naming import named
from documents.models import StoredFile
from evaluation import radar
from evaluation.actions.departing import begin_departure
from evaluation.contract_papers import ask_renewal_notice, ask_renewed_contract
from evaluation.models import Appraisal, Choice, Renewal, Ruling
from policy.appraisal import may_renew
from policy.powers import Power
from staffing import actions as staffing
from staffing.models import Contract

GROUND = {Choice.END: "expired", Choice.DECLINED: "not_renewed_by_assistant"}

FAILED = "合同期内有年度考核或者聘期考核不合格，综合工作表现不能填良好。"


@action
def propose_renewal(
    *,
    contract: Contract,
    choice: str,
    needed: bool | None,
    performance: bool | None,
    reasons: str,
    by: User,
    now: datetime,
    term_months: int | None = None,
    open_ended: bool = False,
    request: StoredFile | None = None,
) -> Renewal:
    """Say what becomes of a contract that runs out, on both questions of the document; nothing changes until the head decides.

    `request`: the person's own written wish for a fixed term, where the law would have an open-ended one.

    :raises Impossible: if a question is not answered, the law wants another term, or the contract does not run out yet.
    """
    require(by, Power.RENEWAL_PREPARE)
    row = row_of(contract, by, now)
    if row.why_not_proposed:
        raise Impossible(row.why_not_proposed)
    if needed is None or performance is None:
        raise Impossible("请逐人回答工作需要和综合工作表现两项。")
    if row.worked_well is False and performance:
        raise Impossible(FAILED)
    if not reasons.strip():
        raise Impossible("请写明理由，本人会看到。")
    renews = choice == Choice.RENEW
    if renews and not may_renew(needed=needed, performance=performance):
        raise Impossible("续聘须同时具备工作需要和综合工作表现良好两项（四(四).续聘）。")
    if choice == Choice.END and may_renew(needed=needed, performance=performance):
        raise Impossible("工作需要、综合工作表现良好的，应当续聘；本人不愿意续签的，请选“本人不续签”。")
    if renews and row.contract.open_condition:
        raise Impossible(f"聘用条件还没有办结，不能续聘：{row.contract.open_condition}。")
    if renews and row.must_be_open_ended and not open_ended and request is None:
        raise Impossible(
            f"{row.person.name}应当订立无固定期限劳动合同（《劳动合同法》第十四条）；本人提出订立固定期限的，请上传本人书面申请。"
        )
    renewal = Renewal.objects.create(
        contract=row.contract,
        choice=choice,
        needed=needed,
        performance=performance,
        grades=row.grade_words,
        reasons=reasons.strip(),
        term_months=term_months if renews and not open_ended else None,
        open_ended=renews and open_ended,
        asks_for_fixed=renews and request is not None,
        request=request if renews else None,
        proposed_by=by,
        proposed_at=now,
    )
    audit.record(by=by, verb="propose_renewal", about=renewal, at=now, choice=choice, contract=row.contract)
    return renewal


@action
def confirm_renewal(*, renewal: Renewal, by: User, seen: int, now: datetime) -> Renewal:
    """The head decides as proposed: the next contract is drawn up, or the end at the term is set; the person is told with reasons.

    :raises OneHand: if it is the one who proposed it.
    :raises Impossible: if a grade that has become final since bears the answer on performance no more.
    """
    renewal = _waiting(renewal, by, seen)
    list(
        Appraisal.objects.select_for_update().filter(assistant=renewal.contract.assistant_id).order_by("pk")
    )  # none becomes final meanwhile
    row = row_of(renewal.contract, by, now)
    if row.worked_well is False and renewal.performance:
        raise Impossible(f"{FAILED}这一结果在提出以后才生效，请退回，由经办人重新提出。")
    renewal.state, renewal.decided_by, renewal.decided_at = Ruling.CONFIRMED, by, now
    renewal.version += 1
    renewal.save()
    audit.record(by=by, verb="confirm_renewal", about=renewal, at=now, choice=renewal.choice)
    ask_renewal_notice(renewal, by=by, now=now)
    if renewal.choice == Choice.RENEW:
        following = staffing.prepare_renewal(
            contract=renewal.contract,
            reference=named(renewal),
            starts_on=row.starts_next,
            term_months=None if renewal.open_ended else renewal.term_months,
            asks_for_fixed=renewal.asks_for_fixed,
            at_fault=row.at_fault,
            prepared_by=renewal.proposed_by,
            by=by,
            now=now,
        )
        ask_renewed_contract(following, now=now)
    else:
        begin_departure(renewal=renewal, ground=GROUND[Choice(renewal.choice)], by=by, now=now)
    account = row.person.person
    if account is not None:
        outbox.tell("renewal_decided", to=account, about=renewal, due=now)
    return renewal


@action
def return_renewal(*, renewal: Renewal, reason: str, by: User, seen: int, now: datetime) -> Renewal:
    """The head sends a proposal back with a reason; the clerk proposes anew."""
    renewal = _waiting(renewal, by, seen)
    if not reason.strip():
        raise Impossible("请写明退回的理由。")
    renewal.state, renewal.decided_by, renewal.decided_at, renewal.return_reason = Ruling.RETURNED, by, now, reason.strip()
    renewal.version += 1
    renewal.save()
    audit.record(by=by, verb="return_renewal", about=renewal, at=now)
    return renewal


@action
def sign_next(*, contract: Contract, signed_on: date, by: User, now: datetime) -> Contract:
    """Sign the contract that follows; the person is told."""
    require(by, Power.RENEWAL_CONFIRM)
    contract = staffing.sign_renewal(contract=contract, signed_on=signed_on, by=by, now=now)
    account = contract.assistant.person if contract.assistant else None
    if account is not None:
        outbox.tell("renewal_signed", to=account, about=contract, due=now)
    return contract


def row_of(contract: Contract, user: User, now: datetime) -> radar.Row:
    """One contract as the list shows it.

    :raises Impossible: if it is not in being any more, or not within this person's reach.
    """
    today = clock.today(now)
    found = radar.contracts(user, today=today, within=None).filter(pk=contract.pk)
    rows = radar.rows_of(found, today)
    if not rows:
        raise Impossible("这份合同已经续订、解除或者终止，请刷新页面查看。")
    return rows[0]


def _waiting(renewal: Renewal, by: User, seen: int) -> Renewal:
    related = ("contract__assistant__person", "contract__county", "proposed_by")
    renewal = Renewal.objects.select_related(*related).locked(renewal.pk, seen=seen)
    require(by, Power.RENEWAL_CONFIRM, about=renewal)
    require_another(by, renewal.proposed_by)
    if renewal.state != Ruling.PROPOSED:
        raise Impossible("这条意见已经办理，请刷新页面查看结果。")
    return renewal
