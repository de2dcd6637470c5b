"""What a reader types from paper."""

from django import forms


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
