"""How one row is named in text, where a foreign key would point at too many kinds of thing."""

from django.db import models


def named(row: models.Model) -> str:
    """`recruitment.application:12`: stable, without personal data."""
    return f"{row._meta.label_lower}:{row.pk}"
