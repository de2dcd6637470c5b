"""聘用合同 over time: the list of those that run out, its export, and one contract with all that was decided about it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bureaus import clock
from bureaus.access import holds, requires
from bureaus.models import JudicialOffice
from bureaus.naming import named
from bureaus.requests import SignedInRequest
from bureaus.search import seals
from documents.exports import export, filter_words
from documents.models import OfficialPaper, PaperKind
from evaluation import contract_tables, radar
from evaluation.forms.contracts import RadarForm
from evaluation.models import Appraisal, Departure, Renewal
from policy.appraisal import Grade
from policy.appraisal_way import Cycle
from policy.contracts import expiry_deadlines
from policy.endings import GROUNDS
from policy.powers import Power
from staffing.actions import service_of
from staffing.models import Contract, Protection

CONTRACTS_A_PAGE = 50


@requires(Power.ROSTER_VIEW)
@seals("name")
@require_safe
def contracts(request: SignedInRequest) -> HttpResponse:
    """Contracts that run out, with days left and what is to be done; the clerk and the head choose several and go on."""
    form, found, today = _read(request)
    page = Paginator(found, CONTRACTS_A_PAGE).get_page(request.GET.get("page"))
    rows = radar.rows_of(page, today)
    powers = {
        "may_propose": holds(request.user, Power.RENEWAL_PREPARE),
        "may_decide": holds(request.user, Power.RENEWAL_CONFIRM),
        "may_sign": holds(request.user, Power.CONTRACT_SIGN),
    }
    stages = {row.stage for row in rows}
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "today": today,
        "query": request.GET.urlencode(),
        "many_counties": request.user.county_id is None,
        "everything": form.wanted["within"] is None,
        "chooses": any(powers.values()),
        "proposes": powers["may_propose"] and bool(stages & {radar.Stage.OPEN, radar.Stage.RETURNED}),
        "decides": powers["may_decide"] and radar.Stage.PROPOSED in stages,
        "signs": powers["may_sign"] and radar.Stage.SIGNING in stages,
        **powers,
    }
    return render(request, "evaluation/contracts/contracts.html", context)


@requires(Power.ROSTER_VIEW)
@require_safe
def contracts_export(request: SignedInRequest) -> HttpResponse:
    """The same rows as a spreadsheet."""
    form, found, today = _read(request)
    within = form.wanted["within"]
    of = f"{within} 天内到期" if within is not None else "全部在期合同"
    chosen = filter_words(form, {**form.wanted, "within": None})  # the range says it, also where the stage widens it
    return export(request, radar.table(found, today=today, of=of), filename="聘用合同到期情况.xlsx", chosen=chosen)


@requires(Power.ROSTER_VIEW)
@require_safe
def contract(request: SignedInRequest, pk: int) -> HttpResponse:
    """One contract: its term, its deadlines, what protects the person (that, not what), decisions, departure, papers."""
    found = _find(request, pk)
    today = clock.today(request.now)
    rows = radar.rows_of(radar.contracts(request.user, today=today, within=None).filter(pk=pk), today)
    row = rows[0] if rows else None
    begun, fixed = service_of(found)
    decisions, protections = list(_decisions(request, found)), list(_protections(request, found))
    decided_on = row is not None and row.stage not in (radar.Stage.OPEN, radar.Stage.RETURNED, radar.Stage.RUNNING)
    deadlines = expiry_deadlines(found.ends_on, key="", name="") if found.ends_on and row and not decided_on else ()
    context = {
        "contract": found,
        "person": found.assistant,
        "row": row,
        "facts": _facts(found, begun, fixed, row),
        "deadlines": [(each.title.removeprefix("："), each.due, each.days_left(today)) for each in deadlines],
        "decisions": decisions,
        "departures": list(Departure.objects.visible_to(request.user).filter(contract=found)),
        "protections": protections,
        "term": _appraisal_of_term(request, found, row),
        "following": Contract.objects.visible_to(request.user).filter(renews=found).first(),
        "papers": _papers(request, found, decisions),
        "may_propose": holds(request.user, Power.RENEWAL_PREPARE) and row is not None and not row.why_not_proposed,
        "may_leave": holds(request.user, Power.CONTRACT_PREPARE) and row is not None and row.stage != radar.Stage.ENDING,
        "may_move": holds(request.user, Power.TRANSFER) and row is not None,
        "may_edit": holds(request.user, Power.ROSTER_EDIT),
        "may_read_health": holds(request.user, Power.HEALTH_VIEW),
    }
    return render(request, "evaluation/contracts/contract.html", context)


@requires(Power.ROSTER_VIEW)
@require_safe
def renewals_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was decided about one contract, as a spreadsheet."""
    found = _find(request, pk)
    table = contract_tables.renewals_table(found, _decisions(request, found))
    return export(request, table, filename=f"{found.assistant}续聘意见和决定.xlsx", back=_of(pk))


@requires(Power.ROSTER_VIEW)
@require_safe
def protections_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """When its person was protected (that, not why), as a spreadsheet."""
    found = _find(request, pk)
    table = contract_tables.protections_table(found, _protections(request, found))
    return export(request, table, filename=f"{found.assistant}受保护状态.xlsx", back=_of(pk))


def _find(request: SignedInRequest, pk: int) -> Contract:
    signed = Contract.objects.visible_to(request.user).signed()
    return get_object_or_404(signed.select_related("assistant__county", "office", "county", "renews"), pk=pk)


def _decisions(request: SignedInRequest, contract: Contract) -> QuerySet[Renewal]:
    return Renewal.objects.visible_to(request.user).filter(contract=contract).select_related("proposed_by", "decided_by")


def _protections(request: SignedInRequest, contract: Contract) -> QuerySet[Protection]:
    return Protection.objects.visible_to(request.user).filter(assistant=contract.assistant_id).defer("kind")


def _of(pk: int) -> str:
    return reverse("evaluation:contract", args=[pk])


def _read(request: SignedInRequest) -> tuple[RadarForm, Any, Any]:
    """The filter, the contracts it finds, and the day."""
    today = clock.today(request.now)
    form = RadarForm(request.GET, offices=JudicialOffice.objects.visible_to(request.user).order_by("code"))
    return form, radar.contracts(request.user, today=today, **form.wanted), today


def _facts(contract: Contract, begun: Any, fixed: int, row: radar.Row | None) -> list[dict[str, Any]]:
    left = row.days_left if row else None
    term = contract.term_in_words
    facts = [
        {"label": "合同期限", "value": term},
        {"label": "用工形式", "value": contract.get_form_display()},
        {"label": "连续工作自", "value": begun},
        {"label": "连续固定期限", "value": f"第 {fixed} 次" if contract.ends_on else "无固定期限"},
    ]
    if contract.ended_on:
        facts.append({"label": "终止", "value": f"{contract.ended_on}，{GROUNDS[contract.ended_ground].title}"})
    if row is not None and left is not None:
        facts += [
            {"label": "距期满", "value": f"{left} 天" if left >= 0 else f"已过 {-left} 天"},
            {"label": "下一份合同", "value": _term(row)},
            {"label": "考核等次", "value": row.grade_words or "没有考核结果，由人填写综合工作表现"},
        ]
    return facts


def _term(row: radar.Row) -> str:
    """What the law makes of the next contract's term, in words."""
    if row.must_be_open_ended:
        return "应当订立无固定期限"
    barred = "（有审定的多次违规，不适用第十四条的连续二次）" if row.at_fault and row.fixed_terms > 1 else ""
    return f"可以约定期限{barred}"


def _appraisal_of_term(request: SignedInRequest, contract: Contract, row: radar.Row | None) -> dict[str, str]:
    """Where the 聘期考核 of a contract that runs out is seen, or begun; empty where there is nothing for this reader."""
    if contract.ends_on is None or not (holds(request.user, Power.APPRAISAL_VIEW) or holds(request.user, Power.DAILY_RECORD)):
        return {}
    sheets = Appraisal.objects.visible_to(request.user).select_related("period").filter(period__cycle=Cycle.TERM.value)
    sheet = sheets.filter(assistant=contract.assistant_id, first_day=contract.starts_on, last_day=contract.ends_on).last()
    if sheet is not None:
        said = sheet.state(request.now) + (f"，{Grade(sheet.grade).title}" if sheet.final_at else "")
        return {"url": reverse("evaluation:appraisal", args=[sheet.pk]), "label": "查看聘期考核", "said": said}
    if row is None or row.days_left is None or row.days_left > radar.WIDEST or not holds(request.user, Power.APPRAISAL_PREPARE):
        return {}
    return {"url": f"{reverse('evaluation:period_open')}?term={contract.pk}", "label": "开始聘期考核", "said": "还没有开始"}


def _papers(request: SignedInRequest, contract: Contract, decisions: list[Renewal]) -> list[OfficialPaper]:
    about = [named(renewal) for renewal in decisions]
    papers = OfficialPaper.objects.visible_to(request.user).filter(kind=PaperKind.RENEWAL_NOTICE, about__in=about)
    drafts = [
        f"staffing.contract:{pk}:1" for pk in Contract.objects.visible_to(request.user).filter(renews=contract).values_list("pk", flat=True)
    ]
    contracts = OfficialPaper.objects.visible_to(request.user).filter(kind=PaperKind.CONTRACT, about__in=drafts)
    return [*papers.defer("source"), *contracts.defer("source")]
