"""Departure: how somebody leaves, on which ground and day, and what the bureau then still owes them (劳动合同法36至50)."""

from datetime import timedelta
from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from bureaus.models import User
from bureaus.tenancy import TenantQuerySet
from documents.models import StoredFile
from evaluation.models.renewals import Renewal, Ruling
from policy.endings import GROUNDS
from staffing.models import Contract


class DepartureQuerySet(TenantQuerySet["Departure"]):
    county_lookup = "contract__county"
    person_lookup = "contract__assistant__person"

    def waiting(self) -> Self:
        """Entered, and not yet decided."""
        return self.filter(state=Ruling.PROPOSED)

    def decided(self) -> Self:
        return self.filter(state=Ruling.CONFIRMED)

    def outstanding(self) -> Self:
        """Decided, and not carried out: the last day is still to come, or not known while somebody is protected."""
        return self.decided().filter(carried_out_at=None)

    def owing(self) -> Self:
        """Left, and 档案、社保 not yet transferred."""
        return self.filter(carried_out_at__isnull=False, transferred_on=None)


def _in_time(days: int) -> Q:
    """That a departure on a ground of which the law wants notice of so many days leaves them."""
    grounds = [ground.key for ground in GROUNDS.values() if ground.notice_days == days]
    return ~Q(ground__in=grounds) | Q(notified_on=None) | Q(last_day=None) | Q(last_day__gte=F("notified_on") + timedelta(days=days))


class Departure(models.Model):
    """离职. One that follows from a decision not to renew names it; any other is entered with the paper it rests on."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="departures", verbose_name="合同")
    renewal = models.OneToOneField(Renewal, models.PROTECT, null=True, related_name="departure", verbose_name="不续聘的决定")
    ground = models.CharField("事由", max_length=30, choices=[(ground.key, ground.title) for ground in GROUNDS.values()])
    notified_on = models.DateField("书面通知或者协议的日期", null=True)
    last_day = models.DateField("最后工作日", null=True)
    paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="依据的书面材料")
    reasons = models.CharField("情况说明", max_length=500, blank=True)
    average_pay = models.DecimalField("解除前十二个月平均工资", max_digits=10, decimal_places=2, null=True)
    severance_months = models.DecimalField("经济补偿月数", max_digits=4, decimal_places=1, default=Decimal(0))
    severance = models.DecimalField("经济补偿", max_digits=12, decimal_places=2, null=True)
    state = models.CharField("状态", max_length=10, choices=Ruling.choices, default=Ruling.PROPOSED.value)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="审定人")
    decided_at = models.DateTimeField("审定时间", null=True)
    return_reason = models.CharField("退回理由", max_length=300, blank=True)
    carried_out_at = models.DateTimeField("离岗时间", null=True)
    transferred_on = models.DateField("档案和社保转移日期", null=True)
    transferred_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="转移登记人")
    version = models.PositiveIntegerField(default=1)

    objects = DepartureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "离职"
        ordering: ClassVar = ["-entered_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="one_departure_per_contract",
                violation_error_message="这份合同已经登记了离职，没有重复办理。",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("entered_by")),
                name="departure_decided_by_another",
                violation_error_message="登记人与审定人不能是同一人。",
            ),
            models.CheckConstraint(
                condition=Q(renewal__isnull=False) | Q(notified_on__isnull=False, paper__isnull=False, last_day__isnull=False),
                name="departure_rests_on_its_paper",
                violation_error_message="离职须写明书面材料的日期、最后工作日，并上传书面材料。",
            ),
            models.CheckConstraint(
                condition=Q(notified_on=None) | Q(last_day=None) | Q(last_day__gte=F("notified_on")),
                name="departure_follows_its_notice",
                violation_error_message="最后工作日不能早于书面通知或者协议的日期。",
            ),
            models.CheckConstraint(
                condition=_in_time(3) & _in_time(30),
                name="departure_keeps_days_of_notice",
                violation_error_message="书面通知到最后工作日的天数，少于《劳动合同法》规定的天数。",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None, decided_at=None, return_reason="")
                | Q(state="confirmed", decided_by__isnull=False, decided_at__isnull=False, return_reason="")
                | (Q(state="returned", decided_by__isnull=False, decided_at__isnull=False) & ~Q(return_reason="")),
                name="decided_departure_says_by_whom",
                violation_error_message="审定或者退回须记明是谁、什么时间；退回还须写明理由。",
            ),
            models.CheckConstraint(
                condition=Q(carried_out_at=None) | Q(state="confirmed", last_day__isnull=False),
                name="carried_out_departure_was_decided",
                violation_error_message="离职须先审定、写明最后工作日，才能办理离岗。",
            ),
            models.CheckConstraint(
                condition=Q(transferred_on=None, transferred_by=None)
                | Q(transferred_on__isnull=False, transferred_by__isnull=False, carried_out_at__isnull=False),
                name="transfer_follows_departure",
                violation_error_message="离岗以后才能登记档案和社保的转移，并记明是谁登记的。",
            ),
            models.CheckConstraint(
                condition=Q(average_pay=None, severance=None)
                | Q(average_pay__isnull=False, average_pay__gte=0, severance__isnull=False, severance__gte=0),
                name="severance_follows_average_pay",
                violation_error_message="经济补偿按平均工资计算，两项须同时填写，且不能是负数。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract.assistant} {self.get_ground_display()}"

    @property
    def county_id(self) -> int:
        """Whose county the audit trail names."""
        return self.contract.county_id
