"""批量通过: choose in the list, see what would happen to whom and who is left out, confirm once, read what was done."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bureaus.access import requires
from bureaus.requests import SignedInRequest
from policy.powers import Power
from policy.rules import Rule
from recruitment import actions, bulk
from recruitment.models import Application
from recruitment.views.queue import BATCH, filtered, kept

TOGETHER = timedelta(minutes=10)
_PAIR = re.compile(r"([0-9]{1,18}):([0-9]{1,9})", re.ASCII)


@requires(Power.REVIEW, Power.REVIEW_CONFIRM)
@require_POST
def applications_bulk(request: SignedInRequest) -> HttpResponse:
    """The preview, and after its one confirmation the list of results."""
    chosen = _chosen(request)
    if not chosen:
        messages.error(request, "还没有勾选报名。请在列表里勾选要一起通过的，再点“批量通过”。")
        return _back(request)
    found = bulk.candidates(request.user, chosen)
    fitting = bulk.fitting(found)
    left = len(found) - fitting if len(found) > fitting else 0
    found = found[:fitting]
    rules = bulk.columns(found)
    ticked = {f"answer_{one.pk}_{rule.key}" for one in found for rule in one.open_rules if f"answer_{one.pk}_{rule.key}" in request.POST}
    if "fill" in request.POST:
        ticked = {f"answer_{one.pk}_{rule.key}" for one in found for rule in one.open_rules}
    if "confirmed" in request.POST:
        answers = {one.pk: {rule.key: True for rule in one.open_rules if f"answer_{one.pk}_{rule.key}" in ticked} for one in found}
        done = actions.pass_many(candidates=found, answers=answers, by=request.user, now=request.now)
        return _results(request, done)
    going = [_row(one, rules, ticked) for one in found if one.act]
    context = {
        "going": going,
        "rules": rules,
        "left_out": [one for one in found if not one.act],
        "left": left,
        "entering": sum(one.act == bulk.ENTER for one in found),
        "confirming": sum(one.act == bulk.CONFIRM for one in found),
        "kept": kept(request.GET),
    }
    return render(request, "recruitment/review/bulk.html", context)


@requires(Power.REVIEW)
@require_POST
def applications_bulk_undo(request: SignedInRequest) -> HttpResponse:
    """Take back what was just entered, as far as nobody has confirmed it; the list offers the whole of it for ten minutes."""
    chosen = request.session.get(BATCH, {}).get("chosen", []) if "batch" in request.POST else list(_chosen(request))
    rows = list(Application.objects.visible_to(request.user).filter(pk__in=chosen))
    taken = actions.take_back_many(applications=rows, by=request.user, now=request.now)
    request.session.pop(BATCH, None)
    messages.success(request, f"已撤回 {taken} 份初审意见，这些报名回到待审查。")
    if left := len(rows) - taken:
        messages.warning(request, f"另有 {left} 份没有撤回：已经复核、已经退回，或者已经撤回过。")
    return _back(request)


def _results(request: SignedInRequest, done: list[actions.Done]) -> HttpResponse:
    passed = [one for one in done if not one.problem]
    entered = [one for one in passed if one.candidate.act == bulk.ENTER]
    until = request.now + TOGETHER
    if entered:
        request.session[BATCH] = {"chosen": [one.candidate.pk for one in entered], "until": until.isoformat()}
    context = {
        "passed": passed,
        "refused": [one for one in done if one.problem],
        "entered": entered,
        "until": until,
        "kept": kept(request.GET),
    }
    return render(request, "recruitment/review/bulk_done.html", context)


def _row(one: bulk.Candidate, rules: list[Rule], ticked: set[str]) -> dict[str, Any]:
    """One line of the preview: for each asked condition a box to tick, or that facts or the first reviewer have settled it."""
    open_ones = {rule.key for rule in one.open_rules} if one.act == bulk.ENTER else set()
    return {
        "one": one,
        "word": "复核通过" if one.act == bulk.CONFIRM else "录入通过",
        "cells": [
            {"rule": rule, "name": f"answer_{one.pk}_{rule.key}", "ticked": f"answer_{one.pk}_{rule.key}" in ticked}
            if rule.key in open_ones
            else None
            for rule in rules
        ],
    }


def _chosen(request: SignedInRequest) -> Mapping[int, int]:
    """Key -> version on the screen; with `all`, every application the filter finds, at the version it has now."""
    if "all" in request.POST:
        return dict(filtered(request)[1].values_list("pk", "version")[: bulk.MOST + 1])
    given = (_PAIR.fullmatch(str(value)) for value in request.POST.getlist("chosen"))
    return {int(pair[1]): int(pair[2]) for pair in given if pair}


def _back(request: SignedInRequest) -> HttpResponse:
    return redirect(reverse("recruitment:applications") + kept(request.GET))
