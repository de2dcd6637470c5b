"""What the city and a county's clerk fill in before an announcement: intake, round, scheme, vacancies, signatures."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms

from bureaus.clock import BEIJING, today
from bureaus.fields import DayField, MomentField
from policy.openings import switch_problem
from policy.people import Convention, birth_window
from policy.scheme import SETTINGS, Setting, cautions, problems
from policy.tracks import INTERNAL
from recruitment.models import Intake, Round, Scheme
from staffing.models import TRACK_CHOICES, PlanLine, QuotaPlan

REFERENCE_DATES = {
    "age_as_of": ("年龄基准日", "按这一天计算周岁，公告写明由此得出的出生日期范围"),
    "education_as_of": ("学历基准日", "到这一天应当已经毕业"),
    "residence_as_of": ("户籍、居住地基准日", "到这一天应当具有阳泉户籍或者居住在阳泉"),
    "experience_as_of": ("经历基准日", "法律职业资格和政法工作经历算到这一天"),
}


SELECTION_DATES = {
    "age_as_of": ("年龄基准日", "到这一天满 45 周岁的不能报名"),
    "education_as_of": REFERENCE_DATES["education_as_of"],
    "experience_as_of": ("在册基准日", "到这一天应当在本县（区）在册专职辅助人员名单上"),
}
"""The days that internal selection asks for: nobody's residence is looked at, and no window of births is printed."""


class IntakeForm(forms.Form):
    """A new 招聘期."""

    title = forms.CharField(
        label="名称",
        max_length=60,
        help_text="例如：2024年第一次公开招聘",
        error_messages={"required": "请填写招聘期的名称。", "max_length": "名称不超过 60 个字。"},
    )
    track = forms.ChoiceField(
        label="招聘方式", choices=TRACK_CHOICES, widget=forms.RadioSelect, error_messages={"required": "请选择招聘方式。"}
    )

    def clean_title(self) -> str:
        title = str(self.cleaned_data["title"]).strip()
        if Intake.objects.filter(title=title).exists():
            raise forms.ValidationError("已有同名的招聘期，请换一个名称。")
        return title


class RegistrationTimes(forms.Form):
    """Opening and closing instants, in order."""

    registration_opens_at = MomentField(label="报名开始", help_text="从这一刻起可以提交报名")
    registration_closes_at = MomentField(label="报名截止", help_text="到这一刻自动截止，这一刻本身不再接收")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        opens, closes = said.get("registration_opens_at"), said.get("registration_closes_at")
        if opens and closes and closes <= opens:
            self.add_error("registration_closes_at", "报名截止须晚于报名开始。")
        return said


class BeginRoundForm(RegistrationTimes):
    """Which intake, on which filed plan, under what name, and when people may register."""

    intake = forms.ModelChoiceField(
        Intake.objects.none(),
        label="招聘期",
        empty_label=None,
        error_messages={"required": "请选择招聘期。", "invalid_choice": "这个招聘期已经结束，请重新选择。"},
    )
    plan = forms.ModelChoiceField(
        QuotaPlan.objects.none(),
        label="备案方案",
        empty_label=None,
        error_messages={"required": "请选择备案方案。", "invalid_choice": "这个方案不能用于招聘，请重新选择。"},
    )
    title = forms.CharField(label="批次名称", max_length=80, help_text="写进公告标题", error_messages={"required": "请填写批次名称。"})
    field_order = ("intake", "plan", "title", "registration_opens_at", "registration_closes_at")

    def __init__(self, *args: Any, intakes: Any, plans: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["intake"].queryset = intakes  # type: ignore[attr-defined]
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]
        opens = datetime.combine(today(now) + timedelta(days=3), datetime.min.time(), tzinfo=BEIJING).replace(hour=9)
        self.initial = {
            "title": "",
            "registration_opens_at": opens,
            "registration_closes_at": opens.replace(hour=18) + timedelta(days=6),
            **self.initial,
        }


class AnnouncementForm(RegistrationTimes):
    """What the announcement says in free words, and when people may register."""

    title = forms.CharField(label="批次名称", max_length=80, help_text="写进公告标题", error_messages={"required": "请填写批次名称。"})
    introduction = forms.CharField(
        label="公告前言", required=False, max_length=2000, widget=forms.Textarea, help_text="印在公告开头；不填的，用通常的写法"
    )
    benefits = forms.CharField(
        label="待遇",
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text="已核定的薪酬方案自动写进公告，这里只写补充内容；还没有核定的方案时，工资、社会保险等按照本县（区）规定如实写",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("title", "registration_opens_at", "registration_closes_at", "introduction", "benefits")

    @classmethod
    def of(cls, round: Round) -> dict[str, Any]:
        """What stands now."""
        names = ("title", "registration_opens_at", "registration_closes_at", "introduction", "benefits")
        return {**{name: getattr(round, name) for name in names}, "seen": round.version}


class ChangeForm(forms.Form):
    """What of an announcement may still change: its free sections, and a later closing instant; and why."""

    reason = forms.CharField(
        label="变更的理由",
        max_length=200,
        help_text="接在“因”字后面印进变更公告，例如：报名人数较少",
        error_messages={"required": "请写明变更的理由，会印在变更公告里。", "max_length": "理由不能超过 200 个字。"},
    )
    registration_closes_at = MomentField(label="报名截止", help_text="只能延长，而且要在原截止时刻之前发布变更公告")
    introduction = forms.CharField(label="公告前言", required=False, max_length=2000, widget=forms.Textarea)
    benefits = forms.CharField(label="待遇", required=False, max_length=2000, widget=forms.Textarea)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, round: Round) -> dict[str, Any]:
        """What stands now."""
        names = ("registration_closes_at", "introduction", "benefits")
        return {**{name: getattr(round, name) for name in names}, "seen": round.version}


class SchemeForm(forms.Form):
    """The scheme page, made from `policy.scheme.SETTINGS`: a setting added there is asked for here."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.track = round.intake.track
        scheme = round.scheme
        for key, setting in SETTINGS[self.track].items():
            self.fields[key] = _setting_field(setting, scheme.age_as_of)
        for key, (label, hint) in (SELECTION_DATES if round.is_internal else REFERENCE_DATES).items():
            self.fields[key] = DayField(label=label, help_text=hint)
        if not round.is_internal:
            self._ask_for_window()
        self.fields["reason"] = forms.CharField(
            label="与通常做法不同的理由",
            required=False,
            max_length=300,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text="有提醒的项目确需这样的，在这里写明",
        )
        self.initial = {**_standing(scheme), "seen": round.version, **self.initial}

    def _ask_for_window(self) -> None:
        hint = "一般不填，按年龄基准日和计算方法得出；公告另有规定的才填，起止都要填"
        self.fields["birth_from"] = DayField(label="出生日期起", required=False, help_text=hint)
        self.fields["birth_to"] = DayField(label="出生日期止", required=False, help_text=hint)

    @property
    def groups(self) -> Iterable[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings, in the order in which a clerk thinks of them."""
        taken: set[str] = {"seen"}
        for title, prefixes in _SELECTION_GROUPS if self.track == INTERNAL.key else _GROUPS:
            names = [name for name in self.fields if name not in taken and name.startswith(prefixes)]
            taken.update(names)
            if names:
                yield title, [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        values = {key: said.get(key) for key in SETTINGS[self.track]}
        for key, sentence in problems(values, track=self.track).items():
            if key not in self.errors:
                self.add_error(key, sentence)
        if bool(said.get("birth_from")) != bool(said.get("birth_to")):
            self.add_error("birth_to" if said.get("birth_from") else "birth_from", "出生日期的起止要么都填，要么都不填。")
        if said.get("birth_from") and said.get("birth_to") and said["birth_to"] < said["birth_from"]:
            self.add_error("birth_to", "出生日期的起止颠倒了，请核对。")
        unusual = cautions(values, track=self.track)
        if unusual and not said.get("reason", "").strip():
            self.add_error("reason", "".join(unusual.values()))
        return said

    def values(self) -> dict[str, Any]:
        """What the action takes: an empty birth window is left to the convention."""
        return {
            key: value for key, value in self.cleaned_data.items() if key != "seen" and not (key.startswith("birth_") and value is None)
        }


# A heading, and the beginnings of the keys under it; the last one takes whatever a later setting is called.
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("年龄和基准日", ("age_", "birth_", "education_as_of", "residence_as_of", "experience_as_of")),
    ("公告、报名、审查和开考", ("announcement_", "registration_", "review_", "opening_")),
    ("笔试和面试", ("written_", "interview_", "room_", "score_", "no_competition_", "assessment_")),
    ("成绩", ("weight_", "tie_")),
    ("考察、体检和公示", ("order_", "medical_", "publicity_")),
    ("递补", ("substitution_",)),
    ("合同和其他", ("",)),
)


_SELECTION_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("年龄、在册和学历的基准日", ("age_", "education_as_of", "experience_as_of")),
    ("公告、报名和审查", ("announcement_", "registration_", "review_")),
    ("考核（德、能、勤、绩、廉）", ("assessment_", "dimension_")),
    ("考试", ("written_", "room_", "score_")),
    ("综合成绩", ("weight_", "tie_")),
    ("体检和公示", ("medical_", "publicity_")),
    ("合同和其他", ("",)),
)


def _setting_field(setting: Setting, reference_date: date | None) -> forms.Field:
    asked = setting.problem(None)
    if setting.choices:
        choices = [
            (key, _dated(key, title, reference_date) if setting.key == "age_convention" else title) for key, title in setting.choices
        ]
        return forms.ChoiceField(
            label=setting.title,
            choices=choices,
            help_text=f"建议：{dict(setting.choices)[str(setting.suggested)]}。{setting.why}",
            widget=forms.RadioSelect,
            error_messages={"required": asked, "invalid_choice": asked},
        )
    bounds = f"；{'应' if setting.enforced else '一般'}{setting.bounds}" if setting.bounds else ""
    unit = f"（{setting.unit}）" if setting.unit else ""
    hint = f"建议 {setting.suggested}{bounds}{'，取单数' if setting.odd else ''}。{setting.why}"
    messages = {"required": asked, "invalid": f"{setting.title}应填{'数字' if setting.decimal else '整数'}。"}
    kind = forms.DecimalField if setting.decimal else forms.IntegerField
    widget = forms.TextInput(attrs={"class": "short", "inputmode": "decimal" if setting.decimal else "numeric"})
    return kind(label=f"{setting.title}{unit}", help_text=hint, widget=widget, error_messages=messages)


def _dated(convention: str, title: str, reference_date: date | None) -> str:
    """A convention with the explicit birth dates it gives on the saved reference date."""
    if reference_date is None:
        return title
    window = birth_window(Convention(convention), reference_date)
    return f"{title}（{_day(window.first)}至{_day(window.last)}）"


def _standing(scheme: Scheme) -> dict[str, Any]:
    """What the scheme holds. A window that follows its convention is shown beside it, not in the boxes."""
    stands: dict[str, Any] = {**scheme.values, "reason": scheme.reason}
    stands |= {name: getattr(scheme, name) for name in REFERENCE_DATES}
    if scheme.age_as_of and "age_convention" in scheme.values:
        window = birth_window(Convention(scheme.choice("age_convention")), scheme.age_as_of)
        if (scheme.birth_from, scheme.birth_to) != (window.first, window.last):
            stands |= {"birth_from": scheme.birth_from, "birth_to": scheme.birth_to}
    return stands


class VacancyGrid(forms.Form):
    """How many people each office takes, one box for each line of the filed plan."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, round: Round, lines: list[PlanLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        chosen = dict(round.vacancies.values_list("line_id", "headcount"))
        self.initial = {"seen": round.version, **self.initial}
        for line in lines:
            remaining = line.use(round.intake.track).remaining
            sentence = f"{line.office}备案拟招聘剩余 {remaining} 人，请填 0 到 {remaining}。"
            self.fields[f"line_{line.pk}"] = forms.IntegerField(
                label=f"{line.office}招聘人数",
                required=False,
                min_value=0,
                max_value=remaining,
                widget=forms.TextInput(
                    attrs={"inputmode": "numeric", "data-col": "headcount", "data-counts": "", "aria-label": f"{line.office}招聘人数"}
                ),
                error_messages={"invalid": f"{line.office}招聘人数要填整数。", "min_value": sentence, "max_value": sentence},
            )
            self.initial.setdefault(f"line_{line.pk}", chosen.get(line.pk))

    def rows(self, track: str) -> Iterable[tuple[PlanLine, Any, forms.BoundField]]:
        """Each line with its use and its box."""
        for line in self.lines:
            yield line, line.use(track), self[f"line_{line.pk}"]

    def headcounts(self) -> dict[int, int]:
        return {line.pk: self.cleaned_data[f"line_{line.pk}"] or 0 for line in self.lines}


class SeenForm(forms.Form):
    """Nothing but the version the person has on the screen: the form of a page that asks only whether."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class ShownForm(forms.Form):
    """The keys of the rows on the screen: what is decided on all of them at once is decided on these."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def clean_seen(self) -> list[int]:
        keys = str(self.cleaned_data["seen"]).split(",")
        if not all(key.isdecimal() and len(key) < 19 for key in keys):
            raise forms.ValidationError("页面内容不完整，没有保存。请刷新页面后再办理。")
        return [int(key) for key in keys]


class ReturnForm(SeenForm):
    """Why something goes back."""

    reason = forms.CharField(
        label="退回理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明要改什么，经办人会收到",
        error_messages={"required": "请写明退回的理由，经办人会收到。"},
    )


class TypedNameForm(SeenForm):
    """Before an act that cannot be taken back, its object is typed in by name."""

    typed = forms.CharField(label="", error_messages={"required": "请照写名称，以示确认。"})

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name
        self.fields["typed"].label = f"照写“{name}”以示确认"

    def clean_typed(self) -> str:
        typed = str(self.cleaned_data["typed"]).strip()
        if typed != self.name:
            raise forms.ValidationError(f"写的与“{self.name}”不同，请照写。")
        return typed


class OpeningForm(forms.Form):
    """What becomes of a vacancy that too few people may sit for."""

    reason = forms.CharField(
        label="理由", required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2}), help_text="经批准保留的，写明批准单位和理由"
    )

    switch_until = MomentField(
        label="改报截止", required=False, help_text="只在取消岗位时填写：通过审查的人到这一刻为止可以改报其他岗位，至少留 4 个小时"
    )

    def __init__(self, *args: Any, outcomes: Iterable[tuple[str, str]], switches: bool, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.switches, self.now = switches, now
        if not switches:
            del self.fields["switch_until"]
        self.fields["outcome"] = forms.ChoiceField(
            label="决定", choices=outcomes, widget=forms.RadioSelect, error_messages={"required": "请选择一项决定。"}
        )
        self.order_fields(["outcome", "switch_until", "reason"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("outcome") == "retain" and not said.get("reason", "").strip():
            self.add_error("reason", "经批准保留的岗位须写明理由。")
        if said.get("outcome") == "cancel" and self.switches and "switch_until" not in self.errors:
            problem = switch_problem(said.get("switch_until"), self.now)
            if problem:
                self.add_error("switch_until", problem)
        return said


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
