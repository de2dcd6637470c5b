"""补正: leave to change a submitted application, with a clock."""

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bureaus.models import User
from bureaus.tenancy import TenantQuerySet
from policy.windows import named, until
from recruitment.models.applications import Application


class CorrectionQuerySet(TenantQuerySet["Correction"]):
    county_lookup = "application__county"
    person_lookup = "application__applicant"

    def open(self) -> "CorrectionQuerySet":
        """Those that wait for the applicant."""
        return self.filter(closed_at=None)


class Correction(models.Model):
    """One leave to change what was submitted: by a review that returned it, or opened by the bureau for one person.

    `due_at` is the first instant that is late. Late is recorded and not refused: the reviewer then decides on what is there.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="corrections", verbose_name="报名")
    parts = ArrayField(models.CharField(max_length=20), verbose_name="可以更正的内容")
    by_review = models.BooleanField("审查退回")
    reason = models.CharField("理由", max_length=300)
    due_at = models.DateTimeField("补正截止")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="开放人")
    opened_at = models.DateTimeField("开放时间")
    closed_at = models.DateTimeField("结束时间", null=True)
    answered = models.BooleanField("已补正", default=False)
    late = models.BooleanField("逾期", default=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "补正"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(closed_at=None),
                name="one_open_correction_per_application",
                violation_error_message="这份报名已经开放更正。",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_says_why", violation_error_message="请写明理由。"),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("opened_at")),
                name="correction_is_due_after_it_is_opened",
                violation_error_message="更正的截止时间须晚于现在。",
            ),
            models.CheckConstraint(
                condition=Q(answered=False) | Q(closed_at__isnull=False),
                name="answered_correction_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(answered=False, late=False)
                | Q(answered=True, late=False, closed_at__lt=F("due_at"))
                | Q(answered=True, late=True, closed_at__gte=F("due_at")),
                name="correction_is_late_by_its_own_clock",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["due_at"], name="correction_due", condition=Q(closed_at=None))]

    def __str__(self) -> str:
        return f"{self.application_id} {self.due_at:%Y-%m-%d}"

    @property
    def what(self) -> str:
        """The parts in words."""
        return named(self.parts)

    @property
    def until(self) -> str:
        """The end of the clock in words."""
        return until(self.due_at)

    def is_late(self, now: datetime) -> bool:
        """Whether the clock has run out."""
        return now >= self.due_at
