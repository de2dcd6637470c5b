"""The verbs of staffing: what goes up to the city on its way, the programme, the quota ledger, contracts."""

from bureaus.access import Refused
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from bureaus.tenancy import Stale
from staffing.actions.contracts import PersonFacts, prepare_contract, sign_contract
from staffing.actions.difficulties import move_difficulty, note_difficulty
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

PROBLEMS = (Impossible, Prevented, Stale, Refused)
"""What a verb may say no with; each carries the sentence for the person."""

__all__ = [
    "PROBLEMS",
    "PersonFacts",
    "begin_matter",
    "begin_plan",
    "comment",
    "countersign_matter",
    "countersign_plan",
    "drop_comment",
    "enclose",
    "file_filing",
    "file_plan",
    "fill",
    "found_programme",
    "free",
    "lacking",
    "move_difficulty",
    "note_difficulty",
    "offer_matter",
    "offer_plan",
    "open_filing",
    "prepare_contract",
    "prove",
    "record_provincial",
    "release",
    "remind_of_late",
    "reserve",
    "return_filing",
    "return_plan",
    "revise_matter",
    "save_lines",
    "save_matter",
    "say_done",
    "send_back_matter",
    "send_back_plan",
    "set_programme",
    "sign_contract",
    "submit_matter",
    "submit_plan",
    "suggested_filing_number",
    "take_out",
    "withdraw_matter",
    "withdraw_plan",
    "write_matter",
]
