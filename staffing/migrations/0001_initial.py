"""Plans, filings, offices, rosters and contracts: every table with its constraints."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models
from django.db.migrations import CreateModel

import bureaus.sealing
import staffing.models.people
from bureaus.together import Together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("bureaus", "0001_initial"),
        ("documents", "0001_initial"),
    ]

    operations = [
        BtreeGistExtension(),
        Together(
            CreateModel(
                name="Assistant",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "person",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="service",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="账号",
                        ),
                    ),
                    (
                        "county",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="assistants",
                            to="bureaus.county",
                            verbose_name="县（区）",
                        ),
                    ),
                    ("name", models.CharField(max_length=30, verbose_name="姓名")),
                    ("sex", models.CharField(max_length=1, verbose_name="性别")),
                    ("id_number", bureaus.sealing.SealedTextField(verbose_name="公民身份号码")),
                    ("id_hash", models.CharField(editable=False, max_length=64)),
                    ("id_last4", models.CharField(max_length=4, verbose_name="身份证后四位")),
                    ("phone", bureaus.sealing.SealedTextField(blank=True, verbose_name="联系电话")),
                    ("registered_address", bureaus.sealing.SealedTextField(blank=True, verbose_name="户籍地址")),
                    ("address", bureaus.sealing.SealedTextField(blank=True, verbose_name="现住址")),
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
                    ("school", models.CharField(blank=True, max_length=60, verbose_name="毕业院校")),
                    ("major", models.CharField(blank=True, max_length=60, verbose_name="所学专业")),
                    ("version", models.PositiveIntegerField(default=1)),
                ],
                options={
                    "verbose_name": "司法协理员",
                    "verbose_name_plural": "司法协理员",
                    "ordering": ["pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("county", "id_hash"),
                            name="one_assistant_per_person_and_county",
                            violation_error_message="该人员已在本县司法协理员花名册中。",
                        )
                    ],
                },
            ),
            CreateModel(
                name="Posting",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "assistant",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="postings",
                            to="staffing.assistant",
                            verbose_name="司法协理员",
                        ),
                    ),
                    (
                        "office",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="postings",
                            to="bureaus.judicialoffice",
                            verbose_name="司法所",
                        ),
                    ),
                    ("first_day", models.DateField(verbose_name="到岗日期")),
                    ("last_day", models.DateField(null=True, verbose_name="离岗日期")),
                ],
                options={
                    "verbose_name": "任职",
                    "verbose_name_plural": "任职",
                    "ordering": ["first_day"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("last_day", None), ("last_day__gte", models.F("first_day")), _connector="OR"),
                            name="posting_ends_after_it_starts",
                            violation_error_message="离岗日期不能早于到岗日期。",
                        ),
                        django.contrib.postgres.constraints.ExclusionConstraint(
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
                            name="one_posting_at_a_time",
                            violation_error_message="同一时间只能在一个司法所任职。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Auxiliary",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        "office",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="auxiliaries",
                            to="bureaus.judicialoffice",
                            verbose_name="司法所",
                        ),
                    ),
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
                    ("version", models.PositiveIntegerField(default=1)),
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
            CreateModel(
                name="QuotaPlan",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("draft", "草稿"),
                                ("countersigned", "已会签"),
                                ("submitted", "已上报"),
                                ("returned", "退回修改"),
                                ("filed", "已备案"),
                            ],
                            default="draft",
                            max_length=20,
                            verbose_name="状态",
                        ),
                    ),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="编制人",
                        ),
                    ),
                    ("saved_at", models.DateTimeField(verbose_name="最后保存")),
                    ("offered_at", models.DateTimeField(null=True, verbose_name="送会签时间")),
                    ("sent_back_reason", models.TextField(blank=True, verbose_name="人社局退回理由")),
                    (
                        "countersigned_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="会签人",
                        ),
                    ),
                    ("countersigned_at", models.DateTimeField(null=True, verbose_name="会签时间")),
                    (
                        "submitted_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="上报人",
                        ),
                    ),
                    ("submitted_at", models.DateTimeField(null=True, verbose_name="上报时间")),
                    ("filing_number", models.CharField(blank=True, max_length=40, verbose_name="备案号")),
                    ("filed_at", models.DateTimeField(null=True, verbose_name="备案时间")),
                    ("version", models.PositiveIntegerField(default=1)),
                    (
                        "county",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="bureaus.county", verbose_name="县（区）"
                        ),
                    ),
                    ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                    ("edition", models.PositiveSmallIntegerField(default=1, verbose_name="版次")),
                    (
                        "replaces",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="replaced_by",
                            to="staffing.quotaplan",
                            verbose_name="替代的版次",
                        ),
                    ),
                    ("reason", models.TextField(blank=True, verbose_name="变更理由")),
                ],
                options={
                    "verbose_name": "数额核定方案",
                    "verbose_name_plural": "数额核定方案",
                    "ordering": ["-year", "county__code"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("county", "year", "edition"),
                            name="one_plan_per_county_year_and_edition",
                            violation_error_message="本县该年度已有数额核定方案，请打开原有方案继续填写。",
                        ),
                        models.UniqueConstraint(
                            fields=("replaces",),
                            name="one_next_edition_per_plan",
                            violation_error_message="这一版方案已经有了变更方案，请打开变更方案继续填写。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("edition", 1), ("replaces", None)),
                                models.Q(("edition__gt", 1), ("replaces__isnull", False), models.Q(("reason", ""), _negated=True)),
                                _connector="OR",
                            ),
                            name="later_edition_says_what_it_replaces_and_why",
                            violation_error_message="变更方案须写明替代哪一版和变更的理由。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("status__in", ["countersigned", "submitted", "filed"]), _negated=True),
                                models.Q(("countersigned_at__isnull", False), ("countersigned_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="plan_goes_up_countersigned",
                            violation_error_message="数额核定方案须先经人社局会签。",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("filing_number", ""), _negated=True),
                            fields=("filing_number",),
                            name="one_plan_per_filing_number",
                            violation_error_message="该备案号已经用于另一份方案，请换一个备案号。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("status", "filed"), _negated=True),
                                models.Q(("filed_at__isnull", False), models.Q(("filing_number", ""), _negated=True)),
                                _connector="OR",
                            ),
                            name="filed_plan_has_number_and_date",
                            violation_error_message="准予备案须有备案号和日期。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("status__in", ["submitted", "filed"]), _negated=True),
                                models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="submitted_plan_names_its_sender",
                            violation_error_message="上报须记明上报人和时间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("countersigned_by", None),
                                models.Q(("countersigned_by", models.F("entered_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="plan_countersigned_by_another",
                            violation_error_message="编制人与会签人不能是同一人。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("submitted_by", None), models.Q(("submitted_by", models.F("entered_by")), _negated=True), _connector="OR"
                            ),
                            name="plan_submitted_by_another",
                            violation_error_message="编制人与上报人不能是同一人。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="PlanLine",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "plan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="staffing.quotaplan", verbose_name="方案"
                        ),
                    ),
                    (
                        "office",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="plan_lines",
                            to="bureaus.judicialoffice",
                            verbose_name="司法所",
                        ),
                    ),
                    ("office_name", models.CharField(blank=True, max_length=40, verbose_name="司法所名称")),
                    ("established_posts", models.PositiveSmallIntegerField(null=True, verbose_name="政法专项编制")),
                    ("in_post", models.PositiveSmallIntegerField(null=True, verbose_name="实有")),
                    ("serving_assistants", models.PositiveSmallIntegerField(null=True, verbose_name="在岗协理员")),
                    ("planned_internal", models.PositiveSmallIntegerField(null=True, verbose_name="拟选聘")),
                    ("planned_public", models.PositiveSmallIntegerField(null=True, verbose_name="拟招聘")),
                ],
                options={
                    "verbose_name": "方案明细",
                    "verbose_name_plural": "方案明细",
                    "ordering": ["office__code"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("plan", "office"), name="one_line_per_office", violation_error_message="该司法所已在方案中。"
                        )
                    ],
                },
            ),
            CreateModel(
                name="Contract",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "county",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="contracts",
                            to="bureaus.county",
                            verbose_name="县（区）",
                        ),
                    ),
                    (
                        "line",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="contracts",
                            to="staffing.planline",
                            verbose_name="方案明细",
                        ),
                    ),
                    (
                        "track",
                        models.CharField(
                            choices=[("public", "面向社会公开招聘"), ("internal", "现有专职辅助人员择优选聘")],
                            max_length=20,
                            verbose_name="方式",
                        ),
                    ),
                    (
                        "office",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="contracts",
                            to="bureaus.judicialoffice",
                            verbose_name="司法所",
                        ),
                    ),
                    (
                        "assistant",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="contracts",
                            to="staffing.assistant",
                            verbose_name="司法协理员",
                        ),
                    ),
                    ("reference", models.CharField(max_length=100, unique=True, verbose_name="来源")),
                    (
                        "form",
                        models.CharField(
                            choices=[("labour", "劳动合同"), ("welfare", "公益性岗位劳动合同")],
                            default="labour",
                            max_length=10,
                            verbose_name="用工形式",
                        ),
                    ),
                    ("starts_on", models.DateField(verbose_name="用工之日")),
                    ("ends_on", models.DateField(null=True, verbose_name="期满日")),
                    (
                        "renews",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="renewals",
                            to="staffing.contract",
                            verbose_name="续订自",
                        ),
                    ),
                    ("probation_ends_on", models.DateField(null=True, verbose_name="试用期满日")),
                    ("signed_on", models.DateField(null=True, verbose_name="签订日期")),
                    ("ended_on", models.DateField(null=True, verbose_name="解除或者终止日期")),
                    ("ended_ground", models.CharField(blank=True, max_length=30, verbose_name="解除或者终止事由")),
                    ("departed_at", models.DateTimeField(null=True, verbose_name="台账记离岗的时间")),
                    ("late_consequence", models.CharField(blank=True, max_length=200, verbose_name="逾期签订的后果")),
                    ("open_condition", models.CharField(blank=True, max_length=300, verbose_name="未办结的聘用条件")),
                    (
                        "prepared_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="经办人",
                        ),
                    ),
                    ("prepared_at", models.DateTimeField(verbose_name="拟定时间")),
                    (
                        "signed_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="签订人",
                        ),
                    ),
                    ("version", models.PositiveIntegerField(default=1)),
                ],
                options={
                    "verbose_name": "聘用合同",
                    "verbose_name_plural": "聘用合同",
                    "ordering": ["pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("ends_on", None), ("ends_on__gt", models.F("starts_on")), _connector="OR"),
                            name="contract_ends_after_it_starts",
                            violation_error_message="期满日须晚于用工之日。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("probation_ends_on", None),
                                models.Q(
                                    ("probation_ends_on__gte", models.F("starts_on")),
                                    models.Q(("ends_on", None), ("probation_ends_on__lte", models.F("ends_on")), _connector="OR"),
                                ),
                                _connector="OR",
                            ),
                            name="probation_lies_within_the_contract",
                            violation_error_message="试用期须在合同期限之内。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("signed_by", None), models.Q(("signed_by", models.F("prepared_by")), _negated=True), _connector="OR"
                            ),
                            name="contract_signed_by_another",
                            violation_error_message="拟定人与签订人不能是同一人。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("signed_on", None), models.Q(("assistant__isnull", False), ("signed_by__isnull", False)), _connector="OR"
                            ),
                            name="signed_contract_names_its_people",
                            violation_error_message="已签订的合同须记明双方。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("signed_on", None), ("open_condition", ""), _connector="OR"),
                            name="open_condition_bars_signing",
                            violation_error_message="聘用条件还没有办结，不能签订合同。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("ended_ground", ""), ("ended_on", None)),
                                models.Q(
                                    ("ended_on__isnull", False), ("signed_on__isnull", False), models.Q(("ended_ground", ""), _negated=True)
                                ),
                                _connector="OR",
                            ),
                            name="ended_contract_was_signed_and_says_why",
                            violation_error_message="解除的须是已签订的合同，并写明事由。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("departed_at", None), ("ended_on__isnull", False), _connector="OR"),
                            name="departure_follows_an_ending",
                            violation_error_message="合同还没有解除或者终止，台账不能记离岗。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("renews", None), ("probation_ends_on", None), _connector="OR"),
                            name="renewed_contract_has_no_probation",
                            violation_error_message="同一用人单位与同一劳动者只能约定一次试用期，续订的合同不能再约定。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("renews", None), ("assistant__isnull", False), _connector="OR"),
                            name="renewed_contract_names_its_person",
                            violation_error_message="续订的合同须是同一个人的。",
                        ),
                        models.UniqueConstraint(
                            fields=("renews",),
                            name="one_renewal_per_contract",
                            violation_error_message="这份合同已经拟定了续订的合同，没有重复办理。",
                        ),
                        django.contrib.postgres.constraints.ExclusionConstraint(
                            condition=models.Q(
                                ("signed_on__isnull", False),
                                models.Q(("ended_on", None), ("ended_on__gte", models.F("starts_on")), _connector="OR"),
                            ),
                            expressions=[
                                ("assistant", "="),
                                (
                                    staffing.models.people.OpenDateRange(
                                        "starts_on",
                                        django.db.models.functions.comparison.Coalesce("ended_on", "ends_on"),
                                        django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                                    ),
                                    "&&",
                                ),
                            ],
                            name="no_overlapping_contracts",
                            violation_error_message="该人员在这段时间内已有一份合同。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Establishment",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "office",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="establishment",
                            to="bureaus.judicialoffice",
                            verbose_name="司法所",
                        ),
                    ),
                    ("holds_from", models.DateField(verbose_name="起算日期")),
                    ("established_posts", models.PositiveSmallIntegerField(null=True, verbose_name="政法专项编制")),
                    ("in_post", models.PositiveSmallIntegerField(null=True, verbose_name="实有")),
                    ("auxiliary", models.PositiveSmallIntegerField(null=True, verbose_name="专职辅助人员")),
                    ("source", models.CharField(blank=True, max_length=100, verbose_name="依据")),
                    ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
                    (
                        "corrects",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="corrected_by",
                            to="staffing.establishment",
                            verbose_name="更正的记录",
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
                    "verbose_name": "编制情况",
                    "verbose_name_plural": "编制情况",
                    "ordering": ["office__code", "-holds_from", "-pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("corrects", None)),
                            fields=("office", "holds_from"),
                            name="one_establishment_per_office_and_day",
                            violation_error_message="该司法所这一天的编制情况刚刚有人登记，请刷新页面后作为更正登记。",
                        ),
                        models.UniqueConstraint(
                            fields=("corrects",),
                            name="one_correction_per_establishment",
                            violation_error_message="这条编制情况刚刚有人更正，请刷新页面后核对最新内容。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("corrects", None),
                                models.Q(models.Q(("note", ""), _negated=True), models.Q(("corrects", models.F("pk")), _negated=True)),
                                _connector="OR",
                            ),
                            name="establishment_correction_says_why",
                            violation_error_message="更正编制情况须在备注中写明理由。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Matter",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("draft", "草稿"),
                                ("countersigned", "已会签"),
                                ("submitted", "已上报"),
                                ("returned", "退回修改"),
                                ("filed", "已备案"),
                            ],
                            default="draft",
                            max_length=20,
                            verbose_name="状态",
                        ),
                    ),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="编制人",
                        ),
                    ),
                    ("saved_at", models.DateTimeField(verbose_name="最后保存")),
                    ("offered_at", models.DateTimeField(null=True, verbose_name="送会签时间")),
                    ("sent_back_reason", models.TextField(blank=True, verbose_name="人社局退回理由")),
                    (
                        "countersigned_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="会签人",
                        ),
                    ),
                    ("countersigned_at", models.DateTimeField(null=True, verbose_name="会签时间")),
                    (
                        "submitted_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="上报人",
                        ),
                    ),
                    ("submitted_at", models.DateTimeField(null=True, verbose_name="上报时间")),
                    ("filing_number", models.CharField(blank=True, max_length=40, verbose_name="备案号")),
                    ("filed_at", models.DateTimeField(null=True, verbose_name="备案时间")),
                    ("version", models.PositiveIntegerField(default=1)),
                    (
                        "county",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="matters",
                            to="bureaus.county",
                            verbose_name="县（区）",
                        ),
                    ),
                    ("kind", models.CharField(max_length=40, verbose_name="种类")),
                    ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                    ("occasion", models.PositiveSmallIntegerField(default=1, verbose_name="第几次")),
                    ("joint", models.BooleanField(default=False, verbose_name="须会签")),
                    ("content", models.JSONField(default=dict, verbose_name="内容")),
                ],
                options={
                    "verbose_name": "上报材料",
                    "verbose_name_plural": "上报材料",
                    "ordering": ["-year", "county__code", "kind", "occasion"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("county", "kind", "year", "occasion"),
                            name="one_matter_per_county_kind_and_year",
                            violation_error_message="本县该年度已有这项材料，请打开原有的继续填写。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("status", "countersigned"), _negated=True),
                                models.Q(("countersigned_at__isnull", False), ("countersigned_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="countersigned_matter_names_its_signer",
                            violation_error_message="会签须记明会签人和时间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("joint", False),
                                models.Q(("status__in", ["submitted", "filed"]), _negated=True),
                                models.Q(("countersigned_at__isnull", False), ("countersigned_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="joint_matter_goes_up_countersigned",
                            violation_error_message="这项材料须先经人社局会签。",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("filing_number", ""), _negated=True),
                            fields=("filing_number",),
                            name="one_matter_per_filing_number",
                            violation_error_message="该备案号已经用于另一份材料，请换一个备案号。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("status", "filed"), _negated=True),
                                models.Q(("filed_at__isnull", False), models.Q(("filing_number", ""), _negated=True)),
                                _connector="OR",
                            ),
                            name="filed_matter_has_number_and_date",
                            violation_error_message="准予备案须有备案号和日期。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("status__in", ["submitted", "filed"]), _negated=True),
                                models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="submitted_matter_names_its_sender",
                            violation_error_message="上报须记明上报人和时间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("countersigned_by", None),
                                models.Q(("countersigned_by", models.F("entered_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="matter_countersigned_by_another",
                            violation_error_message="拟稿人与会签人不能是同一人。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("submitted_by", None), models.Q(("submitted_by", models.F("entered_by")), _negated=True), _connector="OR"
                            ),
                            name="matter_submitted_by_another",
                            violation_error_message="拟稿人与上报人不能是同一人。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Enclosure",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "county",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bureaus.county", verbose_name="县（区）"
                        ),
                    ),
                    (
                        "matter",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="enclosures",
                            to="staffing.matter",
                            verbose_name="材料",
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="enclosures",
                            to="staffing.quotaplan",
                            verbose_name="方案",
                        ),
                    ),
                    ("key", models.CharField(max_length=40, verbose_name="附件名目")),
                    (
                        "file",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile", verbose_name="文件"
                        ),
                    ),
                    (
                        "added_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="上传人",
                        ),
                    ),
                    ("added_at", models.DateTimeField(verbose_name="上传时间")),
                ],
                options={
                    "verbose_name": "附件",
                    "verbose_name_plural": "附件",
                    "ordering": ["pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("matter__isnull", True), ("plan__isnull", False)),
                                models.Q(("matter__isnull", False), ("plan__isnull", True)),
                                _connector="OR",
                            ),
                            name="enclosure_of_one_thing",
                            violation_error_message="附件须属于一份材料或一份方案。",
                        )
                    ],
                },
            ),
            CreateModel(
                name="Difficulty",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "county",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="difficulties",
                            to="bureaus.county",
                            verbose_name="县（区）",
                        ),
                    ),
                    ("what", models.TextField(verbose_name="难点堵点")),
                    (
                        "solver",
                        models.CharField(
                            choices=[
                                ("government", "县（区）政府"),
                                ("hr", "县（区）人社局"),
                                ("finance", "县（区）财政局"),
                                ("politics_law", "县（区）委政法委"),
                                ("city", "市司法局"),
                                ("other", "其他部门"),
                            ],
                            max_length=20,
                            verbose_name="由谁解决",
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[("open", "待解决"), ("worked_on", "协调中"), ("solved", "已解决")],
                            default="open",
                            max_length=10,
                            verbose_name="进展",
                        ),
                    ),
                    ("note", models.TextField(blank=True, verbose_name="进展说明")),
                    (
                        "noted_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                    ("noted_at", models.DateTimeField(verbose_name="登记时间")),
                    ("changed_at", models.DateTimeField(verbose_name="最后更新")),
                    ("version", models.PositiveIntegerField(default=1)),
                ],
                options={
                    "verbose_name": "难点堵点",
                    "verbose_name_plural": "难点堵点",
                    "ordering": ["-noted_at", "-pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "solved"), _negated=True), models.Q(("note", ""), _negated=True), _connector="OR"
                            ),
                            name="solved_difficulty_says_how",
                            violation_error_message="已解决的难点堵点，请写明怎样解决的。",
                        )
                    ],
                },
            ),
            CreateModel(
                name="Filing",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "county",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="filings",
                            to="bureaus.county",
                            verbose_name="县（区）",
                        ),
                    ),
                    ("kind", models.CharField(default="quota", max_length=40, verbose_name="种类")),
                    (
                        "plan",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="filings",
                            to="staffing.quotaplan",
                            verbose_name="方案",
                        ),
                    ),
                    (
                        "matter",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="filings",
                            to="staffing.matter",
                            verbose_name="材料",
                        ),
                    ),
                    ("title", models.CharField(max_length=120, verbose_name="名称")),
                    ("ordinal", models.PositiveSmallIntegerField(default=1, verbose_name="第几次上报")),
                    ("lines", models.JSONField(default=list, verbose_name="上报内容")),
                    ("content", models.JSONField(default=dict, verbose_name="正文")),
                    ("enclosures", models.JSONField(default=list, verbose_name="附件")),
                    ("difficulties", models.JSONField(default=list, verbose_name="难点堵点")),
                    (
                        "countersigned_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="会签人",
                        ),
                    ),
                    ("countersigned_at", models.DateTimeField(null=True, verbose_name="会签时间")),
                    (
                        "submitted_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="上报人",
                        ),
                    ),
                    ("submitted_at", models.DateTimeField(verbose_name="上报时间")),
                    (
                        "opened_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="拆阅人",
                        ),
                    ),
                    ("opened_at", models.DateTimeField(null=True, verbose_name="拆阅时间")),
                    (
                        "outcome",
                        models.CharField(
                            blank=True,
                            choices=[("filed", "准予备案"), ("returned", "退回修改"), ("withdrawn", "县（区）撤回")],
                            max_length=10,
                            verbose_name="结论",
                        ),
                    ),
                    ("opinion", models.TextField(blank=True, verbose_name="意见")),
                    ("checklist", models.JSONField(default=dict, verbose_name="核对清单")),
                    ("filing_number", models.CharField(blank=True, max_length=40, verbose_name="备案号")),
                    (
                        "decided_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="办理人",
                        ),
                    ),
                    ("decided_at", models.DateTimeField(null=True, verbose_name="办理时间")),
                ],
                options={
                    "verbose_name": "上报记录",
                    "verbose_name_plural": "上报记录",
                    "ordering": ["-submitted_at", "-pk"],
                    "indexes": [models.Index(fields=["county", "kind", "-submitted_at"], name="filing_of_kind")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("matter__isnull", False), ("plan__isnull", True)),
                                models.Q(("matter__isnull", True), ("plan__isnull", False)),
                                _connector="OR",
                            ),
                            name="filing_of_one_thing",
                            violation_error_message="上报记录须属于一份方案或一份材料。",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("decided_at", None)),
                            fields=("plan",),
                            name="one_open_filing_per_plan",
                            violation_error_message="该方案已上报，正在等待市局办理。",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("decided_at", None)),
                            fields=("matter",),
                            name="one_open_filing_per_matter",
                            violation_error_message="该材料已上报，正在等待市局办理。",
                        ),
                        models.UniqueConstraint(
                            fields=("plan", "ordinal"),
                            name="filings_of_a_plan_are_counted",
                            violation_error_message="这一次上报已经登记过。",
                        ),
                        models.UniqueConstraint(
                            fields=("matter", "ordinal"),
                            name="filings_of_a_matter_are_counted",
                            violation_error_message="这一次上报已经登记过。",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("filing_number", ""), _negated=True),
                            fields=("filing_number",),
                            name="one_filing_per_number",
                            violation_error_message="该备案号已经用过，请换一个备案号。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("outcome", "returned"), _negated=True), models.Q(("opinion", ""), _negated=True), _connector="OR"
                            ),
                            name="return_says_why",
                            violation_error_message="退回修改须写明理由。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("decided_at", None), ("decided_by", None), ("outcome", "")),
                                models.Q(
                                    models.Q(("outcome", ""), _negated=True), ("decided_at__isnull", False), ("decided_by__isnull", False)
                                ),
                                _connector="OR",
                            ),
                            name="decided_filing_says_who_and_when",
                            violation_error_message="市局结论须记明办理人和时间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("outcome", "filed"), models.Q(("filing_number", ""), _negated=True)),
                                models.Q(models.Q(("outcome", "filed"), _negated=True), ("filing_number", "")),
                                _connector="OR",
                            ),
                            name="only_what_is_filed_has_a_number",
                            violation_error_message="准予备案的须有备案号，其他的不能有。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(models.Q(("outcome", "withdrawn"), _negated=True), ("opened_at", None), _connector="OR"),
                            name="what_was_opened_is_not_withdrawn",
                            violation_error_message="市司法局已经拆阅，不能再撤回；需要修改的，请与市司法局联系退回。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("outcome__in", ["filed", "returned"]), _negated=True),
                                models.Q(("opened_at__isnull", False), ("opened_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="what_is_answered_was_opened",
                            violation_error_message="市司法局须先拆阅，才能作出结论。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("opened_at", None), ("opened_by", None)),
                                models.Q(("opened_at__isnull", False), ("opened_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="opened_filing_says_by_whom",
                            violation_error_message="拆阅须记明拆阅人和时间。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Comment",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "filing",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="comments",
                            to="staffing.filing",
                            verbose_name="上报记录",
                        ),
                    ),
                    ("place", models.CharField(blank=True, max_length=80, verbose_name="位置")),
                    ("text", models.TextField(verbose_name="批注")),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="批注人",
                        ),
                    ),
                    ("at", models.DateTimeField(verbose_name="批注时间")),
                ],
                options={
                    "verbose_name": "批注",
                    "verbose_name_plural": "批注",
                    "ordering": ["pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("text", ""), _negated=True),
                            name="comment_says_something",
                            violation_error_message="请写批注内容。",
                        )
                    ],
                },
            ),
            CreateModel(
                name="ProvincialFiling",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "filing",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="provincial",
                            to="staffing.filing",
                            verbose_name="上报记录",
                        ),
                    ),
                    ("number", models.CharField(max_length=60, verbose_name="省厅文号")),
                    ("filed_on", models.DateField(verbose_name="报备日期")),
                    (
                        "paper",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.storedfile",
                            verbose_name="报备文件",
                        ),
                    ),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ],
                options={
                    "verbose_name": "省厅备案",
                    "verbose_name_plural": "省厅备案",
                    "ordering": ["-pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("number", ""), _negated=True),
                            name="provincial_filing_has_a_number",
                            violation_error_message="请填写省司法厅的文号。",
                        )
                    ],
                },
            ),
            CreateModel(
                name="Invitation",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "assistant",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="invitations",
                            to="staffing.assistant",
                            verbose_name="司法协理员",
                        ),
                    ),
                    ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                    (
                        "sent_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="发送人",
                        ),
                    ),
                    ("sent_at", models.DateTimeField(verbose_name="发送时间")),
                    ("lapses_at", models.DateTimeField(verbose_name="失效时间")),
                    ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="已试次数")),
                    ("voided_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                    ("used_at", models.DateTimeField(null=True, verbose_name="使用时间")),
                    (
                        "used_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="使用的账号",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "账号开通链接",
                    "verbose_name_plural": "账号开通链接",
                    "ordering": ["-sent_at", "-pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("used_at", None), ("voided_at", None)),
                            fields=("assistant",),
                            name="one_open_invitation_per_assistant",
                            violation_error_message="这个人已有一个没有用过的开通链接。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("used_at", None), ("used_by", None)),
                                models.Q(("used_at__isnull", False), ("used_by__isnull", False), ("voided_at", None)),
                                _connector="OR",
                            ),
                            name="used_invitation_names_its_account",
                            violation_error_message="用过的链接须记明账号，作废的链接不能使用。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("used_at", None), ("used_at__lt", models.F("lapses_at")), _connector="OR"),
                            name="invitation_used_in_time",
                            violation_error_message="链接已经过期，请联系县（区）司法局重新发送。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("tries__lte", 5)),
                            name="invitation_tried_five_times",
                            violation_error_message="这个链接已试满 5 次，请联系县（区）司法局重新发送。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="LedgerEntry",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "line",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="ledger",
                            to="staffing.planline",
                            verbose_name="方案明细",
                        ),
                    ),
                    (
                        "track",
                        models.CharField(
                            choices=[("public", "面向社会公开招聘"), ("internal", "现有专职辅助人员择优选聘")],
                            max_length=20,
                            verbose_name="方式",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[("reserved", "已预留"), ("filled", "已聘用"), ("released", "已离岗")],
                            max_length=10,
                            verbose_name="类别",
                        ),
                    ),
                    ("number", models.SmallIntegerField(verbose_name="人数")),
                    ("reference", models.CharField(max_length=100, verbose_name="依据")),
                    ("at", models.DateTimeField(verbose_name="时间")),
                ],
                options={
                    "verbose_name": "数额台账",
                    "verbose_name_plural": "数额台账",
                    "ordering": ["pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("line", "track", "kind", "reference"),
                            name="one_ledger_entry_per_reference",
                            violation_error_message="这一项已经记入数额台账，没有重复记账。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("kind", "reserved"), models.Q(("number", 0), _negated=True)),
                                models.Q(("kind__in", ["filled", "released"]), ("number__gte", 1)),
                                _connector="OR",
                            ),
                            name="ledger_entry_moves_people",
                            violation_error_message="记入台账的人数至少为 1。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Programme",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("title", models.CharField(max_length=60, unique=True, verbose_name="名称")),
                    (
                        "set_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="安排人",
                        ),
                    ),
                    ("set_at", models.DateTimeField(verbose_name="安排时间")),
                ],
                options={
                    "verbose_name": "试点计划",
                    "verbose_name_plural": "试点计划",
                    "ordering": ["pk"],
                },
            ),
            CreateModel(
                name="Phase",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "programme",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="phases",
                            to="staffing.programme",
                            verbose_name="试点计划",
                        ),
                    ),
                    ("key", models.CharField(max_length=40, verbose_name="代码")),
                    ("title", models.CharField(max_length=40, verbose_name="名称")),
                    ("ref", models.CharField(blank=True, max_length=20, verbose_name="条款")),
                    ("quote", models.TextField(blank=True, verbose_name="原文")),
                    ("first_day", models.DateField(verbose_name="开始")),
                    ("last_day", models.DateField(verbose_name="截止")),
                ],
                options={
                    "verbose_name": "阶段",
                    "verbose_name_plural": "阶段",
                    "ordering": ["programme", "first_day", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("programme", "key"), name="one_phase_per_key", violation_error_message="这个阶段已在计划中。"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("last_day__gte", models.F("first_day"))),
                            name="phase_ends_after_it_begins",
                            violation_error_message="阶段的截止日期不能早于开始日期。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Obligation",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "phase",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="obligations",
                            to="staffing.phase",
                            verbose_name="阶段",
                        ),
                    ),
                    ("key", models.CharField(max_length=40, verbose_name="代码")),
                    ("title", models.CharField(max_length=60, verbose_name="名称")),
                    ("ref", models.CharField(blank=True, max_length=20, verbose_name="条款")),
                    ("quote", models.TextField(blank=True, verbose_name="原文")),
                    ("owed_by", models.CharField(max_length=20, verbose_name="由谁完成")),
                    ("proof", models.CharField(max_length=60, verbose_name="以什么为准")),
                    ("evidence", models.CharField(max_length=20, verbose_name="凭据")),
                ],
                options={
                    "verbose_name": "试点任务",
                    "verbose_name_plural": "试点任务",
                    "ordering": ["phase", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("phase", "key"), name="one_obligation_per_key", violation_error_message="这项任务已在该阶段中。"
                        )
                    ],
                },
            ),
            CreateModel(
                name="Proof",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "obligation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="proofs",
                            to="staffing.obligation",
                            verbose_name="任务",
                        ),
                    ),
                    (
                        "county",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="bureaus.county",
                            verbose_name="县（区）",
                        ),
                    ),
                    ("done_on", models.DateField(verbose_name="完成日期")),
                    ("reference", models.CharField(max_length=120, verbose_name="依据")),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                    ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                ],
                options={
                    "verbose_name": "试点任务完成记录",
                    "verbose_name_plural": "试点任务完成记录",
                    "ordering": ["pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("obligation", "county"),
                            name="one_proof_per_obligation_and_county",
                            nulls_distinct=False,
                            violation_error_message="这项任务已经登记完成，没有重复登记。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("reference", ""), _negated=True),
                            name="proof_says_by_what",
                            violation_error_message="请写明完成的依据。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Training",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                    ("entered_at", models.DateTimeField(verbose_name="登记时间")),
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
                    ("voided_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                    ("void_reason", models.CharField(blank=True, max_length=200, verbose_name="作废理由")),
                    ("held_on", models.DateField(verbose_name="培训日期")),
                    ("topic", models.CharField(max_length=100, verbose_name="培训内容")),
                    ("hours", models.DecimalField(decimal_places=1, max_digits=5, verbose_name="学时")),
                    ("organiser", models.CharField(max_length=60, verbose_name="组织单位")),
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
            CreateModel(
                name="HealthCheck",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                    ("entered_at", models.DateTimeField(verbose_name="登记时间")),
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
                    ("voided_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                    ("void_reason", models.CharField(blank=True, max_length=200, verbose_name="作废理由")),
                    ("checked_on", models.DateField(verbose_name="检查日期")),
                    ("conclusion", models.CharField(choices=[("fit", "合格"), ("unfit", "不合格")], max_length=10, verbose_name="结论")),
                    ("details", bureaus.sealing.SealedTextField(blank=True, verbose_name="具体情况")),
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
            CreateModel(
                name="Protection",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                    ("entered_at", models.DateTimeField(verbose_name="登记时间")),
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
                    ("voided_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                    ("void_reason", models.CharField(blank=True, max_length=200, verbose_name="作废理由")),
                    ("kind", bureaus.sealing.SealedTextField(verbose_name="情形")),
                    ("first_day", models.DateField(verbose_name="起始日期")),
                    ("last_day", models.DateField(null=True, verbose_name="结束日期")),
                    (
                        "evidence",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.storedfile",
                            verbose_name="证明材料",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "受保护状态",
                    "verbose_name_plural": "受保护状态",
                    "ordering": ["-first_day", "-pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("last_day", None), ("last_day__gte", models.F("first_day")), _connector="OR"),
                            name="protection_ends_after_it_begins",
                            violation_error_message="受保护状态的结束日期不能早于起始日期。",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("voided_at", None)),
                            fields=("assistant", "first_day"),
                            name="one_protection_per_first_day",
                            violation_error_message="这个人从当天起的受保护状态已经登记过，没有重复登记。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("void_reason", ""), ("voided_at", None), ("voided_by", None)),
                                models.Q(
                                    ("voided_at__isnull", False), ("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)
                                ),
                                _connector="OR",
                            ),
                            name="voided_protection_says_why",
                            violation_error_message="作废须写明理由。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Relative",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                    ("entered_at", models.DateTimeField(verbose_name="登记时间")),
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
                    ("voided_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                    ("void_reason", models.CharField(blank=True, max_length=200, verbose_name="作废理由")),
                    (
                        "office",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="relatives",
                            to="bureaus.judicialoffice",
                            verbose_name="亲属所在司法所",
                        ),
                    ),
                    (
                        "relation",
                        models.CharField(
                            choices=[
                                ("spouse", "夫妻关系"),
                                ("direct", "直系血亲关系"),
                                ("collateral", "三代以内旁系血亲关系"),
                                ("in_law", "近姻亲关系"),
                            ],
                            max_length=12,
                            verbose_name="关系",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "亲属任职申报",
                    "verbose_name_plural": "亲属任职申报",
                    "ordering": ["office__code", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("voided_at", None)),
                            fields=("assistant", "office"),
                            name="one_relative_per_office",
                            violation_error_message="这个司法所的亲属任职已经申报过，没有重复登记。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("void_reason", ""), ("voided_at", None), ("voided_by", None)),
                                models.Q(
                                    ("voided_at__isnull", False), ("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)
                                ),
                                _connector="OR",
                            ),
                            name="voided_relative_says_why",
                            violation_error_message="作废须写明理由。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Budget",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "county",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="%(class)ss",
                            to="bureaus.county",
                            verbose_name="县（区）",
                        ),
                    ),
                    ("paper_number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
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
                        "agreed_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="核定人",
                        ),
                    ),
                    ("agreed_at", models.DateTimeField(null=True, verbose_name="核定时间")),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                    ("edition", models.PositiveSmallIntegerField(default=1, verbose_name="版次")),
                    ("personnel", models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="人员经费")),
                    ("public_funds", models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="公用经费")),
                    ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
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
            CreateModel(
                name="PayScheme",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "county",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="%(class)ss",
                            to="bureaus.county",
                            verbose_name="县（区）",
                        ),
                    ),
                    ("paper_number", models.CharField(blank=True, max_length=60, verbose_name="文号")),
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
                        "agreed_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="核定人",
                        ),
                    ),
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
        ),
    ]
