"""How a contract ends (劳动合同法36至46): on which ground, on which day; posting and ledger follow."""

from datetime import date, datetime

from bureaus import audit, clock
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import User
from bureaus.naming import named
from policy.endings import GROUNDS, objections
from policy.powers import Power
from staffing.actions.ledger import release
from staffing.actions.service import depart
from staffing.models import Contract, Posting, Protection, protected_until


@action
def end_contract(
    *,
    contract: Contract,
    ground: str,
    by: User | None,
    now: datetime,
    last_day: date | None = None,
    reference: str = "",
    union_told: bool = True,
) -> Contract:
    """End a signed contract on a ground of the law, today or on another day: the posting ends with it.

    The departure is counted in the ledger in the same transaction where that day has come, else by `count_departures` on the day. A
    renewal that was drawn up and not signed falls away. `by` is None where the clock carries out what was decided before. `union_told`:
    whether the room above knows that the union has heard the reason.

    :raises Impossible: if it is not signed, has ended already, or the law forbids it: see `why_not`.
    """
    contract = Contract.objects.select_related("line", "assistant").locked(contract.pk)
    if by is not None:
        require(by, Power.CONTRACT_SIGN, about=contract)
    if ground not in GROUNDS:
        raise Impossible("请选择解除或者终止合同的法定事由。")
    if contract.signed_on is None or contract.ended_on is not None:
        raise Impossible("这份合同没有签订或者已经解除。")
    today = clock.today(now)
    day = last_day or today
    if problems := why_not(contract, ground=ground, last_day=day, union_told=union_told):
        raise Impossible(problems[0])
    if contract.renewals.filter(signed_on__isnull=False).exists():
        raise Impossible("这份合同已经续订，要解除的是续订的那一份。")
    for draft in contract.renewals.select_for_update():
        audit.record(by=by, verb="drop_contract", about=draft, at=now, reference=draft.reference)
        draft.delete()
    held = Posting.objects.select_for_update().filter(assistant=contract.assistant)
    for posting in held.not_ended(day):
        if posting.first_day > day and held.serving(day).exists():
            audit.record(by=by, verb="drop_posting", about=contract, at=now, office=posting.office_id, first_day=posting.first_day)
            posting.delete()  # a move that was to come: nobody ever served there
            continue
        posting.last_day = max(day, posting.first_day)
        posting.save(update_fields=["last_day"])
    contract.ended_on, contract.ended_ground = day, ground
    contract.version += 1
    contract.save(update_fields=["ended_on", "ended_ground", "version"])
    audit.record(by=by, verb="end_contract", about=contract, at=now, ground=ground, last_day=day)
    if day <= today:
        _depart(contract, reference=reference, by=by, now=now)
        depart(assistant=contract.assistant, by=by, now=now)  # type: ignore[arg-type]  # signed, so there is one
    return contract


@action
def count_departures(*, now: datetime) -> int:
    """Count in the ledger everybody whose last day has come; returns how many. Any number of times, each is counted once."""
    due = Contract.objects.departing(clock.today(now)).order_by("line_id", "pk").select_related("line").select_for_update(of=("self",))
    counted = list(due)
    for contract in counted:
        _depart(contract, reference="", by=None, now=now)
    return len(counted)


def why_not(contract: Contract, *, ground: str, last_day: date, union_told: bool, noticed_on: date | None = None) -> list[str]:
    """Everything the law has against this ending, one sentence each. Who is protected is neither given notice nor let go.

    What protects somebody forbids a shielded ground, and makes a contract that runs out go on (劳动合同法42、45).
    """
    chosen = GROUNDS[ground]
    held = list(Protection.objects.standing().filter(assistant=contract.assistant_id))
    since = noticed_on or last_day
    shields = [row.kind for row in held if row.first_day <= last_day and (row.last_day is None or row.last_day >= since)]
    on_probation = contract.probation_ends_on is not None and last_day <= contract.probation_ends_on
    found = objections(chosen, shields=shields, on_probation=on_probation, union_told=union_told)
    if ground in ("expired", "not_renewed_by_assistant"):
        if contract.ends_on is None:
            found.append("无固定期限劳动合同没有期满日，不能以合同到期终止。")
        elif last_day < contract.ends_on:
            found.append(f"合同到 {contract.ends_on} 期满，不能早于这一天以合同到期终止。")
        elif ground == "expired":
            until = protected_until(contract.ends_on, held)
            if until is None:
                found.append("这个人受法律保护，合同续延到保护的情形消失时终止（《劳动合同法》第四十五条）；结束日期还没有登记。")
            elif last_day < until:
                found.append(f"这个人受法律保护，合同续延到 {until}（《劳动合同法》第四十五条），不能早于这一天终止。")
    return found


def _depart(contract: Contract, *, reference: str, by: User | None, now: datetime) -> None:
    """The one movement a departure makes in the ledger, remembered on the contract."""
    release(line=contract.line, track=contract.track, reference=reference or named(contract), by=by, now=now)
    contract.departed_at = now
    contract.save(update_fields=["departed_at"])
