"""Coming back from leave before it is over: reported by one, confirmed by another."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from bureaus.models import User
from bureaus.tenancy import TenantQuerySet
from evaluation.models.leave import Leave
from policy.attendance import in_days
from policy.powers import Role


class ReturnState(models.TextChoices):
    REPORTED = "reported", "待确认"
    CONFIRMED = "confirmed", "已确认"
    REFUSED = "refused", "不同意"


class EarlyReturnQuerySet(TenantQuerySet["EarlyReturn"]):
    county_lookup = "leave__assistant__county"
    office_lookup = "leave__office"
    person_lookup = "leave__assistant__person"

    def waiting(self) -> Self:
        return self.filter(state=ReturnState.REPORTED)

    def within(self, first_day: date, last_day: date) -> Self:
        """Of leave that touches these days."""
        return self.filter(leave__first_day__lte=last_day, leave__last_day__gte=first_day)


class EarlyReturn(models.Model):
    """提前销假: from which half day on somebody worked again. Once confirmed, the leave ends before it; what it was stays here."""

    leave = models.ForeignKey(Leave, models.PROTECT, related_name="returns", verbose_name="请假")
    back_on = models.DateField("返岗日期")
    at_noon = models.BooleanField("下午返岗", default=False)
    state = models.CharField("状态", max_length=10, choices=ReturnState.choices, default=ReturnState.REPORTED)
    reported_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    reported_at = models.DateTimeField("登记时间")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    decided_at = models.DateTimeField("确认时间", null=True)
    reason = models.CharField("不同意的理由", max_length=200, blank=True)
    until = models.DateField("原来请到", null=True)
    until_noon = models.BooleanField("原来到中午止", default=False)
    half_days_back = models.PositiveSmallIntegerField("退回的半天数", null=True)
    version = models.PositiveIntegerField(default=1)

    objects = EarlyReturnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "销假"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["leave"],
                condition=Q(state="reported"),
                name="one_open_return_per_leave",
                violation_error_message="这份请假已经有一次销假等着确认。",
            ),
            models.CheckConstraint(
                condition=Q(state="reported", decided_by=None, decided_at=None)
                | (~Q(state="reported") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="decided_return_says_who",
                violation_error_message="销假的确认须记明确认人和时间。",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("reported_by")),
                name="return_confirmed_by_another",
                violation_error_message="销假不能由登记人自己确认。",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="refused_return_says_why",
                violation_error_message="不同意销假须写明理由。",
            ),
            models.CheckConstraint(
                condition=(Q(state="confirmed") & Q(until__isnull=False, half_days_back__gte=1))
                | (~Q(state="confirmed") & Q(until=None, half_days_back=None)),
                name="confirmed_return_gives_days_back",
                violation_error_message="确认的销假须记明原来请到哪天、退回几天。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.back_on}{' 下午' if self.at_noon else ''}返岗"

    @property
    def county_id(self) -> int:
        """Whose county the audit trail names."""
        return self.leave.county_id

    @property
    def days_back(self) -> Decimal:
        return in_days(self.half_days_back or 0)

    @property
    def is_of_the_office(self) -> bool:
        """Whether the office reported it, so that another has to confirm."""
        return self.reported_by.role == Role.OFFICE
