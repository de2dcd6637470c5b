"""The review queue: filtered by its address, fifty to a page, and the same list as a spreadsheet."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from bureaus.access import holds, requires
from bureaus.requests import SignedInRequest
from bureaus.search import seals
from documents.exports import export, filter_words
from documents.spreadsheets import Table
from policy.powers import Power
from recruitment import actions, presence, queue
from recruitment.forms.review import QueueFilter
from recruitment.models import Application, SavedView
from recruitment.numbers import is_miswritten

PER_PAGE = 50
BATCH = "review_batch"  # in the session: what the last bulk pass entered, and until when the list offers to take all of it back
FILTERS = ("q", "round", "office", "state", "waited", "checks")


@requires(Power.REVIEW, Power.REVIEW_CONFIRM)
@seals("q")
def applications(request: SignedInRequest) -> HttpResponse:
    """Whose application waits, the longest first. Without a filter the list is what waits for a review."""
    form, scope = filter_of(request)
    page = Paginator(queue.listed(request.user, form.cleaned_data, scope, request.now), PER_PAGE).get_page(request.GET.get("page"))
    state = form.data.get("state", "")
    lines = list(queue.lines(page.object_list, scope, request.now))
    others = presence.around([int(line["pk"]) for line in lines], request.user)
    return render(
        request,
        "recruitment/review/applications.html",
        {
            "filter": form,
            "page": page,
            "lines": [{**line, "others": others.get(int(line["pk"]), [])} for line in lines],
            "heading": queue.STATES[state][0] if state in queue.STATES else "全部",
            "kept": kept(request.GET),
            "may_screen": holds(request.user, Power.SCREEN),
            "views": SavedView.objects.for_reader(request.user),
            "here": _choices(request.GET),
            "undo": request.session.pop("undo", None),
            "batch": _batch(request),
            "miswritten": is_miswritten(form.cleaned_data.get("q") or ""),
        },
    )


@requires(Power.REVIEW, Power.REVIEW_CONFIRM)
def applications_export(request: SignedInRequest) -> HttpResponse:
    """The filtered list as xlsx, numbers masked; who took it when is recorded, and stands in the file."""
    form, rows, scope = filtered(request)
    read = queue.read(rows)

    def lines() -> Iterator[queue.Line]:
        return queue.lines(read.iterator(queue.CHUNK), scope, request.now)

    return export(
        request,
        Table(queue.SHEET, lines, _exported, count=rows.count, long=True),
        filename=f"报名审查 {localtime(request.now):%Y-%m-%d}.xlsx",
        chosen=filter_words(form, form.cleaned_data),
        taken=actions.export_applications,
    )


@requires(Power.REVIEW, Power.REVIEW_CONFIRM)
@require_POST
def view_save(request: SignedInRequest) -> HttpResponse:
    """Keep the filter of this address under a name."""
    try:
        view = actions.save_view(name=request.POST.get("name", "")[:20], query=_choices(request.GET), by=request.user, now=request.now)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"已保存常用筛选“{view.name}”。")
    return redirect(reverse("recruitment:applications") + kept(request.GET))


@requires(Power.REVIEW, Power.REVIEW_CONFIRM)
@require_POST
def view_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Forget a kept filter."""
    view = get_object_or_404(SavedView.objects.for_reader(request.user), pk=pk)
    actions.drop_view(view=view, by=request.user, now=request.now)
    messages.success(request, f"已删除常用筛选“{view.name}”。")
    return redirect(reverse("recruitment:applications") + kept(request.GET))


def _batch(request: SignedInRequest) -> dict[str, Any] | None:
    """The bulk pass that can still be taken back as a whole: how many, and until when."""
    kept = request.session.get(BATCH)
    if not kept or request.now >= (until := datetime.fromisoformat(kept["until"])):
        return None
    return {"size": len(kept["chosen"]), "until": until}


def _exported(line: queue.Line) -> dict[str, Any]:
    age, submitted_at = line["age"], localtime(line["submitted_at"])
    return {**line, "age": int(age) if age else None, "submitted_at": f"{submitted_at:%Y-%m-%d %H:%M}"}


def filter_of(request: SignedInRequest) -> tuple[QueueFilter, queue.Scope]:
    """The filter as the address says it, and within what. Words in the address that fit no filter are left out."""
    said = request.GET.copy()
    if "state" not in said:
        said["state"] = "waiting"
    scope = queue.scope(request.user)
    form = QueueFilter(said, scope=scope)
    form.is_valid()
    return form, scope


def filtered(request: SignedInRequest) -> tuple[QueueFilter, QuerySet[Application], queue.Scope]:
    """The filter, and every application that it finds."""
    form, scope = filter_of(request)
    return form, queue.found(request.user, form.cleaned_data, scope, request.now), scope


def kept(asked: QueryDict) -> str:
    """The filters of the address as its end, to be carried from the list to one application and back; nothing without a filter."""
    query = urlencode({name: asked[name] for name in FILTERS if name in asked})
    return f"?{query}" if query else ""


def _choices(asked: QueryDict) -> str:
    """The filter without the words typed into the search, which may be a person's."""
    return urlencode({name: asked[name] for name in FILTERS if name in asked and name != "q"})[:200]
