"""What people hand in about papers: the paper itself, the code that stands under one, or which columns of a table they want."""

from typing import Any

from django import forms

from documents.spreadsheets import Sheet
from documents.uploads import MEGABYTE, MOST_BYTES, Accept, UnfitFile, check

PAPER_HINT = f"JPG、PNG 或 PDF，不超过 {MOST_BYTES // MEGABYTE} MB。"


class PaperField(forms.FileField):
    """One scanned or photographed paper. What cannot be taken is refused here, and the rest of the page stays as it was typed."""

    default_error_messages = {  # noqa: RUF012 (as Django declares it)
        "required": "请选择要上传的文件。",
        "empty": "这个文件是空的。",
        "invalid": "文件没有上传成功，请重新选择。",
        "missing": "请重新选择文件。",
    }

    def __init__(self, *, hint: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}))
        super().__init__(help_text=f"{hint}{PAPER_HINT}", **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload:
            try:
                check(upload, accept=Accept.PAPER)
            except UnfitFile as fault:
                raise forms.ValidationError(str(fault)) from fault
        return upload


class CodeForm(forms.Form):
    """The proof code under a paper; spaces and capitals do not matter."""

    code = forms.RegexField(
        regex=r"^[0-9a-f]{16}$",
        label="核验码",
        help_text="印在公文末尾，共 16 位，由数字和字母 a—f 组成。",
        max_length=40,
        error_messages={"required": "请输入公文末尾的核验码。", "invalid": "核验码应为 16 位数字或字母 a—f，请对照公文核对。"},
    )

    def __init__(self, data: dict[str, str] | None = None) -> None:
        super().__init__({"code": "".join(data.get("code", "").split()).lower()} if data is not None else None)


class ColumnsForm(forms.Form):
    """Which columns of a table go out. `columns` tells an answer without a tick from a table that nobody was asked about."""

    columns = forms.CharField(required=False, initial="chosen", widget=forms.HiddenInput)
    column = forms.MultipleChoiceField(
        label="要导出的列",
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "columns"}),
        error_messages={"invalid_choice": "勾选的列里有这张表没有的，还没有导出。请重新勾选。"},
    )

    def __init__(self, data: Any = None, *, sheet: Sheet) -> None:
        super().__init__(data, initial={"column": sheet.keys})
        self.fields["column"].choices = [(column.key, column.title) for column in sheet.columns]  # type: ignore[attr-defined]
        self.fields["column"].conditional = True  # type: ignore[attr-defined]
        self.sheet = sheet

    def clean_column(self) -> list[str]:
        """The keys that were ticked; all of them where nobody was asked."""
        ticked: list[str] = self.cleaned_data["column"]
        if not ticked and self.data.get("columns"):
            raise forms.ValidationError("一列也没有勾选，还没有导出。请至少勾选一列。")
        return ticked or self.sheet.keys
