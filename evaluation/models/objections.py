"""公示异议: what somebody says against an 优秀 or a 表彰 while it is shown, what was found, and who answered."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from bureaus.models import County, User
from bureaus.sealing import SealedTextField
from bureaus.tenancy import TenantQuerySet
from evaluation.models.appraisals import GRADE_CHOICES, Appraisal
from evaluation.models.commendations import Commendation, Honour
from policy.appraisal import Grade
from policy.objections import ending_problem
from staffing.models import Assistant


class Way(models.TextChoices):
    """How an objection came."""

    PHONE = "phone", "来电"
    LETTER = "letter", "来信"
    VISIT = "visit", "来访"
    MAIL = "mail", "电子邮件"


class Finding(models.TextChoices):
    """What came of it."""

    UNFOUNDED = "unfounded", "查无此事，或者不影响"
    UPHELD = "upheld", "查实，不应评为优秀、给予表彰"


class ObjectionQuerySet(TenantQuerySet["Objection"]):
    def unanswered(self) -> Self:
        return self.filter(closed_at=None)

    def upheld(self) -> Self:
        return self.filter(outcome=Finding.UPHELD)

    def against(self, shown: Appraisal | Commendation) -> Self:
        """Those to one 公示."""
        return self.filter(appraisal=shown) if isinstance(shown, Appraisal) else self.filter(commendation=shown)


class Objection(models.Model):
    """One objection, to the 公示 of one sheet or of one commendation. What was said, by whom, and what was found is sealed."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name="县（区）")
    appraisal = models.ForeignKey(Appraisal, models.PROTECT, null=True, related_name="objections", verbose_name="考核表")
    commendation = models.ForeignKey(Commendation, models.PROTECT, null=True, related_name="objections", verbose_name="表彰")
    received_on = models.DateField("收到日期")
    way = models.CharField("方式", max_length=10, choices=Way.choices)
    said_by = SealedTextField("反映人", blank=True)
    text = SealedTextField("内容")
    received_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    received_at = models.DateTimeField("登记时间")
    outcome = models.CharField("结论", max_length=10, choices=Finding.choices, blank=True)
    finding = SealedTextField("核查情况", blank=True)
    grade = models.CharField("改为的等次", max_length=20, choices=GRADE_CHOICES, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="答复人")
    closed_at = models.DateTimeField("答复时间", null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核、表彰公示异议"
        ordering: ClassVar = ["-received_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(appraisal=None, commendation__isnull=False) | Q(appraisal__isnull=False, commendation=None),
                name="objection_is_to_one_publicity",
                violation_error_message="异议须针对一项考核优秀或者一项表彰的公示。",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", closed_by=None, closed_at=None)
                | (~Q(outcome="") & Q(closed_by__isnull=False, closed_at__isnull=False)),
                name="answered_objection_says_who",
                violation_error_message="答复异议须记明结论、答复人和时间。",
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None) | ~Q(closed_by=F("received_by")),
                name="objection_answered_by_another",
                violation_error_message="异议不能由登记人自己答复。",
            ),
            models.CheckConstraint(
                condition=Q(outcome="upheld", appraisal__isnull=False, grade__in=["competent", "basic", "incompetent"])
                | (~Q(outcome="upheld", appraisal__isnull=False) & Q(grade="")),
                name="upheld_objection_names_the_grade",
                violation_error_message="考核优秀的异议查实的，须写明改为什么等次；其他的不写。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.received_on} {self.get_way_display()}"

    @property
    def shown(self) -> Appraisal | Commendation:
        """What stands in the 公示."""
        found = self.appraisal or self.commendation
        assert found is not None  # noqa: S101 - a constraint keeps one
        return found

    @property
    def assistant(self) -> Assistant:
        return self.shown.assistant

    @property
    def title(self) -> str:
        """2024年度考核优秀, or 2026年度嘉奖."""
        return f"{self.appraisal.period.name}优秀" if self.appraisal else self.commendation.title if self.commendation else ""

    @property
    def word(self) -> str:
        return str(self.get_outcome_display()) if self.closed_at else "待答复"


def runs(shown: Appraisal | Commendation) -> bool:
    """Whether its 公示 has begun and has not ended in a result."""
    if isinstance(shown, Commendation):
        return shown.state == Honour.POSTED
    served = shown.served_on is not None and shown.posted_last is not None and shown.served_on > shown.posted_last
    return shown.grade == Grade.EXCELLENT and shown.posted_last is not None and shown.final_at is None and not served


def days_of(shown: Appraisal | Commendation) -> tuple[date, date] | None:
    """From the day of posting to the last day."""
    return (shown.posted_on, shown.posted_last) if shown.posted_on and shown.posted_last else None


def what_holds(shown: Appraisal | Commendation) -> str:
    """Why its 公示 cannot end in what it was about; blank when it can."""
    found = Objection.objects.against(shown)
    return ending_problem(unanswered=found.unanswered().count(), upheld=found.upheld().count() if isinstance(shown, Commendation) else 0)
