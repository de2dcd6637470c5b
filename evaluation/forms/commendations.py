"""What people enter about 表彰."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.http import QueryDict

from documents.forms import PaperField
from evaluation.models import Honour
from policy.commendation import AWARDS
from staffing.models import Contract

AWARD_CHOICES = [(each.key, each.title) for each in AWARDS.values()]


class ByOfficeIterator(ModelChoiceIterator):  # type: ignore[type-arg]
    """The people of each office under its name; the rows come ordered by office."""

    def __iter__(self) -> Iterator[Any]:
        for office, rows in groupby(self.queryset, key=lambda contract: contract.serves_at):
            yield office, [self.choice(row) for row in rows]


class ByOffice(forms.CheckboxSelectMultiple):
    """Check boxes that are opened office by office; where somebody is ticked the office is open, and few are all open."""

    template_name = "evaluation/_by_office.html"
    few = 12
    sought = ""
    """Part of a name: only whose name has it is listed, and whoever is ticked."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        groups = [
            (office, [option for option in options if option["selected"] or self.sought in option["label"]])
            for office, options, _ in context["widget"]["optgroups"]
        ]
        listed = sum(len(options) for _, options in groups)
        context["widget"]["offices"] = [
            (office, options, ticked, bool(ticked or self.sought) or listed <= self.few)
            for office, options in groups
            for ticked in [sum(option["selected"] for option in options)]
            if options
        ]
        return {**context, "sought": self.sought}


class WhoAllField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django's is generic for the checker alone
    """One or several of those whose contract runs, by office."""

    iterator = ByOfficeIterator

    def __init__(self) -> None:
        super().__init__(
            Contract.objects.none(),
            label="司法协理员",
            widget=ByOffice,
            help_text="点司法所的名称，列出本所的人，也可以按姓名查找；一起受表彰的可以多选，也可以跨所，每人各占一个名额",
            error_messages={"required": "请选择受表彰的司法协理员。", "invalid_choice": "有人已经不在岗，请刷新页面重新选择。"},
        )

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.assistant.name)


def _deeds(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=hint,
        error_messages={"required": f"请写明“{label}”的具体事实。", "max_length": "最多 300 字，请精简。"},
    )


def name_sought(data: QueryDict) -> str | None:
    """The name that is looked for, by the button or by Enter after another was typed; None where the form itself is meant."""
    name = data.get("name", "").strip()
    typed = "entered" in data and name != data.get("listed", "").strip()
    return name if typed or "find" in data else None


class CommendationForm(forms.Form):
    """Who is to be commended, as what, for which deeds."""

    contracts = WhoAllField()
    year = forms.TypedChoiceField(
        label="表彰年度", coerce=int, error_messages={"required": "请选择表彰年度。", "invalid_choice": "请选择表彰年度。"}
    )
    award = forms.ChoiceField(
        label="表彰名称",
        choices=AWARD_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择表彰名称。", "invalid_choice": "请选择表彰名称。"},
    )
    performance = _deeds("工作表现突出", "时间、地点、做了什么；本人会看到，不要写当事人的姓名和隐私")
    achievements = _deeds("取得显著成绩", "件数、次数、结果")
    contribution = _deeds("突出贡献", "对本所、本县（区）工作的作用")
    amount = forms.DecimalField(
        label="奖金（元，每人）",
        required=False,
        widget=forms.TextInput({"inputmode": "decimal", "class": "short"}),
        error_messages={"invalid": "奖金请填数字，例如 500。"},
    )
    paper = PaperField(label="表彰决定", hint="表彰决定或者研究表彰的会议材料，")

    def __init__(self, data: Any = None, files: Any = None, *, contracts: Any, today: date, most: int, sought: str | None = None) -> None:
        """`sought`: as `name_sought` says; whoever only looks for a name is not judged yet, and everything typed and ticked stays."""
        if sought is None:
            super().__init__(data, files)
        else:
            typed = {name: data.getlist(name) if name == "contracts" else data.get(name) for name in self.base_fields if name in data}
            super().__init__(initial=typed)
            self.fields["contracts"].widget.sought = sought
        self.fields["contracts"].queryset = contracts  # type: ignore[attr-defined]
        self.fields["year"].choices = [(year, f"{year} 年") for year in (today.year, today.year - 1)]  # type: ignore[attr-defined]
        self.fields["amount"].help_text = f"没有的不填；本县（区）规定最多 {most} 元"
        if not most:
            del self.fields["amount"]  # the county pays none

    @property
    def entered(self) -> dict[str, Any]:
        """What the verb takes, but for the paper."""
        said = dict(self.cleaned_data)
        people = [each.assistant for each in said.pop("contracts")]
        return {"amount": None, **said, "assistants": people}


class CommendationFilterForm(forms.Form):
    """Which commendations."""

    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Honour.choices])
    award = forms.ChoiceField(label="名称", required=False, choices=[("", "全部"), *AWARD_CHOICES])
    year = forms.IntegerField(
        label="年度", required=False, min_value=2000, max_value=2100, widget=forms.TextInput({"inputmode": "numeric", "class": "short"})
    )

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked for and understood."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}
