"""Where a person begins after signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from bureaus.models import User
from policy.powers import Role


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Lead everybody to the page of their own work."""
    assert isinstance(request.user, User)  # noqa: S101 - tells the type checker
    if request.user.role == Role.OPERATOR:
        return redirect("admin:index")
    if request.user.role == Role.APPLICANT:
        return redirect("/my/")
    return redirect("evaluation:service" if request.user.role == Role.ASSISTANT else "/desk/")
