"""Pages about the platform itself, which anyone may read, and the two display preferences."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from policy.powers import GRANTS, Power, Role

TEXT_SIZES = ("1", "2", "3")
KEPT_FOR = 365 * 24 * 3600  # seconds


@login_not_required
@require_safe
def powers(request: HttpRequest) -> HttpResponse:
    """谁能看到什么: every role with its powers and the words that give them."""
    roles = []
    for role in Role:
        granted: dict[Power, list[str]] = {}
        for grant in GRANTS:
            if role in grant.roles:
                granted.setdefault(grant.power, []).append(grant.words)
        roles.append({"role": role, "sees": SEES[role], "powers": list(granted.items())})
    return render(request, "bureaus/powers.html", {"roles": roles})


SEES = {
    Role.CITY: "全市的数额核定表、招聘进展、花名册和台账；不能改动县（区）的成绩和结果。",
    Role.COUNTY_CLERK: "本县（区）的材料；别的县（区）的材料打不开。",
    Role.COUNTY_HEAD: "本县（区）的材料；别的县（区）的材料打不开。",
    Role.COUNTY_HR: "本县（区）的材料；别的县（区）的材料打不开。",
    Role.OFFICE: "在本所工作的司法协理员。",
    Role.DISCIPLINE: "所监督范围内的材料和操作留痕，只能查看，不能改动。",
    Role.APPLICANT: "只有本人的账号、报名材料、成绩和通知。",
    Role.ASSISTANT: "只有本人的账号、合同、日志和考核结果。",
    Role.OPERATOR: "县（区）、司法所和工作人员账号；看不到报名材料。",
}


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How to read the site larger, with more contrast, by keyboard."""
    return render(request, "bureaus/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is collected, why, who sees it, how long it is kept, which rights a person has."""
    return render(request, "bureaus/privacy.html")


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page a visitor can start from."""
    return render(request, "bureaus/sitemap.html")


@login_not_required
@require_safe
def preferences(request: HttpRequest) -> HttpResponse:
    """Remember text size and contrast in cookies, without a sign-in, and go back to the page."""
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    text, contrast = request.GET.get("text"), request.GET.get("contrast")
    if text in TEXT_SIZES:
        _remember(response, "portal_text", text)
    if contrast in ("0", "1"):
        _remember(response, "portal_contrast", contrast)
    response["Cache-Control"] = "no-store"
    return response


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=KEPT_FOR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True)
