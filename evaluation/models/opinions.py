"""民主测评 and the opinions of people served: links that open once, and how many gave which rating. Nothing joins the two."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bureaus.models import User
from bureaus.tenancy import TenantQuerySet
from evaluation.models.appraisals import Appraisal
from policy.appraisal_way import AUDIENCES, RATINGS

AUDIENCE_CHOICES = [(each.key, each.title) for each in AUDIENCES.values()]


class OpinionLinkQuerySet(TenantQuerySet["OpinionLink"]):
    county_lookup = "appraisal__period__county"


class OpinionLink(models.Model):
    """A link for one recipient, of which only the digest is kept; that it was used is recorded, by the day."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="opinion_links", verbose_name="考核表")
    audience = models.CharField("评价人", max_length=10, choices=AUDIENCE_CHOICES)
    digest = models.CharField("链接校验值", max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="发出人")
    made_on = models.DateField("发出日期")
    used_on = models.DateField("使用日期", null=True)

    objects = OpinionLinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评价链接"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(audience__in=list(AUDIENCES)), name="opinion_link_has_an_audience", violation_error_message="没有这种评价。"
            )
        ]

    def __str__(self) -> str:
        return self.get_audience_display()

    @property
    def county_id(self) -> int:
        return self.appraisal.period.county_id


class OpinionCountQuerySet(TenantQuerySet["OpinionCount"]):
    county_lookup = "appraisal__period__county"


class OpinionCount(models.Model):
    """How many gave one rating to one question: the only trace that an answer leaves."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="opinion_counts", verbose_name="考核表")
    audience = models.CharField("评价人", max_length=10, choices=AUDIENCE_CHOICES)
    question = models.CharField("项目", max_length=20)
    rating = models.CharField("评价", max_length=10, choices=[(key, title) for key, (title, _) in RATINGS.items()])
    number = models.PositiveIntegerField("人数", default=0)

    objects = OpinionCountQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评价汇总"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["appraisal", "audience", "question", "rating"],
                name="one_count_per_rating",
                violation_error_message="这一项评价已有汇总。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.question} {self.rating}"
