"""Rosters, records of service, budget and pay."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import bureaus.sealing
import staffing.models.people


class Migration(migrations.Migration):
    dependencies = [
        ("bureaus", "0002_guards"),
        ("documents", "0002_guards"),
        ("staffing", "0004_guards_of_editions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="assistant",
            name="education",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (0, "其他"),
                    (10, "小学"),
                    (20, "初中"),
                    (30, "高中"),
                    (40, "中专、职高、技校"),
                    (45, "专科结业或肄业"),
                    (50, "大专"),
                    (60, "本科"),
                    (70, "研究生"),
                    (80, "硕士"),
                    (90, "博士"),
                ],
                null=True,
                verbose_name="学历",
            ),
        ),
        migrations.AddField(
            model_name="assistant",
            name="major",
            field=models.CharField(blank=True, max_length=60, verbose_name="所学专业"),
        ),
        migrations.AddField(
            model_name="assistant",
            name="school",
            field=models.CharField(blank=True, max_length=60, verbose_name="毕业院校"),
        ),
        migrations.AddField(
            model_name="assistant",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="contract",
            name="form",
            field=models.CharField(
                choices=[("labour", "劳动合同"), ("welfare", "公益性岗位劳动合同")],
                default="labour",
                max_length=10,
                verbose_name="用工形式",
            ),
        ),
        migrations.CreateModel(
            name="Auxiliary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=30, verbose_name="姓名")),
                ("sex", models.CharField(max_length=1, verbose_name="性别")),
                ("id_number", bureaus.sealing.SealedTextField(verbose_name="公民身份号码")),
                ("id_hash", models.CharField(editable=False, max_length=64)),
                ("id_last4", models.CharField(max_length=4, verbose_name="身份证后四位")),
                ("first_day", models.DateField(verbose_name="到岗日期")),
                ("last_day", models.DateField(null=True, verbose_name="离岗日期")),
                (
                    "education",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "其他"),
                            (10, "小学"),
                            (20, "初中"),
                            (30, "高中"),
                            (40, "中专、职高、技校"),
                            (45, "专科结业或肄业"),
                            (50, "大专"),
                            (60, "本科"),
                            (70, "研究生"),
                            (80, "硕士"),
                            (90, "博士"),
                        ],
                        null=True,
                        verbose_name="学历",
                    ),
                ),
                ("trainee", models.BooleanField(null=True, verbose_name="见习大学生")),
                ("retired_or_on_unpaid_leave", models.BooleanField(null=True, verbose_name="退休或停薪留职")),
                ("insurance_movable", models.BooleanField(null=True, verbose_name="社保可转移")),
                ("party_member", models.BooleanField(null=True, verbose_name="中共党员")),
                ("party_file_movable", models.BooleanField(null=True, verbose_name="组织关系可转移")),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="auxiliaries",
                        to="bureaus.county",
                        verbose_name="县（区）",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="登记人"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="auxiliaries",
                        to="bureaus.judicialoffice",
                        verbose_name="司法所",
                    ),
                ),
            ],
            options={
                "verbose_name": "在册辅助人员",
                "verbose_name_plural": "在册辅助人员",
                "ordering": ["county__code", "office__code", "pk"],
                "indexes": [models.Index(fields=["county", "first_day"], name="auxiliary_roster")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day", None), ("last_day__gte", models.F("first_day")), _connector="OR"),
                        name="auxiliary_leaves_after_coming",
                        violation_error_message="离岗日期不能早于到岗日期。",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("id_hash", "="),
                            (
                                staffing.models.people.OpenDateRange(
                                    "first_day",
                                    "last_day",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                                ),
                                "&&",
                            ),
                        ],
                        name="one_auxiliary_entry_at_a_time",
                        violation_error_message="该人员在这段时间内已在全市的在册辅助人员名单中，请先核对原登记的离岗日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Budget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("paper_number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("saved_at", models.DateTimeField(verbose_name="最后保存")),
                ("offered_at", models.DateTimeField(null=True, verbose_name="提交时间")),
                ("return_reason", models.CharField(blank=True, max_length=500, verbose_name="退回理由")),
                ("agreed_at", models.DateTimeField(null=True, verbose_name="核定时间")),
                ("version", models.PositiveIntegerField(default=1)),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("edition", models.PositiveSmallIntegerField(default=1, verbose_name="版次")),
                ("personnel", models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="人员经费")),
                ("public_funds", models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="公用经费")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="核定人",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="bureaus.county", verbose_name="县（区）"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                        verbose_name="依据文件",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="填报人"
                    ),
                ),
            ],
            options={
                "verbose_name": "经费预算",
                "verbose_name_plural": "经费预算",
                "ordering": ["-year", "-edition"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("county", "year", "edition"),
                        name="one_budget_per_edition",
                        violation_error_message="该年度的这一版预算已经建立，请打开继续填写。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("agreed_at", None)),
                        fields=("county", "year"),
                        name="one_open_budget_per_year",
                        violation_error_message="该年度已有一份正在填写的预算，请打开继续填写。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("personnel", None), ("personnel__gte", 0), _connector="OR"),
                            models.Q(("public_funds", None), ("public_funds__gte", 0), _connector="OR"),
                        ),
                        name="budget_is_not_negative",
                        violation_error_message="经费不能是负数。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at", None), ("agreed_by", None)),
                            models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False), ("offered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="agreed_budget_says_who_and_when",
                        violation_error_message="核定须记明核定人和时间。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_by", None), models.Q(("agreed_by", models.F("entered_by")), _negated=True), _connector="OR"
                        ),
                        name="budget_agreed_by_another",
                        violation_error_message="填报人与核定人不能是同一人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_at", None),
                            models.Q(("document__isnull", False), ("personnel__isnull", False), ("public_funds__isnull", False)),
                            _connector="OR",
                        ),
                        name="agreed_budget_is_complete",
                        violation_error_message="审定的预算须填全两项经费，并附预算文件。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HealthCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                ("voided_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                ("void_reason", models.CharField(blank=True, max_length=200, verbose_name="作废理由")),
                ("checked_on", models.DateField(verbose_name="检查日期")),
                ("conclusion", models.CharField(choices=[("fit", "合格"), ("unfit", "不合格")], max_length=10, verbose_name="结论")),
                ("details", bureaus.sealing.SealedTextField(blank=True, verbose_name="具体情况")),
                (
                    "assistant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_records",
                        to="staffing.assistant",
                        verbose_name="司法协理员",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="登记人"
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="作废人",
                    ),
                ),
            ],
            options={
                "verbose_name": "健康检查记录",
                "verbose_name_plural": "健康检查记录",
                "ordering": ["-checked_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("assistant", "checked_on"),
                        name="one_health_check_per_day",
                        violation_error_message="这个人当天的健康检查已经登记过，没有重复登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None), ("voided_by", None)),
                            models.Q(
                                ("voided_at__isnull", False), ("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="voided_health_check_says_why",
                        violation_error_message="作废须写明理由。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayScheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("paper_number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("saved_at", models.DateTimeField(verbose_name="最后保存")),
                ("offered_at", models.DateTimeField(null=True, verbose_name="提交时间")),
                ("return_reason", models.CharField(blank=True, max_length=500, verbose_name="退回理由")),
                ("agreed_at", models.DateTimeField(null=True, verbose_name="核定时间")),
                ("version", models.PositiveIntegerField(default=1)),
                ("effective_from", models.DateField(null=True, verbose_name="生效日期")),
                ("effective_to", models.DateField(null=True, verbose_name="失效日期")),
                ("base", models.DecimalField(decimal_places=2, max_digits=8, null=True, verbose_name="基本工资")),
                ("post", models.DecimalField(decimal_places=2, max_digits=8, null=True, verbose_name="岗位工资")),
                ("performance", models.DecimalField(decimal_places=2, max_digits=8, null=True, verbose_name="绩效工资")),
                ("yearly_step", models.DecimalField(decimal_places=2, max_digits=8, null=True, verbose_name="年度增长额")),
                ("least", models.DecimalField(decimal_places=2, max_digits=8, null=True, verbose_name="月工资下限")),
                ("most", models.DecimalField(decimal_places=2, max_digits=8, null=True, verbose_name="月工资上限")),
                ("allowances", models.JSONField(blank=True, default=list, verbose_name="津贴补贴")),
                ("growth", models.CharField(blank=True, max_length=300, verbose_name="工资增长办法")),
                ("insurance", models.TextField(blank=True, verbose_name="社会保险")),
                ("leave", models.TextField(blank=True, verbose_name="休息休假")),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="核定人",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="bureaus.county", verbose_name="县（区）"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                        verbose_name="依据文件",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="填报人"
                    ),
                ),
            ],
            options={
                "verbose_name": "薪酬方案",
                "verbose_name_plural": "薪酬方案",
                "ordering": ["-effective_from", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("agreed_at", None)),
                        fields=("county",),
                        name="one_open_pay_scheme_per_county",
                        violation_error_message="已有一份正在填写的薪酬方案，请打开继续填写。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("effective_to", None), ("effective_to__gte", models.F("effective_from")), _connector="OR"),
                        name="pay_scheme_ends_after_it_begins",
                        violation_error_message="失效日期不能早于生效日期。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("base__isnull", True), ("base__gte", 0), _connector="OR"),
                            models.Q(("post__isnull", True), ("post__gte", 0), _connector="OR"),
                            models.Q(("performance__isnull", True), ("performance__gte", 0), _connector="OR"),
                            models.Q(("yearly_step__isnull", True), ("yearly_step__gte", 0), _connector="OR"),
                            models.Q(("least__isnull", True), ("least__gte", 0), _connector="OR"),
                            models.Q(("most__isnull", True), ("most__gte", 0), _connector="OR"),
                        ),
                        name="pay_is_not_negative",
                        violation_error_message="工资数额不能是负数。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_at", None),
                            models.Q(
                                (
                                    "least__lte",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(models.F("base"), "+", models.F("post")),
                                        "+",
                                        models.F("performance"),
                                    ),
                                ),
                                (
                                    "most__gte",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(models.F("base"), "+", models.F("post")),
                                        "+",
                                        models.F("performance"),
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="agreed_pay_lies_within_its_bounds",
                        violation_error_message="基本、岗位、绩效工资合计须在月工资下限和上限之间。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at", None), ("agreed_by", None)),
                            models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False), ("offered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="agreed_pay_scheme_says_who_and_when",
                        violation_error_message="核定须记明核定人和时间。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_by", None), models.Q(("agreed_by", models.F("entered_by")), _negated=True), _connector="OR"
                        ),
                        name="pay_scheme_agreed_by_another",
                        violation_error_message="填报人与核定人不能是同一人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_at", None),
                            models.Q(
                                ("base__isnull", False),
                                ("effective_from__isnull", False),
                                ("least__isnull", False),
                                ("most__isnull", False),
                                ("performance__isnull", False),
                                ("post__isnull", False),
                                ("yearly_step__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="agreed_pay_scheme_is_complete",
                        violation_error_message="核定的薪酬方案须填全各项数额和生效日期。",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("agreed_at__isnull", False)),
                        expressions=[
                            ("county", "="),
                            (
                                staffing.models.people.OpenDateRange(
                                    "effective_from",
                                    "effective_to",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                                ),
                                "&&",
                            ),
                        ],
                        name="one_pay_scheme_in_force",
                        violation_error_message="同一时间只能有一份薪酬方案生效，请核对生效日期。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Training",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                ("voided_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                ("void_reason", models.CharField(blank=True, max_length=200, verbose_name="作废理由")),
                ("held_on", models.DateField(verbose_name="培训日期")),
                ("topic", models.CharField(max_length=100, verbose_name="培训内容")),
                ("hours", models.DecimalField(decimal_places=1, max_digits=5, verbose_name="学时")),
                ("organiser", models.CharField(max_length=60, verbose_name="组织单位")),
                (
                    "assistant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_records",
                        to="staffing.assistant",
                        verbose_name="司法协理员",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="登记人"
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="作废人",
                    ),
                ),
            ],
            options={
                "verbose_name": "培训记录",
                "verbose_name_plural": "培训记录",
                "ordering": ["-held_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("assistant", "held_on", "topic"),
                        name="one_training_per_day_and_topic",
                        violation_error_message="这个人当天的同一项培训已经登记过，没有重复登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours__gt", 0), ("hours__lte", 500)),
                        name="training_takes_hours",
                        violation_error_message="学时须大于 0，且不超过 500。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("void_reason", ""), ("voided_at", None), ("voided_by", None)),
                            models.Q(
                                ("voided_at__isnull", False), ("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="voided_training_says_why",
                        violation_error_message="作废须写明理由。",
                    ),
                ],
            },
        ),
    ]
