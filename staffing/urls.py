"""Addresses of staffing."""

from django.urls import path

from staffing.views import editions, establishment, ledger, plans, roster

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
    path("plans/<int:pk>/revise/", editions.plan_revise, name="plan_revise"),
    path("plans/<int:pk>/discard/", editions.plan_discard, name="plan_discard"),
    path("plans/<int:pk>/take-establishment/", editions.plan_take_establishment, name="plan_take_establishment"),
    path("plans/<int:pk>/what-if/", editions.plan_what_if, name="plan_what_if"),
    path("establishment/", establishment.establishment, name="establishment"),
    path("establishment/export/", establishment.establishment_export, name="establishment_export"),
    path("establishment/template/", establishment.establishment_template, name="establishment_template"),
    path("establishment/upload/", establishment.establishment_upload, name="establishment_upload"),
    path("establishment/upload/<int:file>/", establishment.establishment_read, name="establishment_read"),
    path("establishment/upload/<int:file>/errors/", establishment.establishment_errors, name="establishment_errors"),
    path("establishment/offices/<int:pk>/", establishment.establishment_office, name="establishment_office"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/export/", ledger.ledger_export, name="ledger_export"),
    path("roster/", roster.roster, name="roster"),
    path("roster/export/", roster.roster_export, name="roster_export"),
]
