"""Addresses of evaluation: the desk of the bureaus and offices, and the assistants' own pages under `service/`."""

from django.urls import path

from evaluation import waiting  # noqa: F401 - registers itself by being read
from evaluation.views import contracts, departures, home, leave, log, months, protections, renewals

app_name = "evaluation"

MONTH = "daily/<int:office>/<str:month>/"

urlpatterns = [
    path("service/", home.service, name="service"),
    path("service/log/", log.log, name="log"),
    path("service/log/export/", log.log_export, name="log_export"),
    path("service/log/new/", log.log_new, name="log_new"),
    path("service/log/<int:pk>/", log.log_entry, name="log_entry"),
    path("service/log/<int:pk>/duty/", log.log_duty, name="log_duty"),
    path("service/log/<int:pk>/measures/", log.log_measures, name="log_measures"),
    path("service/log/<int:pk>/words/", log.log_words, name="log_words"),
    path("service/log/<int:pk>/discard/", log.log_discard, name="log_discard"),
    path("service/log/<int:pk>/files/<int:file>/", log.log_file, name="log_file"),
    path("service/log/<int:pk>/files/<int:file>/drop/", log.log_file_drop, name="log_file_drop"),
    path("service/leave/", leave.my_leave, name="my_leave"),
    path("service/leave/export/", leave.my_leave_export, name="my_leave_export"),
    path("service/leave/ask/", leave.leave_ask, name="leave_ask"),
    path("service/leave/<int:pk>/withdraw/", leave.leave_withdraw, name="leave_withdraw"),
    path("daily/", months.daily, name="daily"),
    path("daily/export/", months.daily_export, name="daily_export"),
    path("daily/people/", months.people, name="people"),
    path("daily/people/export/", months.people_export, name="people_export"),
    path("daily/people/<int:pk>/earlier-work/", leave.earlier_work, name="earlier_work"),
    path("daily/leave/", leave.leaves, name="leaves"),
    path("daily/leave/export/", leave.leaves_export, name="leaves_export"),
    path("daily/leave/<int:pk>/", leave.leave, name="leave"),
    path("daily/rules/", leave.daily_rules, name="daily_rules"),
    path("daily/entries/<int:pk>/", months.entry, name="entry"),
    path(MONTH, months.month, name="month"),
    path(f"{MONTH}log/", months.month_log, name="month_log"),
    path(f"{MONTH}log/export/", months.month_log_export, name="month_log_export"),
    path(f"{MONTH}confirm/", months.month_confirm, name="month_confirm"),
    path(f"{MONTH}reopen/", months.month_reopen, name="month_reopen"),
    path(f"{MONTH}sheet/", months.month_sheet, name="month_sheet"),
    path(f"{MONTH}upload/", months.month_upload, name="month_upload"),
    path(f"{MONTH}upload/<int:file>/", months.month_read, name="month_read"),
    path(f"{MONTH}upload/<int:file>/errors/", months.month_errors, name="month_errors"),
    path("contracts/", contracts.contracts, name="contracts"),
    path("contracts/export/", contracts.contracts_export, name="contracts_export"),
    path("contracts/<int:pk>/", contracts.contract, name="contract"),
    path("contracts/propose/", renewals.propose, name="renewals_propose"),
    path("contracts/decide/", renewals.decide, name="renewals_decide"),
    path("contracts/sign/", renewals.sign, name="renewals_sign"),
    path("contracts/renewals/<int:pk>/return/", renewals.send_back, name="renewal_return"),
    path("contracts/renewals/<int:pk>/request/", renewals.request_file, name="renewal_request"),
    path("contracts/<int:pk>/departure/", departures.enter, name="departure_enter"),
    path("contracts/departures/", departures.departures, name="departures"),
    path("contracts/departures/export/", departures.departures_export, name="departures_export"),
    path("contracts/departures/<int:pk>/", departures.departure, name="departure"),
    path("contracts/departures/<int:pk>/decide/", departures.decide, name="departure_decide"),
    path("contracts/departures/<int:pk>/return/", departures.send_back, name="departure_return"),
    path("contracts/departures/<int:pk>/severance/", departures.severance, name="departure_severance"),
    path("contracts/departures/<int:pk>/transfer/", departures.transfer, name="departure_transfer"),
    path("contracts/departures/<int:pk>/paper/", departures.paper, name="departure_paper"),
    path("contracts/<int:pk>/protections/enter/", protections.enter, name="protection_enter"),
    path("contracts/<int:pk>/protections/<int:record>/", protections.read, name="protection_read"),
    path("contracts/<int:pk>/protections/<int:record>/end/", protections.end, name="protection_end"),
    path("contracts/<int:pk>/protections/<int:record>/void/", protections.void, name="protection_void"),
    path("contracts/<int:pk>/protections/<int:record>/paper/", protections.paper, name="protection_paper"),
]
