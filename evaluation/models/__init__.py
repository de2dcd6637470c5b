"""What is decided about people in service."""

from evaluation.models.departures import Departure
from evaluation.models.renewals import Choice, Renewal, Ruling

__all__ = ["Choice", "Departure", "Renewal", "Ruling"]
