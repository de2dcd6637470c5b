"""One application as its reviewer reads it: papers, evidence for each condition, history, and the letter a refusal would send."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from bureaus.letters import masked_phone
from bureaus.models import AuditEvent, User
from bureaus.naming import named
from bureaus.verbs import VERBS
from documents.delivery import pages_to_show
from documents.uploads import JPEG, PDF, PNG
from policy.identity import mask
from policy.people import Education, age_on
from policy.powers import Role
from policy.revocation import REVOCATION
from policy.rules import Effect, Finding, Rule, Verdict
from policy.windows import correction_due
from recruitment import eligibility
from recruitment.models import Application, Attachment, Condition, Correction, CounterEntry, Entry, StageResult, Status
from recruitment.models.applications import AttachmentKind
from recruitment.registration import RELATIVES
from recruitment.templatetags.recruiting import stage_title
from staffing.models import Auxiliary

STATES = {True: "符合", False: "不符合", None: "待核"}
LETTERS = {"returned": "application_returned"}
TOLD = (
    "submit_application",
    "withdraw",
    "enter_result",
    "send_back_entry",
    "take_back_entry",
    "enter_revocation",
    "return_application",
    "enter_at_counter",
    "mend_at_counter",
    "confirm_at_counter",
    "note_condition",
    "meet_condition",
    "open_correction",
    "end_correction",
    "cancel_application",
    "declare_relative",
    "reveal_personal_data",
)  # of the trail of one application, what a reviewer asks after; the pages of its draft are not among it
ROSTER_ANSWERS = {
    "trainee": "trainee",
    "retired_or_on_unpaid_leave": "retired_or_on_unpaid_leave",
    "insurance_stuck": "insurance_movable",
    "party_file_stuck": "party_file_movable",
}
"""The roster's column that a condition of internal selection is judged by."""
MARK = "〔说明〕"  # stands in the previewed letter where the reviewer's sentence goes


@dataclass(frozen=True)
class Paper:
    """One attached paper, with the address that hands it out."""

    key: str
    title: str
    url: str
    size: int
    is_picture: bool
    pages: tuple[str, ...] = ()  # of a PDF: the addresses of its pages' pictures


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
            pages=_pages(application, row) if row.file.media_type == PDF else (),
        )
        for row in sorted(rows, key=lambda row: (order.index(row.kind), row.place))
    ]


def _pages(application: Application, row: Attachment) -> tuple[str, ...]:
    numbers = pages_to_show(row.file)
    return tuple(reverse("recruitment:application_file_page", args=[application.pk, row.pk, number]) for number in numbers)


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
    row = eligibility.listed(application)
    match rule.key:
        case "age" if application.born_on and scheme.birth_from and scheme.birth_to:
            return f"出生 {application.born_on}，公告要求 {scheme.birth_from} 至 {scheme.birth_to}"
        case "age" if application.born_on and application.round.is_internal and scheme.age_as_of:
            return f"出生 {application.born_on}，到基准日 {scheme.age_as_of} 满 {age_on(scheme.age_as_of, application.born_on)} 周岁"
        case "serving" if row is not None:
            return f"在册登记：{row.place}，{row.first_day} 到岗" + (f"，{row.last_day} 离岗" if row.last_day else "")
        case "party_file_stuck" if row is not None and row.party_member is False:
            return "在册登记：不是中共党员"
        case key if row is not None and key in ROSTER_ANSWERS and getattr(row, ROSTER_ANSWERS[key]) is not None:
            return f"在册登记：{_listed(row, key)}"
        case "education" if application.education is not None:
            said = [Education(application.education).title, application.school, application.major]
            until = scheme.education_as_of
            day = f"{application.graduated_on:%Y年%-m月%-d日}毕业" if application.graduated_on else ""
            return " ".join(filter(None, [*said, day])) + (f"，公告要求到{until:%Y年%-m月%-d日}已取得" if until else "")
        case "residence":
            return f"户籍在阳泉：{_word(application.registered_in_yangquan)}；居住地为阳泉：{_word(application.lives_in_yangquan)}"
    if rule.key in application.declared:
        answer = application.declared[rule.key]
        if rule.effect is Effect.BARS:
            return "本人声明有此情形" if answer else "本人声明没有此情形"
        return f"本人声明：{_word(answer)}"
    return f"看：{rule.evidence}"


def _listed(row: Auxiliary, key: str) -> str:
    """What the roster says, in the roster's own words; whether a party file moves matters to members alone."""
    column = ROSTER_ANSWERS[key]
    said = f"{Auxiliary.title_of(column)}：{_word(getattr(row, column))}"
    return f"中共党员：{_word(row.party_member)}；{said}" if key == "party_file_stuck" else said


def merits(application: Application) -> str:
    """Which of 四(二)1(8) the person states."""
    person = eligibility.candidate(application)
    return "、".join(rule.title for rule in eligibility.prefers(application.round) if rule.state(person)) or "无"


def facts(application: Application) -> list[dict[str, str]]:
    """Who it is, as far as a page shows it without being asked for more."""
    office = str(application.vacancy.line.office) if application.vacancy else ""
    later = [
        *({"label": "补正", "value": _corrected(correction)} for correction in application.corrections.all()),
        *({"label": "附条件", "value": _conditioned(condition)} for condition in application.conditions.all()),
    ]
    entry = CounterEntry.objects.filter(application=application, confirmed_at__isnull=False).select_related("entered_by").first()
    typed = (
        [{"label": "窗口代填", "value": f"由{entry.entered_by.name}代填，{'本人网上确认' if entry.online else '本人签字确认'}"}]
        if entry
        else []
    )
    if application.auxiliary is not None:
        row = application.auxiliary
        mend = "有误的，经办人在“花名册—在册辅助人员”更正，这里随之更新"
        return [
            {"label": "身份证号", "value": mask(application.id_number)},
            {"label": "性别", "value": application.sex},
            {"label": "手机", "value": masked_phone(application.phone)},
            {"label": "报考岗位", "value": office},
            {"label": "在册登记", "value": f"{row.name}，{row.place}，{row.first_day} 到岗。{mend}"},
            *_relatives(application),
            *typed,
            *later,
        ]
    return [
        {"label": "身份证号", "value": mask(application.id_number)},
        {"label": "性别", "value": application.sex},
        {"label": "手机", "value": masked_phone(application.phone)},
        {"label": "报考岗位", "value": office},
        {"label": "优先条件", "value": merits(application)},
        {"label": "工作经历", "value": application.experience or "没有填写"},
        *_relatives(application),
        *typed,
        *later,
    ]


def _relatives(application: Application) -> list[dict[str, str]]:
    """Who of the family works in the county's 司法行政系统, masked: of a name the first character."""
    told = application.told_relatives
    if told is None:
        return []
    if not told:
        return [{"label": RELATIVES, "value": "没有"}]
    more = "，另写有其他亲属" if told["others"] else ""
    name = told["name"][0] + "*" * max(len(told["name"]) - 1, 1)
    return [{"label": RELATIVES, "value": f"有：{name}，{told['relation']}{more}；姓名、单位和职务平时不完整显示"}]


def namesake(application: Application, user: User) -> str:
    """A hint where somebody at work in the county bears the name of a relative that was named. It proves nothing and holds nothing up."""
    told = application.told_relatives
    if not told:
        return ""
    staff = User.objects.filter(county=application.county_id, is_active=True).exclude(role__in=[Role.APPLICANT, Role.ASSISTANT])
    same = [
        person.pk for person in staff.only("pk", "name") if person.name and (person.name == told["name"] or person.name in told["others"])
    ]
    if not same:
        return ""
    who = "您与报名人填写的亲属同名" if user.pk in same else f"本县（区）有 {len(same)} 个工作人员账号与报名人填写的亲属同名"
    return f"{who}。同名不等于是亲属，不影响审查；确有亲属关系的，请本人申报回避。"


def _conditioned(condition: Condition) -> str:
    """A transfer that was confirmed and not finished, and whether it is by now."""
    return f"{condition.words}；{condition.confirmed_by}书面确认，{'已办结' if condition.met_at else '未办结'}"


def _corrected(correction: Correction) -> str:
    """What may or might be mended, until when, and whether it came in time."""
    if correction.answered:
        came = "逾期提交" if correction.late else "按时提交"
    else:
        came = "等本人提交" if correction.closed_at is None else "没有提交"
    return f"{correction.what}；{correction.until} 截止，{came}"


def history(application: Application) -> list[dict[str, Any]]:
    """Who did what with it, and how each stage came out; the latest first."""
    events = AuditEvent.objects.filter(about=named(application), verb__in=TOLD).select_related("by").order_by("-number")[:20]
    acts = [{"at": event.at, "word": VERBS.get(event.verb, "其他操作"), "by": event.by} for event in events]
    results = application.results.exclude(stage="registration").select_related("decided_by")
    outcomes = [{"at": result.decided_at, "word": _came_out(result), "by": result.decided_by} for result in results]
    return sorted([*acts, *outcomes], key=lambda row: row["at"], reverse=True)


def _came_out(result: StageResult) -> str:
    title = stage_title(result.stage)
    return title if result.stage == REVOCATION else f"{title}：{result.get_outcome_display()}"


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
        case Status.REVOKED:
            return "应聘资格已经取消，这份报名已经结束。"
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


@dataclass(frozen=True)
class Letter:
    """A letter before it is sent, parted where the reviewer's sentence stands, if it stands in it at all; `reasons` it is sent for."""

    subject: str
    before: str
    sentence: str
    after: str
    in_letter: bool
    reasons: tuple[str, ...] = ()
    chosen: bool = True

    @property
    def body(self) -> str:
        """The whole of it, as it goes out."""
        return f"{self.before}{self.sentence}{self.after}" if self.in_letter else self.before


def letters(application: Application, refusal: str, form: Any, now: datetime) -> list[Letter]:
    """The letter the applicant will get, once for each clause a reason may give it; the one of the reason that is chosen is marked so."""
    clauses = {rule.key: rule.clause.ref for rule in eligibility.rules_of(application.round)} if refusal == "failed" else {}
    reasons: dict[str, list[str]] = {}
    for key, _ in form.fields["reason"].choices:
        reasons.setdefault(clauses.get(key, ""), []).append(key)
    clause, said = clauses.get(form["reason"].value() or "", ""), (form["sentence"].value() or "").strip() or MARK
    return [
        replace(_letter(application, refusal, ref, said, now), reasons=tuple(keys), chosen=ref == clause) for ref, keys in reasons.items()
    ]


def letter_of(entry: Entry, now: datetime) -> Letter:
    """The letter that confirming an opinion sends."""
    return _letter(entry.application, "returned" if entry.returned else entry.outcome, entry.clause, entry.sentence, now)


def _letter(application: Application, decision: str, clause: str, sentence: str, now: datetime) -> Letter:
    words: dict[str, Any] = {"outcome": decision, "stage": "review", "sentence": MARK, "clause": clause}
    if decision == "returned":
        words["correction"] = Correction(due_at=correction_due(now, application.round.scheme.number("correction_days")))
    name = LETTERS.get(decision, "stage_decided")
    text = render_to_string(f"letters/{name}.txt", {"about": application, "to": application.applicant, **words}).strip()
    subject, _, body = text.partition("\n")
    before, mark, after = body.strip().partition(MARK)
    return Letter(subject.strip(), before, sentence, after, bool(mark))


def _word(answer: bool | None) -> str:
    return "没有填写" if answer is None else "是" if answer else "否"
