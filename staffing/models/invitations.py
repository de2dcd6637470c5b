"""The one-use link by which an assistant without an account gets one. Only the keyed hash of its token is stored."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from bureaus.models import User
from bureaus.sealing import fingerprint
from bureaus.tenancy import TenantQuerySet
from staffing.models.people import Assistant

TRIES = 5


def token_hash(token: str) -> str:
    return fingerprint(token, purpose="invitation")


class InvitationQuerySet(TenantQuerySet["Invitation"]):
    county_lookup = "assistant__county"

    def unused(self) -> Self:
        return self.filter(used_at=None, voided_at=None)

    def live(self, now: datetime) -> Self:
        """Those that still open an account."""
        return self.unused().filter(lapses_at__gt=now, tries__lt=TRIES)


class Invitation(models.Model):
    """One link, for one assistant and one use; a new one voids the one before."""

    assistant = models.ForeignKey(Assistant, models.PROTECT, related_name="invitations", verbose_name="司法协理员")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="发送人")
    sent_at = models.DateTimeField("发送时间")
    lapses_at = models.DateTimeField("失效时间")
    tries = models.PositiveSmallIntegerField("已试次数", default=0)
    voided_at = models.DateTimeField("作废时间", null=True)
    used_at = models.DateTimeField("使用时间", null=True)
    used_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="使用的账号")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "账号开通链接"
        ordering: ClassVar = ["-sent_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assistant"],
                condition=Q(used_at=None, voided_at=None),
                name="one_open_invitation_per_assistant",
                violation_error_message="这个人已有一个没有用过的开通链接。",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None, used_by=None) | Q(used_at__isnull=False, used_by__isnull=False, voided_at=None),
                name="used_invitation_names_its_account",
                violation_error_message="用过的链接须记明账号，作废的链接不能使用。",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(used_at__lt=models.F("lapses_at")),
                name="invitation_used_in_time",
                violation_error_message="链接已经过期，请联系县（区）司法局重新发送。",
            ),
            models.CheckConstraint(
                condition=Q(tries__lte=TRIES),
                name="invitation_tried_five_times",
                violation_error_message="这个链接已试满 5 次，请联系县（区）司法局重新发送。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def county_id(self) -> int:
        """Whose county the audit trail names."""
        return self.assistant.county_id
