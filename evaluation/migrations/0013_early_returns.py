"""Coming back from leave early."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0012_guards_of_half_days"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EarlyReturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("back_on", models.DateField(verbose_name="返岗日期")),
                ("at_noon", models.BooleanField(default=False, verbose_name="下午返岗")),
                (
                    "state",
                    models.CharField(
                        choices=[("reported", "待确认"), ("confirmed", "已确认"), ("refused", "不同意")],
                        default="reported",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("reported_at", models.DateTimeField(verbose_name="登记时间")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="确认时间")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="不同意的理由")),
                ("until", models.DateField(null=True, verbose_name="原来请到")),
                ("until_noon", models.BooleanField(default=False, verbose_name="原来到中午止")),
                ("half_days_back", models.PositiveSmallIntegerField(null=True, verbose_name="退回的半天数")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
                (
                    "leave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="evaluation.leave", verbose_name="请假"
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="登记人"
                    ),
                ),
            ],
            options={
                "verbose_name": "销假",
                "verbose_name_plural": "销假",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "reported")),
                        fields=("leave",),
                        name="one_open_return_per_leave",
                        violation_error_message="这份请假已经有一次销假等着确认。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("state", "reported")),
                            models.Q(
                                models.Q(("state", "reported"), _negated=True), ("decided_at__isnull", False), ("decided_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="decided_return_says_who",
                        violation_error_message="销假的确认须记明确认人和时间。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None), models.Q(("decided_by", models.F("reported_by")), _negated=True), _connector="OR"
                        ),
                        name="return_confirmed_by_another",
                        violation_error_message="销假不能由登记人自己确认。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="refused_return_says_why",
                        violation_error_message="不同意销假须写明理由。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), ("half_days_back__gte", 1), ("until__isnull", False)),
                            models.Q(models.Q(("state", "confirmed"), _negated=True), ("half_days_back", None), ("until", None)),
                            _connector="OR",
                        ),
                        name="confirmed_return_gives_days_back",
                        violation_error_message="确认的销假须记明原来请到哪天、退回几天。",
                    ),
                ],
            },
        ),
    ]
