"""The verbs of recruitment, announcement to contract."""

from bureaus.access import OneHand, Refused
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from bureaus.tenancy import Stale
from documents.uploads import UnfitFile
from policy.calendar import NoCalendar
from policy.identity import BadIdentity
from policy.progress import IllegalMove
from recruitment.actions.closing import close_due, close_stage
from recruitment.actions.contracts import prepare_contract, record_withdrawal, sign_contract
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
from recruitment.actions.moving import NotAtThatStage
from recruitment.actions.notices import Blocked, post_notice, prepare_notice, return_notice, sign_notice
from recruitment.actions.objections import close_objection, receive_objection
from recruitment.actions.outcomes import substitute
from recruitment.actions.papers import attach, attach_each, detach
from recruitment.actions.rechecks import answer_recheck, ask_recheck
from recruitment.actions.registration import (
    Closed,
    Incomplete,
    Locked,
    begin_application,
    declare,
    save_profile,
    save_section,
    submit,
    withdraw,
)
from recruitment.actions.reuse import reuse
from recruitment.actions.review import confirm_entry, decide_opening, declare_relative, enter_result, enter_review, send_back_entry
from recruitment.actions.rounds import AlreadyAnnounced, begin_round, change_round, change_scheme, close_intake, open_intake, set_vacancies
from recruitment.scores import ScoreRow

PROBLEMS = (Impossible, Prevented, Stale, Refused, IllegalMove, BadIdentity, UnfitFile, NoCalendar)
"""Everything a verb may refuse with, each a ready sentence: what a view catches and shows."""

__all__ = [
    "PROBLEMS",
    "AlreadyAnnounced",
    "BadScores",
    "Blocked",
    "Closed",
    "Impossible",
    "Incomplete",
    "Locked",
    "NotAtThatStage",
    "OneHand",
    "ScoreRow",
    "Stale",
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
    "confirm_entry",
    "confirm_scores",
    "decide_opening",
    "declare",
    "declare_relative",
    "detach",
    "enter_result",
    "enter_review",
    "enter_scores",
    "export_applications",
    "issue_tickets",
    "open_intake",
    "post_notice",
    "prepare_contract",
    "prepare_notice",
    "receive_objection",
    "record_withdrawal",
    "release_scores",
    "return_notice",
    "reuse",
    "reveal",
    "save_profile",
    "save_section",
    "send_back_entry",
    "send_back_scores",
    "set_panel",
    "set_site",
    "set_vacancies",
    "sign_contract",
    "sign_notice",
    "submit",
    "substitute",
    "withdraw",
]
