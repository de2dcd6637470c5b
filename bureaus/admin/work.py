"""The working-day calendar, and work that has stopped."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from bureaus import actions, desk
from bureaus.acts import Impossible
from bureaus.admin.operator import OperatorDesk
from bureaus.holidays import Day, known_days, read_days
from bureaus.models import CalendarDay, CalendarYear, OutboxItem
from bureaus.naming import titled
from bureaus.requests import SignedInRequest


class CalendarForm(forms.ModelForm):  # type: ignore[type-arg]
    """A year to import, from the system's own knowledge or from a spreadsheet."""

    year = forms.IntegerField(label="年份", min_value=2004, max_value=2099)
    source = forms.CharField(label="依据", max_length=80, help_text="例如：国务院办公厅关于 2027 年部分节假日安排的通知")
    sheet = forms.FileField(
        label="放假安排表格",
        required=False,
        help_text="Excel 表格（.xlsx），三列：日期、上班或休息、名称，只填与平时不同的日子。不上传时用系统已有的安排。",
    )
    days: list[Day]

    class Meta:
        model = CalendarYear
        fields: ClassVar = ["year", "source"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        year, sheet = cleaned.get("year") or self.instance.year, cleaned.get("sheet")
        if year is not None:
            try:
                self.days = read_days(year, sheet.read()) if sheet else known_days(year)
            except Impossible as problem:
                raise ValidationError(str(problem)) from problem
        return cleaned


class CalendarDays(admin.TabularInline):  # type: ignore[type-arg]
    """The days of a year that differ from their week, to look at."""

    model = CalendarDay
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is not None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CalendarYear, site=desk.site)
class CalendarDesk(OperatorDesk):
    adds = True
    form = CalendarForm
    inlines = (CalendarDays,)
    list_display = ("year", "source")

    def get_readonly_fields(self, request: HttpRequest, obj: CalendarYear | None = None) -> tuple[str, ...]:
        return ("year",) if obj else ()

    def act(self, request: SignedInRequest, row: CalendarYear, form: Any, *, is_new: bool) -> None:
        actions.import_calendar(year=row.year, source=row.source, days=form.days, by=request.user, now=request.now)


@admin.register(OutboxItem, site=desk.site)
class StoppedWorkDesk(OperatorDesk):
    writes = None
    list_display = ("job_title", "about_title", "attempts", "fault", "failed_at")
    list_display_links = None
    actions = ("retry",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutboxItem]:
        return super().get_queryset(request).exclude(failed_at=None).order_by("-failed_at")

    @admin.display(description="工作")
    def job_title(self, item: OutboxItem) -> str:
        return JOBS.get(item.job, "其他工作")

    @admin.display(description="对象")
    def about_title(self, item: OutboxItem) -> str:
        return titled(item.about)

    @admin.action(description="重试", permissions=["view"])
    def retry(self, request: SignedInRequest, rows: QuerySet[OutboxItem]) -> None:
        self.each(request, rows, lambda item: actions.retry(item=item, by=request.user, now=request.now), "已重新安排 {n} 项工作。")


JOBS = {"deliver_letter": "发送通知", "render_paper": "生成文件", "make_appraisal_pack": "生成考核登记表汇编"}
