"""Contracts of employment: prepared by one, signed by another, no two at the same time."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from bureaus.models import County, JudicialOffice, User
from bureaus.tenancy import TenantQuerySet
from policy.contracts import Form, Term
from policy.powers import Role
from staffing.models.people import Assistant, OpenDateRange, Posting
from staffing.models.plans import TRACK_CHOICES, PlanLine


class ContractQuerySet(TenantQuerySet["Contract"]):
    office_lookup = "office"
    person_lookup = "assistant__person"

    def visible_to(self, user: User) -> Self:
        """For an office the contracts of those who serve or have served there, wherever they were signed for."""
        if user.role == Role.OFFICE:
            return self.filter(assistant__in=Posting.objects.visible_to(user).values("assistant"))
        return super().visible_to(user)

    def signed(self) -> Self:
        return self.filter(signed_on__isnull=False)

    def in_being(self, on: date) -> Self:
        """The newest signed contract of everybody who has not left by the end of that day: whom the ledger counts.

        One that has run out and was neither renewed nor ended is still there: nobody leaves by the calendar alone.
        """
        return self.newest().filter(Q(ended_on=None) | Q(ended_on__gt=on))

    def newest(self) -> Self:
        """Signed, and not followed by a signed renewal."""
        return self.signed().filter(~Exists(Contract.objects.signed().filter(renews=OuterRef("pk"))))

    def running_out(self, by: date) -> Self:
        """Those whose last day is at hand, or over, and which nobody has renewed or ended yet."""
        return self.newest().filter(ended_on=None, ends_on__lte=by)

    def departing(self, on: date) -> Self:
        """Those whose last day has come and which the ledger still counts."""
        return self.signed().filter(ended_on__lte=on, departed_at=None)


class Contract(models.Model):
    """聘用合同 (四.聘用制): prepared by the clerk, signed by the head.

    `ends_on` is the last day of a fixed term, absent from an open-ended one. `ended_on` is the last day it really had; from that day on
    the ledger counts its person no more, which `departed_at` records. A renewal names the contract it `renews` and takes its place in the
    ledger over: nothing moves there, because nobody came and nobody went.
    """

    county = models.ForeignKey(County, models.PROTECT, related_name="contracts", verbose_name="县（区）")
    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="contracts", verbose_name="方案明细")
    track = models.CharField("方式", max_length=20, choices=TRACK_CHOICES)
    office = models.ForeignKey(JudicialOffice, models.PROTECT, related_name="contracts", verbose_name="司法所")
    assistant = models.ForeignKey(Assistant, models.PROTECT, null=True, related_name="contracts", verbose_name="司法协理员")
    reference = models.CharField("来源", max_length=100, unique=True)
    form = models.CharField("用工形式", max_length=10, choices=[(form.value, form.title) for form in Form], default=Form.LABOUR.value)
    starts_on = models.DateField("用工之日")
    ends_on = models.DateField("期满日", null=True)  # policy.contracts.OPEN_ENDED
    renews = models.ForeignKey("self", models.PROTECT, null=True, related_name="renewals", verbose_name="续订自")
    probation_ends_on = models.DateField("试用期满日", null=True)
    signed_on = models.DateField("签订日期", null=True)
    ended_on = models.DateField("解除或者终止日期", null=True)
    ended_ground = models.CharField("解除或者终止事由", max_length=30, blank=True)  # a key of policy.endings.GROUNDS
    departed_at = models.DateTimeField("台账记离岗的时间", null=True)
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
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="contract_ends_after_it_starts",
                violation_error_message="期满日须晚于用工之日。",
            ),
            models.CheckConstraint(
                condition=Q(probation_ends_on=None)
                | Q(probation_ends_on__gte=F("starts_on")) & (Q(ends_on=None) | Q(probation_ends_on__lte=F("ends_on"))),
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
            models.CheckConstraint(
                condition=Q(departed_at=None) | Q(ended_on__isnull=False),
                name="departure_follows_an_ending",
                violation_error_message="合同还没有解除或者终止，台账不能记离岗。",
            ),
            models.CheckConstraint(
                condition=Q(renews=None) | Q(probation_ends_on=None),
                name="renewed_contract_has_no_probation",
                violation_error_message="同一用人单位与同一劳动者只能约定一次试用期，续订的合同不能再约定。",
            ),
            models.CheckConstraint(
                condition=Q(renews=None) | Q(assistant__isnull=False),
                name="renewed_contract_names_its_person",
                violation_error_message="续订的合同须是同一个人的。",
            ),
            models.UniqueConstraint(
                fields=["renews"],
                name="one_renewal_per_contract",
                violation_error_message="这份合同已经拟定了续订的合同，没有重复办理。",
            ),
            ExclusionConstraint(
                name="no_overlapping_contracts",
                expressions=[
                    ("assistant", RangeOperators.EQUAL),
                    (
                        OpenDateRange(
                            "starts_on", Coalesce("ended_on", "ends_on"), RangeBoundary(inclusive_lower=True, inclusive_upper=True)
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(signed_on__isnull=False) & (Q(ended_on=None) | Q(ended_on__gte=F("starts_on"))),
                violation_error_message="该人员在这段时间内已有一份合同。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.starts_on}"

    @property
    def term_in_words(self) -> str:
        """Its days as a line says them: 2024-07-01 至 2027-06-30, or without a last day."""
        return f"{self.starts_on} 至 {self.ends_on}" if self.ends_on else f"{self.starts_on} 起，无固定期限"

    @property
    def term(self) -> Term:
        """The days it runs, or ran."""
        return Term(self.starts_on, self.ended_on or self.ends_on)

    @property
    def is_open_ended(self) -> bool:
        return self.ends_on is None
