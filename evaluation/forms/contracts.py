"""What people enter about contracts: filters, what becomes of one that runs out, departures, what protects somebody."""

from typing import Any

from django import forms

from bureaus.fields import DayField, YesNo
from bureaus.models import JudicialOffice
from bureaus.search import Sought
from documents.forms import PaperField
from evaluation import radar
from evaluation.models import ENTERED, Choice, OutsideWork, Ruling
from policy.contracts import REMINDER_DAYS
from policy.endings import ENDINGS, GROUNDS, SHIELDS, UNPROVED
from staffing.forms.safeguards import YuanField

AREA = {"rows": 2}
ALL = "all"
OPEN_ENDED = "open"
TERMS = (12, 24, 36, 60)


class RadarForm(forms.Form):
    """Which contracts: by how soon they run out, how far they are handled, office and name; the name stands sealed in the address."""

    method = "post"

    name = Sought(label="姓名", required=False, max_length=30)
    office = forms.ModelChoiceField(JudicialOffice.objects, label="司法所", required=False, empty_label="全部")
    within = forms.ChoiceField(
        label="到期时间", required=False, choices=[*((str(days), f"{days} 天内") for days in REMINDER_DAYS), (ALL, "全部在期合同")]
    )
    stage = forms.ChoiceField(
        label="办理情况", required=False, choices=[("", "全部"), *((s.value, s.label) for s in radar.Stage if s != radar.Stage.RUNNING)]
    )

    def __init__(self, data: Any, *, offices: Any) -> None:
        super().__init__({"within": str(radar.WIDEST), **data.dict()})
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked for and understood. A stage that has no limit of days is looked for among all of them."""
        self.is_valid()
        found = self.cleaned_data
        within, stage = found.get("within", ""), found.get("stage", "")
        everything = within == ALL or stage in (radar.Stage.SIGNING, radar.Stage.ENDING, radar.Stage.PROPOSED)
        days = None if everything else int(within) if within.isdecimal() else radar.WIDEST
        return {"within": days, "stage": stage, "name": found.get("name", ""), "office": found.get("office")}


class ProposalForm(forms.Form):
    """What becomes of one contract. Both questions are answered for each person; nothing is answered beforehand but by grades."""

    choice = forms.ChoiceField(label="意见", choices=Choice.choices, widget=forms.RadioSelect, error_messages={"required": "请选择意见。"})
    needed = YesNo(label="工作需要", yes="需要", no="不再需要", unanswered="请回答工作是否需要。")
    performance = YesNo(label="综合工作表现", yes="良好", no="不好", unanswered="请回答综合工作表现。")
    term = forms.ChoiceField(label="续聘期限", required=False, help_text="续聘的才填")
    request = PaperField(label="本人书面申请", required=False, hint="本人提出订立固定期限合同的才上传；")
    reasons = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs=AREA),
        help_text="本人会看到",
        error_messages={"required": "请写明理由，本人会看到。"},
    )

    def __init__(self, data: Any = None, files: Any = None, *, row: radar.Row) -> None:
        self.row = row
        must, months = row.must_be_open_ended, row.term_months
        super().__init__(
            data,
            files,
            prefix=f"c{row.contract.pk}",
            initial={"performance": row.worked_well, "term": OPEN_ENDED if must else str(months), "choice": Choice.RENEW.value},
        )
        fixed = [(str(each), f"{each} 个月") for each in sorted({*TERMS, months})]
        self.fields["term"].choices = [(OPEN_ENDED, "无固定期限"), *fixed]  # type: ignore[attr-defined]
        if must:
            self.fields["term"].help_text = "应当订立无固定期限劳动合同（《劳动合同法》第十四条）；本人书面提出的，可以订立固定期限"
        else:
            del self.fields["request"]

    @property
    def said(self) -> dict[str, Any]:
        """The answers as the action takes them; an uploaded request is kept by the view."""
        answers = {name: self.cleaned_data[name] for name in ("choice", "needed", "performance", "reasons")}
        term = self.cleaned_data["term"] or OPEN_ENDED
        renews = answers["choice"] == Choice.RENEW
        open_ended = renews and term == OPEN_ENDED
        return {**answers, "open_ended": open_ended, "term_months": int(term) if renews and not open_ended else None}


class SignForm(forms.Form):
    """The day on which both have signed."""

    signed_on = DayField(label="签订日期")


class ReturnForm(forms.Form):
    """Why something goes back."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="退回的理由", max_length=300, widget=forms.Textarea(attrs=AREA), error_messages={"required": "请写明退回的理由。"}
    )


class SeenForm(forms.Form):
    """The version somebody has looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


LOCAL_AVERAGE = "市级人民政府公布的数；本人平均工资高于它三倍的，按三倍计算，年限最高十二年。有经济补偿的，与本人的平均工资一起填"


class DepartureForm(forms.Form):
    """That somebody leaves before the term, on which paper."""

    ground = forms.ChoiceField(
        label="事由",
        choices=[(key, GROUNDS[key].title) for key in ENTERED],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择离职的事由。"},
    )
    notified_on = DayField(label="书面材料的日期", help_text="辞职书、协议、退休或者其他证明上的日期")
    last_day = DayField(label="最后工作日", help_text="本人辞职的，书面通知后满 30 日；试用期内满 3 日")
    paper = PaperField(label="书面材料", hint="辞职书、协议或者证明，")
    reasons = forms.CharField(label="情况说明", required=False, max_length=500, widget=forms.Textarea(attrs=AREA))
    average_pay = YuanField(label="离职前十二个月平均工资（元）", digits=10, help_text="用来计算经济补偿；没有经济补偿的可以不填")
    local_average = YuanField(label="本地区上年度职工月平均工资（元）", digits=10, help_text=LOCAL_AVERAGE)


class EndingForm(forms.Form):
    """That the bureau ends a contract by its own word: facts and evidence, what the article wants, the union, the last day."""

    reasons = forms.CharField(
        label="事实",
        max_length=500,
        widget=forms.Textarea(attrs=AREA),
        help_text="本人会在通知书上看到",
        error_messages={"required": "请写明事实。"},
    )
    paper = PaperField(label="证据材料")
    outside_work = forms.ChoiceField(label="兼职的情形", choices=OutsideWork.choices, widget=forms.RadioSelect)
    judgment = forms.CharField(label="生效裁判文书", max_length=120, help_text="法院和文号；裁判文书作为证据材料上传")
    judged_on = DayField(label="裁判生效日期")
    medical_period_ended_on = DayField(label="医疗期满日期", help_text="医疗期满以后才能以此解除合同")
    other_work = forms.CharField(
        label="另行安排的工作", max_length=300, widget=forms.Textarea(attrs=AREA), help_text="安排了什么工作，以及本人不能从事的情况"
    )
    negotiated_on = DayField(label="协商变更合同的日期")
    negotiation = forms.CharField(
        label="协商的情况", max_length=300, widget=forms.Textarea(attrs=AREA), help_text="提出怎样变更合同，以及没有达成协议的情况"
    )
    union_told_on = DayField(label="通知工会的日期", help_text="提出解除以前将理由通知工会（《劳动合同法》第四十三条）")
    union_paper = PaperField(label="通知工会的材料")
    last_day = DayField(label="最后工作日", help_text="不早于负责人审定之日")
    pay_in_lieu = YuanField(
        label="代替提前通知的一个月工资（元）",
        digits=10,
        help_text="按上一个月的工资标准（《劳动合同法实施条例》第二十条）；提前 30 日书面通知的不填",
    )
    average_pay = YuanField(label="离职前十二个月平均工资（元）", digits=10, help_text="用来计算经济补偿，可以以后再填")
    local_average = YuanField(label="本地区上年度职工月平均工资（元）", digits=10, help_text=LOCAL_AVERAGE)

    def __init__(self, *args: Any, ground: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        law = GROUNDS[ground]
        for name, sentence in UNPROVED.items():
            if name in ENDINGS[ground]:
                self.fields[name].error_messages["required"] = sentence
            else:
                del self.fields[name]
        if not law.buys_off_notice:
            del self.fields["pay_in_lieu"]
        else:
            self.fields["last_day"].help_text = f"负责人审定、书面通知后满 {law.notice_days} 日；额外支付一个月工资的，不早于审定之日"
        if not law.severance:
            del self.fields["average_pay"], self.fields["local_average"]


class SeveranceForm(forms.Form):
    """The average pay from which severance is reckoned."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    average_pay = YuanField(label="离职前十二个月平均工资（元）", digits=10)
    local_average = YuanField(label="本地区上年度职工月平均工资（元）", digits=10, help_text=LOCAL_AVERAGE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["average_pay"].required = True
        self.fields["average_pay"].error_messages["required"] = "请填写平均工资。"


class TransferForm(forms.Form):
    """The day on which 档案 and 社保 were transferred."""

    transferred_on = DayField(label="转移办结日期")


class DepartureFilterForm(forms.Form):
    """Which departures."""

    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[
            ("", "全部"),
            (Ruling.PROPOSED.value, "待审定"),
            ("unserved", "待送达"),
            ("outstanding", "待离岗"),
            ("owing", "待办转移"),
            ("done", "已办结"),
        ],
    )
    year = forms.IntegerField(label="离岗年度", required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}))

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked for and understood."""
        self.is_valid()
        year = self.cleaned_data.get("year")
        return {"state": self.cleaned_data.get("state", ""), "year": year if year and 2000 <= year <= 2099 else None}


class ProtectionForm(forms.Form):
    """What protects somebody, since and until when, on which paper."""

    kind = forms.ChoiceField(
        label="情形",
        choices=[(shield.key, shield.title) for shield in SHIELDS.values()],
        widget=forms.RadioSelect,
        help_text="加密保存，只有本县（区）司法局经办人和负责人能逐条查看，每次查看都留痕",
        error_messages={"required": "请选择受保护的情形。"},
    )
    first_day = DayField(label="起始日期")
    last_day = DayField(label="结束日期", required=False, help_text="还不知道的留空，知道以后再登记")
    evidence = PaperField(label="证明材料", hint="医疗证明、工伤认定等，")


class LastDayForm(forms.Form):
    """The last day of a state whose end was not known."""

    last_day = DayField(label="结束日期")
