"""Intakes, rounds, applications and all that follows: every table with its constraints."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.migrations import CreateModel

import bureaus.sealing
from bureaus.together import Together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("bureaus", "0001_initial"),
        ("documents", "0001_initial"),
        ("staffing", "0001_initial"),
    ]

    operations = [
        Together(
            CreateModel(
                name="Intake",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("title", models.CharField(max_length=60, unique=True, verbose_name="名称")),
                    (
                        "track",
                        models.CharField(
                            choices=[("public", "面向社会公开招聘"), ("internal", "现有专职辅助人员择优选聘")],
                            max_length=20,
                            verbose_name="方式",
                        ),
                    ),
                    (
                        "opened_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="开设人",
                        ),
                    ),
                    ("opened_at", models.DateTimeField(verbose_name="开设时间")),
                    ("closed_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                ],
                options={
                    "verbose_name": "招聘期",
                    "verbose_name_plural": "招聘期",
                    "ordering": ["-opened_at"],
                },
            ),
            CreateModel(
                name="Round",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "intake",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="rounds",
                            to="recruitment.intake",
                            verbose_name="招聘期",
                        ),
                    ),
                    (
                        "county",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="bureaus.county", verbose_name="县（区）"
                        ),
                    ),
                    (
                        "plan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="rounds",
                            to="staffing.quotaplan",
                            verbose_name="备案方案",
                        ),
                    ),
                    ("title", models.CharField(max_length=80, verbose_name="名称")),
                    (
                        "stages",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=30), size=None, verbose_name="程序"
                        ),
                    ),
                    ("registration_opens_at", models.DateTimeField(verbose_name="报名开始")),
                    ("registration_closes_at", models.DateTimeField(verbose_name="报名截止")),
                    ("introduction", models.TextField(blank=True, verbose_name="公告前言")),
                    ("benefits", models.TextField(blank=True, verbose_name="待遇")),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="经办人",
                        ),
                    ),
                    ("created_at", models.DateTimeField(verbose_name="建立时间")),
                    ("announced_at", models.DateTimeField(null=True, verbose_name="公告发布时间")),
                    ("stage", models.CharField(default="announcement", max_length=30, verbose_name="当前环节")),
                    ("finished_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                    ("version", models.PositiveIntegerField(default=1)),
                ],
                options={
                    "verbose_name": "招聘批次",
                    "verbose_name_plural": "招聘批次",
                    "ordering": ["-created_at"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("county", "title"), name="one_round_title_per_county", violation_error_message="本县已有同名批次。"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("registration_closes_at__gt", models.F("registration_opens_at"))),
                            name="registration_closes_after_it_opens",
                            violation_error_message="报名截止须晚于报名开始。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Scheme",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "round",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE, related_name="scheme", to="recruitment.round", verbose_name="批次"
                        ),
                    ),
                    ("values", models.JSONField(verbose_name="方案数值")),
                    ("age_as_of", models.DateField(null=True, verbose_name="年龄基准日")),
                    ("education_as_of", models.DateField(null=True, verbose_name="学历基准日")),
                    ("residence_as_of", models.DateField(null=True, verbose_name="户籍、居住地基准日")),
                    ("experience_as_of", models.DateField(null=True, verbose_name="经历基准日")),
                    ("birth_from", models.DateField(null=True, verbose_name="出生日期起")),
                    ("birth_to", models.DateField(null=True, verbose_name="出生日期止")),
                    ("reason", models.CharField(blank=True, max_length=300, verbose_name="与通常做法不同的理由")),
                ],
                options={
                    "verbose_name": "招聘方案",
                    "verbose_name_plural": "招聘方案",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("birth_from", None), ("birth_to", None), ("birth_to__gte", models.F("birth_from")), _connector="OR"
                            ),
                            name="birth_window_is_in_order",
                            violation_error_message="出生日期的起止颠倒了，请核对。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("values__figures_hour__isnull", True),
                                models.Q(("values__figures_hour__gte", 0), ("values__figures_hour__lte", 23)),
                                _connector="OR",
                            ),
                            name="scheme_figures_hour_in_bounds",
                            violation_error_message="每日公布报名人数的时刻应在 0 到 23 时之间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("values__correction_days__isnull", True),
                                models.Q(("values__correction_days__gte", 1), ("values__correction_days__lte", 15)),
                                _connector="OR",
                            ),
                            name="scheme_correction_days_in_bounds",
                            violation_error_message="退回补正的时限应在 1 到 15 天之间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("values__written_minutes__isnull", True), ("values__written_minutes__gte", 1), _connector="OR"
                            ),
                            name="scheme_written_minutes_in_bounds",
                            violation_error_message="考试时长应不少于 1 分钟。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("values__room_size__isnull", True),
                                models.Q(("values__room_size__gte", 1), ("values__room_size__lte", 50)),
                                _connector="OR",
                            ),
                            name="scheme_room_size_in_bounds",
                            violation_error_message="每个考场的座位应在 1 到 50 个之间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("values__score_recheck_days__isnull", True), ("values__score_recheck_days__gte", 1), _connector="OR"
                            ),
                            name="scheme_score_recheck_days_in_bounds",
                            violation_error_message="申请成绩复核的时间应不少于 1 个工作日。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("values__publicity_days__isnull", True), ("values__publicity_days__gte", 5), _connector="OR"
                            ),
                            name="scheme_publicity_days_in_bounds",
                            violation_error_message="公示时间应不少于 5 个工作日。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("values__medical_recheck_days__isnull", True), ("values__medical_recheck_days__gte", 1), _connector="OR"
                            ),
                            name="scheme_medical_recheck_days_in_bounds",
                            violation_error_message="申请体检复检的时间应不少于 1 天。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("values__contract_years__isnull", True), ("values__contract_years__gte", 1), _connector="OR"
                            ),
                            name="scheme_contract_years_in_bounds",
                            violation_error_message="首个合同的年限应不少于 1 年。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("values__opening_ratio__isnull", True),
                                models.Q(("values__opening_ratio__gte", 1), ("values__opening_ratio__lte", 5)),
                                _connector="OR",
                            ),
                            name="scheme_opening_ratio_in_bounds",
                            violation_error_message="开考比例应在 1 到 5 倍之间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("values__interview_ratio__isnull", True), ("values__interview_ratio__gte", 1), _connector="OR"
                            ),
                            name="scheme_interview_ratio_in_bounds",
                            violation_error_message="面试入围比例应不少于 1 倍。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("values__interview_panelists__isnull", True), ("values__interview_panelists__gte", 5), _connector="OR"
                            ),
                            name="scheme_interview_panelists_in_bounds",
                            violation_error_message="面试考官人数应不少于 5 人。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("values__weight_written__isnull", True),
                                models.Q(("values__weight_written__gte", 0), ("values__weight_written__lte", 100)),
                                _connector="OR",
                            ),
                            name="scheme_weight_written_in_bounds",
                            violation_error_message="考试占综合成绩应在 0 到 100%之间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("values__weight_interview__isnull", True),
                                models.Q(("values__weight_interview__gte", 0), ("values__weight_interview__lte", 100)),
                                _connector="OR",
                            ),
                            name="scheme_weight_interview_in_bounds",
                            violation_error_message="面试占综合成绩应在 0 到 100%之间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("values__substitution_rounds__isnull", True), ("values__substitution_rounds__gte", 0), _connector="OR"
                            ),
                            name="scheme_substitution_rounds_in_bounds",
                            violation_error_message="递补的次数应不少于 0 次。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("values__dimension_integrity__isnull", True),
                                models.Q(("values__dimension_integrity__gte", 0), ("values__dimension_integrity__lte", 100)),
                                _connector="OR",
                            ),
                            name="scheme_dimension_integrity_in_bounds",
                            violation_error_message="“德”占考核成绩应在 0 到 100%之间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("values__dimension_ability__isnull", True),
                                models.Q(("values__dimension_ability__gte", 0), ("values__dimension_ability__lte", 100)),
                                _connector="OR",
                            ),
                            name="scheme_dimension_ability_in_bounds",
                            violation_error_message="“能”占考核成绩应在 0 到 100%之间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("values__dimension_diligence__isnull", True),
                                models.Q(("values__dimension_diligence__gte", 0), ("values__dimension_diligence__lte", 100)),
                                _connector="OR",
                            ),
                            name="scheme_dimension_diligence_in_bounds",
                            violation_error_message="“勤”占考核成绩应在 0 到 100%之间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("values__dimension_results__isnull", True),
                                models.Q(("values__dimension_results__gte", 0), ("values__dimension_results__lte", 100)),
                                _connector="OR",
                            ),
                            name="scheme_dimension_results_in_bounds",
                            violation_error_message="“绩”占考核成绩应在 0 到 100%之间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("values__dimension_probity__isnull", True),
                                models.Q(("values__dimension_probity__gte", 0), ("values__dimension_probity__lte", 100)),
                                _connector="OR",
                            ),
                            name="scheme_dimension_probity_in_bounds",
                            violation_error_message="“廉”占考核成绩应在 0 到 100%之间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("values__weight_assessment__isnull", True),
                                models.Q(("values__weight_assessment__gte", 0), ("values__weight_assessment__lte", 100)),
                                _connector="OR",
                            ),
                            name="scheme_weight_assessment_in_bounds",
                            violation_error_message="考核占综合成绩应在 0 到 100%之间。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Vacancy",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="vacancies",
                            to="recruitment.round",
                            verbose_name="批次",
                        ),
                    ),
                    (
                        "line",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="vacancies",
                            to="staffing.planline",
                            verbose_name="方案明细",
                        ),
                    ),
                    ("code", models.CharField(max_length=20, verbose_name="岗位代码")),
                    ("headcount", models.PositiveSmallIntegerField(verbose_name="招聘人数")),
                ],
                options={
                    "verbose_name": "岗位",
                    "verbose_name_plural": "岗位",
                    "ordering": ["code"],
                    "constraints": [
                        models.UniqueConstraint(fields=("round", "code"), name="one_vacancy_per_code"),
                        models.UniqueConstraint(fields=("round", "line"), name="one_vacancy_per_office_in_a_round"),
                        models.CheckConstraint(
                            condition=models.Q(("headcount__gte", 1)),
                            name="vacancy_takes_somebody",
                            violation_error_message="招聘人数至少为 1。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="OpeningDecision",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "vacancy",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="opening",
                            to="recruitment.vacancy",
                            verbose_name="岗位",
                        ),
                    ),
                    ("qualified", models.PositiveIntegerField(verbose_name="审核通过人数")),
                    (
                        "outcome",
                        models.CharField(
                            choices=[
                                ("keep", "达到开考比例，保留"),
                                ("reduce", "核减人数"),
                                ("cancel", "取消岗位"),
                                ("retain", "经批准保留"),
                            ],
                            max_length=10,
                            verbose_name="决定",
                        ),
                    ),
                    ("headcount", models.PositiveSmallIntegerField(verbose_name="保留人数")),
                    ("reason", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                    (
                        "decided_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="决定人",
                        ),
                    ),
                    ("decided_at", models.DateTimeField(verbose_name="决定时间")),
                    ("switch_until", models.DateTimeField(null=True, verbose_name="改报截止")),
                    ("switch_told_at", models.DateTimeField(null=True, verbose_name="改报结束告知时间")),
                ],
                options={
                    "verbose_name": "开考比例决定",
                    "verbose_name_plural": "开考比例决定",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("outcome", "retain"), _negated=True), models.Q(("reason", ""), _negated=True), _connector="OR"
                            ),
                            name="retained_vacancy_says_why",
                            violation_error_message="经批准保留的岗位须写明理由。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("headcount", 0), ("outcome", "cancel")),
                                models.Q(models.Q(("outcome", "cancel"), _negated=True), ("headcount__gte", 1)),
                                _connector="OR",
                            ),
                            name="cancelled_vacancy_takes_nobody",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("switch_until", None),
                                models.Q(("outcome", "cancel"), ("switch_until__gt", models.F("decided_at"))),
                                _connector="OR",
                            ),
                            name="only_a_cancelled_vacancy_is_switched_from",
                            violation_error_message="只有取消的岗位才有改报，改报截止须晚于决定时间。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Profile",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "person",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="profile",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="账号",
                        ),
                    ),
                    ("name", models.CharField(max_length=30, verbose_name="姓名")),
                    ("id_number", bureaus.sealing.SealedTextField(verbose_name="公民身份号码")),
                    ("id_hash", models.CharField(editable=False, max_length=64)),
                    ("id_last4", models.CharField(max_length=4, verbose_name="身份证后四位")),
                    ("born_on", models.DateField(verbose_name="出生日期")),
                    ("sex", models.CharField(max_length=1, verbose_name="性别")),
                    ("address", bureaus.sealing.SealedTextField(blank=True, verbose_name="通信地址")),
                    ("saved_at", models.DateTimeField(verbose_name="最后保存")),
                ],
                options={
                    "verbose_name": "个人信息",
                    "verbose_name_plural": "个人信息",
                },
            ),
            CreateModel(
                name="Application",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "intake",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="applications",
                            to="recruitment.intake",
                            verbose_name="招聘期",
                        ),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="applications",
                            to="recruitment.round",
                            verbose_name="批次",
                        ),
                    ),
                    (
                        "county",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bureaus.county", verbose_name="县（区）"
                        ),
                    ),
                    (
                        "vacancy",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="applications",
                            to="recruitment.vacancy",
                            verbose_name="报考岗位",
                        ),
                    ),
                    (
                        "applicant",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="applications",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="报名人",
                        ),
                    ),
                    ("number", models.CharField(max_length=20, null=True, unique=True, verbose_name="报名序号")),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("draft", "未提交"),
                                ("active", "进行中"),
                                ("returned", "退回补正"),
                                ("rejected", "审核不通过"),
                                ("withdrawn", "已放弃"),
                                ("failed", "未通过"),
                                ("revoked", "取消资格"),
                                ("cancelled", "岗位取消"),
                                ("hired", "已聘用"),
                            ],
                            default="draft",
                            max_length=12,
                            verbose_name="状态",
                        ),
                    ),
                    ("stage", models.CharField(default="registration", max_length=30, verbose_name="环节")),
                    ("attempt", models.PositiveSmallIntegerField(default=1, verbose_name="次数")),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("nonce", models.UUIDField(null=True, unique=True, verbose_name="提交编号")),
                    ("saved_at", models.DateTimeField(verbose_name="最后保存")),
                    ("submitted_at", models.DateTimeField(null=True, verbose_name="提交时间")),
                    ("name", models.CharField(blank=True, max_length=30, verbose_name="姓名")),
                    ("id_number", bureaus.sealing.SealedTextField(blank=True, verbose_name="公民身份号码")),
                    ("id_hash", models.CharField(blank=True, editable=False, max_length=64)),
                    ("id_last4", models.CharField(blank=True, max_length=4, verbose_name="身份证后四位")),
                    ("born_on", models.DateField(null=True, verbose_name="出生日期")),
                    ("sex", models.CharField(blank=True, max_length=1, verbose_name="性别")),
                    ("phone", bureaus.sealing.SealedTextField(blank=True, verbose_name="手机号码")),
                    ("address", bureaus.sealing.SealedTextField(blank=True, verbose_name="通信地址")),
                    (
                        "auxiliary",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="applications",
                            to="staffing.auxiliary",
                            verbose_name="在册登记",
                        ),
                    ),
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
                    ("graduated_on", models.DateField(null=True, verbose_name="毕业日期")),
                    ("registered_in_yangquan", models.BooleanField(null=True, verbose_name="户籍在阳泉")),
                    ("registered_address", bureaus.sealing.SealedTextField(blank=True, verbose_name="户籍地址")),
                    ("lives_in_yangquan", models.BooleanField(null=True, verbose_name="居住地为阳泉")),
                    ("has_legal_qualification", models.BooleanField(null=True, verbose_name="通过法律职业资格考试")),
                    ("studied_law", models.BooleanField(null=True, verbose_name="法学及相关专业毕业")),
                    ("served_in_justice", models.BooleanField(null=True, verbose_name="有政法相关工作经历")),
                    ("experience", bureaus.sealing.SealedTextField(blank=True, verbose_name="工作经历")),
                    ("declared", models.JSONField(default=dict, verbose_name="声明")),
                    ("consent_version", models.CharField(blank=True, max_length=20, verbose_name="个人信息同意书版本")),
                    ("consented_at", models.DateTimeField(null=True, verbose_name="同意时间")),
                    ("pledge_version", models.CharField(blank=True, max_length=20, verbose_name="诚信承诺书版本")),
                    ("pledged_at", models.DateTimeField(null=True, verbose_name="承诺时间")),
                ],
                options={
                    "verbose_name": "报名",
                    "verbose_name_plural": "报名",
                    "ordering": ["pk"],
                    "indexes": [
                        models.Index(fields=["county", "status", "stage", "submitted_at", "id"], name="application_queue"),
                        models.Index(fields=["round", "stage", "status"], name="application_stage"),
                        models.Index(fields=["vacancy", "status"], name="application_vacancy"),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("status__in", ["active", "returned", "hired"])),
                            fields=("intake", "id_hash"),
                            name="one_live_application_per_intake",
                            violation_error_message="该身份证号在本招聘期已有一份有效报名，不能重复报名。如非本人操作，请拨打页面底部电话。",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("status", "draft")), fields=("round", "applicant"), name="one_draft_per_round_and_person"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("status", "draft"),
                                models.Q(
                                    models.Q(("id_hash", ""), _negated=True),
                                    ("consented_at__isnull", False),
                                    ("number__isnull", False),
                                    ("pledged_at__isnull", False),
                                    ("submitted_at__isnull", False),
                                    ("vacancy__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="submitted_application_is_complete",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Recusal",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "application",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="recusals",
                            to="recruitment.application",
                            verbose_name="报名",
                        ),
                    ),
                    (
                        "staff",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="工作人员",
                        ),
                    ),
                    ("relation", models.CharField(max_length=40, verbose_name="关系")),
                    (
                        "declared_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="申报人",
                        ),
                    ),
                    ("declared_at", models.DateTimeField(verbose_name="申报时间")),
                ],
                options={
                    "verbose_name": "回避",
                    "verbose_name_plural": "回避",
                    "constraints": [models.UniqueConstraint(fields=("application", "staff"), name="one_recusal_per_pair")],
                },
            ),
            CreateModel(
                name="Attachment",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "application",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attachments",
                            to="recruitment.application",
                            verbose_name="报名",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
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
                    ("place", models.PositiveSmallIntegerField(default=1, verbose_name="次序")),
                    (
                        "file",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile", verbose_name="文件"
                        ),
                    ),
                    ("replaced_at", models.DateTimeField(null=True, verbose_name="被替换时间")),
                ],
                options={
                    "verbose_name": "材料",
                    "verbose_name_plural": "材料",
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("replaced_at", None)),
                            fields=("application", "kind", "place"),
                            name="one_current_attachment_per_place",
                            violation_error_message="同一项材料刚才已有改动，请刷新页面后再试。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("place", 1),
                                models.Q(("place__range", (2, 6)), models.Q(("kind__in", ("photo", "id_front", "id_back")), _negated=True)),
                                _connector="OR",
                            ),
                            name="attachment_place_is_in_range",
                            violation_error_message="这项材料已经传满：照片和身份证每面 1 张，其他材料最多 6 张。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Entry",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("stage", models.CharField(max_length=30, verbose_name="环节")),
                    ("attempt", models.PositiveSmallIntegerField(verbose_name="次数")),
                    (
                        "outcome",
                        models.CharField(
                            choices=[("passed", "合格"), ("failed", "不合格"), ("withdrew", "放弃")], max_length=10, verbose_name="结果"
                        ),
                    ),
                    ("reason", models.CharField(blank=True, max_length=40, verbose_name="原因")),
                    ("clause", models.CharField(blank=True, max_length=20, verbose_name="依据")),
                    ("sentence", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                    ("answers", models.JSONField(default=dict, verbose_name="逐条核对")),
                    ("note", bureaus.sealing.SealedTextField(blank=True, verbose_name="内部记录")),
                    (
                        "application",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="entries",
                            to="recruitment.application",
                            verbose_name="报名",
                        ),
                    ),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="录入人",
                        ),
                    ),
                    ("entered_at", models.DateTimeField(verbose_name="录入时间")),
                    ("returned", models.BooleanField(default=False, verbose_name="退回补正")),
                    ("seen", models.PositiveIntegerField(verbose_name="所见版本")),
                ],
                options={
                    "verbose_name": "待复核",
                    "verbose_name_plural": "待复核",
                    "constraints": [
                        models.UniqueConstraint(fields=("application", "stage", "attempt"), name="one_entry_per_stage_and_attempt")
                    ],
                },
            ),
            CreateModel(
                name="StageResult",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("stage", models.CharField(max_length=30, verbose_name="环节")),
                    ("attempt", models.PositiveSmallIntegerField(verbose_name="次数")),
                    (
                        "outcome",
                        models.CharField(
                            choices=[("passed", "合格"), ("failed", "不合格"), ("withdrew", "放弃")], max_length=10, verbose_name="结果"
                        ),
                    ),
                    ("reason", models.CharField(blank=True, max_length=40, verbose_name="原因")),
                    ("clause", models.CharField(blank=True, max_length=20, verbose_name="依据")),
                    ("sentence", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                    ("answers", models.JSONField(default=dict, verbose_name="逐条核对")),
                    ("note", bureaus.sealing.SealedTextField(blank=True, verbose_name="内部记录")),
                    (
                        "application",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="results",
                            to="recruitment.application",
                            verbose_name="报名",
                        ),
                    ),
                    (
                        "entered_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="录入人",
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="复核人",
                        ),
                    ),
                    ("decided_at", models.DateTimeField(verbose_name="决定时间")),
                ],
                options={
                    "verbose_name": "环节结果",
                    "verbose_name_plural": "环节结果",
                    "ordering": ["pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("application", "stage", "attempt"),
                            name="one_result_per_stage_and_attempt",
                            violation_error_message="该环节的结果已经登记，不能重复登记。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("entered_by", None),
                                ("decided_by", None),
                                models.Q(("entered_by", models.F("decided_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="result_confirmed_by_another",
                            violation_error_message="录入人与复核人不能是同一人。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("outcome", "failed"), _negated=True),
                                models.Q(models.Q(("reason", ""), _negated=True), models.Q(("sentence", ""), _negated=True)),
                                _connector="OR",
                            ),
                            name="failure_says_why",
                            violation_error_message="不合格须有原因和说明。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="ExamSite",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "round",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT, related_name="site", to="recruitment.round", verbose_name="批次"
                        ),
                    ),
                    ("name", models.CharField(max_length=60, verbose_name="考点")),
                    ("address", models.CharField(max_length=100, verbose_name="地址")),
                    ("starts_at", models.DateTimeField(verbose_name="开考时间")),
                    ("seed", models.CharField(blank=True, max_length=32, verbose_name="编排种子")),
                    ("allocated_at", models.DateTimeField(null=True, verbose_name="编排时间")),
                    (
                        "allocated_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="编排人",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "考点",
                    "verbose_name_plural": "考点",
                },
            ),
            CreateModel(
                name="ExamRoom",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "site",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="rooms",
                            to="recruitment.examsite",
                            verbose_name="考点",
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField(verbose_name="考场号")),
                    ("capacity", models.PositiveSmallIntegerField(verbose_name="座位数")),
                ],
                options={
                    "verbose_name": "考场",
                    "verbose_name_plural": "考场",
                    "ordering": ["number"],
                    "constraints": [models.UniqueConstraint(fields=("site", "number"), name="one_room_per_number")],
                },
            ),
            CreateModel(
                name="Seat",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "room",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="seats",
                            to="recruitment.examroom",
                            verbose_name="考场",
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField(verbose_name="座位号")),
                    (
                        "application",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="seat",
                            to="recruitment.application",
                            verbose_name="报名",
                        ),
                    ),
                    ("ticket_number", models.CharField(max_length=12, unique=True, verbose_name="准考证号")),
                ],
                options={
                    "verbose_name": "座位",
                    "verbose_name_plural": "座位",
                    "ordering": ["ticket_number"],
                    "constraints": [
                        models.UniqueConstraint(fields=("room", "number"), name="one_person_per_seat"),
                        models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="seats_count_from_one"),
                    ],
                },
            ),
            CreateModel(
                name="ScoreSheet",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="score_sheets",
                            to="recruitment.round",
                            verbose_name="批次",
                        ),
                    ),
                    ("stage", models.CharField(max_length=30, verbose_name="环节")),
                    ("version", models.PositiveSmallIntegerField(verbose_name="版次")),
                    (
                        "replaces",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="replaced_by",
                            to="recruitment.scoresheet",
                            verbose_name="更正",
                        ),
                    ),
                    ("correction", models.CharField(blank=True, max_length=200, verbose_name="更正理由")),
                    (
                        "source",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.storedfile",
                            verbose_name="导入文件",
                        ),
                    ),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="录入人",
                        ),
                    ),
                    ("entered_at", models.DateTimeField(verbose_name="录入时间")),
                    (
                        "confirmed_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="复核人",
                        ),
                    ),
                    ("confirmed_at", models.DateTimeField(null=True, verbose_name="复核时间")),
                    (
                        "released_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="发布人",
                        ),
                    ),
                    ("released_at", models.DateTimeField(null=True, verbose_name="发布时间")),
                ],
                options={
                    "verbose_name": "成绩册",
                    "verbose_name_plural": "成绩册",
                    "ordering": ["-version"],
                    "constraints": [
                        models.UniqueConstraint(fields=("round", "stage", "version"), name="one_score_sheet_per_version"),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("confirmed_by", None), models.Q(("confirmed_by", models.F("entered_by")), _negated=True), _connector="OR"
                            ),
                            name="scores_confirmed_by_another",
                            violation_error_message="录入人与复核人不能是同一人，请由另一位工作人员复核。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("released_at", None), ("confirmed_at__isnull", False), _connector="OR"),
                            name="scores_released_only_when_confirmed",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("replaces", None), models.Q(("correction", ""), _negated=True), _connector="OR"),
                            name="score_correction_says_why",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Score",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "sheet",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="scores",
                            to="recruitment.scoresheet",
                            verbose_name="成绩册",
                        ),
                    ),
                    (
                        "application",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="scores",
                            to="recruitment.application",
                            verbose_name="报名",
                        ),
                    ),
                    (
                        "mark",
                        models.CharField(
                            choices=[("scored", "有成绩"), ("absent", "缺考"), ("violation", "违纪")], max_length=10, verbose_name="情况"
                        ),
                    ),
                    ("value", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="成绩")),
                ],
                options={
                    "verbose_name": "成绩",
                    "verbose_name_plural": "成绩",
                    "constraints": [
                        models.UniqueConstraint(fields=("sheet", "application"), name="one_score_per_person_and_sheet"),
                        models.CheckConstraint(
                            condition=models.Q(("value", None), models.Q(("value__gte", 0), ("value__lte", 100)), _connector="OR"),
                            name="score_between_0_and_100",
                            violation_error_message="成绩应在 0 到 100 之间。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("mark", "scored"), ("value__isnull", False)),
                                models.Q(models.Q(("mark", "scored"), _negated=True), ("value", None)),
                                _connector="OR",
                            ),
                            name="score_only_when_scored",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Panelist",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="panelists",
                            to="recruitment.round",
                            verbose_name="批次",
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                    ("name", models.CharField(max_length=30, verbose_name="姓名")),
                    ("from_bureau", models.BooleanField(verbose_name="来自招聘单位")),
                ],
                options={
                    "verbose_name": "考官",
                    "verbose_name_plural": "考官",
                    "ordering": ["number"],
                    "constraints": [models.UniqueConstraint(fields=("round", "number"), name="one_panelist_per_number")],
                },
            ),
            CreateModel(
                name="PanelScore",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "score",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="panel", to="recruitment.score", verbose_name="成绩"
                        ),
                    ),
                    (
                        "panelist",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recruitment.panelist", verbose_name="考官"
                        ),
                    ),
                    ("value", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="评分")),
                ],
                options={
                    "verbose_name": "评分",
                    "verbose_name_plural": "评分",
                    "constraints": [
                        models.UniqueConstraint(fields=("score", "panelist"), name="one_mark_per_panelist"),
                        models.CheckConstraint(
                            condition=models.Q(("value__gte", 0), ("value__lte", 100)),
                            name="panel_score_between_0_and_100",
                            violation_error_message="评分应在 0 到 100 之间。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Standing",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "application",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="standing",
                            to="recruitment.application",
                            verbose_name="报名",
                        ),
                    ),
                    (
                        "vacancy",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="standings",
                            to="recruitment.vacancy",
                            verbose_name="岗位",
                        ),
                    ),
                    ("written", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="笔试（考试）成绩")),
                    ("assessment", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="考核成绩")),
                    ("interview", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="面试成绩")),
                    ("composite", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="综合成绩")),
                    ("preferred", models.BooleanField(verbose_name="优先条件")),
                    ("extra_test", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="加试成绩")),
                    ("rank", models.PositiveSmallIntegerField(null=True, verbose_name="名次")),
                    ("tie_rule", models.CharField(blank=True, max_length=60, verbose_name="并列处理")),
                    ("unsettled", models.BooleanField(default=False, verbose_name="待加试")),
                    ("proposed", models.BooleanField(default=False, verbose_name="拟聘用")),
                    (
                        "substitute_for",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="substitute",
                            to="recruitment.standing",
                            verbose_name="递补",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "名次",
                    "verbose_name_plural": "名次",
                    "ordering": ["vacancy", "rank", "pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("proposed", True), ("unsettled", True), _negated=True),
                            name="nobody_proposed_on_an_unsettled_tie",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("written__isnull", False), models.Q(("assessment__isnull", False), ("proposed", False)), _connector="OR"
                            ),
                            name="nobody_ranked_without_a_score",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Recheck",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "application",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="rechecks",
                            to="recruitment.application",
                            verbose_name="报名",
                        ),
                    ),
                    ("stage", models.CharField(max_length=30, verbose_name="环节")),
                    ("request", bureaus.sealing.SealedTextField(verbose_name="申请理由")),
                    ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                    ("answer", models.CharField(blank=True, max_length=300, verbose_name="答复")),
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
                    "verbose_name": "复核申请",
                    "verbose_name_plural": "复核申请",
                    "ordering": ["asked_at"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("application", "stage"),
                            name="one_recheck_per_stage",
                            violation_error_message="每项成绩只能申请一次复核。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("answered_at", None), models.Q(("answer", ""), _negated=True), _connector="OR"),
                            name="answered_recheck_says_what",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Opinion",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "application",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="opinions",
                            to="recruitment.application",
                            verbose_name="报名",
                        ),
                    ),
                    (
                        "side",
                        models.CharField(
                            choices=[("office", "司法所"), ("bureau", "县（区）司法局")], max_length=10, verbose_name="意见方"
                        ),
                    ),
                    (
                        "score",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="opinion",
                            to="recruitment.score",
                            verbose_name="成绩",
                        ),
                    ),
                    ("integrity", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="德")),
                    ("ability", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="能")),
                    ("diligence", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="勤")),
                    ("results", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="绩")),
                    ("probity", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="廉")),
                    ("words", bureaus.sealing.SealedTextField(blank=True, verbose_name="评语")),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="填写人",
                        ),
                    ),
                    ("entered_at", models.DateTimeField(verbose_name="填写时间")),
                ],
                options={
                    "verbose_name": "考核意见",
                    "verbose_name_plural": "考核意见",
                    "ordering": ["pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("side", "office")),
                            fields=("application",),
                            name="one_office_opinion_per_person",
                            violation_error_message="这个人的司法所意见已经填写，请刷新页面查看。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("score", None), ("side", "office")),
                                models.Q(("score__isnull", False), ("side", "bureau")),
                                _connector="OR",
                            ),
                            name="opinion_of_its_side",
                        ),
                        models.CheckConstraint(
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
                    ],
                },
            ),
            CreateModel(
                name="Condition",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "application",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="conditions",
                            to="recruitment.application",
                            verbose_name="报名",
                        ),
                    ),
                    (
                        "rule",
                        models.CharField(
                            choices=[("insurance_stuck", "社保关系转移接续"), ("party_file_stuck", "党组织关系转移")],
                            max_length=30,
                            verbose_name="条件",
                        ),
                    ),
                    ("confirmed_by", models.CharField(max_length=60, verbose_name="书面确认单位")),
                    (
                        "confirmation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.storedfile",
                            verbose_name="书面确认",
                        ),
                    ),
                    ("due_on", models.DateField(verbose_name="办结期限")),
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
                    (
                        "proof",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.storedfile",
                            verbose_name="办结凭据",
                        ),
                    ),
                    (
                        "met_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="核实人",
                        ),
                    ),
                    ("met_at", models.DateTimeField(null=True, verbose_name="办结时间")),
                ],
                options={
                    "verbose_name": "附条件事项",
                    "verbose_name_plural": "附条件事项",
                    "ordering": ["pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("application", "rule"),
                            name="one_condition_per_application_and_rule",
                            violation_error_message="这一项条件已经登记。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("rule__in", ["insurance_stuck", "party_file_stuck"])),
                            name="only_a_transfer_is_left_open",
                            violation_error_message="只有社保关系、党组织关系的转移可以附条件通过，学历等其他条件必须符合。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("confirmed_by", ""), _negated=True),
                            name="condition_says_who_confirmed",
                            violation_error_message="请写明由哪个单位书面确认可以转移。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("met_at", None), ("met_by", None), ("proof", None)),
                                models.Q(
                                    ("met_at__isnull", False),
                                    ("met_by__isnull", False),
                                    ("proof__isnull", False),
                                    models.Q(("met_by", models.F("noted_by")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="condition_met_is_proved_to_another",
                            violation_error_message="办结须有凭据，由登记人以外的人核实。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Correction",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "application",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="corrections",
                            to="recruitment.application",
                            verbose_name="报名",
                        ),
                    ),
                    (
                        "parts",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=20), size=None, verbose_name="可以更正的内容"
                        ),
                    ),
                    ("by_review", models.BooleanField(verbose_name="审查退回")),
                    ("reason", models.CharField(max_length=300, verbose_name="理由")),
                    ("due_at", models.DateTimeField(verbose_name="补正截止")),
                    (
                        "opened_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="开放人",
                        ),
                    ),
                    ("opened_at", models.DateTimeField(verbose_name="开放时间")),
                    ("closed_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                    ("answered", models.BooleanField(default=False, verbose_name="已补正")),
                    ("late", models.BooleanField(default=False, verbose_name="逾期")),
                ],
                options={
                    "verbose_name": "补正",
                    "verbose_name_plural": "补正",
                    "ordering": ["pk"],
                    "indexes": [models.Index(condition=models.Q(("closed_at", None)), fields=["due_at"], name="correction_due")],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("closed_at", None)),
                            fields=("application",),
                            name="one_open_correction_per_application",
                            violation_error_message="这份报名已经开放更正。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("reason", ""), _negated=True),
                            name="correction_says_why",
                            violation_error_message="请写明理由。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("due_at__gt", models.F("opened_at"))),
                            name="correction_is_due_after_it_is_opened",
                            violation_error_message="更正的截止时间须晚于现在。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("answered", False), ("closed_at__isnull", False), _connector="OR"),
                            name="answered_correction_is_closed",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("answered", False), ("late", False)),
                                models.Q(("answered", True), ("closed_at__lt", models.F("due_at")), ("late", False)),
                                models.Q(("answered", True), ("closed_at__gte", models.F("due_at")), ("late", True)),
                                _connector="OR",
                            ),
                            name="correction_is_late_by_its_own_clock",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="CounterEntry",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "application",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="counter_entries",
                            to="recruitment.application",
                            verbose_name="报名",
                        ),
                    ),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="代填人",
                        ),
                    ),
                    ("entered_at", models.DateTimeField(verbose_name="代填时间")),
                    (
                        "signed",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.storedfile",
                            verbose_name="本人签字的登记表",
                        ),
                    ),
                    ("online", models.BooleanField(default=False, verbose_name="本人网上确认")),
                    (
                        "confirmed_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="确认登记人",
                        ),
                    ),
                    ("confirmed_at", models.DateTimeField(null=True, verbose_name="确认时间")),
                ],
                options={
                    "verbose_name": "窗口代填",
                    "verbose_name_plural": "窗口代填",
                    "ordering": ["-entered_at"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("confirmed_at", None)),
                            fields=("application",),
                            name="one_open_counter_entry_per_application",
                            violation_error_message="这份报名已经在等本人签字，请刷新页面查看。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("confirmed_at", None), ("confirmed_by", None), ("online", False), ("signed", None)),
                                models.Q(
                                    ("confirmed_at__isnull", False),
                                    ("confirmed_by__isnull", False),
                                    models.Q(
                                        models.Q(("online", False), ("signed__isnull", False)),
                                        models.Q(("online", True), ("signed", None)),
                                        _connector="OR",
                                    ),
                                ),
                                _connector="OR",
                            ),
                            name="counter_entry_is_confirmed_in_one_way",
                            violation_error_message="代填的报名须由本人签字或者在网上确认。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="SavedView",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "owner",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="saved_views",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="使用人",
                        ),
                    ),
                    ("name", models.CharField(max_length=20, verbose_name="名称")),
                    ("query", models.CharField(blank=True, max_length=200, verbose_name="条件")),
                ],
                options={
                    "verbose_name": "常用筛选",
                    "verbose_name_plural": "常用筛选",
                    "ordering": ["name"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("owner", "name"),
                            name="one_view_per_name_and_owner",
                            violation_error_message="您已有同名的常用筛选，请换一个名称。",
                        )
                    ],
                },
            ),
            CreateModel(
                name="DailyFigure",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "vacancy",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="figures",
                            to="recruitment.vacancy",
                            verbose_name="岗位",
                        ),
                    ),
                    ("day", models.DateField(verbose_name="日期")),
                    ("taken_at", models.DateTimeField(verbose_name="统计时间")),
                    ("applied", models.PositiveIntegerField(verbose_name="报名人数")),
                    ("approved", models.PositiveIntegerField(verbose_name="审查通过人数")),
                ],
                options={
                    "verbose_name": "每日报名人数",
                    "verbose_name_plural": "每日报名人数",
                    "ordering": ["-day", "vacancy"],
                    "constraints": [
                        models.UniqueConstraint(fields=("vacancy", "day"), name="one_figure_per_vacancy_and_day"),
                        models.CheckConstraint(
                            condition=models.Q(("approved__lte", models.F("applied"))), name="no_more_approved_than_applied"
                        ),
                    ],
                },
            ),
            CreateModel(
                name="PublicNotice",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="recruitment.round", verbose_name="批次"
                        ),
                    ),
                    ("kind", models.CharField(max_length=30, verbose_name="种类")),
                    ("edition", models.PositiveSmallIntegerField(verbose_name="版次")),
                    (
                        "replaces",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="replaced_by",
                            to="recruitment.publicnotice",
                            verbose_name="变更",
                        ),
                    ),
                    ("changes", models.JSONField(default=dict, verbose_name="变更内容")),
                    ("reason", models.CharField(blank=True, max_length=200, verbose_name="变更理由")),
                    ("title", models.CharField(max_length=120, verbose_name="标题")),
                    ("paper_number", models.CharField(blank=True, max_length=40, verbose_name="文号")),
                    ("body", models.TextField(verbose_name="正文")),
                    ("sha256", models.CharField(max_length=64, verbose_name="校验值")),
                    ("first_day", models.DateField(null=True, verbose_name="公示首日")),
                    ("last_day", models.DateField(null=True, verbose_name="公示末日")),
                    (
                        "prepared_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="拟稿人",
                        ),
                    ),
                    ("prepared_at", models.DateTimeField(verbose_name="拟稿时间")),
                    (
                        "head_signed_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="司法局签发人",
                        ),
                    ),
                    ("head_signed_at", models.DateTimeField(null=True, verbose_name="司法局签发时间")),
                    (
                        "hr_signed_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="人社局会签人",
                        ),
                    ),
                    ("hr_signed_at", models.DateTimeField(null=True, verbose_name="人社局会签时间")),
                    ("posted_at", models.DateTimeField(null=True, verbose_name="发布时间")),
                    (
                        "paper",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.officialpaper",
                            verbose_name="公文",
                        ),
                    ),
                    ("version", models.PositiveIntegerField(default=1)),
                ],
                options={
                    "verbose_name": "公告公示",
                    "verbose_name_plural": "公告公示",
                    "ordering": ["-posted_at", "-pk"],
                    "indexes": [
                        models.Index(condition=models.Q(("posted_at__isnull", False)), fields=["-posted_at"], name="notice_posted")
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("round", "kind", "edition"), name="one_notice_per_kind_and_edition"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("edition", 1), ("replaces", None)),
                                models.Q(("kind", "opening_changes"), ("replaces", None)),
                                models.Q(("edition__gt", 1), ("replaces__isnull", False), models.Q(("reason", ""), _negated=True)),
                                _connector="OR",
                            ),
                            name="change_names_what_it_changes_and_why",
                            violation_error_message="变更公告须指明原公告并写明理由。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("posted_at", None),
                                models.Q(("head_signed_by__isnull", False), ("hr_signed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="posted_notice_is_signed_by_both",
                            violation_error_message="司法局签发、人社局会签后才能发布。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("head_signed_by", None),
                                    models.Q(("head_signed_by", models.F("prepared_by")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("hr_signed_by", None),
                                    models.Q(("hr_signed_by", models.F("prepared_by")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            name="notice_signed_by_others",
                            violation_error_message="拟稿人不能签发自己拟的稿。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("first_day", None), ("last_day", None)), ("last_day__gte", models.F("first_day")), _connector="OR"
                            ),
                            name="publicity_ends_after_it_begins",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Objection",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "notice",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="objections",
                            to="recruitment.publicnotice",
                            verbose_name="公示",
                        ),
                    ),
                    (
                        "application",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="objections",
                            to="recruitment.application",
                            verbose_name="所指人员",
                        ),
                    ),
                    ("text", bureaus.sealing.SealedTextField(verbose_name="内容")),
                    ("contact", bureaus.sealing.SealedTextField(blank=True, verbose_name="联系方式")),
                    ("received_at", models.DateTimeField(verbose_name="收到时间")),
                    (
                        "received_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                    (
                        "outcome",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("unfounded", "查无此事或不影响聘用"),
                                ("upheld", "查实，影响聘用"),
                                ("suspended", "一时难以查实，暂缓聘用"),
                            ],
                            max_length=12,
                            verbose_name="结论",
                        ),
                    ),
                    ("finding", bureaus.sealing.SealedTextField(blank=True, verbose_name="核查情况")),
                    (
                        "closed_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="办结人",
                        ),
                    ),
                    ("closed_at", models.DateTimeField(null=True, verbose_name="办结时间")),
                ],
                options={
                    "verbose_name": "公示异议",
                    "verbose_name_plural": "公示异议",
                    "ordering": ["received_at"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("closed_at", None), models.Q(("outcome", ""), _negated=True), _connector="OR"),
                            name="closed_objection_has_an_outcome",
                        )
                    ],
                },
            ),
        ),
    ]
