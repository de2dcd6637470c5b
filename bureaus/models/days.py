"""The working-day calendar, and the one row by which a browser test shifts the clock."""

from typing import ClassVar

from django.db import models


class CalendarYear(models.Model):
    """A year whose public holidays are known. A year without a row is unknown, never guessed."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    source = models.CharField("依据", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "工作日历"
        ordering: ClassVar = ["year"]

    def __str__(self) -> str:
        return f"{self.year} 年"


class CalendarDay(models.Model):
    """A day that differs from its week: a weekday off, or a weekend day at work."""

    day = models.DateField("日期", primary_key=True)
    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days", verbose_name="年份")
    is_working = models.BooleanField("上班")
    name = models.CharField("名称", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "放假与调休"
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {'上班' if self.is_working else '休息'}"


class ClockShift(models.Model):
    """How far the clock of web, worker and beat is moved together. Only the test settings read it."""

    shift = models.DurationField("偏移")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="only_one_clock_shift")]

    def __str__(self) -> str:
        return str(self.shift)
