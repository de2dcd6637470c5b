"""The bare project's addresses."""

from django.urls import path

from bench.bare import views

urlpatterns = [
    path("notices/<int:pk>/", views.notice),
    path("queue/", views.queue),
    path("log/", views.log),
    path("grid/", views.grid),
    path("register/", views.register),
]
