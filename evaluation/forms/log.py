"""The three short pages of an entry: day and duty; how many of each; words, officer in charge, attachments."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms

from documents.forms import PAPER_HINT
from documents.uploads import Accept, Checked, UnfitFile, check
from evaluation.models import LogEntry
from policy.duties import BY_NUMBER, DUTIES, LONGEST, MOST


class DutyForm(forms.Form):
    """When, and by which of the twelve duties."""

    day = forms.DateField(
        label="日期",
        widget=forms.DateInput(attrs={"type": "date", "class": "medium"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写日期。", "invalid": "日期请写成 2024-03-16 这样。"},
    )
    duty = forms.TypedChoiceField(
        label="职责",
        coerce=int,
        choices=[("", "请选择"), *((duty.number, f"{duty.number}．{duty.title}") for duty in DUTIES)],
        error_messages={"required": "请从十二项岗位职责中选一项。", "invalid_choice": "请从十二项岗位职责中选一项。"},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["day"].widget.attrs["max"] = today.isoformat()


class MeasuresForm(forms.Form):
    """How many of each thing that the duty counts; an empty field is nought."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, entry: LogEntry) -> None:
        super().__init__(data, initial={"seen": entry.version, **entry.measures})
        self.entry = entry
        for measure in entry.kind.measures:
            sentence = f"{measure.title}应为 0 到 {MOST} 的整数。"
            self.fields[measure.key] = forms.IntegerField(
                label=f"{measure.title}（{measure.unit}）",
                required=False,
                min_value=0,
                max_value=MOST,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
                error_messages={"invalid": sentence, "min_value": sentence, "max_value": sentence},
            )

    @property
    def measures(self) -> dict[str, int]:
        """What was counted; noughts are left out."""
        return {each.key: self.cleaned_data[each.key] for each in self.entry.kind.measures if self.cleaned_data.get(each.key)}


class SeveralFiles(forms.FileInput):
    """A file control that may bring more than one."""

    allow_multiple_selected = True


class WordsForm(forms.Form):
    """What was done, who is in charge, pictures and papers. Files are judged by what they hold, one by one."""

    text = forms.CharField(
        label="做了什么",
        help_text=f"写明协助谁、做了什么，不写当事人的身份证号和电话。最多 {LONGEST} 个字。",
        widget=forms.Textarea({"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": "请写明做了什么。", "max_length": f"内容最多 {LONGEST} 个字。"},
    )
    officer = forms.CharField(
        label="承办人",
        error_messages={"required": "请写明承办人。"},
        max_length=30,
        help_text="这项工作由司法所工作人员承办，请写承办人的姓名。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "medium"}),
    )
    papers = forms.Field(label="附件", required=False, help_text=f"照片或文件，可以选多个。{PAPER_HINT}", widget=SeveralFiles())
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, files: Any, *, entry: LogEntry) -> None:
        text = entry.text or ("协助" if BY_NUMBER[entry.duty].assists else "")
        super().__init__(data, files, initial={"seen": entry.version, "text": text, "officer": entry.officer})
        if not entry.kind.names_officer:
            del self.fields["officer"]
        if self.is_bound and "keep" in self.data:  # a draft may lack everything
            for name in ("text", "officer"):
                if name in self.fields:
                    self.fields[name].required = False
        self.checked: list[tuple[Checked, str]] = []

    def clean(self) -> dict[str, Any]:
        for upload in self._uploads():
            try:
                self.checked.append((check(upload, accept=Accept.PAPER), upload.name or ""))
            except UnfitFile as fault:
                self.add_error("papers", f"{upload.name}：{fault}")
        return self.cleaned_data

    def _uploads(self) -> Iterator[Any]:
        yield from self.files.getlist("papers") if self.is_bound and self.files else ()


class ReturnForm(forms.Form):
    """Why an entry goes back."""

    reason = forms.CharField(
        label="退回的理由",
        max_length=200,
        help_text="写明哪里要改，本人会收到。",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "请写明退回的理由。", "max_length": "理由最多 200 个字。"},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
