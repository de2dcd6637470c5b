"""违规登记 (四(四).奖惩): what happened and on what evidence, what the person says to it, what follows, and when that was served."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from bureaus.models import User
from bureaus.tenancy import TenantQuerySet
from documents.models import StoredFile
from evaluation.models.appraisals import AppraisalPeriod
from evaluation.models.renewals import Ruling
from policy.appraisal import Measure
from policy.appraisal_way import Cycle
from staffing.models import Assistant

MEASURES = (Measure.REMINDER, Measure.WARNING, Measure.DOWNGRADE)
"""The steps of the ladder that answer one breach; the last, 解聘, is a `Dismissal`."""


class Defence(models.TextChoices):
    """What came of asking the person."""

    GIVEN = "given", "本人作了陈述、申辩"
    NONE = "none", "已告知，本人没有陈述、申辩"


class Served(models.TextChoices):
    """How a notice reached the person."""

    HANDED = "handed", "当面送达，本人签收"
    WITNESSED = "witnessed", "本人拒签，两人见证留置送达"
    POSTED = "posted", "邮寄送达，有签收记录"


class Step(models.TextChoices):
    """How far a breach is, in the word of the list."""

    UNHEARD = "unheard", "待陈述申辩"
    HEARD = "heard", "待审定"
    UNSERVED = "unserved", "待送达"
    SERVED = "served", "已送达"
    RETURNED = "returned", "退回修改"


UNHEARD = Q(state=Ruling.PROPOSED, defence="")
UNSERVED = Q(state=Ruling.CONFIRMED, served_on=None)


class IncidentQuerySet(TenantQuerySet["Incident"]):
    county_lookup = "assistant__county"
    person_lookup = "assistant__person"

    def waiting(self) -> Self:
        """Entered and not yet decided."""
        return self.filter(state=Ruling.PROPOSED)

    def unheard(self) -> Self:
        """The person has not been asked yet."""
        return self.filter(UNHEARD)

    def confirmed(self) -> Self:
        """What counts as a breach."""
        return self.filter(state=Ruling.CONFIRMED)

    def unserved(self) -> Self:
        """Confirmed, and the notice has not reached the person."""
        return self.filter(UNSERVED)

    def served(self) -> Self:
        """A 教育 that reached the person."""
        return self.confirmed().filter(served_on__isnull=False)

    def at(self, step: str) -> Self:
        """Those that stand at a step of the list."""
        match step:
            case Step.UNHEARD:
                return self.unheard()
            case Step.HEARD:
                return self.waiting().exclude(defence="")
            case Step.UNSERVED:
                return self.unserved()
            case Step.SERVED:
                return self.served()
        return self.filter(state=Ruling.RETURNED)

    def earlier(self, assistant: Assistant, day: date) -> set[Measure]:
        """The steps that were climbed with somebody for breaches up to a day."""
        return {Measure(step) for step in self.confirmed().filter(assistant=assistant, day__lte=day).values_list("measure", flat=True)}

    def lowering(self, period: AppraisalPeriod) -> Self:
        """What is to take, or has taken, a band off a grade of this period: 考核降档 for a breach within the days of a year's appraisal."""
        if period.cycle != Cycle.YEAR:
            return self.none()
        days = (period.first_day, period.last_day)
        return self.filter(measure=Measure.DOWNGRADE, assistant__county=period.county_id, day__range=days)


class Incident(models.Model):
    """One recorded breach with the step of the ladder that follows it; once confirmed it is only served."""

    assistant = models.ForeignKey(Assistant, models.PROTECT, related_name="incidents", verbose_name="司法协理员")
    day = models.DateField("发生日期")
    facts = models.CharField("事实", max_length=500)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="证据材料")
    measure = models.CharField("处理", max_length=10, choices=[(each.value, each.title) for each in MEASURES])
    skip_reason = models.CharField("越过前一档的理由", max_length=300, blank=True)
    defence = models.CharField("陈述申辩", max_length=10, choices=Defence.choices, blank=True)
    statement = models.CharField("陈述申辩的内容", max_length=500, blank=True)
    state = models.CharField("状态", max_length=10, choices=Ruling.choices, default=Ruling.PROPOSED.value)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="审定人")
    decided_at = models.DateTimeField("审定时间", null=True)
    return_reason = models.CharField("退回理由", max_length=300, blank=True)
    served_on = models.DateField("送达日期", null=True)
    served_how = models.CharField("送达方式", max_length=10, choices=Served.choices, blank=True)
    served_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="送达登记人")
    version = models.PositiveIntegerField(default=1)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "违规登记"
        ordering: ClassVar = ["-day", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(facts=""), name="incident_has_facts", violation_error_message="违规登记须写明事实。"),
            models.CheckConstraint(
                condition=(Q(defence="given") & ~Q(statement="")) | (~Q(defence="given") & Q(statement="")),
                name="defence_is_written_down",
                violation_error_message="本人作了陈述、申辩的，须写明内容；没有的，不写内容。",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | ~Q(defence=""),
                name="incident_is_heard_before_it_is_confirmed",
                violation_error_message="还没有登记本人的陈述申辩，不能审定。",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("entered_by")),
                name="incident_confirmed_by_another",
                violation_error_message="登记人与审定人不能是同一人。",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None, decided_at=None, return_reason="")
                | Q(state="confirmed", decided_by__isnull=False, decided_at__isnull=False, return_reason="")
                | (Q(state="returned", decided_by__isnull=False, decided_at__isnull=False) & ~Q(return_reason="")),
                name="decided_incident_says_by_whom",
                violation_error_message="审定或者退回须记明是谁、什么时间；退回还须写明理由。",
            ),
            models.CheckConstraint(
                condition=Q(served_on=None, served_how="", served_by=None)
                | (Q(served_on__isnull=False, served_by__isnull=False, served_on__gte=F("day"), state="confirmed") & ~Q(served_how="")),
                name="served_notice_says_when_and_how",
                violation_error_message="审定以后才能登记送达，并须写明日期（不早于发生日期）、方式和登记人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assistant} {self.get_measure_display()}"

    @property
    def county_id(self) -> int:
        """Whose county the audit trail names."""
        return self.assistant.county_id

    @property
    def word(self) -> str:
        """How far it is, in a word."""
        if self.state == Ruling.CONFIRMED:
            return str((Step.SERVED if self.served_on else Step.UNSERVED).label)
        if self.state == Ruling.RETURNED:
            return str(Step.RETURNED.label)
        return str((Step.HEARD if self.defence else Step.UNHEARD).label)

    @property
    def tone(self) -> str:
        """The colour of the word."""
        return {"待陈述申辩": "warn", "待审定": "live", "待送达": "warn", "退回修改": "bad"}.get(self.word, "good")
