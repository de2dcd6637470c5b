"""The project's own app: its commands and tasks, and the Celery application that every task of ours belongs to."""

from django.apps import AppConfig

from yangquan_portal.celery import app as celery_app

__all__ = ["PortalConfig", "celery_app"]


class PortalConfig(AppConfig):
    name = "yangquan_portal"
    verbose_name = "司法协理员招录管理平台"
