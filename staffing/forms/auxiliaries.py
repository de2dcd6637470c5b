"""What people enter on the pages of 在册辅助人员."""

from typing import Any

from django import forms

from bureaus.fields import DayField
from policy.identity import mask
from staffing.actions import AuxiliaryFacts
from staffing.actions.auxiliaries import PLAIN
from staffing.forms.roster import AsOfForm
from staffing.models import EDUCATION_CHOICES, Auxiliary

OPEN = [("", "还不清楚"), ("yes", "是"), ("no", "否")]


class AuxiliaryFilterForm(AsOfForm):
    """Whose roster, as of which day."""


def _answer(name: str) -> forms.TypedChoiceField:
    """A question that may stay open: unanswered is unknown, never no."""
    return forms.TypedChoiceField(
        label=Auxiliary.title_of(name),
        required=False,
        choices=OPEN,
        coerce=lambda word: word == "yes",
        empty_value=None,
    )


def _standing(auxiliary: Auxiliary) -> dict[str, Any]:
    """What stands now, but for the number, which is shown masked."""
    words = {True: "yes", False: "no", None: ""}
    answers = {name: words[getattr(auxiliary, name)] for name in Auxiliary.ANSWERS}
    return {**{name: getattr(auxiliary, name) for name in PLAIN}, **answers, "seen": auxiliary.version}


class AuxiliaryForm(forms.Form):
    """One person's stretch of service."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="姓名", max_length=30, error_messages={"required": "请填写姓名。"})
    id_number = forms.CharField(
        label="公民身份号码",
        max_length=40,
        help_text="18 位，性别由号码得出",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请填写身份证号。"},
    )
    office: Any = forms.ModelChoiceField(
        None,
        label="所在单位",
        required=False,
        empty_label="县（区）局机关",
        error_messages={"invalid_choice": "请选择本县（区）的司法所。"},
    )
    first_day = DayField(label="到岗日期")
    last_day = DayField(label="离岗日期", required=False, help_text="仍在岗的不填")
    education = forms.TypedChoiceField(
        label="学历", required=False, choices=[("", "还不清楚"), *EDUCATION_CHOICES], coerce=int, empty_value=None
    )
    trainee = _answer("trainee")
    retired_or_on_unpaid_leave = _answer("retired_or_on_unpaid_leave")
    insurance_movable = _answer("insurance_movable")
    party_member = _answer("party_member")
    party_file_movable = _answer("party_file_movable")

    def __init__(self, data: Any, *, offices: Any, auxiliary: Auxiliary | None = None) -> None:
        super().__init__(data, initial=_standing(auxiliary) if auxiliary else None)
        self.auxiliary = auxiliary
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        if auxiliary is not None:
            self.fields["id_number"].required = False
            self.fields["id_number"].help_text = f"现在：{mask(auxiliary.id_number)}。不改的留空"

    @property
    def facts(self) -> AuxiliaryFacts:
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        if self.auxiliary is not None:
            given["id_number"] = given["id_number"] or self.auxiliary.id_number
        return AuxiliaryFacts(**given)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "离岗日期不能早于到岗日期。")
        return said
