"""People who apply: profile, application, its papers, what was entered about it and what was decided."""

import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from bureaus.models import County, User
from bureaus.sealing import SealedTextField
from bureaus.tenancy import TenantQuerySet
from documents.models import StoredFile
from policy.people import Education
from policy.progress import Outcome
from policy.revocation import REVOCATION, TITLE
from recruitment.models.rounds import Intake, Round, Vacancy
from staffing.models import Auxiliary

OUTCOME_CHOICES = [(outcome.value, outcome.title) for outcome in Outcome]
EDUCATION_CHOICES = [(level.value, level.title) for level in Education]


class ProfileQuerySet(TenantQuerySet["Profile"]):
    county_lookup = "person__applications__round__county"
    person_lookup = "person"


class Profile(models.Model):
    """What an applicant says once about themselves; copied into each application when it is submitted."""

    person = models.OneToOneField(User, models.PROTECT, related_name="profile", verbose_name="账号")
    name = models.CharField("姓名", max_length=30)
    id_number = SealedTextField("公民身份号码")
    id_hash = models.CharField(max_length=64, editable=False)
    id_last4 = models.CharField("身份证后四位", max_length=4)
    born_on = models.DateField("出生日期")
    sex = models.CharField("性别", max_length=1)
    address = SealedTextField("通信地址", blank=True)
    saved_at = models.DateTimeField("最后保存")

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "个人信息"

    def __str__(self) -> str:
        return self.name


class Status(models.TextChoices):
    """Where an application stands as a whole; within a live one, `stage` says at which step."""

    DRAFT = "draft", "未提交"
    ACTIVE = "active", "进行中"
    RETURNED = "returned", "退回补正"
    REJECTED = "rejected", "审核不通过"
    WITHDRAWN = "withdrawn", "已放弃"
    FAILED = "failed", "未通过"
    REVOKED = "revoked", "取消资格"
    CANCELLED = "cancelled", "岗位取消"
    HIRED = "hired", "已聘用"


RELATIVE = {"name": "姓名", "relation": "与您的关系", "place": "单位和职务", "others": "还有其他亲属的，逐人写明"}
"""What is asked of a relative, and who else there is."""
LIVE = (Status.ACTIVE, Status.RETURNED, Status.HIRED)


class ApplicationQuerySet(TenantQuerySet["Application"]):
    office_lookup = "vacancy__line__office"
    person_lookup = "applicant"

    def submitted(self) -> "ApplicationQuerySet":
        """Everything a bureau may look at: a draft belongs to the applicant alone."""
        return self.exclude(status=Status.DRAFT)

    def at(self, stage: str) -> "ApplicationQuerySet":
        """Live ones standing at a stage, so still waiting for its outcome."""
        return self.filter(stage=stage, status=Status.ACTIVE)


class Application(models.Model):
    """报名: one person for one vacancy. Identity is copied from the profile when it is submitted and then stays."""

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="applications", verbose_name="招聘期")
    round = models.ForeignKey(Round, models.PROTECT, related_name="applications", verbose_name="批次")
    # The round's county, which never changes, held equal to it by a foreign key on both: thousands are found by one index.
    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县（区）")
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, null=True, related_name="applications", verbose_name="报考岗位")
    applicant = models.ForeignKey(User, models.PROTECT, related_name="applications", verbose_name="报名人")
    number = models.CharField("报名序号", max_length=20, null=True, unique=True)  # noqa: DJ001 - drafts have none, and none equals none
    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.DRAFT)
    stage = models.CharField("环节", max_length=30, default="registration")
    attempt = models.PositiveSmallIntegerField("次数", default=1)
    version = models.PositiveIntegerField(default=1)
    nonce = models.UUIDField("提交编号", null=True, unique=True)
    saved_at = models.DateTimeField("最后保存")
    submitted_at = models.DateTimeField("提交时间", null=True)

    # who: copied from the profile
    name = models.CharField("姓名", max_length=30, blank=True)
    id_number = SealedTextField("公民身份号码", blank=True)
    id_hash = models.CharField(max_length=64, blank=True, editable=False)
    id_last4 = models.CharField("身份证后四位", max_length=4, blank=True)
    born_on = models.DateField("出生日期", null=True)
    sex = models.CharField("性别", max_length=1, blank=True)
    phone = SealedTextField("手机号码", blank=True)
    address = SealedTextField("通信地址", blank=True)

    # the roster's row by which somebody may apply in internal selection, and whose facts are not asked again: 四(一).对象
    auxiliary = models.ForeignKey(Auxiliary, models.PROTECT, null=True, related_name="applications", verbose_name="在册登记")

    # education: 四(二)1(5)
    education = models.PositiveSmallIntegerField("学历", choices=EDUCATION_CHOICES, null=True)
    school = models.CharField("毕业院校", max_length=60, blank=True)
    major = models.CharField("所学专业", max_length=60, blank=True)
    graduated_on = models.DateField("毕业日期", null=True)

    # residence: 四(二)1(4)
    registered_in_yangquan = models.BooleanField("户籍在阳泉", null=True)
    registered_address = SealedTextField("户籍地址", blank=True)
    lives_in_yangquan = models.BooleanField("居住地为阳泉", null=True)

    # preference: 四(二)1(8); a tie-breaker, never points
    has_legal_qualification = models.BooleanField("通过法律职业资格考试", null=True)
    studied_law = models.BooleanField("法学及相关专业毕业", null=True)
    served_in_justice = models.BooleanField("有政法相关工作经历", null=True)
    experience = SealedTextField("工作经历", blank=True)

    # relatives who work in the county's 司法行政系统 (回避): of other people, so sealed; one JSON object by the keys of RELATIVE
    has_relatives = models.BooleanField("亲属在司法行政系统工作情况", null=True)
    relatives = SealedTextField("亲属姓名、关系、单位和职务", null=True)

    # declarations: what the person answered to each rule that asks, and the two boxes
    declared = models.JSONField("声明", default=dict)
    consent_version = models.CharField("个人信息同意书版本", max_length=20, blank=True)
    consented_at = models.DateTimeField("同意时间", null=True)
    pledge_version = models.CharField("诚信承诺书版本", max_length=20, blank=True)
    pledged_at = models.DateTimeField("承诺时间", null=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报名"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["intake", "id_hash"],
                condition=Q(status__in=["active", "returned", "hired"]),
                name="one_live_application_per_intake",
                violation_error_message="该身份证号在本招聘期已有一份有效报名，不能重复报名。如非本人操作，请拨打页面底部电话。",
            ),
            models.UniqueConstraint(fields=["round", "applicant"], condition=Q(status="draft"), name="one_draft_per_round_and_person"),
            models.CheckConstraint(
                condition=Q(status="draft")
                | (
                    ~Q(id_hash="")
                    & Q(
                        submitted_at__isnull=False,
                        vacancy__isnull=False,
                        number__isnull=False,
                        consented_at__isnull=False,
                        pledged_at__isnull=False,
                    )
                ),
                name="submitted_application_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(has_relatives__isnull=False, has_relatives=True, relatives__isnull=False)
                | (Q(relatives__isnull=True) & (Q(has_relatives__isnull=True) | Q(has_relatives=False))),
                name="relatives_are_told_where_there_are_some",
                violation_error_message="有亲属在司法行政系统工作的，请写明姓名、关系、单位和职务。",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["county", "status", "stage", "submitted_at", "id"], name="application_queue"),
            models.Index(fields=["round", "stage", "status"], name="application_stage"),
            models.Index(fields=["vacancy", "status"], name="application_vacancy"),
        ]

    def __str__(self) -> str:
        return self.number or "报名草稿"

    def is_relative_of(self, user: User) -> bool:
        """Whether this member of staff and the applicant are declared relatives (回避)."""
        return self.recusals.filter(staff=user).exists()

    @property
    def correction(self) -> Any:
        """The correction (补正) that waits for the applicant, if one does."""
        return self.corrections.filter(closed_at=None).first() if self.status == Status.RETURNED else None

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def told_relatives(self) -> dict[str, str] | None:
        """Who was named, by the keys of RELATIVE; empty where there is nobody, None where it was not asked."""
        if self.has_relatives is None:
            return None
        return dict(json.loads(self.relatives)) if self.relatives else {}

    @property
    def photo(self) -> StoredFile | None:
        """The current photo; reads prefetched attachments."""
        photos = (paper.file for paper in self.attachments.all() if paper.kind == "photo" and paper.replaced_at is None)
        return next(photos, None)


class Recusal(models.Model):
    """回避: a declared relation between a member of staff and an applicant."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="recusals", verbose_name="报名")
    staff = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="工作人员")
    relation = models.CharField("关系", max_length=40)
    declared_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="申报人")
    declared_at = models.DateTimeField("申报时间")

    class Meta:
        verbose_name = verbose_name_plural = "回避"
        constraints: ClassVar = [models.UniqueConstraint(fields=["application", "staff"], name="one_recusal_per_pair")]

    def __str__(self) -> str:
        return self.relation


class AttachmentKind(models.TextChoices):
    PHOTO = "photo", "照片"
    ID_FRONT = "id_front", "身份证人像面"
    ID_BACK = "id_back", "身份证国徽面"
    DIPLOMA = "diploma", "毕业证书"
    EDUCATION_RECORD = "education_record", "学历证书电子注册备案表"
    RESIDENCE = "residence", "户口簿或居住证明"
    PREFERENCE = "preference", "优先条件证明"
    SERVICE = "service", "在职证明和单位意见"
    INSURANCE = "insurance", "社保关系转移接续意见"
    PARTY_FILE = "party_file", "党组织关系转移意见"

    @property
    def most(self) -> int:
        """How many pictures of it there may be; one PDF takes the place of all."""
        return 1 if self in SINGLE_KINDS else MOST_PICTURES


MOST_PICTURES = 6
SINGLE_KINDS = (AttachmentKind.PHOTO, AttachmentKind.ID_FRONT, AttachmentKind.ID_BACK)


class AttachmentQuerySet(TenantQuerySet["Attachment"]):
    county_lookup = "application__round__county"
    person_lookup = "application__applicant"


class Attachment(models.Model):
    """A picture or PDF of a paper of an application.

    Replacing one makes a new row in its place; the old one stays for what was decided on it.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="attachments", verbose_name="报名")
    kind = models.CharField("材料", max_length=20, choices=AttachmentKind.choices)
    place = models.PositiveSmallIntegerField("次序", default=1)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    replaced_at = models.DateTimeField("被替换时间", null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "材料"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "kind", "place"],
                condition=Q(replaced_at=None),
                name="one_current_attachment_per_place",
                violation_error_message="同一项材料刚才已有改动，请刷新页面后再试。",
            ),
            models.CheckConstraint(
                condition=Q(place=1) | (Q(place__range=(2, MOST_PICTURES)) & ~Q(kind__in=SINGLE_KINDS)),
                name="attachment_place_is_in_range",
                violation_error_message=f"这项材料已经传满：照片和身份证每面 1 张，其他材料最多 {MOST_PICTURES} 张。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Decided(models.Model):
    """What deciding a stage records, whether only entered yet or final."""

    stage = models.CharField("环节", max_length=30)
    attempt = models.PositiveSmallIntegerField("次数")
    outcome = models.CharField("结果", max_length=10, choices=OUTCOME_CHOICES)
    reason = models.CharField("原因", max_length=40, blank=True)
    clause = models.CharField("依据", max_length=20, blank=True)
    sentence = models.CharField("说明", max_length=300, blank=True)
    answers = models.JSONField("逐条核对", default=dict)
    note = SealedTextField("内部记录", blank=True)

    class Meta:
        abstract = True


def conclusion(stage: str, outcome: str) -> str:
    """What a stage ended in, as those who decide call it."""
    reviewed = {Outcome.PASSED: "通过", Outcome.FAILED: "不通过"} if stage == "review" else {}
    return reviewed.get(Outcome(outcome), Outcome(outcome).title)


class EntryQuerySet(TenantQuerySet["Entry"]):
    county_lookup = "application__round__county"


class Entry(Decided):
    """An outcome that one person has entered and another must confirm; gone once confirmed or sent back."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="entries", verbose_name="报名")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="录入人")
    entered_at = models.DateTimeField("录入时间")
    returned = models.BooleanField("退回补正", default=False)
    seen = models.PositiveIntegerField("所见版本")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待复核"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "stage", "attempt"], name="one_entry_per_stage_and_attempt")
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.stage}"

    @property
    def word(self) -> str:
        """What was entered, as both persons call it."""
        if self.returned:
            return "退回补正"
        if self.stage == REVOCATION:
            return TITLE
        return conclusion(self.stage, self.outcome)


class StageResultQuerySet(TenantQuerySet["StageResult"]):
    county_lookup = "application__round__county"
    person_lookup = "application__applicant"


class StageResult(Decided):
    """环节结果: append-only (a trigger refuses change). A failure carries its coded reason, clause and sentence."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="results", verbose_name="报名")
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="录入人")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="复核人")
    decided_at = models.DateTimeField("决定时间")

    objects = StageResultQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "环节结果"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "stage", "attempt"],
                name="one_result_per_stage_and_attempt",
                violation_error_message="该环节的结果已经登记，不能重复登记。",
            ),
            models.CheckConstraint(
                condition=Q(entered_by=None) | Q(decided_by=None) | ~Q(entered_by=F("decided_by")),
                name="result_confirmed_by_another",
                violation_error_message="录入人与复核人不能是同一人。",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="failed") | (~Q(reason="") & ~Q(sentence="")),
                name="failure_says_why",
                violation_error_message="不合格须有原因和说明。",
            ),
            models.CheckConstraint(
                condition=~Q(stage="review", outcome="failed") | ~Q(clause=""),
                name="refused_review_names_its_clause",
                violation_error_message="资格审查不通过须写明依据的条款。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.stage} {self.outcome}"
