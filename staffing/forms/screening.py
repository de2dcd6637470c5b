"""What a county sends to have a sheet of people screened."""

from datetime import date

from django import forms

from policy.people import Convention
from policy.screening import EARLIEST
from policy.tracks import TRACKS


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
