"""The same rows in plain models: a notice, and an application as the queue shows it."""

from typing import ClassVar

from django.db import models


class Notice(models.Model):
    """A notice with its body."""

    title = models.CharField(max_length=120)
    body = models.TextField()
    posted_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class Row(models.Model):
    """What a line of the review queue shows."""

    number = models.CharField(max_length=20)
    name = models.CharField(max_length=30)
    id_last4 = models.CharField(max_length=4)
    born_on = models.DateField()
    education = models.CharField(max_length=20)
    major = models.CharField(max_length=60)
    office = models.CharField(max_length=40)
    preference = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    submitted_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["submitted_at"], name="bare_submitted")]

    def __str__(self) -> str:
        return self.number


class LogRow(models.Model):
    """What a line of the duty log shows."""

    day = models.DateField(db_index=True)
    name = models.CharField(max_length=30)
    duty = models.CharField(max_length=20)
    counted = models.CharField(max_length=100)
    text = models.CharField(max_length=500)
    officer = models.CharField(max_length=30)
    state = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.name


class Mark(models.Model):
    """A cell of a month's grid."""

    name = models.CharField(max_length=30, db_index=True)
    day = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    entries = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.name


class Registration(models.Model):
    """Somebody who registered."""

    name = models.CharField(max_length=30)
    id_number = models.CharField(max_length=18, unique=True)
    password = models.CharField(max_length=128)

    def __str__(self) -> str:
        return self.name


class Paper(models.Model):
    """A file of a registration."""

    registration = models.ForeignKey(Registration, models.CASCADE)
    kind = models.CharField(max_length=20)
    path = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.kind
