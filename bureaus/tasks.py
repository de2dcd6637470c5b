"""The worker's side of letters: drain the outbox, deliver a letter."""

from celery import shared_task

from bureaus import clock, letters, outbox
from bureaus.models import Message


@shared_task(name="bureaus.tasks.drain")
def drain(queue: str) -> int:
    """Do everything that is due in one queue."""
    return outbox.drain(queue, now=clock.now)


@outbox.handles("deliver_letter", queue=outbox.Queue.NOTICES)
def deliver_letter(message_id: int) -> None:
    """Send the short form of one letter by the ways that are set up."""
    letters.deliver(message=Message.objects.select_related("recipient").get(pk=message_id), now=clock.now())
