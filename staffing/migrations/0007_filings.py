"""Everything that goes up to the city, on one mechanism: matters, enclosures, comments, the provincial record, the programme."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What was sent before this migration is a plan's: it takes the county, the number and the name of its plan. Who answered had read it.
FILL = """
ALTER TABLE staffing_filing DISABLE TRIGGER filing_kept;
UPDATE staffing_filing AS filing SET
    county_id = plan.county_id,
    title = county.name || plan.year || '年司法协理员数额核定方案',
    ordinal = counted.ordinal,
    filing_number = CASE WHEN filing.outcome = 'filed' THEN plan.filing_number ELSE '' END,
    opened_by_id = filing.decided_by_id,
    opened_at = filing.decided_at
FROM staffing_quotaplan AS plan, bureaus_county AS county,
    (SELECT id, row_number() OVER (PARTITION BY plan_id ORDER BY submitted_at, id) AS ordinal FROM staffing_filing) AS counted
WHERE plan.id = filing.plan_id AND county.id = plan.county_id AND counted.id = filing.id;
ALTER TABLE staffing_filing ENABLE TRIGGER filing_kept;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("bureaus", "0002_guards"),
        ("documents", "0002_guards"),
        ("staffing", "0006_roster_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Obligation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            },
        ),
        migrations.CreateModel(
            name="Phase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=60, unique=True, verbose_name="名称")),
                ("set_at", models.DateTimeField(verbose_name="安排时间")),
            ],
            options={
                "verbose_name": "试点计划",
                "verbose_name_plural": "试点计划",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("done_on", models.DateField(verbose_name="完成日期")),
                ("reference", models.CharField(max_length=120, verbose_name="依据")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
            ],
            options={
                "verbose_name": "试点任务完成记录",
                "verbose_name_plural": "试点任务完成记录",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ProvincialFiling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=60, verbose_name="省厅文号")),
                ("filed_on", models.DateField(verbose_name="报备日期")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
            ],
            options={
                "verbose_name": "省厅备案",
                "verbose_name_plural": "省厅备案",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="filing",
            name="checklist",
            field=models.JSONField(default=dict, verbose_name="核对清单"),
        ),
        migrations.AddField(
            model_name="filing",
            name="content",
            field=models.JSONField(default=dict, verbose_name="正文"),
        ),
        migrations.AddField(
            model_name="filing",
            name="countersigned_at",
            field=models.DateTimeField(null=True, verbose_name="会签时间"),
        ),
        migrations.AddField(
            model_name="filing",
            name="countersigned_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="会签人"
            ),
        ),
        migrations.AddField(
            model_name="filing",
            name="county",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="filings", to="bureaus.county", verbose_name="县（区）"
            ),
        ),
        migrations.AddField(
            model_name="filing",
            name="difficulties",
            field=models.JSONField(default=list, verbose_name="难点堵点"),
        ),
        migrations.AddField(
            model_name="filing",
            name="enclosures",
            field=models.JSONField(default=list, verbose_name="附件"),
        ),
        migrations.AddField(
            model_name="filing",
            name="filing_number",
            field=models.CharField(blank=True, max_length=40, verbose_name="备案号"),
        ),
        migrations.AddField(
            model_name="filing",
            name="kind",
            field=models.CharField(default="quota", max_length=40, verbose_name="种类"),
        ),
        migrations.AddField(
            model_name="filing",
            name="opened_at",
            field=models.DateTimeField(null=True, verbose_name="拆阅时间"),
        ),
        migrations.AddField(
            model_name="filing",
            name="opened_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="拆阅人"
            ),
        ),
        migrations.AddField(
            model_name="filing",
            name="ordinal",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="第几次上报"),
        ),
        migrations.AddField(
            model_name="filing",
            name="title",
            field=models.CharField(default="", max_length=120, verbose_name="名称"),
        ),
        migrations.AlterField(
            model_name="filing",
            name="lines",
            field=models.JSONField(default=list, verbose_name="上报内容"),
        ),
        migrations.AlterField(
            model_name="filing",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[("filed", "准予备案"), ("returned", "退回修改"), ("withdrawn", "县（区）撤回")],
                max_length=10,
                verbose_name="结论",
            ),
        ),
        migrations.AlterField(
            model_name="filing",
            name="plan",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="filings", to="staffing.quotaplan", verbose_name="方案"
            ),
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="位置")),
                ("text", models.TextField(verbose_name="批注")),
                ("at", models.DateTimeField(verbose_name="批注时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="批注人"
                    ),
                ),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="staffing.filing", verbose_name="上报记录"
                    ),
                ),
            ],
            options={
                "verbose_name": "批注",
                "verbose_name_plural": "批注",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Difficulty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("noted_at", models.DateTimeField(verbose_name="登记时间")),
                ("changed_at", models.DateTimeField(verbose_name="最后更新")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="difficulties",
                        to="bureaus.county",
                        verbose_name="县（区）",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="登记人"
                    ),
                ),
            ],
            options={
                "verbose_name": "难点堵点",
                "verbose_name_plural": "难点堵点",
                "ordering": ["-noted_at", "-pk"],
            },
        ),
        migrations.CreateModel(
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
                ("saved_at", models.DateTimeField(verbose_name="最后保存")),
                ("offered_at", models.DateTimeField(null=True, verbose_name="送会签时间")),
                ("sent_back_reason", models.TextField(blank=True, verbose_name="人社局退回理由")),
                ("countersigned_at", models.DateTimeField(null=True, verbose_name="会签时间")),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="上报时间")),
                ("filing_number", models.CharField(blank=True, max_length=40, verbose_name="备案号")),
                ("filed_at", models.DateTimeField(null=True, verbose_name="备案时间")),
                ("version", models.PositiveIntegerField(default=1)),
                ("kind", models.CharField(max_length=40, verbose_name="种类")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("occasion", models.PositiveSmallIntegerField(default=1, verbose_name="第几次")),
                ("joint", models.BooleanField(default=False, verbose_name="须会签")),
                ("content", models.JSONField(default=dict, verbose_name="内容")),
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
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="matters", to="bureaus.county", verbose_name="县（区）"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="编制人"
                    ),
                ),
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
            ],
            options={
                "verbose_name": "上报材料",
                "verbose_name_plural": "上报材料",
                "ordering": ["-year", "county__code", "kind", "occasion"],
            },
        ),
        migrations.CreateModel(
            name="Enclosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, verbose_name="附件名目")),
                ("added_at", models.DateTimeField(verbose_name="上传时间")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="上传人"
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bureaus.county", verbose_name="县（区）"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile", verbose_name="文件"
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
            ],
            options={
                "verbose_name": "附件",
                "verbose_name_plural": "附件",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="filing",
            name="matter",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="filings", to="staffing.matter", verbose_name="材料"
            ),
        ),
        migrations.AddIndex(
            model_name="filing",
            index=models.Index(fields=["county", "kind", "-submitted_at"], name="filing_of_kind"),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="filing",
            name="county",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="filings", to="bureaus.county", verbose_name="县（区）"
            ),
        ),
        migrations.AlterField(
            model_name="filing",
            name="title",
            field=models.CharField(max_length=120, verbose_name="名称"),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("matter__isnull", False), ("plan__isnull", True)),
                    models.Q(("matter__isnull", True), ("plan__isnull", False)),
                    _connector="OR",
                ),
                name="filing_of_one_thing",
                violation_error_message="上报记录须属于一份方案或一份材料。",
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at", None)),
                fields=("matter",),
                name="one_open_filing_per_matter",
                violation_error_message="该材料已上报，正在等待市局办理。",
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.UniqueConstraint(
                fields=("plan", "ordinal"), name="filings_of_a_plan_are_counted", violation_error_message="这一次上报已经登记过。"
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.UniqueConstraint(
                fields=("matter", "ordinal"), name="filings_of_a_matter_are_counted", violation_error_message="这一次上报已经登记过。"
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("filing_number", ""), _negated=True),
                fields=("filing_number",),
                name="one_filing_per_number",
                violation_error_message="该备案号已经用过，请换一个备案号。",
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "filed"), models.Q(("filing_number", ""), _negated=True)),
                    models.Q(models.Q(("outcome", "filed"), _negated=True), ("filing_number", "")),
                    _connector="OR",
                ),
                name="only_what_is_filed_has_a_number",
                violation_error_message="准予备案的须有备案号，其他的不能有。",
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("outcome", "withdrawn"), _negated=True), ("opened_at", None), _connector="OR"),
                name="what_was_opened_is_not_withdrawn",
                violation_error_message="市司法局已经拆阅，不能再撤回；需要修改的，请与市司法局联系退回。",
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome__in", ["filed", "returned"]), _negated=True),
                    models.Q(("opened_at__isnull", False), ("opened_by__isnull", False)),
                    _connector="OR",
                ),
                name="what_is_answered_was_opened",
                violation_error_message="市司法局须先拆阅，才能作出结论。",
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opened_at", None), ("opened_by", None)),
                    models.Q(("opened_at__isnull", False), ("opened_by__isnull", False)),
                    _connector="OR",
                ),
                name="opened_filing_says_by_whom",
                violation_error_message="拆阅须记明拆阅人和时间。",
            ),
        ),
        migrations.AddField(
            model_name="obligation",
            name="phase",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="obligations", to="staffing.phase", verbose_name="阶段"
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="set_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="安排人"
            ),
        ),
        migrations.AddField(
            model_name="phase",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="phases", to="staffing.programme", verbose_name="试点计划"
            ),
        ),
        migrations.AddField(
            model_name="proof",
            name="county",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bureaus.county", verbose_name="县（区）"
            ),
        ),
        migrations.AddField(
            model_name="proof",
            name="obligation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proofs", to="staffing.obligation", verbose_name="任务"
            ),
        ),
        migrations.AddField(
            model_name="proof",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="登记人"
            ),
        ),
        migrations.AddField(
            model_name="provincialfiling",
            name="filing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="provincial", to="staffing.filing", verbose_name="上报记录"
            ),
        ),
        migrations.AddField(
            model_name="provincialfiling",
            name="paper",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile", verbose_name="报备文件"
            ),
        ),
        migrations.AddField(
            model_name="provincialfiling",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="登记人"
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="comment_says_something", violation_error_message="请写批注内容。"
            ),
        ),
        migrations.AddConstraint(
            model_name="difficulty",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("state", "solved"), _negated=True), models.Q(("note", ""), _negated=True), _connector="OR"),
                name="solved_difficulty_says_how",
                violation_error_message="已解决的难点堵点，请写明怎样解决的。",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.UniqueConstraint(
                fields=("county", "kind", "year", "occasion"),
                name="one_matter_per_county_kind_and_year",
                violation_error_message="本县该年度已有这项材料，请打开原有的继续填写。",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("filing_number", ""), _negated=True),
                fields=("filing_number",),
                name="one_matter_per_filing_number",
                violation_error_message="该备案号已经用于另一份材料，请换一个备案号。",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "filed"), _negated=True),
                    models.Q(("filed_at__isnull", False), models.Q(("filing_number", ""), _negated=True)),
                    _connector="OR",
                ),
                name="filed_matter_has_number_and_date",
                violation_error_message="准予备案须有备案号和日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "countersigned"), _negated=True),
                    models.Q(("countersigned_at__isnull", False), ("countersigned_by__isnull", False)),
                    _connector="OR",
                ),
                name="countersigned_matter_names_its_signer",
                violation_error_message="会签须记明会签人和时间。",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("joint", False),
                    models.Q(("status__in", ["submitted", "filed"]), _negated=True),
                    models.Q(("countersigned_at__isnull", False), ("countersigned_by__isnull", False)),
                    _connector="OR",
                ),
                name="joint_matter_goes_up_countersigned",
                violation_error_message="这项材料须先经人社局会签。",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["submitted", "filed"]), _negated=True),
                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="submitted_matter_names_its_sender",
                violation_error_message="上报须记明上报人和时间。",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("countersigned_by", None), models.Q(("countersigned_by", models.F("entered_by")), _negated=True), _connector="OR"
                ),
                name="matter_countersigned_by_another",
                violation_error_message="拟稿人与会签人不能是同一人。",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("submitted_by", None), models.Q(("submitted_by", models.F("entered_by")), _negated=True), _connector="OR"
                ),
                name="matter_submitted_by_another",
                violation_error_message="拟稿人与上报人不能是同一人。",
            ),
        ),
        migrations.AddConstraint(
            model_name="enclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("matter__isnull", True), ("plan__isnull", False)),
                    models.Q(("matter__isnull", False), ("plan__isnull", True)),
                    _connector="OR",
                ),
                name="enclosure_of_one_thing",
                violation_error_message="附件须属于一份材料或一份方案。",
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.UniqueConstraint(
                fields=("phase", "key"), name="one_obligation_per_key", violation_error_message="这项任务已在该阶段中。"
            ),
        ),
        migrations.AddConstraint(
            model_name="phase",
            constraint=models.UniqueConstraint(
                fields=("programme", "key"), name="one_phase_per_key", violation_error_message="这个阶段已在计划中。"
            ),
        ),
        migrations.AddConstraint(
            model_name="phase",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day__gte", models.F("first_day"))),
                name="phase_ends_after_it_begins",
                violation_error_message="阶段的截止日期不能早于开始日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.UniqueConstraint(
                fields=("obligation", "county"),
                name="one_proof_per_obligation_and_county",
                nulls_distinct=False,
                violation_error_message="这项任务已经登记完成，没有重复登记。",
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.CheckConstraint(
                condition=models.Q(("reference", ""), _negated=True),
                name="proof_says_by_what",
                violation_error_message="请写明完成的依据。",
            ),
        ),
        migrations.AddConstraint(
            model_name="provincialfiling",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True),
                name="provincial_filing_has_a_number",
                violation_error_message="请填写省司法厅的文号。",
            ),
        ),
    ]
