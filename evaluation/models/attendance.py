"""Attendance by day, leave, and what a county has set about both."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from bureaus.models import County, JudicialOffice, User
from bureaus.tenancy import TenantQuerySet
from policy.appraisal import BREACHES_ALLOWED, FEWEST_BREACHES
from policy.attendance import ABSENT, ANNUAL, DEPUTY_DAYS, KINDS, LEAVES, OFFICE_DAYS, PRESENT, TRAINING_HOURS, Approver
from policy.commendation import AMOUNT, QUOTA, SHOWN_DAYS
from staffing.models import Assistant, OpenDateRange


class LeaveState(models.TextChoices):
    ASKED = "asked", "待所长意见"
    ENDORSED = "endorsed", "待局领导批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "已撤回"
    CANCELLED = "cancelled", "已销假"


WAITING = [LeaveState.ASKED, LeaveState.ENDORSED]
STANDING = [*WAITING, LeaveState.APPROVED]


class LeaveQuerySet(TenantQuerySet["Leave"]):
    county_lookup = "assistant__county"
    office_lookup = "office"
    person_lookup = "assistant__person"

    def waiting(self) -> Self:
        return self.filter(state__in=WAITING)

    def standing(self) -> Self:
        """What is granted or may still be."""
        return self.filter(state__in=STANDING)

    def annual(self, year: int) -> Self:
        return self.filter(kind=ANNUAL, first_day__year=year)


class Leave(models.Model):
    """请假: asked by the assistant, seen by the head of the office, ended by whom its length asks for (`approver`, kept as it was then)."""

    assistant = models.ForeignKey(Assistant, models.PROTECT, related_name="leaves", verbose_name="司法协理员")
    office = models.ForeignKey(JudicialOffice, models.PROTECT, related_name="+", verbose_name="司法所")
    kind = models.CharField("假别", max_length=20, choices=[(kind.key, kind.title) for kind in LEAVES.values()])
    first_day = models.DateField("从")
    last_day = models.DateField("到")
    days = models.PositiveSmallIntegerField("天数")
    reason = models.CharField("事由", max_length=200)
    approver = models.CharField("批准人", max_length=10, choices=[(approver.value, approver.title) for approver in Approver])
    state = models.CharField("状态", max_length=10, choices=LeaveState.choices, default=LeaveState.ASKED)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="申请人")
    asked_at = models.DateTimeField("申请时间")
    endorsed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="所长")
    endorsed_at = models.DateTimeField("所长意见时间", null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="批准人")
    decided_at = models.DateTimeField("批准时间", null=True)
    note = models.CharField("意见", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = LeaveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "请假"
        ordering: ClassVar = ["-first_day", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="leave_ends_after_it_begins",
                violation_error_message="请假的结束日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=1), name="leave_takes_a_day", violation_error_message="这几天没有工作日，不用请假。"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="decided_leave_says_who",
                violation_error_message="请假的决定须记明批准人和时间。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "refused"]) | Q(decided_at__isnull=False),
                name="leave_is_decided_by_somebody",
                violation_error_message="请假的决定须记明批准人和时间。",
            ),
            models.CheckConstraint(
                condition=(Q(decided_by=None) | ~Q(decided_by=F("asked_by"))) & (Q(endorsed_by=None) | ~Q(endorsed_by=F("asked_by"))),
                name="leave_decided_by_another",
                violation_error_message="请假不能由申请人自己批准。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "endorsed"]) | Q(approver=Approver.OFFICE) | Q(endorsed_by__isnull=False),
                name="long_leave_passed_the_office",
                violation_error_message="超过所长批准天数的请假，须先有所长意见。",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(note=""), name="refused_leave_says_why", violation_error_message="不同意请假须写明理由。"
            ),
            ExclusionConstraint(
                name="no_overlapping_leave",
                expressions=[
                    ("assistant", RangeOperators.EQUAL),
                    (
                        OpenDateRange("first_day", "last_day", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state__in=["asked", "endorsed", "approved"]),
                violation_error_message="这几天里已经有一份请假，请核对日期；要改的，先撤回原来的一份。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.first_day} 至 {self.last_day}"

    @property
    def county_id(self) -> int:
        """Whose county the audit trail names."""
        return self.assistant.county_id


class AttendanceQuerySet(TenantQuerySet["Attendance"]):
    county_lookup = "assistant__county"
    office_lookup = "office"
    person_lookup = "assistant__person"

    def within(self, first_day: date, last_day: date) -> Self:
        return self.filter(day__range=(first_day, last_day))


class Attendance(models.Model):
    """考勤: how one day was spent. A day of leave rests on an approved leave."""

    assistant = models.ForeignKey(Assistant, models.PROTECT, related_name="attendance", verbose_name="司法协理员")
    office = models.ForeignKey(JudicialOffice, models.PROTECT, related_name="+", verbose_name="司法所")
    day = models.DateField("日期")
    kind = models.CharField("考勤", max_length=20, choices=[(kind.key, kind.title) for kind in KINDS.values()])
    leave = models.ForeignKey(Leave, models.PROTECT, null=True, related_name="days_away", verbose_name="请假")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考勤"
        ordering: ClassVar = ["day", "assistant"]
        indexes: ClassVar = [models.Index(fields=["office", "day"], include=["kind"], name="attendance_of_office")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assistant", "day"],
                include=["kind"],
                name="one_attendance_per_day",
                violation_error_message="这个人当天的考勤已经登记过。",
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
