"""在册辅助人员: who already serves in a county's justice system, from which to which day. The only door to the internal track."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from bureaus.models import County, JudicialOffice, User
from bureaus.sealing import SealedTextField
from bureaus.tenancy import TenantQuerySet
from staffing.models.people import EDUCATION_CHOICES, OpenDateRange

BUREAU = "县（区）局机关"  # where somebody serves who serves in no office


class AuxiliaryQuerySet(TenantQuerySet["Auxiliary"]):
    def serving(self, on: date) -> Self:
        """Everybody who stands on a roster on that day."""
        return self.filter(Q(last_day=None) | Q(last_day__gte=on), first_day__lte=on)

    def on_roster(self, county: County | int, on: date) -> Self:
        """One county's roster as it was on a day."""
        return self.serving(on).filter(county=county)

    def door(self, *, id_hash: str, county: County | int, on: date) -> bool:
        """Whether this person may apply in the county's internal track: stands on its roster on that day (四(一).对象)."""
        return bool(id_hash) and self.on_roster(county, on).filter(id_hash=id_hash).exists()


class Auxiliary(models.Model):
    """专职辅助人员: one stretch of service of one person in one county. What is not known stays open and is taken for neither."""

    county = models.ForeignKey(County, models.PROTECT, related_name="auxiliaries", verbose_name="县（区）")
    office = models.ForeignKey(JudicialOffice, models.PROTECT, null=True, related_name="auxiliaries", verbose_name="司法所")
    name = models.CharField("姓名", max_length=30)
    sex = models.CharField("性别", max_length=1)
    id_number = SealedTextField("公民身份号码")
    id_hash = models.CharField(max_length=64, editable=False)
    id_last4 = models.CharField("身份证后四位", max_length=4)
    first_day = models.DateField("到岗日期")
    last_day = models.DateField("离岗日期", null=True)
    education = models.PositiveSmallIntegerField("学历", choices=EDUCATION_CHOICES, null=True)
    trainee = models.BooleanField("见习大学生", null=True)
    retired_or_on_unpaid_leave = models.BooleanField("退休或停薪留职", null=True)
    insurance_movable = models.BooleanField("社保可转移", null=True)
    party_member = models.BooleanField("中共党员", null=True)
    party_file_movable = models.BooleanField("组织关系可转移", null=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    entered_at = models.DateTimeField("登记时间")
    version = models.PositiveIntegerField(default=1)

    objects = AuxiliaryQuerySet.as_manager()

    ANSWERS: ClassVar = ("trainee", "retired_or_on_unpaid_leave", "insurance_movable", "party_member", "party_file_movable")

    class Meta:
        verbose_name = verbose_name_plural = "在册辅助人员"
        ordering: ClassVar = ["county__code", "office__code", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="auxiliary_leaves_after_coming",
                violation_error_message="离岗日期不能早于到岗日期。",
            ),
            # It names no county: nobody learns from a refusal where somebody else serves.
            ExclusionConstraint(
                name="one_auxiliary_entry_at_a_time",
                expressions=[
                    ("id_hash", RangeOperators.EQUAL),
                    (
                        OpenDateRange("first_day", "last_day", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="该人员在这段时间内已在全市的在册辅助人员名单中，请先核对原登记的离岗日期。",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["county", "first_day"], name="auxiliary_roster")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def title_of(cls, name: str) -> str:
        """A column's name on paper and on the page."""
        column: Any = getattr(cls, name).field
        return str(column.verbose_name)

    @property
    def place(self) -> str:
        """Where the person serves: an office, or the bureau itself."""
        return str(self.office) if self.office else BUREAU
