"""The verbs of staffing: all that goes up to the city, the programme, the quota ledger, contracts, the rosters, budget and pay."""

from bureaus.access import Refused
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from bureaus.tenancy import Stale
from staffing import ties  # noqa: F401 - registers itself by being read
from staffing.actions.auxiliaries import (
    AuxiliaryFacts,
    change_auxiliary,
    enter_auxiliary,
    import_auxiliaries,
)
from staffing.actions.contracts import PersonFacts, drop_contract, prepare_contract, sign_contract, state_condition
from staffing.actions.difficulties import move_difficulty, note_difficulty
from staffing.actions.editions import discard_plan, revise_plan, take_establishment
from staffing.actions.establishment import EstablishmentRow, enter_establishment, import_establishment
from staffing.actions.leaving import count_departures, end_contract, why_not
from staffing.actions.ledger import fill, free, release, reserve
from staffing.actions.matters import (
    begin_matter,
    countersign_matter,
    enclose,
    lacking,
    offer_matter,
    revise_matter,
    save_matter,
    send_back_matter,
    submit_matter,
    take_out,
    withdraw_matter,
    write_matter,
)
from staffing.actions.moving import declare_relative, move_posting, void_relative, why_not_moved
from staffing.actions.plans import (
    begin_plan,
    countersign_plan,
    offer_plan,
    save_lines,
    send_back_plan,
    submit_plan,
    withdraw_plan,
)
from staffing.actions.programme import found_programme, prove, say_done, set_programme
from staffing.actions.protections import end_protection, enter_protection, read_protection, void_protection
from staffing.actions.renewing import newest_of, prepare_renewal, service_of, sign_renewal
from staffing.actions.review import (
    comment,
    drop_comment,
    file_filing,
    file_plan,
    open_filing,
    record_provincial,
    remind_of_late,
    return_filing,
    return_plan,
    suggested_filing_number,
)
from staffing.actions.roster import (
    Contact,
    correct_assistant,
    enter_health_check,
    enter_training,
    export_whole,
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
from staffing.actions.screening import record_screening
from staffing.actions.service import claim, depart, invite, return_accounts, take_up

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
    "begin_matter",
    "begin_pay_scheme",
    "begin_plan",
    "change_auxiliary",
    "claim",
    "comment",
    "correct_assistant",
    "count_departures",
    "countersign_matter",
    "countersign_plan",
    "declare_relative",
    "depart",
    "discard_plan",
    "drop_comment",
    "drop_contract",
    "enclose",
    "end_contract",
    "end_protection",
    "enter_auxiliary",
    "enter_establishment",
    "enter_health_check",
    "enter_protection",
    "enter_training",
    "export_whole",
    "file_filing",
    "file_plan",
    "fill",
    "found_programme",
    "free",
    "import_auxiliaries",
    "import_contacts",
    "import_establishment",
    "import_health_checks",
    "import_training",
    "invite",
    "lacking",
    "move_difficulty",
    "move_posting",
    "newest_of",
    "note_difficulty",
    "offer_matter",
    "offer_plan",
    "offer_safeguard",
    "open_filing",
    "prepare_contract",
    "prepare_renewal",
    "prove",
    "read_health_check",
    "read_protection",
    "record_provincial",
    "record_screening",
    "release",
    "remind_of_late",
    "reserve",
    "return_accounts",
    "return_filing",
    "return_plan",
    "return_safeguard",
    "reveal_assistant",
    "revise_matter",
    "revise_plan",
    "save_budget",
    "save_lines",
    "save_matter",
    "save_pay_scheme",
    "say_done",
    "send_back_matter",
    "send_back_plan",
    "service_of",
    "set_programme",
    "sign_contract",
    "sign_renewal",
    "state_condition",
    "submit_matter",
    "submit_plan",
    "suggested_filing_number",
    "take_establishment",
    "take_out",
    "take_up",
    "void_health_check",
    "void_protection",
    "void_relative",
    "void_training",
    "why_not",
    "why_not_moved",
    "withdraw_matter",
    "withdraw_plan",
    "write_matter",
]
