"""The operator's desk: counties, offices, staff accounts, the working-day calendar, work that has stopped."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from bureaus import actions, desk
from bureaus.acts import Impossible
from bureaus.desk import Desk
from bureaus.holidays import Day, known_days, read_days
from bureaus.models import CalendarDay, CalendarYear, County, JudicialOffice, OutboxItem, User
from bureaus.naming import titled
from bureaus.passwords import initial_password
from bureaus.requests import SignedInRequest
from policy.powers import Power, Role

Handed = list[tuple[User, str]]


class OperatorDesk(Desk):
    """What the operator keeps."""

    reads = Power.COUNTIES_MANAGE
    writes: ClassVar[Power | None] = Power.COUNTIES_MANAGE


@admin.register(County, site=desk.site)
class CountyDesk(OperatorDesk):
    adds = True
    list_display = ("code", "name", "justice_bureau", "phone")
    list_display_links = ("name",)

    def act(self, request: SignedInRequest, row: County, form: Any, *, is_new: bool) -> None:
        actions.enter_county(county=row, by=request.user, now=request.now)


@admin.register(JudicialOffice, site=desk.site)
class JudicialOfficeDesk(OperatorDesk):
    adds = True
    list_display = ("code", "name", "county", "town", "closed_on")
    list_display_links = ("name",)
    list_filter = ("county",)
    search_fields = ("name", "town", "code")

    def act(self, request: SignedInRequest, row: JudicialOffice, form: Any, *, is_new: bool) -> None:
        actions.enter_office(office=row, by=request.user, now=request.now)


class StaffForm(forms.ModelForm):  # type: ignore[type-arg]
    """A staff account. Applicants open theirs themselves."""

    role = forms.ChoiceField(label="角色", choices=[(role.value, role.title) for role in Role if role is not Role.APPLICANT])

    class Meta:
        model = User
        fields: ClassVar = ["username", "name", "role", "county", "office"]


@admin.register(User, site=desk.site)
class StaffDesk(OperatorDesk):
    adds = True
    form = StaffForm
    list_display = ("username", "name", "role", "county", "office", "state")
    list_filter = ("role", "county", "is_active")
    list_select_related = ("county", "office")
    search_fields = ("username", "name")
    actions = ("renew_passwords", "drop_second_factors", "close_accounts", "open_accounts_again")

    @admin.display(description="状态", ordering="is_active")
    def state(self, user: User) -> str:
        return "启用" if user.is_active else "停用"

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).exclude(role=Role.APPLICANT)

    def act(self, request: SignedInRequest, row: User, form: Any, *, is_new: bool) -> None:
        if not is_new:
            changes = {field: form.cleaned_data[field] for field in form.changed_data}
            actions.change_account(user=row, by=request.user, now=request.now, **changes)
            return
        password = initial_password()
        account = actions.open_account(**form.cleaned_data, password=password, must_change_password=True, by=request.user, now=request.now)
        row.pk = account.pk
        row.initial_password = password  # type: ignore[attr-defined] # shown once by response_add, kept nowhere

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        return self._hand_over(request, [(obj, obj.initial_password)])  # type: ignore[attr-defined]

    @admin.action(description="重发初始密码", permissions=["change"])
    def renew_passwords(self, request: SignedInRequest, rows: QuerySet[User]) -> HttpResponse:
        handed: Handed = []

        def renew(user: User) -> None:
            password = initial_password()
            actions.renew_password(user=user, password=password, by=request.user, now=request.now)
            handed.append((user, password))

        self.each(request, rows, renew, "已为 {n} 个账号重发初始密码。")
        return self._hand_over(request, handed)

    @admin.action(description="解除两步验证", permissions=["change"])
    def drop_second_factors(self, request: SignedInRequest, rows: QuerySet[User]) -> None:
        self.each(
            request,
            rows,
            lambda user: actions.drop_second_factor(user=user, by=request.user, now=request.now),
            "已解除 {n} 个账号的两步验证。",
        )

    @admin.action(description="停用账号", permissions=["change"])
    def close_accounts(self, request: SignedInRequest, rows: QuerySet[User]) -> None:
        self.each(
            request,
            rows,
            lambda user: actions.change_account(user=user, by=request.user, now=request.now, is_active=False),
            "已停用 {n} 个账号，从对方的下一次操作起生效。",
        )

    @admin.action(description="重新启用账号", permissions=["change"])
    def open_accounts_again(self, request: SignedInRequest, rows: QuerySet[User]) -> None:
        self.each(
            request,
            rows,
            lambda user: actions.change_account(user=user, by=request.user, now=request.now, is_active=True),
            "已重新启用 {n} 个账号。",
        )

    def _hand_over(self, request: HttpRequest, handed: Handed) -> HttpResponse:
        """Show initial passwords, this once."""
        context = {**self.admin_site.each_context(request), "title": "初始密码", "handed": handed, "opts": self.opts}
        return TemplateResponse(request, "admin/bureaus/user/passwords.html", context)


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


JOBS = {"deliver_letter": "发送通知", "render_paper": "生成文件"}
