"""One's own account and inbox."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bureaus import actions
from bureaus.letters import masked_phone
from bureaus.models import Message
from bureaus.requests import SignedInRequest

LETTERS_A_PAGE = 20


@login_required
@require_safe
def account(request: SignedInRequest) -> HttpResponse:
    """Who I am here, and what I can change about my account."""
    user = request.user
    facts = [("姓名", user.name), ("身份", user.get_role_display())]
    facts += [("用户名", user.username)] if user.is_official else []
    facts += [("所属县（区）", user.county.name)] if user.county else []
    facts += [("所属司法所", user.office.name)] if user.office else []
    facts += [("手机号码", masked_phone(user.phone))] if user.phone else []
    rows = [{"label": label, "value": value} for label, value in facts]
    second_factor = is_mfa_enabled(user)
    context = {"rows": rows, "second_factor": second_factor, "second_factor_required": settings.REQUIRE_SECOND_FACTOR and user.is_official}
    return render(request, "bureaus/account.html", context)


@login_required
@require_safe
def letters(request: SignedInRequest) -> HttpResponse:
    """The inbox, newest first."""
    letters = Message.objects.for_reader(request.user)
    page = Paginator(letters.defer("body"), LETTERS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "bureaus/letters.html", {"page": page})


@login_required
@require_safe
def letter(request: SignedInRequest, pk: int) -> HttpResponse:
    """One letter; opening it is reading it."""
    message = get_object_or_404(Message.objects.for_reader(request.user), pk=pk)
    if message.read_at is None:
        message = actions.read_letter(message=message, by=request.user, now=request.now)
    return render(request, "bureaus/letter.html", {"letter": message})
