"""How many and who serves where: the quota plan, its ledger, assistants, postings and contracts."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Sum
from django.db.models.functions import Coalesce

from bureaus.models import County, JudicialOffice, User
from bureaus.sealing import SealedTextField
from bureaus.tenancy import TenantQuerySet
from policy.tracks import TRACKS

TRACK_CHOICES = [(track.key, track.title) for track in TRACKS.values()]


class PlanStatus(models.TextChoices):
    """Where a plan stands on its way up (四.备案)."""

    DRAFT = "draft", "草稿"
    COUNTERSIGNED = "countersigned", "人社局已会签"
    SUBMITTED = "submitted", "已上报"
    RETURNED = "returned", "退回修改"
    FILED = "filed", "已备案"


class QuotaPlanQuerySet(TenantQuerySet["QuotaPlan"]):
    def filed(self) -> "QuotaPlanQuerySet":
        return self.filter(status=PlanStatus.FILED)

    def arrived(self) -> "QuotaPlanQuerySet":
        """What the city has in hand or has had."""
        return self.filter(status__in=[PlanStatus.SUBMITTED, PlanStatus.RETURNED, PlanStatus.FILED])


class QuotaPlan(models.Model):
    """数额核定: one county's numbers for one year."""

    county = models.ForeignKey(County, models.PROTECT, related_name="plans", verbose_name="县（区）")
    year = models.PositiveSmallIntegerField("年度")
    status = models.CharField("状态", max_length=20, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="编制人")
    countersigned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="会签人")
    countersigned_at = models.DateTimeField("会签时间", null=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="上报人")
    submitted_at = models.DateTimeField("上报时间", null=True)
    filing_number = models.CharField("备案号", max_length=40, blank=True)
    filed_at = models.DateTimeField("备案时间", null=True)
    saved_at = models.DateTimeField("最后保存")
    version = models.PositiveIntegerField(default=1)

    objects = QuotaPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "数额核定方案"
        ordering: ClassVar = ["-year", "county__code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["county", "year"], name="one_plan_per_county_and_year", violation_error_message="本县该年度已有方案。"),
            models.UniqueConstraint(
                fields=["filing_number"], condition=~Q(filing_number=""), name="one_plan_per_filing_number", violation_error_message="该备案号已使用。"
            ),
            models.CheckConstraint(
                condition=~Q(status="filed") | (Q(filed_at__isnull=False) & ~Q(filing_number="")),
                name="filed_plan_has_number_and_date",
                violation_error_message="准予备案须有备案号和日期。",
            ),
            models.CheckConstraint(
                condition=Q(countersigned_by=None) | ~Q(countersigned_by=F("entered_by")),
                name="plan_countersigned_by_another",
                violation_error_message="编制人与会签人不能是同一人。",
            ),
            models.CheckConstraint(
                condition=Q(submitted_by=None) | ~Q(submitted_by=F("entered_by")),
                name="plan_submitted_by_another",
                violation_error_message="编制人与上报人不能是同一人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county}{self.year}年司法协理员数额核定方案"

    @property
    def is_editable(self) -> bool:
        return self.status in (PlanStatus.DRAFT, PlanStatus.RETURNED)


class PlanLineQuerySet(TenantQuerySet["PlanLine"]):
    county_lookup = "plan__county"
    office_lookup = "office"

    def with_use(self) -> "PlanLineQuerySet":
        """Each line with what the ledger has reserved, filled and released, per track: `public_reserved`, …"""
        sums = {
            f"{track.key}_{kind.value}": Coalesce(Sum("ledger__number", filter=Q(ledger__track=track.key, ledger__kind=kind)), 0)
            for track in TRACKS.values()
            for kind in LedgerKind
        }
        return self.annotate(**sums)


class PlanLine(models.Model):
    """One office's row of the plan. Frozen by a trigger once its plan has been submitted."""

    plan = models.ForeignKey(QuotaPlan, models.CASCADE, related_name="lines", verbose_name="方案")
    office = models.ForeignKey(JudicialOffice, models.PROTECT, related_name="+", verbose_name="司法所")
    established_posts = models.PositiveSmallIntegerField("政法专项编制", default=0)
    in_post = models.PositiveSmallIntegerField("实有", default=0)
    serving_assistants = models.PositiveSmallIntegerField("在岗协理员", default=0)
    planned_internal = models.PositiveSmallIntegerField("拟选聘", default=0)
    planned_public = models.PositiveSmallIntegerField("拟招聘", default=0)

    objects = PlanLineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "方案明细"
        ordering: ClassVar = ["office__code"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "office"], name="one_line_per_office")]

    def __str__(self) -> str:
        return f"{self.office}"

    @property
    def assistants(self) -> int:
        """Serving, to be selected and to be recruited together: what counts beside the 编制 (四.数额)."""
        return self.serving_assistants + self.planned_internal + self.planned_public


class FilingOutcome(models.TextChoices):
    FILED = "filed", "准予备案"
    RETURNED = "returned", "退回修改"


class FilingQuerySet(TenantQuerySet["Filing"]):
    county_lookup = "plan__county"


class Filing(models.Model):
    """One journey of a plan to the city and back: what was sent, and what the city said."""

    plan = models.ForeignKey(QuotaPlan, models.PROTECT, related_name="filings", verbose_name="方案")
    lines = models.JSONField("上报内容")
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上报人")
    submitted_at = models.DateTimeField("上报时间")
    outcome = models.CharField("结论", max_length=10, choices=FilingOutcome.choices, blank=True)
    opinion = models.TextField("意见", blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="办理人")
    decided_at = models.DateTimeField("办理时间", null=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上报记录"
        ordering: ClassVar = ["-submitted_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan"], condition=Q(decided_at=None), name="one_open_filing_per_plan"),
            models.CheckConstraint(
                condition=~Q(outcome="returned") | ~Q(opinion=""), name="return_says_why", violation_error_message="退回修改须写明理由。"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.submitted_at:%Y-%m-%d}"


class LedgerKind(models.TextChoices):
    RESERVED = "reserved", "已预留"
    FILLED = "filled", "已聘用"
    RELEASED = "released", "已释放"


class LedgerEntryQuerySet(TenantQuerySet["LedgerEntry"]):
    county_lookup = "line__plan__county"
    office_lookup = "line__office"


class LedgerEntry(models.Model):
    """One movement on a plan line. Append-only; a trigger keeps Σ(reserved + filled) within the line's plan of that track."""

    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="ledger", verbose_name="方案明细")
    track = models.CharField("方式", max_length=20, choices=TRACK_CHOICES)
    kind = models.CharField("类别", max_length=10, choices=LedgerKind.choices)
    number = models.SmallIntegerField("人数")
    reference = models.CharField("依据", max_length=100)
    at = models.DateTimeField("时间")

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "数额台账"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "track", "kind", "reference"], name="one_ledger_entry_per_reference"),
            models.CheckConstraint(condition=~Q(number=0), name="ledger_entry_moves_something"),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.get_kind_display()} {self.number:+d}"


class AssistantQuerySet(TenantQuerySet["Assistant"]):
    office_lookup = "postings__office"
    person_lookup = "person"


class Assistant(models.Model):
    """司法协理员: somebody with a signed contract. The fields are those 劳动合同法实施条例8 asks of a roster."""

    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="service", verbose_name="账号")
    county = models.ForeignKey(County, models.PROTECT, related_name="assistants", verbose_name="县（区）")
    name = models.CharField("姓名", max_length=30)
    sex = models.CharField("性别", max_length=1)
    id_number = SealedTextField("公民身份号码")
    id_hash = models.CharField(max_length=64, editable=False)
    id_last4 = models.CharField("身份证后四位", max_length=4)
    phone = SealedTextField("联系电话", blank=True)
    registered_address = SealedTextField("户籍地址", blank=True)
    address = SealedTextField("现住址", blank=True)

    objects = AssistantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "司法协理员"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["county", "id_hash"], name="one_assistant_per_person_and_county")]

    def __str__(self) -> str:
        return self.name


class OpenDateRange(Func):
    """[first, last] as a range of days; an absent last day is open."""

    function = "daterange"
    output_field = DateRangeField()


class PostingQuerySet(TenantQuerySet["Posting"]):
    county_lookup = "assistant__county"
    office_lookup = "office"
    person_lookup = "assistant__person"


class Posting(models.Model):
    """Where an assistant serves (三.岗位), from and to which day; the history of 统一调配."""

    assistant = models.ForeignKey(Assistant, models.PROTECT, related_name="postings", verbose_name="司法协理员")
    office = models.ForeignKey(JudicialOffice, models.PROTECT, related_name="postings", verbose_name="司法所")
    first_day = models.DateField("到岗日期")
    last_day = models.DateField("离岗日期", null=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering: ClassVar = ["first_day"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="one_posting_at_a_time",
                expressions=[
                    ("assistant", RangeOperators.EQUAL),
                    (OpenDateRange("first_day", "last_day", RangeBoundary(inclusive_lower=True, inclusive_upper=True)), RangeOperators.OVERLAPS),
                ],
                violation_error_message="同一时间只能在一个司法所任职。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assistant} {self.office}"


class ContractQuerySet(TenantQuerySet["Contract"]):
    office_lookup = "office"
    person_lookup = "assistant__person"

    def signed(self) -> "ContractQuerySet":
        return self.filter(signed_on__isnull=False)


class Contract(models.Model):
    """聘用合同 (四.聘用制): prepared by the clerk, signed by the head. Fixed term; `ends_on` is its last day."""

    county = models.ForeignKey(County, models.PROTECT, related_name="contracts", verbose_name="县（区）")
    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="contracts", verbose_name="方案明细")
    track = models.CharField("方式", max_length=20, choices=TRACK_CHOICES)
    office = models.ForeignKey(JudicialOffice, models.PROTECT, related_name="contracts", verbose_name="司法所")
    assistant = models.ForeignKey(Assistant, models.PROTECT, null=True, related_name="contracts", verbose_name="司法协理员")
    reference = models.CharField("来源", max_length=100, unique=True)
    starts_on = models.DateField("用工之日")
    ends_on = models.DateField("期满日")
    probation_ends_on = models.DateField("试用期满日", null=True)
    signed_on = models.DateField("签订日期", null=True)
    late_consequence = models.CharField("逾期签订的后果", max_length=200, blank=True)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="经办人")
    prepared_at = models.DateTimeField("拟定时间")
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="签订人")
    version = models.PositiveIntegerField(default=1)

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "聘用合同"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="contract_ends_after_it_starts", violation_error_message="期满日须晚于用工之日。"),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("prepared_by")),
                name="contract_signed_by_another",
                violation_error_message="拟定人与签订人不能是同一人。",
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None) | Q(assistant__isnull=False, signed_by__isnull=False), name="signed_contract_names_its_people"
            ),
            ExclusionConstraint(
                name="no_overlapping_contracts",
                expressions=[
                    ("assistant", RangeOperators.EQUAL),
                    (OpenDateRange("starts_on", "ends_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True)), RangeOperators.OVERLAPS),
                ],
                condition=Q(signed_on__isnull=False),
                violation_error_message="该人员在这段时间内已有一份合同。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.starts_on}"
