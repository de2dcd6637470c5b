"""What the bureau states when it opens a correction for one person."""

from datetime import datetime
from typing import Any

from django import forms

from bureaus.fields import MomentField
from policy.windows import PARTS, correction_due, correction_problem


class CorrectionForm(forms.Form):
    """Which parts, until when, and why."""

    parts = forms.MultipleChoiceField(
        label="可以更正的内容",
        choices=list(PARTS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择可以更正的内容。"},
    )
    due_at = MomentField(label="更正截止", help_text="到这一刻还没有重新提交的，记为逾期")
    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：本人书面申请更正联系地址。报名人能看到，并记入操作留痕",
        error_messages={"required": "请写明开放更正的理由。"},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.initial = {"due_at": correction_due(now, 3), **self.initial}

    def clean_due_at(self) -> datetime:
        due_at: datetime = self.cleaned_data["due_at"]
        if problem := correction_problem(list(PARTS), due_at, self.now):
            raise forms.ValidationError(problem)
        return due_at


class EndCorrectionForm(forms.Form):
    """The version on which a correction is taken back."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
