"""The bare project's three addresses."""

from django.urls import path

from bench.bare import views

urlpatterns = [
    path("notices/<int:pk>/", views.notice),
    path("queue/", views.queue),
    path("log/", views.log),
    path("register/", views.register),
]
