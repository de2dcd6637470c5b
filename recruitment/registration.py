"""Reading a registration: its sections and tasks, what is missing, the one next act, the timeline."""

from dataclasses import dataclass
from datetime import datetime

from policy.progress import Outcome
from policy.revocation import REVOCATION
from policy.tracks import Stage
from policy.windows import until
from recruitment import eligibility
from recruitment.models import Application, Profile, Round, StageResult, Status
from recruitment.models.applications import LIVE, AttachmentKind
from recruitment.openings import BEFORE_REVIEW_ENDS

CONSENT_VERSION = "2024-2"
PLEDGE_VERSION = "2024-2"
PROMISES = ("个人信息处理同意书", "诚信承诺书")
RELATIVES = "亲属在司法行政系统工作情况"

SECTIONS: dict[str, tuple[str, ...]] = {
    "vacancy": ("vacancy",),
    "education": ("education", "school", "major", "graduated_on"),
    "residence": ("registered_in_yangquan", "registered_address", "lives_in_yangquan"),
    "experience": ("has_legal_qualification", "studied_law", "served_in_justice", "experience"),
}
TITLES = {"vacancy": "报考岗位", "education": "学历", "residence": "户籍或居住地", "experience": "经历与优先条件"}
UNDER_WAY = (Status.DRAFT, Status.ACTIVE, Status.RETURNED)
OPTIONAL = frozenset({"registered_address", "experience"})
REQUIRED_PAPERS = (
    AttachmentKind.PHOTO,
    AttachmentKind.ID_FRONT,
    AttachmentKind.ID_BACK,
    AttachmentKind.DIPLOMA,
    AttachmentKind.RESIDENCE,
    AttachmentKind.SERVICE,
)
PAPER_HINTS = {
    AttachmentKind.PHOTO: "近期正面免冠证件照，白底、蓝底或红底。手机拍摄或从相册选都行，系统裁成 295×413 像素",
    AttachmentKind.ID_FRONT: "四角完整、字迹清楚",
    AttachmentKind.ID_BACK: "能看清有效期限",
    AttachmentKind.DIPLOMA: "最高学历的毕业证书",
    AttachmentKind.EDUCATION_RECORD: "在学信网下载；国外学历用留学服务中心认证书",
    AttachmentKind.RESIDENCE: "户口簿首页和本人页，或者居住证、居住证明",
    AttachmentKind.PREFERENCE: "法律职业资格证书，或者原单位的工作证明；没有的不用上传",
    AttachmentKind.SERVICE: "所在司法所或者县（区）司法局出具，写明在职和现实表现，有无违规违纪处理",
    AttachmentKind.INSURANCE: "社保经办机构出具的转移接续意见；暂时没有的，审查时补充",
    AttachmentKind.PARTY_FILE: "党员由所在党组织出具；不是党员的不用上传",
}
# A paper or a section that is about one condition is asked for where the round's track has that condition.
PAPER_ABOUT = {
    AttachmentKind.RESIDENCE: "residence",
    AttachmentKind.PREFERENCE: "legal_qualification",
    AttachmentKind.SERVICE: "serving",
    AttachmentKind.INSURANCE: "insurance_stuck",
    AttachmentKind.PARTY_FILE: "party_file_stuck",
}
SECTION_ABOUT = {"residence": "residence", "experience": "legal_qualification"}


def _conditions(round: Round) -> set[str]:
    return {rule.key for rule in (*eligibility.rules_of(round), *eligibility.prefers(round))}


def papers_of(round: Round) -> tuple[AttachmentKind, ...]:
    """The papers that a round asks for or takes, in the order of the page."""
    keys = _conditions(round)
    return tuple(kind for kind in AttachmentKind if PAPER_ABOUT.get(kind) is None or PAPER_ABOUT[kind] in keys)


def required_of(round: Round) -> tuple[AttachmentKind, ...]:
    """The papers without which nobody can submit."""
    return tuple(kind for kind in papers_of(round) if kind in REQUIRED_PAPERS)


def sections_of(round: Round) -> tuple[str, ...]:
    """The pages of answers that a round has, in their order."""
    keys = _conditions(round)
    return tuple(section for section in SECTIONS if SECTION_ABOUT.get(section) is None or SECTION_ABOUT[section] in keys)


def fields_of(application: Application, section: str) -> tuple[str, ...]:
    """What a page asks of this person: an education that the roster tells is not typed again."""
    told = eligibility.told_by(eligibility.listed(application), application.round)
    return tuple(field for field in SECTIONS[section] if not (field == "education" and "education" in told))


@dataclass(frozen=True)
class Task:
    """One row of the task list. `state`: 未填写, 填写中 or 已完成."""

    key: str
    title: str
    missing: tuple[str, ...]
    begun: bool

    @property
    def state(self) -> str:
        if not self.missing:
            return "已完成"
        return "填写中" if self.begun else "未填写"

    @property
    def is_done(self) -> bool:
        return not self.missing


def tasks(application: Application, profile: Profile | None) -> list[Task]:
    """The rows of the task list, in the order a person would fill them."""
    return [
        Task("profile", "基本信息", () if profile else ("姓名、身份证号",), profile is not None),
        *(_section(application, key, TITLES[key]) for key in sections_of(application.round)),
        _papers(application),
        _declarations(application),
    ]


def missing(application: Application, profile: Profile | None) -> list[str]:
    """What keeps the draft from being submitted, in words."""
    return [word for task in tasks(application, profile) for word in task.missing]


def _section(application: Application, key: str, title: str) -> Task:
    values = {field: getattr(application, field) for field in fields_of(application, key)}
    lacking = tuple(
        str(Application._meta.get_field(field).verbose_name)  # type: ignore[union-attr]  # our own columns, not relations back
        for field, value in values.items()
        if field not in OPTIONAL and value in (None, "")
    )
    return Task(key, title, lacking, any(value not in (None, "") for value in values.values()))


def _papers(application: Application) -> Task:
    there = set(application.attachments.filter(replaced_at=None).values_list("kind", flat=True))
    return Task("papers", "照片与材料", tuple(str(kind.label) for kind in required_of(application.round) if kind not in there), bool(there))


def consents(application: Application) -> bool:
    """Whether the consent stands: to the text of today, or to that of the day on which it was submitted."""
    return application.consented_at is not None and (application.submitted_at is not None or application.consent_version == CONSENT_VERSION)


def pledges(application: Application) -> bool:
    """The same of the 诚信承诺书."""
    return application.pledged_at is not None and (application.submitted_at is not None or application.pledge_version == PLEDGE_VERSION)


def _declarations(application: Application) -> Task:
    asked = eligibility.asked_of(application)
    lacking = [rule.title for rule in asked if rule.key not in application.declared]
    if lacking:
        lacking = ["逐项声明"]
    first = application.submitted_at is None  # what was submitted before a question or a text was new goes on without it
    if application.has_relatives is None and first:
        lacking.append(RELATIVES)
    lacking += [promise for promise, stands in zip(PROMISES, (consents(application), pledges(application)), strict=True) if not stands]
    return Task("declarations", "声明与承诺", tuple(lacking), bool(application.declared))


@dataclass(frozen=True)
class Step:
    """One stage on the applicant's timeline. `state`: done, current, future or stopped."""

    stage: Stage
    state: str
    result: StageResult | None


def timeline(application: Application) -> list[Step]:
    """The round's stages from registration on, as this person has passed through them."""
    track = application.round.track
    results = {result.stage: result for result in application.results.all()}
    steps = []
    for key in application.round.stages:
        if key == "announcement":
            continue
        # What is decided anew, after a correction or a 改报, is under way again whatever an earlier attempt ended in.
        result = None if key == application.stage and application.status in UNDER_WAY else results.get(key)
        if application.status == Status.REVOKED and key == application.stage:
            result = results.get(REVOCATION, result)
        steps.append(Step(track.stage(key), _state(application, key, result), result))
    return steps


def _state(application: Application, key: str, result: StageResult | None) -> str:
    if result is not None:
        return "done" if result.outcome == Outcome.PASSED else "stopped"
    if key != application.stage:
        return "future"
    return "current" if application.status in UNDER_WAY else "stopped"


@dataclass(frozen=True)
class NextAct:
    """The one thing the person should do now, or what they wait for. `url_name` is None when there is nothing to press.

    The address is one of the application, or of the round where a new application is begun (`of_round`).
    """

    title: str
    text: str
    limit: datetime | None = None
    url_name: str | None = None
    button: str = ""
    of_round: bool = False


def next_act(application: Application, now: datetime) -> NextAct:
    """Exactly one next act for every situation an application can be in."""
    round = application.round
    match application.status:
        case Status.DRAFT if now >= round.registration_closes_at:
            return NextAct("报名已经截止", "您没有在截止前提交，填写的内容仍为您保存，可以查看。")
        case Status.DRAFT:
            return NextAct(
                "继续填写报名",
                "还没有提交。填完各项并检查无误后，点“提交报名”。",
                round.registration_closes_at,
                "recruitment:tasks",
                "继续填写",
            )
        case Status.RETURNED:
            return _mending(application, now)
        case Status.REJECTED:
            return _anew(application, now, "资格审查未通过", "原因和依据见下方进度。", "可以更正有误的内容，或者改报其他岗位，重新提交报名")
        case Status.WITHDRAWN if application.stage not in BEFORE_REVIEW_ENDS:
            return NextAct("您已放弃", f"这份报名审查通过后由您放弃，已经结束，本招聘期内不能再报名。{_calls(round)}")
        case Status.WITHDRAWN:
            return _anew(application, now, "您已放弃", "这份报名已经结束。", "可以重新报名")
        case Status.REVOKED:
            return NextAct("您的应聘资格已被取消", f"原因和依据见下方进度；有异议可以向招聘单位陈述申辩。{_calls(round)}")
        case Status.FAILED:
            return NextAct("本次招聘已结束", f"原因和依据见下方进度。{_calls(round)}")
        case Status.CANCELLED if (ends := _switches_until(application)) is not None and now < ends:
            text = "您报考的岗位未达到开考比例，已取消。可以改报本次招聘的其他岗位，改报后重新审查资格。"
            return NextAct("岗位已取消，可以改报", text, ends, "recruitment:switch", "去改报")
        case Status.CANCELLED:
            return NextAct("岗位已取消", "您报考的岗位未达到开考比例，已取消，这份报名已经结束。其他县（区）还在报名的，可以另行报名。")
        case Status.HIRED:
            return NextAct("您已被聘用", "请按合同约定的日期到司法所报到。")
    return _waiting(application)


def _switches_until(application: Application) -> datetime | None:
    """Until when somebody whose vacancy was cancelled may choose another one."""
    ends: datetime | None = getattr(getattr(application.vacancy, "opening", None), "switch_until", None)
    return ends


def _anew(application: Application, now: datetime, title: str, ended: str, may: str) -> NextAct:
    """What is left of an application that ended before its review was passed: until the deadline another may be begun, afterwards none."""
    round = application.round
    closes = until(round.registration_closes_at)
    if now >= round.registration_closes_at:
        return NextAct(title, f"{ended}报名已于 {closes} 截止，不能再更正或者重新报名。{_calls(round)}")
    if Application.objects.filter(intake=application.intake_id, applicant=application.applicant_id, status__in=LIVE).exists():
        return NextAct(title, f"{ended}您在本招聘期已经另有一份报名，请在“我的报名”查看。{_calls(round)}")
    text = f"{ended}报名截止（{closes}）前，{may}。{_calls(round)}"
    return NextAct(title, text, round.registration_closes_at, "recruitment:begin", "重新报名", of_round=True)


def _calls(round: Round) -> str:
    """Where to ask and where to complain: the county's own numbers, or those at the foot of every page."""
    county, foot = round.county, "（见页面底部）"
    return f"咨询请拨打 {county.phone or foot}，有异议请拨打监督电话 {county.complaint_phone or foot}。"


def _mending(application: Application, now: datetime) -> NextAct:
    """What a correction asks of its person, with its clock."""
    correction = application.correction
    if correction is None:
        return NextAct("请补正材料", "审查人员退回了您的报名，请按说明补正后重新提交。", None, "recruitment:tasks", "去补正")
    title = "请补正材料" if correction.by_review else "请更正报名"
    if correction.is_late(now):
        text = f"应在 {correction.until} 前重新提交，现在已经逾期。请尽快提交，逾期会如实记录，招聘单位可以按现有材料作出结论。"
        return NextAct(title, text, None, "recruitment:tasks", "去补正")
    who = "审查人员退回了您的报名" if correction.by_review else "招聘单位为您开放了更正"
    return NextAct(title, f"{who}，请按说明改好后重新提交。可以改：{correction.what}。", correction.due_at, "recruitment:tasks", "去补正")


def _waiting(application: Application) -> NextAct:
    seat, standing = getattr(application, "seat", None), getattr(application, "standing", None)
    match application.stage:
        case "review":
            return NextAct("请等待资格审查", "招聘单位正在审查您的材料，结果会在这里显示并发通知给您。")
        case "assessment":
            return NextAct("配合考核", "审查已通过。司法所和县（区）司法局正在考核德、能、勤、绩、廉，合格的参加考试。")
        case "exam" if standing is not None and standing.unsettled:
            return NextAct("请等待加试通知", "综合成绩并列，招聘单位将组织加试，请保持电话畅通。")
        case "exam" if standing is not None:
            return NextAct("请等待结果", "考试成绩已经公布，名次可以在“我的成绩”查看；名额内的进入公示。")
        case "written_exam" | "exam" if seat is not None:
            exam = application.round.track.stage(application.stage).title
            return NextAct(
                f"打印准考证，按时参加{exam}",
                f"请带准考证和身份证到{seat.room.site.name}参加{exam}。",
                seat.room.site.starts_at,
                "recruitment:ticket",
                "打开准考证",
            )
        case "written_exam":
            return NextAct("请等待考场安排", "审查已通过。考场编排好后，可以在这里打印准考证。")
        case "interview":
            if standing is not None and standing.unsettled:
                return NextAct("请等待加试通知", "综合成绩并列，招聘单位将组织加试，请保持电话畅通。")
            if standing is not None and standing.rank is not None and application.round.stage != "interview":
                return NextAct("候补中", "您暂未进入拟聘用名额。前面有人放弃或不合格时，将按名次依次递补。")
            return NextAct("准备面试", "您已入围面试。时间地点以招聘单位公告和电话通知为准。")
        case "inspection":
            return NextAct("配合考察", "您已进入考察，请保持电话畅通，按要求提供材料。")
        case "medical":
            return NextAct("参加体检", "请按通知的时间空腹到指定医院体检；结论只告知本人。")
        case "publicity":
            return NextAct("公示中", "您在拟聘用公示名单中，公示期满无影响聘用的异议即办理签约。")
        case "contract":
            return NextAct("准备签订合同", "请按通知到县（区）司法局签订聘用合同。")
    return NextAct("请等待", "有进展会在这里显示并发通知给您。")
