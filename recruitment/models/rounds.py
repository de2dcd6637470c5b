"""An intake of the city, a county's round in it, the round's scheme and its vacancies."""

from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from bureaus.models import County, User
from bureaus.tenancy import TenantQuerySet
from policy.ranking import TieStep
from policy.scheme import SETTINGS, tie_steps
from policy.scoring import Weights
from policy.tracks import INTERNAL, TRACKS, Records, Track, next_stage
from staffing.models import TRACK_CHOICES, PlanLine, QuotaPlan


class Intake(models.Model):
    """招聘期: city-wide, one track. One person has one live application in it."""

    title = models.CharField("名称", max_length=60, unique=True)
    track = models.CharField("方式", max_length=20, choices=TRACK_CHOICES)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="开设人")
    opened_at = models.DateTimeField("开设时间")
    closed_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "招聘期"
        ordering: ClassVar = ["-opened_at"]

    def __str__(self) -> str:
        return self.title


class RoundQuerySet(TenantQuerySet["Round"]):
    def announced(self) -> "RoundQuerySet":
        """What everybody may see."""
        return self.filter(announced_at__isnull=False)


class Round(models.Model):
    """招聘批次: one county in one intake, on one filed plan. Frozen by a trigger once announced, but for its open stage."""

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="rounds", verbose_name="招聘期")
    county = models.ForeignKey(County, models.PROTECT, related_name="rounds", verbose_name="县（区）")
    plan = models.ForeignKey(QuotaPlan, models.PROTECT, related_name="rounds", verbose_name="备案方案")
    title = models.CharField("名称", max_length=80)
    stages = ArrayField(models.CharField(max_length=30), verbose_name="程序")
    registration_opens_at = models.DateTimeField("报名开始")
    registration_closes_at = models.DateTimeField("报名截止")
    introduction = models.TextField("公告前言", blank=True)
    benefits = models.TextField("待遇", blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="经办人")
    created_at = models.DateTimeField("建立时间")
    announced_at = models.DateTimeField("公告发布时间", null=True)
    stage = models.CharField("当前环节", max_length=30, default="announcement")
    finished_at = models.DateTimeField("结束时间", null=True)
    version = models.PositiveIntegerField(default=1)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "招聘批次"
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["county", "title"], name="one_round_title_per_county", violation_error_message="本县已有同名批次。"
            ),
            models.CheckConstraint(
                condition=Q(registration_closes_at__gt=F("registration_opens_at")),
                name="registration_closes_after_it_opens",
                violation_error_message="报名截止须晚于报名开始。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def track(self) -> Track:
        return TRACKS[self.intake.track]

    @property
    def is_internal(self) -> bool:
        """Whether it takes serving auxiliaries alone (四(一).对象)."""
        return self.intake.track == INTERNAL.key

    @property
    def counts_openings(self) -> bool:
        """Whether its vacancies are held only where enough people pass the review (开考比例)."""
        return "opening_ratio" in SETTINGS[self.intake.track]

    @property
    def has_results(self) -> bool:
        """Whether a stage of it ends in 合格 or 不合格 for each person: 考察, 体检."""
        return any(self.track.stage(key).records is Records.RESULT for key in self.stages)

    @property
    def after_review(self) -> str:
        """Where those stand who have passed the review: 笔试, or 考核 in internal selection."""
        return str(next_stage(self.stages, "review"))


def _bounds() -> list[models.CheckConstraint]:
    """One constraint for each whole number whose bounds policy enforces."""
    settings = {key: setting for of_track in SETTINGS.values() for key, setting in of_track.items()}
    constraints = []
    for key, setting in settings.items():
        if setting.choices or setting.decimal or not setting.enforced:
            continue
        within = Q(**{f"values__{key}__isnull": True})
        asked = Q()
        if setting.least is not None:
            asked &= Q(**{f"values__{key}__gte": setting.least})
        if setting.most is not None:
            asked &= Q(**{f"values__{key}__lte": setting.most})
        constraints.append(
            models.CheckConstraint(
                condition=within | asked, name=f"scheme_{key}_in_bounds", violation_error_message=f"{setting.title}应{setting.bounds}。"
            )
        )
    return constraints


WEIGHT_OF = {
    "written_exam": "weight_written",
    "exam": "weight_written",
    "interview": "weight_interview",
    "assessment": "weight_assessment",
}
"""The setting that says what the score of a stage counts."""


class Scheme(models.Model):
    """The numbers and choices the document leaves to a round, keyed as in `policy.scheme`, and its dates. Frozen with the round."""

    round = models.OneToOneField(Round, models.CASCADE, related_name="scheme", verbose_name="批次")
    values = models.JSONField("方案数值")
    age_as_of = models.DateField("年龄基准日", null=True)
    education_as_of = models.DateField("学历基准日", null=True)
    residence_as_of = models.DateField("户籍、居住地基准日", null=True)
    experience_as_of = models.DateField("经历基准日", null=True)
    birth_from = models.DateField("出生日期起", null=True)
    birth_to = models.DateField("出生日期止", null=True)
    reason = models.CharField("与通常做法不同的理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "招聘方案"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(birth_from=None) | Q(birth_to=None) | Q(birth_to__gte=F("birth_from")),
                name="birth_window_is_in_order",
                violation_error_message="出生日期的起止颠倒了，请核对。",
            ),
            *_bounds(),
        ]

    def __str__(self) -> str:
        return f"{self.round}方案"

    @property
    def as_asked(self) -> dict[str, int | Decimal | str]:
        """The values as `policy.scheme` asks for them: JSON keeps a decimal as text."""
        settings = SETTINGS[self.round.intake.track]
        return {key: Decimal(str(value)) if key in settings and settings[key].decimal else value for key, value in self.values.items()}

    def number(self, key: str) -> int:
        """A whole number of the scheme; the suggested one where a round was announced before the scheme had it."""
        if key not in self.values:
            return int(SETTINGS[self.round.intake.track][key].suggested)
        return int(self.values[key])

    def line(self, key: str) -> Decimal:
        """A pass line, in marks."""
        return Decimal(str(self.values[key]))

    def choice(self, key: str) -> str:
        """The key of a choice."""
        return str(self.values[key])

    @property
    def tie_order(self) -> tuple[TieStep, ...]:
        return tie_steps(self.choice("tie_order"))

    @property
    def weights(self) -> Weights:
        """What 笔试 and 面试 of public recruitment count."""
        return Weights(self.number("weight_written"), self.number("weight_interview"))

    @property
    def shares(self) -> list[tuple[str, int]]:
        """The two scores of the composite in the track's order, each with what it counts in hundredths."""
        track = self.round.track
        return [(track.stage(key).title, self.number(WEIGHT_OF[key])) for key in track.weighed]

    @property
    def tie_titles(self) -> list[str]:
        """The steps of the tie order in the words of the round's track."""
        return [step.titled(self.round.intake.track) for step in self.tie_order]


class VacancyQuerySet(TenantQuerySet["Vacancy"]):
    county_lookup = "round__county"
    office_lookup = "line__office"


class Vacancy(models.Model):
    """岗位: how many people one 司法所 takes in this round. Frozen once the round is announced."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="vacancies", verbose_name="批次")
    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="vacancies", verbose_name="方案明细")
    code = models.CharField("岗位代码", max_length=20)
    headcount = models.PositiveSmallIntegerField("招聘人数")

    objects = VacancyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "code"], name="one_vacancy_per_code"),
            models.UniqueConstraint(fields=["round", "line"], name="one_vacancy_per_office_in_a_round"),
            models.CheckConstraint(
                condition=Q(headcount__gte=1), name="vacancy_takes_somebody", violation_error_message="招聘人数至少为 1。"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line.office}（{self.code}）"


class OpeningOutcome(models.TextChoices):
    KEEP = "keep", "达到开考比例，保留"
    REDUCE = "reduce", "核减人数"
    CANCEL = "cancel", "取消岗位"
    RETAIN = "retain", "经批准保留"


class OpeningProposalQuerySet(TenantQuerySet["OpeningProposal"]):
    county_lookup = "vacancy__round__county"

    def waiting(self) -> "OpeningProposalQuerySet":
        """Those that the head has still to confirm or send back."""
        return self.filter(closed_at=None, vacancy__opening=None)


class OpeningProposal(models.Model):
    """What a clerk proposes for a vacancy below the opening ratio. Nothing follows from it before another person has confirmed it.

    It stays as it was proposed (a trigger refuses change); sent back, or followed by another one, it is closed with the reason.
    """

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="proposals", verbose_name="岗位")
    qualified = models.PositiveIntegerField("审核通过人数")
    outcome = models.CharField("意见", max_length=10, choices=OpeningOutcome.choices)
    reason = models.CharField("理由", max_length=200, blank=True)
    switch_until = models.DateTimeField("改报截止", null=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    proposed_at = models.DateTimeField("提出时间")
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="退回人")
    closed_at = models.DateTimeField("退回时间", null=True)
    return_reason = models.CharField("退回理由", max_length=300, blank=True)

    objects = OpeningProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "开考比例意见"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["vacancy"],
                condition=Q(closed_at=None),
                name="one_open_proposal_per_vacancy",
                violation_error_message="这个岗位刚才已经提出意见，请刷新页面查看。",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, return_reason="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(return_reason="")),
                name="closed_proposal_says_who_and_why",
                violation_error_message="请写明退回的理由，经办人会收到。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vacancy} {self.get_outcome_display()}"


class OpeningDecision(models.Model):
    """开考比例: counted once per vacancy after the review, and never again (a trigger refuses change).

    Confirmed by another than the one who proposed it; what closing the review keeps by the ratio alone was proposed by nobody.
    People of a cancelled vacancy may choose another one of the round until `switch_until`, exclusive.
    """

    vacancy = models.OneToOneField(Vacancy, models.PROTECT, related_name="opening", verbose_name="岗位")
    qualified = models.PositiveIntegerField("审核通过人数")
    outcome = models.CharField("决定", max_length=10, choices=OpeningOutcome.choices)
    headcount = models.PositiveSmallIntegerField("保留人数")
    reason = models.CharField("理由", max_length=200, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="提出人")
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="决定人")
    decided_at = models.DateTimeField("决定时间")
    switch_until = models.DateTimeField("改报截止", null=True)
    switch_told_at = models.DateTimeField("改报结束告知时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "开考比例决定"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(outcome="retain") | ~Q(reason=""),
                name="retained_vacancy_says_why",
                violation_error_message="经批准保留的岗位须写明理由。",
            ),
            models.CheckConstraint(
                condition=Q(outcome="cancel", headcount=0) | (~Q(outcome="cancel") & Q(headcount__gte=1)),
                name="cancelled_vacancy_takes_nobody",
            ),
            models.CheckConstraint(
                condition=Q(switch_until=None) | Q(outcome="cancel", switch_until__gt=F("decided_at")),
                name="only_a_cancelled_vacancy_is_switched_from",
                violation_error_message="只有取消的岗位才有改报，改报截止须晚于决定时间。",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None, outcome="keep") | (Q(proposed_by__isnull=False) & ~Q(proposed_by=F("decided_by"))),
                name="opening_decided_by_another",
                violation_error_message="提出人与审定人不能是同一人，请由另一位负责人审定。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vacancy} {self.get_outcome_display()}"
