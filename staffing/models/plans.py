"""The quota plan of a county and a year, one line for each 司法所."""

from dataclasses import astuple, dataclass
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from bureaus.models import County, JudicialOffice
from bureaus.tenancy import TenantQuerySet
from policy.filings import KINDS, QUOTA, FilingKind
from policy.powers import Power
from policy.quota import Check, mark
from policy.tracks import TRACKS
from staffing.models.journeys import Journey, JourneyPowers, PlanStatus, way_up

TRACK_CHOICES = [(track.key, track.title) for track in TRACKS.values()]


class QuotaPlanQuerySet(TenantQuerySet["QuotaPlan"]):
    def filed(self) -> Self:
        return self.filter(status=PlanStatus.FILED)

    def in_force(self) -> Self:
        """Filed, and no later edition is: the numbers that may be used. An edition holds until the next one is filed."""
        return self.filed().exclude(pk__in=QuotaPlan.objects.filed().filter(replaces__isnull=False).values("replaces"))

    def arrived(self) -> Self:
        """What the city has in hand or has had."""
        return self.filter(submitted_at__isnull=False)

    def waiting(self) -> Self:
        """What waits for the city's decision."""
        return self.filter(status=PlanStatus.SUBMITTED)


class QuotaPlan(Journey):
    """数额核定: one county's numbers for one year, in editions. Triggers keep its way up and freeze it once submitted.

    What is filed never changes: a change is the next edition, which names the one it replaces and goes the whole way up again.
    """

    county = models.ForeignKey(County, models.PROTECT, related_name="plans", verbose_name="县（区）")
    year = models.PositiveSmallIntegerField("年度")
    edition = models.PositiveSmallIntegerField("版次", default=1)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by", verbose_name="替代的版次")
    reason = models.TextField("变更理由", blank=True)

    objects = QuotaPlanQuerySet.as_manager()

    powers: ClassVar[JourneyPowers] = JourneyPowers(Power.PLAN_EDIT, Power.PLAN_COUNTERSIGN, Power.PLAN_SUBMIT, Power.PLAN_FILE)
    letters: ClassVar[str] = "plan"
    noun: ClassVar[str] = "方案"

    class Meta:
        verbose_name = verbose_name_plural = "数额核定方案"
        ordering: ClassVar = ["-year", "county__code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["county", "year", "edition"],
                name="one_plan_per_county_year_and_edition",
                violation_error_message="本县该年度已有数额核定方案，请打开原有方案继续填写。",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                name="one_next_edition_per_plan",
                violation_error_message="这一版方案已经有了变更方案，请打开变更方案继续填写。",
            ),
            models.CheckConstraint(
                condition=Q(edition=1, replaces=None) | Q(edition__gt=1, replaces__isnull=False) & ~Q(reason=""),
                name="later_edition_says_what_it_replaces_and_why",
                violation_error_message="变更方案须写明替代哪一版和变更的理由。",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["countersigned", "submitted", "filed"])
                | Q(countersigned_by__isnull=False, countersigned_at__isnull=False),
                name="plan_goes_up_countersigned",
                violation_error_message="数额核定方案须先经人社局会签。",
            ),
            *way_up("plan", noun="方案", entered="编制人"),
        ]

    def __str__(self) -> str:
        edition = f"（第{self.edition}版）" if self.edition > 1 else ""
        return f"{self.county}{self.year}年司法协理员数额核定方案{edition}"

    @property
    def kind_of_filing(self) -> FilingKind:
        return KINDS[QUOTA]

    @property
    def quota_check(self) -> Check:
        """所均 4 人 over all lines; what is not entered yet counts as nobody."""
        return quota_check(list(self.lines.all()))


class LedgerKind(models.TextChoices):
    """What a row of the ledger counts."""

    RESERVED = "reserved", "已预留"
    FILLED = "filled", "已聘用"
    RELEASED = "released", "已离岗"


class PlanLineQuerySet(TenantQuerySet["PlanLine"]):
    county_lookup = "plan__county"
    office_lookup = "office"

    def in_force(self) -> Self:
        return self.filter(plan__in=QuotaPlan.objects.in_force())

    def with_use(self) -> Self:
        """Each line with how its office's places are used, so that `line.use(track)` asks nothing more.

        Places are the office's in a year, whichever edition they were used under: planned is what the edition in force holds, use is
        summed over all editions. The trigger `ledger_within_plan` holds to the same sum.
        """
        force = PlanLine.objects.in_force().filter(office=OuterRef("office"), plan__year=OuterRef("plan__year"))
        filed = QuotaPlan.objects.in_force().filter(county=OuterRef("plan__county"), year=OuterRef("plan__year"))
        lines = self.annotate(in_force_since=Subquery(filed.values("filed_at")[:1]))
        used, entry = Q(office__plan_lines__plan__year=F("plan__year")), "office__plan_lines__ledger"
        sums: dict[str, Any] = {}
        for track in TRACKS:
            sums[f"{track}_places"] = Coalesce(Subquery(force.values(f"planned_{track}")[:1]), 0, output_field=models.IntegerField())
            moves = {
                **{str(kind): Q(**{f"{entry}__kind": kind}) for kind in LedgerKind},
                "regained": Q(**{f"{entry}__kind": LedgerKind.RELEASED, f"{entry}__at__lt": F("in_force_since")}),
            }
            for name, which in moves.items():
                sums[f"{track}_{name}"] = Coalesce(Sum(f"{entry}__number", filter=used & which & Q(**{f"{entry}__track": track})), 0)
        return lines.annotate(**sums)


@dataclass(frozen=True, slots=True)
class Use:
    """How places of one track are used: the one formula of the ledger.

    A departure is counted but gives no place back by itself: it does once a new edition has been filed after it (`regained`).
    """

    planned: int
    reserved: int
    filled: int
    released: int
    regained: int = 0

    @property
    def used(self) -> int:
        return self.reserved + self.filled - self.regained

    @property
    def by_now(self) -> int:
        """What a new edition, filed now, would have to cover: everybody who has left gives a place back to it."""
        return self.reserved + self.filled - self.released

    @property
    def remaining(self) -> int:
        return self.planned - self.used

    def __add__(self, other: "Use") -> "Use":
        return Use(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


class PlanLine(models.Model):
    """One office's row of the plan. Numbers are absent until somebody enters them: nothing is taken for nought.

    `office_name` is what the office was called when the plan was last saved: a filed plan keeps it when the office is renamed.
    """

    plan = models.ForeignKey(QuotaPlan, models.CASCADE, related_name="lines", verbose_name="方案")
    office = models.ForeignKey(JudicialOffice, models.PROTECT, related_name="plan_lines", verbose_name="司法所")
    office_name = models.CharField("司法所名称", max_length=40, blank=True)
    established_posts = models.PositiveSmallIntegerField("政法专项编制", null=True)
    in_post = models.PositiveSmallIntegerField("实有", null=True)
    serving_assistants = models.PositiveSmallIntegerField("在岗协理员", null=True)
    planned_internal = models.PositiveSmallIntegerField("拟选聘", null=True)
    planned_public = models.PositiveSmallIntegerField("拟招聘", null=True)

    objects = PlanLineQuerySet.as_manager()

    NUMBERS: ClassVar = ("established_posts", "in_post", "serving_assistants", "planned_internal", "planned_public")

    class Meta:
        verbose_name = verbose_name_plural = "方案明细"
        ordering: ClassVar = ["office__code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "office"], name="one_line_per_office", violation_error_message="该司法所已在方案中。")
        ]

    def __str__(self) -> str:
        return self.office_name or f"{self.office}"

    @classmethod
    def title_of(cls, number: str) -> str:
        """A number's name on paper and on the page."""
        column: models.Field[Any, Any] = getattr(cls, number).field
        return str(column.verbose_name)

    @property
    def is_complete(self) -> bool:
        return all(getattr(self, number) is not None for number in self.NUMBERS)

    @property
    def assistants(self) -> int:
        """Serving, to be selected and to be recruited together: what counts beside the 编制 (四.数额)."""
        return (self.serving_assistants or 0) + (self.planned_internal or 0) + (self.planned_public or 0)

    @property
    def people(self) -> int:
        """编制 and assistants together, the office's share in the average."""
        return (self.established_posts or 0) + self.assistants

    @property
    def mark(self) -> str:
        """What the table says of so few people; nothing while nothing is entered."""
        counted = (number for number in self.NUMBERS if number != "in_post")
        return mark(self.people) if any(getattr(self, number) is not None for number in counted) else ""

    def planned(self, track: str) -> int:
        """How many places the line holds for a track; the column is named after the track's key."""
        return getattr(self, f"planned_{track}") or 0

    def use(self, track: str) -> Use:
        """How the office's places of one track are used under the edition in force. The line comes from `with_use()`."""
        return Use(*(getattr(self, f"{track}_{name}") for name in ("places", *LedgerKind, "regained")))


def quota_check(lines: list[PlanLine]) -> Check:
    """The plan's numbers as `policy` asks for them."""
    return Check(
        offices=len(lines), established=sum(line.established_posts or 0 for line in lines), planned=sum(line.assistants for line in lines)
    )
