"""Attendance by day, leave, and what a county has set about both."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import Case, F, Func, Q, When

from bureaus.models import County, JudicialOffice, User
from bureaus.tenancy import TenantQuerySet
from policy.appraisal import BREACHES_ALLOWED, FEWEST_BREACHES
from policy.attendance import ABSENT, ANNUAL, DEPUTY_DAYS, KINDS, LEAVES, OFFICE_DAYS, PRESENT, TRAINING_HOURS, Approver, in_days
from policy.commendation import AMOUNT, QUOTA, SHOWN_DAYS
from staffing.models import Assistant


class LeaveState(models.TextChoices):
    ASKED = "asked", "待所长意见"
    ENDORSED = "endorsed", "待局领导批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "已撤回"
    CANCELLED = "cancelled", "已销假"


WAITING = [LeaveState.ASKED, LeaveState.ENDORSED]
STANDING = [*WAITING, LeaveState.APPROVED]
UNDIVIDED = [kind.key for kind in LEAVES.values() if kind.counts_all_days]


class Halves(Func):
    """From the first half day to the last as a range of numbered half days: (first day, from noon, last day, to noon)."""

    function = "evaluation_halves"
    output_field = IntegerRangeField()


def span_of(first_day: date, from_noon: bool, last_day: date, to_noon: bool) -> str:
    """A stretch of half days in words."""
    if first_day == last_day:
        return f"{first_day}{' 下午' if from_noon else ' 上午' if to_noon else ''}"
    return f"{first_day}{' 下午' if from_noon else ''} 至 {last_day}{' 上午' if to_noon else ''}"


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
    """请假: asked by the assistant, seen by the head of the office, ended by whom its length asks for (`approver`, kept as it was then).

    What the office enters for somebody who cannot (`entered_because`) goes on to the bureau at once: entering is the office's word.
    It is counted in half days: the first day may begin at noon, the last may end there.
    """

    assistant = models.ForeignKey(Assistant, models.PROTECT, related_name="leaves", verbose_name="司法协理员")
    office = models.ForeignKey(JudicialOffice, models.PROTECT, related_name="+", verbose_name="司法所")
    kind = models.CharField("假别", max_length=20, choices=[(kind.key, kind.title) for kind in LEAVES.values()])
    first_day = models.DateField("从")
    from_noon = models.BooleanField("从下午起", default=False)
    last_day = models.DateField("到")
    to_noon = models.BooleanField("到中午止", default=False)
    half_days = models.PositiveSmallIntegerField("半天数")
    reason = models.CharField("事由", max_length=200)
    approver = models.CharField("批准人", max_length=10, choices=[(approver.value, approver.title) for approver in Approver])
    state = models.CharField("状态", max_length=10, choices=LeaveState.choices, default=LeaveState.ASKED)
    entered_because = models.CharField("代填的原因", max_length=200, blank=True)
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
                condition=Q(last_day__gt=F("first_day"))
                | Q(last_day=F("first_day"), from_noon=False)
                | Q(last_day=F("first_day"), to_noon=False),
                name="leave_ends_after_it_begins",
                violation_error_message="请假的结束时间不能早于开始时间。",
            ),
            models.CheckConstraint(
                condition=Q(half_days__gte=1), name="leave_takes_a_day", violation_error_message="这几天没有工作日，不用请假。"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=UNDIVIDED) | Q(from_noon=False, to_noon=False),
                name="leave_of_all_days_is_not_halved",
                violation_error_message="产假按自然日计算，不分上午、下午。",
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
                condition=~Q(state__in=["approved", "endorsed"])
                | Q(approver=Approver.OFFICE)
                | Q(endorsed_by__isnull=False)
                | ~Q(entered_because=""),
                name="long_leave_passed_the_office",
                violation_error_message="超过所长批准天数的请假，须先有所长意见。",
            ),
            models.CheckConstraint(
                condition=Q(entered_because="") | (~Q(approver=Approver.OFFICE) & ~Q(state="asked")),
                name="entered_leave_is_ended_by_the_bureau",
                violation_error_message="司法所代填的请假由县（区）司法局批准。",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(note=""), name="refused_leave_says_why", violation_error_message="不同意请假须写明理由。"
            ),
            ExclusionConstraint(
                name="no_overlapping_leave",
                expressions=[
                    ("assistant", RangeOperators.EQUAL),
                    (Halves("first_day", "from_noon", "last_day", "to_noon"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["asked", "endorsed", "approved"]),
                violation_error_message="这几天里已经有一份请假，请核对日期；要改的，先撤回原来的一份。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.span}"

    @property
    def days(self) -> Decimal:
        """What a reader calls its length: 1.5."""
        return in_days(self.half_days)

    @property
    def span(self) -> str:
        return span_of(self.first_day, self.from_noon, self.last_day, self.to_noon)

    @property
    def county_id(self) -> int:
        """Whose county the audit trail names."""
        return self.assistant.county_id


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
