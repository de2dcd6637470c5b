"""Fields that several forms ask with: a day as three numbers, a yes or a no."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

PARTS = (("年", "year", 4), ("月", "", 2), ("日", "", 2))


class DayWidget(forms.MultiWidget):
    """年 月 日 as three number fields: nobody pages a calendar back to the year of birth."""

    use_fieldset = True

    def __init__(self, autocomplete: Sequence[str] = ("", "", "")) -> None:
        super().__init__([forms.TextInput()] * 3)
        self.autocomplete = autocomplete

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.year, value.month, value.day] if value else [None, None, None]

    def id_for_label(self, id_: str) -> str:
        """A link in the error summary goes to the year."""
        return f"{id_}_0"

    def render(self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None) -> SafeString:
        typed = value if isinstance(value, list) else self.decompress(value)
        id_ = str((attrs or {}).get("id", f"id_{name}"))
        said = {key: text for key, text in (attrs or {}).items() if key.startswith("aria-")}
        parts = []
        for place, (word, css, places) in enumerate(PARTS):
            number = {"name": f"{name}_{place}", "id": f"{id_}_{place}", "value": "" if typed[place] is None else str(typed[place])}
            told = {"autocomplete": self.autocomplete[place]} if self.autocomplete[place] else {}
            look = {"type": "text", "inputmode": "numeric", "maxlength": str(places), "class": css}
            parts.append((flatatt({**look, **number, **told, **said}), number["id"], word))
        return format_html('<div class="dates" id="{}">{}</div>', id_, format_html_join("", '<input{}><label for="{}">{}</label>', parts))


class DayField(forms.MultiValueField):
    """A day typed as three numbers; a day that does not exist is told apart from one that is missing."""

    widget = DayWidget
    default_error_messages: ClassVar = {
        "required": "请填写年、月、日。",
        "incomplete": "年、月、日要填全。",
        "invalid": "这一天不存在，请核对年、月、日。",
    }

    def __init__(self, *, autocomplete: Sequence[str] = ("", "", ""), **kwargs: Any) -> None:
        numbers = [forms.IntegerField(error_messages={"invalid": "年、月、日要填数字。"}) for _ in PARTS]
        super().__init__(numbers, widget=DayWidget(autocomplete), require_all_fields=True, **kwargs)

    def compress(self, numbers: list[int]) -> date | None:
        if not numbers:
            return None
        try:
            return date(*numbers)
        except (ValueError, OverflowError):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class YesNo(forms.TypedChoiceField):
    """A question that is answered by one of two words; unanswered stays unknown, never no."""

    def __init__(self, *, yes: str = "是", no: str = "否", unanswered: str = "请选择一项。", **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", yes), ("no", no)],
            coerce=lambda word: word == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            error_messages={"required": unanswered, "invalid_choice": unanswered},
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value)
