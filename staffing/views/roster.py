"""协理员花名册 as of a day: the list, its export with masked numbers, and the whole one for a stated reason."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bureaus import clock
from bureaus.access import asks_again, holds, requires
from bureaus.models import JudicialOffice
from bureaus.requests import SignedInRequest
from bureaus.search import seals
from documents.exports import export, filter_words
from policy.powers import Power
from staffing import roster as rosters
from staffing.forms.roster import RecordFilterForm, RosterFilterForm
from staffing.models import Posting
from staffing.views.whole_lists import hand_out_whole

PEOPLE_A_PAGE = 50


@requires(Power.ROSTER_VIEW)
@seals("name")
@require_safe
def roster(request: SignedInRequest) -> HttpResponse:
    """Everybody who serves today or is about to, or who served on the day asked for, by office."""
    form, postings, day = _read(request)
    page = Paginator(postings, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [rosters.Row(posting, day) for posting in page],
        "day": day,
        "asked": form.wanted.get("on"),
        "many_counties": request.user.county_id is None,
        "query": request.GET.urlencode(),
        "may_reveal": holds(request.user, Power.PERSONAL_DATA_REVEAL),
        "may_edit": holds(request.user, Power.ROSTER_EDIT),
        "may_see_auxiliaries": holds(request.user, Power.AUXILIARY_VIEW),
    }
    return render(request, "staffing/roster/roster.html", context)


@requires(Power.ROSTER_VIEW)
@require_safe
def roster_export(request: SignedInRequest) -> HttpResponse:
    """The same people as a spreadsheet, their numbers masked."""
    form, postings, day = _read(request)
    return export(request, rosters.table(postings, day=day), filename="司法协理员花名册.xlsx", chosen=_words(form))


@requires(Power.PERSONAL_DATA_REVEAL)
@asks_again
@never_cache
def roster_full(request: SignedInRequest) -> HttpResponse:
    """The same people with full numbers and addresses: the password again, a stated reason, a line in the trail."""
    filtered, found, day = _read(request)
    postings = list(found)
    table = rosters.table(postings, day=day, full=True).noting("筛选", _words(filtered))
    told = f"导出 {len(postings)} 人的花名册（截至 {day:%Y-%m-%d}），含完整的身份证号、联系电话、户籍地址和现住址。"
    return hand_out_whole(request, table, of="roster", rows=len(postings), label="导出完整花名册", told=told)


@requires(Power.ROSTER_VIEW)
@seals("name")
@require_safe
def trainings(request: SignedInRequest) -> HttpResponse:
    """The trainings of a year."""
    form = _record_form(request)
    page = Paginator(rosters.trainings(request.user, **form.wanted), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "staffing/roster/trainings.html", _records(request, form, page))


@requires(Power.ROSTER_VIEW)
@require_safe
def trainings_export(request: SignedInRequest) -> HttpResponse:
    """The same rows as a spreadsheet."""
    form = _record_form(request)
    rows = rosters.trainings(request.user, **form.wanted)
    return export(request, rosters.training_table(rows, of=_scope(form.wanted)), filename="培训记录.xlsx", chosen=_record_words(form))


@requires(Power.ROSTER_VIEW)
@seals("name")
@require_safe
def health_checks(request: SignedInRequest) -> HttpResponse:
    """The health checks of a year: day and conclusion, and who has none yet."""
    form = _record_form(request)
    wanted, today = form.wanted, clock.today(request.now)
    page = Paginator(rosters.health_checks(request.user, **wanted), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    missing = rosters.unchecked(request.user, year=wanted["year"], today=today, office=wanted.get("office"))
    unchecked = list(missing.only("pk", "name"))
    return render(request, "staffing/roster/health_checks.html", {**_records(request, form, page), "unchecked": unchecked})


@requires(Power.ROSTER_VIEW)
@require_safe
def health_checks_export(request: SignedInRequest) -> HttpResponse:
    """The same rows as a spreadsheet."""
    form = _record_form(request)
    rows = rosters.health_checks(request.user, **form.wanted)
    return export(request, rosters.health_table(rows, of=_scope(form.wanted)), filename="健康检查.xlsx", chosen=_record_words(form))


def _read(request: SignedInRequest) -> tuple[RosterFilterForm, QuerySet[Posting], date]:
    """The filter, the rows it asks for, and the day they are of."""
    form = RosterFilterForm(request.GET or None, offices=JudicialOffice.objects.visible_to(request.user))
    today = clock.today(request.now)
    wanted = form.wanted
    return form, rosters.postings(request.user, today=today, **wanted), wanted.get("on") or today


def _words(form: RosterFilterForm) -> str:
    return filter_words(form, {**form.wanted, "on": None})  # the day is named beside it


def _record_words(form: RecordFilterForm) -> str:
    """Office and name; one person's records of all years are told by their range."""
    wanted = form.wanted
    return "" if wanted.get("person") else filter_words(form, {**wanted, "year": None})


def _record_form(request: SignedInRequest) -> RecordFilterForm:
    return RecordFilterForm(request.GET, offices=JudicialOffice.objects.visible_to(request.user), today=clock.today(request.now))


def _scope(wanted: dict[str, Any]) -> str:
    return "一人，各年度" if wanted.get("person") else f"{wanted['year']}年"


def _records(request: SignedInRequest, form: RecordFilterForm, page: Any) -> dict[str, Any]:
    return {
        "form": form,
        "page": page,
        "rows": [(row, rosters.last_office(row.assistant)) for row in page],
        "year": form.wanted["year"],
        "many_counties": request.user.county_id is None,
        "query": request.GET.urlencode(),
        "may_edit": holds(request.user, Power.ROSTER_EDIT),
        "may_see_auxiliaries": holds(request.user, Power.AUXILIARY_VIEW),
    }
