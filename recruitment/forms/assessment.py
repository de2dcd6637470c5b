"""What an office says of somebody's 德能勤绩廉."""

from decimal import Decimal
from typing import Any

from django import forms

from policy.appraisal import DIMENSIONS
from policy.scoring import BadMark, read_mark
from recruitment.models import Opinion

ABOUT = {
    "integrity": "政治立场、职业道德、社会公德",
    "ability": "业务知识、调解和群众工作能力",
    "diligence": "出勤、工作态度",
    "results": "完成工作的数量和质量",
    "probity": "廉洁自律、遵守纪律",
}


class OpinionForm(forms.Form):
    """Five marks from 0 to 100, and a few words."""

    def __init__(self, data: Any, *, opinion: Opinion | None) -> None:
        known = {key: getattr(opinion, key) for key in DIMENSIONS} | {"words": opinion.words} if opinion else {}
        super().__init__(data, initial=known)
        for key, dimension in DIMENSIONS.items():
            self.fields[key] = forms.CharField(
                label=f"{dimension.title}（分）",
                max_length=12,
                help_text=f"{ABOUT[key]}；0 到 100，最多两位小数",
                widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "class": "short"}),
                error_messages={"required": f"请给“{dimension.title}”评分。", "max_length": "成绩应在 0 到 100 之间，请核对后重新填写。"},
            )
        self.fields["words"] = forms.CharField(
            label="评语",
            required=False,
            max_length=300,
            widget=forms.Textarea({"rows": 3}),
            help_text="一两句话，写具体事实",
            error_messages={"max_length": "评语不能超过 300 个字。"},
        )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for key in DIMENSIONS:
            if key in said:
                try:
                    said[key] = read_mark(said[key])
                except BadMark as fault:
                    self.add_error(key, str(fault))
        return said

    @property
    def marks(self) -> dict[str, Decimal]:
        """The five marks, once the form is valid."""
        return {key: self.cleaned_data[key] for key in DIMENSIONS}
