"""The pack of all appraisal sheets of a period: one PDF, made in the background, with how far it has come."""

from typing import ClassVar

from django.db import models

from bureaus.models import User
from bureaus.tenancy import TenantQuerySet
from documents.storage import SealedStorage, random_name
from evaluation.models.appraisals import AppraisalPeriod


class AppraisalPackQuerySet(TenantQuerySet["AppraisalPack"]):
    county_lookup = "period__county"


class AppraisalPack(models.Model):
    """考核登记表汇编 of the sheets as they stood when it was asked for."""

    period = models.ForeignKey(AppraisalPeriod, models.PROTECT, related_name="packs", verbose_name="考核期")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="申请人")
    asked_at = models.DateTimeField("申请时间")
    total = models.PositiveIntegerField("份数")
    done = models.PositiveIntegerField("已生成", default=0)
    pdf = models.FileField("PDF", upload_to=random_name, storage=SealedStorage(), blank=True)
    finished_at = models.DateTimeField("完成时间", null=True)

    objects = AppraisalPackQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核登记表汇编"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(done__lte=models.F("total")),
                name="pack_makes_no_more_than_it_holds",
                violation_error_message="已生成的份数不能超过总份数。",
            ),
            models.UniqueConstraint(
                fields=["period"],
                condition=models.Q(finished_at=None),
                name="one_pack_at_a_time",
                violation_error_message="这个考核期的汇编正在生成，请稍候。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}登记表汇编"

    @property
    def county_id(self) -> int:
        return self.period.county_id
