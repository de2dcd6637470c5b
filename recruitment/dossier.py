"""One application as its reviewer reads it: papers, evidence for each condition, history, and the letter a refusal would send."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from bureaus.letters import masked_phone
from bureaus.models import AuditEvent
from bureaus.naming import named
from bureaus.verbs import VERBS
from documents.uploads import JPEG, PNG
from policy.eligibility import PREFERENCE
from policy.identity import mask
from policy.people import Education
from policy.rules import Effect, Finding, Rule, Verdict
from recruitment import eligibility
from recruitment.models import Application, Entry, Status
from recruitment.models.applications import AttachmentKind
from recruitment.templatetags.recruiting import stage_title

STATES = {True: "符合", False: "不符合", None: "待核"}
LETTERS = {"returned": "application_returned", "failed": "stage_decided"}
TOLD = (
    "submit_application",
    "withdraw",
    "enter_result",
    "send_back_entry",
    "return_application",
    "cancel_application",
    "declare_relative",
    "reveal_personal_data",
)  # of the trail of one application, what a reviewer asks after; the pages of its draft are not among it
MARK = "〔说明〕"  # stands in the previewed letter where the reviewer's sentence goes


@dataclass(frozen=True)
class Paper:
    """One attached paper, with the address that hands it out."""

    key: str
    title: str
    url: str
    size: int
    is_picture: bool


def papers(application: Application) -> list[Paper]:
    """The papers that stand now, in the order of the task list."""
    order = [kind.value for kind in AttachmentKind]
    rows = application.attachments.filter(replaced_at=None).select_related("file")
    return [
        Paper(
            key=row.kind if row.place == 1 else f"{row.kind}-{row.place}",
            title=row.get_kind_display() + (f"（{row.place}）" if row.place > 1 else ""),
            url=reverse("recruitment:application_file", args=[application.pk, row.pk]),
            size=row.file.size,
            is_picture=row.file.media_type in (JPEG, PNG),
        )
        for row in sorted(rows, key=lambda row: (order.index(row.kind), row.place))
    ]


@dataclass(frozen=True)
class Check:
    """One condition of the checklist. `field` is the bound 符合/不符合 question where a person must answer."""

    rule: Rule
    evidence: str
    state: str
    field: Any = None


def checks(application: Application, verdict: Verdict, form: Any, *, answered: bool) -> list[Check]:
    """The checklist: what is not met first, then what a person answers, then what the facts settle."""
    findings = sorted(verdict.findings, key=lambda finding: (finding.state is not False, finding.by == "fact"))
    return [check(finding, application, form, answered=answered) for finding in findings]


def check(finding: Finding, application: Application, form: Any, *, answered: bool) -> Check:
    """One finding with what it rests on."""
    name = f"answer_{finding.rule.key}"
    asked = None if answered or name not in form.fields else form[name]
    return Check(finding.rule, evidence(finding.rule, application), STATES[finding.state], asked)


def evidence(rule: Rule, application: Application) -> str:
    """The facts a rule was judged by; for what no fact settles, the papers to look at."""
    scheme = application.round.scheme
    match rule.key:
        case "age" if application.born_on and scheme.birth_from and scheme.birth_to:
            return f"出生 {application.born_on}，公告要求 {scheme.birth_from} 至 {scheme.birth_to}"
        case "education" if application.education is not None:
            return " ".join(
                filter(
                    None, [Education(application.education).title, application.school, application.major, _month(application.graduated_on)]
                )
            )
        case "residence":
            return f"户籍在阳泉：{_word(application.registered_in_yangquan)}；居住地为阳泉：{_word(application.lives_in_yangquan)}"
    if rule.key in application.declared:
        answer = application.declared[rule.key]
        if rule.effect is Effect.BARS:
            return "本人声明有此情形" if answer else "本人声明没有此情形"
        return f"本人声明：{_word(answer)}"
    return f"看：{rule.evidence}"


def merits(application: Application) -> str:
    """Which of 四(二)1(8) the person states."""
    person = eligibility.candidate(application)
    return "、".join(rule.title for rule in PREFERENCE if rule.state(person)) or "无"


def facts(application: Application) -> list[dict[str, str]]:
    """Who it is, as far as a page shows it without being asked for more."""
    office = str(application.vacancy.line.office) if application.vacancy else ""
    return [
        {"label": "身份证号", "value": mask(application.id_number)},
        {"label": "性别", "value": application.sex},
        {"label": "手机", "value": masked_phone(application.phone)},
        {"label": "报考岗位", "value": office},
        {"label": "优先条件", "value": merits(application)},
        {"label": "工作经历", "value": application.experience or "没有填写"},
    ]


def history(application: Application) -> list[dict[str, Any]]:
    """Who did what with it, and how each stage came out; the latest first."""
    events = AuditEvent.objects.filter(about=named(application), verb__in=TOLD).select_related("by").order_by("-number")[:20]
    acts = [{"at": event.at, "word": VERBS.get(event.verb, "其他操作"), "by": event.by} for event in events]
    results = application.results.exclude(stage="registration").select_related("decided_by")
    outcomes = [
        {"at": result.decided_at, "word": f"{stage_title(result.stage)}：{result.get_outcome_display()}", "by": result.decided_by}
        for result in results
    ]
    return sorted([*acts, *outcomes], key=lambda row: row["at"], reverse=True)


def state(application: Application, entry: Entry | None) -> str:
    """What stands about it, where no decision is due: one sentence."""
    if entry is not None:
        return ""
    match application.status:
        case Status.RETURNED:
            return "已退回补正，等报名人重新提交；迟迟不补正的，可以作不通过。"
        case Status.ACTIVE if application.stage == "review":
            return ""
        case Status.REJECTED:
            return "资格审查不通过，这份报名已经结束。"
        case Status.ACTIVE | Status.FAILED | Status.HIRED:
            return "资格审查已经通过。"
    return f"这份报名已经结束：{Status(application.status).label}。"


def opinion(entry: Entry) -> dict[str, Any]:
    """What the second person is asked to confirm."""
    rules = {rule.key: rule for rule in eligibility.rules_of(entry.application.round)}
    rule = rules.get(entry.reason)
    return {
        "by": entry.entered_by,
        "at": entry.entered_at,
        "decision": entry.word,
        "reason": rule.title if rule else "其他原因" if entry.reason else "",
        "clause": rule.clause if rule else None,
        "sentence": entry.sentence,
    }


def suggestion(application: Application, verdict: Verdict, refusal: str) -> dict[str, str]:
    """For a refusal by facts, the reason and the sentence the facts give; the reviewer may write another."""
    if refusal != "failed" or not verdict.failed:
        return {}
    rule = verdict.failed[0].rule
    return {"reason": rule.key, "sentence": f"{rule.title}不符合要求：{evidence(rule, application)}。"}


def letter(application: Application, refusal: str, form: Any) -> dict[str, str | bool]:
    """The letter the applicant will get, parted where the reviewer's sentence stands."""
    rules = {rule.key: rule for rule in eligibility.rules_of(application.round)}
    rule = rules.get(form["reason"].value() or "")
    words = {"outcome": "failed", "stage": "review", "sentence": MARK, "clause": rule.clause.ref if rule else ""}
    text = render_to_string(f"letters/{LETTERS[refusal]}.txt", {"about": application, "to": application.applicant, **words}).strip()
    subject, _, body = text.partition("\n")
    before, mark, after = body.strip().partition(MARK)
    said = form["sentence"].value() or MARK
    return {"subject": subject, "before": before, "sentence": said, "after": after, "in_letter": bool(mark)}


def _word(answer: bool | None) -> str:
    return "没有填写" if answer is None else "是" if answer else "否"


def _month(day: date | None) -> str:
    return f"{day.year}年{day.month}月毕业" if day else ""
