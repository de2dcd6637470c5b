"""What a county writes and sends up beside its quota plan: matters, the papers enclosed with anything that goes up, difficulties."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from bureaus.models import County, User
from bureaus.tenancy import TenantQuerySet
from documents.models import StoredFile
from policy.filings import KINDS, FilingKind, Solver
from policy.powers import Power
from staffing.models.journeys import Journey, JourneyPowers, way_up


class MatterQuerySet(TenantQuerySet["Matter"]):
    def with_people(self) -> Self:
        return self.select_related("county", "entered_by", "countersigned_by", "submitted_by")


class Matter(Journey):
    """上报事项: one thing of one kind that a county writes and sends up. `content` is keyed by the parts of its kind.

    Once filed it may be revised: it becomes a draft again, while the version that was filed stays as its Filing. `joint` is what its
    kind says of 会签, kept beside it so that the database can hold to it.
    """

    county = models.ForeignKey(County, models.PROTECT, related_name="matters", verbose_name="县（区）")
    kind = models.CharField("种类", max_length=40)
    year = models.PositiveSmallIntegerField("年度")
    occasion = models.PositiveSmallIntegerField("第几次", default=1)
    joint = models.BooleanField("须会签", default=False)
    content = models.JSONField("内容", default=dict)

    objects = MatterQuerySet.as_manager()

    powers: ClassVar[JourneyPowers] = JourneyPowers(Power.FILING_EDIT, Power.FILING_COUNTERSIGN, Power.FILING_SUBMIT, Power.FILING_FILE)
    letters: ClassVar[str] = "matter"
    noun: ClassVar[str] = "材料"

    class Meta:
        verbose_name = verbose_name_plural = "上报材料"
        ordering: ClassVar = ["-year", "county__code", "kind", "occasion"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["county", "kind", "year", "occasion"],
                name="one_matter_per_county_kind_and_year",
                violation_error_message="本县该年度已有这项材料，请打开原有的继续填写。",
            ),
            models.CheckConstraint(
                condition=~Q(status="countersigned") | Q(countersigned_by__isnull=False, countersigned_at__isnull=False),
                name="countersigned_matter_names_its_signer",
                violation_error_message="会签须记明会签人和时间。",
            ),
            models.CheckConstraint(
                condition=Q(joint=False)
                | ~Q(status__in=["submitted", "filed"])
                | Q(countersigned_by__isnull=False, countersigned_at__isnull=False),
                name="joint_matter_goes_up_countersigned",
                violation_error_message="这项材料须先经人社局会签。",
            ),
            *way_up("matter", noun="材料", entered="拟稿人"),
        ]

    def __str__(self) -> str:
        again = f"（第{self.occasion}次）" if self.occasion > 1 else ""
        return f"{self.county}{self.year}年{self.kind_of_filing.title}{again}"

    @property
    def kind_of_filing(self) -> FilingKind:
        return KINDS[self.kind]


class EnclosureQuerySet(TenantQuerySet["Enclosure"]):
    pass


class Enclosure(models.Model):
    """附件: one paper beside a matter or a plan, under the key its kind gives it. Replacing one adds a row and takes the old one away."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县（区）")
    matter = models.ForeignKey(Matter, models.CASCADE, null=True, related_name="enclosures", verbose_name="材料")
    plan = models.ForeignKey("staffing.QuotaPlan", models.CASCADE, null=True, related_name="enclosures", verbose_name="方案")
    key = models.CharField("附件名目", max_length=40)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    added_at = models.DateTimeField("上传时间")

    objects = EnclosureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(matter__isnull=True, plan__isnull=False) | Q(matter__isnull=False, plan__isnull=True),
                name="enclosure_of_one_thing",
                violation_error_message="附件须属于一份材料或一份方案。",
            ),
        ]

    def __str__(self) -> str:
        return self.file.called


class DifficultyState(models.TextChoices):
    OPEN = "open", "待解决"
    WORKED_ON = "worked_on", "协调中"
    SOLVED = "solved", "已解决"


class DifficultyQuerySet(TenantQuerySet["Difficulty"]):
    def unsolved(self) -> Self:
        return self.exclude(state=DifficultyState.SOLVED)


class Difficulty(models.Model):
    """难点堵点 (六(二)): what stands in the way, who can take it away, how far that has come. Those unsolved go up with every filing."""

    county = models.ForeignKey(County, models.PROTECT, related_name="difficulties", verbose_name="县（区）")
    what = models.TextField("难点堵点")
    solver = models.CharField("由谁解决", max_length=20, choices=[(each.value, each.title) for each in Solver])
    state = models.CharField("进展", max_length=10, choices=DifficultyState.choices, default=DifficultyState.OPEN)
    note = models.TextField("进展说明", blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    noted_at = models.DateTimeField("登记时间")
    changed_at = models.DateTimeField("最后更新")
    version = models.PositiveIntegerField(default=1)

    objects = DifficultyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "难点堵点"
        ordering: ClassVar = ["-noted_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="solved") | ~Q(note=""),
                name="solved_difficulty_says_how",
                violation_error_message="已解决的难点堵点，请写明怎样解决的。",
            )
        ]

    def __str__(self) -> str:
        return self.what[:30]

    @property
    def as_sent(self) -> dict[str, Any]:
        return {"what": self.what, "solver": self.get_solver_display(), "state": self.get_state_display(), "note": self.note}
