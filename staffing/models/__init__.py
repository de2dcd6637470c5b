"""How many and who serves where: plans, all that goes up to the city, the ledger, assistants, contracts, auxiliaries, budget and pay."""

from staffing.models.auxiliaries import Auxiliary
from staffing.models.contracts import Contract
from staffing.models.establishment import Establishment
from staffing.models.filings import Comment, Filing, FilingOutcome, ProvincialFiling
from staffing.models.invitations import Invitation
from staffing.models.journeys import Journey, PlanStatus
from staffing.models.ledger import LedgerEntry
from staffing.models.matters import Difficulty, DifficultyState, Enclosure, Matter
from staffing.models.people import EDUCATION_CHOICES, SEALED, Assistant, OpenDateRange, Posting, identity_hash
from staffing.models.plans import TRACK_CHOICES, LedgerKind, PlanLine, QuotaPlan, Use
from staffing.models.programme import Obligation, Phase, Programme, Proof
from staffing.models.protections import Protection, protected_until
from staffing.models.relatives import Relation, Relative
from staffing.models.safeguards import Budget, PayScheme
from staffing.models.service import Conclusion, HealthCheck, Training

Paper = QuotaPlan | Matter
"""What goes up."""

__all__ = [
    "EDUCATION_CHOICES",
    "SEALED",
    "TRACK_CHOICES",
    "Assistant",
    "Auxiliary",
    "Budget",
    "Comment",
    "Conclusion",
    "Contract",
    "Difficulty",
    "DifficultyState",
    "Enclosure",
    "Establishment",
    "Filing",
    "FilingOutcome",
    "HealthCheck",
    "Invitation",
    "Journey",
    "LedgerEntry",
    "LedgerKind",
    "Matter",
    "Obligation",
    "OpenDateRange",
    "Paper",
    "PayScheme",
    "Phase",
    "PlanLine",
    "PlanStatus",
    "Posting",
    "Programme",
    "Proof",
    "Protection",
    "ProvincialFiling",
    "QuotaPlan",
    "Relation",
    "Relative",
    "Training",
    "Use",
    "identity_hash",
    "protected_until",
]
