"""A page that asks one thing, and an act on many rows: what most acts on a contract, a breach, a transfer or a sheet need of a person."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render

from bureaus.requests import SignedInRequest
from evaluation import actions

Verb = Callable[..., Any]
Row = TypeVar("Row")


def ask(request: SignedInRequest, form: Form, *, heading: str, label: str, back: str, **words: str) -> HttpResponse:
    """Show the form. `words` may hold caption, intro, and a text to read beside it (beside_title, beside)."""
    return render(request, "evaluation/ask.html", {"form": form, "heading": heading, "label": label, "back": back, **words})


def act(
    request: SignedInRequest, form: Form, verb: Verb, on: Mapping[str, Any], *, done: str, heading: str, label: str, back: str, **words: str
) -> HttpResponse:
    """Do `verb` with what was typed, and go back; or say on the page why not. `on` is what the verb acts on, by its name."""
    if form.is_valid():
        try:
            verb(**on, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, done)
            return redirect(back)
    return ask(request, form, heading=heading, label=label, back=back, **words)


def each(
    request: SignedInRequest, rows: Iterable[Row], verb: Callable[[Row], object], *, name: Callable[[Row], object], done: str, back: str
) -> HttpResponse:
    """Carry an act out on each and go back; say how many were done (`done` with n and names), and of each that was not why."""
    well: list[Row] = []
    for row in rows:
        try:
            verb(row)
        except actions.PROBLEMS as problem:
            said, who = str(problem), str(name(row))
            messages.error(request, said if said.startswith(who) else f"{who}：{said}")
        else:
            well.append(row)
    if well:
        messages.success(request, done.format(n=len(well), names=names_of(well, name)))
    return redirect(back)


def names_of(rows: Sequence[Row], name: Callable[[Row], object]) -> str:
    """The first five by name."""
    shown = "、".join(str(name(row)) for row in rows[:5])
    return f"{shown}等" if len(rows) > 5 else shown


def seen_of(request: SignedInRequest, key: object) -> int:
    """The version of a row as it was on the confirming page; 0 for anything else, which no row has."""
    given = request.POST.get(f"seen_{key}", "")
    return int(given) if given.isdecimal() and len(given) < 9 else 0


def chosen_of(request: SignedInRequest, most: int = 50) -> list[int]:
    """The keys of the ticked rows."""
    return [int(key) for key in request.POST.getlist("chosen") if key.isdecimal() and len(key) < 10][:most]
