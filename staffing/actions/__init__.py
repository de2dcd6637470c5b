"""The verbs of staffing: a plan on its way up, the quota ledger, contracts."""

from bureaus.access import Refused
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from bureaus.tenancy import Stale
from staffing.actions.contracts import PersonFacts, prepare_contract, sign_contract
from staffing.actions.ledger import fill, free, release, reserve
from staffing.actions.plans import begin_plan, countersign_plan, offer_plan, save_lines, send_back_plan, submit_plan
from staffing.actions.review import file_plan, return_plan, suggested_filing_number
from staffing.actions.screening import record_screening

PROBLEMS = (Impossible, Prevented, Stale, Refused)
"""What a verb may say no with; each carries the sentence for the person."""

__all__ = [
    "PROBLEMS",
    "PersonFacts",
    "begin_plan",
    "countersign_plan",
    "file_plan",
    "fill",
    "free",
    "offer_plan",
    "prepare_contract",
    "record_screening",
    "release",
    "reserve",
    "return_plan",
    "save_lines",
    "send_back_plan",
    "sign_contract",
    "submit_plan",
    "suggested_filing_number",
]
