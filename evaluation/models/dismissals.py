"""解聘 (四(四).解聘): the document's ground and the law's, facts, finding, what the union and the person said, and where a crime went."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from bureaus.models import User
from bureaus.tenancy import TenantQuerySet
from documents.models import StoredFile
from evaluation.models.departures import Departure
from evaluation.models.incidents import Defence, Served
from evaluation.models.renewals import Ruling
from policy.appraisal import DISMISSALS
from policy.endings import GROUNDS, Ground
from staffing.models import Contract

LAWFUL = sorted({key for ground in DISMISSALS.values() for key in ground.lawful})


class Ending(models.TextChoices):
    """How far a dismissal is, in the word of the list."""

    PROPOSED = "proposed", "待审定"
    UNSERVED = "unserved", "待送达"
    SERVED = "served", "已送达"
    RETURNED = "returned", "退回修改"


class DismissalQuerySet(TenantQuerySet["Dismissal"]):
    county_lookup = "contract__county"
    person_lookup = "contract__assistant__person"

    def waiting(self) -> Self:
        """Entered and not yet decided."""
        return self.filter(state=Ruling.PROPOSED)

    def unserved(self) -> Self:
        """Decided, and the notice has not reached the person."""
        return self.filter(state=Ruling.CONFIRMED, served_on=None)

    def at(self, step: str) -> Self:
        """Those that stand at a step of the list."""
        match step:
            case Ending.UNSERVED:
                return self.unserved()
            case Ending.SERVED:
                return self.filter(served_on__isnull=False)
        return self.filter(state=step)


class Dismissal(models.Model):
    """解聘: entered by the clerk, decided by the head; the departure that follows ends the contract."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="dismissals", verbose_name="合同")
    ground = models.CharField("解聘事由", max_length=10, choices=[(each.key, each.title) for each in DISMISSALS.values()])
    lawful = models.CharField("法定事由", max_length=20, choices=[(key, GROUNDS[key].title) for key in LAWFUL])
    facts = models.CharField("事实", max_length=500)
    finding = models.CharField("认定", max_length=500)
    skip_reason = models.CharField("越过前一档的理由", max_length=300, blank=True)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="证据材料")
    own_conduct = models.BooleanField("是否个人行为", null=True)
    grave_consequence = models.BooleanField("是否造成严重后果", null=True)
    bad_influence = models.BooleanField("是否造成恶劣影响", null=True)
    defence = models.CharField("陈述申辩", max_length=10, choices=Defence.choices)
    statement = models.CharField("陈述申辩的内容", max_length=500, blank=True)
    union_told_on = models.DateField("通知工会的日期")
    union_paper = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="通知工会的材料")
    suspected_crime = models.BooleanField("是否涉嫌犯罪")
    referred_on = models.DateField("移交日期", null=True)
    referred_to = models.CharField("移交机关", max_length=60, blank=True)
    last_day = models.DateField("最后工作日")
    state = models.CharField("状态", max_length=10, choices=Ruling.choices, default=Ruling.PROPOSED.value)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    entered_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="审定人")
    decided_at = models.DateTimeField("审定时间", null=True)
    return_reason = models.CharField("退回理由", max_length=300, blank=True)
    departure = models.OneToOneField(Departure, models.PROTECT, null=True, related_name="dismissal", verbose_name="离职")
    served_on = models.DateField("送达日期", null=True)
    served_how = models.CharField("送达方式", max_length=10, choices=Served.choices, blank=True)
    served_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="送达登记人")
    version = models.PositiveIntegerField(default=1)

    objects = DismissalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "解聘"
        ordering: ClassVar = ["-entered_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="one_dismissal_per_contract",
                violation_error_message="这份合同已经提出了解聘，没有重复办理。",
            ),
            models.CheckConstraint(
                condition=Q(ground="repeated", lawful__in=DISMISSALS["repeated"].lawful)
                | Q(ground="serious", lawful__in=DISMISSALS["serious"].lawful),
                name="dismissal_meets_a_lawful_ground",
                violation_error_message="解聘还须符合《劳动合同法》规定的事由，请选择与解聘事由相应的一项。",
            ),
            models.CheckConstraint(
                condition=~Q(facts="") & ~Q(finding=""),
                name="dismissal_has_facts_and_finding",
                violation_error_message="解聘须写明事实和认定。",
            ),
            models.CheckConstraint(
                # what is null is told apart by name: a check that comes to null would let the row in
                condition=Q(ground="repeated")
                | (
                    Q(own_conduct__isnull=False, own_conduct=True)
                    & (Q(grave_consequence__isnull=False, grave_consequence=True) | Q(bad_influence__isnull=False, bad_influence=True))
                ),
                name="serious_dismissal_has_its_finding",
                violation_error_message="以此解聘的，须认定是个人行为，并造成严重后果或者恶劣影响。",
            ),
            models.CheckConstraint(
                condition=(Q(defence="given") & ~Q(statement="")) | Q(defence="none", statement=""),
                name="dismissal_hears_the_person",
                violation_error_message="解聘须先听取陈述、申辩：本人作了的写明内容，没有的不写内容。",
            ),
            models.CheckConstraint(
                condition=Q(suspected_crime=False, referred_on=None, referred_to="")
                | (Q(suspected_crime=True, referred_on__isnull=False) & ~Q(referred_to="")),
                name="suspected_crime_is_referred",
                violation_error_message="涉嫌犯罪的，须写明移交日期和移交机关；不涉嫌犯罪的不填。",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("entered_by")),
                name="dismissal_decided_by_another",
                violation_error_message="提出人与审定人不能是同一人。",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None, decided_at=None, return_reason="", departure=None)
                | Q(state="confirmed", decided_by__isnull=False, decided_at__isnull=False, return_reason="", departure__isnull=False)
                | (Q(state="returned", decided_by__isnull=False, decided_at__isnull=False, departure=None) & ~Q(return_reason="")),
                name="decided_dismissal_says_by_whom",
                violation_error_message="审定须记明是谁、什么时间，并同时办理离职；退回须写明理由。",
            ),
            models.CheckConstraint(
                condition=Q(served_on=None, served_how="", served_by=None)
                | (Q(served_on__isnull=False, served_by__isnull=False, state="confirmed") & ~Q(served_how="")),
                name="served_dismissal_says_when_and_how",
                violation_error_message="解聘审定以后才能登记送达，并须写明日期、方式和登记人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract.assistant} 解聘"

    @property
    def county_id(self) -> int:
        """Whose county the audit trail names."""
        return self.contract.county_id

    @property
    def word(self) -> str:
        """How far it is, in a word."""
        if self.state == Ruling.CONFIRMED:
            return str((Ending.SERVED if self.served_on else Ending.UNSERVED).label)
        return str(self.get_state_display())

    @property
    def tone(self) -> str:
        """The colour of the word."""
        return {"待审定": "live", "待送达": "warn", "退回修改": "bad"}.get(self.word, "good")

    @property
    def law(self) -> Ground:
        """The ground of labour law, with its article."""
        return GROUNDS[self.lawful]
