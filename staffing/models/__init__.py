"""How many and who serves where: the quota plan and its filings, its ledger, assistants, postings and contracts."""

from staffing.models.contracts import Contract
from staffing.models.establishment import Establishment
from staffing.models.ledger import LedgerEntry
from staffing.models.people import Assistant, OpenDateRange, Posting, identity_hash
from staffing.models.plans import TRACK_CHOICES, Filing, FilingOutcome, LedgerKind, PlanLine, PlanStatus, QuotaPlan, Use

__all__ = [
    "TRACK_CHOICES",
    "Assistant",
    "Contract",
    "Establishment",
    "Filing",
    "FilingOutcome",
    "LedgerEntry",
    "LedgerKind",
    "OpenDateRange",
    "PlanLine",
    "PlanStatus",
    "Posting",
    "QuotaPlan",
    "Use",
    "identity_hash",
]
