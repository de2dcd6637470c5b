"""Every address of the portal."""

from django.urls import include, path

from bureaus.desk import site as desk_site
from staffing.views import screening
from yangquan_portal import failures, health, start

handler400 = failures.bad_request
handler403 = failures.permission_denied
handler404 = failures.page_not_found
handler500 = failures.server_error

urlpatterns = [
    path("", include("documents.urls")),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("start/", start.start, name="start"),
    path("admin/", desk_site.urls),
    path("staffing/", include("staffing.urls")),
    path("desk/screening/", screening.screening, name="screening"),  # of the desk's pages the one that `staffing` draws
    path("desk/screening/template/<slug:track>/", screening.screening_template, name="screening_template"),
    path("", include("bureaus.urls")),
    path("evaluation/", include("evaluation.urls")),
    path("", include("recruitment.urls")),
]
