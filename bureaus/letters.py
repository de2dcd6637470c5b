"""How a letter leaves the portal: by e-mail where the person has an address, and as a file where no SMS gateway is set."""

import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail

from bureaus.models import Message


def deliver(*, message: Message, now: datetime) -> None:
    """Say that a letter waits in the inbox. The text holds no personal data and needs no link."""
    if message.delivered_at is not None:
        return
    if message.recipient.email:
        send_mail(message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.recipient.email])
    drop(name=f"{message.recipient_id}-letter-{message.pk}", text=f"{message.subject}\n{message.body}\n")
    Message.objects.filter(pk=message.pk, delivered_at=None).update(delivered_at=now)


def send_text(*, phone: str, name: str, text: str) -> None:
    """Send a short text to a mobile number that may have no account yet."""
    drop(name=name, text=f"收件号码：{masked_phone(phone)}\n{text}\n")


def drop(*, name: str, text: str) -> Path:
    """Without an SMS gateway a text becomes a file (mode 600) in the data folder, named by account and letter, never by number."""
    folder = Path(settings.LETTERS_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{name}.txt"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def masked_phone(phone: str) -> str:
    """138****5678."""
    return f"{phone[:3]}****{phone[-4:]}"
