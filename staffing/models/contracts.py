"""Contracts of employment: prepared by one, signed by another, no two at the same time."""

from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from bureaus.models import County, JudicialOffice, User
from bureaus.tenancy import TenantQuerySet
from policy.contracts import Form
from staffing.models.people import Assistant, OpenDateRange
from staffing.models.plans import TRACK_CHOICES, PlanLine


class ContractQuerySet(TenantQuerySet["Contract"]):
    office_lookup = "office"
    person_lookup = "assistant__person"

    def signed(self) -> Self:
        return self.filter(signed_on__isnull=False)


class Contract(models.Model):
    """聘用合同 (四.聘用制): prepared by the clerk, signed by the head. Fixed term; `ends_on` is its last day."""

    county = models.ForeignKey(County, models.PROTECT, related_name="contracts", verbose_name="县（区）")
    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="contracts", verbose_name="方案明细")
    track = models.CharField("方式", max_length=20, choices=TRACK_CHOICES)
    office = models.ForeignKey(JudicialOffice, models.PROTECT, related_name="contracts", verbose_name="司法所")
    assistant = models.ForeignKey(Assistant, models.PROTECT, null=True, related_name="contracts", verbose_name="司法协理员")
    reference = models.CharField("来源", max_length=100, unique=True)
    form = models.CharField("用工形式", max_length=10, choices=[(form.value, form.title) for form in Form], default=Form.LABOUR.value)
    starts_on = models.DateField("用工之日")
    ends_on = models.DateField("期满日")
    probation_ends_on = models.DateField("试用期满日", null=True)
    signed_on = models.DateField("签订日期", null=True)
    ended_on = models.DateField("提前解除日期", null=True)
    ended_ground = models.CharField("解除事由", max_length=30, blank=True)  # a key of policy.endings.GROUNDS
    late_consequence = models.CharField("逾期签订的后果", max_length=200, blank=True)
    open_condition = models.CharField("未办结的聘用条件", max_length=300, blank=True)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="经办人")
    prepared_at = models.DateTimeField("拟定时间")
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="签订人")
    version = models.PositiveIntegerField(default=1)

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "聘用合同"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="contract_ends_after_it_starts",
                violation_error_message="期满日须晚于用工之日。",
            ),
            models.CheckConstraint(
                condition=Q(probation_ends_on=None) | Q(probation_ends_on__gte=F("starts_on"), probation_ends_on__lte=F("ends_on")),
                name="probation_lies_within_the_contract",
                violation_error_message="试用期须在合同期限之内。",
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("prepared_by")),
                name="contract_signed_by_another",
                violation_error_message="拟定人与签订人不能是同一人。",
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None) | Q(assistant__isnull=False, signed_by__isnull=False),
                name="signed_contract_names_its_people",
                violation_error_message="已签订的合同须记明双方。",
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None) | Q(open_condition=""),
                name="open_condition_bars_signing",
                violation_error_message="聘用条件还没有办结，不能签订合同。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_ground="") | (Q(ended_on__isnull=False, signed_on__isnull=False) & ~Q(ended_ground="")),
                name="ended_contract_was_signed_and_says_why",
                violation_error_message="解除的须是已签订的合同，并写明事由。",
            ),
            ExclusionConstraint(
                name="no_overlapping_contracts",
                expressions=[
                    ("assistant", RangeOperators.EQUAL),
                    (
                        OpenDateRange("starts_on", "ends_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(signed_on__isnull=False),
                violation_error_message="该人员在这段时间内已有一份合同。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.starts_on}"
