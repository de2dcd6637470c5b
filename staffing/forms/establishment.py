"""What clerks fill in about 编制情况: for which day to look, and what holds from a day on."""

from typing import Any

from django import forms

from bureaus.models import County
from staffing.forms.plans import MOST, WHOLE
from staffing.models import Establishment


class EstablishmentFilterForm(forms.Form):
    """What stood on which day, and for the city whose."""

    on = forms.DateField(
        label="截至",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "日期请写成 2024-03-16 这样。"},
    )
    county = forms.ModelChoiceField(County.objects, label="县（区）", required=False, empty_label="全部")

    def __init__(self, data: Any, *, one_county: bool) -> None:
        super().__init__(data)
        if one_county:
            del self.fields["county"]


class EstablishmentForm(forms.Form):
    """What stands in one office from a day on. An empty number is not known."""

    holds_from = forms.DateField(
        label="起算日期",
        help_text="数字从哪一天起是这样。同一天再登记一次，就是更正原来的记录。",
        widget=forms.DateInput(attrs={"type": "date", "class": "medium"}),
        error_messages={"required": "请填写起算日期。", "invalid": "日期请写成 2024-03-16 这样。"},
    )
    source = forms.CharField(label="依据", required=False, max_length=100, help_text="文件名称和文号")
    note = forms.CharField(
        label="备注", required=False, max_length=200, help_text="更正原来的记录，须在这里写明理由。", widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in Establishment.NUMBERS:
            title = Establishment.title_of(number)
            sentence = f"{title}：{WHOLE}"
            self.fields[number] = forms.IntegerField(
                label=title,
                required=False,
                min_value=0,
                max_value=MOST,
                help_text="没有的填 0，不知道的留空。",
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
                error_messages={"invalid": sentence, "min_value": sentence, "max_value": sentence},
            )
        self.order_fields(["holds_from", *Establishment.NUMBERS, "source", "note"])
