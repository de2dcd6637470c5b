"""The review queue: filtered by its address, fifty to a page, and the same list as a spreadsheet."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.timezone import localtime

from bureaus.access import holds, requires
from bureaus.models import JudicialOffice
from bureaus.requests import SignedInRequest
from documents.delivery import export_response
from documents.spreadsheets import write
from policy.powers import Power
from recruitment import actions, queue
from recruitment.forms.review import QueueFilter
from recruitment.models import Application, Round

PER_PAGE = 50
FILTERS = ("q", "round", "office", "state", "checks")


@requires(Power.REVIEW, Power.REVIEW_CONFIRM)
def applications(request: SignedInRequest) -> HttpResponse:
    """Whose application waits, the longest first. Without a filter the list is what waits for a review."""
    form, rows = filtered(request)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    state = form.data.get("state", "")
    return render(
        request,
        "recruitment/review/applications.html",
        {
            "filter": form,
            "page": page,
            "lines": [queue.line(application, request.now) for application in page],
            "heading": queue.STATES[state][0] if state in queue.STATES else "全部",
            "kept": kept(request.GET),
            "may_screen": holds(request.user, Power.SCREEN),
        },
    )


@requires(Power.REVIEW, Power.REVIEW_CONFIRM)
def applications_export(request: SignedInRequest) -> HttpResponse:
    """The filtered list as xlsx, numbers masked; who took it when is recorded, and stands in the file."""
    form, rows = filtered(request)
    lines = [queue.line(application, request.now) for application in rows]
    actions.export_applications(rows=len(lines), by=request.user, now=request.now)
    chosen = [f"{field.label}：{_said(form, name)}" for name, field in form.fields.items() if form.data.get(name)]
    taken_at = f"{localtime(request.now):%Y-%m-%d %H:%M}"
    content = write(
        queue.SHEET,
        [
            {
                "number": line.application.number,
                "name": line.application.name,
                "id_number": line.masked,
                "age": line.age,
                "degree": line.degree,
                "office": line.office,
                "merits": line.merits,
                "checks": line.checks,
                "state": line.word,
                "submitted_at": f"{localtime(line.application.submitted_at):%Y-%m-%d %H:%M}",
            }
            for line in lines
        ],
        meta={"筛选": "；".join(chosen) or "无", "导出人": request.user.name, "导出时间": taken_at, "条数": str(len(lines))},
    )
    return export_response(f"报名审查 {taken_at[:10]}.xlsx", content)


def filtered(request: SignedInRequest) -> tuple[QueueFilter, QuerySet[Application]]:
    """The filter as the address says it, and what it finds. Words in the address that fit no filter are left out."""
    asked = request.GET.copy()
    if "state" not in asked:
        asked["state"] = "waiting"
    form = QueueFilter(asked, rounds=_rounds(request), offices=_offices(request))
    form.is_valid()
    return form, queue.found(request.user, form.cleaned_data)


def kept(asked: QueryDict) -> str:
    """The filters of the address, to be carried from the list to one application and back."""
    return urlencode({name: asked[name] for name in FILTERS if name in asked})


def _rounds(request: SignedInRequest) -> QuerySet[Round]:
    return Round.objects.visible_to(request.user).announced().only("pk", "title")


def _offices(request: SignedInRequest) -> QuerySet[JudicialOffice]:
    return JudicialOffice.objects.visible_to(request.user).standing()


def _said(form: QueueFilter, name: str) -> Any:
    field: Any = form.fields[name]
    value = form.cleaned_data.get(name)
    return dict(field.choices).get(value, value) if name in ("state", "checks") else value
