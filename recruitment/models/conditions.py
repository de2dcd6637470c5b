"""附条件通过: a transfer that was confirmed in writing and is not finished yet."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from bureaus.models import User
from bureaus.tenancy import TenantQuerySet
from documents.models import StoredFile
from policy.citation import Clause
from policy.conditions import clause, conditional, words
from recruitment.models.applications import Application


class ConditionQuerySet(TenantQuerySet["Condition"]):
    county_lookup = "application__county"
    person_lookup = "application__applicant"

    def open(self) -> "ConditionQuerySet":
        """Those still to be met."""
        return self.filter(met_at=None)


class Condition(models.Model):
    """What one person must still finish before the contract is signed, who confirmed it in writing, and the proof that it is done."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="conditions", verbose_name="报名")
    rule = models.CharField("条件", max_length=30, choices=list(conditional().items()))
    confirmed_by = models.CharField("书面确认单位", max_length=60)
    confirmation = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="书面确认")
    due_on = models.DateField("办结期限")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    noted_at = models.DateTimeField("登记时间")
    proof = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="办结凭据")
    met_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="核实人")
    met_at = models.DateTimeField("办结时间", null=True)

    objects = ConditionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附条件事项"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "rule"],
                name="one_condition_per_application_and_rule",
                violation_error_message="这一项条件已经登记。",
            ),
            models.CheckConstraint(
                condition=Q(rule__in=list(conditional())),
                name="only_a_transfer_is_left_open",
                violation_error_message="只有社保关系、党组织关系的转移可以附条件通过，学历等其他条件必须符合。",
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_by=""),
                name="condition_says_who_confirmed",
                violation_error_message="请写明由哪个单位书面确认可以转移。",
            ),
            models.CheckConstraint(
                condition=Q(met_at=None, met_by=None, proof=None)
                | (Q(met_at__isnull=False, met_by__isnull=False, proof__isnull=False) & ~Q(met_by=F("noted_by"))),
                name="condition_met_is_proved_to_another",
                violation_error_message="办结须有凭据，由登记人以外的人核实。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_rule_display()

    @property
    def clause(self) -> Clause:
        """The bar that it leaves open."""
        return clause(self.rule)

    @property
    def words(self) -> str:
        """The open condition in one phrase."""
        return words(self.rule, self.due_on)
