"""What reviewers fill in: filters of the queue, the checklist with a decision, a second opinion, a declared relation."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from bureaus.fields import DayField, ShortSelect, YesNo
from bureaus.search import Sought
from documents.forms import PaperField
from policy.conditions import LONGEST_TRANSFER
from policy.revocation import Ground
from policy.rules import Finding, Rule
from recruitment.forms.rounds import SeenForm
from recruitment.models import Application
from recruitment.queue import STATES, WAITS, Scope

OTHER = ("other", "其他原因（只用于退回补正）")
RELATIONS = ("夫妻关系", "直系血亲关系", "三代以内旁系血亲关系", "近姻亲关系", "其他可能影响公正的关系")
OCCASIONS = {"identity": "核对身份", "contact": "通知本人", "contract": "办理聘用手续", "enquiry": "答复本人查询"}


class QueueFilter(forms.Form):
    """Which applications to list; all of it stands in the address, what is searched for sealed."""

    method = "post"

    q = Sought(
        label="搜索",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"placeholder": "姓名、序号或证件后四位", "type": "search"}),
    )
    round = forms.ChoiceField(label="批次", required=False, widget=ShortSelect)
    office = forms.ChoiceField(label="司法所", required=False, widget=ShortSelect)
    state = forms.ChoiceField(
        label="状态", required=False, widget=ShortSelect, choices=[("", "全部状态"), *((key, title) for key, (title, _) in STATES.items())]
    )
    waited = forms.ChoiceField(
        label="等待时间", required=False, widget=ShortSelect, choices=[("", "不限"), *((key, title) for key, (title, _) in WAITS.items())]
    )
    checks = forms.ChoiceField(
        label="自动核对", required=False, widget=ShortSelect, choices=[("", "全部结果"), ("failed", "有不符合"), ("clear", "没有不符合")]
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].choices = [("", "全部批次"), *((pk, str(round)) for pk, round in scope.rounds.items())]  # type: ignore[attr-defined]
        self.fields["office"].choices = [("", "全部司法所"), *scope.offices.items()]  # type: ignore[attr-defined]


class ReviewForm(SeenForm):
    """The first opinion: an answer for each condition the facts leave open, and for a refusal a reason and a sentence."""

    reason = forms.ChoiceField(label="原因", required=False)
    sentence = forms.CharField(
        label="写给报名人的说明",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一句话写明情况；退回的，写明要补什么",
    )

    def __init__(self, *args: Any, rules: Iterable[Rule], open_findings: Iterable[Finding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [("", "请选择原因"), *((rule.key, f"{rule.title}（{rule.clause.ref}）") for rule in rules), OTHER]  # type: ignore[attr-defined]
        self.open_rules = [finding.rule for finding in open_findings]
        for rule in self.open_rules:
            self.fields[f"answer_{rule.key}"] = YesNo(label=rule.title, yes="符合", no="不符合", required=False)

    def answers(self) -> dict[str, bool]:
        """What the reviewer answered; what was left open is not there."""
        given = {rule.key: self.cleaned_data.get(f"answer_{rule.key}") for rule in self.open_rules}
        return {key: answer for key, answer in given.items() if answer is not None}

    def explain(self) -> None:
        """Ask for what a refusal or a return owes the applicant."""
        if not self.cleaned_data.get("reason"):
            self.add_error("reason", "请选择原因。")
        if not self.cleaned_data.get("sentence", "").strip():
            self.add_error("sentence", "请用一句话写明情况，报名人会看到。")

    def renew(self, application: Application) -> None:
        """Keep what was typed, but on the version that stands now: the person looks again and decides again."""
        self.data = {**self.data.dict(), "seen": str(application.version)}  # type: ignore[attr-defined]


class RevocationForm(SeenForm):
    """On what ground somebody loses the qualification, and what was found."""

    ground = forms.ChoiceField(
        label="依据", error_messages={"required": "请选择取消资格的依据。", "invalid_choice": "请选择取消资格的依据。"}
    )
    sentence = forms.CharField(
        label="写给报名人的说明",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一句话写明查实的情况，报名人会看到",
        error_messages={"required": "请用一句话写明查实的情况，报名人会看到。", "max_length": "说明不能超过 300 个字。"},
    )

    def __init__(self, *args: Any, grounds: Iterable[Ground], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(ground.key, f"{ground.title}（{ground.clause.ref}）") for ground in grounds]
        self.fields["ground"].choices = [("", "请选择依据"), *known]  # type: ignore[attr-defined]


class ConditionForm(SeenForm):
    """A transfer that was confirmed in writing and is not finished: which, by whom, and until when."""

    rule = forms.ChoiceField(
        label="正在办理的转移",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择正在办理的转移。", "invalid_choice": "请选择正在办理的转移。"},
    )
    confirmed_by = forms.CharField(
        label="书面确认单位",
        max_length=60,
        help_text="出具书面确认的单位全称，例如：盂县社会保险中心",
        error_messages={"required": "请写明由哪个单位书面确认可以转移。", "max_length": "单位名称不能超过 60 个字。"},
    )
    confirmation = PaperField(label="书面确认", error_messages={"required": "请上传书面确认。"})
    due_on = DayField(label="办结期限", help_text=f"最长 {LONGEST_TRANSFER.days} 天；到期前一周、逾期后各提醒本人和登记人一次")

    def __init__(self, *args: Any, rules: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = list(rules.items())  # type: ignore[attr-defined]


class ProofForm(forms.Form):
    """What shows that the transfer is finished."""

    proof = PaperField(label="办结凭据", hint="例如参保缴费证明、党员组织关系介绍信回执。", error_messages={"required": "请上传办结凭据。"})


class SendBackForm(forms.Form):
    """Why the second person does not agree."""

    reason = forms.CharField(
        label="不同意的理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="初审人会收到",
        error_messages={"required": "请写明不同意的理由，录入人会收到。"},
    )


class RecusalForm(forms.Form):
    """A relation that keeps one from deciding."""

    relation = forms.ChoiceField(
        label="您与报名人的关系",
        choices=[(relation, relation) for relation in RELATIONS],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择与报名人的关系。"},
    )


class RevealForm(forms.Form):
    """What the full number is needed for."""

    occasion = forms.ChoiceField(
        label="查看的事由", choices=list(OCCASIONS.items()), widget=forms.RadioSelect, error_messages={"required": "请选择查看的事由。"}
    )
