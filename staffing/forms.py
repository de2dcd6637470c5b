"""What people enter on the pages of staffing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from bureaus.models import County, JudicialOffice
from policy.people import Convention
from policy.screening import EARLIEST
from policy.tracks import TRACKS
from staffing.models import PlanLine, QuotaPlan

MOST = 999
OPINION = {"rows": 6, "cols": 32}  # the admin takes a box's width from here; more would leave a phone's window
WHOLE = f"请填写 0 到 {MOST} 的整数，没有的填 0。"


class BeginPlanForm(forms.Form):
    """Which year a new plan is for."""

    year = forms.IntegerField(
        label="年度",
        min_value=2024,
        max_value=2099,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={
            "required": "请填写方案的年度。",
            "invalid": "年度请填四位数字，例如 2024。",
            "min_value": "年度不能早于 2024 年。",
            "max_value": "年度请填四位数字，例如 2024。",
        },
    )


class GridForm(forms.Form):
    """The plan's grid: one cell for each line and number. An empty cell is not yet known; what was typed is never lost."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, *, plan: QuotaPlan) -> None:
        super().__init__(data, initial={"seen": plan.version})
        self.plan = plan
        self.lines = list(plan.lines.all())
        self.shows_stored = False
        for line in self.lines:
            for number in PlanLine.NUMBERS:
                self.fields[_name(number, line)] = _cell(number, line)

    @property
    def numbers(self) -> dict[int, dict[str, int | None]]:
        """What was entered, by line."""
        return {line.pk: {number: self.cleaned_data[_name(number, line)] for number in PlanLine.NUMBERS} for line in self.lines}

    @property
    def rows(self) -> list[tuple[PlanLine, list[tuple[BoundField, str]]]]:
        """Each line with its cells, and beside a cell what is stored where somebody else's save differs from it."""
        return [(line, [self._beside(number, line) for number in PlanLine.NUMBERS]) for line in self.lines]

    def overtaken(self) -> None:
        """Somebody else saved in between: what was typed stays, what is stored is shown, and the next save is on this version."""
        self.shows_stored = True
        self.data = {**{name: self.data.get(name) for name in self.data}, "seen": str(self.plan.version)}

    def _beside(self, number: str, line: PlanLine) -> tuple[BoundField, str]:
        cell = self[_name(number, line)]
        stored = getattr(line, number)
        written = "" if stored is None else str(stored)
        differs = self.shows_stored and cell.value() != written
        return cell, (f"已存 {written or '空'}" if differs else "")


def _name(number: str, line: PlanLine) -> str:
    return f"{number}-{line.pk}"


def _cell(number: str, line: PlanLine) -> forms.IntegerField:
    label = f"{line.office} {PlanLine.title_of(number)}"
    attrs = {"inputmode": "numeric", "autocomplete": "off", "aria-label": label, "data-col": number, "maxlength": 4}
    if number != "in_post":
        attrs["data-counts"] = ""
    sentence = f"{label}：{WHOLE}"
    return forms.IntegerField(
        label=label,
        required=False,
        initial=getattr(line, number),
        min_value=0,
        max_value=MOST,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"invalid": sentence, "min_value": sentence, "max_value": sentence},
    )


class SeenForm(forms.Form):
    """An act on the version the person has read."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(SeenForm):
    """An act that says why."""

    reason = forms.CharField(
        label="理由", widget=forms.Textarea, max_length=500, error_messages={"required": "请写明理由，经办人才知道改哪里。"}
    )


class SubmitForm(SeenForm):
    """Submitting to the city: the person types which county's plan it is."""

    typed = forms.CharField(label="县（区）名称", error_messages={"required": "请输入县（区）名称，确认上报的是哪一份方案。"})

    def __init__(self, *args: Any, plan: QuotaPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.county = plan.county.name
        self.fields["typed"].help_text = f"请输入“{self.county}”，确认上报的是本县（区）的方案。"

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"]
        if typed.strip() != self.county:
            raise forms.ValidationError(f"输入的名称与方案不一致，应为“{self.county}”。")
        return typed


class FileForm(forms.Form):
    """准予备案."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    filing_number = forms.CharField(label="备案号", max_length=40, error_messages={"required": "请填写备案号。"})
    opinion = forms.CharField(label="意见", widget=forms.Textarea(attrs=OPINION), required=False, max_length=500)


class ReturnForm(forms.Form):
    """退回修改."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    opinion = forms.CharField(
        label="退回理由",
        widget=forms.Textarea(attrs=OPINION),
        max_length=500,
        error_messages={"required": "请写明退回修改的理由，县（区）才知道改哪里。"},
    )


class ScreeningForm(forms.Form):
    """A sheet of people to be judged, and about what it is asked. Nothing of it is kept."""

    track = forms.ChoiceField(
        label="招聘方式",
        choices=[(track.key, track.title) for track in TRACKS.values()],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择招聘方式。", "invalid_choice": "请选择招聘方式。"},
    )
    as_of = forms.DateField(
        label="基准日",
        help_text="按这一天算周岁，建议填报名首日",
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date", "class": "medium"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写基准日。", "invalid": "基准日应为日期，如 2024-03-20。"},
    )
    convention = forms.ChoiceField(
        label="“35周岁以下”的算法",
        help_text="与公告一致；择优选聘不用这一项",
        choices=[(convention.name, convention.title) for convention in Convention],
        error_messages={"required": "请选择年龄的算法。", "invalid_choice": "请选择年龄的算法。"},
    )
    file = forms.FileField(
        label="人员表",
        help_text="按本页的模板填写，.xlsx 格式，不超过 10 MB；审完不保存",
        widget=forms.FileInput({"accept": ".xlsx"}),
        error_messages={"required": "请先选择人员表。", "empty": "这个文件是空的。", "missing": "请先选择人员表。"},
    )

    def clean_as_of(self) -> date:
        day: date = self.cleaned_data["as_of"]
        if day.year < EARLIEST:
            raise forms.ValidationError(f"基准日不早于 {EARLIEST} 年，请核对年份。")
        return day


class LedgerFilterForm(forms.Form):
    """Which year's ledger, and for the city whose."""

    year = forms.TypedChoiceField(label="年度", coerce=int, required=False)
    county = forms.ModelChoiceField(County.objects, label="县（区）", required=False, empty_label="全部")

    def __init__(self, data: Any, *, years: list[int], one_county: bool) -> None:
        super().__init__(data)
        self.fields["year"].choices = [(year, f"{year}年") for year in years]  # type: ignore[attr-defined]
        if one_county:
            del self.fields["county"]


class RosterFilterForm(forms.Form):
    """Whose roster, and whom to look for."""

    name = forms.CharField(label="姓名", required=False, max_length=30)
    office = forms.ModelChoiceField(JudicialOffice.objects, label="司法所", required=False, empty_label="全部")

    def __init__(self, data: Any, *, offices: Any) -> None:
        super().__init__(data)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
