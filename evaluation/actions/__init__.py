"""The verbs of evaluation: the duty log, an office's month, leave."""

from bureaus.access import Refused
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from bureaus.tenancy import Stale
from evaluation.actions.leave import answer_leave, ask_leave, note_earlier_work, set_daily_rules, withdraw_leave
from evaluation.actions.log import begin_entry, count_entry, discard_entry, drop_file, move_entry, return_entry, word_entry
from evaluation.actions.months import confirm_month, record_attendance, reopen_month

PROBLEMS = (Impossible, Prevented, Stale, Refused)
"""What a verb may say no with; each carries the sentence for the person."""

__all__ = [
    "PROBLEMS",
    "answer_leave",
    "ask_leave",
    "begin_entry",
    "confirm_month",
    "count_entry",
    "discard_entry",
    "drop_file",
    "move_entry",
    "note_earlier_work",
    "record_attendance",
    "reopen_month",
    "return_entry",
    "set_daily_rules",
    "withdraw_leave",
    "word_entry",
]
