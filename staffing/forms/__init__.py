"""What people enter on the pages of staffing."""

from staffing.forms.establishment import EstablishmentFilterForm, EstablishmentForm
from staffing.forms.plans import (
    BeginPlanForm,
    FileForm,
    GridForm,
    LedgerFilterForm,
    ReasonForm,
    ReturnForm,
    RevisionForm,
    SeenForm,
    SubmitForm,
    WhatIfForm,
)

__all__ = [
    "BeginPlanForm",
    "EstablishmentFilterForm",
    "EstablishmentForm",
    "FileForm",
    "GridForm",
    "LedgerFilterForm",
    "ReasonForm",
    "ReturnForm",
    "RevisionForm",
    "SeenForm",
    "SubmitForm",
    "WhatIfForm",
]
