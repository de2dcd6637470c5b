import datetime

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from bureaus.together import Together


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_attached_papers"),
        ("evaluation", "0037_guards_of_kept_figures"),
        ("staffing", "0007_guards_of_relatives"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together(
            migrations.RemoveConstraint(model_name="departure", name="departure_rests_on_its_paper"),
            migrations.RemoveConstraint(model_name="departure", name="departure_keeps_days_of_notice"),
            migrations.AddField(model_name="departure", name="judged_on", field=models.DateField(null=True, verbose_name="裁判生效日期")),
            migrations.AddField(
                model_name="departure", name="judgment", field=models.CharField(blank=True, max_length=120, verbose_name="生效裁判文书")
            ),
            migrations.AddField(
                model_name="departure", name="medical_period_ended_on", field=models.DateField(null=True, verbose_name="医疗期满日期")
            ),
            migrations.AddField(
                model_name="departure", name="negotiated_on", field=models.DateField(null=True, verbose_name="协商变更合同的日期")
            ),
            migrations.AddField(
                model_name="departure",
                name="negotiation",
                field=models.CharField(blank=True, max_length=300, verbose_name="协商的内容和没有达成协议的情况"),
            ),
            migrations.AddField(
                model_name="departure",
                name="other_work",
                field=models.CharField(blank=True, max_length=300, verbose_name="另行安排的工作和不能从事的情况"),
            ),
            migrations.AddField(
                model_name="departure",
                name="outside_work",
                field=models.CharField(
                    blank=True,
                    choices=[("harmful", "对完成本单位的工作任务造成严重影响"), ("refused", "经单位提出，拒不改正")],
                    max_length=10,
                    verbose_name="兼职的情形",
                ),
            ),
            migrations.AddField(
                model_name="departure",
                name="pay_in_lieu",
                field=models.DecimalField(decimal_places=2, max_digits=10, null=True, verbose_name="代替提前通知的一个月工资"),
            ),
            migrations.AddField(
                model_name="departure",
                name="served_by",
                field=models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="送达登记人",
                ),
            ),
            migrations.AddField(
                model_name="departure",
                name="served_how",
                field=models.CharField(
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
            migrations.AddField(model_name="departure", name="served_on", field=models.DateField(null=True, verbose_name="送达日期")),
            migrations.AddField(
                model_name="departure",
                name="union_paper",
                field=models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="documents.storedfile",
                    verbose_name="通知工会的材料",
                ),
            ),
            migrations.AddField(
                model_name="departure", name="union_told_on", field=models.DateField(null=True, verbose_name="通知工会的日期")
            ),
            migrations.AddConstraint(
                model_name="departure",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("renewal__isnull", False),
                        models.Q(("last_day__isnull", False), ("notified_on__isnull", False), ("paper__isnull", False)),
                        models.Q(
                            ("ground__in", ["probation_failed", "second_job", "convicted", "illness", "changed"]),
                            ("last_day__isnull", False),
                            ("notified_on", None),
                            ("paper__isnull", False),
                            models.Q(("state", "confirmed"), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="departure_rests_on_its_paper",
                    violation_error_message="离职须写明书面材料的日期、最后工作日，并上传书面材料。",
                ),
            ),
            migrations.AddConstraint(
                model_name="departure",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            models.Q(("ground__in", ["resigned_on_probation"]), _negated=True),
                            ("notified_on", None),
                            ("last_day", None),
                            (
                                "last_day__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("notified_on"), "+", models.Value(datetime.timedelta(days=3))
                                ),
                            ),
                            ("pay_in_lieu__isnull", False),
                            _connector="OR",
                        ),
                        models.Q(
                            models.Q(("ground__in", ["resigned", "illness", "incompetent", "changed"]), _negated=True),
                            ("notified_on", None),
                            ("last_day", None),
                            (
                                "last_day__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("notified_on"), "+", models.Value(datetime.timedelta(days=30))
                                ),
                            ),
                            ("pay_in_lieu__isnull", False),
                            _connector="OR",
                        ),
                    ),
                    name="departure_keeps_days_of_notice",
                    violation_error_message="书面通知到最后工作日的天数，少于《劳动合同法》规定的天数。",
                ),
            ),
            migrations.AddConstraint(
                model_name="departure",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("state", "confirmed"),
                        (
                            "ground__in",
                            [
                                "resigned",
                                "resigned_on_probation",
                                "agreed",
                                "retired",
                                "died",
                                "probation_failed",
                                "second_job",
                                "convicted",
                                "illness",
                                "changed",
                            ],
                        ),
                        _connector="OR",
                    ),
                    name="departure_is_entered_on_a_ground_of_its_own",
                    violation_error_message="期满不续聘的在到期清单里办理，因违规解聘的按奖惩的程序办理，不在这里登记。",
                ),
            ),
            migrations.AddConstraint(
                model_name="departure",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("ground__in", ["probation_failed", "second_job", "convicted", "illness", "changed"]),
                            ("union_paper__isnull", False),
                            ("union_told_on__isnull", False),
                            models.Q(("reasons", ""), _negated=True),
                        ),
                        models.Q(
                            models.Q(("ground__in", ["probation_failed", "second_job", "convicted", "illness", "changed"]), _negated=True),
                            ("union_paper", None),
                            ("union_told_on", None),
                        ),
                        _connector="OR",
                    ),
                    name="ending_tells_the_union",
                    violation_error_message="单位解除合同须写明事实，事先将理由通知工会并上传材料；其他离职不填。",
                ),
            ),
            migrations.AddConstraint(
                model_name="departure",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("union_told_on", None), ("notified_on", None), ("notified_on__gte", models.F("union_told_on")), _connector="OR"
                    ),
                    name="union_is_told_before_the_person",
                    violation_error_message="先将理由通知工会，再通知本人（《劳动合同法》第四十三条）。",
                ),
            ),
            migrations.AddConstraint(
                model_name="departure",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            models.Q(("ground__in", ["convicted"]), models.Q(("judged_on__isnull", True), _negated=True)),
                            models.Q(models.Q(("ground__in", ["convicted"]), _negated=True), ("judged_on__isnull", True)),
                            _connector="OR",
                        ),
                        models.Q(
                            models.Q(("ground__in", ["convicted"]), models.Q(("judgment", ""), _negated=True)),
                            models.Q(models.Q(("ground__in", ["convicted"]), _negated=True), ("judgment", "")),
                            _connector="OR",
                        ),
                        models.Q(
                            models.Q(("ground__in", ["illness"]), models.Q(("medical_period_ended_on__isnull", True), _negated=True)),
                            models.Q(models.Q(("ground__in", ["illness"]), _negated=True), ("medical_period_ended_on__isnull", True)),
                            _connector="OR",
                        ),
                        models.Q(
                            models.Q(("ground__in", ["changed"]), models.Q(("negotiated_on__isnull", True), _negated=True)),
                            models.Q(models.Q(("ground__in", ["changed"]), _negated=True), ("negotiated_on__isnull", True)),
                            _connector="OR",
                        ),
                        models.Q(
                            models.Q(("ground__in", ["changed"]), models.Q(("negotiation", ""), _negated=True)),
                            models.Q(models.Q(("ground__in", ["changed"]), _negated=True), ("negotiation", "")),
                            _connector="OR",
                        ),
                        models.Q(
                            models.Q(("ground__in", ["illness"]), models.Q(("other_work", ""), _negated=True)),
                            models.Q(models.Q(("ground__in", ["illness"]), _negated=True), ("other_work", "")),
                            _connector="OR",
                        ),
                        models.Q(
                            models.Q(("ground__in", ["second_job"]), models.Q(("outside_work", ""), _negated=True)),
                            models.Q(models.Q(("ground__in", ["second_job"]), _negated=True), ("outside_work", "")),
                            _connector="OR",
                        ),
                    ),
                    name="ending_has_what_its_article_wants",
                    violation_error_message="单位解除合同须写明所依据的条款要求的情形；其他事由不填。",
                ),
            ),
            migrations.AddConstraint(
                model_name="departure",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("pay_in_lieu", None), models.Q(("ground__in", ["illness", "changed"]), ("pay_in_lieu__gt", 0)), _connector="OR"
                    ),
                    name="pay_in_lieu_stands_for_notice",
                    violation_error_message="只有依照《劳动合同法》第四十条解除合同的，可以额外支付一个月工资代替提前通知；数额应大于零。",
                ),
            ),
            migrations.AddConstraint(
                model_name="departure",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("served_by", None), ("served_how", ""), ("served_on", None)),
                        models.Q(
                            ("ground__in", ["probation_failed", "second_job", "convicted", "illness", "changed"]),
                            ("served_by__isnull", False),
                            ("served_on__isnull", False),
                            ("state", "confirmed"),
                            models.Q(("served_how", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="served_ending_says_when_and_how",
                    violation_error_message="解除合同审定以后才能登记送达，并须写明日期、方式和登记人。",
                ),
            ),
        ),
    ]
