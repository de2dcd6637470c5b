"""What somebody enters who has opened the one-use link."""

from django import forms

from bureaus.forms import NewPasswordForm

LAST_FOUR = {
    "label": "身份证号后四位",
    "help_text": "聘用合同上的身份证号。最后一位是字母的，填 X。",
    "regex": r"^\s*[0-9]{3}[0-9Xx]\s*$",
    "error_messages": {"required": "请填写身份证号后四位。", "invalid": "请填写身份证号最后 4 位，只有最后一位可能是 X。"},
}


def last_four() -> forms.RegexField:
    field = forms.RegexField(**LAST_FOUR)  # type: ignore[arg-type]
    field.widget = forms.TextInput(attrs={"autocomplete": "off", "maxlength": 6, "class": "short"})
    return field


class LinkAccountForm(forms.Form):
    """For somebody who has signed in: the account is there already."""

    last4 = last_four()


class OpenAccountForm(NewPasswordForm):
    """For somebody without an account."""

    last4 = last_four()
    field_order = ("last4", "password1", "password2")
