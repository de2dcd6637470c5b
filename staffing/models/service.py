"""What is recorded of an assistant in service: training and health checks. A wrong row is voided and stays."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from bureaus.models import User
from bureaus.sealing import SealedTextField
from bureaus.tenancy import M, TenantQuerySet
from policy.powers import Role
from staffing.models.people import Assistant, Posting


class RecordQuerySet(TenantQuerySet[M]):
    """Rows about an assistant. An office sees those of the people who serve there and of whoever served there before."""

    county_lookup = "assistant__county"
    person_lookup = "assistant__person"

    def visible_to(self, user: User) -> Self:
        if user.role == Role.OFFICE:
            return self.filter(assistant__in=Posting.objects.visible_to(user).values("assistant"))
        return super().visible_to(user)

    def standing(self) -> Self:
        """Those that were not voided."""
        return self.filter(voided_at=None)

    def in_year(self, year: int, *, day: str) -> Self:
        return self.filter(**{f"{day}__range": (date(year, 1, 1), date(year, 12, 31))})


class Record(models.Model):
    """What the rows have in common: whose, entered by whom, and if it was wrong, voided by whom and why. A trigger keeps the rest."""

    assistant = models.ForeignKey(Assistant, models.PROTECT, related_name="%(class)s_records", verbose_name="司法协理员")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间")
    voided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="作废人")
    voided_at = models.DateTimeField("作废时间", null=True)
    void_reason = models.CharField("作废理由", max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def county_id(self) -> int:
        """Whose county the audit trail names."""
        return self.assistant.county_id


def voided_says_why(table: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(voided_at=None, voided_by=None, void_reason="")
        | (Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")),
        name=f"voided_{table}_says_why",
        violation_error_message="作废须写明理由。",
    )


class TrainingQuerySet(RecordQuerySet["Training"]):
    """Trainings of assistants the reader may see."""


class Training(Record):
    """培训 (四(三).经费 开展培训): on which day, about what, how many hours, by whom."""

    held_on = models.DateField("培训日期")
    topic = models.CharField("培训内容", max_length=100)
    hours = models.DecimalField("学时", max_digits=5, decimal_places=1)
    organiser = models.CharField("组织单位", max_length=60)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培训记录"
        ordering: ClassVar = ["-held_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assistant", "held_on", "topic"],
                condition=Q(voided_at=None),
                name="one_training_per_day_and_topic",
                violation_error_message="这个人当天的同一项培训已经登记过，没有重复登记。",
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=500),
                name="training_takes_hours",
                violation_error_message="学时须大于 0，且不超过 500。",
            ),
            voided_says_why("training"),
        ]


class Conclusion(models.TextChoices):
    FIT = "fit", "合格"
    UNFIT = "unfit", "不合格"


class HealthCheckQuerySet(RecordQuerySet["HealthCheck"]):
    """Health checks of assistants the reader may see."""


class HealthCheck(Record):
    """健康检查 (四(三).经费 组织健康检查). Lists show day and conclusion; what was found is sealed and opened one by one."""

    checked_on = models.DateField("检查日期")
    conclusion = models.CharField("结论", max_length=10, choices=Conclusion.choices)
    details = SealedTextField("具体情况", blank=True)

    objects = HealthCheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "健康检查记录"
        ordering: ClassVar = ["-checked_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assistant", "checked_on"],
                condition=Q(voided_at=None),
                name="one_health_check_per_day",
                violation_error_message="这个人当天的健康检查已经登记过，没有重复登记。",
            ),
            voided_says_why("health_check"),
        ]
