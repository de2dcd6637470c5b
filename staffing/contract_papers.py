"""聘用合同 as a paper for both to sign, with the contents 劳动合同法17 asks for."""

from datetime import datetime
from typing import Any

from bureaus.models import User
from documents.actions import ask_paper
from documents.models import OfficialPaper, PaperKind
from policy.duties import DUTIES
from policy.safeguards import yuan
from staffing.models import Contract, PayScheme
from staffing.safeguards import in_force, pay_sentence

LEAVE = "乙方依法享受休息日、法定节假日、年休假等假期，执行国家和省有关休假规定。"
INSURANCE = "甲乙双方依法参加社会保险，个人缴纳部分由甲方代扣代缴。"
BLANK = "＿＿＿＿＿＿＿＿"


def ask_contract(contract: Contract, *, party: dict[str, Any], person: User | None, now: datetime) -> OfficialPaper:
    """Ask for the paper of a contract. `party` is who signs: name, sex, id_number, address, phone. What is not known is a blank."""
    county = contract.county
    scheme = in_force(county, contract.starts_on)
    return ask_paper(
        kind=PaperKind.CONTRACT,
        about=contract,
        occasion=str(contract.version),
        title="司法协理员聘用合同",
        template="documents/contract.html",
        context={
            "employer": {"name": county.justice_bureau, "address": BLANK, "representative": BLANK},
            "assistant": {**party, "address": party["address"] or BLANK, "phone": party["phone"] or BLANK},
            "starts_on": contract.starts_on,
            "ends_on": contract.ends_on,
            "probation_ends_on": contract.probation_ends_on,
            "kind": contract.get_form_display(),
            "office": contract.office.name,
            "place": contract.office.town,
            "duties": [duty.clause.quote for duty in DUTIES],
            "hours": "执行国家规定的工时制度，每日不超过八小时，每周不超过四十小时。",
            "leave": LEAVE + (scheme.leave if scheme else ""),
            "pay": _pay(contract, scheme),
            "pay_day": "＿＿",
            "insurance": INSURANCE + (scheme.insurance if scheme else ""),
            "protection": "甲方提供必要的劳动条件和安全防护，开展岗前培训，组织健康检查。",
            "other_terms": [],
        },
        now=now,
        county=county,
        person=person,
    )


def _pay(contract: Contract, scheme: PayScheme | None) -> str:
    """The figures of the scheme in force when the work begins; without one the sum is written in by hand."""
    bureaus = f"{contract.county.justice_bureau}会同{contract.county.hr_bureau}"
    on_trial = "" if contract.renews_id else "试用期内不低于约定工资的百分之八十。"
    pay = scheme.pay if scheme else None
    if scheme is None or pay is None:
        return f"甲方按照{bureaus}核定的标准支付工资，{on_trial}签订时的月工资为{BLANK}元。"
    return f"甲方按照{bureaus}核定的标准支付工资：{pay_sentence(scheme)}{on_trial}签订时的月工资为{yuan(pay.beginning)}元。"
