"""Fields that several forms ask with: a day or an instant as numbers, a yes or a no."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bureaus.clock import BEIJING

YEAR_MONTH_DAY = (("年", "year", 4), ("月", "", 2), ("日", "", 2))
HOUR_MINUTE = (("时", "", 2), ("分", "", 2))

Part = tuple[str, str, int]  # the word behind the box, its class, how many digits it takes


class NumbersWidget(forms.MultiWidget):
    """A day or an instant as boxes of numbers: nobody pages a calendar back to the year of birth."""

    use_fieldset = True

    def __init__(self, parts: Sequence[Part], autocomplete: Sequence[str] = ()) -> None:
        super().__init__([forms.TextInput()] * len(parts))
        self.parts = parts
        self.autocomplete = autocomplete

    def decompress(self, value: date | datetime | None) -> list[Any]:
        if value is None:
            return [None] * len(self.parts)
        if not isinstance(value, datetime):
            return [value.year, value.month, value.day]
        local = value.astimezone(BEIJING)
        return [local.year, local.month, local.day, local.hour, f"{local.minute:02d}"]

    def id_for_label(self, id_: str) -> str:
        """A link in the error summary goes to the year."""
        return f"{id_}_0"

    def render(self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None) -> SafeString:
        typed = value if isinstance(value, list) else self.decompress(value)
        id_ = str((attrs or {}).get("id", f"id_{name}"))
        said = {key: text for key, text in (attrs or {}).items() if key.startswith("aria-")}
        boxes = []
        for place, (word, css, places) in enumerate(self.parts):
            number = {"name": f"{name}_{place}", "id": f"{id_}_{place}", "value": "" if typed[place] is None else str(typed[place])}
            told = {"autocomplete": self.autocomplete[place]} if self.autocomplete else {}
            look = {"type": "text", "inputmode": "numeric", "maxlength": str(places), "class": css}
            boxes.append((flatatt({**look, **number, **told, **said}), number["id"], word))
        return format_html('<div class="dates" id="{}">{}</div>', id_, format_html_join("", '<input{}><label for="{}">{}</label>', boxes))


class NumbersField(forms.MultiValueField):
    """What `NumbersWidget` shows, read back; what does not exist is told apart from what is missing."""

    parts: ClassVar[Sequence[Part]]
    read: ClassVar[Callable[..., date]]  # the day or instant that the numbers name; ValueError if there is none

    def __init__(self, *, autocomplete: Sequence[str] = (), **kwargs: Any) -> None:
        numbers = [forms.IntegerField(error_messages={"invalid": self.default_error_messages["not_numbers"]}) for _ in self.parts]
        super().__init__(numbers, widget=NumbersWidget(self.parts, autocomplete), require_all_fields=True, **kwargs)

    def compress(self, numbers: list[int]) -> date | None:
        if not numbers:
            return None
        try:
            return type(self).read(*numbers)
        except (ValueError, OverflowError):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class DayField(NumbersField):
    """A day typed as three numbers."""

    parts = YEAR_MONTH_DAY
    default_error_messages: ClassVar = {
        "required": "请填写年、月、日。",
        "incomplete": "年、月、日要填全。",
        "invalid": "这一天不存在，请核对年、月、日。",
        "not_numbers": "年、月、日要填数字。",
    }

    read = date


class MomentField(NumbersField):
    """An instant in Beijing time, typed as five numbers."""

    parts = YEAR_MONTH_DAY + HOUR_MINUTE
    default_error_messages: ClassVar = {
        "required": "请填写年、月、日、时、分。",
        "incomplete": "年、月、日、时、分要填全。",
        "invalid": "没有这个日期或时间，请核对。",
        "not_numbers": "日期和时间要填数字。",
    }

    read = partial(datetime, tzinfo=BEIJING)


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


class ShortSelect(forms.Select):
    """A drop-down written in one go: drawn by a template, four of them take longer than a page of fifty rows."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = str(value or "")
        options = ((key, SafeString(" selected") if str(key) == chosen else "", label) for key, label in self.choices)
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            format_html_join("", '<option value="{}"{}>{}</option>', options),
        )
