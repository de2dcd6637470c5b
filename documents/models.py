"""Files people gave us and papers we made."""

import secrets
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from bureaus.models import County, User
from bureaus.sealing import SealedTextField
from bureaus.tenancy import TenantQuerySet
from documents.storage import SealedStorage, random_name

CITY_BUREAU = "阳泉市司法局"


class StoredFile(models.Model):
    """A private file after its check: only JPEG, PNG, PDF or xlsx by content, stored sealed under a random name."""

    content = models.FileField("文件", upload_to=random_name, storage=SealedStorage())
    media_type = models.CharField("类型", max_length=80)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("校验值", max_length=64)
    called = models.CharField("原文件名", max_length=120)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "文件"

    def __str__(self) -> str:
        return self.called


class PaperKind(models.TextChoices):
    """What papers there are. Not the column's `choices`, so that a new kind is one line and no migration."""

    NOTICE = "notice", "公告公示"
    ADMISSION_TICKET = "admission_ticket", "准考证"
    RECEIPT = "receipt", "报名回执"
    CONTRACT = "contract", "聘用合同"
    QUOTA_FILING = "quota_filing", "数额核定备案表"
    FILING_RECEIPT = "filing_receipt", "上报回执"
    FILED_NOTICE = "filed_notice", "备案通知"
    APPRAISAL_SHEET = "appraisal_sheet", "考核登记表"
    PERSONAL_FILE = "personal_file", "司法协理员个人档案"
    RENEWAL_NOTICE = "renewal_notice", "续订（终止）劳动合同通知书"
    INCIDENT_NOTICE = "incident_notice", "违规处理通知书"
    DISMISSAL_NOTICE = "dismissal_notice", "解聘通知书"
    ENDING_NOTICE = "ending_notice", "解除劳动合同通知书"
    TRANSFER_NOTICE = "transfer_notice", "调配通知"
    TERMINATION_CERTIFICATE = "termination_certificate", "解除（终止）劳动合同证明"


OF_THE_CITY = (PaperKind.QUOTA_FILING, PaperKind.FILED_NOTICE)


class OfficialPaperQuerySet(TenantQuerySet["OfficialPaper"]):
    person_lookup = "person"


def verification_code() -> str:
    """Sixteen hex digits, to be typed from paper."""
    return secrets.token_hex(8)


class OfficialPaper(models.Model):
    """A paper of the portal: its text is frozen when it is asked for, the worker only typesets it."""

    kind = models.CharField("种类", max_length=40)
    about = models.CharField("事项", max_length=100)
    title = models.CharField("标题", max_length=120)
    paper_number = models.CharField("文号", max_length=40, blank=True)
    county = models.ForeignKey(County, models.PROTECT, null=True, related_name="+", verbose_name="县（区）")
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="本人")
    is_public = models.BooleanField("公开")
    source = SealedTextField("版式原文")
    pictures = ArrayField(models.BigIntegerField(), verbose_name="所用照片", default=list)  # keys of StoredFile; it may show no others
    attached = ArrayField(models.BigIntegerField(), verbose_name="所附公文", default=list)  # keys of papers that follow it in its PDF
    code = models.CharField("核验码", max_length=16, unique=True, default=verification_code)
    asked_at = models.DateTimeField("提出时间")
    rendered_at = models.DateTimeField("制成时间", null=True)
    pdf = models.FileField("PDF", upload_to=random_name, storage=SealedStorage(), blank=True)
    sha256 = models.CharField("校验值", max_length=64, blank=True)

    objects = OfficialPaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公文"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "about"], name="one_paper_per_matter"),
            models.CheckConstraint(
                condition=models.Q(rendered_at=None) | ~models.Q(sha256=""),
                name="rendered_paper_has_its_digest",
                violation_error_message="公文缺少校验值。",
            ),
            models.CheckConstraint(
                condition=models.Q(is_public=False) | models.Q(person=None),
                name="public_paper_is_nobodys_own",
                violation_error_message="个人的公文不能公开。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def issuer(self) -> str:
        """Which bureau the paper is of; the city's where it belongs to no county, and where it states the city's answer."""
        return CITY_BUREAU if self.county is None or self.kind in OF_THE_CITY else self.county.justice_bureau
