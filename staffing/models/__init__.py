"""How many and who serves where: the quota plan, all that goes up to the city, the ledger, assistants, postings and contracts."""

from staffing.models.contracts import Contract
from staffing.models.filings import (
    Comment,
    Difficulty,
    DifficultyState,
    Enclosure,
    Filing,
    FilingOutcome,
    Matter,
    ProvincialFiling,
)
from staffing.models.journeys import Journey, PlanStatus
from staffing.models.ledger import LedgerEntry
from staffing.models.people import Assistant, OpenDateRange, Posting, identity_hash
from staffing.models.plans import TRACK_CHOICES, LedgerKind, PlanLine, QuotaPlan, Use
from staffing.models.programme import Obligation, Phase, Programme, Proof

Paper = QuotaPlan | Matter
"""What goes up."""

__all__ = [
    "TRACK_CHOICES",
    "Assistant",
    "Comment",
    "Contract",
    "Difficulty",
    "DifficultyState",
    "Enclosure",
    "Filing",
    "FilingOutcome",
    "Journey",
    "LedgerEntry",
    "LedgerKind",
    "Matter",
    "Obligation",
    "OpenDateRange",
    "Paper",
    "Phase",
    "PlanLine",
    "PlanStatus",
    "Posting",
    "Programme",
    "Proof",
    "ProvincialFiling",
    "QuotaPlan",
    "Use",
    "identity_hash",
]
