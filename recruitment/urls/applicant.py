"""Addresses of one applicant: registration page by page, and what became of it."""

from django.urls import path

from recruitment.views import applicant, papers, registration, reuse

urlpatterns = [
    path("apply/<int:pk>/begin/", registration.begin, name="begin"),
    path("my/", applicant.dashboard, name="my"),
    path("my/<int:pk>/", applicant.application, name="my_application"),
    path("my/<int:pk>/scores/", applicant.scores, name="my_scores"),
    path("my/<int:pk>/ticket/", applicant.ticket, name="ticket"),
    path("my/<int:pk>/withdraw/", applicant.withdraw, name="withdraw"),
    path("my/<int:pk>/switch/", applicant.switch, name="switch"),
    path("my/<int:pk>/tasks/", registration.tasks, name="tasks"),
    path("my/<int:pk>/reuse/", reuse.reuse, name="reuse"),
    path("my/<int:pk>/identity/", registration.identity, name="identity"),
    path("my/<int:pk>/section/<slug:section>/", registration.section, name="section"),
    path("my/<int:pk>/papers/", papers.papers, name="papers"),
    path("my/<int:pk>/papers/<int:attachment>/", papers.paper_file, name="paper_file"),
    path("my/<int:pk>/papers/<int:attachment>/remove/", papers.paper_remove, name="paper_remove"),
    path("my/<int:pk>/declarations/", registration.declarations, name="declarations"),
    path("my/<int:pk>/declarations/<int:part>/", registration.declarations, name="declarations_part"),
    path("my/<int:pk>/check/", registration.check, name="check_answers"),
    path("my/<int:pk>/receipt/", registration.receipt, name="receipt"),
]
