"""统一调配 (四(四).考核): somebody is to serve in another office of the county; entered by one, decided by another."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from bureaus.models import JudicialOffice, User
from bureaus.tenancy import TenantQuerySet
from evaluation.models.renewals import Ruling
from staffing.models import Assistant


class Consent(models.TextChoices):
    """What the person says to it: a change of the place of work varies the contract."""

    CONSENTED = "consented", "同意"
    OBJECTED = "objected", "有异议"


class TransferQuerySet(TenantQuerySet["Transfer"]):
    county_lookup = "assistant__county"
    person_lookup = "assistant__person"

    def waiting(self) -> Self:
        """Entered, and not yet decided."""
        return self.filter(state=Ruling.PROPOSED)


class Transfer(models.Model):
    """调配: from which office to which, from what day, why, and what the person said."""

    assistant = models.ForeignKey(Assistant, models.PROTECT, related_name="transfers", verbose_name="司法协理员")
    from_office = models.ForeignKey(JudicialOffice, models.PROTECT, related_name="+", verbose_name="原司法所")
    to_office = models.ForeignKey(JudicialOffice, models.PROTECT, related_name="+", verbose_name="调往司法所")
    effective_on = models.DateField("生效日期")
    reason = models.CharField("调配理由", max_length=300)
    consent = models.CharField("本人意见", max_length=10, choices=Consent.choices)
    statement = models.CharField("本人陈述", max_length=300, blank=True)
    answer = models.CharField("对异议的答复", max_length=300, blank=True)
    state = models.CharField("状态", max_length=10, choices=Ruling.choices, default=Ruling.PROPOSED.value)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="审定人")
    decided_at = models.DateTimeField("审定时间", null=True)
    return_reason = models.CharField("退回理由", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调配"
        ordering: ClassVar = ["-effective_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assistant"],
                condition=Q(state="proposed"),
                name="one_open_transfer_per_assistant",
                violation_error_message="这个人已有一件调配在等审定，没有重复登记。",
            ),
            models.CheckConstraint(
                condition=~Q(from_office=F("to_office")),
                name="transfer_goes_elsewhere",
                violation_error_message="调往的司法所与原司法所相同，请重新选择。",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("entered_by")),
                name="transfer_decided_by_another",
                violation_error_message="登记人与审定人不能是同一人。",
            ),
            models.CheckConstraint(
                condition=Q(consent="consented") | (~Q(statement="") & (Q(answer="") | ~Q(state="proposed"))),
                name="objection_to_transfer_is_written_down",
                violation_error_message="本人有异议的，须写明本人陈述；答复由审定人写。",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed", consent="objected") | ~Q(answer=""),
                name="objection_to_transfer_is_answered",
                violation_error_message="本人有异议的，审定时须写明答复。",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None, decided_at=None, return_reason="")
                | Q(state="confirmed", decided_by__isnull=False, decided_at__isnull=False, return_reason="")
                | (Q(state="returned", decided_by__isnull=False, decided_at__isnull=False) & ~Q(return_reason="")),
                name="decided_transfer_says_by_whom",
                violation_error_message="审定或者退回须记明是谁、什么时间；退回还须写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assistant} 调往 {self.to_office}"

    @property
    def county_id(self) -> int:
        """Whose county the audit trail names."""
        return self.assistant.county_id
