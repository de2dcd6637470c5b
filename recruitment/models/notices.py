"""公告、公示 for everyone, and the objections they bring."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from bureaus.models import User
from bureaus.sealing import SealedTextField
from bureaus.tenancy import TenantQuerySet
from documents.models import OfficialPaper
from recruitment.models.applications import Application
from recruitment.models.rounds import Round


class PublicNoticeQuerySet(TenantQuerySet["PublicNotice"]):
    county_lookup = "round__county"

    def posted(self) -> "PublicNoticeQuerySet":
        """What everyone may read."""
        return self.filter(posted_at__isnull=False)


class PublicNotice(models.Model):
    """A notice: prepared by the clerk, signed by the head and by 人社局, posted; from then on immutable (a trigger refuses).

    `first_day` and `last_day` bound a 公示 in whole working days; the day after posting is the first (民法典 201).
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="notices", verbose_name="批次")
    kind = models.CharField("种类", max_length=30)
    edition = models.PositiveSmallIntegerField("版次")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by", verbose_name="变更")
    changes = models.JSONField("变更内容", default=dict)  # of a change: which of the round's columns, and what they become
    reason = models.CharField("变更理由", max_length=200, blank=True)
    title = models.CharField("标题", max_length=120)
    paper_number = models.CharField("文号", max_length=40, blank=True)
    body = models.TextField("正文")
    sha256 = models.CharField("校验值", max_length=64)
    first_day = models.DateField("公示首日", null=True)
    last_day = models.DateField("公示末日", null=True)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="拟稿人")
    prepared_at = models.DateTimeField("拟稿时间")
    head_signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="司法局签发人")
    head_signed_at = models.DateTimeField("司法局签发时间", null=True)
    hr_signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="人社局会签人")
    hr_signed_at = models.DateTimeField("人社局会签时间", null=True)
    posted_at = models.DateTimeField("发布时间", null=True)
    paper = models.OneToOneField(OfficialPaper, models.PROTECT, null=True, related_name="+", verbose_name="公文")
    version = models.PositiveIntegerField(default=1)

    objects = PublicNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公告公示"
        ordering: ClassVar = ["-posted_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "kind", "edition"], name="one_notice_per_kind_and_edition"),
            models.CheckConstraint(
                condition=Q(edition=1, replaces=None)
                | Q(kind="opening_changes", replaces=None)
                | (Q(edition__gt=1, replaces__isnull=False) & ~Q(reason="")),
                name="change_names_what_it_changes_and_why",
                violation_error_message="变更公告须指明原公告并写明理由。",
            ),
            models.CheckConstraint(
                condition=Q(posted_at=None) | Q(head_signed_by__isnull=False, hr_signed_by__isnull=False),
                name="posted_notice_is_signed_by_both",
                violation_error_message="司法局签发、人社局会签后才能发布。",
            ),
            models.CheckConstraint(
                condition=(Q(head_signed_by=None) | ~Q(head_signed_by=F("prepared_by")))
                & (Q(hr_signed_by=None) | ~Q(hr_signed_by=F("prepared_by"))),
                name="notice_signed_by_others",
                violation_error_message="拟稿人不能签发自己拟的稿。",
            ),
            models.CheckConstraint(
                condition=Q(first_day=None, last_day=None) | Q(last_day__gte=F("first_day")), name="publicity_ends_after_it_begins"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-posted_at"], name="notice_posted", condition=Q(posted_at__isnull=False))]

    def __str__(self) -> str:
        return self.title

    @property
    def county_id(self) -> int:
        return self.round.county_id

    @property
    def is_change(self) -> bool:
        """Whether it is a 变更公告 of one that was posted before."""
        return self.replaces_id is not None


class ObjectionOutcome(models.TextChoices):
    UNFOUNDED = "unfounded", "查无此事或不影响聘用"
    UPHELD = "upheld", "查实，影响聘用"
    SUSPENDED = "suspended", "一时难以查实，暂缓聘用"


class ObjectionQuerySet(TenantQuerySet["Objection"]):
    county_lookup = "notice__round__county"


class Objection(models.Model):
    """公示异议: about one person or the notice as a whole; what was written is sealed."""

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="objections", verbose_name="公示")
    application = models.ForeignKey(Application, models.PROTECT, null=True, related_name="objections", verbose_name="所指人员")
    text = SealedTextField("内容")
    contact = SealedTextField("联系方式", blank=True)
    received_at = models.DateTimeField("收到时间")
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    outcome = models.CharField("结论", max_length=12, choices=ObjectionOutcome.choices, blank=True)
    finding = SealedTextField("核查情况", blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="办结人")
    closed_at = models.DateTimeField("办结时间", null=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示异议"
        ordering: ClassVar = ["received_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(closed_at=None) | ~Q(outcome=""), name="closed_objection_has_an_outcome")
        ]

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d}"
