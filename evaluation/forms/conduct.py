"""What people enter about rewards and discipline."""

from typing import Any

from django import forms

from bureaus.fields import DayField
from documents.forms import PaperField
from evaluation.models import Defence, Incident, Ruling, Served
from policy.appraisal import Measure
from staffing.models import Contract

AREA = {"rows": 3}


class WhoField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's is generic for the checker alone
    """One of those whose contract runs."""

    def __init__(self) -> None:
        super().__init__(
            Contract.objects.none(), label="司法协理员", empty_label="请选择", error_messages={"required": "请选择司法协理员。"}
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.assistant.name}（{obj.office}）"


class IncidentForm(forms.Form):
    """A breach: who, when, what, on which evidence, and what is to follow."""

    contract = WhoField()
    day = DayField(label="发生日期")
    facts = forms.CharField(
        label="事实",
        max_length=500,
        widget=forms.Textarea(attrs=AREA),
        help_text="时间、地点、违反了哪一条规定；本人会看到",
        error_messages={"required": "请写明违规的事实。"},
    )
    evidence = PaperField(label="证据材料", hint="考勤、照片、证言等，")
    measure = forms.ChoiceField(
        label="处理",
        choices=[(each.value, each.title) for each in (Measure.REMINDER, Measure.WARNING)],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择谈话提醒或者书面警告。"},
    )

    def __init__(self, data: Any = None, files: Any = None, *, contracts: Any) -> None:
        super().__init__(data, files)
        self.fields["contract"].queryset = contracts  # type: ignore[attr-defined]


class HearForm(forms.Form):
    """What the person says to it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    defence = forms.ChoiceField(
        label="陈述申辩",
        choices=Defence.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择本人是否作了陈述、申辩。"},
    )
    statement = forms.CharField(
        label="陈述申辩的内容",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs=AREA),
        help_text="作了陈述、申辩的必须填写",
    )


class ServeForm(forms.Form):
    """When and how a notice reached the person."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    served_on = DayField(label="送达日期", help_text="不早于审定之日")
    served_how = forms.ChoiceField(
        label="送达方式", choices=Served.choices, widget=forms.RadioSelect, error_messages={"required": "请选择送达方式。"}
    )


class ConductFilterForm(forms.Form):
    """Which entries."""

    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Ruling.choices])
    measure = forms.ChoiceField(
        label="处理",
        required=False,
        choices=[("", "全部"), *Incident._meta.get_field("measure").choices],  # type: ignore[misc]
    )

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked for and understood."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
