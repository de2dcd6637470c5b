"""A table as it leaves the portal: whole, or the columns somebody chose; of what, by whom and when stands in the file."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.timezone import localtime

from bureaus.models import User
from bureaus.requests import SignedInRequest
from documents.actions import export_table
from documents.delivery import export_response
from documents.forms import ColumnsForm
from documents.spreadsheets import Table, write, write_long
from policy.powers import Role

CHOICE, COLUMN = "columns", "column"
CHOOSE = "choose"  # ?columns=choose asks for the page; any other word, that it was answered
OWN_PEOPLE = (Role.ASSISTANT, Role.APPLICANT)


def export(
    request: SignedInRequest,
    table: Table,
    *,
    filename: str,
    chosen: str = "",
    back: str = "",
    taken: Callable[..., object] | None = None,
) -> HttpResponse:
    """Answer with the table as xlsx, or with the page on which its columns are chosen.

    `chosen` is the list's filter in words (`filter_words`); `back` the list's address, which is this one without `export/`. `taken` is the
    act that records how many `rows` went out and the titles of the `columns` chosen (none where all went), where it is one of its own.
    """
    if chosen:
        table = table.noting("筛选", chosen)
    form = ColumnsForm(None if request.GET.get(CHOICE) == CHOOSE else request.GET, sheet=table.sheet)
    if not form.is_valid():
        return _choose(request, table, form, back or request.path.removesuffix("export/"))
    columns = form.cleaned_data[COLUMN]
    record = partial(
        taken or partial(export_table, title=table.sheet.title), columns=table.named(columns), by=request.user, now=request.now
    )
    content = content_of(table.only(columns), by=request.user, now=request.now, taken=lambda count: record(rows=count))
    return export_response(filename, content)


def without_choice(asked: QueryDict) -> QueryDict:
    """A list's address as it was before anybody was asked for columns."""
    kept = asked.copy()
    for name in (CHOICE, COLUMN):
        kept.pop(name, None)
    return kept


def content_of(table: Table, *, by: User, now: datetime, taken: Callable[[int], object] = lambda count: None) -> bytes:
    """The table as xlsx, with the notes that every file of ours bears."""
    count = 0

    def rows() -> Iterator[Mapping[str, Any]]:
        nonlocal count
        for row in table.rows:
            count += 1
            yield row

    about = {**table.about, **made(by, now)}
    content = write_long(table.sheet, rows(), meta=about) if table.long else write(table.sheet, rows(), meta=about)
    taken(count)
    return content


def made(by: User, now: datetime) -> dict[str, str]:
    """Who made a file and when."""
    return {"导出人": by.name, "导出时间": f"{localtime(now):%Y-%m-%d %H:%M}"}


def filter_words(form: forms.Form, used: Mapping[str, Any]) -> str:
    """A list's filter as its page words it: of the form's fields those that were understood and used; 无 without any."""
    said = [f"{field.label}：{_word(field, used[name])}" for name, field in form.fields.items() if used.get(name)]
    return "；".join(said) or "无"


def _word(field: Any, value: Any) -> str:
    if isinstance(value, Model):
        return str(value)
    return next((str(label) for key, label in getattr(field, "choices", ()) if str(key) == str(value)), str(value))


def _choose(request: SignedInRequest, table: Table, form: ColumnsForm, back: str) -> HttpResponse:
    kept = without_choice(request.GET)
    size = table.size
    context = {
        "frame": "portal/applicant.html" if request.user.role in OWN_PEOPLE else "portal/staff.html",
        "title": table.sheet.title,
        "about": [
            *({"label": label, "value": words} for label, words in table.about.items()),
            *([] if size is None else [{"label": "行数", "value": str(size)}]),
        ],
        "form": form,
        "kept": [(name, value) for name, values in kept.lists() for value in values],
        "back": f"{back}?{kept.urlencode()}" if kept else back,
    }
    return render(request, "documents/export.html", context)
