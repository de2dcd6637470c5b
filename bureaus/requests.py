"""A request as our middleware leaves it, for the signatures of views."""

from datetime import datetime

from django.http import HttpRequest

from bureaus.models import User


class PortalRequest(HttpRequest):
    """`now` is the database's clock, read once and only when somebody asks."""

    now: datetime


class SignedInRequest(PortalRequest):
    """Behind `@requires`: somebody has signed in."""

    user: User
