"""The Celery application and what beat asks for every minute."""

from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging
from django_structlog.celery.steps import DjangoStructLogInitStep

app = Celery("yangquan_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)

EVERY_MINUTE = crontab()
app.conf.beat_schedule = {
    "tick": {"task": "yangquan_portal.tasks.tick", "schedule": EVERY_MINUTE, "options": {"expires": 55}},
    "notices": {
        "task": "bureaus.tasks.drain",
        "schedule": EVERY_MINUTE,
        "args": ("notices",),
        "options": {"queue": "notices", "expires": 55},
    },
    "documents": {
        "task": "bureaus.tasks.drain",
        "schedule": EVERY_MINUTE,
        "args": ("documents",),
        "options": {"queue": "documents", "expires": 55},
    },
}


@setup_logging.connect
def keep_django_logging(**kwargs: Any) -> None:
    """Being here stops Celery from setting up logging of its own: Django's settings say how we log."""
