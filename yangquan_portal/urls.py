"""Every address of the portal."""

from django.urls import path

from yangquan_portal import health

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
]
