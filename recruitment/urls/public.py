"""Addresses that everyone may read."""

from django.urls import path

from recruitment.views import public

urlpatterns = [
    path("", public.home, name="home"),
    path("clock/", public.clock, name="clock"),
    path("guide/", public.guide, name="guide"),
    path("supervision/", public.supervision, name="supervision"),
    path("notices/", public.notices, name="notices"),
    path("notices/<int:pk>/", public.notice, name="notice"),
    path("notices/<int:pk>/objection/", public.objection, name="objection"),
    path("notices/<int:pk>/objection/received/", public.objection_received, name="objection_received"),
    path("rounds/<int:pk>/check/", public.check, name="check"),
    path("rounds/<int:pk>/posts/", public.posts, name="posts"),
    path("apply/", public.apply, name="apply"),
    path("apply/<int:pk>/", public.start, name="start"),
]
