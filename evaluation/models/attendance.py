"""Attendance by day, and what a county has set about it and about leave."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Case, F, Q, When

from bureaus.models import County, JudicialOffice, User
from bureaus.tenancy import TenantQuerySet
from evaluation.models.leave import Leave
from policy.appraisal import BREACHES_ALLOWED, FEWEST_BREACHES
from policy.attendance import ABSENT, DEPUTY_DAYS, KINDS, OFFICE_DAYS, PRESENT, TRAINING_HOURS
from policy.commendation import AMOUNT, QUOTA, SHOWN_DAYS
from staffing.models import Assistant


class Part(models.TextChoices):
    """Which part of a day."""

    WHOLE = "whole", "全天"
    MORNING = "morning", "上午"
    AFTERNOON = "afternoon", "下午"


HALVES = Case(When(part=Part.WHOLE, then=2), default=1, output_field=models.IntegerField())
"""How many half days a row of attendance is, to be added up."""


class AttendanceQuerySet(TenantQuerySet["Attendance"]):
    county_lookup = "assistant__county"
    office_lookup = "office"
    person_lookup = "assistant__person"

    def within(self, first_day: date, last_day: date) -> Self:
        return self.filter(day__range=(first_day, last_day))


class Attendance(models.Model):
    """考勤: how one day or one half of it was spent. A day of leave rests on an approved leave."""

    assistant = models.ForeignKey(Assistant, models.PROTECT, related_name="attendance", db_index=False, verbose_name="司法协理员")
    office = models.ForeignKey(JudicialOffice, models.PROTECT, related_name="+", db_index=False, verbose_name="司法所")
    day = models.DateField("日期")
    part = models.CharField("时段", max_length=10, choices=Part.choices, default=Part.WHOLE)
    kind = models.CharField("考勤", max_length=20, choices=[(kind.key, kind.title) for kind in KINDS.values()])
    leave = models.ForeignKey(Leave, models.PROTECT, null=True, related_name="days_away", verbose_name="请假")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考勤"
        ordering: ClassVar = ["day", "assistant"]
        indexes: ClassVar = [
            # a year and a month are counted from the indexes alone, which are those of the keys as well
            models.Index(fields=["office", "day"], include=["kind", "part"], name="attendance_of_office"),
            models.Index(fields=["assistant", "day"], include=["kind", "part"], name="attendance_of_assistant"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assistant", "day"],
                condition=~Q(part=Part.AFTERNOON),
                name="one_attendance_per_morning",
                violation_error_message="这个人当天上午的考勤已经登记过。",
            ),
            models.UniqueConstraint(
                fields=["assistant", "day"],
                condition=~Q(part=Part.MORNING),
                name="one_attendance_per_afternoon",
                violation_error_message="这个人当天下午的考勤已经登记过。",
            ),
            models.CheckConstraint(
                condition=Q(part__in=Part.values), name="attendance_is_of_a_part", violation_error_message="时段只有全天、上午、下午。"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[PRESENT, ABSENT], leave=None) | (~Q(kind__in=[PRESENT, ABSENT]) & Q(leave__isnull=False)),
                name="day_of_leave_rests_on_a_leave",
                violation_error_message="请假的考勤由批准的请假写入；在考勤表里只填“出”或“旷”。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(KINDS)), name="attendance_is_of_a_kind", violation_error_message="没有这种考勤。"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"

    @property
    def county_id(self) -> int:
        """Whose county the audit trail names."""
        return self.assistant.county_id


class DailyRulesQuerySet(TenantQuerySet["DailyRules"]):
    """What counties have set."""


class DailyRules(models.Model):
    """A county's numbers for leave, training, repeated breaches and commendations; a county without a row goes by what is suggested."""

    county = models.OneToOneField(County, models.PROTECT, related_name="daily_rules", verbose_name="县（区）")
    office_days = models.PositiveSmallIntegerField(OFFICE_DAYS.title, default=OFFICE_DAYS.suggested)
    deputy_days = models.PositiveSmallIntegerField(DEPUTY_DAYS.title, default=DEPUTY_DAYS.suggested)
    training_hours = models.PositiveSmallIntegerField(TRAINING_HOURS.title, default=TRAINING_HOURS.suggested)
    fewest_breaches = models.PositiveSmallIntegerField("多次违规的最少次数", default=FEWEST_BREACHES)
    commendations = models.PositiveSmallIntegerField(QUOTA.title, default=QUOTA.suggested)
    commendation_days = models.PositiveSmallIntegerField(SHOWN_DAYS.title, default=SHOWN_DAYS.suggested)
    commendation_amount = models.PositiveSmallIntegerField(AMOUNT.title, default=AMOUNT.suggested)
    version = models.PositiveIntegerField(default=1)

    objects = DailyRulesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考勤和请假的规定"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    office_days__range=(OFFICE_DAYS.least, OFFICE_DAYS.most), deputy_days__range=(DEPUTY_DAYS.least, DEPUTY_DAYS.most)
                ),
                name="leave_rules_within_bounds",
                violation_error_message=f"{OFFICE_DAYS.title}应在 {OFFICE_DAYS.least} 到 {OFFICE_DAYS.most} 之间，"
                f"{DEPUTY_DAYS.title}应在 {DEPUTY_DAYS.least} 到 {DEPUTY_DAYS.most} 之间。",
            ),
            models.CheckConstraint(
                condition=Q(deputy_days__gte=F("office_days")),
                name="deputy_approves_no_less_than_the_office",
                violation_error_message="分管负责人批准的天数不能少于所长批准的天数。",
            ),
            models.CheckConstraint(
                condition=Q(training_hours__range=(TRAINING_HOURS.least, TRAINING_HOURS.most)),
                name="training_hours_within_bounds",
                violation_error_message=f"{TRAINING_HOURS.title}应在 {TRAINING_HOURS.least} 到 {TRAINING_HOURS.most} 之间。",
            ),
            models.CheckConstraint(
                condition=Q(fewest_breaches__range=(BREACHES_ALLOWED[0], BREACHES_ALLOWED[-1])),
                name="fewest_breaches_within_bounds",
                violation_error_message=f"多次违规的最少次数应在 {BREACHES_ALLOWED[0]} 到 {BREACHES_ALLOWED[-1]} 之间。",
            ),
            models.CheckConstraint(
                condition=Q(
                    commendations__range=(QUOTA.least, QUOTA.most),
                    commendation_days__range=(SHOWN_DAYS.least, SHOWN_DAYS.most),
                    commendation_amount__range=(AMOUNT.least, AMOUNT.most),
                ),
                name="commendation_rules_within_bounds",
                violation_error_message="；".join(
                    f"{bounds.title}应在 {bounds.least} 到 {bounds.most} 之间" for bounds in (QUOTA, SHOWN_DAYS, AMOUNT)
                )
                + "。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county}{self._meta.verbose_name}"


class EarlierWorkQuerySet(TenantQuerySet["EarlierWork"]):
    county_lookup = "assistant__county"
    person_lookup = "assistant__person"


class EarlierWork(models.Model):
    """参加工作时间: since when somebody has worked at all, which annual leave goes by (职工带薪年休假条例3)."""

    assistant = models.OneToOneField(Assistant, models.PROTECT, related_name="earlier_work", verbose_name="司法协理员")
    worked_since = models.DateField("参加工作时间")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间")

    objects = EarlierWorkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参加工作时间"

    def __str__(self) -> str:
        return f"{self.assistant} {self.worked_since}"

    @property
    def county_id(self) -> int:
        """Whose county the audit trail names."""
        return self.assistant.county_id
