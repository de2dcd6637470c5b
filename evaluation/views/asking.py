"""A page that asks one thing: what most acts on a contract, a breach, a transfer or a sheet need of a person."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render

from bureaus.requests import SignedInRequest
from evaluation import actions

Verb = Callable[..., Any]


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
