"""Reading a registration: its sections and tasks, what is missing, the one next act, the timeline."""

from dataclasses import dataclass
from datetime import datetime

from policy.progress import Outcome
from policy.tracks import Stage
from recruitment import eligibility
from recruitment.models import Application, Profile, StageResult, Status
from recruitment.models.applications import AttachmentKind

CONSENT_VERSION = "2024-1"
PLEDGE_VERSION = "2024-1"

SECTIONS: dict[str, tuple[str, ...]] = {
    "vacancy": ("vacancy",),
    "education": ("education", "school", "major", "graduated_on"),
    "residence": ("registered_in_yangquan", "registered_address", "lives_in_yangquan"),
    "experience": ("has_legal_qualification", "studied_law", "served_in_justice", "experience"),
}
TITLES = {"vacancy": "报考岗位", "education": "学历", "residence": "户籍或居住地", "experience": "经历与优先条件"}
OPTIONAL = frozenset({"registered_address", "experience"})
REQUIRED_PAPERS = (
    AttachmentKind.PHOTO,
    AttachmentKind.ID_FRONT,
    AttachmentKind.ID_BACK,
    AttachmentKind.DIPLOMA,
    AttachmentKind.RESIDENCE,
)
PAPER_HINTS = {
    AttachmentKind.PHOTO: "近期正面免冠证件照，白底、蓝底或红底。手机拍摄或从相册选都行，系统裁成 295×413 像素",
    AttachmentKind.ID_FRONT: "四角完整、字迹清楚",
    AttachmentKind.ID_BACK: "能看清有效期限",
    AttachmentKind.DIPLOMA: "最高学历的毕业证书",
    AttachmentKind.EDUCATION_RECORD: "在学信网下载；国外学历用留学服务中心认证书",
    AttachmentKind.RESIDENCE: "户口簿首页和本人页，或者居住证、居住证明",
    AttachmentKind.PREFERENCE: "法律职业资格证书，或者原单位的工作证明；没有的不用上传",
}


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
        *(_section(application, key, title) for key, title in TITLES.items()),
        _papers(application),
        _declarations(application),
    ]


def missing(application: Application, profile: Profile | None) -> list[str]:
    """What keeps the draft from being submitted, in words."""
    return [word for task in tasks(application, profile) for word in task.missing]


def _section(application: Application, key: str, title: str) -> Task:
    values = {field: getattr(application, field) for field in SECTIONS[key]}
    lacking = tuple(
        str(Application._meta.get_field(field).verbose_name)  # type: ignore[union-attr]  # our own columns, not relations back
        for field, value in values.items()
        if field not in OPTIONAL and value in (None, "")
    )
    return Task(key, title, lacking, any(value not in (None, "") for value in values.values()))


def _papers(application: Application) -> Task:
    there = set(application.attachments.filter(replaced_at=None).values_list("kind", flat=True))
    return Task("papers", "照片与材料", tuple(str(kind.label) for kind in REQUIRED_PAPERS if kind not in there), bool(there))


def _declarations(application: Application) -> Task:
    asked = eligibility.asked(application.round)
    lacking = [rule.title for rule in asked if rule.key not in application.declared]
    if lacking:
        lacking = ["逐项声明"]
    if not application.consented_at or application.consent_version != CONSENT_VERSION:
        lacking.append("个人信息处理同意书")
    if not application.pledged_at or application.pledge_version != PLEDGE_VERSION:
        lacking.append("诚信承诺书")
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
        result = results.get(key)
        steps.append(Step(track.stage(key), _state(application, key, result), result))
    return steps


def _state(application: Application, key: str, result: StageResult | None) -> str:
    if result is not None:
        return "done" if result.outcome == Outcome.PASSED else "stopped"
    if key != application.stage:
        return "future"
    return "current" if application.status in (Status.DRAFT, Status.ACTIVE, Status.RETURNED) else "stopped"


@dataclass(frozen=True)
class NextAct:
    """The one thing the person should do now, or what they wait for. `url_name` is None when there is nothing to press."""

    title: str
    text: str
    limit: datetime | None = None
    url_name: str | None = None
    button: str = ""


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
            return NextAct("请补正材料", "审查人员退回了您的报名，请按说明补正后重新提交。", None, "recruitment:tasks", "去补正")
        case Status.REJECTED:
            return NextAct("资格审查未通过", "原因和依据见下方进度。报名截止前可以更正后重新报名；有异议请拨打监督电话。")
        case Status.WITHDRAWN:
            return NextAct("您已放弃", "这份报名已经结束。报名截止前可以重新报名。")
        case Status.FAILED | Status.REVOKED:
            return NextAct("本次招聘已结束", "原因和依据见下方进度；有异议请拨打监督电话。")
        case Status.CANCELLED:
            return NextAct("岗位已取消", "您报考的岗位未达到开考比例，已取消。请留意招聘单位的后续通知。")
        case Status.HIRED:
            return NextAct("您已被聘用", "请按合同约定的日期到司法所报到。")
    return _waiting(application)


def _waiting(application: Application) -> NextAct:
    seat = getattr(application, "seat", None)
    match application.stage:
        case "review":
            return NextAct("请等待资格审查", "招聘单位正在审查您的材料，结果会在这里显示并发通知给您。")
        case "written_exam" if seat is not None:
            return NextAct(
                "打印准考证，按时参加笔试",
                f"请带准考证和身份证到{seat.room.site.name}参加笔试。",
                seat.room.site.starts_at,
                "recruitment:ticket",
                "打开准考证",
            )
        case "written_exam":
            return NextAct("请等待考场安排", "审查已通过。考场编排好后，可以在这里打印准考证。")
        case "interview":
            standing = getattr(application, "standing", None)
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
