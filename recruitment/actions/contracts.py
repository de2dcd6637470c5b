"""签订合同: the proposed hire becomes an assistant, or gives up."""

from datetime import date, datetime

from bureaus import audit, outbox
from bureaus.access import require
from bureaus.acts import Impossible, action
from bureaus.models import User
from bureaus.naming import named
from bureaus.tenancy import Stale
from policy.contracts import Form
from policy.powers import Power
from policy.progress import Outcome
from recruitment.actions.moving import NotAtThatStage, Ruling, settle
from recruitment.actions.outcomes import give_up
from recruitment.documents import contract_paper
from recruitment.models import Application, Status
from staffing import actions as staffing
from staffing.models import Contract

MONTHS = 12


@action
def prepare_contract(
    *, application: Application, starts_on: date, by: User, seen: int, now: datetime, form: Form = Form.LABOUR
) -> Contract:
    """Draw up the contract on the announced term and probation; its paper is made for both to sign."""
    application = _at_contract(application, by, Power.CONTRACT_PREPARE, seen)
    scheme = application.round.scheme
    line = application.vacancy.line  # type: ignore[union-attr]  # submitted, so for a vacancy
    contract = staffing.prepare_contract(
        county=application.round.county,
        line=line,
        track=application.round.intake.track,
        office=line.office,
        reference=named(application),
        starts_on=starts_on,
        term_months=scheme.number("contract_years") * MONTHS,
        probation_months=scheme.number("probation_months"),
        id_hash=application.id_hash,
        form=form,
        by=by,
        now=now,
    )
    contract_paper(contract, application, now=now)
    outbox.tell("contract_ready", to=application.applicant, about=application, due=now, occasion=str(contract.version), starts_on=starts_on)
    return contract


@action
def sign_contract(*, application: Application, signed_on: date, by: User, seen: int, now: datetime) -> Contract:
    """The head signs: application, roster, posting, contract and ledger change together or not at all."""
    application = _at_contract(application, by, Power.CONTRACT_SIGN, seen)
    contract = Contract.objects.filter(reference=named(application)).first()
    if contract is None:
        raise Impossible("合同还没有拟定，请经办人先拟定。")
    person = staffing.PersonFacts(
        name=application.name,
        sex=application.sex,
        id_number=application.id_number,
        phone=application.phone,
        registered_address=application.registered_address,
        address=application.address,
        education=application.education,
        school=application.school,
        major=application.major,
        account=application.applicant,
    )
    contract = staffing.sign_contract(contract=contract, person=person, signed_on=signed_on, by=by, now=now)
    settle(
        rulings=[Ruling(application=application, outcome=Outcome.PASSED)], stage="contract", now=now, by=by, entered_by=contract.prepared_by
    )
    return contract


@action
def record_withdrawal(*, application: Application, reason: str, by: User, seen: int, now: datetime) -> Application:
    """A clerk records that a person has given up (放弃), by a signed statement or by not coming in time."""
    application = Application.objects.select_related("round__county", "round__intake", "applicant", "vacancy").locked(
        application.pk, seen=seen
    )
    require(by, Power.RESULT_ENTER, about=application)
    if application.status not in (Status.ACTIVE, Status.RETURNED):
        raise Impossible("这份报名已经结束，不能登记放弃。")
    if not reason.strip():
        raise Impossible("请写明放弃的情况，例如“本人书面声明放弃”。")
    give_up(application=application, sentence=reason.strip(), by=by, now=now)
    audit.record(by=by, verb="record_withdrawal", about=application, at=now)
    return application


def _at_contract(application: Application, by: User, power: Power, seen: int) -> Application:
    application = Application.objects.select_related(
        "round__county", "round__intake", "round__scheme", "applicant", "vacancy__line__office", "vacancy__line__plan"
    ).locked(application.pk)
    require(by, power, about=application)
    if application.version != seen:
        raise Stale
    if application.stage != "contract" or application.status != Status.ACTIVE:
        raise NotAtThatStage("这个人现在不在签订合同环节，请刷新页面查看。")
    return application
