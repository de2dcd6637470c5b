"""考核 of internal selection: what the 司法所 and the bureau each say of somebody's 德能勤绩廉."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q

from bureaus.models import User
from bureaus.sealing import SealedTextField
from bureaus.tenancy import TenantQuerySet
from policy.appraisal import DIMENSIONS
from recruitment.models.applications import Application
from recruitment.models.exam import Score


class Side(models.TextChoices):
    OFFICE = "office", "司法所"
    BUREAU = "bureau", "县（区）司法局"


class OpinionQuerySet(TenantQuerySet["Opinion"]):
    county_lookup = "application__round__county"
    office_lookup = "application__auxiliary__office"
    person_lookup = "application__applicant"


class Opinion(models.Model):
    """考核意见: how one side marks somebody's 德能勤绩廉 (四(一).程序). The bureau's is a line of its score sheet and makes the score.

    The office's stands beside it and is never overwritten by it. Frozen by a trigger with the sheet.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="opinions", verbose_name="报名")
    side = models.CharField("意见方", max_length=10, choices=Side.choices)
    score = models.OneToOneField(Score, models.CASCADE, null=True, related_name="opinion", verbose_name="成绩")
    integrity = models.DecimalField("德", max_digits=5, decimal_places=2)
    ability = models.DecimalField("能", max_digits=5, decimal_places=2)
    diligence = models.DecimalField("勤", max_digits=5, decimal_places=2)
    results = models.DecimalField("绩", max_digits=5, decimal_places=2)
    probity = models.DecimalField("廉", max_digits=5, decimal_places=2)
    words = SealedTextField("评语", blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="填写人")
    entered_at = models.DateTimeField("填写时间")

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核意见"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(side="office"),
                name="one_office_opinion_per_person",
                violation_error_message="这个人的司法所意见已经填写，请刷新页面查看。",
            ),
            models.CheckConstraint(
                condition=Q(side="office", score=None) | Q(side="bureau", score__isnull=False), name="opinion_of_its_side"
            ),
            models.CheckConstraint(
                condition=Q(**{f"{key}__gte": 0 for key in DIMENSIONS}) & Q(**{f"{key}__lte": 100 for key in DIMENSIONS}),
                name="opinion_between_0_and_100",
                violation_error_message="德、能、勤、绩、廉每项应在 0 到 100 之间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.side}"

    @property
    def marks(self) -> list[Decimal]:
        """The five marks in the document's order."""
        return [getattr(self, key) for key in DIMENSIONS]

    @property
    def labelled(self) -> list[tuple[str, Decimal]]:
        """Each mark with its side: 德, 能, 勤, 绩, 廉."""
        return [(dimension.title, getattr(self, key)) for key, dimension in DIMENSIONS.items()]
