"""What people enter on the pages of staffing."""

from staffing.forms.establishment import EstablishmentFilterForm, EstablishmentForm
from staffing.forms.plans import (
    BeginPlanForm,
    GridForm,
    LedgerFilterForm,
    ReasonForm,
    RevisionForm,
    SeenForm,
    SubmitForm,
    WhatIfForm,
)

__all__ = [
    "BeginPlanForm",
    "EstablishmentFilterForm",
    "EstablishmentForm",
    "GridForm",
    "LedgerFilterForm",
    "ReasonForm",
    "RevisionForm",
    "SeenForm",
    "SubmitForm",
    "WhatIfForm",
]
