"""What people enter on the pages of appraisal."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from bureaus.fields import DayField, ShortSelect
from evaluation.actions import Decision
from evaluation.actions.appraising import MOST_SUMMARY
from evaluation.actions.opinions import MOST_LINKS
from evaluation.models import Appraisal, AppraisalScheme
from policy.appraisal import DIMENSIONS, Grade
from policy.appraisal_way import AUDIENCES, RATINGS, SETTINGS, Audience, Cycle, grades_of, problems

LONG = {"rows": 6}


class SeenForm(forms.Form):
    """An act on the version the person has read."""

    seen = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": "页面不完整，请刷新后再试。"})


class ReasonForm(SeenForm):
    """An act that says why."""

    reason = forms.CharField(
        label="理由",
        widget=forms.Textarea(LONG),
        max_length=500,
        error_messages={"required": "请写明理由，经办人才知道改哪里。", "max_length": "理由最多 500 字。"},
    )


def _number(label: str, hint: str = "", *, required: bool = False) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        help_text=hint,
        max_digits=5,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "short"}),
        error_messages={
            "required": f"请填写{label}。",
            "invalid": f"{label}应填数字。",
            "max_digits": f"{label}过大，请核对。",
            "max_whole_digits": f"{label}过大，请核对。",
            "max_decimal_places": f"{label}最多两位小数。",
        },
    )


class SchemeForm(SeenForm):
    """The numbers of a template and its veto items."""

    vetoes = forms.CharField(
        label="一票否决情形",
        required=False,
        max_length=1000,
        widget=forms.Textarea(LONG),
        help_text="每行一项：先写情形，空一格，再写最高等次（合格、基本合格、不合格），例如：旷工三天以上 基本合格",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, setting in SETTINGS.items():
            unit = f"单位：{setting.unit}。" if setting.unit else ""
            bounds = f"，可填 {setting.least} 到 {setting.most}" if setting.least is not None else ""
            hint = f"{unit}建议 {setting.suggested}{bounds}。{setting.why}"
            self.fields[key] = _number(setting.title, hint, required=True)
        self.order_fields([*SETTINGS, "vetoes"])

    @classmethod
    def of(cls, scheme: AppraisalScheme) -> dict[str, Any]:
        """What stands now."""
        lines = "\n".join(f"{veto.title} {veto.cap.title}" for veto in scheme.veto_items.values())
        return {**{key: scheme.plain(key) for key in SETTINGS}, "vetoes": lines, "seen": scheme.version}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for key, said in problems({key: cleaned.get(key) for key in SETTINGS}).items():
            if key not in self.errors:
                self.add_error(key, said)
        return cleaned

    @property
    def entered(self) -> dict[str, Any]:
        """What the verb takes."""
        whole = {key: value for key, value in self.cleaned_data.items() if key in SETTINGS}
        numbers = {key: value if SETTINGS[key].decimal else int(value) for key, value in whole.items()}
        return {"numbers": numbers, "vetoes": self.cleaned_data["vetoes"], "seen": self.cleaned_data["seen"]}


class OpenPeriodForm(forms.Form):
    """Which days are appraised."""

    cycle = forms.ChoiceField(
        label="考核类别",
        choices=[(cycle.value, cycle.title) for cycle in Cycle],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择考核类别。", "invalid_choice": "请选择考核类别。"},
    )
    first_day = DayField(label="第一天", help_text="平时考核和年度考核从某月 1 日起")
    last_day = DayField(label="最后一天", help_text="聘期考核填合同期满日所在的一段时间，一次不超过 12 个月")

    @property
    def entered(self) -> dict[str, Any]:
        return {**self.cleaned_data, "cycle": Cycle(self.cleaned_data["cycle"])}


class GradesForm(SeenForm):
    """The grid of a period: one line a person, each with grade, veto item and reason."""

    def __init__(self, data: Any = None, *, sheets: Iterable[Appraisal], scheme: AppraisalScheme, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.sheets = list(sheets)
        self.grades = [("", "未定"), *((grade.value, grade.title) for grade in grades_of(cycle))]
        self.vetoes = [("", "没有"), *((veto.key, f"{veto.title}（最高{veto.cap.title}）") for veto in scheme.veto_items.values())]

    def line(self, sheet: Appraisal) -> dict[str, Any]:
        """What is asked of one person, with what stands or was typed."""
        typed = self.data if self.is_bound else {}
        name = sheet.assistant.name
        grade, veto, reason = (typed.get(f"{what}-{sheet.pk}", stands) for what, stands in self._stands(sheet))
        choices = self.grades if not sheet.undetermined else [("", "未定"), (Grade.UNDETERMINED.value, Grade.UNDETERMINED.title)]
        label = {"aria-label": f"{name}的等次"}
        return {
            "grade": ShortSelect(label, choices).render(f"grade-{sheet.pk}", grade, {}),
            "veto": ShortSelect({"aria-label": f"{name}的一票否决情形"}, self.vetoes).render(f"veto-{sheet.pk}", veto, {}),
            "reason": reason,
        }

    def decisions(self, data: Mapping[str, str]) -> dict[int, Decision]:
        """What was entered, by sheet."""
        found = {}
        for sheet in self.sheets:
            grade = data.get(f"grade-{sheet.pk}", "")
            known = grade if grade in Grade._value2member_map_ else ""
            veto, reason = data.get(f"veto-{sheet.pk}", ""), data.get(f"reason-{sheet.pk}", "")
            found[sheet.pk] = Decision(Grade(known) if known else None, veto, reason.replace("\x00", "")[:300])
        return found

    @staticmethod
    def _stands(sheet: Appraisal) -> tuple[tuple[str, str], ...]:
        grade = sheet.grade or (Grade.UNDETERMINED.value if sheet.undetermined else "")
        return (("grade", grade), ("veto", sheet.veto), ("reason", sheet.grade_reason))


class SummaryForm(SeenForm):
    """述职."""

    text = forms.CharField(
        label="述职内容",
        max_length=MOST_SUMMARY,
        help_text=f"按德、能、勤、绩、廉写这段时间做了什么、效果怎样、还有哪些不足，不超过 {MOST_SUMMARY} 字。请不要写当事人的姓名和隐私",
        widget=forms.Textarea({"rows": 12}),
        error_messages={"required": "请写述职内容。", "max_length": f"述职最多 {MOST_SUMMARY} 字，请精简后再提交。"},
    )


class MarksForm(SeenForm):
    """The office head's five marks, suggestion and words."""

    suggestion = forms.ChoiceField(
        label="建议等次", widget=forms.RadioSelect, error_messages={"required": "请选择建议等次。", "invalid_choice": "请选择建议等次。"}
    )
    opinion = forms.CharField(
        label="评语",
        max_length=1000,
        widget=forms.Textarea(LONG),
        help_text="本人签收结果时会看到",
        error_messages={"required": "请写评语。", "max_length": "评语最多 1000 字。"},
    )

    def __init__(self, *args: Any, weights: Mapping[str, int], choices: Iterable[Grade], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, dimension in DIMENSIONS.items():
            self.fields[key] = _number(dimension.title, f"0 到 100 分，权重 {weights[key]}%", required=True)
        self.fields["suggestion"].choices = [(grade.value, grade.title) for grade in choices]  # type: ignore[attr-defined]
        self.order_fields([*DIMENSIONS, "suggestion", "opinion"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for key, dimension in DIMENSIONS.items():
            value = cleaned.get(key)
            if value is not None and not 0 <= value <= 100:
                self.add_error(key, f"{dimension.title}应在 0 到 100 分之间，填的是 {value}。")
        return cleaned

    @property
    def entered(self) -> dict[str, Any]:
        """What the verb takes."""
        cleaned = self.cleaned_data
        given = {key: cleaned[key] for key in DIMENSIONS}
        return {"given": given, "suggestion": Grade(cleaned["suggestion"]), "opinion": cleaned["opinion"], "seen": cleaned["seen"]}


class ReceiptForm(SeenForm):
    """How somebody was told who did not sign in the own account."""

    receipt = forms.ChoiceField(
        label="送达方式",
        choices=[choice for choice in Appraisal.Receipt.choices if choice[0] != Appraisal.Receipt.SIGNED],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择送达方式。", "invalid_choice": "请选择送达方式。"},
    )
    served_on = DayField(label="送达日期")
    note = forms.CharField(
        label="送达情况",
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="拒绝签收或者本人不在的必须写：经过、见证人",
        error_messages={"max_length": "送达情况最多 300 字。"},
    )


class LinksForm(forms.Form):
    """For how many recipients links are made."""

    audience = forms.ChoiceField(
        label="向谁征求意见",
        choices=[(each.key, each.title) for each in AUDIENCES.values()],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择向谁征求意见。", "invalid_choice": "请选择向谁征求意见。"},
    )
    number = forms.IntegerField(
        label="链接个数",
        min_value=1,
        max_value=MOST_LINKS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        help_text=f"一人一个，一次最多 {MOST_LINKS} 个",
        error_messages={
            "required": "请填写链接个数。",
            "invalid": "链接个数应填整数。",
            "min_value": "链接至少 1 个。",
            "max_value": f"一次最多 {MOST_LINKS} 个链接。",
        },
    )


class RecheckForm(SeenForm):
    """Why 复核 is asked for."""

    grounds = forms.CharField(
        label="申请复核的理由",
        max_length=1000,
        widget=forms.Textarea(LONG),
        help_text="哪一项不符合事实，有什么依据",
        error_messages={"required": "请写明申请复核的理由。", "max_length": "理由最多 1000 字。"},
    )


class AnswerForm(forms.Form):
    """What 复核 came to."""

    grade = forms.ChoiceField(
        label="复核等次", widget=forms.RadioSelect, error_messages={"required": "请选择复核等次。", "invalid_choice": "请选择复核等次。"}
    )
    answer = forms.CharField(
        label="结论和理由",
        max_length=1000,
        widget=forms.Textarea(LONG),
        help_text="本人会看到",
        error_messages={"required": "请写明复核的结论和理由。", "max_length": "最多 1000 字。"},
    )

    def __init__(self, *args: Any, choices: Iterable[Grade], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = [(grade.value, grade.title) for grade in choices]  # type: ignore[attr-defined]


class OpinionForm(forms.Form):
    """One rating for each question of an audience."""

    def __init__(self, *args: Any, audience: Audience, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, title in audience.questions:
            self.fields[key] = forms.ChoiceField(
                label=title,
                choices=[(rating, word) for rating, (word, _) in RATINGS.items()],
                widget=forms.RadioSelect,
                error_messages={"required": f"请评价“{title}”。", "invalid_choice": f"请评价“{title}”。"},
            )
