"""The papers of evaluation: what was decided on a contract that runs out, and the certificate of its end."""

from datetime import datetime
from typing import Any

from bureaus import clock
from bureaus.models import User
from documents.actions import ask_paper
from documents.models import OfficialPaper, PaperKind
from evaluation.models import Choice, Departure, Renewal, Transfer
from policy.endings import ARBITRATION, ENDINGS, GROUNDS
from policy.identity import mask
from policy.safeguards import yuan
from staffing.actions import service_of
from staffing.contract_papers import ask_contract
from staffing.models import Contract


def ask_renewed_contract(contract: Contract, *, now: datetime) -> OfficialPaper:
    """The contract that follows, for both to sign."""
    person = contract.assistant
    assert person is not None  # noqa: S101 - a constraint keeps it
    party = {name: getattr(person, name) for name in ("name", "sex", "id_number", "address", "phone")}
    return ask_contract(contract, party=party, person=person.person, now=now)


def ask_renewal_notice(renewal: Renewal, *, by: User, now: datetime) -> OfficialPaper:
    """续聘（终止）通知书: the decision with its reasons, for the person to sign."""
    contract = renewal.contract
    person = contract.assistant
    assert person is not None  # noqa: S101 - signed
    renews = renewal.choice == Choice.RENEW
    return ask_paper(
        kind=PaperKind.RENEWAL_NOTICE,
        about=renewal,
        title="续订劳动合同通知书" if renews else "终止劳动合同通知书",
        template="documents/renewal_notice.html",
        context={
            "name": person.name,
            "issuer": contract.county.justice_bureau,
            "starts_on": contract.starts_on,
            "ends_on": contract.ends_on,
            "renews": renews,
            "declined": renewal.choice == Choice.DECLINED,
            "term": renewal.term_words,
            "reasons": renewal.reasons,
            "dated": clock.today(now),
        },
        county=contract.county,
        person=person.person,
        by=by,
        now=now,
    )


def ask_certificate(departure: Departure, *, now: datetime, by: User | None = None) -> OfficialPaper:
    """解除（终止）劳动合同证明 (劳动合同法50；实施条例24: term, last day, post, years served)."""
    contract = departure.contract
    person = contract.assistant
    assert person is not None  # noqa: S101 - signed
    assert departure.last_day is not None  # noqa: S101 - carried out
    begun, _ = service_of(contract)
    months = (departure.last_day.year - begun.year) * 12 + departure.last_day.month - begun.month
    if departure.last_day.day + 1 < begun.day:
        months -= 1
    return ask_paper(
        kind=PaperKind.TERMINATION_CERTIFICATE,
        about=departure,
        title="解除（终止）劳动合同证明",
        template="documents/termination_certificate.html",
        context={
            "name": person.name,
            "sex": person.sex,
            "id_number": mask(person.id_number),
            "issuer": contract.county.justice_bureau,
            "starts_on": contract.starts_on,
            "ends_on": contract.ends_on,
            "last_day": departure.last_day,
            "office": contract.office.name,
            "years": f"{months // 12} 年 {months % 12} 个月",
            "begun": begun,
            "ground": GROUNDS[departure.ground].title,
            "dated": clock.today(now),
        },
        county=contract.county,
        person=person.person,
        by=by,
        now=now,
    )


def ask_ending_notice(departure: Departure, *, by: User, now: datetime) -> OfficialPaper:
    """解除劳动合同通知书: facts, what the article wants, its words, the union, the last day, what is paid, and how to object."""
    contract = departure.contract
    person = contract.assistant
    assert person is not None  # noqa: S101 - signed
    return ask_paper(
        kind=PaperKind.ENDING_NOTICE,
        about=departure,
        title="解除劳动合同通知书",
        template="documents/ending_notice.html",
        context={
            "name": person.name,
            "issuer": contract.county.justice_bureau,
            "starts_on": contract.starts_on,
            "ends_on": contract.ends_on,
            "facts": departure.reasons,
            "proofs": proofs_of(departure),
            "law": GROUNDS[departure.ground],
            "union_told_on": departure.union_told_on,
            "last_day": departure.last_day,
            "pay_in_lieu": yuan(departure.pay_in_lieu) if departure.pay_in_lieu is not None else "",
            "owes_severance": departure.severance_months > 0,
            "arbitration": ARBITRATION,
            "dated": clock.today(now),
        },
        county=contract.county,
        person=person.person,
        by=by,
        now=now,
    )


def proofs_of(departure: Departure) -> list[tuple[str, Any]]:
    """What its article wants, as it was entered: (title, a text or a day)."""
    shown = {"outside_work": departure.get_outside_work_display()}
    titles = {field.name: str(field.verbose_name) for field in Departure._meta.concrete_fields}
    return [(titles[name], shown.get(name, getattr(departure, name))) for name in ENDINGS.get(departure.ground, ())]


def ask_transfer_notice(transfer: Transfer, *, by: User, now: datetime) -> OfficialPaper:
    """调配通知: from which office to which, from what day, and what was said to it."""
    person = transfer.assistant
    return ask_paper(
        kind=PaperKind.TRANSFER_NOTICE,
        about=transfer,
        title="司法协理员调配通知",
        template="documents/transfer_notice.html",
        context={
            "name": person.name,
            "issuer": person.county.justice_bureau,
            "from_office": transfer.from_office.name,
            "to_office": transfer.to_office.name,
            "effective_on": transfer.effective_on,
            "reason": transfer.reason,
            "consent": transfer.get_consent_display(),
            "answer": transfer.answer,
            "dated": clock.today(now),
        },
        county=person.county,
        person=person.person,
        by=by,
        now=now,
    )
