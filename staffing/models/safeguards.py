"""What 四(三) promises: the yearly money and the pay scheme of a county. Entered by one, agreed by another, then frozen."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from bureaus.models import County, User
from bureaus.tenancy import M, TenantQuerySet
from documents.models import StoredFile
from policy.safeguards import Pay
from staffing.models.people import OpenDateRange


class SafeguardQuerySet(TenantQuerySet[M]):
    def agreed(self) -> Self:
        return self.filter(agreed_at__isnull=False)

    def waiting(self) -> Self:
        """What waits for the second hand."""
        return self.filter(agreed_at=None, offered_at__isnull=False)

    def open(self) -> Self:
        """What is still being worked on."""
        return self.filter(agreed_at=None)


class Safeguard(models.Model):
    """What both have in common. Numbers are absent until somebody enters them: nothing is taken for nought."""

    county = models.ForeignKey(County, models.PROTECT, related_name="%(class)ss", verbose_name="县（区）")
    paper_number = models.CharField("文号", max_length=60, blank=True)
    document = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="依据文件")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="填报人")
    saved_at = models.DateTimeField("最后保存")
    offered_at = models.DateTimeField("提交时间", null=True)
    return_reason = models.CharField("退回理由", max_length=500, blank=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="核定人")
    agreed_at = models.DateTimeField("核定时间", null=True)
    version = models.PositiveIntegerField(default=1)

    FIGURES: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @property
    def state(self) -> str:
        if self.agreed_at:
            return "已核定"
        if self.offered_at:
            return "待核定"
        return "退回修改" if self.return_reason else "填写中"

    @property
    def missing(self) -> list[str]:
        """The names of what has to be filled in before it can be agreed on."""
        return [self.title_of(name) for name in self.FIGURES if getattr(self, name) in (None, "")]

    @classmethod
    def title_of(cls, name: str) -> str:
        column: Any = getattr(cls, name).field
        return str(column.verbose_name)


def _agreed_names_who(noun: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(agreed_at=None, agreed_by=None) | Q(agreed_at__isnull=False, agreed_by__isnull=False, offered_at__isnull=False),
        name=f"agreed_{noun}_says_who_and_when",
        violation_error_message="核定须记明核定人和时间。",
    )


def _agreed_by_another(noun: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(agreed_by=None) | ~Q(agreed_by=F("entered_by")),
        name=f"{noun}_agreed_by_another",
        violation_error_message="填报人与核定人不能是同一人。",
    )


def _complete(noun: str, figures: tuple[str, ...], sentence: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(agreed_at=None) | Q(**{f"{name}__isnull": False for name in figures}),
        name=f"agreed_{noun}_is_complete",
        violation_error_message=sentence,
    )


def _money(label: str, digits: int) -> Any:
    return models.DecimalField(label, max_digits=digits, decimal_places=2, null=True)


class BudgetQuerySet(SafeguardQuerySet["Budget"]):
    """Budgets of counties the reader may see."""


class Budget(Safeguard):
    """经费预算 (四(三).经费): what the county's budget holds for one year, in yuan. A change is a new edition."""

    year = models.PositiveSmallIntegerField("年度")
    edition = models.PositiveSmallIntegerField("版次", default=1)
    personnel = _money("人员经费", 14)
    public_funds = _money("公用经费", 14)
    note = models.CharField("说明", max_length=300, blank=True)

    objects = BudgetQuerySet.as_manager()

    FIGURES = ("personnel", "public_funds", "paper_number")

    class Meta:
        verbose_name = verbose_name_plural = "经费预算"
        ordering: ClassVar = ["-year", "-edition"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["county", "year", "edition"],
                name="one_budget_per_edition",
                violation_error_message="该年度的这一版预算已经建立，请打开继续填写。",
            ),
            models.UniqueConstraint(
                fields=["county", "year"],
                condition=Q(agreed_at=None),
                name="one_open_budget_per_year",
                violation_error_message="该年度已有一份正在填写的预算，请打开继续填写。",
            ),
            models.CheckConstraint(
                condition=(Q(personnel=None) | Q(personnel__gte=0)) & (Q(public_funds=None) | Q(public_funds__gte=0)),
                name="budget_is_not_negative",
                violation_error_message="经费不能是负数。",
            ),
            _agreed_names_who("budget"),
            _agreed_by_another("budget"),
            _complete("budget", ("personnel", "public_funds", "document"), "审定的预算须填全两项经费，并附预算文件。"),
        ]

    def __str__(self) -> str:
        edition = f"（第 {self.edition} 版）" if self.edition > 1 else ""
        return f"{self.county}{self.year}年司法协理员经费预算{edition}"

    @property
    def total(self) -> Decimal | None:
        """Both sums together, once both are known."""
        return None if self.personnel is None or self.public_funds is None else self.personnel + self.public_funds


PAY = ("base", "post", "performance", "yearly_step", "least", "most")
BEGINNING = F("base") + F("post") + F("performance")


class PaySchemeQuerySet(SafeguardQuerySet["PayScheme"]):
    def in_force(self, on: date) -> Self:
        """What counties pay by on that day: at most one each."""
        return self.agreed().filter(Q(effective_to=None) | Q(effective_to__gte=on), effective_from__lte=on)


class PayScheme(Safeguard):
    """薪酬方案 (四(三).待遇): a month's pay in yuan, set by the bureau together with 人社局, from its day until the next one's."""

    effective_from = models.DateField("生效日期", null=True)
    effective_to = models.DateField("失效日期", null=True)
    base = _money("基本工资", 8)
    post = _money("岗位工资", 8)
    performance = _money("绩效工资", 8)
    yearly_step = _money("年度增长额", 8)
    least = _money("月工资下限", 8)
    most = _money("月工资上限", 8)
    allowances = models.JSONField("津贴补贴", default=list, blank=True)  # [{"name", "amount"}], the amount as text: never a float
    growth = models.CharField("工资增长办法", max_length=300, blank=True)
    insurance = models.TextField("社会保险", blank=True)
    leave = models.TextField("休息休假", blank=True)

    objects = PaySchemeQuerySet.as_manager()

    FIGURES = ("effective_from", *PAY, "insurance", "leave")

    class Meta:
        verbose_name = verbose_name_plural = "薪酬方案"
        ordering: ClassVar = ["-effective_from", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["county"],
                condition=Q(agreed_at=None),
                name="one_open_pay_scheme_per_county",
                violation_error_message="已有一份正在填写的薪酬方案，请打开继续填写。",
            ),
            models.CheckConstraint(
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
                name="pay_scheme_ends_after_it_begins",
                violation_error_message="失效日期不能早于生效日期。",
            ),
            models.CheckConstraint(
                condition=Q(*[Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0}) for name in PAY]),
                name="pay_is_not_negative",
                violation_error_message="工资数额不能是负数。",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None) | Q(least__lte=BEGINNING, most__gte=BEGINNING),
                name="agreed_pay_lies_within_its_bounds",
                violation_error_message="基本、岗位、绩效工资合计须在月工资下限和上限之间。",
            ),
            _agreed_names_who("pay_scheme"),
            _agreed_by_another("pay_scheme"),
            _complete("pay_scheme", ("effective_from", *PAY), "核定的薪酬方案须填全各项数额和生效日期。"),
            ExclusionConstraint(
                name="one_pay_scheme_in_force",
                expressions=[
                    ("county", RangeOperators.EQUAL),
                    (
                        OpenDateRange("effective_from", "effective_to", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(agreed_at__isnull=False),
                violation_error_message="同一时间只能有一份薪酬方案生效，请核对生效日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county}司法协理员薪酬方案" + (f"（{self.effective_from}起）" if self.effective_from else "")

    @property
    def pay(self) -> Pay | None:
        """The figures as `policy` reads them, once all are known."""
        amounts = {name: getattr(self, name) for name in PAY}
        return None if None in amounts.values() else Pay(**amounts)
