"""A programme as data: its phases, what each owes by which day, and what shows that it was done (五)."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from bureaus.models import County, User
from bureaus.tenancy import TenantQuerySet
from policy.calendar import Deadline
from policy.citation import Clause
from policy.filings import KINDS
from policy.powers import Role
from policy.programme import Evidence


class Programme(models.Model):
    """试点计划: the pilot of the document, or a later one that the city has set."""

    title = models.CharField("名称", max_length=60, unique=True)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="安排人")
    set_at = models.DateTimeField("安排时间")

    class Meta:
        verbose_name = verbose_name_plural = "试点计划"
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.title


class Phase(models.Model):
    """阶段: both days counted."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="phases", verbose_name="试点计划")
    key = models.CharField("代码", max_length=40)
    title = models.CharField("名称", max_length=40)
    ref = models.CharField("条款", max_length=20, blank=True)
    quote = models.TextField("原文", blank=True)
    first_day = models.DateField("开始")
    last_day = models.DateField("截止")

    class Meta:
        verbose_name = verbose_name_plural = "阶段"
        ordering: ClassVar = ["programme", "first_day", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "key"], name="one_phase_per_key", violation_error_message="这个阶段已在计划中。"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="phase_ends_after_it_begins",
                violation_error_message="阶段的截止日期不能早于开始日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def clause(self) -> Clause | None:
        return Clause(self.ref, self.quote) if self.ref else None


class ObligationQuerySet(models.QuerySet["Obligation"]):
    def of_counties(self) -> Self:
        return self.filter(owed_by=Role.COUNTY_CLERK)


class Obligation(models.Model):
    """任务: what every county, or the city, owes by the last day of a phase."""

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="obligations", verbose_name="阶段")
    key = models.CharField("代码", max_length=40)
    title = models.CharField("名称", max_length=60)
    ref = models.CharField("条款", max_length=20, blank=True)
    quote = models.TextField("原文", blank=True)
    owed_by = models.CharField("由谁完成", max_length=20)
    proof = models.CharField("以什么为准", max_length=60)
    evidence = models.CharField("凭据", max_length=20)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "试点任务"
        ordering: ClassVar = ["phase", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["phase", "key"], name="one_obligation_per_key", violation_error_message="这项任务已在该阶段中。"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_owed_by_counties(self) -> bool:
        return self.owed_by == Role.COUNTY_CLERK

    @property
    def filing_kind(self) -> str:
        """The kind of filing that proves it; blank where something else does."""
        return self.key if self.evidence == Evidence.FILING and self.key in KINDS else ""

    @property
    def deadline(self) -> Deadline:
        return Deadline(self.key, self.title, self.phase.last_day, self.owed_by, Clause(self.ref, self.quote) if self.ref else None)


class ProofQuerySet(TenantQuerySet["Proof"]):
    pass


class Proof(models.Model):
    """完成记录: that an obligation which no filing proves was met, by whom, when and on what. Append-only.

    What a filing proves is read from the filings themselves. `county` is None for the city's own.
    """

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="proofs", verbose_name="任务")
    county = models.ForeignKey(County, models.PROTECT, null=True, related_name="+", verbose_name="县（区）")
    done_on = models.DateField("完成日期")
    reference = models.CharField("依据", max_length=120)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField("登记时间")

    objects = ProofQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "试点任务完成记录"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["obligation", "county"],
                nulls_distinct=False,
                name="one_proof_per_obligation_and_county",
                violation_error_message="这项任务已经登记完成，没有重复登记。",
            ),
            models.CheckConstraint(condition=~Q(reference=""), name="proof_says_by_what", violation_error_message="请写明完成的依据。"),
        ]

    def __str__(self) -> str:
        return f"{self.obligation}（{self.done_on}）"
