"""The next contract of somebody who stays (四(四).续聘): drawn up on what was proposed, signed by another; the ledger does not move."""

from datetime import date, datetime, timedelta

from bureaus import audit, clock
from bureaus.access import holds, require, require_another
from bureaus.acts import Impossible, action
from bureaus.models import JudicialOffice, User
from policy.contracts import Form, late_signing, must_be_open_ended
from policy.powers import Power
from staffing.actions.contracts import last_day_of
from staffing.models import Contract, Posting


@action
def prepare_renewal(
    *,
    contract: Contract,
    reference: str,
    starts_on: date,
    term_months: int | None,
    prepared_by: User,
    by: User,
    now: datetime,
    asks_for_fixed: bool = False,
    at_fault: bool = False,
) -> Contract:
    """Draw up the contract that follows: the same place, no second probation; `term_months` None is open-ended.

    Whoever proposed the term prepared it; the one who decides lets it be drawn up and signs it afterwards. `open_condition` is taken over.

    :raises Impossible: if the contract has ended, is renewed already, does not run out, or has to be followed by an open-ended one.
    """
    contract = Contract.objects.select_related("line", "assistant", "office").locked(contract.pk)
    require(by, Power.CONTRACT_SIGN, about=contract)
    if not holds(prepared_by, Power.CONTRACT_PREPARE) or prepared_by.county_id != contract.county_id:
        raise Impossible("提出意见的人现在不能拟定合同，请退回，由现在的经办人重新提出。")
    if contract.signed_on is None or contract.ended_on is not None:
        raise Impossible("这份合同没有签订或者已经解除，不能续订。")
    if contract.ends_on is None:
        raise Impossible("无固定期限劳动合同不需要续订。")
    if starts_on <= contract.ends_on:
        raise Impossible(f"续订的合同应从 {contract.ends_on + timedelta(days=1)} 以后起算。")
    if term_months is not None and term_months < 1:
        raise Impossible("合同期限至少 1 个月，请填写整月数。")
    begun, fixed = service_of(contract)
    owed = must_be_open_ended(
        form=Form(contract.form),
        works_from=begun,
        renews_on=starts_on,
        fixed_terms=fixed,
        at_fault=at_fault,
        asks_for_fixed=asks_for_fixed,
    )
    if owed and term_months is not None:
        raise Impossible(
            "连续订立二次固定期限劳动合同或者连续工作满十年的，应当订立无固定期限劳动合同（《劳动合同法》第十四条）；本人书面提出订立固定期限的除外。"
        )
    following = Contract.objects.create(
        county_id=contract.county_id,
        line=contract.line,
        track=contract.track,
        office=_office_of(contract),
        assistant=contract.assistant,
        reference=reference,
        form=contract.form,
        starts_on=starts_on,
        ends_on=last_day_of(starts_on, term_months) if term_months is not None else None,
        renews=contract,
        open_condition=contract.open_condition,
        prepared_by=prepared_by,
        prepared_at=now,
    )
    audit.record(by=by, verb="prepare_renewal", about=following, at=now, renews=contract, term_months=term_months)
    return following


@action
def sign_renewal(*, contract: Contract, signed_on: date, by: User, now: datetime) -> Contract:
    """Sign the contract that follows: the person stays where they serve and keeps the place in the ledger.

    A late signing is never refused; what it costs is written on the contract.

    :raises OneHand: if the same person prepared it.
    :raises Impossible: on an open condition of hiring, or where the one before has ended.
    """
    contract = Contract.objects.select_related("renews", "assistant").locked(contract.pk)
    require(by, Power.CONTRACT_SIGN, about=contract)
    require_another(by, contract.prepared_by)
    before = Contract.objects.locked(contract.renews_id) if contract.renews_id else None
    if before is None:
        raise Impossible("这不是续订的合同。")
    if contract.signed_on:
        raise Impossible("合同已经签订，没有重复登记。")
    if contract.open_condition:
        raise Impossible(f"聘用条件还没有办结，不能签订合同：{contract.open_condition}。")
    if before.ended_on is not None:
        raise Impossible("原来的合同已经解除或者终止，不能续订。")
    if signed_on > clock.today(now):
        raise Impossible("签订日期不能晚于今天。")
    late = late_signing(contract.starts_on, signed_on)
    contract.signed_on = signed_on
    contract.signed_by = by
    contract.late_consequence = late.sentence if late else ""
    contract.version += 1
    contract.save()
    audit.record(by=by, verb="sign_renewal", about=contract, at=now, renews=before, late=late is not None)
    return contract


def newest_of(contract: Contract) -> Contract:
    """The signed contract that stands in the place of this one today: itself, or the last of its renewals."""
    while following := Contract.objects.signed().filter(renews=contract).first():
        contract = following
    return contract


def service_of(contract: Contract) -> tuple[date, int]:
    """Since when somebody has worked here without a break, and how many fixed terms in a row that makes; the contract comes last.

    Reads `assistant.signed_contracts` where a list has prefetched them.
    """
    held = getattr(contract.assistant, "signed_contracts", None)
    if held is None:
        held = Contract.objects.signed().filter(assistant=contract.assistant_id)
    begun, fixed, first = contract.starts_on, 0 if contract.ends_on is None else 1, contract
    for earlier in sorted(held, key=lambda each: each.starts_on, reverse=True):
        if earlier.starts_on >= first.starts_on:
            continue
        last_day = earlier.term.last_day
        if first.renews_id != earlier.pk and (last_day is None or last_day + timedelta(days=1) < first.starts_on):
            break
        begun, first = earlier.starts_on, earlier
        fixed = fixed + 1 if earlier.ends_on is not None else 0
    return begun, fixed


def _office_of(contract: Contract) -> JudicialOffice:
    """Where the person serves now: 统一调配 may have moved them since the last signing."""
    newest = Posting.objects.filter(assistant=contract.assistant_id).select_related("office").order_by("-first_day").first()
    return newest.office if newest else contract.office
