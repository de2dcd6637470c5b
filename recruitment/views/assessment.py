"""The office's part of a 考核: its own people, a page for each, the table out and in, the form on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bureaus.access import requires
from bureaus.requests import SignedInRequest
from documents.delivery import export_response
from documents.exchange import DifferencesForm, Reading, SheetForm, compare, own_sheet, take_sheet
from documents.exports import export
from documents.uploads import UnfitFile
from policy.appraisal import DIMENSIONS
from policy.powers import Power
from policy.scheme import dimension_weights
from recruitment import actions, assessment, spreadsheets, tables
from recruitment.forms.assessment import OpinionForm
from recruitment.models import Application
from recruitment.views.frame import find_round, framed

HERE = "选聘考核"


@requires(Power.ASSESS)
@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    """Whom this office has to assess, and who has its opinion already."""
    return render(request, "recruitment/assessment/people.html", _frame(HERE, rows=_rows(request)))


@requires(Power.ASSESS)
@require_safe
def opinions_export(request: SignedInRequest) -> HttpResponse:
    """The same people as a spreadsheet; the one to be filled in is `opinions_template`."""
    return export(request, tables.opinions_table(_rows(request)), filename="选聘考核司法所意见一览.xlsx")


@requires(Power.ASSESS)
def opinion(request: SignedInRequest, pk: int) -> HttpResponse:
    """德能勤绩廉 of one person; it may be changed until the bureau has marked."""
    person = _person(request, pk)
    there = assessment.office_opinions([person]).get(person.pk)
    form = OpinionForm(request.POST or None, opinion=there)
    if form.is_valid():
        try:
            actions.give_opinion(application=person, marks=form.marks, words=form.cleaned_data["words"], by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{person.name}的考核意见已保存。")
            return redirect("recruitment:assessment")
    weights = dimension_weights(person.round.scheme.values)
    shares = [(dimension.title, weights[key]) for key, dimension in DIMENSIONS.items()]
    context = _frame(
        person.name,
        (HERE, reverse("recruitment:assessment")),
        person=person,
        related=person.is_related,  # type: ignore[attr-defined]  # by the question itself
        there=there,
        form=form,
        shares=shares,
        clause=person.round.track.stage("assessment").clause,
    )
    return render(request, "recruitment/assessment/opinion.html", context)


@requires(Power.ASSESS)
@require_safe
def opinions_template(request: SignedInRequest) -> HttpResponse:
    """The table with everybody's name and what stands now."""
    rows = [(row["person"], row["opinion"]) for row in _rows(request) if not row["related"]]
    return export_response("选聘考核司法所意见.xlsx", spreadsheets.opinions_workbook(rows, by=request.user, now=request.now))


@requires(Power.ASSESS)
def opinions_upload(request: SignedInRequest) -> HttpResponse:
    """Take the filled-in table."""
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_valid():
        stored = take_sheet(form, by=request.user, now=request.now)
        if stored is not None:
            return redirect("recruitment:opinions_read", stored.pk)
    return render(
        request, "recruitment/assessment/upload.html", _frame("导入考核意见", (HERE, reverse("recruitment:assessment")), form=form)
    )


@requires(Power.ASSESS)
@never_cache
def opinions_read(request: SignedInRequest, file: int) -> HttpResponse:
    """What the table would change; confirmed, the whole of it is written or nothing."""
    try:
        reading = _reading(request, file)
    except UnfitFile as fault:
        messages.error(request, str(fault))
        return redirect("recruitment:opinions_upload")
    form = DifferencesForm(request.POST if request.method == "POST" else None, reading=reading)
    if form.is_valid():
        people = {person.number: person for person in assessment.people_of(request.user)}
        given = [(people[row["number"]], {key: row[key] for key in DIMENSIONS}, row["words"] or "") for row in reading.rows]
        try:
            actions.import_opinions(given=given, by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{len(given)} 人的考核意见已保存。")
            return redirect("recruitment:assessment")
    context = _frame(
        "核对导入的考核意见",
        (HERE, reverse("recruitment:assessment")),
        reading=reading,
        form=form,
        label=f"保存 {len(reading.rows)} 人的意见",
        back=reverse("recruitment:opinions_upload"),
        errors_url=reverse("recruitment:opinions_errors", args=[file]),
        what="考核意见",
    )
    return render(request, "recruitment/assessment/read.html", context)


@requires(Power.ASSESS)
@require_safe
@never_cache
def opinions_errors(request: SignedInRequest, file: int) -> HttpResponse:
    """The table as it came, each fault in red beside its cell."""
    try:
        reading = _reading(request, file)
    except UnfitFile as fault:
        messages.error(request, str(fault))
        return redirect("recruitment:opinions_upload")
    return export_response("考核意见需要改正的地方.xlsx", reading.error_workbook)


@requires(Power.SCORE_ENTER, Power.SCORE_CONFIRM, Power.SCORE_RELEASE)
@require_safe
def forms_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """考核表 of a round on paper, one page a person: both opinions, and where people sign."""
    round = find_round(request, pk)
    way = ("考核成绩", reverse("recruitment:scores", args=[pk, "assessment"]))
    context = framed(round, "考核表", way, forms=assessment.paper_forms(request.user, round))
    return render(request, "recruitment/assessment/print.html", context)


def _rows(request: SignedInRequest) -> list[dict[str, Any]]:
    people = list(assessment.people_of(request.user))
    there = assessment.office_opinions(people)
    return [
        {
            "person": person,
            "related": person.is_related,  # type: ignore[attr-defined]  # by the question itself
            "opinion": there.get(person.pk),
            "total": assessment.comes_to(there[person.pk], person.round) if person.pk in there else None,
        }
        for person in people
    ]


def _person(request: SignedInRequest, pk: int) -> Application:
    found: Application = get_object_or_404(assessment.people_of(request.user), pk=pk)
    return found


def _reading(request: SignedInRequest, file: int) -> Reading:
    people = list(assessment.people_of(request.user))
    said = assessment.office_opinions(people)
    there = {person.number: said[person.pk] for person in people if person.pk in said}
    names = {person.number: person.name for person in people}
    return compare(
        spreadsheets.OPINIONS,
        own_sheet(request.user, file),
        current=lambda row: spreadsheets.stands(there[row["number"]], row) if row["number"] in there else None,
        judge=lambda row: spreadsheets.opinion_faults(row, names),
    )


def _frame(here: str, *between: tuple[str, str], **content: Any) -> dict[str, Any]:
    return {"trail": [("工作台", reverse("recruitment:desk")), *between], "here": here, **content}
