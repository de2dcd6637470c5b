"""One person's sheet on the desks: the office writes down, marks and serves; the clerk asks for opinions; 复核 is answered."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bureaus import clock
from bureaus.access import holds, requires
from bureaus.requests import SignedInRequest
from bureaus.tenancy import Stale
from documents.exports import export
from evaluation import actions
from evaluation.appraisal_papers import ask_appraisal_sheet
from evaluation.appraisal_tables import people_table
from evaluation.downgrades import downgrades_on, why_lowered
from evaluation.evidence import figures_of
from evaluation.forms.appraisals import AnswerForm, LinksForm, MarksForm, ReceiptForm, SummaryForm
from evaluation.models import Appraisal, OfficeMarks, OpinionLink
from evaluation.opinions import opinions_of
from evaluation.views.asking import ask
from evaluation.views.objections import beside
from policy.appraisal import BEST_FIRST, DIMENSIONS, Grade
from policy.appraisal_way import AUDIENCES, Cycle, grades_of
from policy.powers import Power, Role


@requires(Power.DAILY_RECORD)
@require_safe
def office_appraisals(request: SignedInRequest) -> HttpResponse:
    """The office's own people, the newest period first."""
    rows = [(marks, marks.appraisal.state(request.now)) for marks in _office_rows(request)]
    return render(request, "evaluation/appraisals/office.html", {"rows": rows})


@requires(Power.DAILY_RECORD)
@require_safe
def office_appraisals_export(request: SignedInRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    return export(request, people_table(_office_rows(request), now=request.now), filename="本所人员考核.xlsx")


@requires(Power.APPRAISAL_VIEW, Power.DAILY_RECORD)
@require_safe
def appraisal(request: SignedInRequest, pk: int) -> HttpResponse:
    """One sheet with everything on it, and what this reader may do."""
    sheet = _find(request, pk)
    is_office = request.user.role == Role.OFFICE
    recheck = getattr(sheet, "recheck", None)
    open_ = sheet.period.confirmed_at is None
    mine = [marks for marks in sheet.marks.all() if marks.office_id == request.user.office_id]
    context = {
        **shown(sheet, request),
        **beside(request, sheet),
        "opinions": opinions_of([sheet])[sheet.pk],
        "links": _links(request, sheet) if not is_office else [],
        "is_office": is_office,
        "may_write": is_office and open_ and not any(marks.entered_at for marks in sheet.marks.all()),
        "my_marks": mine[0] if is_office and open_ and mine and sheet.summary_at else None,
        "may_serve": is_office and sheet.may_be_served(request.now),
        "may_ask_opinions": not sheet.period.asking_ended and holds(request.user, Power.APPRAISAL_PREPARE),
        "may_answer": recheck is not None
        and recheck.answered_at is None
        and (holds(request.user, Power.APPRAISAL_PREPARE) or holds(request.user, Power.APPRAISAL_CONFIRM))
        and request.user.pk not in (recheck.prepared_by_id, recheck.decided_by_id),
        "may_print": holds(request.user, Power.APPRAISAL_PREPARE),
    }
    return render(request, "evaluation/appraisals/sheet.html", context)


@requires(Power.DAILY_RECORD)
def appraisal_summary(request: SignedInRequest, pk: int) -> HttpResponse:
    """The office enters the person's summary from paper."""
    sheet = _find(request, pk)
    form = SummaryForm(request.POST or None, initial={"text": sheet.summary, "seen": sheet.version})
    if form.is_valid():
        try:
            actions.write_summary(appraisal=sheet, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            keep_typed(form, problem, request, sheet)
        else:
            messages.success(request, "述职已代录，可以评分了。")
            return redirect("evaluation:appraisal", pk)
    intro = "本人没有账号或者不便上网的，按本人签字的纸质述职录入；系统记下由谁代录。"
    return _entry(request, sheet, form, heading="代录述职", label="提交述职", intro=intro)


@requires(Power.DAILY_RECORD)
def appraisal_marks(request: SignedInRequest, pk: int) -> HttpResponse:
    """The office head's five marks, suggestion and words."""
    sheet = _find(request, pk)
    marks = get_object_or_404(OfficeMarks.objects.visible_to(request.user).select_related("office"), appraisal=sheet)
    initial = {key: getattr(marks, key) for key in (*DIMENSIONS, "suggestion", "opinion")}
    choices = grades_of(Cycle(sheet.period.cycle))
    form = MarksForm(request.POST or None, initial={**initial, "seen": sheet.version}, weights=sheet.period.scheme.weights, choices=choices)
    if form.is_valid():
        try:
            actions.enter_marks(marks=marks, by=request.user, now=request.now, **form.entered)
        except actions.PROBLEMS as problem:
            keep_typed(form, problem, request, sheet)
        else:
            messages.success(request, "评分已保存。")
            return redirect("evaluation:appraisal", pk)
    intro = f"按 {marks.first_day} 至 {marks.last_day} 在本所的表现评分。五项按本县（区）的权重合计，建议等次供县（区）司法局参考。"
    return _entry(request, sheet, form, heading="评分和建议", label="保存评分", intro=intro, beside_title="本人述职", beside=sheet.summary)


@requires(Power.DAILY_RECORD)
def appraisal_receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    """The office notes how the result was served."""
    sheet = _find(request, pk)
    form = ReceiptForm(request.POST or None, initial={"served_on": clock.today(request.now), "seen": sheet.version})
    if form.is_valid():
        try:
            actions.note_receipt(appraisal=sheet, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            keep_typed(form, problem, request, sheet)
        else:
            messages.success(request, "送达已登记，申请复核的时间从次日起计算。")
            return redirect("evaluation:appraisal", pk)
    intro = "本人在自己的账号上签收的不用登记。登记以后不能修改，申请复核的时间从送达次日起计算。"
    return _entry(request, sheet, form, heading="登记送达", label="登记送达", intro=intro)


@requires(Power.APPRAISAL_PREPARE)
def appraisal_links(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make one-use links; they are shown on the answer to the POST and nowhere else."""
    sheet = _find(request, pk)
    form = LinksForm(request.POST or None, initial={"number": 5})
    if form.is_valid():
        try:
            tokens = actions.make_opinion_links(appraisal=sheet, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            urls = [request.build_absolute_uri(reverse("evaluation:opinion", args=[token])) for token in tokens]
            context = {"sheet": sheet, "urls": urls, "audience": AUDIENCES[form.cleaned_data["audience"]]}
            response = render(request, "evaluation/appraisals/links.html", context)
            response["Cache-Control"] = "no-store"
            return response
    intro = "每个链接只能用一次，发给一个人。系统只记链接用没用过，不记谁写了什么；征求意见结束以后，满三份的才显示结果。"
    return _entry(request, sheet, form, heading="征求意见", label="生成链接", intro=intro)


@requires(Power.APPRAISAL_PREPARE, Power.APPRAISAL_CONFIRM)
def appraisal_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer 复核."""
    sheet = _find(request, pk)
    recheck = getattr(sheet, "recheck", None)
    if recheck is None:
        raise Http404
    old = Grade(recheck.old_grade)
    known = grades_of(Cycle(sheet.period.cycle))
    choices = [grade for grade in known if BEST_FIRST.index(grade) <= BEST_FIRST.index(old)] if old in known else [old]
    form = AnswerForm(request.POST or None, choices=choices, initial={"grade": old.value})
    if form.is_valid():
        given = {"grade": Grade(form.cleaned_data["grade"]), "answer": form.cleaned_data["answer"]}
        try:
            actions.answer_appraisal_recheck(recheck=recheck, by=request.user, now=request.now, **given)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "复核已答复，本人会收到通知。")
            return redirect("evaluation:appraisal", pk)
    intro = f"原等次：{old.title}。答复期限 {recheck.answer_by}。复核不能使本人得到更差的结果；答复以后不能修改，考核结果随之确定。"
    return _entry(
        request, sheet, form, heading="答复复核", label="答复复核", intro=intro, beside_title="申请的理由", beside=recheck.grounds
    )


@requires(Power.APPRAISAL_PREPARE)
@require_POST
def appraisal_paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for the 考核登记表 as it stands."""
    paper = ask_appraisal_sheet(_find(request, pk), by=request.user, now=request.now)
    return redirect("documents:paper", paper.code)


def shown(sheet: Appraisal, request: SignedInRequest) -> dict[str, Any]:
    """What both the desks and the person see of a sheet."""
    return {
        "sheet": sheet,
        "state": sheet.state(request.now),
        "dimensions": [(each.title, sheet.period.scheme.weights[key]) for key, each in DIMENSIONS.items()],
        "figures": figures_of(sheet),
        "veto": sheet.period.scheme.veto_items.get(sheet.veto),
        "lowered": why_lowered(downgrades_on(sheet)),
        "recheck": getattr(sheet, "recheck", None),
    }


def keep_typed(form: Any, problem: Exception, request: SignedInRequest, sheet: Appraisal) -> None:
    """Say why nothing was saved; what was typed stays, and a second try is one on the newest version."""
    if isinstance(problem, Stale):
        form.add_error(None, f"{problem}您填的仍在本页；再次提交就以本页为准。")
        form.data = {**request.POST.dict(), "seen": str(sheet.version)}
    else:
        form.add_error(None, str(problem))


def _entry(request: SignedInRequest, sheet: Appraisal, form: Any, **words: str) -> HttpResponse:
    caption = f"{sheet.assistant.name} · {sheet.period.name}"
    return ask(request, form, back=reverse("evaluation:appraisal", args=[sheet.pk]), caption=caption, **words)


def _find(request: SignedInRequest, pk: int) -> Appraisal:
    rows = Appraisal.objects.visible_to(request.user).select_related("period__scheme", "period__county", "assistant", "recheck")
    return get_object_or_404(rows.prefetch_related("marks__office", "marks__entered_by"), pk=pk)


def _office_rows(request: SignedInRequest) -> Any:
    rows = OfficeMarks.objects.visible_to(request.user).select_related("appraisal__period", "appraisal__assistant", "appraisal__recheck")
    return rows.order_by("-appraisal__period__last_day", "appraisal__assistant__name")


def _links(request: SignedInRequest, sheet: Appraisal) -> list[dict[str, Any]]:
    used: dict[str, list[bool]] = {key: [] for key in AUDIENCES}
    for audience, day in OpinionLink.objects.visible_to(request.user).filter(appraisal=sheet).values_list("audience", "used_on"):
        used[audience].append(day is not None)
    return [{"title": AUDIENCES[key].title, "made": len(seen), "used": sum(seen)} for key, seen in used.items() if seen]
