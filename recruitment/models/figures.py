"""What was published each day about each vacancy: two numbers, never a name."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from bureaus.tenancy import TenantQuerySet
from recruitment.models.rounds import Vacancy


class DailyFigureQuerySet(TenantQuerySet["DailyFigure"]):
    county_lookup = "vacancy__round__county"


class DailyFigure(models.Model):
    """A vacancy's numbers as they stood at the hour of one day; a trigger keeps them as they were told."""

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="figures", verbose_name="岗位")
    day = models.DateField("日期")
    taken_at = models.DateTimeField("统计时间")
    applied = models.PositiveIntegerField("报名人数")
    approved = models.PositiveIntegerField("审查通过人数")

    objects = DailyFigureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "每日报名人数"
        ordering: ClassVar = ["-day", "vacancy"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vacancy", "day"], name="one_figure_per_vacancy_and_day"),
            models.CheckConstraint(condition=Q(approved__lte=F("applied")), name="no_more_approved_than_applied"),
        ]

    def __str__(self) -> str:
        return f"{self.vacancy_id} {self.day}"
