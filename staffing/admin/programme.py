"""The city's desk for programmes: the pilot as the document has it, a later one on other days, and its own obligations."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from bureaus import clock, desk
from bureaus.access import require
from bureaus.desk import Desk
from bureaus.models import County
from bureaus.requests import SignedInRequest
from policy.powers import Power
from policy.programme import Evidence
from staffing import actions, progress
from staffing.forms.filings import DoneForm, ProgrammeForm
from staffing.models import Obligation, Programme


@admin.register(Programme, site=desk.site)
class ProgrammeDesk(Desk):
    """Programmes; each is set once, by an action on a page of its own."""

    reads = Power.PROGRAMME_SET
    list_display = ("title", "begins", "ends", "set_by", "set_at")
    list_select_related = ("set_by",)
    actions = ()
    change_list_template = "admin/staffing/programme/list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Programme]:
        return super().get_queryset(request).prefetch_related("phases")

    @admin.display(description="开始")
    def begins(self, programme: Programme) -> str:
        return min(phase.first_day for phase in programme.phases.all()).isoformat()

    @admin.display(description="结束")
    def ends(self, programme: Programme) -> str:
        return max(phase.last_day for phase in programme.phases.all()).isoformat()

    def get_urls(self) -> list[URLPattern]:
        """Setting a programme, and saying that an own obligation is done."""
        view = self.admin_site.admin_view
        return [
            path("set/", view(self.set_view), name="staffing_programme_set"),
            path("found/", view(self.found_view), name="staffing_programme_found"),
            path("obligations/<int:pk>/done/", view(self.done_view), name="staffing_programme_done"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """How every county and the city stand in it."""
        require(_reader(request).user, Power.PROGRAMME_SET)
        if not object_id.isdecimal():
            raise Http404
        programme = get_object_or_404(self.get_queryset(request), pk=object_id)
        owed = progress.standing(programme, County.objects.all(), clock.today(_reader(request).now), with_city=True)
        context = {"programme": programme, "phases": progress.phases(programme, owed), "word": Evidence.WORD.value}
        return self._page(request, "change", programme.title, context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("admin:staffing_programme_change", object_id)

    @method_decorator(require_POST)
    def found_view(self, request: HttpRequest) -> HttpResponse:
        """The pilot, with the days that stand in the document."""
        require(_reader(request).user, Power.PROGRAMME_SET)
        programme = actions.found_programme(by=_reader(request).user, now=_reader(request).now)
        messages.success(request, f"“{programme}”已按文件的日期建立。")
        return redirect("admin:staffing_programme_changelist")

    def set_view(self, request: HttpRequest) -> HttpResponse:
        """A later programme."""
        require(_reader(request).user, Power.PROGRAMME_SET)
        form = ProgrammeForm(request.POST or None)
        if form.is_valid():
            facts = {"title": form.cleaned_data["title"], "days": form.days, "owed": form.cleaned_data["owed"]}
            try:
                programme = actions.set_programme(**facts, by=_reader(request).user, now=_reader(request).now)
            except actions.PROBLEMS as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, f"“{programme}”已安排，县（区）在工作台看到各项任务的期限。")
                return redirect("admin:staffing_programme_changelist")
        consequences = ["各县（区）从现在起在工作台和试点进度里看到这些任务和期限。", "计划建立后不能修改；需要调整的，另行安排一个计划。"]
        context = {"form": form, "consequences": consequences, "label": "安排计划"}
        return self._act_page(request, "安排试点计划", reverse("admin:staffing_programme_changelist"), context)

    def done_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """An obligation of the city's own is done."""
        require(_reader(request).user, Power.PROGRAMME_SET)
        obligation = get_object_or_404(Obligation.objects.select_related("phase__programme"), pk=pk, evidence=Evidence.WORD)
        form = DoneForm(request.POST or None)
        if form.is_valid():
            try:
                actions.say_done(obligation=obligation, by=_reader(request).user, now=_reader(request).now, **form.cleaned_data)
            except actions.PROBLEMS as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, "已登记完成。")
                return redirect("admin:staffing_programme_change", obligation.phase.programme_id)
        consequences = [f"登记“{obligation}”已经完成，以{obligation.proof}为准。", "登记后不能修改。"]
        context = {"form": form, "consequences": consequences, "label": "登记完成"}
        back = reverse("admin:staffing_programme_change", args=[obligation.phase.programme_id])
        return self._act_page(request, f"登记完成：{obligation}", back, context)

    def _act_page(self, request: HttpRequest, title: str, back: str, context: dict[str, Any]) -> TemplateResponse:
        trail = [(self.opts.verbose_name_plural, reverse("admin:staffing_programme_changelist"))]
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, "admin/staffing/answer.html", {**frame, "back": back, "trail": trail, **context})

    def _page(self, request: HttpRequest, name: str, title: str, context: dict[str, Any]) -> TemplateResponse:
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, f"admin/staffing/programme/{name}.html", {**frame, **context})


def _reader(request: HttpRequest) -> SignedInRequest:
    return cast(SignedInRequest, request)
