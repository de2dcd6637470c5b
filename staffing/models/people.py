"""Assistants and where each of them serves."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Exists, Func, OuterRef, Q

from bureaus.models import County, JudicialOffice, User
from bureaus.sealing import SealedTextField, fingerprint
from bureaus.tenancy import TenantQuerySet
from policy.identity import normalise
from policy.people import Education
from policy.powers import Role

EDUCATION_CHOICES = [(education.value, education.title) for education in Education]


def identity_hash(number: str) -> str:
    """The keyed hash by which one person's number is found again, however it was typed."""
    return fingerprint(normalise(number), purpose="identity")


class AssistantQuerySet(TenantQuerySet["Assistant"]):
    person_lookup = "person"

    def visible_to(self, user: User) -> Self:
        """For an office those who serve or have served there, each once."""
        if user.role == Role.OFFICE:
            return self.filter(pk__in=Posting.objects.visible_to(user).values("assistant"))
        return super().visible_to(user)


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
    education = models.PositiveSmallIntegerField("学历", choices=EDUCATION_CHOICES, null=True)
    school = models.CharField("毕业院校", max_length=60, blank=True)
    major = models.CharField("所学专业", max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AssistantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "司法协理员"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["county", "id_hash"],
                name="one_assistant_per_person_and_county",
                violation_error_message="该人员已在本县司法协理员花名册中。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class OpenDateRange(Func):
    """[first, last] as a range of days; an absent last day is open."""

    function = "daterange"
    output_field = DateRangeField()


SEALED = ("id_number", "phone", "registered_address", "address")
"""What of an assistant is opened with a key, row by row: a list that shows none of it does not read it."""


class PostingQuerySet(TenantQuerySet["Posting"]):
    county_lookup = "assistant__county"
    office_lookup = "office"
    person_lookup = "assistant__person"

    def not_ended(self, on: date) -> Self:
        """Those who serve on that day or are about to: the roster of the day."""
        return self.filter(Q(last_day=None) | Q(last_day__gte=on))

    def serving(self, on: date) -> Self:
        """Who served where on that day."""
        return self.not_ended(on).filter(first_day__lte=on)

    def newest(self, on: date) -> Self:
        """Within a question about rows with an `assistant`: the posting that person last took up by that day."""
        return self.filter(assistant=OuterRef("assistant"), first_day__lte=on).order_by("-first_day")[:1]

    def coming(self, on: date) -> Self:
        """Those who begin after that day."""
        return self.filter(first_day__gt=on)

    def left(self, on: date) -> Self:
        """The last posting of each who had left by that day; one who only moved to another office has not left."""
        later = Posting.objects.filter(assistant=OuterRef("assistant"), first_day__gt=OuterRef("first_day"))
        return self.filter(~Exists(later), last_day__lt=on)


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
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=models.F("first_day")),
                name="posting_ends_after_it_starts",
                violation_error_message="离岗日期不能早于到岗日期。",
            ),
            ExclusionConstraint(
                name="one_posting_at_a_time",
                expressions=[
                    ("assistant", RangeOperators.EQUAL),
                    (
                        OpenDateRange("first_day", "last_day", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="同一时间只能在一个司法所任职。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assistant} {self.office}"
