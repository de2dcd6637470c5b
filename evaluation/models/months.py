"""One office's month: open, confirmed by the head of the office, or opened again by the county for a reason."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bureaus.models import JudicialOffice, User
from bureaus.tenancy import TenantQuerySet


class MonthQuerySet(TenantQuerySet["Month"]):
    county_lookup = "office__county"
    office_lookup = "office"


class Month(models.Model):
    """A month of an office. While it is confirmed, a trigger keeps its log and its attendance as they are."""

    office = models.ForeignKey(JudicialOffice, models.PROTECT, related_name="months", verbose_name="司法所")
    first_day = models.DateField("月份")
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    confirmed_at = models.DateTimeField("确认时间", null=True)
    reopened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="重新开放人")
    reopened_at = models.DateTimeField("重新开放时间", null=True)
    reopen_reason = models.CharField("重新开放理由", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MonthQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "月度确认"
        ordering: ClassVar = ["-first_day", "office"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office", "first_day"],
                name="one_row_per_office_and_month",
                violation_error_message="这个司法所的这个月已经有记录。",
            ),
            models.CheckConstraint(
                condition=Q(first_day__day=1), name="month_begins_on_the_first", violation_error_message="月份以当月 1 日表示。"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None) | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="confirmed_month_says_who",
                violation_error_message="月度确认须记明确认人和时间。",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None, reopened_by=None, reopen_reason="")
                | (Q(reopened_at__isnull=False, reopened_by__isnull=False) & ~Q(reopen_reason="")),
                name="reopened_month_says_why",
                violation_error_message="重新开放须写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office}{self.first_day:%Y年%-m月}"

    @property
    def county_id(self) -> int:
        """Whose county the audit trail names."""
        return self.office.county_id
