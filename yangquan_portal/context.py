"""What every page shows around its content: the site's identity, display preferences, tabs."""

from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from bureaus.models import Message, User
from bureaus.prepared import Prepared
from policy.powers import Power, Role, may


class Tab(NamedTuple):
    """One entry of the main navigation."""

    label: str
    url: str
    current: bool


def site(request: HttpRequest) -> dict[str, Any]:
    """The owner's identity from the settings; what is not filled in stands on the page as a visible placeholder."""
    return {"site": {**settings.SITE, **_links(), "demo": settings.DEMO}}


@cache
def _links() -> dict[str, str]:
    return {f"{name}_url": reverse(name) for name in ("sitemap", "privacy", "accessibility", "powers")}


def preferences(request: HttpRequest) -> dict[str, Any]:
    """Text size and contrast, as chosen on this device."""
    text = request.COOKIES.get("portal_text", "1")
    return {"preferences": {"text": text if text in {"1", "2", "3"} else "1", "contrast": request.COOKIES.get("portal_contrast") == "1"}}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Tabs and desk of who is reading: looked up only when a page draws them."""
    return {"tabs": SimpleLazyObject(lambda: _tabs(request)), "desk": SimpleLazyObject(lambda: _desk(request))}


def _reader(request: HttpRequest) -> User | None:
    """The signed-in person; None for a visitor, and on a page drawn before the session was looked at."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def _desk(request: HttpRequest) -> str:
    user = _reader(request)
    if user is None or not user.is_official:
        return ""
    if user.role == Role.COUNTY_HR and user.county:
        return f"{user.county.hr_bureau} · 工作人员端"
    if user.role == Role.OFFICE and user.office:
        return f"{user.office} · 工作人员端"
    if user.county:
        return f"{user.county.justice_bureau} · 工作人员端"
    return f"{Role(user.role).title} · 工作人员端"


def _tabs(request: HttpRequest) -> list[Tab]:
    user = _reader(request)
    entries = _entries(user)
    if user is not None:
        unread = sum(_unread(user.pk))
        entries.append((f"通知（{unread}）" if unread else "通知", reverse("letters")))
    path = request.path
    if path.startswith(OF_A_ROUND) and ROUNDS in (url for _, url in entries):
        path = ROUNDS
    here = [url for _, url in entries if path == url or (url != "/" and path.startswith(url))]
    current = max(here, key=len, default=None)
    return [Tab(label, url, url == current) for label, url in entries]


@Prepared
def _unread(reader: int) -> QuerySet[Message, int]:
    """How many letters wait; no row when none does."""
    waiting = Message.objects.filter(recipient=reader, read_at=None).order_by().values("recipient")
    return waiting.annotate(number=Count("*")).values_list("number", flat=True)


def _entries(user: User | None) -> list[tuple[str, str]]:
    if user is None or user.role == Role.APPLICANT:
        return [("首页", "/"), ("公告公示", "/notices/"), ("报名入口", "/apply/"), ("我的报名", "/my/")]
    if user.role == Role.OPERATOR:
        return [("系统管理", reverse("admin:index"))]
    if user.role == Role.ASSISTANT:
        service = reverse("evaluation:service")
        own = [("我的岗位", service), ("工作日志", f"{service}log/"), ("请假", f"{service}leave/")]
        return [*own, ("我的考核", reverse("evaluation:my_appraisals")), ("我的报名", "/my/"), ("首页", "/")]
    entries = [("工作台", "/desk/")]
    for power, label, url in STAFF_TABS:
        if may(user.role, power):
            entries.append((label, url))
    return entries


ROUNDS = "/desk/rounds/"
OF_A_ROUND = tuple(
    f"/desk/{part}/"
    for part in ("conditions", "contracts", "counter", "notices", "objections", "rechecks", "results", "scores", "vacancies")
)
"""Pages that belong to a round and have no tab of their own; for who has no tab of rounds either, the desk."""

STAFF_TABS = [
    (Power.PLAN_VIEW, "数额核定", "/staffing/"),
    (Power.FILING_VIEW, "上报备案", "/staffing/filings/"),
    (Power.ROUND_VIEW, "招聘", ROUNDS),
    (Power.REVIEW_CONFIRM, "报名审查", "/desk/applications/"),
    (Power.ROSTER_VIEW, "花名册", "/staffing/roster/"),
    (Power.DAILY_VIEW, "日常管理", "/evaluation/daily/"),
    (Power.ROSTER_VIEW, "聘用合同", "/evaluation/contracts/"),
    (Power.SAFEGUARD_VIEW, "经费待遇", "/staffing/safeguards/"),
    (Power.APPRAISAL_VIEW, "考核", "/evaluation/appraisals/"),
    (Power.DAILY_RECORD, "人员考核", "/evaluation/appraisals/office/"),
    (Power.DISCIPLINE_PREPARE, "奖惩", "/evaluation/conduct/"),
    (Power.DISCIPLINE_CONFIRM, "奖惩", "/evaluation/conduct/"),
    (Power.AUDIT_VIEW, "操作留痕", "/audit/"),
]
