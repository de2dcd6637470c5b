"""The audit trail, for those who supervise."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bureaus.access import requires
from bureaus.clock import BEIJING
from bureaus.forms import AuditFilterForm
from bureaus.models import AuditEvent
from bureaus.naming import titled
from bureaus.requests import SignedInRequest
from bureaus.verbs import VERBS
from policy.powers import Power

EVENTS_A_PAGE = 50


@requires(Power.AUDIT_VIEW)
@require_safe
def audit_trail(request: SignedInRequest) -> HttpResponse:
    """Who did what, when, about which row; newest first."""
    form, events, _ = asked_for(request)
    page = Paginator(events, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    rows = [(event, act_of(event), taken_by(event), titled(event.about)) for event in page]
    context = {"form": form, "page": page, "rows": rows, "query": request.GET.urlencode()}
    return render(request, "bureaus/audit_trail.html", context)


def asked_for(request: SignedInRequest) -> tuple[AuditFilterForm, QuerySet[AuditEvent], dict[str, Any]]:
    """The filter, the events it finds, and what of it was understood; a filter that is not understood finds everything."""
    events = AuditEvent.objects.visible_to(request.user).select_related("by", "county").order_by("-number")
    form = AuditFilterForm(request.GET or None, verbs=VERBS, reader=request.user)
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    if wanted:
        if wanted.get("county"):
            events = events.filter(county=wanted["county"])
        if wanted["person"]:
            events = events.filter(by__name__contains=wanted["person"])
        if wanted["verb"]:
            events = events.filter(verb=wanted["verb"])
        if wanted["since"]:
            events = events.filter(at__gte=_midnight(wanted["since"]))
        if wanted["until"]:
            events = events.filter(at__lt=_midnight(wanted["until"] + timedelta(days=1)))
    return form, events, wanted


def act_of(event: AuditEvent) -> str:
    """What was done, in words."""
    return VERBS.get(event.verb, "其他操作")


def taken_by(event: AuditEvent) -> str:
    """What an export took away: which table, how many lines, which columns where not all of them; blank for any other act."""
    if not event.verb.startswith("export_"):
        return ""
    told = event.details
    columns = f"只导出：{'、'.join(told['columns'])}" if "columns" in told else ""
    return "；".join(filter(None, [told.get("table", ""), f"{told['rows']} 行", columns]))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=BEIJING)
