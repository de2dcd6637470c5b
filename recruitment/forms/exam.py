"""What is filled in around an exam: site, panel, a sheet from a file or by hand, and what the second person says to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from bureaus.fields import MomentField
from policy.scoring import FEWEST_PANELISTS, BadMark, read_mark
from recruitment.models import Mark, Panelist, Seat
from recruitment.scores import ScoreRow

SPARE = 2
MARKS = [("", "有成绩"), (Mark.ABSENT.value, Mark.ABSENT.label), (Mark.VIOLATION.value, Mark.VIOLATION.label)]


class SiteForm(forms.Form):
    """考点, address and the instant the exam begins."""

    name = forms.CharField(
        label="考点",
        max_length=60,
        help_text="例如：盂县第一中学",
        error_messages={"required": "请填写考点。", "max_length": "考点不能超过 60 个字。"},
    )
    address = forms.CharField(
        label="地址",
        max_length=100,
        help_text="写到门牌，考生凭它找到考点",
        error_messages={"required": "请填写考点的地址。", "max_length": "地址不能超过 100 个字。"},
    )
    starts_at = MomentField(label="开考时间")


class PanelForm(forms.Form):
    """考官名单: one row a panelist; rows left empty are not there."""

    def __init__(self, *args: Any, panelists: Sequence[Panelist], rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = range(1, max(rows, len(panelists), FEWEST_PANELISTS) + SPARE + 1)
        there = {panelist.number: panelist for panelist in panelists}
        for number in self.numbers:
            known = there.get(number)
            name = forms.CharField(
                label=f"考官{number}",
                required=False,
                max_length=30,
                initial=known.name if known else "",
                widget=forms.TextInput({"aria-label": f"考官{number}姓名", "autocomplete": "off"}),
                error_messages={"max_length": "姓名不能超过 30 个字。"},
            )
            own = forms.BooleanField(
                label="来自招聘单位",
                required=False,
                initial=known.from_bureau if known else False,
                widget=forms.CheckboxInput({"aria-label": f"考官{number}来自招聘单位"}),
            )
            self.fields |= {f"name_{number}": name, f"own_{number}": own}

    @property
    def rows(self) -> Iterator[tuple[int, BoundField, BoundField]]:
        for number in self.numbers:
            yield number, self[f"name_{number}"], self[f"own_{number}"]

    @property
    def panelists(self) -> list[tuple[str, bool]]:
        """Who was named, once the form is valid."""
        given = self.cleaned_data
        return [(given[f"name_{number}"], given[f"own_{number}"]) for number in self.numbers if given[f"name_{number}"].strip()]


class SheetUploadForm(forms.Form):
    """A filled-in score sheet."""

    file = forms.FileField(
        label="填好的成绩表",
        help_text="用本页下载的模板填写，.xlsx 格式，不超过 10 MB",
        widget=forms.FileInput({"accept": ".xlsx"}),
        error_messages={"required": "请先选择填好的成绩表。", "empty": "这个文件是空的。", "missing": "请先选择填好的成绩表。"},
    )


class CorrectionForm(forms.Form):
    """What a new version of a confirmed sheet must say; a first sheet asks for nothing."""

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks:
            self.fields["correction"] = forms.CharField(
                label="更正理由",
                max_length=200,
                help_text="哪里错了、凭什么更正；与成绩册一起长期保存",
                error_messages={"required": "请写明更正理由。", "max_length": "更正理由不能超过 200 个字。"},
            )


@dataclass(frozen=True)
class GridRow:
    """One person on the grid: the seat, the boxes for marks, the choice."""

    seat: Seat
    cells: list[BoundField]
    mark: BoundField
    beside: str = ""

    @property
    def errors(self) -> list[str]:
        return [str(error) for cell in (*self.cells, self.mark) for error in cell.errors]


class ScoreGridForm(CorrectionForm):
    """Scores typed by hand, one row a person: one box or one for each single mark. What is `weighed` everybody has, with words."""

    def __init__(
        self, *args: Any, seats: Sequence[Seat], boxes: Sequence[tuple[str, str]], weighed: bool, asks: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, asks=asks, **kwargs)
        self.seats, self.boxes, self.weighed = seats, boxes, weighed
        self.beside: Mapping[int, str] = {}  # what is shown beside somebody's name, by application
        for seat in seats:
            who = f"{seat.application.name} {seat.ticket_number}"
            for title, name in self._boxes(seat):
                self.fields[name] = forms.CharField(
                    required=False,
                    max_length=12,
                    label=f"{who} {title}",
                    widget=forms.TextInput({"aria-label": f"{who} {title}", "inputmode": "decimal", "autocomplete": "off"}),
                    error_messages={"max_length": "成绩应在 0 到 100 之间，请核对后重新填写。"},
                )
            self.fields[f"mark_{seat.pk}"] = (
                forms.CharField(
                    required=False,
                    max_length=300,
                    label=f"{who} 评语",
                    widget=forms.TextInput({"aria-label": f"{who} 评语", "autocomplete": "off"}),
                    error_messages={"max_length": "评语不能超过 300 个字。"},
                )
                if weighed
                else forms.ChoiceField(
                    choices=MARKS, required=False, label=f"{who} 情况", widget=forms.Select({"aria-label": f"{who} 情况"})
                )
            )

    @property
    def rows(self) -> Iterator[GridRow]:
        for seat in self.seats:
            cells = [self[name] for _, name in self._boxes(seat)]
            yield GridRow(seat, cells, self[f"mark_{seat.pk}"], self.beside.get(seat.application_id, ""))

    @property
    def columns(self) -> list[str]:
        return [title for _, title in self.boxes] or ["成绩"]

    @property
    def score_rows(self) -> list[ScoreRow]:
        """What was typed, once the form is valid."""
        return [self._row(seat) for seat in self.seats]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for seat in self.seats:
            for _, name in self._boxes(seat):
                typed = cleaned.get(name) or ""
                try:
                    cleaned[name] = read_mark(typed) if typed.strip() else None
                except BadMark as fault:
                    self.add_error(name, str(fault))
        return cleaned

    def _boxes(self, seat: Seat) -> list[tuple[str, str]]:
        if not self.boxes:
            return [("成绩", f"value_{seat.pk}")]
        return [(title, f"panel_{seat.pk}_{key}") for key, title in self.boxes]

    def _row(self, seat: Seat) -> ScoreRow:
        given: list[Decimal | None] = [self.cleaned_data[name] for _, name in self._boxes(seat)]
        return ScoreRow(
            ticket_number=seat.ticket_number,
            name=seat.application.name,
            mark=Mark.SCORED if self.weighed else Mark(self.cleaned_data[f"mark_{seat.pk}"] or Mark.SCORED),
            words=self.cleaned_data[f"mark_{seat.pk}"] if self.weighed else "",
            value=None if self.boxes else given[0],
            panel=tuple(given) if self.boxes else (),
        )


class SendBackForm(forms.Form):
    """The second person found a difference."""

    reason = forms.CharField(
        label="哪里有出入",
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        help_text="录入人会收到，照此改正后重新录入",
        error_messages={"required": "请写明哪里有出入，录入人会收到。", "max_length": "说明不能超过 200 个字。"},
    )
