"""Objections to a 公示 of 优秀 or 表彰."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bureaus.sealing


class Migration(migrations.Migration):
    dependencies = [
        ("bureaus", "0003_guards_of_offices"),
        ("evaluation", "0019_guards_of_ladder"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("received_on", models.DateField(verbose_name="收到日期")),
                (
                    "way",
                    models.CharField(
                        choices=[("phone", "来电"), ("letter", "来信"), ("visit", "来访"), ("mail", "电子邮件")],
                        max_length=10,
                        verbose_name="方式",
                    ),
                ),
                ("said_by", bureaus.sealing.SealedTextField(blank=True, verbose_name="反映人")),
                ("text", bureaus.sealing.SealedTextField(verbose_name="内容")),
                ("received_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("unfounded", "查无此事，或者不影响"), ("upheld", "查实，不应评为优秀、给予表彰")],
                        max_length=10,
                        verbose_name="结论",
                    ),
                ),
                ("finding", bureaus.sealing.SealedTextField(blank=True, verbose_name="核查情况")),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("excellent", "优秀"),
                            ("competent", "合格"),
                            ("basic", "基本合格"),
                            ("incompetent", "不合格"),
                            ("undetermined", "不确定等次"),
                        ],
                        max_length=20,
                        verbose_name="改为的等次",
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "appraisal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="evaluation.appraisal",
                        verbose_name="考核表",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
                    ),
                ),
                (
                    "commendation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="evaluation.commendation",
                        verbose_name="表彰",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bureaus.county", verbose_name="县（区）"
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="登记人"
                    ),
                ),
            ],
            options={
                "verbose_name": "考核、表彰公示异议",
                "verbose_name_plural": "考核、表彰公示异议",
                "ordering": ["-received_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("appraisal", None), ("commendation__isnull", False)),
                            models.Q(("appraisal__isnull", False), ("commendation", None)),
                            _connector="OR",
                        ),
                        name="objection_is_to_one_publicity",
                        violation_error_message="异议须针对一项考核优秀或者一项表彰的公示。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None), ("outcome", "")),
                            models.Q(models.Q(("outcome", ""), _negated=True), ("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="answered_objection_says_who",
                        violation_error_message="答复异议须记明结论、答复人和时间。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_by", None), models.Q(("closed_by", models.F("received_by")), _negated=True), _connector="OR"
                        ),
                        name="objection_answered_by_another",
                        violation_error_message="异议不能由登记人自己答复。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("appraisal__isnull", False), ("grade__in", ["competent", "basic", "incompetent"]), ("outcome", "upheld")
                            ),
                            models.Q(models.Q(("appraisal__isnull", False), ("outcome", "upheld"), _negated=True), ("grade", "")),
                            _connector="OR",
                        ),
                        name="upheld_objection_names_the_grade",
                        violation_error_message="考核优秀的异议查实的，须写明改为什么等次；其他的不写。",
                    ),
                ],
            },
        ),
    ]
