"""A county's appraisal template: entered by the clerk, confirmed by the head, then frozen; a change is a new edition."""

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from bureaus.models import County, User
from bureaus.tenancy import TenantQuerySet
from policy.appraisal import DIMENSIONS, Bands, Grade, Veto
from policy.appraisal_way import SETTINGS

WEIGHTS = tuple(DIMENSIONS)
LINE_KEYS = ("excellent_line", "competent_line", "basic_line")


def _whole(key: str) -> Any:
    return models.PositiveSmallIntegerField(SETTINGS[key].title, default=SETTINGS[key].suggested)


def _line(key: str) -> Any:
    return models.DecimalField(SETTINGS[key].title, max_digits=5, decimal_places=2, default=Decimal(SETTINGS[key].suggested))


class AppraisalSchemeQuerySet(TenantQuerySet["AppraisalScheme"]):
    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)


class AppraisalScheme(models.Model):
    """考核模板 (四(四).考核): five weights on 德能勤绩廉, the lines of the grades, veto items, the share of 优秀 and the clocks."""

    county = models.ForeignKey(County, models.PROTECT, related_name="appraisal_schemes", verbose_name="县（区）")
    edition = models.PositiveSmallIntegerField("版次")
    integrity = _whole("integrity")
    ability = _whole("ability")
    diligence = _whole("diligence")
    results = _whole("results")
    probity = _whole("probity")
    excellent_line = _line("excellent_line")
    competent_line = _line("competent_line")
    basic_line = _line("basic_line")
    excellent_percent = _whole("excellent_percent")
    publicity_days = _whole("publicity_days")
    ask_days = _whole("ask_days")
    answer_days = _whole("answer_days")
    vetoes = models.JSONField("一票否决情形", default=list, blank=True)  # [{"key", "title", "cap"}]
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="填报人")
    saved_at = models.DateTimeField("最后保存")
    offered_at = models.DateTimeField("提交时间", null=True)
    return_reason = models.CharField("退回理由", max_length=500, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="审定人")
    confirmed_at = models.DateTimeField("审定时间", null=True)
    version = models.PositiveIntegerField(default=1)

    objects = AppraisalSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核模板"
        ordering: ClassVar = ["-edition"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["county", "edition"],
                name="one_appraisal_scheme_per_edition",
                violation_error_message="这一版考核模板已经建立，请打开继续填写。",
            ),
            models.UniqueConstraint(
                fields=["county"],
                condition=Q(confirmed_at=None),
                name="one_open_appraisal_scheme_per_county",
                violation_error_message="已有一份正在填写的考核模板，请打开继续填写。",
            ),
            models.CheckConstraint(
                condition=Q(integrity=100 - F("ability") - F("diligence") - F("results") - F("probity")),
                name="appraisal_weights_sum_to_a_hundred",
                violation_error_message="德、能、勤、绩、廉的权重应合计 100%。",
            ),
            models.CheckConstraint(
                condition=Q(
                    excellent_line__lte=100, excellent_line__gt=F("competent_line"), competent_line__gt=F("basic_line"), basic_line__gte=0
                ),
                name="appraisal_lines_fall",
                violation_error_message="等次分数线应由高到低：优秀、合格、基本合格。",
            ),
            models.CheckConstraint(
                condition=Q(excellent_percent__lte=SETTINGS["excellent_percent"].most),
                name="excellent_share_has_its_most",
                violation_error_message="优秀的比例不能超过 20%。",
            ),
            models.CheckConstraint(
                condition=Q(
                    **{
                        f"{key}__{bound}": getattr(SETTINGS[key], name)
                        for key in ("publicity_days", "ask_days", "answer_days")
                        for bound, name in (("gte", "least"), ("lte", "most"))
                    }
                ),
                name="appraisal_clocks_within_bounds",
                violation_error_message="公示、申请复核、答复复核的时间超出了允许的范围。",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, offered_at__isnull=False),
                name="confirmed_appraisal_scheme_says_who",
                violation_error_message="审定须记明审定人和时间。",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("entered_by")),
                name="appraisal_scheme_confirmed_by_another",
                violation_error_message="填报人与审定人不能是同一人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county}司法协理员考核模板（第 {self.edition} 版）"

    @property
    def state(self) -> str:
        if self.confirmed_at:
            return "已核定"
        if self.offered_at:
            return "待核定"
        return "退回修改" if self.return_reason else "填写中"

    def plain(self, key: str) -> str:
        """One number as people write it: 90, 87.5."""
        return f"{Decimal(getattr(self, key)).normalize():f}"

    @property
    def weights(self) -> dict[str, int]:
        return {key: getattr(self, key) for key in WEIGHTS}

    @property
    def bands(self) -> Bands:
        return Bands(self.excellent_line, self.competent_line, self.basic_line)

    @property
    def veto_items(self) -> dict[str, Veto]:
        """The veto items by key."""
        return {each["key"]: Veto(each["key"], each["title"], Grade(each["cap"])) for each in self.vetoes}
