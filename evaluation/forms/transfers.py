"""What people enter about transfers between offices and about relatives that forbid them."""

from typing import Any

from django import forms

from bureaus.fields import DayField
from bureaus.models import JudicialOffice
from evaluation.models import Consent, Ruling
from staffing.models import Relation

AREA = {"rows": 2}
CHOOSE = "请选择调往的司法所。"
ELSEWHERE = "跨县（区）不是调配：须在原县（区）解除合同，再由新县（区）依照招聘程序另订合同。请选择本县（区）的司法所。"


class TransferForm(forms.Form):
    """Where to, from what day, why, and what the person says."""

    to_office = forms.ModelChoiceField(
        JudicialOffice.objects.none(),
        label="调往司法所",
        empty_label="请选择",
        help_text="只在本县（区）调配",
        error_messages={"required": CHOOSE, "invalid_choice": ELSEWHERE},
    )
    effective_on = DayField(label="生效日期", help_text="到新司法所的第一天，不早于今天")
    reason = forms.CharField(
        label="调配理由", max_length=300, widget=forms.Textarea(attrs=AREA), error_messages={"required": "请写明调配的理由。"}
    )
    consent = forms.ChoiceField(
        label="本人意见", choices=Consent.choices, widget=forms.RadioSelect, error_messages={"required": "请选择本人意见。"}
    )
    statement = forms.CharField(
        label="本人陈述", required=False, max_length=300, widget=forms.Textarea(attrs=AREA), help_text="有异议的必须填写"
    )

    def __init__(self, data: Any = None, *, offices: Any) -> None:
        super().__init__(data)
        self.fields["to_office"].queryset = offices  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """The decision; an objection is answered with it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.CharField(label="对异议的答复", required=False, max_length=300, widget=forms.Textarea(attrs=AREA))

    def __init__(self, *args: Any, objected: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not objected:
            del self.fields["answer"]


class TransferFilterForm(forms.Form):
    """Which transfers."""

    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Ruling.choices])
    year = forms.IntegerField(label="生效年度", required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}))

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked for and understood."""
        self.is_valid()
        year = self.cleaned_data.get("year")
        return {"state": self.cleaned_data.get("state", ""), "year": year if year and 2000 <= year <= 2099 else None}


class RelativeForm(forms.Form):
    """In which office a relative works."""

    office = forms.ModelChoiceField(
        JudicialOffice.objects.none(), label="亲属所在司法所", empty_label="请选择", error_messages={"required": "请选择司法所。"}
    )
    relation = forms.ChoiceField(
        label="关系", choices=Relation.choices, widget=forms.RadioSelect, error_messages={"required": "请选择关系。"}
    )

    def __init__(self, data: Any = None, *, offices: Any) -> None:
        super().__init__(data)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
