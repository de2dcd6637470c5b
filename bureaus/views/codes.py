"""Three steps by phone code: the number, the code, then an account or a new password."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from bureaus import actions
from bureaus.acts import Impossible
from bureaus.forms import CodeForm, NewPasswordForm, PhoneForm, RegisterForm
from bureaus.letters import masked_phone
from bureaus.models import PhoneCode, User
from bureaus.requests import PortalRequest

Purpose = PhoneCode.Purpose

SENT, CONFIRMED, NEXT = "code_sent", "code_confirmed", "code_next"  # what the session holds: row ids, never number or code
WRONG = "验证码不正确或已失效。最多可以试 5 次，10 分钟内有效；也可以重新获取。"
WORDS = {
    Purpose.REGISTER: {"heading": "注册账号", "label": "完成注册"},
    Purpose.RESET: {"heading": "重设密码", "label": "保存新密码"},
}
NAMES = {
    Purpose.REGISTER: ("account_signup", "account_signup_code", "account_signup_password"),
    Purpose.RESET: ("account_reset_password", "account_reset_password_code", "account_reset_password_set"),
}


@login_not_required
@never_cache
def ask_number(request: PortalRequest, purpose: Purpose) -> HttpResponse:
    """Step one: which number to send a code to. A number with an account and one without are answered alike."""
    if request.user.is_authenticated:
        return redirect(_safe(request, request.GET.get("next", "")))
    form = PhoneForm(request.POST or None)
    if form.is_valid():
        try:
            code = actions.send_code(phone=form.cleaned_data["phone"], purpose=purpose, now=request.now)
        except Impossible as problem:
            form.add_error("phone", str(problem))
        else:
            request.session[SENT] = code.pk
            request.session[NEXT] = request.GET.get("next", "")
            return redirect(NAMES[purpose][1])
    return _page(request, purpose, 1, form)


@login_not_required
@never_cache
def ask_code(request: PortalRequest, purpose: Purpose) -> HttpResponse:
    """Step two: the code. 重新获取 sends another one to the same number."""
    sent = PhoneCode.objects.filter(pk=request.session.get(SENT, 0), purpose=purpose).first()
    if sent is None:
        return redirect(NAMES[purpose][0])
    again = request.method == "POST" and "again" in request.POST
    form = CodeForm(request.POST if request.method == "POST" and not again else None)
    if again:
        try:
            code = actions.send_code(phone=sent.phone, purpose=purpose, now=request.now)
        except Impossible as problem:
            messages.warning(request, str(problem))
        else:
            request.session[SENT] = code.pk
            messages.success(request, "已重新发送验证码，请使用最新的一个。")
        return redirect(NAMES[purpose][1])
    if form.is_valid():
        digits = form.cleaned_data["code"]
        if confirmed := actions.confirm_code(code_id=sent.pk, digits=digits, now=request.now):
            request.session[CONFIRMED] = confirmed.pk
            return redirect(NAMES[purpose][2])
        form.add_error("code", WRONG)
    hint = f"演示系统不发短信，验证码写在数据文件夹的 letters/code-{sent.pk}.txt 里。" if settings.DEMO else ""
    return _page(request, purpose, 2, form, number=masked_phone(sent.phone), demo_hint=hint)


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
def set_password(request: PortalRequest, purpose: Purpose) -> HttpResponse:
    """Step three: the password (and for a new account the name); the person is then signed in."""
    confirmed = PhoneCode.objects.filter(pk=request.session.get(CONFIRMED, 0), purpose=purpose, spent_at=None).first()
    if confirmed is None:
        return redirect(NAMES[purpose][0])
    is_new = purpose == Purpose.REGISTER
    owner = None if is_new else User.objects.by_phone(confirmed.phone)
    form = (RegisterForm if is_new else NewPasswordForm)(request.POST or None, user=owner)
    if form.is_valid():
        answers = form.cleaned_data
        try:
            if is_new:
                user = actions.register(code_id=confirmed.pk, name=answers["name"], password=answers["password1"], now=request.now)
            else:
                user = actions.reset_password(code_id=confirmed.pk, password=answers["password1"], now=request.now)
        except Impossible as problem:
            form.add_error(None, str(problem))
        else:
            return _welcome(request, user) if is_new else _to_sign_in(request)
    return _page(request, purpose, 3, form)


def _welcome(request: PortalRequest, user: User) -> HttpResponse:
    back = request.session.pop(NEXT, "")
    _forget(request)
    get_adapter(request).login(request, user)
    messages.success(request, "账号已开立，您已登录。")
    return redirect(_safe(request, back))


def _safe(request: PortalRequest, back: str) -> str:
    """Where the person came from, unless it leads elsewhere."""
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return back if back and safe else settings.LOGIN_REDIRECT_URL


def _to_sign_in(request: PortalRequest) -> HttpResponse:
    """A new password alone signs nobody in: a second factor must still be shown."""
    _forget(request)
    messages.success(request, "新密码已保存，请用新密码登录。")
    return redirect(settings.LOGIN_URL)


def _forget(request: PortalRequest) -> None:
    for key in (SENT, CONFIRMED, NEXT):
        request.session.pop(key, None)


def _page(request: PortalRequest, purpose: Purpose, step: int, form: Any, **more: Any) -> HttpResponse:
    context = {"form": form, "step": step, "urls": NAMES[purpose], **WORDS[purpose], **more}
    return render(request, f"account/code_{step}.html", context)
