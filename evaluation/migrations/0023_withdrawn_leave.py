"""Who took a request for leave back, and why the office did."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bureaus", "0003_guards_of_offices"),
        ("evaluation", "0022_guards_of_confirmed_returns"),
        ("staffing", "0007_guards_of_relatives"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="leave",
            name="withdrawn_at",
            field=models.DateTimeField(null=True, verbose_name="撤回时间"),
        ),
        migrations.AddField(
            model_name="leave",
            name="withdrawn_because",
            field=models.CharField(blank=True, max_length=200, verbose_name="撤回的理由"),
        ),
        migrations.AddField(
            model_name="leave",
            name="withdrawn_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="撤回人"
            ),
        ),
        migrations.AddConstraint(
            model_name="leave",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_because", ""), ("withdrawn_by", None)),
                    models.Q(("state", "withdrawn"), ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="withdrawn_leave_says_who",
                violation_error_message="撤回请假须记明撤回人和时间；没有撤回的不记。",
            ),
        ),
    ]
