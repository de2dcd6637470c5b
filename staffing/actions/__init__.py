"""The verbs of staffing: a plan on its way up, the quota ledger, contracts, the rosters, budget and pay."""

from bureaus.access import Refused
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from bureaus.tenancy import Stale
from staffing import ties  # noqa: F401 - registers itself by being read
from staffing.actions.auxiliaries import (
    AuxiliaryFacts,
    change_auxiliary,
    enter_auxiliary,
    export_full_auxiliaries,
    import_auxiliaries,
)
from staffing.actions.contracts import PersonFacts, prepare_contract, sign_contract
from staffing.actions.editions import discard_plan, revise_plan, take_establishment
from staffing.actions.establishment import EstablishmentRow, enter_establishment, import_establishment
from staffing.actions.ledger import fill, free, release, reserve
from staffing.actions.plans import begin_plan, countersign_plan, offer_plan, save_lines, send_back_plan, submit_plan
from staffing.actions.review import file_plan, return_plan, suggested_filing_number
from staffing.actions.roster import (
    Contact,
    correct_assistant,
    enter_health_check,
    enter_training,
    export_full_roster,
    import_contacts,
    import_health_checks,
    import_training,
    read_health_check,
    reveal_assistant,
    void_health_check,
    void_training,
)
from staffing.actions.safeguards import (
    agree_safeguard,
    begin_budget,
    begin_pay_scheme,
    offer_safeguard,
    return_safeguard,
    save_budget,
    save_pay_scheme,
)

PROBLEMS = (Impossible, Prevented, Stale, Refused)
"""What a verb may say no with; each carries the sentence for the person."""

__all__ = [
    "PROBLEMS",
    "AuxiliaryFacts",
    "Contact",
    "EstablishmentRow",
    "PersonFacts",
    "agree_safeguard",
    "begin_budget",
    "begin_pay_scheme",
    "begin_plan",
    "change_auxiliary",
    "correct_assistant",
    "countersign_plan",
    "discard_plan",
    "enter_auxiliary",
    "enter_establishment",
    "enter_health_check",
    "enter_training",
    "export_full_auxiliaries",
    "export_full_roster",
    "file_plan",
    "fill",
    "free",
    "import_auxiliaries",
    "import_contacts",
    "import_establishment",
    "import_health_checks",
    "import_training",
    "offer_plan",
    "offer_safeguard",
    "prepare_contract",
    "read_health_check",
    "release",
    "reserve",
    "return_plan",
    "return_safeguard",
    "reveal_assistant",
    "revise_plan",
    "save_budget",
    "save_lines",
    "save_pay_scheme",
    "send_back_plan",
    "sign_contract",
    "submit_plan",
    "suggested_filing_number",
    "take_establishment",
    "void_health_check",
    "void_training",
]
