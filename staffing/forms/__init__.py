"""What people enter on the pages of staffing."""

from staffing.forms.plans import BeginPlanForm, FileForm, GridForm, LedgerFilterForm, ReasonForm, ReturnForm, SeenForm, SubmitForm

__all__ = ["BeginPlanForm", "FileForm", "GridForm", "LedgerFilterForm", "ReasonForm", "ReturnForm", "SeenForm", "SubmitForm"]
