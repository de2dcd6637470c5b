"""What log and attendance of one assistant add up to in one month, kept by the database as they are written."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bureaus.models import JudicialOffice
from bureaus.tenancy import TenantQuerySet
from staffing.models import Assistant


class TallyQuerySet(TenantQuerySet["Tally"]):
    county_lookup = "assistant__county"
    office_lookup = "office"
    person_lookup = "assistant__person"


class Tally(models.Model):
    """月度累计 of one assistant at one office: entries by state, half days by how they were spent.

    Triggers on log and attendance write it, and nothing else can: lists over a year read twelve rows a person instead of five hundred.
    """

    assistant = models.ForeignKey(Assistant, models.PROTECT, related_name="+", db_index=False, verbose_name="司法协理员")
    office = models.ForeignKey(JudicialOffice, models.PROTECT, related_name="+", db_index=False, verbose_name="司法所")
    month = models.DateField("月份")
    submitted = models.PositiveIntegerField("已提交的日志", default=0)
    returned = models.PositiveIntegerField("退回修改的日志", default=0)
    present = models.PositiveSmallIntegerField("出勤的半天数", default=0)
    leave = models.PositiveSmallIntegerField("请假的半天数", default=0)
    absent = models.PositiveSmallIntegerField("旷工的半天数", default=0)

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "月度累计"
        indexes: ClassVar = [models.Index(fields=["office", "month"], name="tallies_of_office")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assistant", "office", "month"],
                name="one_tally_per_assistant_office_and_month",
                violation_error_message="这个人在这个司法所的这个月已经有累计。",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="tally_begins_on_the_first", violation_error_message="月份以当月 1 日表示。"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assistant} {self.month:%Y年%-m月}"
