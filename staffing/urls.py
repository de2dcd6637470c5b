"""Addresses of staffing."""

from django.urls import path

from staffing.models import Matter, QuotaPlan
from staffing.views import difficulties, filings, ledger, plans, programme, roster, signing

app_name = "staffing"

urlpatterns = [
    path("", plans.plans, name="plans"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/edit/", plans.plan_edit, name="plan_edit"),
    path("plans/<int:pk>/offer/", plans.plan_offer, name="plan_offer"),
    path("plans/<int:pk>/countersign/", plans.plan_countersign, name="plan_countersign"),
    path("plans/<int:pk>/send-back/", plans.plan_send_back, name="plan_send_back"),
    path("plans/<int:pk>/submit/", plans.plan_submit, name="plan_submit"),
    path("plans/<int:pk>/export/", plans.plan_export, name="plan_export"),
    path("plans/<int:pk>/withdraw/", plans.plan_withdraw, name="plan_withdraw"),
    path("plans/<int:pk>/enclosures/<slug:key>/add/", plans.plan_enclose, name="plan_enclose"),
    path("plans/<int:pk>/enclosures/<slug:key>/remove/", plans.plan_take_out, name="plan_take_out"),
    path("plans/<int:pk>/enclosures/<slug:key>/", filings.enclosure_file, {"of": QuotaPlan}, name="plan_enclosure"),
    path("filings/", filings.filings, name="filings"),
    path("filings/export/", filings.filings_export, name="filings_export"),
    path("filings/begin/<slug:kind>/", filings.matter_begin, name="matter_begin"),
    path("filings/<int:pk>/", filings.matter, name="matter"),
    path("filings/<int:pk>/edit/", filings.matter_edit, name="matter_edit"),
    path("filings/<int:pk>/offer/", signing.matter_offer, name="matter_offer"),
    path("filings/<int:pk>/countersign/", signing.matter_countersign, name="matter_countersign"),
    path("filings/<int:pk>/send-back/", signing.matter_send_back, name="matter_send_back"),
    path("filings/<int:pk>/submit/", signing.matter_submit, name="matter_submit"),
    path("filings/<int:pk>/withdraw/", signing.matter_withdraw, name="matter_withdraw"),
    path("filings/<int:pk>/revise/", signing.matter_revise, name="matter_revise"),
    path("filings/<int:pk>/export/", filings.matter_export, name="matter_export"),
    path("filings/<int:pk>/enclosures/<slug:key>/", filings.enclosure_file, {"of": Matter}, name="matter_enclosure"),
    path("filings/sent/<int:pk>/", filings.filing_sent, name="filing_sent"),
    path("filings/sent/<int:pk>/enclosures/<slug:key>/", filings.filing_file, name="filing_file"),
    path("filings/difficulties/", difficulties.difficulties, name="difficulties"),
    path("filings/difficulties/export/", difficulties.difficulties_export, name="difficulties_export"),
    path("filings/difficulties/<int:pk>/", difficulties.difficulty, name="difficulty"),
    path("filings/programme/", programme.programme, name="programme"),
    path("filings/programme/export/", programme.programme_export, name="programme_export"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/export/", ledger.ledger_export, name="ledger_export"),
    path("roster/", roster.roster, name="roster"),
    path("roster/export/", roster.roster_export, name="roster_export"),
]
