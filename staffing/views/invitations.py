"""The one-use link of an assistant without an account: sent by the clerk, opened on the phone."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from bureaus.access import requires
from bureaus.letters import masked_phone
from bureaus.requests import PortalRequest, SignedInRequest
from policy.powers import Power
from staffing import actions
from staffing.forms.invitations import LinkAccountForm, OpenAccountForm
from staffing.models import Assistant, Invitation
from staffing.models.invitations import TRIES, token_hash

OPENED = "invitation"  # the session holds the row's id, never the token
WRONG = f"身份证号后四位不对。每个链接最多可以试 {TRIES} 次。"


@requires(Power.ROSTER_EDIT)
def assistant_invite(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send the link, or send it again."""
    person = get_object_or_404(Assistant.objects.visible_to(request.user), pk=pk)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.invite(assistant=person, by=request.user, now=request.now)
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "开通链接已发送，10 天内有效。")
            return redirect("staffing:assistant", pk)
    to = masked_phone(person.phone) if person.phone else "（还没有登记）"
    context = {
        "heading": f"发送账号开通链接：{person.name}",
        "consequences": [
            f"链接发到花名册登记的电话 {to}，本人凭身份证号后四位开通账号，以后自己填日志、请假、查看考核。",
            "链接 10 天内有效，只能用一次，最多试 5 次。以前发送、还没有用过的链接同时作废。",
        ],
        "irreversible": "请先核对电话是本人的。",
        "form": form,
        "label": "发送开通链接",
        "cancel_url": reverse("staffing:assistant", args=[pk]),
    }
    return render(request, "portal/confirm.html", context)


@login_not_required
@never_cache
@require_safe
def activate(request: PortalRequest, token: str) -> HttpResponse:
    """Take the token out of the address before anything is shown."""
    found = Invitation.objects.filter(token_hash=token_hash(token)).first()
    request.session[OPENED] = found.pk if found else 0
    return redirect("staffing:activate_account")


@login_not_required
@never_cache
@sensitive_post_parameters("last4", "password1", "password2")
def activate_account(request: PortalRequest) -> HttpResponse:
    """The last four of the ID number, and where nobody is signed in a password."""
    invitation = Invitation.objects.filter(pk=request.session.get(OPENED, 0)).first()
    live = Invitation.objects.live(request.now).filter(pk=invitation.pk).exists() if invitation else False
    account = request.user if request.user.is_authenticated else None
    form = (LinkAccountForm if account else OpenAccountForm)(request.POST if live and request.method == "POST" else None)
    if live and invitation and form.is_valid():
        answers = form.cleaned_data
        try:
            claimed = actions.claim(
                invitation_id=invitation.pk,
                last4=answers["last4"],
                account=account,
                password=answers.get("password1", ""),
                now=request.now,
            )
        except actions.PROBLEMS as problem:
            form.add_error(None, str(problem))
        else:
            if claimed is not None:
                del request.session[OPENED]
                if account is None:
                    get_adapter(request).login(request, claimed)
                messages.success(request, "账号已开通。")
                return redirect("start")
            form.add_error("last4", WRONG)
            live = Invitation.objects.live(request.now).filter(pk=invitation.pk).exists()
    context = {"form": form, "live": live, "account": account, "label": "确认是我的账号" if account else "开通账号"}
    return render(request, "staffing/activate.html", context)
