"""What every page of a registration finds first and shows around its question."""

from datetime import timedelta
from functools import cache
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, QueryDict

from bureaus.models import User
from bureaus.prepared import Prepared
from bureaus.requests import SignedInRequest
from bureaus.sessions import typed_before
from recruitment import eligibility
from recruitment.actions import NotOnRoster
from recruitment.answers import roster_rows
from recruitment.models import Application, Profile, Status

EDITABLE = (Status.DRAFT, Status.RETURNED)
SOON = timedelta(hours=24)  # from here on every page counts down


WHOLE = ("round__scheme", "vacancy__line__office", "auxiliary__office")  # what all answers together name


def find_own(request: SignedInRequest, pk: int, *related: str) -> Application:
    """One's own application with its round; anybody else's is not there. A page of one question needs no more than that."""
    found = _own(related)(request.user, pk)
    if not found:
        raise Http404
    return found[0]


@cache
def _own(related: tuple[str, ...]) -> Prepared[[User, int], Application]:
    """The question of `find_own`, which every page of a registration asks."""

    def own(user: User, pk: int) -> QuerySet[Application]:
        return Application.objects.visible_to(user).filter(pk=pk).select_related("round__intake", "round__county", *related)

    return Prepared(own)


def find_editable(request: SignedInRequest, pk: int, *related: str) -> Application:
    """One that may still be changed: a draft, or one that came back to be mended."""
    application = find_own(request, pk, *related)
    if application.status not in EDITABLE:
        raise PermissionDenied("报名已经提交，内容不能再改。可以在“我的报名”查看进度。")
    return application


def said(request: SignedInRequest) -> QueryDict | None:
    """What this request sends; or what was typed here just before the session ran out, which is put back and not yet saved."""
    if request.method == "POST":
        return request.POST
    typed = typed_before(request)
    if typed is not None:
        messages.info(request, "您退出前在本页填写的内容已放回，还没有保存。请核对后再保存。")
    return typed


def frame(request: SignedInRequest, application: Application) -> dict[str, Any]:
    """What every page of the registration shows around its question."""
    round = application.round
    draft = application.status == Status.DRAFT
    row = eligibility.listed(application)
    unlisted = draft and round.is_internal and row is None and Profile.objects.visible_to(request.user).exists()
    correction = application.correction
    return {
        "application": application,
        "round": round,
        "now": request.now,
        "listed": [{"label": label, "value": value} for label, value in roster_rows(row)] if row is not None else [],
        "unlisted": str(NotOnRoster(round)) if unlisted else "",
        "correction": correction,
        "correction_is_late": correction is not None and correction.is_late(request.now),
        "until": round.registration_closes_at if draft else None,
        "closed": draft and request.now >= round.registration_closes_at,
        "soon": draft and timedelta() < round.registration_closes_at - request.now < SOON,
    }
