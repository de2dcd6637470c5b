"""The quota ledger: every reservation, hire and departure as a row that stays."""

from typing import ClassVar

from django.db import models
from django.db.models import Case, F, Q, Sum, When
from django.db.models.functions import Coalesce

from bureaus.tenancy import TenantQuerySet
from staffing.models.plans import TRACK_CHOICES, LedgerKind, PlanLine, QuotaPlan


class LedgerEntryQuerySet(TenantQuerySet["LedgerEntry"]):
    county_lookup = "line__plan__county"
    office_lookup = "line__office"

    def used_by_now(self, plan: QuotaPlan, track: str) -> int:
        """How many people of a county and year hold or are promised a place of a track, under whichever edition."""
        of_year = self.filter(line__plan__county=plan.county_id, line__plan__year=plan.year, track=track)
        leaving = Case(When(kind=LedgerKind.RELEASED, then=-F("number")), default=F("number"), output_field=models.IntegerField())
        used: int = of_year.aggregate(used=Coalesce(Sum(leaving), 0))["used"]
        return used


class LedgerEntry(models.Model):
    """One movement on a plan line.

    Append-only; a trigger keeps what is used within the edition in force under any number of writers: of the office, and of the county.
    What is reserved may come back (a negative number); who was hired stays counted, also after leaving, until a later edition is filed.
    """

    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="ledger", verbose_name="方案明细")
    track = models.CharField("方式", max_length=20, choices=TRACK_CHOICES)
    kind = models.CharField("类别", max_length=10, choices=LedgerKind.choices)
    number = models.SmallIntegerField("人数")
    reference = models.CharField("依据", max_length=100)
    at = models.DateTimeField("时间")

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "数额台账"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["line", "track", "kind", "reference"],
                name="one_ledger_entry_per_reference",
                violation_error_message="这一项已经记入数额台账，没有重复记账。",
            ),
            models.CheckConstraint(
                condition=Q(kind="reserved") & ~Q(number=0) | Q(kind__in=["filled", "released"], number__gte=1),
                name="ledger_entry_moves_people",
                violation_error_message="记入台账的人数至少为 1。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.get_kind_display()} {self.number:+d}"
