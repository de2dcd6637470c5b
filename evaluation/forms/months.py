"""An office's month as cells to type in, and why a confirmed one is opened again."""

import unicodedata
from decimal import Decimal
from functools import cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from evaluation.actions.months import Marks
from evaluation.grids import Cell, MonthGrid
from evaluation.models import Part
from policy.attendance import ABSENT, BY_MARK, KINDS, PRESENT
from staffing.models import Assistant

TYPED = {KINDS[key].mark: key for key in (PRESENT, ABSENT)}
WORDS = {kind.title: mark for mark, kind in BY_MARK.items()}


class MarkInput(forms.TextInput):
    """One cell written in one go: three hundred of them drawn by a template would take longer than the page."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        return format_html('<input type="text" name="{}" value="{}"{}>', name, value or "", flatatt(self.build_attrs(self.attrs, attrs)))


Drawn = list[tuple[Assistant, list[tuple[SafeString, bool]], dict[str, Decimal], int]]
"""Each person with the inside of each day's cell and whether it is wrong, the days of each kind, the entries of the month."""


@cache
def inside(kind: str, entries: int) -> SafeString:
    """What a cell shows beside its control: a mark that nobody types here, how many entries. Few differ, so each is written once."""
    mark = format_html('<abbr title="{}">{}</abbr>', KINDS[kind].title, KINDS[kind].mark) if kind else ""
    return format_html("{}{}", mark, format_html('<span class="hint">{}</span>', entries) if entries else "")


NOT_SERVED = format_html('<span class="hint">{}</span>', "—")


@cache
def halves(morning: str, afternoon: str, entries: int) -> SafeString:
    """The same for a day whose halves differ; a half that is typed in, or empty, is left out."""
    marks = [
        format_html('<abbr class="half" title="{}{}">{}</abbr>', part.label, KINDS[kind].title, KINDS[kind].mark)
        for part, kind in ((Part.MORNING, morning), (Part.AFTERNOON, afternoon))
        if kind
    ]
    return format_html("{}{}", format_html_join("", "{}", ((mark,) for mark in marks)), inside("", entries))


def shown(cell: Cell) -> SafeString:
    """A cell to read."""
    if cell.morning == cell.afternoon:
        return inside(cell.morning, cell.entries)
    return halves(cell.morning, cell.afternoon, cell.entries)


def drawn(grid: MonthGrid) -> Drawn:
    """The grid to read."""
    return [
        (
            person,
            [(shown(cell) if cell else NOT_SERVED, False) for cell in cells],
            grid.counts(person.pk),
            grid.entries_of(person.pk),
        )
        for person, cells in grid.rows
    ]


class MarkField(forms.CharField):
    """出 or 旷, or nothing. What is typed stays even where it is neither."""

    def clean(self, value: Any) -> str:
        typed = unicodedata.normalize("NFKC", str(value or "")).strip()
        typed = WORDS.get(typed, typed)
        if typed and typed not in TYPED:
            raise forms.ValidationError(f"{self.label}：只填“出”或“旷”，现在是“{typed}”。请假由批准的请假写入。")
        return TYPED.get(typed, "")


class MonthForm(forms.Form):
    """One field for each day that somebody served here and no leave has taken."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, grid: MonthGrid) -> None:
        super().__init__(data, initial={"seen": grid.version})
        self.grid = grid
        for person, cells in grid.rows:
            for cell in cells:
                if cell is not None and not cell.on_leave:
                    label = f"{person.name} {cell.day:%-d日}{cell.free.label if cell.away else ''}"
                    widget = MarkInput({"aria-label": label, "maxlength": 4, "autocomplete": "off"})
                    mark = KINDS[cell.kind].mark if cell.kind else ""
                    self.fields[self._name(person, cell)] = MarkField(label=label, required=False, initial=mark, widget=widget)

    @staticmethod
    def _name(person: Assistant, cell: Cell) -> str:
        return f"{person.pk}-{cell.day.day}"

    @property
    def marks(self) -> Marks:
        """What was typed, by person and day."""
        return {
            (person.pk, cell.day): self.cleaned_data[self._name(person, cell)]
            for person, cells in self.grid.rows
            for cell in cells
            if cell is not None and not cell.on_leave
        }

    @property
    def rows(self) -> Drawn:
        """The grid to fill in: a control where one may type."""
        return [
            (person, [self._drawn(person, cell) for cell in cells], self.grid.counts(person.pk), self.grid.entries_of(person.pk))
            for person, cells in self.grid.rows
        ]

    def _drawn(self, person: Assistant, cell: Cell | None) -> tuple[SafeString, bool]:
        if cell is None:
            return NOT_SERVED, False
        if cell.on_leave:
            return shown(cell), False
        control = self[self._name(person, cell)]
        if cell.away == Part.MORNING:
            return format_html("{}{}{}", halves(cell.morning, "", 0), control, inside("", cell.entries)), bool(control.errors)
        if cell.away == Part.AFTERNOON:
            return format_html("{}{}", control, halves("", cell.afternoon, cell.entries)), bool(control.errors)
        return format_html("{}{}", control, inside("", cell.entries)), bool(control.errors)

    def overtaken(self, version: int) -> None:
        """Somebody else saved in between: what was typed stays, and the next save is on this version."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "seen": str(version)}


class ReopenForm(forms.Form):
    """Why a confirmed month is opened again."""

    reason = forms.CharField(
        label="重新开放的理由",
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "请写明重新开放的理由。", "max_length": "理由最多 200 个字。"},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class SeenForm(forms.Form):
    """A confirmation of what was on the screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
