"""批量资格预审: a sheet is uploaded, judged and answered in one request, on the page or as the workbook. Nothing of it is kept."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bureaus import clock
from bureaus.access import requires
from bureaus.requests import SignedInRequest
from documents.delivery import export_response
from documents.spreadsheets import template
from documents.uploads import Accept, UnfitFile, check
from documents.workbooks import UnfitWorkbook
from policy.people import Convention
from policy.powers import Power
from policy.screening import DoubledColumn, MissingColumn, Outcome, refs
from policy.tracks import TRACKS
from staffing import actions
from staffing.forms.screening import ScreeningForm
from staffing.screening.sheets import MEANINGS, Judged, columns_of, judge_workbook, result_workbook
from staffing.spreadsheets import SCREENING

SHOWN = 200
ORDER = list(Outcome)


@requires(Power.SCREEN)
@never_cache
def screening(request: SignedInRequest) -> HttpResponse:
    """The form; with a sheet, its verdicts below, those to mend first, or the sheet itself with 结论 and 依据."""
    initial = {"track": "public", "as_of": clock.today(request.now), "convention": Convention.STRICT.name}
    form = ScreeningForm(request.POST or None, request.FILES or None, initial=initial)
    judged = None
    if form.is_valid():
        try:
            judged = _judged(request, form.cleaned_data)
        except MissingColumn as fault:
            form.add_error(
                "file", f"{fault}。{TRACKS[form.cleaned_data['track']].title}的表要有：{columns_of(form.cleaned_data['track'])}。"
            )
        except (UnfitFile, UnfitWorkbook, DoubledColumn, *actions.PROBLEMS) as fault:
            form.add_error("file", str(fault))
    if judged is not None and request.POST.get("as") == "workbook":
        return export_response(f"资格预审结果 {judged.as_of}.xlsx", result_workbook(judged, county=str(request.user.county)))
    context = {"form": form, "tracks": list(TRACKS.values()), **(_shown(judged) if judged else {})}
    return render(request, "staffing/screening.html", context)


@requires(Power.SCREEN)
@require_safe
def screening_template(request: SignedInRequest, track: str) -> HttpResponse:
    """An empty sheet of a track, with drop-downs and notes."""
    if track not in SCREENING:
        raise Http404
    return export_response(f"{SCREENING[track].title}.xlsx", template(SCREENING[track]))


def _judged(request: SignedInRequest, said: dict[str, Any]) -> Judged:
    asked = {"track": said["track"], "as_of": said["as_of"], "convention": Convention[said["convention"]]}
    judged = judge_workbook(check(said["file"], accept=Accept.SHEET).content, **asked)
    actions.record_screening(**asked, rows=len(judged.screening.rows), by=request.user, now=request.now)
    return judged


def _shown(judged: Judged) -> dict[str, Any]:
    rows = sorted(judged.screening.rows, key=lambda row: (ORDER.index(row.outcome), row.number))
    counts = judged.screening.counts
    shown = rows[:SHOWN]
    failed = {rule.key: rule for row in shown for rule in row.failed}
    return {
        "judged": judged,
        "track": TRACKS[judged.track],
        "rows": shown,
        "left_out": len(rows) - len(shown),
        "numbers": [
            {"value": counts[outcome], "word": outcome.title, "note": MEANINGS[outcome]} for outcome in ORDER if rows and counts[outcome]
        ],
        "by_hand": refs(judged.screening.by_hand),
        "clauses": list(failed.values()),
    }
