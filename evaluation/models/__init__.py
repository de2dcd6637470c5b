"""What is decided about people in service."""

from evaluation.models.departures import Departure
from evaluation.models.renewals import Choice, Renewal, Ruling
from evaluation.models.transfers import Consent, Transfer

__all__ = ["Choice", "Consent", "Departure", "Renewal", "Ruling", "Transfer"]
