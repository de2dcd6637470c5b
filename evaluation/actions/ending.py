"""单位解除合同 outside discipline (劳动合同法39、40): entered with what its article wants, decided as a departure, served."""

from datetime import date, datetime
from decimal import Decimal

from bureaus import audit, clock
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import User
from documents.models import StoredFile
from evaluation.actions.departing import in_time, state_pay, still_there, within_term
from evaluation.actions.serving import serve
from evaluation.models import Departure
from policy.endings import ENDINGS, GROUNDS, unproved
from policy.powers import Power
from staffing.models import Contract


@action
def enter_ending(
    *,
    contract: Contract,
    ground: str,
    reasons: str,
    paper: StoredFile,
    union_told_on: date,
    union_paper: StoredFile,
    last_day: date,
    by: User,
    now: datetime,
    pay_in_lieu: Decimal | None = None,
    average_pay: Decimal | None = None,
    local_average: Decimal | None = None,
    outside_work: str = "",
    judgment: str = "",
    judged_on: date | None = None,
    medical_period_ended_on: date | None = None,
    other_work: str = "",
    negotiated_on: date | None = None,
    negotiation: str = "",
) -> Departure:
    """Enter that the bureau ends a contract by its own word; nothing changes until the head decides.

    :raises Impossible: for want of what the article asks, for days of notice too few, or if the law is against it.
    """
    contract = Contract.objects.select_related("assistant", "county").locked(contract.pk)
    require(by, Power.CONTRACT_PREPARE, about=contract)
    if ground not in ENDINGS:
        raise Impossible("请选择单位解除合同的事由；因违规解聘的按奖惩的程序办理。")
    said = {
        "outside_work": outside_work,
        "judgment": judgment.strip(),
        "judged_on": judged_on,
        "medical_period_ended_on": medical_period_ended_on,
        "other_work": other_work.strip(),
        "negotiated_on": negotiated_on,
        "negotiation": negotiation.strip(),
    }
    if any(value for name, value in said.items() if name not in ENDINGS[ground]):
        raise Impossible(f"以“{GROUNDS[ground].title}”解除合同的，只填写这一项要求的情形。")
    today = clock.today(now)
    shared = {"reasons": reasons.strip(), "union_told_on": union_told_on}
    if problem := unproved(ground, said | shared, today):
        raise Impossible(problem)
    if pay_in_lieu is not None and not GROUNDS[ground].buys_off_notice:
        raise Impossible("只有依照《劳动合同法》第四十条解除合同的，可以额外支付一个月工资代替提前通知。")
    still_there(contract)
    within_term(contract, last_day)
    departure = Departure(
        contract=contract,
        ground=ground,
        last_day=last_day,
        paper=paper,
        union_paper=union_paper,
        pay_in_lieu=pay_in_lieu,
        entered_by=by,
        entered_at=now,
        **said,
        **shared,
    )
    in_time(departure, today)
    state_pay(departure, average_pay, local_average)
    departure.save()
    audit.record(by=by, verb="enter_ending", about=departure, at=now, ground=ground, last_day=last_day)
    return departure


@action
def serve_ending(*, departure: Departure, served_on: date, served_how: str, by: User, seen: int, now: datetime) -> Departure:
    """Put down when and how the notice of a decided ending reached the person; the days of notice that lack are shown as owed.

    :raises Impossible: for what has no notice, before the decision, a second time, or for a day outside decision and today.
    """
    departure = Departure.objects.select_related("contract__assistant", "contract__county").locked(departure.pk, seen=seen)
    require(by, Power.CONTRACT_PREPARE, about=departure)
    if not departure.is_ending:
        raise Impossible("这件离职没有解除合同通知书，不用登记送达；解聘通知书在解聘页登记。")
    serve(departure, "serve_ending", served_on=served_on, served_how=served_how, by=by, now=now)
    return departure
