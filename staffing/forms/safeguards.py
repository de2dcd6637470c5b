"""What people enter on the pages of budget and pay. An empty amount is not yet known."""

import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from bureaus.fields import DayField
from documents.forms import PaperField
from staffing.models import Budget, PayScheme
from staffing.models.safeguards import PAY

MOST_ALLOWANCES = 12
KEPT = "不选则保留已上传的文件；"
LONG = {"rows": 4}


class YuanField(forms.DecimalField):
    """An amount in yuan, typed with or without commas, in digits of any width."""

    def __init__(self, *, label: str, digits: int, help_text: str = "") -> None:
        sentence = f"{label}应为数字，例如 3500 或 3500.50。"
        super().__init__(
            label=label,
            required=False,
            min_value=0,
            max_digits=digits,
            decimal_places=2,
            help_text=help_text,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "medium"}),
            error_messages={
                "invalid": sentence,
                "min_value": f"{label}不能是负数。",
                "max_digits": f"{label}过大，请核对单位是不是元。",
                "max_whole_digits": f"{label}过大，请核对单位是不是元。",
                "max_decimal_places": f"{label}最多两位小数。",
            },
        )

    def to_python(self, value: Any) -> Any:
        typed = unicodedata.normalize("NFKC", value).replace(",", "").replace(" ", "") if isinstance(value, str) else value
        return super().to_python(typed)


class BeginBudgetForm(forms.Form):
    """Which year a budget is for."""

    year = forms.IntegerField(
        label="年度",
        min_value=2024,
        max_value=2099,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={
            "required": "请填写预算的年度。",
            "invalid": "年度请填四位数字，例如 2024。",
            "min_value": "年度不能早于 2024 年。",
            "max_value": "年度请填四位数字，例如 2024。",
        },
    )


class YearForm(forms.Form):
    """Which year the city compares."""

    year = forms.TypedChoiceField(label="年度", coerce=int, required=False)

    def __init__(self, data: Any, *, years: list[int]) -> None:
        super().__init__(data)
        self.fields["year"].choices = [(year, f"{year}年") for year in years]  # type: ignore[attr-defined]


class BudgetForm(forms.Form):
    """A year's money."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    personnel = YuanField(label="人员经费", digits=14, help_text="单位：元。工资、社会保险等")
    public_funds = YuanField(label="公用经费", digits=14, help_text="单位：元。办公办案设备设施、健康检查、培训等支出")
    paper_number = forms.CharField(label="文号", required=False, max_length=60, help_text="预算批复或预算表的文号、名称")
    note = forms.CharField(label="说明", required=False, max_length=300)
    file = PaperField(label="预算文件", required=False, hint=KEPT)

    @classmethod
    def of(cls, budget: Budget) -> dict[str, Any]:
        """What stands now."""
        names = ("personnel", "public_funds", "paper_number", "note")
        return {**{name: getattr(budget, name) for name in names}, "seen": budget.version}

    @property
    def entered(self) -> dict[str, Any]:
        """What the verb takes, but for the file."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


class PayForm(forms.Form):
    """A pay scheme."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    effective_from = DayField(label="生效日期", required=False, help_text="从这一天起执行；上一份方案执行到前一天")
    base = YuanField(label="基本工资", digits=8, help_text="单位：元，每月。没有的填 0")
    post = YuanField(label="岗位工资", digits=8, help_text="单位：元，每月。没有的填 0")
    performance = YuanField(label="绩效工资", digits=8, help_text="单位：元，每月。没有的填 0")
    yearly_step = YuanField(label="年度增长额", digits=8, help_text="每工作满一年，每月增加多少元")
    least = YuanField(label="月工资下限", digits=8, help_text="不低于当地最低工资标准")
    most = YuanField(label="月工资上限", digits=8, help_text="年度增长到此为止")
    allowances = forms.CharField(
        label="津贴补贴",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs=LONG),
        help_text="每行一项，先写名称，再写每月多少元，例如：法律职业资格津贴 300",
    )
    growth = forms.CharField(label="工资增长办法", required=False, max_length=300, help_text="没有年度增长额时必须写")
    insurance = forms.CharField(
        label="社会保险", required=False, max_length=1000, widget=forms.Textarea(attrs=LONG), help_text="印在公告和合同上"
    )
    leave = forms.CharField(
        label="休息休假", required=False, max_length=1000, widget=forms.Textarea(attrs=LONG), help_text="印在公告和合同上"
    )
    paper_number = forms.CharField(label="文号", required=False, max_length=60)
    file = PaperField(label="核定文件", required=False, hint=KEPT)

    @classmethod
    def of(cls, scheme: PayScheme) -> dict[str, Any]:
        """What stands now."""
        names = ("effective_from", *PAY, "growth", "insurance", "leave", "paper_number")
        lines = "\n".join(f"{row['name']} {row['amount']}" for row in scheme.allowances)
        return {**{name: getattr(scheme, name) for name in names}, "allowances": lines, "seen": scheme.version}

    def clean_allowances(self) -> list[tuple[str, Decimal]]:
        found = []
        lines = [line for line in self.cleaned_data["allowances"].splitlines() if line.strip()]
        if len(lines) > MOST_ALLOWANCES:
            raise forms.ValidationError(f"津贴补贴最多 {MOST_ALLOWANCES} 项，请合并后再填。")
        for number, line in enumerate(lines, 1):
            name, _, written = unicodedata.normalize("NFKC", line).strip().removesuffix("元").strip().rpartition(" ")
            found.append((name.strip()[:40], _amount(number, name, written)))
        return found

    @property
    def entered(self) -> dict[str, Any]:
        """What the verb takes, but for the file."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("file", *PAY)}
        return {**given, "amounts": {name: self.cleaned_data[name] for name in PAY}}

    def clean_effective_from(self) -> date | None:
        day: date | None = self.cleaned_data["effective_from"]
        if day is not None and not 2000 <= day.year <= 2099:
            raise forms.ValidationError("生效日期的年份请核对。")
        return day


def _amount(number: int, name: str, written: str) -> Decimal:
    try:
        amount = Decimal(written.replace(",", ""))
        if name.strip() and amount.is_finite() and 0 <= amount < 10**6 and amount == amount.quantize(Decimal("0.01")):
            return amount
    except InvalidOperation:
        pass
    raise forms.ValidationError(f"津贴补贴第 {number} 行没有写清楚，请先写名称，空一格，再写每月多少元，例如：法律职业资格津贴 300。")
