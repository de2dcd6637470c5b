"""Addresses of the bureaus' desk: home, intakes, rounds, notices, the review."""

from django.urls import path

from recruitment.views import bulk, desk, notices, queue, review, revoking, rounds

urlpatterns = [
    path("desk/", desk.home, name="desk"),
    path("desk/intakes/", desk.intakes, name="intakes"),
    path("desk/intakes/<int:pk>/close/", desk.intake_close, name="intake_close"),
    path("desk/rounds/", rounds.rounds, name="rounds"),
    path("desk/rounds/begin/", rounds.round_begin, name="round_begin"),
    path("desk/rounds/<int:pk>/", rounds.round_page, name="round"),
    path("desk/rounds/<int:pk>/scheme/", rounds.round_scheme, name="round_scheme"),
    path("desk/rounds/<int:pk>/vacancies/", rounds.round_vacancies, name="round_vacancies"),
    path("desk/rounds/<int:pk>/words/", rounds.round_words, name="round_words"),
    path("desk/rounds/<int:pk>/close/<slug:stage>/", rounds.round_close, name="round_close"),
    path("desk/rounds/<int:pk>/openings/", rounds.round_openings, name="round_openings"),
    path("desk/vacancies/<int:pk>/opening/", rounds.vacancy_opening, name="vacancy_opening"),
    path("desk/rounds/<int:pk>/notices/", notices.round_notices, name="round_notices"),
    path("desk/rounds/<int:pk>/notices/<slug:kind>/prepare/", notices.notice_prepare, name="notice_prepare"),
    path("desk/rounds/<int:pk>/notices/change/", notices.notice_change, name="notice_change"),
    path("desk/notices/<int:pk>/", notices.notice, name="desk_notice"),
    path("desk/notices/<int:pk>/sign/", notices.notice_sign, name="notice_sign"),
    path("desk/notices/<int:pk>/return/", notices.notice_return, name="notice_return"),
    path("desk/notices/<int:pk>/post/", notices.notice_post, name="notice_post"),
    path("desk/applications/", queue.applications, name="applications"),
    path("desk/applications/export/", queue.applications_export, name="applications_export"),
    path("desk/applications/bulk/", bulk.applications_bulk, name="applications_bulk"),
    path("desk/applications/bulk/undo/", bulk.applications_bulk_undo, name="applications_bulk_undo"),
    path("desk/applications/views/", queue.view_save, name="view_save"),
    path("desk/applications/views/<int:pk>/drop/", queue.view_drop, name="view_drop"),
    path("desk/applications/<int:pk>/", review.application, name="application"),
    path("desk/applications/<int:pk>/review/", review.application_review, name="application_review"),
    path("desk/applications/<int:pk>/confirm/", review.application_confirm, name="application_confirm"),
    path("desk/applications/<int:pk>/send-back/", review.application_send_back, name="application_send_back"),
    path("desk/applications/<int:pk>/files/<int:attachment>/", review.application_file, name="application_file"),
    path(
        "desk/applications/<int:pk>/files/<int:attachment>/pages/<int:number>/",
        review.application_file_page,
        name="application_file_page",
    ),
    path("desk/applications/<int:pk>/reveal/", review.application_reveal, name="application_reveal"),
    path("desk/applications/<int:pk>/take-back/", review.application_take_back, name="application_take_back"),
    path("desk/applications/<int:pk>/revocation/", revoking.revocation, name="revocation"),
    path("desk/applications/<int:pk>/revocation/confirm/", revoking.revocation_confirm, name="revocation_confirm"),
    path("desk/applications/<int:pk>/revocation/send-back/", revoking.revocation_send_back, name="revocation_send_back"),
    path("desk/applications/<int:pk>/recusal/", review.application_recusal, name="application_recusal"),
]
