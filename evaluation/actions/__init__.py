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
from evaluation.actions.renewing import confirm_renewal, propose_renewal, return_renewal, row_of, sign_next
from evaluation.actions.transferring import confirm_transfer, enter_transfer, return_transfer
from staffing.actions import PROBLEMS

__all__ = [
    "PROBLEMS",
    "carry_out",
    "carry_out_due",
    "confirm_departure",
    "confirm_renewal",
    "confirm_transfer",
    "enter_departure",
    "enter_transfer",
    "propose_renewal",
    "record_transfer",
    "return_departure",
    "return_renewal",
    "return_transfer",
    "row_of",
    "sign_next",
    "state_severance",
]
