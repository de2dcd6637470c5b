"""How far something has come on its way up to the city: what the quota plan and every other filing have in common."""

from dataclasses import dataclass
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from bureaus.models import User
from policy.filings import FilingKind
from policy.powers import Power


class PlanStatus(models.TextChoices):
    """Where a plan, or anything else that goes up, stands on its way (四.备案)."""

    DRAFT = "draft", "草稿"
    COUNTERSIGNED = "countersigned", "已会签"
    SUBMITTED = "submitted", "已上报"
    RETURNED = "returned", "退回修改"
    FILED = "filed", "已备案"


@dataclass(frozen=True, slots=True)
class JourneyPowers:
    """Who moves a thing along: the power for each step of the way."""

    edit: Power
    countersign: Power
    submit: Power
    file: Power


class Journey(models.Model):
    """Who entered, countersigned and submitted it, and the city's answer. Triggers of each table keep the order and freeze what went up.

    A returned or withdrawn one still carries its earlier signatures; they count for nothing.
    """

    status = models.CharField("状态", max_length=20, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="编制人")
    saved_at = models.DateTimeField("最后保存")
    offered_at = models.DateTimeField("送会签时间", null=True)
    sent_back_reason = models.TextField("人社局退回理由", blank=True)
    countersigned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="会签人")
    countersigned_at = models.DateTimeField("会签时间", null=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="上报人")
    submitted_at = models.DateTimeField("上报时间", null=True)
    filing_number = models.CharField("备案号", max_length=40, blank=True)
    filed_at = models.DateTimeField("备案时间", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    powers: ClassVar[JourneyPowers]
    letters: ClassVar[str]  # what the names of its letters and acts begin or end with
    noun: ClassVar[str]  # what a sentence calls it

    @property
    def kind_of_filing(self) -> FilingKind:
        raise NotImplementedError

    @property
    def is_editable(self) -> bool:
        """Whether the clerk may still change it; changing it voids a countersignature."""
        return self.status in (PlanStatus.DRAFT, PlanStatus.RETURNED, PlanStatus.COUNTERSIGNED)

    @property
    def is_offered(self) -> bool:
        """Whether the clerk has handed it on and nobody has signed it yet."""
        return self.status in (PlanStatus.DRAFT, PlanStatus.RETURNED) and self.offered_at is not None

    @property
    def awaits_countersignature(self) -> bool:
        return self.is_offered and self.kind_of_filing.countersign is not None

    @property
    def awaits_submission(self) -> bool:
        """Whether it is the head's turn."""
        if self.kind_of_filing.countersign is not None:
            return self.status == PlanStatus.COUNTERSIGNED
        return self.is_offered


def way_up(name: str, *, noun: str, entered: str) -> list[models.BaseConstraint]:
    """What every table of journeys holds to: nobody signs what they entered, what went up says by whom, what is filed has its number.

    `name` stands in the constraints' names; `noun` and `entered` are what a sentence calls the thing and who entered it.
    """
    return [
        models.UniqueConstraint(
            fields=["filing_number"],
            condition=~Q(filing_number=""),
            name=f"one_{name}_per_filing_number",
            violation_error_message=f"该备案号已经用于另一份{noun}，请换一个备案号。",
        ),
        models.CheckConstraint(
            condition=~Q(status="filed") | (Q(filed_at__isnull=False) & ~Q(filing_number="")),
            name=f"filed_{name}_has_number_and_date",
            violation_error_message="准予备案须有备案号和日期。",
        ),
        models.CheckConstraint(
            condition=~Q(status__in=["submitted", "filed"]) | Q(submitted_by__isnull=False, submitted_at__isnull=False),
            name=f"submitted_{name}_names_its_sender",
            violation_error_message="上报须记明上报人和时间。",
        ),
        models.CheckConstraint(
            condition=Q(countersigned_by=None) | ~Q(countersigned_by=F("entered_by")),
            name=f"{name}_countersigned_by_another",
            violation_error_message=f"{entered}与会签人不能是同一人。",
        ),
        models.CheckConstraint(
            condition=Q(submitted_by=None) | ~Q(submitted_by=F("entered_by")),
            name=f"{name}_submitted_by_another",
            violation_error_message=f"{entered}与上报人不能是同一人。",
        ),
    ]
