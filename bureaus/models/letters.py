"""Letters to one person, and the outbox: work that a committed act still owes."""

from typing import ClassVar

from django.db import models

from bureaus.models.who import User
from bureaus.tenancy import TenantQuerySet


class MessageQuerySet(TenantQuerySet["Message"]):
    county_lookup = "recipient__county"
    person_lookup = "recipient"

    def for_reader(self, user: User) -> "MessageQuerySet":
        """The inbox is personal whatever the role."""
        return self.filter(recipient=user)


class Message(models.Model):
    """A 通知 to one person. The in-site inbox is the record; e-mail and SMS only say that it is there."""

    recipient = models.ForeignKey(User, models.PROTECT, related_name="letters", verbose_name="收件人")
    letter = models.CharField("通知种类", max_length=60)
    about = models.CharField("事项", max_length=100)
    subject = models.CharField("标题", max_length=80)
    body = models.TextField("正文")
    sent_at = models.DateTimeField("发出时间")
    read_at = models.DateTimeField("阅读时间", null=True)
    delivered_at = models.DateTimeField("送达时间", null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering: ClassVar = ["-sent_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recipient", "letter", "about"], name="one_letter_per_recipient_and_matter")
        ]

    def __str__(self) -> str:
        return self.subject


class OutboxItem(models.Model):
    """One piece of work for later, written in the act's own transaction and claimed by conditional update."""

    job = models.CharField("工作", max_length=60)
    about = models.CharField("对象", max_length=100)
    queue = models.CharField("队列", max_length=20)
    due = models.DateTimeField("不早于")
    claimed_until = models.DateTimeField("占用至", null=True)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    done_at = models.DateTimeField("完成时间", null=True)
    failed_at = models.DateTimeField("停止时间", null=True)
    fault = models.CharField("原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "待办队列"
        constraints: ClassVar = [models.UniqueConstraint(fields=["job", "about"], name="one_job_per_matter")]
        indexes: ClassVar = [models.Index(fields=["queue", "due"], name="outbox_waiting", condition=models.Q(done_at=None, failed_at=None))]

    def __str__(self) -> str:
        return f"{self.job} {self.about}"
