"""表彰 (四(四).表彰): for whom, under what title and for what deeds, shown to the public, decided by another, and then kept."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from bureaus.models import User
from bureaus.tenancy import TenantQuerySet
from documents.models import StoredFile
from policy.commendation import AWARDS
from staffing.models import Assistant, Contract, Posting


class Honour(models.TextChoices):
    """How far a commendation is."""

    PROPOSED = "proposed", "待同意公示"
    POSTED = "posted", "公示中"
    CONFIRMED = "confirmed", "已表彰"
    RETURNED = "returned", "退回修改"


STANDING = [Honour.PROPOSED, Honour.POSTED, Honour.CONFIRMED]
COUNTED = [Honour.POSTED, Honour.CONFIRMED]
"""What takes a place of the year's quota."""

GROUNDS = ("performance", "achievements", "contribution")
_POSTED = Q(posted_by__isnull=False, posted_on__isnull=False, posted_first__gt=F("posted_on"), posted_last__gte=F("posted_first"))
_UNPOSTED = Q(posted_by=None, posted_on=None, posted_first=None, posted_last=None)


class CommendationQuerySet(TenantQuerySet["Commendation"]):
    county_lookup = "assistant__county"
    person_lookup = "assistant__person"

    def standing(self) -> Self:
        """Not sent back."""
        return self.filter(state__in=STANDING)

    def counted(self) -> Self:
        """What takes a place of the year's quota."""
        return self.filter(state__in=COUNTED)

    def given(self) -> Self:
        """Decided: what somebody has been commended with."""
        return self.filter(state=Honour.CONFIRMED)

    def posted(self, on: date) -> Self:
        """What stands in a 公示 on that day, each with the name of the office the person serves in (`office`); not who has left."""
        serves = Exists(Contract.objects.in_being(on).filter(assistant=OuterRef("assistant")))
        shown = self.filter(serves, state=Honour.POSTED, posted_on__lte=on, posted_last__gte=on)
        return shown.annotate(office=Subquery(Posting.objects.newest(on).values("office__name")))

    def ready(self, on: date) -> Self:
        """Shown for all of its days, and not decided."""
        return self.filter(state=Honour.POSTED, posted_last__lt=on)


class Commendation(models.Model):
    """One person's commendation for a year. Once given it never changes; the letter and the file of the person name it."""

    assistant = models.ForeignKey(Assistant, models.PROTECT, related_name="commendations", verbose_name="司法协理员")
    year = models.PositiveSmallIntegerField("表彰年度")
    award = models.CharField("表彰名称", max_length=10, choices=[(each.key, each.title) for each in AWARDS.values()])
    performance = models.CharField("工作表现突出", max_length=300)
    achievements = models.CharField("取得显著成绩", max_length=300)
    contribution = models.CharField("突出贡献", max_length=300)
    amount = models.DecimalField("奖金", max_digits=8, decimal_places=2, null=True)
    paper = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="表彰决定")
    state = models.CharField("状态", max_length=10, choices=Honour.choices, default=Honour.PROPOSED.value)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    entered_at = models.DateTimeField("提出时间")
    posted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="同意公示的人")
    posted_on = models.DateField("公示发布", null=True)
    posted_first = models.DateField("公示第一天", null=True)
    posted_last = models.DateField("公示最后一天", null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="审定人")
    decided_at = models.DateTimeField("审定时间", null=True)
    return_reason = models.CharField("退回理由", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CommendationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "表彰"
        ordering: ClassVar = ["-entered_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["posted_last"], name="commendation_posted", condition=Q(state="posted"))]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assistant", "year", "award"],
                condition=Q(state__in=["proposed", "posted", "confirmed"]),
                name="one_commendation_per_title_and_year",
                violation_error_message="这个人这一年已经提出过同一名称的表彰，没有重复办理。",
            ),
            models.CheckConstraint(
                condition=~Q(performance="") & ~Q(achievements="") & ~Q(contribution=""),
                name="commendation_sets_out_its_grounds",
                violation_error_message="表彰须写明工作表现突出、取得显著成绩和突出贡献三方面的事实。",
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__isnull=False, amount__gt=0),
                name="commendation_amount_is_positive",
                violation_error_message="奖金应大于 0；没有奖金的不填。",
            ),
            models.CheckConstraint(
                condition=(Q(posted_by=None) | ~Q(posted_by=F("entered_by"))) & (Q(decided_by=None) | ~Q(decided_by=F("entered_by"))),
                name="commendation_decided_by_another",
                violation_error_message="提出人与同意公示、审定的人不能是同一人。",
            ),
            models.CheckConstraint(
                condition=(Q(state="proposed", decided_by=None, decided_at=None, return_reason="") & _UNPOSTED)
                | (Q(state="posted", decided_by=None, decided_at=None, return_reason="") & _POSTED)
                | (Q(state="confirmed", decided_by__isnull=False, decided_at__isnull=False, return_reason="") & _POSTED)
                | (Q(state="returned", decided_by__isnull=False, decided_at__isnull=False) & ~Q(return_reason="") & (_POSTED | _UNPOSTED)),
                name="commendation_is_shown_before_it_is_given",
                violation_error_message="表彰须先公示，记明公示的起止日期，再由负责人审定；退回须写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assistant} {self.title}"

    @property
    def title(self) -> str:
        """2026年度优秀司法协理员."""
        return f"{self.year}年度{self.get_award_display()}"

    @property
    def county_id(self) -> int:
        """Whose county the audit trail names."""
        return self.assistant.county_id

    def word(self, today: date) -> str:
        """How far it is on a day, in a word."""
        over = self.posted_last is not None and self.posted_last < today
        return "公示期满，待审定" if self.state == Honour.POSTED and over else str(self.get_state_display())

    def tone(self, today: date) -> str:
        """The colour of the word."""
        return {"待同意公示": "live", "公示中": "posted", "公示期满，待审定": "warn", "退回修改": "bad"}.get(self.word(today), "good")
