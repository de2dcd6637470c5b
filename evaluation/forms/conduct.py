"""What people enter about rewards and discipline."""

from typing import Any

from django import forms

from bureaus.fields import DayField, YesNo
from documents.forms import PaperField
from evaluation.models import Defence, Incident, Served
from evaluation.models.dismissals import LAWFUL, Ending
from evaluation.models.incidents import MEASURES, Step
from policy.appraisal import DISMISSALS
from policy.endings import GROUNDS
from staffing.models import Contract

AREA = {"rows": 3}
GIVEN = "作了陈述、申辩的必须填写，没有的不填"
SERIOUS = "以造成严重后果或者恶劣影响解聘的必须回答，其他的不答"
FINDING = ("own_conduct", "grave_consequence", "bad_influence")
REFERRED = "涉嫌犯罪的必须填写，其他的不填"


def _depend(form: forms.Form, *names: str) -> None:
    """Mark fields that another answer makes necessary: their hint says when, so they are not called 选填."""
    for name in names:
        form.fields[name].conditional = True  # type: ignore[attr-defined]


class WhoField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's is generic for the checker alone
    """One of those whose contract runs."""

    def __init__(self) -> None:
        super().__init__(
            Contract.objects.none(), label="司法协理员", empty_label="请选择", error_messages={"required": "请选择司法协理员。"}
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.assistant.name}（{obj.serves_at}）"


def _skip_reason(hint: str) -> forms.CharField:
    return forms.CharField(
        label="越过前一档的理由",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs=AREA),
        help_text=hint,
        error_messages={"max_length": "最多 300 字，请精简。"},
    )


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
        choices=[(each.value, each.title) for each in MEASURES],
        widget=forms.RadioSelect,
        help_text="考核降档：发生日期所在的年度考核，等次比得分应得的低一档；等次已经审定的年度不能再选",
        error_messages={"required": "请选择谈话提醒、书面警告或者考核降档。"},
    )
    skip_reason = _skip_reason("处理依次为谈话提醒、书面警告、考核降档；这个人以前没有审定过前一档的，必须写明为什么越过，其他的不填")

    def __init__(self, data: Any = None, files: Any = None, *, contracts: Any) -> None:
        super().__init__(data, files)
        self.fields["contract"].queryset = contracts  # type: ignore[attr-defined]
        _depend(self, "skip_reason")


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
        help_text=GIVEN,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _depend(self, "statement")


class ServeForm(forms.Form):
    """When and how a notice reached the person."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    served_on = DayField(label="送达日期", help_text="不早于审定之日")
    served_how = forms.ChoiceField(
        label="送达方式", choices=Served.choices, widget=forms.RadioSelect, error_messages={"required": "请选择送达方式。"}
    )


class DismissalForm(forms.Form):
    """解聘: the ground, what was found, who was told and heard, and the last day."""

    contract = WhoField()
    ground = forms.ChoiceField(
        label="解聘事由",
        choices=[(each.key, each.title) for each in DISMISSALS.values()],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择解聘的事由。"},
    )
    lawful = forms.ChoiceField(
        label="法定事由",
        choices=[(key, f"{GROUNDS[key].title}（{GROUNDS[key].clause.label}）") for key in LAWFUL],
        widget=forms.RadioSelect,
        help_text="解聘还须符合《劳动合同法》规定的一项事由",
        error_messages={"required": "请选择法定事由。"},
    )
    facts = forms.CharField(label="事实", max_length=500, widget=forms.Textarea(attrs=AREA), error_messages={"required": "请写明事实。"})
    finding = forms.CharField(
        label="认定",
        max_length=500,
        widget=forms.Textarea(attrs=AREA),
        help_text="违反了哪一条规定，为什么应当解聘",
        error_messages={"required": "请写明认定。"},
    )
    skip_reason = _skip_reason("以多次违规解聘，这个人以前没有审定过考核降档的，必须写明为什么越过，其他的不填")
    evidence = PaperField(label="证据材料")
    own_conduct = YesNo(label="是否个人行为", required=False, yes="是", no="不是", help_text=SERIOUS)
    grave_consequence = YesNo(label="对工作造成严重后果", required=False, yes="是", no="不是", help_text=SERIOUS)
    bad_influence = YesNo(label="造成恶劣影响", required=False, yes="是", no="不是", help_text=SERIOUS)
    defence = forms.ChoiceField(
        label="陈述申辩",
        choices=Defence.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择本人是否作了陈述、申辩。"},
    )
    statement = forms.CharField(label="陈述申辩的内容", required=False, max_length=500, widget=forms.Textarea(attrs=AREA), help_text=GIVEN)
    union_told_on = DayField(label="通知工会的日期", help_text="提出解聘以前将理由通知工会（《劳动合同法》第四十三条）")
    union_paper = PaperField(label="通知工会的材料")
    suspected_crime = YesNo(label="是否涉嫌犯罪", yes="涉嫌犯罪，已移交", no="不涉嫌犯罪", unanswered="请回答是否涉嫌犯罪。")
    referred_on = DayField(label="移交日期", required=False, help_text=REFERRED)
    referred_to = forms.CharField(label="移交机关", required=False, max_length=60, help_text=REFERRED)
    last_day = DayField(label="最后工作日", help_text="不早于审定之日；以不能胜任工作解聘的，审定后满 30 日")

    def __init__(self, data: Any = None, files: Any = None, *, contracts: Any) -> None:
        super().__init__(data, files)
        self.fields["contract"].queryset = contracts  # type: ignore[attr-defined]
        self.order_fields(["contract", "ground", *FINDING])
        _depend(self, *FINDING, "skip_reason", "statement", "referred_on", "referred_to")


class DismissalFilterForm(forms.Form):
    """Which dismissals."""

    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Ending.choices])

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked for and understood."""
        self.is_valid()
        return {"state": self.cleaned_data.get("state", "")}


class ConductFilterForm(forms.Form):
    """Which entries."""

    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Step.choices])
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
