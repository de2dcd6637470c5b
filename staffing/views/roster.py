"""协理员花名册: who serves where, under which contract. Identity numbers are masked, also in the export."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bureaus import clock
from bureaus.access import requires
from bureaus.models import JudicialOffice
from bureaus.requests import SignedInRequest
from documents.delivery import export_response
from policy.powers import Power
from staffing import spreadsheets
from staffing.forms import RosterFilterForm
from staffing.models import Contract, Posting

PEOPLE_A_PAGE = 50


@requires(Power.ROSTER_VIEW)
@require_safe
def roster(request: SignedInRequest) -> HttpResponse:
    """Everybody who serves today or is about to, by office."""
    form, postings = _read(request)
    page = Paginator(postings, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "many_counties": request.user.county_id is None, "query": request.GET.urlencode()}
    return render(request, "staffing/roster.html", context)


@requires(Power.ROSTER_VIEW)
@require_safe
def roster_export(request: SignedInRequest) -> HttpResponse:
    """The same people as a spreadsheet."""
    _, postings = _read(request)
    return export_response("司法协理员花名册.xlsx", spreadsheets.roster_workbook(postings, by=request.user, now=request.now))


def _read(request: SignedInRequest) -> tuple[RosterFilterForm, QuerySet[Posting]]:
    offices = JudicialOffice.objects.visible_to(request.user)
    form = RosterFilterForm(request.GET, offices=offices)
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    postings = Posting.objects.visible_to(request.user).not_ended(clock.today(request.now))
    if wanted.get("name"):
        postings = postings.filter(assistant__name__contains=wanted["name"])
    if wanted.get("office"):
        postings = postings.filter(office=wanted["office"])
    signed = Prefetch("assistant__contracts", Contract.objects.signed().order_by("-starts_on"), to_attr="signed_contracts")
    return form, postings.select_related("assistant", "office__county").prefetch_related(signed).order_by("office__code", "first_day", "pk")
