"""What people enter about filings: their text, enclosures, comments, the city's answer, difficulties, programmes."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from bureaus.models import County
from documents.forms import PaperField
from policy.filings import KINDS, MARKS, Enclosure, Part, Shape, ahead, checklist, solvers
from policy.programme import PILOT
from staffing.forms.plans import OPINION, SeenForm
from staffing.models import DifficultyState, Filing, FilingOutcome, Matter
from staffing.places import places

MOST_TEXT = 5000
MOST_PEOPLE = 999
WHOLE_NUMBER = f"请填写 0 到 {MOST_PEOPLE} 的整数。"
DAY = "请填写日期，例如 2024-03-15。"


class DayInput(forms.DateInput):
    """A day, picked or typed."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "medium"})


class MatterForm(SeenForm):
    """One page for a whole filing: its parts, its enclosures. Everything may be left open; what is missing is said when it goes on."""

    def __init__(self, data: Any, files: Any, *, matter: Matter, today: date) -> None:
        super().__init__(data, files, initial={"seen": matter.version})
        self.matter = matter
        self.kind = matter.kind_of_filing
        self.today = today
        self.enclosed = {each.key: each for each in matter.enclosures.all()}
        for part in self.kind.parts:
            self.fields[part.key] = _written(part, matter.content.get(part.key))
        for each in self.kind.enclosures:
            self.fields[f"file-{each.key}"] = PaperField(label=each.title, required=False, hint=each.hint)
            self.fields[f"file-{each.key}"].optional = not each.required  # type: ignore[attr-defined]
            if each.key in self.enclosed:
                self.fields[f"remove-{each.key}"] = forms.BooleanField(label=f"移除“{self.enclosed[each.key]}”", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        early = ahead(
            self.kind, {key: value.isoformat() if isinstance(value, date) else value for key, value in cleaned.items()}, self.today
        )
        for part in self.kind.parts:
            if part.title in early:
                self.add_error(part.key, f"{part.title}不能晚于今天，请填写实际日期。")
        return cleaned

    @property
    def content(self) -> dict[str, Any]:
        """What was written, by part; days as ISO 8601."""
        written = {part.key: self.cleaned_data.get(part.key) for part in self.kind.parts}
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in written.items()}

    @property
    def uploads(self) -> dict[str, Any]:
        found = {each.key: self.cleaned_data.get(f"file-{each.key}") for each in self.kind.enclosures}
        return {key: upload for key, upload in found.items() if upload}

    @property
    def removed(self) -> list[str]:
        return [key for key in self.enclosed if self.cleaned_data.get(f"remove-{key}") and key not in self.uploads]

    def overtaken(self, matter: Matter) -> None:
        """Somebody else saved in between: what was typed stays, and the next save is on this version."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "seen": str(matter.version)}

    def parts(self) -> Iterator[tuple[Part, BoundField]]:
        for part in self.kind.parts:
            yield part, self[part.key]

    def files_of(self) -> Iterator[tuple[Enclosure, BoundField, Any, BoundField | None]]:
        """Each enclosure with its field, what lies there now, and the box that removes it."""
        for each in self.kind.enclosures:
            there = self.enclosed.get(each.key)
            yield each, self[f"file-{each.key}"], there, self[f"remove-{each.key}"] if there else None


def _written(part: Part, value: Any) -> forms.Field:
    common: dict[str, Any] = {"label": part.title, "required": False, "help_text": part.hint, "initial": value}
    if part.shape is Shape.DAY:
        return forms.DateField(widget=DayInput(), error_messages={"invalid": DAY}, **common)
    if part.shape is Shape.NUMBER:
        wrong = dict.fromkeys(("invalid", "min_value", "max_value"), f"{part.title}：{WHOLE_NUMBER}")
        attrs = {"inputmode": "numeric", "class": "short", "maxlength": 4}
        return forms.IntegerField(min_value=0, max_value=MOST_PEOPLE, widget=forms.TextInput(attrs=attrs), error_messages=wrong, **common)
    if part.shape is Shape.LINE:
        return forms.CharField(max_length=100, error_messages={"max_length": f"{part.title}最多 100 字。"}, **common)
    return forms.CharField(
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": f"{part.title}最多 {MOST_TEXT} 字，更长的请作为附件上传。"},
        **common,
    )


class EnclosureForm(SeenForm):
    """One paper beside a plan."""

    upload = PaperField(label="文件")


class SubmitMatterForm(SeenForm):
    """Submitting to the city: the person types which county's it is."""

    typed = forms.CharField(label="县（区）名称", error_messages={"required": "请输入县（区）名称，确认上报的是哪一份材料。"})

    def __init__(self, *args: Any, county: County, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.county = county.name
        self.fields["typed"].help_text = f"请输入“{self.county}”，确认上报的是本县（区）的材料。"

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"]
        if typed.strip() != self.county:
            raise forms.ValidationError(f"输入的名称与材料不一致，应为“{self.county}”。")
        return typed


class YearForm(forms.Form):
    """Which year a filing is for."""

    year = forms.IntegerField(min_value=2024, max_value=2099)


class FilingFilterForm(forms.Form):
    """Whose filings, of which kind and year."""

    county = forms.ModelChoiceField(County.objects, label="县（区）", required=False, empty_label="全部")
    kind = forms.ChoiceField(label="种类", required=False)
    year = forms.TypedChoiceField(label="年度", coerce=int, required=False)

    def __init__(self, data: Any, *, years: list[int], one_county: bool) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [("", "全部"), *((kind.key, kind.title) for kind in KINDS.values())]  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", "全部"), *((year, f"{year}年") for year in years)]  # type: ignore[attr-defined]
        if one_county:
            del self.fields["county"]


class NoteDifficultyForm(forms.Form):
    """A new 难点堵点."""

    what = forms.CharField(
        label="难点堵点",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明卡在哪里、影响什么；不要写个人信息。",
        error_messages={"required": "请写明是什么难点堵点。", "max_length": "最多 500 字。"},
    )
    solver = forms.ChoiceField(
        label="由谁解决", choices=[("", "请选择"), *solvers().items()], error_messages={"required": "请选择由谁解决。"}
    )


class MoveDifficultyForm(SeenForm):
    """How far a 难点堵点 has come."""

    solver = forms.ChoiceField(label="由谁解决", choices=list(solvers().items()))
    state = forms.ChoiceField(label="进展", choices=DifficultyState.choices)
    note = forms.CharField(
        label="进展说明",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "最多 500 字。"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("state") == DifficultyState.SOLVED and not cleaned.get("note", "").strip():
            self.add_error("note", "已解决的难点堵点，请写明怎样解决的。")
        return cleaned


# ---- the city's desk ----


class CommentForm(forms.Form):
    """A comment beside a part, a cell, an enclosure or a clause."""

    place = forms.ChoiceField(label="位置", required=False)
    text = forms.CharField(
        label="批注",
        max_length=500,
        widget=forms.Textarea(attrs={**OPINION, "rows": 3}),
        error_messages={"required": "请写批注内容。", "max_length": "批注最多 500 字。"},
    )

    def __init__(self, *args: Any, filing: Filing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = list(places(filing))  # type: ignore[attr-defined]


class AnswerForm(SeenForm):
    """The city's answer: its checklist, its opinion, and for 准予备案 the number."""

    def __init__(self, *args: Any, filing: Filing, outcome: FilingOutcome, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        files = outcome == FilingOutcome.FILED
        self.points = list(checklist(filing.kind_of_filing))
        for key, sentence in self.points:
            self.fields[f"mark-{key}"] = forms.ChoiceField(
                label=sentence,
                choices=[("", "请选择"), *MARKS.items()],
                required=files,
                error_messages={"required": f"请核对：{sentence}。"},
            )
        if files:
            self.fields["filing_number"] = forms.CharField(label="备案号", max_length=40, error_messages={"required": "请填写备案号。"})
        why = {"required": "请写明退回修改的理由，县（区）才知道改哪里。"}
        self.fields["opinion"] = forms.CharField(
            label="意见" if files else "退回理由",
            widget=forms.Textarea(attrs=OPINION),
            max_length=500,
            required=not files,
            error_messages=why,
        )

    @property
    def answer(self) -> dict[str, Any]:
        """The arguments of the verb."""
        plain = {key: value for key, value in self.cleaned_data.items() if not key.startswith("mark-")}
        return {**plain, "marks": {key: self.cleaned_data.get(f"mark-{key}", "") for key, _ in self.points}}


class ProvincialForm(forms.Form):
    """The city's own filing with 省司法厅."""

    number = forms.CharField(label="省厅文号", max_length=60, error_messages={"required": "请填写省司法厅的文号。"})
    filed_on = forms.DateField(label="报备日期", widget=DayInput(), error_messages={"required": "请填写报备日期。", "invalid": DAY})
    upload = PaperField(label="报备文件", required=False)


class ProgrammeForm(forms.Form):
    """A later programme: the document's phases on days of the city's choosing, and which obligations it keeps."""

    title = forms.CharField(label="计划名称", max_length=60, error_messages={"required": "请填写计划的名称。"})
    owed = forms.MultipleChoiceField(
        label="各阶段的任务",
        widget=forms.CheckboxSelectMultiple,
        choices=[(phase.title, [(each.key, each.title) for each in phase.obligations]) for phase in PILOT],
        initial=[each.key for phase in PILOT for each in phase.obligations],
        error_messages={"required": "请至少选择一项任务。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for phase in PILOT:
            for end, word in (("first", "开始"), ("last", "截止")):
                self.fields[f"{phase.key}-{end}"] = forms.DateField(
                    label=f"{phase.title}{word}",
                    widget=DayInput(),
                    error_messages={"required": f"请填写{phase.title}的{word}日期。", "invalid": DAY},
                )
        self.order_fields(["title", *(name for name in self.fields if name not in ("title", "owed")), "owed"])

    @property
    def days(self) -> dict[str, tuple[date, date]]:
        return {phase.key: (self.cleaned_data[f"{phase.key}-first"], self.cleaned_data[f"{phase.key}-last"]) for phase in PILOT}


class DoneForm(forms.Form):
    """That an obligation of the city's own was met."""

    done_on = forms.DateField(label="完成日期", widget=DayInput(), error_messages={"required": "请填写完成日期。", "invalid": DAY})
    reference = forms.CharField(
        label="依据",
        max_length=120,
        help_text="例如印发文件的名称和文号。",
        error_messages={"required": "请写明完成的依据，例如印发文件的文号。"},
    )
