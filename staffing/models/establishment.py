"""编制情况 of each 司法所: what stood from which day on, and which record corrects which."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from bureaus.models import JudicialOffice, User
from bureaus.tenancy import TenantQuerySet


class EstablishmentQuerySet(TenantQuerySet["Establishment"]):
    county_lookup = "office__county"
    office_lookup = "office"

    def standing(self) -> Self:
        """Those that no later record corrects."""
        return self.filter(corrected_by=None)

    def as_of(self, day: date) -> Self:
        """What stood on a day: for each office the newest standing record that holds from that day or before."""
        until = Establishment.objects.standing().filter(office=OuterRef("office"), holds_from__lte=day)
        return self.standing().filter(holds_from__lte=day).exclude(Exists(until.filter(holds_from__gt=OuterRef("holds_from"))))


class Establishment(models.Model):
    """编制情况: an office's posts and people from a day on, until the next record. What nobody knows is absent, never nought.

    Append-only: a correction is a new record for the same office and day that names the one it corrects and says why.
    """

    office = models.ForeignKey(JudicialOffice, models.PROTECT, related_name="establishment", verbose_name="司法所")
    holds_from = models.DateField("起算日期")
    established_posts = models.PositiveSmallIntegerField("政法专项编制", null=True)
    in_post = models.PositiveSmallIntegerField("实有", null=True)
    auxiliary = models.PositiveSmallIntegerField("专职辅助人员", null=True)
    source = models.CharField("依据", max_length=100, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrected_by", verbose_name="更正的记录")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间")

    objects = EstablishmentQuerySet.as_manager()

    NUMBERS: ClassVar = ("established_posts", "in_post", "auxiliary")

    class Meta:
        verbose_name = verbose_name_plural = "编制情况"
        ordering: ClassVar = ["office__code", "-holds_from", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office", "holds_from"],
                condition=Q(corrects=None),
                name="one_establishment_per_office_and_day",
                violation_error_message="该司法所这一天的编制情况刚刚有人登记，请刷新页面后作为更正登记。",
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                name="one_correction_per_establishment",
                violation_error_message="这条编制情况刚刚有人更正，请刷新页面后核对最新内容。",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(note="") & ~Q(corrects=F("pk")),
                name="establishment_correction_says_why",
                violation_error_message="更正编制情况须在备注中写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.holds_from:%Y-%m-%d}"

    @classmethod
    def title_of(cls, number: str) -> str:
        column: models.Field[Any, Any] = getattr(cls, number).field
        return str(column.verbose_name)

    @property
    def county_id(self) -> int:
        """Whose act it is on the audit trail."""
        return self.office.county_id
