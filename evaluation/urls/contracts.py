"""Addresses of contracts over time and of transfers."""

from django.urls import path

from evaluation.views import contracts, departures, protections, renewals, transfers

urlpatterns = [
    path("contracts/", contracts.contracts, name="contracts"),
    path("contracts/export/", contracts.contracts_export, name="contracts_export"),
    path("contracts/<int:pk>/", contracts.contract, name="contract"),
    path("contracts/<int:pk>/renewals/export/", contracts.renewals_export, name="renewals_export"),
    path("contracts/<int:pk>/protections/export/", contracts.protections_export, name="protections_export"),
    path("contracts/propose/", renewals.propose, name="renewals_propose"),
    path("contracts/decide/", renewals.decide, name="renewals_decide"),
    path("contracts/sign/", renewals.sign, name="renewals_sign"),
    path("contracts/renewals/<int:pk>/return/", renewals.send_back, name="renewal_return"),
    path("contracts/renewals/<int:pk>/request/", renewals.request_file, name="renewal_request"),
    path("contracts/<int:pk>/departure/", departures.enter, name="departure_enter"),
    path("contracts/<int:pk>/endings/", departures.endings, name="endings"),
    path("contracts/<int:pk>/endings/<slug:ground>/", departures.end, name="ending_enter"),
    path("contracts/departures/", departures.departures, name="departures"),
    path("contracts/departures/export/", departures.departures_export, name="departures_export"),
    path("contracts/departures/<int:pk>/", departures.departure, name="departure"),
    path("contracts/departures/<int:pk>/decide/", departures.decide, name="departure_decide"),
    path("contracts/departures/<int:pk>/return/", departures.send_back, name="departure_return"),
    path("contracts/departures/<int:pk>/severance/", departures.severance, name="departure_severance"),
    path("contracts/departures/<int:pk>/transfer/", departures.transfer, name="departure_transfer"),
    path("contracts/departures/<int:pk>/serve/", departures.serve, name="departure_serve"),
    path("contracts/departures/<int:pk>/union/", departures.union, name="departure_union"),
    path("contracts/departures/<int:pk>/paper/", departures.paper, name="departure_paper"),
    path("contracts/<int:pk>/protections/enter/", protections.enter, name="protection_enter"),
    path("contracts/<int:pk>/protections/<int:record>/", protections.read, name="protection_read"),
    path("contracts/<int:pk>/protections/<int:record>/end/", protections.end, name="protection_end"),
    path("contracts/<int:pk>/protections/<int:record>/void/", protections.void, name="protection_void"),
    path("contracts/<int:pk>/protections/<int:record>/paper/", protections.paper, name="protection_paper"),
    path("contracts/transfers/", transfers.transfers, name="transfers"),
    path("contracts/transfers/export/", transfers.transfers_export, name="transfers_export"),
    path("contracts/transfers/<int:pk>/", transfers.transfer, name="transfer"),
    path("contracts/transfers/<int:pk>/decide/", transfers.decide, name="transfer_decide"),
    path("contracts/transfers/<int:pk>/return/", transfers.send_back, name="transfer_return"),
    path("contracts/transfers/people/<int:pk>/", transfers.enter, name="transfer_enter"),
    path("contracts/transfers/people/<int:pk>/relatives/", transfers.relative_declare, name="relative_declare"),
    path("contracts/transfers/people/<int:pk>/relatives/<int:record>/void/", transfers.relative_void, name="relative_void"),
]
