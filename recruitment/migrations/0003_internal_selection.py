"""Internal selection: the roster row an application rests on, the opinions of a 考核, its marks in the order of merit."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bureaus.sealing


class Migration(migrations.Migration):
    dependencies = [
        ("recruitment", "0002_guards"),
        ("staffing", "0008_filings_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(choices=[("office", "司法所"), ("bureau", "县（区）司法局")], max_length=10, verbose_name="意见方"),
                ),
                ("integrity", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="德")),
                ("ability", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="能")),
                ("diligence", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="勤")),
                ("results", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="绩")),
                ("probity", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="廉")),
                ("words", bureaus.sealing.SealedTextField(blank=True, verbose_name="评语")),
                ("entered_at", models.DateTimeField(verbose_name="填写时间")),
            ],
            options={
                "verbose_name": "考核意见",
                "verbose_name_plural": "考核意见",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="application",
            name="auxiliary",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applications",
                to="staffing.auxiliary",
                verbose_name="在册登记",
            ),
        ),
        migrations.AddField(
            model_name="standing",
            name="assessment",
            field=models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="考核成绩"),
        ),
        migrations.AlterField(
            model_name="attachment",
            name="kind",
            field=models.CharField(
                choices=[
                    ("photo", "照片"),
                    ("id_front", "身份证人像面"),
                    ("id_back", "身份证国徽面"),
                    ("diploma", "毕业证书"),
                    ("education_record", "学历证书电子注册备案表"),
                    ("residence", "户口簿或居住证明"),
                    ("preference", "优先条件证明"),
                    ("service", "在职证明和单位意见"),
                    ("insurance", "社保关系转移接续意见"),
                    ("party_file", "党组织关系转移意见"),
                ],
                max_length=20,
                verbose_name="材料",
            ),
        ),
        migrations.AlterField(
            model_name="standing",
            name="written",
            field=models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="笔试（考试）成绩"),
        ),
        migrations.AddConstraint(
            model_name="scheme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("values__dimension_integrity__isnull", True),
                    models.Q(("values__dimension_integrity__gte", 0), ("values__dimension_integrity__lte", 100)),
                    _connector="OR",
                ),
                name="scheme_dimension_integrity_in_bounds",
                violation_error_message="“德”占考核成绩应在 0 到 100%之间。",
            ),
        ),
        migrations.AddConstraint(
            model_name="scheme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("values__dimension_ability__isnull", True),
                    models.Q(("values__dimension_ability__gte", 0), ("values__dimension_ability__lte", 100)),
                    _connector="OR",
                ),
                name="scheme_dimension_ability_in_bounds",
                violation_error_message="“能”占考核成绩应在 0 到 100%之间。",
            ),
        ),
        migrations.AddConstraint(
            model_name="scheme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("values__dimension_diligence__isnull", True),
                    models.Q(("values__dimension_diligence__gte", 0), ("values__dimension_diligence__lte", 100)),
                    _connector="OR",
                ),
                name="scheme_dimension_diligence_in_bounds",
                violation_error_message="“勤”占考核成绩应在 0 到 100%之间。",
            ),
        ),
        migrations.AddConstraint(
            model_name="scheme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("values__dimension_results__isnull", True),
                    models.Q(("values__dimension_results__gte", 0), ("values__dimension_results__lte", 100)),
                    _connector="OR",
                ),
                name="scheme_dimension_results_in_bounds",
                violation_error_message="“绩”占考核成绩应在 0 到 100%之间。",
            ),
        ),
        migrations.AddConstraint(
            model_name="scheme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("values__dimension_probity__isnull", True),
                    models.Q(("values__dimension_probity__gte", 0), ("values__dimension_probity__lte", 100)),
                    _connector="OR",
                ),
                name="scheme_dimension_probity_in_bounds",
                violation_error_message="“廉”占考核成绩应在 0 到 100%之间。",
            ),
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("written__isnull", False), models.Q(("assessment__isnull", False), ("proposed", False)), _connector="OR"
                ),
                name="nobody_ranked_without_a_score",
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="recruitment.application", verbose_name="报名"
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="entered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="填写人"
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="score",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="opinion", to="recruitment.score", verbose_name="成绩"
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("side", "office")),
                fields=("application",),
                name="one_office_opinion_per_person",
                violation_error_message="这个人的司法所意见已经填写，请刷新页面查看。",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("score", None), ("side", "office")), models.Q(("score__isnull", False), ("side", "bureau")), _connector="OR"
                ),
                name="opinion_of_its_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ability__gte", 0),
                    ("diligence__gte", 0),
                    ("integrity__gte", 0),
                    ("probity__gte", 0),
                    ("results__gte", 0),
                    ("ability__lte", 100),
                    ("diligence__lte", 100),
                    ("integrity__lte", 100),
                    ("probity__lte", 100),
                    ("results__lte", 100),
                ),
                name="opinion_between_0_and_100",
                violation_error_message="德、能、勤、绩、廉每项应在 0 到 100 之间。",
            ),
        ),
        migrations.AlterConstraint(
            model_name="scheme",
            name="scheme_written_minutes_in_bounds",
            constraint=models.CheckConstraint(
                condition=models.Q(("values__written_minutes__isnull", True), ("values__written_minutes__gte", 1), _connector="OR"),
                name="scheme_written_minutes_in_bounds",
                violation_error_message="考试时长应不少于 1 分钟。",
            ),
        ),
    ]
