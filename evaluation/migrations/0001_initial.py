"""Log, appraisal, conduct, transfers and the end of contracts: every table with its constraints."""

from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models
from django.db.migrations import CreateModel

import documents.storage
import policy.attendance
import staffing.models.people
from bureaus.together import Together


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("evaluation", "0001_renewals"),
        ("evaluation", "0003_appraisals"),
        ("evaluation", "0005_transfers"),
        ("evaluation", "0007_log"),
        ("evaluation", "0009_conduct"),
    ]

    dependencies = [
        ("bureaus", "0001_initial"),
        ("documents", "0001_initial"),
        ("staffing", "0001_initial"),
    ]

    operations = [
        Together(
            CreateModel(
                name="AppraisalScheme",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "county",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="appraisal_schemes",
                            to="bureaus.county",
                            verbose_name="县（区）",
                        ),
                    ),
                    ("edition", models.PositiveSmallIntegerField(verbose_name="版次")),
                    ("integrity", models.PositiveSmallIntegerField(default=15, verbose_name="“德”的权重")),
                    ("ability", models.PositiveSmallIntegerField(default=20, verbose_name="“能”的权重")),
                    ("diligence", models.PositiveSmallIntegerField(default=15, verbose_name="“勤”的权重")),
                    ("results", models.PositiveSmallIntegerField(default=40, verbose_name="“绩”的权重")),
                    ("probity", models.PositiveSmallIntegerField(default=10, verbose_name="“廉”的权重")),
                    (
                        "excellent_line",
                        models.DecimalField(decimal_places=2, default=Decimal("90"), max_digits=5, verbose_name="优秀分数线"),
                    ),
                    (
                        "competent_line",
                        models.DecimalField(decimal_places=2, default=Decimal("75"), max_digits=5, verbose_name="合格分数线"),
                    ),
                    (
                        "basic_line",
                        models.DecimalField(decimal_places=2, default=Decimal("60"), max_digits=5, verbose_name="基本合格分数线"),
                    ),
                    ("excellent_percent", models.PositiveSmallIntegerField(default=20, verbose_name="优秀的比例")),
                    ("publicity_days", models.PositiveSmallIntegerField(default=5, verbose_name="优秀的公示时间")),
                    ("ask_days", models.PositiveSmallIntegerField(default=10, verbose_name="申请复核的时间")),
                    ("answer_days", models.PositiveSmallIntegerField(default=15, verbose_name="答复复核的时间")),
                    ("vetoes", models.JSONField(blank=True, default=list, verbose_name="一票否决情形")),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="填报人",
                        ),
                    ),
                    ("saved_at", models.DateTimeField(verbose_name="最后保存")),
                    ("offered_at", models.DateTimeField(null=True, verbose_name="提交时间")),
                    ("return_reason", models.CharField(blank=True, max_length=500, verbose_name="退回理由")),
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
                    ("confirmed_at", models.DateTimeField(null=True, verbose_name="审定时间")),
                    ("version", models.PositiveIntegerField(default=1)),
                ],
                options={
                    "verbose_name": "考核模板",
                    "verbose_name_plural": "考核模板",
                    "ordering": ["-edition"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("county", "edition"),
                            name="one_appraisal_scheme_per_edition",
                            violation_error_message="这一版考核模板已经建立，请打开继续填写。",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("confirmed_at", None)),
                            fields=("county",),
                            name="one_open_appraisal_scheme_per_county",
                            violation_error_message="已有一份正在填写的考核模板，请打开继续填写。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "integrity",
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.Value(100), "-", models.F("ability")
                                                ),
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
                        models.CheckConstraint(
                            condition=models.Q(
                                ("basic_line__gte", 0),
                                ("competent_line__gt", models.F("basic_line")),
                                ("excellent_line__gt", models.F("competent_line")),
                                ("excellent_line__lte", 100),
                            ),
                            name="appraisal_lines_fall",
                            violation_error_message="等次分数线应由高到低：优秀、合格、基本合格。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("excellent_percent__lte", 20)),
                            name="excellent_share_has_its_most",
                            violation_error_message="优秀的比例不能超过 20%。",
                        ),
                        models.CheckConstraint(
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
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("confirmed_at", None), ("confirmed_by", None)),
                                models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False), ("offered_at__isnull", False)),
                                _connector="OR",
                            ),
                            name="confirmed_appraisal_scheme_says_who",
                            violation_error_message="审定须记明审定人和时间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("confirmed_by", None), models.Q(("confirmed_by", models.F("entered_by")), _negated=True), _connector="OR"
                            ),
                            name="appraisal_scheme_confirmed_by_another",
                            violation_error_message="填报人与审定人不能是同一人。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="AppraisalPeriod",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        "scheme",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="periods",
                            to="evaluation.appraisalscheme",
                            verbose_name="考核模板",
                        ),
                    ),
                    (
                        "cycle",
                        models.CharField(
                            choices=[
                                ("month", "平时考核（月）"),
                                ("quarter", "平时考核（季度）"),
                                ("year", "年度考核"),
                                ("term", "聘期考核"),
                            ],
                            max_length=10,
                            verbose_name="考核类别",
                        ),
                    ),
                    ("first_day", models.DateField(verbose_name="第一天")),
                    ("last_day", models.DateField(verbose_name="最后一天")),
                    (
                        "opened_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="开始人",
                        ),
                    ),
                    ("opened_at", models.DateTimeField(verbose_name="开始时间")),
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
                    ("offered_at", models.DateTimeField(null=True, verbose_name="提交时间")),
                    ("return_reason", models.CharField(blank=True, max_length=500, verbose_name="退回理由")),
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
                    ("confirmed_at", models.DateTimeField(null=True, verbose_name="审定时间")),
                    ("version", models.PositiveIntegerField(default=1)),
                ],
                options={
                    "verbose_name": "考核期",
                    "verbose_name_plural": "考核期",
                    "ordering": ["-last_day", "-first_day"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("last_day__gte", models.F("first_day"))),
                            name="appraisal_period_ends_after_it_begins",
                            violation_error_message="考核期的最后一天不能早于第一天。",
                        ),
                        django.contrib.postgres.constraints.ExclusionConstraint(
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
                        models.CheckConstraint(
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
                        models.CheckConstraint(
                            condition=models.Q(
                                ("confirmed_by", None), models.Q(("confirmed_by", models.F("prepared_by")), _negated=True), _connector="OR"
                            ),
                            name="grades_confirmed_by_another",
                            violation_error_message="拟定等次的人与审定的人不能是同一人。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Appraisal",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "period",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="appraisals",
                            to="evaluation.appraisalperiod",
                            verbose_name="考核期",
                        ),
                    ),
                    (
                        "assistant",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="appraisals",
                            to="staffing.assistant",
                            verbose_name="司法协理员",
                        ),
                    ),
                    ("first_day", models.DateField(verbose_name="考核起始")),
                    ("last_day", models.DateField(verbose_name="考核截止")),
                    ("days_served", models.PositiveSmallIntegerField(verbose_name="任职天数")),
                    ("on_probation", models.BooleanField(verbose_name="试用期未满")),
                    ("undetermined", models.BooleanField(verbose_name="不定等次")),
                    ("summary", models.TextField(blank=True, verbose_name="述职")),
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
                    ("ask_until", models.DateField(null=True, verbose_name="申请复核截止")),
                    ("final_at", models.DateTimeField(null=True, verbose_name="确定时间")),
                    ("version", models.PositiveIntegerField(default=1)),
                ],
                options={
                    "verbose_name": "考核表",
                    "verbose_name_plural": "考核表",
                    "ordering": ["pk"],
                    "indexes": [
                        models.Index(condition=models.Q(("posted_last__isnull", False)), fields=["posted_last"], name="appraisal_posted")
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("period", "assistant"),
                            name="one_appraisal_per_period",
                            violation_error_message="这个人在这个考核期已有考核表。",
                        ),
                        models.CheckConstraint(
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
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("grade__in", ["", "undetermined"]), ("undetermined", True)),
                                models.Q(("undetermined", False), models.Q(("grade", "undetermined"), _negated=True)),
                                _connector="OR",
                            ),
                            name="undetermined_has_no_grade",
                            violation_error_message="试用期未满或者任职不满一半时间的不确定等次，其他人应确定等次。",
                        ),
                        models.CheckConstraint(
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
                        models.CheckConstraint(
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
                        models.CheckConstraint(
                            condition=models.Q(("final_at", None), models.Q(("receipt", ""), _negated=True), _connector="OR"),
                            name="final_appraisal_was_served",
                            violation_error_message="考核结果送达本人以后才能确定。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("receipt__in", ["refused", "absent"]), _negated=True),
                                models.Q(("receipt_note", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="refused_receipt_is_explained",
                            violation_error_message="拒绝签收或者本人不在的，须写明情况和见证人。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="OfficeMarks",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "appraisal",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="marks",
                            to="evaluation.appraisal",
                            verbose_name="考核表",
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
                    ("entered_at", models.DateTimeField(null=True, verbose_name="评分时间")),
                ],
                options={
                    "verbose_name": "司法所评分",
                    "verbose_name_plural": "司法所评分",
                    "ordering": ["first_day"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("appraisal", "office"),
                            name="one_mark_sheet_per_office",
                            violation_error_message="这个司法所已有评分表。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("months__gte", 1)),
                            name="office_weighs_a_month",
                            violation_error_message="任职月数至少为 1。",
                        ),
                        models.CheckConstraint(
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
                    ],
                },
            ),
            CreateModel(
                name="AppraisalRecheck",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "appraisal",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="recheck",
                            to="evaluation.appraisal",
                            verbose_name="考核表",
                        ),
                    ),
                    ("grounds", models.TextField(verbose_name="申请复核的理由")),
                    ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                    ("answer_by", models.DateField(verbose_name="答复期限")),
                    (
                        "prepared_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="原拟定人",
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="原审定人",
                        ),
                    ),
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
                    ("answered_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                ],
                options={
                    "verbose_name": "考核复核",
                    "verbose_name_plural": "考核复核",
                    "constraints": [
                        models.CheckConstraint(
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
                        models.CheckConstraint(
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
                    ],
                },
            ),
            CreateModel(
                name="Leave",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "assistant",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="leaves",
                            to="staffing.assistant",
                            verbose_name="司法协理员",
                        ),
                    ),
                    (
                        "office",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="bureaus.judicialoffice",
                            verbose_name="司法所",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("annual", "年休假"),
                                ("personal", "事假"),
                                ("sick", "病假"),
                                ("marriage", "婚假"),
                                ("maternity", "产假"),
                                ("paternity", "陪产假"),
                                ("childcare", "育儿假"),
                                ("bereavement", "丧假"),
                                ("injury", "工伤假"),
                                ("official", "公假"),
                            ],
                            max_length=20,
                            verbose_name="假别",
                        ),
                    ),
                    ("first_day", models.DateField(verbose_name="从")),
                    ("last_day", models.DateField(verbose_name="到")),
                    ("days", models.PositiveSmallIntegerField(verbose_name="天数")),
                    ("reason", models.CharField(max_length=200, verbose_name="事由")),
                    (
                        "approver",
                        models.CharField(
                            choices=[("office", "司法所所长"), ("deputy", "县（区）司法局分管负责人"), ("chief", "县（区）司法局局长")],
                            max_length=10,
                            verbose_name="批准人",
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("asked", "待所长意见"),
                                ("endorsed", "待局领导批准"),
                                ("approved", "已批准"),
                                ("refused", "不同意"),
                                ("withdrawn", "已撤回"),
                                ("cancelled", "已销假"),
                            ],
                            default="asked",
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="申请人",
                        ),
                    ),
                    ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                    (
                        "endorsed_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="所长",
                        ),
                    ),
                    ("endorsed_at", models.DateTimeField(null=True, verbose_name="所长意见时间")),
                    (
                        "decided_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="批准人",
                        ),
                    ),
                    ("decided_at", models.DateTimeField(null=True, verbose_name="批准时间")),
                    ("note", models.CharField(blank=True, max_length=200, verbose_name="意见")),
                    ("version", models.PositiveIntegerField(default=1)),
                ],
                options={
                    "verbose_name": "请假",
                    "verbose_name_plural": "请假",
                    "ordering": ["-first_day", "-pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("last_day__gte", models.F("first_day"))),
                            name="leave_ends_after_it_begins",
                            violation_error_message="请假的结束日期不能早于开始日期。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("days__gte", 1)),
                            name="leave_takes_a_day",
                            violation_error_message="这几天没有工作日，不用请假。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("decided_at", None), ("decided_by", None)),
                                models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="decided_leave_says_who",
                            violation_error_message="请假的决定须记明批准人和时间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state__in", ["approved", "refused"]), _negated=True),
                                ("decided_at__isnull", False),
                                _connector="OR",
                            ),
                            name="leave_is_decided_by_somebody",
                            violation_error_message="请假的决定须记明批准人和时间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("decided_by", None), models.Q(("decided_by", models.F("asked_by")), _negated=True), _connector="OR"
                                ),
                                models.Q(
                                    ("endorsed_by", None), models.Q(("endorsed_by", models.F("asked_by")), _negated=True), _connector="OR"
                                ),
                            ),
                            name="leave_decided_by_another",
                            violation_error_message="请假不能由申请人自己批准。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state__in", ["approved", "endorsed"]), _negated=True),
                                ("approver", policy.attendance.Approver["OFFICE"]),
                                ("endorsed_by__isnull", False),
                                _connector="OR",
                            ),
                            name="long_leave_passed_the_office",
                            violation_error_message="超过所长批准天数的请假，须先有所长意见。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "refused"), _negated=True), models.Q(("note", ""), _negated=True), _connector="OR"
                            ),
                            name="refused_leave_says_why",
                            violation_error_message="不同意请假须写明理由。",
                        ),
                        django.contrib.postgres.constraints.ExclusionConstraint(
                            condition=models.Q(("state__in", ["asked", "endorsed", "approved"])),
                            expressions=[
                                ("assistant", "="),
                                (
                                    staffing.models.people.OpenDateRange(
                                        "first_day",
                                        "last_day",
                                        django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                                    ),
                                    "&&",
                                ),
                            ],
                            name="no_overlapping_leave",
                            violation_error_message="这几天里已经有一份请假，请核对日期；要改的，先撤回原来的一份。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Attendance",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "assistant",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attendance",
                            to="staffing.assistant",
                            verbose_name="司法协理员",
                        ),
                    ),
                    (
                        "office",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="bureaus.judicialoffice",
                            verbose_name="司法所",
                        ),
                    ),
                    ("day", models.DateField(verbose_name="日期")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("present", "出勤"),
                                ("annual", "年休假"),
                                ("personal", "事假"),
                                ("sick", "病假"),
                                ("marriage", "婚假"),
                                ("maternity", "产假"),
                                ("paternity", "陪产假"),
                                ("childcare", "育儿假"),
                                ("bereavement", "丧假"),
                                ("injury", "工伤假"),
                                ("official", "公假"),
                                ("absent", "旷工"),
                            ],
                            max_length=20,
                            verbose_name="考勤",
                        ),
                    ),
                    (
                        "leave",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="days_away",
                            to="evaluation.leave",
                            verbose_name="请假",
                        ),
                    ),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                    ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                ],
                options={
                    "verbose_name": "考勤",
                    "verbose_name_plural": "考勤",
                    "ordering": ["day", "assistant"],
                    "indexes": [models.Index(fields=["office", "day"], name="attendance_of_office")],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("assistant", "day"),
                            name="one_attendance_per_day",
                            violation_error_message="这个人当天的考勤已经登记过。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("kind__in", ["present", "absent"]), ("leave", None)),
                                models.Q(models.Q(("kind__in", ["present", "absent"]), _negated=True), ("leave__isnull", False)),
                                _connector="OR",
                            ),
                            name="day_of_leave_rests_on_a_leave",
                            violation_error_message="请假的考勤由批准的请假写入；在考勤表里只填“出”或“旷”。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "kind__in",
                                    [
                                        "present",
                                        "annual",
                                        "personal",
                                        "sick",
                                        "marriage",
                                        "maternity",
                                        "paternity",
                                        "childcare",
                                        "bereavement",
                                        "injury",
                                        "official",
                                        "absent",
                                    ],
                                )
                            ),
                            name="attendance_is_of_a_kind",
                            violation_error_message="没有这种考勤。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="DailyRules",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "county",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="daily_rules",
                            to="bureaus.county",
                            verbose_name="县（区）",
                        ),
                    ),
                    ("office_days", models.PositiveSmallIntegerField(default=1, verbose_name="所长批准的天数")),
                    ("deputy_days", models.PositiveSmallIntegerField(default=3, verbose_name="分管负责人批准的天数")),
                    ("training_hours", models.PositiveSmallIntegerField(default=40, verbose_name="每年培训学时")),
                    ("fewest_breaches", models.PositiveSmallIntegerField(default=3, verbose_name="多次违规的最少次数")),
                    ("version", models.PositiveIntegerField(default=1)),
                ],
                options={
                    "verbose_name": "考勤和请假的规定",
                    "verbose_name_plural": "考勤和请假的规定",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("deputy_days__range", (1, 10)), ("office_days__range", (0, 3))),
                            name="leave_rules_within_bounds",
                            violation_error_message="所长批准的天数应在 0 到 3 之间，分管负责人批准的天数应在 1 到 10 之间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("deputy_days__gte", models.F("office_days"))),
                            name="deputy_approves_no_less_than_the_office",
                            violation_error_message="分管负责人批准的天数不能少于所长批准的天数。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("training_hours__range", (0, 200))),
                            name="training_hours_within_bounds",
                            violation_error_message="每年培训学时应在 0 到 200 之间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("fewest_breaches__range", (2, 5))),
                            name="fewest_breaches_within_bounds",
                            violation_error_message="多次违规的最少次数应在 2 到 5 之间。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="EarlierWork",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "assistant",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="earlier_work",
                            to="staffing.assistant",
                            verbose_name="司法协理员",
                        ),
                    ),
                    ("worked_since", models.DateField(verbose_name="参加工作时间")),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                    ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                ],
                options={
                    "verbose_name": "参加工作时间",
                    "verbose_name_plural": "参加工作时间",
                },
            ),
            CreateModel(
                name="Renewal",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "contract",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="decisions",
                            to="staffing.contract",
                            verbose_name="到期的合同",
                        ),
                    ),
                    (
                        "choice",
                        models.CharField(
                            choices=[("renew", "续聘"), ("end", "期满终止"), ("declined", "本人不续签，期满终止")],
                            max_length=10,
                            verbose_name="意见",
                        ),
                    ),
                    ("needed", models.BooleanField(verbose_name="工作需要")),
                    ("performance", models.BooleanField(verbose_name="综合工作表现良好")),
                    ("grades", models.CharField(blank=True, max_length=200, verbose_name="合同期内的考核等次")),
                    ("reasons", models.CharField(max_length=500, verbose_name="理由")),
                    ("term_months", models.PositiveSmallIntegerField(null=True, verbose_name="续聘期限（月）")),
                    ("open_ended", models.BooleanField(default=False, verbose_name="无固定期限")),
                    ("asks_for_fixed", models.BooleanField(default=False, verbose_name="本人书面提出订立固定期限")),
                    (
                        "request",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.storedfile",
                            verbose_name="本人书面申请",
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[("proposed", "待审定"), ("confirmed", "已审定"), ("returned", "退回修改")],
                            default="proposed",
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="提出人",
                        ),
                    ),
                    ("proposed_at", models.DateTimeField(verbose_name="提出时间")),
                    (
                        "decided_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="审定人",
                        ),
                    ),
                    ("decided_at", models.DateTimeField(null=True, verbose_name="审定时间")),
                    ("return_reason", models.CharField(blank=True, max_length=300, verbose_name="退回理由")),
                    ("version", models.PositiveIntegerField(default=1)),
                ],
                options={
                    "verbose_name": "续聘意见",
                    "verbose_name_plural": "续聘意见",
                    "ordering": ["-proposed_at", "-pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state__in", ["proposed", "confirmed"])),
                            fields=("contract",),
                            name="one_renewal_decision_per_contract",
                            violation_error_message="这份合同已经提出了意见，没有重复办理。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("decided_by", None), models.Q(("decided_by", models.F("proposed_by")), _negated=True), _connector="OR"
                            ),
                            name="renewal_decided_by_another",
                            violation_error_message="提出人与审定人不能是同一人。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("choice", "renew"), _negated=True),
                                models.Q(("needed", True), ("performance", True)),
                                _connector="OR",
                            ),
                            name="renewal_rests_on_need_and_work",
                            violation_error_message="续聘须同时具备工作需要和综合工作表现良好两项（四(四).续聘）。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("choice", "end"), _negated=True),
                                models.Q(("needed", True), ("performance", True), _negated=True),
                                _connector="OR",
                            ),
                            name="ending_rests_on_need_or_work",
                            violation_error_message="工作需要、综合工作表现良好的，应当续聘；本人不愿意续签的，请选“本人不续签”。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("choice", "renew"), ("open_ended", True), ("term_months", None)),
                                models.Q(
                                    ("choice", "renew"), ("open_ended", False), ("term_months__gte", 1), ("term_months__isnull", False)
                                ),
                                models.Q(("choice__in", ["end", "declined"]), ("open_ended", False), ("term_months", None)),
                                _connector="OR",
                            ),
                            name="renewal_states_its_term",
                            violation_error_message="续聘须写明期限：固定期限的月数，或者无固定期限，只能选一样；不续聘的不写期限。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("asks_for_fixed", False), ("request__isnull", False), _connector="OR"),
                            name="fixed_term_at_request_has_its_paper",
                            violation_error_message="本人提出订立固定期限合同的，请上传本人书面申请。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("decided_at", None), ("decided_by", None), ("return_reason", ""), ("state", "proposed")),
                                models.Q(
                                    ("decided_at__isnull", False),
                                    ("decided_by__isnull", False),
                                    ("return_reason", ""),
                                    ("state", "confirmed"),
                                ),
                                models.Q(
                                    ("decided_at__isnull", False),
                                    ("decided_by__isnull", False),
                                    ("state", "returned"),
                                    models.Q(("return_reason", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="decided_renewal_says_by_whom",
                            violation_error_message="审定或者退回须记明是谁、什么时间；退回还须写明理由。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Departure",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "contract",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="departures",
                            to="staffing.contract",
                            verbose_name="合同",
                        ),
                    ),
                    (
                        "renewal",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="departure",
                            to="evaluation.renewal",
                            verbose_name="不续聘的决定",
                        ),
                    ),
                    (
                        "ground",
                        models.CharField(
                            choices=[
                                ("resigned", "本人辞职"),
                                ("resigned_on_probation", "试用期内本人辞职"),
                                ("agreed", "单位提出、协商一致解除"),
                                ("probation_failed", "试用期不符合录用条件"),
                                ("breach", "严重违反规章制度"),
                                ("dereliction", "严重失职造成重大损害"),
                                ("second_job", "在其他单位兼职影响工作"),
                                ("deceit", "以欺诈等手段订立合同"),
                                ("convicted", "被依法追究刑事责任"),
                                ("illness", "医疗期满后不能工作"),
                                ("incompetent", "培训或者调岗后仍不能胜任"),
                                ("changed", "客观情况重大变化、协商不成"),
                                ("expired", "合同到期，单位不续聘或者降低条件"),
                                ("not_renewed_by_assistant", "合同到期，单位维持或者提高条件而本人不续签"),
                                ("retired", "享受基本养老保险待遇"),
                                ("died", "本人死亡或者被宣告失踪"),
                            ],
                            max_length=30,
                            verbose_name="事由",
                        ),
                    ),
                    ("notified_on", models.DateField(null=True, verbose_name="书面通知或者协议的日期")),
                    ("last_day", models.DateField(null=True, verbose_name="最后工作日")),
                    (
                        "paper",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.storedfile",
                            verbose_name="依据的书面材料",
                        ),
                    ),
                    ("reasons", models.CharField(blank=True, max_length=500, verbose_name="情况说明")),
                    ("average_pay", models.DecimalField(decimal_places=2, max_digits=10, null=True, verbose_name="解除前十二个月平均工资")),
                    (
                        "severance_months",
                        models.DecimalField(decimal_places=1, default=Decimal("0"), max_digits=4, verbose_name="经济补偿月数"),
                    ),
                    ("severance", models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name="经济补偿")),
                    (
                        "state",
                        models.CharField(
                            choices=[("proposed", "待审定"), ("confirmed", "已审定"), ("returned", "退回修改")],
                            default="proposed",
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                    ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                    (
                        "decided_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="审定人",
                        ),
                    ),
                    ("decided_at", models.DateTimeField(null=True, verbose_name="审定时间")),
                    ("return_reason", models.CharField(blank=True, max_length=300, verbose_name="退回理由")),
                    ("carried_out_at", models.DateTimeField(null=True, verbose_name="离岗时间")),
                    ("transferred_on", models.DateField(null=True, verbose_name="档案和社保转移日期")),
                    (
                        "transferred_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="转移登记人",
                        ),
                    ),
                    ("version", models.PositiveIntegerField(default=1)),
                ],
                options={
                    "verbose_name": "离职",
                    "verbose_name_plural": "离职",
                    "ordering": ["-entered_at", "-pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state__in", ["proposed", "confirmed"])),
                            fields=("contract",),
                            name="one_departure_per_contract",
                            violation_error_message="这份合同已经登记了离职，没有重复办理。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("decided_by", None), models.Q(("decided_by", models.F("entered_by")), _negated=True), _connector="OR"
                            ),
                            name="departure_decided_by_another",
                            violation_error_message="登记人与审定人不能是同一人。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("renewal__isnull", False),
                                models.Q(("last_day__isnull", False), ("notified_on__isnull", False), ("paper__isnull", False)),
                                _connector="OR",
                            ),
                            name="departure_rests_on_its_paper",
                            violation_error_message="离职须写明书面材料的日期、最后工作日，并上传书面材料。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("notified_on", None), ("last_day", None), ("last_day__gte", models.F("notified_on")), _connector="OR"
                            ),
                            name="departure_follows_its_notice",
                            violation_error_message="最后工作日不能早于书面通知或者协议的日期。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("decided_at", None), ("decided_by", None), ("return_reason", ""), ("state", "proposed")),
                                models.Q(
                                    ("decided_at__isnull", False),
                                    ("decided_by__isnull", False),
                                    ("return_reason", ""),
                                    ("state", "confirmed"),
                                ),
                                models.Q(
                                    ("decided_at__isnull", False),
                                    ("decided_by__isnull", False),
                                    ("state", "returned"),
                                    models.Q(("return_reason", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="decided_departure_says_by_whom",
                            violation_error_message="审定或者退回须记明是谁、什么时间；退回还须写明理由。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("carried_out_at", None), models.Q(("last_day__isnull", False), ("state", "confirmed")), _connector="OR"
                            ),
                            name="carried_out_departure_was_decided",
                            violation_error_message="离职须先审定、写明最后工作日，才能办理离岗。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("transferred_by", None), ("transferred_on", None)),
                                models.Q(
                                    ("carried_out_at__isnull", False), ("transferred_by__isnull", False), ("transferred_on__isnull", False)
                                ),
                                _connector="OR",
                            ),
                            name="transfer_follows_departure",
                            violation_error_message="离岗以后才能登记档案和社保的转移，并记明是谁登记的。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("average_pay", None), ("severance", None)),
                                models.Q(
                                    ("average_pay__gte", 0),
                                    ("average_pay__isnull", False),
                                    ("severance__gte", 0),
                                    ("severance__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="severance_follows_average_pay",
                            violation_error_message="经济补偿按平均工资计算，两项须同时填写，且不能是负数。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Incident",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "assistant",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="incidents",
                            to="staffing.assistant",
                            verbose_name="司法协理员",
                        ),
                    ),
                    ("day", models.DateField(verbose_name="发生日期")),
                    ("facts", models.CharField(max_length=500, verbose_name="事实")),
                    (
                        "evidence",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.storedfile",
                            verbose_name="证据材料",
                        ),
                    ),
                    (
                        "measure",
                        models.CharField(choices=[("reminder", "谈话提醒"), ("warning", "书面警告")], max_length=10, verbose_name="处理"),
                    ),
                    (
                        "defence",
                        models.CharField(
                            blank=True,
                            choices=[("given", "本人作了陈述、申辩"), ("none", "已告知，本人没有陈述、申辩")],
                            max_length=10,
                            verbose_name="陈述申辩",
                        ),
                    ),
                    ("statement", models.CharField(blank=True, max_length=500, verbose_name="陈述申辩的内容")),
                    (
                        "state",
                        models.CharField(
                            choices=[("proposed", "待审定"), ("confirmed", "已审定"), ("returned", "退回修改")],
                            default="proposed",
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                    ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                    (
                        "decided_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="审定人",
                        ),
                    ),
                    ("decided_at", models.DateTimeField(null=True, verbose_name="审定时间")),
                    ("return_reason", models.CharField(blank=True, max_length=300, verbose_name="退回理由")),
                    ("served_on", models.DateField(null=True, verbose_name="送达日期")),
                    (
                        "served_how",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("handed", "当面送达，本人签收"),
                                ("witnessed", "本人拒签，两人见证留置送达"),
                                ("posted", "邮寄送达，有签收记录"),
                            ],
                            max_length=10,
                            verbose_name="送达方式",
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
                    ("version", models.PositiveIntegerField(default=1)),
                ],
                options={
                    "verbose_name": "违规登记",
                    "verbose_name_plural": "违规登记",
                    "ordering": ["-day", "-pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("facts", ""), _negated=True),
                            name="incident_has_facts",
                            violation_error_message="违规登记须写明事实。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("defence", "given"), models.Q(("statement", ""), _negated=True)),
                                models.Q(models.Q(("defence", "given"), _negated=True), ("statement", "")),
                                _connector="OR",
                            ),
                            name="defence_is_written_down",
                            violation_error_message="本人作了陈述、申辩的，须写明内容；没有的，不写内容。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "confirmed"), _negated=True), models.Q(("defence", ""), _negated=True), _connector="OR"
                            ),
                            name="incident_is_heard_before_it_is_confirmed",
                            violation_error_message="还没有登记本人的陈述申辩，不能审定。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("decided_by", None), models.Q(("decided_by", models.F("entered_by")), _negated=True), _connector="OR"
                            ),
                            name="incident_confirmed_by_another",
                            violation_error_message="登记人与审定人不能是同一人。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("decided_at", None), ("decided_by", None), ("return_reason", ""), ("state", "proposed")),
                                models.Q(
                                    ("decided_at__isnull", False),
                                    ("decided_by__isnull", False),
                                    ("return_reason", ""),
                                    ("state", "confirmed"),
                                ),
                                models.Q(
                                    ("decided_at__isnull", False),
                                    ("decided_by__isnull", False),
                                    ("state", "returned"),
                                    models.Q(("return_reason", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="decided_incident_says_by_whom",
                            violation_error_message="审定或者退回须记明是谁、什么时间；退回还须写明理由。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("served_by", None), ("served_how", ""), ("served_on", None)),
                                models.Q(
                                    ("served_by__isnull", False),
                                    ("served_on__gte", models.F("day")),
                                    ("served_on__isnull", False),
                                    ("state", "confirmed"),
                                    models.Q(("served_how", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="served_notice_says_when_and_how",
                            violation_error_message="审定以后才能登记送达，并须写明日期（不早于发生日期）、方式和登记人。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Dismissal",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "contract",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="dismissals",
                            to="staffing.contract",
                            verbose_name="合同",
                        ),
                    ),
                    (
                        "ground",
                        models.CharField(
                            choices=[("repeated", "多次违规、经教育不改"), ("serious", "造成严重后果或者恶劣影响")],
                            max_length=10,
                            verbose_name="解聘事由",
                        ),
                    ),
                    (
                        "lawful",
                        models.CharField(
                            choices=[
                                ("breach", "严重违反规章制度"),
                                ("dereliction", "严重失职造成重大损害"),
                                ("incompetent", "培训或者调岗后仍不能胜任"),
                            ],
                            max_length=20,
                            verbose_name="法定事由",
                        ),
                    ),
                    ("facts", models.CharField(max_length=500, verbose_name="事实")),
                    ("finding", models.CharField(max_length=500, verbose_name="认定")),
                    (
                        "evidence",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.storedfile",
                            verbose_name="证据材料",
                        ),
                    ),
                    ("own_conduct", models.BooleanField(null=True, verbose_name="是否个人行为")),
                    ("grave_consequence", models.BooleanField(null=True, verbose_name="是否造成严重后果")),
                    ("bad_influence", models.BooleanField(null=True, verbose_name="是否造成恶劣影响")),
                    (
                        "defence",
                        models.CharField(
                            choices=[("given", "本人作了陈述、申辩"), ("none", "已告知，本人没有陈述、申辩")],
                            max_length=10,
                            verbose_name="陈述申辩",
                        ),
                    ),
                    ("statement", models.CharField(blank=True, max_length=500, verbose_name="陈述申辩的内容")),
                    ("union_told_on", models.DateField(verbose_name="通知工会的日期")),
                    (
                        "union_paper",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.storedfile",
                            verbose_name="通知工会的材料",
                        ),
                    ),
                    ("suspected_crime", models.BooleanField(verbose_name="是否涉嫌犯罪")),
                    ("referred_on", models.DateField(null=True, verbose_name="移交日期")),
                    ("referred_to", models.CharField(blank=True, max_length=60, verbose_name="移交机关")),
                    ("last_day", models.DateField(verbose_name="最后工作日")),
                    (
                        "state",
                        models.CharField(
                            choices=[("proposed", "待审定"), ("confirmed", "已审定"), ("returned", "退回修改")],
                            default="proposed",
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="提出人",
                        ),
                    ),
                    ("entered_at", models.DateTimeField(verbose_name="提出时间")),
                    (
                        "decided_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="审定人",
                        ),
                    ),
                    ("decided_at", models.DateTimeField(null=True, verbose_name="审定时间")),
                    ("return_reason", models.CharField(blank=True, max_length=300, verbose_name="退回理由")),
                    (
                        "departure",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="dismissal",
                            to="evaluation.departure",
                            verbose_name="离职",
                        ),
                    ),
                    ("version", models.PositiveIntegerField(default=1)),
                ],
                options={
                    "verbose_name": "解聘",
                    "verbose_name_plural": "解聘",
                    "ordering": ["-entered_at", "-pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state__in", ["proposed", "confirmed"])),
                            fields=("contract",),
                            name="one_dismissal_per_contract",
                            violation_error_message="这份合同已经提出了解聘，没有重复办理。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("ground", "repeated"), ("lawful__in", ("breach", "incompetent"))),
                                models.Q(("ground", "serious"), ("lawful__in", ("breach", "dereliction"))),
                                _connector="OR",
                            ),
                            name="dismissal_meets_a_lawful_ground",
                            violation_error_message="解聘还须符合《劳动合同法》规定的事由，请选择与解聘事由相应的一项。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(models.Q(("facts", ""), _negated=True), models.Q(("finding", ""), _negated=True)),
                            name="dismissal_has_facts_and_finding",
                            violation_error_message="解聘须写明事实和认定。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("ground", "repeated"),
                                models.Q(
                                    ("own_conduct", True),
                                    ("own_conduct__isnull", False),
                                    models.Q(
                                        models.Q(("grave_consequence", True), ("grave_consequence__isnull", False)),
                                        models.Q(("bad_influence", True), ("bad_influence__isnull", False)),
                                        _connector="OR",
                                    ),
                                ),
                                _connector="OR",
                            ),
                            name="serious_dismissal_has_its_finding",
                            violation_error_message="以此解聘的，须认定是个人行为，并造成严重后果或者恶劣影响。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("defence", "given"), models.Q(("statement", ""), _negated=True)),
                                models.Q(("defence", "none"), ("statement", "")),
                                _connector="OR",
                            ),
                            name="dismissal_hears_the_person",
                            violation_error_message="解聘须先听取陈述、申辩：本人作了的写明内容，没有的不写内容。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("referred_on", None), ("referred_to", ""), ("suspected_crime", False)),
                                models.Q(
                                    ("referred_on__isnull", False), ("suspected_crime", True), models.Q(("referred_to", ""), _negated=True)
                                ),
                                _connector="OR",
                            ),
                            name="suspected_crime_is_referred",
                            violation_error_message="涉嫌犯罪的，须写明移交日期和移交机关；不涉嫌犯罪的不填。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("decided_by", None), models.Q(("decided_by", models.F("entered_by")), _negated=True), _connector="OR"
                            ),
                            name="dismissal_decided_by_another",
                            violation_error_message="提出人与审定人不能是同一人。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("decided_at", None),
                                    ("decided_by", None),
                                    ("departure", None),
                                    ("return_reason", ""),
                                    ("state", "proposed"),
                                ),
                                models.Q(
                                    ("decided_at__isnull", False),
                                    ("decided_by__isnull", False),
                                    ("departure__isnull", False),
                                    ("return_reason", ""),
                                    ("state", "confirmed"),
                                ),
                                models.Q(
                                    ("decided_at__isnull", False),
                                    ("decided_by__isnull", False),
                                    ("departure", None),
                                    ("state", "returned"),
                                    models.Q(("return_reason", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="decided_dismissal_says_by_whom",
                            violation_error_message="审定须记明是谁、什么时间，并同时办理离职；退回须写明理由。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="LogEntry",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "assistant",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="entries",
                            to="staffing.assistant",
                            verbose_name="司法协理员",
                        ),
                    ),
                    (
                        "office",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="bureaus.judicialoffice",
                            verbose_name="司法所",
                        ),
                    ),
                    ("day", models.DateField(verbose_name="日期")),
                    (
                        "duty",
                        models.PositiveSmallIntegerField(
                            choices=[
                                (1, "1 指导调解"),
                                (2, "2 普法依法治理"),
                                (3, "3 公共法律服务"),
                                (4, "4 社区矫正"),
                                (5, "5 安置帮教"),
                                (6, "6 基层法治建设"),
                                (7, "7 行政执法协调监督"),
                                (8, "8 合法性审核（查）"),
                                (9, "9 立法意见建议"),
                                (10, "10 人民陪审员选任"),
                                (11, "11 远程视频会见"),
                                (12, "12 其他交办事务"),
                            ],
                            verbose_name="职责",
                        ),
                    ),
                    ("measures", models.JSONField(blank=True, default=dict, verbose_name="数量")),
                    ("text", models.CharField(blank=True, max_length=500, verbose_name="内容")),
                    ("officer", models.CharField(blank=True, max_length=30, verbose_name="承办人")),
                    (
                        "state",
                        models.CharField(
                            choices=[("draft", "草稿"), ("submitted", "已提交"), ("returned", "退回修改")],
                            default="draft",
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    ("written_at", models.DateTimeField(verbose_name="填写时间")),
                    ("submitted_at", models.DateTimeField(null=True, verbose_name="提交时间")),
                    (
                        "returned_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="退回人",
                        ),
                    ),
                    ("returned_at", models.DateTimeField(null=True, verbose_name="退回时间")),
                    ("return_reason", models.CharField(blank=True, max_length=200, verbose_name="退回理由")),
                    ("version", models.PositiveIntegerField(default=1)),
                ],
                options={
                    "verbose_name": "工作日志",
                    "verbose_name_plural": "工作日志",
                    "ordering": ["-day", "-pk"],
                    "indexes": [
                        models.Index(fields=["assistant", "-day", "-id"], name="entries_of_assistant"),
                        models.Index(fields=["office", "-day", "-id"], name="entries_of_office"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("duty__range", (1, 12))),
                            name="entry_is_of_a_duty",
                            violation_error_message="请从十二项岗位职责中选一项。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("state", "draft"),
                                models.Q(("duty__in", [4, 7, 8]), _negated=True),
                                models.Q(("officer", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="entry_names_its_officer",
                            violation_error_message="社区矫正、行政执法协调监督、合法性审核（查）由司法所工作人员承办，请写明承办人。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("state", "draft"),
                                models.Q(
                                    models.Q(("text", ""), _negated=True),
                                    models.Q(
                                        models.Q(("duty__in", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), _negated=True),
                                        ("text__contains", "协助"),
                                        _connector="OR",
                                    ),
                                ),
                                _connector="OR",
                            ),
                            name="entry_says_it_assists",
                            violation_error_message="请写明“协助”谁、做了什么。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("state", "draft"), ("submitted_at__isnull", False), _connector="OR"),
                            name="entry_handed_in_says_when",
                            violation_error_message="提交的日志须记明提交时间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "returned"), _negated=True),
                                models.Q(
                                    ("returned_at__isnull", False),
                                    ("returned_by__isnull", False),
                                    models.Q(("return_reason", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="returned_entry_says_why",
                            violation_error_message="退回日志须写明理由。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="EntryFile",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "entry",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="files", to="evaluation.logentry", verbose_name="日志"
                        ),
                    ),
                    (
                        "stored",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile", verbose_name="文件"
                        ),
                    ),
                ],
                options={
                    "verbose_name": "日志附件",
                    "verbose_name_plural": "日志附件",
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("entry", "stored"), name="one_attachment_once", violation_error_message="这个附件已经在这条日志里。"
                        )
                    ],
                },
            ),
            CreateModel(
                name="Month",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "office",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="months",
                            to="bureaus.judicialoffice",
                            verbose_name="司法所",
                        ),
                    ),
                    ("first_day", models.DateField(verbose_name="月份")),
                    (
                        "confirmed_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="确认人",
                        ),
                    ),
                    ("confirmed_at", models.DateTimeField(null=True, verbose_name="确认时间")),
                    (
                        "reopened_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="重新开放人",
                        ),
                    ),
                    ("reopened_at", models.DateTimeField(null=True, verbose_name="重新开放时间")),
                    ("reopen_reason", models.CharField(blank=True, max_length=200, verbose_name="重新开放理由")),
                    ("version", models.PositiveIntegerField(default=1)),
                ],
                options={
                    "verbose_name": "月度确认",
                    "verbose_name_plural": "月度确认",
                    "ordering": ["-first_day", "office"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("office", "first_day"),
                            name="one_row_per_office_and_month",
                            violation_error_message="这个司法所的这个月已经有记录。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("first_day__day", 1)),
                            name="month_begins_on_the_first",
                            violation_error_message="月份以当月 1 日表示。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("confirmed_at", None), ("confirmed_by", None)),
                                models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="confirmed_month_says_who",
                            violation_error_message="月度确认须记明确认人和时间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("reopen_reason", ""), ("reopened_at", None), ("reopened_by", None)),
                                models.Q(
                                    ("reopened_at__isnull", False),
                                    ("reopened_by__isnull", False),
                                    models.Q(("reopen_reason", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="reopened_month_says_why",
                            violation_error_message="重新开放须写明理由。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="OpinionLink",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        "audience",
                        models.CharField(choices=[("peers", "民主测评"), ("served", "服务对象评价")], max_length=10, verbose_name="评价人"),
                    ),
                    ("digest", models.CharField(max_length=64, unique=True, verbose_name="链接校验值")),
                    (
                        "made_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="发出人",
                        ),
                    ),
                    ("made_on", models.DateField(verbose_name="发出日期")),
                    ("used_on", models.DateField(null=True, verbose_name="使用日期")),
                ],
                options={
                    "verbose_name": "评价链接",
                    "verbose_name_plural": "评价链接",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("audience__in", ["peers", "served"])),
                            name="opinion_link_has_an_audience",
                            violation_error_message="没有这种评价。",
                        )
                    ],
                },
            ),
            CreateModel(
                name="OpinionCount",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "appraisal",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="opinion_counts",
                            to="evaluation.appraisal",
                            verbose_name="考核表",
                        ),
                    ),
                    (
                        "audience",
                        models.CharField(choices=[("peers", "民主测评"), ("served", "服务对象评价")], max_length=10, verbose_name="评价人"),
                    ),
                    ("question", models.CharField(max_length=20, verbose_name="项目")),
                    (
                        "rating",
                        models.CharField(
                            choices=[("good", "好"), ("fair", "较好"), ("so_so", "一般"), ("poor", "较差")],
                            max_length=10,
                            verbose_name="评价",
                        ),
                    ),
                    ("number", models.PositiveIntegerField(default=0, verbose_name="人数")),
                ],
                options={
                    "verbose_name": "评价汇总",
                    "verbose_name_plural": "评价汇总",
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("appraisal", "audience", "question", "rating"),
                            name="one_count_per_rating",
                            violation_error_message="这一项评价已有汇总。",
                        )
                    ],
                },
            ),
            CreateModel(
                name="AppraisalPack",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "period",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="packs",
                            to="evaluation.appraisalperiod",
                            verbose_name="考核期",
                        ),
                    ),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="申请人",
                        ),
                    ),
                    ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                    ("total", models.PositiveIntegerField(verbose_name="份数")),
                    ("done", models.PositiveIntegerField(default=0, verbose_name="已生成")),
                    (
                        "pdf",
                        models.FileField(
                            blank=True,
                            storage=documents.storage.SealedStorage(),
                            upload_to=documents.storage.random_name,
                            verbose_name="PDF",
                        ),
                    ),
                    ("finished_at", models.DateTimeField(null=True, verbose_name="完成时间")),
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
            CreateModel(
                name="Transfer",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "assistant",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="transfers",
                            to="staffing.assistant",
                            verbose_name="司法协理员",
                        ),
                    ),
                    (
                        "from_office",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="bureaus.judicialoffice",
                            verbose_name="原司法所",
                        ),
                    ),
                    (
                        "to_office",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="bureaus.judicialoffice",
                            verbose_name="调往司法所",
                        ),
                    ),
                    ("effective_on", models.DateField(verbose_name="生效日期")),
                    ("reason", models.CharField(max_length=300, verbose_name="调配理由")),
                    (
                        "consent",
                        models.CharField(choices=[("consented", "同意"), ("objected", "有异议")], max_length=10, verbose_name="本人意见"),
                    ),
                    ("statement", models.CharField(blank=True, max_length=300, verbose_name="本人陈述")),
                    ("answer", models.CharField(blank=True, max_length=300, verbose_name="对异议的答复")),
                    (
                        "state",
                        models.CharField(
                            choices=[("proposed", "待审定"), ("confirmed", "已审定"), ("returned", "退回修改")],
                            default="proposed",
                            max_length=10,
                            verbose_name="状态",
                        ),
                    ),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                    ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                    (
                        "decided_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="审定人",
                        ),
                    ),
                    ("decided_at", models.DateTimeField(null=True, verbose_name="审定时间")),
                    ("return_reason", models.CharField(blank=True, max_length=300, verbose_name="退回理由")),
                    ("version", models.PositiveIntegerField(default=1)),
                ],
                options={
                    "verbose_name": "调配",
                    "verbose_name_plural": "调配",
                    "ordering": ["-effective_on", "-pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state", "proposed")),
                            fields=("assistant",),
                            name="one_open_transfer_per_assistant",
                            violation_error_message="这个人已有一件调配在等审定，没有重复登记。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("from_office", models.F("to_office")), _negated=True),
                            name="transfer_goes_elsewhere",
                            violation_error_message="调往的司法所与原司法所相同，请重新选择。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("decided_by", None), models.Q(("decided_by", models.F("entered_by")), _negated=True), _connector="OR"
                            ),
                            name="transfer_decided_by_another",
                            violation_error_message="登记人与审定人不能是同一人。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("consent", "consented"),
                                models.Q(
                                    models.Q(("statement", ""), _negated=True),
                                    models.Q(("answer", ""), models.Q(("state", "proposed"), _negated=True), _connector="OR"),
                                ),
                                _connector="OR",
                            ),
                            name="objection_to_transfer_is_written_down",
                            violation_error_message="本人有异议的，须写明本人陈述；答复由审定人写。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("consent", "objected"), ("state", "confirmed"), _negated=True),
                                models.Q(("answer", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="objection_to_transfer_is_answered",
                            violation_error_message="本人有异议的，审定时须写明答复。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("decided_at", None), ("decided_by", None), ("return_reason", ""), ("state", "proposed")),
                                models.Q(
                                    ("decided_at__isnull", False),
                                    ("decided_by__isnull", False),
                                    ("return_reason", ""),
                                    ("state", "confirmed"),
                                ),
                                models.Q(
                                    ("decided_at__isnull", False),
                                    ("decided_by__isnull", False),
                                    ("state", "returned"),
                                    models.Q(("return_reason", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="decided_transfer_says_by_whom",
                            violation_error_message="审定或者退回须记明是谁、什么时间；退回还须写明理由。",
                        ),
                    ],
                },
            ),
        ),
    ]
