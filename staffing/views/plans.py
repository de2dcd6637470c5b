"""Plans: the list, the plan itself, the grid, and the acts that send it up."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bureaus import clock
from bureaus.access import holds, requires
from bureaus.models import County
from bureaus.naming import named
from bureaus.requests import SignedInRequest
from bureaus.tenancy import Stale
from documents.delivery import export_response
from documents.models import OfficialPaper, PaperKind
from policy.powers import Power
from policy.quota import PER_OFFICE
from policy.tracks import TRACKS
from staffing import actions, spreadsheets
from staffing.forms import BeginPlanForm, GridForm, ReasonForm, SeenForm, SubmitForm
from staffing.models import PlanLine, PlanStatus, QuotaPlan
from staffing.revisions import compared, revisions_of
from staffing.suggestions import suggestions

PLANS_A_PAGE = 20
STEPS_DONE = {PlanStatus.DRAFT: 0, PlanStatus.RETURNED: 0, PlanStatus.COUNTERSIGNED: 2, PlanStatus.SUBMITTED: 3, PlanStatus.FILED: 4}
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
    rows = QuotaPlan.objects.visible_to(request.user).select_related("county").prefetch_related("lines")
    rows = rows.order_by("-year", "county__code", "-edition")
    page = Paginator(rows, PLANS_A_PAGE).get_page(request.GET.get("page"))
    marks = _marks(request, [plan for plan in page.object_list if plan.status == PlanStatus.FILED])
    context = {
        "page": page,
        "form": form,
        "may_file": holds(request.user, Power.PLAN_FILE),
        "rows": [(plan, marks.get(plan.pk, "")) for plan in page.object_list],
    }
    return render(request, "staffing/plans.html", context)


@requires(Power.PLAN_VIEW)
@require_safe
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """One plan as it stands: numbers, check, how far it has come, what the city said."""
    plan = find_plan(request, pk)
    paper = OfficialPaper.objects.visible_to(request.user).defer("source").filter(kind=PaperKind.QUOTA_FILING, about=named(plan)).first()
    acts = {
        power.value: holds(request.user, power) for power in (Power.PLAN_EDIT, Power.PLAN_COUNTERSIGN, Power.PLAN_SUBMIT, Power.PLAN_FILE)
    }
    context = {
        **shown_plan(plan),
        "steps": steps(plan),
        "filings": list(plan.filings.select_related("submitted_by", "decided_by")),
        "paper": paper,
        "acts": acts,
        "complete": all(line.is_complete for line in plan.lines.all()),
        **_editions(request, plan),
    }
    return render(request, "staffing/plan.html", context)


@requires(Power.PLAN_EDIT)
def plan_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The grid. Saving leaves an unfinished plan unfinished; nothing is sent anywhere."""
    plan = find_plan(request, pk)
    if not plan.is_editable:
        messages.warning(request, f"方案{plan.get_status_display()}，表内数字不能再改。")
        return redirect("staffing:plan", pk)
    form = GridForm(request.POST or None, plan=plan, hints=_used(plan))
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
            return redirect("staffing:plan_edit", pk)
    known = suggestions(plan, clock.today(request.now))
    rows = [(line, cells, known[line.office_id].words, known[line.office_id].differs(line)) for line, cells in form.rows]
    return render(request, "staffing/plan_edit.html", {**shown_plan(plan), "form": form, "rows": rows, "knows": bool(known)})


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


@requires(Power.PLAN_COUNTERSIGN)
def plan_send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """人社局 gives the plan back to the clerk, with the reason."""
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
        "irreversible": "上报后不能自行撤回。",
        "label": "上报市司法局",
        "form": form,
    }
    return confirm_plan(request, plan, context)


@requires(Power.PLAN_VIEW)
@require_safe
def plan_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The plan as a spreadsheet."""
    plan = find_plan(request, pk)
    return export_response(f"{plan}.xlsx", spreadsheets.plan_workbook(plan, by=request.user, now=request.now))


def steps(plan: QuotaPlan) -> list[dict[str, Any]]:
    """How far the plan has come, with who and when, for the timeline."""
    done = 1 if plan.awaits_countersignature else STEPS_DONE[PlanStatus(plan.status)]
    found: list[dict[str, Any]] = [
        {"title": "编制", "at": plan.saved_at, "notes": [f"{plan.entered_by}最后保存"]},
        {"title": "人社局会签", "at": plan.countersigned_at, "notes": [f"{plan.countersigned_by}会签"]},
        {"title": "上报市司法局", "at": plan.submitted_at, "notes": [f"{plan.submitted_by}上报"]},
        {"title": "市司法局备案", "at": plan.filed_at, "notes": [f"备案号 {plan.filing_number}"]},
    ]
    # A returned plan still carries its earlier signatures; they count for nothing and are not shown.
    for number, step in enumerate(found):
        if number < done:
            step["state"] = "done"
        elif number == 0:
            step["state"] = "current"
        else:
            found[number] = {"title": step["title"], "state": "current" if number == done else "future"}
    return found


def _editions(request: SignedInRequest, plan: QuotaPlan) -> dict[str, Any]:
    """The edition before and the one after, and what has changed since this one was filed while it is in force."""
    later = QuotaPlan.objects.visible_to(request.user).filter(replaces=plan).first() if plan.status == PlanStatus.FILED else None
    in_force = plan.status == PlanStatus.FILED and (later is None or later.status != PlanStatus.FILED)
    needing = revisions_of(request.user, clock.today(request.now)) if in_force else []
    return {
        "later": later,
        "in_force": in_force,
        "revision": next((revision for revision in needing if revision.plan.pk == plan.pk), None),
        "compared": compared(plan) if plan.edition > 1 else [],
    }


def _marks(request: SignedInRequest, filed: list[QuotaPlan]) -> dict[int, str]:
    """What each filed plan of a list is beside being filed: in need of revision, or replaced by a later edition."""
    if not filed:
        return {}
    in_force = set(QuotaPlan.objects.visible_to(request.user).in_force().values_list("pk", flat=True))
    needing = {revision.plan.pk for revision in revisions_of(request.user, clock.today(request.now))}
    replaced = {plan.pk: "已被替代" for plan in filed if plan.pk not in in_force}
    return {**replaced, **{plan.pk: "需修订" for plan in filed if plan.pk in needing}}


def _used(plan: QuotaPlan) -> dict[tuple[int, str], str]:
    """Beneath the planned numbers of a later edition: how many of them are used already."""
    if plan.edition == 1:
        return {}
    lines = plan.lines.with_use()
    used = {(line.pk, f"planned_{track}"): line.use(track).by_now for line in lines for track in TRACKS}
    return {cell: f"已用 {number}" for cell, number in used.items() if number}


def find_plan(request: SignedInRequest, pk: int) -> QuotaPlan:
    """The plan if this person may see it, with its lines and the people on it; 404 otherwise."""
    rows = QuotaPlan.objects.visible_to(request.user)
    people = ("county", "entered_by", "countersigned_by", "submitted_by", "replaces")
    return get_object_or_404(rows.select_related(*people).prefetch_related("lines__office"), pk=pk)


def shown_plan(plan: QuotaPlan) -> dict[str, Any]:
    """The table and its check bar, which every page of a plan shows."""
    check = plan.quota_check
    return {
        "plan": plan,
        "lines": plan.lines.all(),
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
        "pass_sentence": ENOUGH,
        "short_sentence": SHORT,
    }


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
