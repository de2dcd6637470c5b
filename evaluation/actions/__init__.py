"""The verbs of evaluation."""

from bureaus.access import Refused
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from bureaus.tenancy import Stale
from evaluation.actions.appraisal_schemes import (
    begin_appraisal_scheme,
    confirm_appraisal_scheme,
    offer_appraisal_scheme,
    return_appraisal_scheme,
    save_appraisal_scheme,
)
from evaluation.actions.appraising import enter_marks, open_period, write_summary
from evaluation.actions.grading import Decision, confirm_grades, offer_grades, prepare_grades, return_grades
from evaluation.actions.opinions import LinkGone, digest_of, give_opinion, make_opinion_links
from evaluation.actions.packs import ask_appraisal_pack, finish_appraisal_pack, note_progress
from evaluation.actions.rechecks import (
    answer_appraisal_recheck,
    ask_appraisal_recheck,
    finish_due_appraisals,
    note_receipt,
    sign_appraisal,
)

PROBLEMS = (Impossible, Prevented, Stale, Refused)
"""What a verb may say no with; each carries the sentence for the person."""

__all__ = [
    "PROBLEMS",
    "Decision",
    "LinkGone",
    "answer_appraisal_recheck",
    "ask_appraisal_pack",
    "ask_appraisal_recheck",
    "begin_appraisal_scheme",
    "confirm_appraisal_scheme",
    "confirm_grades",
    "digest_of",
    "enter_marks",
    "finish_appraisal_pack",
    "finish_due_appraisals",
    "give_opinion",
    "make_opinion_links",
    "note_progress",
    "note_receipt",
    "offer_appraisal_scheme",
    "offer_grades",
    "open_period",
    "prepare_grades",
    "return_appraisal_scheme",
    "return_grades",
    "save_appraisal_scheme",
    "sign_appraisal",
    "write_summary",
]
