"""Verbs on the inbox and the outbox: a letter is read, failed work is tried again."""

from datetime import datetime

from django.db import transaction

from bureaus import audit, outbox
from bureaus.access import Refused, require
from bureaus.acts import action
from bureaus.models import Message, OutboxItem, User
from policy.powers import Power


@action
def read_letter(*, message: Message, by: User, now: datetime) -> Message:
    """Note when its recipient first opened a letter."""
    if message.recipient_id != by.pk:
        raise Refused("这封通知不是发给您的。")
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=now)
    message.refresh_from_db(fields=["read_at"])
    return message


@action
def retry(*, item: OutboxItem, by: User, now: datetime) -> OutboxItem:
    """Give work that stopped after its last attempt a fresh set of attempts; work that is not stopped stays as it is."""
    require(by, Power.COUNTIES_MANAGE)
    item = OutboxItem.objects.select_for_update().get(pk=item.pk)
    if item.failed_at is None:
        return item
    item.failed_at, item.attempts, item.due = None, 0, now
    item.save(update_fields=["failed_at", "attempts", "due"])
    audit.record(by=by, verb="retry", about=item, at=now, job=item.job)
    queue = outbox.Queue(item.queue)
    transaction.on_commit(lambda: outbox.wake(queue), robust=True)
    return item
