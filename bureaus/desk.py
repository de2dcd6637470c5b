"""The admin as desks: the city's for filed plans, the operator's for counties, offices and accounts. Every write is an action.

An app registers a desk with `@admin.register(Model, site=desk.site)` on a subclass of `Desk`; nothing else is ever shown here.
"""

from collections.abc import Callable
from typing import Any, ClassVar, cast

from allauth.account import views as allauth_account
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from bureaus.access import Refused, holds
from bureaus.acts import Impossible
from bureaus.guards import Prevented
from bureaus.requests import SignedInRequest
from bureaus.tenancy import Stale
from policy.powers import Power

PROBLEMS = (Impossible, Prevented, Refused, Stale)


class DeskSite(admin.AdminSite):
    """Django's admin under the portal's own sign-in."""

    site_header = "工作台账与系统管理"
    site_title = "阳泉市司法协理员招录管理平台"
    index_title = "可以办理的事项"
    site_url = None
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """The city and the operator; each desk then asks for its own power."""
        if request.user.is_authenticated and not request.user.is_staff:
            raise Refused("您的账号不在这里办理业务。")
        return bool(request.user.is_active)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Nobody signs in here: the portal has one sign-in page."""
        return redirect_to_login(request.GET.get("next", resolve_url("admin:index")))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        return allauth_account.logout(request)  # type: ignore[no-any-return]

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        """A password changes on the portal's page, by the action."""
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        return redirect("account")


site = DeskSite()


class Desk(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows of one model for people who hold `reads`; changed only by those who hold `writes`, and only through `act`.

    A subclass that writes says how: `act(request, row, form, is_new)` calls one action. Without `writes` it is read-only.
    """

    reads: ClassVar[Power]
    writes: ClassVar[Power | None] = None
    adds: ClassVar[bool] = False
    actions_on_top = True
    list_per_page = 50
    show_full_result_count = False
    save_as_continue = False

    def act(self, request: SignedInRequest, row: Any, form: Any, *, is_new: bool) -> None:
        """Carry the form out by one action."""
        raise NotImplementedError

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list under its own name."""
        return super().changelist_view(request, {"title": str(self.opts.verbose_name_plural), **(extra_context or {})})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Rows this person may see; a model without a tenant queryset is the same for all who hold the power."""
        rows = super().get_queryset(request)
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    def has_module_permission(self, request: HttpRequest) -> bool:
        return holds(request.user, self.reads)  # type: ignore[arg-type]

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return holds(request.user, self.reads)  # type: ignore[arg-type]

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.writes is not None and holds(request.user, self.writes)  # type: ignore[arg-type]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.adds and self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Choices without the icons that open a second desk in a window."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        self.act(cast(SignedInRequest, request), obj, form, is_new=not change)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """The action has written the audit trail; Django's own log would be a second, weaker one."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """As `log_addition`."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What an action refuses becomes a sentence over the form; what was typed for a new row stays in it."""
        one_button = {"show_save_and_add_another": False, "show_save_and_continue": False, **(extra_context or {})}
        try:
            return super().changeform_view(request, object_id, form_url, one_button)
        except PROBLEMS as problem:
            self.message_user(request, str(problem), messages.ERROR)
            request.method, request.GET = "GET", request.POST
            return super().changeform_view(request, object_id, form_url, one_button)

    def each(self, request: HttpRequest, rows: QuerySet[Any], act: Callable[[Any], object], done: str) -> None:
        """Carry an action out on each chosen row; `done` is the sentence with {n}."""
        n = 0
        for row in rows:
            try:
                act(row)
                n += 1
            except PROBLEMS as problem:
                self.message_user(request, f"{row}：{problem}", messages.ERROR)
        if n:
            self.message_user(request, done.format(n=n), messages.SUCCESS)
