"""The assistants' own first page: contract, pay, the month's log, leave, training, and what is due."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bureaus import clock
from bureaus.access import requires
from bureaus.naming import named
from bureaus.requests import SignedInRequest
from documents.models import OfficialPaper, PaperKind
from evaluation.balances import annual_balance
from evaluation.figures import figures
from evaluation.models import Appraisal, Commendation, EntryState, Incident, Leave, LogEntry
from evaluation.service import last_of, month_of, office_on, rules_with
from evaluation.views.mine import find_mine
from policy.attendance import ANNUAL_WORDS
from policy.powers import Power
from policy.safeguards import yuan
from staffing.models import Assistant, Contract
from staffing.safeguards import allowances_of, in_force

WAITING = [EntryState.RETURNED, EntryState.DRAFT]
ASKED = {"待述职": "写述职", "待签收": "签收考核结果"}
"""The states of a sheet in which its person has something to do, and what."""


@requires(Power.DUTY_LOG)
@never_cache
@require_safe
def service(request: SignedInRequest) -> HttpResponse:
    """Everything an assistant looks for, on one page."""
    mine, today = find_mine(request), clock.today(request.now)
    if mine is None:
        return render(request, "evaluation/service/nobody.html")
    month = month_of(today)
    year = figures(mine, today.replace(month=1, day=1), today)
    own = LogEntry.objects.visible_to(request.user).filter(assistant=mine)
    entries = list(own.filter(Q(day__range=(month, last_of(month))) | Q(state__in=WAITING)).order_by("-day"))
    written = [entry for entry in entries if month <= entry.day <= last_of(month)]
    rules = rules_with(mine.county)
    signed = list(Contract.objects.visible_to(request.user).signed().filter(assistant=mine).order_by("starts_on"))
    contract = signed[-1] if signed else None
    context = {
        "mine": mine,
        "office": office_on(mine, today),
        "contract": contract,
        "contract_rows": _contract(contract),
        "pay_rows": _pay(mine, signed, contract, today),
        "today": today,
        "month": month,
        "entries": sum(entry.state == EntryState.SUBMITTED for entry in written),
        "days": len({entry.day for entry in written}),
        "balance": annual_balance(mine, on=today),
        "annual_words": ANNUAL_WORDS,
        "leaves": list(Leave.objects.visible_to(request.user).filter(assistant=mine).waiting()),
        "honours": list(Commendation.objects.visible_to(request.user).filter(assistant=mine).given()),
        "served": _served(request, mine),
        "hours": year.training_hours,
        "owed": rules.training_hours,
        "year": today.year,
        "figures": year,
        "tasks": _tasks(request, mine, entries, logged_today=any(entry.day == today for entry in written)),
    }
    return render(request, "evaluation/service/home.html", context)


def _served(request: SignedInRequest, mine: Assistant) -> list[tuple[Incident, OfficialPaper | None]]:
    """The breaches somebody has been told of, each with its notice."""
    rows = list(Incident.objects.visible_to(request.user).filter(assistant=mine).served())
    kept = OfficialPaper.objects.visible_to(request.user).filter(kind=PaperKind.INCIDENT_NOTICE, about__in=[named(row) for row in rows])
    notices = {paper.about: paper for paper in kept.defer("source")} if rows else {}
    return [(row, notices.get(named(row))) for row in rows]


def _tasks(request: SignedInRequest, mine: Assistant, entries: list[LogEntry], *, logged_today: bool) -> list[dict[str, Any]]:
    """What is due, most pressing first."""
    earliest = {entry.state: entry for entry in entries if entry.state in WAITING}  # the newest first, so the earliest stays
    returned, draft = earliest.get(EntryState.RETURNED), earliest.get(EntryState.DRAFT)
    tasks = []
    if returned:
        url = reverse("evaluation:log_entry", args=[returned.pk])
        tasks.append(
            {
                "title": f"改好退回的日志：{returned.day:%-m月%-d日}　{returned.title}",
                "url": url,
                "state": "待补正",
                "hint": returned.return_reason,
            }
        )
    if draft:
        url = reverse("evaluation:log_entry", args=[draft.pk])
        tasks.append({"title": f"写完草稿：{draft.day:%-m月%-d日}　{draft.title}", "url": url, "state": "填写中"})
    if not logged_today:
        tasks.append({"title": "填今天的日志", "url": reverse("evaluation:log_new"), "state": "待办"})
    return [*_appraisals(request, mine), *tasks]


def _appraisals(request: SignedInRequest, mine: Assistant) -> list[dict[str, Any]]:
    """Sheets that wait for the person's own words or signature."""
    sheets = Appraisal.objects.visible_to(request.user).filter(assistant=mine, final_at=None).select_related("period", "recheck")
    asked = ((sheet, sheet.state(request.now)) for sheet in sheets.order_by("period__last_day"))
    return [
        {"title": f"{ASKED[state]}：{sheet.period.name}", "url": reverse("evaluation:my_appraisal", args=[sheet.pk]), "state": state}
        for sheet, state in asked
        if state in ASKED
    ]


def _contract(contract: Contract | None) -> list[dict[str, Any]]:
    if contract is None:
        return []
    probation = f"{contract.probation_ends_on} 止" if contract.probation_ends_on else "没有试用期"
    rows: list[dict[str, Any]] = [
        {"label": "用工形式", "value": contract.get_form_display()},
        {
            "label": "合同期限",
            "value": contract.term_in_words,
        },
        {"label": "试用期", "value": probation},
        {"label": "签订日期", "value": f"{contract.signed_on}"},
    ]
    return rows + ([{"label": "解除日期", "value": f"{contract.ended_on}"}] if contract.ended_on else [])


def _pay(mine: Assistant, signed: list[Contract], contract: Contract | None, today: date) -> list[dict[str, Any]]:
    """The lines of the county's agreed scheme, and what it comes to after the years served."""
    scheme = in_force(mine.county, today)
    if scheme is None or scheme.pay is None:
        return []
    first = signed[0].starts_on if signed else None
    years = max(0, today.year - first.year - ((today.month, today.day) < (first.month, first.day))) if first else 0
    pay = scheme.pay
    rows = [
        {"label": title, "value": f"每月 {yuan(amount)} 元"}
        for title, amount in (("基本工资", pay.base), ("岗位工资", pay.post), ("绩效工资", pay.performance))
    ]
    rows.append({"label": f"满 {years} 年，月工资合计", "value": f"{yuan(pay.after(years))} 元"})
    if contract and contract.probation_ends_on and today <= contract.probation_ends_on:
        rows.append({"label": "试用期内不低于", "value": f"每月 {yuan(pay.probation_least)} 元"})
    if scheme.allowances:
        rows.append({"label": "津贴补贴", "value": allowances_of(scheme)})
    return [*rows, {"label": "社会保险", "value": scheme.insurance}, {"label": "依据", "value": scheme.paper_number}]
