"""回避: which offices an assistant may not serve in, because a relative of theirs does."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bureaus.models import JudicialOffice
from staffing.models.service import Record, RecordQuerySet, voided_says_why


class Relation(models.TextChoices):
    """The relations for which somebody steps aside."""

    SPOUSE = "spouse", "夫妻关系"
    DIRECT = "direct", "直系血亲关系"
    COLLATERAL = "collateral", "三代以内旁系血亲关系"
    IN_LAW = "in_law", "近姻亲关系"


class RelativeQuerySet(RecordQuerySet["Relative"]):
    """Declared relatives of assistants the reader may see."""


class Relative(Record):
    """任职回避: a declared relative who works in an office. Who it is is not put down; that there is one is enough."""

    office = models.ForeignKey(JudicialOffice, models.PROTECT, related_name="relatives", verbose_name="亲属所在司法所")
    relation = models.CharField("关系", max_length=12, choices=Relation.choices)

    objects = RelativeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "亲属任职申报"
        ordering: ClassVar = ["office__code", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assistant", "office"],
                condition=Q(voided_at=None),
                name="one_relative_per_office",
                violation_error_message="这个司法所的亲属任职已经申报过，没有重复登记。",
            ),
            voided_says_why("relative"),
        ]
