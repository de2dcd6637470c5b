"""Addresses of daily work: duty log, attendance and leave, at the office, in the county and for the assistants themselves."""

from django.urls import path

from evaluation.views import home, leave, log, log_sheets, months, returns

MONTH = "daily/<int:office>/<str:month>/"

urlpatterns = [
    path("service/", home.service, name="service"),
    path("service/log/", log.log, name="log"),
    path("service/log/export/", log.log_export, name="log_export"),
    path("service/log/new/", log.log_new, name="log_new"),
    path("service/log/template/", log_sheets.log_template, name="log_template"),
    path("service/log/upload/", log_sheets.log_upload, name="log_upload"),
    path("service/log/upload/<int:file>/", log_sheets.log_read, name="log_read"),
    path("service/log/upload/<int:file>/errors/", log_sheets.log_errors, name="log_errors"),
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
    path("service/leave/<int:pk>/return/", returns.my_return, name="my_return"),
    path("daily/", months.daily, name="daily"),
    path("daily/export/", months.daily_export, name="daily_export"),
    path("daily/people/", months.people, name="people"),
    path("daily/people/export/", months.people_export, name="people_export"),
    path("daily/people/<int:pk>/earlier-work/", leave.earlier_work, name="earlier_work"),
    path("daily/leave/", leave.leaves, name="leaves"),
    path("daily/leave/export/", leave.leaves_export, name="leaves_export"),
    path("daily/leave/enter/", leave.leave_enter, name="leave_enter"),
    path("daily/leave/<int:pk>/", leave.leave, name="leave"),
    path("daily/leave/<int:pk>/take-back/", leave.leave_take_back, name="leave_take_back"),
    path("daily/leave/<int:pk>/return/", returns.leave_return, name="leave_return"),
    path("daily/leave/returns/<int:pk>/", returns.return_decide, name="return_decide"),
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
]
