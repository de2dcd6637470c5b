"""People, places, letters, the trail and the clock: every table with its constraints."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.migrations import CreateModel

import bureaus.sealing
import policy.powers
from bureaus.together import Together


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        Together(
            CreateModel(
                name="PhoneCode",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "purpose",
                        models.CharField(choices=[("register", "注册账号"), ("reset", "重设密码")], max_length=10, verbose_name="用途"),
                    ),
                    ("phone", bureaus.sealing.SealedTextField(verbose_name="手机号码")),
                    ("phone_hash", models.CharField(editable=False, max_length=64)),
                    ("code_hash", models.CharField(editable=False, max_length=64)),
                    ("sent_at", models.DateTimeField(verbose_name="发送时间")),
                    ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="已试次数")),
                    ("confirmed_at", models.DateTimeField(null=True, verbose_name="核验时间")),
                    ("spent_at", models.DateTimeField(null=True, verbose_name="使用时间")),
                ],
                options={
                    "verbose_name": "手机验证码",
                    "verbose_name_plural": "手机验证码",
                    "indexes": [models.Index(fields=["phone_hash", "sent_at"], name="phone_code_by_number")],
                },
            ),
            CreateModel(
                name="CalendarYear",
                fields=[
                    ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False, verbose_name="年份")),
                    ("source", models.CharField(max_length=80, verbose_name="依据")),
                ],
                options={
                    "verbose_name": "工作日历",
                    "verbose_name_plural": "工作日历",
                    "ordering": ["year"],
                },
            ),
            CreateModel(
                name="CalendarDay",
                fields=[
                    ("day", models.DateField(primary_key=True, serialize=False, verbose_name="日期")),
                    (
                        "year",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="days", to="bureaus.calendaryear", verbose_name="年份"
                        ),
                    ),
                    ("is_working", models.BooleanField(verbose_name="上班")),
                    ("name", models.CharField(blank=True, max_length=20, verbose_name="名称")),
                ],
                options={
                    "verbose_name": "放假与调休",
                    "verbose_name_plural": "放假与调休",
                    "ordering": ["day"],
                },
            ),
            CreateModel(
                name="ClockShift",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("shift", models.DurationField(verbose_name="偏移")),
                ],
                options={
                    "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="only_one_clock_shift")],
                },
            ),
            CreateModel(
                name="County",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("code", models.CharField(max_length=6, unique=True, verbose_name="行政区划代码")),
                    ("name", models.CharField(max_length=20, unique=True, verbose_name="名称")),
                    ("justice_bureau", models.CharField(max_length=40, verbose_name="司法局全称")),
                    ("hr_bureau", models.CharField(max_length=40, verbose_name="人社局全称")),
                    ("phone", models.CharField(blank=True, max_length=40, verbose_name="咨询电话")),
                    ("complaint_phone", models.CharField(blank=True, max_length=40, verbose_name="监督电话")),
                ],
                options={
                    "verbose_name": "县（区）",
                    "verbose_name_plural": "县（区）",
                    "ordering": ["code"],
                },
            ),
            CreateModel(
                name="JudicialOffice",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "county",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="offices",
                            to="bureaus.county",
                            verbose_name="县（区）",
                        ),
                    ),
                    ("name", models.CharField(max_length=40, verbose_name="名称")),
                    ("town", models.CharField(max_length=40, verbose_name="乡镇（街道）")),
                    ("code", models.CharField(max_length=9, unique=True, verbose_name="乡镇代码")),
                    ("opened_on", models.DateField(blank=True, null=True, verbose_name="设立日期")),
                    ("closed_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                    (
                        "merged_into",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="merged",
                            to="bureaus.judicialoffice",
                            verbose_name="并入",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "司法所",
                    "verbose_name_plural": "司法所",
                    "ordering": ["code"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("county", "name"), name="one_office_name_per_county", violation_error_message="本县已有同名司法所。"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("opened_on", None), ("closed_on", None), ("closed_on__gt", models.F("opened_on")), _connector="OR"
                            ),
                            name="office_closes_after_it_opens",
                            violation_error_message="撤销日期须晚于设立日期。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("merged_into", None),
                                models.Q(("closed_on__isnull", False), models.Q(("merged_into", models.F("pk")), _negated=True)),
                                _connector="OR",
                            ),
                            name="merged_office_is_closed",
                            violation_error_message="并入其他司法所的，须写明撤销日期，且不能并入自己。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="User",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("password", models.CharField(max_length=128, verbose_name="password")),
                    ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                    ("username", models.CharField(max_length=40, unique=True, verbose_name="用户名")),
                    ("name", models.CharField(max_length=30, verbose_name="姓名")),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("city", "市司法局"),
                                ("county_clerk", "县（区）司法局经办人"),
                                ("county_head", "县（区）司法局负责人"),
                                ("county_hr", "县（区）人社局"),
                                ("office", "司法所"),
                                ("discipline", "纪检机构"),
                                ("applicant", "报名人员"),
                                ("assistant", "司法协理员"),
                                ("operator", "系统管理员"),
                            ],
                            max_length=20,
                            verbose_name="角色",
                        ),
                    ),
                    (
                        "county",
                        models.ForeignKey(
                            blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="bureaus.county", verbose_name="县（区）"
                        ),
                    ),
                    (
                        "office",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            to="bureaus.judicialoffice",
                            verbose_name="司法所",
                        ),
                    ),
                    ("phone", bureaus.sealing.SealedTextField(blank=True, verbose_name="手机号码")),
                    ("phone_hash", models.CharField(blank=True, editable=False, max_length=64, null=True)),
                    ("phone_verified", models.BooleanField(default=False, verbose_name="手机号码已核验")),
                    ("email", models.EmailField(blank=True, max_length=254, verbose_name="电子邮箱")),
                    ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                    ("is_demo", models.BooleanField(default=False, verbose_name="演示账号")),
                    ("must_change_password", models.BooleanField(default=False, verbose_name="下次登录须修改密码")),
                    ("date_joined", models.DateTimeField(verbose_name="开户时间")),
                ],
                options={
                    "verbose_name": "用户",
                    "verbose_name_plural": "用户",
                    "ordering": ["username"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("phone_hash",), name="one_account_per_phone", violation_error_message="该手机号码已注册，请直接登录。"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    (
                                        "role__in",
                                        frozenset(
                                            [
                                                policy.powers.Role["COUNTY_CLERK"],
                                                policy.powers.Role["COUNTY_HEAD"],
                                                policy.powers.Role["COUNTY_HR"],
                                            ]
                                        ),
                                    ),
                                    _negated=True,
                                ),
                                ("county__isnull", False),
                                _connector="OR",
                            ),
                            name="county_staff_have_a_county",
                            violation_error_message="县（区）工作人员须指定所属县（区）。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("role", policy.powers.Role["OFFICE"]), _negated=True),
                                models.Q(("county__isnull", False), ("office__isnull", False)),
                                _connector="OR",
                            ),
                            name="office_staff_have_an_office",
                            violation_error_message="司法所工作人员须指定所属司法所。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="OfficeChange",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "office",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="changes",
                            to="bureaus.judicialoffice",
                            verbose_name="司法所",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[("opened", "设立"), ("renamed", "更名"), ("merged", "并入"), ("closed", "撤销")],
                            max_length=10,
                            verbose_name="事项",
                        ),
                    ),
                    ("day", models.DateField(verbose_name="生效日期")),
                    ("old_name", models.CharField(blank=True, max_length=40, verbose_name="原名称")),
                    ("new_name", models.CharField(blank=True, max_length=40, verbose_name="新名称")),
                    (
                        "into",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="bureaus.judicialoffice",
                            verbose_name="并入",
                        ),
                    ),
                    ("basis", models.CharField(blank=True, max_length=100, verbose_name="批准文件")),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="登记人",
                        ),
                    ),
                    ("at", models.DateTimeField(verbose_name="登记时间")),
                ],
                options={
                    "verbose_name": "司法所变动",
                    "verbose_name_plural": "司法所变动",
                    "ordering": ["day", "pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("kind", "renamed"), _negated=True),
                                models.Q(models.Q(("old_name", ""), _negated=True), models.Q(("new_name", ""), _negated=True)),
                                _connector="OR",
                            ),
                            name="renaming_keeps_both_names",
                            violation_error_message="更名须写明原名称和新名称。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("into__isnull", False), ("kind", "merged")),
                                models.Q(models.Q(("kind", "merged"), _negated=True), ("into", None)),
                                _connector="OR",
                            ),
                            name="merger_names_where_to",
                            violation_error_message="并入须写明并入哪个司法所。",
                        ),
                    ],
                },
            ),
            CreateModel(
                name="Message",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "recipient",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="letters",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="收件人",
                        ),
                    ),
                    ("letter", models.CharField(max_length=60, verbose_name="通知种类")),
                    ("about", models.CharField(max_length=100, verbose_name="事项")),
                    ("subject", models.CharField(max_length=80, verbose_name="标题")),
                    ("body", models.TextField(verbose_name="正文")),
                    ("sent_at", models.DateTimeField(verbose_name="发出时间")),
                    ("read_at", models.DateTimeField(null=True, verbose_name="阅读时间")),
                    ("delivered_at", models.DateTimeField(null=True, verbose_name="送达时间")),
                ],
                options={
                    "verbose_name": "通知",
                    "verbose_name_plural": "通知",
                    "ordering": ["-sent_at", "-pk"],
                    "constraints": [
                        models.UniqueConstraint(fields=("recipient", "letter", "about"), name="one_letter_per_recipient_and_matter")
                    ],
                },
            ),
            CreateModel(
                name="OutboxItem",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("job", models.CharField(max_length=60, verbose_name="工作")),
                    ("about", models.CharField(max_length=100, verbose_name="对象")),
                    ("queue", models.CharField(max_length=20, verbose_name="队列")),
                    ("due", models.DateTimeField(verbose_name="不早于")),
                    ("claimed_until", models.DateTimeField(null=True, verbose_name="占用至")),
                    ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="已试次数")),
                    ("done_at", models.DateTimeField(null=True, verbose_name="完成时间")),
                    ("failed_at", models.DateTimeField(null=True, verbose_name="停止时间")),
                    ("fault", models.CharField(blank=True, max_length=200, verbose_name="原因")),
                ],
                options={
                    "verbose_name": "待办队列",
                    "verbose_name_plural": "待办队列",
                    "indexes": [
                        models.Index(
                            condition=models.Q(("done_at", None), ("failed_at", None)), fields=["queue", "due"], name="outbox_waiting"
                        )
                    ],
                    "constraints": [models.UniqueConstraint(fields=("job", "about"), name="one_job_per_matter")],
                },
            ),
            CreateModel(
                name="AuditEvent",
                fields=[
                    ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name="序号")),
                    ("at", models.DateTimeField(verbose_name="时间")),
                    (
                        "by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="操作人",
                        ),
                    ),
                    ("verb", models.CharField(max_length=60, verbose_name="操作")),
                    ("about", models.CharField(max_length=100, verbose_name="对象")),
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
                    ("details", models.JSONField(default=dict, verbose_name="内容")),
                    ("previous", models.CharField(max_length=64, verbose_name="上一条校验值")),
                    ("digest", models.CharField(max_length=64, unique=True, verbose_name="校验值")),
                ],
                options={
                    "verbose_name": "操作记录",
                    "verbose_name_plural": "操作记录",
                    "ordering": ["number"],
                    "indexes": [
                        models.Index(fields=["about", "number"], name="audit_about"),
                        models.Index(fields=["county", "number"], name="audit_county"),
                    ],
                },
            ),
        ),
    ]
