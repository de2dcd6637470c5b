"""Leave: asked, endorsed, decided; its length in half days."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from bureaus.models import JudicialOffice, User
from bureaus.tenancy import TenantQuerySet
from policy.attendance import ANNUAL, LEAVES, Approver, in_days
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

    What the office enters for somebody who cannot (`entered_because`) goes on to the bureau at once: entering is the office's word. The
    office may take it back (`withdrawn_because`) as long as the bureau has not decided.
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
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="撤回人")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_because = models.CharField("撤回的理由", max_length=200, blank=True)
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
            models.CheckConstraint(
                condition=Q(withdrawn_by=None, withdrawn_at=None, withdrawn_because="")
                | Q(state="withdrawn", withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="withdrawn_leave_says_who",
                violation_error_message="撤回请假须记明撤回人和时间；没有撤回的不记。",
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
