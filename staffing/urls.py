"""Addresses of staffing."""

from django.urls import path

from staffing.views import assistants, auxiliaries, ledger, plans, roster, safeguards, tables

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
    path("roster/full/", roster.roster_full, name="roster_full"),
    path("roster/training/", roster.trainings, name="trainings"),
    path("roster/training/export/", roster.trainings_export, name="trainings_export"),
    path("roster/health/", roster.health_checks, name="health_checks"),
    path("roster/health/export/", roster.health_checks_export, name="health_checks_export"),
    path("roster/<int:pk>/", assistants.assistant, name="assistant"),
    path("roster/<int:pk>/contact/", assistants.assistant_contact, name="assistant_contact"),
    path("roster/<int:pk>/numbers/", assistants.assistant_reveal, name="assistant_reveal"),
    path("roster/<int:pk>/training/", assistants.training_enter, name="training_enter"),
    path("roster/<int:pk>/training/<int:record>/void/", assistants.training_void, name="training_void"),
    path("roster/<int:pk>/health/", assistants.health_check_enter, name="health_check_enter"),
    path("roster/<int:pk>/health/<int:record>/", assistants.health_check_read, name="health_check_read"),
    path("roster/<int:pk>/health/<int:record>/void/", assistants.health_check_void, name="health_check_void"),
    path("roster/auxiliaries/", auxiliaries.auxiliaries, name="auxiliaries"),
    path("roster/auxiliaries/export/", auxiliaries.auxiliaries_export, name="auxiliaries_export"),
    path("roster/auxiliaries/full/", auxiliaries.auxiliaries_full, name="auxiliaries_full"),
    path("roster/auxiliaries/enter/", auxiliaries.auxiliary_enter, name="auxiliary_enter"),
    path("roster/auxiliaries/<int:pk>/", auxiliaries.auxiliary_change, name="auxiliary_change"),
    path("roster/import/<str:kind>/", tables.table, name="table"),
    path("roster/import/<str:kind>/template/", tables.table_template, name="table_template"),
    path("roster/import/<str:kind>/<int:file>/", tables.table_read, name="table_read"),
    path("roster/import/<str:kind>/<int:file>/errors/", tables.table_errors, name="table_errors"),
    path("safeguards/", safeguards.comparison, name="comparison"),
    path("safeguards/export/", safeguards.comparison_export, name="safeguards_export"),
    path("safeguards/<int:pk>/", safeguards.county, name="safeguards"),
    path("safeguards/pay/begin/", safeguards.pay_begin, name="pay_begin"),
    path("safeguards/<str:kind>/<int:pk>/", safeguards.safeguard, name="safeguard"),
    path("safeguards/<str:kind>/<int:pk>/edit/", safeguards.safeguard_edit, name="safeguard_edit"),
    path("safeguards/<str:kind>/<int:pk>/offer/", safeguards.safeguard_offer, name="safeguard_offer"),
    path("safeguards/<str:kind>/<int:pk>/agree/", safeguards.safeguard_agree, name="safeguard_agree"),
    path("safeguards/<str:kind>/<int:pk>/return/", safeguards.safeguard_return, name="safeguard_return"),
    path("safeguards/<str:kind>/<int:pk>/document/", safeguards.safeguard_document, name="safeguard_document"),
]
