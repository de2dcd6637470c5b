"""Addresses that fail, each in its own way."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.debug import sensitive_post_parameters

from yangquan_portal import urls

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


class DiskFull(Exception):
    sqlstate = "53100"


def fail(fault: Exception, cause: Exception | None = None):
    @login_not_required
    def view(request: HttpRequest) -> HttpResponse:
        raise fault from cause

    return view


urlpatterns = [
    path("broken", fail(ZeroDivisionError("SELECT secret"))),
    path("unreachable", fail(OperationalError("connection to server at 10.0.0.1 failed"))),
    path("full", fail(OperationalError("could not extend file"), DiskFull())),
    path("signing-in", sensitive_post_parameters("password")(fail(OperationalError()))),
    path("refused", fail(PermissionDenied("这份计划已由本人录入，请换一位同事确认。"))),
    path("unreadable", fail(BadRequest())),
    path("large", fail(RequestDataTooBig())),
    path("absent", fail(Http404("盂县的报名"))),
    *urls.urlpatterns,
]
