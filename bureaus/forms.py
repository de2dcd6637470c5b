"""Forms of sign-in, accounts, phone codes and lists."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from bureaus.actions.codes import DIGITS
from bureaus.backends import read_phone, username_for
from bureaus.models import County, User
from bureaus.passwords import MOST
from policy.powers import Role

NOT_THE_SAME = "两次输入的密码不一致，请重新输入。"
NEW_PASSWORD_HINT = "至少 8 个字符（工作人员至少 12 个），不要用姓名、生日、手机号码、单位名称。"  # noqa: S105 - a hint, not a password


class PhoneField(forms.CharField):
    """A mainland mobile number, typed with or without spaces, +86 or full-width digits."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "手机号码")
        kwargs.setdefault("error_messages", {"required": "请填写手机号码。"})
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "tel-national", "inputmode": "tel", "class": "medium"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        phone = read_phone(typed)
        if phone is None:
            raise ValidationError("请填写 11 位手机号码，以 1 开头。")
        return phone


class CodeField(forms.CharField):
    """A code of six digits, typed with or without spaces."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": "请填写 6 位验证码。"})
        attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "short"}
        super().__init__(widget=forms.TextInput(attrs=attributes), **kwargs)


def password_field(label: str, *, new: bool, hint: str = "") -> forms.CharField:
    """A password, never shown again and never stripped of blanks."""
    return forms.CharField(
        label=label,
        help_text=hint,
        strip=False,
        max_length=MOST,
        error_messages={"required": f"请填写{label}。", "max_length": f"密码最多 {MOST} 个字符。"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"}),
    )


class SignInForm(account_forms.LoginForm):
    """One field for a mobile number or a user name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label="手机号码或用户名",
            help_text="报名人员用手机号码，工作人员用系统管理员给的用户名。",
            max_length=40,
            error_messages={"required": "请填写手机号码或用户名。"},
            widget=forms.TextInput(attrs={"autocomplete": "username"}),
        )
        self.fields["password"] = password_field("密码", new=False)
        self.order_fields(["login", "password"])

    def user_credentials(self) -> dict[str, str]:
        return {"username": username_for(self.cleaned_data["login"]), "password": self.cleaned_data["password"]}


class ConfirmPasswordForm(account_forms.ReauthenticateForm):
    """The password again, before an act that an open session alone must not allow."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = password_field("密码", new=False)


class ChangePasswordForm(account_forms.ChangePasswordForm):
    """The present password and, twice, the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = password_field("当前密码", new=False)
        self.fields["password1"] = password_field("新密码", new=True, hint=NEW_PASSWORD_HINT)
        self.fields["password2"] = password_field("再输入一次新密码", new=True)

    def clean(self) -> dict[str, Any]:
        cleaned = forms.Form.clean(self) or self.cleaned_data
        _check_new_password(self, self.user)
        if cleaned.get("password1") and cleaned["password1"] == cleaned.get("oldpassword"):
            self.add_error("password1", "新密码不能与当前密码相同。")
        return cleaned


class SecondFactorForm(mfa_forms.AuthenticateForm):
    """The code of the authenticator, or a spare one. Wrong codes count like wrong passwords and lock like them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = "打开验证器，输入当前显示的 6 位数字；手机不在身边时，输入一个备用码。"
        self.fields["code"] = CodeField(label="动态验证码", help_text=hint)

    def clean_code(self) -> str:
        credentials = {"username": self.user.username}
        if not AxesProxyHandler.is_allowed(context.request, credentials):
            context.request.axes_locked_out = True
            context.request.axes_credentials = credentials
            raise ValidationError("连续输错次数较多，请稍后再试。")
        try:
            code: str = super().clean_code()
        except ValidationError:
            AxesProxyHandler.user_login_failed(sender=type(self), credentials=credentials, request=context.request)
            raise
        return code


class ConfirmSecondFactorForm(SecondFactorForm, mfa_forms.ReauthenticateForm):
    """The same before an act that an open session alone must not allow."""


class BeginSecondFactorForm(totp_forms.ActivateTOTPForm):
    """The first code proves that the authenticator has taken the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = CodeField(label="动态验证码", help_text="输入验证器上显示的 6 位数字。")


class PhoneForm(forms.Form):
    """Where to send a code."""

    phone = PhoneField(help_text="只用于登录和接收通知，加密保存。")


class CodeForm(forms.Form):
    """The code that was sent."""

    code = CodeField(label="验证码", max_length=DIGITS + 4)

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


class NewPasswordForm(forms.Form):
    """A new password, twice, for the holder of a confirmed number."""

    user: User | None = None

    password1 = password_field("新密码", new=True, hint="至少 8 个字符，不要用姓名、生日、手机号码。可以用几个不相关的词连起来。")
    password2 = password_field("再输入一次新密码", new=True)

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        _check_new_password(self, self.user)
        return cleaned


class RegisterForm(NewPasswordForm):
    """The last step of opening an account."""

    name = forms.CharField(
        label="姓名",
        help_text="与身份证上的姓名一致。",
        max_length=30,
        error_messages={"required": "请填写姓名。"},
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "medium"}),
    )
    field_order = ("name", "password1", "password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = "设置密码"
        self.fields["password2"].label = "再输入一次密码"


class AuditFilterForm(forms.Form):
    """Which events of the audit trail to show."""

    county = forms.ModelChoiceField(County.objects.all(), label="县（区）", required=False, empty_label="全部")
    person = forms.CharField(label="操作人", required=False, max_length=30)
    verb = forms.ChoiceField(label="操作", required=False)
    since = forms.DateField(label="从", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="到", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, verbs: dict[str, str], reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verb_field = self.fields["verb"]
        assert isinstance(verb_field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        verb_field.choices = [("", "全部"), *sorted(verbs.items(), key=lambda item: item[1])]
        if reader.role != Role.CITY and reader.county_id:
            del self.fields["county"]


def _check_new_password(form: forms.Form, user: User | None) -> None:
    first, second = form.cleaned_data.get("password1"), form.cleaned_data.get("password2")
    if first and second and first != second:
        form.add_error("password2", NOT_THE_SAME)
    if first:
        try:
            validate_password(first, user)
        except ValidationError as problem:
            form.add_error("password1", problem)
