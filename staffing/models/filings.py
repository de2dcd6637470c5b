"""Each journey of a plan or a matter to the city: what was sent, the city's comments and answer, the record of 省司法厅."""

from typing import TYPE_CHECKING, ClassVar, Self, cast

from django.db import models
from django.db.models import Q

from bureaus.models import County, User
from bureaus.tenancy import TenantQuerySet
from documents.models import StoredFile
from policy.filings import KINDS, QUOTA, FilingKind, Part
from policy.quota import Check
from staffing.models.matters import Matter

if TYPE_CHECKING:
    from staffing.models.plans import QuotaPlan


class FilingOutcome(models.TextChoices):
    FILED = "filed", "准予备案"
    RETURNED = "returned", "退回修改"
    WITHDRAWN = "withdrawn", "县（区）撤回"


class FilingQuerySet(TenantQuerySet["Filing"]):
    def waiting(self) -> Self:
        """What the city has not answered, the longest waiting first."""
        return self.filter(decided_at=None).order_by("submitted_at", "pk")

    def standing(self) -> Self:
        """What was sent and neither given back nor withdrawn."""
        return self.filter(outcome__in=["", FilingOutcome.FILED])

    def arrived(self) -> Self:
        """What the city has in hand or has had; what was withdrawn before anybody opened it was never there."""
        return self.exclude(outcome=FilingOutcome.WITHDRAWN)

    def before(self, filing: "Filing") -> Self:
        """Earlier journeys of the same thing, the newest first; of a plan those of every edition of its county and year."""
        same = Q(matter=filing.matter_id) if filing.plan is None else Q(county=filing.county_id, plan__year=filing.plan.year)
        return self.filter(same, pk__lt=filing.pk).select_related("plan").order_by("-pk")


class Filing(models.Model):
    """One journey to the city and back: what was sent, and what the city said. Kept for good by a trigger.

    `lines` is the grid of a quota plan; `content`, `enclosures` and `difficulties` what every kind carries, readable without the rows
    they came from. `ordinal` counts the journeys of one plan or matter.
    """

    county = models.ForeignKey(County, models.PROTECT, related_name="filings", verbose_name="县（区）")
    kind = models.CharField("种类", max_length=40, default=QUOTA)
    plan = models.ForeignKey("staffing.QuotaPlan", models.PROTECT, null=True, related_name="filings", verbose_name="方案")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="filings", verbose_name="材料")
    title = models.CharField("名称", max_length=120)
    ordinal = models.PositiveSmallIntegerField("第几次上报", default=1)
    lines = models.JSONField("上报内容", default=list)
    content = models.JSONField("正文", default=dict)
    enclosures = models.JSONField("附件", default=list)
    difficulties = models.JSONField("难点堵点", default=list)
    countersigned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="会签人")
    countersigned_at = models.DateTimeField("会签时间", null=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上报人")
    submitted_at = models.DateTimeField("上报时间")
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="拆阅人")
    opened_at = models.DateTimeField("拆阅时间", null=True)
    outcome = models.CharField("结论", max_length=10, choices=FilingOutcome.choices, blank=True)
    opinion = models.TextField("意见", blank=True)
    checklist = models.JSONField("核对清单", default=dict)
    filing_number = models.CharField("备案号", max_length=40, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="办理人")
    decided_at = models.DateTimeField("办理时间", null=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上报记录"
        ordering: ClassVar = ["-submitted_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(plan__isnull=True, matter__isnull=False) | Q(plan__isnull=False, matter__isnull=True),
                name="filing_of_one_thing",
                violation_error_message="上报记录须属于一份方案或一份材料。",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(decided_at=None),
                name="one_open_filing_per_plan",
                violation_error_message="该方案已上报，正在等待市局办理。",
            ),
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(decided_at=None),
                name="one_open_filing_per_matter",
                violation_error_message="该材料已上报，正在等待市局办理。",
            ),
            models.UniqueConstraint(
                fields=["plan", "ordinal"], name="filings_of_a_plan_are_counted", violation_error_message="这一次上报已经登记过。"
            ),
            models.UniqueConstraint(
                fields=["matter", "ordinal"], name="filings_of_a_matter_are_counted", violation_error_message="这一次上报已经登记过。"
            ),
            models.UniqueConstraint(
                fields=["filing_number"],
                condition=~Q(filing_number=""),
                name="one_filing_per_number",
                violation_error_message="该备案号已经用过，请换一个备案号。",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="returned") | ~Q(opinion=""), name="return_says_why", violation_error_message="退回修改须写明理由。"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by=None, decided_at=None)
                | (~Q(outcome="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="decided_filing_says_who_and_when",
                violation_error_message="市局结论须记明办理人和时间。",
            ),
            models.CheckConstraint(
                condition=Q(outcome="filed") & ~Q(filing_number="") | ~Q(outcome="filed") & Q(filing_number=""),
                name="only_what_is_filed_has_a_number",
                violation_error_message="准予备案的须有备案号，其他的不能有。",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="withdrawn") | Q(opened_at=None),
                name="what_was_opened_is_not_withdrawn",
                violation_error_message="市司法局已经拆阅，不能再撤回；需要修改的，请与市司法局联系退回。",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["filed", "returned"]) | Q(opened_at__isnull=False, opened_by__isnull=False),
                name="what_is_answered_was_opened",
                violation_error_message="市司法局须先拆阅，才能作出结论。",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None, opened_by=None) | Q(opened_at__isnull=False, opened_by__isnull=False),
                name="opened_filing_says_by_whom",
                violation_error_message="拆阅须记明拆阅人和时间。",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["county", "kind", "-submitted_at"], name="filing_of_kind")]

    def __str__(self) -> str:
        return self.title if self.ordinal == 1 else f"{self.title}（第{self.ordinal}次上报）"

    @property
    def kind_of_filing(self) -> FilingKind:
        return KINDS[self.kind]

    @property
    def parts(self) -> list[Part]:
        """What its kind must say, and of the rest what it says."""
        return [part for part in self.kind_of_filing.parts if part.required or part.key in self.content]

    @property
    def paper(self) -> "QuotaPlan | Matter":
        """The plan or the matter that went up."""
        return cast("QuotaPlan | Matter", self.matter if self.matter_id is not None else self.plan)

    @property
    def which(self) -> str:
        """Which journey it was, among those of one plan's editions or of one matter."""
        edition = f"第{self.plan.edition}版" if self.plan is not None and self.plan.edition > 1 else ""
        return f"{edition}第 {self.ordinal} 次上报"

    @property
    def state(self) -> str:
        """In one word, for lists of journeys."""
        if self.outcome:
            return self.get_outcome_display()
        return "审核中" if self.opened_at else "待备案"

    @property
    def quota_check(self) -> Check:
        """所均 4 人 over what was sent, whatever the county has changed since."""
        assistants = ("serving_assistants", "planned_internal", "planned_public")
        return Check(
            offices=len(self.lines),
            established=sum(row["established_posts"] for row in self.lines),
            planned=sum(row[number] for row in self.lines for number in assistants),
        )


class CommentQuerySet(TenantQuerySet["Comment"]):
    county_lookup = "filing__county"

    def told(self) -> Self:
        """Those of answered filings: until then they are the city's own notes."""
        return self.filter(filing__decided_at__isnull=False)


class Comment(models.Model):
    """批注: what the city says about one part, cell, enclosure or clause of a filing; frozen with its answer.

    `place` is a key of `staffing.places`; blank is the whole.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="comments", verbose_name="上报记录")
    place = models.CharField("位置", max_length=80, blank=True)
    text = models.TextField("批注")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="批注人")
    at = models.DateTimeField("批注时间")

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批注"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something", violation_error_message="请写批注内容。")
        ]

    def __str__(self) -> str:
        return self.text[:30]


class ProvincialFilingQuerySet(TenantQuerySet["ProvincialFiling"]):
    county_lookup = "filing__county"


class ProvincialFiling(models.Model):
    """逐级: that the city in turn filed what it had filed with 省司法厅. Append-only: a correction is a new record, the newest counts."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="provincial", verbose_name="上报记录")
    number = models.CharField("省厅文号", max_length=60)
    filed_on = models.DateField("报备日期")
    paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="报备文件")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField("登记时间")

    objects = ProvincialFilingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "省厅备案"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(number=""), name="provincial_filing_has_a_number", violation_error_message="请填写省司法厅的文号。"
            )
        ]

    def __str__(self) -> str:
        return self.number
