"""经费和待遇 (四(三)): the counties side by side, a county's own, and each budget or pay scheme on its way to being agreed on."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bureaus import clock
from bureaus.access import holds, requires
from bureaus.models import County
from bureaus.requests import SignedInRequest
from bureaus.tenancy import Stale
from documents.delivery import hand_out
from documents.exports import export
from documents.uploads import Accept, UnfitFile, receive
from policy.powers import Power
from staffing import actions, safeguards
from staffing.actions.safeguards import AGREES
from staffing.forms import ReasonForm, SeenForm
from staffing.forms.safeguards import BeginBudgetForm, BudgetForm, PayForm, YearForm
from staffing.models import Budget, PayScheme
from staffing.models.safeguards import PAY, Safeguard

KINDS: dict[str, type[Any]] = {"budget": Budget, "pay": PayScheme}
FORMS: dict[str, Any] = {"budget": BudgetForm, "pay": PayForm}
WHO_AGREES = {"budget": "司法局负责人", "pay": "人社局"}
VERBS = {"budget": "审定预算", "pay": "会同核定薪酬方案"}


@requires(Power.SAFEGUARD_VIEW)
@require_safe
def comparison(request: SignedInRequest) -> HttpResponse:
    """The counties side by side; a county goes to its own page."""
    if request.user.county_id is not None:
        return redirect("staffing:safeguards", request.user.county_id)
    form, year = _year(request)
    day = _day_of(year, request)
    lines = safeguards.comparison(request.user, year=year, on=day)
    context = {"form": form, "year": year, "lines": lines, "day": day, "query": request.GET.urlencode()}
    return render(request, "staffing/safeguards/comparison.html", context)


@requires(Power.SAFEGUARD_VIEW)
@require_safe
def comparison_export(request: SignedInRequest) -> HttpResponse:
    """The same lines as a spreadsheet; a county gets its own."""
    _, year = _year(request)
    lines = safeguards.comparison(request.user, year=year, on=_day_of(year, request))
    return export(request, safeguards.comparison_table(lines, year=year), filename=f"{year}年经费和待遇对照表.xlsx")


@requires(Power.SAFEGUARD_VIEW)
def county(request: SignedInRequest, pk: int) -> HttpResponse:
    """One county's budgets and pay schemes; its clerk begins new ones here."""
    if request.user.county_id not in (None, pk):
        raise Http404
    found = get_object_or_404(County, pk=pk)
    may_edit = holds(request.user, Power.SAFEGUARD_EDIT)
    form = BeginBudgetForm(request.POST or None, initial={"year": clock.today(request.now).year}) if may_edit else None
    if form is not None and form.is_valid():
        try:
            budget = actions.begin_budget(county=found, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error("year", str(problem))
        else:
            return redirect("staffing:safeguard_edit", "budget", budget.pk)
    schemes = list(PayScheme.objects.visible_to(request.user).filter(county=found))
    today = clock.today(request.now)
    context = {
        "county": found,
        "form": form,
        "may_edit": may_edit,
        "budgets": list(Budget.objects.visible_to(request.user).filter(county=found).select_related("county")),
        "schemes": schemes,
        "current": next((row for row in schemes if _runs(row, today)), None),
        "may_begin_pay": may_edit and all(row.agreed_at for row in schemes),
        "year": today.year,
        "is_city": request.user.county_id is None,
    }
    return render(request, "staffing/safeguards/county.html", context)


@requires(Power.SAFEGUARD_EDIT)
@require_POST
def pay_begin(request: SignedInRequest) -> HttpResponse:
    """Begin the county's next pay scheme."""
    found = get_object_or_404(County, pk=request.user.county_id)
    try:
        scheme = actions.begin_pay_scheme(county=found, by=request.user, now=request.now)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
        return redirect("staffing:safeguards", found.pk)
    return redirect("staffing:safeguard_edit", "pay", scheme.pk)


@requires(Power.SAFEGUARD_VIEW)
@require_safe
def safeguard(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """One budget or scheme as it stands, beside what it would follow."""
    row = _find(request, kind, pk)
    open_ = row.agreed_at is None
    context = {
        **_shown(request, kind, row),
        "may_edit": open_ and holds(request.user, Power.SAFEGUARD_EDIT),
        "may_agree": open_ and row.offered_at is not None and holds(request.user, AGREES[KINDS[kind]][0]),
        "who_agrees": WHO_AGREES[kind],
    }
    return render(request, "staffing/safeguards/safeguard.html", context)


@requires(Power.SAFEGUARD_VIEW)
@require_safe
def safeguard_export(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """The same figures as a spreadsheet, beside those they would follow."""
    row = _find(request, kind, pk)
    shown = _shown(request, kind, row)
    return export(request, safeguards.figures_table(row, shown["earlier"], shown["figures"]), filename=f"{row}.xlsx")


@requires(Power.SAFEGUARD_EDIT)
def safeguard_edit(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Fill in what is known; nothing is laid before anybody by saving."""
    row = _find(request, kind, pk)
    if row.agreed_at is not None:
        messages.warning(request, "已经核定，不能再改。如需调整，请另行填报新的一版。")
        return redirect("staffing:safeguard", kind, pk)
    form = FORMS[kind](request.POST or None, request.FILES or None, initial=FORMS[kind].of(row))
    if form.is_valid():
        try:
            _save(request, kind, row, form)
        except UnfitFile as fault:
            form.add_error("file", str(fault))
        except Stale as problem:
            form.add_error(None, f"{problem}您填的仍在本页；再次保存就以本页为准。")
            form.data = {**request.POST.dict(), "seen": str(row.version)}
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "已保存，还没有提交。")
            return redirect("staffing:safeguard", kind, pk)
    return render(request, "staffing/safeguards/edit.html", {**_shown(request, kind, row), "form": form})


@requires(Power.SAFEGUARD_EDIT)
@require_POST
def safeguard_offer(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Lay it before the second hand."""
    row = _find(request, kind, pk)
    form = SeenForm(request.POST)
    try:
        if not form.is_valid():
            raise Stale
        actions.offer_safeguard(row=row, by=request.user, now=request.now, **form.cleaned_data)
    except actions.PROBLEMS as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"已提交，等待{WHO_AGREES[kind]}核定。")
    return redirect("staffing:safeguard", kind, pk)


@requires(Power.BUDGET_CONFIRM, Power.PAY_AGREE)
def safeguard_agree(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """The second hand reads all figures and agrees."""
    row = _answerable(request, kind, pk)
    form = SeenForm(request.POST or None, initial={"seen": row.version})
    if form.is_valid():
        try:
            actions.agree_safeguard(row=row, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "已核定。")
            return redirect("staffing:safeguard", kind, pk)
    consequences = (
        [f"审定后，{row.year}年的预算就以这一版为准，市司法局的对照表随之更新。", "审定的预算不能再改；调整预算须另报新的一版。"]
        if kind == "budget"
        else [
            f"核定后，从 {row.effective_from} 起，公告和聘用合同里的工资、社会保险、休息休假都按这份方案写。",
            "现行方案执行到这一天的前一天。核定的方案不能再改；调整须另行拟定，并写明新的生效日期。",
        ]
    )
    context = {
        **_shown(request, kind, row),
        "heading": f"{VERBS[kind]}：{row}",
        "consequences": consequences,
        "irreversible": "核定后不能撤销。有不同意见的，请返回后写明理由退回。",
        "form": form,
        "label": VERBS[kind],
        "cancel_url": reverse("staffing:safeguard", args=[kind, pk]),
    }
    return render(request, "staffing/safeguards/confirm.html", context)


@requires(Power.BUDGET_CONFIRM, Power.PAY_AGREE)
def safeguard_return(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Give it back to the clerk, with the reason."""
    row = _answerable(request, kind, pk)
    form = ReasonForm(request.POST or None, initial={"seen": row.version})
    if form.is_valid():
        try:
            actions.return_safeguard(row=row, by=request.user, now=request.now, **form.cleaned_data)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "已退回经办人。")
            return redirect("staffing:safeguard", kind, pk)
    return render(request, "staffing/safeguards/return.html", {**_shown(request, kind, row), "form": form})


@requires(Power.SAFEGUARD_VIEW)
@require_safe
def safeguard_document(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """The paper it rests on."""
    row = _find(request, kind, pk)
    if row.document is None:
        raise Http404
    return hand_out(row.document, inline=True)


def _year(request: SignedInRequest) -> tuple[YearForm, int]:
    this = clock.today(request.now).year
    known = set(Budget.objects.visible_to(request.user).values_list("year", flat=True))
    form = YearForm({"year": str(this), **request.GET.dict()}, years=sorted({*known, this}, reverse=True))
    return form, (form.cleaned_data["year"] if form.is_valid() and form.cleaned_data["year"] else this)


def _day_of(year: int, request: SignedInRequest) -> date:
    """The day on which a year is looked at: today, or the last of a year that is over."""
    return min(clock.today(request.now), date(year, 12, 31))


def _find(request: SignedInRequest, kind: str, pk: int) -> Any:
    if kind not in KINDS:
        raise Http404
    rows = KINDS[kind].objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("county", "document", "entered_by", "agreed_by"), pk=pk)


def _answerable(request: SignedInRequest, kind: str, pk: int) -> Any:
    """A row whose kind this person's power is about: the head does not agree on pay, nor 人社局 on a budget."""
    row = _find(request, kind, pk)
    if not holds(request.user, AGREES[KINDS[kind]][0]):
        raise Http404
    return row


def _runs(scheme: PayScheme, today: Any) -> bool:
    if scheme.agreed_at is None or scheme.effective_from is None or scheme.effective_from > today:
        return False
    return scheme.effective_to is None or scheme.effective_to >= today


def _save(request: SignedInRequest, kind: str, row: Any, form: Any) -> None:
    upload = form.cleaned_data["file"]
    document = receive(upload, by=request.user, now=request.now, accept=Accept.PAPER) if upload else None
    if kind == "budget":
        actions.save_budget(budget=row, document=document, by=request.user, now=request.now, **form.entered)
    else:
        actions.save_pay_scheme(scheme=row, document=document, by=request.user, now=request.now, **form.entered)


def _shown(request: SignedInRequest, kind: str, row: Any) -> dict[str, Any]:
    """The figures, each beside what stood before it."""
    earlier = _before(request, kind, row)
    return {
        "row": row,
        "kind": kind,
        "earlier": earlier,
        "figures": [
            {"label": label, "value": value, "was": was, "changed": earlier is not None and value != was}
            for (label, value), (_, was) in zip(_figures(row), _figures(earlier or row), strict=True)
        ],
    }


def _before(request: SignedInRequest, kind: str, row: Any) -> Any:
    agreed = KINDS[kind].objects.visible_to(request.user).agreed().filter(county=row.county_id).exclude(pk=row.pk)
    if kind == "budget":
        return agreed.filter(year=row.year, edition__lt=row.edition).order_by("-edition").first()
    agreed = agreed.order_by("-effective_from")
    return (agreed.filter(effective_from__lt=row.effective_from) if row.effective_from else agreed).first()


def _figures(row: Safeguard) -> list[tuple[str, str]]:
    if isinstance(row, Budget):
        money = [("personnel", row.personnel), ("public_funds", row.public_funds)]
        return [
            *((row.title_of(name), _yuan(amount)) for name, amount in money),
            ("合计", _yuan(row.total)),
            ("文号", row.paper_number),
            ("说明", row.note),
        ]
    assert isinstance(row, PayScheme)  # noqa: S101 - the only other kind
    return [
        ("生效日期", f"{row.effective_from:%Y-%m-%d}" if row.effective_from else ""),
        *((row.title_of(name), _yuan(getattr(row, name))) for name in PAY),
        ("月工资合计（首年）", _yuan(row.pay.beginning if row.pay else None)),
        ("津贴补贴", safeguards.allowances_of(row)),
        ("工资增长办法", row.growth),
        ("社会保险", row.insurance),
        ("休息休假", row.leave),
        ("文号", row.paper_number),
    ]


def _yuan(amount: Any) -> str:
    return "" if amount is None else f"{amount:,.2f} 元"
