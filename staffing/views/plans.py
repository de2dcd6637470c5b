"""Plans: the list, the plan itself, the grid, and the acts that send it up."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bureaus import clock
from bureaus.access import holds, requires
from bureaus.models import County
from bureaus.naming import named
from bureaus.requests import SignedInRequest
from bureaus.tenancy import Stale
from documents.exports import export
from documents.models import OfficialPaper, PaperKind
from documents.uploads import UnfitFile
from policy.powers import Power
from policy.quota import FEW, NOBODY, PER_OFFICE
from staffing import actions, filing_sheets, revisions, spreadsheets, standing
from staffing.forms import BeginPlanForm, GridForm, ReasonForm, SeenForm, SubmitForm
from staffing.forms.filings import EnclosureForm
from staffing.models import PlanLine, PlanStatus, QuotaPlan
from staffing.places import cell, line, numbered
from staffing.suggestions import suggestions
from staffing.views.filings import url_of, versions_of

PLANS_A_PAGE = 20
SHORT = f"还差 {{n}} 人才达到所均 {PER_OFFICE} 人，暂不能上报"
ENOUGH = f"达到所均 {PER_OFFICE} 人的要求"


@requires(Power.PLAN_VIEW)
def plans(request: SignedInRequest) -> HttpResponse:
    """The plans of the county, or of all for the city, newest year first; the clerk begins a new one here."""
    may_begin = holds(request.user, Power.PLAN_EDIT)
    form = BeginPlanForm(request.POST or None, initial={"year": clock.today(request.now).year}) if may_begin else None
    if form is not None and form.is_valid():
        try:
            county = get_object_or_404(County, pk=request.user.county_id)
            plan = actions.begin_plan(county=county, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error("year", str(problem))
        else:
            messages.success(request, "方案已建立，请逐所填写数字。")
            return redirect("staffing:plan_edit", plan.pk)
    page = Paginator(_plans(request), PLANS_A_PAGE).get_page(request.GET.get("page"))
    filed = [plan for plan in page.object_list if plan.status == PlanStatus.FILED]
    marks = revisions.marks(request.user, filed, clock.today(request.now))
    context = {
        "page": page,
        "form": form,
        "may_file": holds(request.user, Power.PLAN_FILE),
        "rows": [(plan, marks.get(plan.pk, "")) for plan in page.object_list],
    }
    return render(request, "staffing/plans.html", context)


@requires(Power.PLAN_VIEW)
@require_safe
def plans_export(request: SignedInRequest) -> HttpResponse:
    """The same plans as a spreadsheet."""
    return export(request, spreadsheets.plans_table(_plans(request)), filename="数额核定方案.xlsx")


def _plans(request: SignedInRequest) -> QuerySet[QuotaPlan]:
    rows = QuotaPlan.objects.visible_to(request.user).select_related("county").prefetch_related("lines")
    return rows.order_by("-year", "county__code", "-edition")


@requires(Power.PLAN_VIEW)
@require_safe
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """One plan as it stands: numbers, check, how far it has come, what the city said."""
    plan = find_plan(request, pk, "filings__submitted_by", "filings__decided_by", "filings__provincial", "enclosures__file")
    paper = OfficialPaper.objects.visible_to(request.user).defer("source").filter(kind=PaperKind.QUOTA_FILING, about=named(plan)).first()
    acts = {
        power.value: holds(request.user, power) for power in (Power.PLAN_EDIT, Power.PLAN_COUNTERSIGN, Power.PLAN_SUBMIT, Power.PLAN_FILE)
    }
    versions = versions_of(request, plan)
    last = standing.last_filing(plan)
    written = standing.told(plan)
    enclosed = {each.key: each for each in plan.enclosures.all()}
    context = {
        **shown_plan(plan, numbered(comment for _, comment in written)),
        "steps": standing.steps(plan),
        "word": standing.word(plan),
        "versions": versions,
        "enclosures": [(each, enclosed.get(each.key)) for each in plan.kind_of_filing.enclosures],
        "comments": written,
        "may_withdraw": plan.status == PlanStatus.SUBMITTED and last is not None and last.opened_at is None,
        "paper": paper,
        "acts": acts,
        "complete": all(line.is_complete for line in plan.lines.all()),
        "unfollowed": revisions.unfollowed(plan),
        **revisions.editions(request.user, plan, clock.today(request.now)),
    }
    return render(request, "staffing/plan.html", context)


@requires(Power.PLAN_VIEW)
@require_safe
def plan_journeys_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every journey of one plan as a spreadsheet."""
    plan = find_plan(request, pk, "filings__submitted_by", "filings__decided_by")
    table = filing_sheets.journeys_table(plan, plan.filings.all())
    return export(request, table, filename=f"{plan}历次上报.xlsx", back=url_of(plan))


@requires(Power.PLAN_EDIT)
def plan_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The grid. Saving leaves an unfinished plan unfinished; nothing is sent anywhere."""
    plan = find_plan(request, pk)
    if not plan.is_editable:
        messages.warning(request, f"方案{plan.get_status_display()}，表内数字不能再改。")
        return redirect("staffing:plan", pk)
    written = standing.told(plan)
    form = GridForm(request.POST or None, plan=plan, hints=_hints(plan, numbered(comment for _, comment in written)))
    unfollowed = revisions.unfollowed(plan)
    if form.is_valid():
        try:
            actions.save_lines(plan=plan, numbers=form.numbers, seen=form.cleaned_data["seen"], by=request.user, now=request.now)
        except Stale as problem:
            form.add_error(None, f"{problem}您填的数字仍在本页，与已保存不同的格子下面写着已保存的数字；再次保存就以本页为准。")
            form.overtaken()
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "数字已保存。")
            if unfollowed:
                messages.warning(request, f"司法所有变化，方案已照此调整：{'；'.join(unfollowed)}。请核对数字。")
            return redirect("staffing:plan_edit", pk)
    known = suggestions(plan, clock.today(request.now))
    rows = [(line, cells, known[line.office_id].words, known[line.office_id].differs(line)) for line, cells in form.rows]
    context = {**shown_plan(plan), "form": form, "rows": rows, "knows": bool(known), "comments": written, "unfollowed": unfollowed}
    return render(request, "staffing/plan_edit.html", context)


@requires(Power.PLAN_EDIT)
@require_POST
def plan_offer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand the plan to 人社局 for the countersignature."""
    return act_on_plan(request, find_plan(request, pk), actions.offer_plan, SeenForm(request.POST), "方案已送人社局会签。")


@requires(Power.PLAN_COUNTERSIGN)
def plan_countersign(request: SignedInRequest, pk: int) -> HttpResponse:
    """人社局 reads the whole table and countersigns it."""
    plan = find_plan(request, pk)
    form = SeenForm(request.POST or None, initial={"seen": plan.version})
    if form.is_valid():
        return act_on_plan(request, plan, actions.countersign_plan, form, "方案已会签，负责人可以上报。")
    consequences = [
        f"会签后，{plan.county.justice_bureau}负责人可以把这份方案上报市司法局。",
        "会签后经办人再改任何数字，本次会签自动失效，需要重新会签。",
    ]
    context = {
        "heading": f"会签{plan}",
        "consequences": consequences,
        "irreversible": "上报之前，您可以写明理由退回经办人。",
        "label": "会签方案",
        "form": form,
    }
    return confirm_plan(request, plan, context)


@requires(Power.PLAN_COUNTERSIGN, Power.PLAN_SUBMIT)
def plan_send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """人社局, or the head, gives the plan back to the clerk, with the reason."""
    plan = find_plan(request, pk)
    form = ReasonForm(request.POST or None, initial={"seen": plan.version})
    if form.is_valid():
        try:
            actions.send_back_plan(plan=plan, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "方案已退回经办人。")
            return redirect("staffing:plan", pk)
    return render(request, "staffing/plan_send_back.html", {**shown_plan(plan), "form": form})


@requires(Power.PLAN_SUBMIT)
def plan_submit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The head reads what goes to the city, types the county's name, and submits."""
    plan = find_plan(request, pk)
    form = SubmitForm(request.POST or None, initial={"seen": plan.version}, plan=plan)
    if form.is_valid():
        form.cleaned_data.pop("typed")
        try:
            actions.submit_plan(plan=plan, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "方案已上报市司法局，请等待备案结果。")
            return redirect("staffing:plan", pk)
    check = plan.quota_check
    consequences = [
        f"上报{plan.year}年数额核定方案：{check.offices} 个司法所，政法专项编制 {check.established} 人，协理员 {check.planned} 人。",
        "上报后市司法局即可看到全部数字，并作出准予备案或退回修改的结论。",
        "从上报起，表内数字不能再改；市司法局退回后才能修改，并须重新会签。",
    ]
    context = {
        "heading": f"上报{plan}",
        "consequences": consequences,
        "irreversible": "市司法局拆阅之前，可以撤回；拆阅以后不能撤回。",
        "label": "上报市司法局",
        "form": form,
    }
    return confirm_plan(request, plan, context)


@requires(Power.PLAN_VIEW)
@require_safe
def plan_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The plan as a spreadsheet."""
    plan = find_plan(request, pk)
    return export(request, spreadsheets.plan_table(plan), filename=f"{plan}.xlsx")


@requires(Power.PLAN_SUBMIT)
def plan_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """The head takes back what the city has not opened."""
    plan = find_plan(request, pk)
    form = SeenForm(request.POST or None, initial={"seen": plan.version})
    if form.is_valid():
        return act_on_plan(request, plan, actions.withdraw_plan, form, "方案已撤回，经办人可以修改。")
    context = {
        "heading": f"撤回{plan}",
        "consequences": ["市司法局不再审核这一次上报，记录里写明由县（区）撤回。", "修改后须重新经人社局会签、重新上报。"],
        "irreversible": "撤回后，这一次上报不能恢复。",
        "label": "撤回方案",
        "danger": True,
        "form": form,
    }
    return confirm_plan(request, plan, context)


@requires(Power.PLAN_EDIT)
def plan_enclose(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """Put a paper beside the plan, such as the opinion of 财政."""
    plan = find_plan(request, pk)
    enclosure = next((each for each in plan.kind_of_filing.enclosures if each.key == key), None)
    if enclosure is None:
        raise Http404
    form = EnclosureForm(request.POST or None, request.FILES or None, initial={"seen": plan.version})
    if form.is_valid():
        try:
            actions.enclose(paper=plan, key=key, by=request.user, now=request.now, **form.cleaned_data)
        except (*actions.PROBLEMS, UnfitFile) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"已上传{enclosure.title}。")
            return redirect("staffing:plan", pk)
    return render(request, "staffing/plan_enclose.html", {"plan": plan, "enclosure": enclosure, "form": form})


@requires(Power.PLAN_EDIT)
@require_POST
def plan_take_out(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """Take an enclosure of the plan away."""

    def take_out(*, plan: QuotaPlan, **words: Any) -> QuotaPlan:
        return actions.take_out(paper=plan, key=key, **words)

    return act_on_plan(request, find_plan(request, pk), take_out, SeenForm(request.POST), "附件已移除。")


def find_plan(request: SignedInRequest, pk: int, *further: str) -> QuotaPlan:
    """The plan if this person may see it, with its lines, the people on it and what `further` names; 404 otherwise."""
    rows = QuotaPlan.objects.visible_to(request.user)
    people = ("county", "entered_by", "countersigned_by", "submitted_by", "replaces")
    return get_object_or_404(rows.select_related(*people).prefetch_related("lines__office", *further), pk=pk)


def shown_plan(plan: QuotaPlan, remarks: Mapping[str, list[int]] | None = None) -> dict[str, Any]:
    """The table and its check bar, which every page of a plan shows; `remarks` are the numbers of comments by place."""
    check, beside = plan.quota_check, remarks or {}
    return {
        "plan": plan,
        "lines": [
            (
                each,
                beside.get(line(each.office.code), []),
                [(getattr(each, number), beside.get(cell(each.office.code, number), [])) for number in PlanLine.NUMBERS],
            )
            for each in plan.lines.all()
        ],
        "totals": _totals(plan),
        "people": sum(line.people for line in plan.lines.all()),
        "figures": [
            (check.established, "政法专项编制", "established_posts"),
            (check.planned, "拟配协理员", "serving_assistants+planned_internal+planned_public"),
            (check.offices, "司法所", ""),
            (check.average, "所均（人）", "average"),
        ],
        "passes": check.passes,
        "sentence": check.sentence,
        "offices": check.offices,
        "per_office": PER_OFFICE,
        "few": FEW,
        "nobody": NOBODY,
        "pass_sentence": ENOUGH,
        "short_sentence": SHORT,
    }


def _hints(plan: QuotaPlan, remarks: Mapping[str, list[int]]) -> dict[tuple[int, str], str]:
    """Beneath the cells of the grid: how much of a later edition is used already, and which comments are about the cell."""
    words = revisions.used(plan)
    for each in plan.lines.all():
        for number in PlanLine.NUMBERS:
            beside = [f"批注 {which}" for which in remarks.get(cell(each.office.code, number), [])]
            if beside:
                words[each.pk, number] = "，".join([*filter(None, [words.get((each.pk, number))]), *beside])
    return words


def _totals(plan: QuotaPlan) -> list[tuple[str, int]]:
    return [(number, sum(getattr(line, number) or 0 for line in plan.lines.all())) for number in PlanLine.NUMBERS]


def act_on_plan(request: SignedInRequest, plan: QuotaPlan, verb: Any, form: SeenForm, done: str) -> HttpResponse:
    """Carry a verb out and say on the plan's own page what happened."""
    try:
        if not form.is_valid():
            raise Stale
        verb(plan=plan, by=request.user, now=request.now, **form.cleaned_data)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return redirect("staffing:plan", plan.pk)


def confirm_plan(request: SignedInRequest, plan: QuotaPlan, context: dict[str, Any]) -> HttpResponse:
    return render(
        request, "staffing/plan_confirm.html", {**shown_plan(plan), **context, "cancel_url": reverse("staffing:plan", args=[plan.pk])}
    )
