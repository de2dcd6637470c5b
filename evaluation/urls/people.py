"""Addresses of one person's page."""

from django.urls import path

from evaluation.views import people

urlpatterns = [
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/paper/", people.person_paper, name="person_paper"),
]
