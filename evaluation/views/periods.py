"""The county's periods: who has come how far, the grid of grades, and the pack of sheets. The city reads all counties side by side."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bureaus import clock, days, outbox
from bureaus.access import holds, requires
from bureaus.models import County
from bureaus.requests import SignedInRequest
from bureaus.tenancy import Stale
from documents.delivery import pdf_response
from documents.exports import export
from evaluation import actions
from evaluation.actions.packs import JOB
from evaluation.appraisal_tables import period_table, periods_table
from evaluation.downgrades import downgrades_of
from evaluation.forms.appraisals import GradesForm, OpenPeriodForm, ReasonForm, SeenForm
from evaluation.models import Appraisal, AppraisalPack, AppraisalPeriod
from evaluation.models.appraisals import cap_of
from evaluation.open_months import open_months
from evaluation.opinions import links_of, opinions_of, unheard
from evaluation.service import last_of, month_of
from evaluation.views.asking import act, ask
from policy.appraisal import Grade
from policy.appraisal_way import Cycle
from policy.calendar import NoCalendar, publicity_period
from policy.powers import Power
from staffing.models import Contract

BEFORE_OPENING = (
    "开始以后，系统按任职和合同为每个任职的人建立考核表：试用期未满或者任职不满一半时间的不确定等次；"
    "换过司法所的由两个所分别评分，按月数加权。起止日期和人员不能再改。"
)


@requires(Power.APPRAISAL_VIEW)
@require_safe
def periods(request: SignedInRequest) -> HttpResponse:
    """All periods a reader may see: the county its own, the city every county's with the shares of their grades."""
    is_county = request.user.county_id is not None
    context = {
        "periods": list(_periods(request)),
        "is_county": is_county,
        "may_open": holds(request.user, Power.APPRAISAL_PREPARE),
    }
    return render(request, "evaluation/appraisals/periods.html", context)


@requires(Power.APPRAISAL_VIEW)
@require_safe
def periods_export(request: SignedInRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    return export(request, periods_table(_periods(request)), filename="考核进展.xlsx")


@requires(Power.APPRAISAL_PREPARE)
def period_open(request: SignedInRequest) -> HttpResponse:
    """Open a period for its days."""
    form = OpenPeriodForm(request.POST or None, initial={"cycle": Cycle.YEAR.value} | _term_asked(request))
    if form.is_valid():
        county = get_object_or_404(County, pk=request.user.county_id)
        try:
            period = actions.open_period(county=county, by=request.user, now=request.now, **form.entered)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{period.name}已开始，为任职人员建立了考核表，并已通知有账号的人述职。")
            return redirect("evaluation:period", period.pk)
    return ask(request, form, heading="开始考核", label="开始考核", back=reverse("evaluation:periods"), intro=BEFORE_OPENING)


def _term_asked(request: SignedInRequest) -> dict[str, Any]:
    """The month in which the contract that the address names runs out, as a 聘期."""
    key = request.GET.get("term", "")
    asked = (
        Contract.objects.visible_to(request.user).filter(pk=int(key), ends_on__isnull=False) if key.isdecimal() and len(key) < 10 else None
    )
    contract = asked.first() if asked is not None else None
    if contract is None or contract.ends_on is None:
        return {}
    month = month_of(contract.ends_on)
    return {"cycle": Cycle.TERM.value, "first_day": month, "last_day": last_of(month)}


@requires(Power.APPRAISAL_VIEW)
def period(request: SignedInRequest, pk: int) -> HttpResponse:
    """One period: numbers, the cap of 优秀, everybody in one grid; the clerk fills it in."""
    row = _find(request, pk)
    sheets = list(_sheets(request, row))
    may_prepare = row.confirmed_at is None and holds(request.user, Power.APPRAISAL_PREPARE)
    form = GradesForm(request.POST or None, sheets=sheets, scheme=row.scheme, cycle=Cycle(row.cycle), initial={"seen": row.version})
    if may_prepare and form.is_valid():
        decided = form.decisions(request.POST)
        try:
            actions.prepare_grades(period=row, decisions=decided, by=request.user, seen=form.cleaned_data["seen"], now=request.now)
        except Stale as problem:
            form.add_error(None, f"{problem}您填的仍在本页；再次保存就以本页为准。")
            form.data = {**request.POST.dict(), "seen": str(row.version)}
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "等次已保存，还没有提交审定。")
            return redirect("evaluation:period", pk)
    said, lowering = opinions_of(sheets), downgrades_of(row)
    context = {
        **_counted(row, sheets),
        "period": row,
        "lines": [
            {
                "sheet": sheet,
                "state": sheet.state(request.now),
                "opinions": said[sheet.pk],
                "lowered": len(lowering.get(sheet.assistant_id, [])),
                **(form.line(sheet) if may_prepare else {}),
            }
            for sheet in sheets
        ],
        "form": form,
        "open_months": [] if row.confirmed_at else open_months(sheets),
        "may_prepare": may_prepare,
        "may_end_opinions": not row.asking_ended and holds(request.user, Power.APPRAISAL_PREPARE),
        "may_offer": may_prepare and row.offered_at is None and all(sheet.grade for sheet in sheets),
        "may_confirm": row.confirmed_at is None and row.offered_at is not None and holds(request.user, Power.APPRAISAL_CONFIRM),
        "may_pack": row.confirmed_at is not None and holds(request.user, Power.APPRAISAL_PREPARE),
        **_packed(request, row),
    }
    return render(request, "evaluation/appraisals/period.html", context)


@requires(Power.APPRAISAL_VIEW)
@require_safe
def period_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """The grid as a spreadsheet."""
    row = _find(request, pk)
    return export(request, period_table(row, _sheets(request, row), now=request.now), filename=f"{row}.xlsx")


@requires(Power.APPRAISAL_PREPARE)
def period_end_opinions(request: SignedInRequest, pk: int) -> HttpResponse:
    """End the asking about everybody: the results are shown from then on."""
    row = _find(request, pk)
    form = SeenForm(request.POST or None, initial={"seen": row.version})
    back = reverse("evaluation:period", args=[pk])
    if form.is_valid():
        try:
            actions.end_opinions(period=row, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "征求意见已经结束，满三份的结果可以查看了。")
            return redirect("evaluation:period", pk)
    made, used = links_of(row)
    context = {
        "heading": f"结束{row.name}的征求意见",
        "consequences": [
            f"已发出 {made} 个评价链接，用了 {used} 个" + (f"；没有用的 {made - used} 个从现在起不能再评价" if used < made else ""),
            f"{row.name}的所有人，都不能再发评价链接",
            "每人每类满三份的，显示平均结果；不满三份的不显示",
        ],
        "irreversible": "结束以后不能再开始：一边看结果、一边收评价，会看出最后一份是谁写的。",
        "form": form,
        "label": "结束征求意见",
        "cancel_url": back,
    }
    return render(request, "portal/confirm.html", context)


@requires(Power.APPRAISAL_PREPARE)
@require_POST
def period_offer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lay the grades before the head."""
    form = SeenForm(request.POST)
    try:
        if not form.is_valid():
            raise Stale
        actions.offer_grades(period=_find(request, pk), by=request.user, now=request.now, **form.cleaned_data)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "已提交，等待负责人审定。")
    return redirect("evaluation:period", pk)


@requires(Power.APPRAISAL_CONFIRM)
def period_confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """The head reads all grades and confirms; 优秀 is posted in the same act."""
    row = _find(request, pk)
    sheets = list(_sheets(request, row))
    form = SeenForm(request.POST or None, initial={"seen": row.version})
    if form.is_valid():
        try:
            actions.confirm_grades(period=row, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "等次已审定，优秀已经公示，其他人可以签收结果。")
            return redirect("evaluation:period", pk)
    context = {
        **_counted(row, sheets),
        "period": row,
        "sheets": sheets,
        "open_months": open_months(sheets),
        "unheard": unheard(sheets) if Cycle(row.cycle) in (Cycle.YEAR, Cycle.TERM) else [],
        "heading": f"审定{row.name}的等次",
        "consequences": _consequences(row, sheets, request),
        "irreversible": "审定后等次不能再改，只能由本人申请复核。有不同意见的，请返回后写明理由退回。",
        "form": form,
        "label": "审定等次",
        "cancel_url": reverse("evaluation:period", args=[pk]),
    }
    return render(request, "evaluation/appraisals/period_confirm.html", context)


@requires(Power.APPRAISAL_CONFIRM)
def period_return(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the grades back to the clerk."""
    row = _find(request, pk)
    form = ReasonForm(request.POST or None, initial={"seen": row.version})
    back = reverse("evaluation:period", args=[pk])
    done = "已退回经办人。"
    return act(
        request, form, actions.return_grades, {"period": row}, heading=f"退回{row.name}的等次", label="退回经办人", back=back, done=done
    )


@requires(Power.APPRAISAL_PREPARE)
@require_POST
def period_pack(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for the pack of all sheets."""
    try:
        actions.ask_appraisal_pack(period=_find(request, pk), by=request.user, now=request.now)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
    return redirect(reverse("evaluation:period", args=[pk]) + "#pack")


@requires(Power.APPRAISAL_VIEW)
@require_safe
def period_pack_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far the pack has come, for the page that waits."""
    row = _find(request, pk)
    return render(request, "evaluation/appraisals/_pack.html", {"period": row, **_packed(request, row)})


@requires(Power.APPRAISAL_VIEW)
@require_safe
def pack_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """The finished pack."""
    pack = get_object_or_404(AppraisalPack.objects.visible_to(request.user).select_related("period__county"), pk=pk)
    if pack.finished_at is None:
        raise Http404
    with pack.pdf.open() as file:
        return pdf_response(f"{pack}.pdf", file.read())


def _periods(request: SignedInRequest) -> Any:
    return AppraisalPeriod.objects.visible_to(request.user).select_related("county").with_progress()


def _find(request: SignedInRequest, pk: int) -> AppraisalPeriod:
    rows = AppraisalPeriod.objects.visible_to(request.user).select_related("county", "scheme", "prepared_by", "confirmed_by")
    return get_object_or_404(rows, pk=pk)


def _sheets(request: SignedInRequest, row: AppraisalPeriod) -> Any:
    rows = Appraisal.objects.visible_to(request.user).filter(period=row)
    return rows.select_related("assistant", "recheck", "period__scheme").prefetch_related("marks__office")


def _counted(row: AppraisalPeriod, sheets: list[Appraisal]) -> dict[str, Any]:
    pool = sum(not sheet.undetermined for sheet in sheets)
    excellent = sum(sheet.grade == Grade.EXCELLENT for sheet in sheets)
    cap = cap_of(row, pool)
    share = f"个优秀名额（{row.scheme.excellent_percent}%）"
    return {
        "figures": [
            (pool, "人参加评定等次", ""),
            (cap, share, ""),
            (excellent, "人已定优秀", ""),
        ],
        "passes": excellent <= cap,
        "sentence": f"还可以定 {cap - excellent} 个优秀" if excellent < cap else "优秀名额已经用完" if cap else "人数不够，没有优秀名额",
        "numbers": [
            {"value": len(sheets), "word": "考核表"},
            {"value": sum(sheet.summary_at is not None for sheet in sheets), "word": "已述职"},
            {"value": sum(sheet.total is not None for sheet in sheets), "word": "司法所已评分"},
            {"value": sum(bool(sheet.grade) for sheet in sheets), "word": "已定等次"},
            {"value": sum(bool(sheet.receipt) for sheet in sheets), "word": "已送达"},
            {"value": sum(sheet.final_at is not None for sheet in sheets), "word": "已确定"},
        ],
    }


def _packed(request: SignedInRequest, row: AppraisalPeriod) -> dict[str, Any]:
    pack = AppraisalPack.objects.visible_to(request.user).filter(period=row).first()
    if pack is None or pack.finished_at is not None:
        return {"pack": pack, "pack_fault": "", "pack_stopped": False}
    reason = outbox.fault_of(JOB, pack)
    return {"pack": pack, "pack_fault": "" if reason.isascii() else reason, "pack_stopped": outbox.has_stopped(JOB, pack)}


def _consequences(row: AppraisalPeriod, sheets: list[Appraisal], request: SignedInRequest) -> list[str]:
    excellent = sum(sheet.grade == Grade.EXCELLENT for sheet in sheets)
    told = ["审定后，等次和考核表连同日志、考勤、培训的数字一起冻结；有账号的人收到通知，可以签收结果。"]
    if not excellent:
        return [*told, "这次没有优秀，不需要公示。"]
    try:
        posted = publicity_period(clock.today(request.now), row.scheme.publicity_days, days.working_days())
    except NoCalendar as problem:
        return [*told, str(problem)]
    dates = f"公示期 {posted.first} 至 {posted.last}"
    return [f"优秀 {excellent} 人的姓名和司法所从今天起在网上公示，不用登录就能看到，{dates}；期满以后才能签收。", *told]
