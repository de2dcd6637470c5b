"""How many and who serves where: the quota plan and its filings, its ledger, assistants, postings and contracts, auxiliaries, pay."""

from staffing.models.auxiliaries import Auxiliary
from staffing.models.contracts import Contract
from staffing.models.establishment import Establishment
from staffing.models.ledger import LedgerEntry
from staffing.models.people import EDUCATION_CHOICES, Assistant, OpenDateRange, Posting, identity_hash
from staffing.models.plans import TRACK_CHOICES, Filing, FilingOutcome, LedgerKind, PlanLine, PlanStatus, QuotaPlan, Use
from staffing.models.safeguards import Budget, PayScheme
from staffing.models.service import Conclusion, HealthCheck, Training

__all__ = [
    "EDUCATION_CHOICES",
    "TRACK_CHOICES",
    "Assistant",
    "Auxiliary",
    "Budget",
    "Conclusion",
    "Contract",
    "Establishment",
    "Filing",
    "FilingOutcome",
    "HealthCheck",
    "LedgerEntry",
    "LedgerKind",
    "OpenDateRange",
    "PayScheme",
    "PlanLine",
    "PlanStatus",
    "Posting",
    "QuotaPlan",
    "Training",
    "Use",
    "identity_hash",
]
