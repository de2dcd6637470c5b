"""The city's desks of staffing."""

from staffing.admin.filings import FilingDesk
from staffing.admin.programme import ProgrammeDesk

__all__ = ["FilingDesk", "ProgrammeDesk"]
