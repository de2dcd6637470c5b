"""The verbs of recruitment, announcement to contract."""

from bureaus.access import OneHand, Refused
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from bureaus.tenancy import Stale
from documents.uploads import UnfitFile
from policy.calendar import NoCalendar
from policy.identity import BadIdentity
from policy.progress import IllegalMove
from recruitment.actions.assessment import give_opinion, import_opinions
from recruitment.actions.bulk import Done, pass_many, take_back_many
from recruitment.actions.closing import close_due, close_stage
from recruitment.actions.conditions import meet_condition, note_condition, remind_of_conditions
from recruitment.actions.contracts import prepare_contract, record_withdrawal, sign_contract
from recruitment.actions.corrections import end_correction, open_correction, remind_of_corrections
from recruitment.actions.counter import confirm_at_counter, enter_at_counter, mend_at_counter, reopen_at_counter
from recruitment.actions.disclosure import export_applications, reveal
from recruitment.actions.exam import (
    BadScores,
    allocate_seats,
    confirm_scores,
    enter_scores,
    issue_tickets,
    release_scores,
    send_back_scores,
    set_panel,
    set_site,
)
from recruitment.actions.figures import publish_figures
from recruitment.actions.moving import NotAtThatStage
from recruitment.actions.notices import Blocked, post_notice, prepare_change, prepare_notice, return_notice, sign_notice
from recruitment.actions.objections import close_objection, receive_objection
from recruitment.actions.openings import (
    SwitchClosed,
    confirm_openings,
    propose_opening,
    return_opening,
    switch_vacancy,
    tell_of_lapsed_switches,
)
from recruitment.actions.outcomes import substitute
from recruitment.actions.papers import attach, attach_each, detach
from recruitment.actions.rechecks import answer_recheck, ask_recheck
from recruitment.actions.registration import (
    Bound,
    Closed,
    Incomplete,
    Locked,
    NotOnRoster,
    begin_application,
    declare,
    save_profile,
    save_section,
    submit,
    withdraw,
)
from recruitment.actions.reuse import reuse
from recruitment.actions.review import (
    confirm_entry,
    declare_relative,
    enter_result,
    enter_review,
    send_back_entry,
    take_back_entry,
)
from recruitment.actions.revoking import enter_revocation, revoke
from recruitment.actions.rounds import AlreadyAnnounced, begin_round, change_round, change_scheme, close_intake, open_intake, set_vacancies
from recruitment.actions.saved import drop_view, save_view
from recruitment.scores import ScoreRow

PROBLEMS = (Impossible, Prevented, Stale, Refused, IllegalMove, BadIdentity, UnfitFile, NoCalendar)
"""Everything a verb may refuse with, each a ready sentence: what a view catches and shows."""

__all__ = [
    "PROBLEMS",
    "AlreadyAnnounced",
    "BadScores",
    "Blocked",
    "Bound",
    "Closed",
    "Done",
    "Impossible",
    "Incomplete",
    "Locked",
    "NotAtThatStage",
    "NotOnRoster",
    "OneHand",
    "ScoreRow",
    "Stale",
    "SwitchClosed",
    "allocate_seats",
    "answer_recheck",
    "ask_recheck",
    "attach",
    "attach_each",
    "begin_application",
    "begin_round",
    "change_round",
    "change_scheme",
    "close_due",
    "close_intake",
    "close_objection",
    "close_stage",
    "confirm_at_counter",
    "confirm_entry",
    "confirm_openings",
    "confirm_scores",
    "declare",
    "declare_relative",
    "detach",
    "drop_view",
    "end_correction",
    "enter_at_counter",
    "enter_result",
    "enter_review",
    "enter_revocation",
    "enter_scores",
    "export_applications",
    "give_opinion",
    "import_opinions",
    "issue_tickets",
    "meet_condition",
    "mend_at_counter",
    "note_condition",
    "open_correction",
    "open_intake",
    "pass_many",
    "post_notice",
    "prepare_change",
    "prepare_contract",
    "prepare_notice",
    "propose_opening",
    "publish_figures",
    "receive_objection",
    "record_withdrawal",
    "release_scores",
    "remind_of_conditions",
    "remind_of_corrections",
    "reopen_at_counter",
    "return_notice",
    "return_opening",
    "reuse",
    "reveal",
    "revoke",
    "save_profile",
    "save_section",
    "save_view",
    "send_back_entry",
    "send_back_scores",
    "set_panel",
    "set_site",
    "set_vacancies",
    "sign_contract",
    "sign_notice",
    "submit",
    "substitute",
    "switch_vacancy",
    "take_back_entry",
    "take_back_many",
    "tell_of_lapsed_switches",
    "withdraw",
]
