"""What anyone may be asked: filters, the eligibility check before the form, an objection."""

from datetime import date
from typing import Any

from django import forms

from bureaus.fields import DayField, YesNo
from bureaus.models import County
from policy.people import BirthWindow, Candidate, Education
from policy.tracks import NOTICES
from recruitment import openings
from recruitment.models import Application, PublicNotice, Round

EARLIEST = date(1900, 1, 1)


class NoticeFilter(forms.Form):
    """County and kind; both may stay open."""

    county = forms.ModelChoiceField(
        County.objects.all(), to_field_name="code", label="县（区）", required=False, empty_label="全部县（区）"
    )
    kind = forms.ChoiceField(
        label="类别", required=False, choices=[("", "全部类别"), *((kind, notice.title) for kind, notice in NOTICES.items())]
    )


class EligibilityCheck(forms.Form):
    """The facts that most often decide, asked before anybody fills in a form. Nothing of it is kept."""

    EDUCATION = (("college", "大专、本科或研究生（已毕业）"), ("below", "大专以下，或大专未毕业"))
    RESIDENCE = (("registered", "户籍在阳泉"), ("lives", "户籍不在阳泉，居住地为阳泉"), ("neither", "都不是"))

    born_on = DayField(label="出生日期", help_text="以身份证为准，例如 1996 年 7 月 12 日")
    residence = forms.ChoiceField(
        label="户籍或居住地", choices=RESIDENCE, widget=forms.RadioSelect, error_messages={"required": "请选择户籍或居住地的情况。"}
    )
    education = forms.ChoiceField(
        label="最高学历", choices=EDUCATION, widget=forms.RadioSelect, error_messages={"required": "请选择最高学历。"}
    )
    citizen = YesNo(label="是否具有中华人民共和国国籍", unanswered="请选择是否具有中国国籍。")
    serves = YesNo(label="是否为本县（区）司法行政系统在职专职辅助人员", unanswered="请选择是否在职。")

    def __init__(self, *args: Any, round: Round, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round = round
        self.today = today
        asked = {"public": ("born_on", "residence", "education", "citizen"), "internal": ("born_on", "education", "serves")}[
            round.intake.track
        ]
        for name in set(self.fields) - set(asked):
            del self.fields[name]

    def clean_born_on(self) -> date:
        born_on: date = self.cleaned_data["born_on"]
        if not EARLIEST <= born_on <= self.today:
            raise forms.ValidationError("出生日期应在今天之前，请核对年份。")
        return born_on

    def candidate(self) -> Candidate:
        """What was answered, as the rules ask it."""
        said = self.cleaned_data
        residence = said.get("residence")
        scheme = self.round.scheme
        window = None if scheme.birth_from is None or scheme.birth_to is None else BirthWindow(scheme.birth_from, scheme.birth_to)
        return Candidate(
            born_on=said["born_on"],
            window=window,
            as_of=scheme.age_as_of,
            citizen=said.get("citizen"),
            registered_in_yangquan=None if residence is None else residence == "registered",
            lives_in_yangquan=None if residence is None else residence == "lives",
            education=Education.COLLEGE if said["education"] == "college" else Education.COLLEGE_UNFINISHED,
            serves_county_bureau=said.get("serves"),
        )


class ObjectionForm(forms.Form):
    """公示异议 from anybody: about one person of the list or the notice as a whole."""

    application = forms.ModelChoiceField(
        Application.objects.none(), label="反映的对象", required=False, empty_label="公示整体", help_text="不针对某个人的，选“公示整体”。"
    )
    text = forms.CharField(
        label="反映的情况",
        max_length=2000,
        widget=forms.Textarea,
        help_text="请写明时间、地点、经过和线索，不超过 2000 字。",
        error_messages={"required": "请写明反映的情况。", "max_length": "内容不能超过 2000 字，现在是 %(show_value)s 字，请缩短后再提交。"},
    )
    contact = forms.CharField(
        label="您的姓名和联系方式",
        required=False,
        max_length=100,
        help_text="实名反映便于核实和答复；只供核查人员使用。",
        error_messages={"max_length": "联系方式不能超过 100 字，请缩短。"},
    )
    consent = forms.BooleanField(
        label="我保证所反映的情况客观真实，并同意招聘单位为核查使用我填写的信息。",
        error_messages={"required": "请阅读并勾选这一项后再提交。"},
    )

    def __init__(self, *args: Any, notice: PublicNotice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["application"]
        people.queryset = openings.people_named(notice)
        people.label_from_instance = lambda application: f"{application.name}（准考证号 {application.seat.ticket_number}）"
