"""The project: settings, URLs, the worker's schedule, everything due. Only this package may see every app."""

from yangquan_portal.celery import app as celery_app

__all__ = ["celery_app"]
