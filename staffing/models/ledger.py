"""The quota ledger: every reservation, hire and departure as a row that stays."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bureaus.tenancy import TenantQuerySet
from staffing.models.plans import TRACK_CHOICES, LedgerKind, PlanLine


class LedgerEntryQuerySet(TenantQuerySet["LedgerEntry"]):
    county_lookup = "line__plan__county"
    office_lookup = "line__office"


class LedgerEntry(models.Model):
    """One movement on a plan line.

    Append-only; a trigger keeps reserved + filled within the line's plan of that track under any number of writers. What is
    reserved may come back (a negative number); who was hired stays counted, also after leaving.
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
