"""The pages of a registration: one thing each, at most five fields."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from bureaus.fields import DayField, YesNo
from policy.identity import BadIdentity, read_identity
from policy.people import Education
from policy.rules import Effect, Rule
from recruitment.models import Round, Vacancy
from recruitment.models.applications import RELATIVE
from recruitment.models.rounds import OpeningOutcome
from recruitment.openings import left_to_choose

MOST_NAME = 30
MOST_RELATIVE = {"name": 30, "relation": 20, "place": 60, "others": 300}
RELATIVES_HELP = "指配偶、父母子女、兄弟姐妹等三代以内亲属和近姻亲。只用于安排工作人员回避，不影响报名，不作为审查的理由"


class IdentityForm(forms.Form):
    """Who the person is. Birth date and sex are read from the number, never typed."""

    name = forms.CharField(
        label="姓名",
        help_text="与身份证上一致，生僻字可以直接输入",
        min_length=2,
        max_length=MOST_NAME,
        widget=forms.TextInput({"autocomplete": "name", "class": "medium"}),
        error_messages={
            "required": "请填写姓名。",
            "min_length": "姓名至少两个字，请与身份证核对。",
            "max_length": "姓名不能超过 30 个字。",
        },
    )
    id_number = forms.CharField(
        label="身份证号",
        help_text="18 位。可以带空格，最后一位是 X 的大小写都行。出生日期和性别由号码读出",
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
        error_messages={"required": "请填写身份证号。", "max_length": "身份证号应为18位，请删去多余的字符。"},
    )
    address = forms.CharField(
        label="通信地址",
        required=False,
        max_length=120,
        help_text="用于寄送材料",
        widget=forms.TextInput({"autocomplete": "street-address"}),
        error_messages={"max_length": "通信地址不能超过 120 个字。"},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_id_number(self) -> str:
        try:
            return read_identity(self.cleaned_data["id_number"], self.today).number
        except BadIdentity as fault:
            raise forms.ValidationError(str(fault)) from None


class VacancyForm(forms.Form):
    """One person, one post."""

    vacancy = forms.ModelChoiceField(
        Vacancy.objects.none(),
        label="报考岗位",
        empty_label=None,
        widget=forms.RadioSelect,
        help_text="只能选一个岗位。提交后如需更换，请在报名截止前撤回后重新报名",
        error_messages={"required": "请选择一个岗位。", "invalid_choice": "这个岗位不在本次招聘中，请重新选择。"},
    )

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vacancy: Any = self.fields["vacancy"]
        vacancy.queryset = round.vacancies.exclude(opening__outcome=OpeningOutcome.CANCEL).select_related("line__office")
        vacancy.label_from_instance = lambda each: f"{each.line.office}，招聘 {each.headcount} 人（岗位代码 {each.code}）"


class SwitchForm(VacancyForm):
    """改报: another vacancy of the round that is not cancelled."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, cancelled: Vacancy, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, round=round, **kwargs)
        vacancy: Any = self.fields["vacancy"]
        vacancy.queryset = left_to_choose(cancelled).select_related("line__office")
        vacancy.label, vacancy.help_text = "改报哪个岗位", "提交后不能再换"
        vacancy.error_messages["invalid_choice"] = "这个岗位不能改报，请重新选择。"


class EducationForm(forms.Form):
    """The highest completed education."""

    CHOICES = tuple((level.value, level.title) for level in sorted(Education, reverse=True))

    education = forms.TypedChoiceField(
        label="最高学历",
        coerce=int,
        choices=[("", "请选择"), *CHOICES],
        help_text="以毕业证书为准；结业、肄业不算毕业",
        error_messages={"required": "请选择最高学历。", "invalid_choice": "请从列表中选择学历。"},
    )
    school = forms.CharField(
        label="毕业院校", max_length=60, error_messages={"required": "请填写毕业院校。", "max_length": "毕业院校不能超过 60 个字。"}
    )
    major = forms.CharField(
        label="所学专业",
        max_length=60,
        help_text="与毕业证书上一致",
        error_messages={"required": "请填写所学专业。", "max_length": "所学专业不能超过 60 个字。"},
    )
    graduated_on = DayField(label="毕业日期", help_text="毕业证书上的日期，例如 2020 年 7 月 1 日")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_graduated_on(self) -> date:
        day: date = self.cleaned_data["graduated_on"]
        if not date(1950, 1, 1) <= day <= self.today:
            raise forms.ValidationError("毕业日期应在今天之前，请核对年份。")
        return day


class ResidenceForm(forms.Form):
    """四(二)1(4): either is enough, and neither is inferred from the number on the card."""

    registered_in_yangquan = YesNo(label="户籍是否在阳泉", unanswered="请选择户籍是否在阳泉。")
    registered_address = forms.CharField(
        label="户籍地址",
        required=False,
        max_length=120,
        help_text="户口簿上的地址",
        error_messages={"max_length": "户籍地址不能超过 120 个字。"},
    )
    lives_in_yangquan = YesNo(label="居住地是否为阳泉", unanswered="请选择居住地是否为阳泉。")


class ExperienceForm(forms.Form):
    """四(二)1(8): counts only between equal scores."""

    has_legal_qualification = YesNo(label="是否通过法律职业资格考试（含原司法考试）", unanswered="请选择是否通过法律职业资格考试。")
    studied_law = YesNo(label="是否法学及相关专业毕业", unanswered="请选择是否法学及相关专业毕业。")
    served_in_justice = YesNo(label="是否有政法相关工作经历", unanswered="请选择是否有政法相关工作经历。")
    experience = forms.CharField(
        label="学习和工作经历",
        required=False,
        max_length=1000,
        widget=forms.Textarea,
        help_text="按时间写明起止年月、单位和职务",
        error_messages={"max_length": "经历不能超过 1000 个字，请缩短。"},
    )


class ReuseForm(forms.Form):
    """One box, unticked, for each part of an earlier registration."""

    def __init__(self, *args: Any, offers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, title in offers:
            self.fields[key] = forms.BooleanField(label=f"带入{title}，我已核对，现在仍然准确", required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not any(said.values()):
            raise forms.ValidationError("请在要带入的内容下面打勾；都不带入的，点“都不带入，重新填写”。")
        return said

    @property
    def chosen(self) -> list[str]:
        """The keys of what was ticked."""
        return [key for key, ticked in self.cleaned_data.items() if ticked]


class RelativesWidget(forms.Widget):
    """A no, or a yes with who it is. Everything is there without script; where CSS can, the boxes wait for the yes."""

    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [str(data.get(f"{name}_{place}", "")) for place in range(1 + len(RELATIVE))]

    def id_for_label(self, id_: str) -> str:
        """A link in the error summary goes to the first choice."""
        return f"{id_}_0_0"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        said, *told = value if isinstance(value, list) else _as_typed(value)
        id_ = str((attrs or {}).get("id", f"id_{name}"))
        words = {key: text for key, text in (attrs or {}).items() if key.startswith("aria-")}
        choice = forms.RadioSelect(choices=[("yes", "是，在下面写明"), ("no", "否，没有此情形")])
        radios = choice.render(f"{name}_0", said, {"id": f"{id_}_0", **words})
        boxes = format_html_join(
            "",
            '<div><label for="{}">{}{}</label>{}</div>',
            (
                (
                    f"{id_}_{place}",
                    label,
                    mark_safe('<span class="optional">（选填）</span>') if key == "others" else "",
                    self._box(key, f"{name}_{place}", f"{id_}_{place}", text),
                )
                for place, ((key, label), text) in enumerate(zip(RELATIVE.items(), told, strict=True), start=1)
            ),
        )
        return format_html('<div class="relatives">{}<div class="told">{}</div></div>', radios, boxes)

    def _box(self, key: str, name: str, id_: str, text: str) -> SafeString:
        widget = forms.Textarea({"rows": 3}) if key == "others" else forms.TextInput()
        return widget.render(name, text, {"id": id_, "autocomplete": "off", "maxlength": MOST_RELATIVE[key]})


def _as_typed(told: dict[str, str] | None) -> list[str]:
    """What is stored, as the boxes hold it: nothing, nobody, or somebody."""
    said = "" if told is None else "yes" if told else "no"
    return [said, *((told or {}).get(key, "") for key in RELATIVE)]


class RelativesField(forms.Field):
    """亲属在司法行政系统工作情况: an empty answer is nobody. What stands in the boxes beside a no is let go."""

    widget = RelativesWidget

    def clean(self, value: Any) -> dict[str, str]:
        said, *boxes = value
        if said == "no":
            return {}
        if said != "yes":
            raise forms.ValidationError("请选择是否有亲属在本县（区）司法行政系统工作。")
        told = {key: text.strip() for key, text in zip(RELATIVE, boxes, strict=True)}
        lacking = [RELATIVE[key] for key in ("name", "relation", "place") if not told[key]]
        if lacking:
            raise forms.ValidationError(f"选了“是”的，请写明亲属的{'、'.join(lacking)}。")
        for key, most in MOST_RELATIVE.items():
            if len(told[key]) > most:
                raise forms.ValidationError(f"“{RELATIVE[key]}”不能超过 {most} 个字，请缩短。")
        return told


class DeclarationForm(forms.Form):
    """One question for each rule that asks; an answer that shuts somebody out is taken down like any other.

    With `county` the first page also asks for relatives who work there; it is asked for 回避 and judges nobody.
    With `promises` two boxes follow, each its own and neither ticked: consent to sensitive information, and the pledge.
    """

    def __init__(self, *args: Any, rules: tuple[Rule, ...], promises: bool, county: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rule in rules:
            self.fields[rule.key] = _question(rule)
        if county:
            self.fields["relatives"] = RelativesField(
                label=f"您是否有亲属在{county}司法行政系统（司法局、司法所）工作", help_text=RELATIVES_HELP
            )
        if promises:
            self.fields["consent"] = forms.BooleanField(
                label="我已阅读并同意《个人信息处理同意书》，同意处理我的身份证号等敏感个人信息。",
                error_messages={"required": "请阅读《个人信息处理同意书》；同意后勾选，才能报名。"},
            )
            self.fields["pledge"] = forms.BooleanField(
                label="我已阅读《诚信承诺书》，承诺所填内容和提交的材料真实、准确、完整。",
                error_messages={"required": "请阅读《诚信承诺书》；作出承诺后勾选，才能报名。"},
            )


def _question(rule: Rule) -> YesNo:
    bars = rule.effect is Effect.BARS
    return YesNo(
        label=f"您是否{_case(rule) if bars else rule.clause.quote}",
        yes="是，有此情形" if bars else "是",
        no="否，没有此情形" if bars else "否",
        unanswered=f"请回答“{rule.title}”这一项。",
        help_text=f"依据：{rule.clause.ref}",
    )


def _case(rule: Rule) -> str:
    """The document's words as the end of a question."""
    words = rule.clause.quote.removesuffix("的")
    if words.startswith(("受过", "曾", "有", "属于")):
        return words
    if words.endswith("人员"):
        return f"属于{words}"
    return f"有{words}" if words.endswith("情形") else f"有“{words}”的情形"


class SubmitForm(forms.Form):
    """What a repeated click carries again: the same nonce, and the version that was read before submitting."""

    nonce = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": "页面不完整，请刷新后重新提交。", "invalid": "页面不完整，请刷新后重新提交。"}
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": "页面不完整，请刷新后重新提交。"})


class WithdrawForm(forms.Form):
    """放弃: the reason helps nobody decide, so it may stay empty."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label="放弃的原因", required=False, max_length=200, error_messages={"max_length": "原因不能超过 200 个字。"})
    sure = forms.BooleanField(
        label="我已知道放弃的后果，确实要放弃这份报名。", error_messages={"required": "请勾选后再放弃；不想放弃的，点“返回，保留报名”。"}
    )


class RecheckForm(forms.Form):
    """复核申请: one for each released score."""

    stage = forms.SlugField(widget=forms.HiddenInput)
    request = forms.CharField(
        label="申请复核的理由",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="复核只看漏评、计分、登分和本人身份有没有差错，不重评",
        error_messages={"required": "请写明申请复核的理由。", "max_length": "理由不能超过 300 个字。"},
    )
