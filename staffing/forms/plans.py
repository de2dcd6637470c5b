"""What people enter on the pages of a plan, its filing and the ledger."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField

from bureaus.models import County
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

    def __init__(self, data: Mapping[str, Any] | None, *, plan: QuotaPlan, hints: Mapping[tuple[int, str], str] | None = None) -> None:
        super().__init__(data, initial={"seen": plan.version})
        self.plan = plan
        self.hints = hints or {}  # by line and number: a word beneath the cell
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
        return cell, (f"已存 {written or '空'}" if differs else self.hints.get((line.pk, number), ""))


class WhatIfForm(GridForm):
    """The same grid to try numbers in; beneath a changed cell stands what the plan holds. Nothing of it is saved."""

    def __init__(self, data: Mapping[str, Any] | None, *, plan: QuotaPlan) -> None:
        super().__init__(data, plan=plan)
        del self.fields["seen"]
        self.stored = {(line.pk, number): getattr(line, number) for line in self.lines for number in PlanLine.NUMBERS}

    def try_out(self) -> None:
        """Put what was typed on the lines in memory, so that every sum of the page counts it."""
        for line in self.lines:
            for number, value in self.numbers[line.pk].items():
                setattr(line, number, value)
                if value != (before := self.stored[line.pk, number]):
                    self.hints = {**self.hints, (line.pk, number): f"方案 {'空' if before is None else before}"}

    @property
    def moved(self) -> list[tuple[str, int]]:
        """By how much each column's sum differs from the plan's; columns that do not differ are left out."""
        sums = [
            (PlanLine.title_of(number), sum((getattr(line, number) or 0) - (self.stored[line.pk, number] or 0) for line in self.lines))
            for number in PlanLine.NUMBERS
        ]
        return [(title, by) for title, by in sums if by]


def _name(number: str, line: PlanLine) -> str:
    return f"{number}-{line.pk}"


def _cell(number: str, line: PlanLine) -> forms.IntegerField:
    label = f"{line} {PlanLine.title_of(number)}"
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


class RevisionForm(SeenForm):
    """Why a filed plan is to be changed; the city reads it."""

    reason = forms.CharField(
        label="变更的理由",
        widget=forms.Textarea({"rows": 4}),
        max_length=500,
        help_text="市司法局审核时会看到。",
        error_messages={"required": "请写明变更的理由，市司法局审核时要看。"},
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


class LedgerFilterForm(forms.Form):
    """Which year's ledger, and for the city whose."""

    year = forms.TypedChoiceField(label="年度", coerce=int, required=False)
    county = forms.ModelChoiceField(County.objects, label="县（区）", required=False, empty_label="全部")

    def __init__(self, data: Any, *, years: list[int], one_county: bool) -> None:
        super().__init__(data)
        self.fields["year"].choices = [(year, f"{year}年") for year in years]  # type: ignore[attr-defined]
        if one_county:
            del self.fields["county"]
