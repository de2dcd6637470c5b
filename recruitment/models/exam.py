"""笔试 and 面试: site, rooms, seats, score sheets and the order of merit."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from bureaus.models import User
from bureaus.sealing import SealedTextField
from bureaus.tenancy import TenantQuerySet
from documents.models import StoredFile
from recruitment.models.applications import Application
from recruitment.models.rounds import Round, Vacancy


class ExamSite(models.Model):
    """考点: where and when the round sits its written exam. Seats are drawn once, from a stored seed."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="site", verbose_name="批次")
    name = models.CharField("考点", max_length=60)
    address = models.CharField("地址", max_length=100)
    starts_at = models.DateTimeField("开考时间")
    seed = models.CharField("编排种子", max_length=32, blank=True)
    allocated_at = models.DateTimeField("编排时间", null=True)
    allocated_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="编排人")

    class Meta:
        verbose_name = verbose_name_plural = "考点"

    def __str__(self) -> str:
        return self.name


class ExamRoom(models.Model):
    """考场."""

    site = models.ForeignKey(ExamSite, models.PROTECT, related_name="rooms", verbose_name="考点")
    number = models.PositiveSmallIntegerField("考场号")
    capacity = models.PositiveSmallIntegerField("座位数")

    class Meta:
        verbose_name = verbose_name_plural = "考场"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "number"], name="one_room_per_number")]

    def __str__(self) -> str:
        return f"第 {self.number} 考场"


class SeatQuerySet(TenantQuerySet["Seat"]):
    county_lookup = "application__round__county"
    person_lookup = "application__applicant"


class Seat(models.Model):
    """座位: one person, one place; the ticket number is built from it."""

    room = models.ForeignKey(ExamRoom, models.PROTECT, related_name="seats", verbose_name="考场")
    number = models.PositiveSmallIntegerField("座位号")
    application = models.OneToOneField(Application, models.PROTECT, related_name="seat", verbose_name="报名")
    ticket_number = models.CharField("准考证号", max_length=12, unique=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "座位"
        ordering: ClassVar = ["ticket_number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["room", "number"], name="one_person_per_seat"),
            models.CheckConstraint(condition=Q(number__gte=1), name="seats_count_from_one"),
        ]

    def __str__(self) -> str:
        return self.ticket_number


class ScoreSheetQuerySet(TenantQuerySet["ScoreSheet"]):
    county_lookup = "round__county"

    def released(self) -> "ScoreSheetQuerySet":
        return self.filter(released_at__isnull=False)


class ScoreSheet(models.Model):
    """One complete set of scores of a stage: entered by one, confirmed by another, released by 人社局.

    Frozen by a trigger once confirmed. A correction is a new version that names the old one and says why.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="score_sheets", verbose_name="批次")
    stage = models.CharField("环节", max_length=30)
    version = models.PositiveSmallIntegerField("版次")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by", verbose_name="更正")
    correction = models.CharField("更正理由", max_length=200, blank=True)
    source = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="导入文件")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="录入人")
    entered_at = models.DateTimeField("录入时间")
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="复核人")
    confirmed_at = models.DateTimeField("复核时间", null=True)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="发布人")
    released_at = models.DateTimeField("发布时间", null=True)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "成绩册"
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "stage", "version"], name="one_score_sheet_per_version"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("entered_by")),
                name="scores_confirmed_by_another",
                violation_error_message="录入人与复核人不能是同一人，请由另一位工作人员复核。",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(confirmed_at__isnull=False), name="scores_released_only_when_confirmed"
            ),
            models.CheckConstraint(condition=Q(replaces=None) | ~Q(correction=""), name="score_correction_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.stage} 第{self.version}版"

    @property
    def county_id(self) -> int:
        return self.round.county_id


class Mark(models.TextChoices):
    """Absent, disqualified for a violation, and a score of zero are three different things."""

    SCORED = "scored", "有成绩"
    ABSENT = "absent", "缺考"
    VIOLATION = "violation", "违纪"


class ScoreQuerySet(TenantQuerySet["Score"]):
    county_lookup = "sheet__round__county"
    person_lookup = "application__applicant"


class Score(models.Model):
    """One person's score on a sheet, 0.00–100.00, or the mark that there is none."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="scores", verbose_name="成绩册")
    application = models.ForeignKey(Application, models.PROTECT, related_name="scores", verbose_name="报名")
    mark = models.CharField("情况", max_length=10, choices=Mark.choices)
    value = models.DecimalField("成绩", max_digits=5, decimal_places=2, null=True)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "成绩"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "application"], name="one_score_per_person_and_sheet"),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0, value__lte=100),
                name="score_between_0_and_100",
                violation_error_message="成绩应在 0 到 100 之间。",
            ),
            models.CheckConstraint(
                condition=Q(mark="scored", value__isnull=False) | (~Q(mark="scored") & Q(value=None)), name="score_only_when_scored"
            ),
        ]

    def __str__(self) -> str:
        return self.get_mark_display() if self.value is None else str(self.value)


class Panelist(models.Model):
    """考官: by number on the sheet; at most one from the hiring bureau."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="panelists", verbose_name="批次")
    number = models.PositiveSmallIntegerField("序号")
    name = models.CharField("姓名", max_length=30)
    from_bureau = models.BooleanField("来自招聘单位")

    class Meta:
        verbose_name = verbose_name_plural = "考官"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "number"], name="one_panelist_per_number")]

    def __str__(self) -> str:
        return self.name


class PanelScore(models.Model):
    """评分: what one panelist gave. The interview score is the mean without one highest and one lowest."""

    score = models.ForeignKey(Score, models.CASCADE, related_name="panel", verbose_name="成绩")
    panelist = models.ForeignKey(Panelist, models.PROTECT, related_name="+", verbose_name="考官")
    value = models.DecimalField("评分", max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = "评分"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["score", "panelist"], name="one_mark_per_panelist"),
            models.CheckConstraint(
                condition=Q(value__gte=0, value__lte=100),
                name="panel_score_between_0_and_100",
                violation_error_message="评分应在 0 到 100 之间。",
            ),
        ]

    def __str__(self) -> str:
        return str(self.value)


class StandingQuerySet(TenantQuerySet["Standing"]):
    county_lookup = "vacancy__round__county"
    person_lookup = "application__applicant"


class Standing(models.Model):
    """名次: composite score and place among those of one vacancy."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="standing", verbose_name="报名")
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="standings", verbose_name="岗位")
    written = models.DecimalField("笔试（考试）成绩", max_digits=5, decimal_places=2, null=True)
    assessment = models.DecimalField("考核成绩", max_digits=5, decimal_places=2, null=True)
    interview = models.DecimalField("面试成绩", max_digits=5, decimal_places=2, null=True)
    composite = models.DecimalField("综合成绩", max_digits=5, decimal_places=2, null=True)
    preferred = models.BooleanField("优先条件")
    extra_test = models.DecimalField("加试成绩", max_digits=5, decimal_places=2, null=True)
    rank = models.PositiveSmallIntegerField("名次", null=True)
    tie_rule = models.CharField("并列处理", max_length=60, blank=True)
    unsettled = models.BooleanField("待加试", default=False)
    proposed = models.BooleanField("拟聘用", default=False)
    substitute_for = models.OneToOneField("self", models.PROTECT, null=True, related_name="substitute", verbose_name="递补")

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "名次"
        ordering: ClassVar = ["vacancy", "rank", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(proposed=True, unsettled=True), name="nobody_proposed_on_an_unsettled_tie"),
            models.CheckConstraint(
                condition=Q(written__isnull=False) | Q(assessment__isnull=False, proposed=False), name="nobody_ranked_without_a_score"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank}"


class RecheckQuerySet(TenantQuerySet["Recheck"]):
    county_lookup = "application__round__county"
    person_lookup = "application__applicant"


class Recheck(models.Model):
    """复核申请: a person asks once whether a score or a medical conclusion is right, and is answered."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="rechecks", verbose_name="报名")
    stage = models.CharField("环节", max_length=30)
    request = SealedTextField("申请理由")
    asked_at = models.DateTimeField("申请时间")
    answer = models.CharField("答复", max_length=300, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="答复人")
    answered_at = models.DateTimeField("答复时间", null=True)

    objects = RecheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "复核申请"
        ordering: ClassVar = ["asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "stage"], name="one_recheck_per_stage", violation_error_message="每项成绩只能申请一次复核。"
            ),
            models.CheckConstraint(condition=Q(answered_at=None) | ~Q(answer=""), name="answered_recheck_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.stage}"
