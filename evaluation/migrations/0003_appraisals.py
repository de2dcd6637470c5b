"""Appraisal templates, periods, sheets with each office's marks, 复核, opinions and packs."""

from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import documents.storage
import staffing.models.people


class Migration(migrations.Migration):
    dependencies = [
        ("bureaus", "0004_guards_of_offices"),
        ("evaluation", "0002_guards_of_renewals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AppraisalPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cycle",
                    models.CharField(
                        choices=[("month", "平时考核（月）"), ("quarter", "平时考核（季度）"), ("year", "年度考核"), ("term", "聘期考核")],
                        max_length=10,
                        verbose_name="考核类别",
                    ),
                ),
                ("first_day", models.DateField(verbose_name="第一天")),
                ("last_day", models.DateField(verbose_name="最后一天")),
                ("opened_at", models.DateTimeField(verbose_name="开始时间")),
                ("offered_at", models.DateTimeField(null=True, verbose_name="提交时间")),
                ("return_reason", models.CharField(blank=True, max_length=500, verbose_name="退回理由")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="审定时间")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审定人",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisal_periods",
                        to="bureaus.county",
                        verbose_name="县（区）",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="开始人"
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="拟定人",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核期",
                "verbose_name_plural": "考核期",
                "ordering": ["-last_day", "-first_day"],
            },
        ),
        migrations.CreateModel(
            name="Appraisal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_day", models.DateField(verbose_name="考核起始")),
                ("last_day", models.DateField(verbose_name="考核截止")),
                ("days_served", models.PositiveSmallIntegerField(verbose_name="任职天数")),
                ("on_probation", models.BooleanField(verbose_name="试用期未满")),
                ("undetermined", models.BooleanField(verbose_name="不定等次")),
                ("summary", models.TextField(blank=True, verbose_name="述职")),
                ("summary_at", models.DateTimeField(null=True, verbose_name="述职时间")),
                ("total", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="得分")),
                ("veto", models.CharField(blank=True, max_length=10, verbose_name="一票否决")),
                (
                    "best",
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
                        verbose_name="最高等次",
                    ),
                ),
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
                        verbose_name="等次",
                    ),
                ),
                ("grade_reason", models.CharField(blank=True, max_length=300, verbose_name="定等次的理由")),
                ("posted_on", models.DateField(null=True, verbose_name="公示发布")),
                ("posted_first", models.DateField(null=True, verbose_name="公示第一天")),
                ("posted_last", models.DateField(null=True, verbose_name="公示最后一天")),
                (
                    "receipt",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("signed", "本人签收"),
                            ("paper", "本人在纸质通知上签收"),
                            ("refused", "本人拒绝签收"),
                            ("absent", "本人不在，留置或者邮寄送达"),
                        ],
                        max_length=10,
                        verbose_name="送达方式",
                    ),
                ),
                ("receipt_note", models.CharField(blank=True, max_length=300, verbose_name="送达情况")),
                ("served_on", models.DateField(null=True, verbose_name="送达日期")),
                ("ask_until", models.DateField(null=True, verbose_name="申请复核截止")),
                ("final_at", models.DateTimeField(null=True, verbose_name="确定时间")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "assistant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisals",
                        to="staffing.assistant",
                        verbose_name="司法协理员",
                    ),
                ),
                (
                    "served_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="送达登记人",
                    ),
                ),
                (
                    "summary_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="述职填写人",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisals",
                        to="evaluation.appraisalperiod",
                        verbose_name="考核期",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核表",
                "verbose_name_plural": "考核表",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="AppraisalRecheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grounds", models.TextField(verbose_name="申请复核的理由")),
                ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                ("answer_by", models.DateField(verbose_name="答复期限")),
                (
                    "old_grade",
                    models.CharField(
                        choices=[
                            ("excellent", "优秀"),
                            ("competent", "合格"),
                            ("basic", "基本合格"),
                            ("incompetent", "不合格"),
                            ("undetermined", "不确定等次"),
                        ],
                        max_length=20,
                        verbose_name="原等次",
                    ),
                ),
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
                        verbose_name="复核等次",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
                    ),
                ),
                (
                    "appraisal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recheck",
                        to="evaluation.appraisal",
                        verbose_name="考核表",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="原审定人"
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="原拟定人"
                    ),
                ),
            ],
            options={
                "verbose_name": "考核复核",
                "verbose_name_plural": "考核复核",
            },
        ),
        migrations.CreateModel(
            name="AppraisalScheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edition", models.PositiveSmallIntegerField(verbose_name="版次")),
                ("integrity", models.PositiveSmallIntegerField(default=15, verbose_name="“德”的权重")),
                ("ability", models.PositiveSmallIntegerField(default=20, verbose_name="“能”的权重")),
                ("diligence", models.PositiveSmallIntegerField(default=15, verbose_name="“勤”的权重")),
                ("results", models.PositiveSmallIntegerField(default=40, verbose_name="“绩”的权重")),
                ("probity", models.PositiveSmallIntegerField(default=10, verbose_name="“廉”的权重")),
                ("excellent_line", models.DecimalField(decimal_places=2, default=Decimal("90"), max_digits=5, verbose_name="优秀分数线")),
                ("competent_line", models.DecimalField(decimal_places=2, default=Decimal("75"), max_digits=5, verbose_name="合格分数线")),
                ("basic_line", models.DecimalField(decimal_places=2, default=Decimal("60"), max_digits=5, verbose_name="基本合格分数线")),
                ("excellent_percent", models.PositiveSmallIntegerField(default=20, verbose_name="优秀的比例")),
                ("publicity_days", models.PositiveSmallIntegerField(default=5, verbose_name="优秀的公示时间")),
                ("ask_days", models.PositiveSmallIntegerField(default=10, verbose_name="申请复核的时间")),
                ("answer_days", models.PositiveSmallIntegerField(default=15, verbose_name="答复复核的时间")),
                ("vetoes", models.JSONField(blank=True, default=list, verbose_name="一票否决情形")),
                ("saved_at", models.DateTimeField(verbose_name="最后保存")),
                ("offered_at", models.DateTimeField(null=True, verbose_name="提交时间")),
                ("return_reason", models.CharField(blank=True, max_length=500, verbose_name="退回理由")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="审定时间")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审定人",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisal_schemes",
                        to="bureaus.county",
                        verbose_name="县（区）",
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
                "verbose_name": "考核模板",
                "verbose_name_plural": "考核模板",
                "ordering": ["-edition"],
            },
        ),
        migrations.AddField(
            model_name="appraisalperiod",
            name="scheme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="periods",
                to="evaluation.appraisalscheme",
                verbose_name="考核模板",
            ),
        ),
        migrations.CreateModel(
            name="OfficeMarks",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_day", models.DateField(verbose_name="任职起始")),
                ("last_day", models.DateField(verbose_name="任职截止")),
                ("months", models.PositiveSmallIntegerField(verbose_name="任职月数")),
                ("integrity", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="德")),
                ("ability", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="能")),
                ("diligence", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="勤")),
                ("results", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="绩")),
                ("probity", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="廉")),
                ("total", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="得分")),
                (
                    "suggestion",
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
                        verbose_name="建议等次",
                    ),
                ),
                ("opinion", models.TextField(blank=True, verbose_name="评语")),
                ("entered_at", models.DateTimeField(null=True, verbose_name="评分时间")),
                (
                    "appraisal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="evaluation.appraisal", verbose_name="考核表"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="评分人",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisal_marks",
                        to="bureaus.judicialoffice",
                        verbose_name="司法所",
                    ),
                ),
            ],
            options={
                "verbose_name": "司法所评分",
                "verbose_name_plural": "司法所评分",
                "ordering": ["first_day"],
            },
        ),
        migrations.CreateModel(
            name="OpinionCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(choices=[("peers", "民主测评"), ("served", "服务对象评价")], max_length=10, verbose_name="评价人"),
                ),
                ("question", models.CharField(max_length=20, verbose_name="项目")),
                (
                    "rating",
                    models.CharField(
                        choices=[("good", "好"), ("fair", "较好"), ("so_so", "一般"), ("poor", "较差")], max_length=10, verbose_name="评价"
                    ),
                ),
                ("number", models.PositiveIntegerField(default=0, verbose_name="人数")),
                (
                    "appraisal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinion_counts",
                        to="evaluation.appraisal",
                        verbose_name="考核表",
                    ),
                ),
            ],
            options={
                "verbose_name": "评价汇总",
                "verbose_name_plural": "评价汇总",
            },
        ),
        migrations.CreateModel(
            name="OpinionLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(choices=[("peers", "民主测评"), ("served", "服务对象评价")], max_length=10, verbose_name="评价人"),
                ),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="链接校验值")),
                ("made_on", models.DateField(verbose_name="发出日期")),
                ("used_on", models.DateField(null=True, verbose_name="使用日期")),
                (
                    "appraisal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinion_links",
                        to="evaluation.appraisal",
                        verbose_name="考核表",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="发出人"
                    ),
                ),
            ],
            options={
                "verbose_name": "评价链接",
                "verbose_name_plural": "评价链接",
            },
        ),
        migrations.CreateModel(
            name="AppraisalPack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                ("total", models.PositiveIntegerField(verbose_name="份数")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="已生成")),
                (
                    "pdf",
                    models.FileField(
                        blank=True, storage=documents.storage.SealedStorage(), upload_to=documents.storage.random_name, verbose_name="PDF"
                    ),
                ),
                ("finished_at", models.DateTimeField(null=True, verbose_name="完成时间")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="申请人"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packs",
                        to="evaluation.appraisalperiod",
                        verbose_name="考核期",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核登记表汇编",
                "verbose_name_plural": "考核登记表汇编",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done__lte", models.F("total"))),
                        name="pack_makes_no_more_than_it_holds",
                        violation_error_message="已生成的份数不能超过总份数。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at", None)),
                        fields=("period",),
                        name="one_pack_at_a_time",
                        violation_error_message="这个考核期的汇编正在生成，请稍候。",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="appraisal",
            index=models.Index(condition=models.Q(("posted_last__isnull", False)), fields=["posted_last"], name="appraisal_posted"),
        ),
        migrations.AddConstraint(
            model_name="appraisal",
            constraint=models.UniqueConstraint(
                fields=("period", "assistant"), name="one_appraisal_per_period", violation_error_message="这个人在这个考核期已有考核表。"
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("grade", ""),
                    models.Q(("best__in", ["excellent"]), ("grade", "excellent")),
                    models.Q(("best__in", ["excellent", "competent"]), ("grade", "competent")),
                    models.Q(("best__in", ["excellent", "competent", "basic"]), ("grade", "basic")),
                    models.Q(("best__in", ["excellent", "competent", "basic", "incompetent"]), ("grade", "incompetent")),
                    models.Q(("best", "undetermined"), ("grade", "undetermined")),
                    _connector="OR",
                ),
                name="grade_within_its_ceiling",
                violation_error_message="等次不能高于得分和一票否决情形所允许的最高等次。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("grade__in", ["", "undetermined"]), ("undetermined", True)),
                    models.Q(("undetermined", False), models.Q(("grade", "undetermined"), _negated=True)),
                    _connector="OR",
                ),
                name="undetermined_has_no_grade",
                violation_error_message="试用期未满或者任职不满一半时间的不确定等次，其他人应确定等次。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("posted_first", None), ("posted_last", None), ("posted_on", None)),
                    models.Q(
                        ("grade", "excellent"),
                        ("posted_first__gt", models.F("posted_on")),
                        ("posted_first__isnull", False),
                        ("posted_last__gte", models.F("posted_first")),
                        ("posted_last__isnull", False),
                        ("posted_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="only_excellent_is_posted",
                violation_error_message="只有优秀需要公示，公示须有起止日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ask_until", None), ("receipt", ""), ("served_by", None), ("served_on", None)),
                    models.Q(
                        models.Q(("receipt", ""), _negated=True),
                        models.Q(("grade", ""), _negated=True),
                        ("ask_until__gt", models.F("served_on")),
                        ("ask_until__isnull", False),
                        ("served_by__isnull", False),
                        ("served_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="served_appraisal_says_how",
                violation_error_message="送达须在定等次以后，并记明方式、日期和登记人。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisal",
            constraint=models.CheckConstraint(
                condition=models.Q(("final_at", None), models.Q(("receipt", ""), _negated=True), _connector="OR"),
                name="final_appraisal_was_served",
                violation_error_message="考核结果送达本人以后才能确定。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("receipt__in", ["refused", "absent"]), _negated=True),
                    models.Q(("receipt_note", ""), _negated=True),
                    _connector="OR",
                ),
                name="refused_receipt_is_explained",
                violation_error_message="拒绝签收或者本人不在的，须写明情况和见证人。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisalrecheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None), ("answered_by", None), ("grade", "")),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        models.Q(("grade", ""), _negated=True),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="answered_appraisal_recheck_says_what",
                violation_error_message="答复复核须写明结论和理由。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisalrecheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_by", None),
                    models.Q(
                        models.Q(("answered_by", models.F("prepared_by")), _negated=True),
                        models.Q(("answered_by", models.F("decided_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="appraisal_recheck_answered_by_another",
                violation_error_message="复核须由没有拟定、也没有审定这一等次的人答复。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisalscheme",
            constraint=models.UniqueConstraint(
                fields=("county", "edition"),
                name="one_appraisal_scheme_per_edition",
                violation_error_message="这一版考核模板已经建立，请打开继续填写。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisalscheme",
            constraint=models.UniqueConstraint(
                condition=models.Q(("confirmed_at", None)),
                fields=("county",),
                name="one_open_appraisal_scheme_per_county",
                violation_error_message="已有一份正在填写的考核模板，请打开继续填写。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisalscheme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "integrity",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(models.Value(100), "-", models.F("ability")),
                                    "-",
                                    models.F("diligence"),
                                ),
                                "-",
                                models.F("results"),
                            ),
                            "-",
                            models.F("probity"),
                        ),
                    )
                ),
                name="appraisal_weights_sum_to_a_hundred",
                violation_error_message="德、能、勤、绩、廉的权重应合计 100%。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisalscheme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("basic_line__gte", 0),
                    ("competent_line__gt", models.F("basic_line")),
                    ("excellent_line__gt", models.F("competent_line")),
                    ("excellent_line__lte", 100),
                ),
                name="appraisal_lines_fall",
                violation_error_message="等次分数线应由高到低：优秀、合格、基本合格。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisalscheme",
            constraint=models.CheckConstraint(
                condition=models.Q(("excellent_percent__lte", 20)),
                name="excellent_share_has_its_most",
                violation_error_message="优秀的比例不能超过 20%。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisalscheme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answer_days__gte", 5),
                    ("answer_days__lte", 30),
                    ("ask_days__gte", 5),
                    ("ask_days__lte", 30),
                    ("publicity_days__gte", 5),
                    ("publicity_days__lte", 15),
                ),
                name="appraisal_clocks_within_bounds",
                violation_error_message="公示、申请复核、答复复核的时间超出了允许的范围。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisalscheme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at", None), ("confirmed_by", None)),
                    models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False), ("offered_at__isnull", False)),
                    _connector="OR",
                ),
                name="confirmed_appraisal_scheme_says_who",
                violation_error_message="审定须记明审定人和时间。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisalscheme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by", None), models.Q(("confirmed_by", models.F("entered_by")), _negated=True), _connector="OR"
                ),
                name="appraisal_scheme_confirmed_by_another",
                violation_error_message="填报人与审定人不能是同一人。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisalperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day__gte", models.F("first_day"))),
                name="appraisal_period_ends_after_it_begins",
                violation_error_message="考核期的最后一天不能早于第一天。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisalperiod",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("county", "="),
                    ("cycle", "="),
                    (
                        staffing.models.people.OpenDateRange(
                            "first_day",
                            "last_day",
                            django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                        ),
                        "&&",
                    ),
                ],
                name="one_appraisal_period_at_a_time",
                violation_error_message="这段时间已经开始过同类的考核，请打开原来的考核期继续办理。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisalperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at", None), ("confirmed_by", None)),
                    models.Q(
                        ("confirmed_at__isnull", False),
                        ("confirmed_by__isnull", False),
                        ("offered_at__isnull", False),
                        ("prepared_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="confirmed_period_says_who",
                violation_error_message="审定等次须先由经办人提交，并记明审定人和时间。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appraisalperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by", None), models.Q(("confirmed_by", models.F("prepared_by")), _negated=True), _connector="OR"
                ),
                name="grades_confirmed_by_another",
                violation_error_message="拟定等次的人与审定的人不能是同一人。",
            ),
        ),
        migrations.AddConstraint(
            model_name="officemarks",
            constraint=models.UniqueConstraint(
                fields=("appraisal", "office"), name="one_mark_sheet_per_office", violation_error_message="这个司法所已有评分表。"
            ),
        ),
        migrations.AddConstraint(
            model_name="officemarks",
            constraint=models.CheckConstraint(
                condition=models.Q(("months__gte", 1)), name="office_weighs_a_month", violation_error_message="任职月数至少为 1。"
            ),
        ),
        migrations.AddConstraint(
            model_name="officemarks",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entered_at", None), ("entered_by", None), ("total", None)),
                    models.Q(
                        ("ability__gte", 0),
                        ("ability__isnull", False),
                        ("ability__lte", 100),
                        ("diligence__gte", 0),
                        ("diligence__isnull", False),
                        ("diligence__lte", 100),
                        ("entered_at__isnull", False),
                        ("entered_by__isnull", False),
                        ("integrity__gte", 0),
                        ("integrity__isnull", False),
                        ("integrity__lte", 100),
                        ("probity__gte", 0),
                        ("probity__isnull", False),
                        ("probity__lte", 100),
                        ("results__gte", 0),
                        ("results__isnull", False),
                        ("results__lte", 100),
                        ("total__gte", 0),
                        ("total__isnull", False),
                        ("total__lte", 100),
                    ),
                    _connector="OR",
                ),
                name="entered_marks_are_complete",
                violation_error_message="德、能、勤、绩、廉都应在 0 到 100 分之间。",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinioncount",
            constraint=models.UniqueConstraint(
                fields=("appraisal", "audience", "question", "rating"),
                name="one_count_per_rating",
                violation_error_message="这一项评价已有汇总。",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinionlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience__in", ["peers", "served"])),
                name="opinion_link_has_an_audience",
                violation_error_message="没有这种评价。",
            ),
        ),
    ]
