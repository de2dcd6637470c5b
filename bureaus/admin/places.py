"""Counties and 司法所: registered, renamed, merged, closed."""

from collections.abc import Callable
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from bureaus import actions, clock, desk
from bureaus.access import require
from bureaus.admin.operator import OperatorDesk
from bureaus.models import County, JudicialOffice, OfficeChange
from bureaus.requests import SignedInRequest
from bureaus.ties import tied
from policy.powers import Power


@admin.register(County, site=desk.site)
class CountyDesk(OperatorDesk):
    adds = True
    list_display = ("code", "name", "justice_bureau", "phone")
    list_display_links = ("name",)
    change_list_template = "admin/bureaus/list.html"

    def act(self, request: SignedInRequest, row: County, form: Any, *, is_new: bool) -> None:
        actions.enter_county(county=row, by=request.user, now=request.now)


class OfficeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A 司法所 as it is first registered. Its name and its end have pages of their own, which keep its history."""

    basis = forms.CharField(label="批准文件", required=False, max_length=100, help_text="文件名称和文号")

    class Meta:
        model = JudicialOffice
        fields: ClassVar = ["county", "name", "town", "code", "opened_on"]
        help_texts: ClassVar = {"opened_on": "新设立的填写；早已设立、日期不详的留空。"}


class TownForm(forms.ModelForm):  # type: ignore[type-arg]
    """What may be put right on a registered 司法所 without being a change of the office."""

    class Meta:
        model = JudicialOffice
        fields: ClassVar = ["town", "code"]


class ChangeOfficeForm(forms.Form):
    """A change of an office: from which day, by which paper."""

    day = forms.DateField(
        label="生效日期",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "请填写生效日期。", "invalid": "日期请写成 2024-03-16 这样。"},
    )
    basis = forms.CharField(label="批准文件", required=False, max_length=100, help_text="文件名称和文号")


class RenameForm(ChangeOfficeForm):
    """更名."""

    name = forms.CharField(label="新名称", max_length=40, error_messages={"required": "请填写新名称。"})
    field_order = ("name", "day", "basis")


class CloseForm(ChangeOfficeForm):
    """撤销, or 并入 another office of the county."""

    into = forms.ModelChoiceField(JudicialOffice.objects.none(), label="并入", required=False, empty_label="不并入其他司法所")
    field_order = ("into", "day", "basis")

    def __init__(self, data: Any, *, offices: QuerySet[JudicialOffice]) -> None:
        super().__init__(data)
        self.fields["into"].queryset = offices  # type: ignore[attr-defined]


@admin.register(JudicialOffice, site=desk.site)
class JudicialOfficeDesk(OperatorDesk):
    adds = True
    list_display = ("code", "name", "county", "town", "opened_on", "closed_on", "merged_into")
    list_display_links = ("name",)
    list_filter = ("county",)
    list_select_related = ("county", "merged_into")
    search_fields = ("name", "town", "code")
    change_list_template = "admin/bureaus/list.html"
    change_form_template = "admin/bureaus/judicialoffice/change.html"

    def get_form(self, request: HttpRequest, obj: JudicialOffice | None = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change=change, **{**kwargs, "form": TownForm if obj else OfficeForm})

    def act(self, request: SignedInRequest, row: JudicialOffice, form: Any, *, is_new: bool) -> None:
        actions.enter_office(office=row, basis=form.cleaned_data.get("basis", ""), by=request.user, now=request.now)

    def get_urls(self) -> list[URLPattern]:
        """The two changes beside Django's own pages."""
        return [
            path("<int:pk>/rename/", self.admin_site.admin_view(self.rename_view), name="bureaus_judicialoffice_rename"),
            path("<int:pk>/close/", self.admin_site.admin_view(self.close_view), name="bureaus_judicialoffice_close"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The office with its history."""
        changes = OfficeChange.objects.visible_to(_reader(request).user).filter(office=int(object_id)) if object_id.isdecimal() else []
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "changes": changes})

    def rename_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """更名, with what keeps the old name."""
        office = self._find(request, pk)
        form = RenameForm(request.POST if request.method == "POST" else None)
        consequences = [
            "从生效日期起，填报、名册和新的公文都用新名称。",
            "已经上报、备案的方案和已经制发的公文保留原名称；按日期查询时，生效日期之前显示原名称。",
        ]
        return self._change(request, office, form, actions.rename_office, "更名", consequences, f"{office}已更名。")

    def close_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """撤销 or 并入; what still holds the office in place is shown first, and keeps it from closing."""
        office = self._find(request, pk)
        others = JudicialOffice.objects.visible_to(_reader(request).user).standing().filter(county=office.county_id).exclude(pk=office.pk)
        form = CloseForm(request.POST if request.method == "POST" else None, offices=others)
        consequences = [
            *(f"现在还不能撤销：{sentence}。" for sentence in tied(office, clock.today(_reader(request).now))),
            "撤销以后，这里不能再安排人员、预留数额；历史、方案和公文都保留。",
            f"{office.county}的数额核定方案会标为“需修订”，由县（区）另行上报变更方案。",
        ]
        return self._change(request, office, form, actions.close_office, "撤销或并入", consequences, f"{office}已登记撤销。")

    def _find(self, request: HttpRequest, pk: int) -> JudicialOffice:
        require(_reader(request).user, Power.COUNTIES_MANAGE)
        office: JudicialOffice = get_object_or_404(self.get_queryset(request).select_related("county"), pk=pk)
        return office

    def _change(
        self,
        request: HttpRequest,
        office: JudicialOffice,
        form: forms.Form,
        verb: Callable[..., JudicialOffice],
        label: str,
        consequences: list[str],
        done: str,
    ) -> HttpResponse:
        """The confirming page of one change, and carrying it out."""
        if form.is_valid():
            try:
                verb(office=office, by=_reader(request).user, now=_reader(request).now, **form.cleaned_data)
            except (*desk.PROBLEMS, ValidationError) as problem:
                form.add_error(None, problem if isinstance(problem, ValidationError) else str(problem))
            else:
                self.message_user(request, done, messages.SUCCESS)
                return redirect("admin:bureaus_judicialoffice_change", office.pk)
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "office": office, "title": f"{office}：{label}"}
        context = {**frame, "form": form, "label": label, "consequences": consequences}
        return TemplateResponse(request, "admin/bureaus/judicialoffice/act.html", context)


def _reader(request: HttpRequest) -> SignedInRequest:
    """The request as the admin's own sign-in check leaves it; Django's signatures cannot say so."""
    return cast(SignedInRequest, request)
