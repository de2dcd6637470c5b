"""The scheduler: three names, sent every minute. It loads none of the apps, which saves half of its memory."""

import os

from celery import Celery
from celery.schedules import crontab
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yangquan_portal.settings")

EVERY_MINUTE = crontab()
WHILE_FRESH = {"expires": 55}  # seconds: after a pause of the worker one tick is enough

app = Celery("beat", fixups=[])
app.config_from_object(settings, namespace="CELERY")
app.conf.beat_schedule = {
    "tick": {"task": "yangquan_portal.tasks.tick", "schedule": EVERY_MINUTE, "options": WHILE_FRESH},
    "notices": {
        "task": "bureaus.tasks.drain",
        "args": ["notices"],
        "schedule": EVERY_MINUTE,
        "options": {"queue": "notices", **WHILE_FRESH},
    },
    "documents": {
        "task": "bureaus.tasks.drain",
        "args": ["documents"],
        "schedule": EVERY_MINUTE,
        "options": {"queue": "documents", **WHILE_FRESH},
    },
}
