"""Two hands for a vacancy's opening: what is proposed, and by whom. What was decided before stays as one hand decided it."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recruitment", "0011_guards_of_office_opinions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OpeningProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("qualified", models.PositiveIntegerField(verbose_name="审核通过人数")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("keep", "达到开考比例，保留"), ("reduce", "核减人数"), ("cancel", "取消岗位"), ("retain", "经批准保留")],
                        max_length=10,
                        verbose_name="意见",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                ("switch_until", models.DateTimeField(null=True, verbose_name="改报截止")),
                ("proposed_at", models.DateTimeField(verbose_name="提出时间")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="退回时间")),
                ("return_reason", models.CharField(blank=True, max_length=300, verbose_name="退回理由")),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="退回人",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="提出人"
                    ),
                ),
                (
                    "vacancy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="recruitment.vacancy", verbose_name="岗位"
                    ),
                ),
            ],
            options={
                "verbose_name": "开考比例意见",
                "verbose_name_plural": "开考比例意见",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("vacancy",),
                        name="one_open_proposal_per_vacancy",
                        violation_error_message="这个岗位刚才已经提出意见，请刷新页面查看。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None), ("return_reason", "")),
                            models.Q(
                                ("closed_at__isnull", False), ("closed_by__isnull", False), models.Q(("return_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="closed_proposal_says_who_and_why",
                        violation_error_message="请写明退回的理由，经办人会收到。",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="openingdecision",
            name="proposed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="提出人",
            ),
        ),
        AddConstraintNotValid(
            model_name="openingdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", "keep"), ("proposed_by", None))
                | (models.Q(("proposed_by__isnull", False)) & models.Q(("proposed_by", models.F("decided_by")), _negated=True)),
                name="opening_decided_by_another",
                violation_error_message="提出人与审定人不能是同一人，请由另一位负责人审定。",
            ),
        ),
    ]
