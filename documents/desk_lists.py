"""The lists of the desks in the admin as spreadsheets: the operator's accounts, counties and offices, and what any such list shares."""

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from bureaus import desk
from bureaus.access import requires
from bureaus.models import County, JudicialOffice, User
from bureaus.requests import SignedInRequest
from documents.exports import export, without_choice
from documents.spreadsheets import Column, Kind, Sheet, Table
from policy.powers import Power

ACCOUNTS = Sheet(
    "工作人员账号",
    (
        Column("用户名", "username", width=20),
        Column("姓名", "name"),
        Column("角色", "role", width=22),
        Column("县（区）", "county"),
        Column("司法所", "office", width=20),
        Column("状态", "state", width=8),
    ),
)
COUNTIES = Sheet(
    "县（区）",
    (
        Column("代码", "code", width=10),
        Column("名称", "name"),
        Column("司法局", "justice_bureau", width=24),
        Column("联系电话", "phone", width=16),
    ),
)
OFFICES = Sheet(
    "司法所",
    (
        Column("乡镇代码", "code", width=12),
        Column("名称", "name", width=20),
        Column("县（区）", "county"),
        Column("乡镇（街道）", "town", width=16),
        Column("设立日期", "opened_on", Kind.DATE),
        Column("撤销日期", "closed_on", Kind.DATE),
        Column("并入", "merged_into", width=20),
    ),
)


@requires(Power.COUNTIES_MANAGE)
@require_safe
def desk_list_export(request: SignedInRequest, model: str) -> HttpResponse:
    """What the operator's list shows, as a spreadsheet; a filter that is none leads back to the list, which says so."""
    if model not in TABLES:
        raise Http404
    of, sheet, line = TABLES[model]
    found = listed(request, desk.site.get_model_admin(of).get_changelist_instance)
    if found is None:
        return redirect(f"{reverse(f'admin:bureaus_{model}_changelist')}?e=1")
    return export(request, Table(sheet, found.queryset, line), filename=f"{sheet.title}.xlsx", chosen=words(found))


def listed(request: HttpRequest, show: Callable[[HttpRequest], ChangeList]) -> ChangeList | None:
    """The list as its page would show it; None where the address holds no filter that it knows."""
    asked = copy(request)
    asked.GET = without_choice(request.GET)  # type: ignore[assignment]  # the list takes any other word of the address for a filter
    try:
        return show(asked)
    except IncorrectLookupParameters:
        return None


def words(found: ChangeList) -> str:
    """The list's filter as it stands beside it; the first choice of each is no filter."""
    chosen = [(spec.title, choice) for spec in found.filter_specs for choice in list(spec.choices(found))[1:] if choice["selected"]]
    said = [f"{title}：{choice['display']}" for title, choice in chosen]
    return "；".join([f"搜索：{found.query}", *said] if found.query else said) or "无"


def _account(user: User) -> Mapping[str, Any]:
    places = {"county": str(user.county) if user.county else None, "office": str(user.office) if user.office else None}
    state = "启用" if user.is_active else "停用"
    return {"username": user.username, "name": user.name, "role": user.get_role_display(), "state": state, **places}


def _county(county: County) -> Mapping[str, Any]:
    return {key: str(getattr(county, key)) for key in COUNTIES.keys}


def _office(office: JudicialOffice) -> Mapping[str, Any]:
    told = {key: getattr(office, key) for key in ("code", "name", "town", "opened_on", "closed_on")}
    return {**told, "county": str(office.county), "merged_into": str(office.merged_into) if office.merged_into else None}


TABLES: dict[str, tuple[type[Any], Sheet, Callable[[Any], Mapping[str, Any]]]] = {
    "user": (User, ACCOUNTS, _account),
    "county": (County, COUNTIES, _county),
    "judicialoffice": (JudicialOffice, OFFICES, _office),
}
