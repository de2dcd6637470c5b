"""Addresses of staffing."""

from django.urls import path

from staffing.views import ledger, plans, roster

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
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/export/", ledger.ledger_export, name="ledger_export"),
    path("roster/", roster.roster, name="roster"),
    path("roster/export/", roster.roster_export, name="roster_export"),
]
