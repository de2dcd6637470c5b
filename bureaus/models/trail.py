"""The audit trail's rows. Written only by bureaus.audit; a trigger refuses UPDATE and DELETE."""

from typing import ClassVar

from django.db import models

from bureaus.models.who import County, User
from bureaus.tenancy import TenantQuerySet


class AuditEvent(models.Model):
    """One act: who, what, about which row, when, and the hash that chains it to the one before."""

    number = models.PositiveBigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(User, models.PROTECT, null=True, verbose_name="操作人", related_name="+")
    verb = models.CharField("操作", max_length=60)
    about = models.CharField("对象", max_length=100)
    county = models.ForeignKey(County, models.PROTECT, null=True, verbose_name="县（区）", related_name="+")
    details = models.JSONField("内容", default=dict)
    previous = models.CharField("上一条校验值", max_length=64)
    digest = models.CharField("校验值", max_length=64, unique=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作记录"
        ordering: ClassVar = ["number"]
        indexes: ClassVar = [
            models.Index(fields=["about", "number"], name="audit_about"),
            models.Index(fields=["county", "number"], name="audit_county"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"
