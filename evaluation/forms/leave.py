"""Leave: asking, answering, looking through; a county's numbers; since when somebody has worked."""

from typing import Any

from django import forms

from bureaus.fields import DayField
from evaluation.models import DailyRules, LeaveState, ReturnState
from policy.appraisal import BREACHES_ALLOWED, FEWEST_BREACHES
from policy.attendance import DEPUTY_DAYS, LEAVES, OFFICE_DAYS, TRAINING_HOURS, Bounds
from policy.commendation import AMOUNT, QUOTA, SHOWN_DAYS
from staffing.models import Assistant


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date", "class": "medium"}, format="%Y-%m-%d"),
        error_messages={"required": f"请填写{label}。", "invalid": "日期请写成 2024-03-16 这样。"},
    )


def _half(label: str, whole: str, half: str) -> forms.TypedChoiceField:
    """The whole of a day at the end of a leave, or half of it."""
    field = forms.TypedChoiceField(
        label=label,
        choices=[("", whole), ("yes", half)],
        coerce=bool,
        empty_value=False,  # type: ignore[arg-type]  # what coerce gives
        required=False,
        error_messages={"invalid_choice": "请选上午或者下午。"},
    )
    field.conditional = True  # type: ignore[attr-defined]
    return field


class AskForm(forms.Form):
    """A request for leave."""

    kind = forms.ChoiceField(
        label="假别",
        choices=[("", "请选择"), *((kind.key, kind.title) for kind in LEAVES.values())],
        error_messages={"required": "请选择假别。", "invalid_choice": "请选择假别。"},
    )
    first_day = _day("开始日期")
    from_noon = _half("开始时段", "上午起", "下午起")
    last_day = _day("结束日期")
    to_noon = _half("结束时段", "下午止", "上午止")
    reason = forms.CharField(
        label="事由",
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "请写明事由。", "max_length": "事由最多 200 个字。"},
    )


class WhoField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's is generic for the checker alone
    """One of those who serve in the office."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class EnterForm(AskForm):
    """The same for somebody who cannot ask."""

    assistant = WhoField(
        Assistant.objects.none(),
        label="司法协理员",
        empty_label="请选择",
        error_messages={"required": "请选择司法协理员。", "invalid_choice": "请选择本所的司法协理员。"},
    )
    because = forms.CharField(
        label="为什么由司法所代填",
        max_length=200,
        help_text="例如住院，不能使用手机；本人会看到。",
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "请写明为什么由司法所代填。", "max_length": "最多 200 个字。"},
    )

    def __init__(self, data: Any, *, people: Any) -> None:
        super().__init__(data)
        self.fields["assistant"].queryset = people  # type: ignore[attr-defined]
        self.order_fields(["assistant", "because"])


class AnswerForm(forms.Form):
    """Agreed or not."""

    agrees = forms.ChoiceField(
        label="意见",
        choices=[("yes", "同意"), ("no", "不同意")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选同意或者不同意。", "invalid_choice": "请选同意或者不同意。"},
    )
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=200,
        help_text="不同意的，须写明理由，本人会看到。",
        widget=forms.Textarea({"rows": 2}),
        error_messages={"max_length": "说明最多 200 个字。"},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class TakeBackForm(forms.Form):
    """Why the office takes back what it entered."""

    because = forms.CharField(
        label="为什么撤回",
        max_length=200,
        help_text="例如日期填错、住院改期；本人会看到。",
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "请写明为什么撤回。", "max_length": "最多 200 个字。"},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class ReturnForm(forms.Form):
    """From when on somebody works again."""

    back_on = _day("返岗日期")
    at_noon = _half("返岗时段", "上午起上班", "下午起上班")
    seen = forms.IntegerField(widget=forms.HiddenInput)


RETURNING = "returning"


class LeaveFilterForm(forms.Form):
    """Which requests."""

    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *LeaveState.choices, (RETURNING, "待确认销假")])
    kind = forms.ChoiceField(label="假别", required=False, choices=[("", "全部"), *((kind.key, kind.title) for kind in LEAVES.values())])

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked for and understood."""
        self.is_valid()
        wanted = {key: value for key, value in self.cleaned_data.items() if value}
        if wanted.get("state") == RETURNING:
            wanted |= {"state": LeaveState.APPROVED, "returns__state": ReturnState.REPORTED}
        return wanted


BREACHES = Bounds("多次违规的最少次数", FEWEST_BREACHES, BREACHES_ALLOWED[0], BREACHES_ALLOWED[-1])
NUMBERS = {
    "office_days": OFFICE_DAYS,
    "deputy_days": DEPUTY_DAYS,
    "training_hours": TRAINING_HOURS,
    "fewest_breaches": BREACHES,
    "commendations": QUOTA,
    "commendation_days": SHOWN_DAYS,
    "commendation_amount": AMOUNT,
}


class RulesForm(forms.Form):
    """A county's numbers, within their bounds."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, rules: DailyRules) -> None:
        super().__init__(data, initial={"seen": rules.version, **{name: getattr(rules, name) for name in NUMBERS}})
        for name, bounds in NUMBERS.items():
            self.fields[name] = _number(bounds)
        self.fields["commendation_amount"].help_text += "填 0 表示本县（区）的表彰不发奖金。"
        self.order_fields([*NUMBERS, "seen"])

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "office_days" in given and "deputy_days" in given and given["deputy_days"] < given["office_days"]:
            self.add_error("deputy_days", "分管负责人批准的天数不能少于所长批准的天数。")
        return given


def _number(bounds: Bounds) -> forms.IntegerField:
    sentence = f"{bounds.title}应为 {bounds.least} 到 {bounds.most} 的整数。"
    return forms.IntegerField(
        label=bounds.title,
        min_value=bounds.least,
        max_value=bounds.most,
        help_text=f"建议 {bounds.suggested}，可以填 {bounds.least} 到 {bounds.most}。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={"required": sentence, "invalid": sentence, "min_value": sentence, "max_value": sentence},
    )


class EarlierWorkForm(forms.Form):
    """Since when somebody has worked at all."""

    worked_since = DayField(label="参加工作时间", help_text="以档案为准，在别处工作的年限也算在内。")
