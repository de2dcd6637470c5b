"""The city's desk: what has arrived, what changed since the last time, comments, 准予备案 and 退回修改, the record of 省司法厅."""

from collections.abc import Callable
from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from bureaus import clock, desk
from bureaus.access import require
from bureaus.desk import Desk
from bureaus.requests import SignedInRequest
from documents.delivery import hand_out
from documents.desk_lists import listed, words
from documents.exports import export
from documents.uploads import UnfitFile
from policy.filings import KINDS, QUOTA, checklist
from policy.powers import Power
from policy.quota import PER_OFFICE, Check
from staffing import actions, differences, filing_sheets, revisions, standing
from staffing.forms.filings import AnswerForm, CommentForm, ProvincialForm
from staffing.models import Comment, Filing, FilingOutcome, QuotaPlan
from staffing.overview import county_lines
from staffing.places import numbered

UNANSWERED, WAITING, OPENED, ANSWERED = "unanswered", "waiting", "opened", "answered"


class ByKind(admin.SimpleListFilter):
    """Kinds by their Chinese titles."""

    title = "种类"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind.key, kind.title) for kind in KINDS.values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Filing]) -> QuerySet[Filing]:
        return queryset.filter(kind=self.value()) if self.value() in KINDS else queryset


class ByState(admin.SimpleListFilter):
    """Where it lies on the city's desk."""

    title = "办理情况"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(UNANSWERED, "未办结"), (WAITING, "未拆阅"), (OPENED, "审核中"), (ANSWERED, "已办结")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Filing]) -> QuerySet[Filing]:
        wanted: dict[str | None, dict[str, Any]] = {
            UNANSWERED: {"decided_at": None},
            WAITING: {"decided_at": None, "opened_at": None},
            OPENED: {"decided_at": None, "opened_at__isnull": False},
            ANSWERED: {"decided_at__isnull": False},
        }
        return queryset.filter(**wanted.get(self.value(), {}))


@admin.register(Filing, site=desk.site)
class FilingDesk(Desk):
    """Read-only but for its acts, each an action behind a page or a button of its own."""

    reads = Power.FILING_FILE
    list_display = ("__str__", "stands", "average", "submitted_at", "waiting", "due", "filing_number", "province")
    list_filter = (ByState, ByKind, "county")
    list_select_related = ("county", "plan")
    ordering: ClassVar = [F("decided_at").desc(nulls_first=True), "submitted_at", "pk"]  # what waits longest comes first
    actions = ()
    change_list_template = "admin/staffing/filing/queue.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Filing]:
        return Filing.objects.visible_to(_reader(request).user).arrived().select_related("county", "plan").prefetch_related("provincial")

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list's columns see only the row: the instant of reading, the city's clock and what became of a plan ride along on it."""
        found = super().get_changelist_instance(request)
        city, now = standing.Clock(), _reader(request).now
        filed = [row.plan for row in found.result_list if row.plan is not None and row.outcome == FilingOutcome.FILED]
        marks = revisions.marks(_reader(request).user, filed, clock.today(now))
        for row in found.result_list:
            row.read_at, row.city = now, city
            row.mark = marks.get(row.plan_id, "") if row.outcome == FilingOutcome.FILED else ""
        return found

    @admin.display(description="状态")
    def stands(self, filing: Any) -> str:
        return f"{filing.state}（{filing.mark}）" if filing.mark else str(filing.state)

    @admin.display(description="所均（人）")
    def average(self, filing: Filing) -> str:
        return filing.quota_check.average if filing.kind == QUOTA else ""

    @admin.display(description="已等待")
    def waiting(self, filing: Any) -> str:
        return standing.waited(filing, filing.read_at)

    @admin.display(description="应办结")
    def due(self, filing: Any) -> SafeString | str:
        due = filing.city.due(filing)
        if due is None:
            return "暂定"
        late = filing.city.is_late(filing, filing.read_at)
        return format_html("{}{}", due.isoformat(), "（超期）" if late else "")

    @admin.display(description="省厅备案")
    def province(self, filing: Filing) -> str:
        return str(next(iter(filing.provincial.all()), ""))

    def get_urls(self) -> list[URLPattern]:
        """The acts beside Django's own pages."""
        view = self.admin_site.admin_view
        pages: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("counties/", self.counties_view, "counties"),
            ("counties/export/", self.counties_export, "counties_export"),
            ("export/", self.export_view, "export"),
            ("<int:pk>/open/", self.open_view, "open"),
            ("<int:pk>/comment/", self.comment_view, "comment"),
            ("<int:pk>/comments/<int:comment>/drop/", self.drop_view, "drop"),
            ("<int:pk>/file/", self.file_view, "file"),
            ("<int:pk>/return/", self.return_view, "return"),
            ("<int:pk>/province/", self.province_view, "province"),
            ("<int:pk>/enclosures/<slug:key>/", self.enclosure_view, "enclosure"),
        ]
        own = [path(route, view(page), name=f"staffing_filing_{name}") for route, page, name in pages]
        return [*own, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What was sent beside what was sent before, the rule counted again, comments, and the way to an answer.

        Before somebody begins to read, it shows no more than that it has arrived: until then the county may withdraw it.
        """
        filing = self._find(request, object_id)
        return self._review(request, filing, CommentForm(filing=filing))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The history stands on the filing's own page."""
        return redirect("admin:staffing_filing_change", object_id)

    @method_decorator(require_POST)
    def open_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin to read: the county can no longer withdraw."""
        filing = self._find(request, pk)
        self._try(request, lambda: actions.open_filing(filing=filing, by=_reader(request).user, now=_reader(request).now), "")
        return redirect("admin:staffing_filing_change", pk)

    @method_decorator(require_POST)
    def comment_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write a comment beside a place."""
        filing = self._find(request, pk)
        form = CommentForm(request.POST, filing=filing)
        if form.is_valid():
            try:
                actions.comment(filing=filing, by=_reader(request).user, now=_reader(request).now, **form.cleaned_data)
            except actions.PROBLEMS as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, "批注已保存，县（区）在您作出结论后看到。")
                return redirect("admin:staffing_filing_change", pk)
        return self._review(request, filing, form)

    @method_decorator(require_POST)
    def drop_view(self, request: HttpRequest, pk: int, comment: int) -> HttpResponse:
        """Take a comment back."""
        filing = self._find(request, pk)
        written = get_object_or_404(Comment.objects.visible_to(_reader(request).user).filter(filing=filing), pk=comment)
        reader, now = _reader(request).user, _reader(request).now
        self._try(request, lambda: actions.drop_comment(comment=written, by=reader, now=now), "批注已删去。")
        return redirect("admin:staffing_filing_change", pk)

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """准予备案, with the checklist and the number of the city's series suggested."""
        filing = self._find(request, pk)
        number = actions.suggested_filing_number(filing.paper, now=_reader(request).now)
        form = AnswerForm(
            request.POST or None,
            filing=filing,
            outcome=FilingOutcome.FILED,
            initial={"seen": filing.paper.version, "filing_number": number},
        )
        if filing.kind == QUOTA:
            check = filing.quota_check
            consequences = [
                f"{filing.county}可以按表内数额开展招聘：拟配协理员 {check.planned} 人，所均 {check.average} 人。",
                "方案从此不能再改；需要调整的，由县（区）另行上报变更方案。",
                "系统生成数额核定备案表（PDF），并通知县（区）司法局和人社局。",
            ]
        else:
            consequences = [
                "这一版材料从此不能再改；需要修改的，由县（区）另起一版重新上报。",
                "系统生成备案通知（PDF），并通知县（区）司法局和人社局。",
            ]
        context = {"consequences": consequences, "label": "准予备案"}
        return self._answer(request, filing, form, actions.file_filing, "已准予备案，并通知县（区）。", context)

    def return_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """退回修改, with the reasons."""
        filing = self._find(request, pk)
        form = AnswerForm(request.POST or None, filing=filing, outcome=FilingOutcome.RETURNED, initial={"seen": filing.paper.version})
        again = "重新经人社局会签再上报" if filing.kind_of_filing.countersign else "重新由负责人上报"
        consequences = [
            f"{filing.county}可以修改全部内容，修改后须{again}。",
            "退回理由和批注会原样通知县（区）司法局和人社局，并长期保存。",
        ]
        context = {"consequences": consequences, "label": "退回修改", "comments": filing.comments.count()}
        return self._answer(request, filing, form, actions.return_filing, "已退回修改，并通知县（区）。", context)

    def province_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record that the city in turn filed it with 省司法厅."""
        filing = self._find(request, pk)
        form = ProvincialForm(request.POST or None, request.FILES or None)
        if form.is_valid():
            try:
                actions.record_provincial(filing=filing, by=_reader(request).user, now=_reader(request).now, **form.cleaned_data)
            except (*actions.PROBLEMS, UnfitFile) as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, "已登记省司法厅的备案。")
                return redirect("admin:staffing_filing_change", pk)
        consequences = [
            "登记市司法局向省司法厅报备这份材料的文号和日期（逐级上报）。",
            "登记后不能修改或删除；填错了，再登记一次，以最后一次为准。",
        ]
        context = {"consequences": consequences, "label": "登记省厅备案", "form": form}
        return self._act_page(request, filing, context)

    def enclosure_view(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """An enclosure as it went up; `province` is the paper of the newest provincial record."""
        filing = self._find(request, pk)
        if key == "province":
            record = filing.provincial.select_related("paper").exclude(paper=None).first()
            if record is None or record.paper is None:
                raise Http404
            return hand_out(record.paper)
        file = standing.file_sent(filing, key)
        if file is None:
            raise Http404
        return hand_out(file)

    def counties_view(self, request: HttpRequest) -> HttpResponse:
        """The five counties on one line each."""
        require(_reader(request).user, Power.FILING_FILE)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "五县（区）一览",
            "lines": list(county_lines(_reader(request).user, _reader(request).now)),
            "now": _reader(request).now,
        }
        return TemplateResponse(request, "admin/staffing/filing/counties.html", context)

    def counties_export(self, request: HttpRequest) -> HttpResponse:
        """The same as a spreadsheet."""
        user, now = _reader(request).user, _reader(request).now
        require(user, Power.FILING_FILE)
        table = filing_sheets.counties_table(lambda: county_lines(user, now))
        return export(_reader(request), table, filename="五县（区）一览.xlsx")

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """What the list shows, as a spreadsheet; a filter that is none leads back to the list, which says so."""
        require(_reader(request).user, Power.FILING_FILE)
        found = listed(request, super().get_changelist_instance)
        if found is None:
            return redirect(f"{reverse('admin:staffing_filing_changelist')}?e=1")
        table = filing_sheets.arrived_table(found.queryset.order_by("submitted_at", "pk"), now=_reader(request).now)
        return export(_reader(request), table, filename="已收到的上报.xlsx", chosen=words(found))

    def _review(self, request: HttpRequest, filing: Filing, form: CommentForm) -> HttpResponse:
        """The page on which a filing is read."""
        now = _reader(request).now
        siblings = Filing.objects.visible_to(_reader(request).user).select_related("submitted_by", "opened_by", "decided_by")
        journeys = list(siblings.filter(plan=filing.plan_id, matter=filing.matter_id).order_by("-ordinal"))
        older = siblings.before(filing).arrived().first()
        written = list(filing.comments.select_related("by"))
        is_open = filing.decided_at is None
        quota = filing.kind == QUOTA
        due = standing.Clock().due(filing)
        context = {
            "is_open": is_open,
            "unread": is_open and filing.opened_at is None,
            "older": older,
            "rows": differences.rows(filing, older, numbered(written)) if quota else [],
            "changes": differences.parts(filing, older),
            "enclosures": list(differences.enclosures(filing, older)),
            "check": filing.quota_check if quota else None,
            "formula": formula(filing.quota_check) if quota else "",
            "journeys": journeys,
            "comments": standing.commented(filing, written),
            "form": form,
            "points": [(sentence, filing.checklist.get(key, "")) for key, sentence in checklist(filing.kind_of_filing)],
            "waited": standing.waited(filing, now),
            "due": due,
            "late": standing.Clock().is_late(filing, now),
            "days": standing.Clock().days,
            "province": filing.provincial.first(),
            "revision": self._revision(request, filing),
        }
        return self._page(request, filing, "change", f"审核{filing}", context)

    def _revision(self, request: HttpRequest, filing: Filing) -> revisions.Revision | None:
        """What has changed since this went up: of a plan that waits for the answer, or is in force; None where nothing has."""
        user, today = _reader(request).user, clock.today(_reader(request).now)
        if filing.plan is None:
            return None
        if filing.decided_at is None:
            plans = QuotaPlan.objects.visible_to(user).filter(pk=filing.plan.pk).prefetch_related("lines__office")
            return next(iter(revisions.revisions(plans, today)), None)
        needing = revisions.revisions_of(user, today) if filing.outcome == FilingOutcome.FILED else []
        return next((each for each in needing if each.plan.pk == filing.plan_id), None)

    def _answer(
        self, request: HttpRequest, filing: Filing, form: AnswerForm, verb: Callable[..., Filing], done: str, context: dict[str, Any]
    ) -> HttpResponse:
        """The confirming page of one answer, and carrying it out."""
        if filing.decided_at is not None:
            noun = filing.paper.noun
            state = filing.paper.get_status_display()
            messages.error(request, f"{noun}目前是“{state}”，只有已上报的{noun}才能办理备案。")
            return redirect("admin:staffing_filing_change", filing.pk)
        if form.is_valid():
            try:
                verb(filing=filing, by=_reader(request).user, now=_reader(request).now, **form.answer)
            except actions.PROBLEMS as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, done)
                return redirect("admin:staffing_filing_changelist")
        return self._act_page(request, filing, {"form": form, **context})

    def _act_page(self, request: HttpRequest, filing: Filing, context: dict[str, Any]) -> TemplateResponse:
        back = reverse("admin:staffing_filing_change", args=[filing.pk])
        trail = [(self.opts.verbose_name_plural, reverse("admin:staffing_filing_changelist")), (str(filing), back)]
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "title": f"{filing}：{context['label']}"}
        return TemplateResponse(request, "admin/staffing/answer.html", {**frame, "back": back, "trail": trail, **context})

    def _find(self, request: HttpRequest, pk: int | str) -> Filing:
        require(_reader(request).user, Power.FILING_FILE)
        if not str(pk).isdecimal():
            raise Http404
        people = ("plan__county", "matter__county", "submitted_by", "decided_by", "opened_by", "countersigned_by")
        return get_object_or_404(self.get_queryset(request).select_related("county", *people), pk=pk)

    def _try(self, request: HttpRequest, act: Callable[[], object], done: str) -> None:
        try:
            act()
        except actions.PROBLEMS as problem:
            messages.error(request, str(problem))
        else:
            if done:
                messages.success(request, done)

    def _page(self, request: HttpRequest, filing: Filing, name: str, title: str, context: dict[str, Any]) -> TemplateResponse:
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "filing": filing, "title": title, "per_office": PER_OFFICE}
        return TemplateResponse(request, f"admin/staffing/filing/{name}.html", {**frame, **context})


def _reader(request: HttpRequest) -> SignedInRequest:
    """The request as the admin's own sign-in check leaves it; Django's signatures cannot say so."""
    return cast(SignedInRequest, request)


def formula(check: Check) -> str:
    """四.数额 with the numbers that were sent."""
    people, needed = check.established + check.planned, PER_OFFICE * check.offices
    sign = "≥" if check.passes else "<"
    return f"政法专项编制 {check.established} ＋ 协理员 {check.planned} ＝ {people} {sign} {PER_OFFICE} × {check.offices} ＝ {needed}"
