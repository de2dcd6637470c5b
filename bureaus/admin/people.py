"""Staff accounts: opened, changed, closed, given a new password."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from bureaus import actions, desk
from bureaus.admin.operator import OperatorDesk
from bureaus.models import User
from bureaus.passwords import initial_password
from bureaus.requests import SignedInRequest
from policy.powers import Role

Handed = list[tuple[User, str]]


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
    change_list_template = "admin/bureaus/list.html"
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
