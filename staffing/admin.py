"""The city's desk: plans that have arrived, what changed since the last time, 准予备案 and 退回修改."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import DateTimeField, QuerySet, Value
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from bureaus import desk
from bureaus.access import require
from bureaus.clock import BEIJING
from bureaus.desk import Desk
from bureaus.requests import SignedInRequest
from policy.powers import Power
from policy.quota import PER_OFFICE, Check
from staffing import actions
from staffing.forms import FileForm, ReturnForm
from staffing.models import Filing, PlanLine, PlanStatus, QuotaPlan

HOURS_A_DAY = 24


@admin.register(QuotaPlan, site=desk.site)
class PlanDesk(Desk):
    """Read-only but for the two answers, each on a page of its own."""

    reads = Power.PLAN_FILE
    list_display = ("__str__", "status", "average", "submitted_at", "waiting", "filing_number")
    list_filter = ("status", "year", "county")
    list_select_related = ("county",)
    actions = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[QuotaPlan]:
        rows = QuotaPlan.objects.visible_to(_reader(request).user).arrived()
        # The list's columns see only the row: the instant of reading rides along on it.
        return rows.annotate(read_at=Value(_reader(request).now.astimezone(BEIJING), DateTimeField())).prefetch_related("filings")

    @admin.display(description="所均（人）")
    def average(self, plan: QuotaPlan) -> str:
        return plan.filings.all()[0].quota_check.average

    @admin.display(description="已等待")
    def waiting(self, plan: QuotaPlan) -> str:
        return waited(plan, plan.read_at)  # type: ignore[attr-defined]

    def get_urls(self) -> list[URLPattern]:
        """The two answers beside Django's own pages."""
        return [
            path("<int:pk>/file/", self.admin_site.admin_view(self.file_view), name="staffing_quotaplan_file"),
            path("<int:pk>/return/", self.admin_site.admin_view(self.return_view), name="staffing_quotaplan_return"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What was sent, cell by cell beside what was sent before, the rule counted again, and the way to an answer."""
        plan = self._find(request, object_id)
        filings = list(plan.filings.select_related("submitted_by", "decided_by"))
        context = {
            "rows": redline(filings),
            "filings": filings,
            "check": filings[0].quota_check,
            "formula": formula(filings[0].quota_check),
            "is_open": plan.status == PlanStatus.SUBMITTED,
            "waited": waited(plan, _reader(request).now),
        }
        return self._page(request, plan, "change", f"审核{plan}", context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The history stands on the plan's own page."""
        return redirect("admin:staffing_quotaplan_change", object_id)

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """准予备案, with the number of the city's series suggested."""
        plan = self._find(request, pk)
        number = actions.suggested_filing_number(plan, now=_reader(request).now)
        form = FileForm(request.POST or None, initial={"seen": plan.version, "filing_number": number})
        consequences = [
            f"{plan.county}可以按表内数额开展招聘：拟配协理员 {plan.quota_check.planned} 人，所均 {plan.quota_check.average} 人。",
            "方案从此不能再改；需要调整的，由县（区）另行上报变更方案。",
            "系统生成数额核定备案表（PDF），并通知县（区）司法局和人社局。",
        ]
        context = {"consequences": consequences, "label": "准予备案"}
        return self._answer(request, plan, form, actions.file_plan, f"{plan}：准予备案", "已准予备案，并通知县（区）。", context)

    def return_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """退回修改, with the reasons."""
        plan = self._find(request, pk)
        form = ReturnForm(request.POST or None, initial={"seen": plan.version})
        consequences = [
            f"{plan.county}可以修改全部数字，修改后须重新经人社局会签再上报。",
            "退回理由会原样通知县（区）司法局和人社局，并长期保存。",
        ]
        context = {"consequences": consequences, "label": "退回修改"}
        return self._answer(request, plan, form, actions.return_plan, f"{plan}：退回修改", "已退回修改，并通知县（区）。", context)

    def _answer(
        self,
        request: HttpRequest,
        plan: QuotaPlan,
        form: Form,
        verb: Callable[..., QuotaPlan],
        title: str,
        done: str,
        context: dict[str, Any],
    ) -> HttpResponse:
        """The confirming page of one answer, and carrying it out."""
        if plan.status != PlanStatus.SUBMITTED:
            messages.error(request, f"方案目前是“{plan.get_status_display()}”，只有已上报的方案才能办理备案。")
            return redirect("admin:staffing_quotaplan_change", plan.pk)
        if form.is_valid():
            try:
                verb(plan=plan, by=_reader(request).user, now=_reader(request).now, **form.cleaned_data)
            except actions.PROBLEMS as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, done)
                return redirect("admin:staffing_quotaplan_changelist")
        return self._page(request, plan, "answer", title, {"form": form, **context})

    def _find(self, request: HttpRequest, pk: int | str) -> QuotaPlan:
        require(_reader(request).user, Power.PLAN_FILE)
        if not str(pk).isdecimal():
            raise Http404
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def _page(self, request: HttpRequest, plan: QuotaPlan, name: str, title: str, context: dict[str, Any]) -> TemplateResponse:
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "plan": plan, "title": title, "per_office": PER_OFFICE}
        return TemplateResponse(request, f"admin/staffing/quotaplan/{name}.html", {**frame, **context})


def _reader(request: HttpRequest) -> SignedInRequest:
    """The request as the admin's own sign-in check leaves it; Django's signatures cannot say so."""
    return cast(SignedInRequest, request)


def waited(plan: QuotaPlan, now: datetime) -> str:
    """How long a plan has been waiting for the city; blank when it is not."""
    if plan.status != PlanStatus.SUBMITTED or plan.submitted_at is None:
        return ""
    days, hours = divmod(int((now - plan.submitted_at).total_seconds()) // 3600, HOURS_A_DAY)
    return f"{days} 天 {hours} 小时" if days else f"{hours} 小时"


def formula(check: Check) -> str:
    """四.数额 with the numbers that were sent."""
    people, needed = check.established + check.planned, PER_OFFICE * check.offices
    sign = "≥" if check.passes else "<"
    return f"政法专项编制 {check.established} ＋ 协理员 {check.planned} ＝ {people} {sign} {PER_OFFICE} × {check.offices} ＝ {needed}"


def redline(filings: list[Filing]) -> list[dict[str, Any]]:
    """The newest filing's rows, each cell with what stood there in the filing before; `is_new` and `is_gone` for whole offices."""
    newest = filings[0].lines if filings else []
    before = {row["code"]: row for row in filings[1].lines} if len(filings) > 1 else {}
    rows = []
    for row in newest:
        old = before.pop(row["code"], None)
        cells = [(row[number], old[number] if old and old[number] != row[number] else None) for number in PlanLine.NUMBERS]
        rows.append({"office": row["office"], "cells": cells, "is_new": len(filings) > 1 and old is None, "is_gone": False})
    gone = [
        {"office": row["office"], "cells": [(row[number], None) for number in PlanLine.NUMBERS], "is_gone": True} for row in before.values()
    ]
    return rows + gone
