"""The verbs of evaluation."""

from evaluation.actions.daily import carry_out_due
from evaluation.actions.departing import (
    carry_out,
    confirm_departure,
    enter_departure,
    record_transfer,
    return_departure,
    state_severance,
)
from evaluation.actions.leave import answer_leave, ask_leave, note_earlier_work, set_daily_rules, withdraw_leave
from evaluation.actions.log import begin_entry, count_entry, discard_entry, drop_file, move_entry, return_entry, word_entry
from evaluation.actions.months import confirm_month, record_attendance, reopen_month
from evaluation.actions.renewing import confirm_renewal, propose_renewal, return_renewal, row_of, sign_next
from staffing.actions import PROBLEMS

__all__ = [
    "PROBLEMS",
    "answer_leave",
    "ask_leave",
    "begin_entry",
    "carry_out",
    "carry_out_due",
    "confirm_departure",
    "confirm_month",
    "confirm_renewal",
    "count_entry",
    "discard_entry",
    "drop_file",
    "enter_departure",
    "move_entry",
    "note_earlier_work",
    "propose_renewal",
    "record_attendance",
    "record_transfer",
    "reopen_month",
    "return_departure",
    "return_entry",
    "return_renewal",
    "row_of",
    "set_daily_rules",
    "sign_next",
    "state_severance",
    "withdraw_leave",
    "word_entry",
]
