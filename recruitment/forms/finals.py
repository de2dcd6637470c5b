"""What is entered from the 考察 to the contract: outcomes, objections, answers, the day service begins."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from bureaus.fields import DayField
from policy.contracts import Form
from policy.progress import Outcome
from policy.rules import Rule
from recruitment.actions.review import OTHER
from recruitment.forms.rounds import SeenForm
from recruitment.models import Application
from recruitment.models.notices import ObjectionOutcome


class ResultForm(SeenForm):
    """The outcome of a 考察 or 体检. A 考察 names the two or more people who made it."""

    outcome = forms.ChoiceField(
        label="结果",
        choices=[(outcome.value, outcome.title) for outcome in Outcome],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择结果。", "invalid_choice": "请选择结果。"},
    )
    reason = forms.ChoiceField(label="原因", required=False, help_text="不合格时选择；考察发现不符合招聘条件的，选对应的条件")
    sentence = forms.CharField(
        label="给本人的说明",
        required=False,
        max_length=300,
        help_text="不合格或者放弃时填写，只有本人看得到；写清事实和依据",
        error_messages={"max_length": "说明不能超过 300 个字。"},
    )
    note = forms.CharField(
        label="内部记录",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="加密保存，只有录入人和复核人看得到",
        error_messages={"max_length": "内部记录不能超过 2000 个字。"},
    )

    def __init__(self, *args: Any, stage: str, rules: Sequence[Rule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stage = stage
        reasons = [(rule.key, f"{rule.title}（{rule.clause.ref}）") for rule in rules] if stage == "inspection" else []
        other = "其他考察不合格的情形" if stage == "inspection" else "不符合体检标准"
        self.fields["reason"].choices = [("", "请选择"), *reasons, (OTHER, other)]  # type: ignore[attr-defined]
        if stage == "inspection":
            self.fields["inspectors"] = forms.CharField(
                label="考察人员",
                max_length=60,
                help_text="至少两名，用顿号隔开，例如：张三、李四",
                error_messages={"required": "请写明考察人员，至少两名。", "max_length": "考察人员不能超过 60 个字。"},
            )
            self.order_fields(["seen", "inspectors", "outcome", "reason", "sentence", "note"])

    def clean_inspectors(self) -> str:
        named = [name for name in self.cleaned_data["inspectors"].replace("，", "、").replace(" ", "、").split("、") if name]
        if len(set(named)) < 2:
            raise forms.ValidationError("考察至少要有两名考察人员，请用顿号隔开填写。")
        return "、".join(named)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        outcome = cleaned.get("outcome")
        if outcome == Outcome.FAILED and not cleaned.get("reason"):
            self.add_error("reason", "不合格的，请选择原因。")
        if outcome in (Outcome.FAILED, Outcome.WITHDREW) and not cleaned.get("sentence"):
            self.add_error("sentence", "请用一句话写明情况，本人会看到。")
        return cleaned

    @property
    def entered(self) -> dict[str, Any]:
        """What the action takes: the inspectors stand at the head of the sealed note."""
        given = {**self.cleaned_data}
        if inspectors := given.pop("inspectors", ""):
            given["note"] = f"考察人员：{inspectors}\n{given['note']}".strip()
        return given


class DisagreeForm(forms.Form):
    """The second person does not agree."""

    reason = forms.CharField(
        label="不同意的理由",
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "请写明不同意的理由，录入人会收到。", "max_length": "理由不能超过 200 个字。"},
    )


class GiveUpForm(SeenForm):
    """放弃, recorded by the clerk from a signed statement or because the person did not come."""

    reason = forms.CharField(
        label="放弃的情况",
        max_length=300,
        help_text="例如：本人书面声明放弃，声明已存档",
        error_messages={"required": "请写明放弃的情况，例如“本人书面声明放弃”。", "max_length": "说明不能超过 300 个字。"},
    )


class ReceivedObjectionForm(forms.Form):
    """An objection that came by phone, letter or visit."""

    application = forms.ModelChoiceField(
        Application.objects.none(), label="所指人员", required=False, empty_label="没有指明，或者对名单整体有异议"
    )
    text = forms.CharField(
        label="异议的内容",
        max_length=2000,
        widget=forms.Textarea,
        help_text="照反映人的原话记录；加密保存",
        error_messages={"required": "请写明异议的内容和依据。", "max_length": "内容不能超过 2000 个字。"},
    )
    contact = forms.CharField(
        label="反映人和联系方式",
        required=False,
        max_length=100,
        help_text="匿名反映的不填；加密保存，只用于核实和答复",
        error_messages={"max_length": "联系方式不能超过 100 个字。"},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["application"]
        field.queryset = people  # type: ignore[attr-defined]
        field.label_from_instance = lambda person: f"{person.name}（准考证号 {person.seat.ticket_number}）"  # type: ignore[attr-defined]


class CloseObjectionForm(forms.Form):
    """What came of an objection."""

    outcome = forms.ChoiceField(
        label="结论",
        choices=ObjectionOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择结论。", "invalid_choice": "请选择结论。"},
    )
    finding = forms.CharField(
        label="核查情况",
        max_length=2000,
        widget=forms.Textarea,
        help_text="向谁核实、核实到什么；加密保存",
        error_messages={"required": "请写明核查情况。", "max_length": "核查情况不能超过 2000 个字。"},
    )


class AnswerForm(forms.Form):
    """The answer to a recheck. A 体检 that did not stand up is opened again."""

    answer = forms.CharField(
        label="复核结果",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="本人会看到；写明复核了什么、结果如何",
        error_messages={"required": "请写明复核的结果，本人会收到。", "max_length": "复核结果不能超过 300 个字。"},
    )
    reopen = forms.BooleanField(label="原体检结论不成立，重新登记体检结论", required=False)

    def __init__(self, *args: Any, medical: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not medical:
            del self.fields["reopen"]


class PrepareContractForm(SeenForm):
    """What the scheme does not say of a contract: when service begins, and what kind of contract it is."""

    starts_on = DayField(label="用工之日", help_text="到司法所上岗的那一天；合同应在这一天起一个月内签订")
    form = forms.TypedChoiceField(
        label="用工形式",
        choices=[(form.value, form.title) for form in Form],
        coerce=Form,
        initial=Form.LABOUR.value,
        widget=forms.RadioSelect,
        help_text="公告另有说明的，照公告选择",
        error_messages={"required": "请选择用工形式。", "invalid_choice": "请选择用工形式。"},
    )

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if not 2000 <= day.year <= 2100:
            raise forms.ValidationError("请核对年份。")
        return day


class SignContractForm(SeenForm):
    """The day both have signed on paper."""

    signed_on = DayField(label="签订日期", help_text="双方在纸质合同上签字盖章的日期")
