"""Every address of the portal."""

from django.urls import include, path

from bureaus.desk import site as desk_site
from yangquan_portal import health, start

urlpatterns = [
    path("", include("documents.urls")),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("start/", start.start, name="start"),
    path("admin/", desk_site.urls),
    path("staffing/", include("staffing.urls")),
    path("", include("bureaus.urls")),
    path("", include("recruitment.urls")),
]
