"""Renewal: the decision on a contract that runs out (四(四).续聘), proposed by the clerk, taken by the head."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from bureaus.models import User
from bureaus.tenancy import TenantQuerySet
from documents.models import StoredFile
from staffing.models import Contract


class Ruling(models.TextChoices):
    """How far a matter between the clerk and the head has come."""

    PROPOSED = "proposed", "待审定"
    CONFIRMED = "confirmed", "已审定"
    RETURNED = "returned", "退回修改"


OPEN = [Ruling.PROPOSED, Ruling.CONFIRMED]


class Choice(models.TextChoices):
    """What becomes of a contract that runs out."""

    RENEW = "renew", "续聘"
    END = "end", "期满终止"
    DECLINED = "declined", "本人不续签，期满终止"


class RenewalQuerySet(TenantQuerySet["Renewal"]):
    county_lookup = "contract__county"
    person_lookup = "contract__assistant__person"

    def waiting(self) -> Self:
        """Proposed, and not yet decided."""
        return self.filter(state=Ruling.PROPOSED)

    def standing(self) -> Self:
        return self.filter(state__in=OPEN)


class Renewal(models.Model):
    """续聘或者终止的决定. `needed` and `performance` are the document's two questions; a term of no months and open-ended is none."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="decisions", verbose_name="到期的合同")
    choice = models.CharField("意见", max_length=10, choices=Choice.choices)
    needed = models.BooleanField("工作需要")
    performance = models.BooleanField("综合工作表现良好")
    grades = models.CharField("合同期内的考核等次", max_length=200, blank=True)
    reasons = models.CharField("理由", max_length=500)
    term_months = models.PositiveSmallIntegerField("续聘期限（月）", null=True)
    open_ended = models.BooleanField("无固定期限", default=False)
    asks_for_fixed = models.BooleanField("本人书面提出订立固定期限", default=False)
    request = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="本人书面申请")
    state = models.CharField("状态", max_length=10, choices=Ruling.choices, default=Ruling.PROPOSED.value)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    proposed_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="审定人")
    decided_at = models.DateTimeField("审定时间", null=True)
    return_reason = models.CharField("退回理由", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RenewalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "续聘意见"
        ordering: ClassVar = ["-proposed_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="one_renewal_decision_per_contract",
                violation_error_message="这份合同已经提出了意见，没有重复办理。",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("proposed_by")),
                name="renewal_decided_by_another",
                violation_error_message="提出人与审定人不能是同一人。",
            ),
            models.CheckConstraint(
                condition=~Q(choice="renew") | Q(needed=True, performance=True),
                name="renewal_rests_on_need_and_work",
                violation_error_message="续聘须同时具备工作需要和综合工作表现良好两项（四(四).续聘）。",
            ),
            models.CheckConstraint(
                condition=~Q(choice="end") | ~Q(needed=True, performance=True),
                name="ending_rests_on_need_or_work",
                violation_error_message="工作需要、综合工作表现良好的，应当续聘；本人不愿意续签的，请选“本人不续签”。",
            ),
            models.CheckConstraint(
                condition=Q(choice="renew", open_ended=True, term_months=None)
                | Q(choice="renew", open_ended=False, term_months__isnull=False, term_months__gte=1)
                | Q(choice__in=["end", "declined"], open_ended=False, term_months=None),
                name="renewal_states_its_term",
                violation_error_message="续聘须写明期限：固定期限的月数，或者无固定期限，只能选一样；不续聘的不写期限。",
            ),
            models.CheckConstraint(
                condition=Q(asks_for_fixed=False) | Q(request__isnull=False),
                name="fixed_term_at_request_has_its_paper",
                violation_error_message="本人提出订立固定期限合同的，请上传本人书面申请。",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None, decided_at=None, return_reason="")
                | Q(state="confirmed", decided_by__isnull=False, decided_at__isnull=False, return_reason="")
                | (Q(state="returned", decided_by__isnull=False, decided_at__isnull=False) & ~Q(return_reason="")),
                name="decided_renewal_says_by_whom",
                violation_error_message="审定或者退回须记明是谁、什么时间；退回还须写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract.assistant} {self.get_choice_display()}"

    @property
    def county_id(self) -> int:
        """Whose county the audit trail names."""
        return self.contract.county_id

    @property
    def term_words(self) -> str:
        """The proposed term as a reader says it; blank where the contract is not renewed."""
        if self.choice != Choice.RENEW:
            return ""
        return "无固定期限" if self.open_ended else f"{self.term_months} 个月"
