"""Addresses of evaluation: the desk of the bureaus and offices, and the assistants' own pages under `service/`."""

from django.urls import URLPattern

app_name = "evaluation"
urlpatterns: list[URLPattern] = []
