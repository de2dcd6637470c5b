"""The verbs of evaluation."""

from evaluation.actions.appraisal_schemes import (
    begin_appraisal_scheme,
    confirm_appraisal_scheme,
    offer_appraisal_scheme,
    return_appraisal_scheme,
    save_appraisal_scheme,
)
from evaluation.actions.appraising import enter_marks, open_period, write_summary
from evaluation.actions.commending import confirm_commendation, gone_problem, post_commendation, propose_commendations, return_commendation
from evaluation.actions.daily import carry_out_due
from evaluation.actions.departing import (
    carry_out,
    confirm_departure,
    enter_departure,
    record_transfer,
    return_departure,
    state_severance,
)
from evaluation.actions.dismissing import confirm_dismissal, enter_dismissal, return_dismissal, serve_dismissal, wanting
from evaluation.actions.ending import enter_ending, serve_ending
from evaluation.actions.grading import Decision, confirm_grades, offer_grades, prepare_grades, return_grades
from evaluation.actions.incidents import confirm_incident, enter_incident, hear_incident, return_incident, serve_incident
from evaluation.actions.leave import (
    answer_leave,
    ask_leave,
    enter_leave,
    note_earlier_work,
    set_daily_rules,
    take_back_leave,
    withdraw_leave,
)
from evaluation.actions.log import begin_entry, count_entry, discard_entry, drop_file, hand_in_entries, move_entry, return_entry, word_entry
from evaluation.actions.months import confirm_month, record_attendance, reopen_month
from evaluation.actions.objecting import answer_objection, record_objection
from evaluation.actions.opinions import LinkGone, digest_of, end_opinions, give_opinion, make_opinion_links
from evaluation.actions.packs import ask_appraisal_pack, finish_appraisal_pack, note_progress
from evaluation.actions.rechecks import (
    answer_appraisal_recheck,
    ask_appraisal_recheck,
    finish_due_appraisals,
    note_receipt,
    sign_appraisal,
)
from evaluation.actions.reminding import remind_of_expiring
from evaluation.actions.renewing import confirm_renewal, propose_renewal, return_renewal, row_of, sign_next
from evaluation.actions.returning import decide_return, decides, report_return
from evaluation.actions.transferring import confirm_transfer, enter_transfer, return_transfer
from staffing.actions import PROBLEMS

__all__ = [
    "PROBLEMS",
    "Decision",
    "LinkGone",
    "answer_appraisal_recheck",
    "answer_leave",
    "answer_objection",
    "ask_appraisal_pack",
    "ask_appraisal_recheck",
    "ask_leave",
    "begin_appraisal_scheme",
    "begin_entry",
    "carry_out",
    "carry_out_due",
    "confirm_appraisal_scheme",
    "confirm_commendation",
    "confirm_departure",
    "confirm_dismissal",
    "confirm_grades",
    "confirm_incident",
    "confirm_month",
    "confirm_renewal",
    "confirm_transfer",
    "count_entry",
    "decide_return",
    "decides",
    "digest_of",
    "discard_entry",
    "drop_file",
    "end_opinions",
    "enter_departure",
    "enter_dismissal",
    "enter_ending",
    "enter_incident",
    "enter_leave",
    "enter_marks",
    "enter_transfer",
    "finish_appraisal_pack",
    "finish_due_appraisals",
    "give_opinion",
    "gone_problem",
    "hand_in_entries",
    "hear_incident",
    "make_opinion_links",
    "move_entry",
    "note_earlier_work",
    "note_progress",
    "note_receipt",
    "offer_appraisal_scheme",
    "offer_grades",
    "open_period",
    "post_commendation",
    "prepare_grades",
    "propose_commendations",
    "propose_renewal",
    "record_attendance",
    "record_objection",
    "record_transfer",
    "remind_of_expiring",
    "reopen_month",
    "report_return",
    "return_appraisal_scheme",
    "return_commendation",
    "return_departure",
    "return_dismissal",
    "return_entry",
    "return_grades",
    "return_incident",
    "return_renewal",
    "return_transfer",
    "row_of",
    "save_appraisal_scheme",
    "serve_dismissal",
    "serve_ending",
    "serve_incident",
    "set_daily_rules",
    "sign_appraisal",
    "sign_next",
    "state_severance",
    "take_back_leave",
    "wanting",
    "withdraw_leave",
    "word_entry",
    "write_summary",
]
