"""States in which the law protects somebody's contract (劳动合同法42、45), each with the paper that proves it."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from bureaus.sealing import SealedTextField
from documents.models import StoredFile
from policy.endings import SHIELDS, runs_until
from staffing.models.service import Record, RecordQuerySet, voided_says_why


class ProtectionQuerySet(RecordQuerySet["Protection"]):
    def holding(self, on: date) -> Self:
        """Those that hold on a day."""
        return self.standing().filter(Q(last_day=None) | Q(last_day__gte=on), first_day__lte=on)


class Protection(Record):
    """受保护状态: since when, until when if that is known, and on which paper. What the state is stays sealed: it is a fact of health."""

    kind = SealedTextField("情形")  # a key of policy.endings.SHIELDS
    first_day = models.DateField("起始日期")
    last_day = models.DateField("结束日期", null=True)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="证明材料")

    objects = ProtectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "受保护状态"
        ordering: ClassVar = ["-first_day", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="protection_ends_after_it_begins",
                violation_error_message="受保护状态的结束日期不能早于起始日期。",
            ),
            models.UniqueConstraint(
                fields=["assistant", "first_day"],
                condition=Q(voided_at=None),
                name="one_protection_per_first_day",
                violation_error_message="这个人从当天起的受保护状态已经登记过，没有重复登记。",
            ),
            voided_says_why("protection"),
        ]

    @property
    def title(self) -> str:
        """What the state is: for whoever may see it, opened one by one."""
        return SHIELDS[self.kind].title


def protected_until(last_day: date, protections: list[Protection]) -> date | None:
    """The day a contract that runs out really ends on, by the states that stand: each must hold when the one before it lapses.

    None while a state that carries it has no known end.
    """
    held = sorted((row for row in protections if row.voided_at is None), key=lambda row: row.first_day)
    until = last_day
    for row in held:
        if row.first_day <= until and (row.last_day is None or row.last_day >= until):
            found = runs_until(until, [row.last_day])
            if found is None:
                return None
            until = found
    return until
