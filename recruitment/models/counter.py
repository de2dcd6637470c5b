"""窗口代填: a registration that staff typed for somebody, which is none before that person has confirmed it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bureaus.models import User
from bureaus.sealing import fingerprint
from bureaus.tenancy import TenantQuerySet
from documents.models import StoredFile
from recruitment.models.applications import Application, Status


class CounterEntryQuerySet(TenantQuerySet["CounterEntry"]):
    county_lookup = "application__county"
    person_lookup = "application__applicant"

    def unconfirmed(self) -> "CounterEntryQuerySet":
        """Those that wait for their person's signature."""
        return self.filter(confirmed_at=None)


class CounterEntry(models.Model):
    """Who typed it, and how its person confirmed it: by a signature on the printed form, or by submitting it from their own account.

    A first registration is one entry, what is mended at the counter after a return is another. A trigger lets nothing be submitted
    on an unconfirmed one, whoever writes.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="counter_entries", verbose_name="报名")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="代填人")
    entered_at = models.DateTimeField("代填时间")
    signed = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="本人签字的登记表")
    online = models.BooleanField("本人网上确认", default=False)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="确认登记人")
    confirmed_at = models.DateTimeField("确认时间", null=True)

    objects = CounterEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "窗口代填"
        ordering: ClassVar = ["-entered_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(confirmed_at=None),
                name="one_open_counter_entry_per_application",
                violation_error_message="这份报名已经在等本人签字，请刷新页面查看。",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None, signed=None, online=False)
                | (
                    Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & (Q(signed__isnull=False, online=False) | Q(signed=None, online=True))
                ),
                name="counter_entry_is_confirmed_in_one_way",
                violation_error_message="代填的报名须由本人签字或者在网上确认。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}"

    @property
    def word(self) -> str:
        """What the counter waits for, in a word."""
        if self.confirmed_at is not None:
            return "待补正" if self.application.status == Status.RETURNED else "已提交"
        return "等本人签字" if self.application.status in (Status.DRAFT, Status.RETURNED) else "已结束"


def form_code(application: Application) -> str:
    """What stands on the printed form and names the answers it was printed from: another answer, another code."""
    return fingerprint(f"{application.pk}:{application.version}", purpose="counter form")[:8].upper()
