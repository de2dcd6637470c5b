"""离职: resignation and agreement with their paper, the end at the term, severance, certificate, transfer of files."""

from datetime import date, datetime
from decimal import Decimal

from bureaus import audit, clock, outbox
from bureaus.access import require, require_another
from bureaus.acts import Impossible, action
from bureaus.models import User
from documents.models import StoredFile
from evaluation.contract_papers import ask_certificate, ask_ending_notice
from evaluation.models import ENTERED, Departure, Renewal, Ruling
from policy.contracts import Form
from policy.endings import GROUNDS, above_triple_average, earliest_last_day, severance, severance_months
from policy.powers import Power
from staffing import actions as staffing
from staffing.models import Contract, Protection, protected_until

AT_TERM = ("expired", "not_renewed_by_assistant")
NOT_SIGNED = "这份合同没有签订，或者已经解除、终止、续订，请刷新页面查看。"


@action
def enter_departure(
    *,
    contract: Contract,
    ground: str,
    notified_on: date,
    last_day: date,
    paper: StoredFile,
    by: User,
    now: datetime,
    reasons: str = "",
    average_pay: Decimal | None = None,
    local_average: Decimal | None = None,
) -> Departure:
    """Enter that somebody resigns, leaves by agreement, retires or has died; nothing changes until the head decides.

    :raises Impossible: if the notice is too short, or the law is against this ending.
    """
    contract = Contract.objects.select_related("assistant").locked(contract.pk)
    require(by, Power.CONTRACT_PREPARE, about=contract)
    if ground not in ENTERED:
        raise Impossible("请选择离职的事由。")
    if notified_on > clock.today(now):
        raise Impossible("书面材料的日期不能晚于今天。")
    earliest = earliest_last_day(GROUNDS[ground], notified_on)
    if last_day < earliest:
        days = GROUNDS[ground].notice_days
        raise Impossible(f"{GROUNDS[ground].title}应当提前 {days} 日书面通知，最后工作日最早是 {earliest}。" if days else NO_EARLIER)
    within_term(contract, last_day)
    still_there(contract)
    allowed(contract, ground, last_day)
    departure = Departure(
        contract=contract,
        ground=ground,
        notified_on=notified_on,
        last_day=last_day,
        paper=paper,
        reasons=reasons.strip(),
        entered_by=by,
        entered_at=now,
    )
    state_pay(departure, average_pay, local_average)
    departure.save()
    audit.record(by=by, verb="enter_departure", about=departure, at=now, ground=ground, last_day=last_day)
    return departure


NO_EARLIER = "最后工作日不能早于书面材料的日期。"


@action
def confirm_departure(*, departure: Departure, by: User, seen: int, now: datetime) -> Departure:
    """The head decides: contract and posting end on the last day; when that day has come the ledger follows in the same transaction.

    A proposal about the contract that runs out, still undecided, is sent back.

    What ends by the bureau's own word is noticed from this day on; its notice is made, and the person is told the article.

    :raises OneHand: if it is the one who entered it.
    :raises Impossible: if the last day is too early by now, or the law is against it.
    """
    departure = _waiting(departure, by, seen)
    if departure.is_ending:
        departure.notified_on = clock.today(now)
        in_time(departure, departure.notified_on)
    departure.state, departure.decided_by, departure.decided_at = Ruling.CONFIRMED, by, now
    departure.version += 1
    departure.save()
    audit.record(by=by, verb="confirm_departure", about=departure, at=now, ground=departure.ground)
    _send_proposals_back(departure, by, now)
    staffing.end_contract(contract=departure.contract, ground=departure.ground, last_day=departure.last_day, by=by, now=now)
    account = departure.contract.assistant.person if departure.contract.assistant else None
    if departure.is_ending:
        ask_ending_notice(departure, by=by, now=now)
        _tell_the_article(departure, account, now)
    elif account is not None and departure.ground != "died":
        outbox.tell("departure_decided", to=account, about=departure, due=now)
    _carry_out(departure, now)
    return departure


@action
def return_departure(*, departure: Departure, reason: str, by: User, seen: int, now: datetime) -> Departure:
    """The head sends it back with a reason; the clerk enters it anew."""
    departure = _waiting(departure, by, seen)
    if not reason.strip():
        raise Impossible("请写明退回的理由。")
    departure.state, departure.decided_by, departure.decided_at, departure.return_reason = Ruling.RETURNED, by, now, reason.strip()
    departure.version += 1
    departure.save()
    audit.record(by=by, verb="return_departure", about=departure, at=now)
    return departure


@action
def begin_departure(*, renewal: Renewal, ground: str, by: User, now: datetime) -> Departure:
    """What a decision not to renew leads to: the end at the term, carried out when its last day comes."""
    departure = Departure(
        contract=renewal.contract,
        renewal=renewal,
        ground=ground,
        reasons=renewal.reasons,
        state=Ruling.CONFIRMED,
        entered_by=renewal.proposed_by,
        entered_at=renewal.proposed_at,
        decided_by=by,
        decided_at=now,
    )
    departure.last_day = last_day_at_term(departure, now)
    reckon(departure)
    departure.save()
    audit.record(by=by, verb="begin_departure", about=departure, at=now, ground=ground, last_day=departure.last_day)
    _carry_out(departure, now)
    return departure


@action
def begin_dismissal(
    *,
    contract: Contract,
    ground: str,
    last_day: date,
    paper: StoredFile,
    reasons: str,
    entered_by: User,
    entered_at: datetime,
    by: User,
    now: datetime,
) -> Departure:
    """What a decided 解聘 leads to: contract and posting end on the last day, on the ground of the law; the person is told its article."""
    departure = Departure(
        contract=contract,
        ground=ground,
        notified_on=clock.today(now),
        last_day=last_day,
        paper=paper,
        reasons=reasons,
        state=Ruling.CONFIRMED,
        entered_by=entered_by,
        entered_at=entered_at,
        decided_by=by,
        decided_at=now,
    )
    reckon(departure)
    departure.save()
    audit.record(by=by, verb="begin_dismissal", about=departure, at=now, ground=ground, last_day=last_day)
    _send_proposals_back(departure, by, now)
    staffing.end_contract(contract=contract, ground=ground, last_day=last_day, by=by, now=now)
    _tell_the_article(departure, contract.assistant.person if contract.assistant else None, now)
    _carry_out(departure, now)
    return departure


@action
def state_severance(
    *, departure: Departure, average_pay: Decimal, by: User, seen: int, now: datetime, local_average: Decimal | None = None
) -> Departure:
    """Put down the average pay of the last twelve months and that of the place, from which what is owed is reckoned.

    :raises Impossible: without the average of the place, where severance is owed.
    """
    departure = Departure.objects.select_related("contract__assistant").locked(departure.pk, seen=seen)
    require(by, Power.CONTRACT_PREPARE, about=departure)
    if departure.state == Ruling.RETURNED or departure.transferred_on is not None:
        raise Impossible("这件离职已经退回或者办结，不能再改平均工资。")
    state_pay(departure, average_pay, local_average)
    departure.version += 1
    departure.save()
    audit.record(by=by, verb="state_severance", about=departure, at=now, version=departure.version)
    return departure


@action
def record_transfer(*, departure: Departure, transferred_on: date, by: User, now: datetime) -> Departure:
    """Put down that 档案 and 社保 have been transferred; late is recorded, not refused."""
    departure = Departure.objects.locked(departure.pk)
    require(by, Power.CONTRACT_PREPARE, about=departure)
    if departure.carried_out_at is None:
        raise Impossible("本人还没有离岗，离岗以后再登记档案和社保的转移。")
    if departure.transferred_on is not None:
        raise Impossible("档案和社保的转移已经登记，没有重复办理。")
    if transferred_on > clock.today(now):
        raise Impossible("转移日期不能晚于今天。")
    departure.transferred_on, departure.transferred_by = transferred_on, by
    departure.version += 1
    departure.save()
    audit.record(by=by, verb="record_transfer", about=departure, at=now, transferred_on=transferred_on)
    return departure


@action
def carry_out(*, departure: Departure, now: datetime) -> bool:
    """Carry a decided departure out if its last day has come; whether it was. Any number of times, it is done once."""
    departure = Departure.objects.select_related("contract__assistant", "contract__county", "contract__office").locked(departure.pk)
    return departure.state == Ruling.CONFIRMED and departure.carried_out_at is None and _carry_out(departure, now)


def last_day_at_term(departure: Departure, now: datetime) -> date | None:
    """The last day of a contract that is not renewed, as things stand: its term, what carries it on, or today if all that is over.

    None while what protects the person has no known end.
    """
    ends_on = departure.contract.ends_on
    assert ends_on is not None  # noqa: S101 - only what runs out comes here
    if departure.ground == "expired":
        held = list(Protection.objects.standing().filter(assistant=departure.contract.assistant_id))
        until = protected_until(ends_on, held)
        if until is None:
            return None
        ends_on = until
    return max(ends_on, clock.today(departure.decided_at or now))


def _carry_out(departure: Departure, now: datetime) -> bool:
    """When the last day has come: the contract ends where it has not yet, and the certificate is made."""
    if departure.ground in AT_TERM:
        departure.last_day = last_day_at_term(departure, now)
        reckon(departure)
    if departure.last_day is None or departure.last_day > clock.today(now):
        departure.save()
        return False
    if departure.ground in AT_TERM:
        staffing.end_contract(contract=departure.contract, ground=departure.ground, last_day=departure.last_day, by=None, now=now)
    departure.carried_out_at = now
    departure.version += 1
    departure.save()
    ask_certificate(departure, now=now)
    audit.record(by=None, verb="carry_out_departure", about=departure, at=now, last_day=departure.last_day)
    return True


def _send_proposals_back(departure: Departure, by: User, now: datetime) -> None:
    """A proposal about the contract, still undecided, has nothing left to be about."""
    for open_one in Renewal.objects.select_for_update().filter(contract=departure.contract, state=Ruling.PROPOSED):
        open_one.state, open_one.decided_by, open_one.decided_at = Ruling.RETURNED, by, now
        open_one.return_reason = f"这份合同已因“{departure.get_ground_display()}”结束。"
        if open_one.proposed_by_id == by.pk:
            raise Impossible("这份合同的续聘意见是您提出的，请由另一位负责人审定离职。")
        open_one.version += 1
        open_one.save()
        audit.record(by=by, verb="return_renewal", about=open_one, at=now)


def state_pay(departure: Departure, average_pay: Decimal | None, local_average: Decimal | None) -> None:
    """Put both averages on the row and reckon what is owed.

    :raises Impossible: where severance is owed and the average of the place is not known: nobody could tell whether the cap applies.
    """
    owes = GROUNDS[departure.ground].severance and departure.contract.form != Form.WELFARE
    if average_pay is not None and local_average is None and owes:
        raise Impossible(NO_LOCAL_AVERAGE)
    if local_average is not None and average_pay is None:
        raise Impossible("填写了本地区上年度职工月平均工资的，请同时填写本人离职前十二个月平均工资。")
    if local_average == 0:
        raise Impossible("本地区上年度职工月平均工资应大于零。")
    departure.average_pay, departure.local_average = average_pay, local_average
    reckon(departure)


NO_LOCAL_AVERAGE = (
    "请填写市级人民政府公布的本地区上年度职工月平均工资：本人平均工资高于它三倍的，"
    "经济补偿按三倍支付，年限最高十二年（《劳动合同法》第四十七条）。"
)


def reckon(departure: Departure) -> None:
    """Put down on the row what is owed, as things stand; pay that was stated without the average of the place is asked for anew."""
    contract, last_day, pay, local = departure.contract, departure.last_day, departure.average_pay, departure.local_average
    begun, _ = staffing.service_of(contract)
    capped = pay is not None and local is not None and above_triple_average(pay, local)
    months = Decimal(0)
    if last_day is not None:
        welfare = contract.form == Form.WELFARE
        months = severance_months(GROUNDS[departure.ground], begun, last_day, welfare=welfare, above_triple_average=capped)
    departure.severance_months = months
    if months and local is None:
        departure.average_pay = pay = None
    departure.severance = severance(pay, months, local_average=local) if pay is not None else None


def still_there(contract: Contract) -> None:
    """:raises Impossible: for a contract that is not signed, or over."""
    if contract.signed_on is None or contract.ended_on is not None or contract.renewals.filter(signed_on__isnull=False).exists():
        raise Impossible(NOT_SIGNED)


def within_term(contract: Contract, last_day: date) -> None:
    """:raises Impossible: for a last day beyond the term."""
    if contract.ends_on is not None and last_day > contract.ends_on:
        raise Impossible(f"合同到 {contract.ends_on} 期满，最后工作日不能晚于这一天；期满以后的请办理续聘或者终止。")


def allowed(contract: Contract, ground: str, last_day: date, *, noticed_on: date | None = None) -> None:
    """:raises Impossible: if the law is against this ending. That the union was told is asked where it is entered."""
    if problems := staffing.why_not(contract, ground=ground, last_day=last_day, union_told=True, noticed_on=noticed_on):
        raise Impossible(problems[0])


def in_time(departure: Departure, noticed_on: date) -> None:
    """Ask of an ending by the bureau's own word what depends on the day of its notice: at entering, and when the head decides.

    :raises Impossible: if the days of notice are too few, or the law is against it.
    """
    ground, last_day = GROUNDS[departure.ground], departure.last_day
    assert last_day is not None  # noqa: S101 - a constraint keeps it
    earliest = earliest_last_day(ground, noticed_on, paid_in_lieu=departure.pay_in_lieu is not None)
    if last_day < earliest:
        why = f"应当提前 {ground.notice_days} 日书面通知，或者额外支付一个月工资，" if ground.notice_days else ""
        raise Impossible(f"以“{ground.title}”解除合同，{why}最后工作日最早是 {earliest}。")
    allowed(departure.contract, ground.key, last_day, noticed_on=noticed_on)


def _tell_the_article(departure: Departure, account: User | None, now: datetime) -> None:
    if account is not None:
        law = GROUNDS[departure.ground].clause
        outbox.tell("dismissed", to=account, about=departure, due=now, article=law.label, quote=law.quote)


def _waiting(departure: Departure, by: User, seen: int) -> Departure:
    related = ("contract__assistant__person", "contract__county", "contract__office", "entered_by")
    departure = Departure.objects.select_related(*related).locked(departure.pk, seen=seen)
    require(by, Power.CONTRACT_SIGN, about=departure)
    require_another(by, departure.entered_by)
    if departure.state != Ruling.PROPOSED:
        raise Impossible("这件离职已经办理，请刷新页面查看结果。")
    return departure
