"""Contracts of employment: prepared by the clerk, signed by the head, who thereby makes an assistant (四.聘用制)."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bureaus import audit, clock
from bureaus.access import require, require_another
from bureaus.acts import Impossible, action
from bureaus.models import County, JudicialOffice, User
from policy.calendar import months_after
from policy.contracts import Form, late_signing, probation_problem
from policy.powers import Power
from staffing.actions.auxiliaries import take_off
from staffing.actions.ledger import fill
from staffing.actions.service import take_up
from staffing.models import Assistant, Contract, PlanLine, Posting, identity_hash


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Who signs: the facts a roster must hold (劳动合同法实施条例8), and the person's account where there is one."""

    name: str
    sex: str
    id_number: str = field(repr=False)
    phone: str = field(default="", repr=False)
    registered_address: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    education: int | None = None
    school: str = ""
    major: str = ""
    account: User | None = None


@action
def prepare_contract(
    *,
    county: County,
    line: PlanLine,
    track: str,
    office: JudicialOffice,
    reference: str,
    starts_on: date,
    term_months: int,
    probation_months: int,
    by: User,
    now: datetime,
    id_hash: str = "",
    open_condition: str = "",
    form: Form = Form.LABOUR,
) -> Contract:
    """Draw up a contract; preparing it again replaces the unsigned one. `id_hash` lets an earlier probation be known in time.

    An `open_condition` of hiring, in words, stands on the contract and bars its signing until `state_condition` takes it off.

    :raises Impossible: if the term or the probation is not what labour law allows, or the contract is signed already.
    """
    require(by, Power.CONTRACT_PREPARE)
    if by.county_id != county.pk or line.plan.county_id != county.pk or office.county_id != county.pk:
        raise Impossible("只能为本县（区）的司法所拟定合同。")
    if term_months < 1:
        raise Impossible("合同期限至少 1 个月，请填写整月数。")
    problem = probation_problem(term_months=term_months, probation_months=probation_months, had_one=_had_probation(county, id_hash))
    if problem:
        raise Impossible(problem)
    contract = Contract.objects.select_for_update().filter(reference=reference).first() or Contract(reference=reference, version=0)
    if contract.signed_on:
        raise Impossible("合同已经签订，不能重新拟定。")
    contract.county = county
    contract.line = line
    contract.track = track
    contract.office = office
    contract.form = form.value
    contract.open_condition = open_condition
    contract.starts_on = starts_on
    contract.ends_on = last_day_of(starts_on, term_months)
    contract.probation_ends_on = last_day_of(starts_on, probation_months) if probation_months else None
    contract.prepared_by = by
    contract.prepared_at = now
    contract.version += 1
    contract.save()
    audit.record(by=by, verb="prepare_contract", about=contract, at=now, reference=reference, version=contract.version)
    return contract


@action
def sign_contract(
    *, contract: Contract, person: PersonFacts, signed_on: date, by: User, now: datetime, seen: int | None = None
) -> Contract:
    """Sign for the bureau: the person becomes an assistant of the county, is posted to the office and fills a reserved place.

    A late signing is never refused; what it costs is written on the contract.

    :raises OneHand: if the same person prepared it.
    :raises Prevented: if the person already has a contract or a posting in that time, or no place is reserved.
    """
    contract = Contract.objects.locked(contract.pk, seen=seen)
    require(by, Power.CONTRACT_SIGN, about=contract)
    require_another(by, contract.prepared_by)
    if contract.signed_on:
        raise Impossible("合同已经签订，没有重复登记。")
    if contract.open_condition:
        raise Impossible(f"聘用条件还没有办结，不能签订合同：{contract.open_condition}。")
    if signed_on > clock.today(now):
        raise Impossible("签订日期不能晚于今天。")
    id_hash = identity_hash(person.id_number)
    if contract.probation_ends_on and _had_probation(contract.county, id_hash):
        raise Impossible("这个人已经约定过一次试用期，不能再约定（《劳动合同法》第十九条），请重新拟定合同，试用期填 0。")
    late = late_signing(contract.starts_on, signed_on)
    contract.assistant = _enrol(contract, person, id_hash)
    contract.signed_on = signed_on
    contract.signed_by = by
    contract.late_consequence = late.sentence if late else ""
    contract.version += 1
    contract.save()
    _post(contract.assistant, contract.office, contract.starts_on)
    take_up(assistant=contract.assistant, by=by, now=now)
    take_off(county=contract.county, id_hash=id_hash, first_day=contract.starts_on, by=by, now=now)
    fill(line=contract.line, track=contract.track, reference=contract.reference, by=by, now=now)
    audit.record(by=by, verb="sign_contract", about=contract, at=now, late=late is not None, version=contract.version)
    return contract


@action
def state_condition(*, reference: str, words: str, by: User, now: datetime) -> None:
    """Write what is still open of the hiring on an unsigned contract; blank when nothing is. Without a contract there is nothing to do.

    The room above has asked its own power for the act that this follows from.
    """
    contract = Contract.objects.select_for_update().filter(reference=reference, signed_on=None).first()
    if contract is None or contract.open_condition == words:
        return
    contract.open_condition = words
    contract.version += 1
    contract.save(update_fields=["open_condition", "version"])
    audit.record(by=by, verb="state_condition", about=contract, at=now, words=words)


@action
def drop_contract(*, reference: str, by: User, now: datetime) -> bool:
    """Drop a contract that nobody has signed, where what it was drawn up for has fallen away; whether there was one.

    :raises Impossible: if it is signed: then it has to be ended.
    """
    contract = Contract.objects.select_for_update().filter(reference=reference).first()
    if contract is None:
        return False
    require(by, Power.CONTRACT_SIGN, about=contract)
    if contract.signed_on is not None:
        raise Impossible("合同已经签订，不能作废，只能依法解除。")
    audit.record(by=by, verb="drop_contract", about=contract, at=now, reference=reference)
    contract.delete()
    return True


def last_day_of(first_day: date, months: int) -> date:
    """The last of so many months."""
    return months_after(first_day, months) - timedelta(days=1)


def _had_probation(county: County, id_hash: str) -> bool:
    earlier = Contract.objects.signed().filter(county=county, assistant__id_hash=id_hash, probation_ends_on__isnull=False)
    return bool(id_hash) and earlier.exists()


def _enrol(contract: Contract, person: PersonFacts, id_hash: str) -> Assistant:
    """The county's one row for this person, with the newest facts; what this contract does not tell stays as it was known."""
    row = {"county": contract.county, "id_hash": id_hash}
    assistant = Assistant.objects.select_for_update().filter(**row).first() or Assistant(**row, version=0)
    assistant.person = person.account or assistant.person
    assistant.name = person.name
    assistant.sex = person.sex
    assistant.id_number = person.id_number
    assistant.id_last4 = person.id_number[-4:]
    for fact in ("phone", "registered_address", "address", "education", "school", "major"):
        told = getattr(person, fact)
        if told not in (None, ""):
            setattr(assistant, fact, told)
    assistant.version += 1
    assistant.save()
    return assistant


def _post(assistant: Assistant, office: JudicialOffice, first_day: date) -> None:
    """Where somebody serves already in that office, the posting goes on."""
    if not assistant.postings.not_ended(first_day).filter(office=office, first_day__lte=first_day).exists():
        Posting.objects.create(assistant=assistant, office=office, first_day=first_day)
