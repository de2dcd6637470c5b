"""Addresses of rewards and discipline."""

from django.urls import path

from evaluation.views import commendations, dismissals, incidents, objections

urlpatterns = [
    path("conduct/commendations/", commendations.commendations, name="commendations"),
    path("conduct/commendations/export/", commendations.commendations_export, name="commendations_export"),
    path("conduct/commendations/enter/", commendations.enter, name="commendation_enter"),
    path("conduct/commendations/post/", commendations.post_many, name="commendations_post"),
    path("conduct/commendations/decide/", commendations.decide_many, name="commendations_decide"),
    path("conduct/commendations/<int:pk>/", commendations.commendation, name="commendation"),
    path("conduct/commendations/<int:pk>/paper/", commendations.paper, name="commendation_paper"),
    path("conduct/commendations/<int:pk>/post/", commendations.post, name="commendation_post"),
    path("conduct/commendations/<int:pk>/decide/", commendations.decide, name="commendation_decide"),
    path("conduct/commendations/<int:pk>/return/", commendations.send_back, name="commendation_return"),
    path("conduct/commendations/<int:pk>/object/", objections.commendation_object, name="commendation_object"),
    path("conduct/objections/", objections.objections, name="objections"),
    path("conduct/objections/export/", objections.objections_export, name="objections_export"),
    path("conduct/objections/<int:pk>/", objections.objection, name="objection"),
    path("conduct/", incidents.incidents, name="incidents"),
    path("conduct/export/", incidents.incidents_export, name="incidents_export"),
    path("conduct/enter/", incidents.enter, name="incident_enter"),
    path("conduct/<int:pk>/", incidents.incident, name="incident"),
    path("conduct/<int:pk>/evidence/", incidents.evidence, name="incident_evidence"),
    path("conduct/<int:pk>/hear/", incidents.hear, name="incident_hear"),
    path("conduct/<int:pk>/decide/", incidents.decide, name="incident_decide"),
    path("conduct/<int:pk>/return/", incidents.send_back, name="incident_return"),
    path("conduct/<int:pk>/serve/", incidents.serve, name="incident_serve"),
    path("conduct/dismissals/", dismissals.dismissals, name="dismissals"),
    path("conduct/dismissals/export/", dismissals.dismissals_export, name="dismissals_export"),
    path("conduct/dismissals/enter/", dismissals.enter, name="dismissal_enter"),
    path("conduct/dismissals/<int:pk>/", dismissals.dismissal, name="dismissal"),
    path("conduct/dismissals/<int:pk>/evidence/", dismissals.evidence, name="dismissal_evidence"),
    path("conduct/dismissals/<int:pk>/union/", dismissals.union, name="dismissal_union"),
    path("conduct/dismissals/<int:pk>/decide/", dismissals.decide, name="dismissal_decide"),
    path("conduct/dismissals/<int:pk>/return/", dismissals.send_back, name="dismissal_return"),
    path("conduct/dismissals/<int:pk>/serve/", dismissals.serve, name="dismissal_serve"),
]
