"""Addresses of rewards and discipline."""

from django.urls import path

from evaluation.views import incidents

urlpatterns = [
    path("conduct/", incidents.incidents, name="incidents"),
    path("conduct/export/", incidents.incidents_export, name="incidents_export"),
    path("conduct/enter/", incidents.enter, name="incident_enter"),
    path("conduct/<int:pk>/", incidents.incident, name="incident"),
    path("conduct/<int:pk>/evidence/", incidents.evidence, name="incident_evidence"),
    path("conduct/<int:pk>/hear/", incidents.hear, name="incident_hear"),
    path("conduct/<int:pk>/decide/", incidents.decide, name="incident_decide"),
    path("conduct/<int:pk>/return/", incidents.send_back, name="incident_return"),
    path("conduct/<int:pk>/serve/", incidents.serve, name="incident_serve"),
]
