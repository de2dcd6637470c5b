"""What people enter about objections to a 公示 of 优秀 or 表彰."""

from datetime import date
from typing import Any

from django import forms

from bureaus.fields import DayField
from evaluation.models import Appraisal, Finding, Way
from policy.appraisal import Grade
from policy.appraisal_way import Cycle, grades_of


class ObjectionForm(forms.Form):
    """One that came by telephone, letter or visit."""

    received_on = DayField(label="收到日期", help_text="发布公示那天到公示期满")
    way = forms.ChoiceField(
        label="方式",
        choices=Way.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择方式。", "invalid_choice": "请选择方式。"},
    )
    said_by = forms.CharField(
        label="反映人",
        required=False,
        max_length=100,
        help_text="匿名反映的不填；加密保存，只用于核实和答复",
        error_messages={"max_length": "反映人不能超过 100 个字。"},
    )
    text = forms.CharField(
        label="异议的内容",
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text="照反映人的原话记录；加密保存",
        error_messages={"required": "请写明异议的内容。", "max_length": "内容不能超过 2000 个字。"},
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"received_on": today})


class AnswerObjectionForm(forms.Form):
    """What was found."""

    outcome = forms.ChoiceField(
        label="结论",
        choices=Finding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择结论。", "invalid_choice": "请选择结论。"},
    )
    grade = forms.ChoiceField(
        label="改为的等次", required=False, help_text="查实的必须选择，其他的不选", error_messages={"invalid_choice": "请选择改为的等次。"}
    )
    finding = forms.CharField(
        label="核查情况",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="向谁核实、核实到什么；加密保存",
        error_messages={"required": "请写明核查情况。", "max_length": "核查情况不能超过 2000 个字。"},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, sheet: Appraisal | None, seen: int) -> None:
        super().__init__(data, initial={"seen": seen})
        if sheet is None:
            del self.fields["grade"]
            return
        lower = [grade for grade in grades_of(Cycle(sheet.period.cycle)) if grade is not Grade.EXCELLENT]
        self.fields["grade"].choices = [("", "请选择"), *((grade.value, grade.title) for grade in lower)]  # type: ignore[attr-defined]
        self.fields["grade"].conditional = True  # type: ignore[attr-defined]

    @property
    def said(self) -> dict[str, Any]:
        return {"grade": "", **self.cleaned_data}


class ObjectionFilterForm(forms.Form):
    """Which objections."""

    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), ("open", "待答复"), *Finding.choices])

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked for and understood."""
        state = self.cleaned_data.get("state") if self.is_valid() else ""
        return {"closed_at": None} if state == "open" else {"outcome": state} if state else {}
