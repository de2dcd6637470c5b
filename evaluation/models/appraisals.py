"""Appraisals: a county's period, everybody's sheet in it, each office's marks, and 复核. What is final never changes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Count, F, Q

from bureaus import clock
from bureaus.models import County, JudicialOffice, User
from bureaus.tenancy import TenantQuerySet
from evaluation.models.appraisal_schemes import WEIGHTS, AppraisalScheme
from policy.appraisal import BEST_FIRST, Grade, excellent_cap
from policy.appraisal_way import Cycle
from policy.calendar import end_of
from policy.powers import Role
from policy.scoring import rounded
from staffing.models import Assistant, OpenDateRange

EXCELLENT, UNDETERMINED = Grade.EXCELLENT.value, Grade.UNDETERMINED.value
GRADE_CHOICES = [(grade.value, grade.title) for grade in Grade]


class AppraisalPeriodQuerySet(TenantQuerySet["AppraisalPeriod"]):
    def with_progress(self) -> Self:
        """Each with how many of its people have come how far, and the numbers of its grades once they are confirmed."""
        marked = {"people": Q(), "written": Q(appraisals__summary_at__isnull=False), "marked": Q(appraisals__total__isnull=False)}
        marked |= {"served": ~Q(appraisals__receipt=""), "final": Q(appraisals__final_at__isnull=False)}
        grades = {grade.value: Q(appraisals__grade=grade.value, confirmed_at__isnull=False) for grade in Grade}
        return self.annotate(**{name: Count("appraisals", filter=asked or None) for name, asked in {**marked, **grades}.items()})


class AppraisalPeriod(models.Model):
    """考核期 of one county. Its grades are prepared by the clerk for all at once and confirmed by the head."""

    county = models.ForeignKey(County, models.PROTECT, related_name="appraisal_periods", verbose_name="县（区）")
    scheme = models.ForeignKey(AppraisalScheme, models.PROTECT, related_name="periods", verbose_name="考核模板")
    cycle = models.CharField("考核类别", max_length=10, choices=[(cycle.value, cycle.title) for cycle in Cycle])
    first_day = models.DateField("第一天")
    last_day = models.DateField("最后一天")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="开始人")
    opened_at = models.DateTimeField("开始时间")
    opinions_ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="结束征求意见的人")
    opinions_ended_at = models.DateTimeField("结束征求意见的时间", null=True)
    prepared_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="拟定人")
    offered_at = models.DateTimeField("提交时间", null=True)
    return_reason = models.CharField("退回理由", max_length=500, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="审定人")
    confirmed_at = models.DateTimeField("审定时间", null=True)
    version = models.PositiveIntegerField(default=1)

    objects = AppraisalPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核期"
        ordering: ClassVar = ["-last_day", "-first_day"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="appraisal_period_ends_after_it_begins",
                violation_error_message="考核期的最后一天不能早于第一天。",
            ),
            ExclusionConstraint(
                name="one_appraisal_period_at_a_time",
                expressions=[
                    ("county", RangeOperators.EQUAL),
                    ("cycle", RangeOperators.EQUAL),
                    (
                        OpenDateRange("first_day", "last_day", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="这段时间已经开始过同类的考核，请打开原来的考核期继续办理。",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, offered_at__isnull=False, prepared_by__isnull=False),
                name="confirmed_period_says_who",
                violation_error_message="审定等次须先由经办人提交，并记明审定人和时间。",
            ),
            models.CheckConstraint(
                condition=Q(opinions_ended_at=None, opinions_ended_by=None)
                | Q(opinions_ended_at__isnull=False, opinions_ended_by__isnull=False),
                name="ended_opinions_say_who",
                violation_error_message="结束征求意见须记明是谁、什么时间。",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("prepared_by")),
                name="grades_confirmed_by_another",
                violation_error_message="拟定等次的人与审定的人不能是同一人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county}{self.name}"

    @property
    def name(self) -> str:
        """2024年度考核, 2024年第3季度平时考核, 2024年11月平时考核, or the days of a 聘期."""
        match Cycle(self.cycle):
            case Cycle.YEAR if self.first_day.month == 1:
                return f"{self.first_day.year}年度考核"
            case Cycle.QUARTER if self.first_day.month % 3 == 1:
                return f"{self.first_day.year}年第{self.first_day.month // 3 + 1}季度平时考核"
            case Cycle.MONTH:
                return f"{self.first_day.year}年{self.first_day.month}月平时考核"
        return f"{Cycle(self.cycle).title}（{self.first_day} 至 {self.last_day}）"

    @property
    def asking_ended(self) -> bool:
        """Whether nobody can be asked, or answer, any more about anybody in it."""
        return self.opinions_ended_at is not None or self.confirmed_at is not None

    @property
    def state(self) -> str:
        if self.confirmed_at:
            return "已核定"
        if self.offered_at:
            return "待核定"
        return "退回修改" if self.return_reason else "进行中"

    @property
    def shares(self) -> list[tuple[str, int, Decimal]]:
        """Each grade with its number and its share of all that were graded, in per cent; only for rows read `with_progress`."""
        numbers = {grade: int(getattr(self, grade.value)) for grade in BEST_FIRST}
        whole = sum(numbers.values()) or 1
        return [(grade.title, number, rounded(Decimal(100 * number) / whole, 1)) for grade, number in numbers.items()]


class AppraisalQuerySet(TenantQuerySet["Appraisal"]):
    county_lookup = "period__county"
    person_lookup = "assistant__person"

    def visible_to(self, user: User) -> Self:
        """For an office the sheets of those who served there in the period, each once."""
        if user.role == Role.OFFICE:
            return self.filter(pk__in=OfficeMarks.objects.visible_to(user).values("appraisal"))
        return super().visible_to(user)

    def posted(self, on: date) -> Self:
        """What stands in a 公示 on that day: confirmed, named 优秀, and the days not over."""
        return self.filter(grade=EXCELLENT, posted_on__lte=on, posted_last__gte=on)

    def graded_pool(self) -> Self:
        """Those whose number the share of 优秀 is taken of."""
        return self.filter(undetermined=False)


def _within_ceiling() -> Q:
    found = Q(grade="")
    ladder = [grade.value for grade in BEST_FIRST]
    for place, grade in enumerate(ladder):
        found |= Q(grade=grade, best__in=ladder[: place + 1])
    return found | Q(grade=UNDETERMINED, best=UNDETERMINED)


class Appraisal(models.Model):
    """考核表: one assistant's in one period. `best` is the best grade its total and its veto allow; `grade` is what was decided."""

    class Receipt(models.TextChoices):
        SIGNED = "signed", "本人签收"
        PAPER = "paper", "本人在纸质通知上签收"
        REFUSED = "refused", "本人拒绝签收"
        ABSENT = "absent", "本人不在，留置或者邮寄送达"

    period = models.ForeignKey(AppraisalPeriod, models.PROTECT, related_name="appraisals", verbose_name="考核期")
    assistant = models.ForeignKey(Assistant, models.PROTECT, related_name="appraisals", verbose_name="司法协理员")
    first_day = models.DateField("考核起始")
    last_day = models.DateField("考核截止")
    days_served = models.PositiveSmallIntegerField("任职天数")
    on_probation = models.BooleanField("试用期未满")
    undetermined = models.BooleanField("不定等次")
    summary = models.TextField("述职", blank=True)
    summary_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="述职填写人")
    summary_at = models.DateTimeField("述职时间", null=True)
    total = models.DecimalField("得分", max_digits=5, decimal_places=2, null=True)
    veto = models.CharField("一票否决", max_length=10, blank=True)  # a key of the scheme's veto items
    best = models.CharField("最高等次", max_length=20, choices=GRADE_CHOICES, blank=True)
    grade = models.CharField("等次", max_length=20, choices=GRADE_CHOICES, blank=True)
    grade_reason = models.CharField("定等次的理由", max_length=300, blank=True)
    kept_figures = models.JSONField("审定时的工作数据", null=True)  # of log, attendance and training, from the decision on
    posted_on = models.DateField("公示发布", null=True)
    posted_first = models.DateField("公示第一天", null=True)
    posted_last = models.DateField("公示最后一天", null=True)
    receipt = models.CharField("送达方式", max_length=10, choices=Receipt.choices, blank=True)
    receipt_note = models.CharField("送达情况", max_length=300, blank=True)
    served_on = models.DateField("送达日期", null=True)
    served_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="送达登记人")
    ask_until = models.DateField("申请复核截止", null=True)
    final_at = models.DateTimeField("确定时间", null=True)
    version = models.PositiveIntegerField(default=1)

    objects = AppraisalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核表"
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["posted_last"], name="appraisal_posted", condition=Q(posted_last__isnull=False))]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["period", "assistant"], name="one_appraisal_per_period", violation_error_message="这个人在这个考核期已有考核表。"
            ),
            models.CheckConstraint(
                condition=_within_ceiling(),
                name="grade_within_its_ceiling",
                violation_error_message="等次不能高于得分和一票否决情形所允许的最高等次。",
            ),
            models.CheckConstraint(
                condition=Q(undetermined=True, grade__in=["", UNDETERMINED]) | (Q(undetermined=False) & ~Q(grade=UNDETERMINED)),
                name="undetermined_has_no_grade",
                violation_error_message="试用期未满或者任职不满一半时间的不确定等次，其他人应确定等次。",
            ),
            models.CheckConstraint(
                condition=Q(posted_on=None, posted_first=None, posted_last=None)
                | Q(
                    grade=EXCELLENT,
                    posted_on__isnull=False,
                    posted_first__isnull=False,
                    posted_last__isnull=False,
                    posted_first__gt=F("posted_on"),
                    posted_last__gte=F("posted_first"),
                ),
                name="only_excellent_is_posted",
                violation_error_message="只有优秀需要公示，公示须有起止日期。",
            ),
            models.CheckConstraint(
                condition=Q(receipt="", served_on=None, served_by=None, ask_until=None)
                | (
                    ~Q(receipt="")
                    & ~Q(grade="")
                    & Q(served_on__isnull=False, served_by__isnull=False, ask_until__isnull=False, ask_until__gt=F("served_on"))
                ),
                name="served_appraisal_says_how",
                violation_error_message="送达须在定等次以后，并记明方式、日期和登记人。",
            ),
            models.CheckConstraint(
                condition=Q(final_at=None) | ~Q(receipt=""),
                name="final_appraisal_was_served",
                violation_error_message="考核结果送达本人以后才能确定。",
            ),
            models.CheckConstraint(
                condition=~Q(receipt__in=["refused", "absent"]) | ~Q(receipt_note=""),
                name="refused_receipt_is_explained",
                violation_error_message="拒绝签收或者本人不在的，须写明情况和见证人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assistant} {self.period.name}"

    @property
    def county_id(self) -> int:
        """Whose the audit trail of this sheet is."""
        return self.period.county_id

    @property
    def decided(self) -> Grade | None:
        """The grade for readers outside the bureau: nothing before it is confirmed."""
        return Grade(self.grade) if self.grade and self.period.confirmed_at else None

    def may_be_served(self, now: datetime) -> bool:
        """Whether the person can be told: decided, and for 优秀 the last day of the 公示 is over."""
        return bool(self.decided and not self.receipt and not self.is_posted(now))

    def is_posted(self, now: datetime) -> bool:
        """Whether its 公示 still runs."""
        return self.posted_last is not None and now < end_of(self.posted_last)

    def may_ask(self, now: datetime) -> bool:
        """Whether 复核 can still be asked for."""
        in_time = self.ask_until is not None and clock.today(now) <= self.ask_until
        return in_time and self.final_at is None and not hasattr(self, "recheck")

    def state(self, now: datetime) -> str:
        """Where it stands, in the word of the lists."""
        if self.final_at:
            return "已确定"
        if not self.period.confirmed_at:
            return self._before_decision()
        if not self.receipt:
            return "公示中" if self.is_posted(now) else "待签收"
        if hasattr(self, "recheck"):
            if self.recheck.answered_at is None:
                return "复核中"
            return "公示中" if self.is_posted(now) else "已答复复核"
        return "已签收"

    def _before_decision(self) -> str:
        if self.summary_at is None:
            return "待述职"
        if self.total is None:
            return "待司法所评分"
        return "待审定" if self.period.offered_at else "待定等次"


class OfficeMarksQuerySet(TenantQuerySet["OfficeMarks"]):
    county_lookup = "appraisal__period__county"
    office_lookup = "office"
    person_lookup = "appraisal__assistant__person"


class OfficeMarks(models.Model):
    """What one office says of somebody who served there: five marks, a suggestion, an opinion. Who moved has one from each office."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="marks", verbose_name="考核表")
    office = models.ForeignKey(JudicialOffice, models.PROTECT, related_name="appraisal_marks", verbose_name="司法所")
    first_day = models.DateField("任职起始")
    last_day = models.DateField("任职截止")
    months = models.PositiveSmallIntegerField("任职月数")
    integrity = models.DecimalField("德", max_digits=5, decimal_places=2, null=True)
    ability = models.DecimalField("能", max_digits=5, decimal_places=2, null=True)
    diligence = models.DecimalField("勤", max_digits=5, decimal_places=2, null=True)
    results = models.DecimalField("绩", max_digits=5, decimal_places=2, null=True)
    probity = models.DecimalField("廉", max_digits=5, decimal_places=2, null=True)
    total = models.DecimalField("得分", max_digits=5, decimal_places=2, null=True)
    suggestion = models.CharField("建议等次", max_length=20, choices=GRADE_CHOICES, blank=True)
    opinion = models.TextField("评语", blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="评分人")
    entered_at = models.DateTimeField("评分时间", null=True)

    objects = OfficeMarksQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "司法所评分"
        ordering: ClassVar = ["first_day"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["appraisal", "office"], name="one_mark_sheet_per_office", violation_error_message="这个司法所已有评分表。"
            ),
            models.CheckConstraint(condition=Q(months__gte=1), name="office_weighs_a_month", violation_error_message="任职月数至少为 1。"),
            models.CheckConstraint(
                condition=Q(entered_at=None, entered_by=None, total=None)
                | Q(
                    entered_at__isnull=False,
                    entered_by__isnull=False,
                    **{
                        f"{key}__{asked}": value
                        for key in (*WEIGHTS, "total")
                        for asked, value in (("isnull", False), ("gte", 0), ("lte", 100))  # a comparison with nothing refuses nothing
                    },
                ),
                name="entered_marks_are_complete",
                violation_error_message="德、能、勤、绩、廉都应在 0 到 100 分之间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.appraisal_id}"

    @property
    def county_id(self) -> int:
        return self.appraisal.period.county_id

    @property
    def five(self) -> list[Any]:
        """The marks in the order of 德能勤绩廉."""
        return [getattr(self, key) for key in WEIGHTS]


class AppraisalRecheckQuerySet(TenantQuerySet["AppraisalRecheck"]):
    county_lookup = "appraisal__period__county"
    person_lookup = "appraisal__assistant__person"


class AppraisalRecheck(models.Model):
    """复核: asked by the person once, answered by one who neither prepared nor confirmed the grade. A late answer is still one."""

    appraisal = models.OneToOneField(Appraisal, models.PROTECT, related_name="recheck", verbose_name="考核表")
    grounds = models.TextField("申请复核的理由")
    asked_at = models.DateTimeField("申请时间")
    answer_by = models.DateField("答复期限")
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="原拟定人")
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="原审定人")
    old_grade = models.CharField("原等次", max_length=20, choices=GRADE_CHOICES)
    grade = models.CharField("复核等次", max_length=20, choices=GRADE_CHOICES, blank=True)
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="答复人")
    answered_at = models.DateTimeField("答复时间", null=True)

    objects = AppraisalRecheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核复核"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, grade="", answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(grade="") & ~Q(answer="")),
                name="answered_appraisal_recheck_says_what",
                violation_error_message="答复复核须写明结论和理由。",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | (~Q(answered_by=F("prepared_by")) & ~Q(answered_by=F("decided_by"))),
                name="appraisal_recheck_answered_by_another",
                violation_error_message="复核须由没有拟定、也没有审定这一等次的人答复。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appraisal_id} 复核"

    @property
    def county_id(self) -> int:
        return self.appraisal.period.county_id

    def is_late(self, now: datetime) -> bool:
        """Whether the answer came, or has not come, after its day."""
        return (self.answered_at or now) >= end_of(self.answer_by)


def cap_of(period: AppraisalPeriod, pool: int) -> int:
    """How many of a pool may be 优秀 in a period."""
    return excellent_cap(pool, period.scheme.excellent_percent)
