"""How one row is named in text, where a foreign key would point at too many kinds of thing."""

from django.apps import apps
from django.db import models


def named(row: models.Model) -> str:
    """`recruitment.application:12`: stable, without personal data."""
    return f"{row._meta.label_lower}:{row.pk}"


def titled(name: str) -> str:
    """The same for readers: `recruitment.application:12` is 报名 12."""
    label, _, key = name.partition(":")
    try:
        return f"{apps.get_model(label)._meta.verbose_name} {key}"
    except (LookupError, ValueError):
        return key
