"""Departure: how somebody leaves, on which ground and day, and what the bureau then still owes them (劳动合同法36至50)."""

from datetime import timedelta
from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from bureaus.models import User
from bureaus.tenancy import TenantQuerySet
from documents.models import StoredFile
from evaluation.models.incidents import Served
from evaluation.models.renewals import Renewal, Ruling
from policy.endings import ENDINGS, GROUNDS, earliest_last_day
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

    def unserved(self) -> Self:
        """Decided by the bureau's own word, and the notice has not reached the person."""
        return self.decided().filter(ground__in=[*ENDINGS], served_on=None)

    def owing(self) -> Self:
        """Left, and 档案、社保 not yet transferred."""
        return self.filter(carried_out_at__isnull=False, transferred_on=None)


ENTERED = ("resigned", "resigned_on_probation", "agreed", "retired", "died")
"""The grounds that are entered with somebody else's paper; those of discipline and of a decision not to renew come about elsewhere."""


class OutsideWork(models.TextChoices):
    """What makes a second job a ground: either is enough."""

    HARMFUL = "harmful", "对完成本单位的工作任务造成严重影响"
    REFUSED = "refused", "经单位提出，拒不改正"


def _in_time(days: int) -> Q:
    """That a departure on a ground of which the law wants notice of so many days leaves them, or a month's pay stands in their place."""
    grounds = [ground.key for ground in GROUNDS.values() if ground.notice_days == days]
    kept = Q(notified_on=None) | Q(last_day=None) | Q(last_day__gte=F("notified_on") + timedelta(days=days))
    return ~Q(ground__in=grounds) | kept | Q(pay_in_lieu__isnull=False)


def _proved() -> Q:
    """That what an article wants stands with its ground, and with no other."""
    found = Q()
    for name in sorted({name for names in ENDINGS.values() for name in names}):
        grounds = [ground for ground, names in ENDINGS.items() if name in names]
        empty = Q(**{f"{name}__isnull": True}) if name.endswith("_on") else Q(**{name: ""})
        found &= (Q(ground__in=grounds) & ~empty) | (~Q(ground__in=grounds) & empty)
    return found


class Departure(models.Model):
    """离职. One that follows from a decision not to renew names it; any other is entered with the paper it rests on.

    One by the bureau's own word (`ENDINGS`) holds what its article wants, is noticed on the day of the decision, and is served.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="departures", verbose_name="合同")
    renewal = models.OneToOneField(Renewal, models.PROTECT, null=True, related_name="departure", verbose_name="不续聘的决定")
    ground = models.CharField("事由", max_length=30, choices=[(ground.key, ground.title) for ground in GROUNDS.values()])
    notified_on = models.DateField("书面通知或者协议的日期", null=True)
    last_day = models.DateField("最后工作日", null=True)
    paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="依据的书面材料")
    reasons = models.CharField("情况说明", max_length=500, blank=True)
    union_told_on = models.DateField("通知工会的日期", null=True)
    union_paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="通知工会的材料")
    outside_work = models.CharField("兼职的情形", max_length=10, choices=OutsideWork.choices, blank=True)
    judgment = models.CharField("生效裁判文书", max_length=120, blank=True)
    judged_on = models.DateField("裁判生效日期", null=True)
    medical_period_ended_on = models.DateField("医疗期满日期", null=True)
    other_work = models.CharField("另行安排的工作和不能从事的情况", max_length=300, blank=True)
    negotiated_on = models.DateField("协商变更合同的日期", null=True)
    negotiation = models.CharField("协商的内容和没有达成协议的情况", max_length=300, blank=True)
    pay_in_lieu = models.DecimalField("代替提前通知的一个月工资", max_digits=10, decimal_places=2, null=True)
    served_on = models.DateField("送达日期", null=True)
    served_how = models.CharField("送达方式", max_length=10, choices=Served.choices, blank=True)
    served_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="送达登记人")
    average_pay = models.DecimalField("解除前十二个月平均工资", max_digits=10, decimal_places=2, null=True)
    local_average = models.DecimalField("本地区上年度职工月平均工资", max_digits=10, decimal_places=2, null=True)
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
                condition=Q(renewal__isnull=False)
                | Q(notified_on__isnull=False, paper__isnull=False, last_day__isnull=False)
                | (Q(ground__in=[*ENDINGS], paper__isnull=False, last_day__isnull=False, notified_on=None) & ~Q(state="confirmed")),
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
                condition=Q(state="confirmed") | Q(ground__in=[*ENTERED, *ENDINGS]),
                name="departure_is_entered_on_a_ground_of_its_own",
                violation_error_message="期满不续聘的在到期清单里办理，因违规解聘的按奖惩的程序办理，不在这里登记。",
            ),
            models.CheckConstraint(
                condition=(Q(ground__in=[*ENDINGS], union_told_on__isnull=False, union_paper__isnull=False) & ~Q(reasons=""))
                | (~Q(ground__in=[*ENDINGS]) & Q(union_told_on=None, union_paper=None)),
                name="ending_tells_the_union",
                violation_error_message="单位解除合同须写明事实，事先将理由通知工会并上传材料；其他离职不填。",
            ),
            models.CheckConstraint(
                condition=Q(union_told_on=None) | Q(notified_on=None) | Q(notified_on__gte=F("union_told_on")),
                name="union_is_told_before_the_person",
                violation_error_message="先将理由通知工会，再通知本人（《劳动合同法》第四十三条）。",
            ),
            models.CheckConstraint(
                condition=_proved(),
                name="ending_has_what_its_article_wants",
                violation_error_message="单位解除合同须写明所依据的条款要求的情形；其他事由不填。",
            ),
            models.CheckConstraint(
                condition=Q(pay_in_lieu=None) | Q(pay_in_lieu__gt=0, ground__in=[key for key in ENDINGS if GROUNDS[key].buys_off_notice]),
                name="pay_in_lieu_stands_for_notice",
                violation_error_message="只有依照《劳动合同法》第四十条解除合同的，可以额外支付一个月工资代替提前通知；数额应大于零。",
            ),
            models.CheckConstraint(
                condition=Q(served_on=None, served_how="", served_by=None)
                | (Q(served_on__isnull=False, served_by__isnull=False, state="confirmed", ground__in=[*ENDINGS]) & ~Q(served_how="")),
                name="served_ending_says_when_and_how",
                violation_error_message="解除合同审定以后才能登记送达，并须写明日期、方式和登记人。",
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
            models.CheckConstraint(
                condition=Q(local_average=None) | Q(local_average__gt=0, average_pay__isnull=False),
                name="local_average_stands_beside_average_pay",
                violation_error_message="本地区上年度职工月平均工资应大于零，与本人的平均工资一起填写。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract.assistant} {self.get_ground_display()}"

    @property
    def is_ending(self) -> bool:
        """Whether it is by the bureau's own word, outside discipline."""
        return self.ground in ENDINGS

    @property
    def owes_notice(self) -> bool:
        """Whether the notice reached the person too late for its days and no month's pay stands in their place."""
        ground = GROUNDS[self.ground]
        if not (self.is_ending and ground.buys_off_notice) or self.pay_in_lieu is not None or not self.served_on or not self.last_day:
            return False
        return self.last_day < earliest_last_day(ground, self.served_on)

    @property
    def county_id(self) -> int:
        """Whose county the audit trail names."""
        return self.contract.county_id
